/** PROTOCOL.md §4.6, row by row, on the state machine alone. */
import test from "ava";
import type { ActivationStep } from "../../proto/messages.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import { activate, at, content, failed, laneWith, LEASE_MS, Machine, NOW_CLOCK_MS, prepare, running, verdict, workOf } from "./machine.ts";
import { ALL, asked, begun, CHECKS, phasesOf, R_B, ran, slot, swap, upTo, STEP } from "./phases.ts";

test("phases go one after the other, each written down before it begins, and the slot's record changes at the end", (t) => {
  const { agent, intent, seen } = begun();
  t.deepEqual(asked(seen), ["before"]);
  t.like(seen.saved?.intents.at(-1)?.state, { kind: "readying", phase: "before", to: R_B });
  t.like(workOf(seen, "run-steps"), { revision: "r-b", fallback: null, labels: { dc: "ams" }, renamed: null });
  const depool = ran(agent, intent, "before");
  t.deepEqual(asked(depool), ["depool"]);
  t.like(depool.saved?.intents.at(-1)?.state, { kind: "readying", phase: "depool" });
  const swapping = ran(agent, intent, "depool");
  t.like(workOf(swapping, "swap"), {
    to: R_B,
    expect: content("r-a"),
    untilMs: NOW_CLOCK_MS + LEASE_MS,
    mark: { labels: { dc: "ams" } },
  });
  agent.now = { ...agent.now, clockMs: agent.now.clockMs + 5 };
  const marks = { errors: { inode: 1, sizeBytes: 2 } };
  const restart = agent.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-b" as RevisionId, marks });
  t.deepEqual(asked(restart), ["restart"]);
  const renamed = { clockMs: NOW_CLOCK_MS + 5, bootId: "boot-1", marks };
  t.deepEqual(workOf(restart, "run-steps")?.renamed, renamed);
  t.is(slot(agent)?.active, "r-a" as RevisionId, "not before it is proved");
  t.deepEqual(restart.answers, []);
  t.deepEqual(asked(ran(agent, intent, "restart")), ["after"]);
  t.deepEqual(asked(ran(agent, intent, "after")), ["repool"]);
  const done = ran(agent, intent, "repool");
  t.is(verdict(done), "done");
  t.deepEqual(phasesOf(agent.result(intent)), ["before", "depool", "restart", "after", "repool"]);
  t.like(slot(agent), { active: "r-b", previous: "r-a", service: { commandId: intent.commandId, renamed, bake: null } });
});

test("phases that have nothing in them are left out", (t) => {
  const { agent, intent, seen } = begun(CHECKS);
  t.is(asked(seen), undefined);
  t.truthy(workOf(seen, "swap"));
  t.deepEqual(asked(swap(agent, "r-b")), ["after"]);
  t.is(verdict(ran(agent, intent, "after")), "done");
  const before = begun({ ...CHECKS, before: true, after: false });
  t.truthy(workOf(ran(before.agent, before.intent, "before"), "swap"));
  t.is(verdict(swap(before.agent, "r-b")), "done");
});

test("what can't be carried out here fails before anything is done", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2));
  agent.receive(intent);
  const seen = agent.post({
    kind: "slot-read",
    app: WEB,
    commandId: intent.commandId,
    slot: CURRENT,
    content: content("r-a"),
    plan: failed("E_HOOK"),
  });
  t.is(verdict(seen), "failed E_HOOK");
  t.deepEqual(seen.work, []);
});

test("a check before the swap that fails ends it; a hook that fails has the host come back to the pool first", (t) => {
  const before = upTo("before");
  const ended = ran(before.agent, before.intent, "before", "E_CHECK");
  t.is(verdict(ended), "failed E_CHECK");
  t.deepEqual(ended.work, []);
  t.deepEqual(phasesOf(before.agent.result(before.intent)), ["before!"]);
  const { agent, intent } = upTo("depool");
  const back = ran(agent, intent, "depool", "E_HOOK");
  t.deepEqual(back.answers, []);
  t.deepEqual(asked(back), ["repool"]);
  t.like(back.saved?.intents.at(-1)?.state, { kind: "withdrawing", result: { outcome: "failed" } });
  const done = ran(agent, intent, "repool");
  t.is(verdict(done), "failed E_HOOK");
  t.deepEqual(phasesOf(agent.result(intent)), ["before", "depool!", "repool"]);
  t.is(slot(agent)?.active, "r-a" as RevisionId);
});

