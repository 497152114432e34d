/** Checks and hooks of simulated releases: which there are, what they come to, and what of it the invariants remember. */
import type { PlanShape } from "../../agent/state.ts";
import type { ActivationStep } from "../../proto/messages.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { ErrorCode, Failure } from "../../runtime/errors.ts";
import type { AppName, CommandId, ReleaseId, SlotName } from "../../runtime/ids.ts";

/** The same for ever: it is part of what was signed. Null: nothing to check and nothing to run. */
export function planOf(release: ReleaseId): PlanShape | null {
  const bits = Number.parseInt(release.slice(0, 4), 16);
  if (bits % 3 === 0) return null;
  const has = (bit: number): boolean => ((bits >> bit) & 1) === 1;
  const depool = has(0);
  const plan = { before: has(1), depool, restart: has(2), after: has(3), repool: depool || has(4), bakePauseMs: has(5) ? 700 : null };
  return plan.before || plan.depool || plan.restart || plan.after || plan.repool || plan.bakePauseMs !== null ? plan : null;
}

export function stepOf(phase: ActivationStep["phase"], outcome: ActivationStep["outcome"]): ActivationStep {
  const kind = phase === "before" || phase === "after" || phase === "bake" ? "check" : "hook";
  return { name: phase, kind, phase, outcome, attempts: 1, durationMs: 1, startedAfterSwapMs: null, detail: "", output: outcome };
}

export function failure(code: ErrorCode, message: string): Failure {
  return toFailure(new ShoalError(code, message));
}

/** What ran on one host. Nobody but the invariants looks at it. */
export class Ran {
  /** Of each phase of an app's command whether its last run passed. */
  readonly #passed = new Map<string, Map<string, boolean>>();
  /** Slots whose service is out of the pool, and whether anybody is still to bring it back. */
  readonly #out = new Map<string, "must come back" | "its hook failed">();

  began(app: AppName, slot: SlotName, phase: ActivationStep["phase"]): void {
    if (phase === "depool") this.#out.set(`${app}/${slot}`, "must come back");
  }

  ended(app: AppName, what: { readonly slot: SlotName; readonly commandId: CommandId; readonly step: ActivationStep }): void {
    const { slot, commandId, step } = what;
    const key = `${app}/${slot}`;
    const command = `${app}/${commandId}`;
    const phases = this.#passed.get(command) ?? new Map<string, boolean>();
    this.#passed.set(command, phases.set(step.phase, step.outcome === "passed"));
    if (step.phase !== "repool") return;
    if (step.outcome === "passed") this.#out.delete(key);
    else if (this.#out.has(key)) this.#out.set(key, "its hook failed");
  }

  /** Nothing is there to be in a pool. */
  gone(app: AppName, slot: SlotName): void {
    this.#out.delete(`${app}/${slot}`);
  }

  passed(app: AppName, commandId: CommandId, phase: string): boolean {
    return this.#passed.get(`${app}/${commandId}`)?.get(phase) === true;
  }

  /** Slots that were taken out of the pool and forgotten. */
  get forgotten(): readonly string[] {
    return [...this.#out].flatMap(([key, why]) => (why === "must come back" ? [key] : []));
  }

  /** The lane was forgotten by a hand: nothing of it binds the host. */
  clear(app: AppName): void {
    for (const map of [this.#passed, this.#out]) for (const key of map.keys()) if (key.startsWith(`${app}/`)) map.delete(key);
  }
}
