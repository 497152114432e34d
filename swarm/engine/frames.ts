/**
 * The peer wire, read before bittorrent-protocol sees it: whole messages whose type, length and numbers were checked come out;
 * everything else ends the peer with E_PEER. bittorrent-protocol itself has no cap on a message, believes any index, and
 * throws inside its parser on a malformed extension handshake.
 *
 * A block is not put together here: its parts go, as they come, where its requester wants them. Memory: one other message a peer,
 * allocated only after its type allows that length. No message costs more than linear time; how many come is budgeted: a burst,
 * a slow refill, and a refund for each block that really moved.
 */
import bencode from "bencode";
import { ShoalError } from "../../runtime/errors.ts";
import {
  BLOCK_BYTES_MAX,
  DATACENTER_CHARS_MAX,
  EXTENDED_BYTES_MAX,
  IDLE_MESSAGES_PER_S,
  MESSAGE_PATIENCE_MS,
  MESSAGE_RATE_MIN_BYTES_PER_S,
} from "../limits.ts";
import { pieceBytes } from "../torrent.ts";
import type { Shape } from "./store.ts";

export const MESSAGE = {
  choke: 0,
  unchoke: 1,
  interested: 2,
  uninterested: 3,
  have: 4,
  bitfield: 5,
  request: 6,
  piece: 7,
  cancel: 8,
  port: 9,
  suggest: 13,
  haveAll: 14,
  haveNone: 15,
  reject: 16,
  allowedFast: 17,
  extended: 20,
} as const;

export interface FrameReaderOptions {
  readonly shape: Shape;
  /** The only torrent this peer may name; hex. */
  readonly infoHash: string;
}

export interface FrameReaderDeps {
  readonly now: () => number;
  /** One checked message with its length prefix, or the 68 bytes of the handshake. */
  readonly emit: (message: Buffer) => void;
  /** A block begins to arrive. May throw E_PEER. */
  readonly block: (index: number, offset: number, length: number) => BlockSink;
  /** The peer will not send a block. */
  readonly rejected: (index: number, offset: number, length: number) => void;
}

/** A block while it arrives. */
export interface BlockSink {
  /** The next part of it, and where it begins. The memory is only lent. */
  write(part: Buffer, at: number): void;
  end(): void;
}

export class FrameReader {
  readonly #options: FrameReaderOptions;
  readonly #deps: FrameReaderDeps;
  #stage: "handshake" | "length" | "id" | "body" | "block" = "handshake";
  #message: Buffer = Buffer.alloc(HANDSHAKE_BYTES);
  #filled = 0;
  #block: { readonly sink: BlockSink; readonly length: number } | null = null;
  #beganMs: number;
  #sawPieces = false;
  #budget: number;
  #budgetMs: number;

  constructor(options: FrameReaderOptions, deps: FrameReaderDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#budget = this.#burst;
    this.#beganMs = this.#budgetMs = deps.now();
  }

  get handshakeDone(): boolean {
    return this.#stage !== "handshake";
  }

  /** Takes the next bytes of the stream. Throws E_PEER; after that the reader is of no use. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#block !== null) {
        at += this.#pushBlock(this.#block, chunk.subarray(at));
        continue;
      }
      const whole = this.#wholeMessage(chunk, at);
      if (whole !== null) {
        at += whole.length;
        this.#finish(whole);
        continue;
      }
      const take = Math.min(chunk.length - at, this.#message.length - this.#filled);
      if (this.#filled === 0) this.#beganMs = this.#deps.now();
      chunk.copy(this.#message, this.#filled, at, at + take);
      this.#filled += take;
      at += take;
      if (this.#filled === this.#message.length) this.#advance();
    }
  }

  /** A block that was asked for moved, in either direction: its messages were worth it. */
  refund(): void {
    this.#budget = Math.min(this.#budget + 8, this.#burst);
  }

