/**
 * A worker thread that does one job at a time: what would block the event loop, or may trap or hang. It is started when there is a job, and ended when there was
 * none for a while: its memory only grows. A job that fails the thread ends it; the next one starts another.
 */
import { Worker } from "node:worker_threads";
import { ShoalError } from "../../runtime/errors.ts";

/** What the worker is told, with what else it needs; it answers with a Reply. */
export interface Job {
  readonly kind: "encode" | "decode";
}

export type Reply<Output> = { readonly output: Output } | { readonly failure: string };

export interface JobThread<J extends Job, Output> {
  /** Jobs that wait or run. */
  readonly pending: number;
  /** `transfer`: buffers that the thread takes over. Throws E_PATCH where decoding fails, whatever the reason; E_INTERNAL where the thread fails in encoding: no other bundle because a machine was slow. */
  run(job: J, transfer?: readonly ArrayBuffer[]): Promise<Output>;
}

export interface JobThreadOptions {
  readonly url: URL;
  /** For errors. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly idleMs: number;
}

/** Its young heap: jobs work in large buffers. Half of it is used at a time. */
const YOUNG_MIB = 4;

export function createJobThread<J extends Job, Output>({ url, name, timeoutMs, idleMs }: JobThreadOptions): JobThread<J, Output> {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let pending = 0;

  const stop = (which: Worker): void => {
    if (worker === which) worker = null;
    void which.terminate();
  };

  const start = (): Worker => {
    const started = new Worker(url, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
    // `ask` listens while a job runs; without a listener an error would end the process.
    started.on("error", () => stop(started));
    started.on("exit", () => stop(started));
    return started;
  };

  const ask = (current: Worker, job: J, transfer: readonly ArrayBuffer[]): Promise<Reply<Output>> =>
    new Promise((resolve, reject) => {
      const fail = (why: string, cause?: unknown): void => {
        done();
        stop(current);
        reject(new ShoalError(job.kind === "decode" ? "E_PATCH" : "E_INTERNAL", `${name} ${job.kind}: ${why}`, { cause }));
      };
      const onMessage = (reply: Reply<Output>): void => {
        done();
        resolve(reply);
      };
      const onError = (error: unknown): void => fail("its thread failed", error);
      const onExit = (code: number): void => fail(`its thread ended with code ${code}`);
      const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        current.off("message", onMessage).off("error", onError).off("exit", onExit);
      };
      current.on("message", onMessage).on("error", onError).on("exit", onExit);
      current.ref();
      try {
        current.postMessage(job, transfer);
      } catch (error) {
        fail("it can't be posted", error);
      }
    });

  const runNow = async (job: J, transfer: readonly ArrayBuffer[]): Promise<Output> => {
    if (idle !== null) clearTimeout(idle);
    const current = (worker ??= start());
    try {
      const reply = await ask(current, job, transfer);
      if ("failure" in reply) throw new ShoalError("E_PATCH", `${name} ${job.kind}: ${reply.failure}`);
      return reply.output;
    } finally {
      current.unref();
      idle = setTimeout(() => stop(current), idleMs).unref();
    }
  };

  return {
    get pending() {
      return pending;
    },
    run(job, transfer = []) {
      pending++;
      const result = queue.then(() => runNow(job, transfer)).finally(() => pending--);
      queue = result.catch(() => undefined);
      return result;
    },
  };
}
