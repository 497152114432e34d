/** A thread that examines batches of files, one after another, in the order they are posted. */
import { parentPort } from "node:worker_threads";
import { examineFiles, type ExamineJob } from "./examine.ts";

parentPort?.on("message", (job: ExamineJob) => {
  const examined = examineFiles(job, Date.now);
  parentPort?.postMessage(examined, [examined.states.buffer, examined.stamps.buffer, examined.digests.buffer]);
});
