/** The patches of an overlay: of the listing, and of files that resemble something the base has. */
import type { ContentReader } from "./content-reader.ts";
import { codecNamed } from "./delta/codec.ts";
import type { EffortSettings } from "./effort.ts";
import { LISTING } from "./frames.ts";
import type { Listing } from "./listing.ts";
import type { TreeWriter } from "./pack-files.ts";

export interface PatchPlan {
  readonly tree: TreeWriter;
  readonly from: Listing;
  readonly to: Listing;
  readonly contents: { readonly from: ContentReader; readonly to: ContentReader };
  readonly settings: EffortSettings;
  /** Numbers of the files whose content the base has nowhere. */
  readonly wanted: readonly number[];
}

/** Writes listing and patches; returns the numbers of the files that are better sent whole. */
export async function writePatches({ tree, from, to, settings, wanted }: PatchPlan): Promise<readonly number[]> {
  const codec = codecNamed("zstd-dictionary");
  const step = 4 * 1024 * 1024;
  for (let at = 0; at < to.bytes.length; at += step) {
    const target = to.bytes.subarray(at, at + step);
    const sourceAt = Math.max(0, Math.min(at, from.bytes.length - 2 * step));
    const source = from.bytes.subarray(sourceAt, sourceAt + 2 * step);
    const patch = await codec.encode(source, target, settings.patchLevel);
    const targets = [{ entry: LISTING, part: { offset: at, length: target.length } }];
    const sources = [{ entry: LISTING, part: { offset: sourceAt, length: source.length } }];
    await tree.patch({ codec: codec.name, source, patch, targets, sources });
  }
  await tree.endListing();
  return wanted;
}
