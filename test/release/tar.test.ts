import test from "ava";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import fc from "fast-check";
import * as tar from "tar-stream";
import { ShoalError } from "../../runtime/errors.ts";
import { checkZero, readTarHeader, tarPadding, writeTarHeader, type TarEntry } from "../../release/tar.ts";
import { pathArbitrary } from "./trees.ts";

const DIGEST = "ab".repeat(32);

const entry: fc.Arbitrary<TarEntry> = fc.record({
  path: pathArbitrary,
  mode: fc.constantFrom(0o644, 0o755),
  sizeBytes: fc.oneof(fc.nat(10_000), fc.constantFrom(2 ** 31 - 1, 2 ** 32 + 1, 2 ** 33 - 1, 2 ** 33, 2 ** 40)),
  patch: fc.option(fc.constant({ codec: "xdelta3", source: DIGEST }), { nil: undefined }),
});

test("what is written is read back, for any path and size", async (t) => {
  await fc.assert(
    fc.asyncProperty(entry, async (value) => {
      const raw = await writeTarHeader(value);
      const { contentAt, patch, ...rest } = readTarHeader(raw, 0);
      t.deepEqual({ ...rest, patch }, value);
      t.is(contentAt, raw.length);
      t.is(raw.length % 512, 0);
    }),
    { numRuns: 300 },
  );
});

test("what fits into a ustar header is, byte for byte, what tar-stream makes of it", async (t) => {
  const component = fc.stringMatching(/^[a-z .-]{1,80}$/);
  const path = fc.array(component, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("/"));
  const size = fc.oneof(fc.nat(10_000), fc.constantFrom(2 ** 31 - 1, 2 ** 32 + 1, 2 ** 33 - 1));
  await fc.assert(
    fc.asyncProperty(path, fc.constantFrom(0o644, 0o755), size, async (name, mode, sizeBytes) => {
      const pack = tar.pack();
      pack.on("error", () => undefined);
      const entry = pack.entry({ name, mode, size: sizeBytes, mtime: new Date(0) });
      entry.on("error", () => undefined);
      const [theirs] = await Promise.all([once(pack, "data"), once(entry, "open")]);
      pack.destroy();
      const ours = await writeTarHeader({ path: name, mode, sizeBytes });
      if (ours.length === 512) t.deepEqual(ours, theirs[0]);
    }),
    { numRuns: 300 },
  );
});

test("a header doesn't depend on when it is written", async (t) => {
  const value = { path: "日本/a b", mode: 0o644, sizeBytes: 5 };
  t.deepEqual(await writeTarHeader(value), await writeTarHeader(value));
});

test("GNU tar reads the same names from what we write", async (t) => {
  const paths = ["a", "日本語/it's", 'say "hi"/-rf', `${"long-".repeat(30)}name/${"x".repeat(200)}`, "1234567890"];
  const parts: Buffer[] = [];
  for (const path of paths)
    parts.push(await writeTarHeader({ path, mode: 0o644, sizeBytes: 3 }), Buffer.from("abc"), Buffer.alloc(tarPadding(3)));
  const listed = execFileSync("tar", ["--quoting-style=literal", "-tf", "-"], { input: Buffer.concat([...parts, Buffer.alloc(1024)]) });
  t.deepEqual(listed.toString().trimEnd().split("\n"), paths);
});

test("whatever bytes stand in a header, it is read or refused with a typed error", async (t) => {
  const good = await writeTarHeader({ path: "日本/a", mode: 0o644, sizeBytes: 5, patch: { codec: "xdelta3", source: DIGEST } });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), fc.boolean(), (changes, mend) => {
      const raw = Buffer.from(good);
      for (const [at, byte] of changes) raw[at] = byte;
      if (mend) for (const at of [0, 1024]) fixSum(raw, at);
      try {
        readTarHeader(raw, 0);
      } catch (error) {
        t.true(error instanceof ShoalError && ["E_FORMAT", "E_PATH", "E_LIMIT", "E_TRUNC"].includes(error.code), String(error));
      }
    }),
    { numRuns: 3000 },
  );
  t.pass();
});

interface Field {
  readonly at: number;
  readonly bytes: string | readonly number[];
}

/** A good header with fields written over it, and its checksum set right. */
async function forged(fields: readonly Field[], path = "a/b"): Promise<Buffer> {
  const raw = await writeTarHeader({ path, mode: 0o644, sizeBytes: 5 });
  for (const { at, bytes } of fields) Buffer.from(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes).copy(raw, at);
  fixSum(raw, 0);
  return raw;
}

function fixSum(raw: Buffer, at: number): void {
  raw.fill(0x20, at + 148, at + 156);
  const sum = raw.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  raw.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148, "latin1");
}

const refused = test.macro(async (t, make: () => Promise<Buffer> | Buffer, code: string) => {
  const raw = await make();
  const error = t.throws(() => readTarHeader(raw, 0), { instanceOf: ShoalError });
  t.is(error.code, code as typeof error.code, error.message);
});

