/** The demo's fleet: one coordinator and six agents in three data centers, made and started with the commands that anybody uses. */
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Host, Release, Rollout } from "../../proto/operator-types.ts";
import { CommandError, type Daemon, logTail, type RunOptions, type Workspace } from "./workspace.ts";

export const APP = "typescript";
export const ENVIRONMENT = "production";

/** Host → its data center. */
export const HOSTS: ReadonlyMap<string, string> = new Map([
  ["ams1", "ams"],
  ["ams2", "ams"],
  ["fra1", "fra"],
  ["fra2", "fra"],
  ["nyc1", "nyc"],
  ["nyc2", "nyc"],
]);

export interface Fleet {
  /** Runs `shoal` and shows what it says, with the command line before it. */
  show(args: readonly string[]): Promise<void>;
  /** Runs `shoal … --json` and gives its answer. */
  ask<Answer>(args: readonly string[]): Promise<Answer>;
  /** Where the app lives on a host. */
  appRoot(host: string): string;
  /** Waits until every host is connected. */
  connected(): Promise<void>;
  rollout(): Promise<Rollout>;
  release(tag: string): Promise<Release>;
}

export interface FleetOptions {
  readonly workspace: Workspace;
  readonly say: (line: string) => void;
}

/** Makes the fleet's directories, starts its processes, and waits until all hosts are connected. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { workspace, say } = options;
  const fleet = createFleet(options);
  const directory = join(workspace.directory, "fleet");
  const port = await freePort();
  await fleet.show(["init", directory, "--app", APP, "--operator", "demo", "--address", `127.0.0.1:${port}`, ...ANY_PORTS, ...LOOPBACK]);
  const coordinator = start(options, "coordinator", [COORDINATOR, "--config", join(directory, "coordinator", "coordinator.yaml")]);
  await until("the coordinator answers", [coordinator], () => answers(fleet));
  for (const [host, dc] of HOSTS) {
    const out = join(workspace.directory, "hosts", host);
    const where = ["--dc", dc, "--rack", `${dc}-r1`, "--root", join(out, "srv"), ...LISTEN, ...LOOPBACK];
    await fleet.show(["host", "add", host, "--environment", ENVIRONMENT, "--app", APP, ...where, "--out", out]);
  }
  for (const host of HOSTS.keys()) {
    // Temporary directories are on tmpfs or overlay file systems on many machines.
    start(options, host, [AGENT, "--config", join(workspace.directory, "hosts", host, "agent.yaml"), "--allow-nondurable"]);
  }
  await fleet.connected();
  say(`${workspace.daemons.length} processes run: ${workspace.daemons.map(({ name, pid }) => `${name} ${pid}`).join(", ")}`);
  return fleet;
}

const ANY_PORTS = ["--swarm-port", "0", "--tracker-port", "0"];
const LISTEN = ["--address", "127.0.0.1", "--swarm-listen", "127.0.0.1:0"];
const LOOPBACK = ["--preset", "loopback"];
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SHOAL = join(ROOT, "coordinator/cli/shoal");
const COORDINATOR = join(ROOT, "coordinator/shoal-coordinator");
const AGENT = join(ROOT, "agent/shoal-agent");
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 200;
const EXIT_UNREACHABLE = 7;

function createFleet({ workspace, say }: FleetOptions): Fleet {
  const env = { SHOAL_CONFIG: join(workspace.directory, "fleet", "shoal.yaml"), XDG_CACHE_HOME: join(workspace.directory, "cache") };
  const shoal = (args: readonly string[], options: RunOptions): Promise<string> => workspace.run([SHOAL, ...args], { ...options, env });
  const fleet: Fleet = {
    async show(args) {
      say("");
      say(`$ shoal ${args.map(quoted).join(" ")}`);
      await shoal(args, { output: "show" });
    },
    ask: async <Answer>(args: readonly string[]) => JSON.parse(await shoal([...args, "--json"], {})) as Answer,
    appRoot: (host) => join(workspace.directory, "hosts", host, "srv", APP),
    connected: () =>
      until("all hosts are connected", workspace.daemons, async () => {
        const { hosts } = await fleet.ask<{ hosts: readonly Host[] }>(["hosts"]);
        return hosts.length === HOSTS.size && hosts.every((host) => host.connected);
      }),
    async rollout() {
      const { rollout } = await fleet.ask<{ rollout: Rollout }>(["status", "--app", APP, "--environment", ENVIRONMENT]);
      return rollout;
    },
    async release(tag) {
      const { releases } = await fleet.ask<{ releases: readonly Release[] }>(["releases", "--app", APP]);
      const found = releases.find((release) => release.tag === tag);
      if (found === undefined) throw new Error(`the coordinator lists no release ${tag}`);
      return found;
    },
  };
  return fleet;
}

function start({ workspace, say }: FleetOptions, name: string, command: readonly string[]): Daemon {
  say("");
  say(`$ ${command.map(quoted).join(" ").replaceAll(ROOT, "")} &`);
  return workspace.startDaemon(name, command);
}

async function answers(fleet: Fleet): Promise<boolean> {
  try {
    await fleet.ask(["hosts"]);
    return true;
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === EXIT_UNREACHABLE) return false;
    throw error;
  }
}

/** Rejects with the log of a daemon that ended, or when time is over. */
async function until(what: string, daemons: readonly Daemon[], holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (!(await holds())) {
    for (const daemon of daemons) {
      const exit = daemon.exit();
      if (exit !== null) throw new Error(`${daemon.name} ended (${exit}):\n${logTail(daemon)}`);
    }
    if (performance.now() > deadlineMs) {
      const logs = daemons.map((daemon) => `${daemon.name}:\n${logTail(daemon, 5)}`);
      throw new Error(`${what}: not within ${START_TIMEOUT_MS / 1000} s\n${logs.join("\n")}`);
    }
    await sleep(POLL_MS);
  }
}

/** A port that was free a moment ago: the coordinator's address must be known before it runs. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

function quoted(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
