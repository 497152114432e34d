/** Logistic arithmetic of context mixing (Mahoney, PAQ): probabilities of 12 bits, and ln(p / (1 - p)) in 256ths, from -2047 to 2047. No floating point functions: the same on any machine. */

/** Where 256 × ln(p / (1 - p)) is -2048, -1920, …, 2048. */
const KNOTS = [
  1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901, 3975, 4022, 4050, 4068,
  4079, 4085, 4089, 4092, 4093, 4094,
] as const;

/** Probability (of 4096) at stretched value + 2048. */
export const SQUASH: Uint16Array = Uint16Array.from({ length: 4096 }, (_, i) => {
  const knot = i >>> 7;
  const part = i & 127;
  return (KNOTS[knot]! * (128 - part) + KNOTS[knot + 1]! * part + 64) >> 7;
});

/** The inverse: stretched value at probability. */
export const STRETCH: Int16Array = invert();

function invert(): Int16Array {
  const stretch = new Int16Array(4096);
  let from = 0;
  for (let x = -2047; x <= 2047; x++) {
    const p = SQUASH[x + 2048]!;
    for (let i = from; i <= p; i++) stretch[i] = x;
    from = Math.max(from, p + 1);
  }
  return stretch.fill(2047, from);
}

/**
 * Adaptive probabilities, one in each number: 22 bits of probability, then 10 bits that count how often it was seen, up to a limit. The more often,
 * the slower it moves.
 */
export function createCounters(length: number): Int32Array {
  return new Int32Array(length).fill(EVEN);
}

/** Of 4096. */
export function probability(counters: Int32Array, index: number): number {
  return counters[index]! >>> 20;
}

export function adapt(counters: Int32Array, index: number, bit: number, limit: number): void {
  const value = counters[index]!;
  const seen = value & 1023;
  const p = value >>> 10;
  const step = ((((bit << 22) - bit - p) >> 3) * RATES[seen]!) >> 9;
  counters[index] = ((p + step) << 10) | (seen < limit ? seen + 1 : seen);
}

/** Probability one half, never seen. */
const EVEN = 1 << 31;
/** 4096 / (seen + 1.6). */
const RATES: Int32Array = Int32Array.from({ length: 1024 }, (_, seen) => Math.floor(40_960 / (seen * 10 + 16)));
