/**
 * The checks and hooks of a release around an activation (PROTOCOL.md §4.6), phase by phase: which phases there are and what follows from them is
 * decided by `step`; here they are carried out and told as steps.
 *
 * Checks of a phase are made side by side, and the first that fails ends the others. Hooks run one after the other. Programs run as the app's user,
 * one process group each (program.ts); `systemctl` alone runs as the agent. Nothing here is durable: after a crash a phase is begun again, and
 * programs that an earlier agent left running are killed first.
 */
import type { ActivationStep } from "../../proto/messages.ts";
import type { AppConfig } from "../../release/app-config.ts";
import type { Check, Hook } from "../../release/app-steps.ts";
import { revisionPath } from "../../release/app-root.ts";
import type { Clock } from "../../runtime/clock.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { crashPoint } from "../../runtime/fault.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import type { LogMark, Marks, PlanShape, Renamed } from "../state.ts";
import { makeCheck } from "./attempt.ts";
import type { Attempt, Outcome } from "./attempt.ts";
import { environmentOf } from "./environment.ts";
import { fillCheck, fillHook } from "./fill.ts";
import type { HostFacts } from "./fill.ts";
import { carryOut } from "./hooks.ts";
import { probeHttp } from "./http.ts";
import { markLog, probeLog } from "./log.ts";
import type { Running } from "./log.ts";
import { probeOpenApi } from "./openapi.ts";
import { shapeOf } from "./plan.ts";
import type { Plans } from "./plan.ts";
import { runProgram } from "./program.ts";
import { probeTcp } from "./tcp.ts";
import type { AppUser } from "./user.ts";

export interface StepsDeps {
  readonly plans: Plans;
  readonly clock: Clock;
  /** Milliseconds since the slot was renamed, where this process did it; else null. */
  readonly sinceRenameMs: (renamed: Renamed) => number | null;
}

/** Where and as whom. */
export interface Place {
  readonly root: string;
  readonly facts: HostFacts;
  readonly stepsFolder: string;
}

export type Phase = ActivationStep["phase"];

export interface PhasesRun {
  readonly steps: readonly ActivationStep[];
  /** Of the first that did not pass. */
  readonly failure: Failure | null;
}

export interface PhasesToRun {
  readonly phases: readonly Phase[];
  readonly revision: RevisionId;
  /** Whose hooks are taken where the revision has none at a place. */
  readonly fallback: RevisionId | null;
  readonly renamed: Renamed | null;
  /** Of the agent's clock: no check is tried again from then on. */
  readonly untilClockMs?: number;
}

/** What a revision asks for, filled in for this host to see that it can be; null: nothing. Errors: E_CHECK, E_HOOK, and those of Plans. */
export async function lookAtPlan(
  { plans }: Pick<StepsDeps, "plans">,
  { root, facts }: Place,
  revision: RevisionId,
): Promise<PlanShape | null> {
  const plan = await plans.read(root, revision);
  for (const check of plan.checks) fillCheck(check, facts);
  for (const hook of [...plan.hooks.depool, ...plan.hooks.restart, ...plan.hooks.repool]) fillHook(hook, facts);
  return shapeOf(plan);
}

/** How far the logs are that checks of the revision count lines of. What can't be read is left out: the check itself will say. */
export async function takeMarks({ plans }: Pick<StepsDeps, "plans">, place: Place, revision: RevisionId): Promise<Marks> {
  const { checks } = await plans.read(place.root, revision);
  const signal = AbortSignal.timeout(MARKS_MS);
  const marks: Record<string, LogMark> = {};
  for (const check of checks) {
    if (check.probe.kind !== "log") continue;
    const { probe, name } = fillCheck(check, place.facts);
    const running = runningIn(place, { revision, phase: "after", name });
    if (probe.kind !== "log" || running === null) continue;
    const mark = await markLog(probe.file, running, signal).catch(() => null);
    if (mark !== null) marks[name] = mark;
  }
  return marks;
}

