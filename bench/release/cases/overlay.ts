/**
 * `overlay-bytes` and `overlay-make-s`, for each pair of trees. Every peer makes its delta once; the smallest is who we are measured against, and its time is taken
 * again in turn with ours. Before the clock starts, both sides have the trees, the peers also whole tars or repositories, we the listings of the trees.
 *
 * Ours on the wire: the bundle file, in which listing and frame table are, and the torrent that it travels by (metainfo with the fleet's CA, BLAKE3 of the pieces). The signed release is not counted: the peers' deltas have no signature. `overlay-file-bytes` is the bundle file alone.
 */
import { join } from "node:path";
import { mkdirSync } from "node:fs";
import { createFleetCa } from "../../../runtime/certificates.ts";
import { createTorrent, withoutCa } from "../../../swarm/torrent.ts";
import { DELTA_PEERS, makeDelta, makeTar, type Delta, type DeltaJob, type DeltaPeer } from "../delta-peers.ts";
import { list, packStep, runStep, type KnownTree, type Packed } from "../ours.ts";
import { fetchPair, type Pair } from "../pairs.ts";
import { sideBySide } from "../sample.ts";
import { remove } from "../shell.ts";
import type { Bench } from "./case.ts";

export async function overlayCase(bench: Bench, pair: Pair): Promise<void> {
  const { report, scratch } = bench;
  const trees = await fetchPair(pair, bench.cache);
  const folder = join(scratch, `overlay-${pair.name}`);
  mkdirSync(folder);
  report.say(`${pair.name} (${pair.about}): ${trees.versions}`);
  const from = await list(trees.a, join(folder, "a.listing"));
  const to = await list(trees.b, join(folder, "b.listing"));
  const job = { from, to, fromTar: join(folder, "a.tar"), toTar: join(folder, "b.tar"), work: join(folder, "work") };
  await makeTar(trees.a, job.fromTar);
  await makeTar(trees.b, job.toTar);
  const best = await smallest(bench, job);
  if (best === null) return report.say(`${pair.name}: no peer is there to measure against`);
  await compare({ bench, pair, job, best, out: join(folder, "overlay") });
  await remove(folder);
}

interface Best {
  readonly peer: DeltaPeer;
  readonly delta: Delta;
}

async function smallest({ report, tools }: Bench, job: DeltaJob): Promise<Best | null> {
  let best: Best | null = null;
  for (const peer of DELTA_PEERS) {
    if (!peer.tools.every((tool) => tools.has(tool))) continue;
    const delta = await makeDelta(peer, job);
    report.say(`  ${peer.name}: ${delta.bytes.toLocaleString("en-US")} bytes in ${delta.seconds.toFixed(2)} s`);
    if (best === null || delta.bytes < best.delta.bytes) best = { peer, delta };
  }
  return best;
}

interface Comparison {
  readonly bench: Bench;
  readonly pair: Pair;
  readonly job: DeltaJob & { readonly to: KnownTree };
  readonly best: Best;
  readonly out: string;
}

async function compare({ bench, pair, job, best, out }: Comparison): Promise<void> {
  let packed: Packed | null = null;
  const times = await sideBySide({
    theirFirst: best.delta.seconds,
    theirs: async () => (await makeDelta(best.peer, job)).seconds,
    ours: async () => (packed = await packStep({ from: job.from, to: job.to, out, effort: bench.effort })).seconds,
  });
  await checkApplies(job, out);
  const { fileBytes, rssMib } = packed!;
  const torrentBytes = await torrentSize(out);
  const theirs = { case: pair.name, peer: best.peer.name, theirs: best.delta.bytes };
  const parts = `bundle ${fileBytes} + torrent ${torrentBytes}`;
  bench.report.add({ ...theirs, metric: "overlay-bytes", ours: fileBytes + torrentBytes, note: parts });
  bench.report.add({ ...theirs, metric: "overlay-file-bytes", ours: fileBytes, note: "the bundle file alone" });
  const note = `${bench.effort}, ${Math.ceil(rssMib)} MiB peak; ${runs(times.runs)}`;
  bench.report.add({ ...theirs, metric: "overlay-make-s", ours: times.ours, theirs: times.theirs, note });
}

/** A figure counts only if the overlay makes the tree: unpacking checks every content. */
async function checkApplies({ from, to, work }: Comparison["job"], bundle: string): Promise<void> {
  await remove(work);
  await runStep({ step: "unpack", bundle, from, root: work, release: to.release });
  await remove(work);
}

async function torrentSize(file: string): Promise<number> {
  const { certificatePem } = await createFleetCa({ name: "bench", days: 1 });
  const { metainfo, pieceDigests } = await createTorrent({ file, name: "bench-overlay", caPem: certificatePem });
  return withoutCa(metainfo).length + pieceDigests.length;
}

export function runs(count: number): string {
  return count === 1 ? "1 run (over a minute)" : `median of ${count}`;
}
