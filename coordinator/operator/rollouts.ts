/** Deploy, Rollback, Abort, GetRollout, ListRollouts, ListEvents. What is decided, `step` decides; this asks it and shows the answer. */
import type * as wire from "../../proto/operator-types.ts";
import { printable, ShoalError, toError } from "../../runtime/errors.ts";
import {
  type AppName,
  type EnvironmentName,
  type HostId,
  parseRolloutId,
  parseTag,
  type RolloutId,
  type SlotName,
  type Tag,
} from "../../runtime/ids.ts";
import { datacenterOf } from "../hosts.ts";
import { rollbackTarget } from "../rollout/history.ts";
import type { Decision } from "../rollout/batch.ts";
import type { StreamRunner } from "../rollout/runner.ts";
import type { StreamEvent } from "../rollout/events.ts";
import { gateOfNobody } from "../rollout/gates.ts";
import { type PlannedHost, planWaves } from "../rollout/waves.ts";
import { parsePolicy, policyOf } from "../policy-file.ts";
import { nowPolicy, rollbackPolicy, type RolloutPolicy } from "../rollout/policy.ts";
import { BEGIN_WAIT_MS, POLICY_CHARS_MAX } from "../limits.ts";
import type { ReleaseRef, Rollout } from "../rollout/state.ts";
import { FLEET_STREAM, streamName } from "../store/events.ts";
import { eventAnswer, rolloutAnswer } from "./answers.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import {
  appField,
  type Caller,
  environmentField,
  fitting,
  hostField,
  invalid,
  limitField,
  noteField,
  requestIdField,
  saidBy,
  slotField,
} from "./requests.ts";

type RolloutHandlers = Pick<
  OperatorHandlers,
  "deploy" | "queueDeploy" | "rollback" | "abort" | "getRollout" | "listRollouts" | "listEvents"
>;

export function rolloutHandlers(deps: OperatorDeps): RolloutHandlers {
  return {
    deploy: (request, caller) => deploy(deps, request, { caller, whenOpen: null }),
    queueDeploy: (request, caller) => deploy(deps, request, { caller, whenOpen: "wait" }),
    async rollback(request, caller) {
      const common = parseCommon(request);
      const tag = request.tag === "" ? null : parseTag(request.tag);
      return deps.undisturbed(async () => {
        const named = tag === null ? null : await findRelease(deps, common.app, tag);
        const release = (runner: StreamRunner): ReleaseRef => named ?? previousRelease(runner, common);
        const policy = (hosts: number): RolloutPolicy => {
          const own = policyFor(deps, request, { environment: common.environment, hosts });
          return request.now ? nowPolicy(own) : request.policy === "" ? rollbackPolicy(own) : own;
        };
        const about = { kind: "rollback", tag, release, repair: false, only: null, policy } as const;
        return begin(deps, { ...common, caller, ...about, whenOpen: "abort" });
      });
    },
    async abort(request, caller) {
      const [app, environment] = [appField(request.app), environmentField(request.environment)];
      const rollout = request.rollout === "" ? null : parseRolloutId(request.rollout);
      const runner = await existingStream(deps, environment, app);
      const event = { kind: "abort-requested", rollout, note: noteField(request.note) } as const;
      const decision = await runner.submit(saidBy(event, caller));
      throwRejection(decision);
      if (decision.state.rollout === null) throw noRollout(environment, app);
      return show(deps, { environment, app, rollout: decision.state.rollout });
    },
    async getRollout(request) {
      return show(deps, await findRollout(deps, parseRolloutId(request.rollout)));
    },
    listRollouts: (request) => listRollouts(deps, request),
    listEvents: (request) => listEvents(deps, request),
  };
}

async function deploy(
  deps: OperatorDeps,
  request: wire.DeployRequest,
  { caller, whenOpen }: Pick<Begin, "caller" | "whenOpen">,
): Promise<wire.Rollout> {
  const common = parseCommon(request);
  const tag = parseTag(request.tag);
  return deps.undisturbed(async () => {
    const release = await findRelease(deps, common.app, tag);
    const only = await onlyHosts(deps, { ...common, release }, request.hosts);
    const policy = (hosts: number): RolloutPolicy => policyFor(deps, request, { environment: common.environment, hosts });
    const about = { kind: "deploy", tag, release: () => release, repair: request.repair, only, policy } as const;
    return begin(deps, { ...common, caller, whenOpen, ...about });
  });
}

