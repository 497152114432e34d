/**
 * What to ask of whom. Owns the pieces that are on their way; knows peers only as `FetchSource` and neither sockets nor files.
 *
 * A peer with room in its pipeline is given, in this order: what somebody waits for; the piece it is already sending; a new
 * piece, rarest first; a share of a piece another peer is sending; and at the end a second request for a block that is long
 * overdue elsewhere. So a piece nearly always has one sender, and one slow peer can't hold up the end. A peer that owes blocks and
 * completes none is let off them, for others to send, and is asked for one block of a new piece at a time from then on.
 *
 * A complete piece is believed only if its BLAKE3 is right. If not, its bytes are dropped and the piece is fetched again from
 * one single peer; its only sender is banned at once, several senders are told apart by suspects.ts.
 *
 * A failure leaves nothing: pieces on their way are memory only.
 */
import {
  DUPLICATE_REQUESTS_MAX,
  IN_PROGRESS_BYTES_MAX,
  REQUEST_PIPELINE_BYTES_MAX,
  STALLED_PEER_MS,
  WANTED_AHEAD_PIECES,
} from "../limits.ts";
import type { Preset } from "../presets.ts";
import { pieceBytes } from "../torrent.ts";
import { ALL_SHARES, type Shares, ownsPiece } from "../tracker/hand-out.ts";
import { Assembly, type BlockRequest } from "./assembly.ts";
import type { BufferPool } from "./buffer-pool.ts";
import type { Bitmap } from "./bitmap.ts";
import { type FetchSource, type Lane, isProof, isStuck, newLane, serves } from "./lane.ts";
import type { PieceRange } from "./messages.ts";
import { pickRarest } from "./pick.ts";
import { mayShare } from "./share.ts";
import type { Shape } from "./store.ts";
import { Suspects } from "./suspects.ts";

export interface FetcherOptions {
  readonly shape: Shape;
  readonly preset: Preset;
  /** Pieces on disk; the owner adds to it. */
  readonly have: Bitmap;
  /** Nothing is fetched that nobody waits for. */
  readonly onlyWanted?: boolean;
}

export interface FetcherDeps {
  readonly now: () => number;
  readonly random: () => number;
  readonly pool: BufferPool;
  /** Nothing is asked while this is false; looked at again in each tick. */
  readonly mayAsk: (source: FetchSource) => boolean;
  /** Bytes were asked of it; negative: they will not come. */
  readonly onAsked: (source: FetchSource, bytes: number) => void;
  readonly matches: (bytes: Uint8Array, index: number) => boolean;
  /** A verified piece, and who sent blocks of it, to be written and then added to `have`. Its memory counts until this resolves; it never rejects. */
  readonly onPiece: (index: number, bytes: Uint8Array, peers: ReadonlySet<string>) => Promise<void>;
  /** Payload that came in answer to a request, needed or not. */
  readonly onPayload: (source: FetchSource, bytes: number) => void;
  /** Of that payload: it was not needed. */
  readonly onWasted: (peer: string, bytes: number) => void;
  /** A complete piece that does not match, and who sent blocks of it. */
  readonly onWrong: (peers: ReadonlySet<string>, index: number) => void;
  readonly onBan: (peer: string, index: number) => void;
  readonly onStalled: (source: FetchSource) => void;
}

type Piece = Assembly<Lane>;

export class Fetcher {
  readonly #options: FetcherOptions;
  readonly #deps: FetcherDeps;
  readonly #lanes = new Map<FetchSource, Lane>();
  readonly #pieces = new Map<number, Piece>();
  readonly #suspects = new Suspects();
  /** Neither here, nor on their way, nor being written. */
  #missing: number[];
  #wanted: readonly PieceRange[] = [];
  #inProgressBytes = 0;
  /** What may be fetched from other datacenters. */
  #shares: Shares = ALL_SHARES;
  /** Of the last payload, from anywhere. */
  #receivedMs: number;
  #ticked: number;

  constructor(options: FetcherOptions, deps: FetcherDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#ticked = this.#receivedMs = deps.now();
    this.#missing = Array.from({ length: options.shape.pieceCount }, (_, index) => index).filter((index) => !options.have.has(index));
  }

  add(source: FetchSource): void {
    this.#lanes.set(source, newLane(source, this.#deps.now()));
  }

