/** PROTOCOL.md §4.2, row by row, for prepares and discards: what running work and the clock do to an unfinished intent. */
import test from "ava";
import type { Lane } from "../../agent/state.ts";
import type { PrepareIntent } from "../../proto/messages.ts";
import { type CommandId, type RevisionId, short } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import {
  activate,
  at,
  base,
  discard,
  failed,
  HOUR_MS,
  laneWith,
  Machine,
  overlay,
  prepare,
  releaseIdOf,
  revisionRecord,
  running,
  slotRecord,
  STATS,
  treeOf,
  verdict,
  verifyAny,
  workOf,
} from "./machine.ts";
import type { Seen } from "./machine.ts";

const MINUTE_MS = 60_000;

function materializing(agent: Machine, intent: PrepareIntent): RevisionId {
  return workOf(agent.receive(intent), "materialize")?.revision as RevisionId;
}

function materialized(agent: Machine, { commandId }: { readonly commandId: CommandId }): Seen {
  return agent.post({ kind: "materialized", app: WEB, commandId, stats: STATS });
}

const WHY = `overlay from ${short(treeOf("a"))}, 10 B`;

test("a materialized tree is committed, and committing is written down before", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [overlay("b", "a")] });
  const revision = materializing(agent, intent);
  const seen = materialized(agent, intent);
  t.deepEqual(
    seen.effects.map(({ kind }) => kind),
    ["save", "commit"],
  );
  t.deepEqual(seen.saved?.intents.at(-1)?.state, { kind: "committing", revision, route: 0, stats: { ...STATS, why: WHY } });
  t.like(workOf(seen, "commit"), { revision, fromTree: treeOf("a"), release: { id: releaseIdOf("b") } });
});

test("a committed revision is written down with the result, and told as READY with its tree", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [overlay("b", "a")] });
  const revision = materializing(agent, intent);
  materialized(agent, intent);
  const seen = agent.post({ kind: "committed", app: WEB, commandId: intent.commandId, revision });
  t.deepEqual(
    seen.effects.map(({ kind }) => kind),
    ["save", "send"],
  );
  t.deepEqual(agent.result(intent), {
    outcome: "done",
    failure: null,
    revision,
    tree: treeOf("b"),
    stats: { ...STATS, why: WHY },
    steps: [],
  });
  t.like(seen.saved?.revisions[revision], { release: releaseIdOf("b"), tree: treeOf("b"), fromTree: treeOf("a"), order: 2 });
  t.is(agent.state.busy[WEB], undefined);
  t.is(agent.lane().slots[CURRENT]?.active as string, "r-a");
});

test("where fetching or unpacking fails the next cheapest route is tried, each once, and then the intent fails with the last reason", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [base("b"), overlay("b", "a"), base("b", { sizeBytes: 2_000 })] });
  const fail = (code: "E_SWARM" | "E_DIGEST"): Seen =>
    agent.post({ kind: "materialize-failed", app: WEB, commandId: intent.commandId, failure: failed(code) });
  const tried = [agent.receive(intent), fail("E_SWARM"), fail("E_SWARM")].map((seen) => workOf(seen, "materialize")?.route.sizeBytes);
  t.deepEqual(tried, [10, 1_000, 2_000]);
  const last = fail("E_DIGEST");
  t.is(verdict(last), "failed E_DIGEST");
  t.deepEqual(last.work, []);
  t.is(agent.state.busy[WEB], undefined);
});

test("the next route is written down before it is begun", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [base("b"), overlay("b", "a")] });
  agent.receive(intent);
  const seen = agent.post({ kind: "materialize-failed", app: WEB, commandId: intent.commandId, failure: failed("E_BASE") });
  t.like(seen.saved?.intents.at(-1)?.state, { kind: "materializing", route: 0, tried: [1] });
  t.is(seen.effects[0]?.kind, "save");
});

test("what a route was taken for is told: after which others failed, and instead of what", (t) => {
  const agent = running("a");
  const lineage = { baseTree: treeOf("a"), baseSizeBytes: 3_200_000 };
  const intent = prepare("b", at(2), { routes: [overlay("b", "a"), overlay("b", "a", { sizeBytes: 20 })], lineage });
  agent.receive(intent);
  const seen = agent.post({ kind: "materialize-failed", app: WEB, commandId: intent.commandId, failure: failed("E_BASE") });
  t.deepEqual(
    seen.work.map(({ kind }) => kind),
    ["warn", "materialize"],
  );
  const revision = workOf(seen, "materialize")?.revision as RevisionId;
  materialized(agent, intent);
  const done = agent.post({ kind: "committed", app: WEB, commandId: intent.commandId, revision });
  const overlayName = `overlay from ${short(treeOf("a"))}`;
  t.is(agent.result(intent)?.stats.why, `${overlayName}, 20 B instead of base 3.20 MB after ${overlayName} failed (E_BASE)`);
  t.is(done.saved?.revisions[revision]?.baseTree, treeOf("a"));
});

