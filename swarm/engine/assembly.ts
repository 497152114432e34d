/**
 * One piece while it arrives: which of its blocks are free, asked for or here, who sent each, and the bytes.
 * A block is 16 KiB; a request covers a run of them. The same block may be asked of two peers at the end of a transfer.
 */
import { BLOCK_BYTES } from "../limits.ts";

/** A run of blocks asked of one peer. */
export interface BlockRequest<Source> {
  readonly source: Source;
  readonly index: number;
  readonly offset: number;
  readonly length: number;
  readonly atMs: number;
}

export class Assembly<Source> {
  readonly index: number;
  readonly bytes: Buffer;
  readonly requests = new Set<BlockRequest<Source>>();
  /** Who sent a block of it, or was asked for one. */
  readonly parties = new Set<Source>();
  /** Only this peer may send it, so that a mismatch has one culprit. */
  readonly only: Source | null;
  readonly #asked: Uint8Array;
  readonly #senders: (Source | undefined)[];
  #free: number;
  #missing: number;
  /** No block before this one is free. */
  #from = 0;
  /** Some blocks were asked of two peers. */
  #doubled = false;

  /** `bytes`: memory for the whole piece. */
  constructor(index: number, bytes: Buffer, only: Source | null) {
    this.index = index;
    this.only = only;
    this.bytes = bytes;
    const blocks = Math.ceil(bytes.length / BLOCK_BYTES);
    this.#asked = new Uint8Array(blocks);
    this.#senders = new Array<Source | undefined>(blocks);
    this.#free = this.#missing = blocks;
  }

  get complete(): boolean {
    return this.#missing === 0;
  }

  get hasFree(): boolean {
    return this.#free > 0;
  }

  /** Everybody who sent a block of it. */
  get senders(): ReadonlySet<Source> {
    return new Set(this.#senders.filter((sender) => sender !== undefined));
  }

  senderOf(block: number): Source | undefined {
    return this.#senders[block];
  }

  blockBytes(block: number): Buffer {
    return this.bytes.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES);
  }

  get blocks(): number {
    return this.#asked.length;
  }

  /** The first run of free blocks of at most `maxBytes`, now asked of `source`; null if none is free. */
  ask(source: Source, maxBytes: number, nowMs: number): BlockRequest<Source> | null {
    if (this.#free === 0) return null;
    while (!this.#isFree(this.#from)) this.#from++;
    const first = this.#from;
    let count = 0;
    while (count === 0 || (count < maxBytes / BLOCK_BYTES && this.#isFree(first + count))) {
      this.#asked[first + count] = 1;
      this.#free--;
      count++;
    }
    const offset = first * BLOCK_BYTES;
    const length = Math.min(count * BLOCK_BYTES, this.bytes.length - offset);
    return this.#remember({ source, index: this.index, offset, length, atMs: nowMs });
  }

  /** The same blocks as another peer's request, asked of `source` too. */
  askAgain(request: BlockRequest<Source>, source: Source, nowMs: number): BlockRequest<Source> {
    this.#doubled = true;
    for (let block = firstOf(request); block < endOf(request); block++) this.#asked[block] = (this.#asked[block] ?? 0) + 1;
    return this.#remember({ ...request, source, atMs: nowMs });
  }

  /** Times that the first block of a request is asked for now. */
  askedTimes(request: BlockRequest<Source>): number {
    return this.#asked[request.offset / BLOCK_BYTES] ?? 0;
  }

  /** The peer will not send it: what nobody else was asked for is free again. */
  giveUp(request: BlockRequest<Source>): void {
    if (!this.requests.delete(request)) return;
    for (let block = firstOf(request); block < endOf(request); block++) {
      this.#asked[block] = Math.max(0, (this.#asked[block] ?? 0) - 1);
      if (this.#isFree(block)) this.#free++;
    }
    this.#from = Math.min(this.#from, firstOf(request));
    const { source } = request;
    if (!this.#senders.includes(source) && [...this.requests].every((other) => other.source !== source)) this.parties.delete(source);
  }

  /** Where the bytes of a request belong. */
  placeOf({ offset, length }: BlockRequest<Source>): Buffer {
    return this.bytes.subarray(offset, offset + length);
  }

  /**
   * Takes the bytes of a request, which may be in their place already; blocks that came from another peer before are kept as they are.
   * Returns new bytes.
   */
  take(request: BlockRequest<Source>, bytes: Uint8Array): number {
    if (!this.requests.delete(request)) return 0;
    let fresh = 0;
    const inPlace = bytes.buffer === this.bytes.buffer;
    for (let block = firstOf(request); block < endOf(request); block++) {
      this.#asked[block] = Math.max(0, (this.#asked[block] ?? 0) - 1);
      if (this.#senders[block] !== undefined) continue;
      const from = block * BLOCK_BYTES - request.offset;
      if (!inPlace) this.bytes.set(bytes.subarray(from, from + BLOCK_BYTES), block * BLOCK_BYTES);
      this.#senders[block] = request.source;
      this.#missing--;
      fresh += Math.min(BLOCK_BYTES, bytes.length - from);
    }
    return fresh;
  }

  /** Other peers' requests of which every block is here now. */
  needless(): BlockRequest<Source>[] {
    if (!this.#doubled) return [];
    return [...this.requests].filter((request) => {
      for (let block = firstOf(request); block < endOf(request); block++) if (this.#senders[block] === undefined) return false;
      return true;
    });
  }

  #isFree(block: number): boolean {
    return block < this.#asked.length && this.#asked[block] === 0 && this.#senders[block] === undefined;
  }

  #remember(request: BlockRequest<Source>): BlockRequest<Source> {
    this.requests.add(request);
    this.parties.add(request.source);
    return request;
  }
}

interface Run {
  readonly offset: number;
  readonly length: number;
}

function firstOf({ offset }: Run): number {
  return offset / BLOCK_BYTES;
}

/** The block behind the last one. */
function endOf({ offset, length }: Run): number {
  return Math.ceil((offset + length) / BLOCK_BYTES);
}
