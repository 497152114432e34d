/** PROTOCOL.md §5.2, the rows of a hello: intents, positions and slots it tells of. */
import test from "ava";
import { MAX_EPOCH_JUMP, MAX_SEQUENCE_JUMP } from "../../../coordinator/rollout/limits.ts";

import type { CommandId, HostId } from "../../../runtime/ids.ts";
import {
  activating,
  CURRENT,
  ended,
  failed,
  LEASE_OVER_MS,
  POLICY,
  preparing,
  ready,
  ref,
  refused,
  reported,
  result,
  revisionOf,
  sent,
  slotOn,
  Stream,
  succeeded,
  summary,
} from "./stream.ts";

function aborting(): Stream {
  const stream = activating();
  stream.abort();
  return stream;
}

// ---- hello: intents

test("a hello that does not know the prepare gets it again, at the same position", (t) => {
  const stream = preparing();
  const issued = stream.outstanding("h1");
  const [again] = sent(stream.connect("h1"), "send-prepare");
  t.deepEqual([again?.commandId, again?.position], [issued?.commandId, issued?.position]);
  t.is(stream.host("h1").retries, 0);
});

test("a hello that does not know the activate gets it again with a new lease; while aborting its cancel", (t) => {
  const stream = activating();
  const issued = stream.outstanding("h1");
  stream.nowUnixMs += 3_000;
  const [again] = sent(stream.connect("h1"), "send-activate");
  t.deepEqual([again?.commandId, again?.position], [issued?.commandId, issued?.position]);
  t.is(stream.outstanding("h1")?.leaseOverUnixMs, stream.nowUnixMs + LEASE_OVER_MS);
  stream.abort();
  t.is(summary(stream.connect("h1")), "cancel h1");
});

test("a hello with the intent unfinished sends nothing again: it is accepted", (t) => {
  const stream = preparing();
  t.is(summary(stream.connect("h1", { intents: [reported(stream.outstanding("h1"), null)] })), "");
  t.is(stream.host("h1").state, "preparing");
  const other = activating();
  other.disconnect("h1");
  other.pass(LEASE_OVER_MS);
  t.is(other.host("h1").state, "unknown");
  t.is(summary(other.connect("h1", { intents: [reported(other.outstanding("h1"), null)] })), "");
  t.is(other.host("h1").state, "activating");
});

test("a hello with the result of a prepare or an activate counts as that result", (t) => {
  const done = result("done", { tree: ref("a").tree });
  const stream = preparing();
  stream.connect("h1", { intents: [reported(stream.outstanding("h1"), done)], revisions: [revisionOf("a")] });
  t.is(stream.host("h1").state, "ready");
  stream.answer("h2", ready("a"));
  stream.connect("h1", { intents: [reported(stream.outstanding("h1"), done)] });
  t.is(stream.host("h1").state, "active");
  t.like(stream.host("h2"), { state: "ready", outstanding: { kind: "activate" } });
});

test("a hello with the result of an intent that nobody waits for is ignored", (t) => {
  const stream = preparing("h1");
  const issued = stream.outstanding("h1");
  stream.answer("h1", ended("failed", "E_IO"));
  const before = stream.rollout;
  t.is(summary(stream.connect("h1", { intents: [reported(issued, result("done", { tree: ref("a").tree }))] })), "");
  t.is(stream.rollout, before);
});

test("unfinished intents that nobody waits for are cancelled, each, in every state", (t) => {
  const stray = (sequence: number): ReturnType<typeof reported> => ({
    commandId: `old.${sequence}` as CommandId,
    position: { epoch: 1, sequence },
    intentKind: "prepare",
    result: null,
  });
  for (const stream of [new Stream(), preparing(), activating(), aborting(), succeeded()]) {
    if (stream.state.rollout === null) stream.connect("h1");
    const position = { epoch: 1, sequence: 9 };
    stream.state = {
      ...stream.state,
      lanes: stream.state.lanes.with("h1" as HostId, { position, connected: false, quarantined: null, slots: {} }),
    };
    const cancels = sent(stream.connect("h1", { intents: [stray(1), stray(2)] }), "send-cancel").map(
      ({ target }) => target.commandId as string,
    );
    t.true(cancels.includes("old.1") && cancels.includes("old.2"));
  }
});

