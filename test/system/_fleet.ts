/** A fleet of real processes on loopback, made with the commands that people use: what the system tests stand on. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, lstat, mkdir, mkdtemp, readFile, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ExecutionContext } from "ava";
import { parse, stringify } from "yaml";
import type { Host, Rollout } from "../../proto/operator-types.ts";
import { freePort } from "../../coordinator/cli/lab/free-port.ts";

export const APP = "web";
export const ENVIRONMENT = "production";

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FleetOptions {
  /** Host → data center. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Changes to configurations before anything starts. */
  readonly coordinator?: (yaml: Yaml) => void;
  readonly agent?: (host: string, yaml: Yaml) => void;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a configuration as it is on disk
export type Yaml = any;

/** Gone with the test, however it ends. */
export async function startFleet(t: ExecutionContext, options: FleetOptions): Promise<Fleet> {
  const fleet = new Fleet(await mkdtemp(join(tmpdir(), "shoal-system-")), Object.keys(options.hosts));
  t.teardown(() => fleet.end());
  await fleet.make(options);
  return fleet;
}

/** A tree to release: `files` by path. */
export async function writeTree(directory: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(directory, path, ".."), { recursive: true });
    await writeFile(join(directory, path), content, { mode: 0o644 });
  }
  return directory;
}

/** Bytes that no compressor shortens, the same for the same seed. */
export function noise(seed: number, sizeBytes: number): Uint8Array {
  const bytes = new Uint32Array(Math.ceil(sizeBytes / 4));
  for (let i = 0, x = seed * 2_654_435_761 + 1; i < bytes.length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    bytes[i] = x;
  }
  return new Uint8Array(bytes.buffer, 0, sizeBytes);
}

export class Fleet {
  readonly directory: string;
  readonly hosts: readonly string[];
  readonly #processes = new Map<string, ChildProcess>();

  constructor(directory: string, hosts: readonly string[]) {
    this.directory = directory;
    this.hosts = hosts;
  }

  get coordinatorDir(): string {
    return join(this.directory, "fleet", "coordinator");
  }

  agentDir(host: string): string {
    return join(this.directory, "hosts", host);
  }

  appRoot(host: string): string {
    return join(this.agentDir(host), "srv", APP);
  }

  async make({ hosts, coordinator, agent }: FleetOptions): Promise<void> {
    const port = await freePort();
    const ports = ["--swarm-port", "0", "--tracker-port", "0", "--preset", "loopback"];
    await this.shoal([
      "init",
      join(this.directory, "fleet"),
      "--app",
      APP,
      "--operator",
      "alice",
      "--address",
      `127.0.0.1:${port}`,
      ...ports,
    ]);
    await editYaml(join(this.coordinatorDir, "coordinator.yaml"), coordinator ?? (() => {}));
    await this.startCoordinator();
    for (const [host, dc] of Object.entries(hosts)) {
      const where = [
        "--root",
        join(this.agentDir(host), "srv"),
        "--address",
        "127.0.0.1",
        "--swarm-listen",
        "127.0.0.1:0",
        "--preset",
        "loopback",
      ];
      await this.shoal([
        "host",
        "add",
        host,
        "--environment",
        ENVIRONMENT,
        "--app",
        APP,
        "--dc",
        dc,
        ...where,
        "--out",
        this.agentDir(host),
      ]);
      await editYaml(join(this.agentDir(host), "agent.yaml"), (yaml) => agent?.(host, yaml));
    }
    for (const host of this.hosts) await this.startAgent(host);
  }

  async startCoordinator(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#start("coordinator", ["coordinator/shoal-coordinator", "--config", join(this.coordinatorDir, "coordinator.yaml")], env);
  }

  async startAgent(host: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#start(host, ["agent/shoal-agent", "--allow-nondurable", "--config", join(this.agentDir(host), "agent.yaml")], env);
  }

