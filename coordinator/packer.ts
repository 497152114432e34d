/** Packing off the event loop: one worker thread a bundle, with its own heap limit. Stopping it leaves nothing but its work folder. */
import { Worker } from "node:worker_threads";
import type { BundleInfo } from "../release/bundle.ts";
import type { Effort } from "../release/effort.ts";
import { type Failure, ShoalError, toError } from "../runtime/errors.ts";
import type { AppName } from "../runtime/ids.ts";
import type { Torrent } from "../swarm/swarm.ts";
import { PACK_HEAP_MIB } from "./limits.ts";

export interface PackJob {
  readonly app: AppName;
  readonly listingPath: string;
  /** Null: a base. Else an overlay on that tree. */
  readonly fromListingPath: string | null;
  readonly filesFolder: string;
  /** Files, named by digest, that are looked for here first; null: none. */
  readonly extraFolder: string | null;
  /** File to write. */
  readonly out: string;
  readonly caPem: string;
  readonly effort: Effort;
}

export interface Packed {
  readonly bundle: BundleInfo;
  readonly torrent: Torrent;
}

export interface PackProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** What the worker says. */
export type PackMessage =
  | ({ readonly kind: "progress" } & PackProgress)
  | { readonly kind: "packed"; readonly packed: Packed }
  | { readonly kind: "failed"; readonly failure: Failure };

export interface PackOptions {
  readonly onProgress: (progress: PackProgress) => void;
  readonly signal: AbortSignal;
}

/** Errors: those of packBase, packOverlay and createTorrent; E_CANCELLED; E_INTERNAL where the worker died (out of memory). */
export function packInWorker(job: PackJob, { onProgress, signal }: PackOptions): Promise<Packed> {
  if (signal.aborted) return Promise.reject(cancelled());
  const worker = new Worker(new URL("packer-worker.ts", import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: PACK_HEAP_MIB },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Packed>();
  const onAbort = (): void => {
    reject(cancelled());
    void worker.terminate();
  };
  signal.addEventListener("abort", onAbort);
  worker.on("message", (message: PackMessage) => {
    if (message.kind === "progress") return onProgress(message);
    if (message.kind === "failed") return reject(toError(message.failure));
    resolve(message.packed);
  });
  worker.on("error", (error) => reject(new ShoalError("E_INTERNAL", `the packer died: ${String(error)}`, { cause: error })));
  worker.on("exit", (code) => reject(new ShoalError("E_INTERNAL", `the packer ended with code ${code} and no result`)));
  // The work folder is removed by the caller: not before the worker has let go of it.
  const exited = new Promise((done) => worker.once("exit", done));
  return promise.finally(async () => {
    signal.removeEventListener("abort", onAbort);
    await exited;
  });
}

function cancelled(): ShoalError {
  return new ShoalError("E_CANCELLED", "packing was cancelled: its caller has gone, or the coordinator stops");
}
