/**
 * A program that does one step with trees of one file each, FOLDER/a and FOLDER/b, and prints its own peak resident memory in MiB:
 * `node bundle-peak.ts pack-base|unpack-base|pack-overlay|unpack-overlay FOLDER`. Unpacks to FOLDER/1 and FOLDER/2.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "../../runtime/blake3.ts";
import { openBundleFile } from "../../release/inspect.ts";
import { encodeListing, parseListing, type Listing } from "../../release/listing.ts";
import { packBase, packOverlay } from "../../release/pack.ts";
import { releaseOf, revision } from "./bundles.ts";
import { unpackBundle } from "../../release/unpack.ts";

const [step, folder = ""] = process.argv.slice(2);

const paths = new Map<string, string>();
const pathOf = (digest: string): string => paths.get(digest) ?? "";
const [a, b] = [await treeOf("a"), await treeOf("b")];

if (step === "pack-base") await packBase({ listing: a, pathOf, out: join(folder, "base"), effort: "fast" });
else if (step === "pack-overlay")
  await packOverlay({ from: a, fromPathOf: pathOf, to: b, toPathOf: pathOf, out: join(folder, "overlay"), effort: "fast" });
else if (step === "unpack-base") await unpackTo("1", "base", a);
else await unpackTo("2", "overlay", b);

process.stdout.write(String(Math.ceil(process.resourceUsage().maxRSS / 1024)));

async function treeOf(name: string): Promise<Listing> {
  const path = join(folder, name);
  const digest = await hashFile(path);
  paths.set(digest, path);
  return parseListing(encodeListing([{ kind: "file", path: "large", mode: 0o644, sizeBytes: statSync(path).size, digest }]));
}

async function unpackTo(name: string, bundleName: string, listing: Listing): Promise<void> {
  const bundle = await openBundleFile(join(folder, bundleName));
  const sources = bundle.info.kind === "overlay" ? [revision(join(folder, "1"), a)] : [];
  const options = { linkMode: "hardlink", allowedSymlinkPrefixes: [] } as const;
  await unpackBundle({
    bundle: bundle.info,
    source: bundle.source,
    release: releaseOf(listing),
    stagingDir: join(folder, name),
    sources,
    ...options,
  });
  await bundle.close();
}
