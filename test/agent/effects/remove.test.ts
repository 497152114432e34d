import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import type { RevisionId } from "../../../runtime/ids.ts";
import { WEB } from "../lanes.ts";
import { makeBase, makeRelease } from "../releases.ts";
import { openRig } from "../rig.ts";
import type { Rig } from "../rig.ts";

const removeOf = (revision: string) => ({ kind: "remove", app: WEB, revision: revision as RevisionId }) as const;

test("a revision is gone when it is told, and its files soon after; one that is not there is as good as removed", async (t) => {
  const rig = await openInstalled(t);
  for (const revision of ["r1", "r1", "never"]) t.is((await rig.run(removeOf(revision), "removed", "remove-failed")).kind, "removed");
  t.deepEqual(readdirSync(join(rig.root, "revisions")), []);
  await rig.effects.stop();
  t.deepEqual(readdirSync(join(rig.root, ".staging")), []);
});

test("a file that can't be removed is left in .staging and logged; the revision is gone all the same", async (t) => {
  const rig = await openInstalled(t);
  if (!setImmutable(t, join(rig.root, "revisions/r1/a.txt"))) return;
  t.is((await rig.run(removeOf("r1"), "removed", "remove-failed")).kind, "removed");
  await rig.effects.stop();
  const [trash = ""] = readdirSync(join(rig.root, ".staging"));
  t.regex(trash, /^\.trash-/);
  t.true(rig.logged.some((line) => line.includes("files of a removed revision stay")));
  execFileSync("chattr", ["-i", join(rig.root, ".staging", trash, "a.txt")]);
});

test("a revision that can't leave `revisions` is told as remove-failed, and is whole", async (t) => {
  const rig = await openInstalled(t);
  const revisions = join(rig.root, "revisions");
  if (!setImmutable(t, revisions)) return;
  const failed = await rig.run(removeOf("r1"), "removed", "remove-failed");
  execFileSync("chattr", ["-i", revisions]);
  t.is(failed.kind === "remove-failed" ? failed.failure.code : null, "E_IO");
  t.deepEqual(readdirSync(join(revisions, "r1")).toSorted(), [".shoal", "a.txt"]);
});

test("a revision that a link in the root leads into stays: E_IN_USE", async (t) => {
  const rig = await openInstalled(t);
  for (const target of [
    "revisions/r1",
    "./revisions/r1/",
    join(rig.root, "revisions/r1"),
    "revisions/r1/a.txt",
    "revisions/../revisions/r1",
  ]) {
    symlinkSync(target, join(rig.root, "mine"));
    const failed = await rig.run(removeOf("r1"), "removed", "remove-failed");
    t.is(failed.kind === "remove-failed" ? failed.failure.code : null, "E_IN_USE", target);
    rmSync(join(rig.root, "mine"));
  }
  symlinkSync("revisions/r10", join(rig.root, "mine"));
  t.is((await rig.run(removeOf("r1"), "removed", "remove-failed")).kind, "removed");
});

async function openInstalled(t: ExecutionContext): Promise<Rig> {
  const rig = await openRig(t);
  const release = await makeRelease({ folder: join(rig.folder, "tree"), files: { "a.txt": "a" } });
  await rig.install("r1", release, await makeBase(release, { out: join(rig.folder, "bundle"), caPem: rig.caPem }));
  return rig;
}

function setImmutable(t: ExecutionContext, path: string): boolean {
  try {
    execFileSync("chattr", ["+i", path], { stdio: "pipe" });
    return true;
  } catch {
    t.log("skipped: chattr +i does not work here (needs root and a file system with attributes)");
    t.pass();
    return false;
  }
}
