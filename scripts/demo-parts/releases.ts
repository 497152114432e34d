/** What the demo releases: two published versions of an npm package. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Rollout } from "../../proto/operator-types.ts";
import { checkSucceeded, checkTrees } from "./checks.ts";
import { APP, ENVIRONMENT, type Fleet } from "./fleet.ts";
import type { Workspace } from "./workspace.ts";

export const PACKAGE = "typescript";
export const VERSIONS = ["5.8.3", "5.9.2"] as const;

export function tagOf(version: string): string {
  return `release/${version}`;
}

/** Unpacks a published version. Where it comes from is npm's own configuration. */
export async function fetchPackage(workspace: Workspace, version: string): Promise<string> {
  const tree = join(workspace.directory, "trees", version);
  mkdirSync(tree, { recursive: true });
  // npm keeps compiled code in the temporary directory, for ever.
  const env = { NODE_DISABLE_COMPILE_CACHE: "1" };
  const packed = await workspace.run(["npm", "pack", `${PACKAGE}@${version}`, "--silent", "--pack-destination", workspace.directory], {
    env,
  });
  const file = packed.trim().split("\n").at(-1) ?? "";
  await workspace.run(["tar", "-xzf", join(workspace.directory, file), "--no-same-permissions", "--strip-components=1", "-C", tree]);
  return tree;
}

export async function create(fleet: Fleet, directory: string, tag: string): Promise<void> {
  await fleet.show(["release", "create", directory, "--app", APP, "--tag", tag]);
}

/** A deploy that must succeed. */
export async function ship(workspace: Workspace, fleet: Fleet, tag: string): Promise<Rollout> {
  await fleet.show(["deploy", tag, "--app", APP, "--environment", ENVIRONMENT]);
  const rollout = await fleet.rollout();
  checkSucceeded(rollout);
  await checkTrees(workspace, fleet, await fleet.release(tag));
  return rollout;
}
