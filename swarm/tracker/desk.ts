/** The tracker's desk: takes announces of hosts that are known to be who they say, and keeps the peers of each torrent. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import TrackerServer from "bittorrent-tracker/server";
import { type HostId, type InfoHash, parseInfoHash } from "../../runtime/ids.ts";
import { DATACENTER_CHARS_MAX, TRACKER_ANNOUNCES_PER_S_MAX } from "../limits.ts";
import type { TrackedPeer } from "./hand-out.ts";
import { type PeerAnnounce, type PeerAnswer, TorrentPeers, type TorrentPeersOptions } from "./peers.ts";
import type { TrackedHost, TrackerDeps } from "./server.ts";

type DeskDeps = Pick<TrackerDeps, "allowed" | "seeds" | "now" | "random">;

/** bittorrent-tracker's parser of announces and encoder of answers, over our own swarms. */
export class AnnounceDesk extends TrackerServer {
  readonly #options: Pick<TorrentPeersOptions, "preset" | "seedDatacenter">;
  readonly #deps: DeskDeps;
  readonly #encoded = new EncodedAddresses();
  readonly #torrents = new Map<string, TorrentPeers>();
  readonly #hosts = new WeakMap<IncomingMessage, TrackedHost>();
  #announces = new Map<string, number>();
  #windowMs = 0;

