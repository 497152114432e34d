/** What one `step` works on: the state that its handlers change, and the effects they ask for. */
import type { Position } from "../../proto/messages.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { ErrorCode, Failure } from "../../runtime/errors.ts";
import type { CommandId, HostId, Principal } from "../../runtime/ids.ts";
import type { LoggedEvent, StreamEffect, StreamStep } from "./events.ts";
import type { HostLane, Outstanding, Rollout, RolloutHost, StreamState } from "./state.ts";
import { retally } from "./tally.ts";

export interface Draft {
  state: StreamState;
  readonly nowUnixMs: number;
  readonly principal: Principal;
  readonly effects: StreamEffect[];
}

export function openDraft(state: StreamState, logged: LoggedEvent): Draft {
  return { state, nowUnixMs: logged.atUnixMs, principal: logged.principal, effects: [] };
}

export function closeDraft(draft: Draft): StreamStep {
  return { state: draft.state, effects: draft.effects };
}

export function laneOf(state: StreamState, host: HostId): HostLane {
  return state.lanes.get(host) ?? { position: { epoch: 0, sequence: 0 }, connected: false, quarantined: null, slots: {} };
}

export function changeLane(draft: Draft, host: HostId, change: Partial<HostLane>): void {
  const lane = { ...laneOf(draft.state, host), ...change };
  draft.state = { ...draft.state, lanes: draft.state.lanes.with(host, lane) };
}

export function changeRollout(draft: Draft, change: Partial<Rollout>): void {
  if (draft.state.rollout !== null) draft.state = { ...draft.state, rollout: { ...draft.state.rollout, ...change } };
}

export function changeHost(draft: Draft, host: HostId, change: Partial<RolloutHost>): void {
  const { rollout } = draft.state;
  const before = rollout?.hosts.get(host);
  if (rollout === null || before === undefined) return;
  const after = { ...before, ...change };
  changeRollout(draft, { hosts: rollout.hosts.with(host, after), tally: retally(rollout.tally, before, after) });
}

/** Away, or not ready in time. */
export function leftOut(draft: Draft, host: HostId, reason: Failure): void {
  const spared = draft.state.rollout?.converges === true ? ({ spared: true } as const) : {};
  changeHost(draft, host, { state: "excluded", failure: reason, outstanding: null, ...spared });
}

/** Whether the host is there counts for the rollout, too. */
export function changeConnected(draft: Draft, host: HostId, connected: boolean): void {
  const before = openRollout(draft.state)?.hosts.get(host);
  if (laneOf(draft.state, host).connected !== connected || connected) changeLane(draft, host, { connected });
  if (before === undefined || (before.away !== true) === connected) return;
  const { away: _, ...rest } = before;
  const after: RolloutHost = connected ? rest : { ...rest, away: true };
  const rollout = draft.state.rollout as Rollout;
  changeRollout(draft, { hosts: rollout.hosts.with(host, after), tally: retally(rollout.tally, before, after) });
}

/** The rollout while it is open; null otherwise. */
export function openRollout(state: StreamState): Rollout | null {
  return state.rollout !== null && state.rollout.endedUnixMs === null ? state.rollout : null;
}

/** Gives a new intent its position and command id, remembers it as outstanding, and sends it. */
export function issue(draft: Draft, host: HostId, kind: Outstanding["kind"]): void {
  const rollout = draft.state.rollout;
  const record = rollout?.hosts.get(host);
  if (rollout === null || record === undefined) return;
  const position = nextPosition(laneOf(draft.state, host).position);
  const commandId = `${rollout.id}.${position.epoch}.${rollout.commands + 1}` as CommandId;
  // The same purpose again has the time that was left; so a host is not asked for ever.
  const again = record.outstanding?.kind === kind ? record.outstanding : null;
  const outstanding: Outstanding = {
    ...{ kind, commandId, position, leaseOverUnixMs: null, issuedUnixMs: draft.nowUnixMs },
    deadlineUnixMs: again?.deadlineUnixMs ?? deadlineOf(rollout, kind, draft.nowUnixMs),
    bakeMs: kind === "activate" ? (rollout.waves[record.wave]?.bakeMs ?? 0) : 0,
  };
  changeLane(draft, host, { position });
  changeRollout(draft, { commands: rollout.commands + 1 });
  changeHost(draft, host, { outstanding });
  send(draft, host);
}

/** Sends the outstanding intent of a connected host: the first time or again, then with a new lease. */
export function send(draft: Draft, host: HostId): void {
  const rollout = draft.state.rollout;
  const record = rollout?.hosts.get(host);
  const outstanding = record?.outstanding;
  const lane = laneOf(draft.state, host);
  if (rollout == null || outstanding == null || !lane.connected || lane.quarantined !== null) return;
  const { commandId, position, deadlineUnixMs, bakeMs } = outstanding;
  const { slot, policy, repair } = rollout;
  if (outstanding.kind === "prepare") {
    const withBase = record?.baseWanted === true;
    const { release } = rollout.release;
    draft.effects.push({ kind: "send-prepare", host, commandId, position, slot, release, withBase, deadlineUnixMs });
    return;
  }
  const target = targetOf(rollout, host);
  if (target === null) return;
  changeHost(draft, host, { outstanding: { ...outstanding, leaseOverUnixMs: draft.nowUnixMs + policy.leaseMs + policy.leaseMarginMs } });
  const { release, tree } = target;
  const times = { leaseMs: policy.leaseMs, deadlineUnixMs, bakeMs };
  draft.effects.push({ kind: "send-activate", host, commandId, position, slot, release, tree, repair, ...times });
}

/** What the outstanding activate of a host goes to. */
export function targetOf(rollout: Rollout, host: HostId): Pick<Rollout["release"], "release" | "tree"> | null {
  const record = rollout.hosts.get(host);
  return record?.outstanding?.kind === "back" ? (record.previous ?? null) : rollout.release;
}

export function sendCancel(draft: Draft, host: HostId, target: { readonly commandId: CommandId; readonly position: Position }): void {
  const { commandId, position } = target;
  if (!laneOf(draft.state, host).connected) return;
  draft.effects.push({ kind: "send-cancel", host, target: { commandId, app: draft.state.app, position } });
}

export function reject(draft: Draft, code: ErrorCode, message: string, hint?: string): void {
  draft.effects.push({ kind: "reject", failure: failure(code, message, hint) });
}

export function failure(code: ErrorCode, message: string, hint?: string): Failure {
  return toFailure(new ShoalError(code, message, { hint }));
}

/** At the barrier all prepares have one deadline; who is asked later has as long as they had. */
function deadlineOf({ state, policy, prepareDueUnixMs }: Rollout, kind: Outstanding["kind"], nowUnixMs: number): number {
  if (kind !== "prepare") return nowUnixMs + policy.activateTimeoutMs;
  return state === "preparing" && nowUnixMs < prepareDueUnixMs ? prepareDueUnixMs : nowUnixMs + policy.prepareTimeoutMs;
}

function nextPosition(position: Position): Position {
  return { epoch: Math.max(1, position.epoch), sequence: position.sequence + 1 };
}
