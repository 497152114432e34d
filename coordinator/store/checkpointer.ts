/**
 * Copies SQLite's write-ahead log into the database, in a thread of its own: that takes several syncs of the disk, which may be seconds where others
 * write much. PASSIVE (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint) waits for nobody and holds nobody up. The thread begins with the first
 * checkpoint that is due: who writes little needs none before the end, when the last connection makes one.
 *
 * SQLite begins the log anew once all of it is copied, which never happens while somebody writes without a pause. So where the log has become long, who
 * commits waits for a checkpoint: the event loop goes on, and what is left to copy is what came during the one before.
 */
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { CHECKPOINT_COMMITS, LOG_PAGES_MAX, SQLITE_BUSY_TIMEOUT_MS } from "../limits.ts";

export class Checkpointer {
  readonly #path: string;
  readonly #failed: () => void;
  readonly #open: (path: string) => Worker;
  #worker: Worker | null = null;
  #commits = 0;
  /** Of the checkpoint that is under way. */
  #copied: PromiseWithResolvers<void> | null = null;
  #isLong = false;

  /** `failed`: there will be none; once. */
  constructor(path: string, failed: () => void, open = openWorker) {
    this.#path = path;
    this.#failed = failed;
    this.#open = open;
  }

  /** Resolves when the next commit may come: at once, unless the log is long. */
  async committed(): Promise<void> {
    this.#commits += 1;
    if (this.#copied === null && (this.#isLong || this.#commits >= CHECKPOINT_COMMITS)) this.#begin();
    if (!this.#isLong) return;
    // Alone it would not keep the process; who waits for it does.
    this.#worker?.ref();
    await this.#copied?.promise;
    this.#worker?.unref();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    // One that fails at its last checkpoint ends, too: the log stays as it is.
    const ended = once(worker, "exit").catch(() => undefined);
    worker.ref();
    worker.postMessage("close");
    await ended;
  }

  #begin(): void {
    this.#commits = 0;
    this.#copied = Promise.withResolvers();
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage("checkpoint");
    } catch {
      // No thread can be had (a limit on tasks): the commit stands all the same.
      this.#giveUp();
    }
  }

  #start(): Worker {
    const worker = this.#open(this.#path);
    worker.on("message", (pages: number) => {
      this.#isLong = pages > LOG_PAGES_MAX;
      this.#copied?.resolve();
      this.#copied = null;
    });
    worker.on("error", () => {
      this.#worker = null;
      this.#giveUp();
    });
    worker.unref();
    return worker;
  }

  /** A checkpoint stays under way for ever, so nobody begins another. */
  #giveUp(): void {
    this.#isLong = false;
    this.#copied?.resolve();
    this.#copied ??= Promise.withResolvers();
    this.#failed();
  }
}

function openWorker(path: string): Worker {
  return new Worker(new URL(import.meta.url), { workerData: path });
}

if (!isMainThread && parentPort !== null && typeof workerData === "string") serve(workerData, parentPort);

function serve(path: string, port: NonNullable<typeof parentPort>): void {
  const database = new DatabaseSync(path, { timeout: SQLITE_BUSY_TIMEOUT_MS });
  database.exec("pragma synchronous = normal");
  port.on("message", (message: "checkpoint" | "close") => {
    if (message === "checkpoint") {
      const { log } = database.prepare("pragma wal_checkpoint(passive)").get() as { readonly log: number };
      return port.postMessage(log);
    }
    database.close();
    port.close();
  });
}
