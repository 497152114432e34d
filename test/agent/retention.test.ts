/** DESIGN §8.6: what is kept on a host, and what goes. */
import fc from "fast-check";
import test from "ava";
import { protectedRevisions, removableRevisions } from "../../agent/retention.ts";
import type { IntentRecord, Lane, RevisionRecord } from "../../agent/state.ts";
import { CURRENT, emptyLane } from "./lanes.ts";
import { activate, at, content, discard, laneWith, prepare, releaseIdOf, revisionRecord, slotRecord, treeOf } from "./machine.ts";

type Slots = Record<string, ReturnType<typeof slotRecord>>;

/** Releases `a`, `b`, … oldest first, each with its changes. */
function laneOf(
  revisions: Record<string, Partial<RevisionRecord>>,
  slots: Slots = {},
  intents: readonly Partial<IntentRecord>[] = [],
): Lane {
  const records = Object.entries(revisions).map(([name, change], index) => [
    `r-${name}`,
    revisionRecord(name, { order: index + 1, ...change }),
  ]);
  return { ...emptyLane(), revisions: Object.fromEntries(records), slots, intents } as Lane;
}

function going(lane: Lane, keep = 0): readonly string[] {
  return removableRevisions(lane, keep);
}

test("active and previous of every slot stay", (t) => {
  const slots = { [CURRENT]: slotRecord({ active: "r-a", previous: "r-b" }), blue: slotRecord({ active: "r-c", previous: "r-d" }) };
  t.deepEqual(going(laneOf({ a: {}, b: {}, c: {}, d: {}, e: {} }, slots)), ["r-e"]);
});

test("what was prepared last for a slot and never activated stays", (t) => {
  const slots = { [CURRENT]: slotRecord({ active: "r-b", wanted: "a" }) };
  t.deepEqual(going(laneOf({ a: {}, b: {}, c: {} }, slots)), ["r-c"]);
});

test("a prepared release is no longer wanted once another is prepared for the slot", (t) => {
  const slots = { [CURRENT]: slotRecord({ active: "r-a", wanted: "c" }) };
  t.deepEqual(going(laneOf({ a: {}, b: {}, c: {} }, slots)), ["r-b"]);
});

test("the base of whatever stays stays, even when it is the oldest", (t) => {
  const slots = { [CURRENT]: slotRecord({ active: "r-c" }) };
  const revisions = { a: {}, b: {}, c: { fromTree: treeOf("a") } };
  t.deepEqual(going(laneOf(revisions, slots)), ["r-b"]);
  t.deepEqual(going(laneOf({ ...revisions, d: { fromTree: treeOf("b") } }, {}), 1), ["r-a", "r-c"]);
});

test("the base of a base goes: an overlay needs one source, and what was fetched is whole", (t) => {
  const slots = { [CURRENT]: slotRecord({ active: "r-c" }) };
  const lane = laneOf({ a: {}, b: { fromTree: treeOf("a") }, c: { fromTree: treeOf("b") } }, slots);
  t.deepEqual(going(lane), ["r-a"]);
  t.deepEqual(going(lane, 1), ["r-a"]);
});

test("the base of the lineage stays, not the release before that the overlay was taken from", (t) => {
  const slots = { [CURRENT]: slotRecord({ active: "r-d" }) };
  const inLineage = { baseTree: treeOf("a") };
  const lane = laneOf(
    { a: inLineage, b: inLineage, c: { ...inLineage, fromTree: treeOf("b") }, d: { ...inLineage, fromTree: treeOf("c") } },
    slots,
  );
  t.deepEqual(going(lane), ["r-b", "r-c"]);
});

test("both ends of a swap back stay", (t) => {
  const reverting = { from: "r-a", to: "r-b", failure: { code: "E_LEASE", message: "", retryable: true } };
  const slots = { [CURRENT]: { ...slotRecord({}), reverting } } as never;
  t.deepEqual(going(laneOf({ a: {}, b: {}, c: {} }, slots)), ["r-c"]);
});

