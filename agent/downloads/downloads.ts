/**
 * The bundles of this host: fetched for a prepare, seeded to other hosts afterwards, deleted by retention.ts. `acquire` and `release` frame
 * the use of one; two prepares of one bundle share it. After a restart what is complete is seeded again.
 *
 * Admission: which hosts have an app is the tracker's to say; an agent asks it for every peer.
 */
import type { BundleDescription, Peers, SwarmAccess } from "../../proto/messages.ts";
import type { Release } from "../../release/release.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { AppName, Digest, InfoHash, ReleaseId } from "../../runtime/ids.ts";
import { ANNOUNCE_MS, TRACKER_DEAD_MS } from "../shell-limits.ts";
import { checkDescription } from "./description.ts";
import { Download } from "./download.ts";
import type { DownloadDeps, DownloadOptions, Traffic } from "./download.ts";
import { bundleFile, deleteBundle, loadRecords, saveRecord } from "./records.ts";
import type { BundleRecord } from "./records.ts";
import { deletableBundles } from "./retention.ts";

export interface DownloadsOptions {
  readonly folder: string;
  /** The fleet's CA. */
  readonly caPem: string;
}

export interface DownloadsDeps {
  readonly swarm: DownloadDeps["swarm"];
  readonly unixMs: () => number;
  readonly clockMs: () => number;
  /** What the coordinator is to know of a transfer, over the session; dropped where there is none. */
  readonly announce: (about: TransferNews) => void;
  /** A bundle that can't be seeded or deleted: nobody waits for it. */
  readonly onTrouble: (digest: Digest | null, failure: Failure) => void;
}

export interface TransferNews {
  readonly infoHash: InfoHash;
  readonly leftBytes: number;
  readonly stopped: boolean;
}

export interface AcquireOptions {
  /** Fetch no more than what is waited for, unless it is being fetched as a whole already. */
  readonly onlyWanted?: boolean;
  /** Fetched before it is needed, at low priority; kept until then although the host has no revision of its tree. */
  readonly preseed?: { readonly release: ReleaseId; readonly untilUnixMs: number };
}

