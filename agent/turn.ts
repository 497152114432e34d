/**
 * What a lane does next when nothing works in it: PROTOCOL.md §4.3. A swap back goes first, then the unfinished intent with the lowest
 * position, then retention.
 */
import type { ActivateIntent, PrepareIntent } from "../proto/messages.ts";
import { NO_WORK } from "../proto/messages.ts";
import { blake3 } from "../runtime/blake3.ts";
import type { ErrorCode, Failure } from "../runtime/errors.ts";
import type { AppName, CommandId, ReleaseId, RevisionId } from "../runtime/ids.ts";
import type { SignedRelease } from "../release/release.ts";
import {
  changeLane,
  contentOf,
  failure,
  finish,
  isFinished,
  isUsable,
  laneOf,
  lanesOf,
  revisionsOf,
  setIntentState,
  changeSlot,
  unsuccessful,
  usableRevision,
} from "./draft.ts";
import type { Draft } from "./draft.ts";
import { usableTrees } from "./downloads/held-trees.ts";
import { CLOCK_SKEW_MS } from "./limits.ts";
import { protectedRevisions, removableRevisions } from "./retention.ts";
import { runPhase } from "./rollover.ts";
import { type FailedRoute, usableRoutes } from "./route.ts";
import type { IntentRecord, IntentState, Lane, SlotRecord } from "./state.ts";

/** Begins work in every lane that has none, until each is busy or has nothing to do. */
export function takeTurns(draft: Draft): void {
  for (const { app } of lanesOf(draft)) {
    if (draft.policy.apps[app] === undefined) continue;
    while (draft.busy[app] === undefined && takeTurn(draft, app)) {
      // Each turn either makes the lane busy or ends an intent: it terminates.
    }
  }
}

/** The deadline of an intent is over, tolerating skewed clocks. */
export function isOverdue(draft: Draft, record: IntentRecord): boolean {
  return record.intent !== null && draft.now.unixMs > record.intent.deadlineUnixMs + CLOCK_SKEW_MS;
}

export function overdueResult(record: IntentRecord): ReturnType<typeof unsuccessful> {
  return unsuccessful(
    "expired",
    failure(
      "E_DEADLINE",
      `${record.kind} ${record.commandId} was not done by its deadline`,
      "deploy again, with a longer timeout if the host is slow",
    ),
  );
}

/** Tries a route: the first time or after another failed or a restart. */
export function materialize(
  draft: Draft,
  app: AppName,
  attempt: { record: IntentRecord; signed: SignedRelease; route: number; failed: readonly FailedRoute[] },
): void {
  const { record, signed, route, failed } = attempt;
  const intent = record.intent as PrepareIntent;
  const revision = revisionFor(laneOf(draft, app), record.commandId);
  const chosen = intent.routes[route];
  if (chosen === undefined) return finish(draft, app, record.commandId, unsuccessful("failed", noRoute(draft, intent)));
  setIntentState(draft, app, record.commandId, { kind: "materializing", revision, route, ...failuresOf(failed) });
  draft.busy[app] = { kind: "intent", commandId: record.commandId, stopping: false };
  const sources = usableSources(laneOf(draft, app));
  const salvage = damagedRevision(laneOf(draft, app), signed);
  const { commandId, deadlineUnixMs } = intent;
  const about = { app, commandId, revision, release: signed, route: chosen, sources, salvage, deadlineUnixMs };
  draft.effects.push({ kind: "materialize", ...about });
}

/** Routes that this intent has tried in vain, in their order. */
export function failedRoutes({ tried, codes = [] }: Extract<IntentState, { kind: "materializing" }>): readonly FailedRoute[] {
  return tried.map((route, index) => ({ route, code: codes[index] ?? "E_INTERNAL" }));
}

/** The envelope's release, or why this host does not accept it. */
export function verified(draft: Draft, intent: PrepareIntent): SignedRelease | Failure {
  const signed = draft.policy.verifyEnvelope(intent.app, intent.envelope, draft.now.unixMs);
  if ("code" in signed || signed.id === intent.release) return signed;
  return failure("E_SCOPE", `the envelope is of release ${signed.id.slice(0, 12)}, the intent of ${intent.release.slice(0, 12)}`);
}

