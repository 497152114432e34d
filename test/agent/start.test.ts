/** PROTOCOL.md §4.2, row "crash, restart", and §4.4; and what a hello says of the journal and the disk. */
import test from "ava";
import type { AppOnDisk, IntentState, Lane } from "../../agent/state.ts";
import type { ActivateIntent, Intent, SlotContent } from "../../proto/messages.ts";
import { LANE_REVISIONS_MAX, LANE_SLOTS_MAX } from "../../proto/limits.ts";
import type { AppName, CommandId, RevisionId, SlotName } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import {
  activate,
  at,
  base,
  BOOT,
  content,
  diskOf,
  discard,
  failed,
  HOUR_MS,
  laneWith,
  Machine,
  NOW_UNIX_MS,
  onDisk,
  overlay,
  prepare,
  releaseIdOf,
  running,
  slotIn,
  slotRecord,
  slots,
  STATS,
  treeOf,
  verdict,
  workOf,
} from "./machine.ts";

test("a queued prepare is begun by the next process; a queued activate is expired: no lease survives a restart", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const slow = prepare("c", at(2));
  agent.receive(slow);
  const [queued, swap] = [prepare("d", at(3)), activate("b", at(4))];
  agent.receive(queued);
  agent.receive(swap);
  const after = agent.restart();
  t.is(workOf(after.started, "materialize")?.commandId, slow.commandId);
  t.is(after.record(queued)?.state.kind, "queued");
  t.like(after.result(swap), { outcome: "expired", failure: { code: "E_LEASE" } });
});

test("materializing is begun again by the same route under the same revision, so that the swarm resumes", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [base("b"), overlay("b", "a")] });
  const begun = workOf(agent.receive(intent), "materialize");
  t.deepEqual(workOf(agent.restart().started, "materialize"), begun);
});

test("routes that failed are remembered over a restart", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [base("b"), overlay("b", "a")] });
  agent.receive(intent);
  agent.post({ kind: "materialize-failed", app: WEB, commandId: intent.commandId, failure: failed("E_BASE") });
  const after = agent.restart();
  t.is(workOf(after.started, "materialize")?.route.kind, "base");
  const seen = after.post({ kind: "materialize-failed", app: WEB, commandId: intent.commandId, failure: failed("E_SWARM") });
  t.is(verdict(seen), "failed E_SWARM");
});

test("materializing whose source is gone takes another route", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [base("b"), overlay("b", "a")] });
  agent.receive(intent);
  const after = agent.restart({ disk: { revisions: [], slots: slots(null) } });
  t.is(workOf(after.started, "materialize")?.route.kind, "base");
});

test("an intent whose deadline passed while the agent was down is expired at its turn", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1), { deadlineUnixMs: NOW_UNIX_MS - 299_000 });
  agent.receive(intent);
  const after = agent.restart();
  t.is(after.record(intent)?.state.kind, "materializing");
  after.now = { ...after.now, unixMs: NOW_UNIX_MS + HOUR_MS };
  after.post({ kind: "tick" });
  t.is(after.result(intent)?.failure?.code, "E_DEADLINE");
});

function committing(): { agent: Machine; intent: Intent; revision: RevisionId } {
  const agent = running("a");
  const intent = prepare("b", at(2));
  const revision = workOf(agent.receive(intent), "materialize")?.revision as RevisionId;
  agent.post({ kind: "materialized", app: WEB, commandId: intent.commandId, stats: STATS });
  return { agent, intent, revision };
}

test("committing with a valid commit record on disk is done", (t) => {
  const { agent, intent, revision } = committing();
  const after = agent.restart({ disk: { revisions: [onDisk("a"), onDisk("b", revision)] } });
  t.like(after.result(intent), {
    outcome: "done",
    revision,
    tree: treeOf("b"),
    stats: { ...STATS, why: "base, 1.00 kB: no overlay was offered" },
  });
  t.deepEqual(after.started.work, []);
});

test("committing without a commit record, or with one of another release, is materialized again", (t) => {
  const { agent, intent, revision } = committing();
  const none = agent.restart();
  t.is(workOf(none.started, "materialize")?.revision, revision);
  t.is(none.result(intent), undefined);
  const other = agent.restart({ disk: { revisions: [onDisk("a"), onDisk("z", revision)] } });
  t.truthy(workOf(other.started, "materialize"));
  t.not(workOf(other.started, "materialize")?.revision, revision);
});

