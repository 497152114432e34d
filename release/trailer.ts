/**
 * The last bytes of a bundle: a zstd skippable frame with the frame table, the table's length and a mark, so that the table is found from the file's end.
 * Every zstd decoder passes over it.
 */
import { ShoalError } from "../runtime/errors.ts";
import type { ByteSource } from "./bundle.ts";
import { MAX_FRAME_TABLE_BYTES } from "./limits.ts";

/** Around a table. */
export const TRAILER_EXTRA_BYTES = 16;

export function encodeTrailer(frameTable: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(SKIPPABLE_MAGIC, 0);
  head.writeUInt32LE(frameTable.length + 8, 4);
  const foot = Buffer.alloc(8);
  foot.writeUInt32LE(frameTable.length, 0);
  foot.write(MARK, 4, "latin1");
  return Buffer.concat([head, frameTable, foot]);
}

/** The encoded frame table of a complete bundle. Throws E_FORMAT, E_LIMIT or E_TRUNC. */
export async function readTrailer(source: ByteSource): Promise<Uint8Array> {
  const { sizeBytes } = source;
  if (sizeBytes < TRAILER_EXTRA_BYTES) throw new ShoalError("E_TRUNC", `bundle: ${sizeBytes} bytes are no bundle`);
  const foot = Buffer.from(await source.read(sizeBytes - 8, 8));
  if (foot.toString("latin1", 4) !== MARK)
    throw new ShoalError("E_FORMAT", "bundle: no frame table at its end", { hint: "it is cut, or no bundle" });
  const length = foot.readUInt32LE(0);
  if (length > MAX_FRAME_TABLE_BYTES) throw new ShoalError("E_LIMIT", `frame table: ${length} bytes; at most ${MAX_FRAME_TABLE_BYTES}`);
  if (length + TRAILER_EXTRA_BYTES > sizeBytes) throw new ShoalError("E_TRUNC", `bundle: ${sizeBytes} bytes, table of ${length}`);
  const head = Buffer.from(await source.read(sizeBytes - 16 - length, 8));
  if (head.readUInt32LE(0) !== SKIPPABLE_MAGIC || head.readUInt32LE(4) !== length + 8) {
    throw new ShoalError("E_FORMAT", "bundle: the frame table is not in a skippable frame");
  }
  return source.read(sizeBytes - 8 - length, length);
}

/** One of the sixteen of RFC 8878 §3.1.2. */
const SKIPPABLE_MAGIC = 0x184d2a5e;
const MARK = "SHFT";
