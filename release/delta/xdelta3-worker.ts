/** The thread of xdelta3.ts: one job in, one reply out. A trap leaves the module in an unknown state: it ends the thread. */
import { parentPort } from "node:worker_threads";
import { releaseMemory } from "../memory.ts";
import type { Reply } from "./job-thread.ts";
import type { XdeltaJob } from "./xdelta3.ts";
import { loadXdelta3 } from "./xdelta3-module.ts";

const module = loadXdelta3();

parentPort?.on("message", (job: XdeltaJob) => {
  const { output, failure } = module.run(job);
  // Copies of what the other thread has.
  releaseMemory(job.source);
  releaseMemory(job.input);
  const reply: Reply<Uint8Array> = output === null ? { failure } : { output };
  parentPort?.postMessage(reply, output === null ? [] : [output.buffer as ArrayBuffer]);
});
