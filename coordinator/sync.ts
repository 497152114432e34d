/** Durability of many files at once: an fsync each for a few, one `sync -f` for many (DESIGN §6 has the figures). */
import { execFile } from "node:child_process";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { ShoalError } from "../runtime/errors.ts";
import { FSYNC_EACH_FILES } from "./limits.ts";

/** Content of these files, all on the file system of `folder`. Errors: E_IO; then none of them may be believed. */
export async function makeDurable(paths: readonly string[], folder: string): Promise<void> {
  if (paths.length > FSYNC_EACH_FILES) return syncFileSystem(folder);
  for (const path of paths) await syncFile(path);
}

/** File or directory. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Everything on the file system of that folder: files, directories, renames. */
export async function syncFileSystem(folder: string): Promise<void> {
  try {
    await promisify(execFile)("sync", ["-f", folder]);
  } catch (error) {
    throw new ShoalError("E_IO", `sync -f ${folder} failed`, { hint: "coreutils' sync is needed; look at the disk", cause: error });
  }
}
