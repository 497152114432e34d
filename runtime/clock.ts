/**
 * The two clocks of the protocol and timers, as a dependency: tests and the simulator pass their own.
 */
import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import { TIMER_MS_MAX } from "./limits.ts";

export interface Clock {
  /** Wall clock, whole milliseconds since 1970. May jump. */
  nowUnixMs(): number;
  /** The agent clock (PROTOCOL.md §1): whole milliseconds since boot, counting suspend; never goes back within one boot. */
  clockMs(): number;
  /** Of this boot of the machine; agent clocks of different boots can't be compared. */
  bootId(): string;
  /** Calls `fn` once after `ms`. Returns the way to cancel it. */
  setTimer(ms: number, fn: () => void): () => void;
}

/** The machine's clocks. Linux's /proc/uptime, which `os.uptime` reads, is CLOCK_BOOTTIME in steps of 10 ms. */
export const systemClock: Clock = {
  nowUnixMs: () => Date.now(),
  clockMs: () => Math.round(uptime() * 1000),
  bootId: () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
  setTimer(ms, fn) {
    let timer: NodeJS.Timeout;
    // Node fires timers beyond 2^31-1 ms at once.
    const arm = (leftMs: number): void => {
      const stepMs = Math.min(leftMs, TIMER_MS_MAX);
      timer = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : fn()), stepMs);
    };
    arm(ms);
    return () => clearTimeout(timer);
  },
};
