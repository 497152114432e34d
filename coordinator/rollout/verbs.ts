/** What operators say to an open rollout, and to a stream: PROTOCOL.md §5.1. Each is idempotent: said again it changes nothing. */
import type { HostId, RolloutId } from "../../runtime/ids.ts";
import { askAgain, isPutOff, renewPrepare } from "./activation.ts";
import { spentBudget } from "./budget.ts";
import { release } from "./converge.ts";
import { changeHost, changeRollout, issue, laneOf, openRollout, reject, send, sendCancel } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { pause } from "./ending.ts";
import type { StreamEvent } from "./events.ts";
import { gatesAfter, renewGate } from "./gates.ts";
import { CLEARANCES_MAX } from "./limits.ts";
import { dropNext } from "./next.ts";
import { atMost } from "./policy.ts";
import type { Clearance, Pause, Rollout, RolloutHost } from "./state.ts";
import { hasFailed } from "./tally.ts";

type EventOf<Kind extends StreamEvent["kind"]> = Extract<StreamEvent, { readonly kind: Kind }>;

export function requestPause(draft: Draft, { rollout: id, note }: EventOf<"pause-requested">): void {
  const rollout = named(draft, id);
  if (rollout === null || rollout.state === "paused") return;
  if (rollout.state === "aborting" || rollout.state === "rolling-back")
    return reject(draft, "E_CONFLICT", `rollout ${rollout.id} is ${rollout.state}: that is not paused`);
  pause(draft, null, note);
}

/** What has failed must be within the budget by now: tried again, or left out. */
export function requestResume(draft: Draft, { rollout: id }: EventOf<"resume-requested">): void {
  const rollout = named(draft, id);
  if (rollout === null || rollout.state !== "paused" || rollout.pause === null) return;
  const spent = whyNotResume(rollout);
  if (spent !== null) {
    const failed = [...rollout.hosts].flatMap(([host, one]) => (hasFailed(one) ? [host] : [])).slice(0, NAMES_TOLD);
    return reject(draft, "E_BUDGET", `${spent}: ${failed.join(", ")}`, "`shoal retry` or `shoal exclude` hosts, then resume; or abort");
  }
  resume(draft, rollout, rollout.pause);
}

export function approveGate(draft: Draft, { rollout: id, gate, note, roles = [] }: EventOf<"gate-approved">): void {
  const rollout = named(draft, id);
  if (rollout === null) return noRollout(draft);
  const name = gate === "" ? (rollout.gate?.rule.name ?? "") : gate;
  const rule = rollout.policy.gates.find((one) => one.name === name);
  if (rule === undefined || rule.what.kind !== "approval" || gatesAfter(rollout).every((one) => one !== rule)) {
    const waiting = rollout.gate === null ? "at no gate" : `at gate ${rollout.gate.rule.name}`;
    return reject(draft, "E_GATE", `there is no gate${name === "" ? "" : ` ${name}`} to approve here: rollout ${rollout.id} is ${waiting}`);
  }
  const { by, fourEyes } = rule.what;
  const who = draft.principal.replace(/^operator:/, "");
  if (by.length > 0 && ![who, ...roles].some((one) => by.includes(one))) {
    const has = roles.length === 0 ? "" : ` (${roles.join(", ")})`;
    return reject(draft, "E_DENIED", `gate ${name} is approved by ${by.join(", ")}, not by ${who}${has}`);
  }
  if (fourEyes && draft.principal === rollout.principal)
    return reject(draft, "E_DENIED", `gate ${name} wants another approver than ${who}, who asked for the rollout`);
  clear(draft, rollout, { kind: "approval", gate: name, wave: rollout.wave, note, untilUnixMs: null });
}

export function overrideGate(draft: Draft, { rollout: id, gate, note, untilUnixMs }: EventOf<"gate-overridden">): void {
  const rollout = named(draft, id);
  if (rollout === null) return noRollout(draft);
  if (!rollout.policy.gates.some(({ name }) => name === gate)) {
    const names = rollout.policy.gates.map(({ name }) => name).join(", ");
    return reject(draft, "E_GATE", `rollout ${rollout.id} has no gate ${gate}`, names === "" ? "it has none" : `it has ${names}`);
  }
  clear(draft, rollout, { kind: "override", gate, wave: null, note, untilUnixMs });
}

/** A host that failed, or was left out, goes again from where it failed; after the rollout's end it may be brought to what its environment runs again. */
export function retryHost(draft: Draft, { rollout: id, host }: EventOf<"retry-requested">): void {
  const rollout = named(draft, id);
  if (rollout === null) return draft.effects.length === 0 && release(draft, host) ? undefined : noRollout(draft);
  const record = rollout.hosts.get(host);
  if (record === undefined) return notThere(draft, rollout, host);
  if (rollout.state === "aborting" || rollout.state === "rolling-back")
    return reject(draft, "E_CONFLICT", `rollout ${rollout.id} is ${rollout.state}: no host is tried again`);
  const { quarantined } = laneOf(draft.state, host);
  if (quarantined !== null) return reject(draft, quarantined.code, quarantined.message, quarantined.hint);
  if (RETRIED.has(record.state) && record.outstanding === null) goAgain(draft, host, record);
}

