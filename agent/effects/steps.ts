/** `run-steps`, and what of an activation's plan is looked at beside other effects: agent/checks/ in the words of `step`. */
import { join } from "node:path";
import { STEPS_MAX } from "../../proto/limits.ts";
import type { ActivationStep } from "../../proto/messages.ts";
import { lookAtPlan, runPhases, takeMarks } from "../checks/steps.ts";
import type { PhasesRun, Place, StepsDeps } from "../checks/steps.ts";
import { toFailure } from "../../runtime/errors.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { AppName, RevisionId, SlotName } from "../../runtime/ids.ts";
import type { Marks, PlanShape } from "../state.ts";
import { appOf } from "./context.ts";
import type { EffectContext, EffectOf } from "./context.ts";

export interface Where {
  readonly app: AppName;
  readonly slot: SlotName;
  readonly labels: Readonly<Record<string, string>>;
}

/** Never rejects. */
export async function readPlan(context: EffectContext, where: Where, revision: RevisionId): Promise<PlanShape | Failure | null> {
  try {
    return await lookAtPlan(context, placeOf(context, where), revision);
  } catch (error) {
    return toFailure(error);
  }
}

/** Never rejects: a log that could not be looked at is counted from its beginning. */
export async function readMarks(context: EffectContext, where: Where, revision: RevisionId): Promise<Marks> {
  return takeMarks(context, placeOf(context, where), revision).catch(() => ({}));
}

/** Never rejects. Posts nothing where it was stopped: whoever stopped it tells. */
export async function runSteps(context: EffectContext, effect: EffectOf<"run-steps">, signal: AbortSignal): Promise<void> {
  const { app, slot, commandId, phases } = effect;
  const deps: StepsDeps = {
    plans: context.plans,
    clock: context.clock,
    sinceRenameMs: ({ clockMs }) => context.renames.since(app, slot, clockMs),
  };
  let run: PhasesRun;
  try {
    run = await runPhases(deps, placeOf(context, effect), effect, signal);
  } catch (error) {
    run = { steps: [], failure: toFailure(error) };
  }
  if (signal.aborted) return;
  for (const step of run.steps) logStep(context, effect, step);
  context.post({ kind: "steps-run", app, slot, commandId, phases, steps: run.steps.slice(-STEPS_MAX), failure: run.failure });
}

/** Where slots were renamed by this process, to the millisecond: the agent's clock goes in steps of ten. */
export class Renames {
  readonly #atMs = new Map<string, { readonly clockMs: number; readonly atMs: number }>();

  note(app: AppName, slot: SlotName, clockMs: number): void {
    this.#atMs.set(`${app}/${slot}`, { clockMs, atMs: performance.now() });
  }

  /** Null: another one, or by another process. */
  since(app: AppName, slot: SlotName, clockMs: number): number | null {
    const noted = this.#atMs.get(`${app}/${slot}`);
    return noted?.clockMs === clockMs ? performance.now() - noted.atMs : null;
  }
}

function logStep({ log }: EffectContext, { app, slot }: Where, { name, kind, output, ...step }: ActivationStep): void {
  if (step.outcome === "passed") log.debug({ app, slot, ...step }, `${kind} ${name}`);
  else log.warn({ app, slot, ...step, output }, `${kind} ${name}`);
}

function placeOf(context: EffectContext, { app, slot, labels }: Where): Place {
  const { root, environment, user, units } = appOf(context, app);
  const facts = { host: context.host, app, environment, slot, labels, user, units };
  return { root, facts, stepsFolder: join(context.stateDir, STEPS_FOLDER) };
}

/** In the state directory: a file for each program that runs. */
export const STEPS_FOLDER = "steps";
