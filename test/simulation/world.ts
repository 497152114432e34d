/** Seeded time and chance: the only sources of both in a simulation. */

export class World {
  readonly seed: number;
  /** Chances of faults are multiplied by this; 0 once healed. */
  faults = 1;
  nowMs = 1_800_000_000_000;
  readonly trace: string[] = [];
  #random: number;
  #queue: { readonly atMs: number; readonly order: number; readonly run: () => void }[] = [];
  #order = 0;

  constructor(seed: number) {
    this.seed = seed;
    this.#random = seed >>> 0;
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

  /** A fault strikes with this probability, never after the world is healed. */
  fault(probability: number): boolean {
    return this.random() < probability * this.faults;
  }

  after(delayMs: number, run: () => void): void {
    this.#queue.push({ atMs: this.nowMs + delayMs, order: this.#order++, run });
  }

  note(line: string): void {
    this.trace.push(`${this.nowMs - 1_800_000_000_000} ${line}`);
    if (this.trace.length > 400) this.trace.shift();
  }

  /** Runs happenings in time order until `untilMs`, calling `check` after each. */
  run(untilMs: number, check: () => void): void {
    for (;;) {
      let next = 0;
      for (let i = 1; i < this.#queue.length; i++) if (isBefore(this.#queue[i], this.#queue[next])) next = i;
      const happening = this.#queue[next];
      if (happening === undefined || happening.atMs > untilMs) break;
      this.#queue.splice(next, 1);
      this.nowMs = happening.atMs;
      happening.run();
      check();
    }
    this.nowMs = untilMs;
  }
}

function isBefore(a: { atMs: number; order: number } | undefined, b: { atMs: number; order: number } | undefined): boolean {
  return a !== undefined && b !== undefined && (a.atMs - b.atMs || a.order - b.order) < 0;
}
