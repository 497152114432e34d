import { existsSync, lstatSync, mkdirSync, readlinkSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import type { SlotContent } from "../../../proto/messages.ts";
import type { CommandId, RevisionId } from "../../../runtime/ids.ts";
import { CURRENT, WEB } from "../lanes.ts";
import { makeBase, makeRelease } from "../releases.ts";
import { openRig } from "../rig.ts";
import type { Rig, RigOptions } from "../rig.ts";

const ABSENT: SlotContent = { kind: "absent" };
const named = (revision: string): SlotContent => ({ kind: "revision", revision: revision as RevisionId });
const swapOf = (expect: SlotContent, to: string | null, untilMs: number | null = null) =>
  ({ kind: "swap", app: WEB, slot: CURRENT, expect, to: to as RevisionId | null, untilMs }) as const;

test("a slot is made, replaced and removed; the event has the clocks of right after the rename", async (t) => {
  let clockMs = 1000;
  const rig = await openInstalled(t, { clock: { clockMs: () => clockMs++ } });
  const before = clockMs;
  const made = await rig.run(swapOf(ABSENT, "r1", 2000), "swapped", "swap-failed");
  t.is(made.kind, "swapped");
  t.is(readlinkSync(join(rig.root, "current")), "revisions/r1");
  t.is(rig.events.seen.at(-1)?.now?.clockMs, before + 1, "one look before the rename, the next right after it");
  t.is((await rig.run(swapOf(named("r1"), "r2"), "swapped", "swap-failed")).kind, "swapped");
  t.is(readlinkSync(join(rig.root, "current")), "revisions/r2");
  t.is((await rig.run(swapOf(named("r2"), null), "swapped", "swap-failed")).kind, "swapped");
  t.false(existsSync(join(rig.root, "current")));
});

test("a lease that is over in the very turn of the rename leaves the slot as it was", async (t) => {
  const rig = await openInstalled(t, { clock: { clockMs: () => 2000 } });
  const failed = await rig.run(swapOf(ABSENT, "r1", 2000), "swapped", "swap-failed");
  t.is(failed.kind === "swap-failed" ? failed.failure.code : null, "E_LEASE");
  t.deepEqual(
    readdirSync(rig.root).filter((name) => name.includes("current")),
    [],
  );
  t.is((await rig.run(swapOf(ABSENT, "r1", 2001), "swapped", "swap-failed")).kind, "swapped");
});

test("a slot that is not what was expected is left alone: E_DRIFT", async (t) => {
  const rig = await openInstalled(t);
  symlinkSync("revisions/r2", join(rig.root, "current"));
  for (const expect of [ABSENT, named("r1")]) {
    const failed = await rig.run(swapOf(expect, "r1"), "swapped", "swap-failed");
    t.is(failed.kind === "swap-failed" ? failed.failure.code : null, "E_DRIFT");
  }
  t.is(readlinkSync(join(rig.root, "current")), "revisions/r2");
});

test("a revision that is not committed is never named: E_NOT_PREPARED", async (t) => {
  const rig = await openInstalled(t);
  mkdirSync(join(rig.root, "revisions/r9"));
  for (const revision of ["r9", "r8"]) {
    const failed = await rig.run(swapOf(ABSENT, revision), "swapped", "swap-failed");
    t.is(failed.kind === "swap-failed" ? failed.failure.code : null, "E_NOT_PREPARED");
  }
  t.false(existsSync(join(rig.root, "current")));
});

const foreign: Readonly<Record<string, { readonly make: (path: string) => void; readonly link: boolean }>> = {
  "a directory": { make: (path) => mkdirSync(path), link: false },
  "a regular file": { make: (path) => writeFileSync(path, "mine"), link: false },
  "a dangling link": { make: (path) => symlinkSync("revisions/gone", path), link: true },
  "an absolute link": { make: (path) => symlinkSync("/etc", path), link: true },
  "a link to itself": { make: (path) => symlinkSync("current", path), link: true },
  "a link out of the root": { make: (path) => symlinkSync("../elsewhere", path), link: true },
  "a link that climbs back": { make: (path) => symlinkSync("revisions/../revisions/r1", path), link: true },
};
for (const [what, { make, link }] of Object.entries(foreign)) {
  test(`${what} in the slot's place is read as foreign${link ? "" : ", and even a swap that expects it does not touch it"}`, async (t) => {
    const rig = await openInstalled(t);
    const path = join(rig.root, "current");
    make(path);
    const before = lstatSync(path);
    const read = await rig.run(
      { kind: "read-slot", app: WEB, commandId: "c1" as CommandId, slot: CURRENT, revision: "r1" as RevisionId, labels: {} },
      "slot-read",
    );
    t.is(read.content.kind, "foreign");
    t.is(read.content.kind === "foreign" ? read.content.link : null, link);
    const swapped = await rig.run(swapOf(read.content, "r1"), "swapped", "swap-failed");
    t.is(swapped.kind, link ? "swapped" : "swap-failed", "with `repair`, step expects what it read");
    if (link) return t.is(readlinkSync(path), "revisions/r1");
    t.is(swapped.kind === "swap-failed" ? swapped.failure.code : null, "E_SLOT");
    t.is(lstatSync(path).ino, before.ino);
  });
}

test("temporary links of others do not disturb a swap", async (t) => {
  const rig = await openInstalled(t);
  for (const name of ["current.tmp", ".current.tmp", "current.new"]) symlinkSync("revisions/gone", join(rig.root, name));
  t.is((await rig.run(swapOf(ABSENT, "r1"), "swapped", "swap-failed")).kind, "swapped");
  t.is(readlinkSync(join(rig.root, "current")), "revisions/r1");
});

async function openInstalled(t: ExecutionContext, options: RigOptions = {}): Promise<Rig> {
  const rig = await openRig(t, options);
  for (const name of ["r1", "r2"]) {
    const release = await makeRelease({ folder: join(rig.folder, name), files: { "index.html": name }, tag: `release/${name}` });
    const bundle = await makeBase(release, { out: join(rig.folder, `${name}.bundle`), caPem: rig.caPem });
    await rig.install(name, release, bundle);
  }
  return rig;
}
