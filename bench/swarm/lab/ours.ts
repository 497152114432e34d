/** Our swarm in the lab: the seed and its tracker with the coordinator, an engine on each host. */
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabMachine } from "../../../coordinator/cli/lab/plan.ts";
import { createFleetCa, issueCertificate } from "../../../runtime/certificates.ts";
import type { KeyPair } from "../../../runtime/identity.ts";
import type { BackOffMode, LinkTraffic, NetworkPreset, SwarmIdentity, Torrent, TransferStats } from "../../../swarm/swarm.ts";
import { createTorrent } from "../../../swarm/torrent.ts";
import type { LabBundle } from "./bundle.ts";
import { HALF_AS_INGRESS, HOSTILITIES, type Hostility, type PeerJob, SWARM_PORT, TRACKER_PORT } from "./job.ts";
import { hostAbroad, sourcesOf, type Lab, type Program } from "./lab.ts";
import { race, type Race, type Racer } from "./run.ts";

const PRESET: NetworkPreset = (process.env["SHOAL_BENCH_PRESET"] as NetworkPreset | undefined) ?? "lan";
const PEER = join(import.meta.dirname, "peer.ts");
const HOSTILE = join(import.meta.dirname, "hostile.ts");

/** A clean race. */
export function raceOurs(lab: Lab, bundle: LabBundle): Promise<Race> {
  return raceWith(lab, bundle, {});
}

/** With one hostile host for each way of being so, moved on in each run; only the others race. Throws if one of these committed a bad byte. */
export async function raceHostile(lab: Lab, bundle: LabBundle, { run }: { readonly run: number }): Promise<Race> {
  const { hosts } = lab.plan;
  // The first of a datacenter often becomes its ingress; the last of each, and of the first the last two.
  const last = hosts.filter(({ name }) => name.endsWith("-h4"));
  const others = hosts.filter(({ name }) => name === "dc2-h1");
  const chosen = [...others, ...last].slice(0, HOSTILITIES.length);
  const hostile = new Map(chosen.map(({ name }, at) => [name, HOSTILITIES[(at + run) % HOSTILITIES.length]!]));
  const result = await raceWith(lab, bundle, { hostile });
  const right = await digestOf(bundle.file);
  for (const { name } of hosts.filter((host) => !hostile.has(host.name))) {
    if ((await digestOf(join(lab.directory, name))) !== right) throw new Error(`${name} has committed bytes that are not the bundle's`);
  }
  return result;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest("hex");
}

/** The first host abroad that has half of it, most of it from outside, is killed. */
export function raceKilled(lab: Lab, bundle: LabBundle): Promise<Race> {
  return raceWith(lab, bundle, { killIngress: true });
}

/** The seed, hosts beside it that have everything too, and one abroad that is ready; with `next` it tells when it backs off and when it has everything. */
export async function pairOurs(lab: Lab, bundle: LabBundle, { backOff }: { readonly backOff: BackOffMode }): Promise<Program> {
  const torrent = await createBundleTorrent(bundle.file);
  const jobs = await createJobs(lab, { bundle, torrent, hostile: new Map(), yielding: backOff });
  const start = async (machine: LabMachine, change: Partial<PeerJob>): Promise<Program> => {
    const program = startPeer(lab, machine, { job: { ...jobs.get(machine.name)!, ...change }, torrent });
    await program.next();
    return program;
  };
  const sources = sourcesOf(lab);
  await start(lab.plan.coordinator, {});
  for (const source of sources) {
    const program = await start(source, { file: bundle.file });
    program.send("go");
    await program.next();
  }
  return start(hostAbroad(lab), { peers: sources.map(({ address }) => `${address}:${SWARM_PORT}`) });
}

interface Trouble {
  readonly hostile?: ReadonlyMap<string, Hostility>;
  readonly killIngress?: boolean;
}

