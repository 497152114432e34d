/**
 * Whether a bundle and the tree made of it fit, before a byte is fetched (S01, S02, T29). The tree counts whole unless files are shared with an
 * old revision; then only what the bundle brings is sure. unpackBundle asks again, by the file, once it has the listing.
 */
import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import type { BundleDescription } from "../../proto/messages.ts";
import type { LinkMode } from "../../release/commit-record.ts";
import type { Release } from "../../release/release.ts";
import { ShoalError } from "../../runtime/errors.ts";
import { RESERVE_BYTES_MAX, RESERVE_SHARE, SPACE_FACTOR } from "../shell-limits.ts";

export interface Need {
  /** A directory on the file system meant. */
  readonly path: string;
  readonly bytes: number;
  readonly inodes: number;
}

export interface NeedOptions {
  readonly route: BundleDescription;
  readonly release: Release;
  readonly linkMode: LinkMode;
  readonly appRoot: string;
  readonly downloads: string;
}

/** What a prepare writes, by place. Blocks of files that are shared are not written again; their names and directories are. */
export function spaceNeeds({ route, release, linkMode, appRoot, downloads }: NeedOptions): readonly Need[] {
  const shared = route.kind === "overlay" && linkMode !== "copy";
  const linked = route.kind === "overlay" && linkMode === "hardlink";
  const treeBytes = (shared ? Math.min(route.sizeBytes, release.sizeBytes) : release.sizeBytes) + release.listingBytes;
  return [
    { path: appRoot, bytes: Math.ceil(treeBytes * SPACE_FACTOR), inodes: linked ? 0 : release.entries },
    { path: downloads, bytes: route.sizeBytes, inodes: 2 },
  ];
}

/** Throws E_DISK_FULL naming bytes or inodes. Two places on one file system are counted together. */
export async function checkRoom(needs: readonly Need[], look: (path: string) => Promise<StatsFs> = statfs): Promise<void> {
  const found = await Promise.all(needs.map(async (need) => ({ ...need, free: await look(need.path) })));
  for (const { path, free } of found) {
    const here = found.filter(
      (other) => other.free.type === free.type && other.free.blocks === free.blocks && other.free.files === free.files,
    );
    const bytes = here.reduce((sum, need) => sum + need.bytes, 0);
    const inodes = here.reduce((sum, need) => sum + need.inodes, 0);
    const reserveBytes = Math.floor(Math.min(RESERVE_BYTES_MAX, free.blocks * free.bsize * RESERVE_SHARE));
    const freeBytes = free.bavail * free.bsize;
    if (freeBytes < bytes + reserveBytes) throw full(path, `${freeBytes} bytes free, ${bytes} needed and ${reserveBytes} kept in reserve`);
    // File systems without a table of inodes (btrfs) say 0 of 0.
    if (free.files > 0 && free.ffree < inodes) throw full(path, `${free.ffree} inodes free, ${inodes} needed`);
  }
}

function full(path: string, why: string): ShoalError {
  const hint = "free space on that file system, or lower keepRevisions of an app on it, then deploy again";
  return new ShoalError("E_DISK_FULL", `not enough room at ${path}: ${why}`, { hint });
}
