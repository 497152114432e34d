/**
 * Disk writes that are whole or absent after a power cut. Each says what a crash leaves behind; temporary names are unique, end
 * in `.shoal-tmp-<16 hex>`, and `sweepTemporaries` removes those that a crash left.
 *
 * An fsync that failed is final: the kernel may have dropped the pages, so a second fsync that succeeds proves nothing. Its error
 * goes up and the write must be done again from the start.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { lstatSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ShoalError } from "./errors.ts";
import { SYNC_TIMEOUT_MS } from "./limits.ts";

export interface WriteOptions {
  /** Exactly these permission bits, whatever the umask; 0600 unless said otherwise. */
  readonly mode?: number;
}

/**
 * Writes a file so that `path` is the old or the new content, complete.
 * Crash before the rename: the old content, and a temporary file. After it: the old or the new; once this resolves, the new.
 */
export async function writeFileDurably(path: string, bytes: Uint8Array | string, { mode = 0o600 }: WriteOptions = {}): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.chmod(mode);
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await fsyncDirectory(dirname(path));
}

/** Makes entries made, renamed or removed in a directory durable. */
export async function fsyncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/**
 * Makes everything on the file system of `path` durable: one syncfs(2) by coreutils' `sync -f` (Node has none; 90 ms for 10,000
 * files where an fsync each takes 2.1 s). Waits for other writers of that file system too: for preparing, never for activating.
 */
export function syncFileSystem(path: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile("sync", ["-f", "--", path], { timeout: SYNC_TIMEOUT_MS, signal }, (error, _, stderr) => {
      if (error === null) return resolve();
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const why = error.killed === true ? `no end after ${SYNC_TIMEOUT_MS / 1000} s` : stderr.trim() || error.message;
      reject(
        new ShoalError("E_IO", `sync -f ${path}: ${why}`, {
          hint: "look for disk errors (dmesg); sync is part of coreutils",
          cause: error,
        }),
      );
    });
  });
}

export interface ReplaceSymlinkOptions {
  /** The symlink to make or replace. */
  readonly link: string;
  /** What it shall say, as it is (relative to its directory). */
  readonly target: string;
  /** Called right before the rename, in the same turn; what it throws prevents the swap. */
  readonly guard?: () => void;
  /** Called right after the rename, in the same turn, before the swap is durable. */
  readonly swapped?: () => void;
}

/**
 * Points a symlink elsewhere by rename(2): whoever opens it meanwhile gets the old or the new target.
 * Crash before the rename: the old link, and a temporary one. After it: old or new; once this resolves, the new.
 * A rejection after the rename (the fsync failed) leaves the new link, perhaps not durable. Errors: E_SLOT where `link` is no symlink.
 */
export async function replaceSymlink({ link, target, guard, swapped }: ReplaceSymlinkOptions): Promise<void> {
  const temporary = temporaryFor(link);
  try {
    symlinkSync(target, temporary);
    // rename(2) refuses a directory but would silently replace a file.
    const there = lstatSync(link, { throwIfNoEntry: false });
    if (there !== undefined && !there.isSymbolicLink()) {
      const what = there.isDirectory() ? "a directory" : "a file";
      throw new ShoalError("E_SLOT", `${link} is ${what}, not a symlink; it is left untouched`, { hint: "move it away by hand" });
    }
    guard?.();
    renameSync(temporary, link);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
  swapped?.();
  await fsyncDirectory(dirname(link));
}

/** Removes temporary files and links of a crashed process in one directory; for its start, while it holds the lock. Returns their names. */
export async function sweepTemporaries(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).filter((name) => TEMPORARY.test(name));
  for (const name of names) await rm(join(directory, name), { force: true });
  if (names.length > 0) await fsyncDirectory(directory);
  return names;
}

const TEMPORARY = /^\..+\.shoal-tmp-[0-9a-f]{16}$/;

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.shoal-tmp-${randomBytes(8).toString("hex")}`);
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Never made, or already renamed.
  }
}
