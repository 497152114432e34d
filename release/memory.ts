/** Memory of large buffers, given back when they are done with and not when the garbage collector comes to it: it lets 64 MiB of them pile up. */

/** Empties a buffer that nobody else holds a part of, now or later. Small ones, which share their memory with others, are left alone. */
export function releaseMemory(bytes: Uint8Array): void {
  const { buffer, byteLength } = bytes;
  if (byteLength < RELEASE_MIN_BYTES || !(buffer instanceof ArrayBuffer) || buffer.byteLength > byteLength + RELEASE_SLACK_BYTES) return;
  buffer.transfer(0);
}

/** Far above Buffer.poolSize (8 KiB, allocations of half of it). */
const RELEASE_MIN_BYTES = 64 * 1024;
/** What a decoder was given more than it needed. A buffer with more around it is a part of something. */
const RELEASE_SLACK_BYTES = 64;
