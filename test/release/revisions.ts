/** A small tree staged and committed below an app root. Also a program (`node revisions.ts commit|remove|swap ROOT`) for tests that kill it at a crash point. */
import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseRevisionId, SLOT_DEFAULT, type RevisionId } from "../../runtime/ids.ts";
import { prepareAppRoot, stagingPath } from "../../release/app-root.ts";
import type { Listing } from "../../release/listing.ts";
import { encodeListing, parseListing } from "../../release/listing.ts";
import type { SignedRelease } from "../../release/release.ts";
import { commitRevision, removeRevision, type CommitOptions, type CommitRecord } from "../../release/revision.ts";
import { swapSlot } from "../../release/slot.ts";
import { NOW_UNIX_MS, signedRelease } from "./samples.ts";
import { toEntry, writeTree, type Node } from "./trees.ts";

export const NODES: readonly Node[] = [
  { kind: "file", path: "bin/run", mode: 0o755, content: Buffer.from("#!/bin/sh\n") },
  { kind: "file", path: "bin/run.conf", mode: 0o644, content: Buffer.alloc(300_000, "c") },
  { kind: "file", path: "データ 1", mode: 0o644, content: Buffer.alloc(0) },
  { kind: "symlink", path: "current.conf", target: "bin/run.conf" },
  { kind: "directory", path: "var/cache" },
];

export const OLD: RevisionId = parseRevisionId("r1");
export const NEW: RevisionId = parseRevisionId("r2");

export interface Staged {
  readonly options: CommitOptions;
  readonly listing: Listing;
  readonly release: SignedRelease;
  readonly directory: string;
}

/** A finished tree in `.staging/<revision>`. */
export async function stage(appRoot: string, revision: RevisionId, nodes: readonly Node[] = NODES): Promise<Staged> {
  await prepareAppRoot(appRoot);
  const directory = stagingPath(appRoot, revision);
  writeTree(directory, nodes);
  for (const node of nodes) if (node.kind === "directory") mkdirSync(`${directory}/${node.path}`, { recursive: true });
  const listing = parseListing(encodeListing(nodes.map(toEntry)));
  const release = signedRelease(listing);
  return {
    directory,
    listing,
    release,
    options: { appRoot, revision, listing, release, route: "base", linkMode: "copy", nowUnixMs: NOW_UNIX_MS },
  };
}

export async function commitSample(appRoot: string, revision: RevisionId): Promise<CommitRecord> {
  return commitRevision((await stage(appRoot, revision)).options);
}

const ACTIONS: Readonly<Record<string, (appRoot: string) => Promise<unknown>>> = {
  commit: (appRoot) => commitSample(appRoot, NEW),
  remove: (appRoot) => removeRevision(appRoot, OLD),
  swap: (appRoot) => swapSlot({ appRoot, slot: SLOT_DEFAULT, revision: NEW, guard: () => true }),
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await ACTIONS[process.argv[2] ?? ""]?.(process.argv[3] ?? "");
