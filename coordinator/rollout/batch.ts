/** What a runner (runner.ts) decides together: the events of one append, and what is told of them. */
import type { Principal } from "../../runtime/ids.ts";
import type { LoggedEvent, StreamEffect, StreamEvent } from "./events.ts";
import type { Rollout, StreamState } from "./state.ts";

export interface Submission {
  readonly event: StreamEvent;
  readonly principal: Principal;
  /** The coordinator that heard of it; absent: this one. */
  readonly from?: string;
}

export interface Decision {
  readonly state: StreamState;
  readonly effects: readonly StreamEffect[];
}

export interface Decided extends Decision {
  readonly logged: LoggedEvent;
  readonly before: StreamState;
  /** It changed the state or asks for something. */
  readonly matters: boolean;
}

/**
 * Each `accepted` whose result is in the same batch: it says nothing more and is not recorded. Hosts that are quick say both at once, ten thousand of them,
 * and the log keeps what it has for ever.
 */
export function overtaken(batch: readonly Submission[]): ReadonlySet<Submission> {
  const settled = new Set<string>();
  const found = new Set<Submission>();
  for (const submission of batch.toReversed()) {
    const { event } = submission;
    if (event.kind !== "host-answered") continue;
    const intent = `${event.host} ${event.commandId}`;
    if (event.answer.kind === "result") settled.add(intent);
    if (event.answer.kind === "accepted" && settled.has(intent)) found.add(submission);
  }
  return found;
}

/** The newest state, and before it each last state of a rollout that another followed within the batch: nobody misses an end. */
export function tellable(kept: readonly Decided[]): readonly StreamState[] {
  return kept
    .map(({ state }) => state)
    .filter((state, index, all) => state.rollout?.id !== all[index + 1]?.rollout?.id || index === all.length - 1);
}

/** The rollout that another followed, and the one that has ended. */
export function pastRollouts(before: StreamState, after: StreamState): readonly Rollout[] {
  const followed = before.rollout !== null && before.rollout.id !== after.rollout?.id ? [before.rollout] : [];
  const ended = after.rollout !== null && after.rollout.endedUnixMs !== null && after.rollout !== before.rollout ? [after.rollout] : [];
  return [...followed, ...ended];
}
