import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { examineFiles } from "../../release/examine.ts";
import { createExaminer } from "../../release/examiner.ts";
import { encodeListing, parseListing } from "../../release/listing.ts";
import { createStampRecorder, readScanCache, writeScanCache } from "../../release/scan-cache.ts";
import { scanTree, type ScanOptions, type ScanResult } from "../../release/scan.ts";
import { readSmallFile } from "../../release/stable-file.ts";
import { createStampTable, getStamp, isStamp, putStamp } from "../../release/stamps.ts";
import { temporaryFolder } from "./temporary.ts";
import { digestOf, file, treeArbitrary, writeTree } from "./trees.ts";

interface Place {
  readonly root: string;
  readonly scan: (options?: Partial<ScanOptions>) => Promise<ScanResult>;
  readonly cacheFile: string;
}

function place(t: ExecutionContext): Place {
  const folder = temporaryFolder(t);
  const [root, cacheFile] = [join(folder, "tree"), join(folder, "cache/scan")];
  mkdirSync(root);
  return { root, cacheFile, scan: async (options = {}) => scanTree({ root, cacheFile, attributes: "skip", ...options }) };
}

const digests = ({ listing }: ScanResult): string[] =>
  [...listing.entries()].map((entry) => `${entry.path} ${entry.kind === "file" ? entry.digest.slice(0, 6) : entry.kind}`);

test("a file with the recorded stamp is not read again: what the cache says is believed", async (t) => {
  const { root, scan, cacheFile } = place(t);
  writeFileSync(join(root, "a"), "truth");
  await scan();
  const stamps = createStampTable(1);
  putStamp(stamps, 0, readSmallFile(Buffer.from(join(root, "a")), "a")!.stamp);
  const lie = parseListing(encodeListing([{ ...file("a"), sizeBytes: 5, digest: digestOf("lie") } as never]));
  await writeScanCache(cacheFile, lie, stamps);
  t.is((await scan()).listing.tree, lie.tree);
  writeFileSync(join(root, "a"), "TRUTH");
  t.deepEqual(digests(await scan()), [`a ${digestOf("TRUTH").slice(0, 6)}`]);
});

test("an unchanged tree leaves the cache as it is; a changed one replaces it", async (t) => {
  const { root, scan, cacheFile } = place(t);
  writeTree(root, [
    { kind: "directory", path: "d" },
    { kind: "file", path: "f", mode: 0o644, content: Buffer.from("f") },
  ]);
  await scan();
  const inode = (): bigint => readSmallFile(Buffer.from(cacheFile), "cache")!.stamp.inode;
  const first = inode();
  await scan();
  t.is(inode(), first);
  writeFileSync(join(root, "f"), "g");
  await scan();
  t.not(inode(), first);
  t.deepEqual(readdirSync(join(cacheFile, "..")), ["scan"]);
});

test("an edit of the same size is found however soon it follows the scan", async (t) => {
  const { root, scan } = place(t);
  for (let i = 0; i < 40; i++) {
    writeFileSync(join(root, "f"), `content ${String(i).padStart(3)}`);
    t.deepEqual(digests(await scan()), [`f ${digestOf(`content ${String(i).padStart(3)}`).slice(0, 6)}`]);
  }
});

test("an edit that puts size and mtime back is found by its ctime", async (t) => {
  const { root, scan } = place(t);
  writeFileSync(join(root, "f"), "one");
  utimesSync(join(root, "f"), 1000, 1000);
  await scan();
  writeFileSync(join(root, "f"), "two");
  utimesSync(join(root, "f"), 1000, 1000);
  t.deepEqual(digests(await scan()), [`f ${digestOf("two").slice(0, 6)}`]);
});

test("a tree is scanned the same with the cache of any earlier state of it", async (t) => {
  const folder = temporaryFolder(t);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(treeArbitrary, { minLength: 2, maxLength: 4 }), async (states) => {
      const [root, cacheFile] = [join(folder, `t${run}`), join(folder, `c${run++}`)];
      mkdirSync(root);
      for (const nodes of states) {
        const files = nodes.filter(({ kind }) => kind === "file");
        keepFiles(root, new Set(files.map(({ path }) => path)));
        writeTree(root, nodes);
        const cached = await scanTree({ root, cacheFile, attributes: "skip" });
        t.is(cached.listing.bytes.toString(), (await scanTree({ root, attributes: "skip" })).listing.bytes.toString());
      }
      rmSync(root, { recursive: true });
    }),
    { numRuns: 25 },
  );
});

/** Removes all but the files with those paths: they will be written over in place, and keep their inodes. */
function keepFiles(directory: string, kept: ReadonlySet<string>, prefix = ""): boolean {
  let isEmpty = true;
  for (const found of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, found.name);
    const isKept = found.isDirectory()
      ? !keepFiles(path, kept, `${prefix}${found.name}/`)
      : found.isFile() && kept.has(prefix + found.name);
    if (isKept) isEmpty = false;
    else rmSync(path, { recursive: true });
  }
  return isEmpty;
}

test("moves, removals, and another kind in a file's place are seen", async (t) => {
  const { root, scan } = place(t);
  for (const name of ["a", "b", "c", "d"]) writeFileSync(join(root, name), name);
  await scan();
  renameSync(join(root, "a"), join(root, "bb"));
  rmSync(join(root, "c"));
  rmSync(join(root, "d"));
  symlinkSync("b", join(root, "d"));
  const short = (name: string): string => digestOf(name).slice(0, 6);
  t.deepEqual(digests(await scan()), [`b ${short("b")}`, `bb ${short("a")}`, "d symlink"]);
});

