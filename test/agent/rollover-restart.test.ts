/** PROTOCOL.md §4.6, its column of crashes and restarts, on the state machine alone. */
import test from "ava";
import { content, onDisk, slots, verdict, workOf } from "./machine.ts";
import { asked, ran, swap, upTo } from "./phases.ts";

const disk = (revision: string) => ({ disk: { slots: slots(revision), revisions: [onDisk("a"), onDisk("b")] } });

test("a restart before the swap: the lease is gone; a host that left the pool comes back", (t) => {
  const before = upTo("before");
  t.is(before.agent.restart(disk("r-a")).result(before.intent)?.outcome, "expired");
  for (const phase of ["depool", "swap"] as const) {
    const { agent, intent } = upTo(phase);
    const after = agent.restart(disk("r-a"));
    t.deepEqual(asked(after.started), ["repool"]);
    t.is(verdict(ran(after, intent, "repool")), "expired E_LEASE");
  }
});

test("a restart right after the rename: in time it is proved, else it is put back", (t) => {
  const { agent, intent } = upTo("swap");
  const inTime = agent.restart(disk("r-b"));
  t.deepEqual(asked(inTime.started), ["restart"]);
  t.like(inTime.record(intent)?.state, { kind: "proving", phase: "restart" });
  const late = agent.restart({ ...disk("r-b"), bootId: "boot-2" });
  t.like(workOf(late.started, "swap"), { expect: content("r-b"), to: "r-a" });
  t.deepEqual(asked(swap(late, "r-a")), ["repool"]);
  t.is(verdict(ran(late, intent, "repool")), "reverted E_LEASE");
});

for (const phase of ["restart", "after", "repool"] as const) {
  test(`a restart in ${phase}: it is begun again, whatever became of the lease; a slot that a hand changed is left alone`, (t) => {
    const { agent, intent } = upTo(phase);
    const after = agent.restart({ ...disk("r-b"), bootId: "boot-2", clockMs: 5 });
    t.deepEqual(asked(after.started), [phase]);
    const byHand = agent.restart(disk("r-a"));
    t.deepEqual(asked(byHand.started), ["repool"]);
    t.is(verdict(ran(byHand, intent, "repool")), "failed E_DRIFT");
  });
}

test("a restart on the way back: before the rename was written it is done again, after it only the hooks are", (t) => {
  const { agent, intent } = upTo("after");
  ran(agent, intent, "after", "E_CHECK");
  t.like(workOf(agent.restart(disk("r-b")).started, "swap"), { to: "r-a" });
  const renamed = agent.restart(disk("r-a"));
  t.deepEqual(asked(renamed.started), ["restart", "repool"]);
  t.is(verdict(ran(renamed, intent, ["restart", "repool"])), "reverted E_CHECK");
  swap(agent, "r-a");
  const again = agent.restart(disk("r-a"));
  t.deepEqual(asked(again.started), ["restart", "repool"]);
  t.is(workOf(again.started, "swap"), undefined);
});

test("a restart while a withdrawn host comes back to the pool has it come back again", (t) => {
  const { agent, intent } = upTo("depool");
  ran(agent, intent, "depool", "E_HOOK");
  const after = agent.restart(disk("r-a"));
  t.deepEqual(asked(after.started), ["repool"]);
  t.is(verdict(ran(after, intent, "repool")), "failed E_HOOK");
});
