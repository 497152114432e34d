/**
 * Who is connected in one torrent. Decides who may be and dials who should be; knows nothing of pieces.
 *
 * Who may: a certificate's name that the torrent admits, once; not ourselves; nobody who sent a wrong piece. Where two hosts dial
 * each other at the same time both keep the connection of the one whose name sorts first. Addresses come from the tracker and
 * from the session, never from peers.
 */
import { ShoalError } from "../../runtime/errors.ts";
import type { InfoHash } from "../../runtime/ids.ts";
import type { PeerIdentity } from "../../runtime/identity.ts";
import { HANDSHAKE_DEADLINE_MS, REDIAL_MS, REFUSAL_KEPT_MS, VOUCHED_MAX } from "../limits.ts";
import type { Preset } from "../presets.ts";
import type { Admission, KnownHost, SwarmEvent } from "../swarm.ts";
import { type PeerAddress, formatPeerAddress, mayDial, parsePeerAddress } from "./announce.ts";
import { DialBook } from "./dial-book.ts";
import { Link, type LinkDeps } from "./link.ts";
import { PeerStream } from "./peer-stream.ts";
import { leastUseful } from "./room.ts";
import type { Shape } from "./store.ts";
import type { PeerSocket } from "./tls.ts";

export interface RosterOptions {
  readonly infoHash: InfoHash;
  readonly shape: Shape;
  readonly preset: Preset;
  readonly admission: Admission;
  /** Our own principal. */
  readonly self: string;
}

export interface RosterDeps extends Pick<LinkDeps, "datacenter" | "file" | "have" | "now" | "pool" | "throttle" | "onUploaded"> {
  /** Whether the tracker admits a host; null where there is none to ask. Rejects when it can't be asked. */
  readonly askTracker: ((host: string, signal: AbortSignal) => Promise<boolean>) | null;
  readonly dial: (address: PeerAddress, infoHash: InfoHash, signal: AbortSignal) => Promise<PeerSocket>;
  /** Hands a stream to the wire, and takes it away again. */
  readonly attach: (stream: PeerStream) => void;
  readonly detach: (stream: PeerStream) => void;
  readonly onLeft: (link: Link) => void;
  readonly onHeard: (link: Link, bytes: number) => void;
  readonly onEvent: (event: SwarmEvent) => void;
}

export class Roster {
  readonly #options: RosterOptions;
  readonly #deps: RosterDeps;
  /** By principal. */
  readonly #links = new Map<string, Link>();
  readonly #byStream = new Map<string, Link>();
  readonly #banned = new Set<string>();
  readonly #dials = new DialBook();
  /** Who answered at an address. */
  readonly #peerAt = new Map<string, string>();
  /** What the tracker said of a host. */
  readonly #vouched = new Map<string, boolean>();
  readonly #stopped = new AbortController();
  #admission: Admission;
  #streams = 0;

  constructor(options: RosterOptions, deps: RosterDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#admission = options.admission;
  }

  get size(): number {
    return this.#links.size;
  }

