/** How an open rollout goes on: barrier, waves, clock, end. PROTOCOL.md §5.1 and §5.3. */
import type { Failure } from "../../runtime/errors.ts";
import { changeHost, changeRollout, failure, hostsOf, issue, laneOf, openRollout, sendCancel } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { recordSuccess } from "./history.ts";
import { stopPreseed } from "./preseeds.ts";
import type { Rollout, RolloutHost } from "./state.ts";

/** Called after every event: takes each step that is due now. */
export function advance(draft: Draft): void {
  const rollout = openRollout(draft.state);
  if (rollout?.state === "preparing") advancePreparing(draft, rollout);
  else if (rollout?.state === "activating") advanceActivating(draft, rollout);
  else if (rollout?.state === "aborting") advanceAborting(draft, rollout);
}

/** Deadlines and leases. Silence past them is UNKNOWN. */
export function tick(draft: Draft): void {
  const rollout = openRollout(draft.state);
  if (rollout === null) return;
  if (rollout.state === "preparing" && draft.nowUnixMs >= rollout.startedUnixMs + rollout.policy.prepareTimeoutMs)
    return prepareTimeout(draft, rollout);
  for (const [host, { outstanding, state }] of hostsOf(rollout)) {
    if (outstanding?.kind !== "activate" || !leaseIsOver(draft, outstanding.leaseOverUnixMs)) continue;
    if (state === "failed") changeHost(draft, host, { outstanding: null });
    else if (rollout.state === "aborting") changeHost(draft, host, { state: "unknown", outstanding: null, failure: silent(host) });
    else if (state !== "unknown") changeHost(draft, host, { state: "unknown", failure: silent(host) });
  }
  const due = rollout.activatingUnixMs !== null && draft.nowUnixMs >= rollout.activatingUnixMs + rollout.policy.activateTimeoutMs;
  if (rollout.state === "activating" && due)
    stopActivating(draft, failure("E_TIMEOUT", `not every host was active within ${rollout.policy.activateTimeoutMs} ms`));
}

/** Ends activation: no further intent, a cancel for each outstanding one. With a reason it ends failed, without one aborted. */
export function stopActivating(draft: Draft, reason: Failure | null): void {
  const rollout = openRollout(draft.state);
  if (rollout === null) return;
  changeRollout(draft, { state: "aborting", failure: reason });
  for (const [host, { outstanding, state }] of hostsOf(rollout)) {
    if (outstanding === null) {
      if (state === "ready" || state === "pending") changeHost(draft, host, { state: "cancelled" });
    } else if (outstanding.leaseOverUnixMs === null) {
      changeHost(draft, host, { state: "cancelled", outstanding: null });
    } else {
      sendCancel(draft, host, outstanding);
    }
  }
}

/** Ends a rollout that never allowed a swap. */
export function stopPreparing(draft: Draft, state: "failed" | "aborted", reason: Failure | null): void {
  const rollout = openRollout(draft.state);
  if (rollout === null) return;
  for (const [host, record] of hostsOf(rollout)) {
    if (record.outstanding !== null) sendCancel(draft, host, record.outstanding);
    const open = record.state === "pending" || record.state === "preparing" || (record.state === "ready" && state === "aborted");
    changeHost(draft, host, open ? { state: "cancelled", outstanding: null } : { outstanding: null });
  }
  end(draft, state, reason);
}

function advancePreparing(draft: Draft, rollout: Rollout): void {
  const failed = hostsOf(rollout).find(([, { state }]) => state === "failed");
  if (failed !== undefined) return stopPreparing(draft, "failed", hostFailure(failed[0], failed[1]));
  if (!hostsOf(rollout).every(([, { state }]) => state === "ready")) return;
  changeRollout(draft, { state: "activating", activatingUnixMs: draft.nowUnixMs });
  openWave(draft);
}

function advanceActivating(draft: Draft, rollout: Rollout): void {
  const hosts = hostsOf(rollout);
  const open = hosts.some(([, { outstanding }]) => outstanding !== null);
  const bad = hosts.find(
    ([, { state, outstanding }]) =>
      state === "failed" || state === "reverted" || state === "cancelled" || (state === "unknown" && outstanding === null),
  );
  if (bad !== undefined) {
    if (!open) endActivation(draft, hostFailure(bad[0], bad[1]));
    return;
  }
  const opened = rollout.waves.slice(0, rollout.wave).flat();
  if (!opened.every((host) => rollout.hosts[host]?.state === "active")) return;
  if (rollout.wave < rollout.waves.length) openWave(draft);
  else succeed(draft, rollout);
}

function advanceAborting(draft: Draft, rollout: Rollout): void {
  if (hostsOf(rollout).some(([, { outstanding }]) => outstanding !== null)) return;
  end(draft, rollout.failure === null ? "aborted" : "failed", rollout.failure);
}

function openWave(draft: Draft): void {
  const rollout = openRollout(draft.state);
  const wave = rollout?.waves[rollout.wave];
  if (rollout === null || wave === undefined) return;
  changeRollout(draft, { wave: rollout.wave + 1 });
  for (const host of wave) issue(draft, host, "activate");
}

function succeed(draft: Draft, rollout: Rollout): void {
  const history = recordSuccess(draft.state.history[rollout.slot] ?? [], rollout);
  draft.state = { ...draft.state, history: { ...draft.state.history, [rollout.slot]: history } };
  stopPreseed(draft, rollout.release.release);
  end(draft, "succeeded", null);
}

function endActivation(draft: Draft, reason: Failure): void {
  for (const [host, { state }] of hostsOf(openRollout(draft.state) as Rollout))
    if (state === "ready") changeHost(draft, host, { state: "cancelled" });
  end(draft, "failed", reason);
}

function end(draft: Draft, state: "succeeded" | "failed" | "aborted", reason: Failure | null): void {
  changeRollout(draft, { state, failure: reason, endedUnixMs: draft.nowUnixMs });
  const rollout = draft.state.rollout;
  if (rollout !== null) draft.effects.push({ kind: "rollout-ended", rollout: rollout.id, state });
}

function prepareTimeout(draft: Draft, rollout: Rollout): void {
  const late = hostsOf(rollout).filter(([, { state }]) => state !== "ready");
  for (const [host] of late) {
    const connected = laneOf(draft.state, host).connected;
    const reason = failure(
      "E_TIMEOUT",
      `host ${host} was not ready within ${rollout.policy.prepareTimeoutMs} ms`,
      connected ? "see its progress and log" : "it is not connected",
    );
    changeHost(draft, host, { state: connected ? "failed" : "unknown", failure: reason });
  }
  const names = late.map(([host]) => host).slice(0, 5);
  stopPreparing(
    draft,
    "failed",
    failure("E_TIMEOUT", `${late.length} of ${hostsOf(rollout).length} hosts were not ready in time: ${names.join(", ")}`),
  );
}

function leaseIsOver(draft: Draft, leaseOverUnixMs: number | null): boolean {
  return leaseOverUnixMs !== null && draft.nowUnixMs >= leaseOverUnixMs;
}

function silent(host: string): Failure {
  return failure("E_TIMEOUT", `host ${host} has not answered and its lease is over`, "what it runs is known when it connects again");
}

function hostFailure(host: string, record: RolloutHost): Failure {
  const { failure: cause, state } = record;
  if (cause === null) return failure("E_INTERNAL", `host ${host} ended ${state}`);
  return { ...cause, message: cause.message.includes(host) ? cause.message : `host ${host}: ${cause.message}` };
}