/** Routes of a prepare that this host can take now, cheapest first. */
export function routesOf(draft: Draft, intent: PrepareIntent, signed: SignedRelease): readonly number[] {
  const held = new Set(usableTrees(laneOf(draft, intent.app)));
  const { formatVersions, codecs } = draft.policy;
  return usableRoutes(intent.routes, { tree: signed.release.tree, held, formatVersions, codecs });
}

export function noRoute(draft: Draft, intent: PrepareIntent): Failure {
  const message = `none of the ${intent.routes.length} routes to release ${intent.release.slice(0, 12)} can be taken by host ${draft.policy.host}`;
  return failure("E_BASE", message, "create the release again with --new-base, or update the agent if its codecs are too old");
}

export function leaseFailure(draft: Draft, intent: ActivateIntent): Failure | null {
  if (intent.lease.instance !== draft.instance)
    return failure("E_LEASE", `the lease of ${intent.commandId} is of an earlier process of this agent`);
  if (draft.now.clockMs < intent.lease.untilMs) return null;
  return failure(
    "E_LEASE",
    `the lease of ${intent.commandId} is over`,
    "the network or the host was slow; the coordinator asks again by itself",
  );
}

function failuresOf(failed: readonly FailedRoute[]): { tried: readonly number[]; codes?: readonly ErrorCode[] } {
  const tried = failed.map(({ route }) => route);
  return failed.length === 0 ? { tried } : { tried, codes: failed.map(({ code }) => code) };
}

function takeTurn(draft: Draft, app: AppName): boolean {
  const lane = laneOf(draft, app);
  if (swapBack(draft, lane)) return true;
  const next = lane.intents.find((record) => !isFinished(record));
  if (next === undefined) return retain(draft, lane);
  begin(draft, app, next);
  return true;
}

function swapBack(draft: Draft, lane: Lane): boolean {
  const slots = Object.entries(lane.slots) as [keyof typeof lane.slots, SlotRecord][];
  const [slot, record] = slots.find(([, candidate]) => candidate.reverting !== null) ?? [];
  if (slot === undefined || record?.reverting == null) return false;
  draft.busy[lane.app] = { kind: "reversal", slot };
  const { from, to, hooks } = record.reverting;
  if (hooks?.isBack === true && to !== null) {
    const { commandId, phases, labels } = hooks;
    draft.effects.push({ kind: "run-steps", app: lane.app, slot, commandId, phases, revision: to, fallback: from, labels, renamed: null });
    return true;
  }
  draft.effects.push({ kind: "swap", app: lane.app, slot, expect: contentOf(from), to, untilMs: null });
  return true;
}

function retain(draft: Draft, lane: Lane): boolean {
  const keep = draft.policy.apps[lane.app]?.keepRevisions ?? 0;
  const revision = removableRevisions(lane, keep).find((candidate) => !draft.unremovable.includes(candidate));
  if (revision === undefined) return false;
  draft.busy[lane.app] = { kind: "retention", revision };
  remove(draft, lane.app, revision);
  return true;
}

function begin(draft: Draft, app: AppName, record: IntentRecord): void {
  const { intent, state } = record;
  const early = state.kind === "queued" || state.kind === "materializing";
  if (early && isOverdue(draft, record)) return finish(draft, app, record.commandId, overdueResult(record));
  if (state.kind === "readying" || state.kind === "proving" || state.kind === "withdrawing") return runPhase(draft, app, record);
  if (intent?.kind === "prepare") return beginPrepare(draft, record, intent);
  if (intent?.kind === "activate") return beginActivate(draft, record, intent);
  if (intent?.kind === "discard") return beginDiscard(draft, record, intent.release);
  finish(
    draft,
    app,
    record.commandId,
    unsuccessful("failed", failure("E_INTERNAL", `the journal lost the body of ${record.commandId}`, "deploy again")),
  );
}

