/**
 * One agent's session after its hello: what is known of the agent, and the queue towards it. Sending never waits: a session whose queue is
 * full is cut, and its host hears everything again after its next hello.
 */
import type {
  AgentMessage,
  AnswerReport,
  CoordinatorMessage,
  Hello,
  Lease,
  PreseedReport,
  ProgressReport,
  Stamp,
  VerifiedReport,
  VerifyQuestion,
} from "../proto/messages.ts";
import type { Send } from "../proto/rpc.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { AppName, CommandId, Digest, HostId, ReleaseId } from "../runtime/ids.ts";
import { SESSION_PRESEEDS, SESSION_QUESTIONS, SESSION_QUEUE_MESSAGES } from "./limits.ts";

export interface SessionOptions {
  readonly host: HostId;
  readonly hello: Hello;
  readonly stamp: Stamp;
  readonly nowUnixMs: number;
  /** IP address that it comes from. */
  readonly remoteAddress: string;
  readonly send: Send<CoordinatorMessage>;
}

export class Session {
  readonly host: HostId;
  readonly hello: Hello;
  readonly remoteAddress: string;
  /** Newest progress of each app; of unfinished work only. */
  readonly progress = new Map<AppName, ProgressReport>();
  /** Trees of each app that the host is known to hold: what its hello said, and what it got ready since. */
  readonly held: Map<AppName, Set<Digest>>;
  /** What it last said of each preseed. */
  readonly preseeds = new Map<ReleaseId, PreseedReport>();
  heardUnixMs: number;
  /** Rejects when the session is to end. Never resolves. */
  readonly ended: Promise<never>;
  readonly #instance: Stamp["instance"];
  readonly #send: Send<CoordinatorMessage>;
  readonly #queue: CoordinatorMessage[] = [];
  readonly #questions = new Map<CommandId, (report: VerifiedReport) => void>();
  readonly #end: (error: ShoalError) => void;
  /** Who waits for something while the session is open. */
  readonly #waiting = new Set<(error: ShoalError) => void>();
  #why: ShoalError | null = null;
  #clockMs: number;
  #sending = false;

  constructor({ host, hello, stamp, nowUnixMs, remoteAddress, send }: SessionOptions) {
    this.host = host;
    this.hello = hello;
    this.remoteAddress = remoteAddress;
    this.held = new Map(hello.lanes.map(({ app, revisions }) => [app, new Set(revisions.map(({ tree }) => tree))]));
    this.heardUnixMs = nowUnixMs;
    this.#instance = stamp.instance;
    this.#clockMs = stamp.clockMs;
    this.#send = send;
    const { promise, reject } = Promise.withResolvers<never>();
    this.ended = promise;
    // Whoever races it sees the rejection; where nobody does, it is no unhandled one.
    promise.catch(() => undefined);
    this.#end = reject;
  }

  /** Takes the stamp of a message. Errors: E_MESSAGE where it is of another process: one session, one process. */
  hear({ stamp }: AgentMessage, nowUnixMs: number): void {
    if (stamp.instance !== this.#instance) {
      throw new ShoalError(
        "E_MESSAGE",
        `host ${this.host} stamped a message with instance ${stamp.instance}, its hello with ${this.#instance}`,
      );
    }
    if (stamp.clockMs < this.#clockMs) return;
    this.#clockMs = stamp.clockMs;
    this.heardUnixMs = nowUnixMs;
  }

  /**
   * A lease that is over at `eventUnixMs + leaseMs` of the coordinator's clock at the latest: a stamp heard after the event was decided
   * is counted back by that much.
   */
  lease(leaseMs: number, eventUnixMs: number): Lease {
    const lateMs = Math.max(0, this.heardUnixMs - eventUnixMs);
    return { instance: this.#instance, untilMs: Math.max(0, this.#clockMs + leaseMs - lateMs) };
  }

  /** A host that says it lacks a source is believed: it may have removed what it had. */
  learn({ app, answer }: AnswerReport): void {
    if (answer.kind !== "result") return;
    const { tree, outcome, failure } = answer.result;
    if (failure?.code === "E_BASE") this.held.get(app)?.clear();
    if (outcome === "done" && tree !== null) this.#heldOf(app).add(tree);
  }

  /** Errors: E_BUSY; E_CANCELLED where the session, or the asking, ends before the answer. */
  async ask(question: VerifyQuestion, signal: AbortSignal): Promise<VerifiedReport> {
    if (this.#questions.size >= SESSION_QUESTIONS)
      throw new ShoalError("E_BUSY", `host ${this.host} has ${SESSION_QUESTIONS} verifications to do already`);
    const answer = Promise.withResolvers<VerifiedReport>();
    const cancelled = (why: string): void => answer.reject(new ShoalError("E_CANCELLED", `host ${this.host} has not answered: ${why}`));
    const giveUp = (): void => cancelled("nobody waits any more");
    const ended = (error: ShoalError): void => cancelled(error.message);
    if (this.#why === null) this.#waiting.add(ended);
    else ended(this.#why);
    signal.addEventListener("abort", giveUp);
    this.#questions.set(question.question, answer.resolve);
    this.push({ kind: "verify", question });
    try {
      return await answer.promise;
    } finally {
      this.#waiting.delete(ended);
      signal.removeEventListener("abort", giveUp);
      this.#questions.delete(question.question);
    }
  }

  /** An answer that nobody waits for is dropped. */
  answered(report: VerifiedReport): void {
    this.#questions.get(report.question)?.(report);
  }

  /** The releases are the host's word: only so many are remembered. */
  preseeded(report: PreseedReport): void {
    const [oldest] = this.preseeds.keys();
    if (oldest !== undefined && this.preseeds.size >= SESSION_PRESEEDS) this.preseeds.delete(oldest);
    this.preseeds.delete(report.release);
    this.preseeds.set(report.release, report);
  }

  /**
   * The work's outcome, or what the session ended with if that comes first. Not a race with `ended`: what waits for a promise is kept as long as the
   * promise is, and a session lasts for months.
   */
  whileOpen<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#why !== null) reject(this.#why);
      else this.#waiting.add(reject);
      const settle = (how: () => void): void => {
        this.#waiting.delete(reject);
        how();
      };
      work.then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error as Error)),
      );
    });
  }

  push(message: CoordinatorMessage): void {
    if (this.#why !== null) return;
    if (this.#queue.length >= SESSION_QUEUE_MESSAGES) {
      const hint = "it reconnects by itself; if it stays so, look at the host's load and network";
      return this.end(new ShoalError("E_BUSY", `host ${this.host} does not read: ${this.#queue.length} messages wait for it`, { hint }));
    }
    this.#queue.push(message);
    if (!this.#sending) void this.#pump();
  }

  /** The first reason counts. */
  end(error: ShoalError): void {
    this.#why ??= error;
    this.#queue.length = 0;
    this.#end(this.#why);
    for (const reject of this.#waiting) reject(this.#why);
    this.#waiting.clear();
  }

  #heldOf(app: AppName): Set<Digest> {
    const known = this.held.get(app) ?? new Set();
    this.held.set(app, known);
    return known;
  }

  async #pump(): Promise<void> {
    this.#sending = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) await this.#send(next);
    } catch (error) {
      this.end(
        error instanceof ShoalError ? error : new ShoalError("E_UNAVAILABLE", `host ${this.host} can't be written to`, { cause: error }),
      );
    } finally {
      this.#sending = false;
    }
  }
}
