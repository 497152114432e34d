/**
 * A fleet that fetches one bundle, simulated: the tracker's book, the hand-out, the seed's showing and the picking are those of
 * swarm/, run as they are; hosts, connections and the clock are played. The unit is a piece: each connection carries one piece at
 * a time, as in the engine, and who has a piece tells its peers at once, or half a round trip later from site to site.
 *
 * Host 0 is the coordinator's seed, at site 0. A host that dies silently keeps its peers waiting as long as the engine would wait.
 */
import { SuperSeed, showing } from "../../swarm/engine/super-seed.ts";
import { pickRarest } from "../../swarm/engine/pick.ts";
import { IN_PROGRESS_BYTES_MAX, STALLED_PEER_MS } from "../../swarm/limits.ts";
import { PRESETS, type Preset } from "../../swarm/presets.ts";
import { ALL_SHARES, type HandOutPolicy, NO_SHARES, ownsPiece } from "../../swarm/tracker/hand-out.ts";
import { TorrentPeers } from "../../swarm/tracker/peers.ts";
import type { Flow } from "./flow.ts";
import { Holdings } from "./holdings.ts";
import { ANNOUNCE, DIE, FLOW, HAVE, JOIN, KILL, LINK, NOTICE, OVERDUE, SHARE, TICK } from "./kinds.ts";
import { Network } from "./network.ts";
import { Queue } from "./queue.ts";
import { seededRandom } from "./random.ts";
import { PAYLOAD_PART, type Shape, cardPart, pieceBytesOf } from "./shape.ts";
import { Trace } from "./trace.ts";

export interface WorldOptions {
  readonly shape: Shape;
  readonly seed: number;
  readonly policy: Partial<HandOutPolicy>;
  /** Told four times a simulated second: hosts that live and lack something. */
  readonly onTick?: (nowMs: number, lacking: number) => void;
}

const SEED = 0;
const TICK_MS = 250;
/** A host at home that is silent is waited for this long: about what the rate of its lane takes to fade away (lane.ts). */
const SERVING_FADES_MS = 4_000;
/** Dialling and both handshakes, beside the round trips. */
const DIAL_MS = 30;

export class World {
  readonly #options: WorldOptions;
  readonly #preset: Preset;
  readonly #random: () => number;
  readonly #queue = new Queue();
  readonly #network: Network;
  readonly #book: TorrentPeers;
  readonly #show: SuperSeed;
  readonly siteOf: Uint16Array;
  /** Hosts whose time counts: alive at the end. */
  readonly dead: Uint8Array;
  readonly doneMs: Float64Array;
  readonly #diedMs: Float64Array;
  /** Payload that crossed into each site. */
  readonly crossedBytes: Float64Array;
  /** Payload that left the seed. */
  seedBytes = 0;
  events = 0;
  readonly trace: Trace;
  readonly #pieces: number;
  readonly #pieceBytes: number;
  readonly #inFlightMax: number;
  readonly #held: Holdings;
  readonly #cardParts: Float64Array;
  readonly #peers: number[][];
  readonly #shares: Uint16Array;
  readonly #receivedMs: Float64Array;
  /** It had as many pieces on their way as memory allows when there was one more to begin. */
  readonly #limited: Uint8Array;
  readonly #shown = new Map<number, Set<number>>();
  /** Hosts with connections to other sites. */
  readonly #outward = new Set<number>();
  readonly #pick: { missing: number[]; has: (index: number) => boolean; availability: (index: number) => number; random: () => number };
  #to = 0;
  #from = 0;
  #nowMs = 0;
  #alive: number;

