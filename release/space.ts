/** Is there room? Asked before the first byte is written: a disk that fills half-way costs more than an estimate. */
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { ShoalError } from "../runtime/errors.ts";
import { SPACE_FACTOR, SPACE_RESERVE_BYTES, SPACE_RESERVE_INODES } from "./limits.ts";
import type { LinkMode } from "./commit-record.ts";
import type { Listing } from "./listing.ts";

export interface SpaceNeeded {
  /** The staging directory; it or its parent exists. */
  readonly directory: string;
  readonly listing: Listing;
  /** 1 where the bundle brings the file. */
  readonly isSent: Uint8Array;
  /** 1 where the file is there already. */
  readonly isDone: Uint8Array;
  readonly linkMode: LinkMode;
}

/** Throws E_DISK_FULL naming what is short: bytes, or inodes. */
export async function checkSpace({ directory, ...needs }: SpaceNeeded): Promise<void> {
  const needed = need(needs);
  const { bavail, bsize, ffree, files } = await statfs(directory).catch(() => statfs(dirname(directory)));
  if (needed.bytes > bavail * bsize) throw full("bytes", needed.bytes, bavail * bsize);
  // File systems without a fixed number of inodes tell 0.
  if (files > 0 && needed.inodes > ffree) throw full("inodes", needed.inodes, ffree);
}

function need({ listing, isSent, isDone, linkMode }: Omit<SpaceNeeded, "directory">): { bytes: number; inodes: number } {
  let bytes = 0;
  let inodes = 0;
  for (let number = 0; number < listing.count; number++) {
    if (isDone[number] === 1) continue;
    const entry = listing.entry(number);
    const isNew = isSent[number] === 1 || (entry.kind === "file" && linkMode === "copy");
    if (entry.kind === "file" && isNew) bytes += entry.sizeBytes;
    if (entry.kind !== "file" || isNew || linkMode === "reflink") inodes++;
  }
  return { bytes: Math.ceil(bytes * SPACE_FACTOR) + SPACE_RESERVE_BYTES, inodes: inodes + SPACE_RESERVE_INODES };
}

function full(what: string, needed: number, free: number): ShoalError {
  return new ShoalError("E_DISK_FULL", `unpacking needs ${needed} ${what}; the file system has ${free}`, {
    hint:
      what === "inodes" ? "free inodes (df -i): remove old revisions or many small files" : "free space (df -h), or remove old revisions",
  });
}
