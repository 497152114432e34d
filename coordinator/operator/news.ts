/** What is new about one rollout since somebody last looked: its newest form and the names of hosts that changed. No queue, no history. */
import type { Clock } from "../../runtime/clock.ts";
import type { HostId } from "../../runtime/ids.ts";
import { WATCH_INTERVAL_MS } from "../limits.ts";
import type { StreamRunner } from "../rollout/runner.ts";
import type { Rollout, StreamState } from "../rollout/state.ts";
import type { Changes } from "./changes.ts";

export interface NewsOptions {
  readonly runner: StreamRunner;
  /** As the reader knows it. */
  readonly rollout: Rollout;
  readonly signal: AbortSignal;
}

export interface NewsDeps {
  readonly changes: Changes;
  readonly clock: Clock;
}

export interface News {
  /**
   * Resolves when something is new: at once when the rollout's own state changed, else with what came together in WATCH_INTERVAL_MS. Also when
   * the signal aborts.
   */
  next(): Promise<{ readonly rollout: Rollout; readonly hosts: readonly HostId[] }>;
  stop(): void;
}

export function createNews({ runner, rollout, signal }: NewsOptions, { changes, clock }: NewsDeps): News {
  const now = { rollout, seen: rollout, hosts: new Set<HostId>() };
  const bell = createBell();
  const onState = (state: StreamState): void => {
    // Of that one rollout, also when another has followed it.
    if (state.rollout === null || state.rollout.id !== rollout.id || state.rollout === now.rollout) return;
    for (const host of state.rollout.hosts.changedSince(now.rollout.hosts)) now.hosts.add(host);
    now.rollout = state.rollout;
    bell.ring();
  };
  const onHost = (host: HostId): void => {
    if (!now.rollout.hosts.has(host)) return;
    now.hosts.add(host);
    bell.ring();
  };
  const stops = [runner.onChange(onState), changes.listen(onHost)];
  signal.addEventListener("abort", bell.ring);

  const isNew = (): boolean => now.hosts.size > 0 || now.rollout !== now.seen || signal.aborted;
  const isUrgent = (): boolean => now.rollout.state !== now.seen.state || signal.aborted;
  async function gather(): Promise<void> {
    const { promise: timeIsUp, resolve } = Promise.withResolvers<void>();
    const pause = { over: false };
    const cancel = clock.setTimer(WATCH_INTERVAL_MS, () => {
      pause.over = true;
      resolve();
    });
    while (!isUrgent() && !pause.over) await Promise.race([bell.heard(), timeIsUp]);
    cancel();
  }

  return {
    async next() {
      while (!isNew()) await bell.heard();
      await gather();
      const hosts = [...now.hosts];
      now.hosts.clear();
      now.seen = now.rollout;
      return { rollout: now.rollout, hosts };
    },
    stop() {
      for (const stop of stops) stop();
      signal.removeEventListener("abort", bell.ring);
    },
  };
}

/** Wakes whoever waits; nobody is woken for a ring before they waited, so they look first. */
function createBell(): { readonly ring: () => void; heard(): Promise<void> } {
  const waiting = { wake: (): void => undefined };
  return {
    ring: () => waiting.wake(),
    heard: () =>
      new Promise((resolve) => {
        waiting.wake = resolve;
      }),
  };
}
