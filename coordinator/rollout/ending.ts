/** How a rollout stops: it ends, pauses, is withdrawn, or goes back where the policy says so. PROTOCOL.md §5.1 and §5.3. */
import type { Failure } from "../../runtime/errors.ts";
import { changeHost, changeRollout, failure, openRollout, sendCancel } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { recordSuccess } from "./history.ts";
import { stopPreseed } from "./preseeds.ts";
import { beginRollback } from "./rolling-back.ts";
import type { Outstanding, Pause, Rollout, RolloutHost } from "./state.ts";
import { hasFailed } from "./tally.ts";

/** Ends activation: no further intent, a cancel for each outstanding one. With a reason it ends failed, without one aborted. */
export function stopActivating(draft: Draft, reason: Failure | null): void {
  const rollout = openRollout(draft.state);
  if (rollout === null) return;
  changeRollout(draft, { state: "aborting", failure: reason, gate: null, pause: null, again: [] });
  for (const [host, { outstanding, state }] of rollout.hosts) {
    if (outstanding === null) {
      if (state === "ready" || state === "pending") changeHost(draft, host, { state: "cancelled" });
    } else if (outstanding.leaseOverUnixMs === null) {
      if (outstanding.kind === "prepare") sendCancel(draft, host, outstanding);
      changeHost(draft, host, { state: whereWithdrawn(outstanding), outstanding: null });
    } else {
      sendCancel(draft, host, outstanding);
    }
  }
}

/** Who was on its way back stays on what it was switched to. */
export function whereWithdrawn({ kind }: Outstanding): "active" | "cancelled" {
  return kind === "back" ? "active" : "cancelled";
}

/** Ends a rollout that never allowed a swap. */
export function stopPreparing(draft: Draft, state: "failed" | "aborted", reason: Failure | null): void {
  const rollout = openRollout(draft.state);
  if (rollout === null) return;
  for (const [host, record] of rollout.hosts) {
    if (record.outstanding !== null) sendCancel(draft, host, record.outstanding);
    const open = record.state === "pending" || record.state === "preparing" || (record.state === "ready" && state === "aborted");
    if (open) changeHost(draft, host, { state: "cancelled", outstanding: null });
    else if (record.outstanding !== null) changeHost(draft, host, { outstanding: null });
  }
  end(draft, state, reason);
}

export function succeed(draft: Draft, rollout: Rollout): void {
  const history = recordSuccess(draft.state.history[rollout.slot] ?? [], rollout);
  draft.state = { ...draft.state, history: { ...draft.state.history, [rollout.slot]: history } };
  stopPreseed(draft, rollout.release.release);
  end(draft, "succeeded", null);
}

export function end(draft: Draft, state: "succeeded" | "failed" | "aborted", reason: Failure | null): void {
  changeRollout(draft, { state, failure: reason, gate: null, pause: null, again: [], endedUnixMs: draft.nowUnixMs });
  const rollout = draft.state.rollout;
  if (rollout === null) return;
  for (const [host, { state: own }] of rollout.hosts)
    if (own === "ready" && state !== "succeeded" && wasOpened(rollout)) cancelled(draft, host);
  draft.effects.push({ kind: "rollout-ended", rollout: rollout.id, state });
}

/** Nothing new is sent until somebody resumes. */
export function pause(draft: Draft, reason: Failure | null, note = ""): void {
  const rollout = openRollout(draft.state);
  if (rollout === null || !isPausable(rollout.state)) return;
  const { principal, nowUnixMs: sinceUnixMs } = draft;
  changeRollout(draft, { state: "paused", pause: { from: rollout.state, sinceUnixMs, reason, principal, note } });
}

/** A budget is spent, or a gate says no: what the policy wants then. */
export function stopByPolicy(draft: Draft, reason: Failure): void {
  const rollout = openRollout(draft.state);
  if (rollout === null || rollout.state === "aborting" || rollout.state === "rolling-back") return;
  const { onFailure } = rollout.policy;
  if (rollout.wave === 0) return onFailure === "pause" ? pause(draft, reason) : stopPreparing(draft, "failed", reason);
  const isCanary = rollout.waves[rollout.wave - 1]?.canary === true;
  switch (onFailure) {
    case "stop":
      if (rollout.tally.outstanding === 0) end(draft, "failed", reason);
      return;
    case "pause":
      if (rollout.pause !== null && rollout.pause.reason !== null) return;
      if (isCanary && mayGoBack(rollout)) return beginRollback(draft, { reason, all: false, ends: "paused" });
      return pausedBy(draft, reason);
    case "rollback-wave":
      return beginRollback(draft, { reason, all: false, ends: "failed" });
    case "rollback-all":
      return beginRollback(draft, { reason, all: true, ends: "failed" });
  }
}

/** Of the first host that failed, with its name: what the whole rollout is told to have failed for. */
export function firstFailure(rollout: Rollout, what: string): Failure {
  for (const [host, record] of rollout.hosts) if (hasFailed(record)) return hostFailure(host, record, what);
  return failure("E_BUDGET", what);
}

export function silent(host: string): Failure {
  return failure("E_TIMEOUT", `host ${host} has not answered and its lease is over`, "what it runs is known when it connects again");
}

function isPausable(state: Rollout["state"]): state is Pause["from"] {
  return state === "preparing" || state === "activating" || state === "baking" || state === "waiting";
}

/** An operator's pause becomes one with a reason. */
function pausedBy(draft: Draft, reason: Failure): void {
  const before = draft.state.rollout?.pause ?? null;
  if (before === null) pause(draft, reason);
  else changeRollout(draft, { pause: { ...before, reason } });
}

/** A host of the open wave runs the new release, and could go back to another. */
function mayGoBack({ hosts, wave }: Rollout): boolean {
  return [...hosts.values()].some((one) => one.state === "active" && one.wave === wave - 1 && one.previous != null && one.failure === null);
}

function wasOpened({ wave }: Rollout): boolean {
  return wave > 0;
}

function cancelled(draft: Draft, host: Parameters<typeof changeHost>[1]): void {
  changeHost(draft, host, { state: "cancelled" });
}

function hostFailure(host: string, { failure: cause, state }: RolloutHost, what: string): Failure {
  if (cause === null) return failure("E_INTERNAL", `${what}: host ${host} ended ${state}`);
  const told = cause.message.includes(host) ? cause.message : `host ${host}: ${cause.message}`;
  return { ...cause, message: `${what}; ${told}` };
}
