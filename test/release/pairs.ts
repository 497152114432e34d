/** Two trees, one after the other, packed as a base and an overlay. */

import { createHash } from "node:crypto";
import { statSync, utimesSync, writeFileSync } from "node:fs";

import { join } from "node:path";
import type { BundleInfo, ByteSource } from "../../release/bundle.ts";
import { decodeFrameTable } from "../../release/frames.ts";
import { type Listing } from "../../release/listing.ts";

import { packBase, packOverlay } from "../../release/pack.ts";

import { createStore, directory, file, fileSource, symlink, unpack, type Store } from "./bundles.ts";

import { type Node } from "./trees.ts";

const KIB = 1024;
export const MIB = 1024 * KIB;
export const noise = (bytes: number, seed: string): Buffer => createHash("shake256", { outputLength: bytes }).update(seed).digest();

const LARGE = noise(9 * MIB, "large");
export const v1: readonly Node[] = [
  file("bin/tool", "#!/bin/sh\n", 0o755),
  file('日本語/it\'s "quoted" and spaced.txt', "こんにちは"),
  file("empty", ""),
  file("large.bin", LARGE),
  file("small.txt", "small"),
  directory("var/cache"),
  symlink("current", "bin/tool"),
];
export const v2: readonly Node[] = [
  file("bin/tool", "#!/bin/sh\n", 0o755),
  file("bin/tool.txt", "#!/bin/sh\n"),
  file('日本語/it\'s "quoted" and spaced.txt', "こんばんは"),
  file("moved/large.bin", Buffer.concat([Buffer.from("x"), LARGE, LARGE.subarray(0, 100)])),
  file("twin/large.bin", Buffer.concat([Buffer.from("x"), LARGE, LARGE.subarray(0, 100)])),
  file("small.txt", "small"),
  symlink("current", "bin/tool"),
];

export interface Packed {
  readonly bundle: BundleInfo;
  readonly path: string;
  readonly listing: Listing;
  readonly sizeBytes: number;
  readonly frames: number;
  source(): ByteSource;
  unpackTo(dir: string, options?: Partial<Parameters<typeof unpack>[0]>): ReturnType<typeof unpack>;
}

export interface Pair {
  readonly store: Store;
  readonly from: Listing;
  readonly to: Listing;
  readonly base: Packed;
  readonly overlay: Packed;
}

export async function packPair(work: string, first: readonly Node[], second: readonly Node[]): Promise<Pair> {
  const store = createStore(join(work, "store"));
  const [from, to] = [store.add(first), store.add(second)];
  const files = { base: join(work, "base.bundle"), overlay: join(work, "overlay.bundle") };
  const base = await packBase({ listing: from, pathOf: store.pathOf, out: files.base, effort: "fast" });
  const overlay = await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out: files.overlay, effort: "fast" });
  const packed = (bundle: typeof base, listing: Listing, path: string): Packed => ({
    bundle,
    path,
    listing,
    sizeBytes: bundle.sizeBytes,
    frames: decodeFrameTable(bundle.frameTable).frames.length,
    source: () => pathSource(path),
    unpackTo: (stagingDir, options = {}) => unpack({ bundle, listing, source: pathSource(path), stagingDir, ...options }),
  });
  return { store, from, to, base: packed(base, from, files.base), overlay: packed(overlay, to, files.overlay) };
}

/** Opens the file for each read: nothing is left to be closed. */
function pathSource(path: string): ByteSource {
  return {
    sizeBytes: statSync(path).size,
    async read(offset, length) {
      const source = fileSource(path);
      try {
        return await source.read(offset, length);
      } finally {
        source.close();
      }
    },
  };
}

/** Another content of the same size. */
export const flip = (path: string): void => {
  const { atime, mtime } = statSync(path);
  const bytes = Buffer.from(createHash("md5").update("x").digest("hex"));
  writeFileSync(path, bytes.subarray(0, statSync(path).size), { flag: "r+" });
  utimesSync(path, atime, mtime);
};
