/** The coordinator as it is run: its launcher, in a process of its own, with the real swarm. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ExecutionContext } from "ava";

export interface CoordinatorProcess {
  readonly child: ChildProcess;
  readonly ports: { readonly control: number; readonly swarm: number; readonly tracker: number };
  /** Ends it and says how it ended. */
  end(signal: NodeJS.Signals): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

const LAUNCHER = fileURLToPath(new URL("../../coordinator/shoal-coordinator", import.meta.url));

export interface RunOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs to its end, or until the test's. */
export function run(t: ExecutionContext, { args, env = {} }: RunOptions): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(LAUNCHER, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  t.teardown(() => child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, stderr }) as Ended);
  return { child, ended };
}

/** Resolves when it says that it is ready. */
export async function startProcess(t: ExecutionContext, config: string, env: RunOptions["env"] = {}): Promise<CoordinatorProcess> {
  const { child, ended } = run(t, { args: ["--config", config, "--print-ready"], env });
  const line = await Promise.race([once(child.stdout!, "data"), ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  const ports = JSON.parse(String(line[0])) as CoordinatorProcess["ports"];
  return {
    child,
    ports,
    ended,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
