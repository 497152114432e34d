/** Finds the copies of an overlay's files, and says which of what they leave goes into one window. */
import { basename, extname } from "node:path";
import type { ContentReader } from "./content-reader.ts";
import { findCopies } from "./delta/copies.ts";
import {
  BODY_SOURCE_BYTES,
  CODE_COPY_MIN_BYTES,
  COPIES_OF_FILE,
  COPY_MIN_BYTES,
  MAX_WINDOW_RANGES,
  REACH_BYTES,
  WINDOW_SOURCE_BYTES,
  WINDOW_TARGET_BYTES,
} from "./delta/limits.ts";
import { matterOf } from "./delta/matter.ts";
import { createChunkView, VIEW_READ_BYTES, viewOf, type ByteView } from "./delta/view.ts";
import type { Pair } from "./delta/windows.ts";
import { MAX_COPIES, SMALL_UNIT_RANGES } from "./limits.ts";
import type { Listing } from "./listing.ts";
import { bodyOf, nearby, type Body, type Place } from "./made.ts";
import type { PatchPlan } from "./pack-patches.ts";
import { fileAt, type FileEntry } from "./unpack-plan.ts";

/** A file that a patch makes, or what copies leave of one. */
export interface Unit {
  /** Number in the tree; and in the base, of the file it resembles. */
  readonly target: number;
  readonly source: number | null;
  /** Null: it has no copies. */
  readonly body: Body | null;
  /** What is to be made, and what it is made from at most. */
  readonly targetBytes: number;
  readonly sourceBytes: number;
}

/** What the base has of them as it is. */
export async function copyUnits(plan: PatchPlan, pairs: readonly Pair[]): Promise<Unit[]> {
  const units: Unit[] = [];
  let left = MAX_COPIES;
  for (const pair of pairs) {
    const body = await bodyOfPair(plan, pair);
    if (body === null || body.made.copies.length > left) {
      units.push({ ...pair, body: null });
      continue;
    }
    left -= body.made.copies.length;
    units.push(unitOf(plan, pair, body));
  }
  return units;
}

/** Of what copies leave. */
export function unitOf(plan: PatchPlan, { target, source }: Pick<Unit, "target" | "source">, body: Body): Unit {
  const sourceBytes = placesOf(plan, [body]).reduce((sum, { length }) => sum + length, 0);
  return { target, source, body, targetBytes: body.sizeBytes, sourceBytes };
}

/** Files that resemble nothing in the base: those of one kind and name come together. */
export function newUnits(numbers: readonly number[], to: Listing): Unit[] {
  const keyed = numbers.map((target) => {
    const { path, sizeBytes } = fileAt(to, target, "the tree");
    return {
      key: `${extname(path)}/${basename(path)}/${path}`,
      unit: { target, source: null, body: null, targetBytes: sizeBytes, sourceBytes: 0 },
    };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ unit }) => unit);
}

/** Whether it fits a window as it is. */
export function isSmall({ body, targetBytes, sourceBytes }: Unit): boolean {
  return targetBytes <= WINDOW_TARGET_BYTES && sourceBytes <= (body === null ? WINDOW_SOURCE_BYTES : BODY_SOURCE_BYTES);
}

/**
 * Says of one unit after another whether the frame table has room for a patch that makes it; what it has none for is sent whole, which takes next to nothing of it.
 * There is room for all that have copies, and for large ones. `all`: those that may have copies.
 */
export function createRoom(all: readonly Unit[]): (unit: Unit) => boolean {
  let ranges = SMALL_UNIT_RANGES - all.filter(({ body }) => body !== null).length;
  return (unit) => {
    if (unit.body !== null || !isSmall(unit)) return true;
    const needed = unit.source === null ? 1 : 2;
    if (needed > ranges) return false;
    ranges -= needed;
    return true;
  };
}

/** Small units, in the order given, in groups that fit a window. A source that several share counts once where they have no copies. */
export function groupUnits(units: readonly Unit[]): Unit[][] {
  const groups: Unit[][] = [];
  let group: Unit[] = [];
  let targetBytes = 0;
  let sources = new Set<number>();
  let sourceBytes = 0;
  for (const unit of units) {
    const { source } = unit;
    const added = (): number => (unit.body === null && source !== null && sources.has(source) ? 0 : unit.sourceBytes);
    const isFull = targetBytes + unit.targetBytes > WINDOW_TARGET_BYTES || sourceBytes + added() > BODY_SOURCE_BYTES;
    if (group.length === MAX_WINDOW_RANGES || (group.length > 0 && isFull)) {
      groups.push(group);
      [group, targetBytes, sources, sourceBytes] = [[], 0, new Set(), 0];
    }
    targetBytes += unit.targetBytes;
    sourceBytes += added();
    if (unit.body === null && source !== null) sources.add(source);
    group.push(unit);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** What a window's reach brings. */
export function placesOf({ from }: Pick<PatchPlan, "from">, bodies: readonly Body[]): Place[] {
  const parts = bodies.map((body) => [body, { offset: 0, length: body.sizeBytes }] as const);
  return nearby(parts, REACH_BYTES, (source) => (source < from.count ? fileAt(from, source, "the base").sizeBytes : null));
}

/** Reads both, and so checks what they are. */
async function bodyOfPair({ from, to, contents }: PatchPlan, { target, source }: Pair): Promise<Body | null> {
  const entry = fileAt(to, target, "the tree");
  const [targetView, sourceView] = [await view(contents.to, to, target), await view(contents.from, from, source)];
  const copies = await findCopies(targetView, sourceView, leastBytes(entry, targetView));
  if (copies.length === 0) return null;
  const made = { entry: target, copies: copies.map(({ at, from: offset, length }) => ({ at, length, source, offset })) };
  return bodyOf(made, entry.sizeBytes);
}

async function view(content: ContentReader, listing: Listing, number: number): Promise<ByteView> {
  const entry = fileAt(listing, number, "a listing");
  if (entry.sizeBytes <= IN_MEMORY_BYTES) return viewOf(content.whole(entry));
  await content.verify(entry);
  return createChunkView(entry.sizeBytes, (offset, length) => content.part(entry, offset, length));
}

const IN_MEMORY_BYTES = 16 * 1024 * 1024;

function leastBytes({ sizeBytes }: FileEntry, content: ByteView): number {
  const least = isCode(content) ? CODE_COPY_MIN_BYTES : COPY_MIN_BYTES;
  return Math.max(least, 2 ** Math.ceil(Math.log2(Math.max(1, sizeBytes / COPIES_OF_FILE))));
}

/** Whether it is a program, followed through what changed and not cut into pieces. */
export async function isCodeFile({ to, contents }: PatchPlan, number: number): Promise<boolean> {
  return isCode(await view(contents.to, to, number));
}

/** By samples of beginning, middle and end. */
function isCode(content: ByteView): boolean {
  const length = Math.min(content.sizeBytes, VIEW_READ_BYTES);
  const last = content.sizeBytes - length;
  const samples = [0, Math.floor(last / 2), last].map((offset) => Buffer.from(content.read(offset, length)));
  return matterOf(Buffer.concat(samples)) === "code";
}
