/** Makes the copies of files (made.ts): reads them from the base revision on this host, or from files that are made already, and writes them where they belong. The files' own digests tell whether it was right. */
import { closeSync, constants, openSync, readSync } from "node:fs";
import { ShoalError } from "../runtime/errors.ts";
import { READ_CHUNK_BYTES } from "./limits.ts";
import type { Copy, Made } from "./made.ts";
import { quote } from "./paths.ts";

export interface CopyTask {
  readonly made: Made;
  /** Path of the file with that number, once it is there. */
  readonly pathOf: (source: number) => string | Promise<string>;
  /** Of the file at `offset`. The buffer is used again. */
  write(offset: number, bytes: Buffer): Promise<void>;
  readonly signal: AbortSignal;
}

/** Throws E_BASE where the base's file is not what it should be, and what `write` throws. */
export async function copyRanges({ made, pathOf, write, signal }: CopyTask): Promise<void> {
  const buffer = Buffer.allocUnsafe(READ_CHUNK_BYTES);
  for (const run of runsOfOneSource(made.copies)) {
    const path = await pathOf(run[0]!.source);
    const file = openSource(path);
    try {
      for (const { at, offset, length } of run) {
        for (let done = 0; done < length;) {
          signal.throwIfAborted();
          const bytes = buffer.subarray(0, Math.min(buffer.length, length - done));
          readAll({ file, offset: offset + done, bytes, path });
          await write(at + done, bytes);
          done += bytes.length;
        }
      }
    } finally {
      closeSync(file);
    }
  }
}

function runsOfOneSource(copies: readonly Copy[]): Copy[][] {
  const runs: Copy[][] = [];
  for (const copy of copies) {
    const last = runs.at(-1);
    if (last?.[0]!.source === copy.source) last.push(copy);
    else runs.push([copy]);
  }
  return runs;
}

function openSource(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw unreadable((error as Error).message, error);
  }
}

function readAll({ file, offset, bytes, path }: { file: number; offset: number; bytes: Buffer; path: string }): void {
  for (let at = 0; at < bytes.length;) {
    const read = readSome(file, bytes.subarray(at), { offset: offset + at, path });
    if (read === 0) throw unreadable(`${quote(path)} ends at byte ${offset + at}`);
    at += read;
  }
}

/** A bad block, or a directory in its place. */
function readSome(file: number, into: Buffer, { offset, path }: { readonly offset: number; readonly path: string }): number {
  try {
    return readSync(file, into, 0, into.length, offset);
  } catch (error) {
    throw unreadable(`${quote(path)}: ${(error as Error).message}`, error);
  }
}

function unreadable(why: string, cause?: unknown): ShoalError {
  return new ShoalError("E_BASE", `the source of a copy can't be read: ${why}`, {
    hint: "take another route, or fetch the base again",
    cause,
  });
}