  /** Throws E_PEER if a begun message drips. To be called now and then. */
  checkPace(): void {
    if (this.#filled === 0 || !this.handshakeDone) return;
    const ageMs = this.#deps.now() - this.#beganMs;
    if (ageMs < MESSAGE_PATIENCE_MS || this.#filled * 1000 >= ageMs * MESSAGE_RATE_MIN_BYTES_PER_S) return;
    const expected = this.#block === null ? this.#message.length : this.#block.length;
    throw refused(`${this.#filled} of ${expected} bytes of a message in ${ageMs} ms`);
  }

  /** Returns how many bytes belonged to the block. */
  #pushBlock(block: { readonly sink: BlockSink; readonly length: number }, chunk: Buffer): number {
    const part = chunk.length > block.length - this.#filled ? chunk.subarray(0, block.length - this.#filled) : chunk;
    block.sink.write(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled === block.length) {
      this.#block = null;
      this.#expect("length", 4);
      block.sink.end();
    }
    return part.length;
  }

  /** The common case at one copy: nothing begun, and all of the next message is in this chunk. */
  #wholeMessage(chunk: Buffer, at: number): Buffer | null {
    if (this.#stage !== "length" || this.#filled > 0 || chunk.length - at < 5) return null;
    const length = chunk.readUInt32BE(at);
    if (length === 0 || chunk.length - at < 4 + length || chunk.readUInt8(at + 4) === MESSAGE.piece) return null;
    this.#checkLength(chunk.readUInt8(at + 4), length);
    // Copied: the chunk is memory that the socket fills again.
    return Buffer.from(chunk.subarray(at, at + 4 + length));
  }

  #advance(): void {
    const message = this.#message;
    if (this.#stage === "handshake") {
      this.#checkHandshake(message);
      this.#deps.emit(message);
      this.#expect("length", 4);
    } else if (this.#stage === "length") {
      // A keep-alive says nothing and is not passed on.
      if (message.readUInt32BE(0) === 0) this.#spend();
      if (message.readUInt32BE(0) === 0) this.#expect("length", 4);
      else this.#extend("id", 5);
    } else if (this.#stage === "id") {
      const length = message.readUInt32BE(0);
      this.#checkLength(message.readUInt8(4), length);
      if (length === 1) this.#complete();
      else if (message.readUInt8(4) === MESSAGE.piece) this.#extend("block", BLOCK_HEADER_BYTES);
      else this.#extend("body", 4 + length);
    } else if (this.#stage === "block") this.#beginBlock(message);
    else this.#complete();
  }

  #beginBlock(header: Buffer): void {
    const length = header.readUInt32BE(0) + 4 - BLOCK_HEADER_BYTES;
    this.#checkBlock(header, length);
    this.#block = { sink: this.#deps.block(header.readUInt32BE(5), header.readUInt32BE(9), length), length };
    this.#filled = 0;
  }

  #complete(): void {
    const message = this.#message;
    this.#expect("length", 4);
    this.#finish(message);
  }

  #expect(stage: "length", bytes: number): void {
    this.#stage = stage;
    this.#message = Buffer.allocUnsafe(bytes);
    this.#filled = 0;
  }

  #extend(stage: "id" | "body" | "block", bytes: number): void {
    const longer = Buffer.allocUnsafe(bytes);
    this.#message.copy(longer, 0, 0, this.#filled);
    this.#stage = stage;
    this.#message = longer;
  }

  #checkHandshake(message: Buffer): void {
    if (!message.subarray(0, 20).equals(PROTOCOL)) throw refused("it does not speak BitTorrent");
    const infoHash = message.toString("hex", 28, 48);
    if (infoHash !== this.#options.infoHash) throw refused(`its handshake names torrent ${infoHash}, its TLS another`);
  }

  #checkLength(id: number, length: number): void {
    const [min, max] = this.#lengths(id);
    if (length < min || length > max) throw refused(`a message ${id} of ${length} bytes; allowed are ${min} to ${max}`);
  }

  #lengths(id: number): readonly [min: number, max: number] {
    const fixed = FIXED_LENGTH[id];
    if (fixed !== undefined) return [fixed, fixed];
    if (id === MESSAGE.piece) return [10, 9 + BLOCK_BYTES_MAX];
    if (id === MESSAGE.extended) return [2, EXTENDED_BYTES_MAX];
    const bitfield = 1 + Math.ceil(this.#options.shape.pieceCount / 8);
    return id === MESSAGE.bitfield ? [bitfield, bitfield] : [1, UNKNOWN_BYTES_MAX];
  }

  #finish(message: Buffer): void {
    const id = message.readUInt8(4);
    this.#spend();
    switch (id) {
      case MESSAGE.have:
      case MESSAGE.allowedFast:
        this.#checkIndex(message);
        break;
      case MESSAGE.request:
      case MESSAGE.cancel:
        this.#checkBlock(message, message.readUInt32BE(13));
        break;
      case MESSAGE.reject:
        this.#checkBlock(message, message.readUInt32BE(13));
        this.#deps.rejected(message.readUInt32BE(5), message.readUInt32BE(9), message.readUInt32BE(13));
        return;
      case MESSAGE.bitfield:
      case MESSAGE.haveAll:
      case MESSAGE.haveNone:
        this.#checkFirstPieces(message, id);
        break;
      case MESSAGE.extended:
        this.#extended(message);
        return;
      case MESSAGE.choke:
      case MESSAGE.unchoke:
      case MESSAGE.interested:
      case MESSAGE.uninterested:
        break;
      default:
        return; // `port`, `suggest` and unknown types: not needed, and not passed on
    }
    this.#deps.emit(message);
  }

  #checkIndex(message: Buffer): number {
    const index = message.readUInt32BE(5);
    if (index >= this.#options.shape.pieceCount) throw refused(`piece ${index} of ${this.#options.shape.pieceCount}`);
    return index;
  }

  #checkBlock(message: Buffer, length: number): void {
    const index = this.#checkIndex(message);
    const offset = message.readUInt32BE(9);
    if (length < 1 || length > BLOCK_BYTES_MAX || offset + length > pieceBytes(index, this.#options.shape)) {
      throw refused(`a block of ${length} bytes at ${offset} of piece ${index}`);
    }
  }

  #checkFirstPieces(message: Buffer, id: number): void {
    if (this.#sawPieces) throw refused("it told twice which pieces it has");
    this.#sawPieces = true;
    const spare = (8 - (this.#options.shape.pieceCount % 8)) % 8;
    const last = message.readUInt8(message.length - 1);
    if (id === MESSAGE.bitfield && (last & ((1 << spare) - 1)) !== 0) throw refused("spare bits set in its bitfield");
  }

  /** Only the handshake (BEP 10) is passed on, reduced to two numbers and where the peer is; no extension's messages are. */
  #extended(message: Buffer): void {
    if (message.readUInt8(5) !== 0) return;
    const given = decodeHandshake(message.subarray(6));
    const body = bencode.encode({ m: {}, ...numberOf(given, "reqq"), ...numberOf(given, "shoal_block"), ...placeOf(given) });
    const clean = Buffer.alloc(6 + body.length);
    clean.writeUInt32BE(2 + body.length, 0);
    clean.writeUInt8(MESSAGE.extended, 4);
    clean.set(body, 6);
    this.#deps.emit(clean);
  }

  get #burst(): number {
    return BURST_MESSAGES + 2 * this.#options.shape.pieceCount;
  }

  #spend(): void {
    const now = this.#deps.now();
    this.#budget = Math.min(this.#burst, this.#budget + ((now - this.#budgetMs) * IDLE_MESSAGES_PER_S) / 1000) - 1;
    this.#budgetMs = now;
    if (this.#budget < 0) throw refused("too many messages for the blocks it asked or sent");
  }
}

