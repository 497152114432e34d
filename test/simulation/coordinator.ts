/**
 * The coordinator: the shipped `step` for the stream of each app, logs that survive crashes, and a shell that appends before it acts and may
 * die in between. A backup is of all logs at one time.
 */
import { convergePolicy } from "../../coordinator/rollout/policy.ts";
import { decodeState, encodeState } from "../../coordinator/rollout/snapshots.ts";
import { emptyStream, step } from "../../coordinator/rollout/step.ts";
import type { LoggedEvent, StreamEffect, StreamEvent } from "../../coordinator/rollout/events.ts";
import type { StreamState } from "../../coordinator/rollout/state.ts";
import type { AgentMessage, Hello, Intent, Stamp } from "../../proto/messages.ts";
import type { AppName, EnvironmentName, HostId, Principal, RolloutId } from "../../runtime/ids.ts";
import type { Network, Session } from "./network.ts";
import type { SimulatedReleases } from "./releases.ts";
import { frozen } from "./world.ts";
import type { World } from "./world.ts";

export interface CoordinatorDeps {
  readonly world: World;
  readonly network: Network;
  readonly environment: EnvironmentName;
  readonly releases: ReadonlyMap<AppName, SimulatedReleases>;
  /** The apps a host is registered with. */
  readonly appsOf: (host: HostId) => readonly AppName[];
  /** After each appended event, before its effects. */
  readonly observe: (app: AppName, before: StreamState, after: StreamState) => void;
}

interface Stream {
  readonly log: LoggedEvent[];
  readonly state: StreamState;
}

export class SimulatedCoordinator {
  up = false;
  upSinceMs = 0;
  restored = 0;
  /** Rollouts of hosts that had missed a release. */
  converged = 0;
  readonly #deps: CoordinatorDeps;
  readonly #streams = new Map<AppName, Stream>();
  readonly #sessions = new Map<HostId, { readonly session: Session; stamp: Stamp }>();
  #backup: ReadonlyMap<AppName, readonly LoggedEvent[]> | null = null;
  #generation = 0;

  constructor(deps: CoordinatorDeps) {
    this.#deps = deps;
    for (const app of deps.releases.keys()) this.#streams.set(app, { log: [], state: emptyStream(deps.environment, app) });
  }

