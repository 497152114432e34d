/**
 * Writes whole files of one decoded frame: each is verified, written and finished (staging.ts says what that means). Synchronous: it runs on a thread
 * (file-writer.ts). What can't be written or isn't the listed content is left to the ordinary way, which tells why.
 */
import { closeSync, openSync, unlinkSync, writeSync } from "node:fs";
import { blake3 } from "../runtime/blake3.ts";
import type { Digest } from "../runtime/ids.ts";
import type { FileMode } from "./listing.ts";
import { finishFile, NEW_FILE } from "./staging-file.ts";
import type { FileEntry } from "./unpack-plan.ts";

export interface WriteJob {
  /** Staging directory; the files' directories are there. */
  readonly root: string;
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly files: readonly PlacedFile[];
}

export interface PlacedFile {
  readonly path: string;
  readonly mode: FileMode;
  /** Where in `raw`. */
  readonly at: number;
  readonly sizeBytes: number;
  /** Null: the listing leaves it blank. */
  readonly digest: Digest | null;
}

export interface Written {
  /** Back from where it was. */
  readonly raw: Uint8Array<ArrayBuffer>;
  /** For each file its content's digest; null: it is left. */
  readonly digests: readonly (Digest | null)[];
}

/** Never throws. */
export function writeBatch({ root, raw, files }: WriteJob): Written {
  const write = (file: PlacedFile): Digest | null => {
    const bytes = raw.subarray(file.at, file.at + file.sizeBytes);
    const digest = blake3(bytes);
    if (file.digest !== null && file.digest !== digest) return null;
    try {
      writeFile(`${root}/${file.path}`, bytes, { mode: file.mode, digest });
      return digest;
    } catch {
      return null;
    }
  };
  return { raw, digests: files.map(write) };
}

function writeFile(path: string, bytes: Uint8Array, entry: Pick<FileEntry, "mode" | "digest">): void {
  const file = openSync(path, NEW_FILE, entry.mode);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    finishFile(file, entry);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
}