  /** The signal of the process's end is awaited. */
  async kill(name: string, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#processes.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  /** SIGSTOP and SIGCONT: nothing is awaited. */
  signal(name: string, signal: NodeJS.Signals): void {
    this.#processes.get(name)?.kill(signal);
  }

  /** Resolves when the process has ended by itself. */
  async ended(name: string): Promise<void> {
    const child = this.#processes.get(name);
    if (child !== undefined && child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }

  /** Runs `shoal`, whatever comes of it. */
  async try(args: readonly string[]): Promise<Outcome> {
    const child = spawn(join(ROOT, "coordinator/cli/shoal"), args, { env: this.#env(), stdio: ["ignore", "pipe", "pipe"] });
    const [parts, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.stderr.on("data", (part: Buffer) => errors.push(part));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, stdout: Buffer.concat(parts).toString(), stderr: Buffer.concat(errors).toString() };
  }

  /** Runs `shoal` and expects it to succeed. */
  async shoal(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.try(args);
    if (code !== 0) throw new Error(`shoal ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}\n${await this.logs()}`);
    return stdout;
  }

  async ask<Answer>(args: readonly string[]): Promise<Answer> {
    return JSON.parse(await this.shoal([...args, "--json"])) as Answer;
  }

  release(directory: string, tag: string, ...more: readonly string[]): Promise<string> {
    return this.shoal(["release", "create", directory, "--app", APP, "--tag", tag, ...more]);
  }

  deploy(tag: string, ...more: readonly string[]): Promise<Outcome> {
    return this.try(["deploy", tag, "--app", APP, "--environment", ENVIRONMENT, ...more]);
  }

  rollback(...more: readonly string[]): Promise<Outcome> {
    return this.try(["rollback", "--app", APP, "--environment", ENVIRONMENT, ...more]);
  }

  async rollout(): Promise<Rollout> {
    return (await this.ask<{ rollout: Rollout }>(["status", "--app", APP, "--environment", ENVIRONMENT])).rollout;
  }

  async hostStates(): Promise<readonly Host[]> {
    return (await this.ask<{ hosts: readonly Host[] }>(["hosts"])).hosts;
  }

  /** Follows the newest rollout, event by event, until the condition holds. Event driven: `shoal watch --json`. */
  async watchUntil(holds: (rollout: Rollout) => boolean): Promise<Rollout> {
    const args = ["watch", "--app", APP, "--environment", ENVIRONMENT, "--json"];
    const child = spawn(join(ROOT, "coordinator/cli/shoal"), args, { env: this.#env(), stdio: ["ignore", "pipe", "ignore"] });
    let known: Rollout | null = null;
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        known = applyWatch(known, JSON.parse(line) as Yaml);
        if (known !== null && holds(known)) return known;
      }
    } finally {
      child.kill("SIGKILL");
    }
    throw new Error(`the rollout ended before: ${JSON.stringify(known)}\n${await this.logs()}`);
  }

  /** Looks each tenth of a second: for what only a disk tells. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`it did not come to be\n${await this.logs()}`);
  }

  /** Revisions of the app on a host's disk. */
  async revisions(host: string): Promise<readonly string[]> {
    return readdir(join(this.appRoot(host), "revisions")).catch(() => []);
  }

  /** Where the slot points, as it is on disk. */
  async current(host: string): Promise<string | null> {
    return readlink(join(this.appRoot(host), "current")).catch(() => null);
  }

  async read(host: string, path: string): Promise<string> {
    return readFile(join(this.appRoot(host), "current", path), "utf8");
  }

  /** Recomputed from disk by scripts/tree-digest.ts, in its own process. */
  async treeDigest(host: string): Promise<string> {
    const child = spawn(NODE, [join(ROOT, "scripts/tree-digest.ts"), `${join(this.appRoot(host), "current")}/`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let digest = "";
    child.stdout.on("data", (part: Buffer) => (digest += part.toString()));
    await once(child, "close");
    return digest.trim();
  }

  async isLink(host: string): Promise<boolean> {
    return (await lstat(join(this.appRoot(host), "current"))).isSymbolicLink();
  }

  /** A copy of what a backup of the coordinator's data directory holds. The coordinator must not run. */
  async backup(to: string): Promise<void> {
    await cp(join(this.coordinatorDir, "data"), to, { recursive: true });
  }

  async restore(from: string): Promise<void> {
    await rm(join(this.coordinatorDir, "data"), { recursive: true });
    await cp(from, join(this.coordinatorDir, "data"), { recursive: true });
  }

  async logs(): Promise<string> {
    const names = ["coordinator", ...this.hosts];
    const tails = names.map(async (name) => {
      const text = await readFile(join(this.directory, `${name}.log`), "utf8").catch(() => "");
      return `--- ${name}\n${text.trimEnd().split("\n").slice(-12).join("\n")}`;
    });
    return (await Promise.all(tails)).join("\n");
  }

  async end(): Promise<void> {
    await Promise.all([...this.#processes.keys()].map((name) => this.kill(name)));
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** Resolves with the process's ready line. */
  async #start(name: string, [program = "", ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
    const child = spawn(join(ROOT, program), [...args, "--print-ready"], {
      env: { ...this.#env(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#processes.set(name, child);
    child.stderr.on("data", (part: Buffer) => void writeFile(join(this.directory, `${name}.log`), part, { flag: "a" }).catch(() => {}));
    const ready = once(createInterface({ input: child.stdout }), "line");
    const early = once(child, "exit").then(async ([code, signal]) => {
      throw new Error(`${name} ended (${code ?? signal}) before it was ready\n${await this.logs()}`);
    });
    await Promise.race([ready, early]);
    early.catch(() => {});
  }

  #env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      SHOAL_CONFIG: join(this.directory, "fleet", "shoal.yaml"),
      XDG_CACHE_HOME: join(this.directory, "cache"),
      NO_COLOR: "1",
    };
  }
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NODE = join(ROOT, "node_modules/.bin/node");

async function editYaml(file: string, edit: (yaml: Yaml) => void): Promise<void> {
  const yaml = parse(await readFile(file, "utf8")) as Yaml;
  edit(yaml);
  await writeFile(file, stringify(yaml), { mode: 0o600 });
}

function applyWatch(known: Rollout | null, event: Yaml): Rollout | null {
  if (event.rollout !== undefined && event.rollout !== null) return event.rollout as Rollout;
  if (known === null || event.host === undefined || event.host === null) return known;
  return { ...known, hosts: known.hosts.map((host) => (host.host === event.host.host ? event.host : host)) } as Rollout;
}
