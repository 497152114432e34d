/** The coordinator: the shipped `step`, a log that survives crashes, and a shell that appends before it acts and may die in between. */
import { emptyStream, step } from "../../coordinator/rollout/step.ts";
import type { LoggedEvent, StreamEffect, StreamEvent, StreamState } from "../../coordinator/rollout/state.ts";
import type { AgentMessage, Intent, Stamp } from "../../proto/messages.ts";
import type { AppName, EnvironmentName, HostId, Principal } from "../../runtime/ids.ts";
import type { Network, Session } from "./network.ts";
import type { SimulatedReleases } from "./releases.ts";
import type { World } from "./world.ts";

export interface CoordinatorDeps {
  readonly world: World;
  readonly network: Network;
  readonly releases: SimulatedReleases;
  readonly environment: EnvironmentName;
  readonly app: AppName;
}

export class SimulatedCoordinator {
  log: LoggedEvent[] = [];
  state: StreamState;
  up = false;
  restored = 0;
  restoredAtMs = 0;
  readonly #deps: CoordinatorDeps;
  readonly #sessions = new Map<HostId, { readonly session: Session; stamp: Stamp }>();
  #backup: LoggedEvent[] | null = null;
  #generation = 0;

  constructor(deps: CoordinatorDeps) {
    this.#deps = deps;
    this.state = emptyStream(deps.environment, deps.app);
  }

  start(): void {
    const { world, network } = this.#deps;
    this.up = true;
    const generation = ++this.#generation;
    this.state = fold(this.log, emptyStream(this.#deps.environment, this.#deps.app));
    network.listen({ receive: (session, message) => this.#receive(session, message), closed: (session) => this.#closed(session) });
    world.note(`coordinator starts with ${this.log.length} events`);
    this.input("coordinator:main", { kind: "coordinator-started" });
    const tick = (): void => {
      if (this.#generation !== generation) return;
      this.input("coordinator:main", { kind: "ticked" });
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
    for (const { session } of this.#sessions.values()) network.close(session);
    this.#sessions.clear();
    world.after(world.between(200, 5_000), () => this.start());
  }

  backup(): void {
    this.#backup = [...this.log];
  }

  restore(): void {
    if (this.#backup === null) return;
    this.#deps.world.note(`coordinator restored from a backup of ${this.#backup.length} of ${this.log.length} events`);
    this.log = [...this.#backup];
    this.restored++;
    this.restoredAtMs = this.#deps.world.nowMs;
    this.crash();
  }

  /** Returns the effects that were carried out. */
  input(principal: string, event: StreamEvent): readonly StreamEffect[] {
    if (!this.up) return [];
    const logged: LoggedEvent = {
      version: this.log.length + 1,
      atUnixMs: this.#deps.world.nowMs,
      principal: principal as Principal,
      event,
    };
    const { state, effects } = step(this.state, logged);
    if (state === this.state && effects.length === 0) return [];
    if (state !== this.state) this.log.push(structuredClone(logged));
    this.state = state;
    if (this.#deps.world.fault(0.003)) {
      this.crash();
      return [];
    }
    for (const effect of effects) this.#carryOut(effect);
    return effects;
  }

  #receive(session: Session, message: AgentMessage): void {
    const { host } = session;
    const { report, stamp } = message;
    if (report.kind === "hello") {
      const before = this.#sessions.get(host);
      if (before !== undefined && before.session.number > session.number) return;
      if (before !== undefined && before.session !== session) this.#deps.network.close(before.session);
      this.#sessions.set(host, { session, stamp });
      this.input(`agent:${host}`, { kind: "host-connected", host, lane: report.lanes[0] ?? null });
      return;
    }
    const current = this.#sessions.get(host);
    if (current?.session === session && stamp.clockMs > current.stamp.clockMs) current.stamp = stamp;
    if (report.kind === "answer") {
      const { commandId, position, answer } = report;
      this.input(`agent:${host}`, { kind: "host-answered", host, commandId, position, answer });
    }
    if (report.kind === "slot-changed")
      this.input(`agent:${host}`, { kind: "slot-changed", host, slot: report.slot, failure: report.failure });
  }

  #closed(session: Session): void {
    if (this.#sessions.get(session.host)?.session !== session) return;
    this.#sessions.delete(session.host);
    this.input("coordinator:main", { kind: "host-disconnected", host: session.host });
  }

  #carryOut(effect: StreamEffect): void {
    const { world, network, releases, environment, app } = this.#deps;
    if (effect.kind === "rollout-ended") return world.note(`rollout ${effect.rollout} ${effect.state}`);
    if (effect.kind === "reject" || effect.kind === "rollout-open") return;
    const live = this.#sessions.get(effect.host);
    if (live === undefined) return;
    if (effect.kind === "send-cancel") return network.down(live.session, { kind: "cancel", target: effect.target });
    const { commandId, position, slot, deadlineUnixMs, release } = effect;
    const base = { environment, app, slot, commandId, position, deadlineUnixMs, release };
    const intent: Intent =
      effect.kind === "send-prepare"
        ? { kind: "prepare", ...base, ...releases.package(release) }
        : {
            kind: "activate",
            ...base,
            tree: effect.tree,
            repair: effect.repair,
            lease: { instance: live.stamp.instance, untilMs: live.stamp.clockMs + effect.leaseMs },
          };
    network.down(live.session, { kind: "intent", intent });
  }
}

export function fold(log: readonly LoggedEvent[], empty: StreamState): StreamState {
  return log.reduce((state, logged) => step(state, logged).state, empty);
}
