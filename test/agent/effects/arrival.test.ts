/** Unpacking goes on while the bundle arrives, in whatever order its pieces come. */
import test from "ava";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeFrameTable } from "../../../release/frames.ts";
import { FRAME_TARGET_BYTES } from "../../../release/limits.ts";
import { fileMtime } from "../../../release/mtime.ts";
import { unpackBundle } from "../../../release/unpack.ts";
import { WEB } from "../lanes.ts";
import { makeBase, makeRelease } from "../releases.ts";
import { openRig } from "../rig.ts";

/** With its header it fills a frame. */
const FILE_BYTES = FRAME_TARGET_BYTES - 512;

test("the last file of a bundle is verified in staging before its first piece has come, and the tree when all have", async (t) => {
  const rig = await openRig(t);
  const files = Object.fromEntries(["a.bin", "b.bin", "c.bin"].map((name) => [name, randomBytes(FILE_BYTES)]));
  const release = await makeRelease({ folder: join(rig.folder, "tree"), files });
  const bundle = await makeBase(release, { out: join(rig.folder, "bundle"), caPem: rig.caPem });
  const { frames } = decodeFrameTable(bundle.description.frameTable);
  // The listing, and a file each.
  t.is(frames.length, 4);
  const download = await rig.context.downloads.acquire(WEB, bundle.description, release);
  const stop = new AbortController();
  const source = download.source(stop.signal);
  const stagingDir = join(rig.root, ".staging/r1");
  const progress = waitable();
  const unpacking = unpackBundle({
    bundle: bundle.description,
    source,
    release: release.release,
    stagingDir,
    sources: [],
    linkMode: "hardlink",
    allowedSymlinkPrefixes: [],
    onProgress: ({ doneBytes }) => progress.reached(doneBytes),
  });
  const arrive = (number: number): void => rig.swarm.offerPart(bundle, frames[number]!.offset, frames[number]!.compressedBytes);
  arrive(0);
  for (const [i, number] of [3, 1, 2].entries()) {
    const name = `${"abc"[number - 1]}.bin`;
    t.false(existsSync(join(stagingDir, name)));
    arrive(number);
    await progress.at(FILE_BYTES * (i + 1));
    t.deepEqual(readFileSync(join(stagingDir, name)), files[name]);
    const entry = release.listing.entry(number - 1);
    if (entry.kind === "file") t.is(statSync(join(stagingDir, name)).mtimeMs, fileMtime(entry.digest) * 1000);
  }
  t.is((await unpacking).sentFiles, 3);
  await source.close();
  stop.abort();
  await rig.context.downloads.release(bundle.description.digest, "abandoned");
});

function waitable() {
  let reached = 0;
  let wake: () => void = () => undefined;
  return {
    reached(bytes: number): void {
      reached = bytes;
      wake();
    },
    async at(bytes: number): Promise<void> {
      while (reached < bytes) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}
