/** Pause, Resume, Approve, OverrideGate, RetryHost, ExcludeHost, Explain, Lock, Unlock, ListLocks: words to streams; `step` decides. */
import type { ActivationStep } from "../../proto/messages.ts";
import type * as wire from "../../proto/operator-types.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { type AppName, type EnvironmentName, parseRolloutId, type RolloutId } from "../../runtime/ids.ts";
import { GATE_NAME_CHARS_MAX, OVERRIDE_MAX_MS, OVERRIDE_MS } from "../limits.ts";
import type { StreamEvent } from "../rollout/events.ts";
import { explainHost } from "../rollout/explain.ts";
import type { StreamRunner } from "../rollout/runner.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { appField, type Caller, environmentField, hostField, invalid, noteField, principalOf, saidBy } from "./requests.ts";
import { existingStream, findRollout, noRollout, show, throwRejection } from "./rollouts.ts";

type SteerHandlers = Pick<
  OperatorHandlers,
  "pause" | "resume" | "approve" | "overrideGate" | "retryHost" | "excludeHost" | "explain" | "lock" | "unlock" | "listLocks"
>;

export function steerHandlers(deps: OperatorDeps): SteerHandlers {
  const says =
    (make: Steer["make"]): SteerHandlers["pause"] =>
    (request, caller) =>
      steer(deps, { request, caller, make });
  return {
    pause: says((_, common) => ({ kind: "pause-requested", ...common })),
    resume: says((_, common) => ({ kind: "resume-requested", ...common })),
    approve: (request, caller) => approve(deps, request, caller),
    overrideGate: says((request, common) => ({ kind: "gate-overridden", ...common, ...overrideFields(deps, request) })),
    retryHost: says(({ host }, common) => ({ kind: "retry-requested", ...common, host: hostField(host) })),
    excludeHost: says(({ host }, common) => ({ kind: "exclude-requested", ...common, host: hostField(host) })),
    explain: (request) => explain(deps, request),
    lock: (request, caller) => changeLocks(deps, request, { caller, kind: "lock-requested" }),
    unlock: (request, caller) => changeLocks(deps, request, { caller, kind: "unlock-requested" }),
    listLocks: async (request) => ({ locks: (await locked(deps, request)).flatMap(lockAnswer) }),
  };
}

interface Common {
  readonly rollout: RolloutId | null;
  readonly note: string;
}

interface Steer {
  readonly request: wire.SteerRequest;
  readonly caller: Caller;
  readonly make: (request: wire.SteerRequest, common: Common, caller: Caller) => StreamEvent;
}

async function steer(deps: OperatorDeps, { request, caller, make }: Steer): Promise<wire.Rollout> {
  const [app, environment] = [appField(request.app), environmentField(request.environment)];
  const rollout = request.rollout === "" ? null : parseRolloutId(request.rollout);
  const event = make(request, { rollout, note: noteField(request.note) }, caller);
  const runner = await existingStream(deps, environment, app);
  const decision = await runner.submit(saidBy(event, caller));
  throwRejection(decision);
  if (decision.state.rollout === null) throw noRollout(environment, app);
  return show(deps, { environment, app, rollout: decision.state.rollout });
}

async function approve(deps: OperatorDeps, request: wire.SteerRequest, caller: Caller): Promise<wire.Rollout> {
  const roles = deps.roles.get(principalOf(caller.peer)) ?? [];
  const make: Steer["make"] = ({ gate }, common) => ({
    ...{ kind: "gate-approved", ...common, gate: gateField(gate) },
    ...(roles.length === 0 ? {} : { roles }),
  });
  return steer(deps, { request, caller, make }).catch((error: unknown) => {
    const { code, message } = toFailure(error);
    throw code === "E_DENIED" ? new ShoalError(code, message, { hint: holders(deps), cause: error }) : error;
  });
}

/** Whom to ask. */
function holders({ roles }: OperatorDeps): string {
  const held = [...roles].flatMap(([principal, own]) => own.map((role) => ({ role, name: principal.replace(/^operator:/, "") })));
  const all = [...Map.groupBy(held, ({ role }) => role)].map(([role, who]) => `${role}: ${who.map(({ name }) => name).join(", ")}`);
  return all.length === 0 ? "nobody has a role (operators in coordinator.yaml)" : `roles are held by ${all.join("; ")}`;
}

