/** One transfer as its owner sees it, whichever engine process serves it at the moment: what is verified, and who waits for what. */
import { ShoalError } from "../runtime/errors.ts";
import type { InfoHash } from "../runtime/ids.ts";
import { parsePeerAddress } from "./engine/announce.ts";
import { Bitmap } from "./engine/bitmap.ts";
import type { Answers, PieceRange } from "./engine/messages.ts";
import { KNOWN_ADDRESSES_MAX, VOUCHED_MAX, WANTED_RANGES_MAX } from "./limits.ts";
import type { AddOptions, Admission, KnownHost, LinkTraffic, Place, Priority, Transfer, TransferStats } from "./swarm.ts";
import { addTraffic } from "./traffic.ts";
import type { Metainfo } from "./torrent.ts";

export interface RemoteTransferOptions {
  readonly add: AddOptions;
  readonly metainfo: Metainfo;
}

export interface RemoteTransferDeps {
  /** All ranges waited for have changed. */
  readonly onWant: (ranges: readonly PieceRange[]) => void;
  readonly onAdmit: (admission: Admission) => Promise<void>;
  readonly onPriority: (priority: Priority) => Promise<void>;
  readonly onRemove: () => Promise<void>;
}

interface Sums extends Pick<TransferStats, "bytesFromSeed" | "bytesFromHosts" | "uploadedBytes"> {
  readonly links: readonly LinkTraffic[];
}

interface Waiter {
  readonly first: number;
  readonly last: number;
  /** Raises the range's priority. */
  readonly urgent: boolean;
  missing: number;
  resolve(): void;
  reject(error: Error): void;
}

interface WaitedRange {
  readonly offset: number;
  readonly length: number;
  readonly urgent: boolean;
}

export class RemoteTransfer implements Transfer {
  readonly infoHash: InfoHash;
  readonly #options: RemoteTransferOptions;
  readonly #deps: RemoteTransferDeps;
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<(stats: TransferStats) => void>();
  #peers: readonly string[];
  #place: Place | undefined;
  #vouched: readonly KnownHost[];
  #admission: Admission;
  #priority: Priority;
  #verified: Bitmap;
  #current: TransferStats;
  /** Totals of engines that are gone. */
  #earlier: Sums = { bytesFromSeed: 0, bytesFromHosts: 0, uploadedBytes: 0, links: [] };
  #running = false;
  #error: Error | null = null;
  #wantScheduled = false;

  constructor(options: RemoteTransferOptions, deps: RemoteTransferDeps) {
    this.infoHash = options.metainfo.infoHash;
    this.#options = options;
    this.#deps = deps;
    this.#peers = options.add.peers ?? [];
    this.#place = options.add.place;
    this.#vouched = options.add.vouched ?? [];
    this.#admission = options.add.admission;
    this.#priority = options.add.priority ?? "normal";
    this.#verified = new Bitmap(options.metainfo.pieceCount);
    const sizeBytes = options.metainfo.sizeBytes;
    this.#current = { sizeBytes, verifiedBytes: 0, bytesFromSeed: 0, bytesFromHosts: 0, uploadedBytes: 0, links: [], peers: 0 };
  }

  /** What an engine is told to add, with the peers, the admission and the priority that were told since. */
  get options(): AddOptions {
    return {
      ...this.#options.add,
      peers: this.#peers,
      place: this.#place,
      vouched: this.#vouched,
      admission: this.#admission,
      priority: this.#priority,
    };
  }

  /** An engine has it. */
  get running(): boolean {
    return this.#running;
  }

