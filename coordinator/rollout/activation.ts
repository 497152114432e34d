/** Who is asked next: to prepare, so many at once; to activate, in waves, as far as the budget (budget.ts) allows. */
import type { HostId } from "../../runtime/ids.ts";
import { whyNoRoom } from "./budget.ts";
import { changeHost, changeRollout, issue, laneOf, openRollout, sendCancel } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { Outstanding, Rollout, RolloutHost } from "./state.ts";
import type { Wave } from "./waves.ts";

/** Hosts may be asked for something new. */
export function isOnItsWay({ state }: Rollout): boolean {
  return state === "preparing" || state === "activating" || state === "baking" || state === "waiting";
}

export function fillPrepares(draft: Draft): void {
  for (let rollout = openRollout(draft.state); rollout !== null; rollout = openRollout(draft.state)) {
    const { prepareNext, policy, tally } = rollout;
    if (policy.prepareParallel !== null && tally.preparing >= policy.prepareParallel) return;
    const host = rollout.hosts.at(prepareNext);
    if (host === undefined) return;
    changeRollout(draft, { prepareNext: prepareNext + 1 });
    prepare(draft, host);
  }
}

/** A pause put the barrier off beyond what this prepare was given: its host can't know. */
export function isPutOff({ state, nowUnixMs }: Draft, { kind, deadlineUnixMs }: Outstanding): boolean {
  const rollout = openRollout(state);
  if (rollout === null || kind !== "prepare" || rollout.wave > 0 || nowUnixMs < deadlineUnixMs) return false;
  return rollout.state === "paused" || nowUnixMs < rollout.prepareDueUnixMs;
}

/** The same under a new position, with the time there is now. */
export function renewPrepare(draft: Draft, host: HostId, outstanding: Outstanding): void {
  sendCancel(draft, host, outstanding);
  changeHost(draft, host, { state: "pending", outstanding: null });
  issue(draft, host, "prepare");
}

export function openWave(draft: Draft): void {
  const rollout = openRollout(draft.state);
  if (rollout === null) return;
  changeRollout(draft, { state: "activating", wave: rollout.wave + 1, activateNext: {}, gate: null, bakeUntilUnixMs: null });
  fillActivates(draft);
}

/** Those that are to go again first, then the open wave; of its datacenters always the one of which fewest were asked. */
export function fillActivates(draft: Draft): void {
  for (let rollout = openRollout(draft.state); rollout !== null; rollout = openRollout(draft.state)) {
    const next = nextAgain(rollout) ?? nextOfWave(rollout);
    if (next === null) return;
    changeRollout(draft, next.change);
    activate(draft, next.host);
  }
}

/** A host that became ready after its wave was opened, or that an operator wants to try again. */
export function askAgain(draft: Draft, host: HostId): void {
  const rollout = openRollout(draft.state);
  const record = rollout?.hosts.get(host);
  if (rollout === null || record === undefined || record.wave >= rollout.wave || rollout.again.includes(host)) return;
  changeRollout(draft, { again: [...rollout.again, host] });
}

function prepare(draft: Draft, host: HostId): void {
  if (draft.state.rollout?.hosts.get(host)?.state !== "pending") return;
  const { quarantined } = laneOf(draft.state, host);
  if (quarantined === null) issue(draft, host, "prepare");
  else changeHost(draft, host, { state: "failed", failure: quarantined });
}

interface Next {
  readonly host: HostId;
  readonly change: Partial<Rollout>;
}

function nextAgain(rollout: Rollout): Next | null {
  for (const host of rollout.again) {
    const record = rollout.hosts.get(host);
    if (record !== undefined && whyNoRoom(rollout, record) === null)
      return { host, change: { again: rollout.again.filter((other) => other !== host) } };
  }
  return null;
}

function nextOfWave(rollout: Rollout): Next | null {
  const wave = rollout.waves[rollout.wave - 1];
  if (wave === undefined) return null;
  const next = { home: "", place: Number.POSITIVE_INFINITY, host: null as HostId | null };
  for (const [home, hosts] of homesOf(wave, rollout)) {
    const place = rollout.activateNext[home] ?? 0;
    const host = hosts[place];
    if (host === undefined || place >= next.place) continue;
    const record = rollout.hosts.get(host) as RolloutHost;
    if (whyNoRoom(rollout, record) === null) Object.assign(next, { home, place, host });
  }
  if (next.host === null) return null;
  return { host: next.host, change: { activateNext: { ...rollout.activateNext, [next.home]: next.place + 1 } } };
}

/**
 * Hosts of a wave by datacenter, in its order, where one of them may have no room while others have; else all as one. Known as long as the wave is: neither
 * changes.
 */
function homesOf(wave: Wave, { hosts, policy }: Rollout): ReadonlyMap<string, readonly HostId[]> {
  const known = HOMES.get(wave);
  if (known !== undefined) return known;
  const isOne = policy.budget.datacenter === null;
  const homes = Map.groupBy(wave.hosts, (host) => (isOne ? "" : (hosts.get(host)?.datacenter ?? "")));
  HOMES.set(wave, homes);
  return homes;
}

const HOMES = new WeakMap<Wave, ReadonlyMap<string, readonly HostId[]>>();

/** Hosts that are not ready had their chance: they failed, or were left out. */
function activate(draft: Draft, host: HostId): void {
  const record = draft.state.rollout?.hosts.get(host);
  if (draft.state.rollout === null || record?.state !== "ready" || record.outstanding !== null) return;
  if (record.previous === undefined) changeHost(draft, host, { previous: runningNow(draft, host) });
  issue(draft, host, "activate");
}

/** What a rollback gives back: also what another hand chose, where that is a release. */
function runningNow(draft: Draft, host: HostId): NonNullable<RolloutHost["previous"]> | null {
  const rollout = draft.state.rollout as Rollout;
  const slot = laneOf(draft.state, host).slots[rollout.slot];
  if (slot?.release == null || slot.tree === null || slot.release === rollout.release.release) return null;
  return { release: slot.release, tree: slot.tree };
}
