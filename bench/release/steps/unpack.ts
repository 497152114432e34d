import type { LinkSource } from "../../../release/unpack.ts";
import type { StepOf } from "../step.ts";
import { readTree } from "./read-tree.ts";
import { unpackFrom } from "./unpack-from.ts";

export async function unpack({ bundle, from, tree }: StepOf<"unpack">) {
  const sources: LinkSource[] = from === null ? [] : [{ dir: from.root, listing: readTree(from.listing), stats: null }];
  await unpackFrom(bundle, { listing: readTree(tree.listing), stagingDir: tree.root, sources });
  return {};
}