test("a host that can't come back to the pool is warned of, and what it came to stays", (t) => {
  const { agent, intent } = upTo("depool");
  ran(agent, intent, "depool", "E_HOOK");
  const done = ran(agent, intent, "repool", "E_CHECK");
  t.is(verdict(done), "failed E_HOOK");
  t.regex(workOf(done, "warn")?.message ?? "", /could not be put back into the pool/);
});

test("a revision that is found damaged while checks run is not activated", (t) => {
  for (const phase of ["before", "depool"] as const) {
    const { agent, intent } = upTo(phase);
    agent.post({ kind: "damage-found", app: WEB, revision: R_B, failure: failed("E_DIGEST") });
    let seen = ran(agent, intent, phase);
    t.is(workOf(seen, "swap"), undefined);
    if (phase === "depool") seen = ran(agent, intent, "repool");
    t.is(verdict(seen), "failed E_NOT_PREPARED");
  }
});

test("time in checks and hooks eats the lease: over before the swap, it has expired, and the host comes back to the pool", (t) => {
  const before = upTo("before");
  before.agent.now = { ...before.agent.now, clockMs: NOW_CLOCK_MS + LEASE_MS };
  const late = ran(before.agent, before.intent, "before");
  t.is(verdict(late), "expired E_LEASE");
  t.deepEqual(late.work, []);
  const { agent, intent } = upTo("depool");
  agent.now = { ...agent.now, clockMs: NOW_CLOCK_MS + LEASE_MS };
  t.deepEqual(asked(ran(agent, intent, "depool")), ["repool"]);
  t.is(verdict(ran(agent, intent, "repool")), "expired E_LEASE");
});

test("a lease that is over while checks or hooks hang stops them", (t) => {
  const { agent, intent } = upTo("depool");
  agent.now = { ...agent.now, clockMs: NOW_CLOCK_MS + LEASE_MS };
  const seen = agent.post({ kind: "tick" });
  t.like(workOf(seen, "stop"), { commandId: intent.commandId, revision: null });
  t.deepEqual(asked(seen), undefined, "not before it has stopped");
  t.deepEqual(ran(agent, intent, "depool").effects, [], "what comes of it is ignored");
  t.deepEqual(asked(agent.post({ kind: "stopped", app: WEB, commandId: intent.commandId })), ["repool"]);
  t.is(verdict(ran(agent, intent, "repool")), "expired E_LEASE");
});

test("a rename that was not done has the host come back to the pool", (t) => {
  for (const [code, outcome] of [
    ["E_LEASE", "expired"],
    ["E_DRIFT", "failed"],
  ] as const) {
    const { agent, intent } = upTo("swap");
    const seen = agent.post({ kind: "swap-failed", app: WEB, slot: CURRENT, failure: failed(code) });
    t.deepEqual(asked(seen), ["repool"]);
    t.is(verdict(ran(agent, intent, "repool")), `${outcome} ${code}`);
  }
});

test("a rename that came late is put back, and nothing was restarted that would have to be again", (t) => {
  const { agent, intent } = upTo("swap");
  agent.now = { ...agent.now, clockMs: NOW_CLOCK_MS + LEASE_MS + 1 };
  t.like(workOf(swap(agent, "r-b"), "swap"), { to: "r-a", untilMs: null });
  const back = swap(agent, "r-a");
  t.like(workOf(back, "run-steps"), { phases: ["repool"], revision: "r-a", fallback: "r-b" });
  t.is(verdict(ran(agent, intent, ["repool"])), "reverted E_LEASE");
});

for (const [phase, code] of [
  ["restart", "E_HOOK"],
  ["after", "E_CHECK"],
  ["repool", "E_HOOK"],
] as const) {
  test(`${phase} that fails after the swap: back at once, then the old revision's hooks, then the result`, (t) => {
    const { agent, intent } = upTo(phase);
    const seen = ran(agent, intent, phase, code);
    t.like(workOf(seen, "swap"), { expect: content("r-b"), to: "r-a", untilMs: null });
    t.like(seen.saved?.slots[CURRENT]?.reverting, { from: "r-b", to: "r-a", failure: { code } });
    t.deepEqual(seen.answers, []);
    const back = swap(agent, "r-a");
    t.like(workOf(back, "run-steps"), { phases: ["restart", "repool"], revision: "r-a", fallback: "r-b", labels: { dc: "ams" } });
    t.true(back.saved?.slots[CURRENT]?.reverting?.hooks?.isBack);
    const done = ran(agent, intent, ["restart", "repool"]);
    t.is(verdict(done), `reverted ${code}`);
    t.deepEqual(phasesOf(agent.result(intent))?.slice(-3), [`${phase}!`, "restart", "repool"]);
    t.like(done.sent.at(-1), { kind: "slot-changed", failure: { code }, slot: { content: content("r-a"), drift: false } });
    t.like(slot(agent), { active: "r-a", previous: null, reverting: null });
  });
}

