/**
 * How hard the packer tries. Levels are constants and so part of what makes a bundle reproducible: the same input, format version, effort and zstd
 * version give the same bytes. No choice depends on a clock.
 */

import type { PatchEffort } from "./delta/choose.ts";

const MIB = 1024 * 1024;

export type Effort = "fast" | "balanced" | "small";

export interface EffortSettings {
  /** zstd level of an overlay's frames. */
  readonly frameLevel: number;
  /** Of a base's: there are a hundred times the bytes. */
  readonly baseLevel: number;
  readonly patches: PatchEffort;
  /** Bytes of the base that are read in search of sources for files that are new by path. */
  readonly searchBytes: number;
}

/**
 * Patch levels are 12 or 19: below 12 Node's zstd doesn't search a dictionary of 8 MiB as a whole, and 13 to 18 make larger patches than 12 in more time
 * (typescript.js 5.8 → 5.9 in two windows: 12: 42,413 B in 0.2 s; 15: 46,911 B in 1.9 s; 19: 32,836 B in 2.3 s).
 */
export const EFFORTS: Readonly<Record<Effort, EffortSettings>> = {
  fast: {
    frameLevel: 6,
    baseLevel: 5,
    patches: { level: 12, cheapLevel: 12, xdeltaLevel: 1, work: Number.MAX_SAFE_INTEGER, quality: 0, mixingBytes: 0 },
    searchBytes: 64 * MIB,
  },
  balanced: {
    frameLevel: 12,
    baseLevel: 9,
    patches: { level: 19, cheapLevel: 12, xdeltaLevel: 6, work: 2 ** 33, quality: 11, mixingBytes: 24 * MIB },
    searchBytes: 512 * MIB,
  },
  small: {
    frameLevel: 19,
    baseLevel: 19,
    patches: { level: 19, cheapLevel: 12, xdeltaLevel: 9, work: 2 ** 38, quality: 11, mixingBytes: 256 * MIB },
    searchBytes: 4096 * MIB,
  },
};

export const DEFAULT_EFFORT: Effort = "balanced";
