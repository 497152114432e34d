/** The patches of an overlay: of the listing, and of files that resemble something the base has. */
import { ShoalError } from "../runtime/errors.ts";
import type { ContentReader } from "./content-reader.ts";
import { chooseSmallest, createBudget, type Attempt, type Budget, type Result } from "./delta/choose.ts";
import { codecNamed } from "./delta/codec.ts";
import { LEAST_COVERAGE, REACH_BYTES, WINDOW_TARGET_BYTES } from "./delta/limits.ts";
import { createRegionIndex, type Region, type RegionChoice } from "./delta/regions.ts";
import { windowLength } from "./delta/windows.ts";
import type { EffortSettings } from "./effort.ts";
import { findSources } from "./find-sources.ts";
import { LISTING, type Range } from "./frames.ts";
import type { Listing } from "./listing.ts";
import type { TreeWriter } from "./pack-files.ts";
import { bodyRegions, type Body } from "./made.ts";
import { copyUnits, groupUnits, isSmall, placesOf, type Unit } from "./pack-copies.ts";
import { fileAt } from "./unpack-plan.ts";
import { zstdCompress } from "./zstd.ts";

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
  const { tree, from, to, contents, settings, wanted } = plan;
  const encoder = createEncoder(tree, settings);
  await writeLarge(encoder, inMemory(LISTING, to.bytes), inMemory(LISTING, from.bytes), 0);
  await tree.endListing();
  const { pairs, unpaired } = await findSources({ from, to, contents, wanted, searchBytes: settings.searchBytes });
  const units = await copyUnits(plan, pairs);
  const whole = [...unpaired];
  for (const group of groupUnits(units.filter(isSmall))) {
    if (!(await writeGroup(encoder, group, plan))) whole.push(...group.map(({ pair }) => pair.target));
  }
  for (const unit of units) {
    if (isSmall(unit)) continue;
    const { pair, body } = unit;
    const source = fileMaterial(contents.from, from, pair.source);
    const target = fileMaterial(contents.to, to, pair.target);
    const done =
      body === null
        ? await writeLarge(encoder, target, source, LEAST_COVERAGE)
        : await writeLarge(encoder, bodyMaterial(target, body), source, 0);
    if (!done) whole.push(pair.target);
  }
  return whole.sort((a, b) => a - b);
}

interface Window {
  readonly source: Uint8Array;
  readonly target: Uint8Array;
  readonly sources: readonly Range[];
  readonly targets: readonly Range[];
  readonly reach: number | null;
}

interface Encoder {
  /** Writes the smallest patch; false, and nothing written, where none is smaller than its target. `always`: writes it all the same. */
  write(window: Window, always: boolean): Promise<boolean>;
}

function createEncoder(tree: TreeWriter, { patches, frameLevel }: EffortSettings): Encoder {
  const budget: Budget = createBudget(patches);
  return {
    async write({ source, target, sources, targets, reach }, always) {
      const size = { sourceBytes: source.length, targetBytes: target.length };
      const run = (attempt: Attempt): Promise<Result | null> => tryCodec(attempt, { source, target, frameLevel });
      const results = (await Promise.all(budget.first(size).map(run))).filter((result) => result !== null);
      const more = budget.further(size, chooseSmallest(results)?.costBytes ?? target.length);
      const best = chooseSmallest([...results, ...(more === null ? [] : [await run(more)])].filter((result) => result !== null));
      if (best === null || (!always && best.costBytes >= target.length)) return false;
      await tree.patch({ codec: best.attempt.codec, source, patch: best.patch, targets, sources, reach });
      return true;
    },
  };
}

interface CodecInput {
  readonly source: Uint8Array;
  readonly target: Uint8Array;
  readonly frameLevel: number;
}

/** Null where the codec can't: VCDIFF of what has nothing in common is longer than the target. */
async function tryCodec(attempt: Attempt, { source, target, frameLevel }: CodecInput): Promise<Result | null> {
  try {
    const patch = await codecNamed(attempt.codec).encode(source, target, attempt.level);
    const costBytes = attempt.codec === "zstd-dictionary" ? patch.length : (await zstdCompress(patch, { level: frameLevel })).length;
    return { attempt, patch, costBytes };
  } catch (error) {
    if (error instanceof ShoalError && error.code === "E_PATCH") return null;
    throw error;
  }
}

async function writeGroup(encoder: Encoder, group: readonly Unit[], plan: PatchPlan): Promise<boolean> {
  const { from, to, contents } = plan;
  const numbers = [...new Set(group.flatMap(({ pair, body }) => (body === null ? [pair.source] : [])))];
  const bodies = group.flatMap(({ body }) => (body === null ? [] : [body]));
  const source = [
    ...numbers.map((number) => contents.from.whole(fileAt(from, number, "the base"))),
    ...placesOf(plan, bodies).map((place) => contents.from.part(fileAt(from, place.entry, "the base"), place.offset, place.length)),
  ];
  const target = group.flatMap(({ pair, body }) => {
    const file = fileAt(to, pair.target, "the tree");
    return body === null ? [contents.to.whole(file)] : body.gaps.map((gap) => contents.to.part(file, gap.at, gap.length));
  });
  const all = (entry: number): Range => ({ entry, part: null });
  return encoder.write(
    {
      source: Buffer.concat(source),
      target: Buffer.concat(target),
      sources: numbers.map(all),
      targets: group.map(({ pair }) => all(pair.target)),
      reach: bodies.length === 0 ? null : REACH_BYTES,
    },
    bodies.length > 0,
  );
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

/** In windows of its own. False, and nothing written, where the source has less than `leastCoverage` of the target. */
async function writeLarge(encoder: Encoder, target: Material, source: Material, leastCoverage: number): Promise<boolean> {
  const length = windowLength(target.sizeBytes);
  const choices = await chooseRegions(target, source, length);
  if (choices.reduce((sum, { coverage }) => sum + coverage, 0) < leastCoverage * choices.length) return false;
  let offset = 0;
  for await (const window of target.pieces(length)) {
    const { regions } = choices[offset / length]!;
    const part = window.length === target.sizeBytes ? null : { offset, length: window.length };
    await encoder.write(
      {
        source: Buffer.concat(regions.map((region) => source.part(region))),
        target: window,
        sources: regions.map((region) => ({ entry: source.entry, part: region.length === source.sizeBytes ? null : region })),
        targets: [{ entry: target.entry, part }],
        reach: null,
      },
      true,
    );
    offset += window.length;
  }
  return true;
}

/** For each window of the target. Reads both once, and so checks what they are. */
async function chooseRegions(target: Material, source: Material, length: number): Promise<readonly RegionChoice[]> {
  const index = createRegionIndex(source.sizeBytes);
  for await (const piece of source.pieces(WINDOW_TARGET_BYTES)) index.add(piece);
  const choices: RegionChoice[] = [];
  for await (const window of target.pieces(length)) choices.push(index.choose(window));
  return choices;
}
