import { writeFileSync } from "node:fs";
import { scanTree } from "../../../release/scan.ts";
import type { StepOf } from "../step.ts";

export async function scan({ root, listing: path, cacheFile }: StepOf<"scan">) {
  const { listing } = await scanTree({ root, modes: "mask", allowedSymlinkPrefixes: "any", cacheFile });
  if (path !== null) writeFileSync(path, listing.bytes);
  const { tree, bytes, count, sizeBytes } = listing;
  return { release: { tree, listingBytes: bytes.length, entries: count, sizeBytes } };
}