test("removing is begun again; done where the revision is gone", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = discard("b", at(2));
  agent.receive(intent);
  t.is(workOf(agent.restart().started, "remove")?.revision as string, "r-b");
  const gone = agent.restart({ disk: { revisions: [onDisk("a")] } });
  t.is(gone.result(intent)?.outcome, "done");
  t.deepEqual(Object.keys(gone.lane().revisions), ["r-a"]);
});

test("a retention that a crash interrupted is begun again", (t) => {
  const agent = new Machine({ lane: laneWith(["a", "b", "c", "d"]) });
  t.is(workOf(agent.started, "remove")?.revision as string, "r-b");
  t.is(workOf(agent.restart().started, "remove")?.revision as string, "r-b");
});

// ---- §4.4

interface SwapCase {
  readonly slot: SlotContent;
  readonly bootId?: string;
  readonly lateMs?: number;
  readonly repairedFrom?: SlotContent;
}

/** Killed while `b` is swapped in for `a`; started again with the slot given. */
function killedInSwap({ slot, bootId = BOOT, lateMs = 0, repairedFrom }: SwapCase): { after: Machine; intent: ActivateIntent } {
  const lane = laneWith(["a", "b"]);
  const agent = new Machine({ lane });
  const intent = activate("b", at(2), { repair: repairedFrom !== undefined });
  agent.receive(intent);
  agent.readSlot(intent, repairedFrom ?? content("r-a"));
  const after = agent.restart({
    bootId,
    clockMs: intent.lease.untilMs + lateMs,
    disk: { slots: { [CURRENT]: slot } as AppOnDisk["slots"], revisions: diskOf(lane).revisions },
  });
  return { after, intent };
}

test("slot as before, same boot and in time: expired with E_LEASE", (t) => {
  const { after, intent } = killedInSwap({ slot: content("r-a") });
  t.like(after.result(intent), { outcome: "expired", failure: { code: "E_LEASE" } });
  t.like(after.lane().slots[CURRENT], { active: "r-a", reverting: null });
});

test("slot as before, another boot or too late: expired with E_LEASE", (t) => {
  for (const given of [{ bootId: "boot-2" }, { lateMs: 1 }]) {
    const { after, intent } = killedInSwap({ slot: content("r-a"), ...given });
    t.is(after.result(intent)?.failure?.code, "E_LEASE");
    t.deepEqual(after.started.work, []);
  }
});

test("slot swapped, same boot and in time: done, durable before it is told", (t) => {
  const { after, intent } = killedInSwap({ slot: content("r-b") });
  t.like(after.result(intent), { outcome: "done", revision: "r-b" });
  t.like(after.lane().slots[CURRENT], { active: "r-b", previous: "r-a" });
  t.like(after.started.saved?.slots[CURRENT], { active: "r-b" });
});

