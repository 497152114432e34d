/** Hosts that missed a rollout are brought to what the environment runs; those that failed are not. */
import test from "ava";
import { convergePolicy } from "../../../coordinator/rollout/policy.ts";
import type { RolloutId } from "../../../runtime/ids.ts";
import { named } from "./policies.ts";
import {
  deploy,
  ended,
  failed,
  hosts,
  LEASE_OVER_MS,
  POLICY,
  ready,
  ref,
  reported,
  result,
  revisionOf,
  slotOn,
  Stream,
  summary,
} from "./stream.ts";

const CONVERGING = {
  ...POLICY,
  converge: true,
  maxExcluded: { count: 2 },
  budget: { wave: null, datacenter: null, rollout: { count: 2 } },
};

test("a host that was away, a new one and a re-imaged one are named when they connect, and again at a rollout's end", (t) => {
  const stream = away();
  t.is(summary(stream.connect("h2", { slots: [slotOn("z")] })), "converge h2");
  t.is(summary(stream.connect("h9", null)), "converge h9", "a new one knows nothing of the app");
  t.is(summary(stream.connect("h1", { slots: [slotOn("a", { slot: "current" as never })], revisions: [revisionOf("a")] })), "");
  t.is(summary(stream.connect("h0", { slots: [slotOn("a", { content: { kind: "absent" }, release: null, tree: null })] })), "converge h0");
  begin(stream, "h2");
  t.like(stream.rollout, { id: "c-h2", converges: true, state: "preparing" });
  stream.answer("h2", ready("a"));
  t.is(summary(stream.answer("h2", ready("a"))), "c-h2 succeeded, converge h0,h9");
  t.deepEqual(stream.state.history["current" as never], [ref("a")]);
});

test("not a host that reverted, failed or drifted, was left out by an operator, or failed to converge; and nobody while the app is locked", (t) => {
  const stream = away();
  stream.slotChanged("h1", slotOn("z"), failed("E_CHECK"));
  t.is(summary(stream.connect("h1", { slots: [slotOn("z")] })), "");
  t.is(summary(stream.connect("h2", { slots: [slotOn("z", { drift: true })] })), "");
  stream.connect("h9", null);
  begin(stream, "h9");
  t.is(summary(stream.answer("h9", ended("failed", "E_DISK_FULL"))), "c-h9 failed");
  t.is(summary(stream.connect("h9", null)), "");
  stream.post({ kind: "lock-requested", note: "audit" });
  t.is(summary(stream.connect("h8", null)), "");
});

test("not while a rollout is open or left hosts on its release, nor where the policy does not say so", (t) => {
  const off = away({ ...CONVERGING, converge: false });
  t.is(summary(off.connect("h2", { slots: [slotOn("z")] })), "");
  const stream = away();
  stream.request({ release: ref("b"), hosts: hosts("h0", "h1"), policy: CONVERGING });
  t.is(summary(stream.connect("h2", { slots: [slotOn("z")] })), "");
  for (const host of ["h0", "h1"]) stream.answer(host, ready("b"));
  stream.answer("h0", ready("b"));
  stream.abort();
  stream.answer("h1", ended("cancelled", "E_CANCELLED"));
  t.like(stream.rollout, { state: "aborted" });
  t.is(summary(stream.connect("h2", { slots: [slotOn("z")] })), "", "what was half done is somebody's to decide");
  const early = away();
  early.request({ release: ref("b"), hosts: hosts("h0", "h1"), policy: CONVERGING });
  early.abort();
  t.is(summary(early.connect("h2", { slots: [slotOn("z")] })), "converge h2", "nobody runs what was aborted before the first switch");
});

test("a host that comes back with a release that was taken back meanwhile is brought to the environment's", (t) => {
  const stream = new Stream();
  for (const host of ["h0", "h1", "h2"]) stream.connect(host, { slots: [slotOn("z")] });
  deploy(stream, "a", { hosts: named(3), policy: CONVERGING });
  const policy = { ...CONVERGING, budget: { wave: null, datacenter: null, rollout: { count: 0 } }, onFailure: "rollback-all" as const };
  stream.request({ release: ref("b"), hosts: named(3), policy });
  for (const host of ["h0", "h1", "h2"]) stream.answer(host, ready("b"));
  const switched = stream.outstanding("h0");
  stream.disconnect("h0");
  stream.pass(LEASE_OVER_MS);
  stream.pass(policy.activateTimeoutMs);
  t.like(stream.rollout, { state: "failed", rollback: { all: true } });
  t.is(stream.host("h0").state, "unknown");
  const done = result("done", { revision: "r-b" as never, tree: ref("b").tree });
  const back = { slots: [slotOn("b")], revisions: [revisionOf("a"), revisionOf("b")], intents: [reported(switched, done)] };
  t.is(summary(stream.connect("h0", back)).split(", ").at(-1), "converge h0");
});

