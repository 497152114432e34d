/** What happens to a request that finds a rollout open: next.ts. */
import test from "ava";
import { rollbackTarget } from "../../../coordinator/rollout/history.ts";
import { emptyStream, step } from "../../../coordinator/rollout/step.ts";
import type { Principal, RolloutId } from "../../../runtime/ids.ts";
import { nowPolicy } from "../../../coordinator/rollout/policy.ts";
import { APP, CURRENT, deploy, ended, LEASE_OVER_MS, POLICY, PRODUCTION, ready, ref, type Stream, succeeded, summary } from "./stream.ts";

/** `a` and `b` were deployed; `c` is being prepared. */
function preparingC(): Stream {
  const stream = succeeded();
  deploy(stream, "b");
  stream.request({ release: ref("c") });
  return stream;
}

/** Both hosts were told to switch to it. */
function activatingC(): Stream {
  const stream = preparingC();
  for (const host of ["h1", "h2"]) stream.answer(host, ready("c"));
  return stream;
}

function rollback(stream: Stream, change: Parameters<Stream["request"]>[0] = {}): string {
  const release = rollbackTarget(stream.state, CURRENT) ?? ref("nothing");
  return summary(stream.request({ rolloutKind: "rollback", release, whenOpen: "abort", ...change }));
}

const tick = (stream: Stream): string => summary(stream.pass(0));

test("a rollback while hosts prepare aborts that at once, and begins with the next event: to what ran before", (t) => {
  const stream = preparingC();
  t.is(rollback(stream), "queue r4, cancel h1, cancel h2, r3 aborted, next");
  t.like(stream.rollout, { id: "r3", state: "aborted" }, "its end is recorded for itself");
  t.is(tick(stream), "open r4, prepare h1, prepare h2");
  t.like(stream.rollout, { id: "r4", kind: "rollback", release: ref("b"), principal: "operator:alice" });
  t.is(stream.state.next, null);
});

test("a rollback while hosts are switched waits until the abort is acknowledged, by answers", (t) => {
  const stream = activatingC();
  t.is(rollback(stream), "queue r4, cancel h1, cancel h2");
  t.is(stream.rollout.state, "aborting");
  t.is(summary(stream.answer("h1", ended("cancelled", "E_CANCELLED"))), "");
  t.is(summary(stream.answer("h2", ready("c"))), "r3 aborted, next");
  t.is(tick(stream), "open r4, prepare h1, prepare h2");
});

test("a rollback while a silent host may switch waits until its lease is over", (t) => {
  const stream = activatingC();
  stream.disconnect("h2");
  rollback(stream);
  stream.answer("h1", ended("cancelled", "E_CANCELLED"));
  t.is(tick(stream), "");
  t.is(summary(stream.pass(LEASE_OVER_MS)), "r3 aborted, next");
  t.is(stream.host("h2").state, "unknown");
  t.is(tick(stream), "open r4, prepare h1");
});

test("a rollback works in every state of the open rollout: paused, rolling back, aborting", (t) => {
  const paused = activatingC();
  paused.say("pause-requested");
  t.regex(rollback(paused), /^queue r4, cancel/);
  t.is(paused.rollout.state, "aborting");
  const aborting = activatingC();
  aborting.abort();
  t.is(rollback(aborting), "queue r4", "it is told once");
  for (const host of ["h1", "h2"]) aborting.answer(host, ended("cancelled", "E_CANCELLED"));
  t.is(tick(aborting), "open r4, prepare h1, prepare h2");
  const back = succeeded();
  deploy(back, "b");
  back.request({
    release: ref("c"),
    policy: { ...POLICY, budget: { wave: null, datacenter: null, rollout: { count: 0 } }, onFailure: "rollback-all" },
  });
  for (const host of ["h1", "h2"]) back.answer(host, ready("c"));
  back.answer("h1", ready("c"));
  back.answer("h2", ended("failed", "E_CHECK"));
  t.is(back.rollout.state, "rolling-back");
  t.is(rollback(back), "queue r4", "its hosts go where the rollback would take them");
  back.answer("h1", ready("b"));
  t.is(tick(back), "open r4, prepare h1, prepare h2");
});

test("said twice it is one rollback: by its request id, by what it asks for, and while it waits; --now takes its place", (t) => {
  const stream = activatingC();
  rollback(stream);
  t.is(rollbackTarget(stream.state, CURRENT)?.tag, ref("b").tag, "not one more back");
  t.is(rollback(stream, { requestId: "q4" }), "queue r4");
  for (const host of ["h1", "h2"]) stream.answer(host, ended("cancelled", "E_CANCELLED"));
  tick(stream);
  t.is(rollbackTarget(stream.state, CURRENT)?.tag, ref("b").tag);
  t.is(rollback(stream), "open r4", "the same again, by another id");
  t.is(rollback(stream, { requestId: "q4" }), "open r4");
  const now = rollback(stream, { policy: nowPolicy(POLICY) });
  t.regex(now, /^queue r\d+, cancel h1, cancel h2, r4 aborted, next$/);
  tick(stream);
  t.like(stream.rollout, { kind: "rollback", release: ref("b"), policy: { name: "plain, now" } });
});