test("a host that knows nothing of the app is sent what it should have: its refusal tells", (t) => {
  const stream = preparing("h1");
  t.is(summary(stream.connect("h1", null)), "prepare h1");
  t.is(summary(stream.answer("h1", refused("E_SCOPE"))), "r1 failed");
  t.is(stream.host("h1").failure?.code, "E_SCOPE");
});

test("a ready host whose hello lacks the revision is asked to prepare again before the barrier, a bounded number of times", (t) => {
  const stream = preparing();
  stream.answer("h1", ready("a"));
  t.is(summary(stream.connect("h1", { revisions: [revisionOf("a")] })), "");
  t.is(stream.host("h1").state, "ready");
  for (let attempt = 0; attempt < POLICY.maxRetries; attempt++) {
    t.is(summary(stream.connect("h1")), "prepare h1");
    t.is(stream.host("h1").state, "pending");
    t.is(summary(stream.answer("h1", ready("a"))), "");
  }
  t.is(summary(stream.connect("h1")), "cancel h2, r1 failed");
  t.is(stream.host("h1").failure?.code, "E_NOT_PREPARED");
});

// ---- hello: positions

test("a position that was never issued: the epoch rises above it, the host failed with E_RESTORED, the rollout as for a failed host", (t) => {
  const stream = preparing();
  t.is(summary(stream.connect("h1", { highest: { epoch: 1, sequence: 40 } })), "cancel h1, cancel h2, r1 failed");
  t.like(stream.host("h1"), { state: "failed", failure: { code: "E_RESTORED" } });
  t.deepEqual(stream.position("h1"), { epoch: 2, sequence: 0 });
  t.deepEqual(stream.position("h2"), { epoch: 1, sequence: 1 });
  stream.request();
  t.deepEqual(stream.position("h1"), { epoch: 2, sequence: 1 });
});

test("a ready host that is found restored fails the rollout before the barrier", (t) => {
  const stream = preparing();
  stream.answer("h1", ready("a"));
  t.is(summary(stream.connect("h1", { highest: { epoch: 1, sequence: 40 } })), "cancel h2, r1 failed");
});

test("an active host, or one outside any rollout, only has its epoch raised", (t) => {
  const stream = succeeded();
  t.is(summary(stream.connect("h1", { highest: { epoch: 3, sequence: 4 } })), "");
  t.deepEqual(stream.states(), { h1: "active", h2: "active" });
  t.deepEqual(stream.position("h1"), { epoch: 4, sequence: 0 });
  const empty = new Stream();
  empty.connect("h9", { highest: { epoch: 3, sequence: 4 } });
  t.deepEqual(empty.position("h9"), { epoch: 4, sequence: 0 });
});

test("positions equal to or below what was issued are believed", (t) => {
  const stream = preparing();
  for (const highest of [stream.position("h1"), { epoch: 1, sequence: 0 }, { epoch: 0, sequence: 0 }]) {
    stream.connect("h1", { highest });
    t.deepEqual(stream.position("h1"), { epoch: 1, sequence: 1 });
  }
});

