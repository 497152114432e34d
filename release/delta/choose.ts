/**
 * Which codec at which level may be tried for a window, and which result is taken. Pure: it counts work in bytes × level and never looks at a clock, so that
 * the same input gives the same bundle on any machine.
 */

export interface Attempt {
  readonly codec: "zstd-dictionary" | "xdelta3";
  readonly level: number;
}

export interface PatchEffort {
  /** zstd level while there is work left, and after that. */
  readonly level: number;
  readonly cheapLevel: number;
  /** xdelta3 level, 1 to 9. */
  readonly xdeltaLevel: number;
  /** Bytes of source and target × level that all windows of one bundle may take at `level`. */
  readonly work: number;
}

export interface Budget {
  /** Takes the work of a window of that many bytes and says what to try. At least one attempt, also when nothing is left. */
  attempts(sourceBytes: number, targetBytes: number): readonly Attempt[];
}

export function createBudget({ level, cheapLevel, xdeltaLevel, work }: PatchEffort): Budget {
  let left = work;
  return {
    attempts(sourceBytes, targetBytes) {
      const cost = (sourceBytes + targetBytes) * level;
      const canAfford = cost <= left;
      if (canAfford) left -= cost;
      const zstd: Attempt = { codec: "zstd-dictionary", level: canAfford ? level : cheapLevel };
      // Without a source VCDIFF has nothing to say.
      return sourceBytes === 0 ? [zstd] : [zstd, { codec: "xdelta3", level: xdeltaLevel }];
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
