/**
 * Seeds the bundles of the current lineages, and any other bundle from the moment a rollout may need it. Who may take part in an app's
 * torrents is whoever the app is assigned to; tracker and swarm ask for that, the passkey in an announce URL only says whose answer it is.
 *
 * Nothing here is durable: a restart adds everything again from the catalogue, and a bundle whose file is gone is reported and left out; but
 * where other coordinators share the database it is fetched from their seeds, and seeded when it is whole.
 */
import { stat } from "node:fs/promises";
import pLimit from "p-limit";
import { ShoalError } from "../runtime/errors.ts";
import type { AppName, Digest, HostId, InfoHash } from "../runtime/ids.ts";
import type { Swarm, Transfer } from "../swarm/swarm.ts";
import type { BundleFiles } from "./bundles.ts";
import type { HostDirectory } from "./hosts.ts";
import { SEEDS_MAX } from "./limits.ts";
import type { BundleRecord, ReleaseRepository } from "./store/releases.ts";

export interface SeedingDeps {
  readonly swarm: Pick<Swarm, "add" | "addPeers">;
  readonly releases: ReleaseRepository;
  readonly bundleFiles: BundleFiles;
  readonly hosts: HostDirectory;
  /** `host:port` of other coordinators' seeds; absent: there are none. */
  readonly others?: () => readonly string[];
  readonly warn: (message: string, error: unknown) => void;
}

export interface Seeding {
  /**
   * Resolves when every bundle is verified and seeded; the tracker may ask from the first moment on. `wanted`: what open rollouts lead to, whose
   * hosts may be in the middle of it.
   */
  start(wanted?: readonly { readonly app: AppName; readonly tree: Digest }[]): Promise<void>;
  /** Idempotent. Never rejects: what can't be seeded now is reported, and tried again when it is asked for again. */
  seed(bundle: BundleRecord): Promise<void>;
  /** What the catalogue has by now, where another coordinator may have changed it, or a further one is there to fetch from. */
  renew(): Promise<void>;
  /** Another coordinator has removed these. */
  forget(app: AppName, bundles: readonly Digest[]): Promise<void>;
  /** Its file is about to go: nobody may ask for it any more. */
  unseed(infoHash: InfoHash): Promise<void>;
  /** After the swarm was replaced: everything is added again. */
  again(): Promise<void>;
  /** After the hosts of an app changed. */
  readmit(app: AppName): Promise<void>;
  /** For the tracker: may that host take part in that torrent? */
  allowed(host: HostId, infoHash: InfoHash): boolean;
  isSeeded(infoHash: InfoHash): boolean;
  /** The file behind it; null where it is not seeded. */
  seeded(infoHash: InfoHash): { readonly file: string; readonly sizeBytes: number } | null;
}

interface Seed {
  readonly bundle: BundleRecord;
  readonly transfer: Transfer;
  /** False while it is fetched from another coordinator. */
  whole: boolean;
}