function overrideFields(
  { clock }: OperatorDeps,
  { gate, note, overrideMs }: wire.SteerRequest,
): { readonly gate: string; readonly untilUnixMs: number } {
  if (gate === "") throw invalid("gate", "an override names its gate");
  if (note.trim() === "") throw invalid("note", "an override has a reason");
  if (overrideMs < 0 || overrideMs > OVERRIDE_MAX_MS) throw invalid("override_ms", `${overrideMs} is not within 0 … ${OVERRIDE_MAX_MS}`);
  return { gate: gateField(gate), untilUnixMs: clock.nowUnixMs() + (overrideMs === 0 ? OVERRIDE_MS : overrideMs) };
}

function gateField(text: string): string {
  if (text.length <= GATE_NAME_CHARS_MAX && !/[\u0000-\u001f\u007f]/.test(text)) return text;
  throw invalid("gate", `a gate's name has at most ${GATE_NAME_CHARS_MAX} characters`);
}

async function explain(deps: OperatorDeps, request: { readonly rollout: string; readonly host: string }): Promise<wire.Explanation> {
  const host = hostField(request.host);
  const found = await findRollout(deps, parseRolloutId(request.rollout));
  const stream = deps.runners.withRollout(found.rollout.id)?.state ?? null;
  const lane = stream?.lanes.get(host) ?? null;
  const lines = explainHost({ rollout: found.rollout, host, lane, nowUnixMs: deps.clock.nowUnixMs() });
  if (lines.length === 0) throw new ShoalError("E_NOT_FOUND", `host ${host} is not part of rollout ${found.rollout.id}`);
  const steps = found.rollout.hosts.get(host)?.steps ?? [];
  return { rollout: show(deps, found), lines, steps: steps.map(stepAnswer) };
}

interface ChangeLocks {
  readonly caller: Caller;
  readonly kind: "lock-requested" | "unlock-requested";
}

async function changeLocks(
  deps: OperatorDeps,
  request: wire.LockRequest,
  { caller, kind }: ChangeLocks,
): Promise<{ locks: readonly wire.Lock[] }> {
  const note = noteField(request.reason);
  if (kind === "lock-requested" && note.trim() === "") throw invalid("reason", "a lock has a reason");
  const runners = await locked(deps, request);
  for (const runner of runners) await runner.submit(saidBy({ kind, note }, caller));
  return { locks: runners.flatMap(lockAnswer) };
}

/** The streams that are meant: of the app in one environment, or in each where it has hosts. Errors: E_NOT_FOUND. */
async function locked(deps: OperatorDeps, request: wire.LockRequest): Promise<readonly StreamRunner[]> {
  const app = request.app === "" ? null : appField(request.app);
  if (app === null)
    return deps.runners.all().filter(({ state }) => request.environment === "" || state.environment === request.environment);
  if (request.environment !== "") return [await existingStream(deps, environmentField(request.environment), app)];
  const runners: StreamRunner[] = [];
  for (const environment of environmentsOf(deps, app)) runners.push(await deps.runners.of(environment, app));
  if (runners.length > 0) return runners;
  throw new ShoalError("E_NOT_FOUND", `no environment has hosts with app ${app}`);
}

function environmentsOf({ hosts, runners }: OperatorDeps, app: AppName): readonly EnvironmentName[] {
  const known = runners.all().flatMap(({ state }) => (state.app === app ? [state.environment] : []));
  return [...new Set([...known, ...hosts.withApp(app).map(({ environment }) => environment)])].toSorted();
}

function lockAnswer({ state: { app, environment, lock } }: StreamRunner): readonly wire.Lock[] {
  return lock === null ? [] : [{ app, environment, ...lock }];
}

function stepAnswer({
  name,
  kind,
  phase,
  outcome,
  attempts,
  durationMs,
  detail,
  output,
}: ActivationStep): wire.Explanation["steps"][number] {
  return { name, kind, phase, outcome, attempts, durationMs, detail, output };
}
