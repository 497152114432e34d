/**
 * Packing in a process of its own, one a bundle (packer-process.ts): its memory isn't the coordinator's, and is given back when it ends; a packing that runs
 * out of it ends alone. Stopping it leaves nothing but its work folder.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BundleInfo } from "../release/bundle.ts";
import type { Effort } from "../release/effort.ts";
import { type Failure, printable, ShoalError, toError } from "../runtime/errors.ts";
import type { AppName } from "../runtime/ids.ts";
import type { Torrent } from "../swarm/swarm.ts";
import { PACK_HEAP_MIB, PACK_STDERR_CHARACTERS } from "./limits.ts";

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

/** What the process says. */
export type PackMessage =
  | ({ readonly kind: "progress" } & PackProgress)
  | { readonly kind: "packed"; readonly packed: Packed }
  | { readonly kind: "failed"; readonly failure: Failure };

export interface PackOptions {
  readonly onProgress: (progress: PackProgress) => void;
  readonly signal: AbortSignal;
}

/** Errors: those of packBase, packOverlay and createTorrent; E_CANCELLED; E_INTERNAL where the process died (out of memory). */
export async function packInProcess(job: PackJob, { onProgress, signal }: PackOptions): Promise<Packed> {
  if (signal.aborted) throw cancelled();
  const child = fork(PROGRAM, [], {
    serialization: "advanced",
    execArgv: [`--max-old-space-size=${PACK_HEAP_MIB}`],
    // Large buffers go back to the system when they are freed, whichever thread had them.
    env: { ...process.env, MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "1048576" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const { promise, resolve, reject } = Promise.withResolvers<Packed>();
  const onAbort = (): void => {
    reject(cancelled());
    child.kill("SIGKILL");
  };
  signal.addEventListener("abort", onAbort);
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-PACK_STDERR_CHARACTERS)));
  child.on("message", (message: PackMessage) => {
    if (message.kind === "progress") return onProgress(message);
    if (message.kind === "failed") return reject(toError(message.failure));
    resolve(message.packed);
  });
  child.on("error", (error) => reject(new ShoalError("E_INTERNAL", `the packer can't be started: ${error.message}`, { cause: error })));
  // The work folder is removed by the caller: not before the process has let go of it.
  const closed = new Promise<void>((done) =>
    child.once("close", (code, killed) => {
      const why = printable(stderr.trim());
      reject(
        new ShoalError("E_INTERNAL", `the packer ended with ${killed ?? `code ${code}`} and no result${why === "" ? "" : `: ${why}`}`),
      );
      done();
    }),
  );
  child.send(job, (error) => {
    if (error !== null) child.kill("SIGKILL");
  });
  return promise.finally(async () => {
    signal.removeEventListener("abort", onAbort);
    await closed;
  });
}

const PROGRAM = fileURLToPath(new URL("packer-process.ts", import.meta.url));

function cancelled(): ShoalError {
  return new ShoalError("E_CANCELLED", "packing was cancelled: its caller has gone, or the coordinator stops");
}
