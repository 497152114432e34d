/**
 * The frame table: which bytes of a bundle are which part of the tree, and what each part needs.
 *
 * A bundle is a row of independent zstd frames whose raw bytes, one after another, are one tar archive, and a skippable frame with this
 * table. With the table and the listing, any frame can be fetched, checked, decoded and written without any other; frames of a damaged
 * or half-written revision can be picked out. Entries are meant by their number in a listing (of `toTree`; sources in that of `fromTree`),
 * so that a table stays small beside an overlay of a few kilobytes.
 *
 * Encoding (FORMAT.md): bytes and LEB128 numbers. Reading is strict (one encoding for one table) and bounded, for it is untrusted input:
 * whatever it says is checked again against the signed listing (unpack-plan.ts).
 */
import { ShoalError } from "../runtime/errors.ts";
import type { Digest } from "../runtime/ids.ts";
import { MAX_REACH_BYTES, MAX_WINDOW_RANGES } from "./delta/limits.ts";
import {
  MAX_CODECS,
  MAX_CODEC_NAME_BYTES,
  MAX_COPIES,
  MAX_ENTRIES,
  MAX_FRAMES,
  MAX_FRAME_COMPRESSED_BYTES,
  MAX_FRAME_ITEMS,
  MAX_FRAME_RAW_BYTES,
  MAX_FRAME_TABLE_BYTES,
  MAX_LISTING_BYTES,
} from "./limits.ts";
import { FORMAT_VERSION } from "./format-version.ts";
import type { Copy, Made } from "./made.ts";
import { AS_IT_IS, squeeze, unsqueeze, type TableCoding } from "./table-body.ts";
import { createByteReader, createByteWriter, type ByteReader, type ByteWriter } from "./varint.ts";

/** Stands for the listing itself where an entry's number is expected. */
export const LISTING = -1;

/** Bytes of an entry's content, or of the listing. `part` null: all of it. */
export interface Range {
  /** Number in the listing, or LISTING. */
  readonly entry: number;
  readonly part: { readonly offset: number; readonly length: number } | null;
}

/** What stands in a frame's raw bytes, in order, without gaps: tar headers and padding belong to the part they enclose. */
export type FrameItem =
  /** `count` files from number `first` on, whole. */
  | { readonly kind: "files"; readonly first: number; readonly count: number }
  /** A piece of a file (or of a base's listing) that spans frames. */
  | { readonly kind: "slice"; readonly entry: number; readonly offset: number; readonly length: number }
  /** It makes `targets`, concatenated, out of `sources`, concatenated. Of a file that has copies, its target is the body (made.ts). */
  | {
      readonly kind: "patch";
      readonly sizeBytes: number;
      readonly targets: readonly Range[];
      readonly sources: readonly Range[];
      /** After those, what the base has where the targets' gaps are and so many bytes around; null: nothing. */
      readonly reach: number | null;
    }
  /** The end of the archive: two empty blocks. Last of the last frame. */
  | { readonly kind: "end" };

export interface Frame {
  /** Where it begins in the bundle: the sum of the frames before. */
  readonly offset: number;
  readonly compressedBytes: number;
  readonly rawBytes: number;
  /** BLAKE3 of the compressed bytes: checked before a decoder sees them. */
  readonly digest: Digest;
  readonly items: readonly FrameItem[];
}

export interface FrameTable {
  readonly formatVersion: number;
  readonly kind: "base" | "overlay";
  /** Null for a base. */
  readonly fromTree: Digest | null;
  readonly toTree: Digest;
  /** Of the listing of `toTree`. */
  readonly listingBytes: number;
  /** Sorted, without repetition. */
  readonly codecs: readonly string[];
  readonly frames: readonly Frame[];
  /** Files with copies, by number, ascending. None in a base. */
  readonly made: readonly Made[];
}

