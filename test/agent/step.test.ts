/** Whatever comes, in whatever order, at whatever time: a step never throws, writes before it acts, and keeps its lanes bounded. */
import fc from "fast-check";
import test from "ava";
import { decodeLane, encodeLane } from "../../agent/lane-json.ts";
import { MAX_FINISHED_INTENTS, MAX_SLOTS, MAX_UNFINISHED_INTENTS } from "../../agent/limits.ts";
import type { AgentEvent, Now } from "../../agent/state.ts";
import { comparePositions } from "../../proto/messages.ts";
import type { Intent, Position, SlotContent } from "../../proto/messages.ts";
import type { CommandId, InstanceId, RevisionId, SlotName } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import {
  activate,
  base,
  content,
  diskOf,
  discard,
  failed,
  laneWith,
  Machine,
  NOW_CLOCK_MS,
  NOW_UNIX_MS,
  overlay,
  prepare,
  STATS,
} from "./machine.ts";

type Posted = AgentEvent extends infer E ? (E extends AgentEvent ? Omit<E, "now"> : never) : never;

const MAX = Number.MAX_SAFE_INTEGER;

test("whatever comes: no throw, saves first, bounded lanes, one work at a time, positions that only rise, lanes that JSON can carry", (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent(), anyNow()), { maxLength: 60 }), (happenings) => {
      const agent = new Machine({ lane: laneWith(["a", "b", "c"]) });
      for (const [event, now] of happenings) {
        const before = agent.lane();
        agent.now = now;
        const { effects, work } = agent.post(event);
        const lane = agent.lane();
        const saves = effects.filter(({ kind }) => kind === "save").length;
        const unfinished = lane.intents.filter(({ state }) => state.kind !== "finished").length;
        t.is(
          effects.findLastIndex(({ kind }) => kind === "save"),
          saves - 1,
        );
        t.is(saves, lane === before ? 0 : 1);
        t.true(work.filter(({ kind }) => kind !== "warn" && kind !== "stop").length <= 1);
        t.true(unfinished <= MAX_UNFINISHED_INTENTS && lane.intents.length - unfinished <= MAX_FINISHED_INTENTS);
        t.true(Object.keys(lane.slots).length <= MAX_SLOTS);
        t.true(comparePositions(lane.highest, before.highest) >= 0);
        t.deepEqual(Object.keys(agent.state.lanes), [WEB]);
        t.true(new Set(agent.state.unremovable).size === agent.state.unremovable.length);
      }
      t.deepEqual(decodeLane(encodeLane(agent.lane())), agent.lane());
    }),
    { numRuns: 300 },
  );
});

test("after whatever came, a restart ends or begins again everything that was unfinished", (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent(), anyNow()), { maxLength: 40 }), fc.constantFrom("r-a", "r-b", null), (happenings, slot) => {
      const agent = new Machine({ lane: laneWith(["a", "b", "c"]) });
      for (const [event, now] of happenings) {
        agent.now = now;
        agent.post(event);
      }
      const { revisions } = diskOf(agent.lane());
      const after = agent.restart({ disk: { slots: { [CURRENT]: content(slot) } as never, revisions } });
      const open = after.lane().intents.filter(({ state }) => state.kind !== "finished");
      t.true(
        open.every(({ kind }) => kind !== "activate") ||
          Object.values(after.lane().slots).some((one) => (one as { reverting: unknown }).reverting !== null),
      );
      t.true(open.length === 0 || after.state.busy[WEB] !== undefined);
    }),
    { numRuns: 300 },
  );
});

function anyNow(): fc.Arbitrary<Now> {
  const unixMs = fc.constantFrom(NOW_UNIX_MS, NOW_UNIX_MS, NOW_UNIX_MS, NOW_UNIX_MS + 4_000_000, 0, MAX);
  const clockMs = fc.constantFrom(NOW_CLOCK_MS, NOW_CLOCK_MS, NOW_CLOCK_MS + 10, NOW_CLOCK_MS + 40_000, 0, MAX);
  return fc.record({ unixMs, clockMs });
}

function anyPosition(): fc.Arbitrary<Position> {
  const low = fc.record({ epoch: fc.constant(1), sequence: fc.nat({ max: 30 }) });
  const edge = fc.constantFrom(0, 1, 2, 1_000, 1_001, 1_000_000, MAX - 1, MAX);
  return fc.oneof({ weight: 8, arbitrary: low }, { weight: 1, arbitrary: fc.record({ epoch: edge, sequence: edge }) });
}

