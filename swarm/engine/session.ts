/**
 * One transfer inside the engine: a file, the pieces on their way into it, and what is shown and told of it. Wires the parts of
 * this folder together: roster (who is connected), fetcher (what is asked), uploads (what is served), super-seed (what is shown),
 * announcer (where peers come from).
 *
 * A failure of the file (disk full, lost) ends the transfer with a typed failure; one of a peer ends that peer only. Whatever
 * happens, the file holds verified pieces and nothing has to be undone.
 */
import type Wire from "bittorrent-protocol";
import { type Failure, ShoalError, toFailure } from "../../runtime/errors.ts";
import type { InfoHash } from "../../runtime/ids.ts";
import { NEWS_MS, PROGRESS_MS, STARVED_MS } from "../limits.ts";
import type { Preset } from "../presets.ts";
import type { AddOptions, Admission, KnownHost, Place, Priority, SwarmEvent, TransferStats } from "../swarm.ts";
import { type Metainfo, pieceBytes } from "../torrent.ts";
import { WEB_SEED, WebSeed } from "../web-seed/source.ts";
import type { AnnounceAnswer, PeerAddress, TrackerClient } from "./announce.ts";
import { Accounts } from "./accounts.ts";
import { Announcer } from "./announcer.ts";
import type { BufferPool } from "./buffer-pool.ts";
import { Fetcher } from "./fetcher.ts";
import type { FetchSource } from "./lane.ts";
import { Link } from "./link.ts";
import type { PieceRange } from "./messages.ts";
import { Roster } from "./roster.ts";
import { ALL_SHARES } from "../tracker/hand-out.ts";
import { type PieceFile, matchesDigest, openPieceFile } from "./store.ts";
import { SuperSeed, showing } from "./super-seed.ts";
import type { Throttle } from "./throttle.ts";
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
  /** Where we are; null: the tracker knows. */
  readonly datacenter: string | null;
}

export interface SessionDeps {
  readonly client: Client;
  readonly tracker: TrackerClient;
  readonly pool: BufferPool;
  readonly throttle: Throttle;
  readonly dial: (address: PeerAddress, infoHash: InfoHash, signal: AbortSignal) => Promise<PeerSocket>;
  readonly now: () => number;
  readonly random: () => number;
  /** A transfer of normal priority is being fetched in this process. */
  readonly othersGetOn: () => boolean;
  readonly onProgress: (stats: TransferStats, verified: readonly number[]) => void;
  readonly onFailed: (failure: Failure) => void;
  readonly onEvent: (event: SwarmEvent) => void;
}

