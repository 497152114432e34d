/**
 * Where things of an app lie on a host (DESIGN §6), and whether the file system there can hold them.
 *
 *     <app root>/current -> revisions/<revision>
 *     <app root>/revisions/<revision>/…            with `.shoal/` (revision.ts)
 *     <app root>/.staging/<revision>/…             being unpacked; swept at start
 *     <app root>/.staging/.trash-<random>/…        being removed; swept at start
 */
import { lstat, mkdir, open, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { ShoalError } from "../runtime/errors.ts";
import type { RevisionId } from "../runtime/ids.ts";
import { MAX_PATH_BYTES } from "./limits.ts";
import type { Listing } from "./listing.ts";
import { quote, RESERVED_NAME } from "./paths.ts";

export const REVISIONS = "revisions";
const STAGING = ".staging";

export const revisionsPath = (appRoot: string): string => join(appRoot, REVISIONS);
export const stagingRoot = (appRoot: string): string => join(appRoot, STAGING);
export const revisionPath = (appRoot: string, revision: RevisionId): string => join(appRoot, REVISIONS, revision);
export const stagingPath = (appRoot: string, revision: RevisionId): string => join(appRoot, STAGING, revision);
/** The record of a revision or of one being staged: commit record, listing, envelope, stats. */
export const recordPath = (directory: string, name: RecordName): string => join(directory, RESERVED_NAME, name);

type RecordName = "commit.json" | "listing" | "envelope.json" | "stats";

export interface AppRootFacts {
  /** Names that differ only in case, or only in Unicode form, are one name: trees with such names can't be unpacked here. */
  readonly foldsNames: boolean;
  /** `statfs` type in hexadecimal, and its name where it is one that matters. */
  readonly fileSystem: string;
  /** False for file systems that lose everything, or whose rename and fsync promise less (tmpfs, overlay, network). */
  readonly isDurable: boolean;
}

/** Makes the directories and probes the file system. Throws E_CONFIG when the parts lie on different file systems (S12). */
export async function prepareAppRoot(appRoot: string): Promise<AppRootFacts> {
  for (const directory of [appRoot, revisionsPath(appRoot)]) await mkdir(directory, { recursive: true, mode: 0o755 });
  await mkdir(stagingRoot(appRoot), { recursive: true, mode: 0o700 });
  const root = await stat(appRoot);
  for (const directory of [revisionsPath(appRoot), stagingRoot(appRoot)]) {
    const found = await lstat(directory);
    if (found.isDirectory() && found.dev === root.dev) continue;
    throw new ShoalError(
      "E_CONFIG",
      `${quote(directory)} is no directory on the file system of ${quote(appRoot)}: a rename into place is impossible`,
      {
        hint: "put the whole app root on one file system",
      },
    );
  }
  const type = (await statfs(appRoot)).type;
  const name = WEAK_FILE_SYSTEMS[type];
  return {
    foldsNames: await foldsNames(stagingRoot(appRoot)),
    fileSystem: `0x${type.toString(16)}${name === undefined ? "" : ` (${name})`}`,
    isDurable: name === undefined,
  };
}

/** Throws E_PATH when a path of the tree would be too long below the app root: before a byte is unpacked (T15). */
export function checkPathsFit(appRoot: string, revision: RevisionId, listing: Listing): void {
  const rootBytes = Math.max(...[revisionPath(appRoot, revision), stagingPath(appRoot, revision)].map((path) => Buffer.byteLength(path)));
  const longest = rootBytes + 1 + listing.maxPathBytes;
  if (longest <= MAX_PATH_BYTES) return;
  throw new ShoalError("E_PATH", `the tree's longest path would have ${longest} bytes below ${quote(appRoot)}; at most ${MAX_PATH_BYTES}`, {
    hint: "use a shorter app root",
  });
}

/** From linux/magic.h. */
const WEAK_FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0x01021994: "tmpfs",
  0x858458f6: "ramfs",
  0x794c7630: "overlay",
  0x6969: "nfs",
  0xff534d42: "cifs",
  0xfe534d42: "smb2",
  0x65735546: "fuse",
};

/** Makes a file and looks for it under a name with the same fold: upper case, and the decomposed form of é. */
async function foldsNames(directory: string): Promise<boolean> {
  const stem = `.probe-${randomBytes(8).toString("hex")}-`;
  const probe = join(directory, `${stem}a\u00e9`);
  await (await open(probe, "wx")).close();
  try {
    const twins = [`${stem}A\u00c9`, `${stem}ae\u0301`];
    const found = await Promise.all(twins.map((name) => exists(join(directory, name))));
    return found.includes(true);
  } finally {
    await rm(probe, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
