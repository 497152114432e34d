/**
 * What is to be told of one step of a stream. Pure: the state before, the event, the state after. One event may bring a rollout several steps on (a wave whose
 * hosts are all excluded is done when it is opened), so what lies between both states is told, too, in its order.
 */
import type { Failure } from "../../runtime/errors.ts";
import type { HostId, Principal } from "../../runtime/ids.ts";
import type { LoggedEvent } from "../rollout/events.ts";
import type { GateRule } from "../rollout/gate-rules.ts";
import { clearanceOf, gatesAfter } from "../rollout/gates.ts";
import type { Rollout, RolloutHost, StreamState } from "../rollout/state.ts";
import { hasFailed } from "../rollout/tally.ts";
import { HOSTS_NAMED, NOTICES_MAX, WORDS_CHARS_MAX } from "./limits.ts";

export const NOTICE_KINDS = [
  ...(["opened", "preparing", "barrier", "wave-opened", "baking", "wave-done"] as const),
  ...(["gate-waiting", "gate-passed", "gate-failed", "gate-overridden"] as const),
  ...(["paused", "resumed", "host-failed", "host-reverted", "rolling-back", "aborting", "ended"] as const),
  ...(["locked", "unlocked", "test"] as const),
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** From what nobody needs to know at once to what somebody should look at now. */
export const SEVERITIES = ["info", "warning", "error"] as const;

export type Severity = (typeof SEVERITIES)[number];

export interface Notice {
  readonly kind: NoticeKind;
  readonly severity: Severity;
  /** One line, for people. */
  readonly text: string;
  /** Counted from 1. */
  readonly wave?: { readonly number: number; readonly name: string; readonly hosts: number };
  readonly gate?: { readonly name: string; readonly kind: GateRule["what"]["kind"]; readonly evidence: string };
  /** `names` are the first of `count`. */
  readonly hosts?: { readonly count: number; readonly names: readonly HostId[] };
  readonly failure?: Failure;
  /** What somebody said about it, and who. */
  readonly note?: string;
  readonly by?: Principal;
}

export function noticesOf(before: StreamState, logged: LoggedEvent, after: StreamState): readonly Notice[] {
  const locks = lockNotices(before, logged, after);
  const { rollout } = after;
  if (rollout === null || rollout === before.rollout) return locks;
  const old = before.rollout?.id === rollout.id ? before.rollout : null;
  const step: Step = { old, now: rollout, logged };
  const all = [...locks, ...begun(step), ...said(step), ...hostNotices(step), ...progress(step), ...stopped(step)];
  return all.slice(0, NOTICES_MAX);
}

interface Step {
  /** Null: the rollout is new. */
  readonly old: Rollout | null;
  readonly now: Rollout;
  readonly logged: LoggedEvent;
}

function lockNotices({ lock: old }: StreamState, { principal, event }: LoggedEvent, { lock, app }: StreamState): readonly Notice[] {
  if (old === lock) return [];
  if (lock === null) {
    const note = event.kind === "unlock-requested" ? event.note : "";
    return [{ kind: "unlocked", severity: "info", text: `${app} was unlocked${told(note)}`, note, by: principal }];
  }
  const text = `${app} is locked: ${lock.reason}`;
  return [{ kind: "locked", severity: "warning", text, note: lock.reason, by: lock.principal }];
}

function begun({ old, now }: Step): readonly Notice[] {
  if (old !== null) return [];
  const { kind, release, hosts, waves, principal, note } = now;
  const what = kind === "rollback" ? "rollback to" : "rollout of";
  const text = `${what} ${release.tag} to ${counted(hosts.size)} in ${plural(waves.length, "wave")} was asked for${told(note)}`;
  const opened: Notice = { kind: "opened", severity: "info", text, note, by: principal };
  const preparing: Notice = { kind: "preparing", severity: "info", text: `${counted(hosts.size)} fetch and unpack ${release.tag}` };
  return [opened, preparing];
}

/** What an operator or a gate's service said. */
function said({ old, now, logged: { event, principal } }: Step): readonly Notice[] {
  if (old === null) return [];
  if (event.kind === "gate-overridden" && old.clearances !== now.clearances) {
    const rule = now.policy.gates.find(({ name }) => name === event.gate);
    const text = `gate ${event.gate} is overridden until ${new Date(event.untilUnixMs).toISOString()}${told(event.note)}`;
    const gate = rule === undefined ? {} : { gate: gateOf(rule, "") };
    return [{ kind: "gate-overridden", severity: "warning", text, ...gate, note: event.note, by: principal }];
  }
  if (event.kind === "gate-evaluated" && event.verdict === "fail" && old.gate !== null && isAnswered(old, event)) {
    const text = `gate ${event.gate} after wave ${waveName(now, now.wave)} says no: ${short(event.evidence)}`;
    return [{ kind: "gate-failed", severity: "error", text, gate: gateOf(old.gate.rule, event.evidence) }];
  }
  if (event.kind === "resume-requested" && old.pause !== null && old.pause !== now.pause)
    return [{ kind: "resumed", severity: "info", text: `it goes on${told(event.note)}`, note: event.note, by: principal }];
  return [];
}

function isAnswered({ id, wave, gate }: Rollout, event: Extract<LoggedEvent["event"], { readonly kind: "gate-evaluated" }>): boolean {
  const same = id === event.rollout && wave === event.wave && gate?.rule.name === event.gate;
  return same && gate.questions === event.question && gate.askedUnixMs !== null;
}

function hostNotices(step: Step): readonly Notice[] {
  const failed = newlyFailed(step);
  if (failed.length === 0) return [];
  const reverted = failed.filter(([, { state }]) => state === "reverted");
  const others = failed.filter(([, { state }]) => state !== "reverted");
  return [...about("host-failed", others), ...about("host-reverted", reverted)];
}

type Failed = readonly (readonly [HostId, RolloutHost])[];

/** An event of one host is mostly about that host: ten thousand are looked at only where the count says that others failed, too. */
function newlyFailed({ old, now, logged: { event } }: Step): Failed {
  const isNew = (host: HostId, one: RolloutHost | undefined): boolean => {
    const was = old?.hosts.get(host);
    return one !== undefined && hasFailed(one) && !(was !== undefined && hasFailed(was));
  };
  const own = "host" in event ? event.host : null;
  const first = own === null ? undefined : now.hosts.get(own);
  const alone: Failed = own !== null && first !== undefined && isNew(own, first) ? [[own, first]] : [];
  if (now.tally.failed - (old?.tally.failed ?? 0) <= alone.length) return alone;
  return [...now.hosts].filter(([host, one]) => old?.hosts.get(host) !== one && isNew(host, one));
}

function about(kind: "host-failed" | "host-reverted", failed: Failed): readonly Notice[] {
  const [first] = failed;
  if (first === undefined) return [];
  const [host, { failure, state, datacenter }] = first;
  const names = failed.slice(0, HOSTS_NAMED).map(([name]) => name);
  const did = kind === "host-reverted" ? "put its slot back by itself" : (STATE_WORDS[state] ?? "failed");
  const more = failed.length === 1 ? "" : ` and ${failed.length - 1} more`;
  const where = datacenter === "" ? "" : ` (${datacenter})`;
  const text = `host ${host}${where}${more}: ${did}${failure === null ? "" : `: ${short(failure.message)}`}`;
  const why = failure === null ? {} : { failure: bounded(failure) };
  return [{ kind, severity: "warning", text, hosts: { count: failed.length, names }, ...why }];
}

const STATE_WORDS: Readonly<Partial<Record<RolloutHost["state"], string>>> = {
  unknown: "silent",
  excluded: "left out",
};

/** Barrier, waves, bakes and gates between both states. */
function progress({ old, now, logged }: Step): readonly Notice[] {
  const from = old?.wave ?? 0;
  const notices: Notice[] = [];
  if (from === 0 && now.wave > 0) {
    const { excluded = 0, failed = 0 } = now.tally.states;
    const ready = now.hosts.size - excluded - failed;
    const text = `the barrier is open: ${ready} of ${counted(now.hosts.size)} are ready`;
    notices.push({ kind: "barrier", severity: ready === now.hosts.size ? "info" : "warning", text });
  }
  for (let wave = Math.max(1, from); wave <= now.wave; wave += 1) {
    if (wave > from) notices.push(waveNotice(now, wave, "wave-opened"));
    if (wave > doneWaves(old) && wave <= doneWaves(now)) notices.push(waveNotice(now, wave, "wave-done"));
    notices.push(...gateNotices({ old, now, logged }, wave));
  }
  if (now.bakeUntilUnixMs !== null && now.bakeUntilUnixMs !== old?.bakeUntilUnixMs) notices.push(waveNotice(now, now.wave, "baking"));
  return notices;
}

/** Waves that are over: all their hosts at an end, and the bake. */
function doneWaves(rollout: Rollout | null): number {
  if (rollout === null) return 0;
  if (rollout.state === "succeeded") return rollout.waves.length;
  return rollout.gate === null ? Math.max(0, rollout.wave - 1) : rollout.wave;
}

function waveNotice(now: Rollout, number: number, kind: "wave-opened" | "wave-done" | "baking"): Notice {
  const hosts = now.waves[number - 1]?.hosts.length ?? 0;
  const failed = now.tally.waves[number - 1]?.failed ?? 0;
  const wave = `wave ${waveName(now, number)} (${number} of ${now.waves.length})`;
  const words = {
    "wave-opened": `${wave} is open: ${counted(hosts)}`,
    "wave-done": `${wave} is done: ${counted(hosts)}${failed === 0 ? "" : `, ${failed} failed`}`,
    baking: `${wave} bakes until ${new Date(now.bakeUntilUnixMs ?? 0).toISOString()}`,
  };
  return { kind, severity: "info", text: words[kind], wave: { number, name: waveName(now, number), hosts } };
}

function gateNotices({ old, now, logged }: Step, wave: number): readonly Notice[] {
  const rules = gatesAfter(now, wave - 1);
  const passed = rules.slice(gatesPassed(old, wave, rules), gatesPassed(now, wave, rules));
  const notices = passed.map((rule) => passedNotice(rule, { now, wave, logged }));
  const { gate } = now;
  if (gate === null || now.wave !== wave) return notices;
  const isNew = old === null || old.wave !== wave || old.gate === null || old.gate.index !== gate.index;
  return isNew ? [...notices, waitingNotice(gate.rule, waveName(now, wave))] : notices;
}

function gatesPassed(rollout: Rollout | null, wave: number, rules: readonly GateRule[]): number {
  if (rollout === null || rollout.wave < wave) return 0;
  return rollout.wave > wave ? rules.length : (rollout.gate?.index ?? 0);
}

function passedNotice(rule: GateRule, { now, wave, logged }: { now: Rollout; wave: number; logged: LoggedEvent }): Notice {
  const clearance = clearanceOf({ nowUnixMs: logged.atUnixMs }, { ...now, wave }, rule);
  const evidence = logged.event.kind === "gate-evaluated" && logged.event.gate === rule.name ? logged.event.evidence : "";
  const how = { approval: "is approved", override: "is passed by override" };
  const who = clearance === null ? "" : ` by ${clearance.principal}${told(clearance.note)}`;
  const text = `gate ${rule.name} ${clearance === null ? "passed" : how[clearance.kind]}${who}${told(evidence)}`;
  const said = clearance === null ? {} : { note: clearance.note, by: clearance.principal };
  return {
    kind: "gate-passed",
    severity: clearance?.kind === "override" ? "warning" : "info",
    text,
    gate: gateOf(rule, evidence),
    ...said,
  };
}

/** An approval waits for people, so it is more than a word in passing. */
function waitingNotice(rule: GateRule, wave: string): Notice {
  const { what, name } = rule;
  const by = what.kind === "approval" ? `: it needs approval${what.by.length === 0 ? "" : ` by ${what.by.join(", ")}`}` : ` (${what.kind})`;
  const severity = what.kind === "approval" ? "warning" : "info";
  return { kind: "gate-waiting", severity, text: `at gate ${name} after wave ${wave}${by}`, gate: gateOf(rule, "") };
}

function stopped({ old, now, logged }: Step): readonly Notice[] {
  const notices: Notice[] = [];
  if (isPausedAnew(old, now)) notices.push(pausedNotice(now));
  if (now.state === "rolling-back" && old?.state !== "rolling-back") {
    const text = `hosts of ${now.rollback?.all === true ? "all waves" : `wave ${waveName(now, now.wave)}`} go back${why(now.failure)}`;
    notices.push({ kind: "rolling-back", severity: "error", text, ...failureOf(now.failure) });
  }
  if (now.state === "aborting" && old?.state !== "aborting") {
    const by = logged.event.kind === "abort-requested" ? { by: logged.principal, note: logged.event.note } : {};
    const text = `no host is switched any more; ${plural(now.tally.outstanding, "intent")} still to be confirmed${why(now.failure)}`;
    notices.push({ kind: "aborting", severity: now.failure === null ? "warning" : "error", text, ...failureOf(now.failure), ...by });
  }
  if (now.endedUnixMs !== null && (old === null || old.endedUnixMs === null)) notices.push(endedNotice(now, now.endedUnixMs));
  return notices;
}

/** Or, paused already, for a reason of its own now. */
function isPausedAnew(old: Rollout | null, { pause }: Rollout): boolean {
  if (pause === null || pause === old?.pause) return false;
  const before = old?.pause ?? null;
  return before === null || before.sinceUnixMs !== pause.sinceUnixMs || before.reason !== pause.reason;
}

function pausedNotice({ pause }: Rollout): Notice {
  const { reason, note, principal } = pause as NonNullable<Rollout["pause"]>;
  if (reason === null) return { kind: "paused", severity: "warning", text: `paused by ${principal}${told(note)}`, note, by: principal };
  return { kind: "paused", severity: "error", text: `paused${why(reason)}`, ...failureOf(reason) };
}

function endedNotice({ state, kind, release, failure, hosts, tally, startedUnixMs }: Rollout, endedUnixMs: number): Notice {
  const seconds = Math.max(0, Math.round((endedUnixMs - startedUnixMs) / 1_000));
  const active = tally.states.active ?? 0;
  const counts = `${active} of ${counted(hosts.size)} run ${release.tag}${tally.failed === 0 ? "" : `, ${tally.failed} failed`}`;
  const text = `${kind === "rollback" ? "rollback" : "rollout"} ${state} after ${seconds} s: ${counts}${why(failure)}`;
  const severity = state === "failed" ? "error" : state === "aborted" || tally.failed > 0 ? "warning" : "info";
  return { kind: "ended", severity, text, ...failureOf(failure) };
}

function gateOf({ name, what }: GateRule, evidence: string): NonNullable<Notice["gate"]> {
  return { name, kind: what.kind, evidence: short(evidence) };
}

function waveName({ waves }: Rollout, number: number): string {
  return waves[number - 1]?.name ?? String(number);
}

function failureOf(failure: Failure | null): { readonly failure?: Failure } {
  return failure === null ? {} : { failure: bounded(failure) };
}

function bounded(failure: Failure): Failure {
  return { ...failure, message: short(failure.message) };
}

function why(failure: Failure | null): string {
  return failure === null ? "" : `: ${short(failure.message)}`;
}

function told(note: string): string {
  return note === "" ? "" : ` (${short(note)})`;
}

function short(text: string): string {
  return text.length <= WORDS_CHARS_MAX ? text : `${text.slice(0, WORDS_CHARS_MAX - 1)}…`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function counted(hosts: number): string {
  return plural(hosts, "host");
}
