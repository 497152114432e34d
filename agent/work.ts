/** What comes back from running work: the rows "step succeeded" and "step failed" of PROTOCOL.md §4.2, and §4.5. */
import type { ActivateIntent, PrepareIntent, SlotContent, SlotReport } from "../proto/messages.ts";
import { NO_WORK } from "../proto/messages.ts";
import type { Failure } from "../runtime/errors.ts";
import type { AppName, CommandId, RevisionId, SlotName } from "../runtime/ids.ts";
import {
  changeLane,
  changeSlot,
  contentOf,
  failure,
  findIntent,
  finish,
  isFinished,
  laneOf,
  revisionsOf,
  sameContent,
  setIntentState,
  slotOf,
  unsuccessful,
  usableRevision,
} from "./draft.ts";
import type { Draft } from "./draft.ts";
import { REVERSAL_RETRY_MS } from "./limits.ts";
import type { AgentEvent, IntentRecord, Lane, RevisionRecord } from "./state.ts";
import { leaseFailure, materialize, noRoute, routesOf, verified } from "./turn.ts";

type EventOf<Kind extends AgentEvent["kind"]> = Extract<AgentEvent, { readonly kind: Kind }>;

export function materialized(draft: Draft, event: EventOf<"materialized">): void {
  const record = working(draft, event.app, event.commandId);
  if (record?.state.kind !== "materializing") return;
  const { revision, route } = record.state;
  setIntentState(draft, event.app, event.commandId, { kind: "committing", revision, route, stats: event.stats });
  const intent = record.intent as PrepareIntent;
  const signed = verified(draft, intent);
  if ("code" in signed) return commitFailed(draft, { ...event, kind: "commit-failed", failure: signed });
  const fromTree = intent.routes[route]?.fromTree ?? null;
  draft.effects.push({ kind: "commit", app: event.app, commandId: event.commandId, revision, release: signed, fromTree });
}

/** Another route helps unless the disk is full. */
export function materializeFailed(draft: Draft, event: EventOf<"materialize-failed">): void {
  const record = working(draft, event.app, event.commandId);
  if (record?.state.kind !== "materializing") return;
  draft.busy[event.app] = undefined;
  const tried = [...record.state.tried, record.state.route];
  const intent = record.intent as PrepareIntent;
  const signed = verified(draft, intent);
  const next =
    "code" in signed || event.failure.code === "E_DISK_FULL"
      ? undefined
      : routesOf(draft, intent, signed).find((route) => !tried.includes(route));
  if (next === undefined || "code" in signed)
    return finish(draft, event.app, event.commandId, unsuccessful("failed", event.failure ?? noRoute(draft, intent)));
  materialize(draft, event.app, { record, signed, route: next, tried });
}

/** Ends the wait for work whose intent was cancelled or overdue. */
export function stopped(draft: Draft, event: EventOf<"stopped">): void {
  const work = draft.busy[event.app];
  if (work?.kind === "intent" && work.commandId === event.commandId) draft.busy[event.app] = undefined;
}

export function committed(draft: Draft, event: EventOf<"committed">): void {
  const record = working(draft, event.app, event.commandId);
  if (record?.state.kind !== "committing") return;
  draft.busy[event.app] = undefined;
  finishPrepare(draft, event.app, record);
}

/** Writes the new revision and the READY answer; also called at a restart that finds the commit record. */
export function finishPrepare(draft: Draft, app: AppName, record: IntentRecord): void {
  if (record.state.kind !== "committing") return;
  const { revision, route, stats } = record.state;
  const intent = record.intent as PrepareIntent;
  const chosen = intent.routes[route];
  const lane = laneOf(draft, app);
  const tree = chosen?.toTree ?? lane.revisions[revision]?.tree ?? null;
  if (tree === null) return;
  const committedRevision: RevisionRecord = {
    release: intent.release,
    tree,
    fromTree: chosen?.fromTree ?? null,
    order: nextOrder(lane),
    removing: false,
    damaged: false,
  };
  changeLane(draft, app, { revisions: { ...lane.revisions, [revision]: committedRevision } });
  finish(draft, app, record.commandId, { outcome: "done", failure: null, revision, tree, stats });
}

export function commitFailed(draft: Draft, event: EventOf<"commit-failed">): void {
  const record = working(draft, event.app, event.commandId);
  if (record?.state.kind !== "committing") return;
  draft.busy[event.app] = undefined;
  finish(draft, event.app, event.commandId, unsuccessful("failed", event.failure));
}