test("a changed mode is seen, and a mode that was masked once is refused by a strict scan", async (t) => {
  const { root, scan } = place(t);
  writeFileSync(join(root, "a"), "x");
  await scan();
  chmodSync(join(root, "a"), 0o755);
  t.like((await scan()).listing.entry(0), { mode: 0o755 });
  chmodSync(join(root, "a"), 0o700);
  t.is((await scan({ modes: "mask" })).warnings.length, 1);
  t.is((await scan({ modes: "mask" })).warnings.length, 1);
  await t.throwsAsync(scan(), { code: "E_FORMAT", message: /0700/ });
});

test("a scan that failed doesn't touch the cache", async (t) => {
  const { root, scan, cacheFile } = place(t);
  writeFileSync(join(root, "a"), "x");
  await scan();
  const before = readFileSync(cacheFile);
  writeFileSync(join(root, "b"), "y");
  chmodSync(join(root, "b"), 0o4755);
  await t.throwsAsync(scan(), { code: "E_FORMAT" });
  t.deepEqual(readFileSync(cacheFile), before);
});

test("a damaged, cut or foreign cache is an empty one", async (t) => {
  const { root, scan, cacheFile } = place(t);
  for (const name of ["a", "b"]) writeFileSync(join(root, name), name);
  const { listing } = await scan();
  const good = readFileSync(cacheFile);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, flip, cut) => {
      const bytes = Buffer.from(good);
      bytes[at]! ^= flip;
      writeFileSync(cacheFile, cut ? good.subarray(0, at) : bytes);
      t.is((await readScanCache(cacheFile)).count, 0);
    }),
    { numRuns: 100 },
  );
  t.is((await scan()).listing.tree, listing.tree);
  t.is((await readScanCache(cacheFile)).count, 2);
});

test("the cache of another tree does no harm", async (t) => {
  const { root, scan, cacheFile } = place(t);
  writeFileSync(join(root, "a"), "one");
  await scan();
  const other = temporaryFolder(t);
  writeFileSync(join(other, "a"), "two");
  t.deepEqual(digests(await scanTree({ root: other, cacheFile })), [`a ${digestOf("two").slice(0, 6)}`]);
});

test("a cache that can't be written is a warning, not a failure", async (t) => {
  const { root, scan } = place(t);
  writeFileSync(join(root, "a"), "x");
  const result = await scan({ cacheFile: join(root, "a/b") });
  t.regex(result.warnings.join(), /can't be kept/);
  t.is(result.listing.count, 1);
});

test("5,000 files go through threads, large and changed ones among them, with and without a cache", async (t) => {
  const { root, scan } = place(t);
  for (let i = 0; i < 5000; i++) {
    if (i % 100 === 0) mkdirSync(join(root, String(i)));
    writeFileSync(join(root, String(i - (i % 100)), `f${i}`), i % 500 === 0 ? Buffer.alloc(300_000, i) : String(i));
  }
  const first = await scan();
  t.is(parseListing(first.listing.bytes).tree, first.listing.tree);
  t.is(first.listing.count, 5000);
  for (const i of [3, 500, 4999]) writeFileSync(join(root, String(i - (i % 100)), `f${i}`), "changed");
  const second = await scan();
  t.not(second.listing.tree, first.listing.tree);
  t.is(second.listing.tree, (await scanTree({ root })).listing.tree);
  t.like(second.listing.entry(second.listing.findPath("4900/f4999")), { digest: digestOf("changed") });
});

test("a file that is gone when its turn comes is E_IO by its path, on this thread and on others", async (t) => {
  const job = () => ({ root: temporaryFolder(t), paths: "gone", known: createStampTable(1) });
  t.like(examineFiles(job(), Date.now).failure, { code: "E_IO", message: `can't read "gone": ENOENT` });
  const examiner = createExaminer(Date.now);
  for (let i = 0; i < 8; i++) t.like((await examiner.run(job())).failure, { code: "E_IO" });
  await examiner.close();
});

test("closing ends what runs on threads", async (t) => {
  const examiner = createExaminer(Date.now);
  const job = () => ({ root: "/", paths: "etc/hostname", known: createStampTable(1) });
  for (let i = 0; i < 4; i++) await examiner.run(job());
  const running = examiner.run(job());
  const outcome = running.then(
    () => "done",
    () => "ended",
  );
  await examiner.close();
  t.regex(await outcome, /done|ended/);
});

test("stamps come back from the table, times before 1970, too", (t) => {
  const stamp = { device: 1n, inode: 2n ** 63n + 5n, sizeBytes: 2 ** 40, mtimeNs: -1n, ctimeNs: 10n ** 18n, mode: 0o4755 };
  const table = createStampTable(2);
  putStamp(table, 1, stamp);
  t.deepEqual(getStamp(table, 1), stamp);
  const stat = {
    dev: 1n,
    ino: stamp.inode,
    size: 2n ** 40n,
    mtimeNs: -1n,
    ctimeNs: 10n ** 18n,
    mode: 0o104755n,
    isFile: () => true,
  } as never;
  t.true(isStamp(table, 1, stat));
  t.false(isStamp(table, 0, stat));
});

test("an empty recorder is unchanged against nothing", async (t) => {
  const nothing = await readScanCache(join(temporaryFolder(t), "none"));
  t.false(createStampRecorder(nothing).isChanged());
  t.is(createStampRecorder(nothing).finish().length, 0);
});
