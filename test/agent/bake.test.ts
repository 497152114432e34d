/** The bake (PROTOCOL.md §4.6) on the state machine alone: nobody is ever connected here. */
import test from "ava";
import type { PlanShape } from "../../agent/state.ts";
import type { ActivateIntent } from "../../proto/messages.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import {
  activate,
  at,
  content,
  failed,
  laneWith,
  type Machine,
  onDisk,
  prepare,
  running,
  type Seen,
  slots,
  verdict,
  workOf,
} from "./machine.ts";

const PLAN: PlanShape = { before: false, depool: false, restart: true, after: false, repool: false, bakePauseMs: 2_000 };
const BAKE_MS = 20_000;

/** Release b was activated over a, and bakes. */
function baking(change: Partial<ActivateIntent> = {}): { agent: Machine; intent: ActivateIntent } {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2), { bakeMs: BAKE_MS, ...change });
  agent.receive(intent);
  agent.post({ kind: "slot-read", app: WEB, commandId: intent.commandId, slot: CURRENT, content: content("r-a"), plan: PLAN });
  agent.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-b" as RevisionId });
  ran(agent, intent, "restart");
  return { agent, intent };
}

function ran(agent: Machine, intent: ActivateIntent, phase: "restart" | "bake", code?: "E_CHECK"): Seen {
  const step = { name: "it", kind: "check", attempts: 1, durationMs: 1, startedAfterSwapMs: null, detail: "", output: "" } as const;
  const steps = [{ ...step, phase, outcome: code === undefined ? ("passed" as const) : ("failed" as const) }];
  const failure = code === undefined ? null : failed(code);
  return agent.post({ kind: "steps-run", app: WEB, slot: CURRENT, commandId: intent.commandId, phases: [phase], steps, failure });
}

/** A tick, so much later. */
function later(agent: Machine, ms: number): Seen {
  agent.now = { unixMs: agent.now.unixMs + ms, clockMs: agent.now.clockMs + ms };
  return agent.post({ kind: "tick" });
}

const service = (agent: Machine) => agent.lane().slots[CURRENT]?.service;
const disk = { disk: { slots: slots("r-b"), revisions: [onDisk("a"), onDisk("b")] } };

test("rounds follow one another after a pause until the time is over, and the end is written down", (t) => {
  const { agent, intent } = baking();
  const first = later(agent, 1_000);
  t.like(workOf(first, "run-steps"), { phases: ["bake"], revision: "r-b", commandId: intent.commandId });
  t.is(workOf(later(agent, 5_000), "run-steps"), undefined, "one at a time");
  ran(agent, intent, "bake");
  t.is(workOf(later(agent, 1_999), "run-steps"), undefined);
  t.truthy(workOf(later(agent, 1), "run-steps"));
  ran(agent, intent, "bake");
  const over = later(agent, BAKE_MS);
  t.is(workOf(over, "run-steps"), undefined);
  t.is(over.saved?.slots[CURRENT]?.service?.bake, null);
  t.deepEqual(later(agent, 10_000).effects, []);
});

test("a round that is under way when the time is over says how it ended, and its checks are tried no longer than that", (t) => {
  const begun = (): ReturnType<typeof baking> & { readonly first: Seen } => {
    const made = baking();
    return { ...made, first: later(made.agent, 1_000) };
  };
  const fails = begun();
  const { untilClockMs } = service(fails.agent)?.bake ?? {};
  t.is(workOf(fails.first, "run-steps")?.untilClockMs, untilClockMs);
  later(fails.agent, BAKE_MS);
  t.truthy(service(fails.agent)?.bake, "it is not over while it may have failed");
  t.like(workOf(ran(fails.agent, fails.intent, "bake", "E_CHECK"), "swap"), { to: "r-a" });
  const passes = begun();
  later(passes.agent, BAKE_MS);
  ran(passes.agent, passes.intent, "bake");
  t.deepEqual(later(passes.agent, 1).work, []);
  t.is(service(passes.agent)?.bake, null);
});

test("without a time to bake, or without checks that do, there is none", (t) => {
  t.is(service(baking({ bakeMs: 0 }).agent)?.bake, null);
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2), { bakeMs: BAKE_MS });
  agent.receive(intent);
  agent.post({
    kind: "slot-read",
    app: WEB,
    commandId: intent.commandId,
    slot: CURRENT,
    content: content("r-a"),
    plan: { ...PLAN, bakePauseMs: null },
  });
  agent.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-b" as RevisionId });
  ran(agent, intent, "restart");
  t.is(service(agent)?.bake, null);
});

test("a check that fails puts the slot back, restarts the old revision, and makes the result reverted with the steps", (t) => {
  const { agent, intent } = baking();
  later(agent, 1_000);
  const seen = ran(agent, intent, "bake", "E_CHECK");
  t.like(workOf(seen, "swap"), { expect: content("r-b"), to: "r-a", untilMs: null });
  const back = agent.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-a" as RevisionId });
  t.like(workOf(back, "run-steps"), { phases: ["restart", "repool"], revision: "r-a", fallback: "r-b" });
  const done = ran(agent, intent, "restart");
  t.is(verdict(done), "reverted E_CHECK");
  t.deepEqual(
    agent.result(intent)?.steps.map(({ phase, outcome }) => `${phase} ${outcome}`),
    ["restart passed", "bake failed", "restart passed"],
  );
  t.like(done.sent.at(-1), { kind: "slot-changed", failure: { code: "E_CHECK" }, slot: { drift: false } });
  t.deepEqual(later(agent, 5_000).effects, [], "and it bakes no more");
  t.like(agent.lane().slots[CURRENT], { active: "r-a", previous: null, service: undefined });
});

