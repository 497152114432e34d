/** Random access to content of any size, at the cost of a few chunks of memory. */

export interface ByteView {
  readonly sizeBytes: number;
  /** At most VIEW_READ_BYTES, within the content. Good until the next reading. */
  read(offset: number, length: number): Buffer;
}

/** Most that is read at once. */
export const VIEW_READ_BYTES = 64 * 1024;

export function viewOf(bytes: Buffer): ByteView {
  return { sizeBytes: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Keeps the last few chunks; `load` reads a part. */
export function createChunkView(sizeBytes: number, load: (offset: number, length: number) => Buffer): ByteView {
  /** Most recently used last. */
  const chunks = new Map<number, Buffer>();
  const chunk = (number: number): Buffer => {
    const known = chunks.get(number);
    const offset = number * CHUNK_BYTES;
    const bytes = known ?? load(offset, Math.min(CHUNK_BYTES, sizeBytes - offset));
    if (known !== undefined) chunks.delete(number);
    else if (chunks.size === CHUNKS) chunks.delete(chunks.keys().next().value!);
    chunks.set(number, bytes);
    return bytes;
  };
  return {
    sizeBytes,
    read(offset, length) {
      const first = Math.floor(offset / CHUNK_BYTES);
      const at = offset - first * CHUNK_BYTES;
      const head = chunk(first).subarray(at, at + length);
      return head.length === length ? head : Buffer.concat([head, chunk(first + 1).subarray(0, length - head.length)]);
    },
  };
}

const CHUNK_BYTES = 1024 * 1024;
const CHUNKS = 8;
