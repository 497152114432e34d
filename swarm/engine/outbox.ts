/**
 * What one peer is sent, message by message. The wire's own messages come in any cut and are put together again, so that a block,
 * which goes past the wire as one buffer, never lands inside another message. One write is under way at a time: what waits in a
 * socket's own queue would be copied into one piece of memory. Small messages that wait are sent together.
 */

export interface OutboxDeps {
  readonly write: (bytes: Buffer, sent: (error?: Error | null) => void) => void;
  /** The socket has taken something. */
  readonly onSent: () => void;
}

interface Message {
  readonly bytes: Buffer;
  readonly sent: (() => void) | null;
}

export class Outbox {
  readonly #deps: OutboxDeps;
  #queue: Message[] = [];
  #partial: Buffer = Buffer.alloc(0);
  #expected = HANDSHAKE_BYTES;
  #writing = false;
  #failed = false;
  #unsentBytes = 0;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** Not yet taken by the socket. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** The next bytes of the wire's own stream. */
  push(chunk: Buffer): void {
    let rest = this.#partial.length === 0 ? chunk : Buffer.concat([this.#partial, chunk]);
    while (rest.length >= this.#expected) {
      const length = this.#expected === LENGTH_BYTES ? LENGTH_BYTES + rest.readUInt32BE(0) : this.#expected;
      if (rest.length < length) break;
      this.send(rest.subarray(0, length), null);
      rest = rest.subarray(length);
      this.#expected = LENGTH_BYTES;
    }
    this.#partial = rest;
  }

  /** One whole message; `sent` is called when its memory is free again. */
  send(bytes: Buffer, sent: (() => void) | null): void {
    this.#unsentBytes += bytes.length;
    this.#queue.push({ bytes, sent });
    if (!this.#writing) this.#writeNext();
  }

  #writeNext(): void {
    const batch = this.#nextBatch();
    if (batch.length === 0 || this.#failed) return;
    const bytes = batch.length === 1 ? batch[0]!.bytes : Buffer.concat(batch.map((message) => message.bytes));
    this.#writing = true;
    this.#deps.write(bytes, (error) => {
      this.#writing = false;
      this.#failed = error !== undefined && error !== null;
      this.#unsentBytes -= bytes.length;
      for (const { sent } of batch) sent?.();
      this.#writeNext();
      this.#deps.onSent();
    });
  }

  #nextBatch(): readonly Message[] {
    let count = 0;
    let bytes = 0;
    for (const message of this.#queue) {
      bytes += message.bytes.length;
      if (count > 0 && bytes > TOGETHER_BYTES_MAX) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }
}

const HANDSHAKE_BYTES = 68;
const LENGTH_BYTES = 4;
/** One TLS record. */
const TOGETHER_BYTES_MAX = 16 * 1024;
