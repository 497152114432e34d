/**
 * The agent as one pure function: proto/PROTOCOL.md §4. No I/O, no clock of its own; the shell (shell.ts) carries the effects out in
 * order and feeds what comes of them back as events.
 */
import type { AppName, InstanceId } from "../runtime/ids.ts";
import { bake } from "./bake.ts";
import { closeDraft, isFinished, laneOf, lanesOf, openDraft, unsuccessful } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { receiveCancel, receiveIntent, withdraw } from "./intake.ts";
import { hello } from "./inventory.ts";
import { stepsRun } from "./phases.ts";
import { slotRead, swapFailed, swapped } from "./slot.ts";
import { forgetLostRevisions, start } from "./start.ts";
import type { AgentEffect, AgentEvent, AgentPolicy, AgentState, AppOnDisk, IntentRecord } from "./state.ts";
import { isOverdue, leaseFailure, overdueResult, takeTurns } from "./turn.ts";
import { reversal } from "./way-back.ts";
import {
  commitFailed,
  committed,
  damageFound,
  materializeFailed,
  materialized,
  removed,
  removeFailed,
  revisionVerified,
  stopped,
} from "./work.ts";

export interface AgentStep {
  readonly state: AgentState;
  /** Carried out in order; saves come first. */
  readonly effects: readonly AgentEffect[];
}

/** Before `started`: knows no lane, answers nothing. */
export function initialState(process: { readonly instance: InstanceId; readonly bootId: string }): AgentState {
  return { ...process, connected: false, lanes: {}, busy: {}, unremovable: [], rounds: {} };
}

export function step(policy: AgentPolicy, state: AgentState, event: AgentEvent): AgentStep {
  const draft = openDraft(policy, state, event.now);
  apply(draft, event);
  takeTurns(draft);
  return closeDraft(draft, state);
}

function apply(draft: Draft, event: AgentEvent): void {
  switch (event.kind) {
    case "started":
      return start(draft, event.lanes, event.disk);
    case "connected":
      return connect(draft, event.disk);
    case "disconnected":
      draft.connected = false;
      return;
    case "intent":
      return receiveIntent(draft, event.intent);
    case "cancel":
      return receiveCancel(draft, event.target);
    case "tick":
      return tick(draft);
    default:
      return applyWork(draft, event);
  }
}

function applyWork(
  draft: Draft,
  event: Exclude<AgentEvent, { kind: "started" | "connected" | "disconnected" | "intent" | "cancel" | "tick" }>,
): void {
  if (draft.lanes[event.app] === undefined) return;
  switch (event.kind) {
    case "materialized":
      return materialized(draft, event);
    case "materialize-failed":
      return materializeFailed(draft, event);
    case "stopped":
      return stopped(draft, event);
    case "committed":
      return committed(draft, event);
    case "commit-failed":
      return commitFailed(draft, event);
    case "slot-read":
      return slotRead(draft, event);
    case "swapped":
      return swapped(draft, event);
    case "swap-failed":
      return swapFailed(draft, event);
    case "steps-run":
      return stepsRun(draft, event);
    case "removed":
      return removed(draft, event);
    case "remove-failed":
      return removeFailed(draft, event);
    case "reversal":
      return reversal(draft, event);
    case "revision-verified":
      return revisionVerified(draft, event);
    case "damage-found":
      return damageFound(draft, event);
  }
}

function connect(draft: Draft, disk: readonly AppOnDisk[]): void {
  draft.connected = true;
  for (const { app, revisions } of disk) {
    if (draft.lanes[app] !== undefined && draft.busy[app] === undefined) forgetLostRevisions(draft, app, revisions);
  }
  draft.effects.push({ kind: "send", report: hello(draft, disk) });
}

/** The lease is over before the swap: nothing that is still to be run can help. */
function withdrawLate(draft: Draft, app: AppName, record: IntentRecord): void {
  const over = record.intent?.kind === "activate" ? leaseFailure(draft, record.intent) : null;
  if (over !== null) withdraw(draft, app, record, unsuccessful("expired", over));
}

function tick(draft: Draft): void {
  for (const { app } of lanesOf(draft)) {
    const work = draft.busy[app];
    if (work?.kind === "pause" && draft.now.clockMs >= work.untilClockMs) draft.busy[app] = undefined;
    for (const record of laneOf(draft, app).intents) {
      if (!isFinished(record) && isOverdue(draft, record)) withdraw(draft, app, record, overdueResult(record));
      else if (record.state.kind === "readying") withdrawLate(draft, app, record);
    }
    bake(draft, app);
  }
}
