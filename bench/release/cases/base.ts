/**
 * `base-bytes`, `base-pack-s` and `base-unpack-s`, for the newer tree of each pair, against tar and zstd at the level whose size is nearest to ours. Unpacking
 * verifies every content on both sides (theirs with b3sum) and ends with `sync -f` on both.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { TAR } from "../delta-peers.ts";
import { list, packStep, runStep, type KnownTree, type Packed } from "../ours.ts";
import { fetchPair, type Pair } from "../pairs.ts";
import { sideBySide, type SideBySide } from "../sample.ts";
import { remove, settle, shell } from "../shell.ts";
import type { Bench } from "./case.ts";
import { runs } from "./overlay.ts";

export async function baseCase(bench: Bench, pair: Pair): Promise<void> {
  const { report, tools } = bench;
  if (!tools.has("zstd")) return report.say(`${pair.name}: no zstd to measure a base against`);
  const folder = join(bench.scratch, `base-${pair.name}`);
  mkdirSync(folder);
  const tree = await list((await fetchPair(pair, bench.cache)).b, join(folder, "listing"));
  const job: Job = { bench, tree, out: join(folder, "base"), archive: join(folder, "tar.zst"), folder };
  const { fileBytes } = await pack(job);
  const { level, bytes } = await nearestLevel(job, fileBytes);
  const packing = await sideBySide({ ours: async () => (await pack(job)).seconds, theirs: () => tarZstd(job, level) });
  const theirs = { case: pair.name, peer: `tar | zstd -T2 -${level}` };
  report.add({ ...theirs, metric: "base-bytes", ours: fileBytes, theirs: bytes, note: bench.effort });
  report.add({ ...theirs, metric: "base-pack-s", ours: packing.ours, theirs: packing.theirs, note: runs(packing.runs) });
  const unpacking = await compareUnpacking(job);
  const check = tools.has("b3sum") ? "b3sum" : "our hashing";
  const peer = `tar --zstd -xf + ${check}`;
  report.add({
    ...theirs,
    metric: "base-unpack-s",
    ours: unpacking.ours,
    peer,
    theirs: unpacking.theirs,
    note: `sync -f; ${runs(unpacking.runs)}`,
  });
  await remove(folder);
}

interface Job {
  readonly bench: Bench;
  readonly tree: KnownTree;
  readonly out: string;
  readonly archive: string;
  readonly folder: string;
}

function pack({ bench, tree, out }: Job): Promise<Packed> {
  return packStep({ from: null, to: tree, out, effort: bench.effort });
}

async function tarZstd({ tree, archive }: Job, level: number): Promise<number> {
  return (await shell(`${TAR} -C "$1" -cf - . | zstd -q -f -T2 -"$3" -o "$2"`, [tree.root, archive, String(level)])).seconds;
}

const LEVEL_MAX = 19;

/** Sizes fall with the level, near enough: the lowest that isn't larger than ours, or the one below where that is nearer. */
async function nearestLevel(job: Job, ours: number): Promise<{ readonly level: number; readonly bytes: number }> {
  const sizes = new Map<number, number>();
  const sizeAt = async (level: number): Promise<number> => {
    const known = sizes.get(level);
    if (known !== undefined) return known;
    await tarZstd(job, level);
    const { size } = statSync(job.archive);
    sizes.set(level, size);
    return size;
  };
  let [low, high] = [1, LEVEL_MAX];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((await sizeAt(middle)) <= ours) high = middle;
    else low = middle + 1;
  }
  await sizeAt(low);
  if (low > 1) await sizeAt(low - 1);
  const distance = (bytes: number): number => Math.abs(Math.log(bytes / ours));
  const [level, bytes] = [...sizes].reduce((best, one) => (distance(one[1]) < distance(best[1]) ? one : best));
  return { level, bytes };
}

async function compareUnpacking(job: Job): Promise<SideBySide> {
  // All are removed at the end: ext4 passes over inodes that were freed within the last half minute, one by one for each file it makes.
  let trees = 0;
  const timed = (unpack: (job: Job, root: string) => Promise<number>) => async () => {
    await settle(job.folder);
    return unpack(job, join(job.folder, `unpacked-${++trees}`));
  };
  return sideBySide({ ours: timed(unpackOurs), theirs: timed(unpackTheirs) });
}

async function unpackOurs({ out, tree }: Job, root: string): Promise<number> {
  const { seconds } = await runStep({ step: "unpack", bundle: out, from: null, root, release: tree.release });
  return seconds + (await shell('sync -f "$1"', [root])).seconds;
}

async function unpackTheirs({ bench, archive, tree }: Job, root: string): Promise<number> {
  const unpack = 'mkdir "$2"; tar --zstd -xf "$1" -C "$2"';
  const hash = 'cd "$2"; find . -type f -print0 | xargs -0 b3sum > /dev/null';
  if (bench.tools.has("b3sum")) return (await shell(`${unpack}; ${hash}; sync -f .`, [archive, root])).seconds;
  const { seconds } = await shell(unpack, [archive, root]);
  const hashed = await runStep({ step: "hash", tree: { root, listing: tree.listing } });
  return seconds + hashed.seconds + (await shell('sync -f "$1"', [root])).seconds;
}
