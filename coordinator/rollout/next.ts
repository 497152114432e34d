/**
 * The rollout that waits for the open one to end; one in a stream. A rollback takes the place of what is open: it is aborted, and when that is acknowledged (PROTOCOL.md §5.3)
 * the rollback begins. A deploy waits where it was asked to, and begins only if the one before it succeeded. It begins with the event after that end, so that the end is
 * recorded and told for itself; the effect `begin-next` brings one at once, and whatever the coordinator hears, its clock and its restart are others: a crash loses nothing.
 */
import { type Draft, openRollout } from "./draft.ts";
import type { StreamEvent } from "./events.ts";
import type { NextRollout, Rollout, StreamState } from "./state.ts";

type Requested = Extract<StreamEvent, { readonly kind: "rollout-requested" }>;

/** What a request that finds a rollout open comes to. */
export type WhenOpen =
  /** The open one, or the one that waits, is what was asked for. */
  | "same"
  /** It ends first, and is told to. */
  | "abort"
  /** It ends first, by itself. */
  | "wait"
  | "refuse";

export function whenOpen(state: StreamState, open: Rollout, event: Requested): WhenOpen {
  // Hosts that had missed a release wait for what an operator wants.
  if (open.converges === true && event.converges !== true && (state.next === null || event.whenOpen === "abort"))
    return open.state === "aborting" ? "wait" : "abort";
  if (event.whenOpen === "abort") {
    if (isSame(open, event)) return "same";
    return open.state === "aborting" || isGoingThere(state, open, event) ? "wait" : "abort";
  }
  return event.whenOpen === "wait" && state.next === null ? "wait" : "refuse";
}

/** It was asked for already, and waits: from two terminals it is one. */
export function isWaiting({ event: waits }: NextRollout, event: Requested): boolean {
  const alike = waits.rolloutKind === event.rolloutKind && waits.slot === event.slot && waits.release.release === event.release.release;
  return alike && event.whenOpen !== undefined && waits.whenOpen === event.whenOpen && waits.policy.name === event.policy.name;
}

/** Whatever waited before gives way: only a rollback comes here then. */
export function setNext(draft: Draft, event: Requested): void {
  const { principal, nowUnixMs: sinceUnixMs } = draft;
  const next: NextRollout = { event, principal, sinceUnixMs };
  draft.state = { ...draft.state, next };
  draft.effects.push({ kind: "rollout-queued", rollout: event.rollout });
}

/** Null: none waits, or what it waits for has not ended, or came to nothing: then it is dropped. */
export function takeNext(draft: Draft): NextRollout | null {
  const { next, rollout, lock } = draft.state;
  if (next === null || openRollout(draft.state) !== null) return null;
  draft.state = { ...draft.state, next: null };
  const isWanted = next.event.whenOpen !== "wait" || rollout === null || rollout.converges === true || rollout.state === "succeeded";
  return isWanted && lock === null ? next : null;
}

export function dropNext(draft: Draft): void {
  if (draft.state.next !== null) draft.state = { ...draft.state, next: null };
}

/** After each event: is it time? */
export function tellNext(draft: Draft): void {
  if (draft.state.next !== null && openRollout(draft.state) === null) draft.effects.push({ kind: "begin-next" });
}

/** Said twice, it is one rollback; `--now` and another policy are something else. */
function isSame(open: Rollout, { rolloutKind, slot, release, policy }: Requested): boolean {
  const alike = open.kind === rolloutKind && open.slot === slot && open.release.release === release.release;
  return alike && open.state !== "aborting" && open.policy.name === policy.name;
}

/** Its hosts go back to what they ran by themselves already: nothing is gained by stopping that. */
function isGoingThere({ history }: StreamState, { state, rollback, slot }: Rollout, { release }: Requested): boolean {
  return state === "rolling-back" && rollback?.all === true && history[slot]?.at(-1)?.release === release.release;
}
