/** PROTOCOL.md §5.2, row by row: what hosts say in each state, and that a host can lie only about itself. */
import test from "ava";
import { MAX_HOST_SLOTS } from "../../../coordinator/rollout/limits.ts";
import { NO_WORK } from "../../../proto/messages.ts";
import type { Answer } from "../../../proto/messages.ts";
import type { HostId, SlotName } from "../../../runtime/ids.ts";
import {
  ACCEPTED,
  activating,
  CURRENT,
  deploy,
  ended,
  failed,
  hosts,
  POLICY,
  preparing,
  ready,
  ref,
  refused,
  reported,
  result,
  slotOn,
  type Stream,
  succeeded,
  summary,
} from "./stream.ts";

function aborting(): Stream {
  const stream = activating();
  stream.abort();
  return stream;
}

// ---- answers

test("accepted: preparing, or activating; anything else it changes nothing", (t) => {
  const stream = preparing();
  stream.answer("h1", ACCEPTED);
  t.is(stream.host("h1").state, "preparing");
  const before = stream.state;
  t.deepEqual(stream.answer("h1", ACCEPTED), []);
  t.is(stream.state, before);
  const other = activating();
  other.answer("h1", ACCEPTED);
  t.is(other.host("h1").state, "activating");
});

test("a prepare that is done with the right digest makes the host ready, with what it cost", (t) => {
  const stream = preparing();
  const stats = { ...NO_WORK, bytesFromSeed: 5 };
  stream.answer("h1", { kind: "result", result: result("done", { tree: ref("a").tree, stats }) });
  t.like(stream.host("h1"), { state: "ready", outstanding: null, prepare: stats });
});

test("a prepare that is done with another digest, or none, fails the host with E_DIGEST", (t) => {
  for (const tree of [ref("z").tree, null]) {
    const stream = preparing();
    stream.answer("h1", { kind: "result", result: result("done", { tree }) });
    t.like(stream.host("h1"), { state: "failed", failure: { code: "E_DIGEST" } });
    t.is(stream.rollout.state, "failed");
  }
});

test("a prepare that fails because what the host holds is no source is asked for once more with a base", (t) => {
  for (const code of ["E_BASE", "E_PATCH", "E_DIGEST"] as const) {
    const stream = preparing();
    const [again] = stream.answer("h1", ended("failed", code));
    t.like(again, { kind: "send-prepare", host: "h1", withBase: true });
    t.like(stream.host("h1"), { state: "pending", failure: null, retries: 1 });
    stream.answer("h1", ended("failed", code));
    t.like(stream.host("h1"), { state: "failed", failure: { code } });
    t.is(stream.rollout.state, "failed");
  }
});

test("a base that was asked for is asked for again when the host comes back without the intent", (t) => {
  const stream = preparing();
  stream.answer("h1", ended("failed", "E_BASE"));
  const [again] = stream.connect("h1");
  t.like(again, { kind: "send-prepare", withBase: true });
});

test("a prepare that fails for another reason fails the host at once", (t) => {
  const stream = preparing();
  stream.answer("h1", ended("failed", "E_DISK_FULL"));
  t.like(stream.host("h1"), { state: "failed", failure: { code: "E_DISK_FULL" } });
});

test("an activate that is done makes the host active, and its slot is shown", (t) => {
  const stream = activating();
  stream.nowUnixMs += 400;
  stream.answer("h1", ready("a"));
  t.like(stream.host("h1"), { state: "active", outstanding: null, activateMs: 400, failure: null });
  t.like(stream.state.lanes.get("h1" as HostId)?.slots[CURRENT], { release: ref("a").release, revision: "r-a", drift: false });
});

test("an activate that is done with another tree is not believed", (t) => {
  const stream = activating();
  stream.answer("h1", ready("z"));
  t.is(stream.host("h1").state, "failed");
  t.is(stream.state.lanes.get("h1" as HostId)?.slots[CURRENT], undefined);
});

test("an activate that failed or was reverted is never sent again unasked", (t) => {
  for (const [outcome, state] of [
    ["failed", "failed"],
    ["reverted", "reverted"],
  ] as const) {
    const stream = activating();
    t.deepEqual(stream.answer("h1", ended(outcome, "E_LEASE")), []);
    t.like(stream.host("h1"), { state, outstanding: null, failure: { code: "E_LEASE" } });
    t.is(summary(stream.connect("h1")), "");
  }
});

