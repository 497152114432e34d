/** One host: the shipped `step`, a disk and a journal that survive crashes, and a shell that may die between any two effects. */
import { initialState, step } from "../../agent/step.ts";
import type { AgentEffect, AgentEvent, AgentPolicy, AgentState, AppOnDisk, Lane } from "../../agent/state.ts";
import type { AgentMessage, CoordinatorMessage, Report, SlotContent } from "../../proto/messages.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { AppName, Digest, HostId, InstanceId, ReleaseId, RevisionId, SlotName } from "../../runtime/ids.ts";
import type { Network, Session } from "./network.ts";
import type { World } from "./world.ts";

export interface HostDeps {
  readonly world: World;
  readonly network: Network;
  readonly policy: AgentPolicy;
  readonly app: AppName;
  readonly observer: HostObserver;
}

/** What the invariants are told. */
export interface HostObserver {
  saved(host: HostId, before: Lane | undefined, after: Lane): void;
  sent(host: HostId, report: Report, journal: ReadonlyMap<AppName, Lane>): void;
  renamed(
    host: HostId,
    swap: { readonly slot: SlotName; readonly to: RevisionId | null; readonly commandId: string | null; readonly late: boolean },
  ): void;
}

interface DiskRevision {
  readonly release: ReleaseId;
  readonly tree: Digest;
  readonly fromTree: Digest | null;
}

type Happening = AgentEvent extends infer E ? (E extends AgentEvent ? Omit<E, "now"> : never) : never;

export class SimulatedHost {
  readonly host: HostId;
  readonly slots = new Map<SlotName, SlotContent>();
  readonly revisions = new Map<RevisionId, DiskRevision>();
  readonly journal = new Map<AppName, Lane>();
  state: AgentState | null = null;
  /** Revisions that were ever committed here. */
  readonly everCommitted = new Set<ReleaseId>();
  readonly #deps: HostDeps;
  #session: Session | null = null;
  #generation = 0;
  #boot = 0;
  #clockOffsetMs = 0;
  readonly #rate: number;

  constructor(host: HostId, deps: HostDeps) {
    this.host = host;
    this.#deps = deps;
    this.#rate = 1 + (deps.world.random() - 0.5) * 0.02;
    deps.network.attach(host, {
      receive: (session, message) => this.#receive(session, message),
      closed: (session) => this.#closed(session),
    });
  }

