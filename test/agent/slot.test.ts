/** PROTOCOL.md §4.2, column *swapping*, and §4.5: what comes of a rename, and swaps back. */
import test from "ava";
import type { Lane, SlotRecord } from "../../agent/state.ts";
import type { ActivateIntent, SlotChangedReport } from "../../proto/messages.ts";
import type { AppName, RevisionId, SlotName } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import {
  activate,
  at,
  content,
  discard,
  failed,
  laneWith,
  Machine,
  NOW_CLOCK_MS,
  prepare,
  releaseIdOf,
  revisionRecord,
  running,
  slotIn,
  slotRecord,
  slots,
  STATS,
  verdict,
  workOf,
} from "./machine.ts";
import type { Seen } from "./machine.ts";

const REVERTED = failed("E_REVERTED");

/** `a` is active, `p` was before; `b` is about to be swapped in. */
function swapping(change: Partial<ActivateIntent> = {}, found = content("r-a")): { agent: Machine; intent: ActivateIntent; asked: Seen } {
  const lane = laneWith(["a", "p", "b"]);
  const agent = new Machine({
    lane: { ...lane, slots: { [CURRENT]: slotRecord({ active: "r-a", previous: "r-p", wanted: "b" }) } } as Lane,
  });
  const intent = activate("b", at(2), change);
  agent.receive(intent);
  return { agent, intent, asked: agent.readSlot(intent, found) };
}

function swapped(agent: Machine, to: string | null, slot: SlotName = CURRENT): Seen {
  return agent.post({ kind: "swapped", app: WEB, slot, to: to as RevisionId | null });
}

function swapFailed(agent: Machine, code: Parameters<typeof failed>[0]): Seen {
  return agent.post({ kind: "swap-failed", app: WEB, slot: CURRENT, failure: failed(code) });
}

function revert(agent: Machine): Seen {
  return agent.post({ kind: "reversal", app: WEB, slot: CURRENT, failure: REVERTED });
}

function slotOf(agent: Machine): SlotRecord {
  return agent.lane().slots[CURRENT] as SlotRecord;
}

test("a rename in time: active, previous and the result are written down, then told as ACTIVE", (t) => {
  const { agent, intent } = swapping();
  const seen = swapped(agent, "r-b");
  t.deepEqual(
    seen.effects.map(({ kind }) => kind),
    ["save", "send"],
  );
  t.like(slotOf(agent), { active: "r-b", previous: "r-a", wanted: releaseIdOf("b"), reverting: null });
  t.like(agent.result(intent), { outcome: "done", revision: "r-b", failure: null });
  t.is(agent.state.busy[WEB], undefined);
});

test("a rename told at the last millisecond of the lease is in time", (t) => {
  const { agent, intent } = swapping();
  agent.now = { ...agent.now, clockMs: intent.lease.untilMs };
  t.is(verdict(swapped(agent, "r-b")), "done");
});

test("a rename that came too late is put back: written down first, and reverted with E_LEASE when it is done", (t) => {
  const { agent, intent } = swapping();
  agent.now = { ...agent.now, clockMs: intent.lease.untilMs + 1 };
  const seen = swapped(agent, "r-b");
  t.like(seen.saved?.slots[CURRENT], { active: "r-a", reverting: { from: "r-b", to: "r-a" } });
  t.deepEqual(seen.answers, []);
  t.deepEqual(seen.work as unknown, [{ kind: "swap", app: WEB, slot: CURRENT, expect: content("r-b"), to: "r-a", untilMs: null }]);
  const done = swapped(agent, "r-a");
  t.is(verdict(done), "reverted E_LEASE");
  t.is(agent.result(intent)?.outcome, "reverted");
  t.like(slotOf(agent), { active: "r-a", previous: "r-p", reverting: null });
  t.like(
    done.sent.find(({ kind }) => kind === "slot-changed"),
    { failure: { code: "E_LEASE" }, slot: { drift: false } },
  );
});

test("a first activation that came too late leaves no slot, as before", (t) => {
  const agent = new Machine({ lane: { revisions: { "r-b": revisionRecord("b") } as Lane["revisions"] } });
  const intent = activate("b", at(1));
  agent.receive(intent);
  agent.readSlot(intent);
  agent.now = { ...agent.now, clockMs: intent.lease.untilMs + 1 };
  t.is(workOf(swapped(agent, "r-b"), "swap")?.to, null);
  t.is(verdict(swapped(agent, null)), "reverted E_LEASE");
  t.is(slotOf(agent).active, null);
});

