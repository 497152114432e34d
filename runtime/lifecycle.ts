/**
 * The end of a process in good order: what was started last is stopped first, each part has a limited time, and a part that fails
 * or hangs does not keep the others running. The start of a process is its main file; this only remembers how to undo it.
 */
import { ShoalError } from "./errors.ts";
import { STOP_PART_MS } from "./limits.ts";

export interface Lifecycle {
  /** Aborts when stopping begins. */
  readonly signal: AbortSignal;
  /** Remembers how to stop a part that has just been started. */
  onStop(part: string, stop: () => Promise<void> | void): void;
  /** Stops all parts, the last first; every call gets the same promise. Never rejects. */
  stop(reason: string): Promise<void>;
}

export interface LifecycleOptions {
  /** Told of parts that failed to stop, or hung. */
  readonly onProblem: (part: string, error: unknown) => void;
  readonly partTimeoutMs?: number;
}

export function createLifecycle({ onProblem, partTimeoutMs = STOP_PART_MS }: LifecycleOptions): Lifecycle {
  const parts: { readonly name: string; readonly stop: () => Promise<void> | void }[] = [];
  const controller = new AbortController();
  let stopping: Promise<void> | null = null;

  const stopParts = async (): Promise<void> => {
    // A part that is registered while another stops is stopped as well.
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      const { name, stop } = part;
      await withTimeout({ timeoutMs: partTimeoutMs, what: `stopping ${name}` }, async () => stop()).catch((error: unknown) =>
        onProblem(name, error),
      );
    }
  };
  const stop = (reason: string): Promise<void> => {
    controller.abort(new ShoalError("E_CANCELLED", `the process is stopping: ${reason}`));
    stopping = stopping === null ? stopParts() : stopping;
    return stopping;
  };
  return {
    signal: controller.signal,
    onStop: (name, stopPart) => {
      parts.push({ name, stop: stopPart });
      if (stopping !== null) stopping = stopping.then(stopParts);
    },
    stop,
  };
}

export interface SignalDeps {
  /** The process; another emitter in tests. */
  readonly signals: Pick<NodeJS.EventEmitter, "on">;
  readonly exit: (code: number) => void;
}

/** SIGTERM and SIGINT stop in order and exit with 0; a second one exits with 1 at once. */
export function stopOnSignals(
  lifecycle: Lifecycle,
  { signals, exit }: SignalDeps = { signals: process, exit: (code) => process.exit(code) },
): void {
  let asked = false;
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    signals.on(name, () => {
      if (asked) return exit(1);
      asked = true;
      void lifecycle.stop(name).then(() => exit(0));
    });
  }
}

interface TimeoutOptions {
  readonly timeoutMs: number;
  /** For the message: `stopping the tracker`. */
  readonly what: string;
}

/**
 * The work's outcome, or E_TIMEOUT. Its signal aborts then; work that does not heed it goes on unheard.
 */
export async function withTimeout<T>({ timeoutMs, what }: TimeoutOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new ShoalError("E_TIMEOUT", `${what} took more than ${timeoutMs} ms`);
    controller.abort(error);
    reject(error);
  }, timeoutMs);
  try {
    return await Promise.race([work(controller.signal), expired]);
  } finally {
    clearTimeout(timer);
  }
}
