/**
 * Compares a directory with a listing: one walk, merged with the listing's entries, both in the same order, so memory doesn't grow with the
 * tree. Nothing is changed. The top-level `.shoal` is no part of it.
 */
import { setImmediate } from "node:timers/promises";
import { lstatSync, readlinkSync, type BigIntStats } from "node:fs";
import type { Digest } from "../runtime/ids.ts";
import { ShoalError } from "../runtime/errors.ts";
import { MAX_FINDINGS, YIELD_MS } from "./limits.ts";
import type { Listing, TreeEntry } from "./listing.ts";
import { fileMtime } from "./mtime.ts";
import { quote } from "./paths.ts";
import { readLargeFile, readSmallFile } from "./stable-file.ts";
import { createStatsWriter, readStats, type RecordedStats } from "./stats.ts";
import { fromText, ioError, toBytes, toText, walkTree, type WalkEntry } from "./walk.ts";

export interface Problem {
  /** As text; a name that isn't UTF-8 has replacement characters. The tree's root is the empty path. */
  readonly path: string;
  /**
   * `changed`: other content or link target; `mode`: other permissions than the listing's (directories: 0755); `type`: a directory, link, device … or
   * mount point where something else should be; `mtime`: right content, but not with the mtime that belongs to it.
   */
  readonly problem: "changed" | "missing" | "added" | "mode" | "type" | "mtime";
}

export interface VerifyOptions {
  /** A revision's directory, or one being staged. */
  readonly dir: string;
  readonly listing: Listing;
  /** `full` reads every file; `fast` only those whose stat isn't the recorded one. */
  readonly mode: "fast" | "full";
  /** Digest of the recorded stats, from the commit record; `fast` without it, or with a damaged file, reads everything. */
  readonly stats?: Digest | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number) => void) | undefined;
}

/** Empty when the directory is exactly the tree. In the listing's order; stops at MAX_FINDINGS. Throws E_IO where it can't look. */
export async function verifyRevision(options: VerifyOptions): Promise<readonly Problem[]> {
  const { dir, listing, mode, stats, signal } = options;
  const recorded = mode === "full" || stats === undefined ? null : await readStats(dir, listing, stats);
  return compareTree({ ...options, checkFile: (file) => checkContent(file, { dir, recorded, signal }) });
}

/**
 * The stats to record for a finished tree. Checks on the way that it has exactly the listing's entries with their sizes, modes, targets and
 * mtimes, but reads no content. Throws E_DIGEST naming the first problem.
 */
export async function recordStats({ dir, listing, signal }: Pick<VerifyOptions, "dir" | "listing" | "signal">): Promise<Buffer> {
  const writer = createStatsWriter(listing.count);
  const checkFile = ({ index, entry, stat }: FoundFile): Problem["problem"] | null => {
    if (stat.mtimeNs !== mtimeNs(entry)) return "mtime";
    writer.add(index, stat);
    return null;
  };
  const problems = await compareTree({ dir, listing, signal, checkFile });
  const first = problems[0];
  if (first === undefined) return writer.bytes;
  const more = problems.length === 1 ? "" : ` and ${problems.length - 1} more`;
  throw new ShoalError("E_DIGEST", `the unpacked tree isn't the listing's: ${quote(first.path)} is ${WORDS[first.problem]}${more}`);
}

type FileEntry = Extract<TreeEntry, { kind: "file" }>;

interface FoundFile {
  readonly index: number;
  readonly entry: FileEntry;
  readonly stat: BigIntStats;
  /** Byte string (walk.ts). */
  readonly path: string;
}

interface CompareOptions {
  readonly dir: string;
  readonly listing: Listing;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number) => void) | undefined;
  /** Asked for each file whose kind and size are right. */
  readonly checkFile: (file: FoundFile) => Problem["problem"] | null | Promise<Problem["problem"] | null>;
}

const WORDS: Readonly<Record<Problem["problem"], string>> = {
  changed: "different",
  missing: "missing",
  added: "not in the listing",
  mode: "of another mode",
  type: "of another kind",
  mtime: "not of its mtime",
};