test("what an unfinished intent names stays, a discard's not; a finished one keeps nothing", (t) => {
  const open = (intent: ReturnType<typeof prepare | typeof activate | typeof discard>): Partial<IntentRecord> => ({
    kind: intent.kind,
    release: intent.release,
    state: { kind: "queued" },
  });
  const swapping = { ...open(activate("c", at(3))), state: { kind: "swapping", from: content(null), to: "r-c" } } as Partial<IntentRecord>;
  const finished = { ...open(activate("e", at(5))), state: { kind: "finished" } } as Partial<IntentRecord>;
  const intents = [open(prepare("a", at(1))), open(activate("b", at(2))), swapping, open(discard("d", at(4))), finished];
  t.deepEqual(going(laneOf({ a: {}, b: {}, c: {}, d: {}, e: {} }, {}, intents)), ["r-d", "r-e"]);
});

test("the newest ones stay as configured, oldest go first", (t) => {
  const lane = laneWith(["a", "b", "c", "d", "e"]);
  t.deepEqual(going(lane, 2), ["r-b", "r-c"]);
  t.deepEqual(going(lane, 0), ["r-b", "r-c", "r-d", "r-e"]);
  t.deepEqual(going(lane, 5), []);
});

test("damaged ones and those whose removal was begun take no place among the newest, and go", (t) => {
  const revisions = { a: {}, b: {}, c: { damaged: true }, d: { removing: true } };
  t.deepEqual(going(laneOf(revisions), 2), ["r-c", "r-d"]);
});

test("an active revision that is damaged stays", (t) => {
  t.deepEqual(going(laneOf({ a: { damaged: true }, b: {} }, { [CURRENT]: slotRecord({ active: "r-a" }) })), ["r-b"]);
});

test("of several revisions of a wanted release a whole one stays, not a newer damaged one", (t) => {
  const slots = { [CURRENT]: slotRecord({ wanted: "a" }) };
  const lane = laneOf({ a: {}, b: { release: releaseIdOf("a"), damaged: true } }, slots);
  t.deepEqual(going(lane), ["r-b"]);
});

test("of several revisions with the base's tree a whole one stays, not one being removed or damaged", (t) => {
  const slots = { [CURRENT]: slotRecord({ active: "r-x" }) };
  for (const flag of ["removing", "damaged"] as const) {
    const lane = laneOf({ a: {}, b: { tree: treeOf("a"), [flag]: true }, x: { fromTree: treeOf("a") } }, slots);
    t.deepEqual(going(lane), ["r-b"], flag);
  }
});

test("whatever a lane holds: nothing protected goes, what goes is there, and one round is all it takes", (t) => {
  fc.assert(
    fc.property(anyLane(), fc.nat({ max: 5 }), (lane, keep) => {
      const gone = going(lane, keep);
      const kept: ReadonlySet<string> = protectedRevisions(lane);
      const left = Object.fromEntries(Object.entries(lane.revisions).filter(([revision]) => !gone.includes(revision)));
      const whole = Object.values(lane.revisions).filter(({ removing, damaged }) => !removing && !damaged).length;
      return (
        gone.every((revision) => !kept.has(revision) && revision in lane.revisions) &&
        new Set(gone).size === gone.length &&
        removableRevisions({ ...lane, revisions: left } as Lane, keep).length === 0 &&
        Object.keys(left).length >= Math.min(keep, whole)
      );
    }),
  );
  t.pass();
});

function anyLane(): fc.Arbitrary<Lane> {
  const name = fc.constantFrom("a", "b", "c", "d", "e", "f");
  const flag = fc.integer({ min: 0, max: 5 }).map((one) => one === 0);
  const record = fc.record({ tree: name, from: fc.option(name), release: name, removing: flag, damaged: flag });
  const slot = fc.record({ active: name, previous: name, wanted: name }, { requiredKeys: [] });
  return fc.tuple(fc.dictionary(name, record), fc.dictionary(fc.constantFrom("current", "blue"), slot)).map(([records, slots]) =>
    laneOf(
      Object.fromEntries(
        Object.entries(records).map(([key, { tree, from, release, removing, damaged }]) => [
          key,
          { tree: treeOf(tree), fromTree: from === null ? null : treeOf(from), release: releaseIdOf(release), removing, damaged },
        ]),
      ),
      Object.fromEntries(
        Object.entries(slots).map(([key, { active, previous, wanted }]) => [
          key,
          slotRecord({
            ...(active === undefined ? {} : { active: `r-${active}` }),
            ...(previous === undefined ? {} : { previous: `r-${previous}` }),
            ...(wanted === undefined ? {} : { wanted }),
          }),
        ]),
      ),
    ),
  );
}