const anySlot = (): fc.Arbitrary<SlotName> =>
  fc.constantFrom(CURRENT, CURRENT, "blue" as SlotName, ...Array.from({ length: 20 }, (_, index) => `s${index}` as SlotName));
const anyName = (): fc.Arbitrary<string> => fc.constantFrom("a", "b", "c", "d");
const anyRevision = (): fc.Arbitrary<RevisionId> => fc.constantFrom("r-a", "r-b", "r-c", "r-x") as fc.Arbitrary<RevisionId>;
const anyCommand = (): fc.Arbitrary<CommandId> => fc.nat({ max: 20 }).map((number) => `c${number}` as CommandId);

function anyIntent(): fc.Arbitrary<Intent> {
  const lease = fc.record({
    instance: fc.constantFrom("i1", "i1", "i0") as fc.Arbitrary<InstanceId>,
    untilMs: fc.constantFrom(NOW_CLOCK_MS + 20, NOW_CLOCK_MS + 30_000, 0, MAX),
  });
  const deadlineUnixMs = fc.constantFrom(NOW_UNIX_MS + 3_600_000, NOW_UNIX_MS + 3_600_000, 1, MAX);
  return fc
    .record({
      name: anyName(),
      position: anyPosition(),
      slot: anySlot(),
      commandId: anyCommand(),
      lease,
      deadlineUnixMs,
      repair: fc.boolean(),
      kind: fc.nat({ max: 4 }),
    })
    .map(({ name, position, lease: given, repair, kind, ...head }) => {
      if (kind < 2) return prepare(name, position, { ...head, routes: kind === 0 ? [base(name), overlay(name, "a")] : [] });
      return kind < 4 ? activate(name, position, { ...head, lease: given, repair }) : discard(name, position, head);
    });
}

function anyContent(): fc.Arbitrary<SlotContent> {
  const foreign = fc.record({ kind: fc.constant("foreign" as const), link: fc.boolean(), detail: fc.constant("/x") });
  return fc.oneof(
    fc.constant({ kind: "absent" as const }),
    anyRevision().map((revision) => content(revision)),
    foreign,
  );
}

function anyEvent(): fc.Arbitrary<Posted> {
  const app = fc.constantFrom(WEB, WEB, WEB, "api" as typeof WEB);
  const failure = fc
    .constantFrom("E_IO", "E_LEASE", "E_DRIFT", "E_SLOT", "E_DISK_FULL", "E_NOT_PREPARED")
    .map((code) => failed(code as "E_IO"));
  const work = { app, commandId: anyCommand() };
  const is = <Kind extends string>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);
  const target = fc.record({ commandId: anyCommand(), app, position: anyPosition() });
  const seen = fc.constant([diskOf(laneWith(["a", "b"]))]);
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: is("intent"), intent: anyIntent() }) },
    { weight: 2, arbitrary: fc.record({ kind: is("cancel"), target }) },
    fc.record({ kind: is("tick") }),
    fc.record({ kind: is("connected"), disk: seen }),
    fc.record({ kind: is("disconnected") }),
    { weight: 2, arbitrary: fc.record({ kind: is("materialized"), ...work, stats: fc.constant(STATS) }) },
    fc.record({ kind: is("materialize-failed"), ...work, failure }),
    fc.record({ kind: is("stopped"), ...work }),
    { weight: 2, arbitrary: fc.record({ kind: is("committed"), ...work, revision: anyRevision() }) },
    fc.record({ kind: is("commit-failed"), ...work, failure }),
    { weight: 2, arbitrary: fc.record({ kind: is("slot-read"), ...work, slot: anySlot(), content: anyContent() }) },
    { weight: 2, arbitrary: fc.record({ kind: is("swapped"), app, slot: anySlot(), to: fc.option(anyRevision()) }) },
    fc.record({ kind: is("swap-failed"), app, slot: anySlot(), failure }),
    fc.record({ kind: is("removed"), app, revision: anyRevision() }),
    fc.record({ kind: is("remove-failed"), app, revision: anyRevision(), failure }),
    fc.record({ kind: is("reversal"), app, slot: anySlot(), failure }),
    { weight: 2, arbitrary: fc.record({ kind: is("revision-verified"), ...work, revision: anyRevision(), failure: fc.option(failure) }) },
    fc.record({ kind: is("damage-found"), app, revision: anyRevision(), failure }),
  ) as fc.Arbitrary<Posted>;
}
