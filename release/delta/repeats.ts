/**
 * What occurs a second time, far from the first, in many contents put one after another: found once for all, since no window is as large. Pieces are
 * contents or parts of them; a repeat lies within one piece, and so does what it repeats, in a piece of an earlier content.
 */
import { ANCHOR_BYTES, findAnchors } from "./anchors.ts";
import { matchBackward, matchForward } from "./copies.ts";
import { REPEAT_ANCHOR_BITS, REPEAT_MIN_BYTES, REPEAT_SLOTS } from "./limits.ts";
import { createTable } from "./table.ts";
import { VIEW_READ_BYTES, type ByteView } from "./view.ts";

/** Bytes from `start` on, up to the next piece's. */
export interface Piece {
  readonly start: number;
  /** Ascending from piece to piece; the pieces of one content share it. */
  readonly content: number;
}

export interface Repeat {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** Ascending, apart. `all` holds the pieces. */
export function findRepeatsIn(all: ByteView, pieces: readonly Piece[], most: number): Repeat[] {
  const table = createTable(REPEAT_SLOTS);
  const repeats: Repeat[] = [];
  let end = 0;
  let current = 0;
  for (let start = 0; start < all.sizeBytes; start += VIEW_READ_BYTES - (ANCHOR_BYTES - 1)) {
    const bytes = Buffer.from(all.read(start, Math.min(VIEW_READ_BYTES, all.sizeBytes - start)));
    const { count, ends, fingerprints } = findAnchors(bytes, REPEAT_ANCHOR_BITS);
    for (let i = 0; i < count; i++) {
      const at = start + ends[i]! - ANCHOR_BYTES;
      while (current + 1 < pieces.length && pieces[current + 1]!.start <= at) current++;
      const from = table.get(fingerprints[i]!);
      if (from === -1) table.put(fingerprints[i]!, at);
      else if (at >= end && repeats.length < most) {
        const repeat = around(all, {
          at,
          from,
          least: end,
          here: boundsOf(all, pieces, current),
          there: boundsOf(all, pieces, pieceAt(pieces, from)),
        });
        if (repeat === null) continue;
        repeats.push(repeat);
        end = repeat.at + repeat.length;
      }
    }
  }
  return repeats;
}

interface Bounds extends Piece {
  readonly end: number;
}

interface Place {
  readonly at: number;
  readonly from: number;
  /** What lies before is a repeat already. */
  readonly least: number;
  readonly here: Bounds;
  readonly there: Bounds;
}

function around(all: ByteView, { at, from, least, here, there }: Place): Repeat | null {
  if (there.content >= here.content) return null;
  const after = matchForward(all, at, all, from, Math.min(here.end - at, there.end - from));
  const before = matchBackward(all, at, all, from, Math.min(at - Math.max(least, here.start), from - there.start));
  return before + after < REPEAT_MIN_BYTES ? null : { at: at - before, from: from - before, length: before + after };
}

function boundsOf(all: ByteView, pieces: readonly Piece[], index: number): Bounds {
  return { ...pieces[index]!, end: pieces[index + 1]?.start ?? all.sizeBytes };
}

/** The last that doesn't begin after `at`. */
export function pieceAt(pieces: readonly Piece[], at: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (pieces[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