  get apps(): readonly AppName[] {
    return [...this.#streams.keys()];
  }

  state(app: AppName): StreamState {
    return this.#stream(app).state;
  }

  log(app: AppName): readonly LoggedEvent[] {
    return this.#stream(app).log;
  }

  /** What a restart makes of the log alone. */
  folded(app: AppName): StreamState {
    return this.log(app).reduce((state, logged) => step(state, logged).state, emptyStream(this.#deps.environment, app));
  }

  start(): void {
    const { world, network } = this.#deps;
    if (this.up) return;
    this.up = true;
    this.upSinceMs = world.nowMs;
    const generation = ++this.#generation;
    // As from a snapshot: what it keeps must be all there is.
    for (const app of this.apps) this.#streams.set(app, { log: this.#stream(app).log, state: decodeState(encodeState(this.folded(app))) });
    network.listen({ receive: (session, message) => this.#receive(session, message), closed: (session) => this.#closed(session) });
    world.note("coordinator starts");
    for (const app of this.apps) this.input(app, "coordinator:main", { kind: "coordinator-started" });
    const tick = (): void => {
      if (this.#generation !== generation) return;
      for (const app of this.apps) this.input(app, "coordinator:main", { kind: "ticked" });
      world.after(1_000, tick);
    };
    world.after(1_000, tick);
  }

  crash(): void {
    if (!this.up) return;
    const { world, network } = this.#deps;
    world.note("coordinator crashes");
    this.up = false;
    this.#generation++;
    network.listen(null);
    this.#sessions.clear();
    world.after(world.between(200, 5_000), () => this.start());
  }

  backup(): void {
    this.#backup = new Map(this.apps.map((app) => [app, [...this.log(app)]]));
  }

  /** False where there is no backup. */
  restore(): boolean {
    if (this.#backup === null) return false;
    this.#deps.world.note("coordinator is restored from a backup");
    for (const [app, log] of this.#backup) this.#streams.set(app, { log: [...log], state: this.state(app) });
    this.restored++;
    this.crash();
    return true;
  }

  breakSessions(): void {
    for (const { session } of this.#sessions.values()) this.#deps.network.close(session);
  }

  /** Returns the effects that were carried out. */
  input(app: AppName, principal: string, event: StreamEvent): readonly StreamEffect[] {
    if (!this.up) return [];
    const { log, state } = this.#stream(app);
    const logged: LoggedEvent = { version: log.length + 1, atUnixMs: this.#deps.world.nowMs, principal: principal as Principal, event };
    const next = step(state, logged);
    if (next.state === state && next.effects.length === 0) return [];
    log.push(frozen(logged));
    this.#streams.set(app, { log, state: frozen(next.state) });
    this.#deps.observe(app, state, next.state);
    const generation = this.#generation;
    for (const effect of next.effects) {
      if (this.#deps.world.fault(0.002)) this.crash();
      if (this.#generation !== generation) return [];
      this.#carryOut(app, effect);
    }
    return next.effects;
  }

  /** Says something to a host that no stream knows of. */
  say(host: HostId, intent: Intent): void {
    const live = this.#sessions.get(host);
    if (live !== undefined) this.#deps.network.down(live.session, { kind: "intent", intent });
  }

  #stream(app: AppName): Stream {
    return this.#streams.get(app) as Stream;
  }

  #receive(session: Session, { report, stamp }: AgentMessage): void {
    const { host } = session;
    if (report.kind === "hello") return this.#greet(session, stamp, report);
    const current = this.#sessions.get(host);
    if (current?.session === session && stamp.clockMs > current.stamp.clockMs) current.stamp = stamp;
    if (
      report.kind === "heartbeat" ||
      report.kind === "progress" ||
      report.kind === "verified" ||
      report.kind === "announce" ||
      report.kind === "preseed" ||
      !this.#deps.appsOf(host).includes(report.app)
    )
      return;
    if (report.kind === "slot-changed") {
      const { slot, failure } = report;
      return void this.input(report.app, `agent:${host}`, { kind: "slot-changed", host, slot, failure });
    }
    const { commandId, position, answer } = report;
    this.input(report.app, `agent:${host}`, { kind: "host-answered", host, commandId, position, answer });
  }

  #greet(session: Session, stamp: Stamp, hello: Hello): void {
    const { host } = session;
    const before = this.#sessions.get(host);
    if (before !== undefined && before.session.number > session.number) return;
    if (before !== undefined && before.session !== session) this.#deps.network.close(before.session);
    this.#sessions.set(host, { session, stamp });
    for (const app of this.#deps.appsOf(host)) {
      const lane = hello.lanes.find((candidate) => candidate.app === app) ?? null;
      this.input(app, `agent:${host}`, { kind: "host-connected", host, lane });
    }
  }

  #closed(session: Session): void {
    const { host } = session;
    if (this.#sessions.get(host)?.session !== session) return;
    this.#sessions.delete(host);
    for (const app of this.#deps.appsOf(host)) this.input(app, "coordinator:main", { kind: "host-disconnected", host });
  }

  #carryOut(app: AppName, effect: StreamEffect): void {
    const { world, network, environment } = this.#deps;
    if (effect.kind === "rollout-ended") return world.note(`rollout ${effect.rollout} of ${app} ${effect.state}`);
    if (effect.kind === "reject" || effect.kind === "rollout-open" || effect.kind === "rollout-queued") return;
    // Its clock brings what is next.
    if (effect.kind === "begin-next") return;
    if (effect.kind === "converge") return this.#converge(app, effect);
    if (effect.kind === "evaluate-gate") return this.#evaluate(app, effect);
    const live = this.#sessions.get(effect.host);
    if (live === undefined) return;
    if (effect.kind === "send-cancel") return network.down(live.session, { kind: "cancel", target: effect.target });
    // Beside the lanes: no invariant of theirs may depend on it.
    if (effect.kind === "send-preseeds") return;
    const { commandId, position, slot, deadlineUnixMs, release } = effect;
    const base = { environment, app, slot, commandId, position, deadlineUnixMs, release };
    const bundles = this.#deps.releases.get(app) as SimulatedReleases;
    const lease = { instance: live.stamp.instance, untilMs: 0 };
    const intent: Intent =
      effect.kind === "send-prepare"
        ? { kind: "prepare", ...base, ...bundles.package(release, effect.withBase) }
        : {
            kind: "activate",
            ...base,
            tree: effect.tree,
            repair: effect.repair,
            // Some hosts bake longer than their coordinator waits: nobody asks it.
            bakeMs: effect.bakeMs + (position.sequence % 3) * 3_000,
            labels: {},
            lease: { ...lease, untilMs: live.stamp.clockMs + effect.leaseMs },
          };
    network.down(live.session, { kind: "intent", intent: frozen(intent) });
  }

  #converge(app: AppName, { hosts, slot, release }: Extract<StreamEffect, { kind: "converge" }>): void {
    const { world } = this.#deps;
    const policy = this.state(app).rollout?.policy;
    const generation = this.#generation;
    world.after(world.between(0, 50), () => {
      if (this.#generation !== generation || policy === undefined) return;
      const rollout = `c${++this.converged}` as RolloutId;
      const about = { requestId: rollout, rollout, rolloutKind: "deploy", slot, release, repair: false, note: "" } as const;
      const named = hosts.map((host) => ({ host, datacenter: "dc1" }));
      const asked = { ...about, hosts: named, policy: convergePolicy(policy), converges: true } as const;
      this.input(app, "coordinator:main", { kind: "rollout-requested", ...asked });
    });
  }

  /** A service behind a gate: slow, and not always there. */
  #evaluate(app: AppName, { rollout, wave, gate, question, samples }: Extract<StreamEffect, { kind: "evaluate-gate" }>): void {
    const { world } = this.#deps;
    const generation = this.#generation;
    if (world.fault(0.1)) return;
    const verdict = world.pick(["pass", "fail", "no-data", "no-data"] as const);
    world.after(world.between(10, 3_000), () => {
      if (this.#generation !== generation) return;
      this.input(app, "coordinator:main", { kind: "gate-evaluated", rollout, wave, gate, question, verdict, evidence: "", samples });
    });
  }
}