interface Common {
  readonly app: AppName;
  readonly environment: EnvironmentName;
  readonly slot: SlotName;
  readonly requestId: string;
  readonly note: string;
}

interface Asked extends Common {
  readonly kind: "deploy" | "rollback";
  /** Null: whichever was before. */
  readonly tag: Tag | null;
}

interface Begin extends Asked {
  readonly caller: Caller;
  readonly release: (runner: StreamRunner) => ReleaseRef;
  readonly repair: boolean;
  /** Null: every host that has the app. */
  readonly only: readonly HostId[] | null;
  /** For so many hosts. */
  readonly policy: (hosts: number) => RolloutPolicy;
  /** Null: refused. */
  readonly whenOpen: "abort" | "wait" | null;
}

export interface PolicyAsked {
  /** YAML; empty: the environment's own. */
  readonly policy: string;
  readonly policyFile: string;
}

/** The policy of a request. Errors: E_POLICY. */
export function policyFor(
  { policies }: OperatorDeps,
  { policy, policyFile }: PolicyAsked,
  { environment, hosts }: { readonly environment: EnvironmentName; readonly hosts: number },
): RolloutPolicy {
  if (policy === "") return policyOf(policies, environment, hosts);
  if (policy.length > POLICY_CHARS_MAX) throw invalid("policy", `has ${policy.length} characters, more than ${POLICY_CHARS_MAX}`);
  return parsePolicy(policy, printable(policyFile).slice(0, POLICY_FILE_CHARS) || "the policy", policies.times);
}

const POLICY_FILE_CHARS = 200;

/** Some hosts only may be brought back to what the environment runs: everything else goes to all of them. */
export async function onlyHosts(
  deps: OperatorDeps,
  { environment, app, slot, release }: Common & { readonly release: ReleaseRef },
  named: readonly string[],
): Promise<readonly HostId[] | null> {
  if (named.length === 0) return null;
  const hosts = named.map(hostField);
  const known = new Set(deps.hosts.of(environment, app).map(({ host }) => host));
  const unknown = hosts.find((host) => !known.has(host));
  if (unknown !== undefined) throw new ShoalError("E_NOT_FOUND", `${environment} has no host ${unknown} with app ${app}`);
  const current = (await deps.runners.of(environment, app)).state.history[slot]?.at(-1);
  if (current?.release === release.release) return hosts;
  throw new ShoalError("E_CONFLICT", `${environment} runs ${current?.tag ?? "nothing"} in slot ${slot}, not ${release.tag}`, {
    hint: "single hosts can only be given what the environment runs; deploy to all of them",
  });
}

export function parseCommon(request: Pick<wire.DeployRequest, "app" | "environment" | "slot" | "requestId" | "note">): Common {
  return {
    app: appField(request.app),
    environment: environmentField(request.environment),
    slot: slotField(request.slot),
    requestId: requestIdField(request.requestId),
    note: noteField(request.note),
  };
}

async function begin(
  deps: OperatorDeps,
  { caller, kind, tag, release, repair, only, policy, whenOpen, ...common }: Begin,
): Promise<wire.Rollout> {
  const { app, environment, slot, requestId, note } = common;
  const hosts = deps.hosts.of(environment, app).filter(({ host }) => only?.includes(host) ?? true);
  if (hosts.length === 0) throw noHosts(deps, environment, app);
  const runner = await deps.runners.of(environment, app);
  const repeated = await repeatedRequest(deps, runner, { ...common, kind, tag });
  if (repeated !== null) return repeated;
  const planned = hosts.map((record) => ({ host: record.host, datacenter: datacenterOf(record), labels: record.labels }));
  const its = policy(planned.length);
  if (kind === "deploy" && only === null) throwSkipped(its, planned);
  const event: StreamEvent = {
    kind: "rollout-requested",
    requestId,
    rollout: parseRolloutId(deps.random.id("rollout")),
    rolloutKind: kind,
    slot,
    release: release(runner),
    hosts: planned,
    repair,
    note,
    policy: its,
    ...(whenOpen === null ? {} : { whenOpen }),
  };
  const decision = await runner.submit(saidBy(event, caller));
  throwRejection(decision);
  const queued = decision.effects.find((effect) => effect.kind === "rollout-queued")?.rollout;
  if (queued !== undefined) return nextOrBefore(deps, runner, queued);
  const opened = decision.effects.find((effect) => effect.kind === "rollout-open")?.rollout ?? event.rollout;
  const { rollout } = decision.state;
  return show(deps, rollout?.id === opened ? { environment, app, rollout } : await findRollout(deps, opened));
}

