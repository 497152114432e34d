/**
 * What happens to slots: an activation once its slot was read (PROTOCOL.md §4.3), the rename and what comes of it (§4.2, *swapping*). What comes before
 * and after it is in phases.ts, and swaps back in way-back.ts.
 */
import type { ActivateIntent, SlotContent } from "../proto/messages.ts";
import { NO_WORK } from "../proto/messages.ts";
import type { Failure } from "../runtime/errors.ts";
import type { AppName, RevisionId, SlotName } from "../runtime/ids.ts";
import {
  changeSlot,
  contentOf,
  failure,
  findIntent,
  finish,
  laneOf,
  sameContent,
  setIntentState,
  slotOf,
  unsuccessful,
  usableRevision,
} from "./draft.ts";
import type { Draft } from "./draft.ts";
import { endBake, endRollover, phaseAfter, serviceOf, stepsOf } from "./rollover.ts";
import type { AgentEvent, IntentRecord, IntentState, Lane, Marks, PlanShape, Renamed, Rollover } from "./state.ts";
import { leaseFailure } from "./turn.ts";
import { aimBack, reversalFailed, swappedBack, undoSwap } from "./way-back.ts";

type EventOf<Kind extends AgentEvent["kind"]> = Extract<AgentEvent, { readonly kind: Kind }>;

/** The slot as it is right before an activation: PROTOCOL.md §4.3, rows of `activate`. */
export function slotRead(draft: Draft, event: EventOf<"slot-read">): void {
  const { app, commandId, slot, content } = event;
  const work = draft.busy[app];
  if (work?.kind !== "intent" || work.commandId !== commandId) return;
  draft.busy[app] = undefined;
  const lane = laneOf(draft, app);
  const record = findIntent(lane, commandId);
  if (record?.intent?.kind !== "activate" || record.state.kind !== "queued") return;
  // The host asked for a swap back meanwhile: that goes first, and the slot is read again.
  if (slotOf(lane, slot).reverting !== null) return;
  const target = usableRevision(lane, record.intent.release);
  const refusal =
    target === null
      ? failure("E_NOT_PREPARED", `release ${record.intent.release.slice(0, 12)} is gone from host ${draft.policy.host}`)
      : slotRefusal(draft, lane, { slot, content, intent: record.intent });
  if (target === null || refusal !== null) return finish(draft, app, commandId, unsuccessful("failed", refusal as Failure));
  const plan = event.plan ?? null;
  if (plan !== null && "code" in plan) return finish(draft, app, commandId, unsuccessful("failed", plan));
  // Not even for repair is there anything to rename then, nor to put back should the lease end.
  if (sameContent(content, contentOf(target.revision))) return finishActivate(draft, app, record, target.revision, plan);
  const begin = { record, intent: record.intent, content, to: target.revision };
  if (plan === null) return startSwap(draft, app, begin);
  const over = leaseFailure(draft, record.intent);
  if (over !== null) return finish(draft, app, commandId, unsuccessful("expired", over));
  beginRollover(draft, app, { ...begin, plan });
}

export function swapped(draft: Draft, event: EventOf<"swapped">): void {
  const work = draft.busy[event.app];
  if (work?.kind === "reversal" && work.slot === event.slot) {
    draft.busy[event.app] = undefined;
    return swappedBack(draft, event.app, event.slot);
  }
  const record = work?.kind === "intent" ? findIntent(laneOf(draft, event.app), work.commandId) : undefined;
  if (record?.state.kind !== "swapping" || record.slot !== event.slot) return;
  draft.busy[event.app] = undefined;
  if (draft.now.clockMs <= record.state.lease.untilMs) return swappedInTime(draft, event.app, record, event.marks);
  const lateMs = draft.now.clockMs - record.state.lease.untilMs;
  const late = failure("E_LEASE", `the swap of ${record.commandId} came ${lateMs} ms after its lease`);
  if (!undoSwap(draft, event.app, record, late)) swappedInTime(draft, event.app, record, event.marks);
}

export function swapFailed(draft: Draft, event: EventOf<"swap-failed">): void {
  const { app, slot } = event;
  const work = draft.busy[app];
  if (work?.kind === "reversal" && work.slot === slot) return reversalFailed(draft, event);
  const record = work?.kind === "intent" ? findIntent(laneOf(draft, app), work.commandId) : undefined;
  if (record?.state.kind !== "swapping" || record.slot !== slot) return;
  draft.busy[app] = undefined;
  endRollover(draft, app, record, unsuccessful(event.failure.code === "E_LEASE" ? "expired" : "failed", event.failure));
  // A swap back that was to undo this one has the slot's old content to go back from.
  const { reverting } = slotOf(laneOf(draft, app), slot);
  if (reverting !== null) aimBack(draft, app, slot, { reason: reverting.failure });
}

