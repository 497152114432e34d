/**
 * What the frame table says, held against the signed listing: every file is made exactly once and whole, by the bundle or from what the host has,
 * and no part is larger than it may be. Pure; nothing of the table is believed before it went through here.
 */
import { ShoalError } from "../runtime/errors.ts";
import { MAX_WINDOW_SOURCE_BYTES, MAX_WINDOW_TARGET_BYTES } from "./delta/limits.ts";
import { LISTING, type Frame, type FrameItem, type FrameTable, type Range } from "./frames.ts";
import type { Listing, TreeEntry } from "./listing.ts";
import { bodyOf, nearby, type Body, type Made } from "./made.ts";
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

/** Bodies of the files with copies, by number. */
export type Bodies = ReadonlyMap<number, Body>;

export interface UnpackPlan {
  readonly frames: readonly PlannedFrame[];
  /** By number in the listing: 1 where the bundle brings the file. */
  readonly isSent: Uint8Array;
  readonly bodies: Bodies;
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
  const bodies = planBodies(table.made, to, from);
  for (const { made, sizeBytes } of bodies.values()) if (sizeBytes === 0) isSent[made.entry] = 1;
  const take = (span: Span): void => {
    const entry = fileAt(to, span.entry, "the tree");
    const sizeBytes = bodies.get(span.entry)?.sizeBytes ?? entry.sizeBytes;
    if (isSent[span.entry] === 1) throw new ShoalError("E_CONFLICT", `frame table: file ${quote(entry.path)} is made twice`);
    const end = next(span, open.get(span.entry) ?? 0, quote(entry.path));
    if (end > sizeBytes) bad(`${quote(entry.path)} would get ${end} bytes; it has ${sizeBytes} to be sent`);
    if (end < sizeBytes) open.set(span.entry, end);
    else {
      open.delete(span.entry);
      isSent[span.entry] = 1;
    }
  };
  for (const frame of table.frames) {
    for (const item of frame.items) if (!isOfListing(item)) for (const span of targetSpans(item, to, bodies)) take(span);
    for (const item of frame.items) if (item.kind === "patch") sourceSpans(item, { to, from, bodies });
  }
  for (const { made, sizeBytes } of bodies.values()) if (sizeBytes > 0 && isSent[made.entry] === 0) open.set(made.entry, 0);
  for (const number of open.keys()) bad(`file ${quote(fileAt(to, number, "the tree").path)} is not brought whole`);
  checkOwnSources(bodies, isSent, from);
  return { frames: numberPatches(table.frames), isSent, bodies };
}

/** Where a patch's targets lie, in bodies where files have copies; throws unless they are files of the listing. */
export function resolveTargets(ranges: readonly Range[], to: Listing, bodies: Bodies): Span[] {
  return resolve(ranges, (entry) => bodies.get(entry)?.sizeBytes ?? fileAt(to, entry, "the tree").sizeBytes, [
    "target",
    MAX_WINDOW_TARGET_BYTES,
  ]);
}

/** What a patch's sources are found by. `to` is null while it is the listing that is patched. */
export interface SourceContext {
  readonly to: Listing | null;
  readonly from: Listing | null;
  readonly bodies: Bodies;
}

/** Where a patch's sources lie; throws unless they are in the base's listing. */
export function sourceSpans(item: PatchItem, { to, from, bodies }: SourceContext): Span[] {
  const sizeOf = (entry: number): number => {
    if (from === null) return bad("a patch in a base");
    return entry === LISTING ? from.bytes.length : fileAt(from, entry, "the base").sizeBytes;
  };
  const spans = resolve(item.sources, sizeOf, ["source", MAX_WINDOW_SOURCE_BYTES]);
  if (item.reach === null) return spans;
  if (to === null || isOfListing(item)) return bad("a patch of the listing has a reach");
  const parts = resolveTargets(item.targets, to, bodies).flatMap((span): (readonly [Body, Span])[] => {
    const body = bodies.get(span.entry);
    return body === undefined ? [] : [[body, span]];
  });
  const sizeInBase = (source: number): number | null => (source < from!.count ? sizeOf(source) : null);
  for (const { entry, offset, length } of nearby(parts, item.reach, sizeInBase)) spans.push({ entry, offset, length, isWhole: false });
  checkTotal(spans, ["source", MAX_WINDOW_SOURCE_BYTES]);
  return spans;
}

