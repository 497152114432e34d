/**
 * The loop that is the agent: one event at a time from a mailbox into `step`, its effects carried out in order, their results back into
 * the mailbox. It holds no decision: what to do is in step.ts, how to do one thing is in effects/.
 *
 * `save` returns when the lane is durable. One that fails ends the agent: no effect behind it happens, and the process exits before it
 * can say or do what its memory would not know of. All other effects are begun in order and end when they end, as events.
 */
import type { Report } from "../proto/messages.ts";
import type { InstanceId } from "../runtime/ids.ts";
import type { Journal } from "./journal.ts";
import type { AgentEffect, AgentEvent, AgentPolicy, AgentState, Now } from "./state.ts";
import { initialState, step } from "./step.ts";

/** An event as it is posted: the shell reads the clocks. */
export type Happening = WithoutNow<AgentEvent>;
/** Work for the effects' handlers; the shell itself saves and sends. */
export type DiskEffect = Exclude<AgentEffect, { readonly kind: "save" | "send" }>;

export interface ShellOptions {
  readonly instance: InstanceId;
  /** Of this boot of the machine: the agent clock of another one can't be compared. */
  readonly bootId: string;
  readonly policy: AgentPolicy;
}

export interface ShellDeps {
  readonly now: () => Now;
  readonly journal: Pick<Journal, "saveLane">;
  /** Begins an effect. Never throws; what comes of it is posted. */
  readonly perform: (effect: DiskEffect) => void;
  /** Dropped by the receiver where there is no session. */
  readonly send: (report: Exclude<Report, { readonly kind: "progress" }>) => void;
  /** A save failed or `step` broke: the process must end now. Called once; nothing happens after it. */
  readonly fatal: (error: unknown) => void;
}

export type Observer = (event: AgentEvent, state: AgentState) => void;

export class Shell {
  readonly #options: ShellOptions;
  readonly #deps: ShellDeps;
  readonly #mailbox: Take[] = [];
  readonly #observers = new Set<Observer>();
  #state: AgentState;
  #draining = false;
  #drained: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ShellOptions, deps: ShellDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#state = initialState({ instance: options.instance, bootId: options.bootId });
  }

  get state(): AgentState {
    return this.#state;
  }

  /** Its time is now, not when its turn comes; or `now`, where it was read when it happened. */
  post(happening: Happening, now: Now = this.#deps.now()): void {
    const event = { ...happening, now };
    this.#enqueue(() => event);
  }

  /** As `post`; resolves once it was stepped, so that who brings many waits for each. */
  posted(happening: Happening): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const event = { ...happening, now: this.#deps.now() };
    return new Promise((resolve) => {
      this.#enqueue(() => event);
      this.#enqueue(() => {
        resolve();
        return null;
      });
    });
  }

  /** An event that must be read (the disk) at its turn, so that nothing is stepped between the reading and the step. Null: nothing happened. */
  postRead(read: () => Promise<Happening | null>): void {
    this.#enqueue(async () => {
      const happening = await read();
      return happening === null ? null : { ...happening, now: this.#deps.now() };
    });
  }

  /** Called after each step. Returns the way to stop it. */
  observe(observer: Observer): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Takes no further event; resolves when those at hand are through. What is durable is continued at the next start. */
  async stop(): Promise<void> {
    this.#closed = true;
    await this.#drained;
  }

  #enqueue(take: Take): void {
    if (this.#closed) return;
    this.#mailbox.push(take);
    if (this.#draining) return;
    this.#draining = true;
    this.#drained = this.#drain();
  }

  /** Begins in a later turn: who posts is never inside a step. */
  async #drain(): Promise<void> {
    await Promise.resolve();
    for (let take = this.#mailbox.shift(); take !== undefined; take = this.#mailbox.shift()) {
      try {
        const event = await take();
        if (event !== null) this.#step(event);
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#draining = false;
  }

  #fail(error: unknown): void {
    this.#closed = true;
    this.#mailbox.length = 0;
    this.#deps.fatal(error);
  }

  #step(event: AgentEvent): void {
    const { state, effects } = step(this.#options.policy, this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    for (const observer of this.#observers) observer(event, state);
  }

  #carryOut(effect: AgentEffect): void {
    if (effect.kind === "save") this.#deps.journal.saveLane(effect.lane);
    else if (effect.kind === "send") this.#deps.send(effect.report);
    else this.#deps.perform(effect);
  }
}

/** Null: nothing happened. */
type Take = () => AgentEvent | null | Promise<AgentEvent | null>;
type WithoutNow<T> = T extends unknown ? Omit<T, "now"> : never;
