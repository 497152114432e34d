/**
 * One step of ours as a program, in a process of its own so that its time and its memory are its own: `node step.ts JSON` prints JSON.
 * The caller times it from start to exit, as it does with the peers.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAppName, parseRevisionId, parseTag, type Digest } from "../../runtime/ids.ts";
import { hashFile } from "../../runtime/blake3.ts";
import { prepareAppRoot, revisionPath, stagingPath } from "../../release/app-root.ts";
import type { ByteSource } from "../../release/bundle.ts";
import { decodeFrameTable } from "../../release/frames.ts";
import { parseListing, type Listing } from "../../release/listing.ts";
import { packBase, packOverlay, type Effort } from "../../release/pack.ts";
import { encodeRelease, formatCreated, FORMAT_VERSION, type SignedRelease } from "../../release/release.ts";
import { commitRevision, readCommitted, readRevisionListing } from "../../release/revision.ts";
import { scanTree } from "../../release/scan.ts";
import { generateSigningKey, signRelease, verifyEnvelope } from "../../release/signature.ts";
import { readStats } from "../../release/stats.ts";
import { readTrailer } from "../../release/trailer.ts";
import { unpackBundle, type LinkSource } from "../../release/unpack.ts";

/** A tree on disk and the file its listing is in. */
export interface ListedTree {
  readonly root: string;
  readonly listing: string;
}

export type Step =
  /** Writes the listing. */
  | { readonly step: "scan"; readonly tree: ListedTree; readonly cacheFile?: string }
  | { readonly step: "pack"; readonly from: ListedTree | null; readonly to: ListedTree; readonly out: string; readonly effort: Effort }
  /** Into `tree.root`, which is made, and checks every content. `from` is not a revision: its files are hashed before they are used. */
  | { readonly step: "unpack"; readonly bundle: string; readonly from: ListedTree | null; readonly tree: ListedTree }
  /** As an agent does: into staging of an app root, out of a committed revision of it. */
  | {
      readonly step: "install";
      readonly bundle: string;
      readonly listing: string;
      readonly appRoot: string;
      readonly revision: string;
      readonly from: string | null;
      readonly commit: boolean;
    }
  /** BLAKE3 of every file, where there is no b3sum. */
  | { readonly step: "hash"; readonly tree: ListedTree };

export interface StepResult {
  /** Peak resident memory of the process. */
  readonly rssMib: number;
  /** Of a scan: the tree digest. */
  readonly tree?: Digest;
  /** Of a bundle: the file, and the frame table that is sent once more, with its description. */
  readonly fileBytes?: number;
  readonly frameTableBytes?: number;
}

const step = JSON.parse(process.argv[2] ?? "null") as Step;
const result = await perform(step);
process.stdout.write(JSON.stringify({ ...result, rssMib: process.resourceUsage().maxRSS / 1024 } satisfies StepResult));

async function perform(step: Step): Promise<Omit<StepResult, "rssMib">> {
  switch (step.step) {
    case "scan":
      return scan(step);
    case "pack":
      return pack(step);
    case "unpack":
      return unpack(step);
    case "install":
      return install(step);
    case "hash":
      for (const entry of readTree(step.tree.listing).entries())
        if (entry.kind === "file") await hashFile(join(step.tree.root, entry.path));
      return {};
  }
}

type StepOf<K extends Step["step"]> = Extract<Step, { step: K }>;

async function scan({ tree, cacheFile }: StepOf<"scan">) {
  const { listing } = await scanTree({ root: tree.root, modes: "mask", allowedSymlinkPrefixes: "any", cacheFile });
  writeFileSync(tree.listing, listing.bytes);
  return { tree: listing.tree };
}

async function pack({ from, to, out, effort }: StepOf<"pack">) {
  const toListing = readTree(to.listing);
  const toPathOf = pathsOf(to.root, toListing);
  if (from === null) return sizes(await packBase({ listing: toListing, pathOf: toPathOf, out, effort }));
  const fromListing = readTree(from.listing);
  return sizes(await packOverlay({ from: fromListing, fromPathOf: pathsOf(from.root, fromListing), to: toListing, toPathOf, out, effort }));
}

