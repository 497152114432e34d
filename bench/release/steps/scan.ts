import { writeFileSync } from "node:fs";
import { scanTree } from "../../../release/scan.ts";
import type { StepOf } from "../step.ts";

export async function scan({ tree, cacheFile }: StepOf<"scan">) {
  const { listing } = await scanTree({ root: tree.root, modes: "mask", allowedSymlinkPrefixes: "any", cacheFile });
  writeFileSync(tree.listing, listing.bytes);
  return { tree: listing.tree };
}
