/** Whether what a file holds is compressed already, by samples of its beginning, middle and end: archives, images, and what is encrypted. */
import zlib from "node:zlib";
import type { ContentReader } from "./content-reader.ts";
import { DENSE_QUALITY } from "./delta/limits.ts";
import { DENSE_RATIO, OVERLAY_STORED_MIN_BYTES, SAMPLE_BYTES, STORED_MIN_BYTES, STORED_RATIO } from "./limits.ts";
import type { FileEntry } from "./unpack-plan.ts";

/** `stored`: nothing makes it smaller; `dense`: a fast coder of entropy takes a few percent. */
export type Compressibility = "stored" | "dense" | "compressed";

/** Of a file of an overlay. */
export function compressibility(entry: FileEntry, content: ContentReader): Compressibility {
  if (entry.sizeBytes < OVERLAY_STORED_MIN_BYTES || !hardlyCompresses(entry, content)) return "compressed";
  return ratioOf(entry, content, (sample) => zlib.brotliCompressSync(sample, BROTLI_OPTIONS)) > DENSE_RATIO ? "stored" : "dense";
}

/** Of a file that is sent as it is: whether it goes into frames that aren't compressed. */
export function isStored(entry: FileEntry, content: ContentReader): boolean {
  return entry.sizeBytes >= STORED_MIN_BYTES && hardlyCompresses(entry, content);
}

function hardlyCompresses(entry: FileEntry, content: ContentReader): boolean {
  return ratioOf(entry, content, (sample) => zlib.zstdCompressSync(sample, ZSTD_OPTIONS)) > STORED_RATIO;
}

const ZSTD_OPTIONS = { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } };
const BROTLI_OPTIONS = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: DENSE_QUALITY } };

function ratioOf(entry: FileEntry, content: ContentReader, compress: (sample: Uint8Array) => Uint8Array): number {
  const length = Math.min(SAMPLE_BYTES, Math.floor(entry.sizeBytes / 3));
  const last = entry.sizeBytes - length;
  const samples = [0, Math.floor(last / 2), last].map((offset) => content.part(entry, offset, length));
  return samples.reduce((sum, sample) => sum + compress(sample).length, 0) / (samples.length * length);
}
