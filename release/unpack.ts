/**
 * Unpacks a bundle into a staging directory: the tree of a signed release, or an error and nothing that anybody uses.
 *
 *  1. frame table and listing: its BLAKE3 must be the tree digest that was signed; an overlay's may leave blanks (blanks.ts);
 *  2. plan: every file exactly once, from the bundle or from a revision on this host (unpack-plan.ts);
 *  3. directories; then frames, as their bytes arrive, a few at the same time, while files that don't travel are linked and copies (made.ts) made;
 *  4. blanks are filled in, and what comes of it must be the signed tree; copies of files that came with the bundle; symlinks, last.
 *
 * Every content that came over the wire was then held against the signed listing, and every link against the recorded stat or the digest. That nothing is
 * missing and nothing else is there, the commit finds out (commitRevision, recordStats): it walks the tree anyway.
 *
 * A failure at any point leaves a staging directory that is not the tree: the caller removes it, or unpacks into it again, and what was finished is kept
 * (resume.ts). Nothing is flushed to disk and nothing is renamed here. Memory: FRAME_CONCURRENCY frames and windows, two listings.
 */
import { createFinished, type Finished } from "./finished.ts";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ShoalError } from "../runtime/errors.ts";
import { short } from "../runtime/ids.ts";
import { checkBlanks } from "./blanks.ts";
import type { BundleInfo, ByteSource } from "./bundle.ts";
import type { LinkMode } from "./commit-record.ts";
import { createContents, type Contents } from "./contents.ts";
import { copyRanges } from "./copy-ranges.ts";
import type { Region } from "./delta/regions.ts";
import { createPause, forEachFrame } from "./frame-queue.ts";
import { decodeFrameTable, framesBytes, type FrameItem, type FrameTable } from "./frames.ts";
import { createFileWriter, gatherWhole, type WholeFile } from "./file-writer.ts";
import { MAX_PATH_BYTES } from "./limits.ts";
import { addCounts, createLinker, type LinkCounts, type Linker, type LinkSource } from "./link-files.ts";
import { findRuns, linkRuns, type Run } from "./link-runs.ts";
import type { Listing } from "./listing.ts";
import { bodyRegions, type Body, type Made } from "./made.ts";
import { releaseMemory } from "./memory.ts";
import { blameBase, pathOf, readPatchSources } from "./patch-sources.ts";
import { quote } from "./paths.ts";
import { notTheSigned, receiveListing } from "./receive-listing.ts";
import type { Release } from "./release.ts";
import { keepFinished } from "./resume.ts";
import { checkSpace } from "./space.ts";
import { createStaging, type Staging } from "./staging.ts";
import type { RecordedStats } from "./stats.ts";
import { TRAILER_EXTRA_BYTES } from "./trailer.ts";
import { readFrame, unpackFrame, type FrameSink } from "./unpack-frame.ts";
import { fileAt, isOfListing, planUnpack, type UnpackPlan } from "./unpack-plan.ts";

export type { LinkMode } from "./commit-record.ts";
export type { LinkSource } from "./link-files.ts";

export interface UnpackProgress {
  readonly phase: "unpacking";
  /** Of the tree's file contents. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface UnpackOptions {
  readonly bundle: BundleInfo;
  readonly source: ByteSource;
  /** Of a verified envelope. */
  readonly release: Pick<Release, "tree" | "listingBytes" | "entries" | "sizeBytes">;
  /** Made if it isn't there; else empty, unless `resume`. */
  readonly stagingDir: string;
  /** Keep the files that an earlier unpacking of the same release finished in that directory (they are hashed), and remove what else is there. */
  readonly resume?: boolean | undefined;
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
  /** Files that came with the bundle, whole or as patches. */
  readonly sentFiles: number;
  /** Files that an earlier unpacking had finished. */
  readonly keptFiles: number;
  /** How the others were made: where `copied` is high against a link mode of `hardlink` or `reflink`, the file system couldn't. */
  readonly links: LinkCounts;
}

/**
 * Throws E_FORMAT, E_TRUNC, E_LIMIT, E_CONFLICT, E_PATH, E_DIGEST, E_PATCH, E_VERSION for a bundle that is not what it should be; E_BASE where the
 * host lacks what an overlay needs (take another route); E_DISK_FULL; errors of the file system; the signal's reason.
 */