  constructor(options: WorldOptions) {
    this.#options = options;
    const { shape, policy } = options;
    const hosts = shape.sites * shape.hostsPerSite + 1;
    this.#preset = PRESETS[shape.preset];
    this.#random = seededRandom(options.seed);
    this.#pieceBytes = pieceBytesOf(shape);
    this.#pieces = Math.ceil(shape.sizeBytes / this.#pieceBytes);
    this.trace = new Trace(shape, this.#pieces);
    this.#inFlightMax = Math.max(1, Math.floor(IN_PROGRESS_BYTES_MAX / this.#pieceBytes));
    this.siteOf = Uint16Array.from({ length: hosts }, (_, host) => (host === SEED ? 0 : (host - 1) % shape.sites));
    const bytesPerMs = (bitsPerS: number): number => (bitsPerS / 8 / 1000) * PAYLOAD_PART;
    this.#cardParts = Float64Array.from({ length: hosts }, (_, host) => (host === SEED ? 1 : cardPart(shape, this.#random())));
    this.#network = new Network({
      siteOf: this.siteOf,
      cards: Float64Array.from({ length: hosts }, (_, host) => bytesPerMs(shape.cardBitsPerS) * this.#cardParts[host]!),
      uplinks: Float64Array.from({ length: shape.sites }, () => bytesPerMs(shape.wanBitsPerS)),
      queue: this.#queue,
    });
    this.#book = new TorrentPeers({ preset: this.#preset, seeds: () => [String(SEED)], seedDatacenter: "0", random: this.#random, policy });
    const torrent = { pieceCount: this.#pieces, pieceLengthBytes: this.#pieceBytes };
    this.#show = new SuperSeed(showing(torrent, { preset: this.#preset, datacenter: "0" }));
    this.dead = new Uint8Array(hosts);
    this.doneMs = new Float64Array(hosts).fill(Infinity);
    this.#diedMs = new Float64Array(hosts).fill(Infinity);
    this.crossedBytes = new Float64Array(shape.sites);
    this.#held = new Holdings(hosts, this.#pieces);
    this.#peers = Array.from({ length: hosts }, () => []);
    this.#shares = new Uint16Array(hosts).fill(ALL_SHARES);
    this.#receivedMs = new Float64Array(hosts);
    this.#limited = new Uint8Array(hosts);
    this.#alive = hosts - 1;
    this.#pick = {
      missing: [],
      has: (piece) => this.#offers(this.#from, this.#to, piece),
      availability: (piece) => this.#availability(this.#to, piece),
      random: this.#random,
    };
  }

  /** Until every host that is alive has everything, or all but `lacking` of them, or `untilMs`. */
  run(untilMs: number, lacking = 0): void {
    this.#begin();
    while (this.#alive > lacking && this.#queue.take()) {
      this.#nowMs = this.#queue.timeMs;
      if (this.#nowMs > untilMs) break;
      this.events++;
      this.#happen(this.#queue.kind, this.#queue.a, this.#queue.b);
    }
    this.#account();
  }

  #begin(): void {
    const { shape } = this.#options;
    this.#held.gainAll(SEED);
    const boundMs = (shape.sizeBytes * 8000) / shape.wanBitsPerS;
    for (let host = 1; host < this.siteOf.length; host++) {
      this.#queue.add(this.#random() * shape.joinMs, JOIN, host);
      if (this.#random() < shape.failing) this.#queue.add(this.#random() * boundMs, DIE, host, this.#random() < 0.5 ? 1 : 0);
    }
    for (let site = 1; site <= shape.ingressKills; site++) this.#queue.add(boundMs / 2, KILL, site);
    this.#queue.add(TICK_MS, TICK, 0);
  }

  #happen(kind: number, a: number, b: number): void {
    if (kind === FLOW) return this.#flowDue(a);
    if (kind === SHARE) return this.#network.share(this.#nowMs);
    if (kind === HAVE) return this.#tell(a, b);
    if (kind === LINK) return this.#link(a, b);
    if (kind === JOIN || kind === ANNOUNCE) return this.#announce(a, kind === JOIN);
    if (kind === OVERDUE) return this.#overdue(a, b);
    if (kind === DIE) return this.#die(a, b === 1);
    if (kind === NOTICE) return this.#notice(a);
    if (kind === KILL) return this.#killIngress(a);
    this.#tick();
  }

