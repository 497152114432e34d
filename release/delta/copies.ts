/**
 * Long stretches of a target that its source has as they are: found before any codec looks at the rest, so that what didn't change costs neither time nor memory
 * nor room in a window, however large the file.
 *
 * Where a copy ends, the next is looked for at the same distance first (bytes changed in place: cheap), then by anchors (anchors.ts): the source's
 * are put into a table, the target's are looked up, and what they point at is compared byte by byte, forwards and backwards. The table is made only when it is
 * needed. Both contents are read where they are looked at and nowhere else.
 */
import { setImmediate } from "node:timers/promises";
import { ANCHOR_BYTES, findAnchors } from "./anchors.ts";
import { COPY_ANCHOR_BITS, COPY_MIN_BYTES, REGION_ANCHORS } from "./limits.ts";
import { createTable, type Table } from "./table.ts";
import { VIEW_READ_BYTES, type ByteView } from "./view.ts";

export interface Copy {
  /** Where in the target. */
  readonly at: number;
  /** Where in the source. */
  readonly from: number;
  readonly length: number;
}

/** Ascending, apart from each other, each of at least `minBytes` (two anchors' distance at least, or none is found). */
export async function findCopies(target: ByteView, source: ByteView, minBytes = COPY_MIN_BYTES): Promise<Copy[]> {
  const search = createSearch(target, source, minBytes);
  const copies: Copy[] = [];
  let at = 0;
  let distance = 0;
  let seen = 0;
  while (at < target.sizeBytes) {
    const copy = search.atDistance(at, distance) ?? (await search.byAnchors(at, distance));
    if (copy === null) break;
    copies.push(copy);
    at = copy.at + copy.length;
    distance = copy.from - copy.at;
    if ((seen += copy.length) > PAUSE_BYTES) {
      seen = 0;
      await setImmediate();
    }
  }
  return copies;
}

/** Other work has its turn after this much. */
const PAUSE_BYTES = 16 * 1024 * 1024;
/** Bytes after the end of a copy at which the distance is tried again. */
const STEPS = [0, 4, 32, 256] as const;
/** Pieces of the target that are looked through for anchors: small where the next copy is near, larger where it isn't. */
const FIRST_PIECE_BYTES = 4 * 1024;

interface Search {
  /** The next copy where the target goes on after a few other bytes as it did. */
  atDistance(at: number, distance: number): Copy | null;
  /** The next copy at or after `at`. */
  byAnchors(at: number, distance: number): Promise<Copy | null>;
}

function createSearch(target: ByteView, source: ByteView, minBytes: number): Search {
  const bits = Math.max(COPY_ANCHOR_BITS, Math.ceil(Math.log2(Math.max(1, source.sizeBytes / (REGION_ANCHORS / 2)))));
  let table: Table | null = null;
  /** The copy around `at`, not before `least`; null if it is too short. */
  const around = (at: number, distance: number, least: number): Copy | null => {
    const from = at + distance;
    if (from < 0 || from >= source.sizeBytes) return null;
    const after = matchForward(target, at, source, from, Math.min(target.sizeBytes - at, source.sizeBytes - from));
    const before = matchBackward(target, at, source, from, Math.min(at - least, from));
    return before + after < minBytes ? null : { at: at - before, from: from - before, length: before + after };
  };
  return {
    atDistance(at, distance) {
      for (const step of STEPS) {
        const copy = at + step < target.sizeBytes ? around(at + step, distance, at) : null;
        if (copy !== null) return copy;
      }
      return null;
    },
    async byAnchors(least, distance) {
      let pieceBytes = FIRST_PIECE_BYTES;
      for (let start = least; start < target.sizeBytes;) {
        const piece = target.read(start, Math.min(pieceBytes, target.sizeBytes - start));
        const { count, ends, fingerprints } = findAnchors(piece, bits);
        for (let i = 0; i < count; i++) {
          const at = start + ends[i]! - ANCHOR_BYTES;
          const same = around(at, distance, least);
          if (same !== null) return same;
          table ??= await indexSource(source, bits);
          const from = table.get(fingerprints[i]!);
          const copy = from === -1 || from - at === distance ? null : around(at, from - at, least);
          if (copy !== null) return copy;
        }
        if (start + piece.length === target.sizeBytes) return null;
        start += piece.length - (ANCHOR_BYTES - 1);
        pieceBytes = Math.min(pieceBytes * 2, VIEW_READ_BYTES);
      }
      return null;
    },
  };
}

async function indexSource(source: ByteView, bits: number): Promise<Table> {
  const table = createTable(REGION_ANCHORS * 2);
  let seen = 0;
  for (let start = 0; start < source.sizeBytes; start += VIEW_READ_BYTES - (ANCHOR_BYTES - 1)) {
    const piece = source.read(start, Math.min(VIEW_READ_BYTES, source.sizeBytes - start));
    const { count, fingerprints, ends } = findAnchors(piece, bits);
    for (let i = 0; i < count; i++) table.put(fingerprints[i]!, start + ends[i]! - ANCHOR_BYTES);
    if ((seen += piece.length) < PAUSE_BYTES) continue;
    seen = 0;
    await setImmediate();
  }
  return table;
}

/** Bytes from `at` and `from` on that are the same; at most `most`. */
export function matchForward(target: ByteView, at: number, source: ByteView, from: number, most: number): number {
  let made = 0;
  for (let step = 64; made < most; step = Math.min(step * 4, VIEW_READ_BYTES)) {
    const length = Math.min(step, most - made);
    const a = target.read(at + made, length);
    const b = source.read(from + made, length);
    if (!a.equals(b)) return made + commonPrefix(a, b);
    made += length;
  }
  return made;
}

/** The same, of those before. */
export function matchBackward(target: ByteView, at: number, source: ByteView, from: number, most: number): number {
  let made = 0;
  for (let step = 64; made < most; step = Math.min(step * 4, VIEW_READ_BYTES)) {
    const length = Math.min(step, most - made);
    const a = target.read(at - made - length, length);
    const b = source.read(from - made - length, length);
    if (!a.equals(b)) return made + commonSuffix(a, b);
    made += length;
  }
  return made;
}

/** Of two that differ, equally long: halved until few bytes are left. */
function commonPrefix(a: Buffer, b: Buffer): number {
  let at = 0;
  for (let length = a.length; length > 64;) {
    const half = length >>> 1;
    if (a.compare(b, at, at + half, at, at + half) === 0) {
      at += half;
      length -= half;
    } else length = half;
  }
  while (a[at] === b[at]) at++;
  return at;
}

function commonSuffix(a: Buffer, b: Buffer): number {
  let end = a.length;
  for (let length = a.length; length > 64;) {
    const half = length >>> 1;
    if (a.compare(b, end - half, end, end - half, end) === 0) {
      end -= half;
      length -= half;
    } else length = half;
  }
  while (a[end - 1] === b[end - 1]) end--;
  return a.length - end;
}