  remove(source: FetchSource): void {
    const lane = this.#lanes.get(source);
    if (lane === undefined) return;
    this.#lanes.delete(source);
    for (const request of lane.requests) this.#pieces.get(request.index)?.giveUp(request);
    this.#abandonAlone(lane, () => true);
    this.#updateAll();
  }

  /** What may be fetched from other datacenters from now on. */
  allow(shares: Shares): void {
    if (this.#shares === shares) return;
    this.#shares = shares;
    this.#updateAll();
  }

  /** Ranges that somebody waits for, most urgent first. */
  want(ranges: readonly PieceRange[]): void {
    this.#wanted = ranges;
    this.#updateAll();
  }

  /** Whether the source has a piece that is not on disk. */
  interestedIn(source: FetchSource): boolean {
    const { have, shape } = this.#options;
    if (have.count === shape.pieceCount) return false;
    // Also what it may not be asked for now: that changes too often to tell it each time.
    const needed = (index: number): boolean => this.#offers(source, index);
    return this.#missing.some(needed) || [...this.#pieces.keys()].some(needed);
  }

  /** Fills the source's pipeline. To be called when it unchokes us or tells of a new piece. */
  update(source: FetchSource): void {
    const lane = this.#lanes.get(source);
    if (lane === undefined || source.chokesUs()) return;
    const room = this.#pipelineBytes(lane);
    if (lane.outstandingBytes > room / 2) return;
    const requestsMax = source.requestsMax();
    const asksOn = (): boolean => lane.outstandingBytes < room && lane.requests.size < requestsMax && this.#deps.mayAsk(source);
    while (asksOn() && this.#askNext(lane));
  }

  /** To be called some times a second. */
  tick(): void {
    const now = this.#deps.now();
    const elapsedMs = Math.max(1, now - this.#ticked);
    this.#ticked = now;
    for (const lane of [...this.#lanes.values()]) {
      lane.bytesPerS += 0.3 * ((lane.receivedBytes * 1000) / elapsedMs - lane.bytesPerS);
      lane.receivedBytes = 0;
      if (isStuck(lane, now)) this.#letOff(lane);
      this.#abandonAlone(lane, (index) => this.#leaves(lane, index));
      if (lane.requests.size > 0 && now - lane.activeMs > STALLED_PEER_MS) this.#deps.onStalled(lane.source);
      else this.update(lane.source);
    }
  }

  /** What it owes is free for others. */
  #letOff(lane: Lane): void {
    lane.onProbation = true;
    lane.current = null;
    cancelAll(lane.requests);
  }

  #pipelineBytes(lane: Lane): number {
    if (lane.onProbation) return 1;
    const { pipelineStartBytes, pipelineMs } = this.#options.preset;
    return Math.min(REQUEST_PIPELINE_BYTES_MAX, Math.max(pipelineStartBytes, (lane.bytesPerS * pipelineMs) / 1000));
  }

  #askNext(lane: Lane): boolean {
    const piece = this.#wantedPiece(lane) ?? this.#currentPiece(lane) ?? this.#newPiece(lane) ?? this.#sharedPiece(lane);
    if (piece === undefined) return !lane.onProbation && this.#askOverdue(lane);
    const request = piece.ask(lane, lane.source.blockBytesMax(), this.#deps.now());
    if (request === null) return false;
    lane.current = piece;
    return this.#send(lane, request);
  }

  #wantedPiece(lane: Lane): Piece | undefined {
    const { have, shape } = this.#options;
    for (const [first, last] of this.#wanted) {
      let ahead = 0;
      for (let index = first; index <= Math.min(last, shape.pieceCount - 1) && ahead < WANTED_AHEAD_PIECES; index++) {
        if (have.has(index)) continue;
        ahead++;
        if (!this.#holds(lane.source, index) || this.#leaves(lane, index)) continue;
        const piece = this.#pieces.get(index) ?? this.#begin(lane, index);
        if (piece !== undefined && this.#mayJoin(piece, lane)) return piece;
      }
    }
    return undefined;
  }

  #currentPiece(lane: Lane): Piece | undefined {
    return lane.current !== null && this.#pieces.get(lane.current.index) === lane.current && lane.current.hasFree
      ? lane.current
      : undefined;
  }

  #newPiece(lane: Lane): Piece | undefined {
    if (this.#options.onlyWanted === true || this.#inProgressBytes >= IN_PROGRESS_BYTES_MAX) return undefined;
    const index = pickRarest({
      missing: this.#missing,
      has: (piece) => lane.source.has(piece) && this.#mayCross(lane.source, piece),
      availability: (piece) => this.#availability(piece),
      random: this.#deps.random,
    });
    return index < 0 ? undefined : this.#begin(lane, index);
  }

  #availability(index: number): number {
    let count = 0;
    for (const { source } of this.#lanes.values()) if (source.has(index)) count++;
    return count;
  }

  /** On probation it is asked for nothing that others can send and that would wait for it. */
  #leaves(lane: Lane, index: number): boolean {
    if (!lane.onProbation) return false;
    return [...this.#lanes.values()].some(
      (other) => other !== lane && !other.onProbation && !other.source.chokesUs() && this.#holds(other.source, index),
    );
  }

  #sharedPiece(lane: Lane): Piece | undefined {
    for (const piece of this.#pieces.values()) if (this.#mayJoin(piece, lane) && this.#holds(lane.source, piece.index)) return piece;
    return undefined;
  }

  #holds(source: FetchSource, index: number): boolean {
    return this.#offers(source, index) && this.#mayCross(source, index);
  }