/** Never rejects, but with the signal's reason. */
export async function runPhases(deps: StepsDeps, place: Place, what: PhasesToRun, signal: AbortSignal): Promise<PhasesRun> {
  const steps: ActivationStep[] = [];
  let failure: Failure | null = null;
  for (const phase of what.phases) {
    const one: OnePhase = { ...place, ...what, phase };
    crashPoint(`steps:${phase}`);
    const done: PhasesRun = failure === null ? await runPhase(deps, one, signal) : await skipPhase(deps, one);
    steps.push(...done.steps);
    failure ??= done.failure;
    crashPoint(`steps:${phase}-done`);
    signal.throwIfAborted();
  }
  return { steps, failure };
}

const MARKS_MS = 5_000;

type OnePhase = Place & Omit<PhasesToRun, "phases"> & { readonly phase: Phase };

/** What can't be looked at has failed: it never passes for want of data. */
async function runPhase(deps: StepsDeps, what: OnePhase, signal: AbortSignal): Promise<PhasesRun> {
  const { phase } = what;
  const hooks = phase === "depool" || phase === "restart" || phase === "repool" ? phase : null;
  try {
    return hooks === null ? await runChecks(deps, what, signal) : await runHooks(deps, { ...what, phase: hooks }, signal);
  } catch (error) {
    const { message, hint } = toFailure(error);
    return { steps: [], failure: toFailure(new ShoalError(hooks === null ? "E_CHECK" : "E_HOOK", message, { hint, cause: error })) };
  }
}

/** Of hooks only: checks come first in their activation. */
async function skipPhase({ plans }: StepsDeps, what: OnePhase): Promise<PhasesRun> {
  if (what.phase !== "depool" && what.phase !== "restart" && what.phase !== "repool") return { steps: [], failure: null };
  const { hooks } = await hooksOf(plans, { ...what, phase: what.phase }).catch(() => ({ hooks: [] }));
  return {
    steps: hooks.map(({ name }) => ({ ...skipped("the phase before it failed"), ...headOf(name, "hook", what.phase) })),
    failure: null,
  };
}

async function runChecks(deps: StepsDeps, what: OnePhase, signal: AbortSignal): Promise<PhasesRun> {
  const { phase, renamed, root, revision, facts, untilClockMs } = what;
  const { checks } = await deps.plans.read(root, revision);
  const due = checks.filter((check) => (phase === "bake" ? check.bake : check.when === phase)).map((check) => fillCheck(check, facts));
  const others = new AbortController();
  const until = AbortSignal.any([signal, others.signal]);
  const isLast = (): boolean => untilClockMs !== undefined && deps.clock.clockMs() >= untilClockMs;
  const made = due.map(async (check) => {
    const step = await timed(deps, { ...headOf(check.name, "check", phase), renamed }, () =>
      makeCheck(check, (attempt) => probe(check, what, attempt), until, isLast),
    );
    if (step.outcome === "failed" || step.outcome === "timeout") others.abort(new Error(`stopped, because ${check.name} failed`));
    return step;
  });
  const steps = await Promise.all(made);
  return { steps, failure: failureOf("E_CHECK", steps) };
}

async function probe(check: Check, what: OnePhase, signal: AbortSignal): Promise<Attempt> {
  const directory = revisionPath(what.root, what.revision);
  if (check.probe.kind === "tcp") return probeTcp(check.probe, signal);
  if (check.probe.kind === "http") return probeHttp(check.probe, directory, signal);
  if (check.probe.kind === "openapi") return probeOpenApi(check.probe, directory, signal);
  const running = runningIn(what, { ...what, name: check.name });
  if (running === null) throw new ShoalError("E_CHECK", "there is nobody to run programs as");
  if (check.probe.kind === "log") return probeLog(check.probe, what.renamed?.marks[check.name], running, signal);
  const { argv, exitCodes } = check.probe;
  const end = await runProgram({ ...running, argv, signal, childrenStay: false });
  const [program = ""] = argv;
  if (end.kind === "not-begun") return { holds: false, detail: `${program} can't be run: ${end.why}`, output: "" };
  if (end.kind === "killed") return { holds: false, detail: `${program} was killed`, output: end.output };
  const holds = end.code !== null && exitCodes.includes(end.code);
  return { holds, detail: `${program} ended with ${end.signal ?? end.code ?? ""}`, output: end.output };
}

