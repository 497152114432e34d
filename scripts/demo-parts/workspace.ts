/**
 * What a demo leaves behind: nothing. Every process it starts and every file it writes is registered here and gone when it ends, however it
 * ends: done, failed, or by Ctrl-C. Daemons lead process groups of their own, so that their children end with them.
 */
import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
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
  const commands = new Set<ChildProcess>();
  let cleaning: Promise<void> | null = null;
  // Whoever is in the middle of something when cleaning begins must not start anything more.
  const refuseWhenCleaning = (): void => {
    if (cleaning !== null) throw new Error("the demo is ending");
  };
  return {
    directory,
    daemons,
    startDaemon(name, command) {
      refuseWhenCleaning();
      const daemon = startDaemon(join(directory, `${name}.log`), name, command);
      daemons.push(daemon);
      return daemon;
    },
    async run(command, { output = "collect", env = {} } = {}) {
      refuseWhenCleaning();
      const [program = "", ...args] = command;
      const stdio: StdioOptions = output === "show" ? ["ignore", screen, 2] : ["ignore", "pipe", "pipe"];
      const child = spawn(program, args, { stdio, env: { ...process.env, ...env } });
      commands.add(child);
      try {
        return await outcome(child, command);
      } finally {
        commands.delete(child);
      }
    },
    clean: () => (cleaning ??= clean({ directory, daemons, commands })),
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

/** Its stdout; rejects with all it said when it fails. */
async function outcome(child: ChildProcess, [program = "", ...args]: readonly string[]): Promise<string> {
  const [parts, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on("data", (part: Buffer) => parts.push(part));
  child.stderr?.on("data", (part: Buffer) => errors.push(part));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code === 0) return Buffer.concat(parts).toString();
  const told = Buffer.concat([...parts, ...errors])
    .toString()
    .trim();
  const how = code === null ? `signal ${signal}` : `exit code ${code}`;
  throw new CommandError(`${basename(program)} ${args.join(" ")} ended with ${how}${told === "" ? "" : `:\n${told}`}`, code);
}

export class CommandError extends Error {
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null) {
    super(message);
    this.exitCode = exitCode;
  }
}

interface Remains {
  readonly directory: string;
  readonly daemons: readonly RunningDaemon[];
  readonly commands: ReadonlySet<ChildProcess>;
}

async function clean({ directory, daemons, commands }: Remains): Promise<void> {
  await Promise.all(Array.from(commands, endCommand));
  await Promise.all(daemons.map(stop));
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}

async function endCommand(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
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
