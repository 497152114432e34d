/** Builds a listing from entries that come in its order, without an object for each. Refuses with E_LIMIT what would be too large to read. */
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { createListing, type Listing } from "./listing-index.ts";
import { formatEntry, LISTING_HEADER, type TreeEntry } from "./listing-line.ts";
import { MAX_ENTRIES, MAX_LISTING_BYTES } from "./limits.ts";

export interface ListingWriter {
  /** Entries must be valid, sorted and free of conflicts, as a walk yields them: that isn't checked again. */
  add(entry: TreeEntry): void;
  /** Lines of files, from a listing that was written before, and the sum of their sizes. */
  addFileLines(lines: Buffer, sizeBytes: number): void;
  /** Ends the writer. */
  finish(): Listing;
}

/** A listing of `expectedBytes` needs no growth. */
export function createListingWriter(expectedBytes = 0): ListingWriter {
  let bytes = Buffer.allocUnsafeSlow(Math.max(64 * 1024, expectedBytes));
  let offsets = new Uint32Array(1024);
  let length = bytes.write(LISTING_HEADER);
  let count = 0;
  let totalBytes = 0;
  let maxPathBytes = 0;
  const reserve = (lineBytes: number): void => {
    if (count >= MAX_ENTRIES) throw tooLarge(`more than ${MAX_ENTRIES} entries`);
    if (length + lineBytes > MAX_LISTING_BYTES) throw tooLarge(`a listing of more than ${MAX_LISTING_BYTES} bytes`);
    if (length + lineBytes > bytes.length) bytes = grownBytes(bytes, length + lineBytes);
    if (count + 2 > offsets.length) offsets = grown(offsets);
    offsets[count++] = length;
  };
  const measure = (pathBytes: number, sizeBytes: number): void => {
    maxPathBytes = Math.max(maxPathBytes, pathBytes);
    totalBytes += sizeBytes;
    if (!Number.isSafeInteger(totalBytes)) throw tooLarge("a total size beyond 2^53");
  };
  return {
    add(entry) {
      const line = formatEntry(entry);
      reserve(Buffer.byteLength(line));
      length += bytes.write(line, length);
      measure(Buffer.byteLength(entry.path) + (entry.kind === "directory" ? 1 : 0), entry.kind === "file" ? entry.sizeBytes : 0);
    },
    addFileLines(lines, sizeBytes) {
      for (let at = 0; at < lines.length;) {
        const end = lines.indexOf(LF, at) + 1;
        reserve(end - at);
        length += lines.copy(bytes, length, at, end);
        measure(lines.indexOf(TAB, at) - at, 0);
        at = end;
      }
      measure(0, sizeBytes);
    },
    finish() {
      offsets[count] = length;
      const text = bytes.subarray(0, length);
      return createListing({ bytes: text, offsets: offsets.subarray(0, count + 1), tree: blake3(text), totalBytes, maxPathBytes });
    },
  };
}

const TAB = 0x09;
const LF = 0x0a;

/** Not Buffer.concat: that touches the unused half, too. */
function grownBytes(bytes: Buffer<ArrayBuffer>, atLeast: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, atLeast));
  bytes.copy(larger);
  return larger;
}

function grown(offsets: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(offsets.length * 2);
  larger.set(offsets);
  return larger;
}

function tooLarge(what: string): ShoalError {
  return new ShoalError("E_LIMIT", `the tree has ${what}`, { hint: "leave out what isn't needed to run, or split it into several apps" });
}
