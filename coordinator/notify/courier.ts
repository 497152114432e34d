/**
 * Brings one target what waits for it in the outbox. Each stream has a lane: one notification after the other, the next only when the one before was delivered, so
 * that a receiver hears of a rollout in its order. A lane that fails waits and tries again for ever; others go on. A notification that the target refuses for what
 * it is goes after some attempts, for nothing behind it would ever come.
 *
 * What a failure leaves behind: rows in the outbox, which the next start, or the next coordinator that leads the stream, finds.
 */
import pLimit from "p-limit";
import { toFailure } from "../../runtime/errors.ts";
import type { StreamName } from "../store/events.ts";
import type { NotificationRepository, NotificationRow } from "../store/notifications.ts";
import { DROP_WARNING_MS, LANES_AT_ONCE, REFUSALS_MAX, RETRY_MAX_MS, RETRY_MIN_MS, ROWS_AT_ONCE, WAITING_MAX } from "./limits.ts";
import type { Message } from "./message.ts";
import type { Posted } from "./post.ts";

export interface CourierOptions {
  readonly target: string;
  readonly waitingMax?: number;
  readonly retryMinMs?: number;
}

export interface CourierDeps {
  readonly outbox: NotificationRepository;
  readonly leads: (stream: StreamName) => boolean;
  /** Never rejects. */
  readonly post: (message: Message) => Promise<Posted>;
  readonly setTimer: (delayMs: number, run: () => void) => () => void;
  readonly nowUnixMs: () => number;
  /** Evenly within [0, 1). */
  readonly fraction: () => number;
  readonly warn: (message: string, error?: unknown) => void;
}

export interface CourierStatus {
  /** Since this process started. */
  readonly delivered: number;
  readonly dropped: number;
  readonly deliveredUnixMs: number | null;
  /** Why the last attempt failed; null: it did not. */
  readonly failing: string | null;
}

export class Courier {
  readonly #target: string;
  readonly #waitingMax: number;
  readonly #retryMinMs: number;
  readonly #deps: CourierDeps;
  readonly #lanes = new Map<StreamName, Lane>();
  readonly #some = pLimit(LANES_AT_ONCE);
  #status: CourierStatus = { delivered: 0, dropped: 0, deliveredUnixMs: null, failing: null };
  /** Told of so far, of `dropped`. */
  #warned = { dropped: 0, atUnixMs: Number.NEGATIVE_INFINITY };
  /** Rises with each word that something may wait. */
  #looks = 0;
  #looking: Promise<void> | null = null;
  #stopped = false;

  constructor({ target, waitingMax = WAITING_MAX, retryMinMs = RETRY_MIN_MS }: CourierOptions, deps: CourierDeps) {
    this.#target = target;
    this.#waitingMax = waitingMax;
    this.#retryMinMs = retryMinMs;
    this.#deps = deps;
  }

  get status(): CourierStatus {
    return this.#status;
  }

