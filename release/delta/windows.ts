/**
 * Windows: what is patched together. Small files share a window, in order, with their sources beside one another as one dictionary; a large one is cut into
 * windows of equal size. Pure, on sizes only.
 */
import { LARGE_WINDOW_BYTES, WINDOW_SOURCE_BYTES, WINDOW_TARGET_BYTES } from "./limits.ts";

export interface Pair {
  /** Number in the new tree, and in the base. */
  readonly target: number;
  readonly source: number;
  readonly targetBytes: number;
  readonly sourceBytes: number;
}

/** A pair that needs windows of its own. */
export function isLarge({ targetBytes, sourceBytes }: Pick<Pair, "targetBytes" | "sourceBytes">): boolean {
  return targetBytes > WINDOW_TARGET_BYTES || sourceBytes > WINDOW_SOURCE_BYTES;
}

/** Small pairs, in the order given, in groups that fit a window. A source that several targets share counts once. */
export function groupPairs(pairs: readonly Pair[]): Pair[][] {
  const groups: Pair[][] = [];
  let group: Pair[] = [];
  let targetBytes = 0;
  let sources = new Set<number>();
  let sourceBytes = 0;
  for (const pair of pairs) {
    const added = sources.has(pair.source) ? 0 : pair.sourceBytes;
    if (group.length > 0 && (targetBytes + pair.targetBytes > WINDOW_TARGET_BYTES || sourceBytes + added > WINDOW_SOURCE_BYTES)) {
      groups.push(group);
      [group, targetBytes, sources, sourceBytes] = [[], 0, new Set(), 0];
    }
    targetBytes += pair.targetBytes;
    sourceBytes += sources.has(pair.source) ? 0 : pair.sourceBytes;
    sources.add(pair.source);
    group.push(pair);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** Length of the windows of a large target: equal, so that none is a stump. */
export function windowLength(targetBytes: number): number {
  return Math.ceil(targetBytes / Math.max(1, Math.ceil(targetBytes / LARGE_WINDOW_BYTES)));
}
