/** Speaks the agent's side of a session over real gRPC, with a disk that is only said to be there. */
import type {
  AgentMessage,
  Answer,
  CoordinatorMessage,
  Hello,
  Intent,
  IntentReport,
  IntentResult,
  LaneReport,
  Position,
  Report,
} from "../../proto/messages.ts";
import { comparePositions, NO_WORK } from "../../proto/messages.ts";
import type { Duplex } from "../../proto/rpc.ts";
import type { AppName, Digest, EnvironmentName, InstanceId, ReleaseId, RevisionId } from "../../runtime/ids.ts";
import { SLOT_DEFAULT } from "../../runtime/ids.ts";
import type { AgentClient } from "./start.ts";

export interface FakeAgentOptions {
  readonly host: string;
  readonly instance?: string;
  readonly app?: string;
  readonly environment?: string;
  readonly hello?: Partial<Hello>;
}

type IntentMessage = Extract<CoordinatorMessage, { kind: "intent" }>;

export class FakeAgent {
  readonly received: CoordinatorMessage[] = [];
  /** Resolves with the error the call ended with; null for a good end. */
  readonly over: Promise<Error | null>;
  /** What the journal would hold. */
  readonly intents = new Map<string, IntentReport>();
  highest: Position = { epoch: 0, sequence: 0 };
  active: { release: ReleaseId; tree: Digest; revision: RevisionId } | null = null;
  revisions: { release: ReleaseId; tree: Digest; revision: RevisionId }[] = [];
  readonly #options: FakeAgentOptions;
  readonly #call: Duplex<AgentMessage, CoordinatorMessage>;
  #waiting: (() => void)[] = [];
  #clockMs = 1_000;

  constructor(client: AgentClient, options: FakeAgentOptions) {
    this.#options = options;
    this.#call = client.session();
    this.over = this.#read();
  }

  async say(report: Report, instance = this.#options.instance ?? `boot-${this.#options.host}`): Promise<void> {
    this.#clockMs += 1;
    await this.#call.send({ stamp: { instance: instance as InstanceId, clockMs: this.#clockMs }, report });
  }

  get clockMs(): number {
    return this.#clockMs;
  }

  get app(): AppName {
    return (this.#options.app ?? "web") as AppName;
  }

  /** The same host, after its session has ended. */
  remember({ highest, intents, active, revisions }: FakeAgent): void {
    this.highest = highest;
    for (const [id, intent] of intents) this.intents.set(id, intent);
    Object.assign(this, { active, revisions });
  }

  async hello(extra: Partial<Hello> = {}): Promise<void> {
    const about = { protocolVersions: [1], formatVersions: [1], codecs: ["zstd-dictionary", "xdelta3"], agentVersion: "0.1.0" };
    await this.say({ kind: "hello", ...about, lanes: [this.lane()], ...this.#options.hello, ...extra });
  }

  /** Hello, and the welcome that answers it. */
  async join(): Promise<Extract<CoordinatorMessage, { kind: "welcome" }>> {
    await this.hello();
    return this.next("welcome");
  }

  lane(): LaneReport {
    const content = this.active === null ? ({ kind: "absent" } as const) : ({ kind: "revision", revision: this.active.revision } as const);
    return {
      app: this.app,
      environment: (this.#options.environment ?? "production") as EnvironmentName,
      highest: this.highest,
      intents: [...this.intents.values()],
      slots: [{ slot: SLOT_DEFAULT, content, release: this.active?.release ?? null, tree: this.active?.tree ?? null, drift: false }],
      revisions: this.revisions,
    };
  }

  /** The next message of that kind that was not taken yet. Rejects when the call ends first. */
  async next<Kind extends CoordinatorMessage["kind"]>(kind: Kind): Promise<Extract<CoordinatorMessage, { kind: Kind }>> {
    for (;;) {
      const index = this.received.findIndex((message) => message.kind === kind);
      if (index >= 0) return this.received.splice(index, 1)[0] as Extract<CoordinatorMessage, { kind: Kind }>;
      const more = new Promise<"more">((resolve) => this.#waiting.push(() => resolve("more")));
      const end = await Promise.race([more, this.over]);
      if (end !== "more") throw end ?? new Error(`the call ended before ${kind}`);
    }
  }

  async nextIntent(kind: Intent["kind"]): Promise<Intent> {
    const { intent } = (await this.next("intent")) as IntentMessage;
    if (intent.kind !== kind) throw new Error(`expected ${kind}, got ${intent.kind}`);
    return intent;
  }

  async answer(intent: Intent, answer: Answer): Promise<void> {
    const { commandId, position } = intent;
    const result = answer.kind === "result" ? answer.result : null;
    if (answer.kind !== "refused") {
      this.intents.set(commandId, { commandId, position, intentKind: intent.kind, result });
      if (comparePositions(position, this.highest) > 0) this.highest = position;
    }
    await this.say({ kind: "answer", app: intent.app, commandId, position, answer });
  }

  /** Does what the intent asks for, as far as words go. */
  async obey(intent: Intent, tree: Digest, change: Partial<IntentResult> = {}): Promise<void> {
    const revision = `rev-${intent.release.slice(0, 8)}` as RevisionId;
    const made = { release: intent.release, tree, revision };
    if (intent.kind === "prepare") this.revisions = [...this.revisions.filter((one) => one.release !== intent.release), made];
    if (intent.kind === "activate") this.active = made;
    await this.answer(intent, { kind: "accepted" });
    await this.answer(intent, {
      kind: "result",
      result: { outcome: "done", failure: null, revision, tree, stats: NO_WORK, steps: [], ...change },
    });
  }

  hangUp(): void {
    this.#call.cancel();
  }

  async #read(): Promise<Error | null> {
    try {
      for await (const message of this.#call.responses) {
        this.received.push(message);
        this.#wake();
      }
      return null;
    } catch (error) {
      return error as Error;
    } finally {
      this.#wake();
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
