/** The patches of an overlay: of the listing, and of files that resemble something the base has. */
import { leaveBlanks } from "./blanks.ts";
import { compressibility, type Compressibility } from "./compressibility.ts";
import type { ContentReader } from "./content-reader.ts";
import { REACH_BYTES, WINDOW_TARGET_BYTES } from "./delta/limits.ts";
import { createRegionIndex, type Region, type RegionChoice } from "./delta/regions.ts";
import { windowLength } from "./delta/windows.ts";
import type { EffortSettings } from "./effort.ts";
import { findSources } from "./find-sources.ts";
import { LISTING, type Range } from "./frames.ts";
import type { Listing } from "./listing.ts";
import { bodyRegions, type Body } from "./made.ts";
import { copyUnits, createRoom, groupUnits, isSmall, newUnits, placesOf, type Unit } from "./pack-copies.ts";
import type { TreeWriter } from "./pack-files.ts";
import { copyRepeats } from "./pack-repeats.ts";
import { createPatchEncoder, type PatchEncoder, type Window } from "./patch-encoder.ts";
import { fileAt } from "./unpack-plan.ts";

export interface PatchPlan {
  readonly tree: TreeWriter;
  readonly from: Listing;
  readonly to: Listing;
  readonly contents: { readonly from: ContentReader; readonly to: ContentReader };
  readonly settings: EffortSettings;
  /** Numbers of the files whose content the base has nowhere. */
  readonly wanted: readonly number[];
}

/** Writes listing and patches; returns the numbers of the files that are better sent whole, in listing order. */
export async function writePatches(plan: PatchPlan): Promise<readonly number[]> {
  const encoder = createPatchEncoder(plan.tree, plan.settings);
  try {
    return await writeAll(plan, encoder);
  } catch (error) {
    encoder.stop();
    throw error;
  }
}

async function writeAll(plan: PatchPlan, encoder: PatchEncoder): Promise<readonly number[]> {
  const { tree, from, to, contents, settings, wanted } = plan;
  await writeLarge(encoder, { target: inMemory(LISTING, leaveBlanks(to, wanted)), source: inMemory(LISTING, from.bytes) });
  await encoder.drain();
  await tree.endListing();
  const { pairs, unpaired } = await findSources({ from, to, contents, wanted, searchBytes: settings.searchBytes });
  const paired = await copyUnits(plan, pairs);
  const kindOf = (number: number): Compressibility => compressibility(fileAt(to, number, "the tree"), contents.to);
  // What has no bytes in common with its source and doesn't compress either would only make its window's codec learn noise.
  const { compressed: useful = [], ...useless } = Object.groupBy(paired, ({ body, target }) =>
    body === null ? kindOf(target) : "compressed",
  );
  const fresh = Object.groupBy(unpaired, kindOf);
  const numbersOf = (kind: "dense" | "stored"): number[] => [...(fresh[kind] ?? []), ...(useless[kind] ?? []).map(({ target }) => target)];
  const made = await copyRepeats(plan, [...useful, ...newUnits(fresh.compressed ?? [], to)]);
  for (const { body } of made) if (body !== null) tree.copies(body.made);
  // A file that is nothing but copies comes in no window.
  const units = made.filter(({ body }) => body === null || body.sizeBytes > 0);
  const whole = numbersOf("stored");
  const hasRoom = createRoom(units);
  const patchedOf = (all: readonly Unit[]): readonly Unit[] => {
    const { patched = [], left = [] } = Object.groupBy(all, (unit) => (hasRoom(unit) ? "patched" : "left"));
    for (const { target } of left) whole.push(target);
    return patched;
  };
  const patched = patchedOf(units);
  const dense = patchedOf(newUnits(numbersOf("dense"), to));
  const writeUnits = async (all: readonly Unit[], isDense: boolean): Promise<void> => {
    for (const group of groupUnits(all.filter(isSmall))) {
      const onLarger = (): void => group.forEach(({ target }) => whole.push(target));
      await encoder.write(windowOf(group, plan), { isDense, ...(group.every(({ body }) => body === null) && { onLarger }) });
    }
    for (const unit of all) if (!isSmall(unit)) await writeLargeUnit(encoder, unit, { plan, isDense });
  };
  await writeUnits(dense, true);
  await writeUnits(patched, false);
  await encoder.drain();
  return whole.sort((a, b) => a - b);
}

