/**
 * Which file is most like this one? Each file is sketched by its smallest fingerprints (bottom-k of its anchors: Broder, "On the resemblance and
 * containment of documents", 1997); files with fingerprints in common have content in common, whatever they are called.
 */
import { findAnchors } from "./anchors.ts";
import { SKETCH_ANCHOR_BITS, SKETCH_FINGERPRINTS, SKETCH_POSTINGS } from "./limits.ts";

/** The smallest distinct fingerprints, ascending. */
export type Sketch = Uint32Array;

/** Of content, or of its beginning. Empty for content of less than 32 bytes. */
export function sketch(bytes: Uint8Array): Sketch {
  const { fingerprints, count } = findAnchors(bytes, SKETCH_ANCHOR_BITS);
  const sorted = fingerprints.slice(0, count).sort();
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]).slice(0, SKETCH_FINGERPRINTS);
}

/** Share of `a`'s fingerprints that `b` has. Bottom-k: a fingerprint above the largest of a full `b` says nothing and isn't counted. */
export function resemblance(a: Sketch, b: Sketch): number {
  const top = b.length < SKETCH_FINGERPRINTS ? Number.POSITIVE_INFINITY : b.at(-1)!;
  const known = new Set(b);
  let asked = 0;
  let found = 0;
  for (const fingerprint of a) {
    if (fingerprint > top) break;
    asked++;
    if (known.has(fingerprint)) found++;
  }
  return asked === 0 ? 0 : found / asked;
}

export interface SketchIndex {
  /** The file with most fingerprints in common, at least `least`; the lowest number among equals; -1 for none. */
  mostAlike(sketch: Sketch, least: number): number;
}

/** 8 bytes a fingerprint. Numbers are below 2^21. */
export function createSketchIndex(sketches: Iterable<readonly [number: number, sketch: Sketch]>): SketchIndex {
  const packed: number[] = [];
  for (const [number, fingerprints] of sketches) for (const value of fingerprints) packed.push(value * NUMBERS + number);
  const sorted = Float64Array.from(packed).sort();
  return {
    mostAlike(wanted, least) {
      const votes = new Map<number, number>();
      for (const value of wanted) {
        const first = lowerBound(sorted, value * NUMBERS);
        // A fingerprint that many files have (a licence header) says little about any of them.
        if (first + SKETCH_POSTINGS < sorted.length && sorted[first + SKETCH_POSTINGS]! < (value + 1) * NUMBERS) continue;
        for (let i = first; i < sorted.length && sorted[i]! < (value + 1) * NUMBERS; i++) {
          const number = sorted[i]! % NUMBERS;
          votes.set(number, (votes.get(number) ?? 0) + 1);
        }
      }
      let best = -1;
      let most = least - 1;
      for (const [number, count] of votes) {
        if (count > most || (count === most && best !== -1 && number < best)) [best, most] = [number, count];
      }
      return best;
    },
  };
}

const NUMBERS = 2 ** 21;

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
