/** One host: the shipped `step`, disks and a journal that survive crashes, and a shell that may die between any two effects. */
import { decodeLane, encodeLane } from "../../agent/lane-json.ts";
import { initialState, step } from "../../agent/step.ts";
import type { AgentEffect, AgentEvent, AgentPolicy, AgentState, Lane } from "../../agent/state.ts";
import type { ActivationStep, AgentMessage, AnswerReport, CoordinatorMessage, Report } from "../../proto/messages.ts";
import { NO_WORK } from "../../proto/messages.ts";
import type { ErrorCode } from "../../runtime/errors.ts";
import type { AppName, CommandId, HostId, InstanceId, ReleaseId, RevisionId, SlotName } from "../../runtime/ids.ts";
import { SimulatedDisk } from "./disk.ts";
import { failure, planOf, Ran, stepOf } from "./host-steps.ts";
import type { Network, Session } from "./network.ts";
import { frozen } from "./world.ts";
import type { World } from "./world.ts";

export interface HostDeps {
  readonly world: World;
  readonly network: Network;
  readonly policy: AgentPolicy;
  readonly observer: HostObserver;
  /** Of what always fails here. */
  readonly fails?: (phase: ActivationStep["phase"], release: ReleaseId | undefined) => boolean;
}

/** What the invariants are told, each before it happens. */
export interface HostObserver {
  saved(host: SimulatedHost, before: Lane | undefined, after: Lane): void;
  sent(host: SimulatedHost, report: Report): void;
  renamed(host: SimulatedHost, swap: Rename): void;
  committed(host: SimulatedHost, app: AppName, made: { readonly revision: RevisionId; readonly release: ReleaseId }): void;
  removed(host: SimulatedHost, app: AppName, revision: RevisionId): void;
  /** What a lane is asked to do while it does something already. */
  overlapped(host: SimulatedHost, app: AppName, what: { readonly running: string; readonly asked: string }): void;
  fetching(host: SimulatedHost, effect: EffectOf<"materialize">): void;
  running(host: SimulatedHost, effect: EffectOf<"run-steps">): void;
  /** After a step and its effects. */
  stepped(host: SimulatedHost, event: AgentEvent): void;
  /** After a step for a message, with the lane as it was journaled before. */
  received(host: SimulatedHost, message: CoordinatorMessage, seen: Seen): void;
}

export interface Seen {
  readonly before: Lane | undefined;
  readonly answers: readonly AnswerReport[];
}

export interface Rename {
  readonly app: AppName;
  readonly slot: SlotName;
  readonly to: RevisionId | null;
  /** After the end of its lease. */
  readonly late: boolean;
}

type Happening = AgentEvent extends infer E ? (E extends AgentEvent ? Omit<E, "now"> : never) : never;
export type EffectOf<Kind extends AgentEffect["kind"]> = Extract<AgentEffect, { kind: Kind }>;

export class SimulatedHost {
  readonly host: HostId;
  readonly disks: ReadonlyMap<AppName, SimulatedDisk>;
  readonly journal = new Map<AppName, Lane>();
  readonly ran = new Ran();
  state: AgentState | null = null;
  /** Error of the wall clock. */
  skewMs = 0;
  readonly #deps: HostDeps;
  readonly #stoppable = new Map<CommandId, number>();
  /** What works in each lane: the shell of one lane never does two things at once. */
  readonly #working = new Map<AppName, string>();
  readonly #rate: number;
  #session: Session | null = null;
  #generation = 0;
  #works = 0;
  #boot = 0;
  #bootedAtMs = 0;

  constructor(host: HostId, deps: HostDeps) {
    this.host = host;
    this.#deps = deps;
    this.disks = new Map((Object.keys(deps.policy.apps) as AppName[]).map((app) => [app, new SimulatedDisk(app)]));
    this.#rate = 1 + (deps.world.random() - 0.5) * 0.2;
    deps.network.attach(host, {
      receive: (session, message) => this.#receive(session, message),
      closed: (session) => this.#closed(session),
    });
  }

  get apps(): readonly AppName[] {
    return [...this.disks.keys()];
  }

  get bootId(): string {
    return `boot-${this.#boot}`;
  }

