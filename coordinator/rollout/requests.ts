/** Rollouts that operators ask for: the first rows of PROTOCOL.md §5.1. */
import type { HostId, RolloutId } from "../../runtime/ids.ts";
import { fillPrepares } from "./activation.ts";
import { failure, laneOf, leftOut, openRollout, reject } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { stopActivating, stopPreparing } from "./ending.ts";
import type { StreamEvent } from "./events.ts";
import { HostMap } from "./host-map.ts";
import { MAX_REQUESTS } from "./limits.ts";
import { isWaiting, dropNext, setNext, whenOpen } from "./next.ts";
import { completePolicy } from "./policy.ts";
import type { NextRollout, Rollout, RolloutHost } from "./state.ts";
import { tallyOf } from "./tally.ts";
import { planWaves, type Wave } from "./waves.ts";

type Requested = Extract<StreamEvent, { readonly kind: "rollout-requested" }>;
type AbortRequested = Extract<StreamEvent, { readonly kind: "abort-requested" }>;

export function requestRollout(draft: Draft, event: Requested): void {
  const known = draft.state.requests.find(({ requestId }) => requestId === event.requestId);
  if (known !== undefined) {
    draft.effects.push({ kind: "rollout-open", rollout: known.rollout });
    return;
  }
  const { lock, app, environment } = draft.state;
  if (lock !== null)
    return reject(
      draft,
      "E_LOCKED_APP",
      `${app} in ${environment} is locked by ${lock.principal}: ${lock.reason}`,
      "`shoal unlock` it first",
    );
  if (event.hosts.length === 0)
    return reject(draft, "E_NOT_FOUND", `no host of ${environment} has app ${app}`, "add hosts with `shoal host add`");
  const open = openRollout(draft.state);
  if (open === null) begin(draft, event);
  else besides(draft, event, open);
}

export function requestAbort(draft: Draft, event: AbortRequested): void {
  const { rollout, next } = draft.state;
  // Whichever is open, and what waits for its end; by its name only the one.
  const isNext = next !== null && event.rollout === next.event.rollout;
  if (event.rollout === null || isNext) dropNext(draft);
  if (isNext) return;
  if (event.rollout !== null && rollout?.id !== event.rollout)
    return reject(draft, "E_NOT_FOUND", `rollout ${event.rollout} is not the newest of ${draft.state.app} in ${draft.state.environment}`);
  abort(draft);
}

/** `principal`: who asked for it. */
export function begin(draft: Draft, event: Requested, principal = draft.principal): void {
  const { requestId, rollout: id, rolloutKind: kind, slot, release, repair, note } = event;
  const policy = completePolicy(event.policy);
  const waves = event.policy.waves === undefined ? [waveOfVersion1(event.hosts)] : planWaves(event.hosts, policy);
  const hosts = hostsIn(draft, event, waves);
  const { nowUnixMs: startedUnixMs } = draft;
  const rollout: Rollout = {
    ...{ id, kind, slot, release, repair, note, policy, principal, hosts, waves, startedUnixMs },
    ...(event.converges === true ? { converges: true } : {}),
    state: "preparing",
    tally: tallyOf(hosts.values()),
    wave: 0,
    prepareNext: 0,
    activateNext: {},
    again: [],
    prepareDueUnixMs: startedUnixMs + policy.prepareTimeoutMs,
    bakeUntilUnixMs: null,
    gate: null,
    clearances: [],
    pause: null,
    rollback: null,
    activatingUnixMs: null,
    endedUnixMs: null,
    failure: null,
    commands: 0,
  };
  draft.state = { ...draft.state, rollout };
  remember(draft, requestId, id);
  draft.effects.push({ kind: "rollout-open", rollout: id });
  if (policy.excludeAway) excludeAway(draft);
  fillPrepares(draft);
}

/** Another rollout is open. */
function besides(draft: Draft, event: Requested, open: Rollout): void {
  const { app, environment, next } = draft.state;
  if (next !== null && (next.event.requestId === event.requestId || isWaiting(next, event)))
    return void draft.effects.push({ kind: "rollout-queued", rollout: next.event.rollout });
  const what = whenOpen(draft.state, open, event);
  if (what === "same") {
    remember(draft, event.requestId, open.id);
    return void draft.effects.push({ kind: "rollout-open", rollout: open.id });
  }
  if (what === "refuse") return reject(draft, "E_ROLLOUT_OPEN", `${app} in ${environment} has ${standing(open, next)}`, WHAT_TO_DO);
  setNext(draft, event);
  if (what === "abort") abort(draft);
}

const WHAT_TO_DO =
  "wait for its end (`shoal attach`, `shoal deploy --queue`), or `shoal abort` it; `shoal rollback` takes its place at any time";

/** For whoever came second: what stands in the way, and whose it is. */
function standing({ id, kind, release, state, principal, note }: Rollout, next: NextRollout | null): string {
  const by = `by ${principal}${note === "" ? "" : `, "${note}"`}`;
  const waiting = next === null ? "" : `; ${next.event.rolloutKind} of ${next.event.release.tag} by ${next.principal} waits for its end`;
  return `an open rollout: ${id}, ${kind} of ${release.tag} ${by}, ${state}${waiting}`;
}

function abort(draft: Draft): void {
  const open = openRollout(draft.state);
  if (open === null || open.state === "aborting") return;
  if (open.wave === 0) stopPreparing(draft, "aborted", null);
  else stopActivating(draft, null);
}

function remember(draft: Draft, requestId: string, rollout: RolloutId): void {
  draft.state = { ...draft.state, requests: [...draft.state.requests, { requestId, rollout }].slice(-MAX_REQUESTS) };
}

/** In the order of their names: command ids are counted, and answers in such a log name those of then. */
function waveOfVersion1(hosts: Requested["hosts"]): Wave {
  return { name: "all", hosts: [...new Set(hosts.map(({ host }) => host))].toSorted(), canary: false, bakeMs: 0 };
}

function hostsIn(draft: Draft, event: Requested, waves: readonly Wave[]): HostMap<RolloutHost> {
  const places = new Map(waves.flatMap((wave, place) => wave.hosts.map((host) => [host, place] as const)));
  return HostMap.from(
    event.hosts.map(({ host, datacenter }) => {
      const away = laneOf(draft.state, host).connected ? {} : ({ away: true } as const);
      return [host, { ...newHost(datacenter, places.get(host) ?? 0), ...away }] as const;
    }),
  );
}

function newHost(datacenter: string, wave: number): RolloutHost {
  return { datacenter, wave, state: "pending", failure: null, outstanding: null, retries: 0, prepare: null, activateMs: null };
}

/** Nobody is waited for: they converge when they return. */
function excludeAway(draft: Draft): void {
  const away = (rollout: Rollout): readonly HostId[] => [...rollout.hosts].flatMap(([host, one]) => (one.away === true ? [host] : []));
  for (const host of away(draft.state.rollout as Rollout)) leftOut(draft, host, failure("E_TIMEOUT", `host ${host} is not connected`));
}