test("a full disk ends the intent at once: another route would need more", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [base("b"), overlay("b", "a")] });
  agent.receive(intent);
  const seen = agent.post({ kind: "materialize-failed", app: WEB, commandId: intent.commandId, failure: failed("E_DISK_FULL") });
  t.is(verdict(seen), "failed E_DISK_FULL");
});

test("a route whose source was found damaged meanwhile is not tried again", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [base("b"), overlay("b", "a"), overlay("b", "a", { sizeBytes: 20 })] });
  agent.receive(intent);
  agent.post({ kind: "damage-found", app: WEB, revision: "r-a" as RevisionId, failure: failed("E_DIGEST") });
  const seen = agent.post({ kind: "materialize-failed", app: WEB, commandId: intent.commandId, failure: failed("E_BASE") });
  t.is(workOf(seen, "materialize")?.route.kind, "base");
  t.deepEqual(workOf(seen, "materialize")?.sources, []);
});

test("a commit that failed fails the intent", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  materializing(agent, intent);
  materialized(agent, intent);
  const seen = agent.post({ kind: "commit-failed", app: WEB, commandId: intent.commandId, failure: failed("E_IO") });
  t.is(verdict(seen), "failed E_IO");
  t.deepEqual(agent.lane().revisions, {});
  t.is(agent.state.busy[WEB], undefined);
});

test("an envelope that no longer verifies when the tree is there fails the intent, sweeps the staging, and the lane waits for that", (t) => {
  let verdictNow: ReturnType<typeof verifyAny> | ReturnType<typeof failed> | null = null;
  const agent = new Machine({ verifyEnvelope: (app, envelope) => verdictNow ?? verifyAny(app, envelope) });
  const intent = prepare("a", at(1));
  const revision = materializing(agent, intent);
  const next = prepare("b", at(2));
  agent.receive(next);
  verdictNow = failed("E_TIME");
  const seen = materialized(agent, intent);
  t.is(verdict(seen), "failed E_TIME");
  t.is(workOf(seen, "stop")?.revision, revision);
  verdictNow = null;
  t.is(workOf(agent.post({ kind: "stopped", app: WEB, commandId: intent.commandId }), "materialize")?.commandId, next.commandId);
});

test("a deadline that passes ends what is queued and what is materializing as expired, its work stopped", (t) => {
  const agent = new Machine();
  const [first, second] = [prepare("a", at(1)), prepare("b", at(2))];
  agent.receive(first);
  agent.receive(second);
  agent.now = { ...agent.now, unixMs: first.deadlineUnixMs + 5 * MINUTE_MS };
  t.deepEqual(agent.post({ kind: "tick" }).effects, []);
  agent.now = { ...agent.now, unixMs: agent.now.unixMs + 1 };
  const seen = agent.post({ kind: "tick" });
  t.deepEqual([agent.result(first)?.failure?.code, agent.result(second)?.failure?.code], ["E_DEADLINE", "E_DEADLINE"]);
  t.is(agent.result(first)?.outcome, "expired");
  t.is(workOf(seen, "stop")?.commandId, first.commandId);
  t.deepEqual(agent.post({ kind: "tick" }).effects, []);
});

test("a deadline that passes while committing or removing changes nothing", (t) => {
  const agent = running("a", { lane: laneWith(["a", "c"]) });
  const intent = prepare("b", at(2));
  materializing(agent, intent);
  materialized(agent, intent);
  agent.now = { ...agent.now, unixMs: agent.now.unixMs + 2 * HOUR_MS };
  t.deepEqual(agent.post({ kind: "tick" }).effects, []);
  const other = running("a", { lane: laneWith(["a", "c"]) });
  other.receive(discard("c", at(2)));
  other.now = { ...other.now, unixMs: other.now.unixMs + 2 * HOUR_MS };
  t.deepEqual(other.post({ kind: "tick" }).effects, []);
});

test("a wall clock that goes back leaves unfinished intents alone", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  materializing(agent, intent);
  agent.now = { ...agent.now, unixMs: 0 };
  t.deepEqual(agent.post({ kind: "tick" }).effects, []);
  t.is(agent.record(intent)?.state.kind, "materializing");
});

test("losing and finding the session changes no intent", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  materializing(agent, intent);
  const before = agent.lane();
  t.deepEqual(agent.post({ kind: "disconnected" }).effects, []);
  const hello = agent.connect();
  t.is(agent.lane(), before);
  t.like(hello.lanes[0]?.intents[0], { commandId: intent.commandId, result: null });
});

