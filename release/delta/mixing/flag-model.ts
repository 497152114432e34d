/** Is the next byte the one the aligned pointer points at? One bit, from how the pointer did lately and what stands around it. */
import type { Alignment } from "./alignment.ts";
import type { BitCoder } from "./arithmetic-coder.ts";
import { adapt, createCounters, probability, SQUASH, STRETCH } from "./logistic.ts";
import { createMixer } from "./mixer.ts";
import type { Past } from "./past.ts";

export interface FlagModel {
  /** 1: it is. */
  code(coder: BitCoder, at: number, bit: number): number;
}

export function createFlagModel(history: Buffer, alignment: Alignment, past: Past): FlagModel {
  const tableBits = Math.min(MAX_TABLE_BITS, Math.max(MIN_TABLE_BITS, Math.ceil(Math.log2(history.length + 1))));
  const hash = (value: number, factor: number): number => Math.imul(value, factor) >>> (32 - tableBits);
  const steady = new Int32Array(RUNS << 8).fill(ONE - (ONE >> 8));
  const tables = Array.from({ length: CONTEXTS }, () => createCounters(1 << tableBits));
  const slots = new Int32Array(CONTEXTS);
  const mixer = createMixer({ inputs: CONTEXTS, sets: 64, layers: 1, rate: 8 / 2 ** 30, weight: 0.3 });
  /** In the middle of a long run: nothing but its length and the byte matters. */
  const codeSteady = (coder: BitCoder, bit: number): number => {
    const slot = (Math.min(alignment.alignedRun >> 2, RUNS - 1) << 8) | history[alignment.aligned]!;
    const p = steady[slot]!;
    const hit = coder.code(Math.min(65_535, p >> 6), bit);
    steady[slot] = hit === 1 ? p + ((ONE - p) >> 6) : p - (p >> 6);
    return hit;
  };
  const lookUp = (at: number): void => {
    const { aligned, alignedRun, misses } = alignment;
    const expected = history[aligned]!;
    const before = history[aligned - 1]! | (aligned > 1 ? history[aligned - 2]! << 8 : 0);
    const further = aligned > 3 ? (history[aligned - 3]! << 16) | (history[aligned - 4]! << 24) : 0;
    const after = aligned + 1 < at ? history[aligned + 1]! : 0;
    const since = Math.min(past.sinceMiss, 15);
    const difference = past.differences[0]!;
    slots[0] = (misses & 0xfff) | (Math.min(3, alignedRun >> 4) << 12);
    slots[1] = hash(before | ((misses & 7) << 16) | (expected << 20), 0x9e3779b1);
    slots[2] = hash(expected | (difference << 8) | (since << 16) | ((misses & 3) << 20) | (1 << 24), 0x2f0b4c47);
    slots[3] = hash(before | further, 0x85ebca6b) ^ (misses & 15);
    slots[4] = hash(expected | (after << 8) | (history[at - 1]! << 16) | (since << 24), 0x3c6ef372);
    slots[5] = hash((misses & 0xffff) | (since << 16) | (difference << 20), 0x61c88647);
  };
  return {
    code(coder, at, bit) {
      if (alignment.alignedRun >= STEADY_BYTES) return codeSteady(coder, bit);
      lookUp(at);
      for (let i = 0; i < CONTEXTS; i++) mixer.inputs[i] = STRETCH[probability(tables[i]!, slots[i]!)]!;
      const p = SQUASH[mixer.mix(Math.min(past.sinceMiss, 15) * 4 + Math.min(3, alignment.missCount >> 1)) + 2048]!;
      const hit = coder.code(p << 4, bit);
      mixer.learn(hit);
      for (let i = 0; i < CONTEXTS; i++) adapt(tables[i]!, slots[i]!, hit, MAX_SEEN);
      return hit;
    },
  };
}

const CONTEXTS = 6;
/** The first context is one of 2^14. */
const MIN_TABLE_BITS = 14;
const MAX_TABLE_BITS = 18;
/** A probability of 1, in 22 bits. */
const ONE = 1 << 22;
const MAX_SEEN = 255;
const STEADY_BYTES = 64;
const RUNS = 256;
