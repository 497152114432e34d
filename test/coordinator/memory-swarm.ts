/** A swarm that moves no bytes and remembers what it was told: an engine process a test is too dear where no bundle travels. */
import type { openSwarm } from "../../swarm/process.ts";
import type { AddOptions, Swarm, Transfer } from "../../swarm/swarm.ts";
import type { InfoHash } from "../../runtime/ids.ts";

export interface MemorySwarm {
  readonly open: typeof openSwarm;
  readonly added: ReadonlyMap<InfoHash, AddOptions>;
}

export function memorySwarm(): MemorySwarm {
  const added = new Map<InfoHash, AddOptions>();
  const swarm: Swarm = {
    address: { host: "127.0.0.1", port: 9 },
    async add(options) {
      const { infoHash } = options.torrent;
      if (added.has(infoHash)) throw new Error(`${infoHash} is added already`);
      added.set(infoHash, options);
      const stats = { sizeBytes: 0, verifiedBytes: 0, bytesFromSeed: 0, bytesFromHosts: 0, uploadedBytes: 0, links: [], peers: 0 };
      const transfer: Transfer = {
        infoHash,
        stats,
        waitForRange: async () => undefined,
        whenVerified: async () => undefined,
        waitForAll: async () => undefined,
        onChange: () => () => undefined,
        admit: async (admission) => void added.set(infoHash, { ...options, admission }),
        setPriority: async (priority) => void added.set(infoHash, { ...options, priority }),
        remove: async () => void added.delete(infoHash),
      };
      return transfer;
    },
    addPeers: async () => undefined,
    vouch: async () => undefined,
    memoryBytes: async () => 0,
    async stop() {
      added.clear();
    },
  };
  return { open: async () => swarm, added };
}
