import test from "ava";
import fc from "fast-check";
import { createListingWriter } from "../../release/listing-writer.ts";
import {
  encodeListing,
  formatEntry,
  parseListing,
  readListing,
  treeDigest,
  type ListingLimits,
  type TreeEntry,
} from "../../release/listing.ts";
import { digestOf, file, toEntry, treeArbitrary } from "./trees.ts";

const HEADER = "shoal-listing 1\n";
const DIGEST = digestOf("x");

async function readAll(chunks: readonly Uint8Array[], limits: ListingLimits = {}): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for await (const entry of readListing(chunks, limits)) entries.push(entry);
  return entries;
}

test("the listing of a small tree is exactly this text", (t) => {
  const bytes = encodeListing([
    { kind: "symlink", path: "current", target: "bin/tool" },
    { kind: "directory", path: "var/cache" },
    { kind: "file", path: "bin/tool", mode: 0o755, sizeBytes: 1, digest: DIGEST },
    file('it\'s "quoted" \\ and spaced', ""),
  ]);
  t.is(
    bytes.toString(),
    `${HEADER}bin/tool\tfile\t0755\t1\t${DIGEST}\ncurrent\tlink\tbin/tool\nit's "quoted" \\ and spaced\tfile\t0644\t0\t${digestOf("")}\nvar/cache/\tdir\n`,
  );
  t.is(treeDigest(bytes), parseListing(bytes).tree);
});

test("the digest of the empty tree never changes: it is that of the header line", (t) => {
  t.is(treeDigest(encodeListing([])), digestOf(HEADER));
  t.is(parseListing(Buffer.from(HEADER)).count, 0);
});

test("generated trees come back equal, by both readers, from chunks cut anywhere", async (t) => {
  await fc.assert(
    fc.asyncProperty(treeArbitrary, fc.array(fc.nat()), async (nodes, cuts) => {
      const entries = nodes.map(toEntry);
      const bytes = encodeListing(entries);
      const listing = parseListing(bytes);
      t.deepEqual([...listing.entries()].map(formatEntry).sort(), entries.map(formatEntry).sort());
      t.deepEqual(await readAll(cutAt(bytes, cuts)), [...listing.entries()]);
      t.deepEqual(encodeListing(listing.entries()), bytes);
      t.is(
        listing.sizeBytes,
        entries.reduce((sum, entry) => sum + (entry.kind === "file" ? entry.sizeBytes : 0), 0),
      );
      const writer = createListingWriter();
      for (const entry of listing.entries()) writer.add(entry);
      const written = writer.finish();
      t.deepEqual(
        [written.bytes, written.tree, written.count, written.maxPathBytes],
        [bytes, listing.tree, listing.count, listing.maxPathBytes],
      );
      t.deepEqual([...written.entries()], [...listing.entries()]);
    }),
    { numRuns: 200 },
  );
});

test("lines are in the order of `LC_ALL=C sort`", (t) => {
  fc.assert(
    fc.property(treeArbitrary, (nodes) => {
      const lines = encodeListing(nodes.map(toEntry)).toString("latin1").slice(HEADER.length).split("\n").slice(0, -1);
      t.deepEqual(lines, [...lines].sort());
    }),
  );
});

test("entries are found by path and by content, and nothing else is", (t) => {
  fc.assert(
    fc.property(treeArbitrary, (nodes) => {
      const listing = parseListing(encodeListing(nodes.map(toEntry)));
      const entries = [...listing.entries()];
      for (const [index, entry] of entries.entries()) {
        t.is(listing.findPath(entry.path), index);
        t.is(
          listing.findPath(`${entry.path}\u0020`),
          entries.findIndex((other) => other.path === `${entry.path}\u0020`),
        );
        if (entry.kind !== "file") continue;
        const same = (other: TreeEntry): boolean => other.kind === "file" && other.digest === entry.digest;
        t.is(listing.findDigest(entry.digest), entries.findIndex(same));
        t.is(
          listing.findDigest(entry.digest, 0o755),
          entries.findIndex((other) => same(other) && other.kind === "file" && other.mode === 0o755),
        );
      }
      t.is(listing.findDigest(digestOf("nowhere")), -1);
    }),
    { numRuns: 200 },
  );
});

