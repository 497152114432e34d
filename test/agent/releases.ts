/** Real releases for tests: a directory is scanned, signed and packed, and its bundle described as the coordinator would. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BundleDescription } from "../../proto/messages.ts";
import type { BundleInfo } from "../../release/bundle.ts";
import type { Listing } from "../../release/listing.ts";
import { packBase, packOverlay } from "../../release/pack.ts";
import { encodeRelease, FORMAT_VERSION, formatCreated, releaseId } from "../../release/release.ts";
import type { Release } from "../../release/release.ts";
import { scanTree } from "../../release/scan.ts";
import { generateSigningKey, signRelease } from "../../release/signature.ts";
import type { SigningKey } from "../../release/signature.ts";
import type { Digest, ReleaseId, Tag } from "../../runtime/ids.ts";
import { createTorrent } from "../../swarm/torrent.ts";
import { WEB } from "./lanes.ts";

export const KEY: SigningKey = generateSigningKey();

export interface TestRelease {
  readonly id: ReleaseId;
  readonly release: Release;
  readonly envelope: Uint8Array;
  readonly listing: Listing;
  readonly pathOf: (digest: Digest) => string;
}

export interface TestBundle {
  readonly file: string;
  readonly description: BundleDescription;
}

/** Path → content. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface ReleaseOptions {
  readonly folder: string;
  readonly files: Files;
  readonly tag?: string;
  readonly app?: Release["app"];
  readonly keys?: readonly SigningKey[];
}

/** `folder` must not exist. */
export async function makeRelease({ folder, files, tag = "release/1", app = WEB, keys = [KEY] }: ReleaseOptions): Promise<TestRelease> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode: 0o644 });
  }
  const { listing, sourcePath } = await scanTree({ root: folder, attributes: "skip" });
  const release: Release = {
    app,
    tag: tag as Tag,
    tree: listing.tree,
    listingBytes: listing.bytes.length,
    entries: listing.count,
    sizeBytes: listing.sizeBytes,
    sourceRevision: null,
    created: formatCreated(Date.now()),
    minFormatVersion: FORMAT_VERSION,
  };
  const payload = encodeRelease(release);
  const paths = new Map(
    [...listing.entries()].flatMap((entry) => (entry.kind === "file" ? [[entry.digest, sourcePath(entry.path)]] : [])) as [
      Digest,
      string,
    ][],
  );
  return { id: releaseId(payload), release, listing, envelope: signRelease(payload, keys), pathOf: (digest) => paths.get(digest) ?? "" };
}

export async function makeBase(to: TestRelease, { out, caPem }: { readonly out: string; readonly caPem: string }): Promise<TestBundle> {
  const info = await packBase({ listing: to.listing, pathOf: to.pathOf, out, effort: "fast" });
  return describe(info, { out, caPem });
}

export async function makeOverlay(
  { from, to }: { readonly from: TestRelease; readonly to: TestRelease },
  { out, caPem }: { readonly out: string; readonly caPem: string },
): Promise<TestBundle> {
  const sides = { from: from.listing, fromPathOf: from.pathOf, to: to.listing, toPathOf: to.pathOf };
  return describe(await packOverlay({ ...sides, out, effort: "fast" }), { out, caPem });
}

async function describe(info: BundleInfo, { out, caPem }: { readonly out: string; readonly caPem: string }): Promise<TestBundle> {
  const { infoHash, metainfo, pieceDigests } = await createTorrent({ file: out, name: `web-${info.digest.slice(0, 12)}.tar.zst`, caPem });
  return { file: out, description: { ...info, torrent: { infoHash, metainfo, pieceDigests } } };
}
