/**
 * The coordinator: its parts, put together and started in the order in which they need each other.
 *
 *     operators ─gRPC─► operator/ ─► release-intake ─► packer (process) ─► bundles ─► seeding ─► swarm (process)
 *                           │                                                          ▲
 *                           ▼                                                     tracker (HTTPS)
 *     store (SQLite) ◄─ rollout/runner ─ step ─► effects ─► sessions ─gRPC─► agents
 *
 * One process owns a data directory (a lock says so). Everything that matters is in the store before it is acted on; after kill -9 the next start folds
 * the logs, sweeps unfinished files, seeds again, and waits for the hosts to dial.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createService, serve } from "../proto/rpc-server.ts";
import { agentContract } from "../proto/service.ts";
import type { Clock } from "../runtime/clock.ts";
import { ShoalError, toFailure } from "../runtime/errors.ts";
import type { AppName } from "../runtime/ids.ts";
import { createLifecycle, type Lifecycle } from "../runtime/lifecycle.ts";
import { lockDirectory } from "../runtime/lock.ts";
import type { Logger } from "../runtime/log.ts";
import type { Random } from "../runtime/random.ts";
import type { openSwarm } from "../swarm/process.ts";
import type { Swarm } from "../swarm/swarm.ts";
import type { openTracker, TrackedHost, Tracker } from "../swarm/tracker/server.ts";
import { type BundleFiles, createBundleFiles } from "./bundles.ts";
import { type CleanUp, createCleanUp } from "./clean-up.ts";
import type { Address, Configuration } from "./configuration.ts";
import { createFileStore } from "./files.ts";
import { datacenterOf, type HostDirectory, openHostDirectory, rackOf } from "./hosts.ts";
import { serveMetrics } from "./metrics.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { createRollouts, repeat, type Rollouts } from "./control.ts";
import type { Notify } from "./notify/notify.ts";
import { createChanges } from "./operator/changes.ts";
import { createOperatorService } from "./operator/service.ts";
import { createReleaseIntake, type ReleaseIntake } from "./release-intake.ts";
import { runningTrees } from "./rollout/history.ts";
import { createRouteBook } from "./rollout/routes.ts";
import type { Runners } from "./rollout/runners.ts";
import type { StreamState } from "./rollout/state.ts";
import { SeedSwarm } from "./seed-swarm.ts";
import { createSeeding, type Seeding } from "./seeding.ts";
import type { Sessions } from "./sessions.ts";
import { openStore, type Store } from "./store/store.ts";

export interface CoordinatorDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly openSwarm: typeof openSwarm;
  readonly openTracker: typeof openTracker;
}

export interface Coordinator {
  /** Ports as bound. */
  readonly ports: { readonly control: number; readonly swarm: number; readonly tracker: number; readonly metrics: number | null };
  /** Stops it in good order. Rollouts stay as they are and go on with the next start. */
  readonly lifecycle: Lifecycle;
}

/** Errors: E_CONFIG (an address), E_LOCKED (a second coordinator), E_SCHEMA, E_IO, E_DISK_FULL, E_SWARM. Then nothing keeps running. */
export async function startCoordinator(configuration: Configuration, deps: CoordinatorDeps): Promise<Coordinator> {
  const lifecycle = createLifecycle({ onProblem: (part, err) => deps.log.error({ err, part }, "a part did not stop in good order") });
  try {
    return await start({ configuration, deps, lifecycle });
  } catch (error) {
    await lifecycle.stop("the start failed");
    throw error;
  }
}

interface Start {
  readonly configuration: Configuration;
  readonly deps: CoordinatorDeps;
  readonly lifecycle: Lifecycle;
}

async function start(given: Start): Promise<Coordinator> {
  const { configuration, deps, lifecycle } = given;
  const disk = await openDisk(given);
  const network = await openNetwork(given, disk);
  const control = createControl(given, disk, network);
  const { cluster } = control;
  if (cluster !== null) {
    await cluster.join();
    lifecycle.onStop("membership", () => cluster.stop());
  }
  await control.runners.start();
  lifecycle.onStop("rollouts", () => control.runners.stop());
  cluster?.start();
  await control.notify.start();
  lifecycle.onStop("notifications", () => control.notify.stop());
  const { identity, listen } = configuration;
  const server = await serve({ listen: listen.control, identity, services: control.services });
  lifecycle.onStop("control server", async () => {
    await control.sessions.stop();
    await server.stop();
  });
  // Verifying large bundles takes its time, and nothing else waits for it.
  const open = control.runners
    .all()
    .flatMap(({ state: { app, rollout } }) => (rollout?.endedUnixMs === null ? [{ app, tree: rollout.release.tree }] : []));
  network.seeding.start(open).catch((err: unknown) => deps.log.error({ err }, "not every bundle is seeded"));
  void control.cleanUp.start();
  const ports = {
    control: server.port,
    swarm: network.swarmPort,
    tracker: network.tracker.address.port,
    metrics: await startMetrics(given, disk, control),
  };
  return { ports, lifecycle };
}

