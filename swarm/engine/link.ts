/** One connected, authenticated peer of one torrent: its stream, its wire once the handshake is done, and what it is served. */
import type Wire from "bittorrent-protocol";
import { ShoalError } from "../../runtime/errors.ts";
import type { PeerIdentity } from "../../runtime/identity.ts";
import { BLOCK_BYTES, BLOCK_BYTES_MAX, SILENT_PEER_MS } from "../limits.ts";
import { readDatacenter } from "./announce.ts";
import type { Bitmap } from "./bitmap.ts";
import type { BufferPool } from "./buffer-pool.ts";
import type { FetchSource } from "./fetcher.ts";
import type { PeerStream } from "./peer-stream.ts";
import type { PieceFile } from "./store.ts";
import { Uploads } from "./uploads.ts";
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
  #wire: Wire | null = null;
  #pushedBytes = 0;
  #heardMs: number;
  readonly #pieceCount: number;
  /** That it told of. */
  #pieces = 0;
  readonly #deps: LinkDeps;
  readonly #uploads: Uploads;

  constructor(options: LinkOptions, deps: LinkDeps) {
    this.identity = options.identity;
    this.direction = options.direction;
    this.address = options.address;
    this.stream = deps.stream;
    this.#pieceCount = options.pieceCount;
    this.#deps = deps;
    this.#heardMs = deps.now();
    this.#uploads = new Uploads({
      has: (index) => deps.have.has(index),
      read: (index, offset, length) => deps.file.readPiece(index, offset, length),
      send: (index, offset, block) => this.#send(index, offset, block),
      reject: (index, offset, length) => this.#reject(index, offset, length),
      choking: () => this.#wire?.amChoking ?? true,
      unsentBytes: () => Math.max(0, this.#pushedBytes - this.stream.sentBytes),
      fail: deps.onFault,
    });
    this.stream.on("sent", () => this.#uploads.pump());
    this.stream.on("heard", () => (this.#heardMs = deps.now()));
    this.stream.once("close", () => this.#uploads.end());
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
      onPushed: (bytes) => (this.#pushedBytes += bytes),
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

  request(index: number, offset: number, length: number, done: (block: Uint8Array | null) => void): void {
    if (this.#wire === null) return done(null);
    this.#wire.request(index, offset, length, (error, block) => {
      if (error !== null) return done(null);
      this.useful = true;
      this.stream.refund();
      done(block);
      // `done` has copied it.
      this.#deps.pool.give(block);
    });
  }

  cancel(index: number, offset: number, length: number): void {
    this.#wire?.cancel(index, offset, length);
  }

  /** Shows a piece to a peer that was told we have nothing. */
  show(index: number): void {
    this.#wire?.have(index);
  }

  #send(index: number, offset: number, block: Uint8Array): void {
    if (this.#wire === null || this.#wire.destroyed) return;
    this.useful = true;
    this.#wire.piece(index, offset, block);
    this.stream.refund();
    this.#deps.onUploaded(block.length);
  }

  #reject(index: number, offset: number, length: number): void {
    if (this.#wire !== null && !this.#wire.destroyed && this.#wire.hasFast) this.#wire.reject(index, offset, length);
  }
}

/** libtorrent's default for a peer that does not say (BEP 10 `reqq`). */
const STOCK_REQUESTS_DEFAULT = 250;
const STOCK_REQUESTS_MAX = 1_000;
