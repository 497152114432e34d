/** A host that dials one coordinator or another until it is told to stop, and does what it is asked for; its disk is words in memory. */
import { setTimeout as delay } from "node:timers/promises";
import type { Intent } from "../../proto/messages.ts";
import type { CommandId, Digest, ReleaseId } from "../../runtime/ids.ts";
import { FakeAgent } from "./fake-agent.ts";
import type { AgentClient } from "./start.ts";

export interface LivingHostDeps {
  /** Of any coordinator. */
  readonly dial: () => Promise<AgentClient>;
  readonly treeOf: (release: ReleaseId) => Digest;
}

export class LivingHost {
  readonly host: string;
  /** How often each command was carried out; told again, it only says what came of it. */
  readonly carriedOut = new Map<CommandId, number>();
  readonly #deps: LivingHostDeps;
  #agent: FakeAgent | null = null;
  #client: AgentClient | null = null;
  #stopped = false;
  #sessions = 0;
  readonly #running: Promise<void>;

  constructor(host: string, deps: LivingHostDeps) {
    this.host = host;
    this.#deps = deps;
    this.#running = this.#live();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#agent?.hangUp();
    this.#client?.close();
    await this.#running;
  }

  async #live(): Promise<void> {
    while (!this.#stopped) {
      await this.#session().catch(() => undefined);
      this.#client?.close();
      // As an agent does, full jitter; a coordinator that is gone is not dialled in a loop.
      await delay(Math.random() * REDIAL_MS);
    }
  }

  async #session(): Promise<void> {
    this.#client = await this.#deps.dial();
    const agent = new FakeAgent(this.#client, { host: this.host, instance: `boot-${this.host}-${this.#sessions++}` });
    if (this.#agent !== null) agent.remember(this.#agent);
    this.#agent = agent;
    await agent.join();
    for (;;) await this.#obey(agent, (await agent.next("intent")).intent);
  }

  async #obey(agent: FakeAgent, intent: Intent): Promise<void> {
    const known = agent.intents.get(intent.commandId);
    if (known?.result != null) return agent.answer(intent, { kind: "result", result: known.result });
    if (known === undefined) this.carriedOut.set(intent.commandId, (this.carriedOut.get(intent.commandId) ?? 0) + 1);
    await agent.obey(intent, this.#deps.treeOf(intent.release));
    // A journal keeps the newest few.
    for (const old of [...agent.intents.keys()].slice(0, -JOURNALED)) agent.intents.delete(old);
  }
}

const REDIAL_MS = 400;
const JOURNALED = 4;
