/**
 * Cuts the raw bytes of an archive into frames, compresses a few at the same time, and writes them in order.
 *
 * Where a frame is cut depends on what is written, never on when: the same input gives the same bytes. Memory: PACK_CONCURRENCY + 1 frames.
 */
import { open, rm, type FileHandle } from "node:fs/promises";
import { blake3, createBlake3 } from "../runtime/blake3.ts";
import type { Digest } from "../runtime/ids.ts";
import type { Frame, FrameItem } from "./frames.ts";
import { FRAME_TARGET_BYTES, PACK_CONCURRENCY } from "./limits.ts";
import { zstdCompress } from "./zstd.ts";

/** Bytes that zstd makes smaller, and bytes it can't: those stand in frames of their own, which cost next to nothing. */
export type FrameClass = "compressed" | "stored";

export interface FrameWriter {
  /** What is written next is of that class; ends the current frame if it is of the other. */
  use(frameClass: FrameClass): Promise<void>;
  /** Raw bytes the current frame still takes; at least 1. */
  room(): number;
  /** Adds raw bytes to the current frame, keeping the buffer. */
  append(bytes: Uint8Array): void;
  /** Says what the bytes appended were. Runs of files that continue one another become one. */
  item(item: FrameItem): void;
  /** Ends the current frame, if it holds anything. Waits while too many are being compressed. */
  cut(): Promise<void>;
  /** Ends the last frame; resolves when all are written. */
  finish(): Promise<readonly Frame[]>;
  /** Adds bytes after the frames, flushes, closes. */
  seal(trailer: Uint8Array): Promise<{ readonly sizeBytes: number; readonly digest: Digest }>;
  /** Closes and removes the file. */
  abandon(): Promise<void>;
}

export async function createFrameWriter(path: string, level: number): Promise<FrameWriter> {
  const file = await open(path, "w");
  const whole = createBlake3();
  const frames: Frame[] = [];
  let position = 0;
  let current = emptyFrame("compressed");
  /** Writes are a chain; each link waits for its own compression and for the link before. */
  const pending: Promise<void>[] = [];
  let chain: Promise<void> = Promise.resolve();

  const write = async (bytes: Uint8Array): Promise<void> => {
    whole.update(bytes);
    await writeAll(file, bytes, position);
    position += bytes.length;
  };
  const cut = async (): Promise<void> => {
    if (current.rawBytes === 0) return;
    const { chunks, items, rawBytes, frameClass } = current;
    current = emptyFrame(frameClass);
    const compressing = zstdCompress(Buffer.concat(chunks, rawBytes), { level: frameClass === "stored" ? STORED_LEVEL : level });
    const before = chain;
    chain = (async () => {
      const [compressed] = await Promise.all([compressing, before]);
      frames.push({ offset: position, compressedBytes: compressed.length, rawBytes, digest: blake3(compressed), items });
      await write(compressed);
    })();
    chain.catch(() => undefined);
    pending.push(chain);
    if (pending.length > PACK_CONCURRENCY) await pending.shift();
  };
  return {
    async use(frameClass) {
      if (current.frameClass === frameClass) return;
      await cut();
      current = emptyFrame(frameClass);
    },
    room: () => Math.max(1, FRAME_TARGET_BYTES - current.rawBytes),
    append(bytes) {
      current.chunks.push(bytes);
      current.rawBytes += bytes.length;
    },
    item: (item) => addItem(current.items, item),
    cut,
    async finish() {
      await cut();
      await chain;
      return frames;
    },
    async seal(trailer) {
      await write(trailer);
      await file.datasync();
      await file.close();
      return { sizeBytes: position, digest: whole.digest() };
    },
    async abandon() {
      await chain.catch(() => undefined);
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

/** Level for what doesn't compress: zstd gives up on each block at once and stores it. */
const STORED_LEVEL = 1;

interface OpenFrame {
  readonly frameClass: FrameClass;
  readonly chunks: Uint8Array[];
  readonly items: FrameItem[];
  rawBytes: number;
}

function emptyFrame(frameClass: FrameClass): OpenFrame {
  return { frameClass, chunks: [], items: [], rawBytes: 0 };
}

function addItem(items: FrameItem[], item: FrameItem): void {
  const last = items.at(-1);
  if (item.kind === "files" && last?.kind === "files" && last.first + last.count === item.first) {
    items[items.length - 1] = { ...last, count: last.count + item.count };
  } else items.push(item);
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}