async function raceWith(lab: Lab, bundle: LabBundle, { hostile = new Map(), killIngress = false }: Trouble): Promise<Race> {
  const { coordinator, hosts } = lab.plan;
  const torrent = await createBundleTorrent(bundle.file);
  const jobs = await createJobs(lab, { bundle, torrent, hostile });
  const start = (machine: LabMachine): Program => startPeer(lab, machine, { job: jobs.get(machine.name)!, torrent });
  await start(coordinator).next();
  const enemies = hosts.filter(({ name }) => hostile.has(name)).map(start);
  await Promise.all(enemies.map((enemy) => enemy.next()));
  const racers = hosts
    .filter(({ name }) => !hostile.has(name))
    .map((host): Racer => ({ program: start(host), fromOutside: ({ stats }) => outsideBytes(stats as TransferStats, host) }));
  const abroad = racers.filter(({ program }) => program.machine.datacenter !== coordinator.datacenter);
  if (killIngress) for (const { program } of abroad) killAtHalf(program, () => abroad.some((one) => one.program.killed));
  return race({ lab, racers, sizeBytes: bundle.sizeBytes, onStarted: () => enemies.forEach((enemy) => enemy.send("go")) });
}

function killAtHalf(program: Program, late: () => boolean): void {
  program.child.stderr?.on("data", (bytes: Buffer) => {
    if (bytes.toString().includes(HALF_AS_INGRESS) && !late()) program.kill();
  });
}

interface BundleTorrent {
  readonly ca: KeyPair;
  readonly torrent: Torrent;
}

async function createBundleTorrent(file: string): Promise<BundleTorrent> {
  const ca = await createFleetCa({ name: "bench", days: 2 });
  return { ca, torrent: await createTorrent({ file, name: "bundle", caPem: ca.certificatePem }) };
}

interface JobOptions {
  readonly bundle: LabBundle;
  readonly torrent: BundleTorrent;
  readonly hostile: ReadonlyMap<string, Hostility>;
  /** Default: as a host's that shares its disk with the others'. */
  readonly yielding?: BackOffMode;
}

/** Jobs by machine. */
async function createJobs(
  { plan, directory }: Lab,
  { bundle, torrent, hostile, yielding }: JobOptions,
): Promise<ReadonlyMap<string, PeerJob>> {
  const backOff = yielding ?? "network";
  const { infoHash, metainfo, pieceDigests } = torrent.torrent;
  const hosts = plan.hosts.map(({ name, datacenter }) => ({ host: name, datacenter, passkey: randomBytes(16).toString("hex") }));
  const jobs = new Map<string, PeerJob>();
  for (const machine of [plan.coordinator, ...plan.hosts]) {
    const { name, address } = machine;
    const part = machine === plan.coordinator ? "seed" : (hostile.get(name) ?? "host");
    const passkey = hosts.find(({ host }) => host === name)?.passkey;
    jobs.set(name, {
      name,
      address,
      part,
      identity: await identityOf(torrent.ca, machine, part === "seed"),
      preset: PRESET,
      file: part === "host" ? join(directory, name) : bundle.file,
      torrent: { infoHash, metainfo: Buffer.from(metainfo).toString("base64"), pieceDigests: Buffer.from(pieceDigests).toString("base64") },
      announceUrl: `https://${plan.coordinator.address}:${TRACKER_PORT}/${passkey}/announce`,
      hosts,
      seedDatacenter: plan.coordinator.datacenter,
      backOff,
      tellsBackOff: yielding !== undefined,
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

function startPeer(lab: Lab, machine: LabMachine, { job, torrent }: { readonly job: PeerJob; readonly torrent: BundleTorrent }): Program {
  const file = join(lab.directory, `${machine.name}.json`);
  writeFileSync(file, JSON.stringify(job), { mode: 0o600 });
  const program = job.part === "seed" || job.part === "host" ? [PEER, file] : [HOSTILE, file, String(torrent.torrent.pieceLengthBytes)];
  return lab.run(machine, [process.execPath, "--disable-warning=ExperimentalWarning", ...program]);
}

/** What came twice or wrong crossed the link too. */
function outsideBytes({ links }: TransferStats, { datacenter }: LabMachine): number {
  const outside = links.filter((link: LinkTraffic) => link.seed || link.datacenter !== datacenter);
  return outside.reduce((sum, { payloadBytes, wastedBytes }) => sum + payloadBytes + wastedBytes, 0);
}
