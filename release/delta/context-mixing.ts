/**
 * Context mixing (mixing/model.ts): smallest for text and programs that changed in many places, at 3 µs for each byte that its source doesn't tell, to encode and to
 * decode. A patch is one byte, 0 for text and 1 for code, and the arithmetic code. In threads of its own.
 */
import { ShoalError } from "../../runtime/errors.ts";
import { releaseMemory } from "../memory.ts";
import type { DeltaCodec } from "./codec.ts";
import { createJobThread, type Job, type JobThread } from "./job-thread.ts";
import {
  MAX_WINDOW_SOURCE_BYTES,
  MAX_WINDOW_TARGET_BYTES,
  MIXING_SOURCE_FREE_BYTES,
  MIXING_SOURCE_RATIO,
  MIXING_THREADS,
  MIXING_TIMEOUT_MS,
  THREAD_IDLE_MS,
} from "./limits.ts";
import { matterOf, type Matter } from "./matter.ts";

export const contextMixingCodec: DeltaCodec = {
  name: "context-mixing",

  async encode(source, target) {
    checkSizes(source.length, target.length);
    const matter = matterOf(target);
    const history = join(source, target.length);
    history.set(target, source.length);
    const code = await leastBusy().run({ kind: "encode", history, sourceBytes: source.length, matter, code: null }, [history.buffer]);
    return Buffer.concat([Buffer.from([MATTERS.indexOf(matter)]), code]);
  },

  async decode(source, patch, targetBytes) {
    checkSizes(source.length, targetBytes);
    const matter = MATTERS[patch[0] ?? MATTERS.length];
    if (matter === undefined) throw new ShoalError("E_PATCH", "context-mixing patch: it is neither of text nor of code");
    const history = join(source, targetBytes);
    const sourceBytes = source.length;
    releaseMemory(source);
    // Of its own: posting a part of a frame would copy the whole frame.
    const code = Uint8Array.from(patch.subarray(1));
    return threads[0]!.run({ kind: "decode", history, sourceBytes, matter, code }, [history.buffer, code.buffer]);
  },
};

/** What the worker is told. */
export interface MixingJob extends Job {
  /** Source and target; where it decodes, room for the target. */
  readonly history: Uint8Array;
  readonly sourceBytes: number;
  readonly matter: Matter;
  /** Null where it encodes. */
  readonly code: Uint8Array | null;
}

/** By their number in a patch. */
const MATTERS: readonly Matter[] = ["text", "code"];

const threads: readonly JobThread<MixingJob, Uint8Array>[] = Array.from({ length: MIXING_THREADS }, () =>
  createJobThread({
    url: new URL("./context-mixing-worker.ts", import.meta.url),
    name: "context-mixing",
    timeoutMs: MIXING_TIMEOUT_MS,
    idleMs: THREAD_IDLE_MS,
  }),
);

function leastBusy(): JobThread<MixingJob, Uint8Array> {
  return threads.toSorted((a, b) => a.pending - b.pending)[0]!;
}

function join(source: Uint8Array, targetBytes: number): Uint8Array<ArrayBuffer> {
  const history = new Uint8Array(source.length + targetBytes);
  history.set(source);
  return history;
}

function checkSizes(sourceBytes: number, targetBytes: number): void {
  if (sourceBytes > MIXING_SOURCE_FREE_BYTES + targetBytes * MIXING_SOURCE_RATIO)
    throw new ShoalError("E_PATCH", `context-mixing: a source of ${sourceBytes} bytes is too much for a target of ${targetBytes}`);
  if (sourceBytes <= MAX_WINDOW_SOURCE_BYTES && targetBytes <= MAX_WINDOW_TARGET_BYTES) return;
  const limits = `${MAX_WINDOW_SOURCE_BYTES} and ${MAX_WINDOW_TARGET_BYTES}`;
  throw new ShoalError("E_LIMIT", `context-mixing: source of ${sourceBytes} and target of ${targetBytes} bytes; at most ${limits}`);
}
