import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { recordPath, revisionPath } from "../../release/app-root.ts";
import { encodeListing, parseListing, type Listing } from "../../release/listing.ts";
import { fileMtime, MTIME_BASE_SECONDS } from "../../release/mtime.ts";
import { readRevisionListing } from "../../release/revision.ts";
import { readStats } from "../../release/stats.ts";
import { verifyRevision, type Problem } from "../../release/verify.ts";
import { parseDigest } from "../../runtime/ids.ts";
import { commitSample, NEW } from "./revisions.ts";
import { temporaryFolder } from "./temporary.ts";
import { digestOf, toEntry, treeArbitrary, writeTree } from "./trees.ts";

interface Revision {
  readonly dir: string;
  readonly verify: (mode: "fast" | "full") => Promise<readonly string[]>;
}

const words = (problems: readonly Problem[]): string[] => problems.map(({ path, problem }) => `${path} ${problem}`);

async function committed(t: ExecutionContext): Promise<Revision> {
  const appRoot = temporaryFolder(t);
  const record = await commitSample(appRoot, NEW);
  const [dir, listing] = [revisionPath(appRoot, NEW), await readRevisionListing(appRoot, record)];
  return { dir, verify: async (mode) => words(await verifyRevision({ dir, listing, mode, stats: record.stats })) };
}

test("an untouched revision has no problem in either mode", async (t) => {
  const { verify } = await committed(t);
  t.deepEqual(await verify("fast"), []);
  t.deepEqual(await verify("full"), []);
});

const found = test.macro({
  exec: async (t: ExecutionContext, spoil: (dir: string) => void, expected: readonly string[]) => {
    const { dir, verify } = await committed(t);
    spoil(dir);
    t.deepEqual(await verify("fast"), expected);
    t.deepEqual(await verify("full"), expected);
  },
  title: (what = "") => `${what} is found by both modes`,
});

test("a changed file", found, (dir) => writeFileSync(join(dir, "bin/run"), "#!/bin/bash"), ["bin/run changed"]);
test("an edit of the same size", found, (dir) => writeFileSync(join(dir, "bin/run"), "#!/bin/SH\n"), ["bin/run changed"]);
test("a file replaced by one of the same size and mtime", found, (dir) => replaceKeepingTime(join(dir, "bin/run"), "#!/bin/SH\n"), [
  "bin/run changed",
]);
test("a missing file", found, (dir) => rmSync(join(dir, "データ 1")), ["データ 1 missing"]);
test("a missing directory", found, (dir) => rmSync(join(dir, "bin"), { recursive: true }), ["bin/run missing", "bin/run.conf missing"]);
test("a directory emptied", found, (dir) => ["run", "run.conf"].forEach((name) => rmSync(join(dir, "bin", name))), [
  "bin/run missing",
  "bin/run.conf missing",
]);
test("a missing empty directory", found, (dir) => rmSync(join(dir, "var"), { recursive: true }), ["var/cache missing"]);
test("a file added", found, (dir) => writeFileSync(join(dir, "bin/run-1"), ""), ["bin/run-1 added"]);
test("a file in an empty directory", found, (dir) => writeFileSync(join(dir, "var/cache/x"), ""), ["var/cache/x added"]);
test("an empty directory added", found, (dir) => mkdirSync(join(dir, "zz")), ["zz added"]);
test("a changed mode", found, (dir) => chmodSync(join(dir, "bin/run.conf"), 0o666), ["bin/run.conf mode"]);
test("T18 a setuid bit", found, (dir) => chmodSync(join(dir, "bin/run"), 0o4755), ["bin/run mode"]);
test("a writable directory", found, (dir) => chmodSync(join(dir, "var"), 0o777), ["var mode"]);
test("the writable root", found, (dir) => chmodSync(dir, 0o775), [" mode"]);
test("a touched file", found, (dir) => utimesSync(join(dir, "bin/run"), 5, 5), ["bin/run mtime"]);
test("another link target", found, (dir) => relink(join(dir, "current.conf"), "bin/run"), ["current.conf changed"]);
test("a file in a link's place", found, (dir) => replaceLink(join(dir, "current.conf")), ["current.conf type"]);
test("a link in a file's place", found, (dir) => relink(join(dir, "bin/run"), "run.conf"), ["bin/run type"]);
test("a directory in a file's place", found, (dir) => replaceByDirectory(join(dir, "bin/run")), ["bin/run missing", "bin/run added"]);
test("T17 a fifo", found, (dir) => void execFileSync("mkfifo", [join(dir, "pipe")]), ["pipe added"]);
test("T12 a name that isn't UTF-8", found, (dir) => writeFileSync(Buffer.concat([Buffer.from(`${dir}/zz`), Buffer.from([0xff])]), ""), [
  "zz\ufffd added",
]);
test(
  "several at once, in order,",
  found,
  (dir) => {
    rmSync(join(dir, "bin/run"));
    writeFileSync(join(dir, "a"), "");
    writeFileSync(join(dir, "データ 1"), "x");
  },
  ["a added", "bin/run missing", "データ 1 changed"],
);