export function excludeHost(draft: Draft, { rollout: id, host }: EventOf<"exclude-requested">): void {
  const rollout = named(draft, id);
  if (rollout === null) return noRollout(draft);
  const record = rollout.hosts.get(host);
  if (record === undefined) return notThere(draft, rollout, host);
  if (record.state === "excluded" && record.failure === null) return;
  if (
    record.state === "active" ||
    record.state === "rolling-back" ||
    (record.outstanding !== null && record.outstanding.kind !== "prepare")
  )
    return reject(draft, "E_CONFLICT", `host ${host} is ${record.state}: it is part of the rollout by now`, "wait for its end, or abort");
  if (record.outstanding !== null) sendCancel(draft, host, record.outstanding);
  changeHost(draft, host, { state: "excluded", failure: null, outstanding: null, lost: false });
  changeRollout(draft, { again: rollout.again.filter((other) => other !== host) });
}

export function lockStream(draft: Draft, { note }: EventOf<"lock-requested">): void {
  if (draft.state.lock !== null) return;
  dropNext(draft);
  draft.state = { ...draft.state, lock: { principal: draft.principal, reason: note, sinceUnixMs: draft.nowUnixMs } };
}

export function unlockStream(draft: Draft): void {
  if (draft.state.lock !== null) draft.state = { ...draft.state, lock: null };
}

const RETRIED: ReadonlySet<string> = new Set(["failed", "reverted", "unknown", "excluded", "cancelled", "rolled-back"]);
const NAMES_TOLD = 5;

/** The rollout that is meant; null (and refused, where another was named) where it is not open. */
function named(draft: Draft, id: RolloutId | null): Rollout | null {
  const { rollout, app, environment } = draft.state;
  if (id !== null && rollout?.id !== id) {
    reject(draft, "E_NOT_FOUND", `rollout ${id} is not the newest of ${app} in ${environment}`);
    return null;
  }
  return openRollout(draft.state);
}

function noRollout(draft: Draft): void {
  if (draft.effects.length > 0) return;
  reject(draft, "E_NOT_FOUND", `${draft.state.app} in ${draft.state.environment} has no open rollout`);
}

function notThere(draft: Draft, rollout: Rollout, host: HostId): void {
  reject(draft, "E_NOT_FOUND", `host ${host} is not part of rollout ${rollout.id}`);
}

function whyNotResume(rollout: Rollout): string | null {
  const { tally, policy, hosts, wave } = rollout;
  const excludable = atMost(policy.maxExcluded, hosts.size);
  if (wave === 0 && tally.failed > excludable) return `${tally.failed} of ${hosts.size} hosts are not ready, ${excludable} may be left out`;
  return spentBudget(rollout);
}

function resume(draft: Draft, rollout: Rollout, { from, sinceUnixMs }: Pause): void {
  const pausedMs = Math.max(0, draft.nowUnixMs - sinceUnixMs);
  // A pause is nobody's delay; who is asked anew has the whole time.
  const prepareDueUnixMs = Math.max(rollout.prepareDueUnixMs + pausedMs, draft.nowUnixMs + 1);
  changeRollout(draft, { state: from, pause: null, failure: null, prepareDueUnixMs });
  renewGate(draft);
  for (const [host, record] of rollout.hosts) {
    const { outstanding } = record;
    // Those that came back meanwhile were not sent it again.
    if (outstanding?.kind === "activate" && (outstanding.leaseOverUnixMs ?? 0) <= draft.nowUnixMs) send(draft, host);
    if (outstanding !== null && isPutOff(draft, outstanding)) renewPrepare(draft, host, outstanding);
    // Those that went back, or were called back on their way.
    if (record.state === "rolled-back" || record.state === "cancelled") goAgain(draft, host, record);
  }
}

/** From where it failed: switched again where it was ready, else prepared. */
function goAgain(draft: Draft, host: HostId, { prepare }: RolloutHost): void {
  changeHost(draft, host, { state: prepare === null ? "pending" : "ready", failure: null, retries: 0, lost: false });
  if (prepare === null) issue(draft, host, "prepare");
  else askAgain(draft, host);
}

function clear(draft: Draft, rollout: Rollout, given: Omit<Clearance, "principal" | "atUnixMs">): void {
  const same = (one: Clearance): boolean => one.gate === given.gate && one.kind === given.kind && one.wave === given.wave;
  const known = rollout.clearances.find(same);
  if (known !== undefined && (known.untilUnixMs === null || draft.nowUnixMs < known.untilUnixMs)) return;
  const clearance = { ...given, principal: draft.principal, atUnixMs: draft.nowUnixMs };
  changeRollout(draft, { clearances: [...rollout.clearances.filter((one) => !same(one)), clearance].slice(-CLEARANCES_MAX) });
}