/** The slot as it is right before an activation: PROTOCOL.md §4.3, rows of `activate`. */
export function slotRead(draft: Draft, event: EventOf<"slot-read">): void {
  const { app, commandId, slot, content } = event;
  const work = draft.busy[app];
  if (work?.kind !== "intent" || work.commandId !== commandId) return;
  draft.busy[app] = undefined;
  const lane = laneOf(draft, app);
  const record = findIntent(lane, commandId);
  if (record?.intent?.kind !== "activate" || record.state.kind !== "queued") return;
  const target = usableRevision(lane, record.intent.release);
  const refusal =
    target === null
      ? failure("E_NOT_PREPARED", `release ${record.intent.release.slice(0, 12)} is gone from host ${draft.policy.host}`)
      : slotRefusal(draft, lane, { slot, content, intent: record.intent });
  if (target === null || refusal !== null) return finish(draft, app, commandId, unsuccessful("failed", refusal as Failure));
  if (sameContent(content, contentOf(target.revision)) && slotOf(lane, slot).active === target.revision)
    return finishActivate(draft, app, record, target.revision);
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

/** Puts back a swap that came too late, or may have. */
export function undoSwap(draft: Draft, app: AppName, record: IntentRecord, reason: Failure): void {
  if (record.state.kind !== "swapping" || record.slot === null) return;
  const { from, to } = record.state;
  const back = from.kind === "revision" && from.revision !== to ? from.revision : null;
  changeSlot(draft, app, record.slot, { reverting: { from: to, to: back, failure: reason } });
}

export function swapFailed(draft: Draft, event: EventOf<"swap-failed">): void {
  const work = draft.busy[event.app];
  if (work?.kind === "reversal" && work.slot === event.slot) return reversalFailed(draft, event);
  const record = work?.kind === "intent" ? findIntent(laneOf(draft, event.app), work.commandId) : undefined;
  if (record?.state.kind !== "swapping" || record.slot !== event.slot) return;
  draft.busy[event.app] = undefined;
  finish(draft, event.app, record.commandId, unsuccessful(event.failure.code === "E_LEASE" ? "expired" : "failed", event.failure));
}

export function removed(draft: Draft, event: EventOf<"removed">): void {
  const lane = laneOf(draft, event.app);
  const { [event.revision]: _gone, ...revisions } = lane.revisions;
  changeLane(draft, event.app, { revisions });
  const record = endRemoval(draft, event.app, event.revision);
  if (record === undefined) return;
  // A release may have several revisions: the next turn removes the next, or finishes.
  setIntentState(draft, event.app, record.commandId, { kind: "queued" });
}

export function removeFailed(draft: Draft, event: EventOf<"remove-failed">): void {
  draft.unremovable = [...draft.unremovable, event.revision];
  draft.effects.push({
    kind: "warn",
    app: event.app,
    message: `revision ${event.revision} could not be removed: ${event.failure.message}`,
  });
  // Removal is one rename: a revision that is still there is whole.
  const lane = laneOf(draft, event.app);
  const kept = lane.revisions[event.revision];
  if (kept !== undefined)
    changeLane(draft, event.app, { revisions: { ...lane.revisions, [event.revision]: { ...kept, removing: false } } });
  const record = endRemoval(draft, event.app, event.revision);
  if (record !== undefined) finish(draft, event.app, record.commandId, unsuccessful("failed", event.failure));
}

/** A local reversal: this host's checks or an operator on it. */
export function reversal(draft: Draft, event: EventOf<"reversal">): void {
  const lane = laneOf(draft, event.app);
  const { active, previous, reverting } = slotOf(lane, event.slot);
  if (reverting !== null) return;
  if (active === null || previous === null || lane.revisions[previous] === undefined) {
    draft.effects.push({ kind: "warn", app: event.app, message: `slot ${event.slot} can't be put back: no previous revision` });
    return;
  }
  changeSlot(draft, event.app, event.slot, { reverting: { from: active, to: previous, failure: event.failure } });
}

/** The slot is back: the newest activate of it ends as reverted, whatever it was. */
export function finishReversal(draft: Draft, app: AppName, slot: SlotName): void {
  const lane = laneOf(draft, app);
  const { reverting, wanted, previous } = slotOf(lane, slot);
  if (reverting === null) return;
  const release = reverting.to === null ? wanted : (lane.revisions[reverting.to]?.release ?? wanted);
  changeSlot(draft, app, slot, {
    active: reverting.to,
    previous: previous === reverting.to ? null : previous,
    wanted: release,
    reverting: null,
  });
  finishNewestActivate(draft, app, slot, { ...unsuccessful("reverted", reverting.failure), revision: reverting.to });
  draft.effects.push({
    kind: "send",
    report: { kind: "slot-changed", app, slot: slotReport(laneOf(draft, app), slot, contentOf(reverting.to)), failure: reverting.failure },
  });
}

export function damageFound(draft: Draft, event: EventOf<"damage-found">): void {
  const lane = laneOf(draft, event.app);
  const record = lane.revisions[event.revision];
  if (record === undefined || record.damaged) return;
  changeLane(draft, event.app, { revisions: { ...lane.revisions, [event.revision]: { ...record, damaged: true } } });
  draft.effects.push({ kind: "warn", app: event.app, message: `revision ${event.revision} is damaged: ${event.failure.message}` });
}

/** Writes that the slot names the revision, and the ACTIVE answer; also called at a restart that finds the swap done in time. */
export function finishActivate(draft: Draft, app: AppName, record: IntentRecord, to: RevisionId): void {
  const lane = laneOf(draft, app);
  if (record.slot === null) return;
  const { active, previous } = slotOf(lane, record.slot);
  changeSlot(draft, app, record.slot, { active: to, previous: active === to ? previous : active, wanted: record.release });
  const tree = lane.revisions[to]?.tree ?? null;
  finish(draft, app, record.commandId, { outcome: "done", failure: null, revision: to, tree, stats: NO_WORK });
}

export function slotReport(lane: Lane, slot: SlotName, content: SlotContent): SlotReport {
  const named = content.kind === "revision" ? lane.revisions[content.revision] : undefined;
  const { active, reverting } = slotOf(lane, slot);
  const moving = reverting !== null || lane.intents.some((record) => record.slot === slot && record.state.kind === "swapping");
  const drift = !moving && !sameContent(content, contentOf(active));
  return { slot, content, release: named?.release ?? null, tree: named?.tree ?? null, drift };
}

export function nextOrder(lane: Lane): number {
  return 1 + Math.max(0, ...revisionsOf(lane).map(({ record }) => record.order));
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
  draft.busy[app] = { kind: "intent", commandId };
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

function reversalFailed(draft: Draft, event: EventOf<"swap-failed">): void {
  const { app, slot } = event;
  draft.effects.push({ kind: "warn", app, message: `slot ${slot} could not be put back: ${event.failure.message}` });
  if (event.failure.code !== "E_DRIFT" && event.failure.code !== "E_SLOT") {
    draft.busy[app] = { kind: "pause", untilClockMs: draft.now.clockMs + REVERSAL_RETRY_MS };
    return;
  }
  draft.busy[app] = undefined;
  changeSlot(draft, app, slot, { reverting: null });
  finishNewestActivate(draft, app, slot, unsuccessful("failed", event.failure));
}

function finishNewestActivate(draft: Draft, app: AppName, slot: SlotName, result: Parameters<typeof finish>[3]): void {
  const newest = laneOf(draft, app).intents.findLast(
    (record) => record.kind === "activate" && record.slot === slot && (record.state.kind === "swapping" || isDone(record)),
  );
  if (newest !== undefined) finish(draft, app, newest.commandId, result);
}

function isDone(record: IntentRecord): boolean {
  return record.state.kind === "finished" && record.state.result.outcome === "done";
}

function working(draft: Draft, app: AppName, commandId: CommandId): IntentRecord | undefined {
  const work = draft.busy[app];
  if (work?.kind !== "intent" || work.commandId !== commandId) return undefined;
  const record = findIntent(laneOf(draft, app), commandId);
  return record === undefined || isFinished(record) ? undefined : record;
}

function endRemoval(draft: Draft, app: AppName, revision: RevisionId): IntentRecord | undefined {
  const work = draft.busy[app];
  draft.busy[app] = undefined;
  if (work?.kind !== "intent") return undefined;
  return laneOf(draft, app).intents.find(
    (record) => record.commandId === work.commandId && record.state.kind === "removing" && record.state.revision === revision,
  );
}
