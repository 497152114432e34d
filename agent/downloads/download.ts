/**
 * One bundle in the swarm, from its first byte to its seeding. Outlives the transfers below it: when the tracker's address changes (the
 * coordinator was restarted, the host was given a new passkey), the transfer is ended and another goes on from its verified pieces.
 */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { ByteSource } from "../../release/bundle.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AddOptions, Swarm, Transfer, TransferStats } from "../../swarm/swarm.ts";

export interface DownloadOptions {
  readonly torrent: AddOptions["torrent"];
  readonly file: string;
  readonly sizeBytes: number;
  /** Fetch only what is waited for. */
  readonly onlyWanted: boolean;
}

export interface DownloadDeps {
  readonly swarm: Pick<Swarm, "add">;
  /** It can't join; told to who waits for bytes, too. */
  readonly onTrouble: (error: unknown) => void;
}

export type Traffic = Pick<TransferStats, "verifiedBytes" | "bytesFromSeed" | "bytesFromHosts">;

export class Download {
  readonly #deps: DownloadDeps;
  readonly #options: DownloadOptions;
  readonly #listeners = new Set<() => void>();
  #transfer: Promise<Transfer>;
  #current: Transfer | null = null;
  /** Of transfers that have ended. */
  #before = { bytesFromSeed: 0, bytesFromHosts: 0 };
  #closed = false;

  /** Joins the swarm at once. */
  constructor(options: DownloadOptions, deps: DownloadDeps, announceUrl: string | null) {
    this.#options = options;
    this.#deps = deps;
    this.#transfer = this.#begin(() => this.#join(announceUrl));
  }

  get sizeBytes(): number {
    return this.#options.sizeBytes;
  }

  get onlyWanted(): boolean {
    return this.#options.onlyWanted;
  }

  get traffic(): Traffic {
    const stats = this.#current?.stats;
    return {
      verifiedBytes: stats?.verifiedBytes ?? 0,
      bytesFromSeed: this.#before.bytesFromSeed + (stats?.bytesFromSeed ?? 0),
      bytesFromHosts: this.#before.bytesFromHosts + (stats?.bytesFromHosts ?? 0),
    };
  }

  /** Called when `traffic` has changed. Returns the way to stop it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  waitForRange(offset: number, length: number, signal: AbortSignal): Promise<void> {
    return this.#wait((transfer) => transfer.waitForRange(offset, length, signal), signal);
  }

  waitForAll(signal: AbortSignal): Promise<void> {
    return this.#wait((transfer) => transfer.waitForAll(signal), signal);
  }

  /** Bytes of the bundle as they arrive. Close it after use. */
  source(signal: AbortSignal): ByteSource & { close(): Promise<void> } {
    let file: Promise<FileHandle> | null = null;
    return {
      sizeBytes: this.sizeBytes,
      ready: (offset, length, own) => {
        const both = either(signal, own);
        return this.#wait((transfer) => transfer.whenVerified(offset, length, both), both);
      },
      read: async (offset, length, own) => {
        await this.waitForRange(offset, length, either(signal, own));
        file ??= open(this.#options.file, "r");
        return readExactly(await file, offset, length);
      },
      close: async () => (await file?.catch(() => null))?.close(),
    };
  }

  /** Goes on with another tracker. */
  async rejoin(announceUrl: string | null): Promise<void> {
    const before = this.#transfer;
    this.#transfer = this.#begin(async () => {
      await this.#leave(before);
      return this.#join(announceUrl);
    });
    await this.#transfer.catch(() => undefined);
  }

  /** Leaves the swarm; the file stays. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#leave(this.#transfer);
  }

  #begin(join: () => Promise<Transfer>): Promise<Transfer> {
    const joined = join();
    joined.catch((error: unknown) => {
      if (!this.#closed) this.#deps.onTrouble(error);
    });
    return joined;
  }

  async #join(announceUrl: string | null): Promise<Transfer> {
    const { torrent, file, onlyWanted } = this.#options;
    // The tracker knows which hosts have the app; before there is one, only coordinators are let in.
    const admission = { hosts: announceUrl === null ? [] : null };
    const transfer = await this.#deps.swarm.add({ torrent, file, announceUrl, admission, onlyWanted });
    this.#current = transfer;
    transfer.onChange(() => this.#changed());
    this.#changed();
    return transfer;
  }

  async #leave(joined: Promise<Transfer>): Promise<void> {
    const transfer = await joined.catch(() => null);
    if (transfer === null || this.#current !== transfer) return;
    const { bytesFromSeed, bytesFromHosts } = this.traffic;
    this.#before = { bytesFromSeed, bytesFromHosts };
    this.#current = null;
    await transfer.remove();
  }

  /** A wait that ends because its transfer was replaced is begun again on the next one. */
  async #wait(begin: (transfer: Transfer) => Promise<void>, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const joined = this.#transfer;
      try {
        return await begin(await joined);
      } catch (error) {
        if (signal.aborted || this.#closed || this.#transfer === joined) throw error;
      }
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function either(signal: AbortSignal, own: AbortSignal | undefined): AbortSignal {
  return own === undefined ? signal : AbortSignal.any([signal, own]);
}

async function readExactly(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new ShoalError("E_TRUNC", `the bundle ends at byte ${offset + done}; ${offset + length} were verified`);
    done += bytesRead;
  }
  return bytes;
}
