import { join } from "node:path";
import { hashFile } from "../../../runtime/blake3.ts";
import type { StepOf } from "../step.ts";
import { readTree } from "./read-tree.ts";

export async function hash({ tree }: StepOf<"hash">) {
  for (const entry of readTree(tree.listing).entries()) if (entry.kind === "file") await hashFile(join(tree.root, entry.path));
  return {};
}
