/**
 * What is written down of checks and hooks around an activation (PROTOCOL.md §4.6): the phase that is next, the steps so far, how long the host bakes.
 * What follows from what they come to is in phases.ts, bake.ts and way-back.ts.
 */
import { STEPS_MAX, STEPS_OUTPUT_BYTES_MAX } from "../proto/limits.ts";
import type { ActivationStep, IntentResult } from "../proto/messages.ts";
import type { AppName, SlotName } from "../runtime/ids.ts";
import { changeSlot, finish, laneOf, setIntentState, slotOf } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { Bake, IntentRecord, IntentState, Lane, PlanShape, Rollover, Service } from "./state.ts";

/** Begins the phase that is written down: the first time or after a restart. */
export function runPhase(draft: Draft, app: AppName, record: IntentRecord): void {
  const { commandId, intent, state, slot } = record;
  if (intent?.kind !== "activate" || slot === null) return;
  if (state.kind !== "readying" && state.kind !== "proving" && state.kind !== "withdrawing") return;
  const phase = state.kind === "withdrawing" ? "repool" : state.phase;
  const renamed = state.kind === "proving" ? state.renamed : null;
  draft.busy[app] = { kind: "intent", commandId, stopping: false };
  const what = { phases: [phase], revision: state.to, fallback: null, labels: intent.labels ?? {}, renamed } as const;
  draft.effects.push({ kind: "run-steps", app, slot, commandId, ...what });
}

/** Ends an intent that has not swapped, or no longer: where its host left the pool, once that has come back. */
export function endRollover(draft: Draft, app: AppName, { commandId, state }: IntentRecord, result: IntentResult): void {
  if (!("rollover" in state) || state.rollover === undefined) return finish(draft, app, commandId, result);
  const { to, rollover } = state;
  const left = rollover.plan.depool && !(state.kind === "readying" && state.phase === "before");
  if (left && rollover.plan.repool) return setIntentState(draft, app, commandId, { kind: "withdrawing", to, rollover, result });
  finish(draft, app, commandId, { ...result, steps: rollover.steps });
}

/** The newest steps of a result, and of what they printed the newest: what is told of an activation is bounded. */
export function joinSteps(some: readonly ActivationStep[], more: readonly ActivationStep[]): readonly ActivationStep[] {
  let leftBytes = STEPS_OUTPUT_BYTES_MAX;
  const newestFirst = [...some, ...more].slice(-STEPS_MAX).toReversed();
  const told = newestFirst.map((step) => {
    const sizeBytes = Buffer.byteLength(step.output);
    if (sizeBytes > leftBytes) return { ...step, output: "" };
    leftBytes -= sizeBytes;
    return step;
  });
  return told.toReversed();
}

export function withSteps<State extends { readonly rollover: Rollover }>(state: State, steps: readonly ActivationStep[]): State {
  return { ...state, rollover: { ...state.rollover, steps: joinSteps(state.rollover.steps, steps) } };
}

export function stepsOf({ state }: IntentRecord): readonly ActivationStep[] {
  if (state.kind === "finished") return state.result.steps ?? [];
  return "rollover" in state ? (state.rollover?.steps ?? []) : [];
}

/** The phase after `done`, of those after the swap; null: there is none left. */
export function phaseAfter(plan: PlanShape, done: AfterSwap | null): AfterSwap | null {
  const all = ["restart", "after", "repool"] as const;
  const left = done === null ? all : all.slice(all.indexOf(done) + 1);
  return left.find((phase) => plan[phase]) ?? null;
}

/** The activation whose rename is under way, or that is being proved after it. */
export function movingIn(lane: Lane, slot: SlotName): IntentRecord | undefined {
  return lane.intents.find((record) => record.slot === slot && isMoving(record.state));
}

export function isMoving(state: IntentState): state is Extract<IntentState, { readonly kind: "swapping" | "proving" }> {
  return state.kind === "swapping" || state.kind === "proving";
}

/** What is to be remembered of an activation that has checks or hooks. */
export function serviceOf(draft: Draft, { commandId, intent, state }: IntentRecord, plan: PlanShape | null): Service | undefined {
  const shape = "rollover" in state ? state.rollover?.plan : (plan ?? undefined);
  if (shape === undefined || intent?.kind !== "activate") return undefined;
  const renamed = state.kind === "proving" ? state.renamed : null;
  const lengthMs = intent.bakeMs ?? 0;
  return { commandId, labels: intent.labels ?? {}, renamed, bake: bakeFrom(draft, { pauseMs: shape.bakePauseMs, lengthMs }) };
}

/** No more of it: also where the slot is to name something else. */
export function endBake(draft: Draft, app: AppName, slot: SlotName): void {
  const { service } = slotOf(laneOf(draft, app), slot);
  if (service?.bake == null) return;
  changeSlot(draft, app, slot, { service: { ...service, bake: null } });
}

/** The end of a bake on both clocks; null: there is nothing to make again, or no time for it. */
function bakeFrom(
  draft: Draft,
  { pauseMs, lengthMs }: { readonly pauseMs: PlanShape["bakePauseMs"]; readonly lengthMs: number },
): Bake | null {
  if (pauseMs === null || lengthMs <= 0) return null;
  const { now, bootId } = draft;
  return { pauseMs, lengthMs, untilClockMs: now.clockMs + lengthMs, untilUnixMs: now.unixMs + lengthMs, bootId };
}

type AfterSwap = Extract<IntentState, { readonly kind: "proving" }>["phase"];
