/**
 * Processes of a lab, so that each can be found and ended by whoever comes later.
 *
 * A process waits at a gate until it is recorded; if who starts it dies before, the gate closes and it ends. It is known by pid and start time,
 * leads a group of its own, and carries the lab's id in its environment, as all its children do.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { ShoalError } from "../../../runtime/errors.ts";
import { STOP_POLL_MS, STOP_TIMEOUT_MS } from "./limits.ts";

export interface LabProcess {
  readonly name: string;
  readonly pid: number;
  /** In clock ticks since the machine started: with the pid it is one process only. */
  readonly startTicks: number;
}

export interface StartOptions {
  readonly lab: string;
  readonly name: string;
  readonly command: readonly string[];
  readonly namespace: string | null;
  readonly logFile: string;
  /** Makes it durable that there is this process. */
  readonly record: (process: LabProcess) => Promise<void>;
}

const MARK = "SHOAL_LAB";

/** Starts in the background. Errors: E_IO, and those of `record`. */
export async function startProcess({ lab, name, command, namespace, logFile, record }: StartOptions): Promise<LabProcess> {
  const log = openSync(logFile, "a", 0o600);
  const entered = namespace === null ? command : ["ip", "netns", "exec", namespace, ...command];
  const child = spawn("sh", ["-c", 'read -r go && exec "$@"', "sh", ...entered], {
    stdio: ["pipe", log, log],
    detached: true,
    env: { ...process.env, [MARK]: lab },
  });
  closeSync(log);
  child.on("error", () => {});
  child.stdin?.on("error", () => {});
  const pid = child.pid;
  const startTicks = pid === undefined ? null : startOf(pid);
  if (pid === undefined || startTicks === null) throw new ShoalError("E_IO", `${name} can't be started (${command[0] ?? ""})`);
  const started = { name, pid, startTicks };
  await record(started);
  child.stdin?.end("go\n");
  child.unref();
  return started;
}

/** Who a process is that runs now; null: there is none. */
export function describeSelf(name: string): LabProcess {
  return { name, pid: process.pid, startTicks: startOf(process.pid) ?? 0 };
}

export function isRunning({ pid, startTicks }: LabProcess): boolean {
  return startOf(pid) === startTicks;
}

/** Ends everything that carries the lab's mark or is listed: asks, then insists. */
export async function stopProcesses(lab: string, listed: readonly LabProcess[]): Promise<void> {
  const deadlineMs = performance.now() + STOP_TIMEOUT_MS;
  let asked = new Set<number>();
  for (;;) {
    const left = running(lab, listed);
    if (left.length === 0) return;
    const insist = performance.now() > deadlineMs;
    for (const pid of left) if (insist || !asked.has(pid)) signal(pid, insist ? "SIGKILL" : "SIGTERM");
    asked = new Set(left);
    await delay(STOP_POLL_MS);
  }
}

/** Other than this process: `lab up` carries no mark itself. */
function running(lab: string, listed: readonly LabProcess[]): readonly number[] {
  const pids = new Set(listed.filter(isRunning).map(({ pid }) => pid));
  for (const entry of readdirSync("/proc")) if (/^\d+$/.test(entry) && hasMark(entry, lab)) pids.add(Number(entry));
  pids.delete(process.pid);
  return [...pids];
}

function hasMark(pid: string, lab: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(`${MARK}=${lab}`);
  } catch {
    // It ended, or is somebody else's.
    return false;
  }
}

/** Field 22 of proc_pid_stat(5); null where no such process runs. A zombie has ended. */
function startOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is a name in parentheses and may have anything in it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