function windowOf(group: readonly Unit[], plan: PatchPlan): Window {
  const { from, to, contents } = plan;
  const numbers = [...new Set(group.flatMap(({ source, body }) => (body === null && source !== null ? [source] : [])))];
  const bodies = group.flatMap(({ body }) => (body === null ? [] : [body]));
  const source = [
    ...numbers.map((number) => contents.from.whole(fileAt(from, number, "the base"))),
    ...placesOf(plan, bodies).map((place) => contents.from.part(fileAt(from, place.entry, "the base"), place.offset, place.length)),
  ];
  const target = group.flatMap(({ target: number, body }) => {
    const file = fileAt(to, number, "the tree");
    return body === null ? [contents.to.whole(file)] : body.gaps.map((gap) => contents.to.part(file, gap.at, gap.length));
  });
  const all = (entry: number): Range => ({ entry, part: null });
  return {
    source: Buffer.concat(source),
    target: Buffer.concat(target),
    sources: numbers.map(all),
    targets: group.map(({ target: number }) => all(number)),
    reach: bodies.length === 0 ? null : REACH_BYTES,
  };
}

/** Content that is read in pieces. */
interface Material {
  /** Number in its listing, or LISTING. */
  readonly entry: number;
  readonly sizeBytes: number;
  pieces(length: number): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  part(region: Region): Buffer;
}

function inMemory(entry: number, bytes: Buffer): Material {
  return {
    entry,
    sizeBytes: bytes.length,
    *pieces(length) {
      for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
    },
    part: ({ offset, length }) => bytes.subarray(offset, offset + length),
  };
}

function fileMaterial(content: ContentReader, listing: Listing, entry: number): Material {
  const file = fileAt(listing, entry, "a listing");
  return {
    entry,
    sizeBytes: file.sizeBytes,
    pieces: (length) => content.pieces(file, () => length),
    part: ({ offset, length }) => content.part(file, offset, length),
  };
}

/** What copies leave of a file. */
function bodyMaterial(file: Material, body: Body): Material {
  return {
    entry: file.entry,
    sizeBytes: body.sizeBytes,
    *pieces(length) {
      for (let offset = 0; offset < body.sizeBytes; offset += length)
        yield this.part({ offset, length: Math.min(length, body.sizeBytes - offset) });
    },
    part: (region) => Buffer.concat(bodyRegions(body, region).map(file.part)),
  };
}

async function writeLargeUnit(
  encoder: PatchEncoder,
  { target, source, body }: Unit,
  { plan: { from, to, contents }, isDense }: { readonly plan: PatchPlan; readonly isDense: boolean },
): Promise<void> {
  const file = fileMaterial(contents.to, to, target);
  const base = source === null ? inMemory(LISTING, Buffer.alloc(0)) : fileMaterial(contents.from, from, source);
  await writeLarge(encoder, { target: body === null ? file : bodyMaterial(file, body), source: base, isDense });
}

interface LargeFile {
  readonly target: Material;
  readonly source: Material;
  readonly isDense?: boolean;
}

/** In windows of its own. */
async function writeLarge(encoder: PatchEncoder, { target, source, isDense = false }: LargeFile): Promise<void> {
  const length = windowLength(target.sizeBytes);
  const choices = source.sizeBytes === 0 ? [] : await chooseRegions(target, source, length);
  let offset = 0;
  for await (const window of target.pieces(length)) {
    const regions = choices[offset / length]?.regions ?? [];
    const part = window.length === target.sizeBytes ? null : { offset, length: window.length };
    const sent: Window = {
      source: Buffer.concat(regions.map((region) => source.part(region))),
      target: window,
      sources: regions.map((region) => ({ entry: source.entry, part: region.length === source.sizeBytes ? null : region })),
      targets: [{ entry: target.entry, part }],
      reach: null,
    };
    await encoder.write(sent, { isDense });
    offset += window.length;
  }
}

/** For each window of the target. Reads both once, and so checks what they are. */
async function chooseRegions(target: Material, source: Material, length: number): Promise<readonly RegionChoice[]> {
  const index = createRegionIndex(source.sizeBytes);
  for await (const piece of source.pieces(WINDOW_TARGET_BYTES)) index.add(piece);
  const choices: RegionChoice[] = [];
  for await (const window of target.pieces(length)) choices.push(index.choose(window));
  return choices;
}