  /** Something may wait. */
  look(): void {
    this.#looks += 1;
    if (this.#stopped) return;
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#deps.warn(`what waits for ${this.#target} was not read`, error))
      .finally(() => {
        this.#looking = null;
      });
  }

  /** After the requests under way were ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#looking;
    for (const { cancel } of this.#lanes.values()) cancel?.();
    await Promise.all([...this.#lanes.values()].map(({ work }) => work));
  }

  async #look(): Promise<void> {
    for (let seen = -1; seen !== this.#looks && !this.#stopped;) {
      seen = this.#looks;
      await this.#trim();
      for (const stream of await this.#deps.outbox.streams(this.#target)) if (!this.#lanes.has(stream)) this.#open(stream);
    }
  }

  #open(stream: StreamName): void {
    if (this.#stopped || !this.#deps.leads(stream)) return;
    const lane: Lane = { failures: 0, refusals: 0, cancel: null, work: Promise.resolve() };
    this.#lanes.set(stream, lane);
    this.#go(stream, lane);
  }

  #go(stream: StreamName, lane: Lane): void {
    lane.cancel = null;
    lane.work = this.#some(() => this.#drain(stream, lane)).catch((error: unknown) => {
      this.#deps.warn(`what waits for ${this.#target} of ${stream} was not told`, error);
      this.#again(stream, lane, { why: toFailure(error).message, atLeastMs: 0 });
    });
  }

  async #drain(stream: StreamName, lane: Lane): Promise<void> {
    for (;;) {
      const seen = this.#looks;
      const rows = this.#mayGoOn(stream) ? await this.#deps.outbox.oldest(this.#target, stream, ROWS_AT_ONCE) : [];
      for (const row of rows) if (!this.#mayGoOn(stream) || !(await this.#deliver(row, stream, lane))) return this.#close(stream, lane);
      if (rows.length > 0 || (seen !== this.#looks && this.#mayGoOn(stream))) continue;
      return this.#close(stream, lane);
    }
  }

  /** False: not now. */
  async #deliver(row: NotificationRow, stream: StreamName, lane: Lane): Promise<boolean> {
    const posted = await this.#deps.post(JSON.parse(row.body) as Message);
    if (this.#stopped && posted.kind !== "delivered") return false;
    lane.refusals = posted.kind === "refused" ? lane.refusals + 1 : 0;
    if (posted.kind === "failed" || (posted.kind === "refused" && lane.refusals < REFUSALS_MAX)) {
      this.#again(stream, lane, { why: posted.why, atLeastMs: posted.kind === "failed" ? posted.retryAfterMs : 0 });
      return false;
    }
    await this.#deps.outbox.remove(row);
    Object.assign(lane, { failures: 0, refusals: 0 });
    if (posted.kind === "refused") this.#dropped(1, `${posted.why}, ${REFUSALS_MAX} times`);
    else this.#delivered();
    return true;
  }

  #delivered(): void {
    const { failing, delivered } = this.#status;
    if (failing !== null) this.#deps.warn(`${this.#target} is told of rollouts again`);
    this.#status = { ...this.#status, delivered: delivered + 1, deliveredUnixMs: this.#deps.nowUnixMs(), failing: null };
  }

  #again(stream: StreamName, lane: Lane, { why, atLeastMs }: { readonly why: string; readonly atLeastMs: number }): void {
    if (this.#stopped) return;
    if (this.#status.failing === null) this.#deps.warn(`notifications wait: ${why}`);
    this.#status = { ...this.#status, failing: why };
    const jitterMs = this.#deps.fraction() * Math.min(RETRY_MAX_MS, this.#retryMinMs * 2 ** lane.failures);
    lane.failures = Math.min(lane.failures + 1, FAILURES_COUNTED_MAX);
    lane.cancel = this.#deps.setTimer(Math.min(RETRY_MAX_MS, Math.max(jitterMs, atLeastMs)), () => this.#go(stream, lane));
  }

  /** Unless it waits to try again. */
  #close(stream: StreamName, lane: Lane): void {
    if (lane.cancel === null) this.#lanes.delete(stream);
  }

  #mayGoOn(stream: StreamName): boolean {
    return !this.#stopped && this.#deps.leads(stream);
  }

  async #trim(): Promise<void> {
    this.#dropped(await this.#deps.outbox.trim(this.#target, this.#waitingMax), `more than ${this.#waitingMax} waited`);
  }

  /** One warning a minute, with all that was dropped since the last. */
  #dropped(count: number, why: string): void {
    const dropped = this.#status.dropped + count;
    this.#status = { ...this.#status, dropped };
    const nowUnixMs = this.#deps.nowUnixMs();
    const untold = dropped - this.#warned.dropped;
    if (untold === 0 || nowUnixMs - this.#warned.atUnixMs < DROP_WARNING_MS) return;
    this.#warned = { dropped, atUnixMs: nowUnixMs };
    this.#deps.warn(`${untold} notifications for ${this.#target} were dropped, the oldest first: ${why}`);
  }
}

interface Lane {
  failures: number;
  /** Of the notification that is the next. */
  refusals: number;
  /** It waits to try again. */
  cancel: (() => void) | null;
  work: Promise<void>;
}

/** 2^20 s are far beyond the longest pause. */
const FAILURES_COUNTED_MAX = 20;
