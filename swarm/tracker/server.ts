/**
 * The tracker: HTTPS with client certificates in front of bittorrent-tracker's announce handling, and nothing else: no UDP, no
 * WebSocket, no statistics, no scrape.
 *
 * `GET /<passkey>/announce?…`. The passkey routes an announce to a host; the certificate proves that it is that host, else 403. An
 * infohash the host may not take part in is refused before anything is remembered, so the memory is bounded by hosts × their
 * torrents. `GET /<passkey>/admits?info_hash=…&host=…` answers a host about a peer that has connected to it. A peer's address is that of its TLS connection, or the one it is registered with; never one from the query. State is
 * in memory: a restart loses nothing that the next announces don't bring back.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { ShoalError } from "../../runtime/errors.ts";
import { type PeerIdentity, peerIdentity } from "../../runtime/identity.ts";
import { type HostId, type InfoHash, parseHostId, parseInfoHash } from "../../runtime/ids.ts";
import { TRACKER_CONNECTIONS_MAX, TRACKER_HEADER_BYTES_MAX, TRACKER_REQUEST_TIMEOUT_MS } from "../limits.ts";
import { PRESETS } from "../presets.ts";
import type { NetworkPreset, SwarmIdentity } from "../swarm.ts";
import { type RangeDesk, type SeededBundle, createRangeDesk } from "../web-seed/server.ts";
import { AnnounceDesk } from "./desk.ts";
import type { TrackedPeer } from "./hand-out.ts";
import type { PeerAnnounce, PeerAnswer } from "./peers.ts";

export interface TrackerOptions {
  readonly identity: SwarmIdentity;
  /** Port 0: any. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly preset: NetworkPreset;
  /** Where the coordinators' seeds are; hosts without a datacenter are with a seed without one. */
  readonly seedDatacenter?: string;
}

/** The host a passkey stands for. */
export interface TrackedHost {
  readonly host: HostId;
  readonly datacenter: string;
  /** Label `rack`; null where there is none. */
  readonly rack?: string | null;
  /** IP address its peers reach it at; that of its connection if null. */
  readonly address: string | null;
}

export interface TrackerDeps {
  readonly lookup: (passkey: string) => TrackedHost | null;
  /** Whether the torrent belongs to an app assigned to the host. */
  readonly allowed: (host: HostId, infoHash: InfoHash) => boolean;
  /** `host:port` of the coordinators that seed it. */
  readonly seeds: (infoHash: InfoHash) => readonly string[];
  /** The file behind a torrent that is seeded now, for hosts that no peer helps (../web-seed/server.ts); default: none is served. */
  readonly bundle?: (infoHash: InfoHash) => SeededBundle | null;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** In [0, 1); spreads load, guards nothing. */
  readonly random?: () => number;
}

export interface Tracker {
  readonly address: { readonly host: string; readonly port: number };
  /** `advertiseHost`: the name or address that agents reach this process at. */
  announceUrl(advertiseHost: string, passkey: string): string;
  /** Who is in a torrent now, as told by the peers themselves. */
  peers(infoHash: InfoHash): readonly TrackedPeer[];
  /** The same as an announce over HTTPS, for a peer that is known through its session; the caller has checked that it may take part. */
  announce(infoHash: InfoHash, announce: PeerAnnounce): PeerAnswer;
  /** Torrents with peers. */
  readonly torrents: number;
  stop(): Promise<void>;
}

