/** The thread of context-mixing.ts: one job in, one reply out. */
import { parentPort } from "node:worker_threads";
import { ShoalError } from "../../runtime/errors.ts";
import { releaseMemory } from "../memory.ts";
import type { MixingJob } from "./context-mixing.ts";
import type { Reply } from "./job-thread.ts";
import { createBitDecoder, createBitEncoder } from "./mixing/arithmetic-coder.ts";
import { codeTarget } from "./mixing/model.ts";

parentPort?.on("message", (job: MixingJob) => {
  const reply = answer(job);
  releaseMemory(job.history);
  parentPort?.postMessage(reply, "output" in reply ? [reply.output.buffer as ArrayBuffer] : []);
});

function answer({ history: bytes, sourceBytes, matter, code }: MixingJob): Reply<Uint8Array> {
  const history = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    if (code === null) {
      const coder = createBitEncoder();
      codeTarget({ history, sourceBytes, matter, coder });
      return { output: Uint8Array.from(coder.finish()) };
    }
    const coder = createBitDecoder(code);
    codeTarget({ history, sourceBytes, matter, coder });
    coder.end();
    return { output: Uint8Array.from(history.subarray(sourceBytes)) };
  } catch (error) {
    if (error instanceof ShoalError) return { failure: error.message };
    throw error;
  }
}
