/** Enums of agent.proto and the domain's words for them. The unspecified 0 is left out: on the wire it is an error. */
import type { LinkMode } from "../release/commit-record.ts";
import type { Problem } from "../release/verify.ts";
import type { ActivationStep, BundleDescription, Intent, Outcome, ProgressReport, WorkStats } from "./messages.ts";
import { agentGen } from "./wire.ts";

const wire = agentGen.agent.v1;

export const BUNDLE_KINDS: Readonly<Record<number, BundleDescription["kind"]>> = {
  [wire.BundleKind.BUNDLE_KIND_BASE]: "base",
  [wire.BundleKind.BUNDLE_KIND_OVERLAY]: "overlay",
};

export const INTENT_KINDS: Readonly<Record<number, Intent["kind"]>> = {
  [wire.IntentKind.INTENT_KIND_PREPARE]: "prepare",
  [wire.IntentKind.INTENT_KIND_ACTIVATE]: "activate",
  [wire.IntentKind.INTENT_KIND_DISCARD]: "discard",
};

export const OUTCOMES: Readonly<Record<number, Outcome>> = {
  [wire.Outcome.OUTCOME_DONE]: "done",
  [wire.Outcome.OUTCOME_FAILED]: "failed",
  [wire.Outcome.OUTCOME_CANCELLED]: "cancelled",
  [wire.Outcome.OUTCOME_EXPIRED]: "expired",
  [wire.Outcome.OUTCOME_REVERTED]: "reverted",
};

export const ROUTES: Readonly<Record<number, WorkStats["route"]>> = {
  [wire.Route.ROUTE_NONE]: "none",
  [wire.Route.ROUTE_BASE]: "base",
  [wire.Route.ROUTE_OVERLAY]: "overlay",
};

export const PHASES: Readonly<Record<number, ProgressReport["phase"]>> = {
  [wire.Phase.PHASE_FETCHING]: "fetching",
  [wire.Phase.PHASE_UNPACKING]: "unpacking",
  [wire.Phase.PHASE_VERIFYING]: "verifying",
  [wire.Phase.PHASE_COMMITTING]: "committing",
  [wire.Phase.PHASE_SWAPPING]: "swapping",
  [wire.Phase.PHASE_REMOVING]: "removing",
};

export const STEP_KINDS: Readonly<Record<number, ActivationStep["kind"]>> = {
  [wire.StepKind.STEP_KIND_CHECK]: "check",
  [wire.StepKind.STEP_KIND_HOOK]: "hook",
};

export const STEP_PHASES: Readonly<Record<number, ActivationStep["phase"]>> = {
  [wire.StepPhase.STEP_PHASE_BEFORE]: "before",
  [wire.StepPhase.STEP_PHASE_DEPOOL]: "depool",
  [wire.StepPhase.STEP_PHASE_RESTART]: "restart",
  [wire.StepPhase.STEP_PHASE_AFTER]: "after",
  [wire.StepPhase.STEP_PHASE_REPOOL]: "repool",
  [wire.StepPhase.STEP_PHASE_BAKE]: "bake",
};

export const STEP_OUTCOMES: Readonly<Record<number, ActivationStep["outcome"]>> = {
  [wire.StepOutcome.STEP_OUTCOME_PASSED]: "passed",
  [wire.StepOutcome.STEP_OUTCOME_FAILED]: "failed",
  [wire.StepOutcome.STEP_OUTCOME_TIMEOUT]: "timeout",
  [wire.StepOutcome.STEP_OUTCOME_SKIPPED]: "skipped",
};

export const LINK_MODES: Readonly<Record<number, LinkMode>> = {
  [wire.LinkMode.LINK_MODE_HARDLINK]: "hardlink",
  [wire.LinkMode.LINK_MODE_REFLINK]: "reflink",
  [wire.LinkMode.LINK_MODE_COPY]: "copy",
};

export const PROBLEMS: Readonly<Record<number, Problem["problem"]>> = {
  [wire.Problem.PROBLEM_CHANGED]: "changed",
  [wire.Problem.PROBLEM_MISSING]: "missing",
  [wire.Problem.PROBLEM_ADDED]: "added",
  [wire.Problem.PROBLEM_MODE]: "mode",
  [wire.Problem.PROBLEM_TYPE]: "type",
  [wire.Problem.PROBLEM_MTIME]: "mtime",
};

/** The wire number of a word. */
export function numberOf<W extends string>(names: Readonly<Record<number, W>>, word: W): number {
  const found = Object.keys(names).find((number) => names[Number(number)] === word);
  // 0 is refused by the check that follows every encoding.
  return Number(found ?? 0);
}