  #announce(host: number, first: boolean): void {
    if (this.dead[host] === 1) return;
    if (first) this.#receivedMs[host] = this.#nowMs;
    const leftBytes = (this.#pieces - this.#held.count(host)) * this.#pieceBytes;
    const [name, site, connected] = [String(host), String(this.siteOf[host]), this.#peers[host]!.length];
    const about = { host: name, datacenter: site, address: name, leftBytes, receivedBytes: this.#received(host), connected };
    const answer = this.#book.announce({ ...about, event: "update" }, this.#nowMs);
    const before = this.#shares[host]!;
    this.#shares[host] = answer.shares;
    const { rttMs } = this.#options.shape;
    for (const address of answer.peers) {
      const other = Number(address);
      if (other === host || this.#peers[host]!.length >= this.#preset.peersMax || this.#peers[host]!.includes(other)) continue;
      this.#queue.add(this.#nowMs + DIAL_MS + (this.siteOf[other] === this.siteOf[host] ? 0 : 3 * rttMs), LINK, host, other);
    }
    if (answer.shares !== NO_SHARES && (before === NO_SHARES || first)) {
      this.trace.appointed(this.siteOf[host]!, host, { cardPart: this.#cardParts[host]!, nowMs: this.#nowMs });
    }
    if (answer.shares !== before && answer.shares !== NO_SHARES) this.#askAll(host);
    const starved = leftBytes > 0 && this.#peers[host]!.length === 0;
    const waitMs = starved ? Math.min(answer.intervalMs, this.#preset.starvedAnnounceMs) : answer.intervalMs;
    if (leftBytes > 0) this.#queue.add(this.#nowMs + waitMs, ANNOUNCE, host);
  }

  #received(host: number): number {
    const partly = this.#network.into(host).reduce((sum, flow) => sum + flow.askedBytes - this.#network.leftBytes(flow, this.#nowMs), 0);
    return this.#held.count(host) * this.#pieceBytes + partly;
  }

  #link(host: number, other: number): void {
    if (this.dead[host] === 1 || this.dead[other] === 1 || this.#peers[host]!.includes(other)) return;
    const full = (one: number): boolean => one !== SEED && this.#peers[one]!.length >= this.#preset.peersMax;
    if (full(host) || full(other)) return;
    for (const [one, two] of [
      [host, other],
      [other, host],
    ] as const) {
      this.#peers[one]!.push(two);
      if (this.siteOf[one] !== this.siteOf[two]) this.#outward.add(one);
    }
    const peer = host === SEED ? other : host;
    if (host === SEED || other === SEED) {
      this.#shown.set(peer, new Set());
      this.#show.join(String(peer), { datacenter: String(this.siteOf[peer]), nowMs: this.#nowMs });
      for (let piece = 0; piece < this.#pieces; piece++) {
        if (this.#held.has(peer, piece)) this.#show.confirm(String(peer), piece, { nowMs: this.#nowMs, initial: true });
      }
      this.#showNext();
    }
    this.#ask(host, other);
    this.#ask(other, host);
  }

  #showNext(): void {
    for (const { peer, index } of this.#show.next(this.#nowMs)) {
      this.#shown.get(Number(peer))?.add(index);
      this.#ask(Number(peer), SEED);
    }
  }

  /** Whether `to` may fetch the piece from `from`: the engine's rule (fetcher.ts). */
  #offers(from: number, to: number, piece: number): boolean {
    const isNear = this.siteOf[to] === this.siteOf[SEED];
    if (from === SEED) return this.#shown.get(to)?.has(piece) === true && (isNear || !this.#isAtHome(to, piece));
    if (!this.#held.has(from, piece)) return false;
    if (this.siteOf[from] === this.siteOf[to]) return true;
    if (this.#receivesNothing(to)) return true;
    return ownsPiece(this.#shares[to]!, piece) && !this.#isAtHome(to, piece);
  }

  #availability(host: number, piece: number): number {
    let count = 0;
    for (const peer of this.#peers[host]!) {
      if (peer === SEED ? this.#shown.get(host)?.has(piece) === true : this.#held.has(peer, piece)) count++;
    }
    return count;
  }

  #isAtHome(host: number, piece: number): boolean {
    for (const peer of this.#peers[host]!) {
      if (this.#nowMs - this.#diedMs[peer]! > SERVING_FADES_MS) continue;
      if (peer !== SEED && this.siteOf[peer] === this.siteOf[host] && this.#held.has(peer, piece)) return true;
    }
    return false;
  }

  #receivesNothing(host: number): boolean {
    if (this.#nowMs - this.#receivedMs[host]! <= this.#preset.revealGraceMs) return false;
    return this.#network.into(host).every(({ from }) => this.dead[from] === 1);
  }

  #askAll(host: number): void {
    for (const peer of this.#peers[host]!) this.#ask(host, peer);
  }

  /** Begins a piece on an idle connection, the rarest that the peer offers. */
  #ask(host: number, peer: number): void {
    if (host === SEED || this.dead[host] === 1 || this.dead[peer] === 1 || this.#held.count(peer) === 0) return;
    const flows = this.#network.into(host);
    if (this.#held.count(host) + flows.length >= this.#pieces) return;
    if (flows.length >= this.#inFlightMax) return void (this.#limited[host] = 1);
    for (const { from } of flows) if (from === peer) return;
    this.#to = host;
    this.#from = peer;
    this.#held.lacking(host, peer === SEED ? null : peer, this.#pick.missing);
    if (this.#pick.missing.length === 0) return;
    const piece = pickRarest(this.#pick);
    if (piece >= 0) this.#fetch({ from: peer, to: host, piece, bytes: this.#pieceBytes });
  }

  /** An idle connection has nothing else to fetch than the piece that has just come. */
  #askNew(host: number, peer: number, piece: number): void {
    if (host === SEED || !this.#held.lacks(host, piece) || this.dead[host] === 1) return;
    const flows = this.#network.into(host);
    if (flows.length >= this.#inFlightMax) return void (this.#limited[host] = 1);
    for (const { from } of flows) if (from === peer) return;
    if (this.#offers(peer, host, piece)) this.#fetch({ from: peer, to: host, piece, bytes: this.#pieceBytes });
  }

  #fetch(given: { from: number; to: number; piece: number; bytes: number }): void {
    this.#held.markBusy(given.to, given.piece);
    const { id } = this.#network.begin(given, this.#nowMs);
    this.#queue.append(this.#nowMs + this.#preset.pipelineMs, OVERDUE, given.to, id);
  }

  #flowDue(id: number): void {
    const flow = this.#network.due(id, this.#nowMs);
    if (flow === null || this.dead[flow.from] === 1) return;
    const { from, to, piece, crosses } = flow;
    this.#end(flow);
    this.#gain(to, piece);
    this.#ask(to, from);
    if (crosses) this.#askAll(to);
    if (this.#limited[to] === 0) return;
    this.#limited[to] = 0;
    this.#askAll(to);
  }

  #end(flow: Flow): void {
    this.#network.end(flow, this.#nowMs);
    this.#held.clearBusy(flow.to, flow.piece);
    this.#receivedMs[flow.to] = this.#nowMs;
    this.#carried(flow);
  }

  #carried(flow: Flow): void {
    const bytes = flow.askedBytes - Math.max(0, flow.leftBytes);
    if (flow.crosses) {
      const [from, to] = [this.siteOf[flow.from]!, this.siteOf[flow.to]!];
      this.crossedBytes[to]! += bytes;
      this.trace.crossed(bytes, { from, to, beganMs: flow.beganMs, nowMs: this.#nowMs });
    }
    if (flow.from === SEED) this.seedBytes += bytes;
  }

  #gain(host: number, piece: number): void {
    this.#held.gain(host, piece);
    this.trace.gained(this.siteOf[host]!, piece, this.#nowMs);
    if (this.#held.count(host) === this.#pieces) {
      this.doneMs[host] = this.#nowMs;
      this.#alive--;
      this.#queue.add(this.#nowMs, ANNOUNCE, host);
    }
    if (this.#shown.has(host)) {
      this.#show.confirm(String(host), piece, { nowMs: this.#nowMs, initial: false });
      this.#showNext();
    }
    for (const peer of this.#peers[host]!) {
      if (peer === SEED) continue;
      if (this.siteOf[peer] === this.siteOf[host]) this.#askNew(peer, host, piece);
    }
    if (this.#outward.has(host)) this.#queue.add(this.#nowMs + this.#options.shape.rttMs / 2, HAVE, host, piece);
  }

  /** The news reaches the other sites. */
  #tell(host: number, piece: number): void {
    for (const peer of this.#peers[host]!) {
      if (peer !== SEED && this.siteOf[peer] !== this.siteOf[host]) this.#askNew(peer, host, piece);
    }
  }

  /** What takes too long is asked of somebody else too: here its rest moves on. */
  #overdue(host: number, id: number): void {
    const flow = this.#network.into(host).find((one) => one.id === id);
    if (flow === undefined || this.#nowMs - flow.beganMs < this.#preset.pipelineMs - 1) return;
    const restMs = flow.rate > 0 ? flow.leftBytes / flow.rate : Infinity;
    const idle = (peer: number): boolean => this.#network.into(host).every(({ from }) => from !== peer);
    const stuck = this.dead[flow.from] === 1 || restMs > 2 * this.#preset.pipelineMs;
    const other = stuck
      ? this.#peers[host]!.find((peer) => this.dead[peer] === 0 && this.#offers(peer, host, flow.piece) && idle(peer))
      : undefined;
    if (other === undefined) return void this.#queue.append(this.#nowMs + this.#preset.pipelineMs, OVERDUE, host, id);
    // The piece is no longer busy for a moment: nothing else happens in between.
    this.#end(flow);
    const { piece } = flow;
    this.#held.markBusy(host, piece);
    const moved = this.#network.begin({ from: other, to: host, piece, bytes: Math.max(1, flow.leftBytes) }, this.#nowMs);
    this.#queue.append(this.#nowMs + this.#preset.pipelineMs, OVERDUE, host, moved.id);
  }

  /** Silently: its peers wait until they give it up; else they know at once. */
  #die(host: number, silently: boolean): void {
    if (this.dead[host] === 1) return;
    this.dead[host] = 1;
    this.#diedMs[host] = this.#nowMs;
    if (this.doneMs[host] === Infinity) this.#alive--;
    for (const flow of [...this.#network.into(host)]) this.#end(flow);
    this.#network.silence(host, this.#nowMs);
    this.#queue.add(this.#nowMs + (silently ? STALLED_PEER_MS : 1), NOTICE, host);
  }

  #notice(host: number): void {
    for (const flow of [...this.#network.outOf(host)]) this.#end(flow);
    for (const peer of this.#peers[host]!) {
      this.#peers[peer]!.splice(this.#peers[peer]!.indexOf(host), 1);
      if (peer === SEED) this.#show.leave(String(host));
      else this.#askAll(peer);
    }
    this.#shown.delete(host);
  }

  #killIngress(site: number): void {
    for (let host = 1; host < this.siteOf.length; host++) {
      if (this.siteOf[host] === site && this.#shares[host] !== NO_SHARES && this.#shown.has(host)) this.#die(host, true);
    }
  }

  #tick(): void {
    this.#options.onTick?.(this.#nowMs, this.#alive);
    this.#showNext();
    for (const host of this.#outward) this.#askAll(host);
    this.#queue.add(this.#nowMs + TICK_MS, TICK, 0);
  }

  /** Flows that have not ended count by what they carried. */
  #account(): void {
    for (let host = 1; host < this.siteOf.length; host++) {
      for (const flow of [...this.#network.into(host)]) {
        this.#network.end(flow, this.#nowMs);
        this.#carried(flow);
      }
    }
  }
}
