/**
 * What the frame table says, held against the signed listing: every file is made exactly once and whole, by the bundle or from what the host has,
 * and no part is larger than it may be. Pure; nothing of the table is believed before it went through here.
 */
import { ShoalError } from "../runtime/errors.ts";
import { MAX_WINDOW_SOURCE_BYTES, MAX_WINDOW_TARGET_BYTES } from "./delta/limits.ts";
import { LISTING, type Frame, type FrameItem, type FrameTable, type Range } from "./frames.ts";
import type { Listing, TreeEntry } from "./listing.ts";
import { quote } from "./paths.ts";

export type FileEntry = TreeEntry & { readonly kind: "file" };

/** A frame, and the number of the first patch in it: patches are numbered through the whole bundle. */
export interface PlannedFrame {
  readonly frame: Frame;
  readonly firstPatch: number;
}

/** `from` and `length` resolved, for every range. */
export interface Span {
  readonly entry: number;
  readonly offset: number;
  readonly length: number;
  /** All of the entry. */
  readonly isWhole: boolean;
}

export interface UnpackPlan {
  readonly frames: readonly PlannedFrame[];
  /** By number in the listing: 1 where the bundle brings the file. */
  readonly isSent: Uint8Array;
}

/** The frames in which the listing is: the first ones. Throws E_FORMAT unless it is there once, whole, and before anything else. */
export function planListing(table: FrameTable): readonly PlannedFrame[] {
  const planned = numberPatches(table.frames);
  const frames: PlannedFrame[] = [];
  let made = 0;
  let isOver = false;
  for (const entry of planned) {
    const count = entry.frame.items.findIndex((item) => !isOfListing(item));
    const own = entry.frame.items.slice(0, count === -1 ? undefined : count);
    if (isOver ? entry.frame.items.some(isOfListing) : entry.frame.items.slice(own.length).some(isOfListing))
      bad("the listing does not come first");
    isOver ||= own.length < entry.frame.items.length;
    if (own.length > 0) frames.push(entry);
    for (const item of own) for (const part of listingParts(item, table.listingBytes)) made = next(part, made, "the listing");
  }
  if (made !== table.listingBytes) bad(`it brings ${made} bytes of a listing of ${table.listingBytes}`);
  return frames;
}

/** Parts that make or patch the listing. */
export function isOfListing(item: FrameItem): boolean {
  if (item.kind === "slice") return item.entry === LISTING;
  return item.kind === "patch" && item.targets.some((range) => range.entry === LISTING);
}

/** Throws E_FORMAT, E_CONFLICT (a file twice) or E_LIMIT. `from` is null for a base. */
export function planUnpack(table: FrameTable, to: Listing, from: Listing | null): UnpackPlan {
  const isSent = new Uint8Array(to.count);
  /** Bytes made so far of files that come in several parts: each must go on where the last ended. */
  const open = new Map<number, number>();
  const take = (span: Span): void => {
    const entry = fileAt(to, span.entry, "the tree");
    if (isSent[span.entry] === 1) throw new ShoalError("E_CONFLICT", `frame table: file ${quote(entry.path)} is made twice`);
    const end = next(span, open.get(span.entry) ?? 0, quote(entry.path));
    if (end > entry.sizeBytes) bad(`${quote(entry.path)} would get ${end} bytes; it has ${entry.sizeBytes}`);
    if (end < entry.sizeBytes) open.set(span.entry, end);
    else {
      open.delete(span.entry);
      isSent[span.entry] = 1;
    }
  };
  for (const frame of table.frames) {
    for (const item of frame.items) if (!isOfListing(item)) for (const span of targetSpans(item, to, from)) take(span);
    for (const item of frame.items) if (item.kind === "patch" && isOfListing(item)) sourceSpans(item.sources, from);
  }
  for (const number of open.keys()) bad(`file ${quote(fileAt(to, number, "the tree").path)} is not brought whole`);
  return { frames: numberPatches(table.frames), isSent };
}

/** Where a patch's targets lie; throws unless they are files of the listing. */
export function resolveTargets(ranges: readonly Range[], to: Listing): Span[] {
  return resolve(ranges, (entry) => fileAt(to, entry, "the tree").sizeBytes, ["target", MAX_WINDOW_TARGET_BYTES]);
}

/** Where a patch's sources lie; throws unless they are in the base's listing. */
export function sourceSpans(ranges: readonly Range[], from: Listing | null): Span[] {
  const sizeOf = (entry: number): number => {
    if (from === null) return bad("a patch in a base");
    return entry === LISTING ? from.bytes.length : fileAt(from, entry, "the base").sizeBytes;
  };
  return resolve(ranges, sizeOf, ["source", MAX_WINDOW_SOURCE_BYTES]);
}

export function fileAt(listing: Listing, number: number, what: string): FileEntry {
  if (number < 0 || number >= listing.count) bad(`entry ${number} of ${what}, which has ${listing.count}`);
  const entry = listing.entry(number);
  return entry.kind === "file" ? entry : bad(`entry ${number} of ${what} is no file`);
}

function targetSpans(item: FrameItem, to: Listing, from: Listing | null): Span[] {
  if (item.kind === "end") return [];
  if (item.kind === "slice") return [{ entry: item.entry, offset: item.offset, length: item.length, isWhole: false }];
  if (item.kind === "patch") {
    sourceSpans(item.sources, from);
    return resolveTargets(item.targets, to);
  }
  const spans: Span[] = [];
  for (let entry = item.first; entry < item.first + item.count; entry++) {
    spans.push({ entry, offset: 0, length: fileAt(to, entry, "the tree").sizeBytes, isWhole: true });
  }
  return spans;
}

function resolve(ranges: readonly Range[], sizeOf: (entry: number) => number, [what, limit]: readonly [string, number]): Span[] {
  let total = 0;
  const spans = ranges.map(({ entry, part }): Span => {
    const sizeBytes = sizeOf(entry);
    const { offset, length } = part ?? { offset: 0, length: sizeBytes };
    if (offset + length > sizeBytes) bad(`a patch's ${what} ends at byte ${offset + length} of ${sizeBytes}`);
    total += length;
    return { entry, offset, length, isWhole: part === null };
  });
  if (total > limit) throw new ShoalError("E_LIMIT", `frame table: a patch's ${what} has ${total} bytes; at most ${limit}`);
  return spans;
}

function listingParts(item: FrameItem, listingBytes: number): { readonly offset: number; readonly length: number }[] {
  if (item.kind === "slice") return [item];
  if (item.kind !== "patch") return [];
  return item.targets.map(({ entry, part }) => {
    if (entry !== LISTING) bad("a patch makes both listing and files");
    return part ?? { offset: 0, length: listingBytes };
  });
}

function next(part: { readonly offset: number; readonly length: number }, made: number, what: string): number {
  if (part.offset !== made) bad(`${what} goes on at byte ${part.offset}; ${made} are made`);
  return part.offset + part.length;
}

function numberPatches(frames: readonly Frame[]): PlannedFrame[] {
  let patches = 0;
  return frames.map((frame) => {
    const planned = { frame, firstPatch: patches };
    patches += frame.items.filter((item) => item.kind === "patch").length;
    return planned;
  });
}

function bad(why: string): never {
  throw new ShoalError("E_FORMAT", `frame table: ${why}`);
}
