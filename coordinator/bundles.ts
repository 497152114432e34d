/**
 * Files of bundles and listings in the data directory, named by digest: `bundles/<digest>.tar.zst`, `listings/<tree>`. A file is made under
 * `packing/`, durable, renamed, and only then named by the database; what a crash leaves without a row is swept at start.
 */
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fsyncDirectory, writeFileDurably } from "../runtime/durable.ts";
import { type Digest, short } from "../runtime/ids.ts";
import type { BundleRecord } from "./store/releases.ts";

export interface BundleFiles {
  /** Makes the folders and sweeps what no row names. */
  start(kept: { readonly bundles: ReadonlySet<Digest>; readonly trees: ReadonlySet<Digest> }): Promise<void>;
  bundlePath(digest: Digest): string;
  listingPath(tree: Digest): string;
  /** A folder for one packing, removed when `use` is over. */
  workFolder<T>(use: (folder: string) => Promise<T>): Promise<T>;
  /** Moves a bundle as the packer sealed it (its content is durable) into its place. Durable when it resolves. */
  keepBundle(path: string, digest: Digest): Promise<void>;
  /** What no row names any more. A crash before leaves it for the next start's sweep. */
  remove(unnamed: { readonly bundles: readonly Digest[]; readonly trees: readonly Digest[] }): Promise<void>;
  /** Durable when it resolves. */
  keepListing(bytes: Uint8Array, tree: Digest): Promise<void>;
}

export function createBundleFiles({ dataDir }: { readonly dataDir: string }): BundleFiles {
  const [bundles, listings, packing] = ["bundles", "listings", "packing"].map((name) => join(dataDir, name)) as [string, string, string];
  const bundlePath = (digest: Digest): string => join(bundles, `${digest}${BUNDLE_ENDING}`);
  const listingPath = (tree: Digest): string => join(listings, tree);
  const workFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
    const folder = await mkdtemp(join(packing, "pack-"));
    try {
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    async start(kept) {
      for (const folder of [bundles, listings, packing]) await mkdir(folder, { recursive: true, mode: 0o700 });
      await sweep(packing, () => false);
      await sweep(bundles, (name) => kept.bundles.has(name.slice(0, -BUNDLE_ENDING.length) as Digest));
      await sweep(listings, (name) => kept.trees.has(name as Digest));
    },
    bundlePath,
    listingPath,
    workFolder,
    async keepBundle(path, digest) {
      await rename(path, bundlePath(digest));
      await fsyncDirectory(bundles);
    },
    async remove(unnamed) {
      for (const digest of unnamed.bundles) await rm(bundlePath(digest), { force: true });
      for (const tree of unnamed.trees) await rm(listingPath(tree), { force: true });
    },
    keepListing: (bytes, tree) => writeFileDurably(listingPath(tree), bytes),
  };
}

/** File name that stock clients save under, and part of the info hash: with the app in it, two apps never share a torrent. */
export function torrentName({ app, bundle }: Pick<BundleRecord, "app" | "bundle">): string {
  return `${app}-${bundle.kind}-${short(bundle.digest)}${BUNDLE_ENDING}`;
}

const BUNDLE_ENDING = ".tar.zst";

async function sweep(folder: string, keep: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) if (!keep(name)) await rm(join(folder, name), { recursive: true, force: true });
}
