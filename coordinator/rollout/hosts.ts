/** What hosts say: PROTOCOL.md §5.2. */
import { comparePositions } from "../../proto/messages.ts";
import type { IntentResult, LaneReport, Position, SlotReport } from "../../proto/messages.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { HostId, ReleaseId, SlotName } from "../../runtime/ids.ts";
import { askAgain, isOnItsWay, isPutOff, renewPrepare } from "./activation.ts";
import { hold, holdAll, noticeOwnChange } from "./converge.ts";
import { whereWithdrawn } from "./ending.ts";
import {
  changeConnected,
  changeHost,
  changeLane,
  failure,
  issue,
  laneOf,
  leftOut,
  openRollout,
  send,
  sendCancel,
  targetOf,
} from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { StreamEvent } from "./events.ts";
import { MAX_EPOCH_JUMP, MAX_HOST_SLOTS, MAX_SEQUENCE_JUMP } from "./limits.ts";
import { tellPreseeds } from "./preseeds.ts";
import { goBack, isToGoBack } from "./rolling-back.ts";
import type { HostLane, LaneSlot, Outstanding, Rollout, RolloutHost } from "./state.ts";

type EventOf<Kind extends StreamEvent["kind"]> = Extract<StreamEvent, { readonly kind: Kind }>;

export function hostConnected(draft: Draft, { host, lane }: EventOf<"host-connected">): void {
  const { position: before, slots: known } = laneOf(draft.state, host);
  const slots = lane === null ? {} : Object.fromEntries(lane.slots.map((slot) => [slot.slot, laneSlot(slot)]));
  changeLane(draft, host, { slots: slots as HostLane["slots"] });
  changeConnected(draft, host, true);
  tellPreseeds(draft, host);
  if (lane !== null) checkPosition(draft, host, lane.highest);
  if (lane !== null) noticeOwnChange(draft, host, { known, lane });
  if (laneOf(draft.state, host).quarantined !== null) return;
  const isKnown = lane !== null && comparePositions(lane.highest, before) <= 0;
  const isBack = isKnown && noticeReturn(draft, host);
  if (isKnown) noticeReversal(draft, host, lane);
  resumeOutstanding(draft, host, lane);
  noticeLoss(draft, host, lane);
  if (isBack && isToGoBack(draft.state.rollout as Rollout, host)) goBack(draft, host);
  for (const intent of lane?.intents ?? []) {
    const waitedFor = openRollout(draft.state)?.hosts.get(host)?.outstanding?.commandId;
    if (intent.result === null && intent.commandId !== waitedFor) sendCancel(draft, host, intent);
  }
}

export function hostDisconnected(draft: Draft, { host }: EventOf<"host-disconnected">): void {
  changeConnected(draft, host, false);
}

export function hostAnswered(draft: Draft, { host, commandId, answer }: EventOf<"host-answered">): void {
  const late = draft.state.rollout?.hosts.get(host);
  if (late?.late === commandId && answer.kind === "result") return arrivedLate(draft, host, late, answer.result);
  const record = openRollout(draft.state)?.hosts.get(host);
  if (record?.outstanding?.commandId !== commandId) return;
  if (answer.kind === "accepted") return accepted(draft, host, record.outstanding);
  if (answer.kind === "refused") return refused(draft, host, record, answer.failure);
  settle(draft, host, record, answer.result);
}

/** A host changed a slot by itself: shown at once, and never undone unasked. It is drift only if the host says so: what it went back to is what its journal says. */
export function slotChanged(draft: Draft, { host, slot, failure: reason }: EventOf<"slot-changed">): void {
  const { slots } = laneOf(draft.state, host);
  if (Object.hasOwn(slots, slot.slot) || Object.keys(slots).length < MAX_HOST_SLOTS)
    changeLane(draft, host, { slots: { ...slots, [slot.slot]: laneSlot(slot) } });
  const { rollout } = draft.state;
  const left = [slots[slot.slot]?.release, rollout?.slot === slot.slot ? rollout.release.release : null];
  if (reason !== null) for (const release of left) if (release != null) hold(draft, host, release);
  if (reason !== null && rollout?.slot === slot.slot && rollout.hosts.get(host)?.state === "active")
    changeHost(draft, host, { state: "reverted", failure: reason });
}

