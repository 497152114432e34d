import { parseAppName, parseRevisionId, parseTag } from "../../../runtime/ids.ts";
import { prepareAppRoot, revisionPath, stagingPath } from "../../../release/app-root.ts";
import type { Listing } from "../../../release/listing.ts";
import { encodeRelease, formatCreated, FORMAT_VERSION, type SignedRelease } from "../../../release/release.ts";
import { commitRevision, readCommitted, readRevisionListing } from "../../../release/revision.ts";
import { generateSigningKey, signRelease, verifyEnvelope } from "../../../release/signature.ts";
import { readStats } from "../../../release/stats.ts";
import type { LinkSource } from "../../../release/unpack.ts";
import type { StepOf } from "../step.ts";
import { unpackFrom } from "./unpack-from.ts";

export async function install({ bundle, release, appRoot, revision: name, from, commit }: StepOf<"install">) {
  await prepareAppRoot(appRoot);
  const sources = from === null ? [] : [await committed(appRoot, from)];
  const revision = parseRevisionId(name);
  const fromTree = sources[0]?.listing.tree ?? null;
  const listing = await unpackFrom(bundle, { release, stagingDir: stagingPath(appRoot, revision), sources });
  const route = from === null ? "base" : "overlay";
  const nowUnixMs = Date.now();
  if (commit)
    await commitRevision({ appRoot, revision, listing, release: sign(listing), route, fromTree, linkMode: "hardlink", nowUnixMs });
  return {};
}

async function committed(appRoot: string, name: string): Promise<LinkSource> {
  const revision = parseRevisionId(name);
  const found = await readCommitted(appRoot, revision);
  if (found === null) throw new Error(`${name} is no committed revision`);
  const listing = await readRevisionListing(appRoot, found.record);
  const dir = revisionPath(appRoot, revision);
  return { dir, listing, stats: await readStats(dir, listing, found.record.stats) };
}

function sign(listing: Listing): SignedRelease {
  const key = generateSigningKey();
  const app = parseAppName("bench");
  const { tree, sizeBytes, count } = listing;
  const release = {
    app,
    tag: parseTag("bench"),
    tree,
    listingBytes: listing.bytes.length,
    entries: count,
    sizeBytes,
    sourceRevision: null,
  };
  const payload = encodeRelease({ ...release, created: formatCreated(Date.now()), minFormatVersion: FORMAT_VERSION });
  return verifyEnvelope({ envelope: signRelease(payload, [key]), app, pins: { keys: [key.publicKey], threshold: 1 } });
}
