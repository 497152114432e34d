import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { SlotWatch } from "../../agent/slot-watch.ts";
import type { Lane } from "../../agent/state.ts";
import type { Digest, ReleaseId, RevisionId } from "../../runtime/ids.ts";
import { CURRENT, emptyLane, WEB } from "./lanes.ts";

const revision = (order: number): Lane["revisions"][RevisionId] => ({
  ...{ release: String(order).repeat(64) as ReleaseId, tree: "c".repeat(64) as Digest },
  ...{ fromTree: null, order, removing: false, damaged: false },
});

const lane = (active: string, reverting: "moving" | null = null): Lane => ({
  ...emptyLane(),
  slots: {
    [CURRENT]: {
      ...{ active: active as RevisionId, previous: null, wanted: null },
      reverting: reverting as unknown as Lane["slots"][typeof CURRENT]["reverting"],
    },
  },
  revisions: { ["r1" as RevisionId]: revision(1), ["r2" as RevisionId]: revision(2) },
});

test("a slot that another hand changed is told once, as drift, and told again when it is as the journal says; not while we change it", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "shoal-watch-"));
  t.teardown(() => rmSync(root, { recursive: true }));
  for (const name of ["r1", "r2"]) mkdirSync(join(root, "revisions", name), { recursive: true });
  const point = (to: string): void => {
    unlinkSync(join(root, "current"));
    symlinkSync(`revisions/${to}`, join(root, "current"));
  };
  symlinkSync("revisions/r1", join(root, "current"));
  const watch = new SlotWatch([{ app: WEB, root }]);
  const look = async (now: Lane): Promise<unknown[]> => (await watch.look({ [WEB]: now })).map(({ slot }) => [slot.release, slot.drift]);
  t.deepEqual(await look(lane("r1")), []);
  point("r2");
  t.deepEqual(await look(lane("r1", "moving")), []);
  t.deepEqual(await look(lane("r1")), [["2".repeat(64), true]]);
  t.deepEqual(await look(lane("r1")), []);
  unlinkSync(join(root, "current"));
  t.deepEqual(await look(lane("r1")), [[null, true]]);
  symlinkSync("revisions/r1", join(root, "current"));
  t.deepEqual(await look(lane("r1")), [["1".repeat(64), false]]);
  t.deepEqual(await look(lane("r1")), []);
});
