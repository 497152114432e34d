/** A set that gives random members without walking through it. */
export class Bag<T> {
  readonly #items: T[] = [];
  readonly #at = new Map<T, number>();

  get size(): number {
    return this.#items.length;
  }

  has(item: T): boolean {
    return this.#at.has(item);
  }

  add(item: T): void {
    if (this.#at.has(item)) return;
    this.#at.set(item, this.#items.length);
    this.#items.push(item);
  }

  delete(item: T): void {
    const at = this.#at.get(item);
    if (at === undefined) return;
    this.#at.delete(item);
    const last = this.#items.pop()!;
    if (last === item) return;
    this.#items[at] = last;
    this.#at.set(last, at);
  }

  /** Adds random members to `into` until it has `size` or all of them are in. `random`: in [0, 1). */
  sampleInto(into: Set<T>, size: number, random: () => number): void {
    // A random start and a walk with a random step through all: no retries where few are left out.
    const { length } = this.#items;
    if (length === 0 || into.size >= size) return;
    let at = Math.floor(random() * length);
    const step = coprimeStep(length, random);
    for (let seen = 0; seen < length && into.size < size; seen++) {
      into.add(this.#items[at]!);
      at = (at + step) % length;
    }
  }
}

function coprimeStep(length: number, random: () => number): number {
  if (length <= 2) return 1;
  const prime = STEPS[Math.floor(random() * STEPS.length)]!;
  return length % prime === 0 ? 1 : prime % length;
}

/** Primes far apart, so that two walks from near starts soon differ. */
const STEPS = [101, 211, 307, 401, 503, 601, 701, 809, 907, 1009, 2003, 3001, 4001, 5003, 6007, 7001] as const;