test("not a host that turned from the release by itself while nobody listened, whatever was rolled out since; one that lost it returns", (t) => {
  const stream = away();
  stream.connect("h9", null);
  begin(stream, "h9");
  stream.disconnect("h1");
  for (const _ of ["prepared", "active"]) stream.answer("h9", ready("a"));
  t.is(summary(stream.connect("h1", { slots: [slotOn("z")], revisions: [revisionOf("z"), revisionOf("a")] })), "", "it has it still");
  t.is(summary(stream.connect("h0", { slots: [slotOn("z")], revisions: [revisionOf("z")] })), "converge h0", "restored from an image");
});

test("what a host failed with is held against that release only, and until somebody asks for it again", (t) => {
  const stream = away();
  stream.slotChanged("h1", slotOn("z"), failed("E_CHECK"));
  const lane = { slots: [slotOn("z")], revisions: [revisionOf("z"), revisionOf("a")] };
  t.is(summary(stream.connect("h1", lane)), "");
  stream.request({ release: ref("b"), hosts: hosts("h0", "h1"), policy: CONVERGING });
  stream.abort();
  t.is(summary(stream.connect("h1", lane)), "", "a rollout of something else that came to nothing says nothing about it");
  t.is(summary(stream.toHost("retry-requested", "h1")), "converge h1");
  t.is(summary(stream.toHost("retry-requested", "h0")), "reject E_NOT_FOUND", "nothing is held against it");
});

test("nobody is brought back by a coordinator that was restored from an older backup", (t) => {
  const stream = away();
  const newer = { slots: [slotOn("c")], revisions: [revisionOf("c")], highest: { epoch: 1, sequence: 40 } };
  t.is(summary(stream.connect("h1", newer)), "");
  t.is(summary(stream.connect("h1", { ...newer, highest: stream.position("h1") })), "", "nor at its next hello");
  t.is(summary(stream.connect("h7", newer)), "converge h7", "one that comes from another environment is new here");
});

test("an operator's deploy takes the place of a converging rollout", (t) => {
  const stream = away();
  stream.connect("h2", { slots: [slotOn("z")] });
  begin(stream, "h2");
  t.is(
    summary(stream.request({ release: ref("b"), hosts: hosts("h0", "h1"), policy: CONVERGING })),
    "queue r2, cancel h2, c-h2 aborted, next",
  );
  t.is(summary(stream.pass(0)), "open r2, prepare h0, prepare h1");
  const switching = away();
  switching.connect("h2", { slots: [slotOn("z")] });
  begin(switching, "h2");
  switching.answer("h2", ready("a"));
  t.is(summary(switching.request({ release: ref("b") })), "queue r2, cancel h2", "and of one that has: when that is acknowledged");
});

test("who was heard while the app was locked, or while a deploy waited that never began, is brought along after that", (t) => {
  const locked = away();
  locked.post({ kind: "lock-requested", note: "audit" });
  t.is(summary(locked.connect("h2", { slots: [slotOn("z")] })), "");
  t.is(summary(locked.post({ kind: "unlock-requested", note: "" })), "converge h2");
  t.is(summary(locked.post({ kind: "unlock-requested", note: "" })), "", "once");
  const queued = away();
  queued.request({ release: ref("b"), hosts: hosts("h0", "h1"), policy: CONVERGING });
  queued.request({ release: ref("c"), hosts: hosts("h0", "h1"), policy: CONVERGING, whenOpen: "wait" });
  queued.connect("h2", { slots: [slotOn("z")] });
  t.is(summary(queued.abort("r2")), "cancel h0, cancel h1, r2 aborted, next");
  t.is(summary(queued.pass(0)), "converge h2");
  t.is(summary(queued.pass(0)), "");
});