/** A label that no host has must not take a gate away. Errors: E_POLICY. */
export function throwSkipped(policy: RolloutPolicy, hosts: readonly PlannedHost[]): void {
  const gate = gateOfNobody(policy, planWaves(hosts, policy));
  if (gate === null) return;
  throw new ShoalError(
    "E_POLICY",
    `${policy.name}: gate ${gate.name} stands after wave ${gate.after ?? ""}, which no host is in: nobody would ask it`,
    {
      hint: "correct the wave's labels or the hosts' (`shoal hosts --json`), or use another --policy",
    },
  );
}

/** What waited for nobody has begun by the time it is answered; else the answer is what it waits for. Errors: E_CONFLICT (it gave way meanwhile). */
async function nextOrBefore(deps: OperatorDeps, runner: StreamRunner, id: RolloutId): Promise<wire.Rollout> {
  const waits = (): boolean => runner.state.next?.event.rollout === id;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stop();
      cancel();
      resolve();
    };
    const stop = runner.onChange(() => waits() || done());
    const cancel = deps.clock.setTimer(BEGIN_WAIT_MS, done);
    if (!waits()) done();
  });
  const { environment, app, rollout } = runner.state;
  if (rollout !== null && (rollout.id === id || waits())) return show(deps, { environment, app, rollout });
  throw new ShoalError("E_CONFLICT", `rollout ${id} of ${app} in ${environment} did not begin: another, an abort or a lock came first`);
}

/** Asked before anything is looked up: a rollback repeated by its id must not be taken for a second step back. */
async function repeatedRequest(deps: OperatorDeps, runner: StreamRunner, asked: Asked): Promise<wire.Rollout | null> {
  const known = runner.state.requests.find(({ requestId }) => requestId === asked.requestId);
  if (known === undefined) return null;
  const found = await findRollout(deps, known.rollout);
  const { kind, slot, release } = found.rollout;
  if (kind === asked.kind && slot === asked.slot && (asked.tag === null || asked.tag === release.tag)) return show(deps, found);
  throw new ShoalError("E_EXISTS", `request ${asked.requestId} was the ${kind} of ${release.tag} in slot ${slot}`, {
    hint: "draw a new request id for another request",
  });
}

export function throwRejection({ effects }: Decision): void {
  const rejected = effects.find((effect) => effect.kind === "reject");
  if (rejected !== undefined) throw toError(rejected.failure);
}

export async function findRelease({ store }: OperatorDeps, app: AppName, tag: Tag): Promise<ReleaseRef> {
  const record = await store.releases.byTag(app, tag);
  if (record !== null && record.removedUnixMs === null) return { release: record.id, tag, tree: record.release.tree };
  if (record !== null) {
    const when = new Date(record.removedUnixMs as number).toISOString();
    throw new ShoalError(
      "E_NOT_FOUND",
      `the content of ${app} ${tag} was removed ${when}: it was neither among the newest releases nor in use`,
      {
        hint: "create it again from the same tree, under the same tag",
      },
    );
  }
  throw new ShoalError("E_NOT_FOUND", `${app} has no release ${tag}`, { hint: `look at \`shoal releases --app ${app}\`` });
}

function previousRelease(runner: StreamRunner, { environment, app, slot }: Common): ReleaseRef {
  const target = rollbackTarget(runner.state, slot);
  if (target !== null) return target;
  throw new ShoalError("E_NOT_FOUND", `${app} in ${environment} has no release before the current one of slot ${slot}`, {
    hint: "name a release: shoal rollback … TAG",
  });
}