test("a way back whose hooks fail is a way back all the same, and is warned of", (t) => {
  const { agent, intent } = upTo("after");
  ran(agent, intent, "after", "E_CHECK");
  swap(agent, "r-a");
  const done = ran(agent, intent, ["restart", "repool"], "E_HOOK");
  t.is(verdict(done), "reverted E_CHECK");
  t.regex(workOf(done, "warn")?.message ?? "", /is back, but: /);
});

test("where the slot was nothing before, it is nothing again, and nothing is restarted", (t) => {
  const agent = new Machine({ lane: { ...laneWith(["b"]), slots: {} } });
  const intent = activate("b", at(2));
  agent.receive(intent);
  agent.post({ kind: "slot-read", app: WEB, commandId: intent.commandId, slot: CURRENT, content: content(null), plan: CHECKS });
  swap(agent, "r-b");
  t.like(workOf(ran(agent, intent, "after", "E_CHECK"), "swap"), { to: null });
  const back = swap(agent, null);
  t.is(verdict(back), "reverted E_CHECK");
  t.deepEqual(back.work, []);
});

test("where nothing whole is left to go back to, it has failed and the slot stays", (t) => {
  const agent = running("a", { lane: laneWith(["a"]) });
  const intent = activate("a", at(2), { repair: true });
  agent.receive(intent);
  const foreign = { kind: "foreign", link: true, detail: "dangling" } as const;
  agent.post({ kind: "slot-read", app: WEB, commandId: intent.commandId, slot: CURRENT, content: foreign, plan: CHECKS });
  swap(agent, "r-a");
  const seen = ran(agent, intent, "after", "E_CHECK");
  t.is(verdict(seen), "failed E_CHECK");
  t.is(workOf(seen, "swap"), undefined);
});

test("a host that left the pool for a release that failed, and has nothing to go back to, stays out of it", (t) => {
  const agent = running("a", { lane: laneWith(["a"]) });
  const intent = activate("a", at(2), { repair: true });
  agent.receive(intent);
  const foreign = { kind: "foreign", link: true, detail: "dangling" } as const;
  agent.post({ kind: "slot-read", app: WEB, commandId: intent.commandId, slot: CURRENT, content: foreign, plan: ALL });
  ran(agent, intent, "before");
  ran(agent, intent, "depool");
  swap(agent, "r-a");
  const seen = ran(agent, intent, "restart", "E_HOOK");
  t.is(verdict(seen), "failed E_HOOK");
  t.is(asked(seen), undefined);
  t.deepEqual(phasesOf(agent.result(intent)), ["before", "depool", "restart!"]);
});

test("a cancel before the swap stops what runs; a host that left the pool is back before the result is told", (t) => {
  const before = upTo("before");
  const stopped = before.agent.cancel(before.intent);
  t.is(verdict(stopped), "cancelled E_CANCELLED");
  t.truthy(workOf(stopped, "stop"));
  t.deepEqual(before.agent.post({ kind: "stopped", app: WEB, commandId: before.intent.commandId }).work, []);
  const { agent, intent } = upTo("depool");
  const accepted = agent.cancel(intent);
  t.is(verdict(accepted), "accepted");
  t.truthy(workOf(accepted, "stop"));
  t.is(verdict(agent.cancel(intent)), "accepted", "again");
  t.deepEqual(asked(agent.post({ kind: "stopped", app: WEB, commandId: intent.commandId })), ["repool"]);
  t.is(verdict(ran(agent, intent, "repool")), "cancelled E_CANCELLED");
  t.is(verdict(agent.cancel(intent)), "cancelled E_CANCELLED");
});

test("a cancel after the swap is too late", (t) => {
  for (const phase of ["swap", "restart", "after", "repool"] as const) {
    const { agent, intent } = upTo(phase);
    const seen = agent.cancel(intent);
    t.is(verdict(seen), "accepted");
    t.deepEqual(seen.work, []);
  }
});

