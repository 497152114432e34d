/** A program that does one step and prints its own peak resident memory in MiB: `node peak.ts scan ROOT [LISTING]`, `node peak.ts verify ROOT LISTING`. */
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseListing } from "../../release/listing.ts";
import { fileMtime } from "../../release/mtime.ts";
import { scanTree } from "../../release/scan.ts";
import { verifyRevision } from "../../release/verify.ts";

const [step, root = "", listingPath] = process.argv.slice(2);
if (step === "scan") {
  const { listing } = await scanTree({ root });
  if (listingPath !== undefined) writeFileSync(listingPath, listing.bytes);
} else if (step === "verify") {
  const listing = parseListing(readFileSync(listingPath ?? ""));
  listing.findDigest(listing.tree);
  // Without a revision's mtimes the verification would end at MAX_FINDINGS.
  for (const entry of listing.entries())
    if (entry.kind === "file") utimesSync(join(root, entry.path), fileMtime(entry.digest), fileMtime(entry.digest));
  const problems = await verifyRevision({ dir: root, listing, mode: "full" });
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
}
process.stdout.write(String(Math.ceil(process.resourceUsage().maxRSS / 1024)));
