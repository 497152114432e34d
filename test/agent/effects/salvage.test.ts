/** A damaged revision is made anew from what is good of it. */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { examineRevision } from "../../../agent/integrity.ts";
import type { RevisionId } from "../../../runtime/ids.ts";
import { makeBase, makeRelease } from "../releases.ts";
import type { TestBundle, TestRelease } from "../releases.ts";
import { commitOf, materializeOf, openRig } from "../rig.ts";
import type { Rig, RigOptions } from "../rig.ts";

const R1 = "r1" as RevisionId;
const [BIG_A, BIG_B] = [randomBytes(400_000), randomBytes(400_000)];
const FILES = { "a.bin": BIG_A, "b.bin": BIG_B, "lib/c.txt": "c", "lib/d.txt": "dd" };

for (const linkMode of ["hardlink", "copy"] as const) {
  test(`${linkMode}: only frames with damaged files are read; the good files are taken, and the damaged revision is left as it is`, async (t) => {
    const { rig, release, bundle } = await installed(t, { app: { linkMode } });
    const at = (revision: string, path: string): string => join(rig.root, "revisions", revision, path);
    writeFileSync(at("r1", "b.bin"), "damaged");
    rmSync(at("r1", "lib/c.txt"));
    writeFileSync(at("r1", "lib/added.txt"), "");
    let waits = 0;
    rig.swarm.onWait = () => void waits++;
    await again(rig, release, bundle);
    t.deepEqual(readFileSync(at("r2", "b.bin")), BIG_B);
    t.is(readFileSync(at("r2", "lib/c.txt"), "utf8"), "c");
    t.false(existsSync(at("r2", "lib/added.txt")));
    t.is(lstatSync(at("r1", "a.bin")).ino === lstatSync(at("r2", "a.bin")).ino, linkMode === "hardlink");
    t.not(lstatSync(at("r1", "b.bin")).ino, lstatSync(at("r2", "b.bin")).ino);
    t.is(readFileSync(at("r1", "b.bin"), "utf8"), "damaged");
    const found = await examineRevision({
      root: rig.root,
      revision: "r2" as RevisionId,
      mode: "full",
      signal: new AbortController().signal,
    });
    t.deepEqual(found?.findings, []);
    t.true(rig.swarm.added.at(-1)?.onlyWanted);
    t.true(waits > 0);
  });
}

test("rot that no stat shows, another mode, and a directory that became a link are all made good", async (t) => {
  const { rig, release, bundle } = await installed(t);
  const at = (path: string): string => join(rig.root, "revisions/r1", path);
  const { atime, mtime } = lstatSync(at("a.bin"));
  writeFileSync(at("a.bin"), randomBytes(BIG_A.length));
  utimesSync(at("a.bin"), atime, mtime);
  chmodSync(at("b.bin"), 0o755);
  const elsewhere = join(rig.folder, "elsewhere");
  mkdirSync(elsewhere);
  renameSync(at("lib"), join(elsewhere, "lib"));
  symlinkSync(join(elsewhere, "lib"), at("lib"));
  await again(rig, release, bundle);
  const found = await examineRevision({ root: rig.root, revision: "r2" as RevisionId, mode: "full", signal: new AbortController().signal });
  t.deepEqual(found?.findings, []);
  t.not(lstatSync(join(rig.root, "revisions/r2/lib/d.txt")).ino, lstatSync(join(elsewhere, "lib/d.txt")).ino);
});

test("a damaged revision whose own listing is gone gives nothing: all is fetched", async (t) => {
  const { rig, release, bundle } = await installed(t);
  rmSync(join(rig.root, "revisions/r1/.shoal/listing"));
  await again(rig, release, bundle);
  t.deepEqual(readFileSync(join(rig.root, "revisions/r2/a.bin")), BIG_A);
  t.falsy(rig.swarm.added.at(-1)?.onlyWanted);
  t.true(rig.logged.some((line) => line.includes("nothing can be taken from a damaged revision")));
});

interface Installed {
  readonly rig: Rig;
  readonly release: TestRelease;
  readonly bundle: TestBundle;
}

/** As r1; its bundle is gone from the host. */
async function installed(t: ExecutionContext, options: RigOptions = {}): Promise<Installed> {
  const rig = await openRig(t, options);
  const release = await makeRelease({ folder: join(rig.folder, "tree"), files: FILES });
  const bundle = await makeBase(release, { out: join(rig.folder, "bundle"), caPem: rig.caPem });
  await rig.install("r1", release, bundle);
  await rig.forgetBundles();
  return { rig, release, bundle };
}

async function again(rig: Rig, release: TestRelease, bundle: TestBundle): Promise<void> {
  const made = await rig.run(materializeOf("r2", release, bundle, [], R1), "materialized", "materialize-failed");
  if (made.kind === "materialize-failed") throw new Error(made.failure.message);
  const committed = await rig.run(commitOf("r2", release, bundle), "committed", "commit-failed");
  if (committed.kind === "commit-failed") throw new Error(committed.failure.message);
}
