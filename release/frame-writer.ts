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
import { releaseMemory } from "./memory.ts";
import { zstdCompress } from "./zstd.ts";

/** Bytes that zstd makes smaller, and bytes it can't: those stand in frames of their own, which cost next to nothing. */
export type FrameClass = "compressed" | "stored";

export interface FrameWriter {
  /** What is written next is of that class; ends the current frame if it is of the other. */
  use(frameClass: FrameClass): Promise<void>;
  /** Raw bytes the current frame still takes; at least 1. */
  room(): number;
  /** Adds a copy of raw bytes to the current frame. */
  append(bytes: Uint8Array): void;
  /** Adds as many bytes to the current frame, to be filled at once. */
  place(length: number): Buffer;
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
  /** Raw bytes of frames that are written: their buffers are used again. */
  const spare: Buffer[] = [];
  let current = emptyFrame("compressed", spare);
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
    const { bytes, items, rawBytes, frameClass } = current;
    current = emptyFrame(frameClass, spare);
    const compressing = zstdCompress(bytes.subarray(0, rawBytes), { level: frameClass === "stored" ? STORED_LEVEL : level });
    const before = chain;
    chain = (async () => {
      const [compressed] = await Promise.all([compressing, before]);
      spare.push(bytes);
      frames.push({ offset: position, compressedBytes: compressed.length, rawBytes, digest: blake3(compressed), items });
      await write(compressed);
      releaseMemory(compressed);
    })();
    chain.catch(() => undefined);
    pending.push(chain);
    if (pending.length > PACK_CONCURRENCY) await pending.shift();
  };
  return {
    async use(frameClass) {
      if (current.frameClass === frameClass) return;
      await cut();
      current = { ...current, frameClass };
    },
    room: () => Math.max(1, FRAME_TARGET_BYTES - current.rawBytes),
    append: (bytes) => void place(current, bytes.length).set(bytes),
    place: (length) => place(current, length),
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
  bytes: Buffer;
  readonly items: FrameItem[];
  rawBytes: number;
}

function emptyFrame(frameClass: FrameClass, spare: Buffer[]): OpenFrame {
  return { frameClass, bytes: spare.pop() ?? Buffer.allocUnsafeSlow(FRAME_TARGET_BYTES), items: [], rawBytes: 0 };
}

/** The next bytes of a frame. Only a patch, which is in one piece, goes beyond FRAME_TARGET_BYTES. */
function place(frame: OpenFrame, length: number): Buffer {
  const end = frame.rawBytes + length;
  if (end > frame.bytes.length) {
    const larger = Buffer.allocUnsafeSlow(end + FRAME_TARGET_BYTES / 8);
    frame.bytes.copy(larger, 0, 0, frame.rawBytes);
    frame.bytes = larger;
  }
  const bytes = frame.bytes.subarray(frame.rawBytes, end);
  frame.rawBytes = end;
  return bytes;
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