/** What became of it in its bake, its hello says. */
function noticeReturn(draft: Draft, host: HostId): boolean {
  const record = openRollout(draft.state)?.hosts.get(host);
  if (record?.state !== "unknown" || record.lost !== true) return false;
  changeHost(draft, host, { state: "active", failure: null, lost: false });
  return true;
}

/**
 * A reversal while nobody listened: the host's own journal says that its slot names something else by now. Or its checks failed, and there was nothing to go
 * back to.
 */
function noticeReversal(draft: Draft, host: HostId, lane: LaneReport): void {
  const { rollout } = draft.state;
  const slot = lane.slots.find((candidate) => candidate.slot === rollout?.slot);
  if (rollout?.hosts.get(host)?.state !== "active" || slot?.drift === true) return;
  const newest = lane.intents.findLast(({ commandId, intentKind }) => intentKind === "activate" && commandId.startsWith(`${rollout.id}.`));
  if (slot?.release === rollout.release.release && newest?.result?.outcome !== "failed") return;
  // One that neither failed with it nor turned from it has lost it: it returns.
  if (newest?.result?.outcome === "failed" || newest?.result?.outcome === "reverted") hold(draft, host, rollout.release.release);
  // Its own word for why, where it remembers the activation: checks that failed while nobody listened.
  const told = newest?.result?.outcome === "failed" || newest?.result?.outcome === "reverted" ? newest : undefined;
  const steps = told?.result?.steps ?? [];
  const reason = failure(
    "E_REVERTED",
    `host ${host} no longer runs ${rollout.release.tag}: it changed slot ${rollout.slot} by itself`,
    "see its log",
  );
  changeHost(draft, host, { state: "reverted", failure: told?.result?.failure ?? reason, ...(steps.length > 0 ? { steps } : {}) });
}

/** A host that was ready and has lost what it prepared (another disk, another machine) holds its barrier, or its wave, until it is ready again. */
function noticeLoss(draft: Draft, host: HostId, lane: LaneReport | null): void {
  const rollout = openRollout(draft.state);
  const record = rollout?.hosts.get(host);
  if (rollout === null || !isOnItsWay(rollout) || record?.state !== "ready" || record.outstanding !== null) return;
  const { release, tree } = rollout.release;
  if (lane?.revisions.some((revision) => revision.release === release && revision.tree === tree)) return;
  reissue(draft, host, {
    kind: "prepare",
    record,
    reason: failure("E_NOT_PREPARED", `host ${host} was ready and no longer has ${rollout.release.tag}`, "look at its disk"),
  });
}

function checkPosition(draft: Draft, host: HostId, highest: Position): void {
  const { position } = laneOf(draft.state, host);
  if (comparePositions(highest, position) <= 0) return changeLane(draft, host, { quarantined: null });
  const sequenceFrom = highest.epoch === position.epoch ? position.sequence : 0;
  const at = `(${highest.epoch}, ${highest.sequence})`;
  if (highest.epoch - position.epoch > MAX_EPOCH_JUMP || highest.sequence - sequenceFrom > MAX_SEQUENCE_JUMP) {
    const hint = `run \`shoal-agent reset-lane ${draft.state.app}\` on it`;
    const reason = failure("E_JUMP", `host ${host} says it has seen position ${at} of ${draft.state.app}, far above ours`, hint);
    changeLane(draft, host, { quarantined: reason });
    return failHost(draft, host, reason);
  }
  changeLane(draft, host, { position: { epoch: highest.epoch + 1, sequence: 0 }, quarantined: null });
  // One that this stream never asked for anything was another environment's before.
  if (position.epoch > 0) holdAll(draft, host);
  const hint = "this coordinator was restored from a backup: look at `shoal hosts`, then deploy again";
  failHost(
    draft,
    host,
    failure("E_RESTORED", `host ${host} has seen position ${at} of ${draft.state.app}, which this coordinator never issued`, hint),
  );
}

