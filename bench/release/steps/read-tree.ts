import { readFileSync } from "node:fs";
import { parseListing, type Listing } from "../../../release/listing.ts";

export function readTree(path: string): Listing {
  return parseListing(readFileSync(path), { allowedSymlinkPrefixes: "any" });
}