export async function unpackBundle(options: UnpackOptions): Promise<UnpackResult> {
  const { bundle, source, release, sources, allowedSymlinkPrefixes, signal } = options;
  const table = checkTable(bundle, release);
  const from = table.fromTree === null ? null : baseOf(sources, table.fromTree);
  const { listing, blanks } = await receiveListing({ source, table, release, from, allowedSymlinkPrefixes, signal });
  checkLength(options.stagingDir, listing);
  const plan = planUnpack(table, listing, from?.listing ?? null);
  checkBlanks(listing, blanks, plan.isSent);
  const contents = createContents(listing, blanks);
  const isDone = await survey(options, listing, contents);
  await checkSpace({ directory: options.stagingDir, listing, isSent: plan.isSent, isDone, linkMode: options.linkMode });
  return fill({ options, table, from, listing, contents, plan, isDone });
}

interface Work {
  readonly options: UnpackOptions;
  readonly table: FrameTable;
  readonly from: LinkSource | null;
  readonly listing: Listing;
  readonly contents: Contents;
  readonly plan: UnpackPlan;
  /** By number in the listing: 1 for files that are finished already. */
  readonly isDone: Uint8Array;
}

interface Tools {
  readonly staging: Staging;
  readonly finished: Finished;
  readonly addDone: (bytes: number) => void;
  readonly signal: AbortSignal;
}

async function fill(work: Work): Promise<UnpackResult> {
  const { options, listing, contents, plan, isDone } = work;
  const { stagingDir, sources, linkMode } = options;
  const staging = createStaging({ root: stagingDir, listing, contents });
  const finished = createFinished(isDone);
  const addDone = createProgress(options, listing.sizeBytes);
  const { alike, here, later } = splitLocal(work, addDone);
  staging.makeDirectories(alike.isIn);
  const linker = createLinker(sources, linkMode);
  try {
    await together(options.signal, (signal) => {
      const tools = { staging, finished, addDone, signal };
      return [unpackFrames(work, tools), copyAll(work, tools), linkAll(work, { alike, numbers: here, linker, ...tools })];
    });
  } finally {
    staging.close();
  }
  const signed = await signedListing(work);
  // Copies of what the bundle brought are made from where it was just verified.
  const own = createLinker([{ dir: stagingDir, listing: signed, stats: JUST_VERIFIED }], linkMode);
  await together(options.signal, (signal) => [
    linkAll({ ...work, listing: signed }, { alike: NOTHING_ALIKE, numbers: later, linker: own, staging, finished, addDone, signal }),
  ]);
  staging.makeSymlinks();
  const count = (of: (number: number) => boolean): number => isDone.reduce((sum, _, number) => sum + (of(number) ? 1 : 0), 0);
  const sentFiles = count((number) => plan.isSent[number] === 1 && isDone[number] === 0);
  return { listing: signed, sentFiles, keptFiles: count((number) => isDone[number] === 1), links: addCounts(linker.counts, own.counts) };
}

/** Throws E_DIGEST where what the bundle brought is not what its blanks stand for, E_BASE if that is because of a file it was copied from. */
async function signedListing({ options: { release }, from, contents, plan }: Work): Promise<Listing> {
  const listing = contents.listing();
  if (listing.tree === release.tree) return listing;
  const copies = [...plan.bodies.values()].flatMap(({ made }) => made.copies);
  throw await blameBase(notTheSigned(listing.tree, release.tree), copies, from!);
}

async function unpackFrames(work: Work, tools: Tools): Promise<void> {
  const { options, table, from, listing, contents, plan, isDone } = work;
  const { staging, finished, addDone, signal } = tools;
  const pause = createPause(signal);
  const sink: FrameSink = {
    wants: (item) => isMissing(item, isDone),
    async file(number, bytes) {
      if (isDone[number] === 1) return;
      const body = plan.bodies.get(number);
      if (body !== undefined) return writeBody(body, { offset: 0, length: bytes.length }, bytes);
      staging.writeWhole(number, bytes);
      onWritten(number, bytes.length);
      await pause();
    },
    async part({ entry, offset, length }, bytes) {
      if (isDone[entry] === 1) return;
      const body = plan.bodies.get(entry);
      if (body !== undefined) return writeBody(body, { offset, length }, bytes);
      if (await staging.writePart(entry, offset, bytes)) finished.add(entry);
      addDone(bytes.length);
    },
    sources: (item, digest) => readPatchSources(item, digest, { from, to: listing, bodies: plan.bodies }),
  };
  const onWritten = (number: number, sizeBytes: number): void => {
    finished.add(number);
    addDone(sizeBytes);
  };
  const writeBody = async (body: Body, part: Region, bytes: Buffer): Promise<void> => {
    let at = 0;
    for (const { offset, length } of bodyRegions(body, part)) {
      await writeMade(work, body.made, { ...tools, offset, bytes: bytes.subarray(at, (at += length)) });
    }
    addDone(bytes.length);
  };
  const wanted = plan.frames.filter(({ frame }) => frame.items.some(sink.wants));
  const writer = createFileWriter({ root: options.stagingDir, listing, contents, staging, frames: wanted, pause });
  try {
    await forEachFrame(wanted, options.source, signal, async (planned) => {
      const raw = await readFrame(options.source, planned, signal);
      const whole: WholeFile[] = [];
      await unpackFrame(raw, planned, {
        table,
        to: listing,
        bodies: plan.bodies,
        sink: gatherWhole(sink, { whole, isDone, bodies: plan.bodies }),
      });
      await writer.write(raw, whole, onWritten);
      releaseMemory(raw);
    });
  } finally {
    await writer.close();
  }
}

