/** The worker thread of packer.ts: packs one bundle, describes its torrent, says both, and ends. Progress is bytes of content read. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
const extra: ReadonlySet<string> = new Set(job.extraFolder === null ? [] : readdirSync(job.extraFolder));
const say = (message: PackMessage): void => parentPort?.postMessage(message);

try {
  say({ kind: "packed", packed: await pack() });
} catch (error) {
  say({ kind: "failed", failure: toFailure(error) });
}

async function pack() {
  const to = readListing(job.listingPath);
  const toPathOf = countedPathOf(to);
  const { out, effort } = job;
  const bundle =
    job.fromListingPath === null
      ? await packBase({ listing: to, pathOf: toPathOf, out, effort })
      : await packOverlay({
          from: readListing(job.fromListingPath),
          fromPathOf: filePath,
          to,
          toPathOf,
          out,
          effort,
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
    return filePath(digest);
  };
}

function filePath(digest: Digest): string {
  return extra.has(digest) && job.extraFolder !== null ? join(job.extraFolder, digest) : pathOf(job.filesFolder, digest);
}