for (const [what, answer] of [
  ["an expired lease", ended("expired", "E_LEASE")],
  ["a retryable refusal", refused("E_BUSY")],
  ["E_REPLAY", refused("E_REPLAY")],
  ["E_CONFLICT", refused("E_CONFLICT")],
] as const) {
  test(`${what} gets an activate a new position and a new command id, three times at most`, (t) => {
    const stream = activating("h1");
    for (let attempt = 1; attempt <= POLICY.maxRetries; attempt++) {
      const before = stream.outstanding("h1");
      t.is(summary(stream.answer("h1", answer)), "activate h1");
      t.is(stream.outstanding("h1")?.position.sequence, (before?.position.sequence ?? 0) + 1);
      t.not(stream.outstanding("h1")?.commandId, before?.commandId);
    }
    t.is(summary(stream.answer("h1", answer)), "r1 failed");
    t.is(stream.host("h1").state, "failed");
  });

  test(`${what} while aborting ends the host as cancelled`, (t) => {
    const stream = aborting();
    t.deepEqual(stream.answer("h1", answer), []);
    t.like(stream.host("h1"), { state: "cancelled", outstanding: null });
  });
}

test("a retryable refusal or a taken position gets a prepare a new position, three times at most", (t) => {
  for (const code of ["E_BUSY", "E_REPLAY", "E_CONFLICT"] as const) {
    const stream = preparing("h1");
    for (let attempt = 1; attempt <= POLICY.maxRetries; attempt++) t.is(summary(stream.answer("h1", refused(code))), "prepare h1");
    t.is(summary(stream.answer("h1", refused(code))), "r1 failed");
    t.is(stream.host("h1").failure?.code, code);
  }
});

test("any other refusal, and an expired deadline, fail the host", (t) => {
  for (const answer of [refused("E_TIME"), refused("E_JUMP"), refused("E_SCOPE"), ended("expired", "E_DEADLINE")]) {
    for (const stream of [preparing("h1"), activating("h1")]) {
      t.is(summary(stream.answer("h1", answer)), "r1 failed");
      t.is(stream.host("h1").state, "failed");
    }
  }
});

test("a cancelled result that nobody asked for fails the host; while aborting it is what was asked", (t) => {
  const cancelled = ended("cancelled", "E_CANCELLED");
  for (const stream of [preparing("h1"), activating("h1")]) {
    stream.answer("h1", cancelled);
    t.is(stream.host("h1").state, "failed");
  }
  const stream = aborting();
  stream.answer("h1", cancelled);
  t.like(stream.host("h1"), { state: "cancelled", failure: null });
});

test("while aborting, an activate that was done all the same makes the host active, a reverted one reverted", (t) => {
  const stream = aborting();
  stream.answer("h1", ready("a"));
  t.is(summary(stream.answer("h2", ended("reverted", "E_LEASE"))), "r1 aborted");
  t.deepEqual(stream.states(), { h1: "active", h2: "reverted" });
});

test("duplicates, late answers and those of an earlier rollout change nothing and are not logged", (t) => {
  const stream = preparing();
  const issued = stream.outstanding("h1");
  stream.answer("h1", ready("a"));
  stream.answer("h2", ready("a"));
  const answers: readonly Answer[] = [ready("a"), ready("z"), ended("failed", "E_IO"), refused("E_BUSY"), ACCEPTED];
  for (const answer of answers) {
    const before = stream.state;
    const logged = stream.log.length;
    t.deepEqual(stream.answer("h1", answer, issued), []);
    t.is(stream.state, before);
    t.is(stream.log.length, logged);
  }
});

// ---- sessions

test("a disconnect changes no state of a host: deadline and lease decide", (t) => {
  for (const stream of [preparing(), activating(), succeeded()]) {
    const states = stream.states();
    t.deepEqual(stream.disconnect("h1"), []);
    t.deepEqual(stream.states(), states);
    t.false(stream.state.lanes.get("h1" as HostId)?.connected);
    const before = stream.state;
    stream.disconnect("h1");
    t.is(stream.state, before);
  }
});

test("nothing is sent to a host that is not connected", (t) => {
  const stream = preparing();
  stream.disconnect("h1");
  stream.disconnect("h2");
  t.is(summary(stream.abort()), "r1 aborted");
});

// ---- slot changed

test("a local reversal of an active host makes it reverted, which is no drift, after success, too", (t) => {
  for (const stream of [activating(), succeeded()]) {
    if (stream.rollout.state === "activating") stream.answer("h1", ready("a"));
    stream.slotChanged("h1", slotOn("z"));
    t.like(stream.host("h1"), { state: "reverted", failure: { code: "E_REVERTED" } });
    t.like(stream.state.lanes.get("h1" as HostId)?.slots[CURRENT], { release: ref("z").release, drift: false });
  }
});