/** The port; null where none are served. */
async function startMetrics(
  { configuration: { listen, datacenter }, lifecycle }: Start,
  { hosts }: Disk,
  control: Control,
): Promise<number | null> {
  if (listen.metrics === null) return null;
  const metrics = await listening("metrics", listen.metrics, (address) =>
    serveMetrics(address, {
      streams: () => control.runners.all().map(({ state }) => state),
      hosts: () => ({ registered: hosts.all().length, connected: control.sessions.connected }),
      seedDatacenter: datacenter,
    }),
  );
  lifecycle.onStop("metrics", () => metrics.stop());
  return metrics.port;
}

interface Disk {
  readonly store: Store;
  readonly fleetVersion: number;
  readonly hosts: HostDirectory;
  readonly files: ReturnType<typeof createFileStore>;
  readonly bundleFiles: BundleFiles;
}

async function openDisk({ configuration: { dataDir, store: postgres }, deps, lifecycle }: Start): Promise<Disk> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(dataDir);
  lifecycle.onStop("lock", () => lock.release());
  const store = await openStore(postgres === null ? { path: join(dataDir, "coordinator.db") } : { postgres });
  lifecycle.onStop("database", () => store.close());
  const files = createFileStore({ dataDir }, { appFiles: store.appFiles, nowUnixMs: () => deps.clock.nowUnixMs() });
  await files.start();
  const bundleFiles = createBundleFiles({ dataDir });
  await bundleFiles.start(await store.releases.namedFiles());
  // Before the hosts are read: what another coordinator registers meanwhile is then noticed.
  const fleetVersion = (await store.shared?.leases.fleetVersion()) ?? 0;
  return { store, fleetVersion, hosts: await openHostDirectory(store.hosts), files, bundleFiles };
}

interface Network {
  readonly swarmPort: number;
  readonly tracker: Tracker;
  readonly seeding: Seeding;
  /** `host:port` of our seed. */
  readonly seedAddress: string;
  /** Seeds of coordinators on the same database, once they are known. */
  readonly others: { seeds: () => readonly string[] };
}

async function openNetwork({ configuration, deps, lifecycle }: Start, { store, hosts, bundleFiles }: Disk): Promise<Network> {
  const { identity, listen, advertiseHost, datacenter } = configuration;
  const { preset, memoryLimitMib, limits } = configuration.swarm;
  const { log, clock } = deps;
  const warn = (message: string, err: unknown): void => log.warn({ err }, message);
  const openOn = (listen: Address): Promise<Swarm> =>
    deps.openSwarm(
      { identity, listen, advertiseHost, datacenter, preset, memoryLimitMib, limits },
      { onEvent: (event) => (event.kind === "back-off-impossible" ? log.debug({ event }, "swarm") : log.info({ event }, "swarm")) },
    );
  const swarm = new SeedSwarm({
    open: (port) => openOn({ ...listen.swarm, ...(port === null ? {} : { port }) }),
    every: repeat(clock),
    onReopened: () => void seeding.again(),
    warn,
  });
  const { port } = await listening("swarm", listen.swarm, () => swarm.start());
  lifecycle.onStop("swarm", () => swarm.stop());
  const others: Network["others"] = { seeds: () => [] };
  const seeding: Seeding = createSeeding({ swarm, releases: store.releases, bundleFiles, hosts, others: () => others.seeds(), warn });
  const seedAddress = formatAddress({ host: advertiseHost, port });
  const tracker = await listening("tracker", listen.tracker, (listen) =>
    deps.openTracker(
      { identity, listen, preset, seedDatacenter: configuration.datacenter },
      {
        lookup: (passkey) => trackedHost(hosts, passkey),
        allowed: (host, infoHash) => seeding.allowed(host, infoHash),
        seeds: (infoHash) => [...(seeding.isSeeded(infoHash) ? [seedAddress] : []), ...others.seeds()],
        bundle: (infoHash) => seeding.seeded(infoHash),
        now: () => clock.clockMs(),
      },
    ),
  );
  lifecycle.onStop("tracker", () => tracker.stop());
  return { swarmPort: port, tracker, seeding, seedAddress, others };
}

