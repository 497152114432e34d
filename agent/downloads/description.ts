/**
 * What a route's description must be before a byte is fetched by it. It comes from the coordinator, which is trusted to choose and not to
 * make: what is unpacked is held against the signed listing later. Here it is only kept from filling the disk and from contradicting itself.
 */
import type { BundleDescription } from "../../proto/messages.ts";
import type { Release } from "../../release/release.ts";
import { ShoalError } from "../../runtime/errors.ts";
import { short } from "../../runtime/ids.ts";
import { checkTorrent } from "../../swarm/torrent.ts";
import { BUNDLE_OVERHEAD_BYTES, BUNDLE_OVERHEAD_PER_ENTRY_BYTES } from "../shell-limits.ts";

export interface DescriptionContext {
  readonly release: Release;
  /** Of the fleet: a torrent carries it. */
  readonly caPem: string;
}

/** Throws E_TORRENT (contradicts itself), E_SCOPE (another tree), E_LIMIT (larger than its release can make it). */
export function checkDescription(route: BundleDescription, { release, caPem }: DescriptionContext): void {
  const what = `bundle ${short(route.digest)} of ${release.tag}`;
  if (route.toTree !== release.tree) {
    throw new ShoalError("E_SCOPE", `${what} makes tree ${short(route.toTree)}, its release has ${short(release.tree)}`);
  }
  const limitBytes = largestBundle(release);
  if (route.sizeBytes > limitBytes)
    throw new ShoalError("E_LIMIT", `${what} has ${route.sizeBytes} bytes; its release allows ${limitBytes}`);
  const { sizeBytes } = checkTorrent(route.torrent, caPem);
  if (sizeBytes === route.sizeBytes) return;
  throw new ShoalError("E_TORRENT", `the torrent of ${what} has ${sizeBytes} bytes, the description ${route.sizeBytes}`);
}

/** Bytes: the whole tree, stored, and as much again for patches that did not pay. */
export function largestBundle({ sizeBytes, listingBytes, entries }: Release): number {
  return 2 * (sizeBytes + listingBytes) + entries * BUNDLE_OVERHEAD_PER_ENTRY_BYTES + BUNDLE_OVERHEAD_BYTES;
}
