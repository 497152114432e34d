/**
 * Blanks: what an overlay brings is hashed by whoever unpacks it, so its listing need not say the digests of that, which don't compress. In the listing as it travels their place
 * is taken by the number of the content, from 1 in the order in which contents first stand there, as 64 digits: 56 zeros, as no BLAKE3 of anything known has. The listing is as long
 * as the true one, and numbers tell contents apart as digests do. When all contents are there, the digests are filled in, and the whole must be the tree that was signed.
 */
import { ShoalError } from "../runtime/errors.ts";
import type { Digest } from "../runtime/ids.ts";
import { formatEntry } from "./listing-line.ts";
import type { Listing } from "./listing.ts";

const ZEROS = "0".repeat(56);
/** What no listing without blanks has, but for a symlink that leads to such a name. */
export const BLANK_MARK = Buffer.from(`\t${ZEROS}`);

/** The listing as it travels. `numbers`: of the files whose contents travel, the first of each content, ascending. */
export function leaveBlanks(listing: Listing, numbers: readonly number[]): Buffer {
  const bytes = Buffer.from(listing.bytes);
  const blanks = new Map(numbers.map((number, i) => [digestAt(listing, number), blank(i + 1)]));
  if (blanks.size === 0) return bytes;
  let at = listing.bytes.length - listing.lines(0, listing.count).length;
  for (let number = 0; number < listing.count; number++) {
    at += listing.lines(number, 1).length;
    const entry = listing.entry(number);
    const put = entry.kind === "file" ? blanks.get(entry.digest) : undefined;
    if (put !== undefined) bytes.write(put, at - 1 - DIGITS, "latin1");
  }
  return bytes;
}

/** The number of a content whose digest was left out; null for a digest. */
export function blankNumber(digest: Digest): number | null {
  return digest.startsWith(ZEROS) ? Number.parseInt(digest.slice(ZEROS.length), 16) : null;
}

/** Of a listing that may have blanks. Throws E_FORMAT unless they are numbered from 1 in their order. */
export function countBlanks(listing: Listing): number {
  let count = 0;
  for (const { number } of findBlanks(listing)) {
    if (number === count + 1) count++;
    else if (number < 1 || number > count) throw new ShoalError("E_FORMAT", `listing: blank ${number} after ${count} others`);
  }
  return count;
}

/** Throws E_FORMAT unless the bundle brings each of them: nowhere else could it be found. `isSent`: 1 by a file's number. */
export function checkBlanks(listing: Listing, blanks: number, isSent: Uint8Array): void {
  for (let number = 1; number <= blanks; number++) {
    if (isSent[listing.findDigest(blank(number))] === 1) continue;
    throw new ShoalError("E_FORMAT", `listing: it doesn't tell the digest of content ${number}, which the bundle doesn't bring`);
  }
}

/** Writes the digests into the listing's own bytes: what was read of it before is not true any more. */
export function fillBlanks(listing: Listing, digests: readonly Digest[]): Listing {
  for (const { at, number } of [...findBlanks(listing)]) listing.bytes.write(digests[number - 1]!, at, "latin1");
  return listing.readAgain();
}

const DIGITS = 64;
const TAB = 0x09;
const LF = 0x0a;

function blank(number: number): Digest {
  return number.toString(16).padStart(DIGITS, "0") as Digest;
}

interface Blank {
  readonly number: number;
  /** Byte of the listing at which the digits begin. */
  readonly at: number;
}

/** Most listings are long, and blanks are few. */
function* findBlanks({ bytes }: Listing): Generator<Blank> {
  for (let tab = bytes.indexOf(BLANK_MARK); tab !== -1; tab = bytes.indexOf(BLANK_MARK, tab + 1)) {
    const start = bytes.lastIndexOf(LF, tab) + 1;
    // A symlink may lead to a name of zeros.
    const isFile = bytes.toString("latin1", bytes.indexOf(TAB, start) + 1, bytes.indexOf(TAB, start) + 6) === "file\t";
    const at = tab + 1;
    if (isFile && bytes[at + DIGITS] === LF)
      yield { number: Number.parseInt(bytes.toString("latin1", at + ZEROS.length, at + DIGITS), 16), at };
  }
}

function digestAt(listing: Listing, number: number): Digest {
  const entry = listing.entry(number);
  if (entry.kind !== "file") throw new RangeError(`entry ${number} is no file: ${formatEntry(entry)}`);
  return entry.digest;
}
