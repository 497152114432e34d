/** Hosts on their way while the others go back: PROTOCOL.md §5.1, through `step`. */
import test from "ava";
import type { HostId } from "../../../runtime/ids.ts";
import { ACCEPTED, CURRENT, ended, failed, LEASE_OVER_MS, POLICY, ready, ref, reported, result, slotOn, summary } from "./stream.ts";
import { deployed, named } from "./policies.ts";

test("a host that is at its checks when the others go back is waited for beyond its lease, and goes back, too; one that is silent is given up", (t) => {
  const stream = deployed(named(3), { onFailure: "rollback-all" });
  stream.answer("h1", ACCEPTED);
  t.is(summary(stream.answer("h0", ended("reverted", "E_CHECK"))), "cancel h1, cancel h2");
  stream.answer("h1", ACCEPTED);
  stream.disconnect("h2");
  stream.pass(LEASE_OVER_MS);
  t.deepEqual(stream.states(), { h0: "reverted", h1: "activating", h2: "unknown" });
  t.is(stream.rollout.state, "rolling-back");
  t.is(summary(stream.answer("h1", ready("b"))), "activate h1");
  t.is(stream.host("h1").outstanding?.kind, "back");
  t.is(summary(stream.answer("h1", ready("a"))), "r2 failed");
  t.deepEqual(stream.states(), { h0: "reverted", h1: "rolled-back", h2: "unknown" });
});

test("a host that turned from an earlier release by itself goes back with the others, to what it turned to", (t) => {
  const stream = deployed(named(2), { onFailure: "rollback-all" });
  stream.answer("h0", ready("b"));
  stream.slotChanged("h0", slotOn("a"), failed("E_CHECK"));
  stream.answer("h1", ended("cancelled", "E_CANCELLED"));
  t.like(stream.rollout, { state: "failed" });
  stream.request({ release: ref("c"), hosts: named(2), policy: { ...POLICY, onFailure: "rollback-all" } });
  for (const host of ["h0", "h1"]) stream.answer(host, ready("c"));
  stream.answer("h0", ready("c"));
  t.is(summary(stream.answer("h1", ended("failed", "E_CHECK"))), "activate h0");
  t.like(stream.host("h0"), { state: "rolling-back", previous: { release: ref("a").release } });
});

test("what is waited for while the others go back has the activate's deadline", (t) => {
  const stream = deployed(named(2), { onFailure: "rollback-all" });
  stream.answer("h1", ACCEPTED);
  stream.answer("h0", ended("reverted", "E_CHECK"));
  stream.pass(LEASE_OVER_MS);
  t.is(stream.rollout.state, "rolling-back");
  t.is(summary(stream.pass(POLICY.activateTimeoutMs)), "cancel h1, r2 failed");
  t.like(stream.host("h1"), { state: "unknown", failure: { code: "E_TIMEOUT" } });
});

test("canaries that were called back on their way go again with those that went back, when the rollout is resumed", (t) => {
  const canary = { name: "canary", take: { kind: "amount", amount: { count: 3 } }, canary: true, bakeMs: 0 } as const;
  const stream = deployed(named(4), { waves: [canary], onFailure: "pause" });
  stream.answer("h2", ready("b"));
  t.is(summary(stream.answer("h0", ended("reverted", "E_CHECK"))), "cancel h1, activate h2");
  stream.answer("h1", ended("cancelled", "E_CANCELLED"));
  stream.answer("h2", ready("a"));
  t.is(stream.rollout.state, "paused");
  t.deepEqual(stream.states(), { h0: "reverted", h1: "cancelled", h2: "rolled-back", h3: "ready" });
  stream.toHost("exclude-requested", "h0");
  t.is(summary(stream.say("resume-requested")), "activate h1, activate h2");
  stream.answer("h1", ready("b"));
  t.is(summary(stream.answer("h2", ready("b"))), "activate h3");
  t.is(summary(stream.answer("h3", ready("b"))), "r2 succeeded");
});

test("a connected host is not called unknown because its checks outlast its lease", (t) => {
  const stream = deployed(named(1), {});
  stream.answer("h0", ACCEPTED);
  stream.pass(LEASE_OVER_MS);
  t.is(stream.host("h0").state, "activating");
  stream.disconnect("h0");
  stream.pass(0);
  t.is(stream.host("h0").state, "unknown");
});

test("what became of an activate that was given up is shown when its host says so, and the host goes back while others do", (t) => {
  const stream = deployed(named(3), { onFailure: "rollback-all" });
  const [late, silent] = [stream.outstanding("h1"), stream.outstanding("h2")];
  stream.answer("h2", ACCEPTED);
  stream.disconnect("h1");
  stream.answer("h0", ended("reverted", "E_CHECK"));
  stream.pass(LEASE_OVER_MS);
  t.is(stream.host("h1").state, "unknown");
  t.is(
    summary(stream.connect("h1", { intents: [reported(late, result("done", { tree: ref("b").tree }))], slots: [slotOn("b")] })),
    "activate h1",
  );
  t.is(summary(stream.answer("h1", ready("a"))), "");
  stream.pass(POLICY.activateTimeoutMs);
  t.is(stream.rollout.state, "failed");
  t.is(stream.state.lanes.get("h2" as HostId)?.slots[CURRENT]?.release, ref("a").release);
  t.is(summary(stream.answer("h2", ready("b"), silent)), "");
  t.is(stream.state.lanes.get("h2" as HostId)?.slots[CURRENT]?.release, ref("b").release, "after the end, too");
});

test("a host whose activate was given up is active again in a rollout that goes on", (t) => {
  const stream = deployed(named(3), { budget: { wave: null, datacenter: null, rollout: { count: 2 } }, onFailure: "pause" });
  const late = stream.outstanding("h0");
  stream.pass(POLICY.activateTimeoutMs);
  t.is(stream.host("h0").state, "unknown");
  stream.answer("h0", ready("b"), late);
  t.like(stream.host("h0"), { state: "active", failure: null });
});
