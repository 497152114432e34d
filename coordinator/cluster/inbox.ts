/** As a leader: takes what other coordinators have heard, submits it, and writes what came of it. */
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { SUBMISSIONS_AT_ONCE } from "../limits.ts";
import type { Submission } from "../rollout/batch.ts";
import type { StreamEffect } from "../rollout/events.ts";
import type { StreamRunner } from "../rollout/runner.ts";
import type { StreamName } from "../store/events.ts";
import type { SubmissionRepository, SubmissionRow } from "../store/submissions.ts";
import type { Answer } from "./outbox.ts";

export interface InboxOptions {
  /** This coordinator. */
  readonly member: string;
}

export interface InboxDeps {
  readonly submissions: SubmissionRepository;
  /** Streams that this coordinator leads and has begun to. */
  readonly led: () => readonly StreamName[];
  readonly isLed: (stream: StreamName) => boolean;
  readonly runnerOf: (stream: StreamName) => StreamRunner | null;
  readonly warn: (message: string, error: unknown) => void;
}

export class Inbox {
  readonly #member: string;
  readonly #deps: InboxDeps;
  #draining: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor({ member }: InboxOptions, deps: InboxDeps) {
    this.#member = member;
    this.#deps = deps;
  }

  /** Something may be there. */
  drain(): void {
    this.#again = true;
    this.#draining ??= this.#drainAll()
      .catch((error: unknown) => this.#deps.warn("submissions were not taken", error))
      .finally(() => {
        this.#draining = null;
      });
  }

  /**
   * What hosts said to the leader before: all are to say hello again, and an older word must not come after that. Errors: those of the
   * store.
   */
  async refuseOld(stream: StreamName): Promise<void> {
    const failure = toFailure(new ShoalError("E_UNAVAILABLE", `stream ${stream} has another leader; the host is to say hello again`));
    const answer = JSON.stringify({ failure } satisfies Answer);
    for (;;) {
      const waiting = await this.#deps.submissions.waiting([stream], SUBMISSIONS_AT_ONCE);
      const old = waiting.filter(({ body }) => isOfHost(JSON.parse(body) as Submission));
      if (old.length === 0) return;
      await this.#deps.submissions.answer(old.map(({ sender, number }) => ({ sender, number, answer })));
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#draining;
  }

  async #drainAll(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const rows = await this.#deps.submissions.waiting(this.#deps.led(), SUBMISSIONS_AT_ONCE);
      // In the order in which each sender heard them: up to the mailbox nothing waits.
      const answers = await Promise.all(rows.map((row) => this.#answer(row)));
      const known = rows.flatMap(({ sender, number }, index) => {
        const answer = answers[index] ?? null;
        return answer === null ? [] : [{ sender, number, answer }];
      });
      if (known.length > 0) await this.#deps.submissions.answer(known);
      if (known.length > 0 && rows.length === SUBMISSIONS_AT_ONCE) this.#again = true;
    }
  }

  /** Null: it waits for the next leader, or for the next time. */
  async #answer({ sender, stream, body }: SubmissionRow): Promise<string | null> {
    const runner = this.#deps.runnerOf(stream);
    if (runner === null || !this.#deps.isLed(stream)) return null;
    const { event, principal } = JSON.parse(body) as Submission;
    const from = sender === this.#member ? {} : { from: sender };
    try {
      const { effects } = await runner.submit({ event, principal, ...from });
      const told = effects.filter(({ kind }) => ANSWERS.has(kind));
      return JSON.stringify({ version: runner.version, effects: told } satisfies Answer);
    } catch (error) {
      const failure = toFailure(error);
      // It stops, the lease is over, or the database was away.
      if (failure.code === "E_UNAVAILABLE" || !this.#deps.isLed(stream)) return null;
      return JSON.stringify({ failure } satisfies Answer);
    }
  }
}

/** What whoever submitted the event is told of its effects. */
const ANSWERS: ReadonlySet<StreamEffect["kind"]> = new Set(["reject", "rollout-open", "rollout-queued"]);

function isOfHost({ event: { kind } }: Submission): boolean {
  return kind.startsWith("host-") || kind === "slot-changed";
}
