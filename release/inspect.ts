/** Looks into a bundle file without unpacking it: for `shoal bundle show`, and to describe a file that is there already. */
import { open } from "node:fs/promises";
import { hashFile } from "../runtime/blake3.ts";
import type { BundleInfo, ByteSource } from "./bundle.ts";
import { ShoalError } from "../runtime/errors.ts";
import { decodeFrameTable, framesBytes, type FrameTable } from "./frames.ts";
import { readTarHeader, TAR_END_BYTES, tarPadding, type TarEntry } from "./tar.ts";
import { readTrailer, TRAILER_EXTRA_BYTES } from "./trailer.ts";
import { readFrame } from "./unpack-frame.ts";

export interface BundleFile {
  readonly info: BundleInfo;
  readonly table: FrameTable;
  readonly source: ByteSource;
  close(): Promise<void>;
}

/** Reads the file once, for its digest. Throws E_FORMAT, E_TRUNC, E_LIMIT, E_VERSION, errors of the file system. */
export async function openBundleFile(path: string): Promise<BundleFile> {
  const file = await open(path, "r");
  try {
    const sizeBytes = (await file.stat()).size;
    const read = async (offset: number, length: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    const source: ByteSource = { sizeBytes, read };
    const frameTable = await readTrailer(source);
    const table = decodeFrameTable(frameTable);
    if (framesBytes(table) + frameTable.length + TRAILER_EXTRA_BYTES !== sizeBytes) {
      throw new ShoalError("E_FORMAT", `bundle: its frames and table don't make up its ${sizeBytes} bytes`);
    }
    const { kind, fromTree, toTree, formatVersion, codecs } = table;
    const info = { kind, digest: await hashFile(path), sizeBytes, fromTree, toTree, formatVersion, codecs, frameTable };
    return { info, table, source, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

export interface ShownEntry extends TarEntry {
  /** Number of the frame in which it begins. */
  readonly frame: number;
}

/** The archive's entries, in order: the path of a whole file, `.shoal/listing`, or `.shoal/patch/<n>` with its codec and source. Decodes every frame; one at a time. */
export async function* readEntries({ table, source }: Pick<BundleFile, "table" | "source">): AsyncGenerator<ShownEntry, void> {
  let skipBytes = 0;
  for (const [frame, planned] of table.frames.entries()) {
    const raw = await readFrame(source, { frame: planned, firstPatch: 0 });
    const isLast = frame === table.frames.length - 1;
    const end = isLast ? raw.length - TAR_END_BYTES : raw.length;
    while (skipBytes < end) {
      const { contentAt, ...entry } = readTarHeader(raw, skipBytes);
      yield { ...entry, frame };
      skipBytes = contentAt + entry.sizeBytes + tarPadding(entry.sizeBytes);
    }
    skipBytes -= raw.length;
  }
}
