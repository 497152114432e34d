/** Windows: what is patched together. A large file is cut into windows of equal size. Pure, on sizes only. */
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

/** Length of the windows of a large target: equal, so that none is a stump. */
export function windowLength(targetBytes: number): number {
  return Math.ceil(targetBytes / Math.max(1, Math.ceil(targetBytes / LARGE_WINDOW_BYTES)));
}
