/** What a slot of an environment ran, and what `rollback` goes back to. Pure policy. */
import type { AppName, Digest, SlotName } from "../../runtime/ids.ts";
import { openRollout } from "./draft.ts";
import { MAX_HISTORY } from "./limits.ts";
import type { ReleaseRef, Rollout, StreamState } from "./state.ts";

/**
 * The release a rollback without a tag goes to: while a rollout is open what was there before it, or where it goes to itself, if it is a rollback; after an unfinished attempt that touched hosts, the last one that succeeded; else the one before it. Null: there is none.
 */
export function rollbackTarget(state: StreamState, slot: SlotName): ReleaseRef | null {
  const history = state.history[slot] ?? [];
  const { rollout, next } = state;
  if (next !== null && next.event.slot === slot && next.event.rolloutKind === "rollback") return next.event.release;
  const open = openRollout(state);
  if (open?.slot === slot && open.kind === "rollback") return open.release;
  // Hosts that converge, and those that are repaired, get what runs.
  if (open?.slot === slot) return history.at(open.release.release === history.at(-1)?.release ? -2 : -1) ?? null;
  const halfDone = rollout !== null && rollout.slot === slot && rollout.state !== "succeeded" && mayHaveSwapped(rollout);
  return history.at(halfDone ? -1 : -2) ?? null;
}

/** The history after a rollout succeeded: a rollback to a known release forgets what came after it. */
export function recordSuccess(history: readonly ReleaseRef[], rollout: Rollout): readonly ReleaseRef[] {
  const index = history.findLastIndex(({ release }) => release === rollout.release.release);
  if (rollout.kind === "rollback" && index >= 0) return history.slice(0, index + 1);
  if (index >= 0 && index === history.length - 1) return history;
  return [...history, rollout.release].slice(-MAX_HISTORY);
}

/** Trees that the environments of an app run, the stream whose newest rollout began last first. */
export function runningTrees(streams: readonly StreamState[], app: AppName): readonly Digest[] {
  const begun = (state: StreamState): number => state.rollout?.startedUnixMs ?? 0;
  const own = streams.filter((state) => state.app === app).toSorted((a, b) => begun(b) - begun(a));
  const trees = own.flatMap(({ history }) => Object.values(history).flatMap((slot) => slot.at(-1)?.tree ?? []));
  return [...new Set(trees)];
}

function mayHaveSwapped(rollout: Rollout): boolean {
  const { states, inFlight } = rollout.tally;
  return (states.active ?? 0) + (states.unknown ?? 0) + (states.reverted ?? 0) + inFlight > 0;
}
