/** How an open rollout goes on: barrier, waves, bakes, gates, clock. PROTOCOL.md §5.1. */
import type { Failure } from "../../runtime/errors.ts";
import { fillActivates, fillPrepares, openWave } from "./activation.ts";
import { spentBudget } from "./budget.ts";
import { changeHost, changeRollout, failure, laneOf, leftOut, openRollout, sendCancel } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { end, firstFailure, pause, silent, stopActivating, stopByPolicy, stopPreparing, succeed } from "./ending.ts";
import { advanceGate, openGates } from "./gates.ts";
import { atMost } from "./policy.ts";
import { whereRolledBack } from "./rolling-back.ts";
import type { Outstanding, Rollout, RolloutHost } from "./state.ts";

/** Called after every event: takes each step that is due now. Each of them brings the rollout nearer to its end, so they do end. */
export function advance(draft: Draft): void {
  for (let before = openRollout(draft.state); before !== null; before = openRollout(draft.state)) {
    advanceOnce(draft, before);
    if (draft.state.rollout === before) return;
  }
}

/** Deadlines and leases. Silence past them is UNKNOWN. */
export function tick(draft: Draft): void {
  const rollout = openRollout(draft.state);
  if (rollout === null) return;
  for (const [host, record] of rollout.hosts) if (record.outstanding !== null) overdue(draft, host, record);
  const { deadlineMs } = rollout.policy;
  if (deadlineMs !== null && draft.nowUnixMs >= rollout.startedUnixMs + deadlineMs) outOfTime(draft, rollout, deadlineMs);
  else if (rollout.state === "preparing" && draft.nowUnixMs >= rollout.prepareDueUnixMs) prepareTimeout(draft);
}

function advanceOnce(draft: Draft, rollout: Rollout): void {
  switch (rollout.state) {
    case "preparing":
      return advancePreparing(draft, rollout);
    case "activating":
    case "baking":
    case "waiting":
      return advanceActivating(draft, rollout);
    case "paused":
      return advancePaused(draft, rollout);
    case "rolling-back":
      return advanceRollingBack(draft, rollout);
    case "aborting":
      if (rollout.tally.outstanding === 0) end(draft, rollout.failure === null ? "aborted" : "failed", rollout.failure);
      return;
    case "succeeded":
    case "failed":
    case "aborted":
  }
}

function advancePreparing(draft: Draft, rollout: Rollout): void {
  const spent = whyNoBarrier(rollout);
  if (spent !== null) return stopByPolicy(draft, spent);
  fillPrepares(draft);
  // Who was asked may have failed at once.
  if (draft.state.rollout !== rollout) return;
  const { pending = 0, preparing = 0, ready = 0 } = rollout.tally.states;
  if (pending + preparing > 0) return;
  if (ready === 0) return stopPreparing(draft, "failed", failure("E_BUDGET", "no host is left to be switched"));
  changeRollout(draft, { activatingUnixMs: draft.nowUnixMs });
  openWave(draft);
}

/** Too many hosts can't be switched: the barrier stays closed. */
function whyNoBarrier(rollout: Rollout): Failure | null {
  const { tally, policy, hosts } = rollout;
  if (tally.failed === 0) return null;
  const excludable = atMost(policy.maxExcluded, hosts.size);
  if (tally.failed > excludable)
    return firstFailure(rollout, `${tally.failed} of ${hosts.size} hosts are not ready, ${excludable} may be left out`);
  const spent = spentBudget(rollout);
  return spent === null ? null : firstFailure(rollout, spent);
}

function advanceActivating(draft: Draft, rollout: Rollout): void {
  const spent = spentBudget(rollout);
  if (spent !== null) return stopByPolicy(draft, firstFailure(rollout, spent));
  fillActivates(draft);
  const now = draft.state.rollout as Rollout;
  if (now !== rollout) return;
  if (rollout.tally.waves.slice(0, rollout.wave).some(({ open }) => open > 0)) return;
  if (rollout.state === "activating") return beginBake(draft, rollout);
  if (rollout.state === "baking") return advanceBake(draft, rollout);
  if (rollout.state === "waiting") advanceGate(draft, rollout);
}

function beginBake(draft: Draft, rollout: Rollout): void {
  const bakeMs = rollout.waves[rollout.wave - 1]?.bakeMs ?? 0;
  if (bakeMs === 0) return endBake(draft, rollout);
  changeRollout(draft, { state: "baking", bakeUntilUnixMs: draft.nowUnixMs + bakeMs });
}

/** Who is silent when it is over has told nothing, and that is no pass: it is waited for, and then UNKNOWN. */
function advanceBake(draft: Draft, rollout: Rollout): void {
  const { wave, waves, tally, policy, bakeUntilUnixMs } = rollout;
  const lateMs = draft.nowUnixMs - (bakeUntilUnixMs ?? 0);
  if (lateMs < 0) return;
  if (tally.waves[wave - 1]?.silent === 0) return endBake(draft, rollout);
  if (lateMs < policy.activateTimeoutMs) return;
  for (const host of waves[wave - 1]?.hosts ?? []) {
    const record = rollout.hosts.get(host);
    if (record?.state === "active" && record.away === true)
      changeHost(draft, host, { state: "unknown", failure: notHeard(host), lost: true });
  }
}