test("fast trusts the recorded stat; only full finds an edit that put size, inode and mtime back", async (t) => {
  const { dir, verify } = await committed(t);
  const path = join(dir, "bin/run");
  const mtime = fileMtime(digestOf("#!/bin/sh\n"));
  writeFileSync(path, "#!/bin/SH\n", { flag: "r+" });
  utimesSync(path, mtime, mtime);
  t.deepEqual(await verify("fast"), []);
  t.deepEqual(await verify("full"), ["bin/run changed"]);
});

test("a revision copied back from a backup is right: other inodes only make fast read the files", async (t) => {
  const { dir, verify } = await committed(t);
  cpSync(dir, `${dir}.copy`, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  rmSync(dir, { recursive: true });
  renameSync(`${dir}.copy`, dir);
  t.deepEqual(await verify("fast"), []);
  writeFileSync(join(dir, "bin/run"), "#!/bin/SH\n");
  t.deepEqual(await verify("fast"), ["bin/run changed"]);
});

test("linking a file elsewhere doesn't make it look changed", async (t) => {
  const { dir, verify } = await committed(t);
  linkSync(join(dir, "bin/run"), `${dir}.link`);
  t.deepEqual(await verify("fast"), []);
});

test("with the stats damaged or gone, fast reads everything", async (t) => {
  const { dir, verify } = await committed(t);
  const mtime = fileMtime(digestOf("#!/bin/sh\n"));
  writeFileSync(join(dir, "bin/run"), "#!/bin/SH\n", { flag: "r+" });
  utimesSync(join(dir, "bin/run"), mtime, mtime);
  const bytes = readFileSync(recordPath(dir, "stats"));
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(recordPath(dir, "stats"), bytes);
  t.deepEqual(await verify("fast"), ["bin/run changed"]);
  rmSync(recordPath(dir, "stats"));
  t.deepEqual(await verify("fast"), ["bin/run changed"]);
});

test("stats of another length or digest are not believed", async (t) => {
  const appRoot = temporaryFolder(t);
  const record = await commitSample(appRoot, NEW);
  const [dir, listing] = [revisionPath(appRoot, NEW), await readRevisionListing(appRoot, record)];
  t.not(await readStats(dir, listing, record.stats), null);
  t.is(await readStats(dir, listing, parseDigest("0".repeat(64))), null);
  t.is(await readStats(dir, parseListing(encodeListing([])), record.stats), null);
});

test("at most a thousand problems are told", async (t) => {
  const { dir, verify } = await committed(t);
  for (let i = 0; i < 1100; i++) writeFileSync(join(dir, `x${i}`), "");
  t.is((await verify("fast")).length, 1000);
});

test("S18: a mount point inside a revision is told and not entered, nor is it removed", async (t) => {
  const { dir, verify } = await committed(t);
  const place = join(dir, "var/cache");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", place], { stdio: "ignore" });
  } catch {
    t.log("skipped: this user may not mount");
    return t.pass();
  }
  t.teardown(() => execFileSync("umount", [place], { stdio: "ignore" }));
  writeFileSync(join(place, "precious"), "x");
  t.deepEqual(await verify("fast"), ["var/cache type", "var/cache missing"]);
});

test("generated trees: exact copies have no problem, and any one removed, added or changed node is found", async (t) => {
  const folder = temporaryFolder(t);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(treeArbitrary, fc.nat(), fc.constantFrom("remove", "add", "change"), async (nodes, pick, what) => {
      const dir = join(folder, String(run++));
      writeTree(dir, nodes);
      const listing: Listing = parseListing(encodeListing(nodes.map(toEntry)));
      const verify = async (): Promise<readonly Problem[]> => verifyRevision({ dir, listing, mode: "full" });
      t.deepEqual(await verify(), []);
      const node = nodes[pick % Math.max(1, nodes.length)];
      const path = join(dir, node?.path ?? "x");
      if (what === "add" || node === undefined) writeFileSync(join(dir, "\u{10ffff}added"), "");
      else if (what === "remove") rmSync(path, { recursive: true });
      else if (node.kind === "file") writeFileSync(path, Buffer.concat([node.content, Buffer.from("!")]));
      else {
        rmSync(path, { recursive: true });
        writeFileSync(path, "");
      }
      t.true((await verify()).length > 0);
      rmSync(dir, { recursive: true });
    }),
    { numRuns: 60 },
  );
});

test("the mtime of a content is this, for ever", (t) => {
  t.is(fileMtime(parseDigest("0".repeat(64))), MTIME_BASE_SECONDS);
  t.is(fileMtime(parseDigest("f".repeat(64))), MTIME_BASE_SECONDS + 2 ** 30 - 1);
  t.is(fileMtime(digestOf("hi")), 315_532_800 + Math.floor(0x85052e9a / 4));
});

function relink(path: string, target: string): void {
  unlinkSync(path);
  symlinkSync(target, path);
}

function replaceLink(path: string): void {
  unlinkSync(path);
  writeFileSync(path, "");
}

function replaceByDirectory(path: string): void {
  unlinkSync(path);
  mkdirSync(path);
}

/** As an editor does: a new file renamed over the old one; with the old one's mtime. */
function replaceKeepingTime(path: string, text: string): void {
  const mtime = fileMtime(digestOf("#!/bin/sh\n"));
  writeFileSync(`${path}.new`, text, { mode: 0o755 });
  chmodSync(`${path}.new`, 0o755);
  utimesSync(`${path}.new`, mtime, mtime);
  renameSync(`${path}.new`, path);
}
