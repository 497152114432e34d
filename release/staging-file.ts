/** How one file of a staging directory is made and finished: the same on every thread. */
import { closeSync, constants, fchmodSync, futimesSync, openSync } from "node:fs";
import { fileMtime } from "./mtime.ts";
import type { FileEntry } from "./unpack-plan.ts";

/** Never through a link, never over what is there. */
export const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Sets mode and mtime: the mark of a finished file. Modes don't depend on the umask. */
export function finishFile(file: number, entry: Pick<FileEntry, "mode" | "digest">): void {
  fchmodSync(file, entry.mode);
  const seconds = fileMtime(entry.digest);
  futimesSync(file, seconds, seconds);
}

export function finishPath(path: string, entry: Pick<FileEntry, "mode" | "digest">): void {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    finishFile(file, entry);
  } finally {
    closeSync(file);
  }
}
