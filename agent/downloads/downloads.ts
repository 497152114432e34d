/**
 * The bundles of this host: fetched for a prepare, seeded to other hosts afterwards, deleted by retention.ts. `acquire` and `release` frame
 * the use of one; two prepares of one bundle share it. After a restart what is complete is seeded again.
 *
 * Admission: which hosts have an app is the tracker's to say; an agent asks it for every peer.
 */
import type { BundleDescription } from "../../proto/messages.ts";
import type { Release } from "../../release/release.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { AppName, Digest } from "../../runtime/ids.ts";
import type { Swarm } from "../../swarm/swarm.ts";
import { checkDescription } from "./description.ts";
import { Download } from "./download.ts";
import { bundleFile, deleteBundle, loadRecords, saveRecord } from "./records.ts";
import type { BundleRecord } from "./records.ts";
import { deletableBundles } from "./retention.ts";

export interface DownloadsOptions {
  readonly folder: string;
  /** The fleet's CA. */
  readonly caPem: string;
}

export interface DownloadsDeps {
  readonly swarm: Pick<Swarm, "add">;
  readonly unixMs: () => number;
  /** A bundle that can't be seeded or deleted: nobody waits for it. */
  readonly onTrouble: (digest: Digest, failure: Failure) => void;
}

export class Downloads {
  readonly folder: string;
  readonly #caPem: string;
  readonly #deps: DownloadsDeps;
  readonly #held = new Map<Digest, Held>();
  readonly #stopping = new AbortController();
  #announceUrl: string | null = null;
  /** Joins, leaves and deletions, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ folder, caPem }: DownloadsOptions, deps: DownloadsDeps) {
    this.folder = folder;
    this.#caPem = caPem;
    this.#deps = deps;
  }

  /** Seeds what is complete. */
  async start(): Promise<void> {
    for (const record of await loadRecords(this.folder)) {
      this.#held.set(record.digest, { record, users: 0, download: record.complete ? this.#join(record) : null });
    }
  }

  /** The tracker as the coordinator says at each welcome. */
  setAnnounceUrl(announceUrl: string): void {
    if (announceUrl === this.#announceUrl) return;
    this.#announceUrl = announceUrl;
    this.rejoin();
  }

  /** All transfers anew: of another tracker, or in a swarm that was opened again. */
  rejoin(): void {
    for (const { download } of this.#held.values()) void download?.rejoin(this.#announceUrl);
  }

  /** Whether the description can be true of the release; `acquire` asks again. Throws E_TORRENT, E_SCOPE, E_LIMIT. */
  check(route: BundleDescription, release: Release): void {
    checkDescription(route, { release, caPem: this.#caPem });
  }

  /**
   * Begins or goes on fetching; to be given back by `release`. With `onlyWanted` no more than what is waited for, unless it is being fetched as a whole
   * already. Errors: E_TORRENT, E_SCOPE, E_LIMIT (the description), E_SWARM, disk.
   */
  acquire(app: AppName, route: BundleDescription, release: Release, onlyWanted = false): Promise<Download> {
    this.check(route, release);
    return this.#inTurn(async () => {
      const there = this.#held.get(route.digest);
      if (there !== undefined && there.record.infoHash !== route.torrent.infoHash) await this.#replace(there);
      const held = this.#held.get(route.digest) ?? { record: this.#recordOf(app, route), users: 0, download: null };
      this.#held.set(route.digest, held);
      held.users++;
      await this.#save(held, { usedUnixMs: this.#deps.unixMs() });
      if (held.download?.onlyWanted === true && !onlyWanted) await this.#leave(held);
      return (held.download ??= this.#join(held.record, onlyWanted));
    });
  }

  /**
   * Ends one use. A bundle that was `used` is fetched to its last byte (a tree does not need all of them) and seeded on; one that was
   * `abandoned`, or fetched in part only, and is not complete rests for a retry. Never rejects.
   */
  release(digest: Digest, outcome: "used" | "abandoned"): Promise<void> {
    return this.#inTurn(async () => {
      const held = this.#held.get(digest);
      if (held === undefined) return;
      const complete = held.download !== null && held.download.traffic.verifiedBytes === held.record.sizeBytes;
      if (complete && !held.record.complete) await this.#save(held, { complete });
      const { download } = held;
      if (outcome === "used" && !complete && download?.onlyWanted === false) return this.#finish(digest, download);
      held.users--;
      if (held.users === 0 && !complete) await this.#leave(held);
    }).catch((error: unknown) => this.#deps.onTrouble(digest, toFailure(error)));
  }

  /** Trees that each app holds, or is about to; bundles of others go. */
  retain(trees: Readonly<Record<AppName, readonly Digest[]>>): Promise<void> {
    return this.#inTurn(() => this.#deleteOld(trees));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#turn;
    for (const held of this.#held.values()) await this.#leave(held);
  }

  #join(record: BundleRecord, onlyWanted = false): Download {
    const { digest, sizeBytes, ...torrent } = record;
    const onTrouble = (error: unknown): void => this.#deps.onTrouble(digest, toFailure(error));
    const options = { torrent, sizeBytes, file: bundleFile(this.folder, digest), onlyWanted };
    return new Download(options, { swarm: this.#deps.swarm, onTrouble }, this.#announceUrl);
  }

  /** Counts as a use until it ends. */
  #finish(digest: Digest, download: Download): void {
    const end = (): Promise<void> => this.release(digest, "abandoned");
    void download.waitForAll(this.#stopping.signal).then(end, end);
  }

  async #leave(held: Held): Promise<void> {
    const { download } = held;
    held.download = null;
    await download?.close();
  }

  async #save(held: Held, change: Partial<BundleRecord>): Promise<void> {
    held.record = { ...held.record, ...change };
    await saveRecord(this.folder, held.record);
  }

  async #replace(held: Held): Promise<void> {
    const { digest } = held.record;
    if (held.users > 0) throw new ShoalError("E_TORRENT", `bundle ${digest.slice(0, 12)} is being fetched by another torrent`);
    await this.#delete(held);
  }

  async #delete(held: Held): Promise<void> {
    this.#held.delete(held.record.digest);
    await this.#leave(held);
    await deleteBundle(this.folder, held.record.digest);
  }

  async #deleteOld(trees: Readonly<Record<AppName, readonly Digest[]>>): Promise<void> {
    const bundles = [...this.#held.values()].map(({ record, users }) => ({ ...record, inUse: users > 0 }));
    for (const digest of deletableBundles(bundles, trees)) {
      const held = this.#held.get(digest);
      if (held === undefined) continue;
      await this.#delete(held).catch((error: unknown) => this.#deps.onTrouble(digest, toFailure(error)));
    }
  }

  #recordOf(app: AppName, route: BundleDescription): BundleRecord {
    const { digest, toTree, sizeBytes, torrent } = route;
    return { digest, app, toTree, sizeBytes, complete: false, usedUnixMs: this.#deps.unixMs(), ...torrent };
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

interface Held {
  record: BundleRecord;
  users: number;
  download: Download | null;
}
