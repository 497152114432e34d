/** What operators say to an open rollout, and gates: PROTOCOL.md §5.1, through `step`. */
import test from "ava";
import type { StreamEffect } from "../../../coordinator/rollout/events.ts";
import { type GateRule, type GateWhat, NO_SAMPLES, type Verdict } from "../../../coordinator/rollout/gate-rules.ts";
import type { RolloutPolicy, WaveRule } from "../../../coordinator/rollout/policy.ts";
import type { RolloutId } from "../../../runtime/ids.ts";
import { deployed, named, underPolicy } from "./policies.ts";
import { ACCEPTED, ended, LEASE_OVER_MS, POLICY, preparing, ready, ref, reported, sent, Stream, summary } from "./stream.ts";

const CANARY: WaveRule = { name: "canary", take: { kind: "amount", amount: { count: 1 } }, canary: true, bakeMs: 0 };
const METRIC: GateWhat = {
  kind: "metric",
  source: "prometheus",
  url: "http://p",
  test: { kind: "threshold", query: "up", min: 1, max: null },
};

test("a paused rollout sends nothing new, takes what comes, and goes on where it was; said twice changes nothing", (t) => {
  const stream = underPolicy(named(3), { activateParallel: 1 });
  t.is(summary(stream.say("pause-requested", "lunch")), "");
  t.like(stream.rollout, { state: "paused", pause: { from: "activating", note: "lunch", reason: null } });
  const { state } = stream;
  stream.say("pause-requested", "again");
  t.is(stream.state, state);
  t.is(summary(stream.answer("h0", ready("a"))), "");
  t.is(stream.host("h0").state, "active");
  t.is(summary(stream.say("resume-requested")), "activate h1");
  const going = stream.state;
  stream.say("resume-requested");
  t.is(stream.state, going);
});

test("a pause puts the prepare deadline off: who was still preparing is asked anew, and not left out", (t) => {
  const stream = underPolicy(named(3), {}, ["h0"]);
  stream.answer("h1", ACCEPTED);
  stream.disconnect("h2");
  stream.say("pause-requested");
  t.is(summary(stream.pass(POLICY.prepareTimeoutMs + 1_000)), "");
  t.is(summary(stream.connect("h2")), "cancel h2, prepare h2", "the deadline of the first one is over");
  stream.answer("h2", ready("a"));
  t.is(summary(stream.say("resume-requested")), "cancel h1, prepare h1");
  t.true((stream.outstanding("h1")?.deadlineUnixMs ?? 0) > stream.nowUnixMs);
  t.is(summary(stream.answer("h1", ready("a"))), "activate h0, activate h1, activate h2");
});

test("a prepare that its host gave up in a pause is asked for again", (t) => {
  const stream = underPolicy(named(2), {}, ["h0"]);
  stream.say("pause-requested");
  stream.pass(POLICY.prepareTimeoutMs + 1_000);
  t.is(summary(stream.answer("h1", ended("expired", "E_DEADLINE"))), "cancel h1, prepare h1");
  stream.answer("h1", ready("a"));
  t.is(summary(stream.say("resume-requested")), "activate h0, activate h1");
});

test("while it prepares a pause keeps the barrier shut, and is nobody's delay", (t) => {
  const stream = preparing("h1", "h2");
  stream.say("pause-requested");
  t.is(summary(stream.answer("h1", ready("a"))), "");
  stream.answer("h2", ready("a"));
  t.is(stream.rollout.state, "paused");
  t.is(summary(stream.pass(POLICY.prepareTimeoutMs * 2)), "");
  t.is(summary(stream.say("resume-requested")), "activate h1, activate h2");
});

test("a paused rollout is aborted like any other; an abort is never paused or resumed", (t) => {
  const stream = underPolicy(named(2), { activateParallel: 1 });
  stream.say("pause-requested");
  t.is(summary(stream.abort()), "cancel h0");
  t.is(summary(stream.say("pause-requested")), "reject E_CONFLICT");
  t.is(summary(stream.say("resume-requested")), "");
  t.is(summary(stream.pass(LEASE_OVER_MS)), "r1 aborted");
  t.is(summary(stream.say("pause-requested")), "", "of a rollout that is over nothing is to be said");
});

