/** Hosts that nobody hears at the end of their bake: silence is no pass. PROTOCOL.md §5.1, through `step`. */
import test from "ava";
import type { LaneReport } from "../../../proto/messages.ts";
import { ended, failed, POLICY, ready, reported, result, revisionOf, slotOn, type Stream, summary } from "./stream.ts";
import { deployed, named } from "./policies.ts";

const BAKE_MS = 10_000;
const CANARY = { name: "canary", take: { kind: "amount", amount: { count: 1 } }, canary: true, bakeMs: null } as const;
const BUDGET = { wave: null, datacenter: null, rollout: { count: 1 } } as const;

/** Release b on the canary of three hosts, which bakes. */
function canaryBakes(): Stream {
  const stream = deployed(named(3), { waves: [CANARY], bakeMs: BAKE_MS, budget: BUDGET, activateParallel: 1, onFailure: "rollback-all" });
  stream.answer("h0", ready("b"));
  return stream;
}

function lane(name: string, change: Partial<LaneReport> = {}): Partial<LaneReport> {
  return { slots: [slotOn(name)], revisions: [revisionOf("a"), revisionOf("b")], ...change };
}

test("a bake does not pass while a host of its wave is silent; when it is heard and well, the next wave opens", (t) => {
  const stream = canaryBakes();
  stream.disconnect("h0");
  t.is(summary(stream.pass(BAKE_MS)), "");
  t.is(stream.rollout.state, "baking");
  t.is(summary(stream.connect("h0", lane("b"))), "activate h1");
  t.is(stream.host("h0").state, "active");
});

test("a host that comes back and has reverted meanwhile counts before the next wave opens", (t) => {
  const stream = canaryBakes();
  stream.disconnect("h0");
  stream.pass(BAKE_MS);
  t.is(summary(stream.connect("h0", lane("a"))), "r2 failed");
  t.is(stream.host("h0").state, "reverted");
});

test("a host that stays silent is unknown by name once an activate's time is over, and counts: a canary's wave goes back", (t) => {
  const stream = canaryBakes();
  stream.disconnect("h0");
  stream.pass(BAKE_MS);
  t.is(summary(stream.pass(POLICY.activateTimeoutMs - 1)), "");
  stream.pass(1);
  t.like(stream.rollout, { state: "rolling-back", failure: { code: "E_TIMEOUT" } });
  t.regex(stream.rollout.failure?.message ?? "", /host h0 was not heard when its bake was over/);
  t.is(stream.host("h0").outstanding?.kind, "back", "if it comes back, it goes back");
  t.is(summary(stream.connect("h0", lane("b"))), "activate h0");
  t.is(summary(stream.answer("h0", ready("a"))), "r2 failed");
  t.deepEqual(stream.states(), { h0: "rolled-back", h1: "cancelled", h2: "cancelled" });
});

test("one that the budget bears does not hold up the others, and is active again when it is heard", (t) => {
  const policy = { waves: [{ ...CANARY, canary: false }], bakeMs: BAKE_MS, budget: BUDGET, activateParallel: 1 } as const;
  const stream = deployed(named(3), { ...policy, onFailure: "pause" });
  stream.answer("h0", ready("b"));
  stream.disconnect("h0");
  stream.pass(BAKE_MS);
  t.is(summary(stream.pass(POLICY.activateTimeoutMs)), "activate h1");
  t.like(stream.host("h0"), { state: "unknown", failure: { code: "E_TIMEOUT" } });
  t.is(stream.rollout.tally.failed, 1);
  stream.connect("h0", lane("b"));
  t.like(stream.host("h0"), { state: "active", failure: null });
  t.is(stream.rollout.tally.failed, 0);
  stream.disconnect("h0");
  stream.answer("h1", ready("b"));
  stream.answer("h2", ready("b"));
  stream.pass(BAKE_MS);
  t.is(stream.rollout.state, "succeeded", "its own bake was over long ago");
});

test("a coordinator that was away at the end of a bake hears its hosts first", (t) => {
  const stream = canaryBakes();
  stream.nowUnixMs += BAKE_MS;
  t.is(summary(stream.post({ kind: "coordinator-started" }, "coordinator:main")), "");
  t.is(summary(stream.pass(1_000)), "");
  t.is(summary(stream.connect("h1", lane("a"))), "");
  t.is(summary(stream.connect("h0", lane("b"))), "activate h1");
});

test("checks that failed in the bake where there was nothing to go back to are known from the next hello", (t) => {
  const stream = deployed(named(1), { bakeMs: BAKE_MS, onFailure: "pause" });
  const command = stream.outstanding("h0");
  stream.answer("h0", ready("b"));
  stream.disconnect("h0");
  const told = reported({ ...command!, kind: "activate" }, result("failed", { failure: failed("E_CHECK") }));
  stream.connect("h0", lane("b", { intents: [told] }));
  t.like(stream.host("h0"), { state: "reverted", failure: { code: "E_CHECK" } });
  t.is(stream.rollout.state, "paused");
});

test("an abort while hosts go back: whoever has not gone is shown as active, for that is what it is", (t) => {
  const stream = deployed(named(3), { budget: BUDGET, activateParallel: 1, onFailure: "rollback-all" });
  stream.answer("h0", ready("b"));
  stream.answer("h1", ended("reverted", "E_CHECK"));
  stream.disconnect("h0");
  stream.answer("h2", ended("reverted", "E_CHECK"));
  t.is(stream.rollout.state, "rolling-back");
  t.is(summary(stream.abort()), "r2 aborted");
  t.is(stream.host("h0").state, "active");

  const asked = deployed(named(3), { budget: BUDGET, activateParallel: 1, onFailure: "rollback-all" });
  asked.answer("h0", ready("b"));
  asked.answer("h1", ended("reverted", "E_CHECK"));
  t.is(summary(asked.answer("h2", ended("reverted", "E_CHECK"))), "activate h0");
  t.is(summary(asked.abort()), "cancel h0");
  t.is(asked.rollout.state, "aborting");
  t.is(summary(asked.answer("h0", ended("cancelled", "E_CANCELLED"))), "r2 aborted");
  t.is(asked.host("h0").state, "active");
});