/** The copies of files that have some, in the order of the listing: what a file is copied from comes before it. */
async function copyAll(work: Work, tools: Tools): Promise<void> {
  const { from, listing, options, plan, isDone } = work;
  const { finished, addDone, signal } = tools;
  const pathOfSource = async (source: number): Promise<string> => {
    if (source < from!.listing.count) return pathOf(from!, source);
    const number = source - from!.listing.count;
    await finished.wait(number, signal);
    return join(options.stagingDir, fileAt(listing, number, "the tree").path);
  };
  for (const { made } of plan.bodies.values()) {
    if (isDone[made.entry] === 1) continue;
    const write = async (offset: number, bytes: Buffer): Promise<void> => {
      await writeMade(work, made, { ...tools, offset, bytes });
      addDone(bytes.length);
    };
    await copyRanges({ made, pathOf: pathOfSource, write, signal });
  }
}

async function writeMade(work: Work, made: Made, { staging, finished, offset, bytes }: MadePart): Promise<void> {
  try {
    if (await staging.writePart(made.entry, offset, bytes)) finished.add(made.entry);
  } catch (error) {
    throw await blameBase(error, made.copies, work.from!);
  }
}

interface MadePart extends Tools {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** What stands alike in the base, then the rest, one by one. */
async function linkAll(work: Work, tools: Tools & Linking): Promise<void> {
  const { options, listing, from, isDone } = work;
  const { alike, numbers, linker, staging, addDone, signal } = tools;
  const pause = createPause(signal);
  const onLinked = (linked: number, bytes: number): void => {
    linker.counts.linked += linked;
    addDone(bytes);
  };
  const { stagingDir } = options;
  const left =
    alike.runs.length === 0 || from?.stats == null
      ? []
      : await linkRuns({
          to: listing,
          from: { dir: from.dir, stats: from.stats },
          stagingDir,
          runs: alike.runs,
          skip: isDone,
          signal,
          onLinked,
        });
  for (const number of [...left, ...numbers]) {
    const entry = fileAt(listing, number, "the tree");
    staging.makeParent(number);
    await linker.link(entry, join(stagingDir, entry.path));
    addDone(entry.sizeBytes);
    await pause();
  }
}

interface Linking {
  readonly alike: Alike;
  readonly numbers: readonly number[];
  readonly linker: Linker;
}

/** The first failure ends the other tasks, and is the one that is told; none works on any more when this returns. */
async function together(outer: AbortSignal | undefined, start: (signal: AbortSignal) => readonly Promise<void>[]): Promise<void> {
  const stop = new AbortController();
  const signal = outer === undefined ? stop.signal : AbortSignal.any([outer, stop.signal]);
  let first: { readonly error: unknown } | null = null;
  const fail = (error: unknown): void => {
    first ??= { error };
    stop.abort(error);
  };
  await Promise.all(start(signal).map((task) => task.catch(fail)));
  if (first !== null) throw (first as { readonly error: unknown }).error;
}

function checkTable(bundle: BundleInfo, release: UnpackOptions["release"]): FrameTable {
  const table = decodeFrameTable(bundle.frameTable);
  const size = framesBytes(table) + bundle.frameTable.length + TRAILER_EXTRA_BYTES;
  if (size !== bundle.sizeBytes) throw mismatch(`frames and table have ${size} bytes, the bundle ${bundle.sizeBytes}`);
  if (table.kind !== bundle.kind || table.fromTree !== bundle.fromTree)
    throw mismatch("it is of another kind or base than its description says");
  if (table.toTree !== release.tree) throw mismatch(`it makes tree ${short(table.toTree)}, the release is ${short(release.tree)}`);
  if (table.listingBytes === release.listingBytes) return table;
  throw mismatch(`its listing has ${table.listingBytes} bytes, the release's ${release.listingBytes}`);
}

/** T15: before a byte is unpacked. `revisions/`, where the tree goes, is a byte longer than `.staging/`. */
function checkLength(stagingDir: string, listing: Listing): void {
  const longest = Buffer.byteLength(stagingDir) + 2 + listing.maxPathBytes;
  if (longest <= MAX_PATH_BYTES) return;
  throw new ShoalError(
    "E_PATH",
    `the tree's longest path would have ${longest} bytes below ${quote(stagingDir)}; at most ${MAX_PATH_BYTES}`,
    {
      hint: "use a shorter app root",
    },
  );
}

function mismatch(why: string): ShoalError {
  return new ShoalError("E_FORMAT", `bundle: ${why}`, { hint: "the coordinator sent the description of another bundle" });
}

function baseOf(sources: readonly LinkSource[], tree: NonNullable<FrameTable["fromTree"]>): LinkSource {
  const base = sources.find((source) => source.listing.tree === tree);
  if (base !== undefined) return base;
  throw new ShoalError("E_BASE", `overlay needs a revision of tree ${short(tree)}; this host has none`, { hint: "take the base instead" });
}

/** Whether a part brings a file that isn't finished. */
function isMissing(item: FrameItem, isDone: Uint8Array): boolean {
  if (item.kind === "end" || isOfListing(item)) return false;
  if (item.kind === "slice") return isDone[item.entry] === 0;
  if (item.kind === "patch") return item.targets.some(({ entry }) => isDone[entry] === 0);
  return isDone.subarray(item.first, item.first + item.count).includes(0);
}

async function survey({ stagingDir, resume, signal }: UnpackOptions, listing: Listing, contents: Contents): Promise<Uint8Array> {
  if (resume === true) return keepFinished({ stagingDir, listing, contents, signal });
  const names = await readdir(stagingDir).catch(() => []);
  if (names.length === 0) return new Uint8Array(listing.count);
  throw new ShoalError("E_EXISTS", `staging directory ${quote(stagingDir)} is not empty`, { hint: "remove it first" });
}

interface Local {
  readonly alike: Alike;
  readonly here: readonly number[];
  readonly later: readonly number[];
}

/** Of the base's listing: linked without being looked up. */
interface Alike {
  readonly runs: readonly Run[];
  /** By number in the listing: 1 for a line of a run. */
  readonly isIn: Uint8Array;
}

/** Files that the bundle doesn't bring: those the host has, and those whose content the bundle brings under another name. */
function splitLocal(work: Work, addDone: (bytes: number) => void): Local {
  const { listing, plan, isDone } = work;
  const alike = findAlike(work);
  const here: number[] = [];
  const later: number[] = [];
  for (let number = 0; number < listing.count; number++) {
    if (isDone[number] === 0 && (alike.isIn[number] === 1 || plan.isSent[number] === 1)) continue;
    const entry = listing.entry(number);
    if (entry.kind !== "file") continue;
    if (isDone[number] === 1) addDone(entry.sizeBytes);
    else (plan.isSent[listing.findDigest(entry.digest)] === 1 ? later : here).push(number);
  }
  return { alike, here, later };
}

/** Runs of lines that are the base's, too, where those may be linked. */
function findAlike({ options, listing, from, plan }: Work): Alike {
  if (from?.stats == null || options.linkMode !== "hardlink") return { ...NOTHING_ALIKE, isIn: new Uint8Array(listing.count) };
  const isIn = new Uint8Array(listing.count);
  // What the bundle brings all the same is made of the bundle.
  const runs = findRuns(listing, from.listing).filter(({ first, count }) => !plan.isSent.subarray(first, first + count).includes(1));
  for (const { first, count } of runs) isIn.fill(1, first, first + count);
  return { runs, isIn };
}

const NOTHING_ALIKE: Alike = { runs: [], isIn: new Uint8Array(0) };
/** Of files in staging. */
const JUST_VERIFIED: RecordedStats = { device: 0n, matches: () => true, rows: () => new Uint8Array(0) };

function createProgress({ onProgress }: UnpackOptions, totalBytes: number): (bytes: number) => void {
  let doneBytes = 0;
  return (bytes) => {
    doneBytes += bytes;
    onProgress?.({ phase: "unpacking", doneBytes, totalBytes });
  };
}
