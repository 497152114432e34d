/**
 * Writes whole files of one decoded frame: each is verified, written and finished (staging.ts says what that means). Synchronous: it runs on a thread
 * (file-writer.ts). What can't be written or isn't the listed content is left to the ordinary way, which tells why.
 */
import { closeSync, openSync, unlinkSync, writeSync } from "node:fs";
import { blake3 } from "../runtime/blake3.ts";
import type { Digest } from "../runtime/ids.ts";
import type { FileMode } from "./listing.ts";
import { finishFile, NEW_FILE } from "./staging-file.ts";

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
  return { raw, digests: files.map((file) => writeFile(root, raw.subarray(file.at, file.at + file.sizeBytes), file)) };
}

function writeFile(root: string, bytes: Uint8Array, { path, mode, digest }: PlacedFile): Digest | null {
  const found = blake3(bytes);
  if (digest !== null && digest !== found) return null;
  const target = `${root}/${path}`;
  let file: number;
  try {
    file = openSync(target, NEW_FILE, mode);
  } catch {
    return null;
  }
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    finishFile(file, { mode, digest: found });
    return found;
  } catch {
    unlinkSync(target);
    return null;
  } finally {
    closeSync(file);
  }
}
