/**
 * One transfer inside the engine: a file, the peers of its torrent, and what moves between them. Wires the parts of this folder
 * together and decides who may stay connected; picking, serving, showing and announcing have files of their own.
 *
 * Who may stay: a certificate's name that the torrent admits, once; not ourselves; nobody who sent a wrong piece. Where two hosts
 * dial each other at the same time both keep the connection of the one whose name sorts first.
 *
 * A failure of the file (disk full, lost) ends the transfer with a typed failure; one of a peer ends that peer only. Whatever
 * happens, the file holds verified pieces and nothing has to be undone.
 */
import type Wire from "bittorrent-protocol";
import { type Failure, ShoalError, toFailure } from "../../runtime/errors.ts";
import type { InfoHash } from "../../runtime/ids.ts";
import { REDIAL_MS } from "../limits.ts";
import type { Preset } from "../presets.ts";
import type { AddOptions, SwarmEvent, TransferStats } from "../swarm.ts";
import { type Metainfo, pieceBytes } from "../torrent.ts";
import { type PeerAddress, type TrackerClient, mayDial, parsePeerAddress } from "./announce.ts";
import { Announcer } from "./announcer.ts";
import type { BufferPool } from "./buffer-pool.ts";
import { DialBook } from "./dial-book.ts";
import { Fetcher } from "./fetcher.ts";
import { Link } from "./link.ts";
import type { PieceRange } from "./messages.ts";
import { PeerStream } from "./peer-stream.ts";
import { type PieceFile, matchesDigest, openPieceFile } from "./store.ts";
import { SuperSeed } from "./super-seed.ts";
import type { PeerSocket } from "./tls.ts";
import type { Carrier, Client } from "./webtorrent.ts";

export interface SessionOptions {
  readonly add: AddOptions;
  readonly metainfo: Metainfo;
  readonly preset: Preset;
  /** Our own principal and role. */
  readonly self: { readonly principal: string; readonly role: string };
  readonly peerId: Buffer;
  readonly port: number;
}

export interface SessionDeps {
  readonly client: Client;
  readonly tracker: TrackerClient;
  readonly pool: BufferPool;
  readonly dial: (address: PeerAddress, infoHash: InfoHash, signal: AbortSignal) => Promise<PeerSocket>;
  readonly now: () => number;
  readonly random: () => number;
  readonly onProgress: (stats: TransferStats, verified: readonly number[]) => void;
  readonly onFailed: (failure: Failure) => void;
  readonly onEvent: (event: SwarmEvent) => void;
}

/** Opens and verifies the file, then joins the torrent. Errors: the file system's, E_INTERNAL. */
export async function openSession(options: SessionOptions, deps: SessionDeps): Promise<Session> {
  const file = await openPieceFile(options.add.file, {
    shape: options.metainfo,
    pieceDigests: options.add.torrent.pieceDigests,
    pool: deps.pool,
  });
  try {
    const session = new Session(options, deps, file);
    await session.start();
    return session;
  } catch (error) {
    await file.close();
    throw error;
  }
}

export class Session {
  readonly #options: SessionOptions;
  readonly #deps: SessionDeps;
  readonly #file: PieceFile;
  readonly #fetcher: Fetcher;
  readonly #superSeed: SuperSeed | null;
  readonly #announcer: Announcer | null;
  readonly #links = new Map<string, Link>();
  readonly #byStream = new Map<string, Link>();
  readonly #banned = new Set<string>();
  readonly #dials = new DialBook();
  /** Who answered at an address. */
  readonly #peerAt = new Map<string, string>();
  readonly #stopped = new AbortController();
  readonly #totals = { bytesFromSeed: 0, bytesFromHosts: 0, uploadedBytes: 0, verifiedBytes: 0 };
  #news: number[] = [];
  #newsTimer: NodeJS.Timeout | undefined;
  #toldMs = 0;
  #carrier: Carrier | null = null;
  #streams = 0;

