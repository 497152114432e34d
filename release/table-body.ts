/** The body of a frame table as it travels: as it is, or compressed. Brotli is written: it takes a seventh less than zstd's highest level; tables of zstd are read. */
import zlib from "node:zlib";
import { ShoalError } from "../runtime/errors.ts";
import { zstdDecompressSync } from "./zstd.ts";

/** Added to a table's kind, by how its body is compressed. */
export const AS_IT_IS = 0;
const ZSTD = 2;
const BROTLI = 4;
export type TableCoding = typeof AS_IT_IS | typeof ZSTD | typeof BROTLI;

export function squeeze(body: Uint8Array): { readonly coding: TableCoding; readonly bytes: Uint8Array } {
  const bytes = zlib.brotliCompressSync(body, { params: { [zlib.constants.BROTLI_PARAM_LGWIN]: WINDOW_LOG } });
  return { coding: BROTLI, bytes };
}

/** Throws E_FORMAT or E_TRUNC unless it is exactly one stream of `rawBytes`. */
export function unsqueeze(bytes: Uint8Array, coding: Exclude<TableCoding, typeof AS_IT_IS>, rawBytes: number): Uint8Array {
  if (coding === ZSTD) return zstdDecompressSync(bytes, { rawBytes, maxWindowLog: WINDOW_LOG, what: "frame table" });
  const { body, usedBytes } = decompress(bytes, rawBytes);
  if (body.length !== rawBytes) throw new ShoalError("E_FORMAT", `frame table: ${body.length} bytes where ${rawBytes} are announced`);
  if (usedBytes !== bytes.length) throw new ShoalError("E_FORMAT", `frame table: ${bytes.length - usedBytes} bytes after its end`);
  return body;
}

/** 2 MiB: a table has no more. */
const WINDOW_LOG = 21;

function decompress(bytes: Uint8Array, rawBytes: number): { readonly body: Buffer; readonly usedBytes: number } {
  try {
    // With how much of the input it took, of which Node's types know nothing.
    const options = { maxOutputLength: Math.max(1, rawBytes), info: true };
    const { buffer, engine } = zlib.brotliDecompressSync(bytes, options) as unknown as { buffer: Buffer; engine: zlib.BrotliDecompress };
    return { body: buffer, usedBytes: engine.bytesWritten };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ShoalError(code === "Z_BUF_ERROR" ? "E_TRUNC" : "E_FORMAT", `frame table: ${message}`, { cause: error });
  }
}
