/** Memory of an agent's swarm process while it takes a bundle of 4 GiB from 50 peers and gives them some of it. The bundle is zeros: a sparse file, so only what is received is written. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createFleetCa, issueCertificate } from "../../../runtime/certificates.ts";
import { openSwarm } from "../../../swarm/process.ts";
import type { SwarmIdentity } from "../../../swarm/swarm.ts";
import { createTorrent } from "../../../swarm/torrent.ts";
import type { Bench } from "../cases.ts";
import type { LightPeers } from "../pair/light-peers.ts";

const MIB = 1024 * 1024;
const SIZE_BYTES = 4096 * MIB;
const PEERS = 50;
const LIMIT_MIB = 256;
const SAMPLE_MS = 100;
const SCRIPT = fileURLToPath(new URL("../pair/light-peers.ts", import.meta.url));

export async function rssCase({ report, scratch }: Bench): Promise<void> {
  const directory = join(scratch, "rss");
  await mkdir(directory);
  const bundle = join(directory, "bundle");
  const sparse = await open(bundle, "w");
  await sparse.truncate(SIZE_BYTES);
  await sparse.close();
  const ca = await createFleetCa({ name: "bench fleet", days: 2 });
  const identity = async (name: string): Promise<SwarmIdentity> => {
    return { caPem: ca.certificatePem, ...(await issueCertificate({ ca, role: "agent", name, addresses: ["127.0.0.1"], days: 1 })) };
  };
  const torrent = await createTorrent({ file: bundle, name: "bundle", caPem: ca.certificatePem });
  const listen = { host: "127.0.0.1", port: 0 };
  const options = {
    identity: await identity("web0"),
    listen,
    advertiseHost: "127.0.0.1",
    preset: "lan",
    memoryLimitMib: LIMIT_MIB,
  } as const;
  // Three looks above the limit in a row, and the engine is replaced by a new one.
  let replaced = 0;
  const swarm = await openSwarm(options, { onEvent: ({ kind }) => (replaced += kind === "engine-restarted" ? 1 : 0) });
  let peers: ChildProcess | null = null;
  let sampler: NodeJS.Timeout | undefined;
  try {
    const transfer = await swarm.add({ torrent, file: join(directory, "received"), announceUrl: null, admission: { hosts: null } });
    const identities = await Promise.all(Array.from({ length: PEERS }, (_, at) => identity(`peer${at}`)));
    const given: LightPeers = {
      port: swarm.address.port,
      infoHash: torrent.infoHash,
      pieceLengthBytes: torrent.pieceLengthBytes,
      identities,
    };
    await writeFile(join(directory, "peers.json"), JSON.stringify(given));
    peers = spawn(process.execPath, [SCRIPT, join(directory, "peers.json")], { stdio: ["pipe", "ignore", "inherit"] });
    let peakBytes = 0;
    let connected = 0;
    sampler = setInterval(() => {
      void swarm.memoryBytes().then(
        (bytes) => (peakBytes = Math.max(peakBytes, bytes)),
        () => undefined,
      );
      connected = Math.max(connected, transfer.stats.peers);
    }, SAMPLE_MS);
    const begun = performance.now();
    await transfer.waitForAll();
    const seconds = (performance.now() - begun) / 1000;
    const note = `peak with ${connected} peers, ${seconds.toFixed(0)} s, ${Math.round(transfer.stats.uploadedBytes / MIB)} MiB sent, engine replaced ${replaced} times`;
    report.add({ case: "loopback 4 GiB", metric: "swarm-rss-mib", ours: peakBytes / MIB, peer: "limit", theirs: LIMIT_MIB, note });
  } finally {
    clearInterval(sampler);
    if (peers?.exitCode === null && peers.kill()) await once(peers, "exit");
    await swarm.stop();
    await rm(directory, { recursive: true });
  }
}
