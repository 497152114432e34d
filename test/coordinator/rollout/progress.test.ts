/** PROTOCOL.md §5.1 and §5.3: barrier, waves, clock, end. */
import test from "ava";
import {
  activating,
  ended,
  failed,
  hosts,
  inWaves,
  LEASE_OVER_MS,
  POLICY,
  preparing,
  ready,
  ref,
  reported,
  sent,
  START_UNIX_MS,
  Stream,
  succeeded,
  summary,
} from "./stream.ts";

test("nothing activates before the last host is ready; then the first wave is asked, with a lease and the deadline", (t) => {
  const stream = preparing("h1", "h2", "h3");
  t.is(summary(stream.answer("h1", ready("a"))), "");
  t.is(summary(stream.answer("h2", ready("a"))), "");
  stream.nowUnixMs += 7_000;
  const effects = stream.answer("h3", ready("a"));
  t.is(summary(effects), "activate h1, activate h2, activate h3");
  t.like(stream.rollout, { state: "activating", wave: 1, activatingUnixMs: START_UNIX_MS + 7_000 });
  t.like(sent(effects, "send-activate")[0], {
    release: ref("a").release,
    tree: ref("a").tree,
    leaseMs: POLICY.leaseMs,
    deadlineUnixMs: START_UNIX_MS + 7_000 + POLICY.activateTimeoutMs,
  });
  t.is(stream.outstanding("h1")?.leaseOverUnixMs, stream.nowUnixMs + LEASE_OVER_MS);
});

test("the next wave opens when all of this one are active, and no earlier", (t) => {
  const stream = inWaves(preparing("h1", "h2", "h3"), ["h2"], ["h1", "h3"]);
  for (const host of ["h1", "h2", "h3"]) stream.answer(host, ready("a"));
  t.deepEqual(stream.states(), { h1: "ready", h2: "ready", h3: "ready" });
  t.is(stream.outstanding("h1"), null);
  t.is(summary(stream.answer("h2", ready("a"))), "activate h1, activate h3");
  t.is(stream.rollout.wave, 2);
  t.is(summary(stream.answer("h1", ready("a"))), "");
  t.is(summary(stream.answer("h3", ready("a"))), "r1 succeeded");
});

test("when all hosts are active the rollout has succeeded, and the release is in the slot's history", (t) => {
  const stream = activating();
  stream.answer("h1", ready("a"));
  t.is(summary(stream.answer("h2", ready("a"))), "r1 succeeded");
  t.like(stream.rollout, { state: "succeeded", failure: null, endedUnixMs: stream.nowUnixMs });
  t.deepEqual(stream.state.history[stream.rollout.slot], [ref("a")]);
});

test("a host that fails to prepare ends the rollout: the rest is cancelled, those that are ready stay ready", (t) => {
  const stream = preparing("h1", "h2", "h3");
  stream.answer("h1", ready("a"));
  t.is(summary(stream.answer("h2", ended("failed", "E_DISK_FULL"))), "cancel h3, r1 failed");
  t.like(stream.rollout, { state: "failed", failure: { code: "E_DISK_FULL" } });
  t.regex(stream.rollout.failure?.message ?? "", /h2/);
  t.deepEqual(stream.states(), { h1: "ready", h2: "failed", h3: "cancelled" });
});

test("at the prepare deadline the hosts that are not ready are left out by name; more than may be, and the rollout failed with E_TIMEOUT", (t) => {
  const stream = preparing("h1", "h2", "h3");
  stream.answer("h1", ready("a"));
  stream.disconnect("h2");
  t.is(summary(stream.pass(POLICY.prepareTimeoutMs - 1)), "");
  t.is(summary(stream.pass(1)), "cancel h3, r1 failed");
  t.is(stream.rollout.failure?.code, "E_TIMEOUT");
  t.deepEqual(stream.states(), { h1: "ready", h2: "excluded", h3: "excluded" });
});

test("a failed host in a wave stops further waves; the rollout ends when no activate is outstanding", (t) => {
  const stream = inWaves(preparing("h1", "h2", "h3"), ["h1", "h2"], ["h3"]);
  for (const host of ["h1", "h2", "h3"]) stream.answer(host, ready("a"));
  t.is(summary(stream.answer("h1", ended("failed", "E_SLOT"))), "");
  t.is(stream.rollout.state, "activating");
  t.is(summary(stream.answer("h2", ready("a"))), "r1 failed");
  t.deepEqual(stream.states(), { h1: "failed", h2: "active", h3: "cancelled" });
  t.like(stream.rollout, { state: "failed", wave: 1, failure: { code: "E_SLOT" } });
  t.deepEqual(stream.state.history, {});
});

test("a host that reverts stops further waves, too", (t) => {
  const stream = inWaves(preparing("h1", "h2"), ["h1"], ["h2"]);
  for (const host of ["h1", "h2"]) stream.answer(host, ready("a"));
  t.is(summary(stream.answer("h1", ended("reverted", "E_LEASE"))), "r1 failed");
  t.deepEqual(stream.states(), { h1: "reverted", h2: "cancelled" });
});