const NAME = 0;
const MODE = 100;
const SIZE = 124;
const TYPE = 156;
const LINK = 157;
const name = (text: string): Field => ({ at: NAME, bytes: text.padEnd(100, "\0") });

test("T01 a path that climbs out of the tree", refused, () => forged([name("../../etc/x")]), "E_PATH");
test("T01 a path that climbs in the middle", refused, () => forged([name("a/../../x")]), "E_PATH");
test("T02 an absolute path", refused, () => forged([name("/etc/x")]), "E_PATH");
test(
  "T03 a symbolic link",
  refused,
  () =>
    forged([
      { at: TYPE, bytes: "2" },
      { at: LINK, bytes: "/tmp" },
    ]),
  "E_FORMAT",
);
test(
  "T06 a hard link to /etc/passwd",
  refused,
  () =>
    forged([
      { at: TYPE, bytes: "1" },
      { at: LINK, bytes: "/etc/passwd" },
    ]),
  "E_FORMAT",
);
test("T06 a file with a link target", refused, () => forged([{ at: LINK, bytes: "x" }]), "E_FORMAT");
test("T12 a name that is not UTF-8", refused, () => forged([name("a\xfe")]), "E_PATH");
test("T14 a newline in a name", refused, () => forged([name("a\nb")]), "E_PATH");
test("T14 an escape in a name", refused, () => forged([name("a\u001b[2Jb")]), "E_PATH");
test("T15 a component of 256 bytes", refused, async () => pax([["path", "x".repeat(256)]]), "E_PATH");
test("T15 a path of 4097 bytes", refused, async () => pax([["path", `${"x/".repeat(2048)}x`]]), "E_PATH");
for (const [type, what] of [
  ["3", "character device"],
  ["4", "block device"],
  ["5", "directory"],
  ["6", "fifo"],
  ["7", "contiguous file"],
  ["Z", "unknown type"],
  ["\0", "old file"],
  ["S", "GNU sparse file"],
  ["L", "GNU long name"],
  ["K", "GNU long link"],
  ["g", "global header"],
] as const) {
  test(`T17 a ${what} (type ${JSON.stringify(type)})`, refused, () => forged([{ at: TYPE, bytes: type }]), "E_FORMAT");
}
for (const mode of ["004755", "002755", "001755", "000000", "000777", "000600"]) {
  test(`T18 mode ${mode}`, refused, () => forged([{ at: MODE, bytes: `${mode} ` }]), "E_FORMAT");
}
test("T20 a size below zero in base 256", refused, () => forged([{ at: SIZE, bytes: Array.from({ length: 12 }, () => 0xff) }]), "E_FORMAT");
test("T20 a size of 8 EiB", refused, () => forged([{ at: SIZE, bytes: [0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0] }]), "E_LIMIT");
test("T20 a size of 2^53 + 1", refused, () => forged([{ at: SIZE, bytes: [0x80, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 1] }]), "E_LIMIT");
test("T20 a small size in base 256", refused, () => forged([{ at: SIZE, bytes: [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5] }]), "E_FORMAT");
test("T20 a size with a sign", refused, () => forged([{ at: SIZE, bytes: "-0000000005 " }]), "E_FORMAT");
test("T20 a size that isn't there", refused, () => forged([{ at: SIZE, bytes: "            " }]), "E_FORMAT");
for (const size of ["-1", "abc", "1e9", "5"]) test(`T21 a PAX size of ${size}`, refused, () => pax([["size", size]]), "E_FORMAT");
test(
  "T22 a PAX header before a GNU long name",
  refused,
  async () => Buffer.concat([await paxHeader([["path", "a"]]), await forged([{ at: TYPE, bytes: "L" }])]),
  "E_FORMAT",
);
test(
  "T22 a PAX header before another",
  refused,
  async () => Buffer.concat([await paxHeader([["path", "a"]]), await pax([["path", "b"]])]),
  "E_FORMAT",
);
test(
  "T23 a PAX header of a gibibyte",
  refused,
  () =>
    forged([
      { at: TYPE, bytes: "x" },
      { at: SIZE, bytes: "10000000000 " },
    ]),
  "E_LIMIT",
);
test(
  "T23 a PAX header of 64 KiB and a byte",
  refused,
  () =>
    forged([
      { at: TYPE, bytes: "x" },
      { at: SIZE, bytes: "00000200001 " },
    ]),
  "E_LIMIT",
);
test("T24 a header that is cut", refused, async () => (await forged([])).subarray(0, 511), "E_TRUNC");
test("T24 a PAX header whose records are cut", refused, async () => (await paxHeader([["path", "a"]])).subarray(0, 515), "E_TRUNC");
test("T24 a PAX header without the header after it", refused, () => paxHeader([["path", "a"]]), "E_TRUNC");
test("T27 nothing", refused, () => Buffer.alloc(0), "E_TRUNC");
test("T27 zeros", refused, () => Buffer.alloc(512), "E_FORMAT");
test("T27 junk", refused, () => Buffer.alloc(512, 0x5a), "E_FORMAT");
test("T27 a wrong checksum", refused, async () => Buffer.from((await forged([])).map((byte, i) => (i === 0 ? 0x7a : byte))), "E_FORMAT");
test("T30 a PAX sparse file", refused, () => pax([["GNU.sparse.major", "1"]]), "E_FORMAT");
for (const bad of [".", "./", "", "./a", "a//b", "a/"])
  test(`T31 the name ${JSON.stringify(bad)}`, refused, () => forged([name(bad)]), "E_PATH");
