/** Whatever hosts and operators say, in whatever order, at whatever time: a step never throws, is a fold of its log, and stays bounded. */
import fc from "fast-check";
import test from "ava";
import { MAX_HISTORY, MAX_HOST_SLOTS, MAX_REQUESTS } from "../../../coordinator/rollout/limits.ts";
import type { LoggedEvent, StreamEvent } from "../../../coordinator/rollout/events.ts";
import { emptyStream, step } from "../../../coordinator/rollout/step.ts";
import { comparePositions } from "../../../proto/messages.ts";
import type { Answer, LaneReport, Position, SlotReport } from "../../../proto/messages.ts";
import type { CommandId, HostId, RolloutId, SlotName } from "../../../runtime/ids.ts";
import {
  ACCEPTED,
  APP,
  CURRENT,
  ended,
  failed,
  hosts,
  POLICY,
  PRODUCTION,
  ready,
  ref,
  refused,
  result,
  revisionOf,
  slotOn,
  START_UNIX_MS,
  Stream,
} from "./stream.ts";

const MAX = Number.MAX_SAFE_INTEGER;

/** An event, or the answer of a host to whatever it was asked: else no rollout would ever come far. */
type Move = { readonly event: StreamEvent } | { readonly host: string; readonly answer: Answer };

test("whatever comes: no throw, one open rollout, whole positions that only rise, bounded state, and the same state from the log as JSON", (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyMove(), anyTime()), { maxLength: 80 }), (moves) => {
      const stream = new Stream();
      for (const [move, nowUnixMs] of moves) {
        const before = stream.state;
        stream.nowUnixMs = nowUnixMs;
        if ("event" in move) stream.post(move.event);
        else if (before.rollout !== null) stream.answer(move.host, move.answer);
        const { lanes, history, requests, rollout } = stream.state;
        if (before.rollout !== null && rollout?.id !== before.rollout.id) t.not(before.rollout.endedUnixMs, null);
        for (const [host, { position, slots }] of lanes) {
          t.true(Number.isSafeInteger(position.epoch) && Number.isSafeInteger(position.sequence));
          t.true(comparePositions(position, before.lanes.get(host)?.position ?? { epoch: 0, sequence: 0 }) >= 0);
          t.true(Object.keys(slots).length <= MAX_HOST_SLOTS);
        }
        t.true((history[CURRENT]?.length ?? 0) <= MAX_HISTORY && requests.length <= MAX_REQUESTS);
        if (rollout?.endedUnixMs != null) t.true([...rollout.hosts.values()].every(({ outstanding }) => outstanding === null));
      }
      const log = JSON.parse(JSON.stringify(stream.log)) as LoggedEvent[];
      const folded = log.reduce((state, logged) => step(state, logged).state, emptyStream(PRODUCTION, APP));
      t.deepEqual(folded, stream.state);
    }),
    { numRuns: 300 },
  );
});

test("whatever one host says, the others stay as they are while the rollout is open", (t) => {
  const says = anyHostEvent(fc.constant("h1"));
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          says,
          anyAnswer().map((answer) => ({ host: "h1", answer })),
        ),
        { maxLength: 30 },
      ),
      (moves) => {
        const stream = new Stream();
        stream.connect("h2");
        stream.request({ hosts: hosts("h1", "h2") });
        const [record, lane] = [stream.host("h2"), stream.state.lanes.get("h2" as HostId)];
        for (const move of moves) {
          if ("event" in move) stream.post(move.event);
          else stream.answer(move.host, move.answer);
          if (stream.rollout.endedUnixMs !== null) break;
          t.is(stream.host("h2"), record);
          t.is(stream.state.lanes.get("h2" as HostId), lane);
        }
        t.not(stream.rollout.state, "activating");
      },
    ),
    { numRuns: 300 },
  );
});

const anyHost = (): fc.Arbitrary<string> => fc.constantFrom("h1", "h2", "h3");
const anyTime = (): fc.Arbitrary<number> =>
  fc.constantFrom(START_UNIX_MS, START_UNIX_MS + 5_000, START_UNIX_MS + 13_000, START_UNIX_MS + 100_000, 0, MAX / 2);
const anyCommand = (): fc.Arbitrary<CommandId> =>
  fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 3 }), fc.nat({ max: 6 })).map((parts) => `r${parts.join(".")}` as CommandId);