test("silence past the lease is unknown, not failed: the rollout waits for the host until the deadline", (t) => {
  const stream = activating();
  stream.answer("h1", ready("a"));
  stream.disconnect("h2");
  t.is(summary(stream.pass(LEASE_OVER_MS)), "");
  t.is(stream.host("h2").state, "unknown");
  t.is(stream.rollout.state, "activating");
  const issued = stream.outstanding("h2");
  const effects = stream.connect("h2", { intents: [reported(issued, null)] });
  t.is(summary(effects), "");
  t.is(stream.host("h2").state, "activating");
  t.is(summary(stream.answer("h2", ready("a"))), "r1 succeeded");
});

test("at the activation deadline outstanding activates are cancelled, and the rollout ends failed with E_TIMEOUT", (t) => {
  const stream = activating();
  stream.answer("h1", ready("a"));
  t.is(summary(stream.pass(POLICY.activateTimeoutMs - 1)), "");
  t.is(summary(stream.pass(1)), "cancel h2, r1 failed");
  t.is(stream.rollout.failure?.code, "E_TIMEOUT");
  t.deepEqual(stream.states(), { h1: "active", h2: "unknown" });
});

test("a rollout with nobody connected ends at its prepare deadline", (t) => {
  const stream = new Stream();
  t.is(summary(stream.request()), "open r1");
  t.is(summary(stream.pass(POLICY.prepareTimeoutMs)), "r1 failed");
  t.deepEqual(stream.states(), { h1: "excluded", h2: "excluded" });
});

test("a tick with nothing due changes nothing", (t) => {
  for (const stream of [new Stream(), preparing(), activating(), succeeded()]) {
    const before = stream.state;
    t.deepEqual(stream.pass(1), []);
    t.is(stream.state, before);
  }
});

test("a clock that goes back ends nothing early and shows no negative time", (t) => {
  const stream = activating();
  stream.pass(-3_600_000);
  t.is(stream.rollout.state, "activating");
  stream.answer("h1", ready("a"));
  t.is(stream.host("h1").activateMs, 0);
});

// ---- §5.3

test("an abort is acknowledged only when no activate is outstanding: a lease that may run keeps it open", (t) => {
  const stream = activating();
  stream.abort();
  stream.answer("h1", ended("cancelled", "E_CANCELLED"));
  stream.nowUnixMs += LEASE_OVER_MS - 1;
  t.is(summary(stream.pass(0)), "");
  t.is(stream.rollout.state, "aborting");
  t.is(summary(stream.pass(1)), "r1 aborted");
});

test("a host that is found restored or too far ahead while its lease runs does not end an abort early", (t) => {
  for (const highest of [
    { epoch: 1, sequence: 50 },
    { epoch: 5_000, sequence: 1 },
  ]) {
    const stream = activating();
    const issued = stream.outstanding("h1");
    stream.abort();
    stream.answer("h2", ended("cancelled", "E_CANCELLED"));
    t.is(summary(stream.connect("h1", { highest, intents: [reported(issued, null)] })).includes("aborted"), false);
    t.is(stream.rollout.state, "aborting");
    t.is(summary(stream.pass(LEASE_OVER_MS)), "r1 aborted");
    t.not(stream.host("h1").failure, null);
  }
});

test("a host that is found restored in the middle of activation stops the waves; what it answers is still taken, and makes it no success", (t) => {
  const stream = inWaves(preparing("h1", "h2"), ["h1"], ["h2"]);
  for (const host of ["h1", "h2"]) stream.answer(host, ready("a"));
  const issued = stream.outstanding("h1");
  stream.connect("h1", { highest: { epoch: 1, sequence: 50 }, intents: [reported(issued, null)] });
  t.is(stream.host("h1").failure?.code, "E_RESTORED");
  t.is(stream.rollout.state, "activating");
  t.is(summary(stream.answer("h1", ready("a"), issued)), "r1 failed");
  t.like(stream.host("h1"), { state: "failed", failure: { code: "E_RESTORED" } });
  t.is(stream.state.lanes.get("h1" as never)?.slots["current" as never]?.release, ref("a").release);
});

test("a failed host whose lease is over lets the rollout end", (t) => {
  const stream = activating("h1");
  const issued = stream.outstanding("h1");
  stream.connect("h1", { highest: { epoch: 1, sequence: 50 }, intents: [reported(issued, null)] });
  t.is(summary(stream.pass(LEASE_OVER_MS)), "r1 failed");
  t.like(stream.host("h1"), { state: "failed", failure: { code: "E_RESTORED" } });
});

test("every host of an ended rollout has a state that says how it ended, and nothing outstanding", (t) => {
  const streams = [succeeded(), preparing(), activating()];
  for (const stream of streams) {
    stream.abort();
    stream.pass(LEASE_OVER_MS);
    for (const host of ["h1", "h2"]) {
      t.is(stream.outstanding(host), null);
      t.false(["pending", "preparing", "activating"].includes(stream.host(host).state));
    }
  }
});

test("a rollout to a host that is quarantined fails at once, with the host's reason", (t) => {
  const stream = new Stream();
  stream.connect("h1", { highest: { epoch: 9_000, sequence: 1 } });
  stream.connect("h2");
  t.is(summary(stream.request({ hosts: hosts("h1", "h2") })), "open r1, prepare h2, cancel h2, r1 failed");
  t.is(stream.rollout.failure?.code, failed("E_JUMP").code);
});
