/** Light hosts in processes of their own, as one. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Counts, LightHostsFile, Request } from "./light-hosts.ts";
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

  /** Swaps, and sessions that ended, are counted from here. */
  async mark(): Promise<void> {
    await this.#ask({ kind: "mark" });
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
      const answer = once(child, "message") as Promise<[Counts]>;
      child.send(request);
      return (await answer)[0];
    });
    return (await Promise.all(answers)).reduce(sum);
  }
}

function sum(a: Counts, b: Counts): Counts {
  const active = { ...a.active };
  for (const [release, count] of Object.entries(b.active)) active[release] = (active[release] ?? 0) + count;
  return {
    welcomed: a.welcomed + b.welcomed,
    swaps: a.swaps + b.swaps,
    lost: a.lost + b.lost,
    vain: a.vain + b.vain,
    lastWelcomeMs: Math.max(a.lastWelcomeMs, b.lastWelcomeMs),
    lastSwapMs: Math.max(a.lastSwapMs, b.lastSwapMs),
    why: a.why || b.why,
    active,
  };
}

/** Of CLOCK_MONOTONIC, as the hosts tell theirs. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
