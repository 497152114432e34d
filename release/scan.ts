/**
 * Scan: a directory becomes a listing. One walk in the listing's order; its files are examined in batches, on threads when the tree is not small
 * (examiner.ts), while the walk goes on; what they yield is put together in order (scan-emit.ts). Nothing is written but the cache, and that only at a good
 * end, so a failure leaves nothing behind.
 *
 * - What can't be in a tree is refused with its path: a device, fifo or socket, a name that isn't UTF-8 or breaks the rules of paths.ts, a link
 *   that leaves the tree, setuid/setgid/sticky, and modes other than 0644 and 0755 unless they are to be masked.
 * - A file that changes while it is read is E_IO. A write within one tick of the file system's clock after reading would leave no trace, so a
 *   file whose mtime was that fresh is read again when the tick is over. What is added to or removed from a directory that
 *   was already walked is not seen: scan what nothing writes to.
 * - Mount points below the root are part of the tree: it is the source, and containers mount freely. Hard links are files.
 * - Owners, times, hard links, directories' modes don't travel. Extended attributes, ACLs and capabilities neither: Node can't see them; where `getfattr` is installed
 *   a warning names files that have some (attributes.ts).
 */
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { toFailure } from "../runtime/errors.ts";
import { findAttributes } from "./attributes.ts";
import type { Examined } from "./examine.ts";
import { createExaminer, type Examiner } from "./examiner.ts";
import { EXAMINE_QUEUE_BATCHES } from "./limits.ts";
import type { Listing } from "./listing.ts";
import { quote, type SymlinkPolicy } from "./paths.ts";
import { createStampRecorder, readScanCache, writeScanCache, type EarlierScan, type StampRecorder } from "./scan-cache.ts";
import { createEmitter, type Batch } from "./scan-emit.ts";
import { enterWalked } from "./scan-entries.ts";
import { copyStamps, createStampTable, type StampTable } from "./stamps.ts";
import { walkTree, type WalkEntry } from "./walk.ts";
import { createWarnings, type Warnings } from "./warnings.ts";

export interface ScanOptions {
  readonly root: string;
  /** Absolute link targets must lie below one of these. Default: none may. */
  readonly allowedSymlinkPrefixes?: SymlinkPolicy | undefined;
  /** `strict` (default) refuses modes other than 0644 and 0755; `mask` makes them 0755 where the owner may execute, else 0644 (0600 becomes readable to all). */
  readonly modes?: "strict" | "mask" | undefined;
  /** `skip` leaves out the top-level `.shoal`, to scan a revision on a host; default `refuse`. */
  readonly reserved?: "refuse" | "skip" | undefined;
  /** Default `look`; `skip` doesn't start `getfattr`. */
  readonly attributes?: "look" | "skip" | undefined;
  /** Where an earlier scan of this tree was kept and this one will be (scan-cache.ts): files with the same stamp aren't read again. */
  readonly cacheFile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then, and at the end. */
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
}

export interface ScanProgress {
  readonly entries: number;
  /** Of files whose digest is known. */
  readonly doneBytes: number;
}

export interface ScanResult {
  readonly listing: Listing;
  /** What the person who makes the release should know; at most MAX_FINDINGS lines. */
  readonly warnings: readonly string[];
  /** Where the content of an entry of the listing is. */
  sourcePath(path: string): string;
}

export interface ScanDeps {
  readonly nowUnixMs: () => number;
  readonly sleep: (timeMs: number) => Promise<void>;
}

/** Throws E_PATH, E_FORMAT (kind, mode), E_LIMIT, E_IO, or the signal's reason. */
export async function scanTree(options: ScanOptions, deps: ScanDeps = REAL_DEPS): Promise<ScanResult> {
  const warnings = createWarnings(options.modes ?? "strict");
  const attributes = options.attributes === "skip" ? null : findAttributes(options.root, options.signal);
  attributes?.catch(() => {});
  const examiner = createExaminer(deps.nowUnixMs);
  try {
    const earlier = options.cacheFile === undefined ? null : await readScanCache(options.cacheFile);
    const recorder = earlier === null ? null : createStampRecorder(earlier);
    const listing = await scan({ options, deps, warnings, examiner, earlier, recorder });
    if (options.cacheFile !== undefined && recorder?.isChanged() === true) await save(options.cacheFile, { listing, recorder, warnings });
    for (const warning of (await attributes) ?? []) warnings.add(warning);
    return { listing, warnings: warnings.finish(), sourcePath: (path) => join(options.root, path) };
  } finally {
    await examiner.close();
  }
}

