/**
 * A byte, bit by bit: predictions of hashed contexts, of the last byte, and of what both pointers expect are mixed by two sets of weights, and the result is
 * corrected by how such predictions did there. `byte` is what is coded: in recompiled code the difference to the byte pointed at.
 */
import type { Alignment } from "./alignment.ts";
import type { BitCoder } from "./arithmetic-coder.ts";
import { adapt, createCounters, probability, SQUASH, STRETCH } from "./logistic.ts";
import { createMixer } from "./mixer.ts";
import type { Past } from "./past.ts";

export interface ByteModel {
  /** The byte at `at`. `isDoubted`: the flag said that it isn't the one pointed at. */
  codeByte(coder: BitCoder, at: number, { byte, isDoubted }: { readonly byte: number; readonly isDoubted: boolean }): number;
  /** Its difference to the byte pointed at. */
  codeDifference(coder: BitCoder, at: number, difference: number): number;
}

/** Memory: 32 MiB for a target of 256 KiB or more. */
export function createByteModel(
  history: Buffer,
  sourceBytes: number,
  { alignment, past }: { readonly alignment: Alignment; readonly past: Past },
): ByteModel {
  const tableBits = Math.min(MAX_TABLE_BITS, Math.max(MIN_TABLE_BITS, Math.ceil(Math.log2(history.length - sourceBytes + 1)) + 2));
  const tables = Array.from({ length: CONTEXTS }, () => createCounters(1 << tableBits));
  const contexts = new Int32Array(CONTEXTS);
  const slots = new Int32Array(CONTEXTS);
  const orderOne = createCounters(1 << 16);
  const alignedExpects = createCounters(2 * 64 * 16);
  const recentExpects = createCounters(32 * 16);
  const corrections = createCorrections();
  const mixer = createMixer({ inputs: INPUTS, sets: BY_RUN_SETS + 256, layers: 2, rate: 10 / 2 ** 30, weight: 0.25 });

  const nibbleSlots = (node: number): void => {
    for (let i = 0; i < CONTEXTS; i++) {
      const mixed = Math.imul(contexts[i]! + node, 0x9e3779b1);
      slots[i] = (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> (36 - tableBits)) << 4;
    }
  };

  const code = (coder: BitCoder, byte: number, { last, set, aligned, recent, alignedRow, recentRow, runInput }: Setting): number => {
    let node = 1;
    let partial = 1;
    let alignedNow = aligned;
    let recentNow = recent;
    for (let shift = 7; shift >= 0; shift--) {
      if (shift === 7 || shift === 3) {
        nibbleSlots(node);
        partial = 1;
      }
      const { inputs } = mixer;
      for (let i = 0; i < CONTEXTS; i++) inputs[i] = STRETCH[tables[i]![slots[i]! + partial]! >>> 20]!;
      const one = (last << 8) | node;
      inputs[CONTEXTS] = STRETCH[probability(orderOne, one)]!;
      const alignedBit = (alignedNow >> shift) & 1;
      const alignedSlot = ((alignedRow * 8 + shift) << 1) | alignedBit;
      inputs[CONTEXTS + 1] = alignedNow < 0 ? 0 : STRETCH[probability(alignedExpects, alignedSlot)]!;
      inputs[CONTEXTS + 2] = alignedNow < 0 ? 0 : alignedBit === 1 ? runInput : -runInput;
      const recentBit = (recentNow >> shift) & 1;
      const recentSlot = ((recentRow * 8 + shift) << 1) | recentBit;
      inputs[CONTEXTS + 3] = recentNow < 0 ? 0 : STRETCH[probability(recentExpects, recentSlot)]!;
      const mixed =
        (mixer.mix(alignedNow < 0 && set < CODE_SET ? (recentNow < 0 ? 0 : 1) : set + (recentNow < 0 ? 0 : 1)) +
          mixer.mix(BY_RUN_SETS + node)) >>
        1;
      const bit = coder.code(corrections.correct(one, mixed), (byte >> shift) & 1);
      corrections.learn(bit);
      mixer.learn(bit);
      for (let i = 0; i < CONTEXTS; i++) adapt(tables[i]!, slots[i]! + partial, bit, MAX_SEEN);
      adapt(orderOne, one, bit, MAX_SEEN);
      if (alignedNow >= 0) {
        adapt(alignedExpects, alignedSlot, bit, MAX_SEEN_EXPECTED);
        if (alignedBit !== bit) alignedNow = -1;
      }
      if (recentNow >= 0) {
        adapt(recentExpects, recentSlot, bit, MAX_SEEN_EXPECTED);
        if (recentBit !== bit) recentNow = -1;
      }
      node = (node << 1) | bit;
      partial = (partial << 1) | bit;
    }
    return node & 0xff;
  };

  return {
    codeByte(coder, at, { byte, isDoubted }) {
      textContexts(contexts, { history, at, alignment, past });
      const { aligned, alignedRun, recent, recentRun, misses } = alignment;
      const run = Math.min(15, alignedRun);
      const doubts = MISSES_CLASS[misses & 7]!;
      return code(coder, byte, {
        last: history[at - 1] ?? 0,
        set: aligned > 0 ? 2 * (1 + Math.min(6, 32 - Math.clz32(alignedRun + 1))) : 0,
        aligned: aligned > 0 ? history[aligned]! : -1,
        recent: recent > 0 && recent !== aligned ? history[recent]! : -1,
        alignedRow: (isDoubted ? 64 : 0) + run * 4 + doubts,
        recentRow: Math.min(31, recentRun),
        runInput: Math.min(run * 24, 512),
      });
    },
    codeDifference(coder, at, difference) {
      codeContexts(contexts, { history, at, alignment, past });
      const expected = history[alignment.aligned]!;
      return code(coder, difference, { last: expected, set: CODE_SET, aligned: -1, recent: -1, alignedRow: 0, recentRow: 0, runInput: 0 });
    },
  };
}

