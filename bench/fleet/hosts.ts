/** Light hosts in processes of their own, as one. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Counts, LightHostsFile, Reached, Request } from "./light-hosts.ts";
import { APP, ENVIRONMENT, type MadeFleet } from "./made-fleet.ts";

const SCRIPT = fileURLToPath(new URL("light-hosts.ts", import.meta.url));

/** How often it is asked how far they are. */
const POLL_MS = 50;

export class Hosts {
  readonly size: number;
  readonly #children: readonly ChildProcess[];

  constructor({ hosts, port, caPem, directory }: MadeFleet, processes: number) {
    this.size = hosts.length;
    this.#children = Array.from({ length: Math.min(processes, hosts.length) }, (_, at) => {
      const own = hosts.filter((_, place) => place % processes === at);
      const file = join(directory, `light-hosts-${at}.json`);
      const given: LightHostsFile = { port, caPem, app: APP, environment: ENVIRONMENT, hosts: own };
      writeFileSync(file, JSON.stringify(given), { mode: 0o600 });
      return fork(SCRIPT, [file], { execArgv: ["--disable-warning=ExperimentalWarning"] });
    });
  }

  /** Resolves when all are welcomed. */
  async start(timeoutMs: number): Promise<void> {
    await this.#ask({ kind: "start" });
    await this.until(({ welcomed }) => welcomed === this.size, { timeoutMs, what: "all hosts have a session" });
  }

  /** Swaps, and what was dialled in vain, are counted from here. */
  async mark(): Promise<void> {
    await this.#ask({ kind: "mark" });
  }

  /** As `mark`. The promise within resolves at the moment when the first process has seen that share of its hosts swap. */
  async markAndTell(share: number): Promise<{ readonly reached: Promise<void> }> {
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const child of this.#children) child.on("message", (message: Counts | Reached) => "kind" in message && resolve());
    await this.#ask({ kind: "mark", share });
    return { reached: promise };
  }

  count(): Promise<Counts> {
    return this.#ask({ kind: "count" });
  }

  async until(
    holds: (counts: Counts) => boolean,
    { timeoutMs, what }: { readonly timeoutMs: number; readonly what: string },
  ): Promise<Counts> {
    for (const endMs = performance.now() + timeoutMs; ;) {
      const counts = await this.count();
      if (holds(counts)) return counts;
      if (performance.now() > endMs) throw new Error(`not within ${timeoutMs / 1000} s: ${what}; ${JSON.stringify(counts)}`);
      await delay(POLL_MS);
    }
  }

  async end(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }),
    );
  }

  async #ask(request: Request): Promise<Counts> {
    const answers = this.#children.map(async (child) => {
      const { promise, resolve } = Promise.withResolvers<Counts>();
      const take = (message: Counts | Reached): void => {
        if ("kind" in message) return;
        child.off("message", take);
        resolve(message);
      };
      child.on("message", take);
      child.send(request);
      return promise;
    });
    return (await Promise.all(answers)).reduce(sum);
  }
}

function sum(a: Counts, b: Counts): Counts {
  return {
    welcomed: a.welcomed + b.welcomed,
    swaps: a.swaps + b.swaps,
    vain: added(a.vain, b.vain),
    lastWelcomeMs: Math.max(a.lastWelcomeMs, b.lastWelcomeMs),
    lastSwapMs: Math.max(a.lastSwapMs, b.lastSwapMs),
    active: added(a.active, b.active),
    cpuS: a.cpuS + b.cpuS,
  };
}

function added(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const sums = { ...a };
  for (const [key, count] of Object.entries(b)) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}

/** Of CLOCK_MONOTONIC, as the hosts tell theirs. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