test("a deadline that is over stops it before the swap only", (t) => {
  const { agent } = upTo("before", ALL, { lease: { instance: "i1" as never, untilMs: 1e12 } });
  agent.now = { ...agent.now, unixMs: agent.now.unixMs + 4_000_000 };
  t.is(verdict(agent.post({ kind: "tick" })), "expired E_DEADLINE");
  const after = upTo("after");
  after.agent.now = { ...after.agent.now, unixMs: after.agent.now.unixMs + 4_000_000 };
  t.deepEqual(after.agent.post({ kind: "tick" }).effects, []);
});

test("a local reversal withdraws what is readied, and stops what is proved", (t) => {
  const lane = {
    ...laneWith(["a", "b", "c"]),
    slots: { [CURRENT]: { active: "r-a", previous: "r-c", wanted: null, reverting: null } } as never,
  };
  const agent = running("a", { lane });
  const intent = activate("b", at(2));
  agent.receive(intent);
  agent.post({
    kind: "slot-read",
    app: WEB,
    commandId: intent.commandId,
    slot: CURRENT,
    content: content("r-a"),
    plan: { ...ALL, before: false },
  });
  const asks = { kind: "reversal", app: WEB, slot: CURRENT, failure: failed("E_REVERTED") } as const;
  t.truthy(workOf(agent.post(asks), "stop"));
  t.like(workOf(agent.post({ kind: "stopped", app: WEB, commandId: intent.commandId }), "swap"), { expect: content("r-a"), to: "r-c" });
  t.deepEqual(asked(swap(agent, "r-c")), ["repool"], "and only then back into the pool");
  t.is(verdict(ran(agent, intent, "repool")), "failed E_REVERTED");
  const proved = upTo("after");
  t.truthy(workOf(proved.agent.post(asks), "stop"));
  const back = proved.agent.post({ kind: "stopped", app: WEB, commandId: proved.intent.commandId });
  t.like(workOf(back, "swap"), { expect: content("r-b"), to: "r-a" });
  t.deepEqual(asked(swap(proved.agent, "r-a")), ["restart", "repool"]);
  t.is(verdict(ran(proved.agent, proved.intent, ["restart", "repool"])), "reverted E_REVERTED");
});

test("what the slot names already is done at once, and bakes", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("a", at(2), { bakeMs: 10_000 });
  agent.receive(intent);
  const seen = agent.post({ kind: "slot-read", app: WEB, commandId: intent.commandId, slot: CURRENT, content: content("r-a"), plan: ALL });
  t.is(verdict(seen), "done");
  t.is(asked(seen), undefined);
  t.like(slot(agent)?.service, { commandId: intent.commandId, renamed: null, bake: { lengthMs: 10_000 } });
});

test("an activation of which a lane remembers the steps is the newest only", (t) => {
  const { agent, intent } = upTo("repool");
  ran(agent, intent, "repool");
  t.is(agent.result(intent)?.steps.length, 5);
  const again = activate("a", at(3));
  agent.receive(again);
  agent.post({ kind: "slot-read", app: WEB, commandId: again.commandId, slot: CURRENT, content: content("r-b"), plan: CHECKS });
  swap(agent, "r-a");
  ran(agent, again, "after");
  t.deepEqual(agent.result(intent)?.steps, []);
  t.is(agent.result(again)?.steps.length, 1);
  agent.receive(prepare("b", at(4)));
  t.is(agent.result(again)?.steps.length, 1, "results without steps forget none");
});

test("what steps printed is told to 32 KiB, the newest first", (t) => {
  const { agent, intent } = upTo("after", CHECKS);
  const output = "x".repeat(4_096);
  const steps = Array.from({ length: 80 }, (_, index): ActivationStep => ({
    ...STEP,
    name: `${index}`,
    phase: "after",
    outcome: "passed",
    output,
  }));
  agent.post({ kind: "steps-run", app: WEB, slot: CURRENT, commandId: intent.commandId, phases: ["after"], steps, failure: null });
  const told = agent.result(intent)?.steps ?? [];
  t.is(told.length, 64);
  t.is(told.at(-1)?.name, "79");
  t.deepEqual(
    told.map((step) => step.output.length > 0),
    told.map((_, index) => index >= 56),
  );
});
