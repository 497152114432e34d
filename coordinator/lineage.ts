/**
 * Lineage (DESIGN §4): by which bundles a release is to be reached. Pure policy, tested on histories of a hundred releases.
 *
 * A run of releases shares one base. Each of them gets an overlay from that base, so that any host that has kept it is one step away, whatever it missed;
 * and an overlay from the release before, and from what the environments run, so that a host that has missed nothing fetches only what is new. An
 * overlay from the base that outgrows its share starts a new base; those from elsewhere stay beside it as bridges, so that a new base costs the hosts
 * nothing either. A host picks by bytes (agent/route.ts); for one that nothing reaches a base of that very tree is packed on demand.
 */
import type { Digest } from "../runtime/ids.ts";
import { OVERLAY_SHARE_MAX, OVERLAY_SOURCES_MAX } from "./limits.ts";

export interface OverlaySources {
  /** The release's own. */
  readonly tree: Digest;
  /** Of the current lineage; null where there is none yet, or it is to be left. */
  readonly baseTree: Digest | null;
  /** The release before; null for the first. */
  readonly previous: Digest | null;
  /** What the app's environments run, the one that changed last first. */
  readonly running: readonly Digest[];
}

/** Trees to make overlays from, the base first, each once; at most OVERLAY_SOURCES_MAX. */
export function overlaySources({ tree, baseTree, previous, running }: OverlaySources): readonly Digest[] {
  const candidates = [baseTree, previous, ...running].filter((source) => source !== null && source !== tree);
  return [...new Set(candidates as Digest[])].slice(0, OVERLAY_SOURCES_MAX);
}

export interface MadeOverlay {
  readonly fromTree: Digest | null;
  readonly sizeBytes: number;
}

export interface Settled {
  /** The overlay from the base has outgrown it. */
  readonly newBase: boolean;
  /** Indices of those worth keeping where the base stays. */
  readonly kept: readonly number[];
}

/**
 * What becomes of the overlays that were made. From the base: kept, unless it has more than OVERLAY_SHARE_MAX of the base's bytes; then the release gets
 * a base of its own, and is settled again by that. From elsewhere: kept where it saves the hosts that hold that tree at least half of the base.
 */
export function settleOverlays(
  { baseTree, baseSizeBytes }: { readonly baseTree: Digest; readonly baseSizeBytes: number },
  overlays: readonly MadeOverlay[],
): Settled {
  const worth = ({ fromTree, sizeBytes }: MadeOverlay): boolean => fromTree === baseTree || sizeBytes * 2 <= baseSizeBytes;
  return {
    newBase: overlays.some(({ fromTree, sizeBytes }) => fromTree === baseTree && sizeBytes > baseSizeBytes * OVERLAY_SHARE_MAX),
    kept: overlays.flatMap((overlay, index) => (worth(overlay) ? [index] : [])),
  };
}