async function compareTree({ dir, listing, signal, onProgress, checkFile }: CompareOptions): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const report = (path: string, problem: Problem["problem"]): void => void problems.push({ path: toText(path), problem });
  const expected = createCursor(listing);
  let doneBytes = 0;
  let yieldedMs = performance.now();
  for (const found of walkTree({ root: dir, skipReserved: true, enter: directoryCheck(dir, report) })) {
    const key = found.kind === "directory" ? `${found.path}/` : found.path;
    for (const missed of expected.before(key)) if (!isDirectoryOf(missed.key, key)) report(missed.path, "missing");
    const next = expected.peek();
    if (next?.key === key) {
      for (const problem of await compareEntry({ dir, found, next, checkFile })) report(found.path, problem);
      if (next.entry.kind === "file") doneBytes += next.entry.sizeBytes;
      expected.advance();
    } else if (next === null || !isDirectoryOf(key, next.key)) report(found.path, "added");
    if (problems.length >= MAX_FINDINGS) break;
    if (performance.now() - yieldedMs < YIELD_MS) continue;
    await setImmediate();
    signal?.throwIfAborted();
    onProgress?.(doneBytes);
    yieldedMs = performance.now();
  }
  for (const missed of expected.before(END)) {
    if (problems.length >= MAX_FINDINGS) break;
    report(missed.path, "missing");
  }
  onProgress?.(doneBytes);
  return problems.slice(0, MAX_FINDINGS);
}

interface Expected {
  readonly index: number;
  readonly entry: TreeEntry;
  /** Byte strings: the path, and as it is written in the listing. */
  readonly path: string;
  readonly key: string;
}

/** Above every byte string: they are latin1. */
const END = "\u0100";

interface Cursor {
  /** The next expected entry, or null after the last. */
  peek(): Expected | null;
  advance(): void;
  /** The entries up to the one with that key or after it; advances over them. */
  before(key: string): Generator<Expected, void>;
}

function createCursor(listing: Listing): Cursor {
  let index = 0;
  const at = (): Expected | null => (index < listing.count ? toExpected(listing.entry(index), index) : null);
  let next = at();
  const advance = (): void => {
    index++;
    next = at();
  };
  return {
    peek: () => next,
    advance,
    *before(key) {
      for (let entry = next; entry !== null && entry.key < key; entry = next) {
        yield entry;
        advance();
      }
    },
  };
}

function toExpected(entry: TreeEntry, index: number): Expected {
  const path = fromText(entry.path);
  return { index, entry, path, key: entry.kind === "directory" ? `${path}/` : path };
}

/** An empty directory that should have content, or the reverse: what is missing or added in it is told, not the directory. */
function isDirectoryOf(directory: string, key: string): boolean {
  return directory.endsWith("/") && key.startsWith(directory);
}

function directoryCheck(dir: string, report: (path: string, problem: Problem["problem"]) => void): (path: string) => boolean {
  let device: bigint | null = null;
  return (path) => {
    const stat = look(dir, path);
    device ??= stat.dev;
    if (stat.dev !== device) {
      // A mount point: what lies in it is not ours to look at.
      report(path, "type");
      return false;
    }
    if ((stat.mode & 0o777n) !== 0o755n) report(path, "mode");
    return true;
  };
}

interface FoundEntry extends Pick<CompareOptions, "dir" | "checkFile"> {
  readonly found: WalkEntry;
  readonly next: Expected;
}

async function compareEntry({ dir, found, next, checkFile }: FoundEntry): Promise<readonly Problem["problem"][]> {
  const { entry, index } = next;
  if (found.kind !== entry.kind) return ["type"];
  if (entry.kind === "directory") return [];
  if (entry.kind === "symlink") return readlinkSync(toBytes(dir, found.path)) === entry.target ? [] : ["changed"];
  const stat = look(dir, found.path);
  if (!stat.isFile()) return ["type"];
  const problems: Problem["problem"][] = (stat.mode & 0o7777n) === BigInt(entry.mode) ? [] : ["mode"];
  if (stat.size !== BigInt(entry.sizeBytes)) return [...problems, "changed"];
  const problem = await checkFile({ index, entry, stat, path: found.path });
  return problem === null ? problems : [...problems, problem];
}

interface ContentCheck {
  readonly dir: string;
  readonly recorded: RecordedStats | null;
  readonly signal: AbortSignal | undefined;
}

async function checkContent(
  { index, entry, stat, path }: FoundFile,
  { dir, recorded, signal }: ContentCheck,
): Promise<Problem["problem"] | null> {
  if (recorded?.matches(index, stat)) return null;
  const absolute = toBytes(dir, path);
  const { digest } = readSmallFile(absolute, entry.path) ?? (await readLargeFile(absolute, entry.path, { signal }));
  if (digest !== entry.digest) return "changed";
  return stat.mtimeNs === mtimeNs(entry) ? null : "mtime";
}

function mtimeNs(entry: FileEntry): bigint {
  return BigInt(fileMtime(entry.digest)) * 1_000_000_000n;
}

function look(dir: string, path: string): BigIntStats {
  try {
    return lstatSync(toBytes(dir, path), { bigint: true });
  } catch (error) {
    throw ioError(error, "look at", toText(path));
  }
}
