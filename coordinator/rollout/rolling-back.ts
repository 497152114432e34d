/**
 * Hosts go back to what they ran before: new intents, each to the revision that its own slot named, which is still on its disk. All at once, without waves, bakes and
 * budgets. Whoever is on its way to the new release when this begins is cancelled; if it arrives all the same, it goes back, too.
 */
import type { Failure } from "../../runtime/errors.ts";
import type { HostId } from "../../runtime/ids.ts";
import { changeHost, changeRollout, failure, issue, laneOf, openRollout, sendCancel } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { Rollout, RolloutHost, RollingBack } from "./state.ts";

export interface BeginRollback {
  readonly reason: Failure;
  /** Every wave that was opened; else the last one only. */
  readonly all: boolean;
  readonly ends: RollingBack["ends"];
}

export function beginRollback(draft: Draft, { reason, all, ends }: BeginRollback): void {
  const rollout = openRollout(draft.state);
  if (rollout === null) return;
  const rollback = { wave: rollout.wave - 1, all, ends, why: rollout.policy.onFailure };
  changeRollout(draft, { state: "rolling-back", failure: reason, rollback, pause: null, gate: null, bakeUntilUnixMs: null, again: [] });
  for (const [host, record] of rollout.hosts) withdraw(draft, host, record);
}

/** Did it change to the new release in a wave that goes back? */
export function isToGoBack({ state, rollback, hosts }: Rollout, host: HostId): boolean {
  const record = hosts.get(host);
  if (state !== "rolling-back" || rollback === null || (record?.state !== "active" && record?.lost !== true)) return false;
  return rollback.all ? record.wave <= rollback.wave : record.wave === rollback.wave;
}

export function goBack(draft: Draft, host: HostId): void {
  const { rollout } = draft.state;
  const record = rollout?.hosts.get(host);
  if (rollout === null || record === undefined) return;
  const { quarantined } = laneOf(draft.state, host);
  if (record.previous == null || quarantined !== null) {
    const why = quarantined?.message ?? "it ran no release before that is known here";
    return changeHost(draft, host, { failure: failure("E_NOT_FOUND", `host ${host} stays on ${rollout.release.tag}: ${why}`) });
  }
  changeHost(draft, host, { state: "rolling-back", failure: null, outstanding: null, retries: 0, lost: false });
  issue(draft, host, "back");
}

/** Null: hosts are still on their way. */
export function whereRolledBack(rollout: Rollout): RollingBack["ends"] | null {
  return rollout.tally.outstanding === 0 ? (rollout.rollback?.ends ?? "failed") : null;
}

function withdraw(draft: Draft, host: HostId, { state, outstanding }: RolloutHost): void {
  const rollout = draft.state.rollout as Rollout;
  const ends = rollout.rollback?.ends;
  // Where the rollout may go on, those that wait for their wave go on waiting.
  const left = ends === "paused" ? "ready" : "cancelled";
  if (outstanding?.kind === "prepare") {
    sendCancel(draft, host, outstanding);
    return changeHost(draft, host, { state: "cancelled", outstanding: null });
  }
  if (outstanding !== null) {
    if (outstanding.leaseOverUnixMs === null) return changeHost(draft, host, { state: left, outstanding: null });
    return sendCancel(draft, host, outstanding);
  }
  if (isToGoBack(rollout, host)) return goBack(draft, host);
  if (ends === "failed" && (state === "ready" || state === "pending")) changeHost(draft, host, { state: "cancelled" });
}
