/** One check from its first attempt to its outcome: it holds when `threshold` attempts in a row do, and has failed when more than `retries` did not. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ActivationStep } from "../../proto/messages.ts";
import type { Check } from "../../release/app-steps.ts";
import { textOf } from "../../runtime/errors.ts";

export interface Attempt {
  readonly holds: boolean;
  /** In words. */
  readonly detail: string;
  readonly output: string;
}

/** The signal aborts when its time is over; then all that it began must be gone when it settles. May reject: then it did not hold. */
export type Probing = (signal: AbortSignal) => Promise<Attempt>;

export type Outcome = Pick<ActivationStep, "outcome" | "attempts" | "detail" | "output">;

/**
 * Never rejects. `signal` aborts with the reason why it is not waited for any longer. `isLast`: there is no time for another attempt; what has not held by then has
 * failed, and what held whenever it was tried has passed.
 */
export async function makeCheck(check: Check, probe: Probing, signal: AbortSignal, isLast = (): boolean => false): Promise<Outcome> {
  let [attempts, failures, inRow] = [0, 0, 0];
  for (;;) {
    const { timedOut, holds, detail, output } = await attempt(check, probe, signal);
    attempts++;
    if (signal.aborted) return { outcome: "skipped", attempts, detail: textOf(signal.reason), output };
    inRow = holds ? inRow + 1 : 0;
    if (!holds) failures++;
    const isEnd = isLast();
    if (holds && (inRow >= check.threshold || (isEnd && failures === 0))) return { outcome: "passed", attempts, detail, output };
    if (isEnd || failures > check.retries) return { outcome: timedOut ? "timeout" : "failed", attempts, detail, output };
    await sleep(check.intervalMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return { outcome: "skipped", attempts, detail: `${textOf(signal.reason)}; the last attempt: ${detail}`, output };
  }
}

async function attempt({ timeoutMs }: Check, probe: Probing, signal: AbortSignal): Promise<Attempt & { readonly timedOut: boolean }> {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    const made = await probe(AbortSignal.any([signal, timer.signal]));
    if (!timer.signal.aborted) return { ...made, timedOut: false };
    return { holds: false, timedOut: true, detail: `killed after ${timeoutMs} ms`, output: made.output };
  } catch (error) {
    return { holds: false, timedOut: timer.signal.aborted, detail: textOf(timer.signal.aborted ? timer.signal.reason : error), output: "" };
  } finally {
    clearTimeout(timeout);
  }
}
