/** The shipped runner of one stream, which dies at one moment and comes again a little later. */
import type { StreamEffect, StreamEvent } from "../../coordinator/rollout/events.ts";
import { type EffectContext, StreamRunner } from "../../coordinator/rollout/runner.ts";
import type { StreamState } from "../../coordinator/rollout/state.ts";
import type { EventStore } from "../../coordinator/store/events.ts";
import type { AgentMessage, Intent, Stamp } from "../../proto/messages.ts";
import type { AppName, EnvironmentName, HostId, Principal } from "../../runtime/ids.ts";
import type { Network, Session } from "./network.ts";
import type { SimulatedReleases } from "./releases.ts";
import type { World } from "./world.ts";

/** Of the event at that version. `effects` null: it is not appended; else it is, and so many of its effects are carried out. */
export interface Cut {
  readonly version: number;
  readonly effects: number | null;
}

export interface MortalOptions {
  readonly environment: EnvironmentName;
  readonly app: AppName;
  /** Null: it lives on. */
  readonly cut: Cut | null;
}

export interface MortalDeps {
  readonly world: World;
  readonly network: Network;
  readonly store: EventStore;
  readonly releases: SimulatedReleases;
}

export class MortalCoordinator {
  died = false;
  readonly cuts: Cut[] = [];
  readonly #options: MortalOptions;
  readonly #deps: MortalDeps;
  #life: Life | null = null;
  #starting: Promise<void> | null = null;

