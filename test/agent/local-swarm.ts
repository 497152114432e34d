/** A swarm of one machine without network: a transfer's bytes come from a file, when the test lets them. */
import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync, writeSync } from "node:fs";
import type { AddOptions, Swarm, Transfer, TransferStats } from "../../swarm/swarm.ts";
import type { InfoHash } from "../../runtime/ids.ts";
import type { TestBundle } from "./releases.ts";

export interface LocalSwarm extends Pick<Swarm, "add" | "addPeers" | "vouch"> {
  /** As told through the session, by torrent. */
  readonly known: readonly { readonly infoHash: InfoHash; readonly told: readonly unknown[] }[];
  /** Whose priority was changed. */
  readonly raised: readonly InfoHash[];
  readonly added: readonly AddOptions[];
  /** Joined now. */
  readonly joined: readonly InfoHash[];
  /** Its bytes are there from now on. */
  offer(bundle: TestBundle): void;
  /** Some of the bytes of one that is joined are there from now on. */
  offerPart(bundle: TestBundle, offset: number, length: number): void;
  /** Called whenever somebody waits for bytes. */
  onWait: () => void;
  /** The next `add` fails with it. */
  failNext: Error | null;
}

export function localSwarm(): LocalSwarm {
  const files = new Map<InfoHash, string>();
  const transfers = new Map<InfoHash, LocalTransfer>();
  const added: AddOptions[] = [];
  const known: { readonly infoHash: InfoHash; readonly told: readonly unknown[] }[] = [];
  const raised: InfoHash[] = [];
  const swarm: LocalSwarm = {
    added,
    known,
    raised,
    addPeers: async (infoHash, told) => void known.push({ infoHash, told }),
    vouch: async (infoHash, told) => void known.push({ infoHash, told }),
    get joined() {
      return [...transfers.keys()];
    },
    onWait: () => undefined,
    failNext: null,
    offer({ file, description }) {
      files.set(description.torrent.infoHash, file);
      transfers.get(description.torrent.infoHash)?.arrive(file);
    },
    offerPart: ({ file, description }, offset, length) => transfers.get(description.torrent.infoHash)?.arrivePart(file, offset, length),
    async add(options) {
      const { failNext } = swarm;
      swarm.failNext = null;
      if (failNext !== null) throw failNext;
      const { infoHash } = options.torrent;
      if (transfers.has(infoHash)) throw new Error(`${infoHash} is joined already`);
      added.push(options);
      const transfer = new LocalTransfer(options, {
        onWait: () => swarm.onWait(),
        onRaise: () => raised.push(infoHash),
        onRemove: () => transfers.delete(infoHash),
      });
      transfers.set(infoHash, transfer);
      const file = files.get(infoHash);
      if (file !== undefined) transfer.arrive(file);
      return transfer;
    },
  };
  return swarm;
}

interface LocalTransferDeps {
  readonly onWait: () => void;
  readonly onRaise: () => void;
  readonly onRemove: () => void;
}

class LocalTransfer implements Transfer {
  readonly infoHash: InfoHash;
  readonly #file: string;
  readonly #deps: LocalTransferDeps;
  readonly #arrived = Promise.withResolvers<void>();
  readonly #parts: { readonly offset: number; readonly end: number }[] = [];
  readonly #waits = new Set<() => void>();
  readonly #listeners = new Set<(stats: TransferStats) => void>();
  #stats: TransferStats = { sizeBytes: 0, verifiedBytes: 0, bytesFromSeed: 0, bytesFromHosts: 0, uploadedBytes: 0, links: [], peers: 0 };

  constructor({ torrent, file }: AddOptions, deps: LocalTransferDeps) {
    this.infoHash = torrent.infoHash;
    this.#file = file;
    this.#deps = deps;
    this.#arrived.promise.catch(() => undefined);
    if (!existsSync(file)) closeSync(openSync(file, "w"));
  }

  get stats(): TransferStats {
    return this.#stats;
  }

  arrive(from: string): void {
    const sizeBytes = statSync(from).size;
    const resumed = statSync(this.#file).size === sizeBytes;
    copyFileSync(from, this.#file);
    this.#stats = { ...this.#stats, sizeBytes, verifiedBytes: sizeBytes, bytesFromSeed: resumed ? 0 : sizeBytes };
    for (const listener of this.#listeners) listener(this.#stats);
    this.#arrived.resolve();
  }

  arrivePart(from: string, offset: number, length: number): void {
    const [source, target] = [openSync(from, "r"), openSync(this.#file, "r+")];
    const bytes = Buffer.alloc(length);
    readSync(source, bytes, 0, length, offset);
    writeSync(target, bytes, 0, length, offset);
    for (const file of [source, target]) closeSync(file);
    this.#parts.push({ offset, end: offset + length });
    this.#stats = { ...this.#stats, verifiedBytes: this.#stats.verifiedBytes + length };
    for (const look of this.#waits) look();
  }

  async waitForRange(offset: number, length: number, signal?: AbortSignal): Promise<void> {
    this.#deps.onWait();
    const part = Promise.withResolvers<void>();
    const look = (): void => {
      if (this.#parts.some((one) => one.offset <= offset && offset + length <= one.end)) part.resolve();
    };
    this.#waits.add(look);
    look();
    await Promise.race([this.#arrived.promise, part.promise, aborted(signal)]);
  }

  whenVerified(offset: number, length: number, signal?: AbortSignal): Promise<void> {
    return this.waitForRange(offset, length, signal);
  }

  waitForAll(signal?: AbortSignal): Promise<void> {
    return this.waitForRange(0, Number.MAX_SAFE_INTEGER, signal);
  }

  onChange(listener: (stats: TransferStats) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async admit(): Promise<void> {}

  async setPriority(): Promise<void> {
    this.#deps.onRaise();
  }

  async remove(): Promise<void> {
    this.#deps.onRemove();
    this.#arrived.reject(new Error("the transfer was removed"));
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted === true) reject(signal.reason as Error);
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