/** Opens and verifies the file, then joins the torrent. Errors: the file system's, E_INTERNAL. */
export async function openSession(options: SessionOptions, deps: SessionDeps): Promise<Session> {
  const file = await openPieceFile(options.add.file, {
    shape: options.metainfo,
    pieceDigests: options.add.torrent.pieceDigests,
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
  readonly #roster: Roster;
  readonly #superSeed: SuperSeed | null;
  readonly #announcer: Announcer | null;
  readonly #webSeed: WebSeed | null;
  readonly #byWire = new WeakMap<Wire, Link>();
  readonly #totals = { bytesFromSeed: 0, bytesFromHosts: 0, uploadedBytes: 0, verifiedBytes: 0 };
  readonly #accounts = new Accounts();
  #datacenter: string | null;
  #news: number[] = [];
  #newsTimer: NodeJS.Timeout | undefined;
  #toldMs = 0;
  #carrier: Carrier | null = null;
  #stopped = false;
  #priority: Priority;
  /** When it was added, or last received a block. */
  #receivedMs: number;

  constructor(options: SessionOptions, deps: SessionDeps, file: PieceFile) {
    this.#options = options;
    this.#deps = deps;
    this.#file = file;
    this.#datacenter = options.datacenter;
    this.#priority = options.add.priority ?? "normal";
    this.#receivedMs = deps.now();
    this.#totals.verifiedBytes = [...file.verified].reduce((sum, index) => sum + pieceBytes(index, options.metainfo), 0);
    this.#fetcher = this.#makeFetcher();
    this.#roster = this.#makeRoster();
    this.#superSeed = options.self.role === "coordinator" && this.complete ? new SuperSeed(showing(options.metainfo, options)) : null;
    this.#webSeed = options.add.announceUrl === null || this.complete ? null : this.#makeWebSeed(options.add.announceUrl);
    if (this.#webSeed !== null) this.#fetcher.add(this.#webSeed);
    this.#announcer = options.add.announceUrl === null ? null : this.#makeAnnouncer(options.add.announceUrl);
  }

  get complete(): boolean {
    return this.#file.verified.count === this.#options.metainfo.pieceCount;
  }

  get verified(): Uint32Array {
    return Uint32Array.from(this.#file.verified);
  }

  get stats(): TransferStats {
    return { sizeBytes: this.#options.metainfo.sizeBytes, ...this.#totals, links: this.#accounts.links(), peers: this.#roster.size };
  }

  /** Others of low priority give way: it lacks pieces and is not starved. */
  get getsOn(): boolean {
    return this.#priority === "normal" && !this.complete && !this.#stopped && this.#deps.now() - this.#receivedMs < STARVED_MS;
  }

  isConnectedTo(principal: string): boolean {
    return this.#roster.has(principal);
  }

  /** Errors: E_PEER (an address), E_INTERNAL (webtorrent). */
  async start(): Promise<void> {
    const { metainfo, preset, add } = this.#options;
    for (const address of add.peers ?? []) this.#roster.know(address);
    this.vouch(add.vouched ?? []);
    this.#settle(add.place);
    this.#carrier = await this.#deps.client.add(
      { metainfo: metainfo.clean, have: this.#file.verified, uploadSlots: preset.peersMax + 1, superSeed: this.#superSeed !== null },
      {
        onWire: (wire, id) => this.#onWire(wire, id),
        interestedIn: (wire) => this.#interestedIn(wire),
        onError: (error) => this.#fail(error),
      },
    );
    this.#announcer?.start(this.complete);
    this.tick();
  }

  /** Errors: E_PEER for what is no address. */
  addPeers(addresses: readonly string[], place?: Place): void {
    for (const address of addresses) this.#roster.know(address);
    this.#settle(place);
    this.tick();
  }

  vouch(hosts: readonly KnownHost[]): void {
    this.#roster.vouch(hosts);
    this.#accounts.know(hosts);
  }

  admit(admission: Admission): void {
    this.#roster.admit(admission);
  }

  setPriority(priority: Priority): void {
    this.#priority = priority;
    this.tick();
  }

  want(ranges: readonly PieceRange[]): void {
    this.#fetcher.want(ranges);
  }

  accept(peer: PeerSocket): void {
    void this.#roster.accept(peer);
  }

  /** To be called each `TICK_MS`. */
  tick(): void {
    if (this.#stopped) return;
    for (const link of this.#roster.links) this.#check(link);
    this.#show();
    this.#fetcher.tick();
    if (!this.complete) this.#roster.dialDue();
    this.#tell(false);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#newsTimer);
    this.#roster.stop();
    this.#webSeed?.stop();
    await Promise.all([this.#announcer?.stop() ?? Promise.resolve(), this.#carrier?.close() ?? Promise.resolve()]);
    await this.#file.close();
  }

  #makeFetcher(): Fetcher {
    const { metainfo, preset, add } = this.#options;
    const { now, random, pool, throttle, othersGetOn, onEvent } = this.#deps;
    return new Fetcher(
      { shape: metainfo, preset, have: this.#file.verified, onlyWanted: add.onlyWanted ?? false },
      {
        now,
        random,
        pool,
        matches: (bytes, index) => matchesDigest(bytes, index, add.torrent.pieceDigests),
        onPiece: (index, bytes, peers) => {
          this.#webSeed?.brought(peers);
          return this.#keep(index, bytes);
        },
        mayAsk: (source) => (this.#priority === "normal" || !othersGetOn()) && throttle.mayAsk(source.isOutside?.() === true),
        onAsked: (source, bytes) => throttle.asked(source.isOutside?.() === true, bytes),
        onPayload: (source, bytes) => this.#received(source, bytes),
        onWasted: (peer, bytes) => this.#accounts.wasted(peer, bytes),
        onWrong: (peers, pieceIndex) => onEvent({ kind: "piece-wrong", infoHash: metainfo.infoHash, peers: [...peers], pieceIndex }),
        onBan: (peer, index) => (peer === WEB_SEED ? this.#webSeed?.stop() : this.#roster.ban(peer, index)),
        onStalled: (source) => {
          if (source instanceof Link) this.#roster.drop(source, new ShoalError("E_PEER", "it owes blocks and sends none"));
          else this.#webSeed?.drop();
        },
      },
    );
  }

  #makeWebSeed(announceUrl: string): WebSeed {
    const { metainfo: torrent, preset } = this.#options;
    const onHeard = (bytes: number): void => this.#accounts.heard(WEB_SEED, true, bytes);
    return new WebSeed({ announceUrl, torrent, afterMs: preset.webSeedMs }, { ...this.#deps, onHeard });
  }

  #received(source: FetchSource, bytes: number): void {
    this.#receivedMs = this.#deps.now();
    this.#accounts.received(source.peer, source.isSeed === true, bytes);
    this.#totals[source.isSeed === true ? "bytesFromSeed" : "bytesFromHosts"] += bytes;
  }

  #makeRoster(): Roster {
    const { metainfo, preset, add, self } = this.#options;
    const { now, pool, dial, onEvent, throttle } = this.#deps;
    const { infoHash } = metainfo;
    return new Roster(
      { infoHash, shape: metainfo, preset, admission: add.admission, self: self.principal },
      {
        file: this.#file,
        datacenter: () => this.#datacenter,
        have: this.#file.verified,
        ...{ now, pool, throttle, dial },
        onEvent,
        onUploaded: (bytes) => (this.#totals.uploadedBytes += bytes),
        askTracker:
          add.announceUrl === null ? null : (host, signal) => this.#deps.tracker.admits(add.announceUrl ?? "", { infoHash, host }, signal),
        attach: (stream) => (this.#carrier === null ? stream.destroy() : this.#carrier.attach(stream)),
        detach: (stream) => this.#carrier?.detach(stream),
        onLeft: (link) => this.#onLeft(link),
        onHeard: (link, bytes) => this.#accounts.heard(link.peer, link.isSeed, bytes),
      },
    );
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
          connected: this.#roster.size,
        }),
        starved: () => !this.complete && (this.#roster.size === 0 || this.#deps.now() - this.#receivedMs > preset.revealGraceMs),
        onAnswer: (answer) => this.#onAnswer(answer),
        onFailure: (failure) => this.#deps.onEvent({ kind: "tracker-failed", infoHash: metainfo.infoHash, failure }),
      },
    );
  }

  #settle(place: Place | undefined): void {
    if (place === undefined) return;
    this.#datacenter = place.datacenter;
    this.#fetcher.allow(place.shares);
  }

  #onAnswer({ peers, datacenter, shares }: AnnounceAnswer): void {
    this.#datacenter = datacenter ?? this.#datacenter;
    this.#fetcher.allow(shares ?? ALL_SHARES);
    for (const peer of peers) this.#roster.knowAddress(peer);
    if (!this.complete && !this.#stopped) this.#roster.dialDue();
  }

  #interestedIn(wire: Wire): boolean {
    const link = this.#byWire.get(wire);
    return link !== undefined && this.#fetcher.interestedIn(link);
  }

  #onWire(wire: Wire, streamId: string): void {
    const link = this.#roster.ofStream(streamId);
    if (link === undefined || link.wire !== null) return;
    link.begin(wire);
    this.#byWire.set(wire, link);
    this.#fetcher.add(link);
    this.#superSeed?.join(link.peer, { datacenter: null, nowMs: this.#deps.now() });
    wire.on("extended", (extension: string) => {
      if (extension === "handshake") this.#onPlace(link);
    });
    wire.on("unchoke", () => this.#fetcher.update(link));
    wire.on("have", (index: number) => this.#onHave(link, index));
    wire.on("bitfield", () => this.#onPieces(link));
    wire.on("have-all", () => this.#onPieces(link));
    wire.on("have-none", () => this.#onPieces(link));
  }

  #onLeft(link: Link): void {
    this.#fetcher.remove(link);
    if (this.#roster.holds(link)) this.#superSeed?.leave(link.peer);
  }

  #onHave(link: Link, index: number): void {
    link.toldPiece();
    this.#fetcher.update(link);
    if (this.#superSeed === null) return;
    this.#superSeed.confirm(link.peer, index, { nowMs: this.#deps.now(), initial: false });
    this.#show();
  }

  #onPieces(link: Link): void {
    link.toldPieces();
    this.#fetcher.update(link);
    if (this.#superSeed === null) return;
    const nowMs = this.#deps.now();
    for (let index = 0; index < this.#options.metainfo.pieceCount; index++) {
      if (link.has(index)) this.#superSeed.confirm(link.peer, index, { nowMs, initial: true });
    }
    this.#showSoon();
  }

  #onPlace(link: Link): void {
    if (this.#superSeed === null || !this.#roster.holds(link)) return;
    this.#superSeed.place(link.peer, link.datacenter, this.#deps.now());
    this.#showSoon();
  }

  /** After webtorrent's own first message on a new wire, which says that we have nothing. */
  #showSoon(): void {
    queueMicrotask(() => this.#show());
  }

  #show(): void {
    if (this.#superSeed === null || this.#stopped) return;
    for (const { peer, index } of this.#superSeed.next(this.#deps.now())) this.#roster.linkOf(peer)?.show(index);
  }

  #check(link: Link): void {
    try {
      link.check();
    } catch (error) {
      return this.#roster.drop(link, error);
    }
    // Two that have everything have nothing to say to each other.
    if (this.complete && link.isComplete) this.#roster.drop(link, null);
  }

  async #keep(index: number, bytes: Uint8Array): Promise<void> {
    try {
      await this.#file.writePiece(index, bytes);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#stopped || !this.#file.verified.add(index)) return;
    this.#totals.verifiedBytes += bytes.length;
    this.#carrier?.tellHave(index);
    this.#news.push(index);
    this.#newsTimer ??= setTimeout(() => this.#tell(true), NEWS_MS);
    if (!this.complete) return;
    this.#tell(true);
    this.#announcer?.completed();
  }

  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.#deps.onFailed(toFailure(error));
    void this.stop();
  }

  #tell(news: boolean): void {
    const now = this.#deps.now();
    if (!news && (this.#news.length > 0 || now - this.#toldMs < PROGRESS_MS)) return;
    clearTimeout(this.#newsTimer);
    this.#newsTimer = undefined;
    this.#toldMs = now;
    this.#deps.onProgress(this.stats, this.#news.splice(0));
  }
}
