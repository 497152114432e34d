/**
 * Swaps back (PROTOCOL.md §4.5, 4.6): of a rename that came after its lease, of an activation whose checks or hooks failed, in a bake, or asked for on
 * the host itself.
 *
 * A swap back is written down as `reverting` before it begins and outlives a crash; where hooks follow it, it is written again once the slot is back.
 * Until it has ended, nothing else begins in the lane.
 */
import type { ActivationStep, SlotContent } from "../proto/messages.ts";
import type { Failure } from "../runtime/errors.ts";
import type { AppName, RevisionId, SlotName } from "../runtime/ids.ts";
import { changeSlot, contentOf, findIntent, finish, isUsable, laneOf, slotOf, unsuccessful } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { stopWork, withdraw } from "./intake.ts";
import { REVERSAL_RETRY_MS } from "./limits.ts";
import { endRollover, isMoving, joinSteps, movingIn, stepsOf } from "./rollover.ts";
import { slotReport } from "./slot-report.ts";
import type { AgentEvent, IntentRecord, IntentState, Lane, ReversalHooks, Rollover, SlotRecord } from "./state.ts";

type EventOf<Kind extends AgentEvent["kind"]> = Extract<AgentEvent, { readonly kind: Kind }>;

/** Puts back a swap that came too late, or may have, or whose checks or hooks failed. False: there is nothing that it could be put back to. */
export function undoSwap(draft: Draft, app: AppName, record: IntentRecord, reason: Failure): boolean {
  const { state, slot, intent } = record;
  if (!isMoving(state) || slot === null) return false;
  const { from, to, rollover } = state;
  const back = beforeSwap(laneOf(draft, app), slot, from);
  if (back === to) return false;
  const hooks = rollover === undefined || intent?.kind !== "activate" ? undefined : hooksOf(record, intent.labels ?? {}, rollover);
  changeSlot(draft, app, slot, { reverting: { from: to, to: back, failure: reason, hooks } });
  return true;
}

/** A local reversal: an operator on the host asked for it. */
export function reversal(draft: Draft, { app, slot, failure }: EventOf<"reversal">): void {
  if (slotOf(laneOf(draft, app), slot).reverting === null) goBack(draft, app, slot, { reason: failure });
}

/**
 * Goes back to the revision before, by this host's own decision. It waits for a rename under way, but for no fetch and no verification: those are begun
 * again. What is still being readied for the slot is not: whoever put the slot back has seen more than who asked for it.
 *
 * False: there is nothing whole to go back to.
 */
export function goBack(draft: Draft, app: AppName, slot: SlotName, why: Why): boolean {
  if (!aimBack(draft, app, slot, why)) return false;
  const readied = laneOf(draft, app).intents.find((record) => record.slot === slot && record.state.kind === "readying");
  if (readied !== undefined) return withdraw(draft, app, readied, unsuccessful("failed", why.reason));
  const work = draft.busy[app];
  const record = work?.kind === "intent" ? findIntent(laneOf(draft, app), work.commandId) : undefined;
  if (record === undefined) return true;
  if (record.state.kind === "proving" ? record.slot === slot : STOPPED_FIRST.has(record.state.kind)) stopWork(draft, app, record);
  return true;
}

interface Why {
  readonly reason: Failure;
  /** Told with the result. */
  readonly steps?: readonly ActivationStep[];
}

/**
 * Writes a swap back of what is active, or will be when the swap under way is done, to what was active before it. `steps` are told with the result.
 * False: there is nothing whole to go back to.
 */
export function aimBack(draft: Draft, app: AppName, slot: SlotName, { reason, steps = [] }: Why): boolean {
  const lane = laneOf(draft, app);
  const moving = movingIn(lane, slot);
  const { active, previous } = afterSwap(slotOf(lane, slot), moving);
  const target = previous === null ? undefined : lane.revisions[previous];
  if (active !== null && previous !== null && target !== undefined && isUsable(target)) {
    const hooks = hooksBack(slotOf(lane, slot), moving, steps);
    changeSlot(draft, app, slot, { reverting: { from: active, to: previous, failure: reason, hooks } });
    return true;
  }
  if (slotOf(lane, slot).reverting !== null) changeSlot(draft, app, slot, { reverting: null });
  draft.effects.push({ kind: "warn", app, message: `slot ${slot} can't be put back: no whole previous revision` });
  return false;
}

/** The swap back was done: written at once where hooks follow, so that a restart runs them and does not swap. */
export function swappedBack(draft: Draft, app: AppName, slot: SlotName): void {
  const { reverting } = slotOf(laneOf(draft, app), slot);
  if (reverting === null) return;
  const { hooks, to } = reverting;
  if (hooks === undefined || to === null || hooks.phases.length === 0) return finishReversal(draft, app, slot);
  changeSlot(draft, app, slot, { reverting: { ...reverting, hooks: { ...hooks, isBack: true } } });
}

