/**
 * The agent process, put together: each part is started after what it needs and stopped before it. In this order, since a mistake in an early part
 * must be found before a later one acts: locks, roots, journal, sweep, swarm, downloads, state machine, control socket, session.
 *
 * A crash anywhere leaves what the parts' headers say; this start is the recovery: staging is swept, and `started` tells `step` what journal and
 * disk hold, which ends or begins again every unfinished intent.
 */
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { AnnounceReport } from "../proto/messages.ts";
import { sweepStaging } from "../release/revision.ts";
import type { Clock } from "../runtime/clock.ts";
import type { AppName, Digest, HostId, InstanceId, RevisionId, SlotName } from "../runtime/ids.ts";
import { parseInstanceId } from "../runtime/ids.ts";
import type { Lifecycle } from "../runtime/lifecycle.ts";
import { lockDirectory } from "../runtime/lock.ts";
import type { Logger } from "../runtime/log.ts";
import type { Random } from "../runtime/random.ts";
import { openSwarm } from "../swarm/process.ts";
import type { Swarm } from "../swarm/swarm.ts";
import { localAddressTowards } from "./advertise.ts";
import { Plans } from "./checks/plan.ts";
import { killLeftovers } from "./checks/program.ts";
import type { AgentConfiguration } from "./configuration.ts";
import { serveControl } from "./control.ts";
import { readApp } from "./disk.ts";
import { Downloads } from "./downloads/downloads.ts";
import { heldTrees, usableTrees } from "./downloads/held-trees.ts";
import { readClocks } from "./effects/context.ts";
import { Effects } from "./effects/perform.ts";
import { Renames, STEPS_FOLDER } from "./effects/steps.ts";
import { Inspector } from "./integrity.ts";
import { openJournal } from "./journal.ts";
import type { Journal } from "./journal.ts";
import { logSession, swarmLogger } from "./logging.ts";
import { policyOf } from "./policy.ts";
import { Preseeds } from "./preseeds.ts";
import { revertSlot } from "./reversal.ts";
import { openRoots } from "./roots.ts";
import type { HostApp } from "./roots.ts";
import { usableRoutes } from "./route.ts";
import { CoordinatorSession } from "./session.ts";
import { SLOT_LOOK_MS, TICK_MS } from "./shell-limits.ts";
import { Shell } from "./shell.ts";
import { SlotWatch } from "./slot-watch.ts";
import type { AgentState, AppOnDisk, Lane } from "./state.ts";
import { SwarmKeeper } from "./swarm-keeper.ts";

export interface AgentOptions {
  readonly configuration: AgentConfiguration;
  readonly rebuildJournal: boolean;
  readonly allowNonDurable: boolean;
}

export interface AgentDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Told how to stop each part that was started, also where a later one fails to start. */
  readonly lifecycle: Lifecycle;
  /** The process must end now, before anything else happens. */
  readonly fatal: (error: unknown) => void;
}

export interface RunningAgent {
  readonly host: HostId;
  readonly instance: InstanceId;
  /** Where other hosts fetch bundles from this one. */
  readonly swarm: Swarm["address"];
}

/** In the state directory. */
export const journalFile = (stateDir: string): string => join(stateDir, "journal.db");
export const controlSocket = (stateDir: string): string => join(stateDir, "control.sock");

