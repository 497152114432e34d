/**
 * The duplex between an authenticated TLS socket and the engine's peer. Inbound bytes pass the frame reader: blocks go to whoever
 * asked for them, all else to the wire. Outbound there are the wire's messages and, beside it, whole messages of ours (`send`);
 * event `sent` when the socket has taken some, `heard` tells of inbound bytes. Any breach of the wire's rules destroys it with E_PEER.
 */
import { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { ShoalError } from "../../runtime/errors.ts";
import { HANDSHAKE_DEADLINE_MS } from "../limits.ts";
import { type BlockSink, FrameReader, type FrameReaderOptions } from "./frames.ts";
import { Outbox } from "./outbox.ts";
import type { PeerSocket } from "./tls.ts";

export interface PeerStreamOptions extends FrameReaderOptions {
  /** Unique in the process. */
  readonly id: string;
}

export interface PeerStreamDeps {
  readonly peer: Pick<PeerSocket, "socket" | "receive">;
  readonly now: () => number;
}

/** Who asked for the blocks that come in. */
export interface BlockTaker {
  /** Throws E_PEER for one too many that nobody asked for. */
  readonly block: (index: number, offset: number, length: number) => BlockSink;
  readonly rejected: (index: number, offset: number, length: number) => void;
}

export class PeerStream extends Duplex {
  /** webtorrent asks for these two of a peer that is handed in. */
  readonly id: string;
  readonly connected = true;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** To be set before the first block can come: when its BitTorrent handshake is done. */
  taker: BlockTaker | null = null;
  readonly #socket: TLSSocket;
  readonly #reader: FrameReader;
  readonly #outbox: Outbox;
  readonly #deadline: NodeJS.Timeout;
  #onRoom: (() => void) | null = null;

  constructor(options: PeerStreamOptions, deps: PeerStreamDeps) {
    super({ allowHalfOpen: false });
    const { socket } = deps.peer;
    this.id = options.id;
    this.#socket = socket;
    this.remoteAddress = socket.remoteAddress;
    this.remotePort = socket.remotePort;
    this.#reader = new FrameReader(options, {
      now: deps.now,
      emit: (message) => this.#emit(message),
      block: (index, offset, length) => this.#taker().block(index, offset, length),
      rejected: (index, offset, length) => this.#taker().rejected(index, offset, length),
    });
    this.#outbox = new Outbox({
      write: (bytes, sent) => void socket.write(bytes, sent),
      onSent: () => this.#sent(),
    });
    this.#deadline = setTimeout(() => this.destroy(peerError("no BitTorrent handshake in time")), HANDSHAKE_DEADLINE_MS);
    deps.peer.receive((chunk) => this.#take(chunk));
    socket.on("error", (error) => this.destroy(error));
    socket.on("end", () => this.push(null));
    socket.on("close", () => this.destroy());
  }

  /** Bytes that the socket has not taken. */
  get unsentBytes(): number {
    return this.#outbox.unsentBytes;
  }

  /** Sends a whole message past the wire; `sent` is called when its memory is free again. */
  send(message: Buffer, sent: (() => void) | null = null): void {
    if (!this.destroyed) this.#outbox.send(message, sent);
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
    this.#outbox.push(chunk);
    if (this.#outbox.unsentBytes <= WRITE_AHEAD_BYTES) done();
    else this.#onRoom = done;
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#deadline);
    this.#socket.destroy();
    done(error);
  }

  #sent(): void {
    const room = this.#outbox.unsentBytes <= WRITE_AHEAD_BYTES ? this.#onRoom : null;
    if (room !== null) this.#onRoom = null;
    room?.();
    this.emit("sent");
  }

  #take(chunk: Buffer): void {
    this.emit("heard", chunk.length);
    this.#guarded(() => this.#reader.push(chunk));
  }

  #taker(): BlockTaker {
    if (this.taker === null) throw peerError("a block before the handshakes were done");
    return this.taker;
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

/** Handed to a socket, blocks and all, before the wire's own messages wait. */
const WRITE_AHEAD_BYTES = 512 * 1024;

function peerError(message: string): ShoalError {
  return new ShoalError("E_PEER", message);
}
