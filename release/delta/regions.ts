/**
 * Where in a large source is what a window of target needs? The source's anchors are put into a table of fixed size; each anchor of the window votes
 * for the block of the source that has it; the blocks with most votes, with their neighbours, are the window's source.
 */
import { ANCHOR_BYTES, findAnchors } from "./anchors.ts";
import { REGION_ANCHORS, REGION_BLOCK_BYTES, REGION_MIN_BITS, WINDOW_SOURCE_BYTES } from "./limits.ts";

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
      const votes = new Map<number, number>();
      let found = 0;
      for (let i = 0; i < count; i++) {
        const block = table.get(fingerprints[i]!);
        if (block === -1) continue;
        found++;
        votes.set(block, (votes.get(block) ?? 0) + 1);
      }
      return { regions: toRegions(pickBlocks(votes, sourceBytes), sourceBytes), coverage: count === 0 ? 0 : found / count };
    },
  };
}

/** Most votes first, then the neighbours of those chosen, as far as the window's source goes. */
function pickBlocks(votes: ReadonlyMap<number, number>, sourceBytes: number): number[] {
  const last = Math.max(0, Math.ceil(sourceBytes / REGION_BLOCK_BYTES) - 1);
  const ranked = [...votes].sort(([blockA, a], [blockB, b]) => b - a || blockA - blockB).map(([block]) => block);
  const chosen = new Set<number>();
  const most = Math.floor(WINDOW_SOURCE_BYTES / REGION_BLOCK_BYTES);
  for (const block of ranked) if (chosen.size < most) chosen.add(block);
  for (const block of ranked) {
    for (const beside of [block - 1, block + 1]) if (chosen.size < most && beside >= 0 && beside <= last) chosen.add(beside);
  }
  return [...chosen].sort((a, b) => a - b);
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

interface Table {
  /** Keeps the first value of a key; does nothing once the table is three quarters full. */
  put(key: number, value: number): void;
  /** -1 where it isn't. */
  get(key: number): number;
}

/** Open addressing; a slot is free where its value is 0, hence values are kept plus one. */
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
    put(key, value) {
      const slot = locate(key);
      if (values[slot] !== 0 || used > slots * 0.75) return;
      keys[slot] = key;
      values[slot] = value + 1;
      used++;
    },
    get: (key) => values[locate(key)]! - 1,
  };
}