function trackedHost(hosts: HostDirectory, passkey: string): TrackedHost | null {
  const record = hosts.byPasskey(passkey);
  return record === null ? null : { host: record.host, datacenter: datacenterOf(record), rack: rackOf(record), address: null };
}

/** A port that is busy or not ours is a sentence about the configuration. */
async function listening<T>(what: string, address: Address, open: (address: Address) => Promise<T>): Promise<T> {
  try {
    return await open(address);
  } catch (error) {
    if (error instanceof ShoalError && error.code !== "E_IO") throw error;
    throw new ShoalError("E_CONFIG", `the ${what} can't listen on ${formatAddress(address)}: ${toFailure(error).message}`, {
      cause: error,
    });
  }
}

function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

interface Control {
  /** Null: alone on its database. */
  readonly cluster: Cluster | null;
  readonly runners: Runners;
  readonly sessions: Sessions;
  readonly notify: Notify;
  readonly cleanUp: CleanUp;
  readonly services: Parameters<typeof serve>[0]["services"];
}

function createControl(given: Start, disk: Disk, network: Network): Control {
  const { clock } = given.deps;
  const changes = createChanges();
  const routes = createRouteBook(disk.store.releases);
  const streams = (): readonly StreamState[] => runners.all().map(({ state }) => state);
  const intake: ReleaseIntake = createIntake(given, disk, {
    seeding: network.seeding,
    registered: (app) => {
      routes.forget();
      void cleanUp.after(app);
    },
    streams,
  });
  const cleanUp = openCleanUp(given, disk, { seeding: network.seeding, intake, streams, removed: () => routes.forget() });
  const { configuration, deps, lifecycle } = given;
  const { runners, sessions, notify, cluster }: Rollouts = createRollouts({
    ...{ ...network, ...disk, ...deps, configuration, lifecycle, routes, intake },
    changed: (host) => changes.tell(host),
  });
  network.others.seeds = () => cluster?.seeds() ?? [];
  const operator = createOperatorService({
    ...{ ...disk, sessions, runners, notify, intake, changes, clock },
    undisturbed: (use) => cleanUp.undisturbed(use),
    random: deps.random,
    policies: configuration.policies,
    roles: configuration.roles,
    routes,
    seedDatacenter: configuration.datacenter,
    apps: new Set(configuration.pins.keys()),
    stopping: lifecycle.signal,
    assigned: async (record) => {
      for (const app of configuration.pins.keys()) void network.seeding.readmit(app);
      sessions.reset(
        record.host,
        new ShoalError("E_UNAVAILABLE", `host ${record.host} was assigned anew`, { hint: "it dials again by itself" }),
      );
    },
    refused: (method, principal, failure) => deps.log.info({ method, principal, failure }, "call refused"),
  });
  const agent = createService(agentContract, { session: (requests, send, context) => sessions.serve(requests, send, context) });
  return { runners, sessions, notify, cluster, cleanUp, services: [agent, operator] };
}

interface IntakeParts {
  readonly seeding: Seeding;
  readonly registered: (app: AppName) => void;
  readonly streams: () => readonly StreamState[];
}

function createIntake(
  { configuration, deps, lifecycle }: Start,
  { store, files, bundleFiles }: Disk,
  { seeding, registered, streams }: IntakeParts,
): ReleaseIntake {
  const { identity, pins, dataDir } = configuration;
  const { caPem, self } = identity;
  return createReleaseIntake(
    { filesFolder: join(dataDir, "files"), caPem, pins, principal: self.principal, stopping: lifecycle.signal },
    {
      ...{ releases: store.releases, files, bundleFiles, registered },
      nowUnixMs: () => deps.clock.nowUnixMs(),
      seed: (bundle) => seeding.seed(bundle),
      running: (app) => runningTrees(streams(), app),
      warn: (message, err) => deps.log.warn({ err }, message),
    },
  );
}

interface CleanUpParts {
  readonly seeding: Seeding;
  readonly intake: ReleaseIntake;
  readonly streams: () => readonly StreamState[];
  readonly removed: () => void;
}

function openCleanUp(
  { configuration: { pins, identity, keepReleases }, deps, lifecycle }: Start,
  { store, files, bundleFiles }: Disk,
  { seeding, intake, streams, removed }: CleanUpParts,
): CleanUp {
  return createCleanUp(
    { apps: [...pins.keys()], principal: identity.self.principal, stopping: lifecycle.signal, keepReleases },
    {
      ...{ releases: store.releases, appFiles: store.appFiles, files, bundleFiles, seeding, streams, removed },
      alone: (work) => intake.alone(work),
      nowUnixMs: () => deps.clock.nowUnixMs(),
      warn: (message, err) => deps.log.warn({ err }, message),
    },
  );
}
