/** Runs the `shoal` command as people do: the launcher, as a process. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShoalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface RunningShoal {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr has had this text. */
  says(text: string): Promise<void>;
}

export const SHOAL = fileURLToPath(new URL("../../../coordinator/cli/shoal", import.meta.url));

export function shoal(args: readonly string[], options: ShoalOptions = {}): Promise<Ended> {
  return startShoal(args, options).ended;
}

/** The JSON lines of an answer. */
export function answers(ended: Ended): unknown[] {
  return ended.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
}

/** Of this test process: nobody's own cache is used, and none is left. */
const CACHE = mkdtempSync(join(tmpdir(), "shoal-cli-cache-"));
process.on("exit", () => rmSync(CACHE, { recursive: true, force: true }));

export function startShoal(args: readonly string[], { env = {}, cwd }: ShoalOptions = {}): RunningShoal {
  // HOME is elsewhere, so that nobody's own configuration is found.
  const child = spawn(SHOAL, args, {
    env: { PATH: process.env["PATH"], HOME: "/nonexistent", XDG_CACHE_HOME: CACHE, ...env },
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  const waiting = new Set<{ text: string; resolve: () => void; reject: (error: Error) => void }>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (part: string) => {
      texts[name] += part;
      for (const one of waiting) if (texts.stderr.includes(one.text)) one.resolve();
    });
  }
  const ended = once(child, "close").then(([code]): Ended => {
    for (const one of waiting) one.reject(new Error(`shoal ended and never said ${JSON.stringify(one.text)}: ${texts.stderr}`));
    return { code: code as number | null, ...texts };
  });
  return {
    child,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        if (texts.stderr.includes(text)) return resolve();
        waiting.add({ text, resolve, reject });
      }),
  };
}
