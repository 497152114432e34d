/**
 * Follows one rollout until it ends, the caller detaches, or time is over. Only watches: however it ends, the rollout goes on by itself.
 * A stream that breaks off (the coordinator restarts) is opened again; the first event of a stream is the whole rollout, so nothing is missed.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Failure, toFailure } from "../../runtime/errors.ts";
import type { Rollout, RolloutHost, WatchEvent } from "../../proto/operator-types.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { WATCH_RETRY_MAX_MS, WATCH_RETRY_MS } from "./limits.ts";
import type { Output } from "./output.ts";
import { hasEnded, hostChange, liveLines, standing } from "./render/rollout.ts";

export interface FollowOptions {
  /** What is known before the first event. */
  readonly rollout: Rollout | null;
  readonly output: Output;
  readonly watch: (signal: AbortSignal) => AsyncIterable<WatchEvent>;
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
  /** Null: as long as it takes. */
  readonly timeoutMs: number | null;
  /** Told of every event, for `watch --json`. */
  readonly onEvent?: (event: WatchEvent) => void;
}

export interface Followed {
  readonly kind: "ended" | "interrupted" | "timeout";
  /** As last heard; null where nothing was heard at all. */
  readonly rollout: Rollout | null;
}

/** Rejects with the coordinator's error where watching again can't help. */
export async function followRollout(options: FollowOptions): Promise<Followed> {
  const { output, interrupt, timeoutMs } = options;
  const timeout = timeoutMs === null ? null : AbortSignal.timeout(timeoutMs);
  const signal = timeout === null ? interrupt : AbortSignal.any([interrupt, timeout]);
  let rollout = options.rollout;
  let retryMs = WATCH_RETRY_MS;
  try {
    while (!signal.aborted) {
      const heard = await watchOnce(options, signal, (event) => {
        retryMs = WATCH_RETRY_MS;
        rollout = applyEvent(rollout, event, output);
        if (rollout !== null) show(output, rollout);
      });
      if (rollout !== null && hasEnded(rollout)) return { kind: "ended", rollout };
      if (heard === "end" && rollout === null) return { kind: "ended", rollout };
      if (signal.aborted) break;
      if (retryMs === WATCH_RETRY_MS)
        output.note(`the coordinator does not answer${heard === "end" ? "" : ` (${heard.message})`}; trying again`);
      await sleep(retryMs, undefined, { signal }).catch(() => {});
      retryMs = Math.min(retryMs * 2, WATCH_RETRY_MAX_MS);
    }
    return { kind: interrupt.aborted ? "interrupted" : "timeout", rollout };
  } finally {
    output.endLive("remove");
  }
}

/** One stream to its end, in good order or by a failure that may pass. A rollout that has ended needs no more of it. */
async function watchOnce(options: FollowOptions, signal: AbortSignal, apply: (event: WatchEvent) => void): Promise<"end" | Failure> {
  try {
    for await (const event of options.watch(signal)) {
      options.onEvent?.(event);
      apply(event);
      if (event.rollout !== null && hasEnded(event.rollout)) return "end";
    }
    return "end";
  } catch (error) {
    const failure = toFailure(error);
    if (signal.aborted || failure.retryable) return failure;
    throw error;
  }
}

/** The exit code that an ended rollout means. */
export function rolloutExitCode(rollout: Rollout): ExitCode {
  if (rollout.state === "succeeded") return EXIT.ok;
  const active = rollout.hosts.filter((host) => host.state === "active").length;
  if (active > 0) return EXIT.partial;
  return rollout.failure?.code === "E_TIMEOUT" || rollout.failure?.code === "E_DEADLINE" ? EXIT.timeout : EXIT.failed;
}

function applyEvent(before: Rollout | null, event: WatchEvent, output: Output): Rollout | null {
  const { rollout: whole, hosts } = event;
  const known = new Map(before?.hosts.map((one) => [one.host, one]));
  for (const one of (whole ?? hosts)?.hosts ?? []) noteChange(known.get(one.host), one, output);
  if (whole !== null) {
    if (before?.state !== whole.state) output.note(`rollout ${whole.rollout}: ${whole.state}`);
    const told = before === null ? [] : standing(before);
    for (const line of standing(whole)) if (!told.includes(line)) output.note(line);
    return whole;
  }
  if (hosts === null || before === null) return before;
  const changed = new Map(hosts.hosts.map((one) => [one.host, one]));
  return { ...before, hosts: before.hosts.map((one) => changed.get(one.host) ?? one) };
}

function noteChange(before: RolloutHost | undefined, host: RolloutHost, output: Output): void {
  if (output.interactive) return;
  const line = hostChange(before, host);
  if (line !== null) output.note(line);
}

function show(output: Output, rollout: Rollout): void {
  output.live(({ rows }) => liveLines(rollout, { rows, elapsedMs: Math.max(0, Date.now() - rollout.startedUnixMs) }));
}
