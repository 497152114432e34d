/**
 * Files made by copies: long stretches that the base has as they are stand in the frame table as copies; what lies between them, put together, is the file's
 * *body*, and patches make that. Offsets in a body are not offsets in the file; this is where one becomes the other. Pure.
 */
import type { Region } from "./delta/regions.ts";

/** Bytes of a file of the base, or of an earlier file of the tree itself, that a file has as they are. */
export interface Copy {
  /** Where in the file. */
  readonly at: number;
  readonly length: number;
  /** Number of a file in the base's listing; or, plus the base's count, of one in the tree's. And where in it. */
  readonly source: number;
  readonly offset: number;
}

/** A file, by its number in the listing, and its copies: ascending, apart. */
export interface Made {
  readonly entry: number;
  readonly copies: readonly Copy[];
}

/** What lies between two copies. */
interface Gap {
  readonly at: number;
  readonly length: number;
  /** Where in the body. */
  readonly body: number;
  readonly before: Copy | undefined;
  readonly after: Copy | undefined;
}

export interface Body {
  readonly made: Made;
  readonly sizeBytes: number;
  readonly gaps: readonly Gap[];
}

/** `sizeBytes` is the file's: not less than where its last copy ends. */
export function bodyOf(made: Made, sizeBytes: number): Body {
  const gaps: Gap[] = [];
  let at = 0;
  let body = 0;
  const gap = (end: number, before: Copy | undefined, after: Copy | undefined): void => {
    if (end > at) gaps.push({ at, length: end - at, body, before, after });
    body += end - at;
  };
  made.copies.forEach((copy, i) => {
    gap(copy.at, made.copies[i - 1], copy);
    at = copy.at + copy.length;
  });
  gap(sizeBytes, made.copies.at(-1), undefined);
  return { made, sizeBytes: body, gaps };
}

/** Where in the file a part of its body lies. */
export function bodyRegions(body: Body, { offset, length }: Region): Region[] {
  const regions: Region[] = [];
  for (const gap of gapsIn(body, { offset, length })) {
    const skip = Math.max(0, offset - gap.body);
    regions.push({ offset: gap.at + skip, length: Math.min(gap.body + gap.length, offset + length) - gap.body - skip });
  }
  return regions;
}

/** Part of a file of the base. */
export interface Place {
  readonly entry: number;
  readonly offset: number;
  readonly length: number;
}

/** A gap, and as much more or less, is told from what the source has in its place. */
const NEARBY_SLACK_BYTES = 64 * 1024;

/**
 * What the base has where the gaps of these parts of bodies are: from `reach` bytes before the end of the copy before to as many after the begin of the copy after,
 * where these lie so in one file and no more than NEARBY_SLACK_BYTES farther apart than in the target; else around each. Ascending, apart, not empty.
 */
export function nearby(parts: readonly (readonly [Body, Region])[], reach: number, sizeOf: (source: number) => number | null): Place[] {
  const places: (readonly [entry: number, start: number, end: number])[] = [];
  const ofBase = (copy: Copy | undefined): Copy | undefined => (copy === undefined || sizeOf(copy.source) === null ? undefined : copy);
  for (const [body, part] of parts) {
    for (const gap of gapsIn(body, part)) {
      const before = ofBase(gap.before);
      const after = ofBase(gap.after);
      if (before === undefined && after === undefined) continue;
      const { source } = (before ?? after)!;
      const left = before === undefined ? 0 : before.offset + before.length;
      const right = after === undefined ? sizeOf(source)! : after.offset;
      const isOne = (after ?? before)!.source === source && left <= right && right - left <= gap.length + NEARBY_SLACK_BYTES;
      if (isOne) places.push([source, left - reach, right + reach]);
      else {
        if (before !== undefined) places.push([source, left - reach, left + reach]);
        if (after !== undefined) places.push([after.source, right - reach, right + reach]);
      }
    }
  }
  return join(places, sizeOf);
}

function join(places: (readonly [entry: number, start: number, end: number])[], sizeOf: (source: number) => number | null): Place[] {
  const joined: { entry: number; offset: number; length: number }[] = [];
  places.sort(([entryA, a], [entryB, b]) => entryA - entryB || a - b);
  for (const [entry, from, to] of places) {
    const start = Math.max(0, from);
    const end = Math.min(to, sizeOf(entry)!);
    if (end <= start) continue;
    const last = joined.at(-1);
    if (last?.entry === entry && last.offset + last.length >= start) last.length = Math.max(last.length, end - last.offset);
    else joined.push({ entry, offset: start, length: end - start });
  }
  return joined;
}

/** Those that the part of the body has bytes of. */
function* gapsIn({ gaps }: Body, { offset, length }: Region): Generator<Gap> {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const gap = gaps[middle]!;
    if (gap.body + gap.length <= offset) low = middle + 1;
    else high = middle;
  }
  for (; low < gaps.length && gaps[low]!.body < offset + length; low++) yield gaps[low]!;
}
