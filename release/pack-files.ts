/** Writes the parts of a bundle's archive into frames: listing, whole files, patches, end. */
import { blake3 } from "../runtime/blake3.ts";
import { isStored } from "./compressibility.ts";
import type { ContentReader } from "./content-reader.ts";
import type { FrameWriter } from "./frame-writer.ts";
import { LISTING, type Range } from "./frames.ts";
import type { Listing, TreeEntry } from "./listing.ts";
import { FRAME_TARGET_BYTES, STORED_MIN_BYTES } from "./limits.ts";
import type { Made } from "./made.ts";
import { releaseMemory } from "./memory.ts";
import { inPackingOrder } from "./packing-order.ts";
import { LISTING_NAME, patchName, TAR_END_BYTES, tarPadding, writeTarHeader } from "./tar.ts";

export interface PatchPart {
  readonly codec: string;
  readonly source: Uint8Array;
  readonly patch: Uint8Array;
  readonly targets: readonly Range[];
  readonly sources: readonly Range[];
  readonly reach: number | null;
}

export interface TreeWriter {
  /** The whole listing (of a base), in frames of its own: it is wanted before all else. */
  listing(): Promise<void>;
  /** Whole files by number in the listing, in packing order: those that compress first, then the others. */
  files(numbers: readonly number[], content: ContentReader): Promise<void>;
  patch(part: PatchPart): Promise<void>;
  /** A file's copies: patches make its body only. */
  copies(made: Made): void;
  /** Ends the current frame where enough is in it to be worth fetching first. */
  endListing(): Promise<void>;
  end(): void;
  /** Names of the codecs used, sorted. */
  codecs(): string[];
  /** Files with copies, by number. */
  made(): Made[];
}

export function createTreeWriter(frames: FrameWriter, listing: Listing): TreeWriter {
  const codecs = new Set<string>();
  const made: Made[] = [];
  let patches = 0;
  return {
    async listing() {
      await frames.use("compressed");
      frames.append(await writeTarHeader({ path: LISTING_NAME, mode: 0o644, sizeBytes: listing.bytes.length }));
      await writeSlices(frames, LISTING, { sizeBytes: listing.bytes.length, pieces: piecesOf(listing.bytes, frames) });
      if (listing.bytes.length > LISTING_ALONE_BYTES) await frames.cut();
    },
    async files(numbers, content) {
      const stored: number[] = [];
      await frames.use("compressed");
      for (const number of inPackingOrder(numbers, listing)) {
        const entry = fileEntry(listing, number);
        if (isStored(entry, content)) stored.push(number);
        else await writeFile(frames, { number, entry, content });
      }
      if (stored.length > 0) await frames.use("stored");
      for (const number of stored) await writeFile(frames, { number, entry: fileEntry(listing, number), content });
    },
    copies: (file) => void made.push(file),
    made: () => made.sort((a, b) => a.entry - b.entry),
    async patch({ codec, source, patch, targets, sources, reach }) {
      codecs.add(codec);
      await frames.use(codec !== "xdelta3" && patch.length > STORED_MIN_BYTES ? "stored" : "compressed");
      const records = { codec, source: blake3(source) };
      const header = await writeTarHeader({ path: patchName(patches++), mode: 0o644, sizeBytes: patch.length, patch: records });
      if (header.length + patch.length > frames.room()) await frames.cut();
      frames.append(header);
      frames.append(patch);
      frames.append(Buffer.alloc(tarPadding(patch.length)));
      frames.item({ kind: "patch", sizeBytes: patch.length, targets, sources, reach });
    },
    async endListing() {
      if (FRAME_TARGET_BYTES - frames.room() > LISTING_ALONE_BYTES) await frames.cut();
    },
    end() {
      frames.append(Buffer.alloc(TAR_END_BYTES));
      frames.item({ kind: "end" });
    },
    codecs: () => [...codecs].sort(),
  };
}

type FileEntry = TreeEntry & { readonly kind: "file" };

/** A listing above this size is fetched, and its frame decoded, before the files; below, a frame of its own would cost more than it saves. */
const LISTING_ALONE_BYTES = 64 * 1024;
/** A file up to this size isn't spread over two frames. */
const WHOLE_MAX_BYTES = FRAME_TARGET_BYTES / 8;

interface FileToWrite {
  readonly number: number;
  readonly entry: FileEntry;
  readonly content: ContentReader;
}

async function writeFile(frames: FrameWriter, { number, entry, content }: FileToWrite): Promise<void> {
  const header = await writeTarHeader(entry);
  const total = header.length + entry.sizeBytes + tarPadding(entry.sizeBytes);
  if (total > frames.room() && (entry.sizeBytes <= WHOLE_MAX_BYTES || frames.room() < 2 * header.length)) await frames.cut();
  frames.append(header);
  if (total > frames.room() + header.length) {
    return writeSlices(frames, number, { sizeBytes: entry.sizeBytes, pieces: content.pieces(entry, () => frames.room()) });
  }
  content.whole(entry, frames.place(entry.sizeBytes));
  frames.append(Buffer.alloc(tarPadding(entry.sizeBytes)));
  frames.item({ kind: "files", first: number, count: 1 });
}

interface Sliced {
  readonly sizeBytes: number;
  /** Each no longer than the room in the current frame. */
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** The header is written. The padding stands with the last slice. */
async function writeSlices(frames: FrameWriter, entry: number, { sizeBytes, pieces }: Sliced): Promise<void> {
  let offset = 0;
  for await (const piece of pieces) {
    const { length } = piece;
    frames.append(piece);
    // Of a file: nobody else has it. The listing's are parts of the listing.
    if (entry !== LISTING) releaseMemory(piece);
    frames.item({ kind: "slice", entry, offset, length });
    offset += length;
    if (offset < sizeBytes) await frames.cut();
    else frames.append(Buffer.alloc(tarPadding(sizeBytes)));
  }
}

function* piecesOf(bytes: Uint8Array, frames: FrameWriter): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + frames.room());
    at += piece.length;
    yield piece;
  }
}

function fileEntry(listing: Listing, number: number): FileEntry {
  const entry = listing.entry(number);
  if (entry.kind !== "file") throw new RangeError(`entry ${number} is no file`);
  return entry;
}