test("an abort drops what waits; one of the open rollout by its name does not; a lock does", (t) => {
  const all = activatingC();
  rollback(all);
  all.abort();
  t.is(all.state.next, null);
  for (const host of ["h1", "h2"]) all.answer(host, ended("cancelled", "E_CANCELLED"));
  t.is(tick(all), "");
  const one = activatingC();
  rollback(one);
  one.abort("r3");
  t.not(one.state.next, null);
  one.abort("r4");
  t.is(one.state.next, null);
  t.is(one.rollout.state, "aborting");
  const locked = activatingC();
  rollback(locked);
  locked.post({ kind: "lock-requested", note: "audit" });
  t.is(locked.state.next, null);
});

test("a deploy that finds a rollout open is refused with whose it is; one that is queued begins when that has succeeded, and not otherwise", (t) => {
  const stream = activatingC();
  const [refused] = stream.request({ release: ref("d"), note: "mine" });
  t.regex(refused?.kind === "reject" ? refused.failure.message : "", /r3, deploy of release\/c by operator:alice, activating/);
  t.is(summary(stream.request({ release: ref("d"), whenOpen: "wait" })), "queue r5");
  t.is(summary(stream.request({ release: ref("e"), whenOpen: "wait" })), "reject E_ROLLOUT_OPEN", "one place");
  stream.answer("h1", ready("c"));
  t.is(summary(stream.answer("h2", ready("c"))), "r3 succeeded, next");
  t.is(tick(stream), "open r5, prepare h1, prepare h2");
  const failed = activatingC();
  failed.request({ release: ref("d"), whenOpen: "wait" });
  failed.answer("h1", ready("c"));
  failed.answer("h2", ended("failed", "E_CHECK"));
  t.is(failed.rollout.state, "failed");
  t.is(tick(failed), "");
  t.is(failed.state.next, null);
  const taken = activatingC();
  taken.request({ release: ref("d"), whenOpen: "wait" });
  t.regex(rollback(taken), /^queue r5/, "a rollback takes the place of what waits, too");
  t.is(taken.state.next?.event.rolloutKind, "rollback");
});

test("what waits already is what it is asked for again, from another terminal, too; --now is something else", (t) => {
  const stream = activatingC();
  rollback(stream);
  const id = stream.state.next?.event.rollout;
  t.is(rollback(stream), `queue ${id}`);
  t.is(stream.state.next?.event.rollout, id);
  t.not(rollback(stream, { policy: nowPolicy(POLICY) }), `queue ${id}`);
  t.not(stream.state.next?.event.rollout, id);
  const queued = activatingC();
  queued.request({ release: ref("d"), whenOpen: "wait" });
  const first = queued.state.next?.event.rollout;
  t.is(summary(queued.request({ release: ref("d"), whenOpen: "wait" })), `queue ${first}`);
});

test("a coordinator that dies anywhere between the word and the begin begins it once, for who asked", (t) => {
  const stream = activatingC();
  stream.post({ kind: "rollout-requested", ...waiting(), whenOpen: "abort" }, "operator:bob");
  for (const host of ["h1", "h2"]) stream.answer(host, ended("cancelled", "E_CANCELLED"));
  t.is(stream.rollout.state, "aborted");
  const folded = stream.log.reduce((state, logged) => step(state, logged).state, emptyStream(PRODUCTION, APP));
  const started = { version: stream.log.length + 1, atUnixMs: stream.nowUnixMs, principal: "coordinator:main" as Principal };
  const { state } = step(folded, { ...started, event: { kind: "coordinator-started" } });
  t.like(state.rollout, { id: "r9", kind: "rollback", state: "preparing", principal: "operator:bob" });
  t.is(state.next, null);
});

test("an operator's deploy takes the place of hosts that converge, also while they are switched", (t) => {
  const stream = succeeded();
  stream.request({ release: ref("a"), converges: true });
  for (const host of ["h1", "h2"]) stream.answer(host, ready("a"));
  t.is(summary(stream.request({ release: ref("b") })), "queue r3, cancel h1, cancel h2");
  t.is(summary(stream.request({ release: ref("c") })), "reject E_ROLLOUT_OPEN", "it waits already");
  for (const host of ["h1", "h2"]) stream.answer(host, ended("cancelled", "E_CANCELLED"));
  t.is(tick(stream), "open r3, prepare h1, prepare h2");
});

function waiting() {
  const policy = POLICY;
  const { hosts } = { hosts: ["h1", "h2"].map((host) => ({ host: host as never, datacenter: "dc1" })) };
  const ids = { requestId: "q9", rollout: "r9" as RolloutId };
  return { ...ids, rolloutKind: "rollback", slot: CURRENT, release: ref("b"), hosts, repair: false, note: "", policy } as const;
}
