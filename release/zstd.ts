/**
 * zstd through Node, one whole frame at a time, on libuv's threads.
 *
 * Node's decoder stops after one frame and says nothing about what follows, and yields nothing for a frame that is cut at a block's end; so
 * both lengths are checked here, and no more memory is given than the frame was announced to need.
 */
import { promisify } from "node:util";
import zlib from "node:zlib";
import { ShoalError } from "../runtime/errors.ts";

export interface CompressOptions {
  readonly level: number;
  /** Default: what zstd takes for the level. */
  readonly windowLog?: number;
  readonly dictionary?: Uint8Array;
}

/** One frame with its content size, without checksum: BLAKE3 covers it. The same input gives the same bytes for one zstd version. */
export function zstdCompress(bytes: Uint8Array, options: CompressOptions): Promise<Buffer> {
  const { ZSTD_c_compressionLevel, ZSTD_c_windowLog } = zlib.constants;
  return compress(bytes, {
    params: {
      [ZSTD_c_compressionLevel]: options.level,
      ...(options.windowLog === undefined ? {} : { [ZSTD_c_windowLog]: options.windowLog }),
    },
    pledgedSrcSize: bytes.length,
    chunkSize: Math.max(64, Math.min(CHUNK_BYTES, boundOf(bytes.length))),
    ...(options.dictionary === undefined ? {} : { dictionary: options.dictionary }),
  }) as Promise<Buffer>;
}

export interface DecompressOptions {
  /** Exactly as many bytes must come out. */
  readonly rawBytes: number;
  /** More window than this is refused. */
  readonly maxWindowLog: number;
  readonly dictionary?: Uint8Array;
  /** For messages: `frame 3`. */
  readonly what: string;
}

/** Throws E_FORMAT for what is no single frame of that length, E_TRUNC where it is cut. */
export async function zstdDecompress(bytes: Uint8Array, options: DecompressOptions): Promise<Buffer> {
  return check(bytes, options, await run(bytes, options));
}

/** For small things, at once. As zstdDecompress. */
export function zstdDecompressSync(bytes: Uint8Array, options: DecompressOptions): Buffer {
  checkMagic(bytes, options);
  let result: unknown;
  try {
    result = zlib.zstdDecompressSync(bytes, settingsOf(options));
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, options);
  }
  return check(bytes, options, consumption(result));
}

interface Decompressed {
  readonly buffer: Buffer;
  readonly consumedBytes: number;
}

function check(bytes: Uint8Array, options: DecompressOptions, { buffer, consumedBytes }: Decompressed): Buffer {
  if (consumedBytes !== bytes.length) throw bad(options.what, `has ${bytes.length - consumedBytes} bytes after its end`);
  if (buffer.length !== options.rawBytes) throw bad(options.what, `unpacks to ${buffer.length} bytes, not ${options.rawBytes}`);
  return buffer;
}

type CompressFunction = (buffer: Uint8Array, options: zlib.ZstdOptions) => Promise<Buffer>;
const compress = promisify(zlib.zstdCompress) as CompressFunction;
/** Of output: each is a round trip to this thread, with Node's 16 KiB hundreds a frame. */
const CHUNK_BYTES = 1024 * 1024;
/** What bytes that don't compress come to: 3 bytes a block of 128 KiB, and a header. */
const boundOf = (rawBytes: number): number => rawBytes + (rawBytes >> 8) + 128;
const ZSTD_MAGIC = 0xfd2fb528;

function checkMagic(bytes: Uint8Array, options: DecompressOptions): void {
  // Node returns nothing, and no error, where a skippable frame or less than a header comes first.
  if (bytes.length < 4) throw new ShoalError("E_TRUNC", `${options.what}: ${bytes.length} bytes are no zstd frame`);
  if (Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32LE() !== ZSTD_MAGIC) throw bad(options.what, "is no zstd frame");
}

function settingsOf(options: DecompressOptions): zlib.ZstdOptions {
  return {
    info: true,
    // One buffer, no copy; one byte more shows what would be too much.
    chunkSize: Math.max(64, options.rawBytes + 1),
    maxOutputLength: options.rawBytes + 1,
    params: { [zlib.constants.ZSTD_d_windowLogMax]: options.maxWindowLog },
    ...(options.dictionary === undefined ? {} : { dictionary: options.dictionary }),
  };
}

/** Of what Node answers to `info: true`. */
function consumption(result: unknown): Decompressed {
  const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
  return { buffer, consumedBytes: engine.bytesWritten };
}

async function run(bytes: Uint8Array, options: DecompressOptions): Promise<Decompressed> {
  checkMagic(bytes, options);
  return new Promise((resolve, reject) => {
    zlib.zstdDecompress(bytes, settingsOf(options), (error, result) => {
      if (error !== null) reject(explain(error, options));
      else resolve(consumption(result));
    });
  });
}

function explain(error: NodeJS.ErrnoException, options: DecompressOptions): ShoalError {
  if (error.code === "ERR_BUFFER_TOO_LARGE") return bad(options.what, `unpacks to more than the announced ${options.rawBytes} bytes`);
  if (error.code === "Z_BUF_ERROR") return new ShoalError("E_TRUNC", `${options.what}: cut: its end is missing`, { cause: error });
  return bad(options.what, `is damaged: ${error.message}`, error);
}

function bad(what: string, why: string, cause?: unknown): ShoalError {
  return new ShoalError("E_FORMAT", `${what}: ${why}`, { cause });
}
