/**
 * The first thing out of a bundle: the listing. Of a base whole, and verified before a byte of it is parsed; of an overlay a patch of the base's, which may leave blanks (blanks.ts): then it is
 * held to the signed figures, and believed only when they are filled in.
 */
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { short, type Digest } from "../runtime/ids.ts";
import { BLANK_MARK, countBlanks } from "./blanks.ts";
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

export interface ReceivedListing {
  readonly listing: Listing;
  /** Contents whose digests it doesn't tell; 0: it is the signed one. */
  readonly blanks: number;
}

/** Throws E_DIGEST unless it is the signed one or has blanks; E_PATH, E_CONFLICT, E_LIMIT, E_FORMAT for one that no tree may have. */
export async function receiveListing(request: ListingRequest): Promise<ReceivedListing> {
  const { release, from } = request;
  const bytes = await receiveBytes(request);
  const digest = blake3(bytes);
  if (digest === release.tree) return { listing: parse(bytes, request), blanks: 0 };
  if (from === null || !bytes.includes(BLANK_MARK)) throw notTheSigned(digest, release.tree);
  const listing = parse(bytes, request);
  const blanks = countBlanks(listing);
  if (blanks === 0) throw notTheSigned(digest, release.tree);
  return { listing, blanks };
}

/** Of a listing with the digests filled in, or without need of that. */
export function notTheSigned(digest: Digest, tree: Digest): ShoalError {
  return new ShoalError("E_DIGEST", `listing in the bundle is of tree ${short(digest)}, the release is ${short(tree)}`, {
    hint: "the bundle is of another release, or damaged: take another route",
  });
}

function parse(bytes: Buffer, { release, allowedSymlinkPrefixes }: ListingRequest): Listing {
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
