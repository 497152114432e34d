/**
 * What a demo leaves behind: nothing. Every process it starts and every file it writes is registered here and gone when it ends, however it
 * ends: done, failed, or by Ctrl-C. Daemons lead process groups of their own, so that their children end with them.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Workspace {
  readonly directory: string;
  readonly daemons: readonly Daemon[];
  /** Starts a process in the background; its output goes to `<name>.log` in the workspace. */
  startDaemon(name: string, command: readonly string[]): Daemon;
  /** Runs a command to its end and gives its stdout. Rejects when it fails. */
  run(command: readonly string[], options?: RunOptions): Promise<string>;
  /** Stops every daemon and removes every file. Safe to call twice. */
  clean(): Promise<void>;
}

export interface Daemon {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Null while it runs. */
  exit(): string | null;
}

export interface RunOptions {
  /** `show`: both outputs go to the demo's own, `stdout` to the one that people read. */
  readonly output?: "collect" | "show";
  readonly env?: Readonly<Record<string, string>>;
}

export interface WorkspaceOptions {
  /** Descriptor that people read: 1, or 2 where stdout is for the JSON line. */
  readonly screen: 1 | 2;
}

export function openWorkspace({ screen }: WorkspaceOptions): Workspace {
  const directory = mkdtempSync(join(tmpdir(), "shoal-demo-"));
  const daemons: RunningDaemon[] = [];
  let cleaning: Promise<void> | null = null;
  return {
    directory,
    daemons,
    startDaemon(name, command) {
      const daemon = startDaemon(join(directory, `${name}.log`), name, command);
      daemons.push(daemon);
      return daemon;
    },
    run: (command, options = {}) => run(command, { ...options, screen }),
    clean: () => (cleaning ??= clean(directory, daemons)),
  };
}

/** Last lines of a daemon's log, for the report of a failure. */
export function logTail({ logFile }: Daemon, lines = 15): string {
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

const STOP_TIMEOUT_MS = 10_000;

interface RunningDaemon extends Daemon {
  readonly child: ChildProcess;
}

function startDaemon(logFile: string, name: string, [program = "", ...args]: readonly string[]): RunningDaemon {
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(program, args, { stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  // A program that can't be started has no pid; `exit` tells of it.
  let ended: string | null = null;
  child.on("error", (error) => (ended = error.message));
  child.on("exit", (code, signal) => (ended = signal === null ? `exit code ${code}` : `signal ${signal}`));
  child.unref();
  return { name, pid: child.pid ?? 0, logFile, child, exit: () => ended };
}

async function run([program = "", ...args]: readonly string[], options: RunOptions & WorkspaceOptions): Promise<string> {
  const { output = "collect", env = {}, screen } = options;
  const child = spawn(program, args, {
    stdio: output === "show" ? ["ignore", screen, 2] : ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const parts: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on("data", (part: Buffer) => parts.push(part));
  child.stderr?.on("data", (part: Buffer) => errors.push(part));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code === 0) return Buffer.concat(parts).toString();
  const told = Buffer.concat([...parts, ...errors])
    .toString()
    .trim();
  throw new CommandError(
    `${basename(program)} ${args.join(" ")} ended with ${code === null ? `signal ${signal}` : `exit code ${code}`}${told === "" ? "" : `:\n${told}`}`,
    code,
  );
}

export class CommandError extends Error {
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null) {
    super(message);
    this.exitCode = exitCode;
  }
}

async function clean(directory: string, daemons: readonly RunningDaemon[]): Promise<void> {
  await Promise.all(daemons.map(stop));
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}

/** The whole group: asks, then insists. */
async function stop({ pid }: RunningDaemon): Promise<void> {
  if (pid === 0) return;
  signalGroup(pid, "SIGTERM");
  const deadlineMs = performance.now() + STOP_TIMEOUT_MS;
  while (signalGroup(pid, 0)) {
    if (performance.now() > deadlineMs) signalGroup(pid, "SIGKILL");
    await sleep(50);
  }
}

/** False where no process of the group is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