  constructor(options: MortalOptions, deps: MortalDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  get state(): StreamState {
    return this.#life!.runner.state;
  }

  get sessions(): number {
    return this.#life?.sessions.size ?? 0;
  }

  async start(): Promise<void> {
    const { network } = this.#deps;
    const life = this.#create();
    this.#life = life;
    await life.runner.start();
    network.listen({ receive: (session, message) => receive(life, session, message), closed: (session) => closed(life, session) });
  }

  breakSessions(): void {
    for (const { session } of this.#life?.sessions.values() ?? []) this.#deps.network.close(session);
  }

  input(principal: string, event: StreamEvent): void {
    if (this.#life !== null) submit(this.#life, principal, event);
  }

  /** Until all that was heard is done, or it is dead. */
  async settle(): Promise<void> {
    await this.#starting;
    this.#starting = null;
    const life = this.#life;
    if (life === null) return;
    while (!life.isDead && life.under.size > 0) await Promise.race([Promise.all(life.under), life.death.promise]);
  }

  knows(requestId: string): boolean {
    return this.#life?.runner.state.requests.some((known) => known.requestId === requestId) ?? false;
  }

  isOver(requestId: string): boolean {
    return this.knows(requestId) && this.state.rollout?.endedUnixMs !== null;
  }

  shown(): string {
    return JSON.stringify(this.#life?.runner.state.rollout?.tally ?? null);
  }

  #create(): Life {
    const { environment, app } = this.#options;
    const { world } = this.#deps;
    const life: Life = {
      sessions: new Map(),
      under: new Set(),
      death: Promise.withResolvers<void>(),
      isDead: false,
      version: 0,
      effects: 0,
      runner: new StreamRunner(
        { environment, app, principal: "coordinator:main" as Principal },
        {
          events: this.#mortalStore(() => life),
          nowUnixMs: () => world.nowMs,
          every: (intervalMs, run) => every(world, life, { intervalMs, run }),
          perform: (effect, context) => this.#perform(life, effect, context),
          archive: async () => undefined,
          warn: (message, error) => {
            throw new Error(message, { cause: error });
          },
        },
      ),
    };
    return life;
  }

  #mortalStore(life: () => Life): EventStore {
    const { store } = this.#deps;
    return {
      ...store,
      append: async (stream, version, events) => {
        const own = life();
        if (own.isDead) return never();
        own.version = version + events.length;
        own.effects = 0;
        this.#pass({ version: own.version, effects: null });
        if (own.isDead) return never();
        const appended = await store.append(stream, version, events);
        this.#pass({ version: own.version, effects: 0 });
        return own.isDead ? never() : appended;
      },
    };
  }

  async #perform(life: Life, effect: StreamEffect, { state }: EffectContext): Promise<void> {
    if (life.isDead) return never();
    this.#carryOut(life, effect, state);
    life.effects += 1;
    this.#pass({ version: life.version, effects: life.effects });
    if (life.isDead) return never();
  }

  /** Once: a second life is whole. */
  #pass(here: Cut): void {
    const { cut } = this.#options;
    this.cuts.push(here);
    if (this.died || cut === null || cut.version !== here.version || cut.effects !== here.effects) return;
    this.died = true;
    const { world, network } = this.#deps;
    const life = this.#life!;
    life.isDead = true;
    this.#life = null;
    network.listen(null);
    life.death.resolve();
    world.after(AWAY_MS, () => void (this.#starting = this.start()));
  }

  #carryOut(life: Life, effect: StreamEffect, { environment, app }: StreamState): void {
    const { network, releases } = this.#deps;
    if (effect.kind !== "send-prepare" && effect.kind !== "send-activate" && effect.kind !== "send-cancel") return;
    const live = life.sessions.get(effect.host);
    if (live === undefined) return;
    if (effect.kind === "send-cancel") return network.down(live.session, { kind: "cancel", target: effect.target });
    const { commandId, position, slot, deadlineUnixMs, release } = effect;
    const base = { environment, app, slot, commandId, position, deadlineUnixMs, release };
    const intent: Intent =
      effect.kind === "send-prepare"
        ? { kind: "prepare", ...base, ...releases.package(release, effect.withBase) }
        : {
            ...{ kind: "activate", ...base, tree: effect.tree, repair: effect.repair, bakeMs: effect.bakeMs, labels: {} },
            lease: { instance: live.stamp.instance, untilMs: live.stamp.clockMs + effect.leaseMs },
          };
    network.down(live.session, { kind: "intent", intent });
  }
}

/** From its start to its death. */
interface Life {
  readonly runner: StreamRunner;
  readonly sessions: Map<HostId, { readonly session: Session; stamp: Stamp }>;
  /** What was submitted and is not decided. */
  readonly under: Set<Promise<unknown>>;
  readonly death: PromiseWithResolvers<void>;
  isDead: boolean;
  /** Of the last append, and how many effects were carried out since. */
  version: number;
  effects: number;
}

function submit(life: Life, principal: string, event: StreamEvent): void {
  if (life.isDead) return;
  under(life, life.runner.submit({ event, principal: principal as Principal }));
}

function under(life: Life, work: Promise<unknown>): void {
  life.under.add(work);
  void work.finally(() => life.under.delete(work));
}

function receive(life: Life, session: Session, { report, stamp }: AgentMessage): void {
  const { host } = session;
  const principal = `agent:${host}`;
  const live = life.sessions.get(host);
  if (report.kind === "hello") {
    life.sessions.set(host, { session, stamp });
    return submit(life, principal, { kind: "host-connected", host, lane: report.lanes[0] ?? null });
  }
  if (live?.session !== session) return;
  if (stamp.clockMs > live.stamp.clockMs) live.stamp = stamp;
  if (report.kind === "slot-changed")
    return submit(life, principal, { kind: "slot-changed", host, slot: report.slot, failure: report.failure });
  if (report.kind !== "answer") return;
  const { commandId, position, answer } = report;
  submit(life, principal, { kind: "host-answered", host, commandId, position, answer });
}

function closed(life: Life, { host, number }: Session): void {
  if (life.sessions.get(host)?.session.number !== number) return;
  life.sessions.delete(host);
  submit(life, "coordinator:main", { kind: "host-disconnected", host });
}

function every(world: World, life: Life, { intervalMs, run }: { readonly intervalMs: number; readonly run: () => void }): () => void {
  let stopped = false;
  const again = (): void =>
    world.after(intervalMs, () => {
      if (stopped || life.isDead) return;
      run();
      // What it submits is decided when both are through.
      under(
        life,
        life.runner.refresh().then(() => life.runner.refresh()),
      );
      again();
    });
  again();
  return () => {
    stopped = true;
  };
}

/** Nobody is there any more to be told. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

const AWAY_MS = 300;
