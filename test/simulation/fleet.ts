/**
 * One simulated history: operators, faults, hands and strangers, then healing, and a last rollout that must reach everybody. Everything follows
 * from the seed.
 */
import type { AgentPolicy } from "../../agent/state.ts";
import type { AppName, CommandId, Digest, EnvironmentName, HostId, RolloutId, SlotName } from "../../runtime/ids.ts";
import { SLOT_DEFAULT } from "../../runtime/ids.ts";
import { rollbackTarget } from "../../coordinator/rollout/history.ts";
import type { RolloutPolicy } from "../../coordinator/rollout/policy.ts";
import type { StreamState } from "../../coordinator/rollout/state.ts";
import type { Intent } from "../../proto/messages.ts";
import { SimulatedCoordinator } from "./coordinator.ts";
import { SLOTS } from "./disk.ts";
import { disturbances } from "./disturbances.ts";
import { SimulatedHost } from "./host.ts";
import { HostInvariants, KEPT } from "./invariants.ts";
import { LyingHost } from "./liar.ts";
import { Network } from "./network.ts";
import { anyPolicy, anyWord, LAST_POLICY } from "./policies.ts";
import { SimulatedReleases } from "./releases.ts";
import { RolloutInvariants } from "./rollout-invariants.ts";
import { World } from "./world.ts";

const APPS = ["web", "api"] as readonly string[] as readonly AppName[];
const ENVIRONMENT = "production" as EnvironmentName;
const FAULTY_MS = 240_000;
/** Longer than any rollout that was open. */
const HEALING_MS = 75_000;
const RECONNECT_MS = 8_000;

export const COUNTS = [
  "succeeded",
  "failed",
  "aborted",
  "waves",
  "swaps",
  "lateSwaps",
  "proved",
  "disproved",
  "withdrawn",
  "bakedBack",
  "removals",
  "restores",
  "reversals",
  "hands",
  "strays",
  "replays",
  "rebuilds",
  "clockJumps",
  "words",
  "paused",
  "rolledBack",
  "gates",
  "converged",
] as const;

/** How often what happened; a simulation in which nothing happens proves nothing. */
export type History = Readonly<Record<(typeof COUNTS)[number], number>> & { readonly seed: number };

/** Runs one seed to its end; throws at the first breach of an invariant. */
export function simulate(seed: number): History {
  return new Fleet(seed).run();
}

export class Fleet {
  readonly world: World;
  readonly network: Network;
  readonly coordinator: SimulatedCoordinator;
  readonly hosts: readonly SimulatedHost[];
  readonly hostInvariants: HostInvariants;
  readonly rolloutInvariants: RolloutInvariants;
  readonly counts: Record<(typeof COUNTS)[number], number>;
  readonly #liar: LyingHost | null;
  readonly #releases: ReadonlyMap<AppName, SimulatedReleases>;
  #requests = 0;
  #rollouts = 0;