export class Downloads {
  readonly folder: string;
  readonly #caPem: string;
  readonly #deps: DownloadsDeps;
  readonly #held = new Map<Digest, Held>();
  readonly #stopping = new AbortController();
  #announceUrl: string | null = null;
  /** Our own, as the coordinator says. */
  #datacenter = "";
  #trees: Readonly<Record<AppName, readonly Digest[]>> | null = null;
  /** Of the agent clock: until then the tracker counts as dead. */
  #trackerDeadMs = -Infinity;
  #nextAnnounceMs = -Infinity;
  #intervalMs = ANNOUNCE_MS;
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
  setAccess({ announceUrl, datacenter }: SwarmAccess): void {
    this.#datacenter = datacenter;
    if (announceUrl === this.#announceUrl) return;
    this.#announceUrl = announceUrl;
    this.rejoin();
  }

  /** All transfers anew: of another tracker, or in a swarm that was opened again. */
  rejoin(): void {
    for (const { download } of this.#held.values()) void download?.rejoin(this.#announceUrl);
  }

  /** A session was welcomed: the coordinator knows of no transfer of ours. */
  introduce(): void {
    for (const { download } of this.#held.values()) download?.announce();
  }

  meet(peers: Peers): void {
    const place = peers.shares === null ? undefined : { datacenter: this.#datacenter, shares: peers.shares };
    for (const { record, download } of this.#held.values()) {
      if (record.infoHash !== peers.infoHash || download === null) continue;
      // What a complete transfer is told is for those who come to it: they are in no hurry.
      if (peers.intervalMs !== null && download.incomplete) this.#intervalMs = Math.max(ANNOUNCE_MS, peers.intervalMs);
      void download.meet(peers, place);
    }
  }

  trackerFailed(): void {
    this.#trackerDeadMs = this.#deps.clockMs() + TRACKER_DEAD_MS;
  }

  /** To be called each second: who finds nobody, or has no tracker, asks the coordinator for peers. */
  tick(): void {
    const now = this.#deps.clockMs();
    if (now < this.#nextAnnounceMs) return;
    this.#nextAnnounceMs = now + this.#intervalMs;
    for (const { download } of this.#held.values()) {
      if (download?.lonely === true || (download?.incomplete === true && now < this.#trackerDeadMs)) download.announce();
    }
  }

  /** Whether the description can be true of the release; `acquire` asks again. Throws E_TORRENT, E_SCOPE, E_LIMIT. */
  check(route: BundleDescription, release: Release): void {
    checkDescription(route, { release, caPem: this.#caPem });
  }

  /** What its transfers have moved since the process began; nothing where there is none. */
  trafficOf(digest: Digest): Traffic {
    return this.#held.get(digest)?.download?.traffic ?? NO_TRAFFIC;
  }

  /**
   * Begins or goes on fetching; to be given back by `release`. Errors: E_TORRENT, E_SCOPE, E_LIMIT (the description), E_SWARM, disk.
   */
  acquire(
    app: AppName,
    route: BundleDescription,
    { release, onlyWanted = false, preseed }: AcquireOptions & { readonly release: Release },
  ): Promise<Download> {
    this.check(route, release);
    return this.#inTurn(async () => {
      const there = this.#held.get(route.digest);
      if (there !== undefined && there.record.infoHash !== route.torrent.infoHash) await this.#replace(there);
      const held = this.#held.get(route.digest) ?? { record: this.#recordOf(app, route), users: 0, download: null };
      this.#held.set(route.digest, held);
      held.users++;
      await this.#save(held, { usedUnixMs: this.#deps.unixMs(), unwanted: false, ...(preseed === undefined ? {} : { preseed }) });
      if (held.download?.onlyWanted === true && !onlyWanted) await this.#leave(held);
      held.download ??= this.#join(held.record, { onlyWanted, priority: preseed === undefined ? "normal" : "low" });
      if (preseed === undefined) void held.download.raise();
      return held.download;
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
    this.#trees = trees;
    return this.#inTurn(() => this.#deleteOld(trees));
  }

  /** Of what was preseeded of the app only these releases are still to be kept for that. Never rejects. */
  keepPreseeded(app: AppName, releases: ReadonlySet<ReleaseId>): Promise<void> {
    return this.#inTurn(async () => {
      for (const held of this.#held.values()) {
        const { preseed } = held.record;
        if (held.record.app === app && preseed != null && !releases.has(preseed.release))
          await this.#save(held, { preseed: null, unwanted: true });
      }
      if (this.#trees !== null) await this.#deleteOld(this.#trees);
    }).catch((error: unknown) => this.#deps.onTrouble(null, toFailure(error)));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#turn;
    for (const held of this.#held.values()) await this.#leave(held);
  }

  #join(record: BundleRecord, { onlyWanted, priority }: Pick<DownloadOptions, "onlyWanted" | "priority"> = SEEDING): Download {
    const { digest, sizeBytes, infoHash, metainfo, pieceDigests } = record;
    const torrent = { infoHash, metainfo, pieceDigests };
    const onTrouble = (error: unknown): void => this.#deps.onTrouble(digest, toFailure(error));
    const options = { torrent, sizeBytes, file: bundleFile(this.folder, digest), onlyWanted, priority };
    const onAnnounce: DownloadDeps["onAnnounce"] = (about) => this.#deps.announce({ infoHash, ...about });
    return new Download(options, { swarm: this.#deps.swarm, onTrouble, onAnnounce }, this.#announceUrl);
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
    const bundles = [...this.#held.values()].map(({ record, users }) => ({
      ...record,
      inUse: users > 0,
      preseededUntilUnixMs: record.preseed?.untilUnixMs ?? null,
      unwanted: record.unwanted === true,
    }));
    for (const digest of deletableBundles(bundles, trees, this.#deps.unixMs())) {
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

const NO_TRAFFIC: Traffic = { verifiedBytes: 0, bytesFromSeed: 0, bytesFromHosts: 0, links: [] };
const SEEDING = { onlyWanted: false, priority: "normal" } as const;