function sizes({ sizeBytes, frameTable }: { readonly sizeBytes: number; readonly frameTable: Uint8Array }) {
  return { fileBytes: sizeBytes, frameTableBytes: frameTable.length };
}

async function unpack({ bundle, from, tree }: StepOf<"unpack">) {
  const sources: LinkSource[] = from === null ? [] : [{ dir: from.root, listing: readTree(from.listing), stats: null }];
  await unpackFrom(bundle, { listing: readTree(tree.listing), stagingDir: tree.root, sources });
  return {};
}

async function install({ bundle, listing: listingPath, appRoot, revision: name, from, commit }: StepOf<"install">) {
  await prepareAppRoot(appRoot);
  const wanted = readTree(listingPath);
  const sources = from === null ? [] : [await committed(appRoot, from)];
  const revision = parseRevisionId(name);
  const fromTree = sources[0]?.listing.tree ?? null;
  const listing = await unpackFrom(bundle, { listing: wanted, stagingDir: stagingPath(appRoot, revision), sources });
  const route = from === null ? "base" : "overlay";
  const release = sign(listing);
  const nowUnixMs = Date.now();
  if (commit) await commitRevision({ appRoot, revision, listing, release, route, fromTree, linkMode: "hardlink", nowUnixMs });
  return {};
}

async function committed(appRoot: string, name: string): Promise<LinkSource> {
  const revision = parseRevisionId(name);
  const found = await readCommitted(appRoot, revision);
  if (found === null) throw new Error(`${name} is no committed revision`);
  const listing = await readRevisionListing(appRoot, found.record);
  const dir = revisionPath(appRoot, revision);
  return { dir, listing, stats: await readStats(dir, listing, found.record.stats) };
}

interface Unpacking {
  /** Stands for what was signed. */
  readonly listing: Listing;
  readonly stagingDir: string;
  readonly sources: readonly LinkSource[];
}

async function unpackFrom(path: string, { listing, stagingDir, sources }: Unpacking): Promise<Listing> {
  const source = fileSource(path);
  try {
    const frameTable = await readTrailer(source);
    const { kind, fromTree, toTree, formatVersion, codecs } = decodeFrameTable(frameTable);
    // The swarm has checked the bytes against their digest piece by piece; unpacking looks at what they make.
    const bundle = { kind, digest: toTree, sizeBytes: source.sizeBytes, fromTree, toTree, formatVersion, codecs, frameTable };
    const { tree, sizeBytes, count } = listing;
    const release = { tree, listingBytes: listing.bytes.length, entries: count, sizeBytes };
    const options = { bundle, source, release, stagingDir, sources, linkMode: "hardlink", allowedSymlinkPrefixes: ["/"] } as const;
    return (await unpackBundle(options)).listing;
  } finally {
    source.close();
  }
}

function sign(listing: Listing): SignedRelease {
  const key = generateSigningKey();
  const app = parseAppName("bench");
  const { tree, sizeBytes, count } = listing;
  const release = {
    app,
    tag: parseTag("bench"),
    tree,
    listingBytes: listing.bytes.length,
    entries: count,
    sizeBytes,
    sourceRevision: null,
  };
  const payload = encodeRelease({ ...release, created: formatCreated(Date.now()), minFormatVersion: FORMAT_VERSION });
  return verifyEnvelope({ envelope: signRelease(payload, [key]), app, pins: { keys: [key.publicKey], threshold: 1 } });
}

function readTree(path: string): Listing {
  return parseListing(readFileSync(path), { allowedSymlinkPrefixes: "any" });
}

/** The tree itself stands for a store: plain files. */
function pathsOf(root: string, listing: Listing): (digest: Digest) => string {
  return (digest) => join(root, listing.entry(listing.findDigest(digest)).path);
}

function fileSource(path: string): ByteSource & { close(): void } {
  const file = openSync(path, "r");
  return {
    sizeBytes: fstatSync(file).size,
    async read(offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    },
    close: () => closeSync(file),
  };
}
