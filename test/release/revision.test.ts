import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { fsyncDirectory, syncFileSystem, writeFileDurably } from "../../runtime/durable.ts";
import { rename } from "node:fs/promises";
import { SLOT_DEFAULT } from "../../runtime/ids.ts";
import { checkPathsFit, prepareAppRoot, recordPath, revisionPath, stagingPath } from "../../release/app-root.ts";
import { encodeCommitRecord, parseCommitRecord } from "../../release/commit-record.ts";
import { encodeJson, type Json } from "../../release/json.ts";
import {
  commitRevision,
  listRevisions,
  readCommitted,
  readRevisionListing,
  removeRevision,
  sweepStaging,
  type CommitDeps,
} from "../../release/revision.ts";
import { readSlot, swapSlot } from "../../release/slot.ts";
import { verifyRevision } from "../../release/verify.ts";
import { commitSample, NEW, NODES, OLD, stage } from "./revisions.ts";
import { temporaryFolder } from "./temporary.ts";

const PROGRAM = fileURLToPath(new URL("revisions.ts", import.meta.url));

/** Runs an action that kills itself at the crash point. */
function crash(t: ExecutionContext, action: string, { appRoot, point }: { appRoot: string; point: string }): void {
  const { signal, stderr } = spawnSync(process.execPath, [PROGRAM, action, appRoot], { env: { ...process.env, SHOAL_FAULT: point } });
  t.is(signal, "SIGKILL", stderr.toString());
}

async function isWhole(t: ExecutionContext, appRoot: string, revision: typeof OLD): Promise<void> {
  const committed = await readCommitted(appRoot, revision);
  if (committed === null) return t.fail(`${revision} is not committed`);
  const listing = await readRevisionListing(appRoot, committed.record);
  t.deepEqual(await verifyRevision({ dir: revisionPath(appRoot, revision), listing, mode: "full" }), []);
}

test("a committed revision is there whole, with its record, listing and envelope, and staging is gone", async (t) => {
  const appRoot = temporaryFolder(t);
  const { options, listing, release } = await stage(appRoot, NEW);
  const record = await commitRevision(options);
  t.like(record, { revision: NEW, release: release.id, tree: listing.tree, committed: "2026-11-20T12:00:00Z", formatVersion: 1 });
  const committed = await readCommitted(appRoot, NEW);
  t.deepEqual(committed?.record, record);
  t.deepEqual(committed?.release, release.release);
  t.deepEqual(Buffer.from(committed!.envelope), Buffer.from(release.envelope));
  t.deepEqual((await readRevisionListing(appRoot, record)).bytes, listing.bytes);
  t.false(existsSync(stagingPath(appRoot, NEW)));
  await isWhole(t, appRoot, NEW);
});

test("a revision is committed once: the second time is E_EXISTS and changes nothing", async (t) => {
  const appRoot = temporaryFolder(t);
  await commitSample(appRoot, NEW);
  await t.throwsAsync(commitSample(appRoot, NEW), { code: "E_EXISTS" });
  await isWhole(t, appRoot, NEW);
});

test("a listing that isn't the release's is not committed", async (t) => {
  const appRoot = temporaryFolder(t);
  const one = await stage(appRoot, OLD);
  const other = await stage(appRoot, NEW, NODES.slice(1));
  await t.throwsAsync(commitRevision({ ...one.options, release: other.release }), { code: "E_DIGEST" });
});

const unfinished = test.macro({
  exec: async (t: ExecutionContext, spoil: (directory: string) => void, message: RegExp) => {
    const appRoot = temporaryFolder(t);
    const { options, directory } = await stage(appRoot, NEW);
    spoil(directory);
    await t.throwsAsync(commitRevision(options), { code: "E_DIGEST", message });
    t.deepEqual(readdirSync(join(appRoot, "revisions")), []);
    t.deepEqual(readdirSync(join(appRoot, ".staging")), []);
  },
  title: (what = "") => `a staged tree with ${what} is not committed, and is removed`,
});

test("a file missing", unfinished, (dir) => rmSync(join(dir, "bin/run")), /"bin\/run" is missing/);
test("a file too many", unfinished, (dir) => writeFileSync(join(dir, "zz"), ""), /"zz" is not in the listing/);
test("a wrong mode", unfinished, (dir) => chmodSync(join(dir, "bin/run"), 0o744), /"bin\/run" is of another mode/);
test("a writable directory", unfinished, (dir) => chmodSync(join(dir, "bin"), 0o777), /"bin" is of another mode/);
test("a file without its mtime: the mark of an unfinished one", unfinished, (dir) => writeFileSync(join(dir, "データ 1"), ""), /mtime/);
test("a wrong size", unfinished, (dir) => writeFileSync(join(dir, "bin/run"), "x"), /"bin\/run" is different/);
test(
  "a link in a directory's place",
  unfinished,
  (dir) => {
    rmSync(join(dir, "var"), { recursive: true });
    symlinkSync("/tmp", join(dir, "var"));
  },
  /"var/,
);

