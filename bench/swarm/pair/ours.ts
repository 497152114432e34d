/** One bundle from an engine of ours to another one, over TLS on loopback. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { enginePid, openSwarm } from "../../../swarm/process.ts";
import type { Swarm } from "../../../swarm/swarm.ts";
import type { Role } from "../../../runtime/identity.ts";
import { type Spent, measured } from "./cpu.ts";
import type { PairFleet } from "./fleet.ts";

const MEMORY_LIMIT_MIB = 256;

async function openOurs(fleet: PairFleet, role: Role, name: string): Promise<Swarm> {
  const options = {
    listen: { host: "127.0.0.1", port: 0 },
    advertiseHost: "127.0.0.1",
    preset: "loopback",
    memoryLimitMib: MEMORY_LIMIT_MIB,
  };
  return openSwarm({ ...options, preset: "loopback", identity: await fleet.identity(role, name) });
}

export async function oursOnce(fleet: PairFleet): Promise<Spent> {
  const file = join(fleet.scratch, "ours");
  const [seed, host] = [await openOurs(fleet, "coordinator", "main"), await openOurs(fleet, "agent", "web1")];
  try {
    const common = { torrent: fleet.torrent, announceUrl: null, admission: { hosts: null } };
    await seed.add({ ...common, file: fleet.file });
    const transfer = await host.add({ ...common, file });
    return await measured([enginePid(seed) ?? 0, enginePid(host) ?? 0], async () => {
      await host.addPeers(fleet.torrent.infoHash, [`127.0.0.1:${seed.address.port}`]);
      await transfer.waitForAll();
    });
  } finally {
    await Promise.all([seed.stop(), host.stop()]);
    await rm(file, { force: true });
  }
}
