/** The first thing out of a bundle: the listing, whole or as a patch of the base's. Verified before a byte of it is parsed. */
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { short } from "../runtime/ids.ts";
import type { ByteSource } from "./bundle.ts";
import type { FrameTable } from "./frames.ts";
import type { LinkSource } from "./link-files.ts";
import { parseListing, type Listing } from "./listing.ts";
import { readPatchSources } from "./patch-sources.ts";
import type { Release } from "./release.ts";
import { readFrame, unpackFrame, type FrameSink } from "./unpack-frame.ts";
import { isOfListing, planListing, type Bodies } from "./unpack-plan.ts";

export interface ListingRequest {
  readonly source: ByteSource;
  readonly table: FrameTable;
  readonly release: Pick<Release, "tree" | "listingBytes" | "entries" | "sizeBytes">;
  /** The base revision on this host; null for a base bundle. */
  readonly from: LinkSource | null;
  readonly allowedSymlinkPrefixes: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Throws E_DIGEST unless it is the signed one; E_PATH, E_CONFLICT, E_LIMIT, E_FORMAT for a signed one that no tree may have. */
export async function receiveListing(request: ListingRequest): Promise<Listing> {
  const { release, allowedSymlinkPrefixes } = request;
  const bytes = await receiveBytes(request);
  const digest = blake3(bytes);
  if (digest !== release.tree) {
    throw new ShoalError("E_DIGEST", `listing in the bundle is of tree ${short(digest)}, the release is ${short(release.tree)}`, {
      hint: "the bundle is of another release, or damaged: take another route",
    });
  }
  const listing = parseListing(bytes, { maxBytes: release.listingBytes, maxEntries: release.entries, allowedSymlinkPrefixes });
  if (listing.count === release.entries && listing.sizeBytes === release.sizeBytes) return listing;
  const has = `its listing has ${listing.count} of ${listing.sizeBytes}`;
  throw new ShoalError("E_FORMAT", `release says ${release.entries} entries of ${release.sizeBytes} bytes; ${has}`);
}

async function receiveBytes({ source, table, from, signal }: ListingRequest): Promise<Buffer> {
  const bytes = Buffer.alloc(table.listingBytes);
  const sink: FrameSink = {
    wants: isOfListing,
    file: () => undefined,
    part: ({ offset }, part) => void bytes.set(part, offset),
    sources: (item, digest) => readPatchSources(item, digest, { from, to: null, bodies: NO_BODIES }),
  };
  for (const planned of planListing(table)) {
    await unpackFrame(await readFrame(source, planned, signal), planned, { table, to: null, bodies: NO_BODIES, sink });
  }
  return bytes;
}

const NO_BODIES: Bodies = new Map();
