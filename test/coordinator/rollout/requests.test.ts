/** PROTOCOL.md §5.1: what operators ask in each state of a rollout. */
import test from "ava";
import { emptyStream, step } from "../../../coordinator/rollout/step.ts";
import { MAX_REQUESTS } from "../../../coordinator/rollout/limits.ts";
import type { CommandId } from "../../../runtime/ids.ts";
import {
  ACCEPTED,
  activating,
  APP,
  ended,
  hosts,
  LEASE_OVER_MS,
  POLICY,
  preparing,
  PRODUCTION,
  ready,
  ref,
  revisionOf,
  sent,
  START_UNIX_MS,
  Stream,
  succeeded,
  summary,
} from "./stream.ts";

function aborting(): Stream {
  const stream = activating();
  stream.abort();
  return stream;
}

test("a deploy with no open rollout opens one and asks each connected host to prepare", (t) => {
  const stream = new Stream();
  stream.connect("h1");
  stream.connect("h2");
  const effects = stream.request({ note: "why" });
  t.is(summary(effects), "open r1, prepare h1, prepare h2");
  t.like(stream.rollout, {
    state: "preparing",
    kind: "deploy",
    wave: 0,
    principal: "operator:alice",
    note: "why",
    startedUnixMs: START_UNIX_MS,
  });
  t.deepEqual(stream.states(), { h1: "pending", h2: "pending" });
  t.like(sent(effects, "send-prepare")[0], {
    position: { epoch: 1, sequence: 1 },
    release: ref("a").release,
    deadlineUnixMs: START_UNIX_MS + POLICY.prepareTimeoutMs,
  });
});

test("a host that is not connected has its intent issued and gets it with its hello, at the same position", (t) => {
  const stream = new Stream();
  stream.connect("h1");
  t.is(summary(stream.request()), "open r1, prepare h1");
  const issued = stream.outstanding("h2");
  const [late] = sent(stream.connect("h2"), "send-prepare");
  t.deepEqual([late?.commandId, late?.position], [issued?.commandId, issued?.position]);
});

test("a rollback is a new rollout to an older release, with new positions and command ids", (t) => {
  const stream = succeeded();
  const before = stream.position("h1");
  const effects = stream.request({ rolloutKind: "rollback", release: ref("z") });
  t.is(summary(effects), "open r2, prepare h1, prepare h2");
  t.is(stream.rollout.kind, "rollback");
  t.is(stream.position("h1").sequence, before.sequence + 1);
});

for (const [state, open] of [
  ["preparing", preparing],
  ["activating", activating],
  ["aborting", aborting],
] as const) {
  test(`a deploy or rollback while a rollout is ${state} is refused with E_ROLLOUT_OPEN and changes nothing`, (t) => {
    const stream = open();
    const before = stream.state;
    t.is(summary(stream.request({ release: ref("b") })), "reject E_ROLLOUT_OPEN");
    t.is(summary(stream.request({ release: ref("b"), rolloutKind: "rollback" })), "reject E_ROLLOUT_OPEN");
    t.is(stream.state, before);
  });

  test(`the same request id again while a rollout is ${state} gets the same answer and nothing new`, (t) => {
    const stream = open();
    const before = stream.state;
    t.is(summary(stream.request({ requestId: "q1", release: ref("b") })), "open r1");
    t.is(stream.state, before);
  });
}

test("the same request id again after the rollout ended gets the same answer and nothing new", (t) => {
  const stream = succeeded();
  const before = stream.state;
  t.is(summary(stream.request({ requestId: "q1" })), "open r1");
  t.is(stream.state, before);
});

test("a bounded number of request ids is remembered", (t) => {
  const stream = new Stream();
  for (let index = 0; index < MAX_REQUESTS + 5; index++) {
    stream.request();
    stream.abort();
  }
  t.is(stream.state.requests.length, MAX_REQUESTS);
  t.is(stream.state.requests.at(-1)?.requestId, `q${MAX_REQUESTS + 5}`);
});