test("slot swapped, another boot or too late: can't be known, so it is swapped back and reverted with E_LEASE", (t) => {
  for (const given of [{ bootId: "boot-2" }, { lateMs: 1 }]) {
    const { after, intent } = killedInSwap({ slot: content("r-b"), ...given });
    t.is(after.result(intent), undefined);
    t.like(after.started.saved?.slots[CURRENT], { active: "r-a", reverting: { from: "r-b", to: "r-a" } });
    t.deepEqual(workOf(after.started, "swap")?.expect, content("r-b"));
    t.is(verdict(after.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-a" as RevisionId })), "reverted E_LEASE");
  }
});

test("an agent clock that was set back by another boot is never taken for in time", (t) => {
  const { after } = killedInSwap({ slot: content("r-b"), bootId: "boot-2", lateMs: -1_000_000 });
  t.truthy(workOf(after.started, "swap"));
});

test("slot changed by hand while the agent was down: failed with E_DRIFT, and nobody touches it", (t) => {
  for (const slot of [content("r-z"), content(null), { kind: "foreign", link: true, detail: "/x" } as const]) {
    const { after, intent } = killedInSwap({ slot });
    t.is(after.result(intent)?.failure?.code, "E_DRIFT");
    t.is(workOf(after.started, "swap"), undefined);
    t.is(after.lane().slots[CURRENT]?.active as string, "r-a");
  }
});

test("a repair killed after its rename and too late goes back to what the journal says", (t) => {
  const repairedFrom = { kind: "foreign", link: true, detail: "/x" } as const;
  const { after } = killedInSwap({ slot: content("r-b"), lateMs: 1, repairedFrom });
  t.is(workOf(after.started, "swap")?.to as string, "r-a");
});

test("a swap back that a crash interrupted is ended where it was done, begun again where not, given up where a hand was faster", (t) => {
  const lane = laneWith(["b", "a"]);
  const agent = new Machine({ lane: { ...lane, slots: { [CURRENT]: slotRecord({ active: "r-b", previous: "r-a" }) } } as Lane });
  agent.post({ kind: "reversal", app: WEB, slot: CURRENT, failure: failed("E_REVERTED") });
  const done = agent.restart({ disk: { slots: slots("r-a") } });
  t.like(done.lane().slots[CURRENT], { active: "r-a", previous: null, reverting: null });
  t.deepEqual(done.started.work, []);
  const again = agent.restart({ disk: { slots: slots("r-b") } });
  t.is(workOf(again.started, "swap")?.to as string, "r-a");
  const hand = agent.restart({ disk: { slots: slots("r-z") } });
  t.like(hand.lane().slots[CURRENT], { active: "r-b", reverting: null });
  t.is(workOf(hand.started, "swap"), undefined);
});

test("an undone swap that a crash interrupted ends its activate as reverted, once", (t) => {
  const { after, intent } = killedInSwap({ slot: content("r-b"), lateMs: 1 });
  const done = after.restart({ instance: "i3", disk: { slots: slots("r-a") } });
  t.like(done.result(intent), { outcome: "reverted", failure: { code: "E_LEASE" } });
  t.like(done.lane().slots[CURRENT], { active: "r-a", reverting: null });
  t.deepEqual(done.restart({ instance: "i4" }).started.sent, []);
});

test("a local reversal that waited for a rename is not lost by a crash", (t) => {
  for (const slot of ["r-a", "r-b"]) {
    const agent = new Machine({ lane: laneWith(["a", "b"]) });
    const intent = activate("b", at(2));
    agent.receive(intent);
    agent.readSlot(intent);
    agent.post({ kind: "reversal", app: WEB, slot: CURRENT, failure: failed("E_REVERTED") });
    const after = agent.restart({ disk: { slots: slots(slot) } });
    if (slot === "r-b") after.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-a" as RevisionId });
    t.is(after.result(intent)?.outcome, "reverted");
    t.like(after.lane().slots[CURRENT], { active: "r-a", reverting: null });
  }
});

// ---- journal and disk

test("a committed revision that the journal does not know is taken over; one that is gone from disk is forgotten", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]), disk: { revisions: [onDisk("a"), onDisk("c")] } });
  t.deepEqual(Object.keys(agent.lane().revisions), ["r-a", "r-c"]);
  t.is(verdict(agent.receive(prepare("c", at(2)))), "done");
  t.is(verdict(agent.receive(activate("b", at(3)))), "failed E_NOT_PREPARED");
});

test("a journal that was lost is read back from the disk: revisions, and slots that name a committed one", (t) => {
  const disk = { slots: { ...slots("r-a"), blue: content("r-gone") } as never, revisions: [onDisk("a"), onDisk("b"), onDisk("c")] };
  const agent = new Machine({ disk });
  t.like(agent.lane().slots[CURRENT], { active: "r-a", previous: null, wanted: releaseIdOf("a") });
  t.is(agent.lane().slots["blue" as SlotName], undefined);
  t.false(slotIn(agent.connect({ slots: disk.slots }))?.drift);
  const intent = activate("b", at(1));
  agent.receive(intent);
  t.is(workOf(agent.readSlot(intent), "swap")?.to as string, "r-b");
});

test("a lane that the journal has is never read back from the disk: a slot by hand stays drift", (t) => {
  const agent = new Machine({ lane: {}, disk: { slots: slots("r-a"), revisions: [onDisk("a")] } });
  t.is(agent.lane().slots[CURRENT], undefined);
  t.true(slotIn(agent.connect({ slots: slots("r-a"), revisions: [onDisk("a")] }))?.drift);
});