/** Throws E_LIMIT for a table that no agent would read. */
export function encodeFrameTable(table: FrameTable): Uint8Array {
  const kind = table.kind === "base" ? 0 : 1;
  const body = encodeBody(table);
  const squeezed = squeeze(body);
  const out = createByteWriter();
  out.byte(table.formatVersion);
  const isSmaller = squeezed.bytes.length + MAX_LENGTH_BYTES < body.length;
  out.byte(kind + (isSmaller ? squeezed.coding : AS_IT_IS));
  if (isSmaller) out.number(body.length);
  out.bytes(isSmaller ? squeezed.bytes : body);
  const bytes = out.finish();
  decodeFrameTable(bytes);
  return bytes;
}

/** Of a body's length, as a number. */
const MAX_LENGTH_BYTES = 4;

function encodeBody(table: FrameTable): Uint8Array {
  const out = createByteWriter();
  if (table.fromTree !== null) out.digest(table.fromTree);
  out.digest(table.toTree);
  out.number(table.listingBytes);
  out.number(table.codecs.length);
  for (const codec of table.codecs) out.text(codec);
  out.number(table.frames.length);
  for (const frame of table.frames) writeFrame(out, frame);
  if (table.kind === "overlay") writeMade(out, table.made);
  return out.finish();
}

/** Throws E_VERSION, E_FORMAT, E_TRUNC or E_LIMIT. */
export function decodeFrameTable(bytes: Uint8Array): FrameTable {
  if (bytes.length > MAX_FRAME_TABLE_BYTES) throw overLimit("bytes", bytes.length, MAX_FRAME_TABLE_BYTES);
  const outer = createByteReader(bytes, "frame table");
  const formatVersion = outer.byte();
  if (formatVersion !== FORMAT_VERSION) throw badVersion(formatVersion);
  const code = outer.byte();
  if (code > MAX_CODE) malformed("its kind is neither base nor overlay");
  const kind = code % 2 === 0 ? "base" : "overlay";
  const coding = (code - (code % 2)) as TableCoding;
  const input = coding === AS_IT_IS ? outer : openBody(outer, coding);
  const fromTree = kind === "overlay" ? input.digest() : null;
  const toTree = input.digest();
  const listingBytes = input.number(MAX_LISTING_BYTES, "listing bytes");
  const codecs = readCodecs(input);
  const frames = readFrames(input, kind);
  const made = kind === "overlay" ? readMade(input) : [];
  input.end();
  return { formatVersion, kind, fromTree, toTree, listingBytes, codecs, frames, made };
}

/** An overlay's, in brotli. */
const MAX_CODE = 5;

function openBody(outer: ByteReader, coding: Exclude<TableCoding, typeof AS_IT_IS>): ByteReader {
  const rawBytes = outer.number(MAX_FRAME_TABLE_BYTES, "bytes");
  return createByteReader(unsqueeze(outer.rest(), coding, rawBytes), "frame table");
}

/** Bytes of all frames: the table's skippable frame begins there. */
export function framesBytes(table: FrameTable): number {
  const last = table.frames.at(-1);
  return last === undefined ? 0 : last.offset + last.compressedBytes;
}

const TAGS = ["files", "slice", "patch", "end"] as const satisfies readonly FrameItem["kind"][];

function writeFrame(out: ByteWriter, frame: Frame): void {
  out.number(frame.compressedBytes);
  out.number(frame.rawBytes);
  out.digest(frame.digest);
  out.number(frame.items.length);
  let next = 0;
  for (const item of frame.items) {
    out.byte(TAGS.indexOf(item.kind));
    if (item.kind === "files") {
      out.signed(item.first - next);
      out.number(item.count);
      next = item.first + item.count;
    } else if (item.kind === "slice") {
      out.number(item.entry + 1);
      out.number(item.offset);
      out.number(item.length);
    } else if (item.kind === "patch") {
      out.number(item.sizeBytes);
      writeRanges(out, item.targets);
      writeRanges(out, item.sources);
      out.number(item.reach === null ? 0 : item.reach + 1);
    }
  }
}

/** Numbers relative to the one before; the lowest bit says that offset and length follow. */
function writeRanges(out: ByteWriter, ranges: readonly Range[]): void {
  out.number(ranges.length);
  let previous = LISTING;
  for (const { entry, part } of ranges) {
    const step = entry - previous;
    out.number((step < 0 ? -step * 2 - 1 : step * 2) * 2 + (part === null ? 0 : 1));
    if (part !== null) {
      out.number(part.offset);
      out.number(part.length);
    }
    previous = entry;
  }
}

