/** One bundle of 1 GiB from one process to another over loopback: wall time and the processor time of both ends, ours against libtorrent's with SSL torrents; clients without TLS for reference. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { median } from "../../release/sample.ts";
import type { Bench } from "../cases.ts";
import type { Spent } from "../pair/cpu.ts";
import { createPairFleet } from "../pair/fleet.ts";
import { oursOnce } from "../pair/ours.ts";
import { aria2Once, curlOnce, libtorrentOnce, transmissionOnce } from "../pair/stock.ts";

const SIZE_BYTES = 1024 ** 3;
const RUNS = 3;

export async function pairCase(bench: Bench): Promise<void> {
  const { report, tools, scratch } = bench;
  const runs = bench.runs ?? RUNS;
  const directory = join(scratch, "pair");
  await mkdir(directory);
  const fleet = await createPairFleet(directory, SIZE_BYTES);
  const sides: Record<string, () => Promise<Spent>> = {
    ours: () => oursOnce(fleet),
    ...(tools.has("libtorrent")
      ? { libtorrent: () => libtorrentOnce(fleet, { tls: true }), "libtorrent, plain": () => libtorrentOnce(fleet, { tls: false }) }
      : {}),
    ...(tools.has("aria2") ? { "aria2, plain": () => aria2Once(fleet) } : {}),
    ...(tools.has("transmission") && process.getuid?.() === 0 ? { "transmission, plain": () => transmissionOnce(fleet) } : {}),
    ...(tools.has("nginx") && tools.has("curl") ? { "curl from nginx, plain": () => curlOnce(fleet) } : {}),
  };
  // By turns, so that a busy minute of the machine hits all.
  const seen = new Map<string, Spent[]>(Object.keys(sides).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, once] of Object.entries(sides)) {
      const spent = await once();
      seen.get(name)!.push(spent);
      report.say(`${name}: ${spent.wallS.toFixed(2)} s, CPU ${spent.eachS.map((one) => one.toFixed(2)).join(" + ")} s`);
    }
  }
  const ours = middle(seen.get("ours")!);
  for (const [peer, spent] of seen) {
    const theirs = middle(spent);
    const row = { case: "loopback 1 GiB", peer, note: `median of ${runs}` };
    if (peer === "libtorrent") {
      report.add({ ...row, metric: "pair-wall-s", ours: ours.wallS, theirs: theirs.wallS });
      report.add({ ...row, metric: "pair-cpu-s", ours: ours.cpuS, theirs: theirs.cpuS });
    } else if (peer !== "ours") {
      report.add({ ...row, metric: "pair-plain-wall-s", ours: ours.wallS, theirs: theirs.wallS, note: `${row.note}; ours with TLS` });
    }
  }
  await rm(directory, { recursive: true });
}

function middle(spent: readonly Spent[]): Pick<Spent, "wallS" | "cpuS"> {
  return { wallS: median(spent.map(({ wallS }) => wallS)), cpuS: median(spent.map(({ cpuS }) => cpuS)) };
}
