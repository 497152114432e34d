/**
 * Whom to let go when all places are taken and somebody else wants in: whoever has been choking us longest, or has nothing to tell us, without a
 * single block in either direction (P17). Nobody who was of use, and nobody before a fair time. Pure.
 */
import { UNHELPFUL_PEER_MS } from "../limits.ts";

export interface Seat {
  /** A block moved, in either direction. */
  readonly useful: boolean;
  readonly chokesUs: () => boolean;
  readonly joinedMs: number;
}

/** Null: all stay. */
export function leastUseful<S extends Seat>(seats: readonly S[], nowMs: number): S | null {
  const idle = seats.filter((seat) => !seat.useful && nowMs - seat.joinedMs >= UNHELPFUL_PEER_MS && seat.chokesUs());
  return idle.reduce<S | null>((oldest, one) => (oldest === null || one.joinedMs < oldest.joinedMs ? one : oldest), null);
}
