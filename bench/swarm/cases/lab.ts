/**
 * `lab-last-host-s`, `lab-copies`, `lab-link-copies`: three datacenters of four hosts, each site's one uplink shaped to 100 Mbit/s both ways, the seed a host
 * of the first. A random file; from the signal until the last host has it. The limit is one copy over one uplink.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomFillSync } from "node:crypto";
import type { Bench } from "../cases.ts";
import { WAN_BPS, whyNoNamespaces, withLab } from "../lab/lab.ts";
import { raceOurs } from "../lab/ours.ts";
import type { Race } from "../lab/run.ts";

const SHAPE = { datacenters: 3, hostsEach: 4 };
const MIB = 1024 * 1024;

export async function labCase(bench: Bench): Promise<void> {
  const { report, scratch, labMib } = bench;
  const objection = await whyNoNamespaces();
  if (objection !== null) return report.say(`lab: left out, ${objection}`);
  const file = join(scratch, "lab-bundle");
  const sizeBytes = labMib * MIB;
  writeFileSync(file, randomFillSync(Buffer.allocUnsafe(sizeBytes)));
  const limitS = (sizeBytes * 8) / WAN_BPS;
  const ours: Race = await withLab(scratch, SHAPE, (lab) => raceOurs(lab, { file, sizeBytes }));
  report.say(JSON.stringify({ ...ours, loads: Object.fromEntries(ours.loads) }));
  report.add({ case: "3x4", metric: "lab-last-host-s", ours: ours.lastS, peer: "limit", theirs: limitS, note: "", reach: 1.15 });
}