const REAL_DEPS: ScanDeps = { nowUnixMs: Date.now, sleep: async (timeMs) => setTimeout(timeMs) };

interface Parts {
  readonly options: ScanOptions;
  readonly deps: ScanDeps;
  readonly warnings: Warnings;
  readonly examiner: Examiner;
  readonly earlier: EarlierScan | null;
  readonly recorder: StampRecorder | null;
}

async function scan(parts: Parts): Promise<Listing> {
  const { options, deps, warnings, examiner, earlier, recorder } = parts;
  const { root, signal } = options;
  const emitter = createEmitter({ root, earlier, recorder, warnings, signal, ...deps });
  const queue: { readonly batch: Batch; readonly examined: Promise<Examined> }[] = [];
  let entries = 0;
  const settle = async (atMost: number): Promise<void> => {
    while (queue.length > atMost) {
      const { batch, examined } = queue.shift()!;
      await emitter.emit(batch, await examined);
      signal?.throwIfAborted();
      entries += batch.entries.length;
      options.onProgress?.({ entries, doneBytes: emitter.doneBytes() });
    }
  };
  const submit = async (batch: Batch): Promise<void> => {
    const job = { root, paths: batch.files.join("\0"), known: knownStamps(batch, earlier) };
    const examined = examiner.run(job).then((found) => emitter.readLarge(batch, found));
    // Its failure is told when its turn comes.
    examined.catch(() => {});
    queue.push({ batch, examined });
    await settle(EXAMINE_QUEUE_BATCHES);
  };
  let batch: Batch = { entries: [], files: [] };
  for (const found of walkTree({ root, skipReserved: options.reserved === "skip", onNames: warnings.names })) {
    addTo(batch, found, { options, earlier });
    if (batch.entries.length < examiner.batchEntries()) continue;
    await submit(batch);
    batch = { entries: [], files: [] };
  }
  await submit(batch);
  await settle(0);
  return emitter.finish();
}

function addTo(batch: Batch, found: WalkEntry, { options, earlier }: Pick<Parts, "options" | "earlier">): void {
  // A path that was scanned before was checked then.
  const row = found.kind === "file" && earlier !== null ? earlier.find(found.path) : -1;
  const entry = row === -1 ? enterWalked(found, options.root, options.allowedSymlinkPrefixes ?? []) : null;
  batch.entries.push(entry ?? row);
  if (entry === null) batch.files.push(found.path);
}

function knownStamps({ entries, files }: Batch, earlier: EarlierScan | null): StampTable {
  const known = createStampTable(files.length);
  if (earlier === null) return known;
  const fromRows = entries.filter((entry) => typeof entry === "number");
  for (let row = 0; row < fromRows.length;) {
    const fromRow = fromRows[row]!;
    let rows = 1;
    while (fromRow !== -1 && fromRows[row + rows] === fromRow + rows) rows++;
    if (fromRow !== -1) copyStamps(earlier.stamps, fromRow, { to: known, row, rows });
    row += rows;
  }
  return known;
}

async function save(cacheFile: string, { listing, recorder, warnings }: SaveOptions): Promise<void> {
  try {
    await writeScanCache(cacheFile, listing, recorder.finish());
  } catch (error) {
    warnings.add(`the scan can't be kept in ${quote(cacheFile)} for the next one: ${toFailure(error).message}`);
  }
}

interface SaveOptions {
  readonly listing: Listing;
  readonly recorder: StampRecorder;
  readonly warnings: Warnings;
}
