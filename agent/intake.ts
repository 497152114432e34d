/** What the coordinator sends: PROTOCOL.md §4.1 and the `cancel` rows of §4.2. Decides whether an intent enters the lane; starts nothing. */
import { comparePositions } from "../proto/messages.ts";
import type { CancelTarget, Intent, IntentResult, Position } from "../proto/messages.ts";
import { blake3 } from "../runtime/blake3.ts";
import type { Failure } from "../runtime/errors.ts";
import type { AppName, Digest } from "../runtime/ids.ts";
import { addIntent, changeLane, failure, findIntent, isFinished, laneOf, sendAnswer, unsuccessful } from "./draft.ts";
import type { Draft } from "./draft.ts";
import {
  CLOCK_SKEW_MS,
  MAX_DEADLINE_AHEAD_MS,
  MAX_EPOCH_JUMP,
  MAX_SEQUENCE_JUMP,
  MAX_SLOTS,
  MAX_UNFINISHED_BYTES,
  MAX_UNFINISHED_INTENTS,
} from "./limits.ts";
import { endRollover } from "./rollover.ts";
import type { IntentRecord, Lane } from "./state.ts";

export function receiveIntent(draft: Draft, intent: Intent): void {
  const refused = scopeRefusal(draft, intent);
  if (refused !== null) return sendAnswer(draft, intent.app, intent, { kind: "refused", failure: refused });
  const lane = laneOf(draft, intent.app);
  const known = findIntent(lane, intent.commandId);
  if (known !== undefined) return answerKnown(draft, lane.app, known, intent);
  const disorder = orderRefusal(lane, intent.position);
  const refusal = disorder ?? timeRefusal(draft, intent) ?? slotsRefusal(lane, intent) ?? loadRefusal(lane, intent);
  // The coordinator takes it for over: a copy of it must not be carried out when a clock was set or a slot is free.
  if (disorder === null && refusal?.retryable === false) changeLane(draft, lane.app, { highest: intent.position });
  if (refusal !== null) return sendAnswer(draft, lane.app, intent, { kind: "refused", failure: refusal });
  addIntent(draft, lane.app, queuedRecord(intent));
  sendAnswer(draft, lane.app, intent, { kind: "accepted" });
}

export function receiveCancel(draft: Draft, target: CancelTarget): void {
  const lane = draft.policy.apps[target.app] === undefined ? undefined : draft.lanes[target.app];
  if (lane === undefined) return sendAnswer(draft, target.app, target, { kind: "refused", failure: unknownApp(draft, target.app) });
  const known = findIntent(lane, target.commandId);
  if (known !== undefined) return cancelKnown(draft, lane.app, known, target);
  const refusal = orderRefusal(lane, target.position);
  if (refusal !== null) return sendAnswer(draft, lane.app, target, { kind: "refused", failure: refusal });
  const result = unsuccessful("cancelled", failure("E_CANCELLED", `command ${target.commandId} was cancelled before it arrived`));
  const { commandId, position } = target;
  addIntent(draft, lane.app, {
    commandId,
    position,
    kind: "cancel",
    release: null,
    slot: null,
    bodyDigest: null,
    intent: null,
    state: { kind: "finished", result },
  });
  sendAnswer(draft, lane.app, target, { kind: "result", result });
}

/** Ends what has not reached its point of no return; the running work is asked to stop. A host that left the pool has to come back to it first. */
export function withdraw(draft: Draft, app: AppName, record: IntentRecord, result: IntentResult): boolean {
  if (record.state.kind !== "queued" && record.state.kind !== "materializing" && record.state.kind !== "readying") return false;
  endRollover(draft, app, record, result);
  stopWork(draft, app, record);
  return true;
}

/** Asks work that can be stopped to end, where it is under way: a materialization, a look through a revision that is there, checks and hooks. */
export function stopWork(draft: Draft, app: AppName, { kind, commandId, state }: IntentRecord): void {
  const work = draft.busy[app];
  const canStop = kind === "prepare" || state.kind === "readying" || state.kind === "proving";
  if (!canStop || work?.kind !== "intent" || work.commandId !== commandId || work.stopping) return;
  draft.busy[app] = { ...work, stopping: true };
  draft.effects.push({ kind: "stop", app, commandId, revision: state.kind === "materializing" ? state.revision : null });
}

/** Identity of what is asked: everything but lease, labels, routes and envelope (PROTOCOL.md §1). */
function bodyDigest(intent: Intent): Digest {
  const { kind, commandId, environment, app, slot, position, deadlineUnixMs, release } = intent;
  const activation = intent.kind === "activate" ? [intent.tree, intent.repair, ...(intent.bakeMs === 0 ? [] : [intent.bakeMs])] : [];
  const body = [kind, commandId, environment, app, slot, position.epoch, position.sequence, deadlineUnixMs, release, ...activation];
  return blake3(new TextEncoder().encode(JSON.stringify(body)));
}

function queuedRecord(intent: Intent): IntentRecord {
  const { commandId, position, kind, release, slot } = intent;
  return { commandId, position, kind, release, slot, bodyDigest: bodyDigest(intent), intent, state: { kind: "queued" } };
}

function scopeRefusal(draft: Draft, intent: Intent): Failure | null {
  const app = draft.policy.apps[intent.app];
  if (app === undefined || draft.lanes[intent.app] === undefined) return unknownApp(draft, intent.app);
  if (app.environment === intent.environment) return null;
  const message = `intent ${intent.commandId} is for environment ${intent.environment}; app ${intent.app} on host ${draft.policy.host} is in ${app.environment}`;
  return failure("E_SCOPE", message, "compare the host's agent.yaml with `shoal hosts`");
}

