/**
 * What is still good of a damaged revision, put into a staging directory before its release is unpacked there again: the unpacking keeps what it finds
 * finished (resume.ts, which hashes it), so that only frames with damaged files are read, and fetched.
 *
 * Nothing of it is believed here. A file that can't be taken is left out; a crash leaves staging like any other.
 */
import { constants, copyFileSync, linkSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createPause } from "./frame-queue.ts";
import type { LinkMode } from "./commit-record.ts";
import { MAX_FINDINGS } from "./limits.ts";
import type { Listing } from "./listing.ts";
import { finishPath } from "./staging-file.ts";
import { verifyRevision, type VerifyOptions } from "./verify.ts";

export interface SalvageOptions extends Pick<VerifyOptions, "dir" | "listing" | "stats" | "signal"> {
  readonly stagingDir: string;
  readonly linkMode: LinkMode;
}

/** Number of files taken; 0 where so much is damaged that there is no telling what is good. Throws E_IO, the signal's reason. */
export async function salvage(options: SalvageOptions): Promise<number> {
  const { dir, listing, stagingDir, linkMode, signal } = options;
  const findings = await verifyRevision({ ...options, mode: "fast" });
  if (findings.length >= MAX_FINDINGS) return 0;
  const bad = new Set(findings.map(({ path }) => path));
  const pause = createPause(signal);
  let taken = 0;
  for (const entry of goodFiles(listing, bad)) {
    const path = join(stagingDir, entry.path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    if (take(join(dir, entry.path), path, linkMode)) taken++;
    if (linkMode !== "hardlink") finishPath(path, entry);
    await pause();
  }
  return taken;
}

function* goodFiles(listing: Listing, bad: ReadonlySet<string>) {
  for (const entry of listing.entries()) if (entry.kind === "file" && !bad.has(entry.path)) yield entry;
}

/** False where it is there already, from a process that was killed. */
function take(from: string, to: string, linkMode: LinkMode): boolean {
  try {
    if (linkMode === "hardlink") linkSync(from, to);
    else copyFileSync(from, to, constants.COPYFILE_EXCL | (linkMode === "reflink" ? constants.COPYFILE_FICLONE : 0));
    return true;
  } catch (error) {
    if (["EEXIST", "EMLINK"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}