test("a deploy to no host is refused with E_NOT_FOUND", (t) => {
  const stream = new Stream();
  t.is(summary(stream.request({ hosts: [] })), "reject E_NOT_FOUND");
  t.is(stream.state.rollout, null);
});

test("a host that is named twice is asked once", (t) => {
  const stream = new Stream();
  stream.connect("h1");
  t.is(summary(stream.request({ hosts: hosts("h1", "h1") })), "open r1, prepare h1");
  t.deepEqual(stream.rollout.waves.flatMap(({ hosts }) => hosts) as readonly string[], ["h1"]);
  t.is(summary(stream.answer("h1", ready("a"))), "activate h1");
});

test("an abort with no open rollout does nothing", (t) => {
  for (const stream of [new Stream(), succeeded()]) {
    const before = stream.state;
    t.deepEqual(stream.abort(), []);
    t.is(stream.state, before);
  }
});

test("an abort of another rollout than the newest is refused with E_NOT_FOUND", (t) => {
  const stream = preparing();
  t.is(summary(stream.abort("r9")), "reject E_NOT_FOUND");
  t.is(stream.rollout.state, "preparing");
  t.is(summary(stream.abort("r1")), "cancel h1, cancel h2, r1 aborted");
});

test("an abort while preparing cancels what is unfinished and is acknowledged at once: no swap was ever allowed", (t) => {
  const stream = preparing("h1", "h2", "h3");
  stream.answer("h1", ready("a"));
  stream.answer("h2", ACCEPTED);
  t.is(summary(stream.abort()), "cancel h2, cancel h3, r1 aborted");
  t.like(stream.rollout, { state: "aborted", failure: null, endedUnixMs: stream.nowUnixMs });
  t.deepEqual(stream.states(), { h1: "cancelled", h2: "cancelled", h3: "cancelled" });
});

test("a cancel names the command and the position of what it cancels", (t) => {
  const stream = preparing("h1");
  const { commandId, position } = stream.outstanding("h1") ?? {};
  t.like(sent(stream.abort(), "send-cancel")[0]?.target, { commandId, position, app: APP });
});

test("an abort while activating cancels each outstanding activate, and is acknowledged when each is answered", (t) => {
  const stream = activating("h1", "h2", "h3");
  stream.answer("h1", ready("a"));
  t.is(summary(stream.abort()), "cancel h2, cancel h3");
  t.is(stream.rollout.state, "aborting");
  t.deepEqual(stream.answer("h2", ended("cancelled", "E_CANCELLED")), []);
  t.is(summary(stream.answer("h3", ready("a"))), "r1 aborted");
  t.deepEqual(stream.states(), { h1: "active", h2: "cancelled", h3: "active" });
});

test("an abort while activating is acknowledged at once where no activate was ever sent", (t) => {
  const stream = preparing("h1", "h2");
  stream.answer("h1", ready("a"));
  stream.disconnect("h1");
  stream.disconnect("h2");
  stream.answer("h2", ready("a"));
  t.is(stream.rollout.state, "activating");
  t.is(summary(stream.abort()), "r1 aborted");
  t.deepEqual(stream.states(), { h1: "cancelled", h2: "cancelled" });
});

test("an abort while aborting does nothing", (t) => {
  const stream = aborting();
  const before = stream.state;
  t.deepEqual(stream.abort(), []);
  t.is(stream.state, before);
});

test("an abort of hosts that are silent is acknowledged when their leases are over for certain: they are unknown, by name", (t) => {
  const stream = activating();
  stream.disconnect("h1");
  stream.disconnect("h2");
  stream.abort();
  t.deepEqual(stream.pass(LEASE_OVER_MS - 1), []);
  t.is(summary(stream.pass(1)), "r1 aborted");
  t.deepEqual(stream.states(), { h1: "unknown", h2: "unknown" });
  t.regex(stream.host("h1").failure?.message ?? "", /h1/);
});

test("after the end of a rollout the next one may open", (t) => {
  const stream = preparing();
  stream.abort();
  t.is(summary(stream.request({ release: ref("b") })), "open r2, prepare h1, prepare h2");
});

