/**
 * The agent's end of the one stream to the coordinator (PROTOCOL.md §2): dials, says hello, stamps and sends reports, hands on what
 * comes down, and dials again for ever.
 *
 * Nothing needs an acknowledgement: a session that breaks loses what was in flight, and the next hello tells all that is durable. So
 * the outbox is bounded, and where it overflows the session is cut. Before its hello a session takes no report, and between hello and
 * welcome it holds them back. Mutual TLS with the fleet's CA and the check that the server is a coordinator are in proto/credentials.ts.
 */
import type {
  AgentMessage,
  CancelTarget,
  CoordinatorMessage,
  Intent,
  Peers,
  PreseedOrder,
  Report,
  SwarmAccess,
  VerifyQuestion,
} from "../proto/messages.ts";
import { PROTOCOL_VERSION } from "../proto/messages.ts";
import { createClient } from "../proto/rpc-client.ts";
import type { Duplex } from "../proto/rpc.ts";
import { agentContract } from "../proto/service.ts";
import { ShoalError, toError, toFailure } from "../runtime/errors.ts";
import type { Failure } from "../runtime/errors.ts";
import type { Identity } from "../runtime/identity.ts";
import type { InstanceId } from "../runtime/ids.ts";
import { OUTBOX_MAX, RECONNECT_MAX_MS, RECONNECT_MIN_MS, REFUSED_RETRY_MS, WELCOME_TIMEOUT_MS } from "./shell-limits.ts";

export interface SessionOptions {
  /** `host:port`; tried in turn. */
  readonly addresses: readonly string[];
  readonly identity: Identity;
  readonly instance: InstanceId;
  readonly timing?: Partial<SessionTiming>;
}

export interface SessionTiming {
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  readonly refusedRetryMs: number;
  readonly welcomeTimeoutMs: number;
}

export interface SessionDeps {
  /** The agent clock. */
  readonly clockMs: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** A stream is open and waits for the hello of this token; see `expectHello`. */
  readonly onOpen: (token: SessionToken) => void;
  readonly onClosed: () => void;
  readonly onWelcome: (swarm: SwarmAccess) => void;
  /** Nothing more is read until it resolves: what a coordinator sends in a flood waits on the network, not in memory. */
  readonly onIntent: (intent: Intent) => Promise<void> | void;
  readonly onCancel: (target: CancelTarget) => Promise<void> | void;
  readonly onVerify: (question: VerifyQuestion) => void;
  readonly onPeers: (peers: Peers) => void;
  readonly onPreseed: (order: PreseedOrder) => void;
  readonly onEvent: (event: SessionEvent) => void;
}

export type SessionToken = symbol;

/** For the log. */
export type SessionEvent =
  | { readonly kind: "welcomed"; readonly address: string; readonly heartbeatMs: number }
  | { readonly kind: "ended"; readonly address: string; readonly failure: Failure; readonly retryMs: number };

