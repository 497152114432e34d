/**
 * Reads a file that is not supposed to change, and finds out when it did: its stamp must be the same before and after, and as many bytes be
 * read as it says. Small files are read synchronously (a thread-pool round trip costs more than the read); large ones in pieces, asynchronously.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from "node:fs";
import { open } from "node:fs/promises";
import { blake3, createBlake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { Digest } from "../runtime/ids.ts";
import { RACY_COARSE_MS, RACY_MS, READ_CHUNK_BYTES, SMALL_FILE_BYTES } from "./limits.ts";
import { quote } from "./paths.ts";
import { ioError } from "./walk.ts";

/** What tells one state of a file from another without reading it. */
export interface FileStamp {
  readonly device: bigint;
  readonly inode: bigint;
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
}

export interface FileContent {
  readonly stamp: FileStamp;
  readonly digest: Digest;
}

/** Digest of a small file, or null (nothing read) for one of more than SMALL_FILE_BYTES. Throws E_IO, also when it changed meanwhile. */
export function readSmallFile(path: Buffer, name: string): FileContent | null {
  try {
    const fd = openSync(path, OPEN_FLAGS);
    try {
      const before = toStamp(fstatSync(fd, { bigint: true }), name);
      if (before.sizeBytes > SMALL_FILE_BYTES) return null;
      const length = readFully(fd);
      const digest = blake3(buffer.subarray(0, length));
      return unchanged(before, toStamp(fstatSync(fd, { bigint: true }), name), { length, digest, name });
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw ioError(error, "read", name);
  }
}

/** The same for a file of any size, with a buffer of 1 MiB. */
export async function readLargeFile(path: Buffer, name: string, options: ReadOptions = {}): Promise<FileContent> {
  try {
    const file = await open(path, OPEN_FLAGS);
    try {
      const before = toStamp(await file.stat({ bigint: true }), name);
      const hash = createBlake3();
      const chunk = Buffer.allocUnsafeSlow(READ_CHUNK_BYTES);
      let length = 0;
      for (;;) {
        options.signal?.throwIfAborted();
        const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
        if (bytesRead === 0) break;
        hash.update(chunk.subarray(0, bytesRead));
        length += bytesRead;
        // One that grows as fast as it is read would never end.
        if (length > before.sizeBytes) throw changed(name);
        options.onBytes?.(bytesRead);
      }
      return unchanged(before, toStamp(await file.stat({ bigint: true }), name), { length, digest: hash.digest(), name });
    } finally {
      await file.close();
    }
  } catch (error) {
    throw ioError(error, "read", name);
  }
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((sizeBytes: number) => void) | undefined;
}

export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return (
    a.inode === b.inode &&
    a.device === b.device &&
    a.sizeBytes === b.sizeBytes &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs &&
    a.mode === b.mode
  );
}

/** How long a file must be left alone before its mtime proves that it was not written after it was read. */
export function racyMs(stamp: FileStamp): number {
  return stamp.mtimeNs % 1_000_000_000n === 0n ? RACY_COARSE_MS : RACY_MS;
}

/** Whether a write right after reading could have left the mtime as it was. */
export function isRacy(stamp: FileStamp, readUnixMs: number): boolean {
  return Math.abs(readUnixMs - Number(stamp.mtimeNs / 1_000_000n)) < racyMs(stamp);
}

/** Throws E_IO for what is no regular file: it was one when its directory was read. */
function toStamp(stat: BigIntStats, name: string): FileStamp {
  if (!stat.isFile()) throw changed(name);
  return {
    device: stat.dev,
    inode: stat.ino,
    sizeBytes: Number(stat.size),
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    mode: Number(stat.mode & 0o7777n),
  };
}

export function changed(name: string): ShoalError {
  return new ShoalError("E_IO", `${quote(name)} changed while it was being read`, { hint: "stop what writes to it, then run this again" });
}

/** Never through a link, and never waiting for a fifo's writer, whatever was put in the file's place. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** One byte more than a small file may have, so that one that grew is noticed. */
const buffer = Buffer.allocUnsafeSlow(SMALL_FILE_BYTES + 1);

function readFully(fd: number): number {
  let length = 0;
  for (;;) {
    const read = readSync(fd, buffer, length, buffer.length - length, null);
    if (read === 0) return length;
    length += read;
  }
}

interface Seen {
  readonly length: number;
  readonly digest: Digest;
  readonly name: string;
}

function unchanged(before: FileStamp, after: FileStamp, { length, digest, name }: Seen): FileContent {
  if (!sameStamp(before, after) || length !== before.sizeBytes) throw changed(name);
  return { stamp: before, digest };
}
