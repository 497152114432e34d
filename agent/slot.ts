/**
 * What happens to slots: an activation once its slot was read (PROTOCOL.md §4.3), the rename and what comes of it (§4.2, *swapping*), and
 * swaps back (§4.5): of a rename that came after its lease, or asked for by the host itself.
 *
 * A swap back is written down as `reverting` before it begins and outlives a crash. Until it has ended, nothing else begins in the lane.
 */
import type { ActivateIntent, SlotContent, SlotReport } from "../proto/messages.ts";
import { NO_WORK } from "../proto/messages.ts";
import type { Failure } from "../runtime/errors.ts";
import type { AppName, RevisionId, SlotName } from "../runtime/ids.ts";
import {
  changeSlot,
  contentOf,
  failure,
  findIntent,
  finish,
  isUsable,
  laneOf,
  sameContent,
  setIntentState,
  slotOf,
  unsuccessful,
  usableRevision,
} from "./draft.ts";
import type { Draft } from "./draft.ts";
import { REVERSAL_RETRY_MS } from "./limits.ts";
import type { AgentEvent, IntentRecord, Lane, SlotRecord } from "./state.ts";
import { stopPrepare } from "./intake.ts";
import { leaseFailure } from "./turn.ts";

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
  // Not even for repair is there anything to rename then, nor to put back should the lease end.
  if (sameContent(content, contentOf(target.revision))) return finishActivate(draft, app, record, target.revision);
  startSwap(draft, app, { record, intent: record.intent, content, to: target.revision });
}

export function swapped(draft: Draft, event: EventOf<"swapped">): void {
  const work = draft.busy[event.app];
  if (work?.kind === "reversal" && work.slot === event.slot) {
    draft.busy[event.app] = undefined;
    return finishReversal(draft, event.app, event.slot);
  }
  const record = work?.kind === "intent" ? findIntent(laneOf(draft, event.app), work.commandId) : undefined;
  if (record?.state.kind !== "swapping" || record.slot !== event.slot) return;
  draft.busy[event.app] = undefined;
  const { lease, to } = record.state;
  if (draft.now.clockMs <= lease.untilMs) return finishActivate(draft, event.app, record, to);
  undoSwap(
    draft,
    event.app,
    record,
    failure("E_LEASE", `the swap of ${record.commandId} came ${draft.now.clockMs - lease.untilMs} ms after its lease`),
  );
}

export function swapFailed(draft: Draft, event: EventOf<"swap-failed">): void {
  const { app, slot } = event;
  const work = draft.busy[app];
  if (work?.kind === "reversal" && work.slot === slot) return reversalFailed(draft, event);
  const record = work?.kind === "intent" ? findIntent(laneOf(draft, app), work.commandId) : undefined;
  if (record?.state.kind !== "swapping" || record.slot !== slot) return;
  draft.busy[app] = undefined;
  finish(draft, app, record.commandId, unsuccessful(event.failure.code === "E_LEASE" ? "expired" : "failed", event.failure));
  // A swap back that was to undo this one has the slot's old content to go back from.
  const { reverting } = slotOf(laneOf(draft, app), slot);
  if (reverting !== null) aimBack(draft, app, slot, reverting.failure);
}

/** Puts back a swap that came too late, or may have. */
export function undoSwap(draft: Draft, app: AppName, record: IntentRecord, reason: Failure): void {
  if (record.state.kind !== "swapping" || record.slot === null) return;
  const { from, to } = record.state;
  const back = beforeSwap(laneOf(draft, app), record.slot, from);
  if (back === to) return finishActivate(draft, app, record, to);
  changeSlot(draft, app, record.slot, { reverting: { from: to, to: back, failure: reason } });
}

/** A local reversal: this host's checks or an operator on it. It waits for a rename under way, but for no fetch and no verification: those are begun again. */
export function reversal(draft: Draft, event: EventOf<"reversal">): void {
  const { app, slot } = event;
  if (slotOf(laneOf(draft, app), slot).reverting !== null) return;
  aimBack(draft, app, slot, event.failure);
  const work = draft.busy[app];
  const record = work?.kind === "intent" ? findIntent(laneOf(draft, app), work.commandId) : undefined;
  if (record === undefined || (record.state.kind !== "materializing" && record.state.kind !== "queued")) return;
  if (slotOf(laneOf(draft, app), slot).reverting !== null) stopPrepare(draft, app, record);
}

/** The slot is back: the newest activate of it ends as reverted, whatever it was. */
export function finishReversal(draft: Draft, app: AppName, slot: SlotName): void {
  const lane = laneOf(draft, app);
  const { reverting, previous } = slotOf(lane, slot);
  if (reverting === null) return;
  const newest = newestActivate(lane, slot);
  // What was prepared last stays wanted: an open rollout may count on it, be it what was just put back.
  const rolledBack = { active: reverting.to, previous: previous === reverting.to ? null : previous };
  // An undone swap was never written as active: what the journal says is what it said before.
  changeSlot(draft, app, slot, { ...(newest?.state.kind === "swapping" ? {} : rolledBack), reverting: null });
  if (newest !== undefined)
    finish(draft, app, newest.commandId, { ...unsuccessful("reverted", reverting.failure), revision: reverting.to });
  draft.effects.push({
    kind: "send",
    report: { kind: "slot-changed", app, slot: slotReport(laneOf(draft, app), slot, contentOf(reverting.to)), failure: reverting.failure },
  });
}

