/**
 * What one `step` works on: a shallow copy of the state that its handlers change, and the effects they ask for. `closeDraft` puts one
 * `save` for every changed lane before all other effects, so nothing is done or said before it is durable.
 */
import { comparePositions, NO_WORK } from "../proto/messages.ts";
import type { Answer, IntentResult, Position, SlotContent } from "../proto/messages.ts";
import { ShoalError, toFailure } from "../runtime/errors.ts";
import type { ErrorCode, Failure } from "../runtime/errors.ts";
import type { AppName, CommandId, ReleaseId, RevisionId, SlotName } from "../runtime/ids.ts";
import { MAX_FINISHED_INTENTS } from "./limits.ts";
import type {
  AgentEffect,
  AgentPolicy,
  AgentState,
  BakeRound,
  IntentRecord,
  IntentState,
  Lane,
  Now,
  RevisionRecord,
  SlotRecord,
  Work,
} from "./state.ts";

export interface Draft {
  readonly policy: AgentPolicy;
  readonly now: Now;
  readonly instance: AgentState["instance"];
  readonly bootId: string;
  connected: boolean;
  lanes: Record<AppName, Lane>;
  busy: Record<AppName, Work | undefined>;
  unremovable: readonly RevisionId[];
  rounds: Record<string, BakeRound | undefined>;
  readonly effects: AgentEffect[];
}

export function openDraft(policy: AgentPolicy, state: AgentState, now: Now): Draft {
  return { ...state, policy, now, lanes: { ...state.lanes }, busy: { ...state.busy }, rounds: state.rounds, effects: [] };
}

export function closeDraft(draft: Draft, before: AgentState): { readonly state: AgentState; readonly effects: readonly AgentEffect[] } {
  const { instance, bootId, connected, lanes, busy, unremovable, rounds } = draft;
  const saves = lanesOf(draft)
    .filter((lane) => before.lanes[lane.app] !== lane)
    .map((lane) => ({ kind: "save", lane }) as const);
  return { state: { instance, bootId, connected, lanes, busy, unremovable, rounds }, effects: [...saves, ...draft.effects] };
}

export function lanesOf(draft: Pick<Draft, "lanes">): readonly Lane[] {
  return Object.values<Lane>(draft.lanes);
}

export function changeLane(draft: Draft, app: AppName, change: Partial<Lane>): Lane {
  const lane = { ...laneOf(draft, app), ...change };
  draft.lanes[app] = lane;
  return lane;
}

/** The lane of an app that events are still told about; an internal error if there is none. */
export function laneOf(draft: Draft, app: AppName): Lane {
  const lane = draft.lanes[app];
  if (lane === undefined) throw new ShoalError("E_INTERNAL", `no lane of app ${app}`);
  return lane;
}

export function slotOf(lane: Lane, slot: SlotName): SlotRecord {
  return lane.slots[slot] ?? { active: null, previous: null, wanted: null, reverting: null };
}

export function changeSlot(draft: Draft, app: AppName, slot: SlotName, change: Partial<SlotRecord>): void {
  const lane = laneOf(draft, app);
  changeLane(draft, app, { slots: { ...lane.slots, [slot]: { ...slotOf(lane, slot), ...change } } });
}

/** Usable revision of a release: committed, whole, not being removed; the newest where there are several. */
export function usableRevision(lane: Lane, release: ReleaseId): { readonly revision: RevisionId; readonly record: RevisionRecord } | null {
  const [newest] = revisionsOf(lane)
    .filter(({ record }) => record.release === release && isUsable(record))
    .toSorted((a, b) => b.record.order - a.record.order);
  return newest ?? null;
}

export function revisionsOf(lane: Lane): readonly { readonly revision: RevisionId; readonly record: RevisionRecord }[] {
  return (Object.entries(lane.revisions) as [RevisionId, RevisionRecord][]).map(([revision, record]) => ({ revision, record }));
}

export function isUsable(record: RevisionRecord): boolean {
  return !record.removing && !record.damaged;
}

export function findIntent(lane: Lane, commandId: CommandId): IntentRecord | undefined {
  return lane.intents.find((record) => record.commandId === commandId);
}

export function isFinished(record: IntentRecord): boolean {
  return record.state.kind === "finished";
}

/** Adds a record in position order and raises the highest position. */
export function addIntent(draft: Draft, app: AppName, record: IntentRecord): void {
  const lane = laneOf(draft, app);
  const intents = [...lane.intents, record].toSorted((a, b) => comparePositions(a.position, b.position));
  const highest: Position = comparePositions(record.position, lane.highest) > 0 ? record.position : lane.highest;
  changeLane(draft, app, { intents: forgetOldest(intents), highest });
}

export function setIntentState(draft: Draft, app: AppName, commandId: CommandId, state: IntentState): void {
  const lane = laneOf(draft, app);
  const intents = lane.intents.map((record) => (record.commandId === commandId ? { ...record, state } : record));
  changeLane(draft, app, { intents });
}

/** Writes the result, forgets the body, and tells the coordinator. */
export function finish(draft: Draft, app: AppName, commandId: CommandId, result: IntentResult): void {
  const lane = laneOf(draft, app);
  const intents = lane.intents.map((record) => {
    if (record.commandId !== commandId) return result.steps.length > 0 ? withoutSteps(record) : record;
    return { ...record, intent: null, state: { kind: "finished", result } as const };
  });
  changeLane(draft, app, { intents: forgetOldest(intents) });
  const record = findIntent(lane, commandId);
  if (record !== undefined) sendAnswer(draft, app, record, { kind: "result", result });
}

export function sendAnswer(draft: Draft, app: AppName, to: Pick<IntentRecord, "commandId" | "position">, answer: Answer): void {
  const { commandId, position } = to;
  draft.effects.push({ kind: "send", report: { kind: "answer", app, commandId, position, answer } });
}

export function unsuccessful(outcome: Exclude<IntentResult["outcome"], "done">, reason: Failure): IntentResult {
  return { outcome, failure: reason, revision: null, tree: null, stats: NO_WORK, steps: [] };
}

/** A failure as a value, with the code's own retryability. */
export function failure(code: ErrorCode, message: string, hint?: string): Failure {
  return toFailure(new ShoalError(code, message, { hint }));
}

export function sameContent(a: SlotContent, b: SlotContent): boolean {
  if (a.kind === "revision") return b.kind === "revision" && a.revision === b.revision;
  return a.kind === b.kind && (a.kind !== "foreign" || (b.kind === "foreign" && a.detail === b.detail));
}

export function contentOf(revision: RevisionId | null): SlotContent {
  return revision === null ? { kind: "absent" } : { kind: "revision", revision };
}

/** A lane remembers the steps of its newest activation only: they may have 32 KiB of output, and all results travel in each hello. */
function withoutSteps(record: IntentRecord): IntentRecord {
  if (record.state.kind !== "finished" || (record.state.result.steps ?? []).length === 0) return record;
  return { ...record, state: { ...record.state, result: { ...record.state.result, steps: [] } } };
}

function forgetOldest(intents: readonly IntentRecord[]): readonly IntentRecord[] {
  const finished = intents.filter(isFinished);
  const forgotten = new Set(finished.slice(0, Math.max(0, finished.length - MAX_FINISHED_INTENTS)));
  return intents.filter((record) => !forgotten.has(record));
}
