/**
 * Hosts that do not run what their environment runs through no fault of theirs: new ones, re-imaged ones, those that were away during the last rollout. Where the policy says
 * so (`converge`), they are brought to it by a rollout of their own, which is asked for by an effect: prepared first, then activated, as many at once as the policy's budget allows.
 *
 * Only while the environment is at rest: its newest rollout succeeded, or was one of these. Not a host that failed, reverted by itself or was left out by an operator since the
 * last rollout to all (`held`), not one whose slot is drift, and not one that failed to converge: those wait for somebody's word. An operator's rollout ends a converging one that
 * has not switched anything yet.
 */
import type { HostId } from "../../runtime/ids.ts";
import { type Draft, laneOf, openRollout } from "./draft.ts";
import type { Rollout, StreamState } from "./state.ts";

/** A host was heard, or a rollout has ended: who is to be brought along? */
export function converge(draft: Draft, before: StreamState, heard: HostId | null): void {
  const { rollout } = draft.state;
  const ended = rollout !== null && rollout.endedUnixMs !== null && before.rollout !== rollout && openRollout(before) !== null;
  if (ended) holdBack(draft, rollout);
  if (rollout === null || (heard === null && !ended) || !isAtRest(draft.state, rollout)) return;
  const candidates = heard === null || ended ? draft.state.lanes.keys() : [heard];
  const release = draft.state.history[rollout.slot]?.at(-1);
  const hosts = candidates.filter((host) => isLagging(draft.state, rollout, host));
  if (release !== undefined && hosts.length > 0) draft.effects.push({ kind: "converge", hosts, slot: rollout.slot, release });
}

/** It changed by itself, or failed: nobody tries it again unasked. */
export function hold(draft: Draft, host: HostId): void {
  if (!draft.state.held.includes(host)) draft.state = { ...draft.state, held: [...draft.state.held, host] };
}

function isAtRest({ lock }: StreamState, { state, converges, policy, endedUnixMs }: Rollout): boolean {
  return lock === null && policy.converge && endedUnixMs !== null && (state === "succeeded" || converges === true);
}

function isLagging(state: StreamState, { slot }: Rollout, host: HostId): boolean {
  const { connected, quarantined, slots } = laneOf(state, host);
  if (!connected || quarantined !== null || state.held.includes(host)) return false;
  const shown = slots[slot];
  const runs = state.history[slot]?.at(-1)?.release;
  return shown === undefined || (!shown.drift && shown.release !== runs && (shown.release !== null || shown.detail === "absent"));
}

/** Whom this rollout leaves where they are on purpose. Those that were only away, or too slow, are not among them. */
function holdBack(draft: Draft, rollout: Rollout): void {
  const away = (state: string, isFailure: boolean): boolean => state === "unknown" || (state === "excluded" && isFailure);
  const left = [...rollout.hosts].flatMap(([host, { state, failure }]) =>
    state === "active" || away(state, failure !== null) ? [] : [host],
  );
  draft.state = { ...draft.state, held: [...new Set([...(rollout.converges === true ? draft.state.held : []), ...left])] };
}
