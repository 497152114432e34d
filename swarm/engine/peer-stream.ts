/**
 * The duplex between an authenticated TLS socket and the engine's peer: inbound bytes pass the frame reader, outbound bytes are
 * written together and counted when the socket has taken them (event `sent`); `heard` tells of inbound bytes. Any breach of the wire's rules destroys it with E_PEER.
 */
import { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { ShoalError } from "../../runtime/errors.ts";
import { HANDSHAKE_DEADLINE_MS } from "../limits.ts";
import type { BufferPool } from "./buffer-pool.ts";
import { FrameReader, type FrameReaderOptions } from "./frames.ts";

export interface PeerStreamOptions extends FrameReaderOptions {
  /** Unique in the process. */
  readonly id: string;
}

export interface PeerStreamDeps {
  readonly pool: BufferPool;
  readonly socket: TLSSocket;
  readonly now: () => number;
}

export class PeerStream extends Duplex {
  /** webtorrent asks for these two of a peer that is handed in. */
  readonly id: string;
  readonly connected = true;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** Bytes that the socket has taken. */
  sentBytes = 0;
  readonly #socket: TLSSocket;
  readonly #pool: BufferPool;
  readonly #reader: FrameReader;
  readonly #deadline: NodeJS.Timeout;

  constructor(options: PeerStreamOptions, deps: PeerStreamDeps) {
    super({ readableHighWaterMark: READ_AHEAD_BYTES, writableHighWaterMark: WRITE_AHEAD_BYTES, allowHalfOpen: false });
    this.id = options.id;
    this.#socket = deps.socket;
    this.#pool = deps.pool;
    this.remoteAddress = deps.socket.remoteAddress;
    this.remotePort = deps.socket.remotePort;
    this.#reader = new FrameReader(options, {
      now: deps.now,
      emit: (message) => this.#emit(message),
      take: (sizeBytes) => deps.pool.take(sizeBytes),
    });
    this.#deadline = setTimeout(() => this.destroy(peerError("no BitTorrent handshake in time")), HANDSHAKE_DEADLINE_MS);
    deps.socket.on("data", (chunk: Buffer) => this.#take(chunk));
    deps.socket.on("error", (error) => this.destroy(error));
    deps.socket.on("end", () => this.push(null));
    deps.socket.on("close", () => this.destroy());
  }

  /** A block that was asked for moved. */
  refund(): void {
    this.#reader.refund();
  }

  checkPace(): void {
    this.#guarded(() => this.#reader.checkPace());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, (error) => this.#sent([chunk], error, done));
  }

  /** The header of a message and its block come as two chunks; together they cost one TLS record less. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    const buffers = chunks.map(({ chunk }) => chunk);
    this.#socket.cork();
    buffers.forEach((chunk, at) => {
      if (at < buffers.length - 1) this.#socket.write(chunk);
      else this.#socket.write(chunk, (error) => this.#sent(buffers, error, done));
    });
    this.#socket.uncork();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#deadline);
    this.#socket.destroy();
    done(error);
  }

  #sent(chunks: readonly Buffer[], error: Error | null | undefined, done: (error?: Error | null) => void): void {
    for (const chunk of chunks) {
      this.sentBytes += chunk.length;
      if (!error) this.#pool.give(chunk);
    }
    done(error ?? null);
    this.emit("sent");
  }

  #take(chunk: Buffer): void {
    this.emit("heard", chunk.length);
    this.#guarded(() => this.#reader.push(chunk));
  }

  #emit(message: Buffer): void {
    // The first thing that comes out is the handshake.
    clearTimeout(this.#deadline);
    if (!this.destroyed && !this.push(message)) this.#socket.pause();
  }

  #guarded(work: () => void): void {
    if (this.destroyed) return;
    try {
      work();
    } catch (error) {
      this.destroy(error as Error);
    }
  }
}

/** Read from a socket before the engine has taken it: two messages. */
const READ_AHEAD_BYTES = 256 * 1024;
/** Handed to a socket before it has taken it. */
const WRITE_AHEAD_BYTES = 512 * 1024;

function peerError(message: string): ShoalError {
  return new ShoalError("E_PEER", message);
}