function failHost(draft: Draft, host: HostId, reason: Failure): void {
  const record = openRollout(draft.state)?.hosts.get(host);
  if (record === undefined || isFinal(record)) return;
  const { outstanding } = record;
  if (outstanding !== null) sendCancel(draft, host, outstanding);
  // It may swap until it answers or its lease is over: so long nothing is over.
  const maySwap = outstanding !== null && outstanding.leaseOverUnixMs !== null && draft.nowUnixMs < outstanding.leaseOverUnixMs;
  changeHost(draft, host, { state: "failed", failure: reason, outstanding: maySwap ? outstanding : null });
}

function isFinal({ state, outstanding }: RolloutHost): boolean {
  return (
    state === "active" ||
    state === "failed" ||
    state === "reverted" ||
    state === "cancelled" ||
    state === "excluded" ||
    state === "rolled-back" ||
    (state === "unknown" && outstanding === null)
  );
}

function resumeOutstanding(draft: Draft, host: HostId, lane: LaneReport | null): void {
  const rollout = openRollout(draft.state);
  const record = rollout?.hosts.get(host);
  if (rollout == null || record == null) return;
  const { outstanding, late } = record;
  if (outstanding === null) {
    const told = late == null ? null : lane?.intents.find(({ commandId }) => commandId === late)?.result;
    return told == null ? undefined : arrivedLate(draft, host, record, told);
  }
  const known = lane?.intents.find(({ commandId }) => commandId === outstanding.commandId);
  if (known?.result != null) return settle(draft, host, record, known.result);
  if (isPutOff(draft, outstanding)) return renewPrepare(draft, host, outstanding);
  const isOver = draft.nowUnixMs >= outstanding.deadlineUnixMs;
  if (isWithdrawn(rollout, outstanding) || isOver || record.state === "failed") return sendCancel(draft, host, outstanding);
  // A switch that was ordered before the pause and never arrived waits for its end, too.
  if (known === undefined) return rollout.state === "paused" && outstanding.kind === "activate" ? undefined : send(draft, host);
  accepted(draft, host, outstanding);
}

/** Nobody wants it any more: what comes of it is waited for, and it is not given again. */
function isWithdrawn({ state }: Rollout, { kind }: Outstanding): boolean {
  return state === "aborting" || (state === "rolling-back" && kind !== "back");
}

const WORKING = { prepare: "preparing", activate: "activating", back: "rolling-back" } as const;

function accepted(draft: Draft, host: HostId, outstanding: Outstanding): void {
  const state = WORKING[outstanding.kind];
  const before = draft.state.rollout?.hosts.get(host)?.state;
  if (before !== state && before !== "failed") changeHost(draft, host, { state });
}

function refused(draft: Draft, host: HostId, record: RolloutHost, reason: Failure): void {
  const { rollout } = draft.state;
  if (record.state === "failed") return changeHost(draft, host, { outstanding: null });
  if (rollout !== null && record.outstanding !== null && isWithdrawn(rollout, record.outstanding))
    return changeHost(draft, host, { state: whereWithdrawn(record.outstanding), outstanding: null, failure: null });
  if (POSITION_TAKEN.has(reason.code) || reason.retryable) return again(draft, host, record, reason);
  changeHost(draft, host, { state: "failed", failure: reason, outstanding: null });
}

/** The host knows the position or the command as another's: this coordinator was restored from a backup. A new one helps. */
const POSITION_TAKEN: ReadonlySet<Failure["code"]> = new Set(["E_REPLAY", "E_CONFLICT"]);

