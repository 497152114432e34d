/**
 * `yield-flow-share`: what one TCP flow of the host's own gets of a 100 Mbit/s uplink while the host downloads a bundle, with our back-off beside: without it, and
 * libtorrent over uTP. `yield-rest-share`: what the download takes once the flow has ended.
 */
import { openLab } from "../lab/bundle.ts";
import type { Bench } from "../cases.ts";
import { contest, CONTEST_SHAPE, type Contest, type ContestOptions } from "../lab/contest.ts";
import { pairOurs } from "../lab/ours.ts";
import { pairLibtorrent } from "../lab/peers.ts";
import { median } from "../../release/sample.ts";

const RUNS = 3;

export async function yieldCase(bench: Bench): Promise<void> {
  const { report, tools } = bench;
  const lab = await openLab(bench, CONTEST_SHAPE);
  if (lab === null) return;
  const runs = bench.runs ?? RUNS;
  const sides: Record<string, ContestOptions["start"]> = {
    ours: (net, bundle) => pairOurs(net, bundle, { backOff: "network" }),
    "without back-off": (net, bundle) => pairOurs(net, bundle, { backOff: "off" }),
    ...(tools.has("libtorrent") ? { "libtorrent, uTP": pairLibtorrent } : {}),
  };
  const seen = new Map<string, Contest[]>();
  for (let run = 0; run < runs; run++) {
    for (const [name, start] of Object.entries(sides)) {
      const one = await lab.once((net, bundle) => contest(net, { bundle, start }));
      report.say(
        `  ${name}: the flow got ${one.flowShare.toFixed(2)} of the link and the download ${one.downloadShare.toFixed(2)}, then ${one.restShare.toFixed(2)} ${JSON.stringify(one.told)}`,
      );
      seen.set(name, [...(seen.get(name) ?? []), one]);
    }
  }
  const middle = (name: string, of: (one: Contest) => number): number => median((seen.get(name) ?? []).map(of));
  for (const peer of seen.keys()) {
    if (peer === "ours") continue;
    const row = { case: lab.shape, peer, note: `median of ${runs}` };
    const [flow, rest] = [(one: Contest) => one.flowShare, (one: Contest) => one.restShare];
    report.add({ ...row, metric: "yield-flow-share", ours: middle("ours", flow), theirs: middle(peer, flow) });
    report.add({ ...row, metric: "yield-rest-share", ours: middle("ours", rest), theirs: middle(peer, rest) });
  }
}