const HANDSHAKE_BYTES = 68;
/** Length, type, index, offset. */
export const BLOCK_HEADER_BYTES = 13;
const PROTOCOL = Buffer.from("\u0013BitTorrent protocol", "latin1");
/** Message types of other specifications are skipped up to this size. */
const UNKNOWN_BYTES_MAX = 1024;
/** Stock clients send a few hundred requests at once. */
const BURST_MESSAGES = 4_000;
const FIXED_LENGTH: Readonly<Record<number, number>> = {
  [MESSAGE.choke]: 1,
  [MESSAGE.unchoke]: 1,
  [MESSAGE.interested]: 1,
  [MESSAGE.uninterested]: 1,
  [MESSAGE.have]: 5,
  [MESSAGE.request]: 13,
  [MESSAGE.cancel]: 13,
  [MESSAGE.port]: 3,
  [MESSAGE.suggest]: 5,
  [MESSAGE.haveAll]: 1,
  [MESSAGE.haveNone]: 1,
  [MESSAGE.reject]: 13,
  [MESSAGE.allowedFast]: 5,
};

function decodeHandshake(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value = bencode.decode(bytes);
    if (typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array)) return value;
  } catch (error) {
    throw refused(`its extension handshake is not bencoded: ${(error as Error).message}`);
  }
  throw refused("its extension handshake is no dictionary");
}

function numberOf(given: Readonly<Record<string, unknown>>, key: string): Record<string, number> {
  const value = given[key];
  return typeof value === "number" && value > 0 ? { [key]: value } : {};
}

/** Bytes, as long as a datacenter's name may be; who reads it decodes it (announce.ts). */
function placeOf({ shoal_dc: place }: Readonly<Record<string, unknown>>): { readonly shoal_dc?: Uint8Array } {
  return place instanceof Uint8Array && place.length <= PLACE_BYTES_MAX ? { shoal_dc: place } : {};
}

/** UTF-8 takes four bytes a character at most. */
const PLACE_BYTES_MAX = DATACENTER_CHARS_MAX * 4;

function refused(message: string): ShoalError {
  return new ShoalError("E_PEER", message);
}