test("a position beyond the caps quarantines the host: failed with E_JUMP, its epoch is not followed, nothing but a cancel is sent to it", (t) => {
  for (const highest of [
    { epoch: 2 + MAX_EPOCH_JUMP, sequence: 1 },
    { epoch: 1, sequence: 2 + MAX_SEQUENCE_JUMP },
    { epoch: 2, sequence: 1 + MAX_SEQUENCE_JUMP },
    { epoch: Number.MAX_SAFE_INTEGER, sequence: Number.MAX_SAFE_INTEGER },
  ]) {
    const stream = preparing();
    t.is(summary(stream.connect("h1", { highest })), "cancel h1, cancel h2, r1 failed");
    t.like(stream.host("h1"), { state: "failed", failure: { code: "E_JUMP" } });
    t.deepEqual(stream.position("h1"), { epoch: 1, sequence: 1 });
    const stray = { commandId: "x" as CommandId, position: highest, intentKind: "prepare", result: null } as const;
    t.is(summary(stream.connect("h1", { highest, intents: [stray] })), "");
    t.is(summary(stream.request()), "open r2, prepare h2, cancel h2, r2 failed");
  }
});

test("positions at the caps are followed", (t) => {
  for (const highest of [
    { epoch: 1 + MAX_EPOCH_JUMP, sequence: 1 },
    { epoch: 1, sequence: 1 + MAX_SEQUENCE_JUMP },
  ]) {
    const stream = preparing();
    stream.connect("h1", { highest });
    t.is(stream.host("h1").failure?.code, "E_RESTORED");
    t.deepEqual(stream.position("h1"), { epoch: highest.epoch + 1, sequence: 0 });
  }
});

test("a quarantine ends with a hello that is within what was issued: the host's lane was reset", (t) => {
  const stream = preparing();
  stream.connect("h1", { highest: { epoch: 9_000, sequence: 1 } });
  t.is(summary(stream.connect("h1", { highest: { epoch: 0, sequence: 0 } })), "");
  t.is(stream.state.lanes.get("h1" as HostId)?.quarantined, null);
  t.is(summary(stream.request()), "open r2, prepare h1, prepare h2");
});

// ---- hello: slots

test("a hello says what the slots are", (t) => {
  const stream = new Stream();
  stream.connect("h1", { slots: [slotOn("a", { drift: true })] });
  t.like(stream.state.lanes.get("h1" as HostId)?.slots[CURRENT], {
    release: ref("a").release,
    tree: ref("a").tree,
    revision: "r-a",
    drift: true,
  });
  stream.connect("h1", { slots: [] });
  t.deepEqual(stream.state.lanes.get("h1" as HostId)?.slots, {});
});

test("a host whose own journal says that its slot is not what was activated is reverted; drift is only shown", (t) => {
  const stream = succeeded();
  stream.connect("h1", { slots: [slotOn("a")] });
  t.is(stream.host("h1").state, "active");
  stream.connect("h1", { slots: [slotOn("z", { drift: true })] });
  t.is(stream.host("h1").state, "active");
  stream.connect("h1", { slots: [slotOn("z")] });
  t.like(stream.host("h1"), { state: "reverted", failure: { code: "E_REVERTED" } });
  t.is(stream.rollout.state, "succeeded");
});

test("a host that put its slot back while nobody listened is shown with its own reason and steps", (t) => {
  const stream = activating();
  const issued = stream.outstanding("h1");
  for (const host of ["h1", "h2"]) stream.answer(host, ready("a"));
  const step = { name: "alive", kind: "check", phase: "bake", outcome: "failed", attempts: 3, durationMs: 9 } as const;
  const steps = [{ ...step, startedAfterSwapMs: null, detail: "refused", output: "" }];
  const reverted = result("reverted", { failure: failed("E_CHECK"), steps });
  stream.connect("h1", { intents: [reported(issued, reverted)], slots: [slotOn("z")] });
  t.like(stream.host("h1"), { state: "reverted", failure: { code: "E_CHECK" }, steps });
});

test("a reverted host in an open rollout stops it", (t) => {
  const stream = activating();
  stream.answer("h1", ready("a"));
  stream.connect("h1", { slots: [slotOn("z")] });
  t.is(stream.host("h1").state, "reverted");
  t.is(summary(stream.answer("h2", ready("a"))), "r1 failed");
});