function endBake(draft: Draft, rollout: Rollout): void {
  if (rollout.wave >= rollout.waves.length) return succeed(draft, rollout);
  changeRollout(draft, { bakeUntilUnixMs: null });
  openGates(draft, rollout);
}

/** Hosts that were asked before may still fail: what the policy does by itself, it does now, too. */
function advancePaused(draft: Draft, rollout: Rollout): void {
  if (rollout.wave === 0) return;
  const spent = spentBudget(rollout);
  if (spent !== null) stopByPolicy(draft, firstFailure(rollout, spent));
}

function advanceRollingBack(draft: Draft, rollout: Rollout): void {
  const ends = whereRolledBack(rollout);
  if (ends === null) return;
  if (ends === "failed") return end(draft, "failed", rollout.failure);
  changeRollout(draft, { state: "activating", failure: null, rollback: null });
  pause(draft, rollout.failure);
}

function overdue(draft: Draft, host: Parameters<typeof changeHost>[1], record: RolloutHost): void {
  const outstanding = record.outstanding as Outstanding;
  const rollout = draft.state.rollout as Rollout;
  const isLate = draft.nowUnixMs >= outstanding.deadlineUnixMs;
  if (outstanding.kind === "prepare") {
    // Before the barrier all of them have the rollout's own deadline, which a pause puts off.
    if (isLate && rollout.wave > 0) leaveOut(draft, host);
    return;
  }
  const { leaseOverUnixMs } = outstanding;
  const mayNotSwap = leaseOverUnixMs === null ? isLate : draft.nowUnixMs >= leaseOverUnixMs;
  // One that is heard may have swapped in time and still be at its checks: it says so, and only then can it go back.
  const isLost = rollout.state === "rolling-back" && outstanding.kind === "activate" && record.away === true;
  const isUnwanted = rollout.state === "aborting" || isLost;
  if (!mayNotSwap) {
    if (isLate && record.state === "activating") {
      sendCancel(draft, host, outstanding);
      changeHost(draft, host, { state: "unknown", failure: tooLate(host, rollout.policy.activateTimeoutMs) });
    }
    return;
  }
  if (record.state === "failed") return changeHost(draft, host, { outstanding: null });
  if (isLate || isUnwanted) {
    if (isLate) sendCancel(draft, host, outstanding);
    const reason = isUnwanted ? silent(host) : tooLate(host, rollout.policy.activateTimeoutMs);
    const late = outstanding.kind === "activate" ? { late: outstanding.commandId } : {};
    return changeHost(draft, host, { state: "unknown", outstanding: null, failure: reason, ...late });
  }
  if (record.state !== "unknown" && record.away === true) changeHost(draft, host, { state: "unknown", failure: silent(host) });
}

function notHeard(host: string): Failure {
  return failure(
    "E_TIMEOUT",
    `host ${host} was not heard when its bake was over`,
    "its own checks decide there; what it runs is known when it connects again",
  );
}

function tooLate(host: string, timeoutMs: number): Failure {
  return failure("E_TIMEOUT", `host ${host} was not active within ${timeoutMs} ms`, "what it runs is known when it connects again");
}

function prepareTimeout(draft: Draft): void {
  const rollout = draft.state.rollout as Rollout;
  const late = [...rollout.hosts].filter(([, { state }]) => state === "pending" || state === "preparing");
  if (late.length === 0) return;
  const names = late.map(([host]) => host);
  for (const host of names) leaveOut(draft, host);
  const tooMany = whyNoBarrier(draft.state.rollout as Rollout);
  if (tooMany === null) return;
  const told = `${late.length} of ${rollout.hosts.size} hosts were not ready in time: ${names.slice(0, NAMES_TOLD).join(", ")}`;
  const reason = failure("E_TIMEOUT", told, "retry or exclude them, then resume; or abort");
  if (rollout.policy.onFailure === "stop") stopPreparing(draft, "failed", reason);
  else pause(draft, reason);
}

/** Not ready in time: silent or slow, by name. */
function leaveOut(draft: Draft, host: Parameters<typeof changeHost>[1]): void {
  const rollout = draft.state.rollout as Rollout;
  const { outstanding } = rollout.hosts.get(host) as RolloutHost;
  const { connected } = laneOf(draft.state, host);
  if (outstanding !== null) sendCancel(draft, host, outstanding);
  const reason = failure(
    "E_TIMEOUT",
    `host ${host} was not ready within ${rollout.policy.prepareTimeoutMs} ms`,
    connected ? "see its progress and log" : "it is not connected",
  );
  leftOut(draft, host, reason);
}

function outOfTime(draft: Draft, rollout: Rollout, deadlineMs: number): void {
  if (rollout.state === "aborting" || rollout.state === "rolling-back") return;
  const reason = failure("E_TIMEOUT", `the rollout was not at its end within ${deadlineMs} ms`);
  if (rollout.wave === 0) stopPreparing(draft, "failed", reason);
  else stopActivating(draft, reason);
}

const NAMES_TOLD = 5;
