/** By which bundle a tree is reached from what the host holds, and why: the fewest bytes on the wire first. Pure policy. */
import type { BundleDescription, LineageNote } from "../proto/messages.ts";
import type { ErrorCode } from "../runtime/errors.ts";
import { formatBytes } from "../runtime/format.ts";
import { type Digest, short } from "../runtime/ids.ts";

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

/** A route that was tried and did not lead there. */
export interface FailedRoute {
  readonly route: number;
  readonly code: ErrorCode;
}

export interface RouteChoice {
  readonly routes: readonly BundleDescription[];
  readonly taken: number;
  readonly failed: readonly FailedRoute[];
  readonly lineage: LineageNote | null;
  /** Why the prepare of that release before this one failed; null: there was none. */
  readonly before: ErrorCode | null;
}

/**
 * The choice in words: `overlay from 35eea1c2d3e4, 6.30 kB instead of base 3.20 MB`, `base, 3.20 MB: none of 2 overlays starts from what is here`,
 * `base, 3.20 MB after overlay from 35eea1c2d3e4 failed (E_BASE)`.
 */
export function explainRoute({ routes, taken, failed, lineage, before }: RouteChoice): string {
  const route = routes[taken];
  if (route === undefined) return "";
  const after = failed.flatMap(({ route: index, code }) =>
    routes[index] === undefined ? [] : [`${nameOf(routes[index])} failed (${code})`],
  );
  const what = `${nameOf(route)}, ${formatBytes(route.sizeBytes)}`;
  if (route.kind === "base") return `${what}${after.length > 0 ? ` after ${after.join(", ")}` : baseReason(routes, before)}`;
  const base = routes.find(({ kind }) => kind === "base")?.sizeBytes ?? lineage?.baseSizeBytes;
  return `${what}${base === undefined ? "" : ` instead of base ${formatBytes(base)}`}${after.length > 0 ? ` after ${after.join(", ")}` : ""}`;
}

function baseReason(routes: readonly BundleDescription[], before: ErrorCode | null): string {
  const overlays = routes.filter(({ kind }) => kind === "overlay").length;
  if (overlays === 0) return before === null ? ": no overlay was offered" : `: what was tried before failed (${before})`;
  return `: no smaller one of ${overlays} ${overlays === 1 ? "overlay" : "overlays"} starts from what is here`;
}

function nameOf({ fromTree }: BundleDescription): string {
  return fromTree === null ? "base" : `overlay from ${short(fromTree)}`;
}

function isUsable(route: BundleDescription, needs: RouteNeeds): boolean {
  const reaches = route.toTree === needs.tree && (route.fromTree === null) === (route.kind === "base");
  const hasSource = route.fromTree === null || needs.held.has(route.fromTree);
  const understood = needs.formatVersions.includes(route.formatVersion) && route.codecs.every((codec) => needs.codecs.includes(codec));
  return reaches && hasSource && understood;
}
