/** What is told of a stream's steps: pure, over the real `step`. */
import test from "ava";
import { type Message, messageOf, slackBody } from "../../../coordinator/notify/message.ts";
import { type Notice, type NoticeKind, noticesOf } from "../../../coordinator/notify/notices.ts";
import { isWanted } from "../../../coordinator/notify/targets.ts";
import { type GateRule, type GateWhat, NO_SAMPLES } from "../../../coordinator/rollout/gate-rules.ts";
import type { RolloutPolicy } from "../../../coordinator/rollout/policy.ts";
import { emptyStream, step } from "../../../coordinator/rollout/step.ts";
import type { AppName, EnvironmentName, RolloutId } from "../../../runtime/ids.ts";
import { deployed, named } from "../rollout/policies.ts";
import { APP, ended, LEASE_OVER_MS, preparing, PRODUCTION, ready, START_UNIX_MS, type Stream } from "../rollout/stream.ts";

const CANARY = { name: "canary", take: { kind: "amount", amount: { count: 1 } }, canary: true, bakeMs: 1_000 } as const;

/** Of the stream's whole log. */
function told(stream: Stream): Notice[] {
  let state = emptyStream(PRODUCTION, APP);
  return stream.log.flatMap((logged) => {
    const before = state;
    ({ state } = step(before, logged));
    return noticesOf(before, logged, state);
  });
}

/** Of the newest rollout. */
function kinds(stream: Stream): NoticeKind[] {
  const all = told(stream).map(({ kind }) => kind);
  return all.slice(all.lastIndexOf("opened"));
}

function withGate(what: GateWhat, policy: Partial<RolloutPolicy> = {}, more: readonly GateRule[] = []): Stream {
  const gates = [rule("g", what), ...more];
  return deployed(named(3), {
    waves: [{ ...CANARY, canary: false, bakeMs: 0 }],
    gates,
    activateParallel: 1,
    onFailure: "pause",
    ...policy,
  });
}

function rule(name: string, what: GateWhat): GateRule {
  return { name, after: "canary", what, intervalMs: 15_000, timeoutMs: 600_000 };
}

const UP_TO_CANARY = ["opened", "preparing", "barrier", "wave-opened"];

test("a rollout with a canary that bakes and a gate that waits is told from its opening to its end, each step once and in order", (t) => {
  const gates = [rule("pause a while", { kind: "wait", waitMs: 5_000 })];
  const stream = deployed(named(3), { waves: [CANARY], gates });
  stream.answer("h0", ready("b"));
  stream.pass(1_000);
  stream.pass(5_000);
  for (const host of ["h1", "h2"]) stream.answer(host, ready("b"));
  t.is(stream.rollout.state, "succeeded");
  const after = ["baking", "wave-done", "gate-waiting", "gate-passed", "wave-opened", "wave-done", "ended"];
  t.deepEqual(kinds(stream), [...UP_TO_CANARY, ...after]);
  const last = told(stream).at(-1);
  t.like(last, { severity: "info", text: "rollout succeeded after 6 s: 3 of 3 hosts run release/b" });
  t.true(told(stream).every(({ severity }) => severity === "info"));
  t.like(
    told(stream).findLast(({ kind }) => kind === "wave-opened"),
    { wave: { number: 2, name: "rest", hosts: 2 }, text: "wave rest (2 of 2) is open: 2 hosts" },
  );
});

test("steps of one event that come one after the other are all told: a wave that needs nothing is opened and done at once", (t) => {
  const stream = deployed(named(2), { waves: [{ ...CANARY, bakeMs: 0 }], gates: [rule("a", { kind: "wait", waitMs: 1 })] });
  stream.toHost("exclude-requested", "h1");
  stream.answer("h0", ready("b"));
  stream.pass(1);
  t.is(stream.rollout.state, "succeeded");
  t.deepEqual(kinds(stream).slice(UP_TO_CANARY.length), ["wave-done", "gate-waiting", "gate-passed", "wave-opened", "wave-done", "ended"]);
});

