/**
 * Links a batch of files that stand in two listings alike: same path, mode and content. One lstat and one link(2) each, as `cp -al` does, and the directory
 * they go to. Synchronous: it runs on threads (link-runs.ts), or in small batches. What isn't as it was recorded, or can't be linked, is left to the
 * ordinary way (link-files.ts), which tells why or copies.
 */
import { linkSync, lstatSync, type BigIntStats } from "node:fs";
import { createDirectories } from "./directories.ts";
import { readLine } from "./listing-line.ts";
import { fileMtime } from "./mtime.ts";
import { rowMatches } from "./stats.ts";
import type { FileEntry } from "./unpack-plan.ts";

export interface LinkJob {
  /** Directories of the revision and of the staging. */
  readonly from: string;
  readonly to: string;
  /** Lines of the listing, each with its LF. */
  readonly lines: Uint8Array<ArrayBuffer>;
  /** What was recorded of them (stats.ts), a row for each line. */
  readonly rows: Uint8Array<ArrayBuffer>;
  readonly device: bigint;
  /** For each line: 1 where there is nothing to do. */
  readonly skip: Uint8Array<ArrayBuffer>;
}

export interface Linked {
  /** For each line: 1 for a file that is still to be made. */
  readonly left: Uint8Array<ArrayBuffer>;
  readonly linked: number;
  readonly linkedBytes: number;
}

/** Never throws. */
export function linkBatch(job: LinkJob): Linked {
  const lines = Buffer.from(job.lines.buffer, job.lines.byteOffset, job.lines.byteLength);
  const rows = Buffer.from(job.rows.buffer, job.rows.byteOffset, job.rows.byteLength);
  const left = new Uint8Array(job.skip.length);
  const directories = createDirectories(job.to);
  let linked = 0;
  let linkedBytes = 0;
  let at = 0;
  for (let i = 0; i < job.skip.length; i++) {
    const end = lines.indexOf(LF, at);
    const entry = job.skip[i] === 1 ? null : readLine(lines.subarray(at, end));
    at = end + 1;
    if (entry?.kind !== "file") continue;
    try {
      const source = `${job.from}/${entry.path}`;
      const stat = lstatSync(source, { bigint: true });
      if (!isAsListed(stat, entry) || stat.dev !== job.device || !rowMatches(rows, i, stat)) {
        left[i] = 1;
        continue;
      }
      directories.makeParent(entry.path);
      linkSync(source, `${job.to}/${entry.path}`);
      linked++;
      linkedBytes += entry.sizeBytes;
    } catch {
      left[i] = 1;
    }
  }
  return { left, linked, linkedBytes };
}

const LF = 0x0a;

function isAsListed(stat: BigIntStats, { sizeBytes, mode, digest }: FileEntry): boolean {
  const isOfFormat = stat.mtimeNs === BigInt(fileMtime(digest)) * 1_000_000_000n;
  return isOfFormat && stat.size === BigInt(sizeBytes) && (stat.mode & 0o7777n) === BigInt(mode) && stat.isFile();
}
