/** A thread that writes batches of files, one after another, in the order they are posted. */
import { parentPort } from "node:worker_threads";
import { writeBatch, type WriteJob } from "./write-batch.ts";

parentPort?.on("message", (job: WriteJob) => {
  const written = writeBatch(job);
  parentPort?.postMessage(written, [written.raw.buffer]);
});