test("results of work that nobody waits for are ignored", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2));
  materializing(agent, intent);
  const before = agent.state;
  const stray = { app: WEB, commandId: "x" as CommandId };
  for (const event of [
    { kind: "materialized", ...stray, stats: STATS },
    { kind: "materialize-failed", ...stray, failure: failed("E_IO") },
    { kind: "committed", ...stray, revision: "r-x" as RevisionId },
    { kind: "committed", app: WEB, commandId: intent.commandId, revision: "r-x" as RevisionId },
    { kind: "commit-failed", ...stray, failure: failed("E_IO") },
    { kind: "stopped", ...stray },
    { kind: "swapped", app: WEB, slot: CURRENT, to: "r-a" as RevisionId },
    { kind: "swap-failed", app: WEB, slot: CURRENT, failure: failed("E_IO") },
  ] as const) {
    t.deepEqual(agent.post(event).effects, [], event.kind);
    t.deepEqual(agent.state, before, event.kind);
  }
});

test("events of an app that this host does not have are ignored", (t) => {
  const agent = new Machine();
  t.deepEqual(agent.post({ kind: "materialized", app: "api" as never, commandId: "x" as CommandId, stats: STATS }).effects, []);
});

// ---- removals

test("a removal that failed fails its discard, and the revision is whole again", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = discard("b", at(2));
  agent.receive(intent);
  const seen = agent.post({ kind: "remove-failed", app: WEB, revision: "r-b" as RevisionId, failure: failed("E_IO") });
  t.is(verdict(seen), "failed E_IO");
  t.false(Object.values(agent.lane().revisions).some(({ removing }) => removing));
  t.truthy(workOf(seen, "warn"));
});

test("retention leaves alone what could not be removed in this process, and goes on with the next", (t) => {
  const agent = new Machine({ lane: laneWith(["a", "b", "c", "d", "e"]) });
  t.is(workOf(agent.started, "remove")?.revision as string, "r-b");
  const seen = agent.post({ kind: "remove-failed", app: WEB, revision: "r-b" as RevisionId, failure: failed("E_IO") });
  t.is(workOf(seen, "remove")?.revision as string, "r-c");
  const last = agent.post({ kind: "removed", app: WEB, revision: "r-c" as RevisionId });
  t.deepEqual(last.work, []);
  t.is(workOf(agent.restart().started, "remove")?.revision as string, "r-b");
});

test("what can't be removed is remembered once, however often it is tried, and no longer than it is there", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  for (let sequence = 2; sequence < 10; sequence++) {
    agent.receive(discard("b", at(sequence)));
    agent.post({ kind: "remove-failed", app: WEB, revision: "r-b" as RevisionId, failure: failed("E_IO") });
  }
  t.deepEqual(agent.state.unremovable as readonly string[], ["r-b"]);
  agent.receive(discard("b", at(10)));
  agent.post({ kind: "removed", app: WEB, revision: "r-b" as RevisionId });
  t.deepEqual(agent.state.unremovable, []);
});

test("retention runs only where no intent waits, and intents wait for a removal under way", (t) => {
  const agent = new Machine({ lane: laneWith(["a", "b", "c", "d"]) });
  t.is(workOf(agent.started, "remove")?.revision as string, "r-b");
  const intent = prepare("x", at(2));
  t.deepEqual(agent.receive(intent).work, []);
  const seen = agent.post({ kind: "removed", app: WEB, revision: "r-b" as RevisionId });
  t.is(workOf(seen, "materialize")?.commandId, intent.commandId);
});

// ---- damage

test("a revision found damaged is written down once and warned of, and is no source from then on", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const damage = { kind: "damage-found", app: WEB, revision: "r-a" as RevisionId, failure: failed("E_DIGEST") } as const;
  const seen = agent.post(damage);
  t.true(seen.saved?.revisions["r-a" as RevisionId]?.damaged);
  t.truthy(workOf(seen, "warn"));
  t.deepEqual(agent.post(damage).effects, []);
  t.is(verdict(agent.receive(prepare("c", at(2), { routes: [overlay("c", "a")] }))), "failed E_BASE");
});

test("of two whole revisions of a release the newest is taken", (t) => {
  const lane = laneWith(["a", "b"]);
  const revisions = { ...lane.revisions, "r-b2": revisionRecord("b", { order: 9 }) };
  const slots = { [CURRENT]: slotRecord({ active: "r-a", previous: "r-b" }) };
  const agent = new Machine({ lane: { ...lane, revisions, slots } as Lane });
  const intent = activate("b", at(2));
  agent.receive(intent);
  t.is(workOf(agent.readSlot(intent), "swap")?.to as string, "r-b2");
});
