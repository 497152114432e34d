/**
 * Checks and hooks around an activation: PROTOCOL.md §4.6. Before the swap a failure leaves everything as it is, but for a host that left the pool and
 * has to come back (`withdrawing`); after it the slot goes back (way-back.ts).
 *
 * Handlers only write which phase is next; the turn (turn.ts) begins it, as it does after a restart. So what is journaled is all there is.
 */
import type { ActivateIntent } from "../proto/messages.ts";
import type { Failure } from "../runtime/errors.ts";
import type { RevisionId } from "../runtime/ids.ts";
import { baked } from "./bake.ts";
import { failure, findIntent, finish, isFinished, isUsable, laneOf, setIntentState, unsuccessful } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { endRollover, phaseAfter, withSteps } from "./rollover.ts";
import { finishActivate, startSwap } from "./slot.ts";
import type { AgentEvent, IntentRecord, IntentState } from "./state.ts";
import { leaseFailure } from "./turn.ts";
import { reversalHooksRun, undoSwap } from "./way-back.ts";

type StepsRun = Extract<AgentEvent, { readonly kind: "steps-run" }>;
type Readying = Extract<IntentState, { readonly kind: "readying" }>;
type Proving = Extract<IntentState, { readonly kind: "proving" }>;

export function stepsRun(draft: Draft, event: StepsRun): void {
  if (event.phases.includes("bake")) return baked(draft, event);
  const work = draft.busy[event.app];
  if (work?.kind === "reversal" && work.slot === event.slot) return reversalHooksRun(draft, event);
  if (work?.kind !== "intent" || work.commandId !== event.commandId || work.stopping) return;
  const record = findIntent(laneOf(draft, event.app), event.commandId);
  if (record === undefined || isFinished(record)) return;
  draft.busy[event.app] = undefined;
  const { state } = record;
  if (state.kind === "readying") return readied(draft, event, record, withSteps(state, event.steps));
  if (state.kind === "proving") return proved(draft, event, record, withSteps(state, event.steps));
  if (state.kind !== "withdrawing") return;
  if (event.failure !== null) warn(draft, event, "the host could not be put back into the pool");
  const { result, rollover } = withSteps(state, event.steps);
  finish(draft, event.app, event.commandId, { ...result, steps: rollover.steps });
}

function readied(draft: Draft, event: StepsRun, record: IntentRecord, state: Readying): void {
  const { app, commandId } = event;
  const now = { ...record, state };
  if (event.failure !== null) return endRollover(draft, app, now, unsuccessful("failed", event.failure));
  const intent = record.intent as ActivateIntent;
  const over = leaseFailure(draft, intent);
  if (over !== null) return endRollover(draft, app, now, unsuccessful("expired", over));
  const { phase, from, to, rollover } = state;
  const there = laneOf(draft, app).revisions[to];
  if (there === undefined || !isUsable(there)) return endRollover(draft, app, now, unsuccessful("failed", gone(draft, record, to)));
  if (phase === "before" && rollover.plan.depool) return setIntentState(draft, app, commandId, { ...state, phase: "depool" });
  startSwap(draft, app, { record: now, intent, content: from, to, rollover });
}

function proved(draft: Draft, event: StepsRun, record: IntentRecord, state: Proving): void {
  const { app, commandId } = event;
  setIntentState(draft, app, commandId, state);
  const now = { ...record, state };
  if (event.failure !== null) {
    // There is nothing to go back to: what was wrong is told, the slot stays, and so does the host, out of the pool.
    if (!undoSwap(draft, app, now, event.failure))
      finish(draft, app, commandId, { ...unsuccessful("failed", event.failure), steps: state.rollover.steps });
    return;
  }
  const phase = phaseAfter(state.rollover.plan, state.phase);
  if (phase === null) return finishActivate(draft, app, now, state.to);
  setIntentState(draft, app, commandId, { ...state, phase });
}

/** Found damaged meanwhile. */
function gone(draft: Draft, { release }: IntentRecord, revision: RevisionId): Failure {
  const message = `revision ${revision} of release ${release?.slice(0, 12) ?? ""} on host ${draft.policy.host} is no longer whole`;
  return failure("E_NOT_PREPARED", message, "deploy again: it is made anew first");
}

function warn(draft: Draft, event: StepsRun, what: string): void {
  draft.effects.push({ kind: "warn", app: event.app, message: `${what}: ${event.failure?.message ?? ""}` });
}