function readCodecs(input: ByteReader): string[] {
  const count = input.number(MAX_CODECS, "codecs");
  const codecs: string[] = [];
  for (let i = 0; i < count; i++) {
    const name = input.text(MAX_CODEC_NAME_BYTES);
    if (!/^[a-z0-9-]+$/.test(name)) malformed("a codec's name is not of a-z, 0-9 and -");
    if (i > 0 && name <= codecs[i - 1]!) malformed("codecs are not sorted, or named twice");
    codecs.push(name);
  }
  return codecs;
}

function readFrames(input: ByteReader, kind: FrameTable["kind"]): Frame[] {
  const count = input.number(MAX_FRAMES, "frames");
  if (count === 0) malformed("it has no frame");
  const frames: Frame[] = [];
  const budget = { items: MAX_FRAME_ITEMS, ranges: MAX_FRAME_ITEMS };
  let offset = 0;
  for (let i = 0; i < count; i++) {
    const frame = readFrame(input, { offset, kind, budget });
    const ends = frame.items.findIndex((item) => item.kind === "end");
    if (ends !== (i === count - 1 ? frame.items.length - 1 : -1)) malformed("the archive's end is not the last part of the last frame");
    frames.push(frame);
    offset += frame.compressedBytes;
  }
  return frames;
}

interface FrameContext {
  readonly offset: number;
  readonly kind: FrameTable["kind"];
  readonly budget: { items: number; ranges: number };
}

function readFrame(input: ByteReader, { offset, kind, budget }: FrameContext): Frame {
  const compressedBytes = input.number(MAX_FRAME_COMPRESSED_BYTES, "compressed bytes of a frame");
  const rawBytes = input.number(MAX_FRAME_RAW_BYTES, "raw bytes of a frame");
  const digest = input.digest();
  const count = input.number(budget.items, "parts of all frames");
  if (compressedBytes === 0 || rawBytes === 0 || count === 0) malformed("a frame is empty");
  budget.items -= count;
  const items: FrameItem[] = [];
  let next = 0;
  for (let i = 0; i < count; i++) {
    const item = readItem(input, next, budget);
    if (item.kind === "patch" && kind === "base") malformed("a base has a patch");
    if (item.kind === "files") next = item.first + item.count;
    items.push(item);
  }
  return { offset, compressedBytes, rawBytes, digest, items };
}

function readItem(input: ByteReader, next: number, budget: { ranges: number }): FrameItem {
  const kind = TAGS[input.byte()] ?? malformed("a part has an unknown kind");
  if (kind === "files") {
    const first = next + input.signed(MAX_ENTRIES, "entry");
    const count = input.number(MAX_ENTRIES, "files of a run");
    if (first < 0 || count === 0 || first + count > MAX_ENTRIES) malformed("a run of files is empty or outside the listing");
    return { kind, first, count };
  }
  if (kind === "slice") {
    const entry = input.number(MAX_ENTRIES, "entry") - 1;
    const offset = input.number(Number.MAX_SAFE_INTEGER, "offset of a slice");
    const length = input.number(MAX_FRAME_RAW_BYTES, "length of a slice");
    if (length === 0) malformed("a slice is empty");
    return { kind, entry, offset, length };
  }
  if (kind === "end") return { kind };
  const sizeBytes = input.number(MAX_FRAME_RAW_BYTES, "bytes of a patch");
  const targets = readRanges(input, budget);
  const sources = readRanges(input, budget);
  const reach = input.number(MAX_REACH_BYTES + 1, "reach of a patch");
  if (targets.length === 0) malformed("a patch makes nothing");
  return { kind, sizeBytes, targets, sources, reach: reach === 0 ? null : reach - 1 };
}

function readRanges(input: ByteReader, budget: { ranges: number }): Range[] {
  const count = input.number(Math.min(MAX_WINDOW_RANGES, budget.ranges), "ranges of patches");
  budget.ranges -= count;
  const ranges: Range[] = [];
  let previous = LISTING;
  for (let i = 0; i < count; i++) {
    const head = input.number(MAX_ENTRIES * 4 + 3, "entry");
    const folded = Math.floor(head / 2);
    const entry = previous + (folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2);
    if (entry < LISTING || entry >= MAX_ENTRIES) malformed("a range is outside the listing");
    ranges.push({ entry, part: head % 2 === 0 ? null : readPart(input) });
    previous = entry;
  }
  return ranges;
}

