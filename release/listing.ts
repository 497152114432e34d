/**
 * The canonical listing of a tree (FORMAT.md): the text whose BLAKE3 is the tree digest, and so the identity of content.
 *
 *     shoal-listing 1
 *     bin/tool<TAB>file<TAB>0755<TAB>1234<TAB><64 hex digits>
 *     current<TAB>link<TAB>bin/tool
 *     var/<TAB>dir
 *
 * One line an entry, path first, sorted by the bytes of the path as written: `LC_ALL=C sort -c`, `grep`, `cut -f1`, `diff` and `join`
 * work on it. Tab and LF separate, no control character is allowed in a path or target, so nothing is ever quoted or escaped.
 *
 * Reading is strict: what is accepted is byte for byte what `encodeListing` writes for those entries. Nothing is kept on failure.
 */
import { ShoalError } from "../runtime/errors.ts";
import { blake3 } from "../runtime/blake3.ts";
import type { Digest } from "../runtime/ids.ts";
import { atLine, checkLine, createOrderCheck, formatEntry, LISTING_HEADER, malformed, readLine, type TreeEntry } from "./listing-line.ts";
import { createListing, type Listing } from "./listing-index.ts";
import { MAX_ENTRIES, MAX_LISTING_BYTES, MAX_LISTING_LINE_BYTES } from "./limits.ts";
import type { SymlinkPolicy } from "./paths.ts";

export { formatEntry, type FileMode, type TreeEntry } from "./listing-line.ts";
export type { Listing } from "./listing-index.ts";

export interface ListingLimits {
  /** Defaults: MAX_LISTING_BYTES, MAX_ENTRIES. A signed release's own figures are the better bound. */
  readonly maxBytes?: number | undefined;
  readonly maxEntries?: number | undefined;
  /** Default: no absolute link. `any` only where the tree is not unpacked. */
  readonly allowedSymlinkPrefixes?: SymlinkPolicy | undefined;
}

/** Checks a whole listing and indexes it; keeps `bytes` without copying. Throws E_FORMAT, E_PATH, E_CONFLICT, E_LIMIT, E_TRUNC. */
export function parseListing(bytes: Uint8Array, limits: ListingLimits = {}): Listing {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const maxBytes = limits.maxBytes ?? MAX_LISTING_BYTES;
  if (buffer.length > maxBytes) throw overLimit(`is ${buffer.length} bytes; at most ${maxBytes}`);
  if (!buffer.subarray(0, LISTING_HEADER.length).equals(Buffer.from(LISTING_HEADER))) throw badHeader(buffer);
  if (buffer.at(-1) !== LF) throw new ShoalError("E_TRUNC", "listing: the last line has no end");
  const checker = createChecker(limits);
  const offsets = collectOffsets(buffer, limits.maxEntries ?? MAX_ENTRIES);
  let totalBytes = 0;
  let maxPathBytes = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    const { sizeBytes, pathBytes } = checker.line(buffer.subarray(offsets[i]!, offsets[i + 1]! - 1));
    totalBytes += sizeBytes;
    if (pathBytes > maxPathBytes) maxPathBytes = pathBytes;
  }
  return createListing({ bytes: buffer, offsets, tree: blake3(buffer), totalBytes, maxPathBytes });
}

/** The same checks over chunks as they come, with memory for one line. Throws like parseListing, at the entry that is wrong. */
export async function* readListing(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  limits: ListingLimits = {},
): AsyncGenerator<TreeEntry, void> {
  const checker = createChecker(limits);
  let sawHeader = false;
  for await (const line of splitLines(source, limits.maxBytes ?? MAX_LISTING_BYTES)) {
    if (sawHeader) {
      checker.line(line);
      yield readLine(line);
    } else if (`${line.toString("latin1")}\n` !== LISTING_HEADER) throw badHeader(line);
    sawHeader = true;
  }
  if (!sawHeader) throw new ShoalError("E_TRUNC", "listing: is empty");
}

/** The canonical bytes for entries in any order; checks them. For small trees and tests: a scan writes its listing as it goes. */
export function encodeListing(entries: Iterable<TreeEntry>, limits: ListingLimits = {}): Buffer {
  const lines = Array.from(entries, (entry) => Buffer.from(formatEntry(entry))).sort(Buffer.compare);
  const bytes = Buffer.concat([Buffer.from(LISTING_HEADER), ...lines]);
  parseListing(bytes, limits);
  return bytes;
}

/** Identity of the content: BLAKE3 of the listing's bytes. Doesn't check that they are a listing. */
export function treeDigest(bytes: Uint8Array): Digest {
  return blake3(bytes);
}

const LF = 0x0a;
const TAB = 0x09;

interface CheckedLine {
  /** Of a file; else 0. */
  readonly sizeBytes: number;
  readonly pathBytes: number;
}

function createChecker(limits: ListingLimits): { line(line: Buffer): CheckedLine } {
  const maxEntries = limits.maxEntries ?? MAX_ENTRIES;
  const symlinks = limits.allowedSymlinkPrefixes ?? [];
  const order = createOrderCheck();
  let count = 0;
  let totalBytes = 0;
  return {
    line(line) {
      count++;
      try {
        if (count > maxEntries) throw overLimit(`has more than ${maxEntries} entries`);
        const sizeBytes = checkLine(line, symlinks);
        totalBytes += sizeBytes;
        if (!Number.isSafeInteger(totalBytes)) throw malformed("makes the total size unsafe", "E_LIMIT");
        const pathBytes = line.indexOf(TAB);
        order.next(line.subarray(0, pathBytes));
        return { sizeBytes, pathBytes };
      } catch (error) {
        throw atLine(error, count + 1);
      }
    },
  };
}

/** Start of each line after the header, and the end. */
function collectOffsets(buffer: Buffer, maxEntries: number): Uint32Array {
  let count = 0;
  for (let at = LISTING_HEADER.length; at < buffer.length; at = buffer.indexOf(LF, at) + 1) count++;
  if (count > maxEntries) throw overLimit(`has ${count} entries; at most ${maxEntries}`);
  const offsets = new Uint32Array(count + 1);
  let line = 0;
  for (let at = LISTING_HEADER.length; at < buffer.length; at = buffer.indexOf(LF, at) + 1) offsets[line++] = at;
  offsets[count] = buffer.length;
  return offsets;
}

async function* splitLines(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer, void> {
  let total = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    total += chunk.length;
    if (total > maxBytes) throw overLimit(`is more than ${maxBytes} bytes`);
    // A copy: lines are subarrays of it, and the source may use its chunk again.
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > MAX_LISTING_LINE_BYTES) throw overLimit(`has a line of more than ${MAX_LISTING_LINE_BYTES} bytes`);
  }
  if (rest.length > 0) throw new ShoalError("E_TRUNC", "listing: the last line has no end");
}

function badHeader(start: Buffer): ShoalError {
  const seen = JSON.stringify(start.subarray(0, 32).toString("latin1"));
  return new ShoalError("E_FORMAT", `listing: begins with ${seen}, not with "shoal-listing 1"`, {
    hint: "a newer Shoal wrote it, or it is no listing",
  });
}

function overLimit(why: string): ShoalError {
  return new ShoalError("E_LIMIT", `listing ${why}`);
}
