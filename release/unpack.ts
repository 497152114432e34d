/**
 * Unpacks a bundle into a staging directory: the tree of a signed release, or an error and nothing that anybody uses.
 *
 *  1. frame table and listing: the listing's BLAKE3 must be the tree digest that was signed; nothing is parsed before;
 *  2. plan: every file exactly once, from the bundle or from a revision on this host (unpack-plan.ts);
 *  3. directories; then frames, as their bytes arrive, a few at the same time, while files that don't travel are linked;
 *  4. copies of files that came with the bundle; symlinks, last;
 *  5. the finished tree is walked and held against the listing.
 *
 * A failure at any point leaves a staging directory that is not the tree: the caller removes it. Nothing is flushed to disk and nothing is
 * renamed here: that is the commit (revision.ts). Memory: FRAME_CONCURRENCY frames and windows, two listings.
 */
import { readSync, openSync, closeSync, constants } from "node:fs";
import { join } from "node:path";
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { short } from "../runtime/ids.ts";
import type { BundleInfo, ByteSource } from "./bundle.ts";
import { createPause, forEachFrame } from "./frame-queue.ts";
import { decodeFrameTable, framesBytes, LISTING, type FrameItem, type FrameTable } from "./frames.ts";
import { createLinker, type LinkCounts, type LinkMode, type LinkSource } from "./link-files.ts";
import { parseListing, type Listing } from "./listing.ts";
import { checkSpace } from "./space.ts";
import { createStaging, type Staging } from "./staging.ts";
import type { Release } from "./release.ts";
import { TRAILER_EXTRA_BYTES } from "./trailer.ts";
import { readFrame, unpackFrame, type FrameSink } from "./unpack-frame.ts";
import { fileAt, planListing, planUnpack, sourceSpans, type PlannedFrame, type UnpackPlan } from "./unpack-plan.ts";
import { recordStats } from "./verify.ts";

export type { LinkMode, LinkSource } from "./link-files.ts";

