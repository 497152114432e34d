/** Builds a listing from entries that come in its order, without an object for each. Refuses with E_LIMIT what would be too large to read. */
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { createListing, type Listing } from "./listing-index.ts";
import { formatEntry, LISTING_HEADER, type TreeEntry } from "./listing-line.ts";
import { MAX_ENTRIES, MAX_LISTING_BYTES } from "./limits.ts";

export interface ListingWriter {
  /** Entries must be valid, sorted and free of conflicts, as a walk yields them: that isn't checked again. */
  add(entry: TreeEntry): void;
  /** Ends the writer. */
  finish(): Listing;
}

export function createListingWriter(): ListingWriter {
  let bytes = Buffer.alloc(64 * 1024);
  let offsets = new Uint32Array(1024);
  let length = bytes.write(LISTING_HEADER);
  let count = 0;
  let totalBytes = 0;
  let maxPathBytes = 0;
  return {
    add(entry) {
      const line = formatEntry(entry);
      const lineBytes = Buffer.byteLength(line);
      if (count === MAX_ENTRIES) throw tooLarge(`more than ${MAX_ENTRIES} entries`);
      if (length + lineBytes > MAX_LISTING_BYTES) throw tooLarge(`a listing of more than ${MAX_LISTING_BYTES} bytes`);
      if (length + lineBytes > bytes.length) bytes = Buffer.concat([bytes], Math.max(bytes.length * 2, length + lineBytes));
      if (count + 2 > offsets.length) offsets = grown(offsets);
      offsets[count++] = length;
      length += bytes.write(line, length);
      if (entry.kind === "file") totalBytes += entry.sizeBytes;
      if (!Number.isSafeInteger(totalBytes)) throw tooLarge("a total size beyond 2^53");
      maxPathBytes = Math.max(maxPathBytes, Buffer.byteLength(entry.path) + (entry.kind === "directory" ? 1 : 0));
    },
    finish() {
      offsets[count] = length;
      const text = bytes.subarray(0, length);
      return createListing({ bytes: text, offsets: offsets.subarray(0, count + 1), tree: blake3(text), totalBytes, maxPathBytes });
    },
  };
}

function grown(offsets: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(offsets.length * 2);
  larger.set(offsets);
  return larger;
}

function tooLarge(what: string): ShoalError {
  return new ShoalError("E_LIMIT", `the tree has ${what}`, { hint: "leave out what isn't needed to run, or split it into several apps" });
}