function readPart(input: ByteReader): { offset: number; length: number } {
  const offset = input.number(Number.MAX_SAFE_INTEGER, "offset of a range");
  const length = input.number(MAX_FRAME_RAW_BYTES, "length of a range");
  if (length === 0) malformed("a range is empty");
  return { offset, length };
}

/**
 * A file's copies, relative to what is likely: the file after the one before, whose source has moved in the listing as far as that of the file before; within
 * a file, that the source goes on as the target does.
 */
function writeMade(out: ByteWriter, made: readonly Made[]): void {
  out.number(made.length);
  let next = 0;
  let shift = 0;
  for (const { entry, copies } of made) {
    out.number(entry - next);
    next = entry + 1;
    out.number(copies.length);
    let at = 0;
    let source = entry + shift;
    let offset = 0;
    copies.forEach((copy, i) => {
      const isOther = i === 0 || copy.source !== source;
      out.number((copy.at - at) * 2 + (isOther ? 1 : 0));
      if (isOther) out.signed(copy.source - source);
      out.signed(copy.offset - (isOther ? 0 : offset + copy.at - at));
      out.number(copy.length);
      source = copy.source;
      if (i === 0) shift = source - entry;
      at = copy.at + copy.length;
      offset = copy.offset + copy.length;
    });
  }
}

function readMade(input: ByteReader): Made[] {
  const made: Made[] = [];
  const files = input.number(MAX_COPIES, "files with copies");
  let next = 0;
  let shift = 0;
  let left = MAX_COPIES;
  for (let i = 0; i < files; i++) {
    const entry = next + input.number(MAX_ENTRIES, "entry");
    const count = input.number(left, "copies");
    if (entry >= MAX_ENTRIES || count === 0) malformed("a file with copies is outside the listing, or has none");
    left -= count;
    const copies = readCopies(input, entry + shift, count);
    shift = copies[0]!.source - entry;
    next = entry + 1;
    made.push({ entry, copies });
  }
  return made;
}

function readCopies(input: ByteReader, expectedSource: number, count: number): Copy[] {
  const copies: Copy[] = [];
  let last: Copy = { at: 0, length: 0, source: expectedSource, offset: 0 };
  for (let i = 0; i < count; i++) {
    const head = input.number(Number.MAX_SAFE_INTEGER, "distance of copies");
    const gap = Math.floor(head / 2);
    const isOther = head % 2 === 1;
    const source = last.source + (isOther ? input.signed(3 * MAX_ENTRIES, "source of a copy") : 0);
    const step = input.signed(Number.MAX_SAFE_INTEGER / 4, "offset of a copy");
    const offset = isOther ? step : last.offset + last.length + gap + step;
    const length = input.number(Number.MAX_SAFE_INTEGER, "length of a copy");
    const at = last.at + last.length + gap;
    if (isOther ? i > 0 && source === last.source : i === 0 || (gap === 0 && step === 0))
      malformed("a copy is written in another way than the shortest");
    if (source < 0 || source >= 2 * MAX_ENTRIES || offset < 0 || length === 0) malformed("a copy is empty, or outside the base");
    if (!Number.isSafeInteger(at + length) || !Number.isSafeInteger(offset + length)) malformed("a copy ends above 2^53 - 1");
    copies.push((last = { at, length, source, offset }));
  }
  return copies;
}

function badVersion(version: number): ShoalError {
  return new ShoalError("E_VERSION", `frame table: format version ${version}; this program reads ${FORMAT_VERSION}`, {
    hint: "update the agent, or pack the release with an older version",
  });
}

function overLimit(what: string, value: number, limit: number): ShoalError {
  return new ShoalError("E_LIMIT", `frame table: ${what} ${value}; at most ${limit}`);
}

function malformed(why: string): never {
  throw new ShoalError("E_FORMAT", `frame table: ${why}`);
}