function anyPosition(): fc.Arbitrary<Position> {
  const edge = fc.constantFrom(0, 1, 2, 3, 1_000, 1_002, 1_000_003, MAX - 1, MAX);
  return fc.record({ epoch: edge, sequence: edge });
}

function anySlot(): fc.Arbitrary<SlotReport> {
  const slot = fc.constantFrom(CURRENT, ...Array.from({ length: 60 }, (_, index) => `s${index}` as SlotName));
  const change = fc.record({ slot, drift: fc.boolean() });
  return fc.tuple(fc.constantFrom("a", "b", "z"), change).map(([name, given]) => slotOn(name, given));
}

function anyAnswer(): fc.Arbitrary<Answer> {
  const code = fc.constantFrom("E_LEASE", "E_BUSY", "E_REPLAY", "E_CONFLICT", "E_IO", "E_TIME");
  const bad = fc.tuple(fc.constantFrom("failed", "cancelled", "expired", "reverted"), code);
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(ready("a"), ready("b"), ready("z")) },
    { weight: 2, arbitrary: fc.constant(ACCEPTED) },
    code.map((one) => refused(one as "E_IO")),
    bad.map(([outcome, one]) => ended(outcome as "failed", one as "E_IO")),
  );
}

function anyLane(): fc.Arbitrary<LaneReport> {
  const outcome = fc.option(fc.constantFrom(result("done", { tree: ref("a").tree }), result("failed")));
  const intent = fc.record({
    commandId: anyCommand(),
    position: anyPosition(),
    intentKind: fc.constantFrom("prepare" as const, "activate" as const),
    result: outcome,
  });
  return fc.record({
    app: fc.constant(APP),
    environment: fc.constant(PRODUCTION),
    highest: anyPosition(),
    intents: fc.array(intent, { maxLength: 5 }),
    slots: fc.array(anySlot(), { maxLength: 32 }),
    revisions: fc.constantFrom([], [revisionOf("a")]),
  });
}

function anyHostEvent(name: fc.Arbitrary<string>): fc.Arbitrary<{ readonly event: StreamEvent }> {
  const host = name as fc.Arbitrary<HostId>;
  const is = <Kind extends string>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);
  const reason = fc.option(fc.constant(failed("E_REVERTED")));
  return fc
    .oneof(
      fc.record({ kind: is("host-connected"), host, lane: fc.option(anyLane()) }),
      fc.record({ kind: is("host-disconnected"), host }),
      fc.record({ kind: is("host-answered"), host, commandId: anyCommand(), position: anyPosition(), answer: anyAnswer() }),
      fc.record({ kind: is("slot-changed"), host, slot: anySlot(), failure: reason }),
    )
    .map((event) => ({ event: event as StreamEvent }));
}

function anyMove(): fc.Arbitrary<Move> {
  const request = fc.record({
    kind: fc.constant("rollout-requested" as const),
    requestId: fc.nat({ max: 60 }).map((number) => `q${number}`),
    rollout: fc.nat({ max: 1_000_000 }).map((number) => `r${number}` as RolloutId),
    rolloutKind: fc.constantFrom("deploy" as const, "rollback" as const),
    slot: fc.constant(CURRENT),
    release: fc.constantFrom(ref("a"), ref("b")),
    hosts: fc.constantFrom(hosts("h1"), hosts("h1", "h2"), hosts("h1", "h2", "h1"), []),
    repair: fc.boolean(),
    note: fc.string(),
    policy: fc.constant(POLICY),
  });
  const waiting = fc.tuple(request, fc.constantFrom("abort" as const, "wait" as const)).map(([one, whenOpen]) => ({ ...one, whenOpen }));
  const other = fc.constantFrom<StreamEvent>(
    { kind: "abort-requested", rollout: null, note: "" },
    { kind: "abort-requested", rollout: "r9" as RolloutId, note: "" },
    { kind: "coordinator-started" },
    { kind: "ticked" },
  );
  return fc.oneof(
    { weight: 2, arbitrary: request.map((event) => ({ event })) },
    { weight: 1, arbitrary: waiting.map((event) => ({ event })) },
    { weight: 3, arbitrary: other.map((event) => ({ event })) },
    { weight: 5, arbitrary: anyHostEvent(anyHost()) },
    { weight: 8, arbitrary: fc.record({ host: anyHost(), answer: anyAnswer() }) },
  );
}