function again(draft: Draft, host: HostId, record: RolloutHost, reason: Failure): void {
  const { rollout } = draft.state;
  const isPaused = rollout?.state === "paused" && record.outstanding?.kind === "activate";
  if (isPaused && record.retries < rollout.policy.maxRetries) return afterPause(draft, host, record);
  if (record.outstanding !== null) reissue(draft, host, { kind: record.outstanding.kind, record, reason });
}

/** Nobody is switched while the rollout is paused: the host goes again when it is resumed. */
function afterPause(draft: Draft, host: HostId, { retries }: RolloutHost): void {
  changeHost(draft, host, { state: "ready", outstanding: null, failure: null, retries: retries + 1 });
  askAgain(draft, host);
}

/** The same purpose under a new position, a bounded number of times. */
function reissue(draft: Draft, host: HostId, what: { kind: Outstanding["kind"]; record: RolloutHost; reason: Failure }): void {
  const { kind, record, reason } = what;
  const maxRetries = draft.state.rollout?.policy.maxRetries ?? 0;
  if (record.retries >= maxRetries) return changeHost(draft, host, { state: "failed", failure: reason, outstanding: null });
  changeHost(draft, host, { retries: record.retries + 1, state: kind === "prepare" ? "pending" : WORKING[kind], failure: null });
  issue(draft, host, kind);
}

function settle(draft: Draft, host: HostId, record: RolloutHost, result: IntentResult): void {
  if (record.outstanding !== null && result.outcome === "expired" && isPutOff(draft, record.outstanding))
    return renewPrepare(draft, host, record.outstanding);
  if (record.outstanding?.kind === "prepare") settlePrepare(draft, host, record, result);
  else settleActivate(draft, host, record, result);
}

function settlePrepare(draft: Draft, host: HostId, record: RolloutHost, result: IntentResult): void {
  const wanted = draft.state.rollout?.release.tree;
  if (result.outcome === "failed" && result.failure !== null && BASE_HELPS.has(result.failure.code) && record.baseWanted !== true) {
    changeHost(draft, host, { baseWanted: true });
    return reissue(draft, host, { kind: "prepare", record, reason: result.failure });
  }
  if (result.outcome === "expired" && draft.state.rollout?.converges === true && hasHadItsTime(draft, record))
    return leftOut(draft, host, reasonOf(host, result));
  if (result.outcome !== "done") return changeHost(draft, host, { state: "failed", failure: reasonOf(host, result), outstanding: null });
  const readyMs = Math.max(0, draft.nowUnixMs - (draft.state.rollout?.startedUnixMs ?? draft.nowUnixMs));
  if (result.tree === wanted) {
    changeHost(draft, host, { state: "ready", failure: null, outstanding: null, prepare: result.stats, readyMs });
    return askAgain(draft, host);
  }
  const wrong = failure(
    "E_DIGEST",
    `host ${host} prepared tree ${result.tree ?? "(none)"}, the release is ${wanted}`,
    "its disk or agent is faulty: look at the host",
  );
  changeHost(draft, host, { state: "failed", failure: wrong, outstanding: null });
}

/** A host that looks at its clock before this coordinator looks at its own is too slow, either way; one whose clock is wrong would be asked for ever. */
function hasHadItsTime({ nowUnixMs }: Draft, { outstanding }: RolloutHost): boolean {
  return outstanding !== null && nowUnixMs >= (outstanding.issuedUnixMs + outstanding.deadlineUnixMs) / 2;
}

/** What the host holds is not what an overlay needs, or an overlay does not give what it should: a base needs nothing. */
const BASE_HELPS: ReadonlySet<Failure["code"]> = new Set(["E_BASE", "E_PATCH", "E_DIGEST"]);

