/**
 * The bake (PROTOCOL.md §4.6): for a while after an activation the host makes the checks of the release again and again, and puts the slot back by
 * itself where one fails, whether or not anybody can be asked: a dead man's switch.
 *
 * Which slots bake, and until when, is in the slots' records; which round is under way is not: a restarted agent begins a new one.
 */
import { contentOf, findIntent, finish, laneOf, slotOf, unsuccessful } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { AppName, SlotName } from "../runtime/ids.ts";
import { endBake, joinSteps, movingIn, stepsOf } from "./rollover.ts";
import { slotReport } from "./slot-report.ts";
import type { AgentEvent, Bake, Service, SlotRecord } from "./state.ts";
import { goBack } from "./way-back.ts";

/** At each tick: ends bakes, and begins rounds. */
export function bake(draft: Draft, app: AppName): void {
  // The host's own configuration has the app no longer.
  if (draft.policy.apps[app] === undefined) return;
  for (const [slot, { service, active }] of Object.entries(laneOf(draft, app).slots) as [SlotName, SlotRecord][]) {
    if (service?.bake == null || active === null) continue;
    // What is being looked at says how it ended: a bake doesn't pass because its time was over first.
    if (isOver(draft, service.bake) && !isLooking(draft, app, slot, service)) endBake(draft, app, slot);
    else if (mayBegin(draft, app, slot, service)) beginRound(draft, app, slot, service);
  }
}

/** What came of a round. */
export function baked(draft: Draft, event: Extract<AgentEvent, { readonly kind: "steps-run" }>): void {
  const { app, slot, commandId, failure } = event;
  const key = keyOf(app, slot);
  const round = draft.rounds[key];
  if (round?.commandId !== commandId) return;
  const { service, reverting } = slotOf(laneOf(draft, app), slot);
  const isOn =
    service?.bake != null && service.commandId === commandId && reverting === null && movingIn(laneOf(draft, app), slot) === undefined;
  draft.rounds = { ...draft.rounds, [key]: isOn ? pause(draft, service, service.bake) : undefined };
  if (!isOn || failure === null) return;
  endBake(draft, app, slot);
  if (goBack(draft, app, slot, { reason: failure, steps: event.steps })) return;
  const { active } = slotOf(laneOf(draft, app), slot);
  // Written, so that each hello says it until somebody has heard.
  const record = findIntent(laneOf(draft, app), commandId);
  if (record !== undefined)
    finish(draft, app, commandId, { ...unsuccessful("failed", failure), revision: active, steps: joinSteps(stepsOf(record), event.steps) });
  draft.effects.push({
    kind: "send",
    report: { kind: "slot-changed", app, slot: slotReport(laneOf(draft, app), slot, contentOf(active)), failure },
  });
}

function isLooking({ rounds }: Draft, app: AppName, slot: SlotName, { commandId }: Service): boolean {
  const round = rounds[keyOf(app, slot)];
  return round?.kind === "running" && round.commandId === commandId;
}

/** After a reboot the agent's clock says nothing; the wall clock may have been set, but it never gives more than the whole length. */
function isOver(draft: Draft, { untilClockMs, untilUnixMs, lengthMs, bootId }: Bake): boolean {
  if (bootId === draft.bootId) return draft.now.clockMs >= untilClockMs;
  return draft.now.unixMs >= untilUnixMs || draft.now.clockMs >= lengthMs;
}

function mayBegin(draft: Draft, app: AppName, slot: SlotName, { commandId }: Service): boolean {
  const lane = laneOf(draft, app);
  if (slotOf(lane, slot).reverting !== null || movingIn(lane, slot) !== undefined) return false;
  const round = draft.rounds[keyOf(app, slot)];
  if (round?.commandId !== commandId) return true;
  return round.kind === "waiting" && draft.now.clockMs >= round.untilClockMs;
}

function beginRound(draft: Draft, app: AppName, slot: SlotName, { commandId, labels, renamed, bake: own }: Service): void {
  const { active } = slotOf(laneOf(draft, app), slot);
  if (active === null || own === null) return;
  // Of another boot: then it is not known on this clock, and the round is a whole one.
  const until = own.bootId === draft.bootId ? { untilClockMs: own.untilClockMs } : {};
  draft.rounds = { ...draft.rounds, [keyOf(app, slot)]: { kind: "running", commandId } };
  const what = { phases: ["bake"], revision: active, fallback: null } as const;
  draft.effects.push({ kind: "run-steps", app, slot, commandId, ...what, labels, renamed, ...until });
}

function pause(draft: Draft, { commandId }: Service, { pauseMs }: Bake): Draft["rounds"][string] {
  return { kind: "waiting", commandId, untilClockMs: draft.now.clockMs + pauseMs };
}

function keyOf(app: AppName, slot: SlotName): string {
  return `${app}/${slot}`;
}
