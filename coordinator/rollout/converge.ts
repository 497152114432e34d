/**
 * Hosts that do not run what their environment runs through no fault of theirs: new ones, re-imaged ones, those that were away during the last rollout, or come back with a
 * release that was taken back meanwhile. Unless the policy says otherwise (`converge`), they are brought to it by a rollout of their own, which is asked for by an effect:
 * prepared first, then activated, as many at once as the policy's budget allows.
 *
 * Only while the environment is at rest: its newest rollout succeeded, was one of these, or ended without leaving its release anywhere. What of a host's slot is drift (another
 * hand changed it) is shown and left alone. What a host failed with, or changed from by itself, is written down (`held`) and not given to it again unasked: until a rollout
 * that somebody asked for reaches it. An operator's rollout takes the place of a converging one, which is aborted for it.
 */
import { comparePositions, type LaneReport, type SlotReport } from "../../proto/messages.ts";
import type { HostId, ReleaseId, SlotName } from "../../runtime/ids.ts";
import { type Draft, laneOf, openRollout } from "./draft.ts";
import { HostMap } from "./host-map.ts";
import { MAX_HISTORY } from "./limits.ts";
import type { HostLane, ReleaseRef, Rollout, RolloutHost, StreamState } from "./state.ts";

/** A host was heard, or the environment came to rest (a rollout has ended, a lock was taken away): who is to be brought along? */
export function converge(draft: Draft, before: StreamState, heard: HostId | null): void {
  const { rollout } = draft.state;
  const ended = rollout !== null && rollout.endedUnixMs !== null && before.rollout !== rollout && openRollout(before) !== null;
  if (ended) holdBack(draft, rollout);
  if (rollout === null || !isAtRest(draft.state, rollout)) return;
  const hasRested = before.rollout !== null && isAtRest(before, before.rollout);
  if (heard === null && hasRested) return;
  const release = draft.state.history[rollout.slot]?.at(-1);
  if (release === undefined) return;
  const candidates = heard === null || !hasRested ? draft.state.lanes.keys() : [heard];
  const hosts = candidates.filter((host) => isLagging(draft.state, { host, slot: rollout.slot, release }));
  if (hosts.length > 0) draft.effects.push({ kind: "converge", hosts, slot: rollout.slot, release });
}

/** It changed from it by itself, or failed with it: nobody gives it that release again unasked. */
export function hold(draft: Draft, host: HostId, release: ReleaseId): void {
  const known = draft.state.held.get(host) ?? [];
  if (!known.includes(release))
    draft.state = { ...draft.state, held: draft.state.held.with(host, [...known, release].slice(-MAX_HISTORY)) };
}

/** Somebody asks for it again. False: nothing was held against it. */
export function release(draft: Draft, host: HostId): boolean {
  if ((draft.state.held.get(host) ?? []).length === 0) return false;
  draft.state = { ...draft.state, held: draft.state.held.with(host, []) };
  return true;
}

/** Whatever its environment runs: it seems to know better than this coordinator. */
export function holdAll(draft: Draft, host: HostId): void {
  for (const slot of Object.values(draft.state.history)) hold(draft, host, (slot.at(-1) as ReleaseRef).release);
}

/**
 * A hello by which a slot that named the environment's release names another. A host that still has that release's revision, and was not switched by an activate of ours that we
 * had not heard of, has changed by itself while nobody listened; one that lost it was re-imaged or restored, and returns.
 */
export function noticeOwnChange(
  draft: Draft,
  host: HostId,
  { known, lane }: { readonly known: HostLane["slots"]; readonly lane: LaneReport },
): void {
  for (const [name, history] of Object.entries(draft.state.history) as [SlotName, readonly ReleaseRef[]][]) {
    const runs = history.at(-1)?.release;
    const now = lane.slots.find(({ slot }) => slot === name);
    const isOther = now !== undefined && now.release !== null && now.release !== runs && !now.drift;
    if (runs === undefined || known[name]?.release !== runs || !isOther || wasSwitched(lane, now)) continue;
    if (lane.revisions.some(({ release }) => release === runs)) hold(draft, host, runs);
  }
}

function isAtRest({ lock, next }: StreamState, rollout: Rollout): boolean {
  const { state, converges, policy, endedUnixMs } = rollout;
  return (
    lock === null &&
    next === null &&
    policy.converge &&
    endedUnixMs !== null &&
    (state === "succeeded" || converges === true || leftNothing(rollout))
  );
}

/** Whoever runs its release has not said so, or ran nothing before: the environment runs what it ran. What was half done is somebody's to decide. */
function leftNothing({ state, tally, rollback }: Rollout): boolean {
  return (tally.states.active ?? 0) === 0 || (state === "failed" && rollback?.all === true);
}

interface Lagging {
  readonly host: HostId;
  readonly slot: SlotName;
  /** That the environment runs. */
  readonly release: ReleaseRef;
}

function isLagging(state: StreamState, { host, slot, release: { release } }: Lagging): boolean {
  const { connected, quarantined, slots } = laneOf(state, host);
  if (!connected || quarantined !== null || state.held.get(host)?.includes(release) === true) return false;
  const shown = slots[slot];
  return shown === undefined || (!shown.drift && shown.release !== release && (shown.release !== null || shown.detail === "absent"));
}

/** Its newest activate that changed the slot is what the slot names, and stands. */
function wasSwitched({ intents }: LaneReport, { content }: SlotReport): boolean {
  const switched = intents.filter(
    ({ intentKind, result }) => intentKind === "activate" && (result?.outcome === "done" || result?.outcome === "reverted"),
  );
  const newest = switched.toSorted((a, b) => comparePositions(a.position, b.position)).at(-1)?.result;
  return newest?.outcome === "done" && content.kind === "revision" && newest.revision === content.revision;
}

/** Whom this rollout leaves where they are on purpose. Those that were only away, or too slow, are not among them. */
function holdBack(draft: Draft, rollout: Rollout): void {
  if (rollout.state === "succeeded" && rollout.converges !== true) forget(draft, rollout);
  const givesWay = draft.state.next !== null;
  for (const [host, record] of rollout.hosts) if (isLeft(rollout, record, givesWay)) hold(draft, host, rollout.release.release);
}

function isLeft({ converges, state: end, wave }: Rollout, { state, failure, away }: RolloutHost, givesWay: boolean): boolean {
  if (state === "failed" || state === "reverted" || (state === "excluded" && failure === null)) return true;
  if (converges !== true || givesWay) return false;
  // It is there, was told to switch, and never said what became of it: once is enough.
  if (state === "unknown" && away !== true) return true;
  // What nobody asked for is not tried for ever: where it stopped, it stops. That others could not even prepare it says nothing about this one.
  return state === "rolled-back" || (state === "cancelled" && (end === "aborted" || wave > 0));
}

/** Somebody asked for it: what its hosts, or any with other releases, had failed with counts no more. */
function forget(draft: Draft, { hosts, release: { release } }: Rollout): void {
  const left = [...draft.state.held].filter(([host, releases]) => !hosts.has(host) && releases.includes(release));
  draft.state = { ...draft.state, held: HostMap.from(left.map(([host]) => [host, [release]] as const)) };
}
