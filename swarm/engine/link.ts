/** One connected, authenticated peer of one torrent: its stream, its wire once the handshake is done, and what it is served. */
import type Wire from "bittorrent-protocol";
import { ShoalError } from "../../runtime/errors.ts";
import type { PeerIdentity } from "../../runtime/identity.ts";
import { BLOCK_BYTES, BLOCK_BYTES_MAX, PIECE_BYTES_MAX, SILENT_PEER_MS, UNASKED_BYTES_MAX } from "../limits.ts";
import { readDatacenter } from "./announce.ts";
import type { Bitmap } from "./bitmap.ts";
import type { BufferPool } from "./buffer-pool.ts";
import type { BlockAnswer, FetchSource } from "./lane.ts";
import { BLOCK_HEADER_BYTES, type BlockSink, MESSAGE } from "./frames.ts";
import type { PeerStream } from "./peer-stream.ts";
import type { PieceFile } from "./store.ts";
import type { Throttle, Waiting } from "./throttle.ts";
import { type Block, Uploads } from "./uploads.ts";
import { hookWire } from "./webtorrent.ts";

export interface LinkOptions {
  readonly identity: PeerIdentity;
  readonly direction: "incoming" | "outgoing";
  /** What was dialled. */
  readonly address: string | null;
  readonly pieceCount: number;
}

export interface LinkDeps {
  readonly stream: PeerStream;
  readonly pool: BufferPool;
  readonly file: PieceFile;
  readonly have: Bitmap;
  readonly now: () => number;
  /** Where we are; null if that is not known. */
  readonly datacenter: () => string | null;
  readonly throttle: Throttle;
  readonly onUploaded: (bytes: number) => void;
  /** The peer broke a rule; the link is destroyed afterwards. */
  readonly onFault: (error: unknown) => void;
}

export class Link implements FetchSource {
  readonly identity: PeerIdentity;
  readonly direction: "incoming" | "outgoing";
  readonly address: string | null;
  readonly stream: PeerStream;
  /** It exchanged a block with us. */
  useful = false;
  readonly joinedMs: number;
  #wire: Wire | null = null;
  readonly #pending = new Map<number, PendingBlock>();
  /** Blocks that may still come although we said that we don't want them any more, in bytes. */
  #toleratedBytes = UNASKED_BYTES_MAX;
  #heardMs: number;
  readonly #pieceCount: number;
  /** That it told of. */
  #pieces = 0;
  readonly #deps: LinkDeps;
  readonly #uploads: Uploads;
  readonly #turn: Waiting;

