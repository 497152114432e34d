/** Works on frames a few at a time, in the order in which their bytes arrive where the source can tell. */
import { setImmediate } from "node:timers/promises";
import type { ByteSource } from "./bundle.ts";
import { FRAME_CONCURRENCY, YIELD_MS } from "./limits.ts";
import type { PlannedFrame } from "./unpack-plan.ts";

/** Rejects with the first failure, after all work that had begun has ended. */
export async function forEachFrame(
  frames: readonly PlannedFrame[],
  source: ByteSource,
  signal: AbortSignal,
  work: (frame: PlannedFrame) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const next = source.ready === undefined ? inOrder(frames) : byArrival(frames, source, both);
  const worker = async (): Promise<void> => {
    for (let frame = await next(); frame !== undefined; frame = await next()) {
      both.throwIfAborted();
      await work(frame);
    }
  };
  const first = { error: undefined as unknown };
  const workers = Array.from({ length: Math.min(FRAME_CONCURRENCY, frames.length) }, () =>
    worker().catch((error: unknown) => {
      first.error ??= error;
      stop.abort(error);
    }),
  );
  await Promise.all(workers);
  if (first.error !== undefined) throw first.error;
}

/** Lets timers and sockets have their turn where synchronous work goes on for long; throws the signal's reason. */
export function createPause(signal: AbortSignal | undefined): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < YIELD_MS) return;
    await setImmediate();
    signal?.throwIfAborted();
    since = performance.now();
  };
}

type Next = () => Promise<PlannedFrame | undefined>;

function inOrder(frames: readonly PlannedFrame[]): Next {
  let at = 0;
  return async () => frames[at++];
}

/** Asks for all at once; hands each out when its bytes are there. */
function byArrival(frames: readonly PlannedFrame[], source: ByteSource, signal: AbortSignal): Next {
  const arrived: PlannedFrame[] = [];
  let left = frames.length;
  let failure: { readonly error: unknown } | null = null;
  let wake: () => void = () => undefined;
  let changed = new Promise<void>((resolve) => (wake = resolve));
  const tell = (): void => {
    wake();
    changed = new Promise<void>((resolve) => (wake = resolve));
  };
  for (const planned of frames) {
    source.ready!(planned.frame.offset, planned.frame.compressedBytes, signal).then(
      () => {
        arrived.push(planned);
        tell();
      },
      (error: unknown) => {
        failure ??= { error };
        tell();
      },
    );
  }
  return async () => {
    for (;;) {
      if (failure !== null) throw (failure as { readonly error: unknown }).error;
      if (left === 0) return undefined;
      const frame = arrived.shift();
      if (frame !== undefined) {
        left--;
        if (left === 0) tell();
        return frame;
      }
      await changed;
    }
  };
}
