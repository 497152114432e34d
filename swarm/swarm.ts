/**
 * The engine-neutral interface of the swarm: byte ranges, priorities, piece events. `openSwarm` (process.ts) runs an engine
 * in its own memory-capped process behind it; every engine passes test/swarm/conformance.ts.
 */
import type { Failure } from "../runtime/errors.ts";
import type { HostId, InfoHash } from "../runtime/ids.ts";

/** A torrent as created from a file; the metainfo is a plain BEP 3 file with `ssl-cert` and `private` in its info dictionary. */
export interface Torrent {
  readonly infoHash: InfoHash;
  readonly metainfo: Uint8Array;
  /** BLAKE3-256 of each piece, 32 bytes each; what is believed. */
  readonly pieceDigests: Uint8Array;
  readonly pieceLengthBytes: number;
  readonly sizeBytes: number;
}

/** PEM texts of one process. `certificate` names the host or coordinator in its URI (runtime/identity.ts). */
export interface SwarmIdentity {
  readonly caPem: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export type NetworkPreset = "lan" | "wan" | "loopback";

/** Payload in bytes a second; null: no cap. */
export interface RateCaps {
  readonly uploadBytesPerS: number | null;
  readonly downloadBytesPerS: number | null;
}

/** Caps of one process. */
export interface SwarmLimits extends RateCaps {
  /** Of that, to and from other datacenters. */
  readonly outside: RateCaps;
  /** Instead of the above at these times; the first that fits counts. */
  readonly times: readonly TimedLimits[];
  /** Default and null: as the preset says. */
  readonly backOff?: BackOffMode | null;
}

/** Whether we make room for what else the host does: on its network and disk, on its network only, or nowhere. */
export type BackOffMode = "on" | "network" | "off";

/** Minutes since midnight on the host's own clock; `to` is not included, and may be before `from`: over midnight. */
export interface TimedLimits extends RateCaps {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly outside: RateCaps;
}

export interface SwarmOptions {
  readonly identity: SwarmIdentity;
  /** Address and port to listen on for peers; port 0: any. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Address that other peers reach us at. */
  readonly advertiseHost: string;
  readonly preset: NetworkPreset;
  /** Where this process is; hosts are told by the tracker. */
  readonly datacenter?: string;
  /** Cap of the engine process's old-space heap plus buffers. */
  readonly memoryLimitMib: number;
  /** Default: none. */
  readonly limits?: SwarmLimits;
}

/** Who may take part in a torrent; asked for every TLS peer, by the name in its certificate. Coordinators always may. */
export interface Admission {
  /** Null: whom the tracker admits when it is asked; every host of the fleet where the transfer has no tracker. */
  readonly hosts: readonly HostId[] | null;
}

/** A `low` transfer asks for nothing while a `normal` one of the same process gets on: a preseed gives way to a rollout. */
export type Priority = "normal" | "low";

export interface AddOptions {
  readonly torrent: Pick<Torrent, "infoHash" | "metainfo" | "pieceDigests">;
  /** The bundle file: complete for a seed; made or resumed (verified pieces are kept) for a download. */
  readonly file: string;
  readonly announceUrl: string | null;
  readonly admission: Admission;
  /** Peers known without a tracker: `host:port`. */
  readonly peers?: readonly string[];
  readonly place?: Place | undefined;
  /** Hosts admitted whatever the tracker says; see `Swarm.vouch`. */
  readonly vouched?: readonly KnownHost[];
  /** Fetch only what somebody waits for; default: everything, rarest first. For a download of which a part is needed. */
  readonly onlyWanted?: boolean;
  /** Default: normal. */
  readonly priority?: Priority;
}

/** A host that takes part, by the coordinator's word. */
export interface KnownHost {
  readonly host: HostId;
  /** Empty: it has none. */
  readonly datacenter: string;
}

/** Where we are, and what we may fetch from outside of it (tracker/hand-out.ts), as a tracker's answer says too. */
export interface Place {
  readonly datacenter: string;
  readonly shares: number;
}

/** What came to us from the seeds, or from the hosts of one datacenter, in bytes on the peer wire (without TLS and TCP). */
export interface LinkTraffic {
  readonly seed: boolean;
  /** Empty for seeds, and for hosts of whom the coordinator said nothing. */
  readonly datacenter: string;
  readonly payloadBytes: number;
  readonly protocolBytes: number;
  /** Payload that was not needed: it came twice, its piece proved wrong or was given up. */
  readonly wastedBytes: number;
}

export interface TransferStats {
  readonly sizeBytes: number;
  /** Bytes of verified pieces on disk. */
  readonly verifiedBytes: number;
  /** Payload received since the torrent was added: from coordinators (seed) and from other hosts. */
  readonly bytesFromSeed: number;
  readonly bytesFromHosts: number;
  readonly links: readonly LinkTraffic[];
  /** Payload sent. */
  readonly uploadedBytes: number;
  readonly peers: number;
}

export interface Transfer {
  readonly infoHash: InfoHash;
  readonly stats: TransferStats;
  /** Resolves when the range is on disk and its pieces verified; raises its priority until then. */
  waitForRange(offset: number, length: number, signal?: AbortSignal): Promise<void>;
  /** The same, in its turn: the rarest pieces stay first, which is what spreads a bundle. (Where only what is wanted is fetched, it is wanted.) */
  whenVerified(offset: number, length: number, signal?: AbortSignal): Promise<void>;
  /** Resolves when every piece is verified. */
  waitForAll(signal?: AbortSignal): Promise<void>;
  /** Called at every verified piece and at most each 250 ms for other changes. Returns the way to stop it. */
  onChange(listener: (stats: TransferStats) => void): () => void;
  /** Others may take part from now on; who no longer may is disconnected. */
  admit(admission: Admission): Promise<void>;
  /** A preseed that a rollout waits for is no preseed any more. */
  setPriority(priority: Priority): Promise<void>;
  /** Stops transferring; the file stays. */
  remove(): Promise<void>;
}

export interface Swarm {
  /** Where peers reach this process, after start. */
  readonly address: { readonly host: string; readonly port: number };
  add(options: AddOptions): Promise<Transfer>;
  /** Peers told through the session beside those of the tracker. */
  addPeers(infoHash: InfoHash, peers: readonly string[], place?: Place): Promise<void>;
  /** These hosts take part, by the coordinator's word: they are admitted although the tracker can't be asked, and it is known where they are. */
  vouch(infoHash: InfoHash, hosts: readonly KnownHost[]): Promise<void>;
  /** Resident memory of the engine process. */
  memoryBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** What the operator should know and no caller waits for. `peer` is a principal such as `agent:web1`. */
export type SwarmEvent =
  /** It sent bytes whose BLAKE3 is wrong; it takes no further part in that torrent. */
  | { readonly kind: "peer-banned"; readonly infoHash: InfoHash; readonly peer: string; readonly pieceIndex: number }
  /** A piece came whose BLAKE3 is wrong; `peers` sent blocks of it. It is fetched again, and that tells which of them are to be banned. */
  | { readonly kind: "piece-wrong"; readonly infoHash: InfoHash; readonly peers: readonly string[]; readonly pieceIndex: number }
  /** Ended because of what it sent or did not send. */
  | { readonly kind: "peer-dropped"; readonly infoHash: InfoHash; readonly peer: string; readonly reason: string }
  /** Never let in: no certificate, foreign CA, not admitted, unknown torrent, over a cap. */
  | { readonly kind: "peer-refused"; readonly address: string; readonly reason: string }
  /** The host's own traffic needs a link or the disk, so we take no more than `capBytesPerS`; null: it does no longer. */
  | {
      readonly kind: "backs-off";
      readonly resource: "network" | "disk";
      /** Of the operating system: `eth0`, `sda`. */
      readonly device: string;
      readonly direction: "upload" | "download";
      readonly capBytesPerS: number | null;
      readonly othersBytesPerS: number;
      /** Of the most that the link carried lately, or that we downloaded. */
      readonly othersShare: number;
    }
  /** `backOff` asks for what this host does not tell; told once for each reason. */
  | { readonly kind: "back-off-impossible"; readonly reason: string }
  | { readonly kind: "tracker-failed"; readonly infoHash: InfoHash; readonly failure: Failure }
  /** The engine process ended and a new one has taken over; transfers go on from their verified pieces. */
  | { readonly kind: "engine-restarted"; readonly cause: "crash" | "memory"; readonly detail: string };

/** What a swarm uses of the outside beside its options. */
export interface SwarmDeps {
  readonly onEvent?: (event: SwarmEvent) => void;
  /** Module that the engine process runs; ours unless another engine is tried. */
  readonly engineFile?: string;
}
