/**
 * Where in a large source is what a window of target needs? The source's anchors are put into a table of fixed size; each anchor of the window votes
 * for the block of the source that has it; the blocks with most votes, with their neighbours, are the window's source.
 */
import { ANCHOR_BYTES, findAnchors } from "./anchors.ts";
import { REGION_ANCHORS, REGION_BLOCK_BYTES, REGION_LEAST_VOTES, REGION_MIN_BITS, WINDOW_SOURCE_BYTES } from "./limits.ts";

export interface Region {
  readonly offset: number;
  readonly length: number;
}

export interface RegionChoice {
  /** Ascending, apart from each other; at most WINDOW_SOURCE_BYTES in all. */
  readonly regions: readonly Region[];
  /** Share of the window's anchors that the source has, 0 to 1. */
  readonly coverage: number;
}

export interface RegionIndex {
  /** The source's content, piece by piece, in order. */
  add(piece: Uint8Array): void;
  /** After the last piece. */
  choose(window: Uint8Array): RegionChoice;
}

/** About 16 MiB for any source. */
export function createRegionIndex(sourceBytes: number): RegionIndex {
  const bits = Math.max(REGION_MIN_BITS, Math.ceil(Math.log2(Math.max(1, sourceBytes / (REGION_ANCHORS / 2)))));
  const table = createTable(REGION_ANCHORS * 2);
  let before = 0;
  let tail: Uint8Array = new Uint8Array(0);
  return {
    add(piece) {
      const joined = Buffer.concat([tail, piece]);
      const { count, fingerprints, ends } = findAnchors(joined, bits);
      const start = before - tail.length;
      for (let i = 0; i < count; i++) table.put(fingerprints[i]!, Math.floor((start + ends[i]! - 1) / REGION_BLOCK_BYTES));
      before += piece.length;
      // An anchor across two pieces is found with the second; one within the tail has been put already, and stays where it is.
      tail = joined.subarray(Math.max(0, joined.length - (ANCHOR_BYTES - 1)));
    },
    choose(window) {
      const { count, fingerprints } = findAnchors(window, bits);
      const unique = new Map<number, number>();
      const repeated = new Map<number, number>();
      let found = 0;
      for (let i = 0; i < count; i++) {
        const place = table.get(fingerprints[i]!);
        if (place === null) continue;
        found++;
        const votes = place.isUnique ? unique : repeated;
        votes.set(place.block, (votes.get(place.block) ?? 0) + 1);
      }
      const blocks = pickBlocks(worthwhile(unique, repeated), sourceBytes);
      return { regions: toRegions(fillGaps(blocks), sourceBytes), coverage: count === 0 ? 0 : found / count };
    },
  };
}

/** What occurs in several blocks says nothing about where the window comes from, unless there is nothing else. A lone vote isn't worth a region. */
function worthwhile(unique: ReadonlyMap<number, number>, repeated: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const strong = new Map([...unique].filter(([, votes]) => votes >= REGION_LEAST_VOTES));
  return strong.size > 0 ? strong : unique.size > 0 ? unique : repeated;
}

const WINDOW_BLOCKS = Math.floor(WINDOW_SOURCE_BYTES / REGION_BLOCK_BYTES);

/** Most votes first, then the neighbours of those chosen, as far as the window's source goes. */
function pickBlocks(votes: ReadonlyMap<number, number>, sourceBytes: number): number[] {
  const last = Math.max(0, Math.ceil(sourceBytes / REGION_BLOCK_BYTES) - 1);
  const ranked = [...votes].sort(([blockA, a], [blockB, b]) => b - a || blockA - blockB).map(([block]) => block);
  const chosen = new Set<number>();
  for (const block of ranked) if (chosen.size < WINDOW_BLOCKS) chosen.add(block);
  for (const block of ranked) {
    for (const beside of [block - 1, block + 1]) if (chosen.size < WINDOW_BLOCKS && beside >= 0 && beside <= last) chosen.add(beside);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Takes in what lies between blocks, the narrowest gaps first, while there is room: a region costs its place in the frame table, bytes inside it nothing. */
function fillGaps(blocks: readonly number[]): number[] {
  const gaps = blocks.flatMap((block, i) => (i > 0 && block - blocks[i - 1]! > 1 ? [{ from: blocks[i - 1]! + 1, to: block }] : []));
  const filled = [...blocks];
  for (const { from, to } of gaps.toSorted((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)) {
    if (filled.length + to - from > WINDOW_BLOCKS) break;
    for (let block = from; block < to; block++) filled.push(block);
  }
  return filled.sort((a, b) => a - b);
}

function toRegions(blocks: readonly number[], sourceBytes: number): Region[] {
  const regions: Region[] = [];
  for (const block of blocks) {
    const offset = block * REGION_BLOCK_BYTES;
    const length = Math.min(REGION_BLOCK_BYTES, sourceBytes - offset);
    const previous = regions.at(-1);
    if (previous !== undefined && previous.offset + previous.length === offset) {
      regions[regions.length - 1] = { offset: previous.offset, length: previous.length + length };
    } else regions.push({ offset, length });
  }
  return regions;
}

interface Place {
  /** The first in which it occurs. */
  readonly block: number;
  readonly isUnique: boolean;
}

interface Table {
  /** Does nothing once the table is three quarters full. */
  put(key: number, block: number): void;
  /** Null where it isn't. */
  get(key: number): Place | null;
}

/** Open addressing. A slot holds twice the block, plus one, plus one where the key came with another block too: 0 is free, odd is unique. */
function createTable(slots: number): Table {
  const keys = new Uint32Array(slots);
  const values = new Uint32Array(slots);
  const mask = slots - 1;
  let used = 0;
  const locate = (key: number): number => {
    let slot = Math.imul(key, 0x9e3779b1) & mask;
    while (values[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  return {
    put(key, block) {
      const slot = locate(key);
      const value = values[slot]!;
      if (value === 0 && used <= slots * 0.75) {
        keys[slot] = key;
        values[slot] = block * 2 + 1;
        used++;
      } else if (value % 2 === 1 && value !== block * 2 + 1) values[slot] = value + 1;
    },
    get(key) {
      const value = values[locate(key)]!;
      return value === 0 ? null : { block: Math.floor((value - 1) / 2), isUnique: value % 2 === 1 };
    },
  };
}