export type PatchItem = FrameItem & { readonly kind: "patch" };

export function fileAt(listing: Listing, number: number, what: string): FileEntry {
  if (number < 0 || number >= listing.count) bad(`entry ${number} of ${what}, which has ${listing.count}`);
  const entry = listing.entry(number);
  return entry.kind === "file" ? entry : bad(`entry ${number} of ${what} is no file`);
}

/** Copies lie within file and source. Throws E_FORMAT. */
function planBodies(files: readonly Made[], to: Listing, from: Listing | null): Bodies {
  const bodies = new Map<number, Body>();
  for (const made of files) {
    const entry = fileAt(to, made.entry, "the tree");
    const last = made.copies.at(-1)!;
    if (last.at + last.length > entry.sizeBytes)
      bad(`a copy ends at byte ${last.at + last.length} of ${quote(entry.path)}, which has ${entry.sizeBytes}`);
    checkSources(made, to, from);
    bodies.set(made.entry, bodyOf(made, entry.sizeBytes));
  }
  return bodies;
}

/** What is copied from the tree itself comes from a file with a lower number: no file waits for one that waits for it. */
function checkSources({ entry, copies }: Made, to: Listing, from: Listing | null): void {
  if (from === null) return bad("a copy in a base");
  let number = LISTING;
  let sizeBytes = 0;
  for (const { source, offset, length } of copies) {
    if (source !== number) {
      if (source - from.count >= entry) bad(`a copy is of entry ${source - from.count} of the tree, into entry ${entry}`);
      sizeBytes = (source < from.count ? fileAt(from, source, "the base") : fileAt(to, source - from.count, "the tree")).sizeBytes;
      number = source;
    }
    if (offset + length > sizeBytes) bad(`a copy ends at byte ${offset + length} of its source, which has ${sizeBytes}`);
  }
}

/** What others are copied from must be brought by the bundle: nothing else is waited for. */
function checkOwnSources(bodies: Bodies, isSent: Uint8Array, from: Listing | null): void {
  const count = from?.count ?? 0;
  for (const { made } of bodies.values()) {
    for (const { source } of made.copies)
      if (source >= count && isSent[source - count] === 0) bad("a copy is of a file that the bundle doesn't bring");
  }
}

function targetSpans(item: FrameItem, to: Listing, bodies: Bodies): Span[] {
  if (item.kind === "end") return [];
  if (item.kind === "slice") {
    if (bodies.has(item.entry)) bad("a file with copies comes whole");
    return [{ entry: item.entry, offset: item.offset, length: item.length, isWhole: false }];
  }
  if (item.kind === "patch") return resolveTargets(item.targets, to, bodies);
  const spans: Span[] = [];
  for (let entry = item.first; entry < item.first + item.count; entry++) {
    if (bodies.has(entry)) bad("a file with copies comes whole");
    spans.push({ entry, offset: 0, length: fileAt(to, entry, "the tree").sizeBytes, isWhole: true });
  }
  return spans;
}

function resolve(ranges: readonly Range[], sizeOf: (entry: number) => number, [what, limit]: readonly [string, number]): Span[] {
  const spans = ranges.map(({ entry, part }): Span => {
    const sizeBytes = sizeOf(entry);
    const { offset, length } = part ?? { offset: 0, length: sizeBytes };
    if (offset + length > sizeBytes) bad(`a patch's ${what} ends at byte ${offset + length} of ${sizeBytes}`);
    return { entry, offset, length, isWhole: part === null };
  });
  checkTotal(spans, [what, limit]);
  return spans;
}

function checkTotal(spans: readonly Span[], [what, limit]: readonly [string, number]): void {
  const total = spans.reduce((sum, { length }) => sum + length, 0);
  if (total > limit) throw new ShoalError("E_LIMIT", `frame table: a patch's ${what} has ${total} bytes; at most ${limit}`);
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
