/** An activation with checks and hooks on the state machine alone: brought to a phase, and told what came of it. */
import type { PlanShape } from "../../agent/state.ts";
import type { ActivateIntent, ActivationStep, IntentResult } from "../../proto/messages.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import { activate, at, content, failed, laneWith, type Machine, running, type Seen, workOf } from "./machine.ts";

type Phase = ActivationStep["phase"];

export const R_B = "r-b" as RevisionId;
export const ALL: PlanShape = { before: true, depool: true, restart: true, after: true, repool: true, bakePauseMs: 1_000 };
export const CHECKS: PlanShape = { before: false, depool: false, restart: false, after: true, repool: false, bakePauseMs: 1_000 };

/** Release a is active; b is prepared, has checks and hooks, and its activation was received and its slot read. */
export function begun(plan: PlanShape = ALL, change: Partial<ActivateIntent> = {}): { agent: Machine; intent: ActivateIntent; seen: Seen } {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2), { labels: { dc: "ams" }, ...change });
  agent.receive(intent);
  const seen = agent.post({ kind: "slot-read", app: WEB, commandId: intent.commandId, slot: CURRENT, content: content("r-a"), plan });
  return { agent, intent, seen };
}

/** What a phase that was begun came to. */
export function ran(agent: Machine, intent: ActivateIntent, phases: Phase | readonly Phase[], code?: "E_CHECK" | "E_HOOK"): Seen {
  const all = typeof phases === "string" ? [phases] : phases;
  const outcome = code === undefined ? "passed" : "failed";
  const steps = all.map((phase): ActivationStep => ({ ...STEP, phase, outcome }));
  const failure = code === undefined ? null : failed(code);
  return agent.post({ kind: "steps-run", app: WEB, slot: CURRENT, commandId: intent.commandId, phases: all, steps, failure });
}

export const STEP = { name: "it", kind: "check", attempts: 1, durationMs: 1, startedAfterSwapMs: null, detail: "", output: "" } as const;

export function swap(agent: Machine, to: string | null): Seen {
  return agent.post({ kind: "swapped", app: WEB, slot: CURRENT, to: to as RevisionId | null });
}

/** Through all phases up to the one that is running when it returns. */
export function upTo(phase: Phase | "swap", plan: PlanShape = ALL, change: Partial<ActivateIntent> = {}) {
  const { agent, intent, seen: first } = begun(plan, change);
  let seen = first;
  for (const one of ["before", "depool", "swap", "restart", "after", "repool"] as const) {
    if (one === phase) break;
    if (one === "swap") seen = swap(agent, "r-b");
    else if (plan[one]) seen = ran(agent, intent, one);
  }
  return { agent, intent, seen };
}

export const asked = (seen: Seen): readonly Phase[] | undefined => workOf(seen, "run-steps")?.phases;
export const phasesOf = (result: IntentResult | undefined): readonly string[] | undefined =>
  result?.steps.map(({ phase, outcome }) => (outcome === "passed" ? phase : `${phase}!`));
export const slot = (agent: Machine) => agent.lane().slots[CURRENT];