test("a host that reverted, and the pause that follows, with who and why; then the one who resumes", (t) => {
  const stream = deployed(named(3), { activateParallel: 1, onFailure: "pause" });
  stream.answer("h0", ended("reverted", "E_CHECK"));
  t.deepEqual(kinds(stream).slice(UP_TO_CANARY.length), ["host-reverted", "paused"]);
  const [reverted, paused] = told(stream).slice(-2);
  t.like(reverted, {
    severity: "warning",
    hosts: { count: 1, names: ["h0"] },
    text: "host h0 (dc1): put its slot back by itself: a test says E_CHECK",
  });
  t.like(paused, { severity: "error", failure: { code: "E_CHECK" } });
  stream.toHost("exclude-requested", "h0");
  stream.say("resume-requested", "disk was full");
  t.like(told(stream).at(-1), { kind: "resumed", note: "disk was full", by: "operator:alice" });
});

test("what an operator pauses is a warning, and what then fails in it is told with its own reason", (t) => {
  const stream = deployed(named(3), { onFailure: "pause" });
  stream.say("pause-requested", "lunch");
  t.like(told(stream).at(-1), { kind: "paused", severity: "warning", note: "lunch", by: "operator:alice" });
  stream.say("pause-requested", "again");
  stream.answer("h0", ended("failed", "E_DRIFT"));
  t.deepEqual(kinds(stream).slice(UP_TO_CANARY.length), ["paused", "host-failed", "paused"]);
  t.like(told(stream).at(-1), { severity: "error", failure: { code: "E_DRIFT" } });
});

test("an approval is waited for as a warning, and passed in the name of who gave it", (t) => {
  const stream = withGate({ kind: "approval", by: ["bob"], fourEyes: false });
  stream.answer("h0", ready("b"));
  t.like(told(stream).at(-1), { kind: "gate-waiting", severity: "warning", text: "at gate g after wave canary: it needs approval by bob" });
  stream.post({ kind: "gate-approved", rollout: null, gate: "", note: "looks good" }, "operator:bob");
  t.deepEqual(kinds(stream).slice(-2), ["gate-passed", "wave-opened"]);
  t.like(told(stream).at(-2), { by: "operator:bob", note: "looks good", text: "gate g is approved by operator:bob (looks good)" });
});

test("a gate's service that says no is told with its evidence; an override with its reason, and each gate that was passed by it", (t) => {
  const webhook = { kind: "webhook", url: "https://gate.example.net/" } as const;
  const stream = withGate(webhook, {}, [rule("second", { kind: "wait", waitMs: 1 })]);
  stream.answer("h0", ready("b"));
  const about = { rollout: "r2" as RolloutId, wave: 1, gate: "g", question: 1, evidence: "5 % errors", samples: NO_SAMPLES } as const;
  stream.post({ kind: "gate-evaluated", ...about, question: 7, verdict: "fail" }, "coordinator:main");
  stream.post({ kind: "gate-evaluated", ...about, verdict: "fail" }, "coordinator:main");
  t.deepEqual(kinds(stream).slice(-3), ["gate-waiting", "gate-failed", "paused"], "an answer to no question says nothing");
  t.like(told(stream).at(-2), { severity: "error", gate: { name: "g", kind: "webhook", evidence: "5 % errors" } });
  const untilUnixMs = stream.nowUnixMs + 60_000;
  for (const gate of ["g", "second"]) stream.post({ kind: "gate-overridden", rollout: null, gate, note: "I looked", untilUnixMs });
  stream.say("resume-requested");
  t.deepEqual(kinds(stream).slice(-6), ["gate-overridden", "gate-overridden", "resumed", "gate-passed", "gate-passed", "wave-opened"]);
  t.like(told(stream).at(-2), { severity: "warning", gate: { name: "second" }, note: "I looked" });
});

