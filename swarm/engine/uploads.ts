/**
 * Blocks that one peer asked us for. Reads a block only when the peer has taken most of what it was sent before, so a peer that
 * asks for everything and reads nothing pins `UPLOAD_BACKLOG_BYTES`, not the bundle.
 */
import { ShoalError } from "../../runtime/errors.ts";
import { READ_BYTES_MAX, REQUESTS_WAITING_MAX, UPLOAD_BACKLOG_BYTES } from "../limits.ts";

export interface Block {
  readonly index: number;
  readonly offset: number;
  readonly length: number;
}

export interface UploadDeps {
  /** True if the piece is verified on disk. */
  readonly has: (index: number) => boolean;
  /** The whole messages that carry these blocks, each of which begins where the one before ends. */
  readonly read: (blocks: readonly Block[]) => Promise<readonly Buffer[]>;
  readonly send: (message: Buffer) => void;
  /** Says that a request will not be answered, where the peer speaks that extension. */
  readonly reject: (index: number, offset: number, length: number) => void;
  /** We choke the peer: nothing is served. */
  readonly choking: () => boolean;
  /** Bytes handed to the connection that its socket has not taken. */
  readonly unsentBytes: () => number;
  /** Whether a cap lets one run of blocks go now; if not, `pump` is to be called when it does. */
  readonly maySend: () => boolean;
  /** The peer broke a rule, or the file can't be read. */
  readonly fail: (error: unknown) => void;
}

export class Uploads {
  readonly #deps: UploadDeps;
  #waiting: Block[] = [];
  #readingBytes = 0;
  #ended = false;

  constructor(deps: UploadDeps) {
    this.#deps = deps;
  }

  request(index: number, offset: number, length: number): void {
    if (this.#ended) return;
    if (this.#deps.choking() || !this.#deps.has(index)) return this.#deps.reject(index, offset, length);
    if (this.#waiting.length >= REQUESTS_WAITING_MAX) {
      return this.#deps.fail(new ShoalError("E_PEER", `more than ${REQUESTS_WAITING_MAX} requests waiting`));
    }
    this.#waiting.push({ index, offset, length });
    this.pump();
  }

  cancel(index: number, offset: number, length: number): void {
    const at = this.#waiting.findIndex((w) => w.index === index && w.offset === offset && w.length === length);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Answers everything that waits with a reject: after a choke (BEP 6). */
  rejectAll(): void {
    for (const { index, offset, length } of this.#waiting.splice(0)) this.#deps.reject(index, offset, length);
  }

  end(): void {
    this.#ended = true;
    this.#waiting = [];
  }

  /** Goes on where the peer has room. To be called when the socket has taken bytes, and when a cap has room. */
  pump(): void {
    while (this.#canServe() && this.#deps.maySend()) void this.#serve(this.#nextRun());
  }

  #canServe(): boolean {
    return !this.#ended && this.#waiting.length > 0 && this.#deps.unsentBytes() + this.#readingBytes < UPLOAD_BACKLOG_BYTES;
  }

  /** Blocks that follow each other in the file are read at once: each trip to a thread costs as much as reading some of them. */
  #nextRun(): readonly Block[] {
    let count = 0;
    let bytes = 0;
    let last: Block | null = null;
    for (const block of this.#waiting) {
      bytes += block.length;
      const follows =
        last === null || (block.index === last.index && block.offset === last.offset + last.length && bytes <= READ_BYTES_MAX);
      if (!follows) break;
      last = block;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #serve(blocks: readonly Block[]): Promise<void> {
    const length = blocks.reduce((sum, block) => sum + block.length, 0);
    this.#readingBytes += length;
    try {
      const messages = await this.#deps.read(blocks);
      for (const message of messages) if (!this.#ended) this.#deps.send(message);
    } catch (error) {
      if (!this.#ended) this.#deps.fail(error);
    } finally {
      this.#readingBytes -= length;
    }
  }
}
