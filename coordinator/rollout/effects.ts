/**
 * What the effects of a stream become: messages to connected agents. A host that is not connected gets nothing: its next hello makes
 * `step` ask again. Nothing is decided here, and nothing thrown.
 */
import type { CoordinatorMessage, Intent, Lease } from "../../proto/messages.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName, Digest, HostId, ReleaseId } from "../../runtime/ids.ts";
import type { BundleRecord } from "../store/releases.ts";
import { isReachable, offeredRoutes, type ReleaseRoutes, type RouteBook } from "./routes.ts";
import type { EffectContext } from "./runner.ts";
import type { StreamEffect } from "./events.ts";
import type { StreamState } from "./state.ts";

export interface EffectsDeps {
  readonly routes: RouteBook;
  readonly send: (host: HostId, message: CoordinatorMessage) => boolean;
  /** Here, and not to another coordinator. */
  readonly isConnected: (host: HostId) => boolean;
  /** Null where the host is not connected. */
  readonly lease: (host: HostId, leaseMs: number, eventUnixMs: number) => Lease | null;
  /** The host's, for the templates of its checks and hooks. */
  readonly labels: (host: HostId) => Readonly<Record<string, string>>;
  /** Trees of an app that a host is known to hold. */
  readonly held: (host: HostId, app: AppName) => ReadonlySet<Digest>;
  /** Packs a whole base of that release, once, for hosts that can't be reached otherwise. */
  readonly ensureBase: (release: ReleaseId) => Promise<void>;
  /** Bundles of an older lineage are seeded from when they are asked for. Never rejects; large files take their time to be verified. */
  readonly seed: (bundle: BundleRecord) => Promise<void>;
  /** Asks for a rollout of these hosts. Never rejects. */
  readonly converge: (effect: EffectOf<"converge">, state: StreamState) => Promise<void>;
  /** Asks the gate's service, and tells the stream what came of it. Never rejects. */
  readonly evaluateGate: (effect: EffectOf<"evaluate-gate">, state: StreamState) => Promise<void>;
  /** Tells the stream that time has passed. Never rejects. */
  readonly tick: (state: StreamState) => Promise<void>;
  readonly warn: (message: string, error: unknown) => void;
}

export function createPerform(deps: EffectsDeps): (effect: StreamEffect, context: EffectContext) => Promise<void> {
  return async (effect, context) => {
    try {
      await perform(deps, effect, context);
    } catch (error) {
      deps.warn(`effect ${effect.kind} was not carried out`, error);
    }
  };
}

async function perform(deps: EffectsDeps, effect: StreamEffect, { state, eventUnixMs }: EffectContext): Promise<void> {
  switch (effect.kind) {
    case "send-prepare":
      return deps.isConnected(effect.host) ? sendPrepare(deps, effect, state) : seedRoutes(deps, effect, state);
    case "send-activate": {
      const lease = deps.lease(effect.host, effect.leaseMs, eventUnixMs);
      if (lease === null) return;
      const { release, tree, repair } = effect;
      const about = { release, tree, repair, lease, bakeMs: effect.bakeMs, labels: deps.labels(effect.host) };
      deps.send(effect.host, { kind: "intent", intent: { kind: "activate", ...common(state, effect), ...about } });
      return;
    }
    case "converge":
      // A request to the stream that is being worked on: not waited for.
      void deps.converge(effect, state);
      return;
    case "begin-next":
      // As above; what a crash leaves out the clock brings.
      void deps.tick(state);
      return;
    case "evaluate-gate":
      // Services take their time, and the stream goes on.
      void deps.evaluateGate(effect, state);
      return;
    case "send-preseeds":
      if (!deps.isConnected(effect.host)) return;
      return sendPreseeds(deps, effect, state);
    case "send-cancel":
      deps.send(effect.host, { kind: "cancel", target: effect.target });
      return;
    // Answers to whoever submitted the event; the runner hands them back.
    case "reject":
    case "rollout-open":
    case "rollout-queued":
    case "rollout-ended":
  }
}

