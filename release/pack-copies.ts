/** Finds the copies of an overlay's files, and says which of what they leave goes into one window. */
import type { ContentReader } from "./content-reader.ts";
import { findCopies } from "./delta/copies.ts";
import {
  BODY_SOURCE_BYTES,
  COPIES_OF_FILE,
  COPY_MIN_BYTES,
  REACH_BYTES,
  WINDOW_SOURCE_BYTES,
  WINDOW_TARGET_BYTES,
} from "./delta/limits.ts";
import { createChunkView, viewOf, type ByteView } from "./delta/view.ts";
import type { Pair } from "./delta/windows.ts";
import { MAX_COPIES } from "./limits.ts";
import type { Listing } from "./listing.ts";
import { bodyOf, nearby, type Body, type Place } from "./made.ts";
import type { PatchPlan } from "./pack-patches.ts";
import { fileAt, type FileEntry } from "./unpack-plan.ts";

/** A file that is to be patched. */
export interface Unit {
  readonly pair: Pair;
  /** Null: it has no copies. */
  readonly body: Body | null;
  /** What is to be made, and what it is made from at most. */
  readonly targetBytes: number;
  readonly sourceBytes: number;
}

/** Writes copies to the tree. A file that is nothing but copies is no unit any more. */
export async function copyUnits(plan: PatchPlan, pairs: readonly Pair[]): Promise<Unit[]> {
  const units: Unit[] = [];
  let left = MAX_COPIES;
  for (const pair of pairs) {
    const body = await bodyOfPair(plan, pair);
    if (body === null || body.made.copies.length > left) {
      units.push({ pair, body: null, targetBytes: pair.targetBytes, sourceBytes: pair.sourceBytes });
      continue;
    }
    left -= body.made.copies.length;
    plan.tree.copies(body.made);
    const sourceBytes = placesOf(plan, [body]).reduce((sum, { length }) => sum + length, 0);
    if (body.sizeBytes > 0) units.push({ pair, body, targetBytes: body.sizeBytes, sourceBytes });
  }
  return units;
}

/** Whether it fits a window as it is. */
export function isSmall({ body, targetBytes, sourceBytes }: Unit): boolean {
  return targetBytes <= WINDOW_TARGET_BYTES && sourceBytes <= (body === null ? WINDOW_SOURCE_BYTES : BODY_SOURCE_BYTES);
}

/** Small units, in the order given, in groups that fit a window. A source that several share counts once where they have no copies. */
export function groupUnits(units: readonly Unit[]): Unit[][] {
  const groups: Unit[][] = [];
  let group: Unit[] = [];
  let targetBytes = 0;
  let sources = new Set<number>();
  let sourceBytes = 0;
  for (const unit of units) {
    const { source } = unit.pair;
    const added = (): number => (unit.body === null && sources.has(source) ? 0 : unit.sourceBytes);
    if (group.length > 0 && (targetBytes + unit.targetBytes > WINDOW_TARGET_BYTES || sourceBytes + added() > BODY_SOURCE_BYTES)) {
      groups.push(group);
      [group, targetBytes, sources, sourceBytes] = [[], 0, new Set(), 0];
    }
    targetBytes += unit.targetBytes;
    sourceBytes += added();
    if (unit.body === null) sources.add(source);
    group.push(unit);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** What a window's reach brings. */
export function placesOf({ from }: Pick<PatchPlan, "from">, bodies: readonly Body[]): Place[] {
  const parts = bodies.map((body) => [body, { offset: 0, length: body.sizeBytes }] as const);
  return nearby(parts, REACH_BYTES, (entry) => fileAt(from, entry, "the base").sizeBytes);
}

/** Reads both, and so checks what they are. */
async function bodyOfPair({ from, to, contents }: PatchPlan, { target, source }: Pair): Promise<Body | null> {
  const entry = fileAt(to, target, "the tree");
  const [targetView, sourceView] = [await view(contents.to, to, target), await view(contents.from, from, source)];
  const copies = await findCopies(targetView, sourceView, leastBytes(entry));
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

function leastBytes({ sizeBytes }: FileEntry): number {
  return Math.max(COPY_MIN_BYTES, 2 ** Math.ceil(Math.log2(Math.max(1, sizeBytes / COPIES_OF_FILE))));
}
