/**
 * `kill -9` of the coordinator at every moment of a rollout that its log can tell apart: before an event is appended, after it, and after each of its effects. The shipped
 * runner over a log that outlives it, the shipped `step` of the agents, time that is counted; nothing else goes wrong. What is killed does nothing any more: whatever it
 * waited for never comes.
 *
 * A play is one rollout from its request to its end, with one death or none. Every play begins with the same fleet: the first release is everywhere.
 */
import type { AgentPolicy, Lane } from "../../agent/state.ts";
import { PLAIN_POLICY, type RolloutPolicy } from "../../coordinator/rollout/policy.ts";
import type { NewEvent } from "../../coordinator/store/events.ts";
import type { AppName, EnvironmentName, HostId, RevisionId, RolloutId } from "../../runtime/ids.ts";
import { SLOT_DEFAULT } from "../../runtime/ids.ts";
import { memoryEventStore } from "../coordinator/store/memory-events.ts";
import { type Cut, MortalCoordinator } from "./crash-coordinator.ts";
import type { DiskRevision } from "./disk.ts";
import { type HostObserver, SimulatedHost } from "./host.ts";
import { Network } from "./network.ts";
import { SimulatedReleases } from "./releases.ts";
import { World } from "./world.ts";

export interface Plot {
  readonly hosts: number;
  readonly policy: RolloutPolicy;
  /** Places of hosts whose checks of the new release fail. */
  readonly bad: readonly number[];
}

export interface Ending {
  readonly rollout: string;
  /** Of each host: how it ended, why, and what its slot names. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Of each host: how often it fetched the new release, had its slot name it, and had its slot name something else. */
  readonly done: Readonly<Record<string, { readonly fetched: number; readonly switched: number; readonly back: number }>>;
  /** Where the coordinator could have been killed. */
  readonly cuts: readonly Cut[];
  readonly died: boolean;
}

export class CrashSweep {
  readonly #plot: Plot;
  #start: Start | null = null;

  constructor(plot: Plot) {
    this.#plot = plot;
  }

  async play(cut: Cut | null): Promise<Ending> {
    this.#start ??= await new Play(this.#plot, null, null).first();
    return new Play(this.#plot, this.#start, cut).second();
  }
}

/** All hosts run the first release: the coordinator's log, and what each of them has. */
interface Start {
  readonly nowMs: number;
  readonly log: readonly NewEvent[];
  readonly lanes: readonly Lane[];
  readonly revisions: readonly ReadonlyMap<RevisionId, DiskRevision>[];
}

class Play {
  readonly #world = new World(1);
  readonly #network = new Network(this.#world);
  readonly #store = memoryEventStore();
  readonly #counted = new Counted();
  readonly #plot: Plot;
  readonly #start: Start | null;
  readonly #hosts: readonly SimulatedHost[];
  readonly #coordinator: MortalCoordinator;

  constructor(plot: Plot, start: Start | null, cut: Cut | null) {
    this.#plot = plot;
    this.#start = start;
    this.#world.faults = 0;
    if (start !== null) this.#world.nowMs = start.nowMs;
    this.#hosts = Array.from({ length: plot.hosts }, (_, index) => this.#createHost(index));
    this.#coordinator = new MortalCoordinator(
      { environment: ENVIRONMENT, app: APP, cut },
      { world: this.#world, network: this.#network, store: this.#store, releases: RELEASES },
    );
  }

  async first(): Promise<Start> {
    await this.#raise();
    await this.#rollOut(0, { ...PLAIN_POLICY, name: "first" });
    const log = await this.#store.read(STREAM, 0, Number.MAX_SAFE_INTEGER);
    const lanes = this.#hosts.map(({ journal }) => journal.get(APP) as Lane);
    return { nowMs: this.#world.nowMs, log, lanes, revisions: this.#hosts.map((host) => new Map(host.disk(APP).revisions)) };
  }

  async second(): Promise<Ending> {
    await this.#restore(this.#start as Start);
    await this.#raise();
    const from = this.#coordinator.cuts.length;
    await this.#rollOut(NEW, this.#plot.policy);
    const cuts = this.#coordinator.cuts.slice(from);
    // Each says once more how it is.
    this.#coordinator.breakSessions();
    await this.#run(AFTERWARDS_MS);
    return this.#ending(cuts);
  }

  async #restore({ log, lanes, revisions }: Start): Promise<void> {
    await this.#store.append(STREAM, 0, log);
    for (const [index, host] of this.#hosts.entries()) {
      const lane = lanes[index] as Lane;
      const disk = host.disk(APP);
      host.journal.set(APP, lane);
      for (const [revision, made] of revisions[index] ?? []) disk.commit(revision, made);
      const revision = lane.slots[SLOT_DEFAULT]?.active ?? null;
      disk.link(SLOT_DEFAULT, revision === null ? { kind: "absent" } : { kind: "revision", revision });
    }
  }

