/**
 * One machine of our swarm in the lab: `node peer.ts FILE`, FILE being JSON. The seed with its tracker, or a host; told what to do on stdin (run.ts).
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type HostId, parseHostId } from "../../../runtime/ids.ts";
import { openSwarm } from "../../../swarm/process.ts";
import type { AddOptions, SwarmEvent, Torrent, TransferStats } from "../../../swarm/swarm.ts";
import { NO_LIMITS } from "../../../swarm/engine/throttle.ts";
import { openTracker } from "../../../swarm/tracker/server.ts";
import { HALF_AS_INGRESS, type PeerJob, SWARM_PORT, TRACKER_PORT } from "./job.ts";

const MEMORY_LIMIT_MIB = 256;

const job = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as PeerJob;
const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
const events: SwarmEvent[] = [];
const torrent: AddOptions["torrent"] = {
  infoHash: job.torrent.infoHash as Torrent["infoHash"],
  metainfo: Buffer.from(job.torrent.metainfo, "base64"),
  pieceDigests: Buffer.from(job.torrent.pieceDigests, "base64"),
};
const swarm = await openSwarm(
  {
    identity: job.identity,
    listen: { host: job.address, port: SWARM_PORT },
    advertiseHost: job.address,
    preset: job.preset,
    ...(job.part === "seed" ? { datacenter: job.seedDatacenter } : {}),
    memoryLimitMib: MEMORY_LIMIT_MIB,
    limits: { ...NO_LIMITS, backOff: job.backOff },
  },
  { onEvent },
);
if (job.part === "seed") await seed();
else await host();
await swarm.stop();
process.exit(0);

function onEvent(event: SwarmEvent): void {
  events.push(event);
  if (event.kind === "backs-off" && job.tellsBackOff === true) say(event);
}

async function seed(): Promise<void> {
  const hosts = new Map(
    job.hosts.map(({ host, datacenter, passkey }) => [passkey, { host: parseHostId(host), datacenter, address: null }]),
  );
  const tracker = await openTracker(
    {
      identity: job.identity,
      listen: { host: job.address, port: TRACKER_PORT },
      preset: job.preset,
      seedDatacenter: job.seedDatacenter,
    },
    {
      lookup: (passkey) => hosts.get(passkey) ?? null,
      allowed: () => true,
      seeds: () => [`${job.address}:${SWARM_PORT}`],
      now: () => performance.now(),
    },
  );
  const transfer = await swarm.add({
    torrent,
    file: job.file,
    announceUrl: null,
    admission: { hosts: job.hosts.map(({ host }) => host as HostId) },
  });
  say({ ready: true });
  await heard("end");
  say({ uploadedBytes: transfer.stats.uploadedBytes, events });
  await tracker.stop();
}

async function host(): Promise<void> {
  say({ ready: true });
  await heard("go");
  const transfer = await swarm.add({
    torrent,
    file: job.file,
    announceUrl: job.announceUrl,
    admission: { hosts: null },
    peers: job.peers ?? [],
  });
  const places = job.hosts.map(({ host, datacenter }) => ({ host: parseHostId(host), datacenter }));
  await swarm.vouch(torrent.infoHash, places);
  const stopTelling = transfer.onChange((stats) => {
    if (!isHalfIngress(stats)) return;
    stopTelling();
    process.stderr.write(`${HALF_AS_INGRESS}\n`);
  });
  await transfer.waitForAll();
  say({ doneMs: Date.now() });
  await heard("end");
  say({ stats: transfer.stats, events });
}

function isHalfIngress({ verifiedBytes, sizeBytes, links }: TransferStats): boolean {
  const home = job.hosts.find(({ host }) => host === job.name)?.datacenter;
  const outside = links.filter(({ seed, datacenter }) => seed || datacenter !== home);
  return verifiedBytes > sizeBytes / 2 && outside.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0) > verifiedBytes / 2;
}

async function heard(word: string): Promise<void> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) process.exit(0);
    if (value === word) return;
  }
}

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