  constructor(options: LinkOptions, deps: LinkDeps) {
    this.identity = options.identity;
    this.direction = options.direction;
    this.address = options.address;
    this.stream = deps.stream;
    this.joinedMs = deps.now();
    this.#pieceCount = options.pieceCount;
    this.#deps = deps;
    this.#heardMs = deps.now();
    const isOutside = (): boolean => this.isOutside();
    this.#turn = {
      get outside() {
        return isOutside();
      },
      go: () => this.#uploads.pump(),
    };
    this.#uploads = new Uploads({
      has: (index) => deps.have.has(index),
      read: (blocks) => this.#readMessages(blocks),
      send: (message) => this.#send(message),
      reject: (index, offset, length) => this.#reject(index, offset, length),
      choking: () => this.#wire?.amChoking ?? true,
      unsentBytes: () => this.stream.unsentBytes,
      maySend: () => deps.throttle.maySend(this.#turn),
      fail: deps.onFault,
    });
    this.stream.on("sent", () => this.#uploads.pump());
    this.stream.on("heard", () => (this.#heardMs = deps.now()));
    this.stream.once("close", () => this.#end());
  }

  get peer(): string {
    return this.identity.principal;
  }

  get isSeed(): boolean {
    return this.identity.role === "coordinator";
  }

  get wire(): Wire | null {
    return this.#wire;
  }

  /** Where it says to be; null if it did not say. Only locality depends on it. */
  get datacenter(): string | null {
    return readDatacenter(this.#wire?.peerExtendedHandshake["shoal_dc"]);
  }

  isOutside(): boolean {
    const [theirs, ours] = [this.datacenter, this.#deps.datacenter()];
    return theirs !== null && ours !== null && theirs !== ours;
  }

  /** It has every piece. */
  get isComplete(): boolean {
    return this.#pieces === this.#pieceCount;
  }

  /** The BitTorrent handshake is done. */
  begin(wire: Wire): void {
    this.#wire = wire;
    hookWire(wire, {
      onRequest: (index, offset, length) => this.#uploads.request(index, offset, length),
      onCancel: (index, offset, length) => this.#uploads.cancel(index, offset, length),
      onChoke: () => this.#uploads.rejectAll(),
      datacenter: this.#deps.datacenter(),
    });
    this.stream.taker = {
      block: (index, offset, length) => this.#blockBegins(index, offset, length),
      rejected: (index, offset, length) => this.#settle(keyOf(index, offset), length, null),
    };
    wire.on("choke", () => {
      // With the fast extension it rejects each request itself (BEP 6).
      if (!wire.hasFast) this.#settleAll();
    });
  }

  /** It told of one more piece. (webtorrent's own `isSeeder` misses peers that began with nothing.) */
  toldPiece(): void {
    this.#pieces++;
  }

  /** It told of all its pieces at once. */
  toldPieces(): void {
    this.#pieces = 0;
    for (let index = 0; index < this.#pieceCount; index++) if (this.has(index)) this.#pieces++;
  }

  /** Throws E_PEER if it drips or has fallen silent. */
  check(): void {
    this.stream.checkPace();
    const silentMs = this.#deps.now() - this.#heardMs;
    if (silentMs > SILENT_PEER_MS) throw new ShoalError("E_PEER", `nothing came for ${silentMs} ms`);
  }

  /** Larger blocks only where the peer has said that it serves them; stock clients end a peer that asks for more than 16 KiB. */
  blockBytesMax(): number {
    const told = this.#wire?.peerExtendedHandshake["shoal_block"];
    return typeof told === "number" && told >= BLOCK_BYTES ? Math.min(told, BLOCK_BYTES_MAX) : BLOCK_BYTES;
  }

  requestsMax(): number {
    const told = this.#wire?.peerExtendedHandshake["reqq"];
    return typeof told === "number" ? Math.max(1, Math.min(told, STOCK_REQUESTS_MAX)) : STOCK_REQUESTS_DEFAULT;
  }

  chokesUs(): boolean {
    return this.#wire === null || this.#wire.peerChoking;
  }

  has(index: number): boolean {
    return index < this.#pieceCount && (this.#wire?.peerPieces.get(index) ?? false);
  }

  request(index: number, offset: number, length: number, answer: BlockAnswer): void {
    if (this.chokesUs() || this.stream.destroyed) return answer.done(null);
    this.#pending.set(keyOf(index, offset), { length, answer });
    this.stream.send(blockMessage(MESSAGE.request, { index, offset, length }));
  }

  cancel(index: number, offset: number, length: number): void {
    if (this.#pending.get(keyOf(index, offset))?.length !== length) return;
    this.stream.send(blockMessage(MESSAGE.cancel, { index, offset, length }));
    this.#toleratedBytes += length;
    this.#settle(keyOf(index, offset), length, null);
  }

  /** Shows a piece to a peer that was told we have nothing. */
  show(index: number): void {
    this.#wire?.have(index);
  }

  #blockBegins(index: number, offset: number, length: number): BlockSink {
    const pending = this.#pending.get(keyOf(index, offset));
    if (pending?.length !== length) {
      this.#toleratedBytes -= length;
      if (this.#toleratedBytes < 0) throw new ShoalError("E_PEER", `it sends blocks that nobody asked for`);
      return UNWANTED;
    }
    let scratch: Buffer | null = null;
    const isWanted = (): boolean => this.#pending.get(keyOf(index, offset)) === pending;
    return {
      write: (part, at) => {
        if (!isWanted()) return;
        const target = scratch ?? pending.answer.into() ?? (scratch = this.#deps.pool.take(length));
        part.copy(target, at);
      },
      end: () => {
        if (isWanted()) {
          this.useful = true;
          this.stream.refund();
          this.#settle(keyOf(index, offset), length, scratch ?? pending.answer.into());
        }
        if (scratch !== null) this.#deps.pool.give(scratch);
      },
    };
  }

  #settle(key: number, length: number, block: Buffer | null): void {
    const pending = this.#pending.get(key);
    if (pending?.length !== length) return;
    this.#pending.delete(key);
    pending.answer.done(block);
  }

  #settleAll(): void {
    for (const [key, { length }] of this.#pending) this.#settle(key, length, null);
  }

  #end(): void {
    this.#uploads.end();
    this.#deps.throttle.forget(this.#turn);
    this.#settleAll();
  }

  /** Each block behind the head of its message, in one buffer: so it is sent without a copy. */
  async #readMessages(blocks: readonly Block[]): Promise<readonly Buffer[]> {
    for (const { length } of blocks) this.#deps.throttle.sent(this.isOutside(), length);
    const messages = blocks.map(({ index, offset, length }) => {
      const message = this.#deps.pool.take(BLOCK_HEADER_BYTES + length);
      message.writeUInt32BE(BLOCK_HEADER_BYTES - 4 + length, 0);
      message.writeUInt8(MESSAGE.piece, 4);
      message.writeUInt32BE(index, 5);
      message.writeUInt32BE(offset, 9);
      return message;
    });
    const [first] = blocks;
    if (first !== undefined)
      await this.#deps.file.readPiece(
        first.index,
        first.offset,
        messages.map((message) => message.subarray(BLOCK_HEADER_BYTES)),
      );
    return messages;
  }

  #send(message: Buffer): void {
    if (this.#wire === null || this.#wire.destroyed) return;
    this.useful = true;
    this.stream.send(message, () => this.#deps.pool.give(message));
    this.stream.refund();
    this.#deps.onUploaded(message.length - BLOCK_HEADER_BYTES);
  }

  #reject(index: number, offset: number, length: number): void {
    if (this.#wire !== null && !this.#wire.destroyed && this.#wire.hasFast) this.#wire.reject(index, offset, length);
  }
}

/** libtorrent's default for a peer that does not say (BEP 10 `reqq`). */
const STOCK_REQUESTS_DEFAULT = 250;
const STOCK_REQUESTS_MAX = 1_000;

interface PendingBlock {
  readonly length: number;
  readonly answer: BlockAnswer;
}

const UNWANTED: BlockSink = { write: () => undefined, end: () => undefined };

function keyOf(index: number, offset: number): number {
  return index * PIECE_BYTES_MAX + offset;
}

function blockMessage(id: number, { index, offset, length }: Block): Buffer {
  const message = Buffer.allocUnsafe(17);
  message.writeUInt32BE(13, 0);
  message.writeUInt8(id, 4);
  message.writeUInt32BE(index, 5);
  message.writeUInt32BE(offset, 9);
  message.writeUInt32BE(length, 13);
  return message;
}
