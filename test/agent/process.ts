/** A real agent process: its files in a temporary folder, started by its launcher, ended by its id. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readlinkSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { encodePublicKey } from "../../release/signature.ts";
import type { Identity } from "../../runtime/identity.ts";
import { identityOf } from "./fleet.ts";
import { KEY } from "./releases.ts";

/** A test that is cut off must not leave an agent: the kernel ends it with the process that started it. */
const TETHER: readonly string[] = existsSync("/usr/bin/setpriv") ? ["/usr/bin/setpriv", "--pdeathsig", "KILL"] : [];
const LAUNCHER = fileURLToPath(new URL("../../agent/shoal-agent", import.meta.url));

export interface AgentFiles {
  readonly folder: string;
  readonly config: string;
  readonly root: string;
  readonly stateDir: string;
}

export interface AgentFilesOptions {
  readonly folder: string;
  readonly coordinatorPort: number;
  readonly identity?: Identity;
  /** Merged into the app's configuration. */
  readonly app?: Readonly<Record<string, unknown>>;
  readonly root?: string;
}

export async function writeAgentFiles({
  folder,
  coordinatorPort,
  identity,
  app = {},
  root = join(folder, "srv"),
}: AgentFilesOptions): Promise<AgentFiles> {
  const { caPem, certificatePem, keyPem } = identity ?? (await identityOf("agent", "web1"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "ca.crt"), caPem);
  writeFileSync(join(folder, "agent.crt"), certificatePem);
  writeFileSync(join(folder, "agent.key"), keyPem, { mode: 0o600 });
  const web = { root, environment: "production", pinnedKeys: [encodePublicKey(KEY.publicKey)], ...app };
  const text = stringify({
    identity: { ca: "ca.crt", certificate: "agent.crt", key: "agent.key" },
    coordinators: [`127.0.0.1:${coordinatorPort}`],
    stateDir: "state",
    swarm: { listen: "127.0.0.1:0", advertise: "127.0.0.1", preset: "loopback", memoryLimit: "192MiB" },
    apps: { web },
    log: { level: "debug", file: "agent.log" },
  });
  const config = join(folder, "agent.yaml");
  writeFileSync(config, text);
  return { folder, config, root, stateDir: join(folder, "state") };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface AgentProcess {
  readonly child: ChildProcess;
  /** Resolves with the ready line. Rejects where the process ends before. */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): Promise<Ended>;
}

export function startAgent(
  { config }: AgentFiles,
  { fault, args = [] }: { readonly fault?: string; readonly args?: readonly string[] } = {},
): AgentProcess {
  const env = { ...process.env, ...(fault === undefined ? {} : { SHOAL_FAULT: fault }) };
  const command = [...TETHER, LAUNCHER, "run", "--config", config, "--print-ready", "--allow-nondurable", ...args];
  const child = spawn(command[0] ?? LAUNCHER, command.slice(1), { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = outcome(child);
  const first = once(createInterface({ input: child.stdout }), "line").then(
    ([line]) => JSON.parse(line as string) as Record<string, unknown>,
  );
  const ready = Promise.race([first, ended.then((end) => Promise.reject(new Error(`the agent ended: ${JSON.stringify(end)}`)))]);
  ready.catch(() => undefined);
  return {
    child,
    ready,
    ended,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Another command of the launcher, to its end. */
export function runCommand({ config }: AgentFiles, args: readonly string[]): Promise<Ended> {
  return outcome(spawn(LAUNCHER, [...args, "--config", config], { stdio: ["ignore", "pipe", "pipe"] }));
}

/** What a slot names; null where it is absent. */
export function slotTarget({ root }: AgentFiles, slot = "current"): string | null {
  try {
    return readlinkSync(join(root, slot));
  } catch {
    return null;
  }
}

/** Names in a directory of the root; empty where it isn't there. */
export function namesIn({ root }: AgentFiles, directory: string): readonly string[] {
  const path = join(root, directory);
  return existsSync(path) ? readdirSync(path).toSorted() : [];
}

export function logOf({ folder }: AgentFiles): string {
  const file = join(folder, "agent.log");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

async function outcome(child: ChildProcess): Promise<Ended> {
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) child[name]?.on("data", (chunk: Buffer) => (text[name] += chunk.toString()));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...text };
}
