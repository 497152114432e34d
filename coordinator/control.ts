/** The streams and the sessions, each of which needs the other: streams ask sessions to send, sessions tell streams what hosts say. */
import type { SwarmAccess } from "../proto/messages.ts";
import type { Clock } from "../runtime/clock.ts";
import { ShoalError } from "../runtime/errors.ts";
import { type AppName, type Digest, type HostId, parsePrincipal } from "../runtime/ids.ts";
import type { Lifecycle } from "../runtime/lifecycle.ts";
import type { Logger } from "../runtime/log.ts";
import type { Random } from "../runtime/random.ts";
import type { Tracker } from "../swarm/tracker/server.ts";
import type { BundleFiles } from "./bundles.ts";
import { Cluster } from "./cluster/cluster.ts";
import type { Configuration } from "./configuration.ts";
import { createConverge } from "./converge.ts";
import { createEvaluateGate } from "./gates/evaluate.ts";
import { datacenterOf, type HostDirectory } from "./hosts.ts";
import { createNotify, type Notify } from "./notify/notify.ts";
import { createPeerDesk, type PeerDesk } from "./peer-desk.ts";
import type { ReleaseIntake } from "./release-intake.ts";
import { createPerform } from "./rollout/effects.ts";
import type { StreamEvent } from "./rollout/events.ts";
import type { RouteBook } from "./rollout/routes.ts";
import { createRunners, type Runners } from "./rollout/runners.ts";
import type { Seeding } from "./seeding.ts";
import { type SessionEvents, Sessions } from "./sessions.ts";
import { type EventRecord, streamName } from "./store/events.ts";
import type { HostRecord } from "./store/hosts.ts";
import type { SharedStore, Store } from "./store/store.ts";

export interface RolloutParts {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly store: Store;
  readonly hosts: HostDirectory;
  readonly bundleFiles: BundleFiles;
  /** Of the fleet's stream, before `hosts` were read. */
  readonly fleetVersion: number;
  /** `host:port` of this coordinator's seed. */
  readonly seedAddress: string;
  readonly tracker: Tracker;
  readonly seeding: Seeding;
  readonly routes: RouteBook;
  readonly intake: ReleaseIntake;
  readonly changed: (host: HostId) => void;
}

export interface Rollouts {
  readonly runners: Runners;
  readonly sessions: Sessions;
  readonly notify: Notify;
  /** Null: alone on its database. */
  readonly cluster: Cluster | null;
}

export function createRollouts(parts: RolloutParts): Rollouts {
  const { configuration, clock, log, lifecycle, store, hosts, tracker, seeding, routes, intake, changed } = parts;
  const { identity, heartbeatMs, advertiseHost } = configuration;
  const cluster =
    store.shared === null ? null : createCluster(parts, { shared: store.shared, runners: () => runners, sessions: () => sessions });
  const nowUnixMs = (): number => (cluster ?? clock).nowUnixMs();
  const warn = (message: string, err: unknown): void => log.error({ err }, message);
  const evaluateGate = createEvaluateGate({
    fetch: globalThis.fetch,
    signal: lifecycle.signal,
    principal: identity.self.principal,
    submit: async ({ environment, app }, event, principal) => (await runners.of(environment, app)).submit({ event, principal }),
    warn,
  });
  const perform = createPerform({
    routes,
    evaluateGate,
    converge: createConverge({
      policies: configuration.policies,
      hosts,
      random: parts.random,
      principal: identity.self.principal,
      runner: (environment, app) => runners.of(environment, app),
      warn,
    }),
    async tick({ environment, app }) {
      const told = (await runners.of(environment, app)).submit({ event: { kind: "ticked" }, principal: identity.self.principal });
      await told.catch((error: unknown) => warn(`the next rollout of ${app} in ${environment} begins later`, error));
    },
    send: (host, message) => sessions.send(host, message),
    // Alone, whatever is not connected will be.
    isConnected: (host) => cluster === null || sessions.has(host),
    lease: (host, leaseMs, eventUnixMs) => sessions.lease(host, leaseMs, eventUnixMs),
    labels: (host) => hosts.get(host)?.labels ?? {},
    held: (host, app) => sessions.held(host, app),
    ensureBase: (release) => intake.ensureBase(release),
    seed: (bundle) => seeding.seed(bundle),
    warn,
  });
  const notify = createNotify(
    { targets: configuration.notify },
    {
      ...{ outbox: store.notifications, fetch: globalThis.fetch, clock, random: parts.random, every: repeat(clock), log },
      leads: (stream) => cluster?.leads(stream) ?? true,
    },
  );
  const runners: Runners = createRunners(
    { principal: identity.self.principal },
    {
      ...{
        events: (cluster ?? store).events,
        rollouts: store.rollouts,
        snapshots: store.snapshots,
        nowUnixMs,
        every: repeat(clock),
        perform,
        notify,
        warn,
      },
      ...(cluster === null ? {} : { leadership: cluster, claim: (stream) => cluster.claim(stream), hear: () => cluster.hear() }),
    },
  );
  const swarmAccess = (record: HostRecord): SwarmAccess => ({
    announceUrl: tracker.announceUrl(advertiseHost, record.passkey),
    datacenter: datacenterOf(record),
  });
  const desk = createPeerDesk({
    ...{ tracker, hosts },
    allowed: (host, infoHash) => seeding.allowed(host, infoHash),
    send: (host, message) => sessions.send(host, message),
    setTimer: (delayMs, run) => clock.setTimer(delayMs, run),
  });
  const events = sessionEvents(runners, desk, changed);
  const sessions: Sessions = new Sessions(
    { heartbeatMs },
    {
      ...{ hosts, events, nowUnixMs, swarmAccess, log: (message, fields) => log.info(fields, message) },
      ...(cluster === null ? {} : { isElsewhere: (host) => isConnected(hosts.get(host), runners) }),
    },
  );
  return { runners, sessions, notify, cluster };
}

