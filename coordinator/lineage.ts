/** When a release gets a new base and when an overlay will do. Pure policy (DESIGN §4, *Lineage*). */
import { OVERLAY_SHARE_MAX } from "./limits.ts";

export interface LineageBase {
  /** Bytes of the base bundle. */
  readonly baseSizeBytes: number;
}

/** What to pack first. `overlay` is against the current base and may still turn out too large. */
export function planBundle({ current, newBase }: { readonly current: LineageBase | null; readonly newBase: boolean }): "base" | "overlay" {
  return current === null || newBase ? "base" : "overlay";
}

/** An overlay that outgrew its share of the base starts a new lineage. */
export function outgrown({
  baseSizeBytes,
  overlaySizeBytes,
}: {
  readonly baseSizeBytes: number;
  readonly overlaySizeBytes: number;
}): boolean {
  return overlaySizeBytes > baseSizeBytes * OVERLAY_SHARE_MAX;
}

/** An overlay from the old base is kept beside the new one where it saves the hosts that hold the old base at least half of it. */
export function worthBridging({
  baseSizeBytes,
  overlaySizeBytes,
}: {
  readonly baseSizeBytes: number;
  readonly overlaySizeBytes: number;
}): boolean {
  return overlaySizeBytes * 2 <= baseSizeBytes;
}
