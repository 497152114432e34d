/**
 * One program of a release, from its begin to its end and that of its children.
 *
 * It begins a session of its own, so that it and its children are one process group, which gets SIGTERM and then SIGKILL. A child that leaves the
 * group (setsid) is found by what it inherited: each program has a random SHOAL_STEP_ID in its environment, and before and after SIGKILL /proc is
 * searched for processes of that user that have it. One that also gives itself another environment is out of reach; a host that must not have such
 * runs the agent in a systemd unit of its own, and stops that. (Node has neither cgroups nor PR_SET_CHILD_SUBREAPER.)
 *
 * What an agent that died left running is found by the files that it made for each program in its state directory (`leftovers`).
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { textOf } from "../../runtime/errors.ts";
import { DRAIN_MS, KILL_GRACE_MS, KILL_LOOK_MS, KILL_ROUNDS_MAX } from "./limits.ts";
import { Tail } from "./output.ts";
import type { AppUser } from "./user.ts";

export interface ProgramOptions {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: AppUser;
  /** Aborts: it is killed, with its children. */
  readonly signal: AbortSignal;
  /** Of a program that has ended by itself: a hook may start what goes on. */
  readonly childrenStay: boolean;
  /** Where it is written down that it runs. */
  readonly stepsFolder: string;
  /** Instead of keeping the end of standard output. */
  readonly onStdout?: (chunk: Buffer) => void;
}

export type ProgramEnd =
  | { readonly kind: "ended"; readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly output: string }
  /** By us. */
  | { readonly kind: "killed"; readonly output: string }
  | { readonly kind: "not-begun"; readonly why: string };

/** Resolves when it and, where it was killed, its children are gone. Never rejects. */
export async function runProgram(options: ProgramOptions): Promise<ProgramEnd> {
  const { argv, cwd, env, user, signal, childrenStay, stepsFolder } = options;
  if (signal.aborted) return { kind: "killed", output: "" };
  const id = randomBytes(12).toString("hex");
  const file = join(stepsFolder, `${id}-${user.uid}`);
  let child: ChildProcess;
  try {
    mkdirSync(stepsFolder, { recursive: true, mode: 0o700 });
    writeFileSync(file, "");
    const [program = "", ...args] = argv;
    const who = process.getuid?.() === 0 ? { uid: user.uid, gid: user.gid } : {};
    child = spawn(program, args, { cwd, env: { ...env, [MARKER]: id }, ...who, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    rmSync(file, { force: true });
    return { kind: "not-begun", why: textOf(error) };
  }
  try {
    return await watch(child, { ...options, id, childrenStay });
  } finally {
    rmSync(file, { force: true });
  }
}

/** Kills what an earlier process of the agent left running: the caller holds the lock on the state directory. */
export async function killLeftovers(stepsFolder: string): Promise<number> {
  let names: readonly string[];
  try {
    names = readdirSync(stepsFolder);
  } catch {
    return 0;
  }
  let killed = 0;
  for (const name of names) {
    const [id = "", uid = ""] = name.split("-");
    killed += await killMarked({ id, uid: Number(uid) });
    rmSync(join(stepsFolder, name), { force: true });
  }
  return killed;
}

const MARKER = "SHOAL_STEP_ID";

interface Watch extends ProgramOptions {
  readonly id: string;
}

async function watch(child: ChildProcess, { id, user, signal, childrenStay, onStdout }: Watch): Promise<ProgramEnd> {
  const tail = new Tail();
  child.stdout?.on("data", (chunk: Buffer) => (onStdout === undefined ? tail.add(chunk) : onStdout(chunk)));
  child.stderr?.on("data", (chunk: Buffer) => tail.add(chunk));
  const ended = Promise.withResolvers<Omit<Extract<ProgramEnd, { kind: "ended" }>, "output">>();
  const failed = Promise.withResolvers<string>();
  child.once("error", (error) => failed.resolve(textOf(error)));
  child.once("exit", (code, name) => {
    // In this turn: the group's number may soon be another's.
    if (!childrenStay) signalGroup(child.pid, "SIGKILL");
    ended.resolve({ kind: "ended", code, signal: name });
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const aborted = new Promise<"aborted">((resolve) => signal.addEventListener("abort", () => resolve("aborted"), { once: true }));
  const first = await Promise.race([ended.promise, failed.promise, aborted]);
  if (typeof first === "string" && first !== "aborted") return { kind: "not-begun", why: first };
  if (first === "aborted") await killAll(child, { id, uid: user.uid });
  await Promise.race([closed, sleep(DRAIN_MS)]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return first === "aborted"
    ? { kind: "killed", output: tail.text() }
    : { ...(first as Exclude<typeof first, string>), output: tail.text() };
}

interface Marked {
  readonly id: string;
  readonly uid: number;
}

async function killAll(child: ChildProcess, marked: Marked): Promise<void> {
  const isGone = (): boolean => !signalGroup(child.pid, 0) && findMarked(marked).length === 0;
  signalGroup(child.pid, "SIGTERM");
  signalAll(findMarked(marked), "SIGTERM");
  const graceEndsMs = performance.now() + KILL_GRACE_MS;
  while (!isGone() && performance.now() < graceEndsMs) await sleep(KILL_LOOK_MS);
  signalGroup(child.pid, "SIGKILL");
  await killMarked(marked);
}

/** Rounds, because one may have been forking while it was looked for. */
async function killMarked(marked: Marked): Promise<number> {
  const killed = new Set<number>();
  for (let round = 0; round < KILL_ROUNDS_MAX; round++) {
    const found = findMarked(marked);
    if (found.length === 0) break;
    signalAll(found, "SIGKILL");
    for (const pid of found) killed.add(pid);
    await sleep(KILL_LOOK_MS);
  }
  return killed.size;
}

/** Of that user only: whoever writes the marker into the environment of somebody else's process is not believed. */
function findMarked({ id, uid }: Marked): readonly number[] {
  const marker = `${MARKER}=${id}`;
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((pid) => {
      try {
        return statSync(`/proc/${pid}`).uid === uid && `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${marker}\0`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone meanwhile.
    }
  }
}

/** False: there is nobody in the group. */
function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (leader === undefined) return false;
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}
