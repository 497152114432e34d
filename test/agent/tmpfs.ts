/** A small file system of its own, to be filled: needs root. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";

/** Null, told in one line, where it can't be mounted. `options`: as of mount(8), like `size=16m,nr_inodes=100`. */
export function mountTmpfs(t: ExecutionContext, options: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), "shoal-tmpfs-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
  } catch {
    rmdirSync(folder);
    t.log("skipped: a tmpfs can't be mounted here (needs root)");
    t.pass();
    return null;
  }
  t.teardown(() => {
    execFileSync("umount", ["-l", folder]);
    rmdirSync(folder);
  });
  return folder;
}

/** Leaves `leftBytes` free. */
export function fill(folder: string, leftBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, "filler"), Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
}
