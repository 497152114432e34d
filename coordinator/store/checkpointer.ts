/**
 * Copies SQLite's write-ahead log into the database, in a thread of its own: that takes several syncs of the disk, which may be seconds where others
 * write much. PASSIVE (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint) waits for nobody and holds nobody up. The thread begins with the first
 * checkpoint that is due: who writes little needs none before the end, when the last connection makes one.
 */
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { CHECKPOINT_COMMITS, SQLITE_BUSY_TIMEOUT_MS } from "../limits.ts";

export class Checkpointer {
  readonly #path: string;
  readonly #failed: () => void;
  readonly #open: (path: string) => Worker;
  #worker: Worker | null = null;
  #commits = 0;
  #working = false;

  /** `failed`: there will be none; once. */
  constructor(path: string, failed: () => void, open = openWorker) {
    this.#path = path;
    this.#failed = failed;
    this.#open = open;
  }

  committed(): void {
    this.#commits += 1;
    if (this.#commits < CHECKPOINT_COMMITS || this.#working) return;
    this.#commits = 0;
    this.#working = true;
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage("checkpoint");
    } catch {
      // No thread can be had (a limit on tasks): the commit stands all the same.
      this.#failed();
    }
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

  #start(): Worker {
    const worker = this.#open(this.#path);
    worker.on("message", () => {
      this.#working = false;
    });
    // It stays "working", so nobody asks it again.
    worker.on("error", () => {
      this.#worker = null;
      this.#failed();
    });
    worker.unref();
    return worker;
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
      database.exec("pragma wal_checkpoint(passive)");
      return port.postMessage("done");
    }
    database.close();
    port.close();
  });
}