export interface UnpackProgress {
  readonly phase: "unpacking" | "verifying";
  /** Of the tree's file contents. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface UnpackOptions {
  readonly bundle: BundleInfo;
  readonly source: ByteSource;
  /** Of a verified envelope. */
  readonly release: Pick<Release, "tree" | "listingBytes" | "entries" | "sizeBytes">;
  /** An empty directory, or one that doesn't exist yet in a directory that does. */
  readonly stagingDir: string;
  /** Committed revisions on this host: sources of links and patches. For an overlay the revision of `bundle.fromTree` must be among them. */
  readonly sources: readonly LinkSource[];
  readonly linkMode: LinkMode;
  /** Directories that absolute symlinks may point into. */
  readonly allowedSymlinkPrefixes: readonly string[];
  readonly onProgress?: ((progress: UnpackProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface UnpackResult {
  readonly listing: Listing;
  /** To be recorded with the commit (recordStats of verify.ts). */
  readonly stats: Buffer;
  /** Files that came with the bundle, whole or as patches. */
  readonly sentFiles: number;
  /** How the others were made. `linked` with link mode `reflink` means that the file system could. */
  readonly links: Readonly<LinkCounts>;
}

/**
 * Throws E_FORMAT, E_TRUNC, E_LIMIT, E_CONFLICT, E_PATH, E_DIGEST, E_PATCH, E_VERSION for a bundle that is not what it should be; E_BASE where the
 * host lacks what an overlay needs (take another route); E_DISK_FULL; errors of the file system; the signal's reason.
 */
export async function unpackBundle(options: UnpackOptions): Promise<UnpackResult> {
  const { bundle, release, sources } = options;
  const table = checkTable(bundle, release);
  const from = table.fromTree === null ? null : baseOf(sources, table.fromTree);
  const listing = await receiveListing(options, table, from);
  const plan = planUnpack(table, listing, from?.listing ?? null);
  await checkSpace({ directory: options.stagingDir, listing, isSent: plan.isSent, linkMode: options.linkMode });
  return fill({ options, table, from, listing, plan });
}

interface Work {
  readonly options: UnpackOptions;
  readonly table: FrameTable;
  readonly from: LinkSource | null;
  readonly listing: Listing;
  readonly plan: UnpackPlan;
}

async function fill(work: Work): Promise<UnpackResult> {
  const { options, listing, plan } = work;
  const { stagingDir, sources, linkMode, signal } = options;
  const staging = createStaging(stagingDir, listing);
  staging.makeDirectories();
  const progress = createProgress(options, listing);
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const linker = createLinker(sources, linkMode);
  const { here, later } = splitLocal(listing, plan);
  const linkAll = async (numbers: readonly number[], using = linker): Promise<void> => {
    const pause = createPause(both);
    for (const number of numbers) {
      const entry = fileAt(listing, number, "the tree");
      await using.link(entry, join(stagingDir, entry.path));
      progress.add(entry.sizeBytes);
      await pause();
    }
  };
  // The first failure ends the other, and is the one that is told; nothing writes any more when this returns.
  const first = { error: undefined as unknown };
  const guard = (task: Promise<void>): Promise<void> =>
    task.catch((error: unknown) => {
      first.error ??= error;
      stop.abort(error);
    });
  await Promise.all([guard(unpackFrames(work, { staging, progress, signal: both })), guard(linkAll(here))]);
  if (first.error !== undefined) throw first.error;
  // Copies of what the bundle brought are made from where it was just verified.
  const own = createLinker([{ dir: stagingDir, listing, stats: { matches: () => true } }], linkMode);
  await linkAll(later, own);
  staging.makeSymlinks();
  progress.phase("verifying");
  const stats = await recordStats({ dir: stagingDir, listing, signal });
  progress.end();
  const links = {
    linked: linker.counts.linked + own.counts.linked,
    cloned: linker.counts.cloned + own.counts.cloned,
    copied: linker.counts.copied + own.counts.copied,
  };
  return { listing, stats, sentFiles: plan.isSent.reduce((sum, sent) => sum + sent, 0), links };
}

interface FrameWork {
  readonly staging: Staging;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

async function unpackFrames({ options, table, from, listing, plan }: Work, { staging, progress, signal }: FrameWork): Promise<void> {
  const pause = createPause(signal);
  const sink: FrameSink = {
    wants: (item) => !isListingItem(item),
    async file(number, bytes) {
      staging.writeWhole(number, bytes);
      progress.add(bytes.length);
      await pause();
    },
    async part({ entry, offset }, bytes) {
      await staging.writePart(entry, offset, bytes);
      progress.add(bytes.length);
    },
    sources: (item) => readSources(item, from),
  };
  await forEachFrame(plan.frames, options.source, signal, async (planned) => {
    await unpackFrame(await readFrame(options.source, planned, signal), planned, { table, to: listing, sink });
  });
}

function checkTable(bundle: BundleInfo, release: UnpackOptions["release"]): FrameTable {
  const table = decodeFrameTable(bundle.frameTable);
  const size = framesBytes(table) + bundle.frameTable.length + TRAILER_EXTRA_BYTES;
  if (size !== bundle.sizeBytes) throw mismatch(`frames and table have ${size} bytes, the bundle ${bundle.sizeBytes}`);
  if (table.kind !== bundle.kind || table.fromTree !== bundle.fromTree)
    throw mismatch("it is of another kind or base than its description says");
  if (table.toTree !== release.tree) throw mismatch(`it makes tree ${short(table.toTree)}, the release is ${short(release.tree)}`);
  if (table.listingBytes !== release.listingBytes)
    throw mismatch(`its listing has ${table.listingBytes} bytes, the release's ${release.listingBytes}`);
  return table;
}

function mismatch(why: string): ShoalError {
  return new ShoalError("E_FORMAT", `bundle: ${why}`);
}

function baseOf(sources: readonly LinkSource[], tree: string): LinkSource {
  const base = sources.find((source) => source.listing.tree === tree);
  if (base !== undefined) return base;
  throw new ShoalError("E_BASE", `overlay needs a revision of tree ${tree.slice(0, 12)}; this host has none`, {
    hint: "take the base instead",
  });
}

/** Reads and verifies the listing before a byte of it is parsed. */
async function receiveListing(
  { source, release, allowedSymlinkPrefixes, signal }: UnpackOptions,
  table: FrameTable,
  from: LinkSource | null,
): Promise<Listing> {
  const bytes = Buffer.alloc(table.listingBytes);
  const sink: FrameSink = {
    wants: isListingItem,
    file: () => undefined,
    part: ({ offset }, part) => void bytes.set(part, offset),
    sources: (item) => readSources(item, from),
  };
  for (const planned of planListing(table)) {
    await unpackFrame(await readFrame(source, planned, signal), planned, { table, to: null, sink });
  }
  const digest = blake3(bytes);
  if (digest !== release.tree) {
    throw new ShoalError("E_DIGEST", `listing in the bundle is of tree ${short(digest)}, the release is ${short(release.tree)}`);
  }
  const listing = parseListing(bytes, { maxBytes: release.listingBytes, maxEntries: release.entries, allowedSymlinkPrefixes });
  if (listing.count === release.entries && listing.sizeBytes === release.sizeBytes) return listing;
  throw new ShoalError(
    "E_FORMAT",
    `release says ${release.entries} entries of ${release.sizeBytes} bytes; its listing has ${listing.count} of ${listing.sizeBytes}`,
  );
}

function isListingItem(item: FrameItem): boolean {
  return item.kind === "slice" ? item.entry === LISTING : item.kind === "patch" && item.targets[0]?.entry === LISTING;
}

/** The source bytes of a patch, from the base revision on this host. What was read wrong shows in their digest. */
function readSources(item: FrameItem & { readonly kind: "patch" }, from: LinkSource | null): Buffer {
  const spans = sourceSpans(item.sources, from?.listing ?? null);
  const bytes = Buffer.alloc(spans.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { entry, offset, length } of spans) {
    const part = bytes.subarray(at, (at += length));
    if (entry === LISTING) part.set(from!.listing.bytes.subarray(offset, offset + length));
    else readPart(join(from!.dir, fileAt(from!.listing, entry, "the base").path), offset, part);
  }
  return bytes;
}

function readPart(path: string, offset: number, into: Buffer): void {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw new ShoalError("E_BASE", `source of a patch can't be read: ${(error as Error).message}`, { cause: error });
  }
  try {
    for (let at = 0; at < into.length;) {
      const read = readSync(file, into, at, into.length - at, offset + at);
      if (read === 0) return;
      at += read;
    }
  } finally {
    closeSync(file);
  }
}

/** Files that the bundle doesn't bring: those the host has, and those whose content the bundle brings under another name. */
function splitLocal(listing: Listing, { isSent }: UnpackPlan): { here: number[]; later: number[] } {
  const here: number[] = [];
  const later: number[] = [];
  for (let number = 0; number < listing.count; number++) {
    if (isSent[number] === 1) continue;
    const entry = listing.entry(number);
    if (entry.kind === "file") (isSent[listing.findDigest(entry.digest)] === 1 ? later : here).push(number);
  }
  return { here, later };
}

interface Progress {
  add(bytes: number): void;
  phase(phase: UnpackProgress["phase"]): void;
  end(): void;
}

function createProgress({ onProgress }: UnpackOptions, listing: Listing): Progress {
  const totalBytes = listing.sizeBytes;
  let phase: UnpackProgress["phase"] = "unpacking";
  let doneBytes = 0;
  const tell = (): void => onProgress?.({ phase, doneBytes, totalBytes });
  return {
    add(bytes) {
      doneBytes += bytes;
      tell();
    },
    phase(next) {
      phase = next;
      tell();
    },
    end: tell,
  };
}
