import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, readdirSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import type { CommandId, RevisionId } from "../../../runtime/ids.ts";
import { WEB } from "../lanes.ts";
import { makeBase, makeOverlay, makeRelease } from "../releases.ts";
import type { Files, TestBundle, TestRelease } from "../releases.ts";
import { commitOf, materializeOf, openRig } from "../rig.ts";
import type { Rig, RigOptions } from "../rig.ts";
import { fill, mountTmpfs } from "../tmpfs.ts";

const ENDS = ["materialized", "materialize-failed"] as const;

test("a tree is made and committed; its progress ends at the whole tree, and never at more than four a second", async (t) => {
  const { rig, release, bundle } = await openPacked(t, { "a.txt": "a", "b/c.txt": "c".repeat(100_000) });
  rig.swarm.offer(bundle);
  const done = await rig.run(materializeOf("r1", release, bundle), ...ENDS);
  if (done.kind !== "materialized") return t.fail(done.failure.message);
  t.like(done.stats, { bytesFromSeed: bundle.description.sizeBytes, bytesFromHosts: 0, route: "base" });
  t.like(rig.progress.at(-1), { phase: "unpacking", doneBytes: release.release.sizeBytes, totalBytes: release.release.sizeBytes });
  t.true(rig.progress.length <= 3 + done.stats.durationMs / 250, `${rig.progress.length} in ${done.stats.durationMs} ms`);
  t.is((await rig.run(commitOf("r1", release, bundle), "committed", "commit-failed")).kind, "committed");
  t.is(readFileSync(join(rig.root, "revisions/r1/a.txt"), "utf8"), "a");
  t.deepEqual(readdirSync(join(rig.root, ".staging")), []);
});

test("an overlay is applied to the revision of its base tree, and unchanged files are links to it", async (t) => {
  const { rig, release, bundle } = await openPacked(t, { "a.txt": "a", "same.txt": "s".repeat(5000) });
  await rig.install("r1", release, bundle);
  const to = await makeRelease({ folder: join(rig.folder, "to"), files: { "a.txt": "b", "same.txt": "s".repeat(5000) }, tag: "release/2" });
  const overlay = await makeOverlay({ from: release, to }, { out: join(rig.folder, "overlay"), caPem: rig.caPem });
  await rig.install("r2", to, overlay, ["r1" as RevisionId]);
  t.is(readFileSync(join(rig.root, "revisions/r2/a.txt"), "utf8"), "b");
  const record = JSON.parse(readFileSync(join(rig.root, "revisions/r2/.shoal/commit.json"), "utf8")) as Record<string, unknown>;
  t.like(record, { route: "overlay", fromTree: release.release.tree, linkMode: rig.app.linkMode });
});

test("an overlay whose base revision is damaged fails with E_BASE, and the damage is told", async (t) => {
  const { rig, release, bundle } = await openPacked(t, { "a.txt": "a" });
  await rig.install("r1", release, bundle);
  const to = await makeRelease({ folder: join(rig.folder, "to"), files: { "a.txt": "b" }, tag: "release/2" });
  const overlay = await makeOverlay({ from: release, to }, { out: join(rig.folder, "overlay"), caPem: rig.caPem });
  writeFileSync(join(rig.root, "revisions/r1/.shoal/listing"), "not a listing");
  rig.swarm.offer(overlay);
  const failed = await rig.run(materializeOf("r2", to, overlay, ["r1" as RevisionId]), ...ENDS);
  t.is(failed.kind === "materialize-failed" ? failed.failure.code : null, "E_BASE");
  t.like(
    rig.events.seen.find(({ kind }) => kind === "damage-found"),
    { revision: "r1" as RevisionId },
  );
  t.deepEqual(readdirSync(join(rig.root, ".staging")), []);
});

test("stopped while it waits for bytes: only `stopped` is told, staging is empty, and a second try works", async (t) => {
  const { rig, release, bundle } = await openPacked(t, { "a.txt": "a" });
  const waiting = new Promise<void>((resolve) => (rig.swarm.onWait = resolve));
  rig.effects.perform(materializeOf("r1", release, bundle));
  await waiting;
  await rig.run({ kind: "stop", app: WEB, commandId: "c-r1" as CommandId, revision: "r1" as RevisionId }, "stopped");
  t.deepEqual(
    rig.events.seen.map(({ kind }) => kind),
    ["stopped"],
  );
  t.deepEqual(readdirSync(join(rig.root, ".staging")), []);
  t.deepEqual(rig.swarm.joined, []);
  await rig.install("r1", release, bundle);
});

test("stopped after the tree was made: staging is empty, and the commit that was not asked for can't happen", async (t) => {
  const { rig, release, bundle } = await openPacked(t, { "a.txt": "a" });
  rig.swarm.offer(bundle);
  await rig.run(materializeOf("r1", release, bundle), ...ENDS);
  await rig.run({ kind: "stop", app: WEB, commandId: "c-r1" as CommandId, revision: "r1" as RevisionId }, "stopped");
  t.deepEqual(readdirSync(join(rig.root, ".staging")), []);
  const failed = await rig.run(commitOf("r1", release, bundle), "committed", "commit-failed");
  t.is(failed.kind, "commit-failed");
  t.deepEqual(readdirSync(join(rig.root, "revisions")), []);
});

