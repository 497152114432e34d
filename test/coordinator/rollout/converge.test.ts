/** Hosts that missed a rollout are brought to what the environment runs; those that failed are not. */
import test from "ava";
import type { RolloutId } from "../../../runtime/ids.ts";
import { named } from "./policies.ts";
import { ended, failed, hosts, POLICY, ready, ref, revisionOf, slotOn, Stream, summary } from "./stream.ts";

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

test("not while a rollout failed or is open, nor where the policy does not say so", (t) => {
  const off = away({ ...CONVERGING, converge: false });
  t.is(summary(off.connect("h2", { slots: [slotOn("z")] })), "");
  const stream = away();
  stream.request({ release: ref("b"), hosts: hosts("h0", "h1"), policy: CONVERGING });
  t.is(summary(stream.connect("h2", { slots: [slotOn("z")] })), "");
  stream.abort();
  t.is(summary(stream.connect("h2", { slots: [slotOn("z")] })), "", "what was half done is somebody's to decide");
});

test("an operator's deploy takes the place of a converging rollout that has switched nothing", (t) => {
  const stream = away();
  stream.connect("h2", { slots: [slotOn("z")] });
  begin(stream, "h2");
  t.is(
    summary(stream.request({ release: ref("b"), hosts: hosts("h0", "h1"), policy: CONVERGING })),
    "cancel h2, c-h2 aborted, open r2, prepare h0, prepare h1",
  );
  const switching = away();
  switching.connect("h2", { slots: [slotOn("z")] });
  begin(switching, "h2");
  switching.answer("h2", ready("a"));
  t.is(summary(switching.request({ release: ref("b") })), "reject E_ROLLOUT_OPEN");
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

function begin(stream: Stream, host: string): void {
  const about = { requestId: `c${host}`, rollout: `c-${host}` as RolloutId, rolloutKind: "deploy", slot: "current" as never } as const;
  const what = {
    release: ref("a"),
    hosts: hosts(host),
    repair: false,
    note: "",
    policy: { ...POLICY, converge: true },
    converges: true,
  } as const;
  stream.post({ kind: "rollout-requested", ...about, ...what }, "coordinator:main");
}