test("a rename that was not done: expired where the lease's guard said no, failed otherwise; the slot is as before", (t) => {
  for (const [code, expected] of [
    ["E_LEASE", "expired E_LEASE"],
    ["E_DRIFT", "failed E_DRIFT"],
    ["E_IO", "failed E_IO"],
  ] as const) {
    const { agent } = swapping();
    const before = slotOf(agent);
    const seen = swapFailed(agent, code);
    t.is(verdict(seen), expected);
    t.deepEqual(slotOf(agent), before);
    t.is(agent.state.busy[WEB], undefined);
  }
});

test("a late rename of a slot that was drifted goes back to what it was, and is drifted again", (t) => {
  const { agent, intent } = swapping({ repair: true }, content("r-p"));
  agent.now = { ...agent.now, clockMs: intent.lease.untilMs + 1 };
  t.is(workOf(swapped(agent, "r-b"), "swap")?.to as string, "r-p");
  swapped(agent, "r-p");
  t.is(slotOf(agent).active as string, "r-a");
  t.true(slotIn(agent.connect({ slots: slots("r-p") }))?.drift);
});

test("a late rename of a foreign link goes back to what the journal says, since the link can't be made again", (t) => {
  const { agent, intent } = swapping({ repair: true }, { kind: "foreign", link: true, detail: "/elsewhere" });
  agent.now = { ...agent.now, clockMs: intent.lease.untilMs + 1 };
  t.is(workOf(swapped(agent, "r-b"), "swap")?.to as string, "r-a");
  t.is(verdict(swapped(agent, "r-a")), "reverted E_LEASE");
  t.is(slotOf(agent).active as string, "r-a");
});

test("a late rename of a foreign link to what the journal says stays: there is nothing older", (t) => {
  const agent = running("a");
  const intent = activate("a", at(2), { repair: true });
  agent.receive(intent);
  agent.readSlot(intent, { kind: "foreign", link: true, detail: "/elsewhere" });
  agent.now = { ...agent.now, clockMs: intent.lease.untilMs + 1 };
  const seen = swapped(agent, "r-a");
  t.deepEqual(seen.work, []);
  t.is(verdict(seen), "done");
});

test("a swap back that failed is tried again after a pause, for as long as it takes", (t) => {
  const { agent, intent } = swapping();
  agent.now = { ...agent.now, clockMs: intent.lease.untilMs + 1 };
  swapped(agent, "r-b");
  for (let attempt = 0; attempt < 3; attempt++) {
    const failedOnce = swapFailed(agent, "E_IO");
    t.deepEqual(
      failedOnce.work.map(({ kind }) => kind),
      ["warn"],
    );
    t.deepEqual(agent.post({ kind: "tick" }).work, []);
    agent.now = { ...agent.now, clockMs: agent.now.clockMs + 1_000 };
    t.is(workOf(agent.post({ kind: "tick" }), "swap")?.to as string, "r-a");
  }
  t.is(verdict(swapped(agent, "r-a")), "reverted E_LEASE");
});

for (const code of ["E_DRIFT", "E_SLOT", "E_NOT_PREPARED"] as const) {
  test(`a swap back that a person's hand made impossible (${code}) is given up: the activate failed, the lane goes on`, (t) => {
    const { agent, intent } = swapping();
    agent.now = { ...agent.now, clockMs: intent.lease.untilMs + 1 };
    swapped(agent, "r-b");
    const seen = swapFailed(agent, code);
    t.is(verdict(seen), `failed ${code}`);
    t.is(slotOf(agent).reverting, null);
    t.is(agent.state.busy[WEB], undefined);
  });
}

// ---- local reversal

/** `b` is active, `a` was before. */
function activated(): { agent: Machine; intent: ActivateIntent } {
  const { agent, intent } = swapping();
  swapped(agent, "r-b");
  return { agent, intent };
}