test("without a whole revision to go back to the slot stays, and the failure is written down: also who was away hears of it", (t) => {
  const { agent, intent } = baking();
  agent.post({ kind: "damage-found", app: WEB, revision: "r-a" as RevisionId, failure: failed("E_DIGEST") });
  later(agent, 1_000);
  const seen = ran(agent, intent, "bake", "E_CHECK");
  t.is(workOf(seen, "swap"), undefined);
  t.like(seen.sent.at(-1), { kind: "slot-changed", failure: { code: "E_CHECK" }, slot: { content: content("r-b"), drift: false } });
  t.like(agent.result(intent), { outcome: "failed", failure: { code: "E_CHECK" }, revision: "r-b" });
  t.deepEqual(
    agent.result(intent)?.steps.map(({ phase, outcome }) => `${phase} ${outcome}`),
    ["restart passed", "bake failed"],
  );
  t.deepEqual(later(agent, 5_000).effects, []);
});

test("a restarted agent goes on, with what is left of the time", (t) => {
  const { agent, intent } = baking();
  later(agent, 5_000);
  const after = agent.restart({ ...disk, clockMs: agent.now.clockMs });
  t.like(workOf(later(after, 1_000), "run-steps"), { phases: ["bake"], commandId: intent.commandId });
  ran(after, intent, "bake");
  t.truthy(workOf(later(after, 2_000), "run-steps"));
  ran(after, intent, "bake");
  later(after, BAKE_MS);
  t.is(service(after)?.bake, null);
});

test("after a reboot the wall clock says when it ends, but never gives more than the whole time", (t) => {
  const { agent, intent } = baking();
  later(agent, 5_000);
  const rebooted = (unixMs: number): Machine => {
    const after = agent.restart({ ...disk, bootId: "boot-2", clockMs: 100 });
    after.now = { unixMs: agent.now.unixMs + unixMs, clockMs: 100 };
    return after;
  };
  t.truthy(workOf(later(rebooted(1_000), 1), "run-steps"));
  t.is(
    service(
      (() => {
        const late = rebooted(BAKE_MS);
        later(late, 1);
        return late;
      })(),
    )?.bake,
    null,
  );
  const setBack = rebooted(-1e9);
  t.truthy(workOf(later(setBack, 1), "run-steps"));
  ran(setBack, intent, "bake");
  later(setBack, BAKE_MS);
  t.is(service(setBack)?.bake, null);
});

test("it goes on beside a fetch, which is stopped for the way back and then begun again", (t) => {
  const { agent, intent } = baking();
  const fetch = prepare("c", at(3));
  t.truthy(workOf(agent.receive(fetch), "materialize"));
  t.truthy(workOf(later(agent, 1_000), "run-steps"));
  const seen = ran(agent, intent, "bake", "E_CHECK");
  t.like(workOf(seen, "stop"), { commandId: fetch.commandId });
  t.is(workOf(seen, "swap"), undefined);
  const stopped = agent.post({ kind: "stopped", app: WEB, commandId: fetch.commandId });
  t.like(workOf(stopped, "swap"), { expect: content("r-b"), to: "r-a" as RevisionId });
  agent.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-a" as RevisionId });
  t.truthy(workOf(ran(agent, intent, "restart"), "materialize"));
});

test("a newer activation ends it with its swap; before that, a check that fails withdraws it", (t) => {
  const readied = baking();
  const newer = activate("a", at(3));
  const read = { kind: "slot-read", app: WEB, commandId: newer.commandId, slot: CURRENT, content: content("r-b") } as const;
  later(readied.agent, 1_000);
  readied.agent.receive(newer);
  readied.agent.post({ ...read, plan: { ...PLAN, before: true } });
  const seen = ran(readied.agent, readied.intent, "bake", "E_CHECK");
  t.is(verdict(seen), "failed E_CHECK");
  t.truthy(workOf(seen, "stop"));
  t.like(workOf(readied.agent.post({ kind: "stopped", app: WEB, commandId: newer.commandId }), "swap"), {
    expect: content("r-b"),
    to: "r-a",
  });
  const { agent, intent } = baking();
  later(agent, 1_000);
  agent.receive(newer);
  t.is(agent.post({ ...read, plan: PLAN }).saved?.slots[CURRENT]?.service?.bake, null);
  t.deepEqual(ran(agent, intent, "bake", "E_CHECK").work, [], "what comes of the old one's round is nobody's");
});

test("a local reversal ends it", (t) => {
  const { agent, intent } = baking();
  later(agent, 1_000);
  agent.post({ kind: "reversal", app: WEB, slot: CURRENT, failure: failed("E_REVERTED") });
  t.deepEqual(ran(agent, intent, "bake", "E_CHECK").work, []);
  agent.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-a" as RevisionId });
  t.is(verdict(ran(agent, intent, "restart")), "reverted E_REVERTED");
  t.deepEqual(later(agent, 5_000).effects, []);
});

test("an app that the host's configuration has no longer bakes no more", (t) => {
  const { agent } = baking();
  const after = agent.restart({ ...disk, apps: {} as never });
  t.deepEqual(later(after, 1_000).work, []);
});
