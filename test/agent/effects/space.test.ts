import type { StatsFs } from "node:fs";
import test from "ava";
import { checkRoom, spaceNeeds } from "../../../agent/effects/space.ts";
import type { BundleDescription } from "../../../proto/messages.ts";
import type { Release } from "../../../release/release.ts";
import { ShoalError } from "../../../runtime/errors.ts";

const MIB = 1024 * 1024;
const release = { sizeBytes: 100 * MIB, listingBytes: MIB, entries: 1000 } as Release;

test("a base needs the whole tree, an overlay that links only what it brings, one that copies the whole tree", (t) => {
  const needs = (kind: "base" | "overlay", linkMode: "hardlink" | "reflink" | "copy"): readonly number[] => {
    const route = { kind, sizeBytes: 10 * MIB } as BundleDescription;
    const [tree] = spaceNeeds({ route, release, linkMode, appRoot: "/root", downloads: "/state" });
    return [Math.round((tree?.bytes ?? 0) / MIB), tree?.inodes ?? -1];
  };
  t.deepEqual(needs("base", "hardlink"), [121, 1000]);
  t.deepEqual(needs("overlay", "hardlink"), [13, 0]);
  t.deepEqual(needs("overlay", "reflink"), [13, 1000]);
  t.deepEqual(needs("overlay", "copy"), [121, 1000]);
});

test("tree and bundle on one file system are counted together, with the reserve", async (t) => {
  const needs = [
    { path: "/root", bytes: 60 * MIB, inodes: 10 },
    { path: "/state", bytes: 60 * MIB, inodes: 2 },
  ];
  const one = disk(110, 1000, 100);
  const two = disk(110, 2000, 100);
  t.is(
    (
      await t.throwsAsync(
        checkRoom(needs, async () => one),
        { instanceOf: ShoalError },
      )
    ).code,
    "E_DISK_FULL",
  );
  await t.notThrowsAsync(checkRoom(needs, async (path) => (path === "/root" ? one : two)));
  await t.notThrowsAsync(checkRoom(needs, async () => disk(141, 1000, 100)));
  await t.throwsAsync(
    checkRoom(needs, async () => disk(139, 1000, 100)),
    { message: /20971520 kept in reserve/ },
  );
});

test("where inodes are gone the message says inodes; a file system that does not count them passes", async (t) => {
  const needs = [{ path: "/root", bytes: 1, inodes: 100 }];
  await t.throwsAsync(
    checkRoom(needs, async () => disk(500, 1000, 99)),
    { message: /99 inodes free, 100 needed/ },
  );
  await t.notThrowsAsync(checkRoom(needs, async () => Object.assign(disk(500, 1000, 0), { files: 0 })));
});

function disk(freeMib: number, sizeMib: number, freeInodes: number): StatsFs {
  const blocks = { bsize: 4096, blocks: (sizeMib * MIB) / 4096, bavail: (freeMib * MIB) / 4096, bfree: (freeMib * MIB) / 4096 };
  return { type: 0xef53, ...blocks, files: 1000, ffree: freeInodes } as StatsFs;
}
