/** An unpacking that was cut off, and goes on. */
import test from "ava";

import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ByteSource } from "../../release/bundle.ts";

import { recordStats } from "../../release/verify.ts";
import { directory, file, revision, sameTree, symlink } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";

import { flip, MIB, noise, packPair, v1, v2, type Pair } from "./pairs.ts";

let sample: Promise<Pair> | null = null;
const sampleFolder = mkdtempSync(join(tmpdir(), "shoal-release-"));
test.after.always(() => rmSync(sampleFolder, { recursive: true }));

/** v1 and v2, packed once for all tests. */
function samplePair(): Promise<Pair> {
  return (sample ??= packPair(sampleFolder, v1, v2));
}

test("an unpacking that was cut off goes on: finished files are kept and their frames not read again", async (t) => {
  const work = temporaryFolder(t);
  const tree = [...Array.from({ length: 5 }, (_, i) => file(`f${i}`, noise(7 * MIB, `f${i}`))), symlink("l", "f0"), directory("d")];
  const { base } = await packPair(work, tree, []);
  const counted = (most: number): ByteSource & { reads: number } => {
    const inner = base.source();
    const source = {
      sizeBytes: inner.sizeBytes,
      reads: 0,
      async read(offset: number, length: number) {
        if (++source.reads > most) throw new Error("killed");
        return inner.read(offset, length);
      },
    };
    return source;
  };
  await t.throwsAsync(base.unpackTo(join(work, "1"), { source: counted(4) }), { message: "killed" });
  t.true(readdirSync(join(work, "1")).length > 0);
  const second = counted(Number.POSITIVE_INFINITY);
  const { keptFiles, sentFiles } = await base.unpackTo(join(work, "1"), { source: second, resume: true });
  t.true(keptFiles >= 1 && keptFiles + sentFiles === 5, `${keptFiles} kept, ${sentFiles} sent`);
  t.true(second.reads < base.frames, `${second.reads} of ${base.frames} frames read`);
  sameTree(t, join(work, "1"), tree);
  await recordStats({ dir: join(work, "1"), listing: base.listing });
  const again = counted(1);
  t.is((await base.unpackTo(join(work, "1"), { source: again, resume: true })).keptFiles, 5, "a finished one needs the listing only");
});

test("going on keeps no file that isn't what it should be, and nothing else that is there", async (t) => {
  const work = temporaryFolder(t);
  const { from, base, overlay } = await samplePair();
  await base.unpackTo(join(work, "1"));
  await overlay.unpackTo(join(work, "2"), { sources: [revision(join(work, "1"), from)], linkMode: "copy" });
  flip(join(work, "2/small.txt"));
  writeFileSync(join(work, "2/bin/tool"), "#!/bin/sh\n");
  writeFileSync(join(work, "2/stranger"), "");
  mkdirSync(join(work, "2/.shoal"));
  writeFileSync(join(work, "2/.shoal/listing"), "");
  mkdirSync(join(work, "2/strange/directory"), { recursive: true });
  writeFileSync(join(work, "2/strange/directory/file"), "");
  rmSync(join(work, "2/bin/tool.txt"));
  mkdirSync(join(work, "2/bin/tool.txt"));
  writeFileSync(join(work, "2/bin/tool.txt/file"), "");
  rmSync(join(work, "2/current"));
  symlinkSync("/etc", join(work, "2/current"));
  const { keptFiles, links } = await overlay.unpackTo(join(work, "2"), {
    sources: [revision(join(work, "1"), from)],
    linkMode: "copy",
    resume: true,
  });
  t.deepEqual([keptFiles, links.copied], [3, 3]);
  sameTree(t, join(work, "2"), v2);
});