export class CoordinatorSession {
  readonly #options: SessionOptions;
  readonly #timing: SessionTiming;
  readonly #deps: SessionDeps;
  readonly #ending = new AbortController();
  #link: Link | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions, deps: SessionDeps) {
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#dialForEver();
  }

  get welcomed(): boolean {
    return this.#link?.welcomed ?? false;
  }

  /** The next hello that is sent was made for the stream of that token. A hello of an older one is dropped. */
  expectHello(token: SessionToken): void {
    this.#link?.expectHello(token);
  }

  /** Dropped where there is no session. */
  send(report: Report): void {
    this.#link?.send(report);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #dialForEver(): Promise<void> {
    for (let attempt = 0, dial = 0; !this.#ending.signal.aborted; dial++) {
      const address = this.#options.addresses[dial % this.#options.addresses.length] ?? "";
      const { welcomed, failure } = await this.#session(address);
      if (this.#ending.signal.aborted) return;
      attempt = welcomed ? 0 : attempt + 1;
      const retryMs = this.#retryMs(attempt, failure);
      this.#deps.onEvent({ kind: "ended", address, failure, retryMs });
      await sleep(retryMs, this.#ending.signal);
    }
  }

  async #session(address: string): Promise<{ welcomed: boolean; failure: Failure }> {
    const { identity, instance } = this.#options;
    const client = createClient(agentContract, { address, identity });
    const link = new Link(client.session({ signal: this.#ending.signal }), {
      stamp: () => ({ instance, clockMs: this.#deps.clockMs() }),
      welcomeTimeoutMs: this.#timing.welcomeTimeoutMs,
    });
    this.#link = link;
    this.#deps.onOpen(link.token);
    let failure: Failure = { code: "E_UNAVAILABLE", message: `the coordinator at ${address} ended the session`, retryable: true };
    try {
      for await (const message of link.messages()) await this.#receive(address, message);
    } catch (error) {
      failure = toFailure(error);
    }
    this.#link = null;
    link.close();
    client.close();
    this.#deps.onClosed();
    return { welcomed: link.welcomed, failure };
  }

  #receive(address: string, message: CoordinatorMessage): Promise<void> | void {
    switch (message.kind) {
      case "welcome":
        this.#deps.onWelcome(message.swarm);
        return this.#deps.onEvent({ kind: "welcomed", address, heartbeatMs: message.heartbeatMs });
      case "refused":
        throw toError(message.failure);
      case "intent":
        return this.#deps.onIntent(message.intent);
      case "cancel":
        return this.#deps.onCancel(message.target);
      case "verify":
        return this.#deps.onVerify(message.question);
      case "peers":
        return this.#deps.onPeers(message.peers);
      case "preseed":
        return this.#deps.onPreseed(message.order);
    }
  }

  #retryMs(attempt: number, failure: Failure): number {
    const { reconnectMinMs, reconnectMaxMs, refusedRetryMs } = this.#timing;
    if (!failure.retryable) return Math.round(refusedRetryMs * (0.5 + this.#deps.random() / 2));
    return Math.round(this.#deps.random() * Math.min(reconnectMaxMs, reconnectMinMs * 2 ** Math.min(attempt, 20)));
  }
}

interface LinkOptions {
  readonly stamp: () => AgentMessage["stamp"];
  readonly welcomeTimeoutMs: number;
}

/** One stream, from its opening to its end. */
class Link {
  readonly token: SessionToken = Symbol("session");
  welcomed = false;
  readonly #call: Duplex<AgentMessage, CoordinatorMessage>;
  readonly #options: LinkOptions;
  #hello: "none" | "expected" | "sent" = "none";
  #outbox: Report[] = [];
  #pumping = false;
  #failure: ShoalError | null = null;
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #patience: NodeJS.Timeout;

  constructor(call: Duplex<AgentMessage, CoordinatorMessage>, options: LinkOptions) {
    this.#call = call;
    this.#options = options;
    const { welcomeTimeoutMs } = options;
    const late = new ShoalError("E_TIMEOUT", `no welcome within ${welcomeTimeoutMs} ms`);
    this.#patience = setTimeout(() => this.#cut(late), welcomeTimeoutMs);
  }

  expectHello(token: SessionToken): void {
    if (token === this.token && this.#hello === "none") this.#hello = "expected";
  }

  send(report: Report): void {
    if (report.kind === "hello") {
      if (this.#hello !== "expected") return;
      this.#hello = "sent";
      this.#outbox.unshift(report);
    } else {
      if (this.#hello !== "sent") return;
      this.#enqueue(report);
    }
    void this.#pump();
  }

  async *messages(): AsyncIterable<CoordinatorMessage> {
    try {
      for await (const message of this.#call.responses) {
        this.#checkOrder(message);
        yield message;
      }
    } catch (error) {
      throw this.#failure ?? error;
    }
    if (this.#failure !== null) throw this.#failure;
  }

  close(): void {
    clearTimeout(this.#patience);
    clearInterval(this.#heartbeat);
    this.#outbox = [];
    this.#call.cancel();
  }

  #checkOrder(message: CoordinatorMessage): void {
    if (message.kind === "refused") return;
    if ((message.kind === "welcome") === this.welcomed)
      throw new ShoalError("E_MESSAGE", `the coordinator sent ${message.kind} ${this.welcomed ? "twice" : "before welcome"}`);
    if (message.kind !== "welcome") return;
    if (message.protocolVersion !== PROTOCOL_VERSION)
      throw new ShoalError("E_VERSION", `the coordinator chose protocol ${message.protocolVersion}; this agent speaks ${PROTOCOL_VERSION}`);
    this.welcomed = true;
    clearTimeout(this.#patience);
    this.#heartbeat = setInterval(() => this.send({ kind: "heartbeat" }), message.heartbeatMs);
    void this.#pump();
  }

  /** Of progress only the newest per command is worth sending. */
  #enqueue(report: Report): void {
    if (report.kind === "progress") {
      const older = this.#outbox.findIndex((other) => other.kind === "progress" && other.commandId === report.commandId);
      if (older !== -1) this.#outbox.splice(older, 1);
    }
    this.#outbox.push(report);
    if (this.#outbox.length > OUTBOX_MAX)
      this.#cut(new ShoalError("E_BUSY", `${OUTBOX_MAX} reports wait for a coordinator that stands still`));
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let report = this.#take(); report !== undefined; report = this.#take()) {
        await this.#call.send({ stamp: this.#options.stamp(), report });
      }
    } catch (error) {
      this.#cut(error instanceof ShoalError ? error : new ShoalError("E_UNAVAILABLE", "the session broke while sending", { cause: error }));
    }
    this.#pumping = false;
  }

  #take(): Report | undefined {
    return this.welcomed || this.#outbox[0]?.kind === "hello" ? this.#outbox.shift() : undefined;
  }

  /** E_CANCELLED from a send says only that the call is over; why is told by its responses. */
  #cut(error: ShoalError): void {
    if (error.code !== "E_CANCELLED") this.#failure ??= error;
    this.#call.cancel();
  }
}

const DEFAULT_TIMING: SessionTiming = {
  reconnectMinMs: RECONNECT_MIN_MS,
  reconnectMaxMs: RECONNECT_MAX_MS,
  refusedRetryMs: REFUSED_RETRY_MS,
  welcomeTimeoutMs: WELCOME_TIMEOUT_MS,
};

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish);
  });
}
