/**
 * The tree being made in `.staging/<revision>`: nothing in it is anybody's revision yet.
 *
 * Directories are made first, and symlinks come last: while files are written there is no link in the tree that a write could follow, whatever a
 * bundle says. Files are opened with O_EXCL and O_NOFOLLOW. A file gets its mode and then its mtime only after its content was verified: a
 * file without the mtime of its digest is unfinished. Modes don't depend on the umask.
 */
import { chmodSync, closeSync, constants, mkdirSync, openSync, symlinkSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { blake3, createBlake3, hashFile, type Blake3 } from "../runtime/blake3.ts";
import type { Contents } from "./contents.ts";
import { createDirectories } from "./directories.ts";
import type { Listing } from "./listing.ts";
import { finishFile, finishPath, NEW_FILE } from "./staging-file.ts";
import { fileAt } from "./unpack-plan.ts";

export interface Staging {
  /** The root, the parents of all entries but files that are `linked` (1 by their number), and the empty directories: those that aren't there yet. */
  makeDirectories(linked: Uint8Array): void;
  /** Of a file whose directory was not made. */
  makeParent(number: number): void;
  /** Writes a verified file. Throws E_DIGEST. */
  writeWhole(number: number, bytes: Uint8Array): void;
  /** Writes a part; verifies the file once all its bytes are there. Resolves to whether it is complete now. Throws E_DIGEST. */
  writePart(number: number, offset: number, bytes: Uint8Array): Promise<boolean>;
  makeSymlinks(): void;
  /** After the last part, and after a failure. */
  close(): void;
}

export interface StagingOptions {
  readonly root: string;
  readonly listing: Listing;
  readonly contents: Contents;
}

export function createStaging({ root, listing, contents }: StagingOptions): Staging {
  const open = new Map<number, PartialFile>();
  const files = createOpenFiles();
  const directories = createDirectories(root);
  return {
    makeDirectories(linked) {
      mkdirSync(root, { recursive: true, mode: 0o755 });
      chmodSync(root, 0o755);
      for (let number = 0; number < listing.count; number++) {
        const entry = listing.entry(number);
        if (entry.kind === "file" && linked[number] === 1) continue;
        if (entry.kind === "directory") directories.make(entry.path);
        else directories.makeParent(entry.path);
      }
    },
    makeParent: (number) => directories.makeParent(fileAt(listing, number, "the tree").path),
    writeWhole(number, bytes) {
      const entry = contents.settle(fileAt(listing, number, "the tree"), blake3(bytes));
      const file = openSync(join(root, entry.path), NEW_FILE, entry.mode);
      try {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
        finishFile(file, entry);
      } finally {
        closeSync(file);
      }
    },
    async writePart(number, offset, bytes) {
      const entry = fileAt(listing, number, "the tree");
      const path = join(root, entry.path);
      let state = open.get(number);
      if (state === undefined) {
        closeSync(openSync(path, NEW_FILE, 0o600));
        open.set(number, (state = { hash: createBlake3(), hashedBytes: 0, writtenBytes: 0 }));
      }
      if (offset === state.hashedBytes) {
        state.hash.update(bytes);
        state.hashedBytes += bytes.length;
      }
      if (bytes.length <= SMALL_PART_BYTES) files.write(path, offset, bytes);
      else await writeAt(path, offset, bytes);
      state.writtenBytes += bytes.length;
      if (state.writtenBytes < entry.sizeBytes) return false;
      open.delete(number);
      files.close(path);
      // Parts that came out of order are read back; the others were hashed in passing.
      const digest = state.hashedBytes === entry.sizeBytes ? state.hash.digest() : await hashFile(path);
      finishPath(path, contents.settle(entry, digest));
      return true;
    },
    close: () => files.closeAll(),
    makeSymlinks() {
      for (const entry of listing.entries()) if (entry.kind === "symlink") symlinkSync(entry.target, join(root, entry.path));
    },
  };
}

interface PartialFile {
  readonly hash: Blake3;
  /** Of the file's beginning, as far as it came in order. */
  hashedBytes: number;
  writtenBytes: number;
}

/** Between copies are thousands of gaps of a few bytes: written at once, and without opening the file each time. */
const SMALL_PART_BYTES = 64 * 1024;
const OPEN_FILES = 8;

interface OpenFiles {
  write(path: string, offset: number, bytes: Uint8Array): void;
  close(path: string): void;
  closeAll(): void;
}

function createOpenFiles(): OpenFiles {
  /** The one opened first is first. */
  const files = new Map<string, number>();
  const close = (path: string): void => {
    const file = files.get(path);
    files.delete(path);
    if (file !== undefined) closeSync(file);
  };
  return {
    write(path, offset, bytes) {
      let file = files.get(path);
      if (file === undefined) {
        if (files.size === OPEN_FILES) close(files.keys().next().value!);
        files.set(path, (file = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW)));
      }
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, offset + at);
    },
    close,
    closeAll: () => [...files.keys()].forEach(close),
  };
}

async function writeAt(path: string, offset: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, at, bytes.length - at, offset + at);
      at += bytesWritten;
    }
  } finally {
    await file.close();
  }
}
