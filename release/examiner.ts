/** Examines batches side by side: the first few on this thread (most trees are small and a thread takes 50 ms to start), then on threads. */
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { examineFiles, type Examined, type ExamineJob } from "./examine.ts";
import { EXAMINE_BATCH_ENTRIES, EXAMINE_INLINE_BATCHES, EXAMINE_INLINE_ENTRIES, EXAMINE_THREADS_MAX, EXAMINE_YOUNG_MIB } from "./limits.ts";

export interface Examiner {
  /** Takes over the job's tables. Rejects when a thread died. */
  run(job: ExamineJob): Promise<Examined>;
  /** How many entries the next job should be made of. */
  batchEntries(): number;
  /** Ends the threads; what runs is lost. */
  close(): Promise<void>;
}

/** `nowUnixMs` is the clock of batches on this thread; threads have their own. */
export function createExaminer(nowUnixMs: () => number): Examiner {
  const threads: Thread[] = [];
  let batches = 0;
  return {
    batchEntries: () => (batches < EXAMINE_INLINE_BATCHES ? EXAMINE_INLINE_ENTRIES : EXAMINE_BATCH_ENTRIES),
    async run(job) {
      const batch = batches++ - EXAMINE_INLINE_BATCHES;
      if (batch < 0) {
        await setImmediate();
        return examineFiles(job, nowUnixMs);
      }
      const place = batch % Math.min(availableParallelism(), EXAMINE_THREADS_MAX);
      return (threads[place] ??= startThread()).run(job);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Thread {
  run(job: ExamineJob): Promise<Examined>;
  close(): Promise<unknown>;
}

interface Waiting {
  readonly resolve: (examined: Examined) => void;
  readonly reject: (error: Error) => void;
}

function startThread(): Thread {
  const worker = new Worker(new URL("./examine-worker.ts", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: EXAMINE_YOUNG_MIB },
  });
  const waiting: Waiting[] = [];
  let died: Error | null = null;
  const fail = (error: Error): void => {
    died = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on("message", (examined: Examined) => waiting.shift()?.resolve(examined));
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("a scanning thread ended")));
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (died !== null) return reject(died);
        waiting.push({ resolve, reject });
        worker.postMessage(job, [job.known.buffer]);
      }),
    close: () => worker.terminate(),
  };
}