/** Whatever came of them, the slot is back; the steps tell. */
export function reversalHooksRun(draft: Draft, { app, slot, steps, failure }: EventOf<"steps-run">): void {
  const { reverting } = slotOf(laneOf(draft, app), slot);
  draft.busy[app] = undefined;
  if (reverting?.hooks === undefined) return;
  const hooks = { ...reverting.hooks, steps: joinSteps(reverting.hooks.steps, steps) };
  changeSlot(draft, app, slot, { reverting: { ...reverting, hooks } });
  if (failure !== null) draft.effects.push({ kind: "warn", app, message: `slot ${slot} is back, but: ${failure.message}` });
  finishReversal(draft, app, slot);
}

export function reversalFailed(draft: Draft, event: EventOf<"swap-failed">): void {
  const { app, slot } = event;
  draft.effects.push({ kind: "warn", app, message: `slot ${slot} could not be put back: ${event.failure.message}` });
  if (!HOPELESS.has(event.failure.code)) {
    draft.busy[app] = { kind: "pause", untilClockMs: draft.now.clockMs + REVERSAL_RETRY_MS };
    return;
  }
  draft.busy[app] = undefined;
  const undone = movingIn(laneOf(draft, app), slot);
  changeSlot(draft, app, slot, { reverting: null });
  // An activation that was done stays so: what the slot is now is drift.
  if (undone !== undefined) endRollover(draft, app, undone, unsuccessful("failed", event.failure));
}

/** The slot is back: the newest activate of it ends as reverted, whatever it was. */
function finishReversal(draft: Draft, app: AppName, slot: SlotName): void {
  const lane = laneOf(draft, app);
  const { reverting, previous } = slotOf(lane, slot);
  if (reverting === null) return;
  const newest = newestActivate(lane, slot);
  // What was prepared last stays wanted: an open rollout may count on it, be it what was just put back.
  const rolledBack = { active: reverting.to, previous: previous === reverting.to ? null : previous, service: undefined };
  // An undone swap was never written as active: what the journal says is what it said before.
  changeSlot(draft, app, slot, { ...(newest !== undefined && isMoving(newest.state) ? {} : rolledBack), reverting: null });
  if (newest !== undefined) {
    const steps = joinSteps(stepsOf(newest), reverting.hooks?.steps ?? []);
    finish(draft, app, newest.commandId, { ...unsuccessful("reverted", reverting.failure), revision: reverting.to, steps });
  }
  draft.effects.push({
    kind: "send",
    report: { kind: "slot-changed", app, slot: slotReport(laneOf(draft, app), slot, contentOf(reverting.to)), failure: reverting.failure },
  });
}

/** What a slot goes back to where a swap of it is undone. A foreign link can't be made again: what the journal says takes its place. */
function beforeSwap(lane: Lane, slot: SlotName, from: SlotContent): RevisionId | null {
  if (from.kind === "revision") return from.revision;
  const { active } = slotOf(lane, slot);
  return from.kind === "foreign" && active !== null && lane.revisions[active] !== undefined ? active : null;
}

function afterSwap({ active, previous }: SlotRecord, moving: IntentRecord | undefined): Pick<SlotRecord, "active" | "previous"> {
  if (moving === undefined || !isMoving(moving.state) || moving.state.to === active) return { active, previous };
  return { active: moving.state.to, previous: active };
}

/** Hooks of a way back from what the slot names, or will when the swap under way is done. */
function hooksBack({ service }: SlotRecord, moving: IntentRecord | undefined, steps: readonly ActivationStep[]): ReversalHooks | undefined {
  if (moving !== undefined && isMoving(moving.state)) {
    const { rollover } = moving.state;
    const labels = moving.intent?.kind === "activate" ? (moving.intent.labels ?? {}) : {};
    return rollover === undefined ? undefined : hooksOf(moving, labels, rollover);
  }
  if (service === undefined) return undefined;
  const { commandId, labels } = service;
  return { phases: ["restart", "repool"], commandId, labels, steps, isBack: false };
}

/** A swap that came too late restarted nothing; a host that did not leave the pool need not come back to it. */
function hooksOf({ commandId, state }: IntentRecord, labels: ReversalHooks["labels"], { plan }: Rollover): ReversalHooks {
  const phases = [...(state.kind === "proving" ? ["restart" as const] : []), ...(plan.depool || plan.repool ? ["repool" as const] : [])];
  return { phases, commandId, labels, steps: [], isBack: false };
}

function newestActivate(lane: Lane, slot: SlotName): IntentRecord | undefined {
  return lane.intents.findLast(
    (record) => record.kind === "activate" && record.slot === slot && (isMoving(record.state) || isDone(record)),
  );
}

function isDone(record: IntentRecord): boolean {
  return record.state.kind === "finished" && record.state.result.outcome === "done";
}

/** What a reversal does not wait for. */
const STOPPED_FIRST: ReadonlySet<IntentState["kind"]> = new Set(["materializing", "queued"]);

/** A person changed the slot, put something else in its place, or removed the revision: trying again can't help. */
const HOPELESS: ReadonlySet<Failure["code"]> = new Set(["E_DRIFT", "E_SLOT", "E_NOT_PREPARED"]);
