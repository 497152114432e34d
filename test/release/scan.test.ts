import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { blake3 } from "../../runtime/blake3.ts";
import { encodeListing, parseListing, type TreeEntry } from "../../release/listing.ts";
import { scanTree, type ScanDeps, type ScanOptions, type ScanResult } from "../../release/scan.ts";
import { readLargeFile } from "../../release/stable-file.ts";
import { temporaryFolder } from "./temporary.ts";
import { toEntry, treeArbitrary, writeTree } from "./trees.ts";

const scan = async (root: string, options: Partial<ScanOptions> = {}, deps?: ScanDeps): Promise<ScanResult> =>
  scanTree({ root, ...options }, deps);
const entriesOf = ({ listing }: ScanResult): TreeEntry[] => [...listing.entries()];

test("generated trees on disk scan to the canonical listing of their entries", async (t) => {
  const folder = temporaryFolder(t);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(treeArbitrary, async (nodes) => {
      const root = join(folder, String(run++));
      writeTree(root, nodes);
      const { listing } = await scan(root, { attributes: "skip" });
      t.deepEqual(listing.bytes.toString(), encodeListing(nodes.map(toEntry)).toString());
      t.deepEqual([...parseListing(listing.bytes).entries()], [...listing.entries()]);
      rmSync(root, { recursive: true });
    }),
    { numRuns: 60 },
  );
});

test("the same tree at another path, made in another order, with other times and umask, has the same digest", async (t) => {
  const folder = temporaryFolder(t);
  const nodes = fc.sample(treeArbitrary, { numRuns: 20, seed: 7 }).sort((a, b) => b.length - a.length)[0]!;
  writeTree(join(folder, "one"), nodes);
  writeTree(join(folder, "other place"), [...nodes].reverse());
  for (const node of nodes) if (node.kind === "file") utimesSync(join(folder, "one", node.path), 1, 1);
  const [one, other] = [await scan(join(folder, "one")), await scan(join(folder, "other place"))];
  t.is(one.listing.tree, other.listing.tree);
});

test("files of every size around the bounds of reading get the digest of their content", async (t) => {
  const root = temporaryFolder(t);
  const sizes = [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 1024 * 1024, 3 * 1024 * 1024 + 7];
  const contents = sizes.map((size) => Buffer.alloc(size, `${size}.`));
  for (const [i, content] of contents.entries()) writeFileSync(join(root, `f${i}`), content);
  const result = await scan(root);
  t.deepEqual(
    entriesOf(result).map((entry) => entry.kind === "file" && [entry.sizeBytes, entry.digest]),
    contents.map((content) => [content.length, blake3(content)]),
  );
  t.is(
    result.listing.sizeBytes,
    sizes.reduce((a, b) => a + b),
  );
  t.is(result.sourcePath("f0"), join(root, "f0"));
});

test("hundreds of large files between small ones keep their order", async (t) => {
  const root = temporaryFolder(t);
  for (let i = 0; i < 600; i++) writeFileSync(join(root, String(i)), Buffer.alloc(i % 2 === 0 ? 300_000 : 10, i));
  const result = await scan(root);
  t.is(result.listing.count, 600);
  t.is(parseListing(result.listing.bytes).tree, result.listing.tree);
});

test("an empty directory stays, one with content doesn't, and hard links are files", async (t) => {
  const root = temporaryFolder(t);
  mkdirSync(join(root, "full/empty"), { recursive: true });
  writeFileSync(join(root, "a"), "x");
  linkSync(join(root, "a"), join(root, "b"));
  t.deepEqual(
    entriesOf(await scan(root)).map(({ kind, path }) => `${kind} ${path}`),
    ["file a", "file b", "directory full/empty"],
  );
});

test("an empty directory is a tree", async (t) => {
  t.is((await scan(temporaryFolder(t))).listing.count, 0);
});

const refused = test.macro({
  exec: async (t: ExecutionContext, make: (root: string) => void | Promise<void>, code: string, message: RegExp) => {
    const root = temporaryFolder(t);
    await make(root);
    writeFileSync(join(root, "zz"), "");
    await t.throwsAsync(scan(root), { code, message });
  },
  title: (id = "") => `${id} is refused by its path`,
});

