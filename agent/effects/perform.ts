/** Begins each effect of `step` by its handler, and knows what is under way, so that it can be stopped. */
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { CommandId } from "../../runtime/ids.ts";
import type { DiskEffect } from "../shell.ts";
import { commit } from "./commit.ts";
import type { EffectContext, EffectOf } from "./context.ts";
import { materialize, sweep } from "./materialize.ts";
import type { MadeTree } from "./materialize.ts";
import { readSlotEffect } from "./read-slot.ts";
import { remove } from "./remove.ts";
import { runSteps } from "./steps.ts";
import { swap } from "./swap.ts";
import { verify } from "./verify.ts";

export class Effects {
  readonly #context: EffectContext;
  /** What can be stopped: fetching and unpacking, looking through a revision, checks and hooks. */
  readonly #stoppable = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();
  /** Verified trees in staging that wait for their commit. */
  readonly #made = new Map<CommandId, MadeTree>();
  readonly #running = new Set<Promise<void>>();
  #stopping = false;

  constructor(context: EffectContext) {
    this.#context = context;
  }

  /** Nothing is begun once `stop` was called: the journal has it, and the next process goes on from there. */
  perform(effect: DiskEffect): void {
    if (this.#stopping) return;
    const done = this.#begin(effect).finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  /** Stops fetching, unpacking and verifying, and waits for what must not be torn apart. The next process sweeps and goes on. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { controller } of this.#stoppable.values()) controller.abort(stopped());
    await Promise.all(this.#running);
  }

  #begin(effect: DiskEffect): Promise<void> {
    switch (effect.kind) {
      case "materialize":
        return this.#materialize(effect);
      case "verify":
        return this.#verify(effect);
      case "stop":
        return this.#stopWork(effect);
      case "commit":
        return this.#commit(effect);
      case "read-slot":
        return readSlotEffect(this.#context, effect);
      case "swap":
        return swap(this.#context, effect);
      case "run-steps":
        return this.#runSteps(effect);
      case "remove":
        return remove(this.#context, effect);
      case "warn":
        this.#context.log.warn({ app: effect.app }, effect.message);
        return Promise.resolve();
    }
  }

  #materialize(effect: EffectOf<"materialize">): Promise<void> {
    const { app, commandId } = effect;
    return this.#stoppably(commandId, async (signal) => {
      const result = await materialize(this.#context, effect, signal);
      if (signal.aborted) return;
      if (result.kind === "failed") return this.#context.post({ kind: "materialize-failed", app, commandId, failure: result.failure });
      this.#made.set(commandId, result.made);
      this.#context.post({ kind: "materialized", app, commandId, stats: result.made.stats });
    });
  }

  #verify(effect: EffectOf<"verify">): Promise<void> {
    const { app, commandId, revision } = effect;
    return this.#stoppably(commandId, async (signal) => {
      const failure = await verify(this.#context, effect, signal).catch(toFailure);
      if (!signal.aborted) this.#context.post({ kind: "revision-verified", app, commandId, revision, failure });
    });
  }

  /** Those of a bake and of a way back are stopped with the agent only. */
  #runSteps(effect: EffectOf<"run-steps">): Promise<void> {
    const isOfIntent = !effect.phases.includes("bake") && effect.fallback === null;
    const key = isOfIntent ? effect.commandId : `${effect.app}/${effect.slot} ${effect.commandId} ${effect.phases.join()}`;
    return this.#stoppably(key, (signal) => runSteps(this.#context, effect, signal));
  }

  #stoppably(commandId: string, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    const done = run(controller.signal).finally(() => this.#stoppable.delete(commandId));
    this.#stoppable.set(commandId, { controller, done });
    return done;
  }

  async #stopWork({ app, commandId, revision }: EffectOf<"stop">): Promise<void> {
    const work = this.#stoppable.get(commandId);
    work?.controller.abort(stopped());
    await work?.done;
    this.#made.delete(commandId);
    if (revision !== null) await sweep(this.#context, app, revision);
    this.#context.post({ kind: "stopped", app, commandId });
  }

  #commit(effect: EffectOf<"commit">): Promise<void> {
    const made = this.#made.get(effect.commandId) ?? null;
    this.#made.delete(effect.commandId);
    return commit(this.#context, effect, made);
  }
}

function stopped(): ShoalError {
  return new ShoalError("E_CANCELLED", "the work was stopped");
}
