/**
 * Makes the files that don't travel: links, clones or copies of files that a committed revision on this host has.
 *
 * A source is believed when its recorded stat still holds, and hashed otherwise. It is linked only where content *and* mode are the same (a chmod through a
 * link would change the other revision) and its mtime is the one the format defines; else it is copied. A copy is hashed after it was made.
 */
import { constants, copyFileSync, linkSync, lstatSync, readFileSync, type BigIntStats } from "node:fs";
import { join } from "node:path";
import { blake3, hashFile } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { short, type Digest } from "../runtime/ids.ts";
import { SMALL_FILE_BYTES } from "./limits.ts";
import { verifyContent } from "./contents.ts";
import type { Listing } from "./listing.ts";
import { fileMtime } from "./mtime.ts";
import type { LinkMode } from "./commit-record.ts";
import { quote } from "./paths.ts";
import { finishPath } from "./staging-file.ts";
import type { RecordedStats } from "./stats.ts";
import type { FileEntry } from "./unpack-plan.ts";

/** A committed revision on this host. */
export interface LinkSource {
  readonly dir: string;
  readonly listing: Listing;
  /** As recorded when it was committed (readStats). Null: every file is hashed before it is used. */
  readonly stats: RecordedStats | null;
}

export interface LinkCounts {
  readonly linked: number;
  readonly cloned: number;
  readonly copied: number;
}

export function addCounts(a: LinkCounts, b: LinkCounts): LinkCounts {
  return { linked: a.linked + b.linked, cloned: a.cloned + b.cloned, copied: a.copied + b.copied };
}

export interface Linker {
  readonly counts: Mutable<LinkCounts>;
  /** Makes `path` from any of the sources. Throws E_BASE where none has it undamaged. */
  link(entry: FileEntry, path: string): Promise<void>;
}

export function createLinker(sources: readonly LinkSource[], mode: LinkMode): Linker {
  const counts: Mutable<LinkCounts> = { linked: 0, cloned: 0, copied: 0 };
  return {
    counts,
    async link(entry, path) {
      const damaged: string[] = [];
      for (const candidate of candidates(sources, entry)) {
        const stat = statFile(candidate.path);
        if (stat === null || Number(stat.size) !== entry.sizeBytes || !(await isIntact(candidate, stat, entry)))
          damaged.push(candidate.path);
        else return make({ from: candidate.path, path, entry, how: canShare(stat, entry) ? mode : "copy", counts });
      }
      throw missing(entry, damaged);
    },
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Candidate {
  readonly path: string;
  readonly number: number;
  readonly source: LinkSource;
}

/** With the same mode first: those can be linked. */
function* candidates(sources: readonly LinkSource[], entry: FileEntry): Generator<Candidate> {
  for (const mode of [entry.mode, entry.mode === 0o644 ? 0o755 : 0o644] as const) {
    for (const source of sources) {
      const number = source.listing.findDigest(entry.digest, mode);
      if (number !== -1) yield { path: join(source.dir, source.listing.entry(number).path), number, source };
    }
  }
}

function statFile(path: string): BigIntStats | null {
  try {
    const stat = lstatSync(path, { bigint: true });
    return stat.isFile() ? stat : null;
  } catch {
    return null;
  }
}

async function isIntact({ path, number, source }: Candidate, stat: BigIntStats, entry: FileEntry): Promise<boolean> {
  if (source.stats?.matches(number, stat) === true) return true;
  return (await digestOf(path, entry)) === entry.digest;
}

/** Of a file on disk. Small ones at once: a turn of libuv's threads for each of them would cost ten times the reading. */
export async function digestOf(path: string, { sizeBytes }: Pick<FileEntry, "sizeBytes">): Promise<Digest> {
  return sizeBytes <= SMALL_FILE_BYTES ? blake3(readFileSync(path)) : hashFile(path);
}

function canShare(stat: BigIntStats, entry: FileEntry): boolean {
  return (stat.mode & 0o7777n) === BigInt(entry.mode) && stat.mtimeNs === BigInt(fileMtime(entry.digest)) * 1_000_000_000n;
}

interface Making {
  readonly from: string;
  readonly path: string;
  readonly entry: FileEntry;
  readonly how: LinkMode;
  readonly counts: Mutable<LinkCounts>;
}

async function make(making: Making): Promise<void> {
  const { from, path, entry, how, counts } = making;
  if (how === "hardlink" && attempt(() => linkSync(from, path))) {
    counts.linked++;
    return;
  }
  if (how === "reflink" && attempt(() => copyFileSync(from, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE)))
    counts.cloned++;
  else {
    copyFileSync(from, path, constants.COPYFILE_EXCL);
    counts.copied++;
    verifyContent(entry, await digestOf(path, entry));
  }
  finishPath(path, entry);
}

/** What a file system answers that can't link or clone here: too many links, another device, not supported, not allowed. */
const CANNOT = new Set(["EMLINK", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EPERM", "EINVAL", "ENOTTY"]);

function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (CANNOT.has((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

function missing(entry: FileEntry, damaged: readonly string[]): ShoalError {
  const why = damaged.length === 0 ? "no revision on this host has it" : `on this host it is damaged (${damaged.join(", ")})`;
  return new ShoalError("E_BASE", `file ${quote(entry.path)} (${short(entry.digest)}) is not in the bundle, and ${why}`, {
    hint: "take another route: the base has every file",
  });
}