async function runHooks(deps: StepsDeps, what: OnePhase & { readonly phase: HookPhase }, signal: AbortSignal): Promise<PhasesRun> {
  const { phase, renamed, facts } = what;
  const { hooks, revision } = await hooksOf(deps.plans, what);
  const steps: ActivationStep[] = [];
  for (const given of hooks) {
    const failed = steps.find(({ outcome }) => outcome !== "passed");
    if (failed !== undefined) {
      steps.push({ ...skipped(`${failed.name} failed`), ...headOf(given.name, "hook", phase) });
      continue;
    }
    const hook = fillHook(given, facts);
    const running = runningIn(what, { revision, phase, name: hook.name }, hook);
    if (running === null) throw new ShoalError("E_HOOK", "there is nobody to run programs as");
    steps.push(await timed(deps, { ...headOf(hook.name, "hook", phase), renamed }, () => runOnce(hook, running, signal)));
    signal.throwIfAborted();
  }
  return { steps, failure: failureOf("E_HOOK", steps) };
}

/** A hook is a check that is made once. */
function runOnce(hook: Hook, running: Running, signal: AbortSignal): Promise<Outcome> {
  const once = { name: hook.name, when: "after", bake: false, retries: 0, intervalMs: 0, timeoutMs: hook.timeoutMs, threshold: 1 } as const;
  const check: Check = { ...once, probe: { kind: "command", argv: [], exitCodes: [0] } };
  return makeCheck(check, (attempt) => carryOut(hook, running, attempt), signal);
}

type HookPhase = "depool" | "restart" | "repool";

async function hooksOf(
  plans: Plans,
  { root, revision, fallback, phase }: OnePhase & { readonly phase: HookPhase },
): Promise<{ readonly hooks: AppConfig["hooks"][HookPhase]; readonly revision: RevisionId }> {
  const own = (await plans.read(root, revision)).hooks[phase];
  if (own.length > 0 || fallback === null) return { hooks: own, revision };
  return { hooks: (await plans.read(root, fallback)).hooks[phase], revision: fallback };
}

/** Null: nobody says as whom. systemctl runs as the agent. */
function runningIn(
  { root, facts, stepsFolder }: Place,
  { revision, phase, name }: { readonly revision: RevisionId; readonly phase: Phase; readonly name: string },
  hook?: Hook,
): Running | null {
  const user: AppUser | null = hook?.action.kind === "systemd" ? SELF : facts.user;
  if (user === null) return null;
  const env = environmentOf({ facts, user, revision, phase, name });
  return { cwd: revisionPath(root, revision), env, user, stepsFolder };
}

const SELF: AppUser = { name: "root", uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, home: "/" };

interface Head extends Pick<ActivationStep, "name" | "kind" | "phase"> {
  readonly renamed: Renamed | null;
}

async function timed(
  { clock, sinceRenameMs }: StepsDeps,
  { renamed, ...head }: Head,
  run: () => Promise<Outcome>,
): Promise<ActivationStep> {
  const beganMs = performance.now();
  const isThisBoot = renamed?.bootId === clock.bootId();
  const sinceMs = renamed === null ? null : (sinceRenameMs(renamed) ?? (isThisBoot ? clock.clockMs() - renamed.clockMs : null));
  const outcome = await run();
  const durationMs = Math.round(performance.now() - beganMs);
  return { ...head, ...outcome, durationMs, startedAfterSwapMs: sinceMs === null ? null : Math.max(0, Math.round(sinceMs)) };
}

function headOf(name: string, kind: ActivationStep["kind"], phase: Phase): Pick<ActivationStep, "name" | "kind" | "phase"> {
  return { name, kind, phase };
}

function skipped(detail: string): Omit<ActivationStep, "name" | "kind" | "phase"> {
  return { outcome: "skipped", attempts: 0, durationMs: 0, startedAfterSwapMs: null, detail, output: "" };
}

function failureOf(code: "E_CHECK" | "E_HOOK", steps: readonly ActivationStep[]): Failure | null {
  const failed = steps.find(({ outcome }) => outcome === "failed" || outcome === "timeout");
  if (failed === undefined) return null;
  const { kind, name, phase, attempts, detail } = failed;
  const times = attempts === 1 ? "" : ` ${attempts} times`;
  const message = `${kind} "${name}" (${phase}) failed${times}: ${detail}`;
  return toFailure(new ShoalError(code, message, { hint: "what it printed is among the steps of the host (shoal explain)" }));
}