test("a local reversal is written down, swaps back with no lease, and ends the newest activate as reverted", (t) => {
  const { agent, intent } = activated();
  const seen = revert(agent);
  t.deepEqual(
    seen.effects.map(({ kind }) => kind),
    ["save", "swap"],
  );
  t.like(slotOf(agent).reverting, { from: "r-b", to: "r-a" });
  t.is(workOf(seen, "swap")?.untilMs, null);
  const done = swapped(agent, "r-a");
  t.is(agent.result(intent)?.outcome, "reverted");
  t.like(slotOf(agent), { active: "r-a", previous: null, wanted: releaseIdOf("b"), reverting: null });
  const told = done.sent.find(({ kind }) => kind === "slot-changed") as SlotChangedReport | undefined;
  t.like(told, { failure: REVERTED, slot: { slot: CURRENT, content: content("r-a"), release: releaseIdOf("a"), drift: false } });
});

test("a local reversal does not forget what was prepared for the slot since: an open rollout counts on it", (t) => {
  const { agent } = activated();
  const intent = prepare("c", at(3));
  const revision = workOf(agent.receive(intent), "materialize")?.revision as RevisionId;
  agent.post({ kind: "materialized", app: WEB, commandId: intent.commandId, stats: STATS });
  agent.post({ kind: "committed", app: WEB, commandId: intent.commandId, revision });
  agent.post({ kind: "removed", app: WEB, revision: "r-p" as RevisionId });
  revert(agent);
  swapped(agent, "r-a");
  t.like(slotOf(agent), { active: "r-a", wanted: releaseIdOf("c") });
});

test("a reverted activate stays reverted: a repeated command gets that, a restart too, and nothing swaps", (t) => {
  const { agent, intent } = activated();
  revert(agent);
  swapped(agent, "r-a");
  t.is(verdict(agent.receive(intent)), "reverted E_REVERTED");
  const after = agent.restart();
  t.deepEqual(after.started.work, []);
  t.is(verdict(after.receive(intent)), "reverted E_REVERTED");
});

test("a local reversal with no whole previous revision warns and changes nothing", (t) => {
  const damaged = laneWith(["a", "b"]);
  const revisions = { ...damaged.revisions, "r-b": revisionRecord("b", { damaged: true }) };
  const damagedSlots = { [CURRENT]: slotRecord({ active: "r-a", previous: "r-b" }) };
  const lost = { [CURRENT]: slotRecord({ active: "r-a", previous: "r-gone" }) };
  for (const agent of [
    running("a"),
    new Machine(),
    new Machine({ lane: { ...damaged, revisions, slots: damagedSlots } as Lane }),
    new Machine({ lane: { ...damaged, slots: lost } as Lane }),
  ]) {
    const before = agent.lane();
    t.deepEqual(
      revert(agent).effects.map(({ kind }) => kind),
      ["warn"],
    );
    t.is(agent.lane(), before);
  }
});

test("a second reversal while one is under way is ignored", (t) => {
  const { agent } = activated();
  revert(agent);
  t.deepEqual(revert(agent).effects, []);
});

test("a local reversal leaves unfinished intents alone and goes before them", (t) => {
  const { agent } = activated();
  agent.receive(discard("p", at(3)));
  const intent = activate("p", at(4));
  agent.receive(intent);
  t.deepEqual(revert(agent).work, []);
  const seen = agent.post({ kind: "removed", app: WEB, revision: "r-p" as RevisionId });
  t.is(workOf(seen, "swap")?.to as string, "r-a");
  t.is(agent.record(intent)?.state.kind, "queued");
});

test("a local reversal does not wait for a fetch: that is stopped, and begun again after the swap back", (t) => {
  const { agent } = activated();
  const intent = prepare("c", at(3));
  const begun = workOf(agent.receive(intent), "materialize");
  const seen = revert(agent);
  t.is(workOf(seen, "stop")?.revision, begun?.revision);
  t.deepEqual(seen.answers, []);
  const late = agent.post({ kind: "materialized", app: WEB, commandId: intent.commandId, stats: STATS });
  t.deepEqual(late.effects, []);
  t.is(workOf(agent.post({ kind: "stopped", app: WEB, commandId: intent.commandId }), "swap")?.to as string, "r-a");
  const after = swapped(agent, "r-a");
  t.deepEqual(workOf(after, "materialize"), begun);
});

