/** When a transfer announces itself, and what it does with the answers: at once, each interval, sooner while it starves, when done. */
import { toFailure, type Failure } from "../../runtime/errors.ts";
import type { InfoHash } from "../../runtime/ids.ts";
import { STOPPED_ANNOUNCE_MS } from "../limits.ts";
import type { Announce, AnnounceAnswer, TrackerClient } from "./announce.ts";

export interface AnnouncerOptions {
  readonly url: string;
  readonly infoHash: InfoHash;
  readonly peerId: Buffer;
  /** Our port for peers. */
  readonly port: number;
  /** First wait after a failure; doubles up to a minute. */
  readonly starvedMs: number;
}

export interface AnnouncerDeps {
  readonly tracker: TrackerClient;
  readonly numbers: () => Pick<Announce, "uploaded" | "downloaded" | "left" | "connected">;
  /** Incomplete and without a peer. */
  readonly starved: () => boolean;
  readonly onAnswer: (answer: AnnounceAnswer) => void;
  readonly onFailure: (failure: Failure) => void;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #deps: AnnouncerDeps;
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #busy = false;
  #started = false;
  #completed = false;
  #completeTold = false;

  constructor(options: AnnouncerOptions, deps: AnnouncerDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  start(complete: boolean): void {
    this.#completeTold = complete;
    void this.#announce();
  }

  /** The last piece is verified. */
  completed(): void {
    this.#completed = true;
    if (!this.#busy) void this.#announce();
  }

  /** Takes the leave from the tracker, at most for a moment: it finds out by itself too. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stopped.abort();
    if (!this.#started) return;
    const announce = this.#describe("stopped");
    await this.#deps.tracker.announce(this.#options.url, announce, AbortSignal.timeout(STOPPED_ANNOUNCE_MS)).catch(() => {});
  }

  async #announce(): Promise<void> {
    clearTimeout(this.#timer);
    this.#busy = true;
    const event = !this.#started ? "started" : this.#completed && !this.#completeTold ? "completed" : null;
    let waitMs: number;
    try {
      const answer = await this.#deps.tracker.announce(this.#options.url, this.#describe(event), this.#stopped.signal);
      this.#started = true;
      this.#failures = 0;
      if (event === "completed") this.#completeTold = true;
      this.#deps.onAnswer(answer);
      waitMs = this.#deps.starved() ? Math.min(answer.intervalMs, this.#options.starvedMs) : answer.intervalMs;
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      waitMs = Math.min(FAILURE_WAIT_MAX_MS, this.#options.starvedMs * 2 ** this.#failures++);
      this.#deps.onFailure(toFailure(error));
    } finally {
      this.#busy = false;
    }
    if (this.#stopped.signal.aborted) return;
    const pressing = this.#completed && !this.#completeTold && this.#failures === 0;
    this.#timer = setTimeout(() => void this.#announce(), pressing ? 0 : waitMs);
  }

  #describe(event: Announce["event"]): Announce {
    const { infoHash, peerId, port } = this.#options;
    return { infoHash, peerId, port, event, ...this.#deps.numbers() };
  }
}

const FAILURE_WAIT_MAX_MS = 60_000;
