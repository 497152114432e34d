/**
 * What an earlier scan found: its listing and the stamp of each file. A file whose stamp (device, inode, size, mtime, ctime, mode) is the
 * recorded one is not read again. Files are recorded only after a scan that ended well, which read those again that were written within the clock
 * tick of their reading (scan.ts): so a later write always shows in a stamp.
 *
 *     shoal-scan-cache 1<LF> and 5 zeros  listing bytes: u64  entries: u64  stamps (six u64 an entry)  listing  BLAKE3 of all before
 *
 * Little endian; it is one machine's own, replaced as a whole, and anything wrong with it makes it an empty one.
 */
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { blake3Bytes, createBlake3 } from "../runtime/blake3.ts";
import type { Listing } from "./listing.ts";
import { copyStamp, copyStamps, createStampTable, hasStamp, STAMP_FIELDS, type StampTable } from "./stamps.ts";

export interface EarlierScan {
  /** Of its listing. */
  readonly count: number;
  readonly listingBytes: number;
  readonly stamps: StampTable;
  /** Row of the stamp of a file with that path (byte string), or -1. Must be asked in the order of a walk. */
  find(path: string): number;
  /** Lines of the listing, each with its LF. */
  lines(first: number, count: number): Buffer;
}

/** Stamps of the scan that is going on. */
export interface StampRecorder {
  /** Called in the listing's order for each entry; `null` for links and directories. */
  add(stamps: StampTable | null, row: number): void;
  /** Rows of the earlier scan's stamps. */
  addEarlier(first: number, many: number): void;
  /** Whether anything but the earlier scan's rows, all of them, was added. */
  isChanged(): boolean;
  finish(): StampTable;
}

/** The earlier scan, or one that knows nothing. */
export async function readScanCache(path: string): Promise<EarlierScan> {
  try {
    const bytes = await readFile(path);
    // A small buffer may lie anywhere in a shared one; stamps are read in place.
    return decode(bytes.byteOffset % 8 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer)) ?? NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Replaces the cache. Throws errors of the file system. */
export async function writeScanCache(path: string, listing: Listing, stamps: StampTable): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const head = Buffer.alloc(HEADER_BYTES);
  head.write(MAGIC);
  head.writeBigUInt64LE(BigInt(listing.bytes.length), HEADER_BYTES - 16);
  head.writeBigUInt64LE(BigInt(listing.count), HEADER_BYTES - 8);
  const parts = [head, Buffer.from(stamps.buffer, stamps.byteOffset, stamps.byteLength), listing.bytes];
  const hash = createBlake3();
  for (const part of parts) hash.update(part);
  const temporary = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      for (const part of [...parts, hash.digestBytes()]) await file.writeFile(part);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

export function createStampRecorder(earlier: EarlierScan): StampRecorder {
  let table = createStampTable(Math.max(1024, earlier.count));
  let count = 0;
  let isChanged = false;
  const reserve = (rows: number): void => {
    if ((count + rows) * STAMP_FIELDS <= table.length) return;
    const larger = createStampTable((count + rows) * 2);
    larger.set(table);
    table = larger;
  };
  return {
    addEarlier(first, many) {
      reserve(many);
      if (first !== count) isChanged = true;
      copyStamps(earlier.stamps, first, { to: table, row: count, rows: many });
      count += many;
    },
    add(stamps, row) {
      reserve(1);
      // Links and directories of the earlier listing are only passed over by `find`: they needn't be right.
      if (stamps !== null ? stamps !== earlier.stamps || row !== count : hasStamp(earlier.stamps, count)) isChanged = true;
      if (stamps !== null) copyStamp(stamps, row, { to: table, row: count });
      count++;
    },
    isChanged: () => isChanged || count !== earlier.count,
    finish: () => table.subarray(0, count * STAMP_FIELDS),
  };
}

const MAGIC = "shoal-scan-cache 1\n";
/** A multiple of 8: the stamps are read in place. */
const HEADER_BYTES = 40;
const DIGEST_BYTES = 32;
const NOTHING: EarlierScan = { count: 0, listingBytes: 0, stamps: createStampTable(0), find: () => -1, lines: () => Buffer.alloc(0) };

function decode(bytes: Buffer): EarlierScan | null {
  if (bytes.length < HEADER_BYTES + DIGEST_BYTES || bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) return null;
  const listingBytes = Number(bytes.readBigUInt64LE(HEADER_BYTES - 16));
  const count = Number(bytes.readBigUInt64LE(HEADER_BYTES - 8));
  const listingAt = HEADER_BYTES + count * STAMP_FIELDS * 8;
  const end = listingAt + listingBytes;
  if (end + DIGEST_BYTES !== bytes.length || !bytes.subarray(end).equals(blake3Bytes(bytes.subarray(0, end)))) return null;
  const stamps = new BigUint64Array(bytes.buffer as ArrayBuffer, bytes.byteOffset + HEADER_BYTES, count * STAMP_FIELDS);
  return createEarlierScan(bytes.subarray(listingAt, end), stamps);
}

/** Walk and listing have one order: a cursor that only goes forward finds every path. */
function createEarlierScan(listing: Buffer, stamps: StampTable): EarlierScan {
  const offsets = lineOffsets(listing, stamps.length / STAMP_FIELDS);
  const pathAt = (row: number): string => {
    const start = offsets[row]!;
    return listing.toString("latin1", start, listing.indexOf(TAB, start));
  };
  const count = offsets.length - 1;
  let cursor = 0;
  let path = count > 0 ? pathAt(0) : null;
  return {
    count,
    listingBytes: listing.length,
    stamps,
    lines: (first, many) => listing.subarray(offsets[first]!, offsets[first + many]!),
    find(wanted) {
      while (path !== null && path < wanted) path = ++cursor < count ? pathAt(cursor) : null;
      return path === wanted ? cursor : -1;
    },
  };
}

const TAB = 0x09;
const LF = 0x0a;

/** Start of each line after the first, and the end. */
function lineOffsets(listing: Buffer, count: number): Uint32Array {
  const offsets = new Uint32Array(count + 1);
  let at = listing.indexOf(LF) + 1;
  for (let row = 0; row <= count; row++) {
    offsets[row] = at;
    at = listing.indexOf(LF, at) + 1;
  }
  return offsets;
}