test("a restarted coordinator asks nothing by itself, and each host's hello brings what is unanswered again", (t) => {
  const stream = preparing();
  stream.answer("h1", ready("a"));
  const issued = stream.outstanding("h2");
  t.deepEqual(stream.post({ kind: "coordinator-started" }, "coordinator:main"), []);
  t.is(summary(stream.connect("h1", { revisions: [revisionOf("a")] })), "");
  const [again] = sent(stream.connect("h2"), "send-prepare");
  t.is(again?.commandId, issued?.commandId);
});

test("after a restart no host is connected before its hello: nothing is sent, and at the deadline it is silent, not slow", (t) => {
  const stream = preparing();
  stream.post({ kind: "coordinator-started" }, "coordinator:main");
  stream.connect("h1");
  t.is(summary(stream.pass(POLICY.prepareTimeoutMs)), "cancel h1, r1 failed");
  t.deepEqual(stream.states(), { h1: "excluded", h2: "excluded" });
  t.deepEqual(
    ["h1", "h2"].map((host) => stream.host(host).failure?.hint),
    ["see its progress and log", "it is not connected"],
  );
});

test("a restarted coordinator sends an unanswered activate with a new lease, and while aborting its cancel", (t) => {
  const stream = activating();
  const issued = stream.outstanding("h1");
  stream.nowUnixMs += 5_000;
  stream.post({ kind: "coordinator-started" }, "coordinator:main");
  const [again] = sent(stream.connect("h1"), "send-activate");
  t.is(again?.commandId, issued?.commandId);
  t.is(stream.outstanding("h1")?.leaseOverUnixMs, stream.nowUnixMs + LEASE_OVER_MS);
  stream.abort();
  stream.post({ kind: "coordinator-started" }, "coordinator:main");
  t.is(summary(stream.connect("h1")), "cancel h1");
});

test("the log alone gives the state", (t) => {
  for (const stream of [preparing(), activating(), aborting(), succeeded()]) {
    const folded = stream.log.reduce((state, logged) => step(state, logged).state, emptyStream(PRODUCTION, APP));
    t.deepEqual(folded, stream.state);
  }
});

test("positions rise by one per intent, command ids are never used twice", (t) => {
  const stream = succeeded();
  const seen = new Set<string>();
  for (const name of ["b", "c"]) {
    const effects = [...stream.request({ release: ref(name) })];
    for (const host of ["h1", "h2"]) effects.push(...stream.answer(host, ready(name)));
    for (const host of ["h1", "h2"]) effects.push(...stream.answer(host, ready(name)));
    for (const effect of effects) {
      if (effect.kind !== "send-prepare" && effect.kind !== "send-activate") continue;
      t.false(seen.has(effect.commandId));
      seen.add(effect.commandId);
    }
  }
  t.is(seen.size, 8);
  t.deepEqual(stream.position("h1"), { epoch: 1, sequence: 6 });
});

test("a log of version 1 folds as it did: its answers name the commands that were counted then, by name over all datacenters", (t) => {
  const { prepareTimeoutMs, activateTimeoutMs, leaseMs, leaseMarginMs, maxRetries } = POLICY;
  const stream = new Stream();
  const names = ["a1", "a2", "b1", "b2"] as const;
  for (const host of names) stream.connect(host);
  const homes = hosts(...names).map(({ host }) => ({ host, datacenter: host.endsWith("1") ? "fra" : "ams" }));
  stream.request({ hosts: homes, policy: { prepareTimeoutMs, activateTimeoutMs, leaseMs, leaseMarginMs, maxRetries } });
  for (const sequence of [1, 2])
    names.forEach((host, index) => {
      const commandId = `r1.1.${(sequence - 1) * names.length + index + 1}` as CommandId;
      const issued = stream.outstanding(host);
      if (issued !== null) stream.answer(host, ready("a"), { ...issued, commandId, position: { epoch: 1, sequence } });
    });
  t.is(stream.rollout.state, "succeeded");
});
