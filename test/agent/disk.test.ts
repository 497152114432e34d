import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { readApp } from "../../agent/disk.ts";
import { SLOTS_MAX } from "../../agent/shell-limits.ts";
import type { RevisionId, SlotName } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import { makeBase, makeOverlay, makeRelease } from "./releases.ts";
import { openRig } from "./rig.ts";

test("committed revisions, known and found slots are told; damaged and unfinished revisions are not", async (t) => {
  const rig = await openRig(t);
  const one = await makeRelease({ folder: join(rig.folder, "one"), files: { "a.txt": "a" } });
  const two = await makeRelease({ folder: join(rig.folder, "two"), files: { "a.txt": "b" }, tag: "release/2" });
  await rig.install("r1", one, await makeBase(one, { out: join(rig.folder, "one.bundle"), caPem: rig.caPem }));
  const overlay = await makeOverlay({ from: one, to: two }, { out: join(rig.folder, "two.bundle"), caPem: rig.caPem });
  await rig.install("r2", two, overlay, ["r1" as RevisionId]);
  await rig.install("r3", one, await makeBase(one, { out: join(rig.folder, "three.bundle"), caPem: rig.caPem }));
  writeFileSync(join(rig.root, "revisions/r3/.shoal/envelope.json"), "{}");
  mkdirSync(join(rig.root, "revisions/r4"));
  mkdirSync(join(rig.root, "revisions/Not An Id"));
  symlinkSync("revisions/r1", join(rig.root, "current"));
  symlinkSync("revisions/r2", join(rig.root, "canary"));
  symlinkSync("revisions/r2", join(rig.root, "Not A Slot"));
  symlinkSync("/var/log", join(rig.root, "logs"));
  const damaged: string[] = [];
  const disk = await readApp({
    app: WEB,
    root: rig.root,
    known: ["blue" as SlotName],
    onDamaged: (revision, failure) => damaged.push(`${revision} ${failure.code}`),
  });
  t.deepEqual(disk, {
    app: WEB,
    slots: {
      [CURRENT]: { kind: "revision", revision: "r1" as RevisionId },
      ["blue" as SlotName]: { kind: "absent" },
      ["canary" as SlotName]: { kind: "revision", revision: "r2" as RevisionId },
    },
    revisions: [
      { revision: "r1" as RevisionId, release: one.id, tree: one.release.tree, fromTree: null },
      { revision: "r2" as RevisionId, release: two.id, tree: two.release.tree, fromTree: one.release.tree },
    ],
  });
  t.is(damaged.length, 1);
  t.regex(damaged[0] ?? "", /^r3 E_/);
});

test("however many links there are, slots are bounded, and `current` is among them", async (t) => {
  const rig = await openRig(t);
  for (let i = 0; i < SLOTS_MAX * 2; i++) symlinkSync("revisions/gone", join(rig.root, `slot${i}`));
  const { slots } = await readApp({ app: WEB, root: rig.root, known: [], onDamaged: () => undefined });
  t.is(Object.keys(slots).length, SLOTS_MAX);
  t.deepEqual(slots[CURRENT], { kind: "absent" });
});