  /** Since the machine's boot. */
  get clockMs(): number {
    return Math.floor((this.#deps.world.elapsedMs - this.#bootedAtMs) * this.#rate) + 1_000;
  }

  get connected(): boolean {
    return this.#session !== null && this.#session.open;
  }

  disk(app: AppName): SimulatedDisk {
    return this.disks.get(app) as SimulatedDisk;
  }

  start(): void {
    const { world } = this.#deps;
    if (this.state !== null) return;
    const generation = ++this.#generation;
    if (world.fault(0.3)) this.#reboot();
    this.state = initialState({ instance: `i${this.host}-${generation}` as InstanceId, bootId: this.bootId });
    world.note(`${this.host} starts (${generation}, ${this.bootId})`);
    // What the journal gives back shares nothing with what was saved.
    const lanes = [...this.journal.values()].map((lane) => frozen(decodeLane(encodeLane(lane))));
    this.#happen({ kind: "started", lanes, disk: this.#read() });
    if (this.#generation !== generation) return;
    this.#every(1_000, () => this.#happen({ kind: "tick" }));
    this.#every(1_500, () => this.#say({ kind: "heartbeat" }));
    this.#every(world.between(200, 2_000), () => this.#dial());
  }

  crash(backInMs = this.#deps.world.between(100, 4_000)): void {
    if (this.state === null) return;
    this.#deps.world.note(`${this.host} crashes`);
    this.state = null;
    this.#generation++;
    this.#stoppable.clear();
    this.#working.clear();
    this.breakSession();
    this.#session = null;
    this.#deps.world.after(backInMs, () => this.start());
  }

  breakSession(): void {
    if (this.#session !== null) this.#deps.network.close(this.#session);
  }

  reverse(app: AppName, slot: SlotName): void {
    this.#happen({ kind: "reversal", app, slot, failure: failure("E_REVERTED", "its own checks failed") });
  }

  damage(app: AppName, revision: RevisionId): void {
    this.#happen({ kind: "damage-found", app, revision, failure: failure("E_DIGEST", "a bit has rotted") });
  }

  #reboot(): void {
    this.#boot++;
    this.#bootedAtMs = this.#deps.world.elapsedMs;
  }

  #dial(): void {
    if (this.connected) return;
    const session = this.#deps.network.dial(this.host);
    if (session === null) return;
    this.#session = session;
    this.#happen({ kind: "connected", disk: this.#read() });
  }

  #receive(session: Session, message: CoordinatorMessage): void {
    // Late messages of an ended session are let through: the state machine must bear them.
    const what = message.kind === "intent" ? `${message.intent.kind} ${message.intent.commandId}` : "";
    this.#deps.world.note(`${this.host} gets ${message.kind} ${what} (session ${session.number})`);
    if (message.kind !== "intent" && message.kind !== "cancel") return;
    const before = this.journal.get(message.kind === "intent" ? message.intent.app : message.target.app);
    const effects = this.#happen(message.kind === "intent" ? message : { kind: "cancel", target: message.target });
    const sent = effects?.flatMap((effect) => (effect.kind === "send" && effect.report.kind === "answer" ? [effect.report] : []));
    if (sent !== undefined) this.#deps.observer.received(this, message, { before, answers: sent });
  }

  #closed(session: Session): void {
    if (this.#session !== session) return;
    this.#session = null;
    this.#happen({ kind: "disconnected" });
  }

  /** Returns the effects, all of which were carried out; nothing where the process died on the way. */
  #happen(happening: Happening): readonly AgentEffect[] | undefined {
    if (this.state === null) return undefined;
    const { world, policy, observer } = this.#deps;
    const now = { unixMs: world.nowMs + this.skewMs, clockMs: this.clockMs };
    const event = { ...happening, now } as AgentEvent;
    const { state, effects } = step(policy, this.state, event);
    this.state = state;
    const generation = this.#generation;
    for (const effect of effects) {
      if (world.fault(0.004)) this.crash();
      else this.#carryOut(effect);
      if (this.#generation !== generation) return undefined;
    }
    observer.stepped(this, event);
    return effects;
  }

  #carryOut(effect: AgentEffect): void {
    const { world, observer } = this.#deps;
    switch (effect.kind) {
      case "save":
        observer.saved(this, this.journal.get(effect.lane.app), effect.lane);
        this.journal.set(effect.lane.app, frozen(effect.lane));
        return;
      case "send":
        return this.#say(effect.report);
      case "materialize":
        return this.#fetch(effect);
      case "stop":
        return this.#stop(effect);
      case "commit":
        return this.#work(effect, [5, 100], () => this.#commit(effect));
      case "verify":
        return this.#until(effect, [0, 300], () => this.#verified(effect));
      case "read-slot":
        return this.#work(effect, [0, 5], () => {
          const content = this.disk(effect.app).slot(effect.slot);
          const release = this.disk(effect.app).revisions.get(effect.revision)?.release ?? null;
          const plan = release === null ? null : planOf(release);
          this.#happen({ kind: "slot-read", app: effect.app, commandId: effect.commandId, slot: effect.slot, content, plan });
        });
      case "run-steps":
        return this.#runSteps(effect);
      case "swap":
        return this.#work(effect, [0, 5], () => this.#swap(effect));
      case "remove":
        return this.#work(effect, [1, 50], () => this.#remove(effect));
      case "warn":
        return world.note(`${this.host} warns: ${effect.message}`);
    }
  }

  /** Some never end by themselves: nobody has the pieces. */
  #fetch(effect: EffectOf<"materialize">): void {
    const { world, observer } = this.#deps;
    observer.fetching(this, effect);
    this.#until(effect, [50, world.fault(0.03) ? Infinity : 3_000], () => this.#fetched(effect));
  }

  /** Work that can be stopped. */
  #until(
    { app, kind, commandId }: EffectOf<"materialize" | "verify" | "run-steps">,
    [low, high]: readonly [number, number],
    run: () => void,
  ): void {
    const work = ++this.#works;
    this.#stoppable.set(commandId, work);
    this.#begin(app, kind);
    if (high === Infinity) return;
    this.#later(this.#deps.world.between(low, high), () => {
      if (this.#stoppable.get(commandId) !== work) return;
      this.#stoppable.delete(commandId);
      this.#working.delete(app);
      run();
    });
  }

  /** Most are quick, some outlive a lease, and the agent may die in the middle. */
  #runSteps(effect: EffectOf<"run-steps">): void {
    const { world, observer } = this.#deps;
    const { app, slot, phases } = effect;
    observer.running(this, effect);
    const span = [0, world.fault(0.05) ? 9_000 : 300] as const;
    for (const phase of phases) this.ran.began(app, slot, phase);
    if (phases.includes("bake")) return this.#later(world.between(...span), () => this.#stepsRun(effect));
    if (effect.fallback !== null) return this.#work(effect, span, () => this.#stepsRun(effect));
    this.#until(effect, span, () => this.#stepsRun(effect));
  }

  #stepsRun(effect: EffectOf<"run-steps">): void {
    const { world } = this.#deps;
    const { app, slot, commandId, phases } = effect;
    const steps: ActivationStep[] = [];
    for (const phase of phases) {
      const fails = world.fault(0.1) || this.#deps.fails?.(phase, this.disk(app).revisions.get(effect.revision)?.release) === true;
      const step = stepOf(phase, steps.some(({ outcome }) => outcome !== "passed") ? "skipped" : fails ? "failed" : "passed");
      steps.push(step);
      this.ran.ended(app, { slot, commandId, step });
    }
    if (world.fault(0.03)) return this.crash();
    const failed = steps.find(({ outcome }) => outcome === "failed");
    const why = failed === undefined ? null : failure(failed.kind === "check" ? "E_CHECK" : "E_HOOK", `${failed.phase} failed`);
    world.note(`${this.host} ran ${steps.map(({ phase, outcome }) => `${phase} ${outcome}`).join()} of ${commandId}`);
    this.#happen({ kind: "steps-run", app, slot, commandId, phases, steps, failure: why });
  }

  #stop({ app, commandId }: EffectOf<"stop">): void {
    this.#stoppable.delete(commandId);
    this.#working.set(app, "stop");
    this.#later(this.#deps.world.between(1, 200), () => {
      this.#working.delete(app);
      this.#happen({ kind: "stopped", app, commandId });
    });
  }

  #work({ app, kind }: { readonly app: AppName; readonly kind: string }, [low, high]: readonly [number, number], run: () => void): void {
    this.#begin(app, kind);
    this.#later(this.#deps.world.between(low, high), () => {
      this.#working.delete(app);
      run();
    });
  }

  #begin(app: AppName, asked: string): void {
    const running = this.#working.get(app);
    if (running !== undefined) this.#deps.observer.overlapped(this, app, { running, asked });
    this.#working.set(app, asked);
  }

  #fetched({ app, commandId, route, sources }: EffectOf<"materialize">): void {
    const lost = route.fromTree !== null && !sources.some((revision) => this.disk(app).revisions.get(revision)?.tree === route.fromTree);
    const reason = lost ? failure("E_BASE", "the base is not here") : this.#deps.world.fault(0.05) ? failure("E_SWARM", "no peer") : null;
    if (reason !== null) return void this.#happen({ kind: "materialize-failed", app, commandId, failure: reason });
    const stats = { ...NO_WORK, bytesFromSeed: 1, bytesFromHosts: 1, durationMs: 5, route: route.kind };
    this.#happen({ kind: "materialized", app, commandId, stats });
  }

  #verified({ app, commandId, revision }: EffectOf<"verify">): void {
    const found = !this.disk(app).revisions.has(revision) || this.#deps.world.fault(0.05);
    this.#happen({
      kind: "revision-verified",
      app,
      commandId,
      revision,
      failure: found ? failure("E_DIGEST", "a file has changed") : null,
    });
  }

  #commit(effect: EffectOf<"commit">): void {
    const { world, observer } = this.#deps;
    const { app, commandId, revision, release, fromTree } = effect;
    if (world.fault(0.02)) return this.crash();
    if (world.fault(0.02)) return void this.#happen({ kind: "commit-failed", app, commandId, failure: failure("E_IO", "an fsync failed") });
    observer.committed(this, app, { revision, release: release.id });
    this.disk(app).commit(revision, { release: release.id, tree: release.release.tree, fromTree });
    if (world.fault(0.02)) return this.crash();
    this.#happen({ kind: "committed", app, commandId, revision });
  }

  #remove({ app, revision }: EffectOf<"remove">): void {
    const { world, observer } = this.#deps;
    const failed = (code: ErrorCode): void =>
      void this.#happen({ kind: "remove-failed", app, revision, failure: failure(code, "not removed") });
    if (this.disk(app).names(revision)) return failed("E_IN_USE");
    if (world.fault(0.02)) return failed("E_IO");
    observer.removed(this, app, revision);
    this.disk(app).revisions.delete(revision);
    if (world.fault(0.02)) return this.crash();
    this.#happen({ kind: "removed", app, revision });
  }

  /** The guard, then perhaps a long pause (a suspended machine), then the rename. */
  #swap(effect: EffectOf<"swap">): void {
    const { world } = this.#deps;
    const { app, slot, untilMs, to } = effect;
    const failed = (code: ErrorCode): void => void this.#happen({ kind: "swap-failed", app, slot, failure: failure(code, "not renamed") });
    if (JSON.stringify(this.disk(app).slot(slot)) !== JSON.stringify(effect.expect)) return failed("E_DRIFT");
    if (to !== null && !this.disk(app).revisions.has(to)) return failed("E_NOT_PREPARED");
    if (world.fault(0.06)) return failed("E_IO");
    if (untilMs !== null && this.clockMs >= untilMs) return failed("E_LEASE");
    if (world.fault(0.15)) return this.#work({ app, kind: "rename" }, [10, 9_000], () => this.#rename(effect));
    this.#rename(effect);
  }

  #rename({ app, slot, to, untilMs }: EffectOf<"swap">): void {
    this.#deps.world.note(`${this.host} renames ${slot} of ${app} to ${to}`);
    this.#deps.observer.renamed(this, { app, slot, to, late: untilMs !== null && this.clockMs > untilMs });
    this.disk(app).link(slot, to === null ? { kind: "absent" } : { kind: "revision", revision: to });
    if (this.#deps.world.fault(0.1)) return this.crash();
    this.#happen({ kind: "swapped", app, slot, to });
  }

  #read(): ReturnType<SimulatedDisk["read"]>[] {
    return [...this.disks.values()].map((disk) => disk.read());
  }

  #say(report: Report): void {
    if (this.#session === null || this.state === null) return;
    if (report.kind !== "heartbeat") this.#deps.observer.sent(this, report);
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
    const generation = this.#generation;
    this.#later(periodMs, () => {
      run();
      if (this.#generation === generation) this.#every(periodMs, run);
    });
  }
}