  /** From another datacenter come pieces of our own shares, and what a seed shows us, unless somebody serves them at home; every piece while nothing comes at all. */
  #mayCross(source: FetchSource, index: number): boolean {
    if (source.isOutside?.() !== true) return true;
    if (this.#deps.now() - this.#receivedMs > this.#options.preset.revealGraceMs) return true;
    return (source.isSeed === true || ownsPiece(this.#shares, index)) && !this.#isAtHome(index);
  }

  #isAtHome(index: number): boolean {
    const nowMs = this.#deps.now();
    for (const lane of this.#lanes.values()) {
      const { source } = lane;
      if (source.isSeed !== true && source.isOutside?.() !== true && source.has(index) && serves(lane, nowMs)) return true;
    }
    return false;
  }

  /** Who does not take what a seed shows would never be shown the rest: a seed is asked for what it has not shown. */
  #offers(source: FetchSource, index: number): boolean {
    return source.has(index) || (this.#options.onlyWanted === true && source.isSeed === true);
  }

  #mayJoin(piece: Piece, lane: Lane): boolean {
    return piece.hasFree && (piece.only === null || piece.only === lane) && !this.#leaves(lane, piece.index) && this.#mayShare(piece, lane);
  }

  #mayShare(piece: Piece, joining: Lane): boolean {
    const isConnected = (lane: Lane): boolean => this.#lanes.get(lane.source) === lane;
    const isSuspect = (peer: string): boolean => this.#suspects.involves(peer);
    return mayShare({ piece, joining, pieces: this.#pieces.values(), isConnected, isSuspect });
  }

  #begin(lane: Lane, index: number): Piece | undefined {
    const at = this.#missing.indexOf(index);
    const alone = this.#suspects.has(index) || this.#suspects.involves(lane.peer);
    if (at < 0 || (alone && this.#leaves(lane, index))) return undefined;
    this.#missing[at] = this.#missing.at(-1)!;
    this.#missing.pop();
    const bytes = this.#deps.pool.take(pieceBytes(index, this.#options.shape));
    const piece: Piece = new Assembly(index, bytes, alone ? lane : null);
    this.#pieces.set(index, piece);
    this.#inProgressBytes += piece.bytes.length;
    return piece;
  }

  /** Nothing is free: the longest outstanding block of somebody else, if it is overdue. */
  #askOverdue(lane: Lane): boolean {
    if (lane.requests.size >= DUPLICATE_REQUESTS_MAX) return false;
    const before = this.#deps.now() - this.#options.preset.endGameMs;
    let oldest: { piece: Piece; request: BlockRequest<Lane> } | null = null;
    for (const piece of this.#pieces.values()) {
      if (piece.only !== null || !this.#holds(lane.source, piece.index) || !this.#mayShare(piece, lane)) continue;
      for (const request of piece.requests) {
        const better = request.atMs < (oldest?.request.atMs ?? before);
        if (better && request.source !== lane && piece.askedTimes(request) < 2 && request.length <= lane.source.blockBytesMax()) {
          oldest = { piece, request };
        }
      }
    }
    if (oldest === null) return false;
    return this.#send(lane, oldest.piece.askAgain(oldest.request, lane, this.#deps.now()));
  }

  /** False if the source refused at once: it is closing, and asking it again would not end. */
  #send(lane: Lane, request: BlockRequest<Lane>): boolean {
    if (lane.requests.size === 0) lane.activeMs = lane.busyMs = this.#deps.now();
    lane.requests.add(request);
    lane.outstandingBytes += request.length;
    this.#deps.onAsked(lane.source, request.length);
    const piece = this.#pieces.get(request.index);
    // Of two that send the same block, only the first may touch the piece: its bytes count as those of one sender.
    const place = piece !== undefined && piece.askedTimes(request) === 1 ? piece.placeOf(request) : null;
    lane.source.request(request.index, request.offset, request.length, {
      into: () => (piece?.requests.has(request) === true ? place : null),
      done: (block) => this.#onAnswer(lane, request, block),
    });
    return lane.requests.has(request);
  }

  #onAnswer(lane: Lane, request: BlockRequest<Lane>, block: Uint8Array | null): void {
    if (!lane.requests.delete(request)) return;
    lane.outstandingBytes -= request.length;
    const piece = this.#pieces.get(request.index);
    if (block === null) {
      this.#deps.onAsked(lane.source, -request.length);
      piece?.giveUp(request);
      return;
    }
    lane.activeMs = this.#receivedMs = this.#deps.now();
    lane.receivedBytes += block.length;
    if (lane.onProbation && isProof(request, lane.activeMs)) lane.onProbation = false;
    this.#deps.onPayload(lane.source, block.length);
    if (piece?.requests.has(request)) this.#take(piece, request, block);
    else this.#deps.onWasted(lane.peer, block.length);
    this.update(lane.source);
  }