test("200,000 equal files are indexed in linear time", (t) => {
  const writer = createListingWriter();
  for (let i = 0; i < 200_000; i++) writer.add({ ...file(`f${String(i).padStart(6, "0")}`, ""), kind: "file" } as TreeEntry);
  const listing = writer.finish();
  const start = performance.now();
  t.is(listing.findDigest(digestOf("")), 0);
  t.true(performance.now() - start < 5000);
});

interface Bad {
  readonly code: string;
  readonly text: string | Buffer;
  readonly limits?: ListingLimits;
}

const fileLine = (path: string, rest = `0644\t1\t${DIGEST}`): string => `${path}\tfile\t${rest}\n`;

const refused = test.macro({
  exec: async (t, { code, text, limits }: Bad) => {
    const bytes = Buffer.from(text);
    t.throws(() => parseListing(bytes, limits), { code });
    await t.throwsAsync(readAll([bytes], limits), { code });
  },
  title: (id = "") => `${id} is refused by both readers`,
});

test("nothing at all", async (t) => {
  t.throws(() => parseListing(Buffer.alloc(0)), { code: "E_FORMAT" });
  await t.throwsAsync(readAll([]), { code: "E_TRUNC" });
});
test("another version", refused, { code: "E_FORMAT", text: "shoal-listing 2\n" });
test("M15 a byte order mark", refused, { code: "E_FORMAT", text: `\ufeff${HEADER}` });
test("CR LF", refused, { code: "E_FORMAT", text: HEADER.replace("\n", "\r\n") + fileLine("a") });
test("M15 invalid UTF-8 in a path (T12)", refused, {
  code: "E_FORMAT",
  text: Buffer.concat([Buffer.from(HEADER), Buffer.from("a\xfe\tdir\n", "latin1")]),
});
test("M15 invalid UTF-8 in a target", refused, {
  code: "E_FORMAT",
  text: Buffer.concat([Buffer.from(HEADER), Buffer.from("a\tlink\tb\xff\n", "latin1")]),
});
test("a line cut short (T24)", refused, { code: "E_TRUNC", text: HEADER + fileLine("a").slice(0, -1) });
test("an empty line", refused, { code: "E_FORMAT", text: `${HEADER}\n` });
test("M18 an unsorted entry", refused, { code: "E_FORMAT", text: HEADER + fileLine("b") + fileLine("a") });
test("M18 a duplicate", refused, { code: "E_CONFLICT", text: HEADER + fileLine("a") + fileLine("a") });
test("M18 order of UTF-16 instead of bytes", refused, { code: "E_FORMAT", text: HEADER + fileLine("\u{1f600}") + fileLine("\uffee") });
test("T08 a directory and a link of one name", refused, { code: "E_CONFLICT", text: `${HEADER}a\tlink\tb\na/\tdir\n` });
test("T10 a file below a file", refused, { code: "E_CONFLICT", text: HEADER + fileLine("a") + fileLine("a/b") });
test("T10 a file below a file, others between", refused, {
  code: "E_CONFLICT",
  text: HEADER + fileLine("a") + fileLine("a b") + fileLine("a-b") + fileLine("a/b"),
});
test("T03 a file below a link", refused, { code: "E_CONFLICT", text: `${HEADER}a\tlink\tb\n${fileLine("a/b")}` });
test("a file in an empty directory", refused, { code: "E_CONFLICT", text: `${HEADER}a/\tdir\n${fileLine("a/b")}` });
test("T01 a path that climbs", refused, { code: "E_PATH", text: HEADER + fileLine("../x") });
test("T02 an absolute path", refused, { code: "E_PATH", text: HEADER + fileLine("/x") });
test("T03 a link out of the tree", refused, { code: "E_PATH", text: `${HEADER}a\tlink\t/tmp\n` });
test("T14 a control character", refused, { code: "E_PATH", text: HEADER + fileLine("a\u001b") });
test("T32 a reserved name", refused, { code: "E_PATH", text: HEADER + fileLine(".shoal/commit.json") });
test("T31 the root as a directory", refused, { code: "E_PATH", text: `${HEADER}/\tdir\n` });
test("a directory called file", refused, { code: "E_FORMAT", text: HEADER + fileLine("a/") });
test("a file called dir", refused, { code: "E_FORMAT", text: `${HEADER}a\tdir\n` });
test("T17 another kind", refused, { code: "E_FORMAT", text: `${HEADER}a\tfifo\n` });
test("T18 setuid", refused, { code: "E_FORMAT", text: HEADER + fileLine("a", `4755\t1\t${DIGEST}`) });
test("another mode", refused, { code: "E_FORMAT", text: HEADER + fileLine("a", `0600\t1\t${DIGEST}`) });
test("a trailing space", refused, { code: "E_FORMAT", text: HEADER + fileLine("a", `0644\t1\t${DIGEST} `) });
test("a missing field", refused, { code: "E_FORMAT", text: HEADER + fileLine("a", "0644\t1") });
for (const size of ["-1", "1.5", "1e3", "1e400", "01", "+1", "", " 1", "9007199254740992", "99999999999999999999", "0x10", "١"]) {
  test(`M12 the size ${JSON.stringify(size)}`, refused, { code: "E_FORMAT", text: HEADER + fileLine("a", `0644\t${size}\t${DIGEST}`) });
}
for (const digest of [DIGEST.slice(1), `${DIGEST}0`, DIGEST.toUpperCase(), "md5", "none", ""]) {
  test(`M11 the digest ${digest.slice(0, 8)} (${digest.length})`, refused, {
    code: "E_FORMAT",
    text: HEADER + fileLine("a", `0644\t1\t${digest}`),
  });
}
test("sizes whose sum is unsafe", refused, {
  code: "E_LIMIT",
  text: HEADER + fileLine("a", `0644\t9007199254740991\t${DIGEST}`) + fileLine("b"),
});
test("M18 more entries than allowed", refused, {
  code: "E_LIMIT",
  text: HEADER + fileLine("a") + fileLine("b"),
  limits: { maxEntries: 1 },
});
test("more bytes than allowed", refused, { code: "E_LIMIT", text: HEADER + fileLine("a"), limits: { maxBytes: 20 } });
test("a line without end", async (t) => {
  await t.throwsAsync(readAll([Buffer.from(HEADER), Buffer.alloc(10_000, 0x61)]), { code: "E_LIMIT" });
});