  get clockMs(): number {
    return Math.floor((this.#deps.world.nowMs - 1_800_000_000_000) * this.#rate) + 1_000 + this.#clockOffsetMs;
  }

  start(): void {
    const { world } = this.#deps;
    const generation = ++this.#generation;
    if (world.fault(0.2)) this.#boot++;
    this.state = initialState({ instance: `i${this.host}-${generation}` as InstanceId, bootId: `boot-${this.#boot}` });
    world.note(`${this.host} starts (${generation})`);
    this.#happen({ kind: "started", lanes: [...this.journal.values()], disk: this.#disk() });
    this.#every(1_000, () => this.#happen({ kind: "tick" }));
    this.#every(1_000, () => this.#say({ kind: "heartbeat" }));
    this.#every(world.between(200, 2_000), () => this.#dial());
  }

  crash(): void {
    if (this.state === null) return;
    this.#deps.world.note(`${this.host} crashes`);
    this.state = null;
    this.#generation++;
    if (this.#session !== null) this.#deps.network.close(this.#session);
    this.#session = null;
    this.#deps.world.after(this.#deps.world.between(100, 4_000), () => this.start());
  }

  breakSession(): void {
    if (this.#session !== null) this.#deps.network.close(this.#session);
  }

  reverse(): void {
    const failure = toFailure(new ShoalError("E_REVERTED", "its own checks failed"));
    this.#happen({ kind: "reversal", app: this.#deps.app, slot: "current" as SlotName, failure });
  }

  get connected(): boolean {
    return this.#session !== null && this.#session.open;
  }

  #dial(): void {
    if (this.connected) return;
    const session = this.#deps.network.dial(this.host);
    if (session === null) return;
    this.#session = session;
    this.#happen({ kind: "connected", disk: this.#disk() });
  }

  #receive(session: Session, message: CoordinatorMessage): void {
    // Late messages of an ended session are let through: the state machine must bear them.
    this.#deps.world.note(
      `${this.host} gets ${message.kind} ${message.kind === "intent" ? `${message.intent.kind} ${message.intent.commandId}` : ""} (session ${session.number})`,
    );
    if (message.kind === "intent") this.#happen({ kind: "intent", intent: message.intent });
    if (message.kind === "cancel") this.#happen({ kind: "cancel", target: message.target });
  }

  #closed(session: Session): void {
    if (this.#session !== session) return;
    this.#session = null;
    this.#happen({ kind: "disconnected" });
  }

  #happen(event: Happening): void {
    if (this.state === null) return;
    const result = step(this.#deps.policy, this.state, {
      ...event,
      now: { unixMs: this.#deps.world.nowMs, clockMs: this.clockMs },
    } as AgentEvent);
    this.state = result.state;
    const generation = this.#generation;
    for (const effect of result.effects) {
      if (this.#deps.world.fault(0.004)) return this.crash();
      this.#carryOut(effect);
      if (this.#generation !== generation) return;
    }
  }

  #carryOut(effect: AgentEffect): void {
    const { world, observer } = this.#deps;
    switch (effect.kind) {
      case "save":
        observer.saved(this.host, this.journal.get(effect.lane.app), effect.lane);
        this.journal.set(effect.lane.app, structuredClone(effect.lane));
        return;
      case "send":
        return this.#say(effect.report);
      case "materialize":
        return this.#later(world.between(50, 3_000), () => this.#materialize(effect));
      case "stop":
        return this.#later(world.between(1, 200), () => this.#happen({ kind: "stopped", app: effect.app, commandId: effect.commandId }));
      case "commit":
        return this.#later(world.between(5, 100), () => this.#commit(effect));
      case "read-slot":
        return this.#later(world.between(0, 5), () => {
          this.#happen({
            kind: "slot-read",
            app: effect.app,
            commandId: effect.commandId,
            slot: effect.slot,
            content: this.#slot(effect.slot),
          });
        });
      case "swap":
        return this.#later(world.between(0, 5), () => this.#swap(effect));
      case "remove":
        return this.#later(world.between(1, 50), () => {
          if ([...this.slots.values()].some((content) => content.kind === "revision" && content.revision === effect.revision)) {
            const failure = toFailure(new ShoalError("E_IN_USE", "a slot names it"));
            return this.#happen({ kind: "remove-failed", app: effect.app, revision: effect.revision, failure });
          }
          this.revisions.delete(effect.revision);
          this.#happen({ kind: "removed", app: effect.app, revision: effect.revision });
        });
      case "warn":
        return world.note(`${this.host} warns: ${effect.message}`);
    }
  }

  #materialize(effect: Extract<AgentEffect, { kind: "materialize" }>): void {
    const { app, commandId, route } = effect;
    if (this.#deps.world.fault(0.05)) {
      return this.#happen({
        kind: "materialize-failed",
        app,
        commandId,
        failure: toFailure(new ShoalError("E_SWARM", "no peer has the pieces")),
      });
    }
    if (route.fromTree !== null && !effect.sources.some((revision) => this.revisions.get(revision)?.tree === route.fromTree)) {
      return this.#happen({
        kind: "materialize-failed",
        app,
        commandId,
        failure: toFailure(new ShoalError("E_BASE", "the base is not here")),
      });
    }
    this.#happen({
      kind: "materialized",
      app,
      commandId,
      stats: { bytesFromSeed: 1, bytesFromHosts: 1, durationMs: 5, route: route.kind },
    });
  }

  #commit(effect: Extract<AgentEffect, { kind: "commit" }>): void {
    const { app, commandId, revision, release, fromTree } = effect;
    if (this.#deps.world.fault(0.02)) return this.crash();
    this.revisions.set(revision, { release: release.id, tree: release.release.tree, fromTree });
    this.everCommitted.add(release.id);
    if (this.#deps.world.fault(0.02)) return this.crash();
    this.#happen({ kind: "committed", app, commandId, revision });
  }

  /** The guard, then perhaps a long pause (a suspended machine), then the rename. */
  #swap(effect: Extract<AgentEffect, { kind: "swap" }>): void {
    const { app, slot, untilMs } = effect;
    const failed = (code: "E_DRIFT" | "E_LEASE", message: string): void =>
      this.#happen({ kind: "swap-failed", app, slot, failure: toFailure(new ShoalError(code, message)) });
    if (JSON.stringify(this.#slot(slot)) !== JSON.stringify(effect.expect)) return failed("E_DRIFT", "changed meanwhile");
    if (untilMs !== null && this.clockMs >= untilMs) return failed("E_LEASE", "the lease is over");
    if (this.#deps.world.fault(0.03)) return this.#later(this.#deps.world.between(10, 20_000), () => this.#rename(effect));
    this.#rename(effect);
  }

  #rename(effect: Extract<AgentEffect, { kind: "swap" }>): void {
    const { app, slot, to, untilMs } = effect;
    const work = this.state?.busy[app];
    const commandId = work?.kind === "intent" ? work.commandId : null;
    this.#deps.world.note(`${this.host} renames ${slot} to ${to}`);
    this.#deps.observer.renamed(this.host, { slot, to, commandId, late: untilMs !== null && this.clockMs >= untilMs });
    this.slots.set(slot, to === null ? { kind: "absent" } : { kind: "revision", revision: to });
    if (this.#deps.world.fault(0.05)) return this.crash();
    this.#happen({ kind: "swapped", app, slot, to });
  }

  #slot(slot: SlotName): SlotContent {
    return this.slots.get(slot) ?? { kind: "absent" };
  }

  #disk(): readonly AppOnDisk[] {
    const revisions = [...this.revisions].map(([revision, record]) => ({ revision, ...record }));
    return [{ app: this.#deps.app, slots: Object.fromEntries(this.slots) as AppOnDisk["slots"], revisions }];
  }

  #say(report: Report): void {
    if (this.#session === null || this.state === null) return;
    this.#deps.observer.sent(this.host, report, this.journal);
    const message: AgentMessage = { stamp: { instance: this.state.instance, clockMs: this.clockMs }, report };
    this.#deps.network.up(this.#session, message);
  }

  #later(delayMs: number, run: () => void): void {
    const generation = this.#generation;
    this.#deps.world.after(delayMs, () => {
      if (this.#generation === generation) run();
    });
  }

  #every(periodMs: number, run: () => void): void {
    this.#later(periodMs, () => {
      run();
      this.#every(periodMs, run);
    });
  }
}
