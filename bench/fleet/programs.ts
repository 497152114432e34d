/** The product's own programs, as people run them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { run } from "../release/shell.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Runs `shoal` with the shoal.yaml of that folder to its end. */
export async function shoal(fleet: string | null, args: readonly string[]): Promise<string> {
  const own = fleet === null ? {} : { SHOAL_CONFIG: join(fleet, "shoal.yaml"), XDG_CACHE_HOME: join(dirname(fleet), "cache") };
  return (await run(join(ROOT, "coordinator/cli/shoal"), args, own)).stdout;
}

export interface Program {
  readonly pid: number;
  /** MiB, of that process alone: now, and at most so far. */
  rssMib(): { readonly now: number; readonly peak: number };
  /** User and system time so far; 0 once it has ended. */
  cpuS(): number;
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface StartProgram {
  readonly program: "coordinator/shoal-coordinator" | "agent/shoal-agent";
  readonly args: readonly string[];
  readonly log: string;
  readonly nodeOptions?: string;
}

/** Resolves when it says that it is ready. */
export async function startProgram({ program, args, log, nodeOptions = "" }: StartProgram): Promise<Program> {
  const stderr = openSync(log, "a");
  const child = spawn(join(ROOT, program), [...args, "--print-ready"], {
    stdio: ["ignore", "pipe", stderr],
    env: { ...process.env, NODE_OPTIONS: nodeOptions },
  });
  closeSync(stderr);
  const ended = once(child, "exit");
  const early = ended.then(([code, signal]) => {
    throw new Error(`${program} ended (${code ?? signal}) before it was ready: ${tail(log)}`);
  });
  early.catch(() => undefined);
  await Promise.race([once(createInterface({ input: child.stdout as NonNullable<ChildProcess["stdout"]> }), "line"), early]);
  return programOf(child, ended);
}

function programOf(child: ChildProcess, ended: Promise<unknown>): Program {
  const pid = child.pid as number;
  return {
    pid,
    rssMib() {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const of = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
      return { now: of("VmRSS"), peak: of("VmHWM") };
    },
    cpuS() {
      if (child.exitCode !== null || child.signalCode !== null) return 0;
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
    },
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

/** USER_HZ, on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

function tail(file: string): string {
  return readFileSync(file, "utf8").trim().split("\n").slice(-5).join("\n");
}