function unknownApp(draft: Draft, app: AppName): Failure {
  return failure(
    "E_SCOPE",
    `app ${app} is not configured on host ${draft.policy.host}`,
    "add it to the host's agent.yaml, or take it off the host with `shoal host add`",
  );
}

function answerKnown(draft: Draft, app: AppName, known: IntentRecord, intent: Intent): void {
  const cancelledBefore = known.kind === "cancel" && comparePositions(known.position, intent.position) === 0;
  if (!cancelledBefore && known.bodyDigest !== bodyDigest(intent)) {
    const conflict = failure("E_CONFLICT", `command ${intent.commandId} was received before with another body`);
    return sendAnswer(draft, app, intent, { kind: "refused", failure: conflict });
  }
  repeatAnswer(draft, app, known);
}

function repeatAnswer(draft: Draft, app: AppName, known: IntentRecord): void {
  sendAnswer(draft, app, known, known.state.kind === "finished" ? { kind: "result", result: known.state.result } : { kind: "accepted" });
}

function cancelKnown(draft: Draft, app: AppName, known: IntentRecord, target: CancelTarget): void {
  if (comparePositions(known.position, target.position) !== 0) {
    const conflict = failure("E_CONFLICT", `cancel of ${target.commandId} names another position than the command had`);
    return sendAnswer(draft, app, target, { kind: "refused", failure: conflict });
  }
  const cancelled = unsuccessful("cancelled", failure("E_CANCELLED", `${known.kind} ${known.commandId} was cancelled`));
  if (isFinished(known) || !withdraw(draft, app, known, cancelled)) return repeatAnswer(draft, app, known);
  // Its result comes later.
  const now = findIntent(laneOf(draft, app), known.commandId);
  if (now !== undefined && !isFinished(now)) repeatAnswer(draft, app, now);
}

function orderRefusal(lane: Lane, position: Position): Failure | null {
  const at = `(${position.epoch}, ${position.sequence})`;
  const highest = `(${lane.highest.epoch}, ${lane.highest.sequence})`;
  if (lane.intents.some((record) => comparePositions(record.position, position) === 0)) {
    return failure("E_CONFLICT", `position ${at} of app ${lane.app} belongs to another command`);
  }
  if (comparePositions(position, lane.highest) <= 0)
    return failure("E_REPLAY", `position ${at} of app ${lane.app} is not above ${highest}`);
  const sequenceFrom = position.epoch === lane.highest.epoch ? lane.highest.sequence : 0;
  if (position.epoch - lane.highest.epoch <= MAX_EPOCH_JUMP && position.sequence - sequenceFrom <= MAX_SEQUENCE_JUMP) return null;
  const hint = `if the coordinator is right, run \`shoal-agent reset-lane ${lane.app}\` on this host`;
  return failure("E_JUMP", `position ${at} of app ${lane.app} is too far above ${highest}`, hint);
}

function timeRefusal(draft: Draft, intent: Intent): Failure | null {
  const aheadMs = intent.deadlineUnixMs - draft.now.unixMs;
  if (aheadMs > -CLOCK_SKEW_MS && aheadMs <= MAX_DEADLINE_AHEAD_MS + CLOCK_SKEW_MS) return null;
  const deadline = new Date(Math.min(Math.max(intent.deadlineUnixMs, 0), 8.64e15)).toISOString();
  return failure(
    "E_TIME",
    `deadline ${deadline} of ${intent.commandId} is past or over 7 days ahead`,
    "compare the clocks of host and coordinator",
  );
}

/** A slot that is new to a lane stays in its memory, and keeps what is prepared for it on disk. */
function slotsRefusal(lane: Lane, intent: Intent): Failure | null {
  const named = lane.intents.flatMap((record) => (isFinished(record) || record.slot === null ? [] : [record.slot]));
  const slots = new Set([...Object.keys(lane.slots), ...named]);
  if (slots.has(intent.slot) || slots.size < MAX_SLOTS) return null;
  return failure(
    "E_LIMIT",
    `slot ${intent.slot} would be one more than the ${MAX_SLOTS} that app ${lane.app} may have`,
    "use one that is there",
  );
}

function loadRefusal(lane: Lane, intent: Intent): Failure | null {
  const unfinished = lane.intents.filter((record) => !isFinished(record));
  const sizeBytes = unfinished.reduce((sum, record) => sum + (record.intent === null ? 0 : weigh(record.intent)), weigh(intent));
  if (unfinished.length < MAX_UNFINISHED_INTENTS && sizeBytes <= MAX_UNFINISHED_BYTES) return null;
  const limits = `limits ${MAX_UNFINISHED_INTENTS} and ${MAX_UNFINISHED_BYTES} bytes`;
  return failure("E_BUSY", `app ${lane.app} has ${unfinished.length} unfinished intents, ${sizeBytes} bytes with this one (${limits})`);
}

function weigh(intent: Intent): number {
  if (intent.kind !== "prepare") return 0;
  const sizes = intent.routes.map(({ frameTable, torrent }) => frameTable.length + torrent.metainfo.length + torrent.pieceDigests.length);
  return sizes.reduce((sum, size) => sum + size, intent.envelope.length);
}