function settleActivate(draft: Draft, host: HostId, record: RolloutHost, result: IntentResult): void {
  const { rollout } = draft.state;
  const { outstanding } = record;
  if (rollout === null || outstanding === null) return;
  const target = targetOf(rollout, host);
  const isActive = result.outcome === "done" && target !== null && result.tree === target.tree;
  if (isActive) recordSlot(draft, host, { slot: rollout.slot, release: target.release, result });
  // Logs of earlier versions have none.
  const steps = result.steps ?? [];
  if (steps.length > 0) changeHost(draft, host, { steps });
  if (record.state === "failed") return changeHost(draft, host, { outstanding: null });
  if (isActive) return activated(draft, host, outstanding);
  const withdrawn = isWithdrawn(rollout, outstanding);
  if (result.outcome === "expired" && !withdrawn && result.failure?.code === "E_LEASE")
    return again(draft, host, record, reasonOf(host, result));
  const gone = withdrawn && (result.outcome === "cancelled" || result.outcome === "expired");
  const state = gone ? whereWithdrawn(outstanding) : result.outcome === "reverted" ? "reverted" : "failed";
  changeHost(draft, host, { state, failure: gone ? null : reasonOf(host, result), outstanding: null });
}

function activated(draft: Draft, host: HostId, { kind, issuedUnixMs }: Outstanding): void {
  if (kind === "back") return changeHost(draft, host, { state: "rolled-back", failure: null, outstanding: null });
  const activateMs = Math.max(0, draft.nowUnixMs - issuedUnixMs);
  changeHost(draft, host, { state: "active", failure: null, outstanding: null, activateMs });
  // The wave went back while this host was on its way.
  if (draft.state.rollout !== null && isToGoBack(draft.state.rollout, host)) goBack(draft, host);
}

/** What became of an activate that was given up. Shown always; a host that was unknown in an open rollout is back. */
function arrivedLate(draft: Draft, host: HostId, { state }: RolloutHost, result: IntentResult): void {
  const rollout = draft.state.rollout as Rollout;
  const { slot, release } = rollout;
  const isActive = result.outcome === "done" && result.tree === release.tree;
  const shown = laneOf(draft.state, host).slots[slot];
  if (isActive && shown?.revision !== result.revision) recordSlot(draft, host, { slot, release: release.release, result });
  changeHost(draft, host, { late: null });
  // A swap that came too late is nobody's fault: such a host returns.
  if ((result.outcome === "reverted" || result.outcome === "failed") && result.failure?.code !== "E_LEASE")
    hold(draft, host, release.release);
  if (openRollout(draft.state) === null || state !== "unknown") return;
  const steps = result.steps ?? [];
  if (steps.length > 0) changeHost(draft, host, { steps });
  if (isActive) changeHost(draft, host, { state: "active", failure: null });
  else if (result.outcome === "reverted" || result.outcome === "failed")
    changeHost(draft, host, { state: result.outcome, failure: reasonOf(host, result) });
  if (isToGoBack(draft.state.rollout as Rollout, host)) goBack(draft, host);
}

interface NamedSlot {
  readonly slot: SlotName;
  readonly release: ReleaseId;
  readonly result: IntentResult;
}

function recordSlot(draft: Draft, host: HostId, { slot, release, result }: NamedSlot): void {
  const { slots } = laneOf(draft.state, host);
  const shown: LaneSlot = { release, tree: result.tree, revision: result.revision, drift: false, detail: "" };
  changeLane(draft, host, { slots: { ...slots, [slot]: shown } });
}

function reasonOf(host: HostId, result: IntentResult): Failure {
  return result.failure ?? failure("E_INTERNAL", `host ${host} ended ${result.outcome} without a reason`);
}

function laneSlot({ content, release, tree, drift }: SlotReport): LaneSlot {
  const revision = content.kind === "revision" ? content.revision : null;
  return { release, tree, revision, drift, detail: content.kind === "foreign" ? content.detail : content.kind };
}
