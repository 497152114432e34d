/** Which files of a tree that is being made are finished, and who waits for one. */

export interface Finished {
  /** Verified, and as it will be. */
  add(number: number): void;
  /** Resolves when it is finished. Rejects with the signal's reason. */
  wait(number: number, signal: AbortSignal): Promise<void>;
}

/** `isDone`: 1 for files that were finished before. */
export function createFinished(isDone: Uint8Array): Finished {
  const done = Uint8Array.from(isDone);
  const waiting = new Map<number, (() => void)[]>();
  return {
    add(number) {
      done[number] = 1;
      for (const resolve of waiting.get(number) ?? []) resolve();
      waiting.delete(number);
    },
    async wait(number, signal) {
      if (done[number] === 1) return;
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => reject(signal.reason as Error);
        const onDone = (): void => (signal.removeEventListener("abort", onAbort), resolve());
        signal.addEventListener("abort", onAbort, { once: true });
        waiting.set(number, [...(waiting.get(number) ?? []), onDone]);
      });
    },
  };
}
