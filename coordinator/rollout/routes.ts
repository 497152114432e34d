/** By which bundles a release can be reached: what the catalogue knows, as an agent is told of it. */
import type { BundleDescription, LineageNote } from "../../proto/messages.ts";
import type { Digest, ReleaseId } from "../../runtime/ids.ts";
import { ROUTES_MAX } from "../../proto/limits.ts";
import { OFFER_BYTES_MAX, ROUTES_CACHED } from "../limits.ts";
import { withoutCa } from "../../swarm/torrent.ts";
import type { BundleRecord, ReleaseRecord, ReleaseRepository } from "../store/releases.ts";

export interface ReleaseRoutes {
  readonly record: ReleaseRecord;
  readonly lineage: LineageNote | null;
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

/**
 * What a host that holds these trees is offered: every base and the overlays from what it holds, the smallest first, as far as one message carries
 * them (a frame table may have megabytes); the smallest base always. Pure.
 */
export function offeredRoutes(routes: readonly BundleDescription[], held: ReadonlySet<Digest>): readonly BundleDescription[] {
  const fitting = routes
    .filter(({ fromTree }) => fromTree === null || held.has(fromTree))
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes || Number(a.kind === "overlay") - Number(b.kind === "overlay"));
  const base = fitting.find(({ kind }) => kind === "base");
  const offered = new Set<BundleDescription>();
  let bytes = base === undefined ? 0 : weigh(base);
  for (const route of fitting) {
    const weight = route === base ? 0 : weigh(route);
    const room = offered.size < ROUTES_MAX - 1 && bytes + weight <= OFFER_BYTES_MAX;
    if (route !== base && !room && offered.size > 0) continue;
    bytes += weight;
    offered.add(route);
  }
  return [...offered];
}

function weigh({ frameTable, torrent: { metainfo, pieceDigests } }: BundleDescription): number {
  return frameTable.length + metainfo.length + pieceDigests.length;
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
  const found = await releases.lineage(app, record.lineage);
  const lineage = found === null ? null : { baseTree: found.baseTree, baseSizeBytes: found.baseSizeBytes };
  return { record, lineage, routes: bundles.map(describe), bundles };
}

/** Without what a host has, or gets through the swarm: the fleet's CA, and the frame table, which stands at the bundle's end. */
function describe({ bundle, torrent }: BundleRecord): BundleDescription {
  const { infoHash, metainfo, pieceDigests } = torrent;
  return { ...bundle, frameTable: NO_TABLE, torrent: { infoHash, metainfo: withoutCa(metainfo), pieceDigests } };
}

const NO_TABLE = new Uint8Array(0);
