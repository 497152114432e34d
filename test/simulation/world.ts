/** Seeded time and chance: the only sources of both in a simulation. */
import { HostMap } from "../../coordinator/rollout/host-map.ts";

export class World {
  readonly seed: number;
  /** Chances of faults are multiplied by this; 0 once healed. */
  faults = 1;
  nowMs = START_MS;
  #random: number;
  readonly #trace: string[] = [];
  #notes = 0;
  /** A binary heap: the next happening is the first. */
  readonly #queue: Happening[] = [];
  #order = 0;

  constructor(seed: number) {
    this.seed = seed;
    this.#random = seed >>> 0;
  }

  /** Since the beginning. */
  get elapsedMs(): number {
    return this.nowMs - START_MS;
  }

  /** Uniform in [0, 1): mulberry32. */
  random(): number {
    this.#random = (this.#random + 0x6d2b79f5) >>> 0;
    let t = this.#random;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  pick<T>(from: readonly T[]): T {
    return from[this.between(0, from.length - 1)] as T;
  }

  /** With this probability, in all weathers. */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A fault strikes with this probability, never after the world is healed. */
  fault(probability: number): boolean {
    return this.random() < probability * this.faults;
  }

  after(delayMs: number, run: () => void): void {
    this.#push({ atMs: this.nowMs + delayMs, order: this.#order++, run });
  }

  note(line: string): void {
    this.#trace[this.#notes++ % TRACE_LINES] = `${this.elapsedMs} ${line}`;
  }

  /** The newest notes, oldest first. */
  get trace(): readonly string[] {
    const from = Math.max(0, this.#notes - TRACE_LINES);
    return Array.from({ length: this.#notes - from }, (_, index) => this.#trace[(from + index) % TRACE_LINES] ?? "");
  }

  /** Runs happenings in time order until `untilMs`. */
  run(untilMs: number): void {
    while (this.next(untilMs));
  }

  /** Runs the next happening. False: there is none until then, and it is then now. */
  next(untilMs: number): boolean {
    const next = this.#queue[0];
    if (next === undefined || next.atMs > untilMs) {
      this.nowMs = untilMs;
      return false;
    }
    this.#pop();
    this.nowMs = next.atMs;
    next.run();
    return true;
  }

  #push(happening: Happening): void {
    const queue = this.#queue;
    let at = queue.push(happening) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(happening, queue[parent])) break;
      queue[at] = queue[parent] as Happening;
      at = parent;
    }
    queue[at] = happening;
  }

  #pop(): void {
    const queue = this.#queue;
    const last = queue.pop();
    if (last === undefined || queue.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < queue.length && isBefore(queue[child + 1], queue[child])) child += 1;
      if (child >= queue.length || !isBefore(queue[child], last)) break;
      queue[at] = queue[child] as Happening;
      at = child;
    }
    queue[at] = last;
  }
}

const START_MS = 1_800_000_000_000;
const TRACE_LINES = 400;

interface Happening {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

function isBefore(a: Happening | undefined, b: Happening | undefined): boolean {
  return a !== undefined && b !== undefined && (a.atMs - b.atMs || a.order - b.order) < 0;
}

/** Whoever changes what was saved or logged gets a TypeError. What is frozen already is shared with an earlier one. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const part of value instanceof HostMap ? value.values() : Object.values(value)) frozen(part);
  return value;
}
