/** Memory of large buffers, given back when they are done with and not when the garbage collector comes to it: it lets 64 MiB of them pile up. */

/** Empties a buffer that nobody else holds a part of, now or later. Small ones, which share their memory with others, are left alone. */
export function releaseMemory(bytes: Uint8Array): void {
  const own = ownMemory(bytes);
  if (own !== null && own.byteLength >= RELEASE_MIN_BYTES) own.buffer.transfer(0);
}

/** The same bytes, if all of their memory is theirs to give away. */
export function ownMemory({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (!(buffer instanceof ArrayBuffer) || buffer.detached || buffer.byteLength > byteLength + RELEASE_SLACK_BYTES) return null;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Far above Buffer.poolSize (8 KiB, allocations of half of it). */
const RELEASE_MIN_BYTES = 64 * 1024;
/** What a decoder was given more than it needed. A buffer with more around it is a part of something. */
const RELEASE_SLACK_BYTES = 64;
