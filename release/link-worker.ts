/** A thread that links batches of files, one after another, in the order they are posted. */
import { parentPort } from "node:worker_threads";
import { linkBatch, type LinkJob } from "./link-batch.ts";

parentPort?.on("message", (job: LinkJob) => {
  const linked = linkBatch(job);
  parentPort?.postMessage(linked, [linked.left.buffer]);
});