async function sendPrepare(deps: EffectsDeps, effect: EffectOf<"send-prepare">, state: StreamState): Promise<void> {
  const found = await findRoutes(deps, effect.release, state);
  const held: ReadonlySet<Digest> = effect.withBase ? new Set() : deps.held(effect.host, state.app);
  if (isReachable(found.routes, held)) return sendRoutes(deps, effect, state, found);
  // Packing takes its time, and the stream goes on. Whatever becomes of the intent meanwhile: the agent takes a position once, in order.
  void prepareWithBase(deps, effect, state);
}

/** The host is connected to another coordinator, or will be to this one: the seed is ready for it. */
async function seedRoutes(deps: EffectsDeps, { release }: EffectOf<"send-prepare">, state: StreamState): Promise<void> {
  for (const bundle of (await findRoutes(deps, release, state)).bundles) void deps.seed(bundle);
}

/** Without a base the host is asked anyway: it says what it lacks. */
async function prepareWithBase(deps: EffectsDeps, effect: EffectOf<"send-prepare">, state: StreamState): Promise<void> {
  try {
    await deps.ensureBase(effect.release).catch((error: unknown) => deps.warn(`no base of release ${effect.release} could be made`, error));
    sendRoutes(deps, effect, state, await findRoutes(deps, effect.release, state));
  } catch (error) {
    deps.warn(`effect ${effect.kind} was not carried out`, error);
  }
}

async function findRoutes({ routes }: EffectsDeps, release: ReleaseId, { app }: StreamState): Promise<ReleaseRoutes> {
  const found = await routes.find(release);
  if (found !== null) return found;
  const hint = "the catalogue was restored from an older backup: create the release again, then deploy it";
  throw new ShoalError("E_NOT_FOUND", `release ${release} of ${app} is not in the catalogue`, { hint });
}

function sendRoutes(deps: EffectsDeps, effect: EffectOf<"send-prepare">, state: StreamState, found: ReleaseRoutes): void {
  const { record, lineage } = found;
  const routes = offeredRoutes(found.routes, deps.held(effect.host, state.app));
  const offered = new Set(routes.map(({ digest }) => digest));
  for (const bundle of found.bundles) if (offered.has(bundle.bundle.digest)) void deps.seed(bundle);
  const about = { release: effect.release, envelope: record.envelope, routes, lineage };
  const intent = { kind: "prepare", ...common(state, effect), ...about } as const;
  deps.send(effect.host, { kind: "intent", intent });
}

/** The whole set first, then what each release takes, one message each: routes may be large. */
async function sendPreseeds(deps: EffectsDeps, { host, releases }: EffectOf<"send-preseeds">, state: StreamState): Promise<void> {
  const { app } = state;
  const all = releases.map(({ release }) => release);
  deps.send(host, { kind: "preseed", order: { app, releases: all, begin: null } });
  // Packing a base takes its time, and the stream goes on.
  for (const { release, untilUnixMs } of releases) void sendPreseed(deps, { host, releases: all, release, untilUnixMs }, state);
}

interface OnePreseed {
  readonly host: HostId;
  readonly releases: readonly ReleaseId[];
  readonly release: ReleaseId;
  readonly untilUnixMs: number;
}

async function sendPreseed(deps: EffectsDeps, { host, releases, release, untilUnixMs }: OnePreseed, state: StreamState): Promise<void> {
  const { app } = state;
  try {
    if (!isReachable((await findRoutes(deps, release, state)).routes, deps.held(host, app))) await deps.ensureBase(release);
    const found = await findRoutes(deps, release, state);
    const routes = offeredRoutes(found.routes, deps.held(host, app));
    const offered = new Set(routes.map(({ digest }) => digest));
    for (const bundle of found.bundles) if (offered.has(bundle.bundle.digest)) void deps.seed(bundle);
    const begin = { release, envelope: found.record.envelope, routes, untilUnixMs };
    deps.send(host, { kind: "preseed", order: { app, releases, begin } });
  } catch (error) {
    deps.warn(`release ${release} of ${app} is not preseeded to ${host}`, error);
  }
}

type EffectOf<Kind extends StreamEffect["kind"]> = Extract<StreamEffect, { readonly kind: Kind }>;

type Common = Pick<Intent, "commandId" | "environment" | "app" | "slot" | "position" | "deadlineUnixMs">;

function common(state: StreamState, { commandId, slot, position, deadlineUnixMs }: EffectOf<"send-prepare" | "send-activate">): Common {
  return { commandId, environment: state.environment, app: state.app, slot, position, deadlineUnixMs };
}