  constructor(options: SessionOptions, deps: SessionDeps, file: PieceFile) {
    const { metainfo, preset, add } = options;
    this.#options = options;
    this.#deps = deps;
    this.#file = file;
    this.#totals.verifiedBytes = [...file.verified].reduce((sum, index) => sum + pieceBytes(index, metainfo), 0);
    this.#fetcher = new Fetcher(
      { shape: metainfo, preset, have: file.verified },
      {
        now: deps.now,
        random: deps.random,
        pool: deps.pool,
        matches: (bytes, index) => matchesDigest(bytes, index, add.torrent.pieceDigests),
        onPiece: (index, bytes) => this.#keep(index, bytes),
        onPayload: (source, bytes) => (this.#totals[(source as Link).isSeed ? "bytesFromSeed" : "bytesFromHosts"] += bytes),
        onBan: (peer, index) => this.#ban(peer, index),
        onStalled: (source) => this.#drop(source as Link, new ShoalError("E_PEER", "it owes blocks and sends none")),
      },
    );
    this.#superSeed = options.self.role === "coordinator" && this.complete ? new SuperSeed(superSeedOptions(options)) : null;
    this.#announcer = add.announceUrl === null ? null : this.#makeAnnouncer(add.announceUrl);
    for (const address of add.peers ?? []) this.addPeer(address);
  }

  get complete(): boolean {
    return this.#file.verified.count === this.#options.metainfo.pieceCount;
  }

