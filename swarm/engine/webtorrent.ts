/**
 * webtorrent 3, tamed: the one file that knows it. It keeps handshakes, choking, interest and `have`s; what it does badly is
 * taken over here: picking and requesting (fetcher.ts), serving (uploads.ts), verifying (store.ts), finding peers (session.ts).
 *
 * Everything it switches on by itself is off. Its own listener can't be turned off: it is bound to a socket file in a fresh 0700
 * directory that is removed at once, so there is no way to reach it and no file is left behind.
 *
 * It has no interface for taking the picker over, so some of its private methods are replaced per torrent and per wire. The
 * version is pinned; `assertMembers` stops an engine whose webtorrent has changed before it transfers a byte.
 */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Wire from "bittorrent-protocol";
import WebTorrent, { type Torrent } from "webtorrent";
import { ShoalError } from "../../runtime/errors.ts";
import { BLOCK_BYTES_MAX, REQUESTS_WAITING_MAX } from "../limits.ts";
import type { Bitmap } from "./bitmap.ts";
import type { PeerStream } from "./peer-stream.ts";

export interface Carrier {
  /** Takes over an authenticated stream; `onWire` is told when its BitTorrent handshake is done. */
  attach(stream: PeerStream): void;
  detach(stream: PeerStream): void;
  /** Tells all peers that the piece is here. */
  tellHave(index: number): void;
  close(): Promise<void>;
}

export interface CarrierOptions {
  readonly metainfo: Uint8Array;
  readonly have: Bitmap;
  readonly uploadSlots: number;
  /** Say that we have nothing; `have` is told piece by piece. */
  readonly superSeed: boolean;
}

export interface CarrierDeps {
  /** A peer is ready to be talked to; `wire` closes by itself with its stream. */
  readonly onWire: (wire: Wire, streamId: string) => void;
  readonly interestedIn: (wire: Wire) => boolean;
  readonly onError: (error: Error) => void;
}

export interface Client {
  add(options: CarrierOptions, deps: CarrierDeps): Promise<Carrier>;
  close(): Promise<void>;
}

/** A client without a reachable socket. Errors: E_SWARM. */
export async function openClient(): Promise<Client> {
  const directory = await mkdtemp(join(tmpdir(), "shoal-swarm-"));
  try {
    const client = new WebTorrent({ ...ALL_OFF, torrentPort: { path: join(directory, "socket") } });
    await once(client, "listening");
    // Only its listener could still fail as a whole; then this process is of no use and is replaced.
    client.on("error", (error) => {
      throw error;
    });
    // torrent-discovery insists on a port although nothing is announced.
    client.torrentPort = 1;
    return {
      add: (options, deps) => addTorrent(client, options, deps),
      close: () => new Promise((resolve) => client.destroy(() => resolve())),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What the rest of the engine does with a wire instead of webtorrent. */
export interface WireHooks {
  readonly onRequest: (index: number, offset: number, length: number) => void;
  readonly onCancel: (index: number, offset: number, length: number) => void;
  readonly onChoke: () => void;
  /** Where we are; null if that is not known. */
  readonly datacenter: string | null;
}

/** Takes serving over, and offers no extension but our block size: no metadata, no peer exchange (P10, P11). */
export function hookWire(wire: Wire, hooks: WireHooks): void {
  assertMembers(wire, ["_onRequest", "_onCancel", "choke", "extendedHandshake", "extendedMapping"]);
  const choke = wire.choke.bind(wire);
  wire.extendedMapping = {};
  const place = hooks.datacenter === null ? {} : { shoal_dc: hooks.datacenter };
  wire.extendedHandshake = { shoal_block: BLOCK_BYTES_MAX, reqq: REQUESTS_WAITING_MAX / 2, ...place };
  // ut_metadata writes its size here later; it would invite requests for it.
  Object.defineProperty(wire.extendedHandshake, "metadata_size", { set: () => {}, get: () => undefined, enumerable: false });
  wire.choke = () => {
    if (wire.amChoking) return;
    choke();
    hooks.onChoke();
  };
  wire._onRequest = hooks.onRequest;
  wire._onCancel = hooks.onCancel;
}

const ALL_OFF = {
  dht: false,
  lsd: false,
  utPex: false,
  natUpnp: false,
  natPmp: false,
  utp: false,
  webSeeds: false,
  tracker: false,
  secure: 0,
  seedOutgoingConnections: false,
} as const;

async function addTorrent(client: WebTorrent, options: CarrierOptions, deps: CarrierDeps): Promise<Carrier> {
  const torrent = client.add(options.metainfo, {
    preloadedStore: NO_STORE,
    storeCacheSlots: 0,
    bitfield: options.have.bytes.slice(),
    private: true,
    uploads: options.uploadSlots,
    // It takes a peer that says "I have nothing" in one flight with its handshake for a seed, and would choke it for ever.
    alwaysChokeSeeders: false,
  });
  takeOver(torrent, options, deps);
  torrent.on("warning", () => {});
  await once(torrent, "ready");
  torrent.on("error", deps.onError);
  return {
    attach: (stream) => attach(torrent, stream),
    detach(stream) {
      if (!torrent.destroyed) torrent.removePeer(stream.id);
      stream.destroy();
    },
    tellHave: (index) => tellHave(torrent, index),
    close: () => new Promise((resolve) => (torrent.destroyed ? resolve() : torrent.destroy(() => resolve()))),
  };
}

function takeOver(torrent: Torrent, options: CarrierOptions, deps: CarrierDeps): void {
  assertMembers(torrent, ["_verifyPieces", "_update", "_updateWire", "_updateWireInterest", "_hasAllPieces", "_hasNoPieces"]);
  assertMembers(torrent, ["_peers", "_markVerified", "_checkDone", "_updateInterest"]);
  torrent._verifyPieces = (done) => done(null);
  torrent._update = () => {};
  torrent._updateWire = () => {};
  torrent._updateWireInterest = (wire) => (deps.interestedIn(wire) ? wire.interested() : wire.uninterested());
  if (options.superSeed) {
    torrent._hasAllPieces = () => false;
    torrent._hasNoPieces = () => true;
  }
  torrent.on("wire", (wire: Wire) => {
    for (const [id, peer] of torrent._peers) if (peer.wire === wire) deps.onWire(wire, id);
    // It listens for `interested` only later, and misses one that came in one flight with the handshake.
    wire.once("interested", () => wire.unchoke());
  });
}

function attach(torrent: Torrent, stream: PeerStream): void {
  if (torrent.destroyed || !torrent.addPeer(stream)) stream.destroy();
}

function tellHave(torrent: Torrent, index: number): void {
  if (torrent.destroyed) return;
  torrent._markVerified(index);
  for (const wire of torrent.wires) wire.have(index);
  torrent._updateInterest();
  torrent._checkDone();
}

/** Reading and writing go past webtorrent; it only closes its store. */
const NO_STORE = {
  chunkLength: 0,
  get: (_index: number, _options: unknown, done: (error: Error) => void) => done(new Error("not served by webtorrent")),
  put: (_index: number, _bytes: unknown, done: (error: null) => void) => done(null),
  close: (done: () => void) => done(),
  destroy: (done: () => void) => done(),
};

function assertMembers(of: object, names: readonly string[]): void {
  const lost = names.filter((name) => !(name in of));
  if (lost.length > 0) throw new ShoalError("E_INTERNAL", `this webtorrent has no ${lost.join(", ")}; the pinned version is needed`);
}
