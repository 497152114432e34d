/**
 * Processes of a lab, so that each can be found and ended by whoever comes later.
 *
 * A process waits at a gate until it is recorded; if who starts it dies before, the gate closes and it ends. It is known by pid and start time,
 * leads a group of its own, and carries the lab's id in its environment. Children that have not inherited it are found by their parents, or by the
 * network namespace that they are in.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
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
    env: { ...process.env, ...labEnvironment(lab) },
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

/** What makes a process, and all that it starts, one of the lab's: `stopProcesses` finds it by that. */
export function labEnvironment(lab: string): Readonly<Record<string, string>> {
  return { [MARK]: lab };
}

/** Who a process is that runs now; null: there is none. */
export function describeSelf(name: string): LabProcess {
  return { name, pid: process.pid, startTicks: startOf(process.pid) ?? 0 };
}

export function isRunning({ pid, startTicks }: LabProcess): boolean {
  return startOf(pid) === startTicks;
}

/** Ends everything of the lab, children too: asks, then insists. `namespaces`: whatever runs in them is the lab's. */
export async function stopProcesses(
  lab: string,
  { listed, namespaces }: { readonly listed: readonly LabProcess[]; readonly namespaces: readonly string[] },
): Promise<void> {
  const deadlineMs = performance.now() + STOP_TIMEOUT_MS;
  const known = new Map<string, LabProcess>();
  const asked = new Set<string>();
  for (;;) {
    // A child that outlives its parent is nobody's any more: who was seen once is waited for.
    const found = [...listed, ...known.values()].filter(isRunning).map(({ pid }) => pid);
    for (const one of labProcesses(lab, { namespaces, besides: found })) known.set(`${one.pid} ${one.startTicks}`, one);
    const left = [...known].filter(([, one]) => one.pid !== process.pid && isRunning(one));
    if (left.length === 0) return;
    const insist = performance.now() > deadlineMs;
    for (const [key, { pid }] of left) if (insist || !asked.has(key)) signal(pid, insist ? "SIGKILL" : "SIGTERM");
    for (const [key] of left) asked.add(key);
    await delay(STOP_POLL_MS);
  }
}

/** Whatever carries the lab's mark or runs in its namespaces, those `besides`, and all their children. */
export function labProcesses(
  lab: string,
  { namespaces, besides }: { readonly namespaces: readonly string[]; readonly besides: readonly number[] },
): readonly LabProcess[] {
  const networks = new Set(namespaces.map(networkOf));
  const all = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const stats = new Map(all.map((entry) => [Number(entry), statOf(Number(entry))]));
  const own = new Set(besides);
  for (const entry of all) if (hasMark(entry, lab) || networks.has(networkOfProcess(entry))) own.add(Number(entry));
  // Children have larger process ids, but for those after the ids began anew: until nothing is added.
  for (let before = -1; before !== own.size;) {
    before = own.size;
    for (const [pid, stat] of stats) if (stat !== null && own.has(stat.parent)) own.add(pid);
  }
  return [...own].flatMap((pid) => {
    const stat = stats.get(pid) ?? null;
    return stat === null || pid === process.pid ? [] : [{ name: "", pid, startTicks: stat.startTicks }];
  });
}

/** proc_pid_stat(5); null where no such process runs. A zombie has ended. */
export function statOf(pid: number): { readonly parent: number; readonly startTicks: number; readonly cpuTicks: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is a name in parentheses and may have anything in it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return null;
    const cpuTicks = Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
    return { parent: Number(fields[1]), startTicks: Number(fields[19]), cpuTicks };
  } catch {
    return null;
  }
}

/** As in `readlink /proc/PID/ns/net`; a name that isn't there is none's. */
function networkOf(namespace: string): string {
  try {
    return `net:[${statSync(`/run/netns/${namespace}`).ino}]`;
  } catch {
    return namespace;
  }
}

function networkOfProcess(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return "";
  }
}

function hasMark(pid: string, lab: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(`${MARK}=${lab}`);
  } catch {
    // It ended, or is somebody else's.
    return false;
  }
}

function startOf(pid: number): number | null {
  return statOf(pid)?.startTicks ?? null;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
