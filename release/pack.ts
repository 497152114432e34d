/**
 * Packs bundles (FORMAT.md): a base holds a whole tree, an overlay what turns one tree into another.
 *
 * Order of the archive: the listing (in an overlay: patches of the base's), then patches, then whole files that compress, then whole files that don't, each in packing-order.ts. Each
 * content once, and none that the base has anywhere. Contents come from plain files named by digest and are hashed as they are read: a store that changed gives E_DIGEST, never a wrong bundle.
 *
 * A failure leaves nothing at `out`. Memory is bounded by frames and windows (limits.ts, delta/limits.ts), not by files.
 */
import type { Digest } from "../runtime/ids.ts";
import type { BundleInfo } from "./bundle.ts";
import { createContentReader, type PathOf } from "./content-reader.ts";
import { DEFAULT_EFFORT, EFFORTS, type Effort } from "./effort.ts";
import { encodeFrameTable, type FrameTable } from "./frames.ts";
import { createFrameWriter } from "./frame-writer.ts";
import type { Listing } from "./listing.ts";
import { writePatches } from "./pack-patches.ts";
import { createTreeWriter, type TreeWriter } from "./pack-files.ts";
import { FORMAT_VERSION } from "./format-version.ts";
import { encodeTrailer } from "./trailer.ts";

export type { Effort } from "./effort.ts";
export type { PathOf } from "./content-reader.ts";

export interface PackBaseOptions {
  readonly listing: Listing;
  /** Path of a plain file with exactly that content. */
  readonly pathOf: PathOf;
  /** File to write; replaced. */
  readonly out: string;
  readonly effort?: Effort | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PackOverlayOptions {
  readonly from: Listing;
  readonly fromPathOf: PathOf;
  readonly to: Listing;
  readonly toPathOf: PathOf;
  readonly out: string;
  readonly effort?: Effort | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Throws E_DIGEST (a content isn't what the listing says), E_LIMIT (more frames than a table may have), and errors of the file system. */
export async function packBase({ listing, pathOf, out, effort = DEFAULT_EFFORT, signal }: PackBaseOptions): Promise<BundleInfo> {
  return pack({ out, effort, from: null, to: listing }, async (tree) => {
    const content = createContentReader(pathOf, signal);
    await tree.listing();
    await tree.files(firstOccurrences(listing, null), content);
  });
}

/** As packBase. */
export async function packOverlay(options: PackOverlayOptions): Promise<BundleInfo> {
  const { from, to, out, effort = DEFAULT_EFFORT, signal } = options;
  return pack({ out, effort, from: from.tree, to }, async (tree) => {
    const contents = { from: createContentReader(options.fromPathOf, signal), to: createContentReader(options.toPathOf, signal) };
    const whole = await writePatches({ tree, from, to, contents, settings: EFFORTS[effort], wanted: firstOccurrences(to, from) });
    await tree.files(whole, contents.to);
  });
}

interface PackPlan {
  readonly out: string;
  readonly effort: Effort;
  readonly from: Digest | null;
  readonly to: Listing;
}

async function pack({ out, effort, from, to }: PackPlan, fill: (tree: TreeWriter) => Promise<void>): Promise<BundleInfo> {
  const frames = await createFrameWriter(out, from === null ? EFFORTS[effort].baseLevel : EFFORTS[effort].frameLevel);
  try {
    const tree = createTreeWriter(frames, to);
    await fill(tree);
    tree.end();
    const table: FrameTable = {
      formatVersion: FORMAT_VERSION,
      kind: from === null ? "base" : "overlay",
      fromTree: from,
      toTree: to.tree,
      listingBytes: to.bytes.length,
      codecs: tree.codecs(),
      frames: await frames.finish(),
      made: tree.made(),
    };
    const frameTable = encodeFrameTable(table);
    const { sizeBytes, digest } = await frames.seal(encodeTrailer(frameTable));
    const { kind, fromTree, toTree, formatVersion, codecs } = table;
    return { kind, digest, sizeBytes, fromTree, toTree, formatVersion, codecs, frameTable };
  } catch (error) {
    await frames.abandon();
    throw error;
  }
}

/** Numbers of the files whose content is sent: the first of each content, without what `base` has. */
function firstOccurrences(listing: Listing, base: Listing | null): number[] {
  const wanted: number[] = [];
  for (let i = 0; i < listing.count; i++) {
    const entry = listing.entry(i);
    if (entry.kind !== "file" || listing.findDigest(entry.digest) !== i) continue;
    if (base === null || base.findDigest(entry.digest) === -1) wanted.push(i);
  }
  return wanted;
}
