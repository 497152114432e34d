/**
 * The hosts of a rollout, counted: what `step` asks after every event (is the wave done, is there room, is the budget spent) without looking at ten thousand
 * hosts. Kept up by draft.ts at each change of a host; always what tallyOf would count anew.
 */
import type { HostState, RolloutHost } from "./state.ts";

export interface Tally {
  readonly states: Readonly<Partial<Record<HostState, number>>>;
  /** Intents without a result. */
  readonly outstanding: number;
  /** Connected hosts that work on a prepare. */
  readonly preparing: number;
  readonly inFlight: number;
  /** Count against the budget. */
  readonly failed: number;
  /** Being switched, failed, or away. */
  readonly unhealthy: number;
  readonly waves: readonly Counts[];
  readonly datacenters: Readonly<Record<string, Counts>>;
}

interface Counts {
  readonly hosts: number;
  /** Have not come to an end of this rollout. */
  readonly open: number;
  readonly inFlight: number;
  readonly failed: number;
  /** Active, and not connected. */
  readonly silent: number;
}

const NO_HOSTS: Tally = {
  states: {},
  outstanding: 0,
  preparing: 0,
  inFlight: 0,
  failed: 0,
  unhealthy: 0,
  waves: [],
  datacenters: {},
};

/** The tally after `before` has become `after`; null: not there. */
export function retally(tally: Tally, before: RolloutHost | null, after: RolloutHost | null): Tally {
  const sum = { ...tally, states: { ...tally.states }, waves: tally.waves.slice(), datacenters: { ...tally.datacenters } };
  if (before !== null) add(sum, before, -1);
  if (after !== null) add(sum, after, 1);
  return sum;
}

export function tallyOf(hosts: Iterable<RolloutHost>): Tally {
  const sum: Sum = { ...NO_HOSTS, states: {}, waves: [], datacenters: {} };
  for (const host of hosts) add(sum, host, 1);
  return sum;
}

/** It may swap to the new release, or has and has not said so. One that has failed counts as that. */
function isInFlight({ outstanding, state }: RolloutHost): boolean {
  return outstanding?.kind === "activate" && state !== "failed";
}

/** Does it count against the budget? Whom an operator left out does not. */
export function hasFailed({ state, failure, outstanding, spared }: RolloutHost): boolean {
  switch (state) {
    case "failed":
    case "reverted":
      return true;
    // Silent with an intent that may still be answered: it is in flight.
    case "unknown":
      return outstanding === null;
    case "excluded":
      return failure !== null && spared !== true;
    case "cancelled":
      return failure !== null;
    default:
      return false;
  }
}

/** Has it come to an end of this rollout? */
function isOpen({ state, outstanding }: RolloutHost): boolean {
  return outstanding !== null || state === "pending" || state === "preparing" || state === "ready" || state === "activating";
}

interface Sum {
  states: Partial<Record<HostState, number>>;
  outstanding: number;
  preparing: number;
  inFlight: number;
  failed: number;
  unhealthy: number;
  waves: Counts[];
  datacenters: Record<string, Counts>;
}

function add(sum: Sum, host: RolloutHost, sign: 1 | -1): void {
  const inFlight = isInFlight(host);
  const failed = hasFailed(host);
  sum.states[host.state] = (sum.states[host.state] ?? 0) + sign;
  if (host.outstanding !== null) sum.outstanding += sign;
  if (host.outstanding?.kind === "prepare" && host.away !== true) sum.preparing += sign;
  if (inFlight) sum.inFlight += sign;
  if (failed) sum.failed += sign;
  if (inFlight || failed || host.away === true) sum.unhealthy += sign;
  const silent = host.state === "active" && host.away === true;
  const is = (holds: boolean): number => (holds ? sign : 0);
  const change = { hosts: sign, open: is(isOpen(host)), inFlight: is(inFlight), failed: is(failed), silent: is(silent) };
  while (sum.waves.length <= host.wave) sum.waves.push(NONE);
  sum.waves[host.wave] = plus(sum.waves[host.wave], change);
  sum.datacenters[host.datacenter] = plus(sum.datacenters[host.datacenter], change);
}

function plus(counts: Counts | undefined, change: Counts): Counts {
  const { hosts, open, inFlight, failed, silent } = counts ?? NONE;
  return {
    hosts: hosts + change.hosts,
    open: open + change.open,
    inFlight: inFlight + change.inFlight,
    failed: failed + change.failed,
    silent: silent + change.silent,
  };
}

const NONE: Counts = { hosts: 0, open: 0, inFlight: 0, failed: 0, silent: 0 };