  get verified(): Uint32Array {
    return Uint32Array.from(this.#file.verified);
  }

  get stats(): TransferStats {
    return { sizeBytes: this.#options.metainfo.sizeBytes, ...this.#totals, peers: this.#links.size };
  }

  /** Connections of one certificate in this torrent. */
  connectionsOf(principal: string): number {
    return this.#links.has(principal) ? 1 : 0;
  }

  async start(): Promise<void> {
    const { metainfo, preset } = this.#options;
    this.#carrier = await this.#deps.client.add(
      { metainfo: metainfo.clean, have: this.#file.verified, uploadSlots: preset.peersMax + 1, superSeed: this.#superSeed !== null },
      {
        onWire: (wire, id) => this.#onWire(wire, id),
        interestedIn: (wire) => [...this.#links.values()].some((link) => link.wire === wire && this.#fetcher.interestedIn(link)),
        onError: (error) => this.#fail(error),
      },
    );
    this.#announcer?.start(this.complete);
    this.tick();
  }

  /** Errors: E_PEER for what is no address. An address of a kind that is never dialled is left out. */
  addPeer(text: string): void {
    const address = parsePeerAddress(text);
    if (mayDial(address, { loopback: this.#options.preset.loopbackPeers })) this.#dials.add(formatAddress(address), this.#deps.now());
  }

  want(ranges: readonly PieceRange[]): void {
    this.#fetcher.want(ranges);
  }

  /** Takes a peer that connected to us, or ends it. */
  accept(peer: PeerSocket): void {
    const reason = this.#join(peer, "incoming", null);
    if (reason !== null) this.#deps.onEvent({ kind: "peer-refused", address: peer.identity.principal, reason });
  }

  /** To be called each `TICK_MS`. */
  tick(): void {
    if (this.#stopped.signal.aborted) return;
    for (const link of [...this.#links.values()]) this.#check(link);
    this.#fetcher.tick();
    if (!this.complete) this.#dialDue();
    this.#tell(false);
  }

  async stop(): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    this.#stopped.abort();
    clearTimeout(this.#newsTimer);
    for (const link of this.#links.values()) this.#carrier?.detach(link.stream);
    await Promise.all([this.#announcer?.stop(), this.#carrier?.close()]);
    await this.#file.close();
  }

  #makeAnnouncer(url: string): Announcer {
    const { metainfo, peerId, port, preset } = this.#options;
    return new Announcer(
      { url, infoHash: metainfo.infoHash, peerId, port, starvedMs: preset.starvedAnnounceMs },
      {
        tracker: this.#deps.tracker,
        numbers: () => ({
          uploaded: this.#totals.uploadedBytes,
          downloaded: this.#totals.bytesFromSeed + this.#totals.bytesFromHosts,
          left: metainfo.sizeBytes - this.#totals.verifiedBytes,
        }),
        starved: () => !this.complete && this.#links.size === 0,
        onPeers: (peers) => this.#addAddresses(peers),
        onFailure: (failure) => this.#deps.onEvent({ kind: "tracker-failed", infoHash: metainfo.infoHash, failure }),
      },
    );
  }

  #addAddresses(peers: readonly PeerAddress[]): void {
    const loopback = this.#options.preset.loopbackPeers;
    for (const peer of peers) if (mayDial(peer, { loopback })) this.#dials.add(formatAddress(peer), this.#deps.now());
    if (!this.complete) this.#dialDue();
  }

  #dialDue(): void {
    const now = this.#deps.now();
    for (const address of this.#dials.take(this.#options.preset.peersMax - this.#links.size, now)) {
      if (this.#links.has(this.#peerAt.get(address) ?? "")) this.#dials.postpone(address, now + (REDIAL_MS.at(-1) ?? 0));
      else void this.#dial(address);
    }
  }

  async #dial(address: string): Promise<void> {
    try {
      const peer = await this.#deps.dial(parsePeerAddress(address), this.#options.metainfo.infoHash, this.#stopped.signal);
      this.#peerAt.set(address, peer.identity.principal);
      const reason = this.#join(peer, "outgoing", address);
      if (reason !== null) this.#dials.postpone(address, this.#deps.now() + (REDIAL_MS.at(-1) ?? 0));
    } catch {
      this.#dials.ended(address, { useful: false, nowMs: this.#deps.now() });
    }
  }

  /** Null, or why the peer was not taken; its socket is closed then. */
  #join(peer: PeerSocket, direction: Link["direction"], address: string | null): string | null {
    const reason = this.#refusal(peer, direction);
    if (reason !== null || this.#carrier === null) {
      peer.socket.destroy();
      return reason ?? "not ready";
    }
    const { metainfo } = this.#options;
    peer.socket.setNoDelay(true);
    peer.socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const id = `${peer.identity.principal}#${++this.#streams}`;
    const stream = new PeerStream(
      { id, shape: metainfo, infoHash: metainfo.infoHash },
      { socket: peer.socket, now: this.#deps.now, pool: this.#deps.pool },
    );
    const link = this.#makeLink(peer, { direction, address, stream });
    this.#links.set(link.peer, link);
    this.#byStream.set(id, link);
    this.#carrier.attach(stream);
    return null;
  }

  #makeLink(peer: PeerSocket, { direction, address, stream }: Pick<Link, "direction" | "address" | "stream">): Link {
    const link: Link = new Link(
      { identity: peer.identity, direction, address, pieceCount: this.#options.metainfo.pieceCount },
      {
        stream,
        pool: this.#deps.pool,
        file: this.#file,
        have: this.#file.verified,
        now: this.#deps.now,
        onUploaded: (bytes) => (this.#totals.uploadedBytes += bytes),
        onFault: (error) => this.#drop(link, error),
      },
    );
    stream.on("error", (error) => this.#report(link, error));
    stream.once("close", () => this.#left(link));
    return link;
  }

  #refusal(peer: PeerSocket, direction: Link["direction"]): string | null {
    const { principal, role, name } = peer.identity;
    const { self, add, preset } = this.#options;
    const hosts = add.admission.hosts;
    if (this.#stopped.signal.aborted) return "the transfer is over";
    if (principal === self.principal) return "ourselves";
    if (this.#banned.has(principal)) return "it sent a wrong piece";
    if (role !== "coordinator" && hosts !== null && !hosts.some((host) => host === name)) return "not admitted to this torrent";
    const existing = this.#links.get(principal);
    if (existing === undefined) return this.#links.size >= preset.peersMax ? `more than ${preset.peersMax} peers` : null;
    const ours = self.principal < principal;
    const replaces = existing.direction === direction ? direction === "incoming" : (direction === "outgoing") === ours;
    if (!replaces) return "connected already";
    this.#carrier?.detach(existing.stream);
    return null;
  }

  #onWire(wire: Wire, streamId: string): void {
    const link = this.#byStream.get(streamId);
    if (link === undefined || link.wire !== null) return;
    link.begin(wire);
    this.#fetcher.add(link);
    this.#superSeed?.join(link.peer, this.#deps.now());
    wire.on("unchoke", () => this.#fetcher.update(link));
    wire.on("have", (index: number) => this.#onHave(link, index));
    wire.on("bitfield", () => this.#onPieces(link));
    wire.on("have-all", () => this.#onPieces(link));
    wire.on("have-none", () => this.#onPieces(link));
  }

  #onHave(link: Link, index: number): void {
    this.#fetcher.update(link);
    if (this.#superSeed === null) return;
    this.#superSeed.confirm(link.peer, index, { nowMs: this.#deps.now(), initial: false });
    this.#show(link);
  }

  #onPieces(link: Link): void {
    this.#fetcher.update(link);
    if (this.#superSeed === null) return;
    const nowMs = this.#deps.now();
    for (let index = 0; index < this.#options.metainfo.pieceCount; index++) {
      if (link.has(index)) this.#superSeed.confirm(link.peer, index, { nowMs, initial: true });
    }
    // After webtorrent's own first message on this wire, which says that we have nothing.
    queueMicrotask(() => this.#show(link));
  }

  #show(link: Link): void {
    if (this.#links.get(link.peer) !== link || link.wire === null) return;
    for (const index of this.#superSeed?.next(link.peer, this.#deps.now()) ?? []) link.show(index);
  }

  #check(link: Link): void {
    if (this.complete && link.isComplete) return this.#carrier?.detach(link.stream);
    try {
      link.check();
    } catch (error) {
      this.#drop(link, error);
    }
    this.#show(link);
  }

  #left(link: Link): void {
    this.#byStream.delete(link.stream.id);
    this.#fetcher.remove(link);
    if (this.#links.get(link.peer) === link) {
      this.#links.delete(link.peer);
      this.#superSeed?.leave(link.peer);
    }
    if (link.address !== null) this.#dials.ended(link.address, { useful: link.useful, nowMs: this.#deps.now() });
  }

  #drop(link: Link, error: unknown): void {
    if (link.stream.destroyed) return;
    this.#report(link, error);
    this.#carrier?.detach(link.stream);
  }

  /** Only breaches are told; a lost connection is everyday life. */
  #report(link: Link, error: unknown): void {
    if (!(error instanceof ShoalError)) return;
    this.#deps.onEvent({ kind: "peer-dropped", infoHash: this.#options.metainfo.infoHash, peer: link.peer, reason: error.message });
  }

  #ban(peer: string, pieceIndex: number): void {
    if (this.#banned.has(peer)) return;
    this.#banned.add(peer);
    this.#deps.onEvent({ kind: "peer-banned", infoHash: this.#options.metainfo.infoHash, peer, pieceIndex });
    const link = this.#links.get(peer);
    if (link !== undefined) this.#carrier?.detach(link.stream);
  }

  async #keep(index: number, bytes: Uint8Array): Promise<void> {
    try {
      await this.#file.writePiece(index, bytes);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#stopped.signal.aborted || !this.#file.verified.add(index)) return;
    this.#totals.verifiedBytes += bytes.length;
    this.#carrier?.tellHave(index);
    this.#news.push(index);
    this.#newsTimer ??= setTimeout(() => this.#tell(true), NEWS_MS);
    if (!this.complete) return;
    this.#tell(true);
    this.#announcer?.completed();
  }

  #fail(error: unknown): void {
    if (this.#stopped.signal.aborted) return;
    this.#deps.onFailed(toFailure(error));
    void this.stop();
  }

  #tell(news: boolean): void {
    const now = this.#deps.now();
    if (!news && (now - this.#toldMs < PROGRESS_PAUSE_MS || this.#news.length > 0)) return;
    clearTimeout(this.#newsTimer);
    this.#newsTimer = undefined;
    this.#toldMs = now;
    this.#deps.onProgress(this.stats, this.#news.splice(0));
  }
}

/** Verified pieces are told together when they come faster than this. */
const NEWS_MS = 5;
const PROGRESS_PAUSE_MS = 1_000;
const KEEP_ALIVE_MS = 10_000;

function superSeedOptions({ metainfo, preset }: SessionOptions): ConstructorParameters<typeof SuperSeed>[0] {
  const windowPieces = Math.max(WINDOW_PIECES_MIN, Math.ceil(preset.revealWindowBytes / metainfo.pieceLengthBytes));
  return { pieceCount: metainfo.pieceCount, windowPieces, graceMs: preset.revealGraceMs };
}

const WINDOW_PIECES_MIN = 4;

function formatAddress({ host, port }: PeerAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
