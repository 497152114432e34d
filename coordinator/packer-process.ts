/**
 * The process of packer.ts: is sent one job, packs the bundle, describes its torrent, says both, and ends; also when the coordinator is gone. Progress is
 * bytes of content read.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Listing, parseListing } from "../release/listing.ts";
import { packBase, packOverlay, type PathOf } from "../release/pack.ts";
import { toFailure } from "../runtime/errors.ts";
import type { Digest } from "../runtime/ids.ts";
import { createTorrent } from "../swarm/torrent.ts";
import { torrentName } from "./bundles.ts";
import { pathOf } from "./files.ts";
import { PACK_PROGRESS_MS } from "./limits.ts";
import type { Packed, PackJob, PackMessage } from "./packer.ts";

process.on("disconnect", () => process.exit(0));
// A terminal's signals reach the whole group; the coordinator decides when this ends.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.once("message", (job: PackJob) => void work(job));

async function work(job: PackJob): Promise<void> {
  const message: PackMessage = await pack(job).then(
    (packed) => ({ kind: "packed", packed }),
    (error: unknown) => ({ kind: "failed", failure: toFailure(error) }),
  );
  process.send?.(message, () => process.exit(0));
}

async function pack(job: PackJob): Promise<Packed> {
  const { app, fromListingPath, out, effort, caPem } = job;
  const to = readListing(job.listingPath);
  const fromPathOf = filesOf(job);
  const toPathOf = countedPathOf(to, fromPathOf);
  const bundle =
    fromListingPath === null
      ? await packBase({ listing: to, pathOf: toPathOf, out, effort })
      : await packOverlay({ from: readListing(fromListingPath), fromPathOf, to, toPathOf, out, effort });
  return { bundle, torrent: await createTorrent({ file: out, name: torrentName({ app, bundle }), caPem }) };
}

/** Links are the hosts' to allow: the coordinator unpacks nothing. */
function readListing(path: string): Listing {
  return parseListing(readFileSync(path), { allowedSymlinkPrefixes: "any" });
}

/** A content is asked for when it is about to be read. */
function countedPathOf(listing: Listing, pathOf: PathOf): PathOf {
  const counted = new Set<Digest>();
  let doneBytes = 0;
  let saidMs = 0;
  return (digest) => {
    const entry = counted.has(digest) ? null : listing.entry(listing.findDigest(digest));
    counted.add(digest);
    if (entry?.kind === "file") doneBytes += entry.sizeBytes;
    const nowMs = performance.now();
    if (nowMs - saidMs >= PACK_PROGRESS_MS) {
      saidMs = nowMs;
      const progress: PackMessage = { kind: "progress", doneBytes, totalBytes: listing.sizeBytes };
      process.send?.(progress);
    }
    return pathOf(digest);
  };
}

function filesOf({ filesFolder, extraFolder }: PackJob): PathOf {
  const extra: ReadonlySet<string> = new Set(extraFolder === null ? [] : readdirSync(extraFolder));
  return (digest) => (extraFolder !== null && extra.has(digest) ? join(extraFolder, digest) : pathOf(filesFolder, digest));
}