test("the end of the process stops the work and waits for it; nothing more is begun", async (t) => {
  const { rig, release, bundle } = await openPacked(t, { "a.txt": "a" });
  const waiting = new Promise<void>((resolve) => (rig.swarm.onWait = resolve));
  rig.effects.perform(materializeOf("r1", release, bundle));
  await waiting;
  await rig.effects.stop();
  rig.effects.perform(materializeOf("r2", release, bundle));
  t.deepEqual(rig.events.seen, []);
  t.deepEqual(readdirSync(join(rig.root, ".staging")), []);
});

test("a bundle whose bytes are not what its table says is refused, and leaves nothing in staging", async (t) => {
  const { rig, release, bundle } = await openPacked(t, { "a.bin": randomBytes(50_000) });
  const bytes = readFileSync(bundle.file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  const file = `${bundle.file}.flipped`;
  writeFileSync(file, bytes);
  rig.swarm.offer({ ...bundle, file });
  const failed = await rig.run(materializeOf("r1", release, bundle), ...ENDS);
  t.is(failed.kind === "materialize-failed" ? failed.failure.code : null, "E_DIGEST");
  t.deepEqual(readdirSync(join(rig.root, ".staging")), []);
});

test("a tree that changed in staging is not committed: E_DIGEST, and neither staging nor revision is left", async (t) => {
  const { rig, release, bundle } = await openPacked(t, { "a.txt": "a" });
  rig.swarm.offer(bundle);
  await rig.run(materializeOf("r1", release, bundle), ...ENDS);
  appendFileSync(join(rig.root, ".staging/r1/a.txt"), "!");
  const failed = await rig.run(commitOf("r1", release, bundle), "committed", "commit-failed");
  t.is(failed.kind === "commit-failed" ? failed.failure.code : null, "E_DIGEST");
  t.deepEqual(readdirSync(join(rig.root, ".staging")), []);
  t.deepEqual(readdirSync(join(rig.root, "revisions")), []);
});

test("a release that does not fit is refused before a byte is fetched: E_DISK_FULL", async (t) => {
  const root = mountTmpfs(t, "size=32m");
  if (root === null) return;
  const { rig, release, bundle } = await openPacked(t, { "a.bin": randomBytes(20_000_000) }, { root });
  fill(root, 20_000_000);
  const failed = await rig.run(materializeOf("r1", release, bundle), ...ENDS);
  t.is(failed.kind === "materialize-failed" ? failed.failure.code : null, "E_DISK_FULL");
  t.deepEqual(rig.swarm.added, []);
});

test("a disk that fills up in the middle of an unpack: E_DISK_FULL, and its space is given back", async (t) => {
  const root = mountTmpfs(t, "size=128m");
  if (root === null) return;
  const files = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${i}.bin`, randomBytes(6_000_000)]));
  const { rig, release, bundle } = await openPacked(t, files, { root });
  rig.swarm.offer(bundle);
  // Once the first file is there, another program takes what is left.
  rig.swarm.onWait = () => {
    if (existsSync(join(root, ".staging/r1/0.bin")) && !existsSync(join(root, "filler"))) fill(root, 100_000);
  };
  const failed = await rig.run(materializeOf("r1", release, bundle), ...ENDS);
  t.is(failed.kind === "materialize-failed" ? failed.failure.code : null, "E_DISK_FULL");
  t.deepEqual(readdirSync(join(root, ".staging")), []);
  const { bavail, bsize } = statfsSync(root);
  t.true(bavail * bsize > 5_000_000, `${bavail * bsize} bytes free`);
});

test("where inodes are short, the message says inodes", async (t) => {
  const root = mountTmpfs(t, "size=128m,nr_inodes=64");
  if (root === null) return;
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}.txt`, `${i}`]));
  const { rig, release, bundle } = await openPacked(t, many, { root });
  const failed = await rig.run(materializeOf("r1", release, bundle), ...ENDS);
  if (failed.kind !== "materialize-failed") return t.fail();
  t.is(failed.failure.code, "E_DISK_FULL");
  t.regex(failed.failure.message, /inodes/);
});

interface Packed {
  readonly rig: Rig;
  readonly release: TestRelease;
  readonly bundle: TestBundle;
}

async function openPacked(t: ExecutionContext, files: Files, options: RigOptions = {}): Promise<Packed> {
  const rig = await openRig(t, options);
  const release = await makeRelease({ folder: join(rig.folder, "tree"), files });
  return { rig, release, bundle: await makeBase(release, { out: join(rig.folder, "bundle"), caPem: rig.caPem }) };
}
