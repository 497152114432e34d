/** By which bundle a tree is reached from what the host holds: the fewest bytes on the wire first. Pure policy. */
import type { BundleDescription } from "../proto/messages.ts";
import type { Digest } from "../runtime/ids.ts";

export interface RouteNeeds {
  readonly tree: Digest;
  /** Trees of usable revisions on this host. */
  readonly held: ReadonlySet<Digest>;
  readonly formatVersions: readonly number[];
  readonly codecs: readonly string[];
}

/** Indices of the routes this host can take, cheapest first; a base before an overlay of the same size. */
export function usableRoutes(routes: readonly BundleDescription[], needs: RouteNeeds): readonly number[] {
  return routes
    .map((route, index) => ({ route, index }))
    .filter(({ route }) => isUsable(route, needs))
    .toSorted((a, b) => a.route.sizeBytes - b.route.sizeBytes || Number(a.route.kind === "overlay") - Number(b.route.kind === "overlay"))
    .map(({ index }) => index);
}

function isUsable(route: BundleDescription, needs: RouteNeeds): boolean {
  const reaches = route.toTree === needs.tree && (route.fromTree === null) === (route.kind === "base");
  const hasSource = route.fromTree === null || needs.held.has(route.fromTree);
  const understood = needs.formatVersions.includes(route.formatVersion) && route.codecs.every((codec) => needs.codecs.includes(codec));
  return reaches && hasSource && understood;
}