export const AGENT_VERSION = (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;

/** Errors: E_CONFIG, E_LOCKED, E_IO, E_SCHEMA, E_SWARM; what was started before is stopped by the lifecycle. */
export async function startAgent(options: AgentOptions, deps: AgentDeps): Promise<RunningAgent> {
  const { configuration } = options;
  const disk = await openDisk(options, deps);
  // Transfers are there before there is a session to tell of them; its first welcome has them told.
  let tell = (_report: AnnounceReport): void => undefined;
  const transfers = await openTransfers(configuration, (report) => tell(report), deps);
  const instance = parseInstanceId(deps.random.id("i"));
  const machine = assemble({ configuration, instance, disk, downloads: transfers.downloads }, deps);
  const { shell, session } = machine;
  tell = (report) => session.send(report);
  const { lanes } = disk;
  const started = firstStep(shell);
  shell.postRead(async () => ({ kind: "started", lanes, disk: await disk.read(lanes) }));
  deps.lifecycle.onStop("state machine", () => shell.stop());
  deps.lifecycle.onStop("work", () => machine.effects.stop());
  await started;
  deps.lifecycle.onStop(
    "clock",
    everyTick(deps.clock, TICK_MS, () => {
      shell.post({ kind: "tick" });
      transfers.downloads.tick();
    }),
  );
  deps.lifecycle.onStop("slot watch", watchSlots(machine, disk.apps, deps.clock));
  const control = await serveControl(controlSocket(configuration.stateDir), {
    status: () => ({ pid: process.pid, instance, connected: session.welcomed }),
    revert: (app, slot) => revertSlot(shell, machine.inspector, { app, slot }),
  });
  deps.lifecycle.onStop("control socket", () => control.stop());
  session.start();
  deps.lifecycle.onStop("preseeds", () => machine.preseeds.stop());
  deps.lifecycle.onStop("session", () => session.stop());
  return { host: configuration.host, instance, swarm: transfers.address };
}

interface Disk {
  readonly apps: readonly HostApp[];
  readonly journal: Journal;
  /** As they were at the start. */
  readonly lanes: readonly Lane[];
  /** What of each app is there now. */
  readonly read: (lanes: Iterable<Lane>) => Promise<readonly AppOnDisk[]>;
}

async function openDisk({ configuration, rebuildJournal, allowNonDurable }: AgentOptions, { log, lifecycle }: AgentDeps): Promise<Disk> {
  const { stateDir } = configuration;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(stateDir);
  lifecycle.onStop("lock", () => lock.release());
  const roots = await openRoots({ apps: configuration.apps, allowNonDurable });
  lifecycle.onStop("roots", () => roots.release());
  const killed = await killLeftovers(join(stateDir, STEPS_FOLDER));
  if (killed > 0) log.warn({ killed }, "checks and hooks that an earlier process of the agent left running were killed");
  const journal = openJournal({ file: journalFile(stateDir), rebuild: rebuildJournal });
  lifecycle.onStop("journal", () => journal.close());
  const lanes = journal.loadLanes();
  for (const { app, root, linkMode, facts } of roots.apps) {
    const swept = await sweepStaging(root, unfinishedTrees(lanes.find((lane) => lane.app === app))).catch((error: unknown) => {
      log.warn({ err: error, app }, "not all that an earlier process left can be removed");
      return [];
    });
    log.info({ app, root, linkMode, fileSystem: facts.fileSystem, swept }, "app root is ready");
  }
  return { apps: roots.apps, journal, lanes, read: diskReader(roots.apps, log) };
}

/** Staging that a prepare goes on with. Where it does not after all, the start after the next sweeps. */
function unfinishedTrees(lane: Lane | undefined): ReadonlySet<RevisionId> {
  const states = (lane?.intents ?? []).map(({ state }) => state);
  return new Set(states.flatMap((state) => (state.kind === "materializing" || state.kind === "committing" ? [state.revision] : [])));
}

function diskReader(apps: readonly HostApp[], log: Logger): Disk["read"] {
  return async (lanes) => {
    const slotsOf = new Map([...lanes].map((lane) => [lane.app, Object.keys(lane.slots) as SlotName[]]));
    const found: AppOnDisk[] = [];
    for (const { app, root } of apps) {
      const onDamaged = (revision: unknown, failure: unknown): void =>
        log.warn({ app, revision, failure }, "a revision is damaged; it is not used");
      found.push(await readApp({ app, root, known: slotsOf.get(app) ?? [], onDamaged }));
    }
    return found;
  };
}

interface Transfers {
  readonly downloads: Downloads;
  readonly address: Swarm["address"];
}

async function openTransfers(
  configuration: AgentConfiguration,
  announce: (report: AnnounceReport) => void,
  { clock, log, lifecycle }: AgentDeps,
): Promise<Transfers> {
  const { identity, coordinators, stateDir } = configuration;
  const { listen, preset, memoryLimitMib, limits } = configuration.swarm;
  const advertiseHost = configuration.swarm.advertiseHost ?? (await localAddressTowards(coordinators[0] ?? ""));
  const logSwarm = swarmLogger(log, clock);
  const open = (port: number | null): Promise<Swarm> => {
    const options = { identity, listen: { ...listen, port: port ?? listen.port }, advertiseHost, preset, memoryLimitMib, limits };
    return openSwarm(options, {
      onEvent: (event) => {
        logSwarm(event);
        if (event.kind === "tracker-failed") downloads.trackerFailed();
      },
    });
  };
  const keeper = new SwarmKeeper({ open, clockMs: () => clock.clockMs(), onReopened: () => downloads.rejoin() });
  const downloads = new Downloads(
    { folder: join(stateDir, "downloads"), caPem: identity.caPem },
    {
      swarm: keeper,
      unixMs: () => clock.nowUnixMs(),
      clockMs: () => clock.clockMs(),
      announce: (about) => announce({ kind: "announce", ...about, port: keeper.port ?? listen.port }),
      onTrouble: (bundle, failure) => log.warn({ bundle, failure }, "a bundle can't be transferred or removed"),
    },
  );
  const address = await keeper.start();
  lifecycle.onStop("swarm", () => keeper.stop());
  await downloads.start();
  lifecycle.onStop("downloads", () => downloads.stop());
  return { downloads, address };
}

interface Parts {
  readonly configuration: AgentConfiguration;
  readonly instance: InstanceId;
  readonly disk: Disk;
  readonly downloads: Downloads;
}

interface Machine {
  readonly shell: Shell;
  readonly effects: Effects;
  readonly inspector: Inspector;
  readonly session: CoordinatorSession;
  readonly preseeds: Preseeds;
}

/** Each of the three talks to the others, and none of them before it is told to. */
function assemble({ configuration, instance, disk, downloads }: Parts, { clock, random, log, fatal }: AgentDeps): Machine {
  const { host, apps, coordinators, identity } = configuration;
  const policy = policyOf({ host, apps, agentVersion: AGENT_VERSION });
  const shell: Shell = new Shell(
    { instance, bootId: clock.bootId(), policy },
    {
      now: () => readClocks(clock),
      journal: disk.journal,
      perform: (effect) => effects.perform(effect),
      send: (report) => session.send(report),
      fatal,
    },
  );
  const effects: Effects = new Effects({
    host,
    stateDir: configuration.stateDir,
    plans: new Plans(),
    renames: new Renames(),
    apps: new Map(disk.apps.map((app) => [app.app, app])),
    clock,
    downloads,
    post: (happening, now) => shell.post(happening, now),
    progress: (report) => session.send(report),
    log,
  });
  const inspector = new Inspector({
    roots: new Map(disk.apps.map(({ app, root }) => [app, root])),
    send: (report) => session.send(report),
    post: (happening) => shell.post(happening),
  });
  const heldBy = (app: AppName): readonly Digest[] => usableTrees(shell.state.lanes[app]);
  const preseeds = new Preseeds({
    ...{ downloads, clock },
    verifyEnvelope: (app, envelope) => policy.verifyEnvelope(app, envelope, clock.nowUnixMs()),
    has: (app, tree) => heldBy(app).includes(tree),
    usable: (app, routes, tree) => {
      const { formatVersions, codecs } = policy;
      const needs = { tree, held: new Set(heldBy(app)), formatVersions, codecs };
      return usableRoutes(routes, needs).flatMap((index) => routes[index] ?? []);
    },
    send: (report) => session.send(report),
  });
  const session: CoordinatorSession = new CoordinatorSession(
    { addresses: coordinators, identity, instance },
    {
      clockMs: () => clock.clockMs(),
      random: () => random.fraction(),
      onOpen: (token) =>
        shell.postRead(async () => {
          const found = await disk.read(Object.values(shell.state.lanes)).catch((error: unknown) => {
            log.error({ err: error }, "the app roots can't be read; no session until they can");
            return null;
          });
          if (found === null) return null;
          session.expectHello(token);
          return { kind: "connected", disk: found };
        }),
      onClosed: () => {
        inspector.cancel();
        shell.post({ kind: "disconnected" });
      },
      onWelcome: (access) => {
        downloads.setAccess(access);
        downloads.introduce();
      },
      onPeers: (peers) => downloads.meet(peers),
      onPreseed: (order) => preseeds.take(order),
      onIntent: (intent) => shell.posted({ kind: "intent", intent }),
      onCancel: (target) => shell.posted({ kind: "cancel", target }),
      onVerify: (question) => inspector.ask(question),
      onEvent: (event) => logSession(log, event),
    },
  );
  shell.observe(retainOnChange(downloads));
  return { shell, effects, inspector, session, preseeds };
}

function retainOnChange(downloads: Downloads): (event: unknown, state: AgentState) => void {
  let before = "";
  return (_, state) => {
    const trees = heldTrees(state);
    const now = JSON.stringify(trees);
    if (now === before) return;
    before = now;
    void downloads.retain(trees);
  };
}

function firstStep(shell: Shell): Promise<void> {
  return new Promise((resolve) => {
    const stop = shell.observe(() => {
      stop();
      resolve();
    });
  });
}

/** At its turn in the mailbox: nothing is stepped between the look and the telling. Returns the way to stop it. */
function watchSlots({ shell, session }: Machine, apps: readonly HostApp[], clock: Clock): () => void {
  const watch = new SlotWatch(apps);
  return everyTick(clock, SLOT_LOOK_MS, () => {
    if (!session.welcomed) return;
    shell.postRead(async () => {
      for (const report of await watch.look(shell.state.lanes)) session.send(report);
      return null;
    });
  });
}

/** Returns the way to stop it. */
function everyTick(clock: Clock, everyMs: number, tick: () => void): () => void {
  let cancel = (): void => undefined;
  const arm = (): void => {
    cancel = clock.setTimer(everyMs, () => {
      tick();
      arm();
    });
  };
  arm();
  return () => cancel();
}
