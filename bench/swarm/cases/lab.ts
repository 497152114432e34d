/**
 * `lab-last-host-s`, `lab-copies`, `lab-link-copies`: three datacenters of four hosts, each site's one uplink shaped to 100 Mbit/s both ways, the seed a host
 * of the first. A random file; from the signal until the last host has it. The limit is one copy over one uplink.
 */
import type { Bench } from "../cases.ts";
import { type LabBundle, openLab } from "../lab/bundle.ts";
import type { Lab } from "../lab/lab.ts";
import { raceOurs } from "../lab/ours.ts";
import { raceAria2, raceLibtorrent, raceRsync } from "../lab/peers.ts";
import type { Race } from "../lab/run.ts";

const REACH_LIMIT = 1.15;

export async function labCase(bench: Bench): Promise<void> {
  const { report, tools } = bench;
  const lab = await openLab(bench);
  if (lab === null) return;
  const { limitS, shape, repeat } = lab;
  const ours = await repeat(raceOurs);
  const row = { case: shape, note: ours.note };
  report.add({ ...row, metric: "lab-last-host-s", ours: ours.lastS, peer: "limit", theirs: limitS, reach: REACH_LIMIT });
  report.add({ ...row, metric: "lab-copies", ours: ours.payloadCopies ?? Number.NaN, peer: "one copy", theirs: 1 });
  for (const [tool, racing] of PEERS) {
    if (!tools.has(tool)) continue;
    const theirs = await repeat(racing).catch((error: unknown) => report.say(`${tool} in the lab: ${String(error)}`));
    if (theirs === undefined) continue;
    const peer = { ...row, peer: tool, note: `ours: ${ours.note}; theirs: ${theirs.note}` };
    report.add({ ...peer, metric: "lab-last-host-s", ours: ours.lastS, theirs: theirs.lastS });
    report.add({ ...peer, metric: "lab-link-copies", ours: ours.linkCopies, theirs: theirs.linkCopies });
    if (theirs.payloadCopies === null || ours.payloadCopies === null) continue;
    report.add({ ...peer, metric: "lab-copies", ours: ours.payloadCopies, theirs: theirs.payloadCopies, reach: null });
  }
}

const PEERS: readonly (readonly ["libtorrent" | "aria2" | "rsync", (lab: Lab, bundle: LabBundle) => Promise<Race>])[] = [
  ["libtorrent", raceLibtorrent],
  ["aria2", raceAria2],
  ["rsync", raceRsync],
];