test("a slot that changed before a host was activated is only recorded", (t) => {
  const ready1 = preparing();
  ready1.answer("h1", ready("a"));
  for (const [stream, state] of [
    [preparing(), "pending"],
    [ready1, "ready"],
    [activating(), "ready"],
  ] as const) {
    stream.slotChanged("h1", slotOn("z"));
    t.is(stream.host("h1").state, state);
    t.is(stream.state.lanes.get("h1" as HostId)?.slots[CURRENT]?.release, ref("z").release);
  }
});

test("a change of another slot, or one without a reason, reverts nobody", (t) => {
  const stream = succeeded();
  stream.slotChanged("h1", slotOn("z", { slot: "blue" as SlotName }));
  stream.slotChanged("h1", slotOn("z"), null);
  t.is(stream.host("h1").state, "active");
});

// ---- a host can lie only about itself

test("whatever one host says, no other host's state, lane or intent changes, and nothing is sent to another but the rollout's own end", (t) => {
  const lies: readonly ((stream: Stream) => unknown)[] = [
    (stream) => stream.answer("h1", ready("a"), stream.outstanding("h2")),
    (stream) => stream.answer("h1", ended("failed", "E_IO"), stream.outstanding("h2")),
    (stream) => stream.connect("h1", { intents: [reported(stream.outstanding("h2"), result("done", { tree: ref("a").tree }))] }),
    (stream) => stream.slotChanged("h1", slotOn("z")),
    (stream) => stream.connect("h1", { slots: [slotOn("z")] }),
    (stream) => stream.disconnect("h1"),
    (stream) => stream.answer("h9", ready("a"), stream.outstanding("h2")),
    (stream) => stream.connect("h9", { highest: { epoch: 77, sequence: 1 } }),
  ];
  for (const open of [preparing, activating]) {
    for (const lie of lies) {
      const stream = open();
      const [before, lane] = [stream.host("h2"), stream.state.lanes.get("h2" as HostId)];
      lie(stream);
      t.is(stream.host("h2"), before);
      t.is(stream.state.lanes.get("h2" as HostId), lane);
      t.is(stream.rollout.hosts.get("h9" as HostId), undefined);
    }
  }
});

test("a host that tells of ever more slots is not believed beyond what a hello can carry", (t) => {
  const stream = succeeded();
  for (let index = 0; index < 500; index++) stream.slotChanged("h1", slotOn("z", { slot: `s${index}` as SlotName }));
  t.is(Object.keys(stream.state.lanes.get("h1" as HostId)?.slots ?? {}).length, MAX_HOST_SLOTS);
  const before = stream.state;
  stream.slotChanged("h1", slotOn("z", { slot: "one-more" as SlotName }));
  t.is(stream.state, before);
  stream.slotChanged("h1", slotOn("y"));
  t.is(stream.state.lanes.get("h1" as HostId)?.slots[CURRENT]?.release, ref("y").release);
});

test("a host that lies about its tree fails itself only when it is the last, too: the barrier holds", (t) => {
  const stream = preparing();
  stream.answer("h1", ready("a"));
  t.is(summary(stream.answer("h2", ready("z"))), "r1 failed");
  t.is(stream.rollout.wave, 0);
});

// ---- hosts that come and go between rollouts

test("a host that is new asks for nothing by itself, and a rollout names exactly its own hosts", (t) => {
  const stream = succeeded("h1", "h2");
  t.is(summary(stream.connect("h3")), "");
  stream.disconnect("h2");
  t.is(summary(stream.request({ hosts: hosts("h1", "h3"), release: ref("b") })), "open r2, prepare h1, prepare h3");
  t.deepEqual(stream.rollout.hosts.keys() as readonly string[], ["h1", "h3"]);
  t.is(summary(stream.connect("h2", { slots: [slotOn("a")] })), "");
  for (const host of ["h1", "h3"]) stream.answer(host, ready("b"));
  stream.answer("h1", ready("b"));
  t.is(summary(stream.answer("h3", ready("b"))), "r2 succeeded");
});

test("a host that left and comes back goes on with its positions", (t) => {
  const stream = succeeded("h1", "h2");
  deploy(stream, "b", { hosts: hosts("h1") });
  const before = stream.position("h2");
  stream.request({ release: ref("c") });
  t.deepEqual(stream.position("h2"), { ...before, sequence: before.sequence + 1 });
});

test("a failure that a host tells without a reason still names the host", (t) => {
  const stream = preparing("h1");
  stream.answer("h1", { kind: "result", result: result("failed", { failure: null }) });
  t.is(stream.host("h1").failure?.code, "E_INTERNAL");
  t.regex(stream.rollout.failure?.message ?? "", /h1/);
  t.truthy(failed("E_IO"));
});