  constructor(seed: number) {
    this.counts = Object.fromEntries(COUNTS.map((count) => [count, 0])) as Fleet["counts"];
    this.world = new World(seed);
    this.network = new Network(this.world);
    this.#releases = new Map(APPS.map((app) => [app, new SimulatedReleases(app, 5)]));
    this.rolloutInvariants = new RolloutInvariants({ world: this.world, coordinator: () => this.coordinator, hosts: () => this.hosts });
    this.hostInvariants = this.#watchHosts();
    this.coordinator = this.#createCoordinator();
    this.hosts = Array.from({ length: this.world.between(1, 4) }, (_, index) => this.#createHost(index));
    this.#liar = this.world.chance(0.2) ? this.#createLiar() : null;
  }

  run(): History {
    const { world, coordinator, hosts } = this;
    coordinator.start();
    this.#liar?.start();
    // Some join when rollouts are under way.
    for (const host of hosts) world.after(world.chance(0.8) ? 0 : world.between(10_000, 120_000), () => host.start());
    for (const app of APPS) this.#operate(app);
    for (const app of APPS) this.#steer(app);
    this.#disturb();
    this.#lookAtLogs();
    world.run(world.nowMs + FAULTY_MS);
    this.#heal();
    // A client that asked again may have opened another one.
    for (const app of APPS) this.coordinator.input(app, "operator:alice", { kind: "abort-requested", rollout: null, note: "" });
    world.run(world.nowMs + RECONNECT_MS);
    for (const app of APPS) this.#lastRollout(app);
    this.#lastCuts();
    world.run(world.nowMs + 20_000);
    this.#meetAgain();
    this.#atRest();
    const { swaps, lateSwaps, removals, rollovers } = this.hostInvariants;
    const seen = {
      swaps,
      lateSwaps,
      removals,
      ...rollovers,
      waves: this.rolloutInvariants.waves,
      restores: coordinator.restored,
      converged: coordinator.converged,
    };
    return { ...this.counts, ...seen, seed: world.seed };
  }

  /** A command that no stream knows of, at the position after the last one: what a coordinator sent before it was restored, or a stranger. */
  stray(host: SimulatedHost, app: AppName): void {
    const { epoch, sequence } = this.coordinator.state(app).lanes.get(host.host)?.position ?? { epoch: 1, sequence: 0 };
    const release = this.world.pick((this.#releases.get(app) as SimulatedReleases).refs).release;
    const head = { commandId: `x${++this.counts.strays}` as CommandId, environment: ENVIRONMENT, app, release };
    const place = { position: { epoch: Math.max(1, epoch), sequence: sequence + 1 }, deadlineUnixMs: this.world.nowMs + 60_000 };
    const intent: Intent = this.world.chance(0.7)
      ? { kind: "discard", ...head, ...place, slot: SLOT_DEFAULT }
      : { kind: "prepare", ...head, ...place, slot: "green" as SlotName, ...this.#package(app, release) };
    this.coordinator.say(host.host, intent);
  }

  #heal(): void {
    const { world } = this;
    world.faults = 0;
    world.note("healed");
    // What waits for somebody would wait for ever.
    for (const app of APPS) {
      this.coordinator.start();
      this.coordinator.input(app, "operator:alice", { kind: "unlock-requested", note: "" });
      this.coordinator.input(app, "operator:alice", { kind: "abort-requested", rollout: null, note: "" });
    }
    for (const host of this.hosts) {
      host.skewMs = 0;
      host.start();
    }
    world.run(world.nowMs + HEALING_MS);
    this.#meetAgain();
  }

  /** Every host says in a new hello what it is. */
  #meetAgain(): void {
    this.coordinator.breakSessions();
    this.world.run(this.world.nowMs + RECONNECT_MS);
  }

  #atRest(): void {
    this.rolloutInvariants.logGivesState();
    for (const host of this.hosts) this.hostInvariants.atRest(host);
    for (const app of APPS) if (this.hosts.some((host) => host.apps.includes(app))) this.rolloutInvariants.atRest(app);
  }

  /** While the last rollout is under way, what was sent is lost and every session ends, some times: what is unanswered must come again. */
  #lastCuts(): void {
    const { world } = this;
    for (let cut = 0; cut < 4; cut++) {
      this.network.cut(world.nowMs + world.between(1, 1_200));
      world.run(world.nowMs + 1_200);
      this.coordinator.breakSessions();
      world.run(world.nowMs + world.between(500, 4_000));
    }
  }