/** After the rename, in time, or at a restart that finds it so. */
export function swappedInTime(draft: Draft, app: AppName, record: IntentRecord, marks: Marks = {}): void {
  if (record.state.kind !== "swapping") return;
  if (record.state.rollover === undefined) return finishActivate(draft, app, record, record.state.to);
  prove(draft, app, record, { clockMs: draft.now.clockMs, bootId: draft.bootId, marks });
}

/**
 * Writes that the slot names the revision, and the ACTIVE answer; also called at a restart that finds the swap done in time. `plan` where nothing was
 * run, because the slot named it already.
 */
export function finishActivate(draft: Draft, app: AppName, record: IntentRecord, to: RevisionId, plan: PlanShape | null = null): void {
  const lane = laneOf(draft, app);
  if (record.slot === null) return;
  const { active, previous } = slotOf(lane, record.slot);
  // A damaged revision is nothing to go back to; what was before it may be.
  const stays = active === to || (active !== null && lane.revisions[active]?.damaged === true);
  const service = serviceOf(draft, record, plan);
  changeSlot(draft, app, record.slot, { active: to, previous: stays ? previous : active, wanted: record.release, service });
  const tree = lane.revisions[to]?.tree ?? null;
  const steps = stepsOf(record);
  finish(draft, app, record.commandId, { outcome: "done", failure: null, revision: to, tree, stats: NO_WORK, steps });
}

/** `rollover` absent: nothing to check or to run. */
export function startSwap(
  draft: Draft,
  app: AppName,
  swap: { record: IntentRecord; intent: ActivateIntent; content: SlotContent; to: RevisionId; rollover?: Rollover },
): void {
  const { record, intent, content, to, rollover } = swap;
  const over = leaseFailure(draft, intent);
  if (over !== null) return endRollover(draft, app, record, unsuccessful("expired", over));
  const { commandId } = record;
  const { slot, lease, labels } = intent;
  endBake(draft, app, slot);
  const swapping = { kind: "swapping", from: content, to, lease, bootId: draft.bootId } as const;
  setIntentState(draft, app, commandId, rollover === undefined ? swapping : { ...swapping, rollover });
  draft.busy[app] = { kind: "intent", commandId, stopping: false };
  const mark = rollover?.plan.after === true ? { mark: { labels: labels ?? {} } } : {};
  draft.effects.push({ kind: "swap", app, slot, expect: content, to, untilMs: lease.untilMs, ...mark });
}

function slotRefusal(draft: Draft, lane: Lane, found: { slot: SlotName; content: SlotContent; intent: ActivateIntent }): Failure | null {
  const { slot, content, intent } = found;
  const where = `slot ${slot} of app ${lane.app} on host ${draft.policy.host}`;
  if (content.kind === "foreign" && !content.link) {
    return failure(
      "E_SLOT",
      `${where} is no symlink: ${content.detail}`,
      "move it away by hand, then deploy again; shoal never removes it",
    );
  }
  const { active } = slotOf(lane, slot);
  if (intent.repair || sameContent(content, contentOf(active))) return null;
  const is = content.kind === "revision" ? content.revision : content.kind === "absent" ? "absent" : content.detail;
  return failure(
    "E_DRIFT",
    `${where} is ${is}, but the journal says ${active ?? "absent"}`,
    "find out who changed it, then deploy with --repair",
  );
}

/** The slot was read and may be taken: the first phase. */
function beginRollover(
  draft: Draft,
  app: AppName,
  { record, intent, content, to, plan }: RolloverBegin & { readonly plan: PlanShape },
): void {
  const rollover: Rollover = { plan, steps: [] };
  const phase = plan.before ? "before" : plan.depool ? "depool" : null;
  if (phase === null) return startSwap(draft, app, { record, intent, content, to, rollover });
  setIntentState(draft, app, record.commandId, { kind: "readying", phase, from: content, to, rollover });
}

interface RolloverBegin {
  readonly record: IntentRecord;
  readonly intent: ActivateIntent;
  readonly content: SlotContent;
  readonly to: RevisionId;
}

/** After the rename, in time. */
function prove(draft: Draft, app: AppName, record: IntentRecord, renamed: Renamed): void {
  const { state, commandId } = record;
  if (state.kind !== "swapping" || state.rollover === undefined) return;
  const { from, to, rollover } = state;
  const phase = phaseAfter(rollover.plan, null);
  const proving: Extract<IntentState, { readonly kind: "proving" }> = {
    kind: "proving",
    phase: phase ?? "after",
    from,
    to,
    rollover,
    renamed,
  };
  setIntentState(draft, app, commandId, proving);
  if (phase === null) finishActivate(draft, app, { ...record, state: proving }, to);
}
