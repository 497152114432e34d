/**
 * How hard the packer tries. Levels are constants and so part of what makes a bundle reproducible: the same input, format version, effort and zstd
 * version give the same bytes. No choice depends on a clock.
 */

export type Effort = "fast" | "balanced" | "small";

export interface EffortSettings {
  /** zstd level of frames. */
  readonly frameLevel: number;
  /** zstd level of patches. Below 12 Node's zstd doesn't search a dictionary of 8 MiB as a whole. */
  readonly patchLevel: number;
  /** xdelta3 level, 1 to 9. */
  readonly xdeltaLevel: number;
  /** Work that patches of one bundle may take: bytes of source and target × level; then `fast` levels are used. */
  readonly patchWork: number;
  /** Bytes of the base that are read in search of sources for files that are new by path. */
  readonly searchBytes: number;
}

export const EFFORTS: Readonly<Record<Effort, EffortSettings>> = {
  fast: { frameLevel: 3, patchLevel: 12, xdeltaLevel: 1, patchWork: 2 ** 33, searchBytes: 2 ** 27 },
  balanced: { frameLevel: 9, patchLevel: 15, xdeltaLevel: 6, patchWork: 2 ** 36, searchBytes: 2 ** 30 },
  small: { frameLevel: 19, patchLevel: 19, xdeltaLevel: 9, patchWork: 2 ** 39, searchBytes: 2 ** 32 },
};

export const DEFAULT_EFFORT: Effort = "balanced";
