/**
 * Scan: a directory becomes a listing. One walk in the listing's order; each file is read once, small ones at once, a bounded number of large ones side by
 * side while the walk goes on. Nothing is written, so a failure leaves nothing behind.
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
import { setImmediate, setTimeout } from "node:timers/promises";
import { isUtf8 } from "node:buffer";
import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import pLimit from "p-limit";
import { ShoalError } from "../runtime/errors.ts";
import type { Digest } from "../runtime/ids.ts";
import { findAttributes } from "./attributes.ts";
import { changed, racyMs, readLargeFile, readSmallFile, sameStamp, toStamp, type FileContent, type FileStamp } from "./stable-file.ts";
import { HASH_CONCURRENCY, HASH_QUEUE_ENTRIES, RACY_QUEUE_ENTRIES, YIELD_MS } from "./limits.ts";
import type { Listing, TreeEntry } from "./listing.ts";
import { createListingWriter } from "./listing-writer.ts";
import { checkPath, checkSymlinkTarget, quote, type SymlinkPolicy } from "./paths.ts";
import { ioError, toBytes, toText, walkTree, type WalkEntry } from "./walk.ts";
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
  readonly cache?: ScanCache | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then, and at the end. */
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
}

export interface ScanProgress {
  readonly entries: number;
  /** Of files whose digest is known. */
  readonly doneBytes: number;
}

/** Digests of an earlier scan. Asked in the listing's order, for each file. */
export interface ScanCache {
  /** Null unless a file with exactly this stamp was recorded, and not racily. */
  find(path: string, stamp: FileStamp): Digest | null;
  /** Called in the listing's order with every file of the tree, found or read. */
  record(path: string, content: FileContent): void;
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
  const scan = createScan(options, deps);
  const attributes = options.attributes === "skip" ? null : findAttributes(options.root, options.signal);
  attributes?.catch(() => {});
  const listing = await scan.run();
  for (const warning of (await attributes) ?? []) scan.warnings.add(warning);
  return { listing, warnings: scan.warnings.finish(), sourcePath: (path) => join(options.root, path) };
}

const REAL_DEPS: ScanDeps = { nowUnixMs: Date.now, sleep: async (timeMs) => setTimeout(timeMs) };

interface Scan {
  readonly warnings: Warnings;
  run(): Promise<Listing>;
}

interface Racy {
  readonly path: string;
  readonly content: FileContent;
}

function createScan(options: ScanOptions, deps: ScanDeps): Scan {
  const { root, cache, signal } = options;
  const warnings = createWarnings(options.modes ?? "strict");
  const writer = createListingWriter();
  const limit = pLimit(HASH_CONCURRENCY);
  const racy: Racy[] = [];
  let entries = 0;
  let doneBytes = 0;

  /** In the order of the walk. */
  function finish(entry: Finished): void {
    if (entry.content === null) return writer.add(entry.entry);
    const { stamp, digest } = entry.content;
    const mode = warnings.mode(entry.path, stamp.mode);
    writer.add({ kind: "file", path: entry.path, mode, sizeBytes: stamp.sizeBytes, digest });
    cache?.record(entry.path, entry.content);
    doneBytes += stamp.sizeBytes;
  }

  function start(found: WalkEntry): Finished | Promise<Finished> {
    const path = checkedPath(found.path);
    if (found.kind === "directory") return { content: null, entry: { kind: "directory", path } };
    if (found.kind === "symlink") return { content: null, entry: readLink(options, found.path, path) };
    if (found.kind === "other")
      throw new ShoalError("E_FORMAT", `${quote(path)} is a device, fifo or socket; a tree has files, links and directories`);
    return readFile(found.path, path);
  }

  function readFile(bytePath: string, path: string): Finished | Promise<Finished> {
    const absolute = toBytes(root, bytePath);
    const known = cache === undefined ? null : findCached(cache, absolute, path);
    if (known !== null) return { content: known, path };
    const small = readSmallFile(absolute, path);
    if (small !== null) return { content: noteRacy(bytePath, small), path };
    return limit(async () => ({ content: noteRacy(bytePath, await readLargeFile(absolute, path, { signal })), path }));
  }

  function noteRacy(path: string, content: FileContent): FileContent {
    const age = deps.nowUnixMs() - Number(content.stamp.mtimeNs / 1_000_000n);
    if (Math.abs(age) < racyMs(content.stamp)) racy.push({ path, content });
    return content;
  }

  async function recheckRacy(): Promise<void> {
    if (racy.length === 0) return;
    await deps.sleep(Math.max(...racy.map(({ content }) => racyMs(content.stamp))));
    for (const { path, content } of racy.splice(0)) {
      const [absolute, name] = [toBytes(root, path), toText(path)];
      const again = readSmallFile(absolute, name) ?? (await readLargeFile(absolute, name, { signal }));
      if (again.digest !== content.digest || !sameStamp(again.stamp, content.stamp)) throw changed(name);
    }
  }

  async function run(): Promise<Listing> {
    const queue: (Finished | Promise<Finished>)[] = [];
    const settle = async (atMost: number): Promise<void> => {
      while (queue.length > atMost) finish(await queue.shift()!);
    };
    let yieldedMs = performance.now();
    for (const found of walkTree({ root, skipReserved: options.reserved === "skip", onNames: warnings.names })) {
      entries++;
      const entry = start(found);
      if (entry instanceof Promise) entry.catch(() => {});
      if (queue.length === 0 && !(entry instanceof Promise)) finish(entry);
      else queue.push(entry);
      if (queue.length > HASH_QUEUE_ENTRIES) await settle(HASH_QUEUE_ENTRIES / 2);
      if (racy.length >= RACY_QUEUE_ENTRIES) await recheckRacy();
      if (performance.now() - yieldedMs < YIELD_MS) continue;
      await setImmediate();
      signal?.throwIfAborted();
      options.onProgress?.({ entries, doneBytes });
      yieldedMs = performance.now();
    }
    await settle(0);
    await recheckRacy();
    options.onProgress?.({ entries, doneBytes });
    return writer.finish();
  }

  return { warnings, run };
}

type Finished = { readonly content: null; readonly entry: TreeEntry } | { readonly content: FileContent; readonly path: string };

function checkedPath(bytePath: string): string {
  const bytes = Buffer.from(bytePath, "latin1");
  const path = bytes.toString();
  if (!isUtf8(bytes)) throw new ShoalError("E_PATH", `path ${quote(path)} is not valid UTF-8`, { hint: "rename the file" });
  checkPath(path);
  return path;
}

function readLink(options: ScanOptions, bytePath: string, path: string): TreeEntry {
  let bytes: Buffer;
  try {
    bytes = readlinkSync(toBytes(options.root, bytePath), { encoding: "buffer" });
  } catch (error) {
    throw ioError(error, "read link", path);
  }
  const target = bytes.toString();
  if (!isUtf8(bytes)) throw new ShoalError("E_PATH", `link ${quote(path)} -> ${quote(target)} is not valid UTF-8`);
  checkSymlinkTarget(path, target, options.allowedSymlinkPrefixes ?? []);
  return { kind: "symlink", path, target };
}

function findCached(cache: ScanCache, absolute: Buffer, path: string): FileContent | null {
  try {
    const stamp = toStamp(lstatSync(absolute, { bigint: true }), path);
    const digest = cache.find(path, stamp);
    return digest === null ? null : { stamp, digest };
  } catch (error) {
    throw ioError(error, "look at", path);
  }
}
