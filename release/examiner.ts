/** Examines batches side by side: the first few on this thread (most trees are small and a thread takes 50 ms to start), then on threads. */
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { examineFiles, type Examined, type ExamineJob } from "./examine.ts";
import { EXAMINE_BATCH_ENTRIES, EXAMINE_INLINE_BATCHES, EXAMINE_INLINE_ENTRIES, EXAMINE_THREADS_MAX, THREAD_YOUNG_MIB } from "./limits.ts";
import { startThread, type Thread } from "./thread.ts";

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
  const threads: Thread<ExamineJob, Examined>[] = [];
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
      return (threads[place] ??= startExaminer()).run(job, [job.known.buffer]);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

function startExaminer(): Thread<ExamineJob, Examined> {
  return startThread(new URL("./examine-worker.ts", import.meta.url), THREAD_YOUNG_MIB);
}