  get links(): readonly Link[] {
    return [...this.#links.values()];
  }

  has(principal: string): boolean {
    return this.#links.has(principal);
  }

  linkOf(principal: string): Link | undefined {
    return this.#links.get(principal);
  }

  /** The link is the peer's current one. */
  holds(link: Link): boolean {
    return this.#links.get(link.peer) === link;
  }

  ofStream(streamId: string): Link | undefined {
    return this.#byStream.get(streamId);
  }

  /** Errors: E_PEER for what is no address. An address of a kind that is never dialled is left out. */
  know(text: string): void {
    this.knowAddress(parsePeerAddress(text));
  }

  knowAddress(address: PeerAddress): void {
    if (mayDial(address, { loopback: this.#options.preset.loopbackPeers })) this.#dials.add(formatPeerAddress(address), this.#deps.now());
  }

  /** Takes a peer that connected to us, or ends it. Not a byte of it is read before its admission is known. */
  async accept(peer: PeerSocket): Promise<void> {
    const { identity } = peer;
    if (identity.role === "agent" && this.#admission.hosts === null) await this.#vouch(identity.name);
    const reason = this.#join(peer, "incoming", null);
    if (reason === null || EVERYDAY.has(reason)) return;
    this.#deps.onEvent({ kind: "peer-refused", address: identity.principal, reason });
  }

  /** Hosts that the coordinator names take part, also while the tracker can't be asked. */
  vouch(hosts: readonly KnownHost[]): void {
    for (const { host } of hosts) this.#remember(host, true);
  }

  /** Others may take part from now on. */
  admit(admission: Admission): void {
    this.#admission = admission;
    this.#vouched.clear();
    for (const link of this.#links.values()) {
      if (link.direction === "incoming" && !this.#admits(link.identity)) this.#deps.detach(link.stream);
    }
  }

  /** Connects to whom it is time to. */
  dialDue(): void {
    const now = this.#deps.now();
    const free = this.#options.preset.peersMax - this.#links.size;
    // Of those who are of no use, one at a time makes room.
    for (const address of this.#dials.take(free > 0 || leastUseful(this.links, now) === null ? free : 1, now)) {
      if (this.#links.has(this.#peerAt.get(address) ?? "")) this.#dials.postpone(address, now + LAST_REDIAL_MS);
      else void this.#dial(address);
    }
  }

  /** Ends a link that is not needed or broke a rule; a breach is reported. */
  drop(link: Link, error: unknown): void {
    if (link.stream.destroyed) return;
    this.#report(link, error);
    this.#deps.detach(link.stream);
  }

  ban(peer: string, pieceIndex: number): void {
    if (this.#banned.has(peer)) return;
    this.#banned.add(peer);
    this.#deps.onEvent({ kind: "peer-banned", infoHash: this.#options.infoHash, peer, pieceIndex });
    const link = this.#links.get(peer);
    if (link !== undefined) this.#deps.detach(link.stream);
  }

  stop(): void {
    this.#stopped.abort();
    for (const link of this.#links.values()) this.#deps.detach(link.stream);
  }

  async #dial(address: string): Promise<void> {
    try {
      const peer = await this.#deps.dial(parsePeerAddress(address), this.#options.infoHash, this.#stopped.signal);
      this.#peerAt.set(address, peer.identity.principal);
      const reason = this.#join(peer, "outgoing", address);
      if (reason !== null) this.#dials.postpone(address, this.#deps.now() + LAST_REDIAL_MS);
    } catch {
      this.#dials.ended(address, { useful: false, nowMs: this.#deps.now() });
    }
  }

  /** Null, or why the peer was not taken; its socket is closed then. */
  #join(peer: PeerSocket, direction: Link["direction"], address: string | null): string | null {
    const reason = this.#refusal(peer, direction);
    if (reason !== null) {
      peer.socket.destroy();
      return reason;
    }
    const { infoHash, shape } = this.#options;
    peer.socket.setNoDelay(true);
    peer.socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const id = `${peer.identity.principal}#${++this.#streams}`;
    const stream = new PeerStream({ id, shape, infoHash }, { peer, now: this.#deps.now });
    const link = this.#makeLink(peer, { direction, address, stream });
    this.#links.set(link.peer, link);
    this.#byStream.set(id, link);
    this.#deps.attach(stream);
    return null;
  }

  #makeLink(peer: PeerSocket, { direction, address, stream }: Pick<Link, "direction" | "address" | "stream">): Link {
    const link: Link = new Link(
      { identity: peer.identity, direction, address, pieceCount: this.#options.shape.pieceCount },
      { ...this.#deps, stream, onFault: (error) => this.drop(link, error) },
    );
    stream.on("error", (error) => this.#report(link, error));
    stream.on("heard", (bytes: number) => this.#deps.onHeard(link, bytes));
    stream.once("close", () => this.#left(link));
    return link;
  }

  #refusal(peer: PeerSocket, direction: Link["direction"]): string | null {
    const { principal } = peer.identity;
    const { self, preset } = this.#options;
    if (this.#stopped.signal.aborted || peer.socket.destroyed) return OVER;
    if (principal === self) return OURSELVES;
    if (this.#banned.has(principal)) return "it sent a wrong piece";
    if (direction === "incoming" ? !this.#admits(peer.identity) : !this.#mayServeUs(peer.identity)) return "not admitted to this torrent";
    const existing = this.#links.get(principal);
    if (existing === undefined) return this.#makesRoom() ? null : `more than ${preset.peersMax} peers`;
    const ours = self < principal;
    const replaces = existing.direction === direction ? direction === "incoming" : (direction === "outgoing") === ours;
    if (!replaces) return CONNECTED;
    this.#deps.detach(existing.stream);
    return null;
  }

  /** A place is free, or was taken by somebody of no use. */
  #makesRoom(): boolean {
    if (this.#links.size < this.#options.preset.peersMax) return true;
    const idle = leastUseful(this.links, this.#deps.now());
    if (idle === null) return false;
    this.drop(idle, new ShoalError("E_PEER", "it chokes us all the time, and others wait"));
    return this.#links.size < this.#options.preset.peersMax;
  }

  #admits({ role, name }: PeerIdentity): boolean {
    const { hosts } = this.#admission;
    if (role === "coordinator") return true;
    if (hosts !== null) return hosts.some((host) => host === name);
    return this.#deps.askTracker === null || this.#vouched.get(name) === true;
  }

  /** Whom we dial we were told of by tracker or session. */
  #mayServeUs(identity: PeerIdentity): boolean {
    return this.#admission.hosts === null || this.#admits(identity);
  }

  /** Asks the tracker about a host once; while it can't be asked, unknown hosts are not admitted. */
  async #vouch(host: string): Promise<void> {
    if (this.#deps.askTracker === null || this.#vouched.has(host)) return;
    try {
      const admitted = await this.#deps.askTracker(
        host,
        AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(HANDSHAKE_DEADLINE_MS)]),
      );
      this.#remember(host, admitted);
      // A host may be assigned to the app later.
      if (!admitted) setTimeout(() => this.#vouched.delete(host), REFUSAL_KEPT_MS).unref();
    } catch {
      // Not remembered: the next attempt asks again.
    }
  }

  #remember(host: string, admitted: boolean): void {
    if (this.#vouched.size >= VOUCHED_MAX) this.#vouched.clear();
    this.#vouched.set(host, admitted);
  }

  #left(link: Link): void {
    this.#byStream.delete(link.stream.id);
    this.#deps.onLeft(link);
    if (this.holds(link)) this.#links.delete(link.peer);
    if (link.address !== null) this.#dials.ended(link.address, { useful: link.useful, nowMs: this.#deps.now() });
  }

  /** Only breaches are told; a lost connection is everyday life. */
  #report(link: Link, error: unknown): void {
    if (!(error instanceof ShoalError)) return;
    this.#deps.onEvent({ kind: "peer-dropped", infoHash: this.#options.infoHash, peer: link.peer, reason: error.message });
  }
}

const OVER = "the transfer is over";
const OURSELVES = "ourselves";
const CONNECTED = "connected already";
/** Nobody's fault, and not told. */
const EVERYDAY = new Set([OVER, OURSELVES, CONNECTED]);

const LAST_REDIAL_MS = REDIAL_MS.at(-1) ?? 0;
/** Finds a peer whose machine is gone within half a minute. */
const KEEP_ALIVE_MS = 10_000;
