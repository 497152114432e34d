/** Towards the leaders: what this coordinator hears of streams that others lead, and the answers that come back. */
import { type Failure, ShoalError, toError, toFailure } from "../../runtime/errors.ts";
import { SUBMISSION_TIMEOUT_MS, SUBMISSIONS_AT_ONCE } from "../limits.ts";
import type { Forwarded } from "../rollout/leadership.ts";
import type { Submission } from "../rollout/batch.ts";
import type { StreamName } from "../store/events.ts";
import type { SubmissionRepository, SubmissionRow } from "../store/submissions.ts";

/** What a leader writes, as JSON. */
export type Answer = Forwarded | { readonly failure: Failure };

export interface OutboxOptions {
  /** This coordinator. */
  readonly sender: string;
}

export interface OutboxDeps {
  readonly submissions: SubmissionRepository;
  readonly warn: (message: string, error: unknown) => void;
}

export class Outbox {
  readonly #sender: string;
  readonly #deps: OutboxDeps;
  readonly #unsent: SubmissionRow[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #lastNumber = 0;
  #posting = false;
  #stopped = false;

  constructor({ sender }: OutboxOptions, deps: OutboxDeps) {
    this.#sender = sender;
    this.#deps = deps;
  }

  /** Resolves with the leader's answer. Errors: the leader's; E_UNAVAILABLE where none came. */
  forward(stream: StreamName, { event, principal }: Submission): Promise<Forwarded> {
    if (this.#stopped) return Promise.reject(stopping());
    const number = ++this.#lastNumber;
    const { promise, resolve, reject } = Promise.withResolvers<Forwarded>();
    const timer = setTimeout(() => this.#giveUp(number, stream), SUBMISSION_TIMEOUT_MS);
    this.#waiting.set(number, { timer, resolve, reject });
    this.#unsent.push({ sender: this.#sender, number, stream, body: JSON.stringify({ event, principal }) });
    if (!this.#posting) void this.#post();
    return promise;
  }

  /** Answers may be there. Errors: those of the store. */
  async collect(): Promise<void> {
    if (this.#waiting.size === 0) return;
    for (const { number, answer } of await this.#deps.submissions.take(this.#sender)) this.#settle(number, JSON.parse(answer) as Answer);
  }

  /** Whoever waits is told. */
  stop(): void {
    this.#stopped = true;
    for (const number of [...this.#waiting.keys()]) this.#settle(number, { failure: toFailure(stopping()) });
  }

  async #post(): Promise<void> {
    this.#posting = true;
    while (this.#unsent.length > 0) {
      const rows = this.#unsent.splice(0, SUBMISSIONS_AT_ONCE);
      try {
        await this.#deps.submissions.put(rows);
      } catch (error) {
        for (const { number } of rows) this.#settle(number, { failure: toFailure(error) });
      }
    }
    this.#posting = false;
  }

  #giveUp(number: number, stream: StreamName): void {
    const why = `no coordinator that leads ${stream} has answered in ${SUBMISSION_TIMEOUT_MS} ms`;
    const error = new ShoalError("E_UNAVAILABLE", why, { hint: "ask again: it may have been carried out" });
    this.#settle(number, { failure: toFailure(error) });
    this.#deps.submissions
      .withdraw(this.#sender, [number])
      .catch((cause: unknown) => this.#deps.warn("a submission was not withdrawn", cause));
  }

  #settle(number: number, answer: Answer): void {
    const waiting = this.#waiting.get(number);
    if (waiting === undefined) return;
    this.#waiting.delete(number);
    clearTimeout(waiting.timer);
    if ("failure" in answer) waiting.reject(toError(answer.failure));
    else waiting.resolve(answer);
  }
}

interface Waiting {
  readonly timer: NodeJS.Timeout;
  readonly resolve: (answer: Forwarded) => void;
  readonly reject: (error: unknown) => void;
}

function stopping(): ShoalError {
  return new ShoalError("E_UNAVAILABLE", "the coordinator stops", { hint: "ask another one" });
}