test("a host that failed is tried again only when told to, from where it failed", (t) => {
  const stream = underPolicy(named(3), { budget: { wave: null, datacenter: null, rollout: { count: 2 } }, onFailure: "pause" });
  stream.answer("h0", ended("reverted", "E_CHECK"));
  t.is(summary(stream.toHost("retry-requested", "h0")), "activate h0");
  t.is(summary(stream.toHost("retry-requested", "h0")), "", "it is on its way already");
  t.is(summary(stream.toHost("retry-requested", "h9")), "reject E_NOT_FOUND");
  const unprepared = underPolicy(named(2), { onFailure: "pause" }, ["h0"]);
  unprepared.answer("h1", ended("failed", "E_DISK_FULL"));
  t.is(unprepared.rollout.state, "paused");
  t.is(summary(unprepared.toHost("retry-requested", "h1")), "prepare h1");
  t.is(summary(unprepared.say("resume-requested")), "");
  t.is(summary(unprepared.answer("h1", ready("a"))), "activate h0, activate h1");
});

test("a host that becomes ready after its wave was opened goes with it", (t) => {
  const stream = underPolicy(
    named(2),
    { maxExcluded: { count: 1 }, onFailure: "pause", budget: { wave: null, datacenter: null, rollout: { count: 2 } } },
    ["h0"],
  );
  stream.answer("h1", ended("failed", "E_DISK_FULL"));
  t.is(stream.rollout.state, "activating");
  t.is(summary(stream.toHost("retry-requested", "h1")), "prepare h1");
  t.is(summary(stream.answer("h0", ready("a"))), "", "its wave waits for it");
  t.is(summary(stream.answer("h1", ready("a"))), "activate h1");
  t.is(summary(stream.answer("h1", ready("a"))), "r1 succeeded");
});

test("a host is left out by an operator: no failure, nothing is sent to it any more; not one that is being switched", (t) => {
  const stream = preparing("h1", "h2");
  t.is(summary(stream.toHost("exclude-requested", "h2")), "cancel h2");
  t.like(stream.host("h2"), { state: "excluded", failure: null });
  t.is(stream.rollout.tally.failed, 0);
  t.is(summary(stream.answer("h1", ready("a"))), "activate h1");
  t.is(summary(stream.toHost("exclude-requested", "h1")), "reject E_CONFLICT");
  t.is(summary(stream.answer("h1", ready("a"))), "r1 succeeded");
  const nobody = preparing("h1");
  t.is(summary(nobody.toHost("exclude-requested", "h1")), "cancel h1, r1 failed");
});

test("a locked app is not deployed, nor rolled back; the first lock counts until it is unlocked", (t) => {
  const stream = new Stream();
  stream.connect("h1");
  stream.post({ kind: "lock-requested", note: "audit" });
  const { state } = stream;
  stream.post({ kind: "lock-requested", note: "mine, too" }, "operator:bob");
  t.is(stream.state, state);
  const [effect] = stream.request();
  t.like(effect, { kind: "reject", failure: { code: "E_LOCKED_APP" } });
  t.regex((effect as Extract<StreamEffect, { kind: "reject" }>).failure.message, /locked by operator:alice: audit/);
  stream.post({ kind: "unlock-requested", note: "" });
  stream.post({ kind: "unlock-requested", note: "" });
  t.regex(summary(stream.request()), /^open r/);
});

// ---- gates

test("a gate that waits opens the next wave when its time is over", (t) => {
  const stream = atGate({ kind: "wait", waitMs: 5_000 });
  t.is(stream.rollout.state, "waiting");
  t.is(summary(stream.pass(4_999)), "");
  t.is(summary(stream.pass(1)), "activate h1");
});

test("an approval: by those who may, with four eyes not by who asked; said twice changes nothing", (t) => {
  const stream = atGate({ kind: "approval", by: ["bob", "alice"], fourEyes: true });
  t.is(summary(stream.pass(86_400_000)), "", "it has no time limit");
  const approve = (who: string, gate = ""): string =>
    summary(stream.post({ kind: "gate-approved", rollout: null, gate, note: "looks good" }, `operator:${who}`));
  t.is(approve("mallory"), "reject E_DENIED");
  t.is(approve("alice"), "reject E_DENIED");
  t.is(approve("bob", "other"), "reject E_GATE");
  t.is(approve("bob"), "activate h1");
  t.like(stream.rollout.clearances[0], { kind: "approval", principal: "operator:bob", note: "looks good" });
  t.is(approve("bob"), "reject E_GATE", "it stands at no gate any more");
});

test("a gate that a service decides: asked, asked again after its interval while there is no data, and it passes", (t) => {
  const stream = atGate(METRIC);
  t.is(stream.effects, "ask g");
  t.is(summary(stream.pass(1_000)), "", "one question at a time");
  t.is(summary(answered(stream, "no-data")), "");
  t.is(summary(stream.pass(14_000)), "");
  t.is(summary(stream.pass(1_000)), "ask g");
  t.is(summary(answered(stream, "pass", 1)), "", "the answer to an old question");
  t.is(summary(answered(stream, "pass")), "activate h1");
});

