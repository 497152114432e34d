/**
 * Which codec at which level may be tried for a window, and which result is taken. Pure: it counts work in bytes × level and never looks at a clock, so that
 * the same input gives the same bundle on any machine.
 */

import { SMALL_PATCH_BYTES } from "./limits.ts";

export interface Attempt {
  readonly codec: "zstd-dictionary" | "xdelta3";
  readonly level: number;
}

export interface PatchEffort {
  /** zstd level that every window is tried with, and the one that is tried then, while there is work left. */
  readonly cheapLevel: number;
  readonly level: number;
  /** xdelta3 level, 1 to 9. */
  readonly xdeltaLevel: number;
  /** Bytes of source and target × `level` that the windows of one bundle may take. */
  readonly work: number;
}

export interface WindowSize {
  readonly sourceBytes: number;
  readonly targetBytes: number;
}

export interface Budget {
  /** What is cheap, for every window. */
  first(window: WindowSize): readonly Attempt[];
  /** What may still save something, where the best so far costs that much. Null where it isn't worth it, or nothing is left. */
  further(window: WindowSize, costBytes: number): Attempt | null;
}

export function createBudget({ level, cheapLevel, xdeltaLevel, work }: PatchEffort): Budget {
  let left = work;
  return {
    first({ sourceBytes }) {
      const zstd: Attempt = { codec: "zstd-dictionary", level: cheapLevel };
      // Without a source VCDIFF has nothing to say.
      return sourceBytes === 0 ? [zstd] : [zstd, { codec: "xdelta3", level: xdeltaLevel }];
    },
    further({ sourceBytes, targetBytes }, costBytes) {
      const cost = (sourceBytes + targetBytes) * level;
      if (level <= cheapLevel || costBytes <= SMALL_PATCH_BYTES || cost > left) return null;
      left -= cost;
      return { codec: "zstd-dictionary", level };
    },
  };
}

export interface Result {
  readonly attempt: Attempt;
  readonly patch: Uint8Array;
  /** What it adds to the bundle: zstd patches as they are, others as the frame compresses them. */
  readonly costBytes: number;
}

/** The cheapest; the earlier among equals. */
export function chooseSmallest(results: readonly Result[]): Result | null {
  let best: Result | null = null;
  for (const result of results) if (best === null || result.costBytes < best.costBytes) best = result;
  return best;
}
