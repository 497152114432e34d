/** A release, its keys and its envelope, for tests. */
import { parseAppName, parseTag, type AppName } from "../../runtime/ids.ts";
import type { Listing } from "../../release/listing.ts";
import { encodeRelease, type Release, type SignedRelease } from "../../release/release.ts";
import { generateSigningKey, signRelease, verifyEnvelope, type SigningKey } from "../../release/signature.ts";
import { digestOf } from "./trees.ts";

export const APP: AppName = parseAppName("web");
export const NOW_UNIX_MS = Date.parse("2026-11-20T12:00:00Z");

export const sampleRelease: Release = {
  app: APP,
  tag: parseTag("release/2026-11-20/1"),
  tree: digestOf("tree"),
  listingBytes: 1234,
  entries: 10,
  sizeBytes: 0,
  sourceRevision: "5f1e2d3",
  created: "2026-11-20T12:00:00Z",
  minFormatVersion: 1,
};

export function signedRelease(listing: Listing, key: SigningKey = generateSigningKey()): SignedRelease {
  const release = {
    ...sampleRelease,
    tree: listing.tree,
    listingBytes: listing.bytes.length,
    entries: listing.count,
    sizeBytes: listing.sizeBytes,
  };
  const envelope = signRelease(encodeRelease(release), [key]);
  return verifyEnvelope({ envelope, app: APP, pins: { keys: [key.publicKey], threshold: 1 } });
}