  #operate(app: AppName): void {
    const { world, coordinator } = this;
    world.after(world.between(500, 25_000), () => {
      if (world.faults === 0) return;
      const what = world.random();
      if (what < 0.65) this.#request(app, "deploy");
      else if (what < 0.82) this.#request(app, "rollback");
      else coordinator.input(app, "operator:alice", { kind: "abort-requested", rollout: null, note: "" });
      this.#operate(app);
    });
  }

  /** Says something to whatever rollout is open, and to its locks. */
  #steer(app: AppName): void {
    const { world, coordinator, counts } = this;
    world.after(world.between(1_000, 14_000), () => {
      if (world.faults === 0) return;
      const { rollout, lock } = coordinator.state(app);
      if (rollout !== null && rollout.endedUnixMs === null) {
        const word = anyWord(world, rollout);
        counts.words++;
        world.note(`operator says ${word.kind} to ${rollout.id} of ${app}`);
        coordinator.input(app, world.pick(["operator:alice", "operator:bob"]), word);
      }
      if (lock !== null) coordinator.input(app, "operator:bob", { kind: "unlock-requested", note: "" });
      else if (world.chance(0.02)) coordinator.input(app, "operator:alice", { kind: "lock-requested", note: "a look" });
      this.#steer(app);
    });
  }

  #request(app: AppName, kind: "deploy" | "rollback"): void {
    const { world } = this;
    const { refs, forged } = this.#releases.get(app) as SimulatedReleases;
    const slot = world.chance(0.8) ? SLOT_DEFAULT : world.pick(SLOTS);
    const release =
      kind === "rollback" ? rollbackTarget(this.coordinator.state(app), slot) : world.chance(0.06) ? forged : world.pick(refs);
    const all = this.hosts.filter((host) => host.apps.includes(app)).map(({ host }) => host);
    const some = world.chance(0.6) ? all : all.filter(() => world.chance(0.6));
    const hosts = this.#liar !== null && world.chance(0.3) ? [...some, this.#liar.host] : some;
    if (release === null || hosts.length === 0) return;
    this.#ask(app, { kind, slot, release, hosts, repair: world.chance(0.5), policy: anyPolicy(world) });
  }

  #lastRollout(app: AppName): void {
    const { refs } = this.#releases.get(app) as SimulatedReleases;
    const hosts = this.hosts.filter((host) => host.apps.includes(app)).map(({ host }) => host);
    if (hosts.length > 0)
      this.#ask(app, { kind: "deploy", slot: SLOT_DEFAULT, release: this.world.pick(refs), hosts, repair: true, policy: LAST_POLICY });
  }

  #ask(
    app: AppName,
    what: {
      readonly kind: "deploy" | "rollback";
      readonly slot: SlotName;
      readonly release: SimulatedReleases["forged"];
      readonly hosts: readonly HostId[];
      readonly repair: boolean;
      readonly policy: RolloutPolicy;
    },
  ): void {
    const { kind: rolloutKind, slot, release, repair } = what;
    const hosts = what.hosts.map((host) => ({ host, datacenter: "dc1" }));
    const asked = {
      requestId: `q${++this.#requests}`,
      rolloutKind,
      slot,
      release,
      hosts,
      repair,
      note: "",
      policy: what.policy,
      ...(rolloutKind === "rollback" ? { whenOpen: "abort" as const } : this.world.chance(0.2) ? { whenOpen: "wait" as const } : {}),
    };
    this.world.note(`operator asks ${rolloutKind} of ${release.tag} of ${app} in ${slot} as ${asked.requestId}`);
    // The coordinator draws an id for each request, before it knows whether it had that one before.
    const ask = (): RolloutId | undefined => {
      const rollout = `r${++this.#rollouts}` as RolloutId;
      const effects = this.coordinator.input(app, "operator:alice", { kind: "rollout-requested", rollout, ...asked });
      return effects.find((effect) => effect.kind === "rollout-open")?.rollout;
    };
    const opened = ask();
    // The answer was lost: the operator's client asks again, at once or much later.
    if (!this.world.fault(0.3)) return;
    this.world.after(this.world.chance(0.5) ? 0 : this.world.between(1_000, 60_000), () => {
      const again = ask();
      if (opened !== undefined && this.coordinator.restored === 0) this.rolloutInvariants.answeredAgain(opened, again);
    });
  }

  #disturb(): void {
    const { world } = this;
    world.after(world.between(200, 10_000), () => {
      if (world.faults === 0) return;
      const total = disturbances.reduce((sum, { weight }) => sum + weight, 0);
      let at = world.random() * total;
      const chosen = disturbances.find(({ weight }) => (at -= weight) < 0);
      const host = world.pick(this.hosts);
      chosen?.strike(this, { host, disk: host.disk(world.pick(host.apps)) });
      this.#disturb();
    });
  }

  #lookAtLogs(): void {
    this.world.after(20_000, () => {
      this.rolloutInvariants.logGivesState();
      this.rolloutInvariants.punctual();
      if (this.world.faults > 0) this.#lookAtLogs();
    });
  }

  #watchHosts(): HostInvariants {
    const rollouts = this.rolloutInvariants;
    return new HostInvariants({
      world: this.world,
      forged: new Set([...this.#releases.values()].map(({ forged }) => forged.release)),
      wasRestored: () => this.coordinator.restored > 0,
      swappedInTime: (host, app, commandId) => rollouts.swappedInTime(host, app, commandId),
      reported: (host, _app, record, result) => rollouts.reported(host, record, result),
      counted: (host, what) => rollouts.counted(host, what),
    });
  }

  #createCoordinator(): SimulatedCoordinator {
    return new SimulatedCoordinator({
      world: this.world,
      network: this.network,
      environment: ENVIRONMENT,
      releases: this.#releases,
      appsOf: (host) => this.hosts.find((candidate) => candidate.host === host)?.apps ?? APPS,
      observe: (_app, before, after) => this.#streamChanged(before, after),
    });
  }

  #streamChanged(before: StreamState, after: StreamState): void {
    this.rolloutInvariants.changed(before, after);
    const { rollout } = after;
    if (rollout?.state === "activating" && before.rollout?.state === "preparing") this.#secondThoughts(after.app);
    if (rollout?.state === "paused" && before.rollout?.state !== "paused") this.counts.paused++;
    const wentBack = before.rollout?.id === rollout?.id && before.rollout?.rollback === null && rollout?.rollback !== null;
    if (wentBack) this.counts.rolledBack++;
    if (rollout?.state === "waiting" && before.rollout?.state !== "waiting") this.counts.gates++;
    const ended = rollout !== null && rollout.endedUnixMs !== null && before.rollout?.endedUnixMs === null;
    if (ended && rollout.state in this.counts) this.counts[rollout.state as "succeeded"]++;
  }

  /** Most aborts would come too early or too late: activation is short. */
  #secondThoughts(app: AppName): void {
    if (!this.world.fault(0.2)) return;
    this.world.after(this.world.between(0, 6_000), () => {
      this.coordinator.input(app, "operator:bob", { kind: "abort-requested", rollout: null, note: "" });
    });
  }

  #createHost(index: number): SimulatedHost {
    const host = `h${index + 1}` as HostId;
    const apps = APPS.filter((_, position) => position === 0 || this.world.chance(0.6));
    const policies = Object.fromEntries(apps.map((app) => [app, { environment: ENVIRONMENT, keepRevisions: KEPT }])) as AgentPolicy["apps"];
    const verifyEnvelope: AgentPolicy["verifyEnvelope"] = (app, envelope) =>
      (this.#releases.get(app) as SimulatedReleases).verify(envelope);
    const policy = { host, agentVersion: "0", apps: policies, verifyEnvelope, formatVersions: [1], codecs: [] };
    return new SimulatedHost(host, { world: this.world, network: this.network, policy, observer: this.hostInvariants });
  }

  #createLiar(): LyingHost {
    const refs = [...this.#releases.values()].flatMap(({ refs }) => refs);
    const overheard = (): ReturnType<ConstructorParameters<typeof LyingHost>[1]["overheard"]> =>
      APPS.flatMap((app) => {
        const { rollout } = this.coordinator.state(app);
        return [...(rollout?.hosts.values() ?? [])].flatMap(({ outstanding }) =>
          outstanding === null ? [] : [{ app, commandId: outstanding.commandId, position: outstanding.position }],
        );
      });
    const trees = new Map(refs.map(({ release, tree }) => [release, tree]));
    const host = "liar" as HostId;
    const lied = (commandId: CommandId, tree: Digest | null): void => this.rolloutInvariants.lied(host, commandId, tree);
    return new LyingHost(host, { world: this.world, network: this.network, environment: ENVIRONMENT, apps: APPS, trees, lied, overheard });
  }

  #package(app: AppName, release: Parameters<SimulatedReleases["package"]>[0]): ReturnType<SimulatedReleases["package"]> {
    return (this.#releases.get(app) as SimulatedReleases).package(release);
  }
}