// Failures of each durable step, and crashes between them

const REAL: CommitDeps = { syncFileSystem, rename, fsyncDirectory, writeFileDurably };
const broken = async (): Promise<never> => Promise.reject(Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" }));

for (const step of ["syncFileSystem", "rename", "fsyncDirectory", "writeFileDurably"] as const) {
  test(`S01: when ${step} fails while committing, nothing of the revision is left and the others are untouched`, async (t) => {
    const appRoot = temporaryFolder(t);
    await commitSample(appRoot, OLD);
    const { options } = await stage(appRoot, NEW);
    await t.throwsAsync(commitRevision(options, { ...REAL, [step]: broken }), { code: "ENOSPC" });
    t.deepEqual(readdirSync(join(appRoot, "revisions")), [OLD]);
    t.deepEqual(readdirSync(join(appRoot, ".staging")), []);
    await isWhole(t, appRoot, OLD);
    await commitSample(appRoot, NEW);
    await isWhole(t, appRoot, NEW);
  });
}

test("the steps of a commit come in the durable order", async (t) => {
  const appRoot = temporaryFolder(t);
  const steps: string[] = [];
  const { options } = await stage(appRoot, NEW);
  const note = (name: string, path: string): void => void steps.push(`${name} ${path.slice(appRoot.length + 1)}`);
  await commitRevision(options, {
    syncFileSystem: async (path) => {
      for (const name of ["listing", "envelope.json", "stats"] as const) t.true(existsSync(recordPath(path, name)));
      t.false(existsSync(recordPath(path, "commit.json")));
      note("sync", path);
    },
    rename: async (from, to) => {
      note("rename to", to);
      await rename(from, to);
    },
    fsyncDirectory: async (path) => note("fsync", path),
    writeFileDurably: async (path, bytes) => {
      note("write", path);
      await writeFileDurably(path, bytes);
    },
  });
  t.deepEqual(steps, [
    "sync .staging/r2",
    "rename to revisions/r2",
    "fsync revisions",
    "fsync .staging",
    "write revisions/r2/.shoal/commit.json",
  ]);
});

for (const point of ["commit:before-sync", "commit:before-rename", "commit:after-rename", "commit:before-record"]) {
  test(`killed at ${point}, the revision doesn't exist, the sweep removes it, and it can be made again`, async (t) => {
    const appRoot = temporaryFolder(t);
    await commitSample(appRoot, OLD);
    crash(t, "commit", { appRoot, point });
    t.is(await readCommitted(appRoot, NEW), null);
    t.true((await sweepStaging(appRoot, new Set())).includes(NEW));
    t.deepEqual(readdirSync(join(appRoot, "revisions")), [OLD]);
    t.deepEqual(readdirSync(join(appRoot, ".staging")), []);
    await isWhole(t, appRoot, OLD);
    await commitSample(appRoot, NEW);
    await isWhole(t, appRoot, NEW);
  });
}

test("killed after the commit record, the revision is there and survives the sweep", async (t) => {
  const appRoot = temporaryFolder(t);
  crash(t, "commit", { appRoot, point: "commit:after-record" });
  t.deepEqual(await sweepStaging(appRoot, new Set()), []);
  await isWhole(t, appRoot, NEW);
});

test("killed while removing, the revision is gone from `revisions`, and the sweep finishes", async (t) => {
  const appRoot = temporaryFolder(t);
  await commitSample(appRoot, OLD);
  crash(t, "remove", { appRoot, point: "remove:after-rename" });
  t.deepEqual(await listRevisions(appRoot), []);
  t.is(readdirSync(join(appRoot, ".staging")).length, 1);
  await sweepStaging(appRoot, new Set());
  t.deepEqual(readdirSync(join(appRoot, ".staging")), []);
});

for (const [point, expected] of [
  ["swap:before-rename", OLD],
  ["swap:after-rename", NEW],
] as const) {
  test(`killed at ${point}, the slot names ${expected}, and the sweep leaves no temporary link`, async (t) => {
    const appRoot = temporaryFolder(t);
    for (const revision of [OLD, NEW]) await commitSample(appRoot, revision);
    await swapSlot({ appRoot, slot: SLOT_DEFAULT, revision: OLD, guard: () => true });
    crash(t, "swap", { appRoot, point });
    t.deepEqual(await readSlot(appRoot, SLOT_DEFAULT), { kind: "revision", revision: expected });
    await sweepStaging(appRoot, new Set());
    t.deepEqual(readdirSync(appRoot).sort(), [".staging", "current", "revisions"]);
    t.deepEqual(await readSlot(appRoot, SLOT_DEFAULT), { kind: "revision", revision: expected });
  });
}

// Sweep and removal

test("the sweep keeps the staging that goes on, every committed revision, and what isn't ours", async (t) => {
  const appRoot = temporaryFolder(t);
  await commitSample(appRoot, OLD);
  await stage(appRoot, NEW);
  mkdirSync(join(appRoot, "revisions/Not An Id"));
  t.deepEqual(await sweepStaging(appRoot, new Set([NEW])), []);
  t.true(existsSync(join(stagingPath(appRoot, NEW), "bin/run")));
  t.true(existsSync(join(appRoot, "revisions/Not An Id")));
  await isWhole(t, appRoot, OLD);
});

test("S21: removing a revision removes all of it and nothing else; once more is fine", async (t) => {
  const appRoot = temporaryFolder(t);
  for (const revision of [OLD, NEW]) await commitSample(appRoot, revision);
  await removeRevision(appRoot, OLD);
  await removeRevision(appRoot, OLD);
  t.deepEqual(readdirSync(join(appRoot, "revisions")), [NEW]);
  t.deepEqual(readdirSync(join(appRoot, ".staging")), []);
  await isWhole(t, appRoot, NEW);
});

test("a link inside a removed revision is removed, not followed", async (t) => {
  const appRoot = temporaryFolder(t);
  const outside = temporaryFolder(t);
  writeFileSync(join(outside, "precious"), "x");
  await commitSample(appRoot, OLD);
  symlinkSync(outside, join(revisionPath(appRoot, OLD), "evil"));
  await removeRevision(appRoot, OLD);
  t.true(existsSync(join(outside, "precious")));
});

test("S11: what can't be removed is named, is out of `revisions` already, and the sweep still removes the rest", async (t) => {
  const appRoot = temporaryFolder(t);
  await commitSample(appRoot, OLD);
  const path = join(revisionPath(appRoot, OLD), "bin/run");
  if (spawnSync("chattr", ["+i", path]).status !== 0) return t.pass("skipped: this user or file system has no immutable files");
  const trashed = (): string[] => readdirSync(join(appRoot, ".staging")).filter((name) => name.startsWith(".trash-"));
  t.teardown(() => {
    for (const name of trashed()) spawnSync("chattr", ["-i", join(appRoot, ".staging", name, "bin/run")]);
  });
  await t.throwsAsync(removeRevision(appRoot, OLD), { code: "E_IO", message: /bin\/run.*Operation not permitted/ });
  t.deepEqual(await listRevisions(appRoot), []);
  await stage(appRoot, NEW);
  await t.throwsAsync(sweepStaging(appRoot, new Set()), { code: "E_IO", message: /bin\/run/ });
  t.is(readdirSync(join(appRoot, ".staging")).length, 1);
  t.is(trashed().length, 1);
});

// Records that can't be believed

test("every state is listed: committed, without record, damaged", async (t) => {
  const appRoot = temporaryFolder(t);
  for (const revision of [OLD, NEW]) await commitSample(appRoot, revision);
  mkdirSync(join(appRoot, "revisions/r3"));
  writeFileSync(recordPath(revisionPath(appRoot, NEW), "listing"), "shoal-listing 1\n");
  const states = await listRevisions(appRoot);
  t.deepEqual(
    states.map((state) => `${state.revision} ${state.kind}`),
    ["r1 committed", "r2 damaged", "r3 uncommitted"],
  );
  const damaged = states[1]!;
  t.is(damaged.kind === "damaged" && damaged.failure.code, "E_DIGEST");
});

const disbelieved = test.macro({
  exec: async (t: ExecutionContext, edit: (record: Record<string, Json>) => void, code: string) => {
    const appRoot = temporaryFolder(t);
    await commitSample(appRoot, NEW);
    const path = recordPath(revisionPath(appRoot, NEW), "commit.json");
    const record = JSON.parse(readFileSync(path, "utf8")) as Record<string, Json>;
    edit(record);
    writeFileSync(path, encodeJson(record));
    await t.throwsAsync(readCommitted(appRoot, NEW), { code });
  },
  title: (what = "") => `a commit record with ${what} is not believed`,
});

test("another revision's id", disbelieved, (r) => (r["revision"] = "r9"), "E_DIGEST");
test("another release", disbelieved, (r) => (r["release"] = "0".repeat(64)), "E_DIGEST");
test("another tree", disbelieved, (r) => (r["tree"] = "0".repeat(64)), "E_DIGEST");
test("M23 a revision id that climbs", disbelieved, (r) => (r["revision"] = "../r2"), "E_FORMAT");
test("an unknown route", disbelieved, (r) => (r["route"] = "carrier pigeon"), "E_FORMAT");
test("a later format", disbelieved, (r) => (r["formatVersion"] = 2), "E_VERSION");
test("no stats", disbelieved, (r) => delete r["stats"], "E_FORMAT");

test("unknown fields of a commit record are ignored", async (t) => {
  const record = await commitSample(temporaryFolder(t), NEW);
  const json = JSON.parse(Buffer.from(encodeCommitRecord(record)).toString()) as Record<string, Json>;
  t.deepEqual(parseCommitRecord(encodeJson({ ...json, later: 1 })), record);
});

test("a commit record cut short, empty or gone: damaged, damaged, uncommitted", async (t) => {
  const appRoot = temporaryFolder(t);
  await commitSample(appRoot, NEW);
  const path = recordPath(revisionPath(appRoot, NEW), "commit.json");
  writeFileSync(path, readFileSync(path).subarray(0, 40));
  await t.throwsAsync(readCommitted(appRoot, NEW), { code: "E_FORMAT" });
  writeFileSync(path, "");
  await t.throwsAsync(readCommitted(appRoot, NEW), { code: "E_FORMAT" });
  rmSync(path);
  t.is(await readCommitted(appRoot, NEW), null);
});

test("an envelope or listing that is gone, too large or another's is damage", async (t) => {
  const appRoot = temporaryFolder(t);
  const record = await commitSample(appRoot, NEW);
  await commitRevision((await stage(appRoot, OLD, NODES.slice(1))).options);
  const path = (name: "envelope.json" | "listing"): string => recordPath(revisionPath(appRoot, NEW), name);
  const kept = { envelope: readFileSync(path("envelope.json")), listing: readFileSync(path("listing")) };
  writeFileSync(path("envelope.json"), readFileSync(recordPath(revisionPath(appRoot, OLD), "envelope.json")));
  await t.throwsAsync(readCommitted(appRoot, NEW), { code: "E_DIGEST", message: /envelope/ });
  writeFileSync(path("envelope.json"), Buffer.alloc(256 * 1024 + 1));
  await t.throwsAsync(readCommitted(appRoot, NEW), { code: "E_LIMIT" });
  rmSync(path("envelope.json"));
  await t.throwsAsync(readCommitted(appRoot, NEW), { code: "E_DIGEST" });
  writeFileSync(path("envelope.json"), kept.envelope);
  rmSync(path("listing"));
  await t.throwsAsync(readCommitted(appRoot, NEW), { code: "E_DIGEST" });
  await t.throwsAsync(readRevisionListing(appRoot, record), { code: "E_DIGEST" });
});

// The app root

test("the app root is made, probed, and made again without harm", async (t) => {
  const appRoot = join(temporaryFolder(t), "srv/web");
  const facts = await prepareAppRoot(appRoot);
  t.false(facts.foldsNames);
  t.regex(facts.fileSystem, /^0x[0-9a-f]+/);
  await commitSample(appRoot, OLD);
  t.deepEqual(await prepareAppRoot(appRoot), facts);
  t.deepEqual(readdirSync(appRoot).sort(), [".staging", "revisions"]);
  t.deepEqual(readdirSync(join(appRoot, ".staging")), []);
});

test("S16: a tmpfs is told to be not durable", async (t) => {
  if (!existsSync("/dev/shm")) return t.pass("skipped: no /dev/shm here");
  const appRoot = join("/dev/shm", `shoal-test-${process.pid}`);
  t.teardown(() => rmSync(appRoot, { recursive: true, force: true }));
  const facts = await prepareAppRoot(appRoot);
  t.false(facts.isDurable);
  t.regex(facts.fileSystem, /tmpfs/);
});

test("S12: staging on another file system is refused at the start", async (t) => {
  if (!existsSync("/dev/shm")) return t.pass("skipped: no /dev/shm here");
  const appRoot = temporaryFolder(t);
  symlinkSync("/dev/shm", join(appRoot, ".staging"));
  await t.throwsAsync(prepareAppRoot(appRoot), { code: "E_CONFIG" });
});

test("T15: a tree whose paths don't fit below the root is refused before it is unpacked", async (t) => {
  const { listing } = await stage(temporaryFolder(t), NEW);
  t.notThrows(() => checkPathsFit("/srv/shoal/web", NEW, listing));
  t.throws(() => checkPathsFit(`/srv/${"x".repeat(4080)}`, NEW, listing), { code: "E_PATH" });
});
