/**
 * The bundle file of one transfer: whole pieces are written at their place, any range of a verified piece is read.
 *
 * Which pieces are there is never remembered beside the file: at `open` every piece is hashed (BLAKE3, several GiB/s) and only what
 * matches counts. So after a crash, a power cut or a foreign write the file is what it proves to be, and there is no second
 * file that could disagree with it. A failure leaves a sparse file with some pieces; the next `open` resumes from it.
 */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import pLimit from "p-limit";
import { blake3Bytes } from "../../runtime/blake3.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Metainfo } from "../torrent.ts";
import { pieceBytes } from "../torrent.ts";
import { Bitmap } from "./bitmap.ts";

export type Shape = Pick<Metainfo, "sizeBytes" | "pieceLengthBytes" | "pieceCount">;

export interface PieceFile {
  /** Pieces whose digest matched when the file was opened. */
  readonly verified: Bitmap;
  /** Fills `into`, one after the other, from there on. */
  readPiece(index: number, offset: number, into: readonly Buffer[]): Promise<void>;
  /** Resolves when the piece is in the file; nothing is synced, for `open` trusts nothing. */
  writePiece(index: number, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** True if these bytes are the piece that the bundle's description promises. */
export function matchesDigest(bytes: Uint8Array, index: number, pieceDigests: Uint8Array): boolean {
  return Buffer.compare(blake3Bytes(bytes), pieceDigests.subarray(index * 32, index * 32 + 32)) === 0;
}

/**
 * Opens the file, or makes it, and hashes what is there. A complete file is opened for reading only; a symlink is never
 * written through. Errors: the file system's, as they are.
 */
export async function openPieceFile(
  path: string,
  { shape, pieceDigests }: { readonly shape: Shape; readonly pieceDigests: Uint8Array },
): Promise<PieceFile> {
  const complete = await openComplete(path, { shape, pieceDigests });
  if (complete !== null) return complete;
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  try {
    const { size } = await file.stat();
    if (size > shape.sizeBytes) await file.truncate(shape.sizeBytes);
    const verified = await verify(file, shape, pieceDigests, { sizeBytes: Math.min(size, shape.sizeBytes), stopAtFirst: false });
    return pieceFile(file, shape, verified);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openComplete(
  path: string,
  { shape, pieceDigests }: { readonly shape: Shape; readonly pieceDigests: Uint8Array },
): Promise<PieceFile | null> {
  const file = await open(path, "r").catch(absent);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    if (size === shape.sizeBytes) {
      const verified = await verify(file, shape, pieceDigests, { sizeBytes: size, stopAtFirst: true });
      if (verified.count === shape.pieceCount) return pieceFile(file, shape, verified);
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return null;
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

async function verify(
  file: FileHandle,
  shape: Shape,
  pieceDigests: Uint8Array,
  { sizeBytes, stopAtFirst }: { sizeBytes: number; stopAtFirst: boolean },
): Promise<Bitmap> {
  const verified = new Bitmap(shape.pieceCount);
  const buffer = Buffer.allocUnsafe(Math.min(shape.sizeBytes, shape.pieceLengthBytes));
  for (let index = 0; index < shape.pieceCount; index++) {
    const piece = buffer.subarray(0, pieceBytes(index, shape));
    if (index * shape.pieceLengthBytes + piece.length > sizeBytes) break;
    const whole = await readFully(file, piece, index * shape.pieceLengthBytes);
    if (whole && matchesDigest(piece, index, pieceDigests)) verified.add(index);
    else if (stopAtFirst) break;
  }
  return verified;
}

function pieceFile(file: FileHandle, shape: Shape, verified: Bitmap): PieceFile {
  // Threads that write one file at the same time spin on its lock: a third of the leecher's CPU.
  const oneWrite = pLimit(1);
  return {
    verified,
    async readPiece(index, offset, into) {
      const position = index * shape.pieceLengthBytes + offset;
      const length = into.reduce((sum, part) => sum + part.length, 0);
      const { bytesRead } = await file.readv(into, position);
      if (bytesRead === length || (await readRest(file, into, { position, bytesRead }))) return;
      throw new ShoalError("E_TRUNC", `the bundle file ends before piece ${index}, byte ${offset + length}`);
    },
    writePiece: (index, bytes) => oneWrite(() => writeFully(file, bytes, index * shape.pieceLengthBytes)),
    close: () => file.close(),
  };
}

async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function readFully(file: FileHandle, into: Buffer, position: number): Promise<boolean> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

/** After a read that came short, which a file system may do at any time. */
async function readRest(
  file: FileHandle,
  into: readonly Buffer[],
  { position, bytesRead }: { readonly position: number; readonly bytesRead: number },
): Promise<boolean> {
  let at = 0;
  for (const part of into) {
    const skip = Math.min(part.length, Math.max(0, bytesRead - at));
    if (!(await readFully(file, part.subarray(skip), position + at + skip))) return false;
    at += part.length;
  }
  return true;
}
