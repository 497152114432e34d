/**
 * The recorded stats of a revision (FORMAT.md): device, inode and mtime of each file as it was committed; sizes are in the listing. A file
 * that still has them is taken for unchanged: by the fast verification, and before it is linked into another revision. The ctime is not among them:
 * link(2) changes it.
 *
 *     shoal-stats 1<LF>  device: u64  then for each entry of the listing  inode: u64  mtime in ns: i64    (big endian; zeros for links and directories)
 */
import type { BigIntStats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { blake3 } from "../runtime/blake3.ts";
import type { Digest } from "../runtime/ids.ts";
import { recordPath } from "./app-root.ts";
import type { Listing } from "./listing.ts";

export interface RecordedStats {
  /** Whether a file of the revision has device, inode and mtime as recorded. The size is the caller's to compare with the listing. */
  matches(index: number, stat: BigIntStats): boolean;
  readonly device: bigint;
  /** As they stand in the file, for rowMatches. */
  rows(first: number, count: number): Uint8Array;
}

/** Whether row number `row` of some tells inode and mtime of a file. */
export function rowMatches(rows: Buffer, row: number, { ino, mtimeNs }: BigIntStats): boolean {
  const at = row * ENTRY_BYTES;
  return ino === rows.readBigUInt64BE(at) && mtimeNs === rows.readBigInt64BE(at + 8);
}

export interface StatsWriter {
  /** Throws RangeError for another device than the first file's. */
  add(index: number, stat: BigIntStats): void;
  readonly bytes: Buffer;
}

export function createStatsWriter(count: number): StatsWriter {
  const bytes = Buffer.alloc(HEADER_BYTES + count * ENTRY_BYTES);
  bytes.write(MAGIC);
  let device: bigint | null = null;
  return {
    bytes,
    add(index, { dev, ino, mtimeNs }) {
      device ??= dev;
      if (dev !== device) throw new RangeError(`entry ${index} lies on device ${dev}, others on ${device}`);
      bytes.writeBigUInt64BE(dev, MAGIC.length);
      const at = HEADER_BYTES + index * ENTRY_BYTES;
      bytes.writeBigUInt64BE(ino, at);
      bytes.writeBigInt64BE(mtimeNs, at + 8);
    },
  };
}

/** Null unless the file is there, of the right size, and what the commit record says: then everything must be read instead. */
export async function readStats(directory: string, listing: Listing, digest: Digest): Promise<RecordedStats | null> {
  const path = recordPath(directory, "stats");
  const expectedBytes = HEADER_BYTES + listing.count * ENTRY_BYTES;
  try {
    if ((await stat(path)).size !== expectedBytes) return null;
    const bytes = await readFile(path);
    if (bytes.length !== expectedBytes || blake3(bytes) !== digest || bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) return null;
    return decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

const MAGIC = "shoal-stats 1\n";
const HEADER_BYTES = MAGIC.length + 8;
const ENTRY_BYTES = 16;

function decode(bytes: Buffer): RecordedStats {
  const device = bytes.readBigUInt64BE(MAGIC.length);
  const all = bytes.subarray(HEADER_BYTES);
  return {
    device,
    matches: (index, stat) => stat.dev === device && rowMatches(all, index, stat),
    rows: (first, count) => all.subarray(first * ENTRY_BYTES, (first + count) * ENTRY_BYTES),
  };
}
