/** What one machine of our swarm in the lab is told (peer.ts). */
import type { BackOffMode, NetworkPreset, SwarmIdentity } from "../../../swarm/swarm.ts";

/** What a hostile host does: all of them have a valid certificate and say to have everything. */
export const HOSTILITIES = ["bad-blocks", "silent", "choking", "slow"] as const;
export type Hostility = (typeof HOSTILITIES)[number];

export interface PeerJob {
  readonly name: string;
  readonly address: string;
  readonly identity: SwarmIdentity;
  readonly preset: NetworkPreset;
  readonly file: string;
  /** Bytes in base64. */
  readonly torrent: { readonly infoHash: string; readonly metainfo: string; readonly pieceDigests: string };
  readonly announceUrl: string;
  readonly hosts: readonly { readonly host: string; readonly datacenter: string; readonly passkey: string }[];
  readonly seedDatacenter: string;
  /** Its part; a hostile one has the file too, but for what it does with it. */
  readonly part: "seed" | "host" | Hostility;
  /** Told beside those of the tracker. */
  readonly peers?: readonly string[];
  readonly backOff: BackOffMode;
  /** Its "backs-off" events, as lines on stdout. */
  readonly tellsBackOff?: boolean;
}

export const SWARM_PORT = 7410;
export const TRACKER_PORT = 7402;

/** A host says so on stderr when it has half of the bundle, most of it from outside of its datacenter. */
export const HALF_AS_INGRESS = "half, as ingress";
