/**
 * What an unpacking that was killed had finished. A file has the mtime of its digest only after its content was verified (staging.ts); it is hashed again all the
 * same, for after a power cut names and times may be there and contents not. Whatever else is in the directory is removed.
 */
import { lstatSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Digest } from "../runtime/ids.ts";
import { blankNumber } from "./blanks.ts";
import type { Contents } from "./contents.ts";
import { createPause } from "./frame-queue.ts";
import { digestOf } from "./link-files.ts";
import type { Listing } from "./listing.ts";
import { fileMtime } from "./mtime.ts";
import { RESERVED_NAME } from "./paths.ts";
import type { FileEntry } from "./unpack-plan.ts";
import { fromText, toBytes, walkTree } from "./walk.ts";

export interface KeepOptions {
  readonly stagingDir: string;
  readonly listing: Listing;
  readonly contents: Contents;
  readonly signal?: AbortSignal | undefined;
}

/** By number in the listing: 1 for a file that is finished. Throws E_IO. */
export async function keepFinished({ stagingDir, listing, contents, signal }: KeepOptions): Promise<Uint8Array> {
  const finished = new Uint8Array(listing.count);
  if (!lstatSync(stagingDir, { throwIfNoEntry: false })?.isDirectory()) return finished;
  rmSync(join(stagingDir, RESERVED_NAME), { recursive: true, force: true });
  const pause = createPause(signal);
  const directories: string[] = [];
  for (const { kind, path } of walkTree({ root: stagingDir, skipReserved: false, enter: (each) => directories.push(each) > 0 })) {
    const absolute = toBytes(stagingDir, path);
    const number = kind === "file" ? listing.findPath(Buffer.from(path, "latin1").toString()) : -1;
    const entry = number === -1 ? undefined : listing.entry(number);
    const isOurs = entry?.kind === "file" && fromText(entry.path) === path && (await isFinished(absolute, entry, contents));
    if (isOurs) finished[number] = 1;
    else rmSync(absolute, { recursive: true });
    await pause();
  }
  for (const path of directories.reverse()) if (path !== "") removeEmpty(toBytes(stagingDir, path));
  return finished;
}

/** What has a finished file in it belongs to the tree; other directories may be of another bundle's, and where the tree has a file. */
function removeEmpty(directory: Buffer): void {
  try {
    rmdirSync(directory);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

async function isFinished(path: Buffer, entry: FileEntry, contents: Contents): Promise<boolean> {
  const stat = lstatSync(path, { bigint: true });
  if (Number(stat.size) !== entry.sizeBytes || (stat.mode & 0o7777n) !== BigInt(entry.mode)) return false;
  const isMarked = (digest: Digest): boolean => stat.mtimeNs === BigInt(fileMtime(digest)) * 1_000_000_000n;
  if (blankNumber(entry.digest) === null && !isMarked(entry.digest)) return false;
  const digest = await digestOf(path.toString(), entry);
  return isMarked(digest) && contents.takes(entry, digest);
}