test("a fetch that is stopped for a swap back is stopped once, whatever else comes, and can be cancelled", (t) => {
  const { agent } = activated();
  const intent = prepare("c", at(3));
  agent.receive(intent);
  revert(agent);
  t.is(workOf(agent.cancel(intent), "stop"), undefined);
  t.is(agent.result(intent)?.outcome, "cancelled");
  t.is(workOf(agent.post({ kind: "stopped", app: WEB, commandId: intent.commandId }), "swap")?.to as string, "r-a");
  t.deepEqual(swapped(agent, "r-a").work, []);
});

test("a local reversal with nothing to go back to stops no fetch", (t) => {
  const agent = running("a");
  agent.receive(prepare("c", at(3)));
  t.is(workOf(revert(agent), "stop"), undefined);
});

test("a local reversal during a rename comes after it: the new revision is active, then put back", (t) => {
  const { agent, intent } = swapping();
  t.deepEqual(revert(agent).work, []);
  const done = swapped(agent, "r-b");
  t.is(verdict(done), "done");
  const back = workOf(done, "swap");
  t.deepEqual([back?.expect, back?.to as string], [content("r-b"), "r-a"]);
  swapped(agent, "r-a");
  t.is(agent.result(intent)?.outcome, "reverted");
  t.like(slotOf(agent), { active: "r-a", reverting: null });
});

test("a local reversal during a rename that is not done goes back from what was active", (t) => {
  const { agent } = swapping();
  revert(agent);
  const seen = swapFailed(agent, "E_LEASE");
  t.is(verdict(seen), "expired E_LEASE");
  const back = workOf(seen, "swap");
  t.deepEqual([back?.expect, back?.to as string], [content("r-a"), "r-p"]);
  swapped(agent, "r-p");
  t.like(slotOf(agent), { active: "r-p", previous: null, reverting: null });
});

test("a local reversal while a slot is read goes first, and the slot is read again", (t) => {
  const lane = laneWith(["a", "p", "b"]);
  const agent = new Machine({ lane: { ...lane, slots: { [CURRENT]: slotRecord({ active: "r-a", previous: "r-p" }) } } as Lane });
  const intent = activate("b", at(2));
  agent.receive(intent);
  t.deepEqual(revert(agent).work, []);
  t.is(workOf(agent.readSlot(intent), "swap")?.to as string, "r-p");
  t.truthy(workOf(swapped(agent, "r-p"), "read-slot"));
  const seen = agent.readSlot(intent);
  t.deepEqual(workOf(seen, "swap")?.expect, content("r-p"));
});

test("a local reversal that finds the slot changed by hand is given up; what was done stays done, the slot is drifted", (t) => {
  const { agent, intent } = activated();
  revert(agent);
  const seen = swapFailed(agent, "E_DRIFT");
  t.is(slotOf(agent).reverting, null);
  t.is(agent.result(intent)?.outcome, "done");
  t.deepEqual(seen.answers, []);
  t.true(slotIn(agent.connect({ slots: slots("r-p") }))?.drift);
});

test("slots and apps are reverted each for itself", (t) => {
  const { agent } = activated();
  const before = slotOf(agent);
  agent.post({ kind: "reversal", app: WEB, slot: "blue" as SlotName, failure: REVERTED });
  agent.post({ kind: "reversal", app: "api" as AppName, slot: CURRENT, failure: REVERTED });
  t.deepEqual(slotOf(agent), before);
});

test("the lease is of the agent's clock: a wall clock that jumps does not end it", (t) => {
  const { agent } = swapping();
  agent.now = { unixMs: agent.now.unixMs + 1_000_000_000, clockMs: NOW_CLOCK_MS + 1 };
  t.is(verdict(swapped(agent, "r-b")), "done");
});

// ---- drift

test("a slot that is not what the journal says is reported as drift, and changed by nobody", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]), disk: { slots: slots("r-b") } });
  t.deepEqual(
    agent.started.work.filter(({ kind }) => kind === "swap"),
    [],
  );
  const report = slotIn(agent.connect({ slots: slots("r-b") }));
  t.like(report, { drift: true, content: content("r-b"), release: releaseIdOf("b") });
  t.is(slotOf(agent).active as string, "r-a");
});

test("a slot in the middle of a swap is no drift", (t) => {
  const { agent } = swapping();
  t.false(slotIn(agent.connect({ slots: slots("r-b") }))?.drift);
});