test("M19: sizes around 2 and 4 GiB are kept to the byte", (t) => {
  for (const sizeBytes of [2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 5 * 2 ** 30, Number.MAX_SAFE_INTEGER]) {
    const listing = parseListing(encodeListing([{ kind: "file", path: "a", mode: 0o644, sizeBytes, digest: DIGEST }]));
    t.is(listing.sizeBytes, sizeBytes);
    t.like(listing.entry(0), { sizeBytes });
  }
});

test("an error names the line and shows no control character", (t) => {
  const error = t.throws(() => parseListing(Buffer.from(HEADER + fileLine("a") + fileLine("b\u001b[31m"))), { code: "E_PATH" });
  t.regex(error?.message ?? "", /line 3/);
  t.notRegex(error?.message ?? "", /[\u0000-\u001f]/);
});

test("absolute links are allowed where the reader says so", (t) => {
  const bytes = Buffer.from(`${HEADER}a\tlink\t/etc/x\n`);
  t.throws(() => parseListing(bytes), { code: "E_PATH" });
  t.is(parseListing(bytes, { allowedSymlinkPrefixes: ["/etc"] }).count, 1);
  t.is(parseListing(bytes, { allowedSymlinkPrefixes: "any" }).count, 1);
});

test("a listing with any byte changed is refused or is the canonical text of what it says", (t) => {
  const base = encodeListing([file("a/b"), file("c"), { kind: "symlink", path: "d", target: "c" }, { kind: "directory", path: "e" }]);
  fc.assert(
    fc.property(fc.nat({ max: base.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
      const bytes = Buffer.from(base);
      bytes[at] = value;
      try {
        const listing = parseListing(bytes);
        t.deepEqual(encodeListing(listing.entries()), bytes);
      } catch (error) {
        t.regex((error as { code: string }).code, /^E_(FORMAT|PATH|CONFLICT|TRUNC|LIMIT)$/);
      }
    }),
    { numRuns: 3000 },
  );
});

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
  return [0, ...places].map((start, i) => bytes.subarray(start, places[i] ?? bytes.length));
}
