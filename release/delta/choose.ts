/**
 * Which codec at which level may be tried for a window, and which result is taken. Pure: it counts work in bytes × level and never looks at a clock, so that
 * the same input gives the same bundle on any machine.
 */

import {
  BROTLI_SOURCE_SHARE,
  BROTLI_WORK,
  DENSE_QUALITY,
  MIXING_EXPANSION,
  MIXING_HIT_SHARE,
  SMALL_PATCH_BYTES,
  SMALL_TARGET_BYTES,
  XDELTA_WORTH_BYTES,
} from "./limits.ts";

export interface Attempt {
  readonly codec: "zstd-dictionary" | "xdelta3" | "brotli" | "context-mixing";
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
  /** Brotli quality, for what has no source or little: it takes none. */
  readonly quality: number;
  /** Bytes that context mixing may code in one bundle: each takes 1.5 to 3 µs here, and once more on every host. */
  readonly mixingBytes: number;
}

export interface WindowSize {
  readonly sourceBytes: number;
  readonly targetBytes: number;
}

export interface Budget {
  /** What is cheap, for every window. */
  first(): readonly Attempt[];
  /** Then, where the best so far costs that much. */
  second(window: WindowSize, costBytes: number): readonly Attempt[];
  /** What may still save something: none where it isn't worth it, or nothing is left. Takes its work out of the budget. */
  further(window: WindowSize, costBytes: number): readonly Attempt[];
}

export function createBudget({ level, cheapLevel, xdeltaLevel, work, quality, mixingBytes }: PatchEffort): Budget {
  let workLeft = work;
  let mixingLeft = mixingBytes;
  const mixing = ({ targetBytes }: WindowSize, costBytes: number): Attempt[] => {
    const coded = Math.ceil(Math.min(targetBytes, costBytes * MIXING_EXPANSION) + targetBytes * MIXING_HIT_SHARE);
    if (coded > mixingLeft || (costBytes <= SMALL_PATCH_BYTES && targetBytes > SMALL_TARGET_BYTES)) return [];
    mixingLeft -= coded;
    return [{ codec: "context-mixing", level: 0 }];
  };
  const dearer = ({ sourceBytes, targetBytes }: WindowSize): Attempt[] => {
    const isAlone = sourceBytes <= targetBytes * BROTLI_SOURCE_SHARE;
    const attempt: Attempt = isAlone ? { codec: "brotli", level: quality } : { codec: "zstd-dictionary", level };
    const cost = isAlone ? targetBytes * BROTLI_WORK : (sourceBytes + targetBytes) * level;
    if (level <= cheapLevel || cost > workLeft) return [];
    workLeft -= cost;
    return [attempt];
  };
  /** VCDIFF is best where next to nothing changed; without a source it has nothing to say. */
  const literal = ({ sourceBytes }: WindowSize, costBytes: number): Attempt[] =>
    sourceBytes === 0 || costBytes > XDELTA_WORTH_BYTES ? [] : [{ codec: "xdelta3", level: xdeltaLevel }];
  return {
    first: () => [{ codec: "zstd-dictionary", level: cheapLevel }],
    second: literal,
    further(window, costBytes) {
      const mixed = mixing(window, costBytes);
      const isWorth = window.sourceBytes + window.targetBytes <= SMALL_TARGET_BYTES || costBytes > SMALL_PATCH_BYTES;
      const isDear = mixed.length === 0 ? isWorth : window.targetBytes <= SMALL_TARGET_BYTES;
      return [...mixed, ...(isDear ? dearer(window) : [])];
    },
  };
}

/** For content that hardly compresses: no second try, nothing of the other windows' budget. */
export const DENSE_BUDGET: Budget = { first: () => [{ codec: "brotli", level: DENSE_QUALITY }], second: () => [], further: () => [] };

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
