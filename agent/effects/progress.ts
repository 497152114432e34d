/** Tells at most one value per interval, always the newest, and the last one for certain: what watches has time to draw. */
import type { Clock } from "../../runtime/clock.ts";

export interface Throttle<T> {
  offer(value: T): void;
  /** Tells what waits. Nothing is told afterwards. */
  end(): void;
}

export interface ThrottleOptions<T> {
  readonly intervalMs: number;
  readonly clock: Pick<Clock, "setTimer">;
  readonly tell: (value: T) => void;
}

export function throttle<T>({ intervalMs, clock, tell }: ThrottleOptions<T>): Throttle<T> {
  let waiting: { readonly value: T } | null = null;
  let cancel: (() => void) | null = null;
  let ended = false;
  const flush = (): void => {
    cancel = null;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    cancel = clock.setTimer(intervalMs, flush);
    tell(value);
  };
  return {
    offer(value) {
      if (ended) return;
      waiting = { value };
      if (cancel === null) flush();
    },
    end() {
      ended = true;
      cancel?.();
      flush();
      cancel?.();
    },
  };
}
