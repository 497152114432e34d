/** What the demo holds the fleet to. Each failure is an Error that says what was seen; nothing here asks the agents. */
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Release, Rollout, RolloutHost } from "../../proto/operator-types.ts";
import { APP, type Fleet, HOSTS } from "./fleet.ts";
import type { Workspace } from "./workspace.ts";

/** Share of the payload that must come from other hosts. */
const FROM_HOSTS_MIN = 0.5;

/** Recomputes each host's tree digest from disk, in a process of its own, and compares it with what was released. */
export async function checkTrees(workspace: Workspace, fleet: Fleet, release: Release): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const host of HOSTS.keys()) {
    const digest = (await workspace.run([process.execPath, TREE_DIGEST, `${fleet.appRoot(host)}/current/`])).trim();
    if (digest !== release.tree) throw new Error(`${host} has tree ${digest} on disk; ${release.tag} is ${release.tree}`);
    digests[host] = digest;
  }
  return digests;
}

/** Every host ended active, the rollout succeeded. */
export function checkSucceeded(rollout: Rollout): void {
  const others = rollout.hosts.filter((host) => host.state !== "active");
  if (rollout.state !== "succeeded" || rollout.hosts.length !== HOSTS.size || others.length > 0) {
    throw new Error(
      `the ${rollout.kind} of ${rollout.tag} is ${rollout.state}: ${rollout.hosts.map((host) => `${host.host} ${host.state}`).join(", ")}`,
    );
  }
}

/** Each host took the expected route, and fetched that bundle once. */
export function checkRoute(rollout: Rollout, route: "base" | "overlay", bundleBytes: number): void {
  for (const host of rollout.hosts) {
    if (host.route !== route) throw new Error(`${host.host} went by ${host.route || "no route"}, not by the ${route}`);
    if (fetched(host) < bundleBytes)
      throw new Error(`${host.host} fetched ${fetched(host)} bytes, less than the ${route} of ${bundleBytes}`);
  }
}

/** At least half of all payload came from other hosts. */
export function checkShare(rollouts: readonly Rollout[]): void {
  const hosts = rollouts.flatMap((rollout) => rollout.hosts);
  const fromHosts = sum(hosts, (host) => host.bytesFromHosts);
  const all = sum(hosts, fetched);
  if (all === 0 || fromHosts < FROM_HOSTS_MIN * all) throw new Error(`${fromHosts} of ${all} bytes came from other hosts: less than half`);
}

/** A rollback fetches nothing. */
export function checkNothingFetched(rollback: Rollout): void {
  const bytes = sum(rollback.hosts, fetched);
  if (bytes !== 0) throw new Error(`the rollback fetched ${bytes} bytes`);
}

/** No file of one host is a file of another's. */
export async function checkInodes(fleet: Fleet): Promise<void> {
  const owner = new Map<string, string>();
  for (const host of HOSTS.keys()) {
    for (const inode of await inodesBelow(fleet.appRoot(host))) {
      const other = owner.get(inode);
      if (other !== undefined && other !== host) throw new Error(`${host} and ${other} share the file with inode ${inode}`);
      owner.set(inode, host);
    }
  }
  if (owner.size === 0) throw new Error(`there is no file of ${APP} on any host`);
}

export function fetched(host: RolloutHost): number {
  return host.bytesFromSeed + host.bytesFromHosts;
}

export function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

const TREE_DIGEST = fileURLToPath(new URL("../tree-digest.ts", import.meta.url));

async function inodesBelow(directory: string): Promise<readonly string[]> {
  const inodes: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const { dev, ino } = await lstat(join(entry.parentPath, entry.name));
    inodes.push(`${dev}:${ino}`);
  }
  return inodes;
}
