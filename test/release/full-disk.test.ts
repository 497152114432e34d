/** BAD-INPUTS S01, S02: disks that have no room for the tree. */
import test, { type ExecutionContext } from "ava";
import { readdirSync, readFileSync } from "node:fs";
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

import { packBase } from "../../release/pack.ts";

import { createStore, file, memorySource, unpack } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";

test("S01 a disk that is too small is E_DISK_FULL before the first byte is written", async (t) => {
  const disk = smallDisk(t, "size=4m");
  if (disk === null) return t.pass("skipped: mounting a tmpfs needs root");
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const listing = store.add([file("big", Buffer.alloc(5 * 1024 * 1024, 7))]);
  const bundle = await packBase({ listing, pathOf: store.pathOf, out: join(folder, "base") });
  const source = memorySource(readFileSync(join(folder, "base")));
  await t.throwsAsync(unpack({ bundle, listing, source, stagingDir: join(disk, "s") }), { code: "E_DISK_FULL", message: /bytes/ });
  t.deepEqual(readdirSync(disk), []);
});

test("S02 a disk with too few inodes is E_DISK_FULL and says inodes", async (t) => {
  const disk = smallDisk(t, "size=200m,nr_inodes=50");
  if (disk === null) return t.pass("skipped: mounting a tmpfs needs root");
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const listing = store.add(Array.from({ length: 100 }, (_, i) => file(`f${i}`, String(i))));
  const bundle = await packBase({ listing, pathOf: store.pathOf, out: join(folder, "base") });
  const source = memorySource(readFileSync(join(folder, "base")));
  await t.throwsAsync(unpack({ bundle, listing, source, stagingDir: join(disk, "s") }), { code: "E_DISK_FULL", message: /inodes/ });
});

function smallDisk(t: ExecutionContext, options: string): string | null {
  if (process.getuid?.() !== 0) return null;
  const folder = temporaryFolder(t);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).status !== 0) return null;
  t.teardown(() => execFileSync("umount", [folder]));
  return folder;
}