export function noHosts(deps: OperatorDeps, environment: EnvironmentName, app: AppName): ShoalError {
  const known = [...new Set(deps.hosts.withApp(app).map((record) => record.environment))];
  const hint = known.length === 0 ? `register hosts: shoal host add … --app ${app}` : `${app} has hosts in ${known.join(", ")}`;
  return new ShoalError("E_NOT_FOUND", `no host of ${environment} has app ${app}`, { hint });
}

export function noRollout(environment: EnvironmentName, app: AppName): ShoalError {
  return new ShoalError("E_NOT_FOUND", `${app} in ${environment} has had no rollout`);
}

/** Errors: E_NOT_FOUND: asking about a stream must not make one. */
export async function existingStream({ runners, hosts }: OperatorDeps, environment: EnvironmentName, app: AppName): Promise<StreamRunner> {
  const there = runners.all().some(({ state }) => state.environment === environment && state.app === app);
  if (!there && hosts.of(environment, app).length === 0) throw noRollout(environment, app);
  return runners.of(environment, app);
}

export interface FoundRollout {
  readonly environment: EnvironmentName;
  readonly app: AppName;
  readonly rollout: Rollout;
}

export async function findRollout({ runners, store }: OperatorDeps, id: RolloutId): Promise<FoundRollout> {
  const ended = runners.withRollout(id) === null ? await store.rollouts.byId(id) : null;
  if (ended !== null) return ended;
  const state = (runners.withRollout(id) ?? (await runners.hearOf(id)))?.state;
  if (state !== undefined && state.rollout !== null) return { environment: state.environment, app: state.app, rollout: state.rollout };
  throw new ShoalError("E_NOT_FOUND", `there is no rollout ${id}`);
}

export function show({ sessions, seedDatacenter, runners }: OperatorDeps, found: FoundRollout): wire.Rollout {
  const state = runners.withRollout(found.rollout.id)?.state;
  return rolloutAnswer({ ...found, next: state?.next ?? null, seedDatacenter, view: (host) => sessions.view(host) });
}

/** Newest first: the open ones from memory, the others as they were archived. */
async function listRollouts(deps: OperatorDeps, request: wire.ListRolloutsRequest): Promise<{ rollouts: readonly wire.Rollout[] }> {
  const app = request.app === "" ? null : appField(request.app);
  const environment = request.environment === "" ? null : environmentField(request.environment);
  const limit = limitField(request.limit);
  const newest = deps.runners
    .all()
    .map(({ state }) => state)
    .filter((state) => (app === null || state.app === app) && (environment === null || state.environment === environment))
    .flatMap(({ environment, app, rollout }) => (rollout === null ? [] : [{ environment, app, rollout }]));
  const past = await deps.store.rollouts.list({ app, environment, limit });
  const all = new Map([...past, ...newest].map((found) => [found.rollout.id, found]));
  const sorted = [...all.values()].sort((a, b) => b.rollout.startedUnixMs - a.rollout.startedUnixMs).slice(0, limit);
  return { rollouts: fitting(sorted, ROLLOUT_BYTES).map((found) => show(deps, found)) };
}

/** Without app and environment: the fleet's own stream (hosts registered, releases created). */
async function listEvents({ store }: OperatorDeps, request: wire.ListEventsRequest): Promise<{ events: readonly wire.Event[] }> {
  const fleet = request.app === "" && request.environment === "";
  const stream = fleet ? FLEET_STREAM : streamName(environmentField(request.environment), appField(request.app));
  if (request.afterVersion < 0) throw new ShoalError("E_MESSAGE", "after_version: must not be negative");
  const events = await store.events.read(stream, request.afterVersion, limitField(request.limit));
  return { events: fitting(events.map(eventAnswer), EVENT_BYTES) };
}

/** JSON may be three bytes a character. */
const EVENT_BYTES = ({ body }: wire.Event): number => 256 + body.length * 3;
const ROLLOUT_BYTES = ({ rollout }: FoundRollout): number => 2_048 + rollout.hosts.size * 512;
