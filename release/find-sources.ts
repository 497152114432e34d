/**
 * For each file that is to be sent: which file of the base is it to be patched from? The one at its path, if they have anything in common; else the one most like
 * it, wherever it stands: first among files that are gone from their path or changed there (renamed, moved, hashed names), then among all with its extension
 * (copies that went their own way).
 */
import { setImmediate } from "node:timers/promises";
import type { ContentReader } from "./content-reader.ts";
import { SEARCH_FILES, SEARCH_LEAST, SKETCH_BYTES } from "./delta/limits.ts";
import { createSketchIndex, resemblance, sketch, type Sketch, type SketchIndex } from "./delta/sketch.ts";
import { isLarge, type Pair } from "./delta/windows.ts";
import type { Listing, TreeEntry } from "./listing.ts";

export interface SourceSearch {
  readonly from: Listing;
  readonly to: Listing;
  readonly contents: { readonly from: ContentReader; readonly to: ContentReader };
  /** Numbers of the files that the base has nowhere. */
  readonly wanted: readonly number[];
  /** Bytes of the base that may be read in the search. */
  readonly searchBytes: number;
}

export interface Sources {
  /** In listing order. */
  readonly pairs: readonly Pair[];
  /** Files without a source. */
  readonly unpaired: readonly number[];
}

export async function findSources(search: SourceSearch): Promise<Sources> {
  const pairs: Pair[] = [];
  const strangers: number[] = [];
  for (const target of search.wanted) {
    const source = samePath(search, target);
    if (source === -1) strangers.push(target);
    else pairs.push(toPair(search, target, source));
    await setImmediate();
  }
  const unpaired: number[] = [];
  const index = strangers.length === 0 ? null : await indexBase(search, strangers);
  for (const target of strangers) {
    const source = index === null ? -1 : mostAlike(search, index, target);
    if (source === -1) unpaired.push(target);
    else pairs.push(toPair(search, target, source));
  }
  return { pairs: pairs.sort((a, b) => a.target - b.target), unpaired };
}

type FileEntry = TreeEntry & { readonly kind: "file" };

/** Below this a file is taken to be like the one at its path: there is too little of it to tell, and little to lose. */
const TINY_BYTES = 4096;

function samePath({ from, to, contents }: SourceSearch, target: number): number {
  const entry = fileOf(to, target);
  const source = from.findPath(entry.path);
  const old = source === -1 ? undefined : from.entry(source);
  if (old?.kind !== "file") return -1;
  if (entry.sizeBytes <= TINY_BYTES || isLarge({ targetBytes: entry.sizeBytes, sourceBytes: old.sizeBytes })) return source;
  return resemblance(sketchOf(contents.to, entry), sketchOf(contents.from, old)) > 0 ? source : -1;
}

function mostAlike({ to, contents }: SourceSearch, index: SketchIndex, target: number): number {
  const wanted = sketchOf(contents.to, fileOf(to, target));
  return index.mostAlike(wanted, Math.max(1, Math.min(SEARCH_LEAST, Math.floor(wanted.length / 4))));
}

/** In an order that depends on the listings only, until files or bytes are used up. */
async function indexBase(search: SourceSearch, strangers: readonly number[]): Promise<SketchIndex> {
  const sketches: (readonly [number, Sketch])[] = [];
  let bytes = search.searchBytes;
  for (const number of poolOf(search, strangers)) {
    const entry = fileOf(search.from, number);
    bytes -= Math.min(entry.sizeBytes, SKETCH_BYTES);
    if (bytes < 0 || sketches.length === SEARCH_FILES) break;
    sketches.push([number, sketchOf(search.contents.from, entry)]);
    await setImmediate();
  }
  return createSketchIndex(sketches);
}

function* poolOf({ from, to }: SourceSearch, strangers: readonly number[]): Generator<number> {
  const extensions = new Set(strangers.map((number) => extensionOf(fileOf(to, number).path)));
  const later: number[] = [];
  for (let number = 0; number < from.count; number++) {
    const entry = from.entry(number);
    if (entry.kind !== "file" || entry.sizeBytes === 0 || from.findDigest(entry.digest) !== number) continue;
    const index = to.findPath(entry.path);
    const now = index === -1 ? undefined : to.entry(index);
    if (now?.kind !== "file" || now.digest !== entry.digest) yield number;
    else if (later.length < SEARCH_FILES && extensions.has(extensionOf(entry.path))) later.push(number);
  }
  yield* later;
}

function toPair({ from, to }: SourceSearch, target: number, source: number): Pair {
  return { target, source, targetBytes: fileOf(to, target).sizeBytes, sourceBytes: fileOf(from, source).sizeBytes };
}

function sketchOf(content: ContentReader, entry: FileEntry): Sketch {
  return sketch(content.part(entry, 0, Math.min(entry.sizeBytes, SKETCH_BYTES)));
}

function extensionOf(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? "";
}

function fileOf(listing: Listing, number: number): FileEntry {
  const entry = listing.entry(number);
  if (entry.kind !== "file") throw new RangeError(`entry ${number} is no file`);
  return entry;
}
