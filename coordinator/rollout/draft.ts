/**
 * What one `step` works on: a copy of the state that its handlers change, and the effects they ask for. The maps of lanes and hosts are copied once a
 * step, at their first change, and then written in place: a request to ten thousand hosts is not ten thousand copies of ten thousand entries.
 */
import type { Position } from "../../proto/messages.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { ErrorCode, Failure } from "../../runtime/errors.ts";
import type { CommandId, HostId, Principal } from "../../runtime/ids.ts";
import type { HostLane, LoggedEvent, Outstanding, Rollout, RolloutHost, StreamEffect, StreamState, StreamStep } from "./state.ts";

export interface Draft {
  state: StreamState;
  readonly nowUnixMs: number;
  readonly principal: Principal;
  readonly effects: StreamEffect[];
  /** The maps that belong to this step. */
  lanes: Record<HostId, HostLane> | null;
  hosts: Record<HostId, RolloutHost> | null;
}

export function openDraft(state: StreamState, logged: LoggedEvent): Draft {
  return { state, nowUnixMs: logged.atUnixMs, principal: logged.principal, effects: [], lanes: null, hosts: null };
}

export function closeDraft(draft: Draft): StreamStep {
  return { state: draft.state, effects: draft.effects };
}

export function laneOf(state: StreamState, host: HostId): HostLane {
  return state.lanes[host] ?? { position: { epoch: 0, sequence: 0 }, connected: false, quarantined: null, slots: {} };
}

export function changeLane(draft: Draft, host: HostId, change: Partial<HostLane>): void {
  const lane = { ...laneOf(draft.state, host), ...change };
  if (draft.lanes === null || draft.lanes !== draft.state.lanes) {
    draft.lanes = { ...draft.state.lanes };
    draft.state = { ...draft.state, lanes: draft.lanes };
  }
  draft.lanes[host] = lane;
}

export function changeRollout(draft: Draft, change: Partial<Rollout>): void {
  if (draft.state.rollout !== null) draft.state = { ...draft.state, rollout: { ...draft.state.rollout, ...change } };
}

export function changeHost(draft: Draft, host: HostId, change: Partial<RolloutHost>): void {
  const current = draft.state.rollout?.hosts[host];
  if (draft.state.rollout === null || current === undefined) return;
  if (draft.hosts === null || draft.hosts !== draft.state.rollout.hosts) {
    draft.hosts = { ...draft.state.rollout.hosts };
    changeRollout(draft, { hosts: draft.hosts });
  }
  draft.hosts[host] = { ...current, ...change };
}

/** The rollout while it is open; null otherwise. */
export function openRollout(state: StreamState): Rollout | null {
  return state.rollout !== null && state.rollout.endedUnixMs === null ? state.rollout : null;
}

export function hostsOf(rollout: Rollout): readonly (readonly [HostId, RolloutHost])[] {
  return Object.entries(rollout.hosts) as [HostId, RolloutHost][];
}

/** Gives a new intent its position and command id, remembers it as outstanding, and sends it. */
export function issue(draft: Draft, host: HostId, kind: Outstanding["kind"]): void {
  const rollout = draft.state.rollout;
  if (rollout === null) return;
  const position = nextPosition(laneOf(draft.state, host).position);
  const commandId = `${rollout.id}.${position.epoch}.${rollout.commands + 1}` as CommandId;
  changeLane(draft, host, { position });
  changeRollout(draft, { commands: rollout.commands + 1 });
  changeHost(draft, host, { outstanding: { kind, commandId, position, leaseOverUnixMs: null, issuedUnixMs: draft.nowUnixMs } });
  send(draft, host);
}

/** Sends the outstanding intent of a connected host: the first time or again, then with a new lease. */
export function send(draft: Draft, host: HostId): void {
  const rollout = draft.state.rollout;
  const record = rollout?.hosts[host];
  const outstanding = record?.outstanding;
  const lane = laneOf(draft.state, host);
  if (rollout == null || outstanding == null || !lane.connected || lane.quarantined !== null) return;
  const { commandId, position } = outstanding;
  const { slot, policy, release, repair } = rollout;
  if (outstanding.kind === "prepare") {
    const deadlineUnixMs = rollout.startedUnixMs + policy.prepareTimeoutMs;
    const withBase = record?.baseWanted === true;
    draft.effects.push({ kind: "send-prepare", host, commandId, position, slot, release: release.release, withBase, deadlineUnixMs });
    return;
  }
  changeHost(draft, host, { outstanding: { ...outstanding, leaseOverUnixMs: draft.nowUnixMs + policy.leaseMs + policy.leaseMarginMs } });
  const deadlineUnixMs = (rollout.activatingUnixMs ?? rollout.startedUnixMs) + policy.activateTimeoutMs;
  const target = { slot, release: release.release, tree: release.tree, repair };
  draft.effects.push({ kind: "send-activate", host, commandId, position, ...target, leaseMs: policy.leaseMs, deadlineUnixMs });
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

function nextPosition(position: Position): Position {
  return { epoch: Math.max(1, position.epoch), sequence: position.sequence + 1 };
}