  #take(piece: Piece, request: BlockRequest<Lane>, block: Uint8Array): void {
    const fresh = piece.take(request, block);
    if (fresh < block.length) this.#deps.onWasted(request.source.peer, block.length - fresh);
    cancelAll(piece.needless());
    if (piece.complete) this.#complete(piece);
  }

  #complete(piece: Piece): void {
    this.#pieces.delete(piece.index);
    if (this.#deps.matches(piece.bytes, piece.index)) {
      for (const peer of this.#suspects.settle(piece)) this.#deps.onBan(peer, piece.index);
      void this.#deps.onPiece(piece.index, piece.bytes, peersOf(piece)).then(() => this.#free(piece));
      return;
    }
    const senders = peersOf(piece);
    this.#deps.onWrong(senders, piece.index);
    this.#suspects.note(piece);
    this.#waste(piece);
    this.#free(piece);
    this.#missing.push(piece.index);
    const [only, ...more] = senders;
    if (only !== undefined && more.length === 0) this.#deps.onBan(only, piece.index);
    this.#updateAll();
  }

  /** Pieces that nobody else may send. */
  #abandonAlone(lane: Lane, which: (index: number) => boolean): void {
    for (const piece of this.#pieces.values()) {
      if (piece.only !== lane || !which(piece.index)) continue;
      cancelAll(piece.requests);
      this.#abandon(piece);
    }
  }

  #abandon(piece: Piece): void {
    this.#pieces.delete(piece.index);
    this.#waste(piece);
    this.#free(piece);
    this.#missing.push(piece.index);
  }

  /** All that has come of it, was for nothing. */
  #waste(piece: Piece): void {
    for (let block = 0; block < piece.blocks; block++) {
      const sender = piece.senderOf(block);
      if (sender !== undefined) this.#deps.onWasted(sender.peer, piece.blockBytes(block).length);
    }
  }

  #free(piece: Piece): void {
    this.#inProgressBytes -= piece.bytes.length;
    this.#deps.pool.give(piece.bytes);
  }

  #updateAll(): void {
    for (const lane of [...this.#lanes.values()]) this.update(lane.source);
  }
}

function cancelAll(requests: Iterable<BlockRequest<Lane>>): void {
  for (const { source, index, offset, length } of [...requests]) source.source.cancel(index, offset, length);
}

function peersOf(piece: Piece): ReadonlySet<string> {
  return new Set([...piece.senders].map(({ peer }) => peer));
}
