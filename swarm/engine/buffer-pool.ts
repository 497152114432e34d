/**
 * Reused buffers of a few exact sizes. Without it each block is 128 KiB of new external memory, and V8 marks its whole heap every
 * few dozen of them: a third of the engine's CPU in a profile.
 *
 * A buffer that is not given back is simply collected; one that is given back twice is ignored the second time.
 */

export interface BufferPool {
  /** Uninitialised memory of exactly this size, of its own ArrayBuffer. */
  take(sizeBytes: number): Buffer;
  /** Takes a buffer, or any view of one, back; others are ignored. The caller must not touch it again. */
  give(view: Uint8Array): void;
}

export function createBufferPool({ keepBytesMax }: { readonly keepBytesMax: number }): BufferPool {
  const free = new Map<number, Buffer[]>();
  const lent = new WeakMap<ArrayBufferLike, Buffer>();
  let keptBytes = 0;
  return {
    take(sizeBytes) {
      const kept = free.get(sizeBytes)?.pop();
      if (kept !== undefined) keptBytes -= sizeBytes;
      const buffer = kept ?? Buffer.allocUnsafeSlow(sizeBytes);
      lent.set(buffer.buffer, buffer);
      return buffer;
    },
    give(view) {
      const buffer = lent.get(view.buffer);
      if (buffer === undefined) return;
      lent.delete(view.buffer);
      if (keptBytes + buffer.length > keepBytesMax) return;
      keptBytes += buffer.length;
      const list = free.get(buffer.length);
      if (list === undefined) free.set(buffer.length, [buffer]);
      else list.push(buffer);
    },
  };
}