test("T17 a fifo", refused, (root) => void execFileSync("mkfifo", [join(root, "pipe")]), "E_FORMAT", /"pipe"/);
test("T17 a socket", async (t) => {
  const root = temporaryFolder(t);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(root, "socket"), resolve));
  await t.throwsAsync(scan(root), { code: "E_FORMAT", message: /"socket"/ });
  await new Promise((resolve) => server.close(resolve));
});
test(
  "T12 a name that is not UTF-8",
  refused,
  (root) => writeFileSync(Buffer.concat([Buffer.from(`${root}/a`), Buffer.from([0xfe])]), ""),
  "E_PATH",
  /UTF-8/,
);
test(
  "T12 a directory that is not UTF-8",
  refused,
  (root) => void mkdirSync(Buffer.concat([Buffer.from(`${root}/a`), Buffer.from([0xff])])),
  "E_PATH",
  /UTF-8/,
);
test("T14 a name with a line feed", refused, (root) => writeFileSync(join(root, "a\nb"), ""), "E_PATH", /control/);
test("T16 deep nesting", refused, (root) => void mkdirSync(join(root, "d/".repeat(65)), { recursive: true }), "E_PATH", /deeper/);
test("T32 a reserved name", refused, (root) => mkdirSync(join(root, ".shoal")), "E_PATH", /reserved/);
test("T03 an absolute link", refused, (root) => symlinkSync("/tmp", join(root, "link")), "E_PATH", /absolute/);
test("T04 a link out of the tree", refused, (root) => symlinkSync("../other", join(root, "link")), "E_PATH", /leaves/);
test("a link target that is not UTF-8", refused, (root) => symlinkSync(Buffer.from([0xff]), join(root, "link")), "E_PATH", /UTF-8/);
for (const mode of [0o4755, 0o2755, 0o1644, 0o600, 0o664, 0o775, 0o777, 0o444, 0o000]) {
  const make = (root: string): void => {
    writeFileSync(join(root, "secret"), "x");
    chmodSync(join(root, "secret"), mode);
  };
  test(`T18 mode ${mode.toString(8).padStart(4, "0")}`, refused, make, "E_FORMAT", /"secret" has mode/);
}

test("where modes may be masked, the owner's x decides, and one warning tells; setuid stays refused", async (t) => {
  const root = temporaryFolder(t);
  for (const mode of ["600", "664", "775", "700", "444", "644"]) {
    writeFileSync(join(root, mode), "x");
    chmodSync(join(root, mode), mode);
  }
  const result = await scan(root, { modes: "mask" });
  t.deepEqual(
    entriesOf(result).map((entry) => entry.kind === "file" && `${entry.path} ${entry.mode.toString(8)}`),
    ["444 644", "600 644", "644 644", "664 644", "700 755", "775 755"],
  );
  t.is(result.warnings.length, 1);
  t.regex(result.warnings[0]!, /5 files.*"444" was 0444/);
  chmodSync(join(root, "700"), 0o4700);
  await t.throwsAsync(scan(root, { modes: "mask" }), { code: "E_FORMAT", message: /4700/ });
});

test("absolute links below an allowed directory are kept as they are", async (t) => {
  const root = temporaryFolder(t);
  symlinkSync("/etc/app/x", join(root, "link"));
  const result = await scan(root, { allowedSymlinkPrefixes: ["/etc/app"] });
  t.deepEqual(entriesOf(result), [{ kind: "symlink", path: "link", target: "/etc/app/x" }]);
});

test("a revision's own record can be left out", async (t) => {
  const root = temporaryFolder(t);
  mkdirSync(join(root, ".shoal"));
  mkdirSync(join(root, "sub/.shoal"), { recursive: true });
  writeFileSync(join(root, ".shoal/listing"), "");
  writeFileSync(join(root, "sub/.shoal/kept"), "");
  t.deepEqual(
    entriesOf(await scan(root, { reserved: "skip" })).map(({ path }) => path),
    ["sub/.shoal/kept"],
  );
});

