/** Why a host is where it is in its rollout, in sentences. Pure. */
import type { HostId, Tag } from "../../runtime/ids.ts";
import { spentBudget, whyNoRoom } from "./budget.ts";
import type { HostLane, Rollout, RolloutHost } from "./state.ts";

export interface ExplainFacts {
  readonly rollout: Rollout;
  readonly host: HostId;
  /** As the stream knows the host now. Null: never heard. */
  readonly lane: HostLane | null;
  readonly nowUnixMs: number;
  /** Of the release that its slot names, where that is another one and known here. */
  readonly tag: Tag | null;
}

/** Empty: the host is not part of the rollout. */
export function explainHost(facts: ExplainFacts): readonly string[] {
  const { rollout, host } = facts;
  const record = rollout.hosts.get(host);
  if (record === undefined) return [];
  const wave = rollout.waves[record.wave];
  return [
    `${host} is ${record.state} in wave ${record.wave + 1} of ${rollout.waves.length} (${wave?.name ?? "?"}); the rollout is ${rollout.state}`,
    ...whyRollout(rollout),
    ...whyHost(facts, record),
    ...(record.failure === null ? [] : [`${record.failure.code}: ${record.failure.message}`]),
    ...(record.retries === 0 ? [] : [`asked ${record.retries} more times under new positions`]),
    ...slotNow(facts, record),
  ];
}

function whyRollout({ state, pause, gate, failure, rollback }: Rollout): readonly string[] {
  if (pause !== null) {
    const by = pause.reason === null ? `${pause.principal} paused it${pause.note === "" ? "" : `: ${pause.note}`}` : pause.reason.message;
    return [`paused: ${by}`];
  }
  if (gate !== null && state === "waiting")
    return [`it stands at gate ${gate.rule.name}${gate.evidence === "" ? "" : `: ${gate.evidence}`}`];
  if (rollback !== null && state === "rolling-back")
    return [`${rollback.all ? "all hosts go" : "its wave goes"} back: ${failure?.message ?? ""}`];
  return failure === null ? [] : [`${failure.code}: ${failure.message}`];
}

function whyHost({ rollout, host, lane, nowUnixMs }: ExplainFacts, record: RolloutHost): readonly string[] {
  const { outstanding } = record;
  const away = lane?.connected === true ? "" : "; it is not connected, and is asked when it is back";
  if (rollout.endedUnixMs !== null) return [];
  if (outstanding !== null) {
    const what = { prepare: "prepare", activate: "switch", back: "go back" }[outstanding.kind];
    const since = Math.max(0, Math.round((nowUnixMs - outstanding.issuedUnixMs) / 1_000));
    const left = Math.round((outstanding.deadlineUnixMs - nowUnixMs) / 1_000);
    const time = left > 0 ? `${left} s are left` : "its time is over";
    return [`told ${since} s ago to ${what} (${outstanding.commandId}), no result yet; ${time}${away}`];
  }
  if (record.state === "pending") return [`not asked to prepare yet: ${rollout.tally.preparing} hosts prepare at once${away}`];
  if (record.state !== "ready") return [];
  return [whyReady(rollout, host, record)];
}

function whyReady(rollout: Rollout, host: HostId, record: RolloutHost): string {
  if (rollout.wave === 0) {
    const { pending = 0, preparing = 0 } = rollout.tally.states;
    return `it has the release and waits at the barrier for ${pending + preparing} other hosts`;
  }
  if (record.wave >= rollout.wave) return `its wave is not open yet: ${rollout.wave} of ${rollout.waves.length} are`;
  const spent = spentBudget(rollout);
  if (spent !== null) return `nobody is switched any more: ${spent}`;
  const why = whyNoRoom(rollout, record);
  return why === null ? `${host} is next` : `it waits: ${why}`;
}

function slotNow({ rollout, lane, tag }: ExplainFacts, { state }: RolloutHost): readonly string[] {
  const slot = lane?.slots[rollout.slot];
  if (lane === null || slot === undefined) return ["what its slot names is not known"];
  const names =
    slot.release === null
      ? slot.detail
      : slot.release === rollout.release.release
        ? rollout.release.tag
        : (tag ?? `release ${slot.release.slice(0, 12)}, which is not known here`);
  const hasReturned = state === "reverted" && slot.release !== rollout.release.release;
  const why = slot.drift
    ? ", which is drift: another hand than ours changed it"
    : hasReturned
      ? ", to which the host went back by itself"
      : "";
  return [`slot ${rollout.slot} names ${names}${why}${lane.connected ? "" : " (last heard)"}`];
}