for (const key of ["SCHILY.xattr.user.x", "SCHILY.acl.access", "LIBARCHIVE.xattr.x", "linkpath", "uid", "mtime", "__proto__"]) {
  test(`T33 the PAX record ${key}`, refused, () => pax([[key, "1"]]), "E_FORMAT");
}
test(
  "a PAX record twice",
  refused,
  () =>
    pax([
      ["path", "a"],
      ["path", "b"],
    ]),
  "E_FORMAT",
);
test("a codec without a source", refused, () => pax([["SHOAL.codec", "xdelta3"]]), "E_FORMAT");
test("a name with bytes after its end", refused, () => forged([{ at: NAME, bytes: "a\0b" }]), "E_FORMAT");
test("GNU's magic", refused, () => forged([{ at: 257, bytes: "ustar  \0" }]), "E_FORMAT");

for (const body of [
  "5 a=b\n",
  "0 path=a\n",
  "99 path=a\n",
  "path=a\n",
  "10 path=a\n\n",
  "-1 path=a\n",
  "7 path=",
  "9 path\u0000=a\n",
  "4 =\n\n",
]) {
  test(`a PAX body of ${JSON.stringify(body)}`, refused, () => withBody(body), "E_FORMAT");
}

test("T19 owners are ignored", async (t) => {
  const raw = await forged([
    { at: 108, bytes: "7777777\0" },
    { at: 265, bytes: "root\0" },
    { at: 329, bytes: "0000777\0" },
  ]);
  t.is(readTarHeader(raw, 0).path, "a/b");
});

test("T34 times are ignored, and a path of digits stays text", async (t) => {
  t.is(readTarHeader(await forged([{ at: 136, bytes: "77777777777\0" }]), 0).path, "a/b");
  t.is(readTarHeader(await forged([{ at: 136, bytes: Array.from({ length: 12 }, () => 0xff) }]), 0).path, "a/b");
  t.is(readTarHeader(await pax([["path", "0123"]]), 0).path, "0123");
});

test("padding that isn't zero is refused, and padding that isn't there", (t) => {
  t.notThrows(() => checkZero(Buffer.alloc(10), 2, 10));
  t.throws(() => checkZero(Buffer.from([0, 0, 1]), 0, 3), { code: "E_FORMAT" });
  t.throws(() => checkZero(Buffer.alloc(10), 2, 11), { code: "E_TRUNC" });
});

async function pax(records: readonly (readonly [string, string])[]): Promise<Buffer> {
  return Buffer.concat([await paxHeader(records), await writeTarHeader({ path: "PaxHeader", mode: 0o644, sizeBytes: 5 })]);
}

async function paxHeader(records: readonly (readonly [string, string])[]): Promise<Buffer> {
  return (await withBody(records.map(([key, value]) => paxRecord(key, value)).join(""))).subarray(0, -512);
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest) + 1;
  while (`${length}${rest}`.length !== length) length++;
  return `${length}${rest}`;
}

async function withBody(body: string): Promise<Buffer> {
  const bytes = Buffer.from(body);
  const head = await forged([
    { at: TYPE, bytes: "x" },
    { at: SIZE, bytes: `${bytes.length.toString(8).padStart(11, "0")} ` },
  ]);
  const after = await writeTarHeader({ path: "PaxHeader", mode: 0o644, sizeBytes: 5 });
  return Buffer.concat([head, bytes, Buffer.alloc(tarPadding(bytes.length)), after]);
}

test("tar-stream reads what we write, records and all", async (t) => {
  const patch = { codec: "xdelta3", source: DIGEST };
  const extract = tar.extract();
  extract.end(
    Buffer.concat([await writeTarHeader({ path: "日本", mode: 0o755, sizeBytes: 2, patch }), Buffer.from("hi"), Buffer.alloc(510 + 1024)]),
  );
  for await (const found of extract) {
    t.like(found.header, { name: "日本", size: 2, mode: 0o755, pax: { "SHOAL.codec": "xdelta3", "SHOAL.source": DIGEST } });
    found.resume();
  }
  t.plan(1);
});