  constructor(options: Pick<TorrentPeersOptions, "preset" | "seedDatacenter">, deps: DeskDeps) {
    super({ http: false, udp: false, ws: false, stats: false });
    this.#options = options;
    this.#deps = deps;
    this._filter = (infoHash, params, done) => done(this.#objection(infoHash, params));
    this.on("warning", () => {});
  }

  get size(): number {
    return this.#torrents.size;
  }

  peers(infoHash: InfoHash): readonly TrackedPeer[] {
    return this.#torrents.get(infoHash)?.peers ?? [];
  }

  announce(infoHash: InfoHash, announce: PeerAnnounce): PeerAnswer {
    const torrent = this.#torrents.get(infoHash) ?? this.#createTorrent(infoHash);
    const answer = torrent.announce(announce, this.#deps.now());
    this.#sweep(infoHash, torrent);
    return answer;
  }

  mayAnnounce(host: HostId): boolean {
    const now = this.#deps.now();
    if (now - this.#windowMs >= 1000) {
      this.#windowMs = now;
      this.#announces = new Map();
    }
    const count = (this.#announces.get(host) ?? 0) + 1;
    this.#announces.set(host, count);
    return count <= TRACKER_ANNOUNCES_PER_S_MAX;
  }

  take(request: IncomingMessage, response: ServerResponse, host: TrackedHost): void {
    this.#hosts.set(request, host);
    this.onHttpRequest(request, response, { action: "announce" });
  }

  expire(): void {
    for (const [infoHash, torrent] of this.#torrents) {
      torrent.expire(this.#deps.now());
      this.#sweep(infoHash, torrent);
    }
  }

  /** Theirs creates swarms one tick later and loses announces that come in between. */
  override getSwarm(infoHash: string, done: (error: null, swarm: AnnounceTaker) => void): void {
    done(null, { announce: (params, answer) => this.#announce(infoHash, params, answer) });
  }

  #announce(infoHash: string, params: AnnounceParams, answer: (error: Error | null, response?: AnnounceResponse) => void): void {
    const host = this.#hosts.get(params.httpReq);
    if (host === undefined) return answer(new Error("unknown host"));
    const torrent = this.#torrents.get(infoHash) ?? this.#createTorrent(infoHash);
    const { datacenter, rack = null } = host;
    const address = `${bracketed(host.address ?? params.ip)}:${params.port}`;
    const leftBytes = Number.isFinite(params.left) ? Math.max(0, params.left) : Infinity;
    const event = params.event as "started" | "update" | "completed" | "stopped";
    const given = torrent.announce(
      {
        host: host.host,
        datacenter,
        rack,
        address,
        leftBytes,
        receivedBytes: count(params.downloaded),
        connected: count(params.connected),
        event,
      },
      this.#deps.now(),
    );
    this.#sweep(infoHash, torrent);
    // Neither 0 nor 1: theirs leaves the peers as they are, and encoding them is what costs most of an announce.
    params.compact = OURSELVES;
    const addresses = given.peers.map((text) => this.#encoded.of(text));
    const ofLength = (bytes: number): Buffer =>
      Buffer.concat(addresses.filter((one) => typeof one !== "string" && one.length === bytes) as Buffer[]);
    answer(null, {
      complete: torrent.complete,
      incomplete: torrent.size - torrent.complete,
      interval: Math.max(1, Math.ceil(given.intervalMs / 1000)),
      "interval ms": given.intervalMs,
      datacenter: datacenter.slice(0, DATACENTER_CHARS_MAX),
      shares: given.shares,
      peers: ofLength(IPV4_BYTES),
      peers6: ofLength(IPV6_BYTES),
      "peer names": addresses.filter((one) => typeof one === "string"),
    });
  }

  #objection(infoHash: string, params: AnnounceParams): Error | null {
    const host = this.#hosts.get(params.httpReq);
    if (host === undefined || !this.#deps.allowed(host.host, parseInfoHash(infoHash))) return new Error("torrent not allowed");
    if (!Number.isInteger(params.port) || params.port < PORT_MIN) return new Error("port not allowed");
    if (params.event !== undefined && !EVENTS.has(params.event)) return new Error("unknown event");
    return null;
  }

  #createTorrent(infoHash: string): TorrentPeers {
    const seeds = (): readonly string[] => this.#deps.seeds(parseInfoHash(infoHash));
    const torrent = new TorrentPeers({ ...this.#options, seeds, random: this.#deps.random ?? Math.random });
    this.#torrents.set(infoHash, torrent);
    return torrent;
  }

  /** Empty swarms cost nothing. */
  #sweep(infoHash: string, torrent: TorrentPeers): void {
    if (torrent.size === 0) this.#torrents.delete(infoHash);
  }
}

/** Ports below this belong to services of the machine. */
const PORT_MIN = 1024;
const EVENTS = new Set(["started", "update", "completed", "stopped", "empty", ""]);

interface AnnounceParams {
  readonly httpReq: IncomingMessage;
  readonly ip: string;
  readonly port: number;
  readonly left: number;
  compact: number;
  readonly downloaded?: string;
  /** Ours. */
  readonly connected?: string;
  readonly event?: string;
}

interface AnnounceResponse {
  readonly complete: number;
  readonly incomplete: number;
  readonly interval: number;
  /** Ours: BEP 3 counts in seconds, and a loopback fleet is done within one. */
  readonly "interval ms": number;
  /** Ours: where the asker is, and what it may fetch from outside of it (hand-out.ts). */
  readonly datacenter: string;
  readonly shares: number;
  /** Ours too: seeds with a DNS name, which bittorrent-tracker leaves out of the compact form. */
  readonly "peer names": readonly string[];
  /** Compact (BEP 23, BEP 7), whatever form was asked for. */
  readonly peers: Buffer;
  readonly peers6: Buffer;
}

interface AnnounceTaker {
  announce(params: AnnounceParams, answer: (error: Error | null, response?: AnnounceResponse) => void): void;
}

/** Null for what is no number of anything. */
function count(text: unknown): number | null {
  return typeof text === "string" && /^\d{1,16}$/.test(text) ? Number(text) : null;
}

function bracketed(ip: string): string {
  return ip.includes(":") ? `[${ip}]` : ip;
}

/** Addresses in their compact form; a name, which has none, stays as it is. */
class EncodedAddresses {
  readonly #known = new Map<string, Buffer | string>();

  of(text: string): Buffer | string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const encoded = encodeAddress(text);
    if (this.#known.size >= ADDRESSES_KEPT_MAX) this.#known.clear();
    this.#known.set(text, encoded);
    return encoded;
  }
}

function encodeAddress(text: string): Buffer | string {
  const colon = text.lastIndexOf(":");
  const ip = text.slice(0, colon).replace(/^\[|\]$/g, "");
  const family = isIP(ip);
  if (family === 0) return text;
  const bytes = Buffer.alloc(family === 4 ? IPV4_BYTES : IPV6_BYTES);
  if (family === 4) bytes.set(ip.split(".").map(Number));
  else for (const [at, group] of groupsOf(ip).entries()) bytes.writeUInt16BE(group, at * 2);
  bytes.writeUInt16BE(Number(text.slice(colon + 1)), bytes.length - 2);
  return bytes;
}

/** The eight groups of an IPv6 address, as the URL standard writes it: no dotted rest, zeros left out once. */
function groupsOf(ip: string): number[] {
  const [before = "", after] = new URL(`http://[${ip.replace(/%.*$/, "")}]`).hostname.slice(1, -1).split("::");
  const numbers = (part: string): number[] => (part === "" ? [] : part.split(":").map((group) => parseInt(group, 16)));
  if (after === undefined) return numbers(before);
  const [head, tail] = [numbers(before), numbers(after)];
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

const OURSELVES = -1;
const IPV4_BYTES = 6;
const IPV6_BYTES = 18;
/** A few bytes each; more hosts than one tracker is meant for. */
const ADDRESSES_KEPT_MAX = 131_072;