test("without a verdict in time the rollout pauses, and resumed it asks anew; silence never passes", (t) => {
  const stream = atGate(METRIC);
  answered(stream, "no-data");
  for (let at = 0; at < 60; at++) stream.pass(15_000);
  t.like(stream.rollout, { state: "paused", pause: { from: "waiting", reason: { code: "E_GATE" } } });
  t.is(stream.host("h1").state, "ready");
  t.is(summary(stream.say("resume-requested")), "ask g");
  const silent = atGate(METRIC);
  for (let at = 0; at < 60; at++) silent.pass(15_000);
  t.is(silent.rollout.state, "paused");
});

test("a gate that says no does what the policy does on failure", (t) => {
  const paused = atGate(METRIC, { onFailure: "pause", waves: [{ ...CANARY, canary: false }] });
  t.is(summary(answered(paused, "fail")), "");
  t.like(paused.rollout, {
    state: "paused",
    pause: { reason: { code: "E_GATE", hint: "look at it; then `shoal resume`, or --override g" } },
  });
  const back = atGate(METRIC, { onFailure: "rollback-all" });
  t.is(summary(answered(back, "fail")), "activate h0");
  t.is(summary(back.answer("h0", ready("a"))), "r2 failed");
  t.like(back.rollout.failure, { code: "E_GATE", hint: "look at it; then deploy again" }, "what has ended is not resumed");
});

test("an override passes a gate, in its time only, and stands in the state with its reason", (t) => {
  const override = (stream: Stream, gate: string, untilUnixMs: number): string =>
    summary(stream.post({ kind: "gate-overridden", rollout: null, gate, note: "I looked", untilUnixMs }));
  const stream = atGate(METRIC);
  t.is(override(stream, "other", stream.nowUnixMs + 1), "reject E_GATE");
  t.is(override(stream, "g", stream.nowUnixMs), "", "its time is over");
  t.is(stream.rollout.state, "waiting");
  t.is(override(stream, "g", stream.nowUnixMs + 1_000), "activate h1");
  t.like(stream.rollout.clearances.at(-1), { kind: "override", note: "I looked" });
});

test("a coordinator that was restarted at a gate asks again; in a bake it goes on baking", (t) => {
  const stream = atGate(METRIC);
  t.is(summary(stream.post({ kind: "coordinator-started" }, "coordinator:main")), "ask g");
  const baking = deployed(named(2), { waves: [{ ...CANARY, bakeMs: 10_000 }] });
  baking.answer("h0", ready("b"));
  const due = baking.rollout.bakeUntilUnixMs;
  baking.post({ kind: "coordinator-started" }, "coordinator:main");
  t.like(baking.rollout, { state: "baking", bakeUntilUnixMs: due });
});

test("after an abort nothing is sent: not at a gate, not in a bake, not to a host that comes back", (t) => {
  const stream = atGate(METRIC);
  t.is(summary(stream.abort()), "r2 aborted");
  t.is(summary(answered(stream, "pass")), "");
  const going = underPolicy(named(3), { activateParallel: 2 });
  const issued = going.outstanding("h0");
  going.abort();
  t.deepEqual(sent(going.connect("h0", { intents: [reported(issued, null)] }), "send-activate"), []);
  t.deepEqual(sent(going.answer("h1", ended("expired", "E_LEASE")), "send-activate"), []);
  t.is(summary(going.toHost("retry-requested", "h1")), "reject E_CONFLICT");
});

function atGate(what: GateWhat, policy: Partial<RolloutPolicy> = {}): Stream & { effects: string } {
  const gate: GateRule = { name: "g", after: "canary", what, intervalMs: 15_000, timeoutMs: 600_000 };
  const stream = deployed(named(2), { waves: [CANARY], gates: [gate], activateParallel: 1, ...policy });
  return Object.assign(stream, { effects: summary(stream.answer("h0", ready("b"))) });
}

function answered(stream: Stream, verdict: Verdict, question = stream.rollout.gate?.questions ?? 0): readonly StreamEffect[] {
  const about = { rollout: "r2" as RolloutId, wave: 1, gate: "g", question, verdict, evidence: "because", samples: NO_SAMPLES };
  return stream.post({ kind: "gate-evaluated", ...about }, "coordinator:main");
}

test("the release and every host's past stay as they are through pauses and gates", (t) => {
  const stream = atGate(METRIC);
  t.is(stream.rollout.release.release, ref("b").release);
  t.is(stream.host("h0").previous?.release, ref("a").release);
});