/** Writes that the slot names the revision, and the ACTIVE answer; also called at a restart that finds the swap done in time. */
export function finishActivate(draft: Draft, app: AppName, record: IntentRecord, to: RevisionId): void {
  const lane = laneOf(draft, app);
  if (record.slot === null) return;
  const { active, previous } = slotOf(lane, record.slot);
  // A damaged revision is nothing to go back to; what was before it may be.
  const stays = active === to || (active !== null && lane.revisions[active]?.damaged === true);
  changeSlot(draft, app, record.slot, { active: to, previous: stays ? previous : active, wanted: record.release });
  const tree = lane.revisions[to]?.tree ?? null;
  finish(draft, app, record.commandId, { outcome: "done", failure: null, revision: to, tree, stats: NO_WORK, steps: [] });
}

export function slotReport(lane: Lane, slot: SlotName, content: SlotContent): SlotReport {
  const named = content.kind === "revision" ? lane.revisions[content.revision] : undefined;
  const { active, reverting } = slotOf(lane, slot);
  const moving = reverting !== null || swappingIn(lane, slot) !== undefined;
  const drift = !moving && !sameContent(content, contentOf(active));
  return { slot, content, release: named?.release ?? null, tree: named?.tree ?? null, drift };
}

function startSwap(
  draft: Draft,
  app: AppName,
  swap: { record: IntentRecord; intent: ActivateIntent; content: SlotContent; to: RevisionId },
): void {
  const { record, intent, content, to } = swap;
  const over = leaseFailure(draft, intent);
  if (over !== null) return finish(draft, app, record.commandId, unsuccessful("expired", over));
  const { commandId } = record;
  setIntentState(draft, app, commandId, { kind: "swapping", from: content, to, lease: intent.lease, bootId: draft.bootId });
  draft.busy[app] = { kind: "intent", commandId, stopping: false };
  draft.effects.push({ kind: "swap", app, slot: intent.slot, expect: content, to, untilMs: intent.lease.untilMs });
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

/** What a slot goes back to where a swap of it is undone. A foreign link can't be made again: what the journal says takes its place. */
function beforeSwap(lane: Lane, slot: SlotName, from: SlotContent): RevisionId | null {
  if (from.kind === "revision") return from.revision;
  const { active } = slotOf(lane, slot);
  return from.kind === "foreign" && active !== null && lane.revisions[active] !== undefined ? active : null;
}

/** Writes a swap back of what is active, or will be when the swap under way is done, to what was active before it. */
function aimBack(draft: Draft, app: AppName, slot: SlotName, reason: Failure): void {
  const lane = laneOf(draft, app);
  const { active, previous } = afterSwap(slotOf(lane, slot), swappingIn(lane, slot));
  const target = previous === null ? undefined : lane.revisions[previous];
  if (active !== null && previous !== null && target !== undefined && isUsable(target))
    return changeSlot(draft, app, slot, { reverting: { from: active, to: previous, failure: reason } });
  if (slotOf(lane, slot).reverting !== null) changeSlot(draft, app, slot, { reverting: null });
  draft.effects.push({ kind: "warn", app, message: `slot ${slot} can't be put back: no whole previous revision` });
}

function afterSwap({ active, previous }: SlotRecord, swapping: IntentRecord | undefined): Pick<SlotRecord, "active" | "previous"> {
  if (swapping?.state.kind !== "swapping" || swapping.state.to === active) return { active, previous };
  return { active: swapping.state.to, previous: active };
}

function reversalFailed(draft: Draft, event: EventOf<"swap-failed">): void {
  const { app, slot } = event;
  draft.effects.push({ kind: "warn", app, message: `slot ${slot} could not be put back: ${event.failure.message}` });
  if (!HOPELESS.has(event.failure.code)) {
    draft.busy[app] = { kind: "pause", untilClockMs: draft.now.clockMs + REVERSAL_RETRY_MS };
    return;
  }
  draft.busy[app] = undefined;
  const undone = swappingIn(laneOf(draft, app), slot);
  changeSlot(draft, app, slot, { reverting: null });
  // An activation that was done stays so: what the slot is now is drift.
  if (undone !== undefined) finish(draft, app, undone.commandId, unsuccessful("failed", event.failure));
}

/** A person changed the slot, put something else in its place, or removed the revision: trying again can't help. */
const HOPELESS: ReadonlySet<Failure["code"]> = new Set(["E_DRIFT", "E_SLOT", "E_NOT_PREPARED"]);

function swappingIn(lane: Lane, slot: SlotName): IntentRecord | undefined {
  return lane.intents.find((record) => record.slot === slot && record.state.kind === "swapping");
}

function newestActivate(lane: Lane, slot: SlotName): IntentRecord | undefined {
  return lane.intents.findLast(
    (record) => record.kind === "activate" && record.slot === slot && (record.state.kind === "swapping" || isDone(record)),
  );
}

function isDone(record: IntentRecord): boolean {
  return record.state.kind === "finished" && record.state.result.outcome === "done";
}
