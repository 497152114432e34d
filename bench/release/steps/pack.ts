import { join } from "node:path";
import type { Digest } from "../../../runtime/ids.ts";
import type { Listing } from "../../../release/listing.ts";
import { packBase, packOverlay } from "../../../release/pack.ts";
import type { StepOf } from "../step.ts";
import { readTree } from "./read-tree.ts";

export async function pack({ from, to, out, effort }: StepOf<"pack">) {
  const toListing = readTree(to.listing);
  const toPathOf = pathsOf(to.root, toListing);
  if (from === null) return sizes(await packBase({ listing: toListing, pathOf: toPathOf, out, effort }));
  const fromListing = readTree(from.listing);
  return sizes(await packOverlay({ from: fromListing, fromPathOf: pathsOf(from.root, fromListing), to: toListing, toPathOf, out, effort }));
}

function sizes({ sizeBytes, frameTable }: { readonly sizeBytes: number; readonly frameTable: Uint8Array }) {
  return { fileBytes: sizeBytes, frameTableBytes: frameTable.length };
}

/** The tree itself stands for a store: plain files. */
function pathsOf(root: string, listing: Listing): (digest: Digest) => string {
  return (digest) => join(root, listing.entry(listing.findDigest(digest)).path);
}
