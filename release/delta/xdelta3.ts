/**
 * VCDIFF (RFC 3284) by xdelta3, as WebAssembly. Best where long stretches are unchanged: two bytes changed in 8 MiB cost 43 bytes, where zstd needs 700.
 * No secondary compressor: the frame around the patch compresses it. Stock `xdelta3 -d -s SOURCE PATCH TARGET` reads it.
 *
 * The module runs in one worker thread: it would block the event loop, and what traps or hangs there is ended with the thread. A patch is
 * looked through (vcdiff.ts) before the module sees it.
 */
import { ShoalError } from "../../runtime/errors.ts";
import type { DeltaCodec } from "./codec.ts";
import { createJobThread, type Job } from "./job-thread.ts";
import { MAX_WINDOW_SOURCE_BYTES, MAX_WINDOW_TARGET_BYTES, THREAD_IDLE_MS, XDELTA_TIMEOUT_MS } from "./limits.ts";
import { checkVcdiff } from "./vcdiff.ts";

/** What the worker is told. */
export interface XdeltaJob extends Job {
  readonly source: Uint8Array;
  readonly input: Uint8Array;
  readonly maxOutputBytes: number;
  /** xdelta3's flags word. */
  readonly flags: number;
}

/** One job at a time: the module's memory holds no two. */
const thread = createJobThread<XdeltaJob, Uint8Array>({
  url: new URL("./xdelta3-worker.ts", import.meta.url),
  name: "xdelta3",
  timeoutMs: XDELTA_TIMEOUT_MS,
  idleMs: THREAD_IDLE_MS,
});

export const xdelta3Codec: DeltaCodec = {
  name: "xdelta3",

  async encode(source, target, level) {
    checkSizes(source.length, target.length);
    // A patch as long as its target is of no use: room for less is enough to find that out.
    return thread.run({ kind: "encode", source, input: target, maxOutputBytes: target.length + 1024, flags: level << LEVEL_SHIFT });
  },

  async decode(source, patch, targetBytes) {
    checkSizes(source.length, targetBytes);
    checkVcdiff(patch, { sourceBytes: source.length, targetBytes });
    // Of its own: posting a part of a frame would copy the whole frame.
    const input = Uint8Array.from(patch);
    const target = await thread.run({ kind: "decode", source, input, maxOutputBytes: targetBytes, flags: 0 }, [input.buffer]);
    if (target.length !== targetBytes) throw new ShoalError("E_PATCH", `xdelta3 patch makes ${target.length} bytes, not ${targetBytes}`);
    return target;
  },
};

/** XD3_COMPLEVEL_SHIFT of xdelta3.h. The module's argument is named for something else. */
const LEVEL_SHIFT = 20;

function checkSizes(sourceBytes: number, targetBytes: number): void {
  if (sourceBytes <= MAX_WINDOW_SOURCE_BYTES && targetBytes <= MAX_WINDOW_TARGET_BYTES) return;
  const limits = `${MAX_WINDOW_SOURCE_BYTES} and ${MAX_WINDOW_TARGET_BYTES}`;
  throw new ShoalError("E_LIMIT", `xdelta3: source of ${sourceBytes} and target of ${targetBytes} bytes; at most ${limits}`);
}
