/** What one machine of our swarm in the lab is told (peer.ts). */
import type { NetworkPreset, SwarmIdentity } from "../../../swarm/swarm.ts";

export interface PeerJob {
  readonly name: string;
  readonly address: string;
  readonly seed: boolean;
  readonly identity: SwarmIdentity;
  readonly preset: NetworkPreset;
  readonly file: string;
  /** Bytes in base64. */
  readonly torrent: { readonly infoHash: string; readonly metainfo: string; readonly pieceDigests: string };
  readonly announceUrl: string;
  readonly hosts: readonly { readonly host: string; readonly datacenter: string; readonly passkey: string }[];
  readonly seedDatacenter: string;
  /** A line on stdout whenever this share more of it is there; null: none. */
  readonly tellShare: number | null;
}

export const SWARM_PORT = 7410;
export const TRACKER_PORT = 7402;