test("hosts that are away, or too slow, or can't prepare do not keep others from converging", (t) => {
  const slow = lagging();
  slow.answer("h2", ready("a"));
  slow.disconnect("h3");
  t.is(summary(slow.pass(POLICY.prepareTimeoutMs)), "activate h2");
  t.is(summary(slow.answer("h2", ready("a"))), "c-h2 succeeded");
  t.is(summary(slow.connect("h3", { slots: [slotOn("z")] })), "converge h3", "when it is back");
  const late = lagging();
  late.answer("h2", ready("a"));
  late.pass(POLICY.prepareTimeoutMs - 1);
  t.is(summary(late.answer("h3", ended("expired", "E_DEADLINE"))), "activate h2", "it says so itself");
  t.is(summary(late.answer("h2", ready("a"))), "c-h2 succeeded, converge h3");
  const wrong = lagging();
  wrong.answer("h2", ready("a"));
  t.is(summary(wrong.answer("h3", ended("expired", "E_DEADLINE"))), "c-h2 failed, converge h2", "by a clock that is wrong: once");
  const gone = lagging((stream) => stream.disconnect("h3"));
  t.deepEqual(gone.states(), { h2: "pending", h3: "excluded" });
  const broken = lagging();
  t.is(summary(broken.answer("h3", ended("failed", "E_DISK_FULL"))), "cancel h2, c-h2 failed, converge h2");
});

test("where one that was switched failed, the others stay where they are", (t) => {
  const stream = lagging();
  for (const host of ["h2", "h3"]) stream.answer(host, ready("a"));
  t.is(summary(stream.answer("h2", ended("reverted", "E_CHECK"))), "c-h2 failed");
});

test("a host that is there and does not switch in its time is not told to again and again", (t) => {
  const stream = lagging();
  for (const host of ["h2", "h3"]) stream.answer(host, ready("a"));
  stream.pass(LEASE_OVER_MS);
  t.is(stream.rollout.endedUnixMs, null);
  t.is(summary(stream.pass(POLICY.activateTimeoutMs)), "cancel h2, c-h2 failed");
  t.is(stream.host("h2").state, "unknown");
  const away = lagging();
  for (const host of ["h2", "h3"]) away.answer(host, ready("a"));
  away.disconnect("h2");
  away.pass(LEASE_OVER_MS);
  away.pass(POLICY.activateTimeoutMs);
  t.is(summary(away.connect("h2", { slots: [slotOn("z")] })), "converge h2", "one that was away has its turn");
});

test("hosts that gave way to an operator's rollout converge after it, also where that came to nothing", (t) => {
  const stream = lagging();
  stream.request({ release: ref("b"), hosts: hosts("h0", "h1"), policy: CONVERGING });
  stream.pass(0);
  t.is(stream.rollout.release.tag, ref("b").tag);
  t.is(summary(stream.abort()), "cancel h0, cancel h1, r2 aborted, converge h2,h3");
});

/** Release a is on h0 and h1; h2 was not there. */
function away(policy = CONVERGING): Stream {
  const stream = new Stream();
  for (const host of ["h0", "h1"]) stream.connect(host);
  stream.request({ hosts: named(3), policy });
  for (const host of ["h0", "h1"]) stream.answer(host, ready("a"));
  stream.pass(policy.prepareTimeoutMs);
  for (const host of ["h0", "h1"]) stream.answer(host, ready("a"));
  return stream;
}

/** h2 and h3 are asked to prepare it: no failure is borne. */
function lagging(meanwhile: (stream: Stream) => void = () => undefined): Stream {
  const stream = away();
  for (const host of ["h2", "h3"]) stream.connect(host, { slots: [slotOn("z")] });
  meanwhile(stream);
  begin(stream, "h2", "h3");
  return stream;
}

function begin(stream: Stream, host: string, ...more: readonly string[]): void {
  const about = { requestId: `c${host}`, rollout: `c-${host}` as RolloutId, rolloutKind: "deploy", slot: "current" as never } as const;
  const what = {
    release: ref("a"),
    hosts: hosts(host, ...more),
    repair: false,
    note: "",
    policy: convergePolicy({ ...POLICY, converge: true, budget: { wave: null, datacenter: null, rollout: { count: 0 } } }),
    converges: true,
  } as const;
  stream.post({ kind: "rollout-requested", ...about, ...what }, "coordinator:main");
}
