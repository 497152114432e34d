/**
 * Caps of the whole process on payload, each way: over all, and over what goes to and comes from other datacenters; others at some times of the
 * day. One token bucket for each of the four, and one each way for what back-off leaves us (host-watch.ts). What is spent may go below zero, by a block or a run of them, and is waited off; so the average
 * holds, and a block is never cut. Uploads that have to wait are let through by turns, one run each. Time comes in; `tick` makes it pass.
 */
import { THROTTLE_BURST_MS } from "../limits.ts";
import type { RateCaps, SwarmLimits } from "../swarm.ts";

export interface ThrottleDeps {
  /** Monotonic. */
  readonly now: () => number;
  /** Minutes since midnight, by the host's own clock and time zone. */
  readonly minuteOfDay: () => number;
}

/** Something that waits for its turn to send. */
export interface Waiting {
  readonly outside: boolean;
  readonly go: () => void;
}

export class Throttle {
  readonly #limits: SwarmLimits;
  readonly #deps: ThrottleDeps;
  readonly #download: Buckets;
  readonly #upload: Buckets;
  readonly #queue = new Set<Waiting>();
  #granted: Waiting | null = null;

  constructor(limits: SwarmLimits, deps: ThrottleDeps) {
    this.#limits = limits;
    this.#deps = deps;
    const nowMs = deps.now();
    this.#download = newBuckets(nowMs);
    this.#upload = newBuckets(nowMs);
    this.tick();
  }

  /** Caps that change all the time, beside those of the configuration. */
  pace({ uploadBytesPerS, downloadBytesPerS }: RateCaps): void {
    this.#upload.paced.pace(uploadBytesPerS);
    this.#download.paced.pace(downloadBytesPerS);
  }

  /** To be called some times a second: refills, and lets go who may. */
  tick(): void {
    this.#refill();
    for (const waiting of [...this.#queue]) {
      if (!hasRoom(this.#upload, waiting.outside)) continue;
      this.#queue.delete(waiting);
      this.#granted = waiting;
      waiting.go();
      this.#granted = null;
    }
  }

  mayAsk(outside: boolean): boolean {
    return hasRoom(this.#download, outside);
  }

  /** Asked for, or (negative) asked for and not got. */
  asked(outside: boolean, bytes: number): void {
    spend(this.#download, outside, bytes);
  }

  /** Whether one run of blocks may be sent now; if not, `waiting.go` is called when it may. */
  maySend(waiting: Waiting): boolean {
    if (this.#granted === waiting) {
      this.#granted = null;
      return true;
    }
    if (this.#queue.size === 0 && hasRoom(this.#upload, waiting.outside)) return true;
    this.#queue.add(waiting);
    return false;
  }

  sent(outside: boolean, bytes: number): void {
    spend(this.#upload, outside, bytes);
  }

  /** It has nothing to send any more. */
  forget(waiting: Waiting): void {
    this.#queue.delete(waiting);
  }

  #refill(): void {
    const minute = this.#deps.minuteOfDay();
    const caps = this.#limits.times.find(({ fromMinute, toMinute }) => isWithin(minute, fromMinute, toMinute)) ?? this.#limits;
    const nowMs = this.#deps.now();
    refill(this.#download, caps, { key: "downloadBytesPerS", nowMs });
    refill(this.#upload, caps, { key: "uploadBytesPerS", nowMs });
  }
}

/** What a process without limits is given. */
export const NO_LIMITS: SwarmLimits = {
  ...{ uploadBytesPerS: null, downloadBytesPerS: null },
  outside: { uploadBytesPerS: null, downloadBytesPerS: null },
  times: [],
  backOff: null,
};

interface Buckets {
  readonly all: Bucket;
  readonly outside: Bucket;
  readonly paced: Bucket;
}

function newBuckets(nowMs: number): Buckets {
  return { all: new Bucket(nowMs), outside: new Bucket(nowMs), paced: new Bucket(nowMs) };
}

class Bucket {
  #bytesPerS: number | null = null;
  #level = 0;
  #nowMs: number;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  get hasRoom(): boolean {
    return this.#bytesPerS === null || this.#level > 0;
  }

  /** Another cap from now on; what is owed stays owed. */
  pace(bytesPerS: number | null): void {
    if (bytesPerS === null || this.#bytesPerS === null) this.#level = 0;
    this.#bytesPerS = bytesPerS;
  }

  refill(bytesPerS: number | null, nowMs: number): void {
    // What was owed under another cap is forgiven: it may be hours of a smaller one.
    if (bytesPerS !== this.#bytesPerS) this.#level = 0;
    this.#bytesPerS = bytesPerS;
    this.flow(nowMs);
  }

  flow(nowMs: number): void {
    const elapsedMs = nowMs - this.#nowMs;
    this.#nowMs = nowMs;
    const bytesPerS = this.#bytesPerS;
    if (bytesPerS === null) return;
    this.#level = Math.min((bytesPerS * THROTTLE_BURST_MS) / 1000, this.#level + (bytesPerS * elapsedMs) / 1000);
  }

  spend(bytes: number): void {
    if (this.#bytesPerS !== null) this.#level -= bytes;
  }
}

function refill(
  { all, outside, paced }: Buckets,
  caps: RateCaps & { readonly outside: RateCaps },
  { key, nowMs }: { readonly key: keyof RateCaps; readonly nowMs: number },
): void {
  all.refill(caps[key], nowMs);
  outside.refill(caps.outside[key], nowMs);
  paced.flow(nowMs);
}

function hasRoom(buckets: Buckets, outside: boolean): boolean {
  return buckets.all.hasRoom && buckets.paced.hasRoom && (!outside || buckets.outside.hasRoom);
}

function spend(buckets: Buckets, outside: boolean, bytes: number): void {
  buckets.all.spend(bytes);
  buckets.paced.spend(bytes);
  if (outside) buckets.outside.spend(bytes);
}

/** `to` is not included; a span may go over midnight. */
function isWithin(minute: number, from: number, to: number): boolean {
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}
