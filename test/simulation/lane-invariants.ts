/** What every save of a lane must hold against the one before and against the disk: DESIGN §8.2, 5, 6, 10, 11. Each returns what is wrong, or null. */
import { isDeepStrictEqual } from "node:util";
import { CLOCK_SKEW_MS, MAX_FINISHED_INTENTS, MAX_SLOTS, MAX_UNFINISHED_INTENTS } from "../../agent/limits.ts";
import type { IntentRecord, Lane, SlotRecord } from "../../agent/state.ts";
import { comparePositions } from "../../proto/messages.ts";
import type { IntentResult, SlotContent } from "../../proto/messages.ts";
import type { CommandId, RevisionId, SlotName } from "../../runtime/ids.ts";
import type { SimulatedDisk } from "./disk.ts";

export interface Saved {
  readonly before: Lane;
  readonly after: Lane;
  readonly disk: SimulatedDisk;
}

export function unbounded({ intents, slots }: Lane): string | null {
  const unfinished = intents.filter(({ state }) => state.kind !== "finished").length;
  const many = unfinished > MAX_UNFINISHED_INTENTS || intents.length - unfinished > MAX_FINISHED_INTENTS;
  if (many) return `${intents.length} intents are remembered`;
  return Object.keys(slots).length > MAX_SLOTS ? `${Object.keys(slots).length} slots are remembered` : null;
}

export function badSave(saved: Saved): string | null {
  const { before, after } = saved;
  if (comparePositions(after.highest, before.highest) < 0) return "the highest position fell";
  for (const record of before.intents) {
    const problem = badEnd(record, before, findIntent(after, record.commandId));
    if (problem !== null) return problem;
  }
  for (const record of after.intents) {
    const problem = badStep(record, findIntent(before, record.commandId), saved);
    if (problem !== null) return problem;
  }
  return null;
}

/** Slots that name nothing but what the journal says, or is about to do. */
export function allowedContents(lane: Lane, slot: SlotName): readonly SlotContent[] {
  const { active, reverting } = lane.slots[slot] ?? { active: null, reverting: null };
  const moving = lane.intents.flatMap(({ slot: where, state }) =>
    where === slot && (state.kind === "swapping" || state.kind === "proving") ? [state.from, contentOf(state.to)] : [],
  );
  const back = reverting === null ? [] : [contentOf(reverting.from), contentOf(reverting.to)];
  return [contentOf(active), ...moving, ...back];
}

/** Revisions that are kept without a reason: a slot, being among the newest, or being a base of such a one. */
export function keptForNothing(lane: Lane, keepRevisions: number): readonly RevisionId[] {
  const all = Object.entries(lane.revisions) as [RevisionId, Lane["revisions"][RevisionId]][];
  const slots = Object.values<SlotRecord>(lane.slots);
  const newest = all.filter(([, one]) => !one.damaged && !one.removing).toSorted(([, a], [, b]) => b.order - a.order);
  const named = [...slots.flatMap(({ active, previous }) => [active, previous]), ...newest.slice(0, keepRevisions).map(([name]) => name)];
  const kept = all.filter(([name, { release }]) => named.includes(name) || slots.some(({ wanted }) => wanted === release));
  const bases = new Set(kept.map(([, { fromTree, baseTree }]) => baseTree ?? fromTree));
  return all.filter((one) => !kept.includes(one) && !bases.has(one[1].tree)).map(([name]) => name);
}

export function overdue({ intents }: Lane, unixMs: number): IntentRecord | undefined {
  return intents.find(({ intent, state }) => isEarly(state) && intent !== null && unixMs > intent.deadlineUnixMs + CLOCK_SKEW_MS);
}

export function isEarly({ kind }: IntentRecord["state"]): boolean {
  return kind === "queued" || kind === "materializing" || kind === "readying";
}

export function findIntent(lane: Lane | undefined, commandId: CommandId): IntentRecord | undefined {
  return lane?.intents.find((candidate) => candidate.commandId === commandId);
}

function contentOf(revision: RevisionId | null): SlotContent {
  return revision === null ? { kind: "absent" } : { kind: "revision", revision };
}

/** Unfinished intents are never forgotten, and a result never changes but to reverted, or failed where the slot stays after all. */
function badEnd({ commandId, state, slot }: IntentRecord, before: Lane, after: IntentRecord | undefined): string | null {
  if (state.kind !== "finished") return after === undefined ? `unfinished ${commandId} is forgotten` : null;
  if (after === undefined) return null;
  if (after.state.kind !== "finished") return `finished ${commandId} begins again`;
  const from = slot === null ? undefined : before.slots[slot]?.reverting?.from;
  const reverted = state.result.outcome === "done" && after.state.result.outcome === "reverted" && state.result.revision === from;
  // The steps of an older activation are forgotten.
  const same = after.state.result.steps.length === 0 ? { ...state.result, steps: [] } : state.result;
  if (reverted || isDeepStrictEqual(same, after.state.result) || stays(state.result, after.state.result)) return null;
  return `the result of ${commandId} changes from ${state.result.outcome} to ${after.state.result.outcome}`;
}

/** A check failed in the bake, and there was nothing to go back to. */
function stays(was: IntentResult, is: IntentResult): boolean {
  return was.outcome === "done" && is.outcome === "failed" && is.failure?.code === "E_CHECK" && is.revision === was.revision;
}

/** A record that is new, or in a new state. */
function badStep(record: IntentRecord, was: IntentRecord | undefined, saved: Saved): string | null {
  const { commandId, state } = record;
  if (was === undefined && comparePositions(record.position, saved.before.highest) <= 0)
    return `${commandId} is taken at a position that was passed`;
  if (state.kind === was?.state.kind) return null;
  if (state.kind === "finished" && state.result.outcome === "done") return saved.disk.robbed ? null : notDone(record, saved);
  return state.kind === "swapping" || state.kind === "readying" ? badSwap(record, saved.after) : null;
}

function badSwap({ commandId, intent, slot, state }: IntentRecord, lane: Lane): string | null {
  if ((state.kind !== "swapping" && state.kind !== "readying") || slot === null) return null;
  const { to, from } = state;
  if (lane.revisions[to]?.damaged !== false || lane.revisions[to].removing) return `${commandId} activates ${to}, which is not whole`;
  const repairs = intent?.kind === "activate" && intent.repair;
  const agrees = isDeepStrictEqual(from, contentOf(lane.slots[slot]?.active ?? null));
  return repairs || agrees ? null : `${commandId} takes over a drifted slot unasked`;
}

/** What is written as done is so on disk. */
function notDone({ commandId, kind, release, slot, state }: IntentRecord, { before, after, disk }: Saved): string | null {
  if (state.kind !== "finished") return null;
  const { revision } = state.result;
  if (kind === "prepare" && (revision === null || disk.revisions.get(revision)?.release !== release))
    return `${commandId} is ready and ${revision} not on disk`;
  if (kind === "discard" && [...disk.revisions.values()].some((one) => one.release === release))
    return `${commandId} is done and its release still on disk`;
  if (kind !== "activate" || slot === null || disk.touched.has(slot)) return null;
  if (!isDeepStrictEqual(disk.slot(slot), contentOf(revision))) return `${commandId} is active and ${slot} is not ${revision}`;
  const earlier = before.slots[slot]?.active ?? null;
  const damaged = earlier !== null && before.revisions[earlier]?.damaged === true;
  if (earlier === revision || damaged || after.slots[slot]?.previous === earlier) return null;
  return `${commandId} forgets that ${earlier} was active before`;
}
