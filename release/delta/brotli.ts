/** Brotli (RFC 7932), for what has no source: text and programs get smaller by it than by zstd's highest level, and are decoded as fast as they are written to disk. */
import { promisify } from "node:util";
import zlib from "node:zlib";
import { ShoalError } from "../../runtime/errors.ts";
import type { DeltaCodec } from "./codec.ts";
import { BROTLI_WINDOW_LOG } from "./limits.ts";

export const brotliCodec: DeltaCodec = {
  name: "brotli",

  async encode(source, target, level) {
    if (source.length > 0) throw new ShoalError("E_PATCH", "brotli knows no source");
    return compress(target, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: level,
        [zlib.constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_LOG,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: target.length,
      },
    });
  },

  async decode(source, patch, targetBytes) {
    if (source.length > 0) throw new ShoalError("E_PATCH", "a brotli patch has no source");
    try {
      // One buffer, no copy: Node's chunks of 16 KiB would be put together.
      const chunkSize = Math.max(64, targetBytes);
      const { buffer: target, engine } = await decompress(patch, { maxOutputLength: Math.max(1, targetBytes), chunkSize, info: true });
      if (target.length !== targetBytes) throw new ShoalError("E_PATCH", `brotli patch makes ${target.length} bytes, not ${targetBytes}`);
      if (engine.bytesWritten === patch.length) return target;
      throw new ShoalError("E_PATCH", `brotli patch: ${patch.length - engine.bytesWritten} bytes follow its end`);
    } catch (error) {
      if (error instanceof ShoalError) throw error;
      throw new ShoalError("E_PATCH", `brotli patch of ${patch.length} bytes: ${(error as Error).message}`, { cause: error });
    }
  },
};

const compress = promisify(zlib.brotliCompress);
/** With how much of the input it took, of which Node's types know nothing. */
const decompress = promisify(zlib.brotliDecompress) as unknown as (
  patch: Uint8Array,
  options: zlib.BrotliOptions,
) => Promise<{ readonly buffer: Buffer; readonly engine: zlib.BrotliDecompress }>;