  async #raise(): Promise<void> {
    await this.#coordinator.start();
    for (const host of this.#hosts) host.start();
    while (this.#coordinator.sessions < this.#hosts.length) await this.#run(DIALLING_MS);
  }

  /** To its end, and the operator's client asks until it has an answer. */
  async #rollOut(release: number, policy: RolloutPolicy): Promise<void> {
    const requestId = `q${release}`;
    const hosts = this.#hosts.map(({ host }) => ({ host, datacenter: "dc1" }));
    const asked = { requestId, rolloutKind: "deploy", slot: SLOT_DEFAULT, release: RELEASES.refs[release]!, hosts, repair: false } as const;
    const untilMs = this.#world.nowMs + GIVEN_UP_MS;
    for (let isOver = false; !isOver;) {
      const rollout = `r${release}-${this.#world.elapsedMs}` as RolloutId;
      if (!this.#coordinator.knows(requestId))
        this.#coordinator.input("operator:alice", { kind: "rollout-requested", rollout, ...asked, note: "", policy });
      await this.#run(ASKING_MS);
      isOver = this.#coordinator.isOver(requestId);
      if (this.#world.nowMs > untilMs) throw new Error(`rollout ${requestId} does not end: ${this.#coordinator.shown()}`);
    }
  }

  async #run(forMs: number): Promise<void> {
    const untilMs = this.#world.nowMs + forMs;
    await this.#coordinator.settle();
    while (this.#world.next(untilMs)) await this.#coordinator.settle();
  }

  #ending(cuts: readonly Cut[]): Ending {
    const { state } = this.#coordinator;
    const rollout = state.rollout!;
    const hosts = this.#hosts.map((one) => {
      const { state: own, failure } = rollout.hosts.get(one.host)!;
      const shown = state.lanes.get(one.host)!.slots[SLOT_DEFAULT]?.release;
      const runs = one.disk(APP).runs(SLOT_DEFAULT);
      const tag = RELEASES.refs.find(({ release }) => release === runs)?.tag;
      return [one.host, `${own} ${failure?.code ?? ""} on ${tag}${shown === runs ? "" : ", and shown otherwise"}`] as const;
    });
    return {
      rollout: `${rollout.state} ${rollout.failure?.code ?? ""}`,
      hosts: Object.fromEntries(hosts),
      done: Object.fromEntries(this.#hosts.map(({ host }) => [host, this.#counted.of(host)])),
      cuts,
      died: this.#coordinator.died,
    };
  }

  #createHost(index: number): SimulatedHost {
    const host = `h${String(index).padStart(3, "0")}` as HostId;
    const apps = { [APP]: { environment: ENVIRONMENT, keepRevisions: 3 } } as AgentPolicy["apps"];
    const verifyEnvelope: AgentPolicy["verifyEnvelope"] = (_, envelope) => RELEASES.verify(envelope);
    const policy = { host, agentVersion: "0", apps, verifyEnvelope, formatVersions: [1], codecs: [] };
    const isBad = this.#plot.bad.includes(index);
    return new SimulatedHost(host, {
      ...{ world: this.#world, network: this.#network, policy, observer: this.#counted },
      fails: (phase, release) => isBad && phase === "after" && release === RELEASES.refs[NEW]?.release,
    });
  }
}

/** What was done on the hosts' disks. */
class Counted implements HostObserver {
  readonly #fetched = new Map<HostId, number>();
  readonly #switched = new Map<HostId, number>();
  readonly #back = new Map<HostId, number>();

  of(host: HostId): Ending["done"][string] {
    const countOf = (counts: Map<HostId, number>): number => counts.get(host) ?? 0;
    return { fetched: countOf(this.#fetched), switched: countOf(this.#switched), back: countOf(this.#back) };
  }

  fetching({ host }: SimulatedHost): void {
    count(this.#fetched, host);
  }

  renamed(host: SimulatedHost, { app, to }: Parameters<HostObserver["renamed"]>[1]): void {
    const release = to === null ? undefined : host.disk(app).revisions.get(to)?.release;
    count(release === RELEASES.refs[NEW]?.release ? this.#switched : this.#back, host.host);
  }

  saved(): void {}
  sent(): void {}
  committed(): void {}
  removed(): void {}
  overlapped(): void {}
  running(): void {}
  stepped(): void {}
  received(): void {}
}

function count(counts: Map<HostId, number>, host: HostId): void {
  counts.set(host, (counts.get(host) ?? 0) + 1);
}

const APP = "web" as AppName;
const ENVIRONMENT = "production" as EnvironmentName;
const STREAM = `${ENVIRONMENT}/${APP}` as const;
const RELEASES = new SimulatedReleases(APP, 4);
/** The one whose checks are after the swap. */
const NEW = 3;
const DIALLING_MS = 500;
const ASKING_MS = 500;
const AFTERWARDS_MS = 3_000;
/** Of a rollout; the longest takes a minute. */
const GIVEN_UP_MS = 600_000;
