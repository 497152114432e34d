/** A thread of our own that does jobs one after another, in the order in which they are given. It says one message for each. */
import { Worker } from "node:worker_threads";

export interface Thread<Job, Result> {
  /** The thread takes over `owned`. Rejects when it died. */
  run(job: Job, owned: readonly ArrayBuffer[]): Promise<Result>;
  /** Ends it; what runs is lost. */
  close(): Promise<unknown>;
}

interface Waiting<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** `youngMib`: its young heap; small for threads that keep nothing from one job to the next. */
export function startThread<Job, Result>(program: URL, youngMib: number): Thread<Job, Result> {
  const worker = new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: youngMib } });
  const waiting: Waiting<Result>[] = [];
  let died: Error | null = null;
  const fail = (error: Error): void => {
    died = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on("message", (result: Result) => waiting.shift()?.resolve(result));
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("a thread ended before its work")));
  return {
    run: (job, owned) =>
      new Promise((resolve, reject) => {
        if (died !== null) return reject(died);
        waiting.push({ resolve, reject });
        worker.postMessage(job, owned);
      }),
    close: () => worker.terminate(),
  };
}
