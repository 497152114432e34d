/** Three sets of numbers instead of twenty knobs; everything that depends on how far and how fast peers are stands here. */
import type { BackOffMode, NetworkPreset } from "./swarm.ts";

export interface Preset {
  /** Peers of one torrent at once; all of them may be uploaded to. */
  readonly peersMax: number;
  /** Requests kept outstanding at a peer before its rate is known, in bytes. */
  readonly pipelineStartBytes: number;
  /** … and afterwards: this long at its rate. */
  readonly pipelineMs: number;
  /** A block outstanding for this time is asked of another peer too, once nothing else is left to ask. */
  readonly endGameMs: number;
  /** A seed shows a piece a second time to a peer that for this time got nothing from other hosts although they had something. */
  readonly revealGraceMs: number;
  /** What a seed shows of new pieces to one peer ahead of what it has confirmed, in bytes. */
  readonly revealWindowBytes: number;
  /** Announce again this soon while without a connected peer and incomplete. */
  readonly starvedAnnounceMs: number;
  /** Tracker: next announce of a peer that lacks pieces, and of one that has all. */
  readonly announceMs: number;
  readonly announceCompleteMs: number;
  /** Tracker: a peer whose rest has not shrunk for this time is helped past its datacenter's ingress. */
  readonly stalledMs: number;
  /** A download that got no piece from any peer for this time turns to the coordinator's HTTPS server. */
  readonly webSeedMs: number;
  /** Addresses on loopback and link-local are taken from a tracker or a session. */
  readonly loopbackPeers: boolean;
  /** Whether the host's own traffic goes first, where the configuration does not say. */
  readonly backOff: BackOffMode;
}

const MIB = 1024 * 1024;

export const PRESETS: Readonly<Record<NetworkPreset, Preset>> = {
  loopback: {
    peersMax: 32,
    pipelineStartBytes: MIB,
    pipelineMs: 500,
    endGameMs: 500,
    revealGraceMs: 4_000,
    revealWindowBytes: 16 * MIB,
    starvedAnnounceMs: 250,
    announceMs: 500,
    announceCompleteMs: 5_000,
    stalledMs: 5_000,
    webSeedMs: 5_000,
    loopbackPeers: true,
    backOff: "off",
  },
  lan: {
    peersMax: 50,
    pipelineStartBytes: MIB,
    pipelineMs: 500,
    endGameMs: 1_000,
    revealGraceMs: 4_000,
    revealWindowBytes: 16 * MIB,
    starvedAnnounceMs: 1_000,
    announceMs: 2_000,
    announceCompleteMs: 30_000,
    stalledMs: 8_000,
    webSeedMs: 20_000,
    loopbackPeers: false,
    backOff: "on",
  },
  wan: {
    peersMax: 50,
    pipelineStartBytes: MIB / 2,
    pipelineMs: 1_500,
    endGameMs: 3_000,
    revealGraceMs: 8_000,
    revealWindowBytes: 16 * MIB,
    starvedAnnounceMs: 2_000,
    announceMs: 5_000,
    announceCompleteMs: 60_000,
    stalledMs: 20_000,
    webSeedMs: 60_000,
    loopbackPeers: false,
    backOff: "on",
  },
};