test("T11: names that some hosts take for one are warned of, per directory", async (t) => {
  const root = temporaryFolder(t);
  for (const path of ["README", "readme", "d/\u00e9", "d/e\u0301", "x/stra\u00dfe", "x/STRASSE", "other/README", "Lib/a", "lib/b"]) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), "");
  }
  const { warnings } = await scan(root);
  t.is(warnings.length, 4, warnings.join("\n"));
  for (const path of ["README", "d/\u00e9", "x/stra\u00dfe", "Lib"])
    t.true(
      warnings.some((line) => line.includes(`"${path}"`)),
      path,
    );
});

test("T33: extended attributes are named in a warning and don't travel", async (t) => {
  const root = temporaryFolder(t);
  writeFileSync(join(root, "a b"), "");
  writeFileSync(join(root, "plain"), "");
  const tree = (await scan(root)).listing.tree;
  try {
    execFileSync("setfattr", ["-n", "user.note", "-v", "hello", join(root, "a b")], { stdio: "ignore" });
  } catch {
    t.log("skipped: setfattr (Debian: attr) is not installed, or the file system has no attributes");
    return t.pass();
  }
  const result = await scan(root);
  t.deepEqual(result.warnings, ['"a b" has the attribute "user.note", which does not travel']);
  t.is(result.listing.tree, tree);
});

test("a file that grows while it is read is found out", async (t) => {
  const path = join(temporaryFolder(t), "log");
  writeFileSync(path, Buffer.alloc(3 * 1024 * 1024));
  const grow = (): void => appendFileSync(path, "x");
  await t.throwsAsync(readLargeFile(Buffer.from(path), "log", { onBytes: grow }), { code: "E_IO", message: /"log" changed/ });
});

test("a file changed in place while it is read is found out", async (t) => {
  const path = join(temporaryFolder(t), "data");
  writeFileSync(path, Buffer.alloc(3 * 1024 * 1024));
  utimesSync(path, 1, 1);
  let edits = 0;
  const edit = (): void => {
    if (edits++ === 0) writeFileSync(path, "y", { flag: "r+" });
  };
  await t.throwsAsync(readLargeFile(Buffer.from(path), "data", { onBytes: edit }), { code: "E_IO", message: /changed/ });
});

test("a file written right before the scan is read again when its tick is over, and an edit in between found", async (t) => {
  const root = temporaryFolder(t);
  const path = join(root, "fresh");
  writeFileSync(path, "one");
  const time = new Date();
  utimesSync(path, time, time);
  const slept: number[] = [];
  const deps = (edit: () => void): ScanDeps => ({
    nowUnixMs: () => time.getTime() + 5,
    sleep: async (timeMs) => {
      slept.push(timeMs);
      edit();
    },
  });
  await t.notThrowsAsync(
    scan(
      root,
      {},
      deps(() => {}),
    ),
  );
  const edit = (): void => {
    writeFileSync(path, "two");
    utimesSync(path, time, time);
  };
  await t.throwsAsync(scan(root, {}, deps(edit)), { code: "E_IO", message: /"fresh" changed/ });
  t.true(slept.length === 2 && slept.every((timeMs) => timeMs >= 20));
  await scan(root, {}, { nowUnixMs: () => time.getTime() + 3000, sleep: async () => t.fail("an old file is not read twice") });
});

test("a root that isn't there is an error with its path", async (t) => {
  await t.throwsAsync(scan(join(temporaryFolder(t), "nowhere")), { code: "E_IO", message: /nowhere.*ENOENT/ });
});

test("an aborted scan ends with the signal's reason", async (t) => {
  const root = temporaryFolder(t);
  for (let i = 0; i < 50; i++) writeFileSync(join(root, String(i)), Buffer.alloc(2 * 1024 * 1024));
  const controller = new AbortController();
  const reason = new Error("enough");
  const scanning = scan(root, { signal: controller.signal });
  controller.abort(reason);
  t.is(await t.throwsAsync(scanning), reason);
});

test("progress ends with everything", async (t) => {
  const root = temporaryFolder(t);
  for (let i = 0; i < 20; i++) writeFileSync(join(root, String(i)), "12345");
  const seen: number[][] = [];
  await scan(root, { onProgress: ({ entries, doneBytes }) => seen.push([entries, doneBytes]) });
  t.deepEqual(seen.at(-1), [20, 100]);
});
