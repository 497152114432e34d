/** Fleets to simulate, and the lower bound of each. */
import type { NetworkPreset } from "../../swarm/swarm.ts";
import { choosePieceLength } from "../../swarm/torrent.ts";

export interface Shape {
  readonly name: string;
  readonly sites: number;
  readonly hostsPerSite: number;
  readonly sizeBytes: number;
  /** Instead of what torrent.ts would choose; 0: that. */
  readonly pieceBytes: number;
  readonly wanBitsPerS: number;
  readonly cardBitsPerS: number;
  readonly rttMs: number;
  readonly preset: NetworkPreset;
  /** Hosts join within this time. */
  readonly joinMs: number;
  /** Parts of all hosts: with a quarter of the others' card; with a fiftieth; that die on the way, half of them without a word. */
  readonly slow: number;
  readonly stragglers: number;
  readonly failing: number;
  /** Sites of which all ingress hosts die half-way, without a word. */
  readonly ingressKills: number;
}

const MIB = 1024 * 1024;

/** Twenty datacenters: uplinks of 400 Mbit/s, cards of 2 Gbit/s, a bundle of 1 GiB. */
const PLANET = {
  sites: 20,
  sizeBytes: 1024 * MIB,
  pieceBytes: 0,
  wanBitsPerS: 400e6,
  cardBitsPerS: 2e9,
  rttMs: 60,
  preset: "wan",
  joinMs: 500,
  slow: 0.05,
  stragglers: 0.005,
  failing: 0.01,
  ingressKills: 2,
} as const;

/** As `shoal lab` shapes them; nothing of the simulator is set by them. */
const LAB = {
  sizeBytes: 256 * MIB,
  pieceBytes: 0,
  cardBitsPerS: 1e9,
  rttMs: 1,
  preset: "lan",
  joinMs: 50,
  slow: 0,
  stragglers: 0,
  failing: 0,
  ingressKills: 0,
} as const;

export const SHAPES: readonly Shape[] = [
  { name: "100k", hostsPerSite: 5_000, ...PLANET },
  { name: "10k", hostsPerSite: 500, ...PLANET },
  { name: "lab-3x4", sites: 3, hostsPerSite: 4, wanBitsPerS: 100e6, ...LAB },
  { name: "lab-2x6", sites: 2, hostsPerSite: 6, wanBitsPerS: 50e6, ...LAB },
];

/** Of what a link carries, this part is payload: the rest is Ethernet, IP, TCP, TLS and the peer wire (1,448 of 1,514 bytes a frame, less 1 %). */
export const PAYLOAD_PART = 0.947;

/** Seconds: one copy over the slowest link that must carry one. */
export function lowerBoundS({ sizeBytes, wanBitsPerS }: Shape): number {
  return (sizeBytes * 8) / wanBitsPerS;
}

export function pieceBytesOf({ pieceBytes, sizeBytes }: Shape): number {
  return pieceBytes > 0 ? pieceBytes : choosePieceLength(sizeBytes);
}

/** How fast a host's card is beside the others'; `chance` in [0, 1). */
export function cardPart({ slow, stragglers }: Shape, chance: number): number {
  return chance < stragglers ? 0.02 : chance < stragglers + slow ? 0.25 : 1;
}