test("hosts that go silent together are one notification with their number and the first names", (t) => {
  const stream = deployed(named(100), { onFailure: "rollback-all" });
  const before = told(stream).length;
  stream.pass(LEASE_OVER_MS);
  stream.pass(60_000);
  const [failed] = told(stream).slice(before);
  t.is(failed?.kind, "host-failed");
  t.is(failed?.hosts?.count, 100);
  t.is(failed?.hosts?.names.length, 20);
  t.regex(failed?.text ?? "", /^host h0 \(dc1\) and 99 more: silent: /);
});

test("going back, and an abort with intents to be confirmed, are told before the end", (t) => {
  const back = deployed(named(3), { activateParallel: 1, onFailure: "rollback-all" });
  back.answer("h0", ready("b"));
  back.answer("h1", ended("reverted", "E_CHECK"));
  back.answer("h0", ready("a"));
  t.deepEqual(kinds(back).slice(UP_TO_CANARY.length), ["host-reverted", "rolling-back", "ended"]);
  t.like(told(back).at(-1), { severity: "error", failure: { code: "E_CHECK" } });
  const aborted = deployed(named(2), {});
  aborted.abort();
  for (const host of ["h0", "h1"]) aborted.answer(host, ended("cancelled", "E_CANCELLED"));
  t.deepEqual(kinds(aborted).slice(UP_TO_CANARY.length), ["aborting", "ended"]);
  t.like(told(aborted).at(-2), { by: "operator:alice", text: "no host is switched any more; 2 intents still to be confirmed" });
});

test("a lock and its end are told; an event that moves nothing is not", (t) => {
  const stream = preparing("h1");
  stream.post({ kind: "lock-requested", note: "freeze" });
  t.like(told(stream).at(-1), { kind: "locked", severity: "warning", text: "web is locked: freeze" });
  const count = told(stream).length;
  stream.connect("h9");
  stream.disconnect("h9");
  stream.pass(1_000);
  t.is(told(stream).length, count);
  stream.post({ kind: "unlock-requested", note: "" });
  t.like(told(stream).at(-1), { kind: "unlocked" });
});

test("a message's id is its event's place; it differs with the event's time", (t) => {
  const [message] = messages(preparing("h1", "h2"));
  t.is(message?.id, `production/web/3/0/${START_UNIX_MS.toString(36)}`);
  t.like(message, { version: 1, kind: "opened", environment: "production", app: "web", principal: "operator:alice", failure: null });
  t.like(message?.rollout, { id: "r1", tag: "release/a", hosts: 2, waves: 1, wave: 0, state: "preparing" });
  const ids = messages(deployed(named(3), {})).map(({ id }) => id);
  t.is(new Set(ids).size, ids.length);
});

test("in Slack's form nothing of a note has a meaning of its own", (t) => {
  const stream = preparing("h1");
  stream.say("pause-requested", "<!channel> & <https://evil.example|click>");
  const body = JSON.parse(slackBody(messages(stream).at(-1) as Message)) as {
    text: string;
    attachments: { text: string; color: string }[];
  };
  t.is(body.text, "*web* production · release/a");
  t.regex(body.attachments[0]?.text ?? "", /&lt;!channel&gt; &amp; &lt;https:\/\/evil\.example\|click&gt;/);
});

test("a filter takes what is of its environments, apps, kinds and grave enough", (t) => {
  const all = { environments: null, apps: null, kinds: null, severity: "info" } as const;
  const one = { environment: "production", app: "web", kind: "paused", severity: "warning" } as const;
  t.true(isWanted(all, one));
  t.true(isWanted({ ...all, severity: "warning", kinds: ["paused"], apps: ["web" as AppName] }, one));
  t.false(isWanted({ ...all, severity: "error" }, one));
  t.false(isWanted({ ...all, kinds: ["ended"] }, one));
  t.false(isWanted({ ...all, apps: ["api" as AppName] }, one));
  t.false(isWanted({ ...all, environments: ["staging" as EnvironmentName] }, one));
});

function messages(stream: Stream): Message[] {
  let state = emptyStream(PRODUCTION, APP);
  return stream.log.flatMap((logged) => {
    const before = state;
    ({ state } = step(before, logged));
    return noticesOf(before, logged, state).map((notice, place) => messageOf(notice, logged, { state, place }));
  });
}
