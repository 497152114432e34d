/**
 * VCDIFF (RFC 3284) by xdelta3, as WebAssembly. Best where long stretches are unchanged: two bytes changed in 8 MiB cost 43 bytes, where zstd needs 700.
 * No secondary compressor: the frame around the patch compresses it. Stock `xdelta3 -d -s SOURCE PATCH TARGET` reads it.
 *
 * The module runs in one worker thread: it would block the event loop, and what traps or hangs there is ended with the thread. A patch is
 * looked through (vcdiff.ts) before the module sees it.
 */
import { Worker } from "node:worker_threads";
import { ShoalError } from "../../runtime/errors.ts";
import type { DeltaCodec } from "./codec.ts";
import { MAX_WINDOW_SOURCE_BYTES, MAX_WINDOW_TARGET_BYTES, XDELTA_IDLE_MS, XDELTA_TIMEOUT_MS } from "./limits.ts";
import { checkVcdiff } from "./vcdiff.ts";

export const xdelta3Codec: DeltaCodec = {
  name: "xdelta3",

  async encode(source, target, level) {
    checkSizes(source.length, target.length);
    // A patch as long as its target is of no use: room for less is enough to find that out.
    return run({ kind: "encode", source, input: target, maxOutputBytes: target.length + 1024, flags: level << LEVEL_SHIFT });
  },

  async decode(source, patch, targetBytes) {
    checkSizes(source.length, targetBytes);
    checkVcdiff(patch, { sourceBytes: source.length, targetBytes });
    const target = await run({ kind: "decode", source, input: patch, maxOutputBytes: targetBytes, flags: 0 });
    if (target.length !== targetBytes) throw new ShoalError("E_PATCH", `xdelta3 patch makes ${target.length} bytes, not ${targetBytes}`);
    return target;
  },
};

/** What the worker is told; it answers with a Reply. */
export interface Job {
  readonly kind: "encode" | "decode";
  readonly source: Uint8Array;
  readonly input: Uint8Array;
  readonly maxOutputBytes: number;
  /** xdelta3's flags word. */
  readonly flags: number;
}

export type Reply = { readonly output: Uint8Array } | { readonly failure: string };

/** XD3_COMPLEVEL_SHIFT of xdelta3.h. The module's argument is named for something else. */
const LEVEL_SHIFT = 20;

let worker: Worker | null = null;
let idle: NodeJS.Timeout | null = null;
let queue: Promise<unknown> = Promise.resolve();

/** One job at a time: the module's memory holds no two. */
function run(job: Job): Promise<Uint8Array> {
  const result = queue.then(() => runNow(job));
  queue = result.catch(() => undefined);
  return result;
}

async function runNow(job: Job): Promise<Uint8Array> {
  if (idle !== null) clearTimeout(idle);
  const current = (worker ??= start());
  try {
    const reply = await ask(current, job);
    if ("failure" in reply) throw new ShoalError("E_PATCH", `xdelta3 ${job.kind}: ${reply.failure}`);
    return reply.output;
  } finally {
    current.unref();
    // Its memory only grows; and a thread nobody needs is ended.
    idle = setTimeout(() => stop(current), XDELTA_IDLE_MS).unref();
  }
}

function start(): Worker {
  const started = new Worker(new URL("./xdelta3-worker.ts", import.meta.url));
  // `ask` listens while a job runs; without a listener an error would end the process.
  started.on("error", () => stop(started));
  started.on("exit", () => stop(started));
  return started;
}

function stop(which: Worker): void {
  if (worker === which) worker = null;
  void which.terminate();
}

function ask(current: Worker, job: Job): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const fail = (why: string, cause?: unknown): void => {
      done();
      stop(current);
      // A patch is to blame for what happens while it is decoded. Encoding must not give another bundle because a machine was slow: it fails.
      reject(new ShoalError(job.kind === "decode" ? "E_PATCH" : "E_INTERNAL", `xdelta3 ${job.kind}: ${why}`, { cause }));
    };
    const onMessage = (reply: Reply): void => {
      done();
      resolve(reply);
    };
    const onError = (error: unknown): void => fail("the module trapped", error);
    const onExit = (code: number): void => fail(`its thread ended with code ${code}`);
    const timer = setTimeout(() => fail(`no answer within ${XDELTA_TIMEOUT_MS} ms`), XDELTA_TIMEOUT_MS);
    const done = (): void => {
      clearTimeout(timer);
      current.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    current.on("message", onMessage).on("error", onError).on("exit", onExit);
    current.ref();
    current.postMessage(job);
  });
}

function checkSizes(sourceBytes: number, targetBytes: number): void {
  if (sourceBytes <= MAX_WINDOW_SOURCE_BYTES && targetBytes <= MAX_WINDOW_TARGET_BYTES) return;
  const limits = `${MAX_WINDOW_SOURCE_BYTES} and ${MAX_WINDOW_TARGET_BYTES}`;
  throw new ShoalError("E_LIMIT", `xdelta3: source of ${sourceBytes} and target of ${targetBytes} bytes; at most ${limits}`);
}
