/** The worker thread of packer.ts: packs one bundle, describes its torrent, says both, and ends. Progress is bytes of content read. */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { type Listing, parseListing } from "../release/listing.ts";
import { packBase, packOverlay } from "../release/pack.ts";
import { toFailure } from "../runtime/errors.ts";
import type { Digest } from "../runtime/ids.ts";
import { createTorrent } from "../swarm/torrent.ts";
import { torrentName } from "./bundles.ts";
import { pathOf } from "./files.ts";
import { PACK_PROGRESS_MS } from "./limits.ts";
import type { PackJob, PackMessage } from "./packer.ts";

const job = workerData as PackJob;
const say = (message: PackMessage): void => parentPort?.postMessage(message);

try {
  say({ kind: "packed", packed: await pack() });
} catch (error) {
  say({ kind: "failed", failure: toFailure(error) });
}

async function pack() {
  const to = readListing(job.listingPath);
  const toPathOf = countedPathOf(to);
  const { out, filesFolder } = job;
  const bundle =
    job.fromListingPath === null
      ? await packBase({ listing: to, pathOf: toPathOf, out })
      : await packOverlay({
          from: readListing(job.fromListingPath),
          fromPathOf: (digest) => pathOf(filesFolder, digest),
          to,
          toPathOf,
          out,
        });
  const torrent = await createTorrent({ file: out, name: torrentName({ app: job.app, bundle }), caPem: job.caPem });
  return { bundle, torrent };
}

/** Links are the hosts' to allow: the coordinator unpacks nothing. */
function readListing(path: string): Listing {
  return parseListing(readFileSync(path), { allowedSymlinkPrefixes: "any" });
}

/** A content is asked for when it is about to be read. */
function countedPathOf(listing: Listing): (digest: Digest) => string {
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
      say({ kind: "progress", doneBytes, totalBytes: listing.sizeBytes });
    }
    return pathOf(job.filesFolder, digest);
  };
}
