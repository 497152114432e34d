/** By which bundles a release can be reached: what the catalogue knows, as an agent is told of it. */
import type { BundleDescription } from "../../proto/messages.ts";
import type { Digest, ReleaseId } from "../../runtime/ids.ts";
import { ROUTES_CACHED } from "../limits.ts";
import type { BundleRecord, ReleaseRecord, ReleaseRepository } from "../store/releases.ts";

export interface ReleaseRoutes {
  readonly record: ReleaseRecord;
  /** Those that lead to the release's tree. */
  readonly routes: readonly BundleDescription[];
  /** The same as the catalogue has them. */
  readonly bundles: readonly BundleRecord[];
}

export interface RouteBook {
  /** Null for a release that is not in the catalogue. */
  find(release: ReleaseId): Promise<ReleaseRoutes | null>;
  /** After a release was registered: a tree may be reached by more bundles now. */
  forget(): void;
}

/** Can a host that holds these trees get there in one step? Pure. */
export function isReachable(routes: readonly BundleDescription[], held: ReadonlySet<Digest>): boolean {
  return routes.some(({ fromTree }) => fromTree === null || held.has(fromTree));
}

/** A rollout asks for the same release once for each host. */
export function createRouteBook(releases: ReleaseRepository): RouteBook {
  const known = new Map<ReleaseId, Promise<ReleaseRoutes | null>>();
  return {
    find(release) {
      const cached = known.get(release);
      if (cached !== undefined) return cached;
      const found = readRoutes(releases, release);
      known.set(release, found);
      if (known.size > ROUTES_CACHED) known.delete(known.keys().next().value as ReleaseId);
      found.catch(() => known.delete(release));
      return found;
    },
    forget: () => known.clear(),
  };
}

async function readRoutes(releases: ReleaseRepository, id: ReleaseId): Promise<ReleaseRoutes | null> {
  const record = await releases.byId(id);
  if (record === null) return null;
  const { app, tree } = record.release;
  const bundles = await releases.bundlesTo(app, tree);
  return { record, routes: bundles.map(describe), bundles };
}

function describe({ bundle, torrent }: BundleRecord): BundleDescription {
  const { infoHash, metainfo, pieceDigests } = torrent;
  return { ...bundle, torrent: { infoHash, metainfo, pieceDigests } };
}