export function createSeeding(deps: SeedingDeps): Seeding {
  const seeds = new Map<InfoHash, Seed>();
  const apps = new Map<InfoHash, AppName>();
  // Adding and removing one torrent must not overtake each other.
  const inOrder = pLimit(1);
  const readmitting = new Set<AppName>();

  async function add(bundle: BundleRecord): Promise<void> {
    const { infoHash } = bundle.torrent;
    apps.set(infoHash, bundle.app);
    if (seeds.has(infoHash)) return;
    await makeRoom();
    const hosts = deps.hosts.withApp(bundle.app).map(({ host }) => host);
    const peers = deps.others?.() ?? [];
    try {
      if (peers.length === 0) await checkFile(deps.bundleFiles.bundlePath(bundle.bundle.digest), bundle.bundle.sizeBytes);
      const transfer = await deps.swarm.add({
        torrent: bundle.torrent,
        file: deps.bundleFiles.bundlePath(bundle.bundle.digest),
        // Our own tracker knows where we seed; hosts come to us.
        announceUrl: null,
        admission: { hosts },
        peers,
      });
      const seed: Seed = { bundle, transfer, whole: peers.length === 0 || transfer.stats.verifiedBytes === bundle.bundle.sizeBytes };
      seeds.set(infoHash, seed);
      if (!seed.whole) void fetchWhole(seed);
    } catch (error) {
      deps.warn(`bundle ${bundle.bundle.digest} of ${bundle.app} is not seeded`, error);
    }
  }

  /** However long it takes: a seed that is removed ends it. */
  async function fetchWhole(seed: Seed): Promise<void> {
    try {
      await seed.transfer.waitForAll();
      seed.whole = true;
    } catch (error) {
      if (seeds.get(seed.bundle.torrent.infoHash) === seed) deps.warn(`bundle ${seed.bundle.bundle.digest} was not fetched`, error);
    }
  }

  async function addCurrent(): Promise<void> {
    for (const bundle of await deps.releases.currentBundles()) await inOrder(() => add(bundle));
  }

  /** The one that was added longest ago goes; it comes back when it is asked for. */
  async function makeRoom(): Promise<void> {
    const [oldest] = seeds;
    if (seeds.size < SEEDS_MAX || oldest === undefined) return;
    await remove(oldest[0], oldest[1]);
  }

  async function remove(infoHash: InfoHash, { transfer }: Seed): Promise<void> {
    seeds.delete(infoHash);
    await transfer.remove().catch((error: unknown) => deps.warn(`torrent ${infoHash} was not removed`, error));
  }

  async function readmitNow(app: AppName): Promise<void> {
    const hosts = deps.hosts.withApp(app).map(({ host }) => host);
    for (const { bundle, transfer } of seeds.values()) {
      if (bundle.app !== app) continue;
      await transfer.admit({ hosts }).catch((error: unknown) => deps.warn(`hosts of ${app} were not admitted anew`, error));
    }
  }

  return {
    async start(wanted = []) {
      for (const bundle of await deps.releases.allBundles()) apps.set(bundle.torrent.infoHash, bundle.app);
      for (const { app, tree } of wanted) {
        for (const bundle of await deps.releases.bundlesTo(app, tree)) await inOrder(() => add(bundle));
      }
      await addCurrent();
    },
    async renew() {
      const peers = deps.others?.() ?? [];
      for (const [infoHash, { whole }] of seeds) if (!whole) await deps.swarm.addPeers(infoHash, peers);
      await addCurrent();
    },
    forget: (app, bundles) =>
      inOrder(async () => {
        for (const [infoHash, seed] of seeds) {
          if (seed.bundle.app !== app || !bundles.includes(seed.bundle.bundle.digest)) continue;
          apps.delete(infoHash);
          await remove(infoHash, seed);
        }
      }),
    seed: (bundle) => inOrder(() => add(bundle)),
    async readmit(app) {
      // A thousand hosts added in a row are one change.
      if (readmitting.has(app)) return;
      readmitting.add(app);
      await inOrder(() => {
        readmitting.delete(app);
        return readmitNow(app);
      });
    },
    unseed: (infoHash) =>
      inOrder(async () => {
        apps.delete(infoHash);
        const seed = seeds.get(infoHash);
        if (seed !== undefined) await remove(infoHash, seed);
      }),
    again: () =>
      inOrder(async () => {
        const bundles = [...seeds.values()].map(({ bundle }) => bundle);
        seeds.clear();
        for (const bundle of bundles) await add(bundle);
      }),
    isSeeded: (infoHash) => seeds.get(infoHash)?.whole === true,
    seeded(infoHash) {
      const seed = seeds.get(infoHash);
      const bundle = seed?.bundle.bundle;
      return bundle === undefined || seed?.whole !== true
        ? null
        : { file: deps.bundleFiles.bundlePath(bundle.digest), sizeBytes: bundle.sizeBytes };
    },
    allowed(host, infoHash) {
      const app = apps.get(infoHash);
      return app !== undefined && deps.hosts.get(host)?.apps.includes(app) === true;
    },
  };
}

/** Without its file the swarm would start to download it from hosts. */
async function checkFile(path: string, sizeBytes: number): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.size === sizeBytes) return;
  const hint = "restore it from a backup, or create a release of that tree with a new base";
  throw new ShoalError("E_IO", `${path} ${found === null ? "is gone" : `has ${found.size} bytes, not ${sizeBytes}`}`, { hint });
}
