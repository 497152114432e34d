/**
 * Writes the whole files of decoded frames, on this thread and one more at a time: making a file costs the kernel several times what decoding it costs us.
 * A frame goes to the thread when that has nothing to do, else it is written here.
 */
import { availableParallelism } from "node:os";
import type { Contents } from "./contents.ts";
import { blankNumber } from "./blanks.ts";
import { THREAD_YOUNG_MIB, WRITE_INLINE_FILES, WRITE_THREAD_FILES_MIN } from "./limits.ts";
import type { Listing } from "./listing.ts";
import { ownMemory, releaseMemory } from "./memory.ts";
import type { Staging } from "./staging.ts";
import { startThread, type Thread } from "./thread.ts";
import type { FrameSink } from "./unpack-frame.ts";
import { fileAt, type Bodies, type PlannedFrame } from "./unpack-plan.ts";
import type { WriteJob, Written } from "./write-batch.ts";

export interface WholeFile {
  /** In the listing. */
  readonly number: number;
  /** Where in the raw frame. */
  readonly at: number;
}

export interface FileWriter {
  /** Verifies and writes files of one frame. The frame's memory may be another's afterwards. Throws E_DIGEST and errors of the file system. */
  write(raw: Buffer, files: readonly WholeFile[], onWritten: (number: number, sizeBytes: number) => void): Promise<void>;
  close(): Promise<void>;
}

export interface FileWriterOptions {
  readonly root: string;
  readonly listing: Listing;
  readonly contents: Contents;
  readonly staging: Staging;
  /** All that are to come. */
  readonly frames: readonly PlannedFrame[];
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
}

export function createFileWriter(options: FileWriterOptions): FileWriter {
  const { listing, contents, staging, pause } = options;
  const threaded = countWhole(options.frames) > WRITE_INLINE_FILES && availableParallelism() > 1;
  let thread: Thread<WriteJob, Written> | null = null;
  let busy = false;

  async function writeHere(
    raw: Uint8Array,
    files: readonly WholeFile[],
    onWritten: (number: number, sizeBytes: number) => void,
  ): Promise<void> {
    for (const { number, at } of files) {
      const { sizeBytes } = fileAt(listing, number, "the tree");
      staging.writeWhole(number, raw.subarray(at, at + sizeBytes));
      onWritten(number, sizeBytes);
      await pause();
    }
  }

  async function writeThere(raw: Uint8Array<ArrayBuffer>, files: readonly WholeFile[]): Promise<Written> {
    thread ??= startThread<WriteJob, Written>(new URL("./write-worker.ts", import.meta.url), THREAD_YOUNG_MIB);
    busy = true;
    try {
      return await thread.run({ root: options.root, raw, files: files.map((file) => place(listing, file)) }, [raw.buffer]);
    } finally {
      busy = false;
    }
  }

  return {
    async write(raw, files, onWritten) {
      const whole = ownMemory(raw);
      if (!threaded || busy || whole === null || files.length < WRITE_THREAD_FILES_MIN) return writeHere(raw, files, onWritten);
      const { raw: back, digests } = await writeThere(whole, files);
      const left = files.filter(({ number }, index) => {
        const digest = digests[index] ?? null;
        if (digest === null) return true;
        const entry = fileAt(listing, number, "the tree");
        contents.settle(entry, digest);
        onWritten(number, entry.sizeBytes);
        return false;
      });
      await writeHere(back, left, onWritten);
      releaseMemory(back);
    },
    async close() {
      await thread?.close();
    },
  };
}

interface Gathering {
  readonly whole: WholeFile[];
  readonly isDone: Uint8Array;
  readonly bodies: Bodies;
}

/** Files that stand whole in the raw frame are written together, once it was looked through. */
export function gatherWhole(sink: FrameSink, { whole, isDone, bodies }: Gathering): FrameSink {
  return {
    ...sink,
    file(number, bytes, at) {
      if (at === null || bodies.has(number)) return sink.file(number, bytes, at);
      if (isDone[number] === 0) whole.push({ number, at });
    },
  };
}

function place(listing: Listing, { number, at }: WholeFile): WriteJob["files"][number] {
  const { path, mode, sizeBytes, digest } = fileAt(listing, number, "the tree");
  return { path, mode, at, sizeBytes, digest: blankNumber(digest) === null ? digest : null };
}

function countWhole(frames: readonly PlannedFrame[]): number {
  const items = frames.flatMap(({ frame }) => frame.items);
  return items.reduce((sum, item) => sum + (item.kind === "files" ? item.count : 0), 0);
}