function beginPrepare(draft: Draft, record: IntentRecord, intent: PrepareIntent): void {
  const { app, commandId, slot, release } = intent;
  const signed = verified(draft, intent);
  if ("code" in signed) return finish(draft, app, commandId, unsuccessful("failed", signed));
  changeSlot(draft, app, slot, { wanted: release });
  const there = usableRevision(laneOf(draft, app), release);
  if (there !== null) {
    draft.busy[app] = { kind: "intent", commandId, stopping: false };
    return void draft.effects.push({ kind: "verify", app, commandId, revision: there.revision });
  }
  if (record.state.kind === "materializing" && routesOf(draft, intent, signed).includes(record.state.route)) {
    return materialize(draft, app, { record, signed, route: record.state.route, failed: failedRoutes(record.state) });
  }
  const [route] = routesOf(draft, intent, signed);
  if (route === undefined) return finish(draft, app, commandId, unsuccessful("failed", noRoute(draft, intent)));
  materialize(draft, app, { record, signed, route, failed: [] });
}

function beginActivate(draft: Draft, record: IntentRecord, intent: ActivateIntent): void {
  const { app, commandId, slot, release, tree } = intent;
  const over = leaseFailure(draft, intent);
  if (over !== null) return finish(draft, app, commandId, unsuccessful("expired", over));
  const there = usableRevision(laneOf(draft, app), release);
  if (there === null || there.record.tree !== tree) {
    const missing = failure(
      "E_NOT_PREPARED",
      `release ${release.slice(0, 12)} of app ${app} is not prepared on host ${draft.policy.host}`,
      "deploy again: it is fetched first",
    );
    return finish(draft, app, commandId, unsuccessful("failed", missing));
  }
  draft.busy[app] = { kind: "intent", commandId: record.commandId, stopping: false };
  draft.effects.push({ kind: "read-slot", app, commandId, slot, revision: there.revision, labels: intent.labels ?? {} });
}

function beginDiscard(draft: Draft, record: IntentRecord, release: ReleaseId): void {
  const { app } = record.intent as NonNullable<IntentRecord["intent"]>;
  const lane = laneOf(draft, app);
  const found = revisionsOf(lane).find((candidate) => candidate.record.release === release);
  if (found === undefined)
    return finish(draft, app, record.commandId, { outcome: "done", failure: null, revision: null, tree: null, stats: NO_WORK, steps: [] });
  if (protectedRevisions(lane).has(found.revision)) {
    const inUse = failure("E_IN_USE", `revision ${found.revision} of app ${app} is active, previous, wanted or the base of such a one`);
    return finish(draft, app, record.commandId, unsuccessful("failed", inUse));
  }
  setIntentState(draft, app, record.commandId, { kind: "removing", revision: found.revision });
  draft.busy[app] = { kind: "intent", commandId: record.commandId, stopping: false };
  remove(draft, app, found.revision);
}

function remove(draft: Draft, app: AppName, revision: RevisionId): void {
  const lane = laneOf(draft, app);
  const record = lane.revisions[revision];
  if (record !== undefined) changeLane(draft, app, { revisions: { ...lane.revisions, [revision]: { ...record, removing: true } } });
  draft.effects.push({ kind: "remove", app, revision });
}

function damagedRevision(lane: Lane, { release }: SignedRelease): RevisionId | null {
  const damaged = revisionsOf(lane).filter(({ record }) => record.damaged && !record.removing && record.tree === release.tree);
  return damaged.toSorted((a, b) => b.record.order - a.record.order)[0]?.revision ?? null;
}

function usableSources(lane: Lane): readonly RevisionId[] {
  return revisionsOf(lane)
    .filter(({ record }) => isUsable(record))
    .map(({ revision }) => revision);
}

/** Opaque, and never one that is there: nothing is written over, even when a command id comes again after it was forgotten. */
function revisionFor(lane: Lane, commandId: CommandId): RevisionId {
  for (let attempt = 0; ; attempt += 1) {
    const revision = `r${blake3(new TextEncoder().encode(`revision ${commandId} ${attempt}`)).slice(0, 16)}` as RevisionId;
    if (lane.revisions[revision] === undefined) return revision;
  }
}
