/**
 * The mtime of an unpacked file is a function of its content (FORMAT.md): the same on every host and by every route, and, but for one chance
 * in 2^30, another for another content. Web servers derive ETag and Last-Modified from it. Directories and links have none defined.
 */
import type { Digest } from "../runtime/ids.ts";

/** 1980-01-01T00:00:00Z, the earliest time that FAT and zip can express; with 2^30 seconds the latest is 2014-01-09. */
export const MTIME_BASE_SECONDS = 315_532_800;

/** Whole seconds since the epoch; nanoseconds are 0. */
export function fileMtime(digest: Digest): number {
  return MTIME_BASE_SECONDS + (Number.parseInt(digest.slice(0, 8), 16) >>> 2);
}