test("a lane whose app is no longer configured is kept, works no more, and is not told of", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  agent.receive(intent);
  const after = agent.restart({ apps: { ["api" as AppName]: { environment: "production", keepRevisions: 1 } } as never });
  t.deepEqual(after.started.work, []);
  t.is(after.record(intent)?.state.kind, "materializing");
  t.deepEqual(
    after.connect().lanes.map(({ app }) => app as string),
    ["api"],
  );
});

test("an app that moved to another environment keeps its positions", (t) => {
  const agent = new Machine({ lane: { highest: at(7, 3) } });
  const after = agent.restart({ apps: { [WEB]: { environment: "staging", keepRevisions: 1 } } as never });
  t.like(after.lane(), { environment: "staging", highest: at(7, 3) });
  t.is(verdict(after.receive(prepare("a", at(8, 3), { environment: "staging" as never }))), "accepted");
});

test("a restart with nothing to do changes, says and does nothing", (t) => {
  const agent = running("a");
  const after = agent.restart();
  t.deepEqual(after.lane(), agent.lane());
  t.deepEqual([after.started.sent, after.started.work], [[], []]);
});

// ---- hello

test("a hello tells positions, intents with their results, slots on disk and revisions; not what was cancelled before it came", (t) => {
  const agent = running("a");
  const [done, open] = [prepare("a", at(2)), prepare("b", at(3))];
  agent.receive(done);
  agent.receive(open);
  agent.cancel(prepare("x", at(4)));
  const hello = agent.connect();
  t.like(hello, { kind: "hello", protocolVersions: [1], formatVersions: [1], codecs: ["zstd"], agentVersion: "1" });
  const [lane] = hello.lanes;
  t.like(lane, { app: WEB, environment: "production", highest: at(4) });
  t.deepEqual(
    lane?.intents.map(({ commandId, result }) => [commandId, result?.outcome ?? null]),
    [
      [done.commandId, "done"],
      [open.commandId, null],
    ],
  );
  t.deepEqual(lane?.revisions as unknown, [{ revision: "r-a", release: releaseIdOf("a"), tree: treeOf("a") }]);
  t.deepEqual(slotIn(hello) as unknown, {
    slot: CURRENT,
    content: content("r-a"),
    release: releaseIdOf("a"),
    tree: treeOf("a"),
    drift: false,
  });
});

test("a hello forgets revisions that are gone from disk, but none while something works in the lane", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  agent.receive(prepare("c", at(2)));
  agent.connect({ revisions: [onDisk("a")] });
  t.deepEqual(Object.keys(agent.lane().revisions), ["r-a", "r-b"]);
  agent.post({ kind: "materialize-failed", app: WEB, commandId: prepare("c", at(2)).commandId, failure: failed("E_SWARM") });
  agent.connect({ revisions: [onDisk("a")] });
  t.deepEqual(Object.keys(agent.lane().revisions), ["r-a"]);
});

test("a hello stays within what the protocol can carry, with the journal's slots and the newest revisions first", (t) => {
  const many = Array.from({ length: LANE_REVISIONS_MAX + 5 }, (_, index) => `v${index}`);
  const slotsOnDisk = Object.fromEntries(Array.from({ length: LANE_SLOTS_MAX + 5 }, (_, index) => [`s${index}`, content(null)]));
  const agent = new Machine({ apps: { [WEB]: { environment: "production", keepRevisions: 5_000 } } as never, lane: laneWith(many) });
  const [lane] = agent.connect({ slots: { ...slotsOnDisk, ...slots("r-v0") } as never }).lanes;
  t.is(lane?.slots.length, LANE_SLOTS_MAX);
  t.true(lane?.slots.some(({ slot }) => slot === CURRENT));
  t.is(lane?.revisions.length, LANE_REVISIONS_MAX);
  t.true(lane?.revisions.some(({ revision }) => (revision as string) === `r-${many.at(-1)}`));
});

test("an unfinished intent outlives any number of restarts, and its command id never swaps twice", (t) => {
  let agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2), { commandId: "c1" as CommandId });
  agent.receive(intent);
  agent.readSlot(intent);
  for (let process = 2; process < 6; process++) agent = agent.restart({ instance: `i${process}`, disk: { slots: slots("r-b") } });
  t.is(verdict(agent.receive(intent)), "done");
  t.is(agent.record(intent)?.state.kind satisfies IntentState["kind"] | undefined, "finished");
});
