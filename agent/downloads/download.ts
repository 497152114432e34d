/**
 * One bundle in the swarm, from its first byte to its seeding. Outlives the transfers below it: when the tracker's address changes (the
 * coordinator was restarted, the host was given a new passkey), the transfer is ended and another goes on from its verified pieces.
 */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { ByteSource } from "../../release/bundle.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { HostId } from "../../runtime/ids.ts";
import type { Peers } from "../../proto/messages.ts";
import type { AddOptions, KnownHost, Place, Priority, Swarm, Transfer, TransferStats } from "../../swarm/swarm.ts";
import { addTraffic } from "../../swarm/traffic.ts";
import { PEERS_KEPT } from "../shell-limits.ts";

export interface DownloadOptions {
  readonly torrent: AddOptions["torrent"];
  readonly file: string;
  readonly sizeBytes: number;
  /** Fetch only what is waited for. */
  readonly onlyWanted: boolean;
  readonly priority: Priority;
}

export interface DownloadDeps {
  readonly swarm: Pick<Swarm, "add" | "addPeers" | "vouch">;
  /** It can't join; told to who waits for bytes, too. */
  readonly onTrouble: (error: unknown) => void;
  /** It takes part, has got on, or (stopped) takes its leave: others should know. */
  readonly onAnnounce: (about: { readonly leftBytes: number; readonly stopped: boolean }) => void;
}

export type Traffic = Pick<TransferStats, "verifiedBytes" | "bytesFromSeed" | "bytesFromHosts" | "links">;

export class Download {
  readonly #deps: DownloadDeps;
  readonly #options: DownloadOptions;
  readonly #listeners = new Set<() => void>();
  #transfer: Promise<Transfer>;
  #current: Transfer | null = null;
  /** Of transfers that have ended. */
  #before: Omit<Traffic, "verifiedBytes"> = { bytesFromSeed: 0, bytesFromHosts: 0, links: [] };
  #priority: Priority;
  /** Told through the session. */
  #addresses: readonly string[] = [];
  #place: Place | undefined;
  readonly #hosts = new Map<HostId, KnownHost>();
  #completeTold = false;
  #closed = false;

  /** Joins the swarm at once. */
  constructor(options: DownloadOptions, deps: DownloadDeps, announceUrl: string | null) {
    this.#options = options;
    this.#deps = deps;
    this.#priority = options.priority;
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
      links: addTraffic(this.#before.links, stats?.links ?? []),
    };
  }

  /** Nobody to fetch from, and something to fetch. */
  get lonely(): boolean {
    return this.#current !== null && this.incomplete && this.#current.stats.peers === 0;
  }

  get incomplete(): boolean {
    return this.traffic.verifiedBytes < this.sizeBytes;
  }

  /** Somebody waits for it. */
  async raise(): Promise<void> {
    if (this.#priority === "normal") return;
    this.#priority = "normal";
    const transfer = await this.#transfer.catch(() => null);
    await transfer?.setPriority("normal").catch((error: unknown) => this.#deps.onTrouble(error));
  }

  /** The coordinator's word on who takes part; the transfers that come after this one hear it too. */
  async meet({ addresses, hosts }: Pick<Peers, "addresses" | "hosts">, place?: Place): Promise<void> {
    this.#place = place ?? this.#place;
    this.#addresses = [...new Set([...this.#addresses, ...addresses])].slice(-PEERS_KEPT);
    for (const known of hosts) {
      this.#hosts.delete(known.host);
      this.#hosts.set(known.host, known);
    }
    for (const [oldest] of [...this.#hosts].slice(0, -PEERS_KEPT)) this.#hosts.delete(oldest);
    const { infoHash } = this.#options.torrent;
    try {
      await this.#transfer;
      if (hosts.length > 0) await this.#deps.swarm.vouch(infoHash, hosts);
      if (addresses.length > 0 || place !== undefined) await this.#deps.swarm.addPeers(infoHash, addresses, place);
    } catch (error) {
      if (!this.#closed) this.#deps.onTrouble(error);
    }
  }

  announce(): void {
    if (this.#current !== null && !this.#closed) this.#deps.onAnnounce({ leftBytes: this.#leftBytes, stopped: false });
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
    if (this.#current !== null) this.#deps.onAnnounce({ leftBytes: this.#leftBytes, stopped: true });
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
    const known = { peers: this.#addresses, vouched: [...this.#hosts.values()], place: this.#place, priority: this.#priority };
    const transfer = await this.#deps.swarm.add({ torrent, file, announceUrl, admission, onlyWanted, ...known });
    this.#current = transfer;
    this.#completeTold = !this.incomplete;
    transfer.onChange(() => this.#changed());
    this.#changed();
    this.announce();
    return transfer;
  }

  async #leave(joined: Promise<Transfer>): Promise<void> {
    const transfer = await joined.catch(() => null);
    if (transfer === null || this.#current !== transfer) return;
    const { bytesFromSeed, bytesFromHosts, links } = this.traffic;
    this.#before = { bytesFromSeed, bytesFromHosts, links };
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

  get #leftBytes(): number {
    return Math.max(0, this.sizeBytes - this.traffic.verifiedBytes);
  }

  #changed(): void {
    if (!this.#completeTold && !this.incomplete) {
      this.#completeTold = true;
      this.announce();
    }
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
