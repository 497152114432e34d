import type { LinkSource } from "../../../release/unpack.ts";
import type { StepOf } from "../step.ts";
import { readTree } from "./read-tree.ts";
import { unpackFrom } from "./unpack-from.ts";

export async function unpack({ bundle, release, from, root }: StepOf<"unpack">) {
  const sources: LinkSource[] = from === null ? [] : [{ dir: from.root, listing: readTree(from.listing), stats: null }];
  await unpackFrom(bundle, { release, stagingDir: root, sources });
  return {};
}