  get stats(): TransferStats {
    const { bytesFromSeed, bytesFromHosts, uploadedBytes, links } = this.#current;
    return {
      ...this.#current,
      bytesFromSeed: bytesFromSeed + this.#earlier.bytesFromSeed,
      bytesFromHosts: bytesFromHosts + this.#earlier.bytesFromHosts,
      uploadedBytes: uploadedBytes + this.#earlier.uploadedBytes,
      links: addTraffic(this.#earlier.links, links),
    };
  }

  waitForRange(offset: number, length: number, signal?: AbortSignal): Promise<void> {
    return this.#waitFor({ offset, length, urgent: true }, signal);
  }

  whenVerified(offset: number, length: number, signal?: AbortSignal): Promise<void> {
    return this.#waitFor({ offset, length, urgent: this.#options.add.onlyWanted === true }, signal);
  }

  waitForAll(signal?: AbortSignal): Promise<void> {
    return this.#wait({ first: 0, last: this.#options.metainfo.pieceCount - 1, urgent: false }, signal);
  }

  onChange(listener: (stats: TransferStats) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async admit(admission: Admission): Promise<void> {
    if (this.#error !== null) throw this.#error;
    this.#admission = admission;
    await this.#deps.onAdmit(admission);
  }

  async setPriority(priority: Priority): Promise<void> {
    if (this.#error !== null) throw this.#error;
    this.#priority = priority;
    await this.#deps.onPriority(priority);
  }

  async remove(): Promise<void> {
    this.fail(new ShoalError("E_CANCELLED", `the transfer of torrent ${this.infoHash} was removed`));
    await this.#deps.onRemove();
  }

  /** Errors: E_PEER for what is no address; then none is taken. */
  addPeers(peers: readonly string[], place?: Place): void {
    for (const peer of peers) parsePeerAddress(peer);
    this.#peers = [...new Set([...this.#peers, ...peers])].slice(-KNOWN_ADDRESSES_MAX);
    this.#place = place ?? this.#place;
  }

  vouch(hosts: readonly KnownHost[]): void {
    this.#vouched = [...new Map([...this.#vouched, ...hosts].map((known) => [known.host, known])).values()].slice(-VOUCHED_MAX);
  }

  /** A new engine has verified the file. */
  restarted({ verified, stats }: Answers["add"]): void {
    this.#running = true;
    this.#current = stats;
    this.#verified = new Bitmap(this.#options.metainfo.pieceCount);
    for (const index of verified) this.#verified.add(index);
    for (const waiter of [...this.#waiters]) {
      waiter.missing = this.#missingIn(waiter);
      if (waiter.missing === 0) this.#settle(waiter);
    }
    this.#scheduleWant();
    this.#changed();
  }

  /** The engine is gone; another one will come. */
  interrupted(): void {
    this.#running = false;
    const { bytesFromSeed, bytesFromHosts, uploadedBytes, links } = this.stats;
    this.#earlier = { bytesFromSeed, bytesFromHosts, uploadedBytes, links };
    this.#current = { ...this.#current, bytesFromSeed: 0, bytesFromHosts: 0, uploadedBytes: 0, links: [], peers: 0 };
  }

  progressed(stats: TransferStats, verified: Uint32Array): void {
    this.#current = stats;
    for (const index of verified) if (this.#verified.add(index)) this.#arrived(index);
    this.#changed();
  }

  /** Ends it for everybody who waits; final. */
  fail(error: Error): void {
    this.#error ??= error;
    for (const waiter of [...this.#waiters]) {
      this.#waiters.delete(waiter);
      waiter.reject(this.#error);
    }
  }

  #waitFor({ offset, length, urgent }: WaitedRange, signal?: AbortSignal): Promise<void> {
    const { sizeBytes, pieceLengthBytes } = this.#options.metainfo;
    const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
    if (!whole || offset + length > sizeBytes) {
      return Promise.reject(
        new ShoalError("E_LIMIT", `bytes ${offset} to ${offset + length} are not inside a bundle of ${sizeBytes} bytes`),
      );
    }
    if (length === 0) return Promise.resolve();
    const range = { first: Math.floor(offset / pieceLengthBytes), last: Math.floor((offset + length - 1) / pieceLengthBytes) };
    return this.#wait({ ...range, urgent }, signal);
  }

  #wait(range: Pick<Waiter, "first" | "last" | "urgent">, signal?: AbortSignal): Promise<void> {
    if (this.#error !== null) return Promise.reject(this.#error);
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const missing = this.#missingIn(range);
    if (missing === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiters.delete(waiter);
        this.#scheduleWant();
        reject(signal?.reason as Error);
      };
      const settled = (settle: () => void): void => {
        signal?.removeEventListener("abort", abort);
        settle();
      };
      const waiter: Waiter = { ...range, missing, resolve: () => settled(resolve), reject: (error) => settled(() => reject(error)) };
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiters.add(waiter);
      if (range.urgent) this.#scheduleWant();
    });
  }

  #arrived(index: number): void {
    for (const waiter of [...this.#waiters]) {
      if (index >= waiter.first && index <= waiter.last && --waiter.missing === 0) this.#settle(waiter);
    }
  }

  #settle(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    if (waiter.urgent) this.#scheduleWant();
    waiter.resolve();
  }

  #missingIn({ first, last }: Pick<Waiter, "first" | "last">): number {
    let missing = 0;
    for (let index = first; index <= last; index++) if (!this.#verified.has(index)) missing++;
    return missing;
  }

  /** Many frames are waited for at once: they are told together. */
  #scheduleWant(): void {
    if (this.#wantScheduled || !this.#running) return;
    this.#wantScheduled = true;
    queueMicrotask(() => {
      this.#wantScheduled = false;
      const urgent = [...this.#waiters].filter((waiter) => waiter.urgent).slice(0, WANTED_RANGES_MAX);
      if (this.#running) this.#deps.onWant(urgent.map(({ first, last }) => [first, last] as const));
    });
  }

  #changed(): void {
    const { stats } = this;
    for (const listener of [...this.#listeners]) listener(stats);
  }
}
