/** One simulated history: operators, faults, healing. Everything follows from the seed. */
import type { AgentPolicy } from "../../agent/state.ts";
import { rollbackTarget } from "../../coordinator/rollout/history.ts";
import type { RolloutPolicy } from "../../coordinator/rollout/state.ts";
import { emptyStream, step } from "../../coordinator/rollout/step.ts";
import type { AppName, EnvironmentName, HostId, RevisionId, RolloutId } from "../../runtime/ids.ts";
import { SLOT_DEFAULT } from "../../runtime/ids.ts";
import { SimulatedCoordinator } from "./coordinator.ts";
import { SimulatedHost } from "./host.ts";
import { Invariants } from "./invariants.ts";
import { Network } from "./network.ts";
import { SimulatedReleases } from "./releases.ts";
import { World } from "./world.ts";

const APP = "web" as AppName;
const ENVIRONMENT = "production" as EnvironmentName;
const POLICY: RolloutPolicy = { prepareTimeoutMs: 60_000, activateTimeoutMs: 40_000, leaseMs: 6_000, leaseMarginMs: 1_500, maxRetries: 3 };
const FAULTY_MS = 300_000;
const HEALED_MS = 200_000;

export interface History {
  readonly seed: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly aborted: number;
  readonly swaps: number;
  readonly lateSwaps: number;
  readonly restores: number;
  readonly reversals: number;
}

/** Runs one seed to its end; throws at the first breach of an invariant. */
export function simulate(seed: number): History {
  const fleet = new Fleet(seed);
  return fleet.run();
}

class Fleet {
  readonly #world: World;
  readonly #invariants: Invariants;
  readonly #releases = new SimulatedReleases(APP, 6);
  readonly #coordinator: SimulatedCoordinator;
  readonly #hosts: readonly SimulatedHost[];
  #requests = 0;
  #reversals = 0;
  #happenings = 0;

  constructor(seed: number) {
    this.#world = new World(seed);
    this.#invariants = new Invariants(this.#world);
    const network = new Network(this.#world);
    const shared = { world: this.#world, network, app: APP };
    this.#coordinator = new SimulatedCoordinator({ ...shared, releases: this.#releases, environment: ENVIRONMENT });
    const names = Array.from({ length: this.#world.between(1, 5) }, (_, index) => `h${index + 1}` as HostId);
    this.#hosts = names.map((host) => new SimulatedHost(host, { ...shared, policy: this.#policy(host), observer: this.#invariants }));
    this.#invariants.watch(this.#hosts, this.#coordinator);
  }

  run(): History {
    const start = this.#world.nowMs;
    this.#coordinator.start();
    for (const host of this.#hosts) host.start();
    this.#operate();
    this.#disturb();
    this.#world.run(start + FAULTY_MS, () => this.#check());
    this.#world.faults = 0;
    this.#world.note("healed");
    this.#world.run(start + FAULTY_MS + HEALED_MS, () => this.#check());
    this.#invariants.logGivesState(ENVIRONMENT, APP);
    this.#invariants.converged();
    return this.#history();
  }

  #check(): void {
    this.#invariants.check();
    if (++this.#happenings % 500 === 0) this.#invariants.logGivesState(ENVIRONMENT, APP);
  }

  #operate(): void {
    if (this.#world.faults === 0) return;
    this.#world.after(this.#world.between(500, 25_000), () => {
      const what = this.#world.random();
      if (what < 0.6) this.#request("deploy");
      else if (what < 0.8) this.#request("rollback");
      else this.#coordinator.input("operator:alice", { kind: "abort-requested", rollout: null, note: "" });
      this.#operate();
    });
  }

  #request(rolloutKind: "deploy" | "rollback"): void {
    const release =
      rolloutKind === "deploy" ? this.#world.pick(this.#releases.refs) : rollbackTarget(this.#coordinator.state, SLOT_DEFAULT);
    if (release === null) return;
    const hosts = this.#hosts.map(({ host }) => ({ host, datacenter: "dc1" }));
    const id = `q${++this.#requests}`;
    const repair = this.#world.random() < 0.5;
    const request = {
      kind: "rollout-requested",
      requestId: id,
      rollout: `r${this.#requests}` as RolloutId,
      rolloutKind,
      slot: SLOT_DEFAULT,
      release,
      hosts,
      repair,
      note: "",
      policy: POLICY,
    } as const;
    this.#world.note(`operator asks ${rolloutKind} of ${release.tag} as ${request.rollout}`);
    this.#coordinator.input("operator:alice", request);
    if (this.#world.fault(0.2)) this.#coordinator.input("operator:alice", request);
  }

  #disturb(): void {
    if (this.#world.faults === 0) return;
    this.#world.after(this.#world.between(200, 15_000), () => {
      if (this.#world.faults === 0) return;
      const host = this.#world.pick(this.#hosts);
      const what = this.#world.random();
      if (what < 0.3) host.crash();
      else if (what < 0.45) this.#coordinator.crash();
      else if (what < 0.65) host.breakSession();
      else if (what < 0.75) this.#coordinator.backup();
      else if (what < 0.8) this.#restore();
      else if (what < 0.92) this.#reverse(host);
      else this.#changeByHand(host);
      this.#disturb();
    });
  }

  #restore(): void {
    this.#coordinator.restore();
    this.#invariants.forgetAborts();
  }

  #reverse(host: SimulatedHost): void {
    this.#reversals++;
    host.reverse();
  }

  #changeByHand(host: SimulatedHost): void {
    const revision = this.#world.pick([...host.revisions.keys(), null]) as RevisionId | null;
    if (revision === null) return;
    this.#world.note(`a hand points ${host.host} at ${revision}`);
    this.#invariants.touched.add(host.host);
    host.slots.set(SLOT_DEFAULT, { kind: "revision", revision });
  }

  #policy(host: HostId): AgentPolicy {
    const verifyEnvelope: AgentPolicy["verifyEnvelope"] = (_app, envelope) => this.#releases.verify(envelope);
    const apps = { [APP]: { environment: ENVIRONMENT, keepRevisions: 2 } } as AgentPolicy["apps"];
    return { host, agentVersion: "0", apps, verifyEnvelope, formatVersions: [1], codecs: [] };
  }

  #history(): History {
    const { log, restored } = this.#coordinator;
    const ended = { succeeded: 0, failed: 0, aborted: 0 };
    for (const line of this.#endings(log)) ended[line]++;
    const { swaps, lateSwaps } = this.#invariants;
    return { seed: this.#world.seed, ...ended, swaps, lateSwaps, restores: restored, reversals: this.#reversals };
  }

  #endings(log: SimulatedCoordinator["log"]): readonly ("succeeded" | "failed" | "aborted")[] {
    const endings: ("succeeded" | "failed" | "aborted")[] = [];
    let state = emptyStream(ENVIRONMENT, APP);
    for (const logged of log) {
      const result = step(state, logged);
      state = result.state;
      for (const effect of result.effects)
        if (effect.kind === "rollout-ended") endings.push(effect.state as "succeeded" | "failed" | "aborted");
    }
    return endings;
  }
}