/** Listens. Rejects with the listener's error; E_CONFIG for a certificate that can't be used. */
export async function openTracker(options: TrackerOptions, deps: TrackerDeps): Promise<Tracker> {
  const desk = new AnnounceDesk({ preset: PRESETS[options.preset], seedDatacenter: options.seedDatacenter ?? "" }, deps);
  const ranges = createRangeDesk(deps.bundle ?? (() => null));
  const server = listener(options, (request, response) => receive(desk, { ...deps, ranges }, { request, response }));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.listen.port, options.listen.host, resolve);
  });
  server.on("error", () => {});
  const sweeper = setInterval(() => desk.expire(), SWEEP_MS);
  const { address, port } = server.address() as AddressInfo;
  return {
    address: { host: address, port },
    announceUrl: (host, passkey) => `https://${host.includes(":") ? `[${host}]` : host}:${port}/${passkey}/announce`,
    peers: (infoHash) => desk.peers(infoHash),
    announce: (infoHash, announce) => desk.announce(infoHash, announce),
    get torrents() {
      return desk.size;
    },
    async stop() {
      clearInterval(sweeper);
      desk.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const SWEEP_MS = 5_000;
const PATH = /^\/([A-Za-z0-9_-]{16,64})\/(announce|admits|bundle)(?:\?(.*))?$/s;

function listener(
  options: TrackerOptions,
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
): ReturnType<typeof createServer> {
  try {
    const server = createServer(
      {
        ca: options.identity.caPem,
        cert: options.identity.certificatePem,
        key: options.identity.keyPem,
        minVersion: "TLSv1.3",
        requestCert: true,
        rejectUnauthorized: true,
        handshakeTimeout: TRACKER_REQUEST_TIMEOUT_MS,
        headersTimeout: TRACKER_REQUEST_TIMEOUT_MS,
        requestTimeout: TRACKER_REQUEST_TIMEOUT_MS,
        maxHeaderSize: TRACKER_HEADER_BYTES_MAX,
        keepAliveTimeout: 75_000,
      },
      onRequest,
    );
    server.maxConnections = TRACKER_CONNECTIONS_MAX;
    server.on("upgrade", (_request, socket) => socket.destroy());
    return server;
  } catch (error) {
    throw new ShoalError("E_CONFIG", "the tracker's certificate, key or CA can't be used", { cause: error });
  }
}

function receive(
  desk: AnnounceDesk,
  deps: TrackerDeps & { readonly ranges: RangeDesk },
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): void {
  const [, passkey, action, query] = PATH.exec(request.url ?? "") ?? [];
  if (request.method !== "GET" || passkey === undefined) return refuse(response, 404);
  const host = deps.lookup(passkey);
  if (host === null || !isHost(request.socket as TLSSocket, host.host)) return refuse(response, 403);
  if (!desk.mayAnnounce(host.host)) return refuse(response, 429);
  if (action === "announce") desk.take(request, response, host);
  else if (action === "bundle") {
    const infoHash = allowedTorrent(deps, host, new URLSearchParams(query));
    if (infoHash === null) refuse(response, 403);
    else void deps.ranges.serve({ host: host.host, infoHash }, request, response);
  } else refuse(response, admits(deps, host, new URLSearchParams(query)) ? 204 : 403);
}

function allowedTorrent(deps: TrackerDeps, { host }: TrackedHost, query: URLSearchParams): InfoHash | null {
  try {
    const infoHash = parseInfoHash(query.get("info_hash") ?? "");
    return deps.allowed(host, infoHash) ? infoHash : null;
  } catch {
    return null;
  }
}

/** A host asks whether another one, whose certificate it has seen, may take part in a torrent that it takes part in itself. */
function admits(deps: TrackerDeps, asker: TrackedHost, query: URLSearchParams): boolean {
  try {
    const infoHash = parseInfoHash(query.get("info_hash") ?? "");
    return deps.allowed(asker.host, infoHash) && deps.allowed(parseHostId(query.get("host") ?? ""), infoHash);
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 0 }).end();
}

function isHost(socket: TLSSocket, host: HostId): boolean {
  const identity = identities.get(socket) ?? identify(socket);
  return identity?.role === "agent" && identity.name === host;
}

/** Who is at the other end of a connection: reading a certificate costs more than an announce. */
const identities = new WeakMap<TLSSocket, PeerIdentity>();

function identify(socket: TLSSocket): PeerIdentity | null {
  try {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined || !socket.authorized) return null;
    const identity = peerIdentity(certificate.raw);
    identities.set(socket, identity);
    return identity;
  } catch {
    return null;
  }
}