interface Setting {
  /** The byte that the simple context and the correction go by. */
  readonly last: number;
  /** Set of weights. */
  readonly set: number;
  /** What the pointers expect; -1: nothing. */
  readonly aligned: number;
  readonly recent: number;
  readonly alignedRow: number;
  readonly recentRow: number;
  /** How sure a long run makes, stretched. */
  readonly runInput: number;
}

interface Place {
  readonly history: Buffer;
  readonly at: number;
  readonly alignment: Alignment;
  readonly past: Past;
}

const CONTEXTS = 8;
const INPUTS = CONTEXTS + 4;
/** 4 MiB a table. */
const MAX_TABLE_BITS = 20;
const MIN_TABLE_BITS = 14;
const MAX_SEEN = 255;
const MAX_SEEN_EXPECTED = 1023;
const CODE_SET = 16;
const BY_RUN_SETS = 18;
/** Of the last three bytes. */
const MISSES_CLASS = [0, 1, 2, 2, 3, 3, 3, 3] as const;

function textContexts(contexts: Int32Array, { history, at, alignment, past }: Place): void {
  const [one, two, three, four] = [back(history, at, 1), back(history, at, 2), back(history, at, 3), back(history, at, 4)];
  const expected = alignment.aligned > 0 ? history[alignment.aligned]! + 1 : 0;
  const after = alignment.aligned > 0 && alignment.aligned + 1 < at ? history[alignment.aligned + 1]! : 0;
  const three4 = one | (two << 8) | (three << 16);
  const four4 = three4 | (four << 24);
  const run = alignment.aligned > 0 ? RUN_CLASS[Math.min(32, alignment.alignedRun)]! + (alignment.misses & 1 ? 8 : 0) : 0;
  contexts[0] = Math.imul((one | (two << 8)) + 0x10000, 0x2f0b4c47);
  contexts[1] = Math.imul(three4 + 0x1000000, 0x3c6ef372);
  contexts[2] = Math.imul(four4 ^ 0x5bd1e995, 0x2c1b3c6d) ^ 77;
  contexts[3] = Math.imul(Math.imul(four4, 0x9e3779b1) ^ ((back(history, at, 5) | (back(history, at, 6) << 8)) + 0x1234567), 0x85ebca6b);
  contexts[4] = Math.imul(past.word ^ Math.imul(one, 0x1000193), 0x7feb352d) ^ 0x51;
  contexts[5] = Math.imul(expected | (one << 9) | (run << 17) | (1 << 22), 0x846ca68b);
  contexts[6] =
    Math.imul(expected | (past.differences[0]! << 9) | (Math.min(past.sinceMiss, 7) << 17) | (2 << 22), 0x68e31da5) ^
    Math.imul(after, 0x9e3779b1);
  contexts[7] = Math.imul(past.word ^ Math.imul(past.wordBefore, 0x2f0b4c47), 0x61c88647) ^ 0x99;
}

