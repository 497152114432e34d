/** Programs beside us: run to their end and timed by the wall clock from start to exit, the same way for both sides. */
import { spawn } from "node:child_process";

export interface Ran {
  readonly seconds: number;
  readonly stdout: string;
}

/** Runs a bash script; `args` are its "$1", "$2", …. Throws with the end of what it said on stderr. */
export function shell(script: string, args: readonly string[] = []): Promise<Ran> {
  return run("bash", ["-c", `set -euo pipefail\n${script}`, "bash", ...args]);
}

/** Locale and tools' own options don't come from whoever runs us. */
export function run(command: string, args: readonly string[], own: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const startedMs = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, LC_ALL: "C", ZSTD_CLEVEL: "", ...own } });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => stdout.push(bytes));
  child.stderr.on("data", (bytes: Buffer) => stderr.push(bytes));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const seconds = (performance.now() - startedMs) / 1000;
      if (code === 0) return resolve({ seconds, stdout: Buffer.concat(stdout).toString() });
      const said = Buffer.concat(stderr).toString().trim().split("\n").slice(-5).join("\n");
      reject(new Error(`${[command, ...args].join(" ").slice(0, 300)}: ${signal ?? `exit ${code}`}\n${said}`));
    });
  });
}

export async function has(command: string): Promise<boolean> {
  return shell('command -v "$1"', [command]).then(
    () => true,
    () => false,
  );
}

/** What was written before must not be paid for by what is timed next. */
export async function settle(path: string): Promise<void> {
  await shell('sync -f "$1"', [path]);
}

export async function remove(path: string): Promise<void> {
  await shell('rm -rf -- "$1"', [path]);
}
