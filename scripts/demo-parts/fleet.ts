/** The demo's fleet: a lab (`shoal lab up`) of one coordinator and six agents in three data centers. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Release, Rollout } from "../../proto/operator-types.ts";
import type { Run, Workspace } from "./workspace.ts";

export const APP = "typescript";
export const ENVIRONMENT = "production";
const DATACENTERS = ["dc1", "dc2", "dc3"] as const;
const HOSTS_EACH = 2;

/** Host → its data center, as a lab names them. */
export const HOSTS: ReadonlyMap<string, string> = new Map(
  DATACENTERS.flatMap((dc) => Array.from({ length: HOSTS_EACH }, (_, i) => [`${dc}-h${i + 1}`, dc] as const)),
);

export interface Fleet {
  readonly directory: string;
  /** Runs `shoal` and shows what it says, with the command line before it. It must end with that exit code, by default 0. */
  show(args: readonly string[], exitCode?: number): Promise<void>;
  /** What `shoal … --json` answers. */
  ask<Answer>(args: readonly string[]): Promise<Answer>;
  /** Where the app lives on a host. */
  appRoot(host: string): string;
  rollout(): Promise<Rollout>;
  release(tag: string): Promise<Release>;
}

export interface FleetOptions {
  readonly workspace: Workspace;
  readonly say: (line: string) => void;
}

/** All hosts are connected. The lab ends with the workspace. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { workspace } = options;
  const directory = join(workspace.directory, "lab");
  const env = { SHOAL_CONFIG: join(directory, "fleet", "shoal.yaml"), XDG_CACHE_HOME: join(workspace.directory, "cache") };
  const shoal: Run = (args, run) => workspace.run([SHOAL, ...args], { ...run, env });
  const fleet = createFleet(options, { directory, shoal });
  workspace.beforeClean(async (run) => existsSync(join(directory, "lab.json")) && run([SHOAL, "lab", "down", "--dir", directory]));
  const shape = ["--dcs", String(DATACENTERS.length), "--hosts", String(HOSTS_EACH)];
  await fleet.show(["lab", "up", "--dir", directory, ...shape, "--app", APP, "--environment", ENVIRONMENT]);
  return fleet;
}

const SHOAL = fileURLToPath(new URL("../../coordinator/cli/shoal", import.meta.url));

interface Lab {
  readonly directory: string;
  readonly shoal: Run;
}

function createFleet({ say }: FleetOptions, { directory, shoal }: Lab): Fleet {
  const ask = async <Answer>(args: readonly string[]): Promise<Answer> => JSON.parse(await shoal([...args, "--json"])) as Answer;
  return {
    directory,
    async show(args, exitCode = 0) {
      say("");
      say(`$ shoal ${args.map(quoted).join(" ")}`);
      await shoal(args, { output: "show", exitCode });
    },
    ask,
    appRoot: (host) => join(directory, "hosts", host, "srv", APP),
    async rollout() {
      const { rollout } = await ask<{ rollout: Rollout }>(["status", "--app", APP, "--environment", ENVIRONMENT]);
      return rollout;
    },
    async release(tag) {
      const { releases } = await ask<{ releases: readonly Release[] }>(["releases", "--app", APP]);
      const found = releases.find((release) => release.tag === tag);
      if (found === undefined) throw new Error(`the coordinator lists no release ${tag}`);
      return found;
    },
  };
}

function quoted(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