/** Of a difference: the differences before, and the bytes around the one pointed at. */
function codeContexts(contexts: Int32Array, { history, at, alignment, past }: Place): void {
  const { aligned } = alignment;
  const [first, second, third, fourth] = past.differences as unknown as readonly [number, number, number, number];
  const since = Math.min(past.sinceMiss, 7);
  const expected = history[aligned]!;
  const [before, beforeThat, third3] = [back(history, aligned, 1), back(history, aligned, 2), back(history, aligned, 3)];
  const after = [1, 2, 3].map((n) => (aligned + n < at ? history[aligned + n]! : 0)) as [number, number, number];
  const last = (back(history, at, 1) - before) & 0xff;
  contexts[0] = Math.imul(first | (since << 8) | (1 << 16), 0x2f0b4c47);
  contexts[1] = Math.imul(first | (second << 8) | (since << 16) | (2 << 24), 0x3c6ef372);
  contexts[2] = Math.imul(
    last | (((back(history, at, 2) - beforeThat) & 0xff) << 8) | (((back(history, at, 3) - third3) & 0xff) << 16) | (3 << 24),
    0x2c1b3c6d,
  );
  contexts[3] = Math.imul(expected | (first << 8) | (since << 16) | (4 << 24), 0x85ebca6b);
  contexts[4] = Math.imul(before | (beforeThat << 8) | (since << 16) | (5 << 24), 0x7feb352d) ^ Math.imul(expected, 0x9e3779b1);
  contexts[5] = Math.imul(expected | (after[0] << 8) | (last << 16) | (6 << 24), 0x846ca68b);
  contexts[6] = Math.imul(first | (second << 8) | (third << 16) | (7 << 24), 0x68e31da5) ^ Math.imul(fourth, 0x9e3779b1);
  contexts[7] = Math.imul(expected | (after[0] << 8) | (after[1] << 16) | (after[2] << 24), 0x61c88647) ^ 0x99;
}

/** 0 where nothing was; 1 from one byte, … 5 from 32. */
const RUN_CLASS: Uint8Array = Uint8Array.from({ length: 33 }, (_, run) =>
  run === 0 ? 0 : run < 4 ? 1 : run < 8 ? 2 : run < 16 ? 3 : run < 32 ? 4 : 5,
);

function back(history: Buffer, at: number, distance: number): number {
  return at >= distance ? history[at - distance]! : 0;
}

interface Corrections {
  /** Of 65,536, from 16 on. */
  correct(context: number, stretched: number): number;
  learn(bit: number): void;
}

/** What became of predictions like this one, in 33 steps, after each byte and beginning of the next: interpolated, and averaged with the prediction. */
function createCorrections(): Corrections {
  const table = new Uint16Array((1 << 16) * STEPS);
  for (let step = 0; step < STEPS; step++) table[step] = SQUASH[Math.min(4095, step << 7)]! << 4;
  for (let filled = STEPS; filled < table.length; filled *= 2) table.copyWithin(filled, 0, filled);
  let nearest = 0;
  return {
    correct(context, stretched) {
      const place = stretched + 2048;
      const low = context * STEPS + (place >> 7);
      const part = place & 127;
      nearest = part >= 64 ? low + 1 : low;
      const corrected = (table[low]! * (128 - part) + table[low + 1]! * part) >> 7;
      const p = ((SQUASH[place]! << 4) + corrected) >> 1;
      return p < LEAST ? LEAST : p > 65_536 - LEAST ? 65_536 - LEAST : p;
    },
    learn(bit) {
      table[nearest] = table[nearest]! + (((bit === 1 ? 65_535 : 0) - table[nearest]!) >> 6);
    },
  };
}

const STEPS = 33;
const LEAST = 16;
