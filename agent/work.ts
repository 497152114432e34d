/** What comes back from running work but swaps (slot.ts): the rows "step succeeded" and "step failed" of PROTOCOL.md §4.2. */
import { NO_WORK } from "../proto/messages.ts";
import type { PrepareIntent } from "../proto/messages.ts";
import type { ErrorCode } from "../runtime/errors.ts";
import type { AppName, CommandId, RevisionId } from "../runtime/ids.ts";
import { changeLane, findIntent, finish, isFinished, isUsable, laneOf, revisionsOf, setIntentState, unsuccessful } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { withdraw } from "./intake.ts";
import type { AgentEvent, IntentRecord, Lane, RevisionRecord } from "./state.ts";
import { explainRoute } from "./route.ts";
import { failedRoutes, materialize, noRoute, routesOf, verified } from "./turn.ts";

type EventOf<Kind extends AgentEvent["kind"]> = Extract<AgentEvent, { readonly kind: Kind }>;

export function materialized(draft: Draft, event: EventOf<"materialized">): void {
  const record = working(draft, event.app, event.commandId);
  if (record?.state.kind !== "materializing") return;
  const { revision, route } = record.state;
  const intent = record.intent as PrepareIntent;
  const signed = verified(draft, intent);
  // As where it is cancelled: the tree in staging goes.
  if ("code" in signed) return void withdraw(draft, event.app, record, unsuccessful("failed", signed));
  const failed = failedRoutes(record.state);
  const stats = {
    ...event.stats,
    why: explainRoute({
      routes: intent.routes,
      taken: route,
      failed,
      lineage: intent.lineage ?? null,
      before: failedBefore(draft, intent),
    }),
  };
  setIntentState(draft, event.app, event.commandId, { kind: "committing", revision, route, stats });
  const fromTree = intent.routes[route]?.fromTree ?? null;
  draft.effects.push({ kind: "commit", app: event.app, commandId: event.commandId, revision, release: signed, fromTree });
}

/** Another route helps unless the disk is full. */
export function materializeFailed(draft: Draft, event: EventOf<"materialize-failed">): void {
  const record = working(draft, event.app, event.commandId);
  if (record?.state.kind !== "materializing") return;
  draft.busy[event.app] = undefined;
  const failed = [...failedRoutes(record.state), { route: record.state.route, code: event.failure.code }];
  const intent = record.intent as PrepareIntent;
  const signed = verified(draft, intent);
  const next =
    "code" in signed || event.failure.code === "E_DISK_FULL"
      ? undefined
      : routesOf(draft, intent, signed).find((route) => !failed.some((one) => one.route === route));
  if (next === undefined || "code" in signed)
    return finish(draft, event.app, event.commandId, unsuccessful("failed", event.failure ?? noRoute(draft, intent)));
  const message = `a route to release ${intent.release.slice(0, 12)} failed, the next is tried: ${event.failure.code}: ${event.failure.message}`;
  draft.effects.push({ kind: "warn", app: event.app, message });
  materialize(draft, event.app, { record, signed, route: next, failed });
}

/** Ends the wait for work whose intent was withdrawn, or has to make way for a swap back. */
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
    // Journaled by an earlier version it has none.
    ...(intent.lineage == null ? {} : { baseTree: intent.lineage.baseTree }),
    order: nextOrder(lane),
    removing: false,
    damaged: false,
  };
  changeLane(draft, app, { revisions: { ...lane.revisions, [revision]: committedRevision } });
  finish(draft, app, record.commandId, { outcome: "done", failure: null, revision, tree, stats, steps: [] });
}

export function commitFailed(draft: Draft, event: EventOf<"commit-failed">): void {
  const record = working(draft, event.app, event.commandId);
  if (record?.state.kind !== "committing") return;
  draft.busy[event.app] = undefined;
  finish(draft, event.app, event.commandId, unsuccessful("failed", event.failure));
}

export function removed(draft: Draft, event: EventOf<"removed">): void {
  const lane = laneOf(draft, event.app);
  const { [event.revision]: _gone, ...revisions } = lane.revisions;
  changeLane(draft, event.app, { revisions });
  draft.unremovable = draft.unremovable.filter((revision) => revision !== event.revision);
  const record = endRemoval(draft, event.app, event.revision);
  if (record === undefined) return;
  // A release may have several revisions: the next turn removes the next, or finishes.
  setIntentState(draft, event.app, record.commandId, { kind: "queued" });
}

export function removeFailed(draft: Draft, event: EventOf<"remove-failed">): void {
  draft.unremovable = [...new Set([...draft.unremovable, event.revision])];
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

/** Whole: what was asked for is there. Else the turn begins again, without it. */
export function revisionVerified(draft: Draft, event: EventOf<"revision-verified">): void {
  const { app, commandId, revision, failure } = event;
  const work = draft.busy[app];
  if (work?.kind !== "intent" || work.commandId !== commandId || work.stopping) return;
  const record = findIntent(laneOf(draft, app), commandId);
  if (record !== undefined && record.kind !== "prepare") return;
  draft.busy[app] = undefined;
  if (failure !== null) return damageFound(draft, { ...event, kind: "damage-found", failure });
  const there = laneOf(draft, app).revisions[revision];
  if (record === undefined || isFinished(record) || there === undefined || !isUsable(there)) return;
  finish(draft, app, commandId, { outcome: "done", failure: null, revision, tree: there.tree, stats: NO_WORK, steps: [] });
}

export function damageFound(draft: Draft, event: EventOf<"damage-found">): void {
  const lane = laneOf(draft, event.app);
  const record = lane.revisions[event.revision];
  if (record === undefined || record.damaged) return;
  changeLane(draft, event.app, { revisions: { ...lane.revisions, [event.revision]: { ...record, damaged: true } } });
  draft.effects.push({ kind: "warn", app: event.app, message: `revision ${event.revision} is damaged: ${event.failure.message}` });
}

export function nextOrder(lane: Lane): number {
  return 1 + Math.max(0, ...revisionsOf(lane).map(({ record }) => record.order));
}

/** Why the last prepare of that release before this one came to nothing. */
function failedBefore(draft: Draft, { app, release, commandId }: PrepareIntent): ErrorCode | null {
  const earlier = laneOf(draft, app).intents.filter(
    (one) => one.kind === "prepare" && one.release === release && one.commandId !== commandId,
  );
  const state = earlier.at(-1)?.state;
  return state?.kind === "finished" ? (state.result.failure?.code ?? null) : null;
}

function working(draft: Draft, app: AppName, commandId: CommandId): IntentRecord | undefined {
  const work = draft.busy[app];
  if (work?.kind !== "intent" || work.commandId !== commandId || work.stopping) return undefined;
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