interface ClusterParts {
  readonly shared: SharedStore;
  readonly runners: () => Runners;
  readonly sessions: () => Sessions;
}

function createCluster(parts: RolloutParts, { shared, runners, sessions }: ClusterParts): Cluster {
  const { clock, random, log, store, hosts, seeding, seedAddress, fleetVersion } = parts;
  return new Cluster(
    { member: random.id("coordinator"), seed: seedAddress, fleetVersion },
    {
      ...{ shared, events: store.events, runners, every: repeat(clock) },
      nowUnixMs: () => clock.nowUnixMs(),
      clockMs: () => clock.clockMs(),
      begun(environment, app) {
        const why = heardAnew("the coordinator that leads its stream is another one");
        for (const { host } of hosts.of(environment, app)) sessions().reset(host, why);
      },
      forgotten: () => sessions().resetAll(heardAnew("the other coordinators took this one for gone")),
      othersCame: () => seeding.renew(),
      fleetChanged: (events) => noticeFleet(parts, sessions(), events),
      warn: (message, err) => log.warn({ err }, message),
    },
  );
}

function heardAnew(why: string): ShoalError {
  return new ShoalError("E_UNAVAILABLE", `the host is to say hello again: ${why}`, { hint: "it dials again by itself" });
}

/** What another coordinator has written into the catalogue; what this one has, it knows already. */
async function noticeFleet(
  { hosts, bundleFiles, store, seeding, routes, log }: RolloutParts,
  sessions: Sessions,
  events: readonly EventRecord[],
): Promise<void> {
  const changed = new Set<AppName>();
  for (const { kind, body } of events) {
    const { host, app, bundles } = body as { host?: HostId; app?: AppName; bundles?: readonly Digest[] };
    if (kind === "host-registered" && host !== undefined && (await hosts.refresh(host))) {
      for (const assigned of hosts.get(host)?.apps ?? []) changed.add(assigned);
      sessions.reset(host, heardAnew("it was assigned anew"));
    }
    if (kind === "content-removed" && app !== undefined && bundles !== undefined) {
      await seeding.forget(app, bundles);
      const named = (await store.releases.namedFiles()).bundles;
      await bundleFiles.remove({ bundles: bundles.filter((digest) => !named.has(digest)), trees: [] });
    }
  }
  for (const app of changed) void seeding.readmit(app);
  if (events.every(({ kind }) => kind === "host-registered")) return;
  routes.forget();
  // Fetching and verifying take their time, and the fleet goes on.
  seeding.renew().catch((err: unknown) => log.warn({ err }, "bundles of another coordinator are not all seeded"));
}

/** To any coordinator, by the log. */
function isConnected(record: HostRecord | null, runners: Runners): boolean {
  if (record === null) return false;
  const { environment, apps, host } = record;
  return apps.some((app) => runners.get(streamName(environment, app))?.state.lanes.get(host)?.connected === true);
}

function sessionEvents(runners: Runners, desk: PeerDesk, changed: (host: HostId) => void): SessionEvents {
  const submit = async (record: HostRecord, app: AppName, event: StreamEvent): Promise<void> => {
    const runner = await runners.of(record.environment, app);
    await runner.submit({ event, principal: parsePrincipal(`agent:${record.host}`) });
  };
  return {
    connected: (record, app, lane) => submit(record, app, { kind: "host-connected", host: record.host, lane }),
    disconnected: (record, app) => submit(record, app, { kind: "host-disconnected", host: record.host }),
    answered: (record, { app, commandId, position, answer }) =>
      submit(record, app, { kind: "host-answered", host: record.host, commandId, position, answer }),
    slotChanged: (record, { app, slot, failure }) => submit(record, app, { kind: "slot-changed", host: record.host, slot, failure }),
    announced: (record, report, remoteAddress) => desk.announced(record, report, remoteAddress),
    opened: (host) => desk.forget(host),
    changed,
  };
}

/** Every so often until it is told to stop. */
export function repeat(clock: Clock): (intervalMs: number, run: () => void) => () => void {
  return (intervalMs, run) => {
    let cancel = (): void => undefined;
    const arm = (): void => {
      cancel = clock.setTimer(intervalMs, () => {
        arm();
        run();
      });
    };
    arm();
    return () => cancel();
  };
}
