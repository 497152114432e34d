/** Our swarm in the lab: the seed and its tracker with the coordinator, an engine on each host. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabMachine } from "../../../coordinator/cli/lab/plan.ts";
import { createFleetCa, issueCertificate, type KeyPair } from "../../../runtime/identity.ts";
import type { LinkTraffic, NetworkPreset, SwarmIdentity, TransferStats } from "../../../swarm/swarm.ts";
import { createTorrent } from "../../../swarm/torrent.ts";
import { type PeerJob, TRACKER_PORT } from "./job.ts";
import type { Lab, Program } from "./lab.ts";
import { race, type Race, type Racer } from "./run.ts";

const PRESET: NetworkPreset = (process.env["SHOAL_BENCH_PRESET"] as NetworkPreset | undefined) ?? "lan";
const PEER = join(import.meta.dirname, "peer.ts");

export interface OursOptions {
  readonly file: string;
  readonly sizeBytes: number;
}

export async function raceOurs(lab: Lab, { file, sizeBytes }: OursOptions): Promise<Race> {
  const jobs = await createJobs(lab, file);
  const seed = start(lab, lab.plan.coordinator, jobs);
  await seed.next();
  const racers = lab.plan.hosts.map((host): Racer => {
    const program = start(lab, host, jobs);
    return { program, fromOutside: ({ stats }) => outsideBytes(stats as TransferStats, host) };
  });
  return race({ lab, racers, sizeBytes });
}

/** Jobs by machine. */
async function createJobs({ plan, directory }: Lab, file: string): Promise<ReadonlyMap<string, PeerJob>> {
  const ca = await createFleetCa({ name: "bench", days: 2 });
  const { infoHash, metainfo, pieceDigests } = await createTorrent({ file, name: "bundle", caPem: ca.certificatePem });
  const hosts = plan.hosts.map(({ name, datacenter }) => ({ host: name, datacenter, passkey: randomBytes(16).toString("hex") }));
  const common = {
    preset: PRESET,
    torrent: { infoHash, metainfo: Buffer.from(metainfo).toString("base64"), pieceDigests: Buffer.from(pieceDigests).toString("base64") },
    hosts,
    seedDatacenter: plan.coordinator.datacenter,
    tellShare: null,
  };
  const jobs = new Map<string, PeerJob>();
  for (const machine of [plan.coordinator, ...plan.hosts]) {
    const { name, address } = machine;
    const seed = machine === plan.coordinator;
    const passkey = hosts.find(({ host }) => host === name)?.passkey;
    jobs.set(name, {
      ...common,
      name,
      address,
      seed,
      identity: await identityOf(ca, machine, seed),
      file: seed ? file : join(directory, name),
      announceUrl: `https://${plan.coordinator.address}:${TRACKER_PORT}/${passkey}/announce`,
    });
  }
  return jobs;
}

async function identityOf(ca: KeyPair, { name, address }: LabMachine, seed: boolean): Promise<SwarmIdentity> {
  const pair = await issueCertificate({
    ca,
    role: seed ? "coordinator" : "agent",
    name: seed ? "main" : name,
    addresses: [address],
    days: 1,
  });
  return { caPem: ca.certificatePem, ...pair };
}

function start(lab: Lab, machine: LabMachine, jobs: ReadonlyMap<string, PeerJob>): Program {
  const file = join(lab.directory, `${machine.name}.json`);
  writeFileSync(file, JSON.stringify(jobs.get(machine.name)), { mode: 0o600 });
  return lab.run(machine, [process.execPath, "--disable-warning=ExperimentalWarning", PEER, file]);
}

/** What came twice or wrong crossed the link too. */
function outsideBytes({ links }: TransferStats, { datacenter }: LabMachine): number {
  const outside = links.filter((link: LinkTraffic) => link.seed || link.datacenter !== datacenter);
  return outside.reduce((sum, { payloadBytes, wastedBytes }) => sum + payloadBytes + wastedBytes, 0);
}
