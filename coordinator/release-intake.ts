/**
 * From a signed envelope and a listing to a registered release (DESIGN §4). In this order, so that the cheap refusals come first: signatures
 * against the pinned keys of the app (agents do the check that counts), tag free, listing is the tree that was signed, every file uploaded by this
 * app. Then, one release at a time: base or overlay by lineage policy, packed in a worker, bundle files durable, everything registered in one
 * transaction, seeded.
 *
 * A failure or crash before the registration leaves at most files that nobody names, swept at the next start. After it the release is there; a bundle
 * that could not be seeded is seeded at the next start.
 */
import { join } from "node:path";
import pLimit from "p-limit";
import { readListing } from "../release/listing.ts";
import { parseRelease, type Release, type SignedRelease } from "../release/release.ts";
import { unverifiedPayload, verifyEnvelope, type Pins } from "../release/signature.ts";
import { createBlake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { type AppName, type Digest, type Principal, short } from "../runtime/ids.ts";
import type { BundleFiles } from "./bundles.ts";
import type { FileStore } from "./files.ts";
import { CREATIONS_MAX, DIGESTS_A_QUERY } from "./limits.ts";
import { outgrown, planBundle, worthBridging } from "./lineage.ts";
import { type Packed, type PackProgress, packInWorker } from "./packer.ts";
import type { BundleRecord, LineageRecord, Registration, ReleaseRecord, ReleaseRepository } from "./store/releases.ts";

export interface IntakeOptions {
  readonly filesFolder: string;
  readonly caPem: string;
  /** Keys of each app that releases are accepted for. */
  readonly pins: ReadonlyMap<AppName, Pins>;
}

export interface IntakeDeps {
  readonly releases: ReleaseRepository;
  readonly files: FileStore;
  readonly bundleFiles: BundleFiles;
  readonly nowUnixMs: () => number;
  /** Called for each new bundle once it is registered. A rejection is logged by the callee. */
  readonly seed: (bundle: BundleRecord) => Promise<void>;
  readonly registered: (release: ReleaseRecord) => void;
}

export interface CreateRelease {
  readonly envelope: Uint8Array;
  readonly newBase: boolean;
  /** The listing's bytes as they come. */
  readonly listing: AsyncIterable<Uint8Array>;
  readonly principal: Principal;
  readonly onProgress: (phase: string, progress: PackProgress) => void;
  readonly signal: AbortSignal;
}

export interface ReleaseIntake {
  /**
   * The same app, tag and tree again is the release that is there. Errors: E_SIG, E_KEY, E_FORMAT, E_TIME, E_NOT_FOUND (app), E_EXISTS (tag with
   * another tree), E_DIGEST (listing), E_NOT_PREPARED (files are missing), E_DISK_FULL, E_BUSY, E_CANCELLED.
   */
  create(request: CreateRelease): Promise<ReleaseRecord>;
}

export function createReleaseIntake(options: IntakeOptions, deps: IntakeDeps): ReleaseIntake {
  // Lineage is decided and registered by one at a time; a packing uses the cores there are.
  const oneByOne = pLimit(1);
  let open = 0;

  async function create(request: CreateRelease): Promise<ReleaseRecord> {
    if (open >= CREATIONS_MAX) throw new ShoalError("E_BUSY", `${CREATIONS_MAX} releases are being created already`);
    open += 1;
    try {
      const signed = verify(options, request.envelope, deps.nowUnixMs());
      const existing = await sameRelease(deps.releases, signed.release);
      if (existing !== null) return existing;
      const listing = await receiveListing(request.listing, signed.release);
      const files = await checkListing(deps.files, signed.release, listing);
      return await oneByOne(() => createNow({ options, deps, request, signed, listing, files }));
    } finally {
      open -= 1;
    }
  }

  return { create };
}

interface Creation {
  readonly options: IntakeOptions;
  readonly deps: IntakeDeps;
  readonly request: CreateRelease;
  readonly signed: SignedRelease;
  readonly listing: Uint8Array;
  /** File entries of the listing. */
  readonly files: number;
}

async function createNow(creation: Creation): Promise<ReleaseRecord> {
  const { deps, request, signed, listing } = creation;
  const existing = await sameRelease(deps.releases, signed.release);
  if (existing !== null) return existing;
  request.signal.throwIfAborted();
  await deps.bundleFiles.keepListing(listing, signed.release.tree);
  const registration = await deps.bundleFiles.workFolder((folder) => packRelease(creation, folder));
  await deps.releases.register(registration);
  deps.registered(registration.release);
  for (const bundle of registration.newBundles) await deps.seed(bundle);
  return registration.release;
}

/** Packs what is lacking; when it resolves the bundle files are in their place, durable, and not named by anybody yet. */
async function packRelease(creation: Creation, folder: string): Promise<Registration> {
  const { app, tree } = creation.signed.release;
  const current = await creation.deps.releases.currentLineage(app);
  if (current !== null && (await isReached(creation, current)))
    return registrationOf(creation, { lineage: current, newLineage: null, packed: [] });
  const plan = planBundle({ current, newBase: creation.request.newBase });
  const overlay = plan === "base" || current === null ? null : await pack(creation, current.baseTree, join(folder, "overlay"));
  if (overlay !== null && current !== null && !outgrown(sizes(current.baseSizeBytes, overlay))) {
    return keep(creation, { lineage: current, newLineage: null, packed: [overlay] });
  }
  const base = await pack(creation, null, join(folder, "base"));
  const { digest, sizeBytes } = base.packed.bundle;
  const lineage = { app, number: (current?.number ?? 0) + 1, baseTree: tree, baseBundle: digest, baseSizeBytes: sizeBytes };
  const bridge = overlay !== null && worthBridging(sizes(sizeBytes, overlay)) ? [overlay] : [];
  return keep(creation, { lineage, newLineage: lineage, packed: [base, ...bridge] });
}

/** Nothing to pack: the tree is the lineage's base, or an overlay of it leads there already. */
async function isReached({ deps, request, signed }: Creation, { baseTree }: LineageRecord): Promise<boolean> {
  const { app, tree } = signed.release;
  if (tree === baseTree) return true;
  if (request.newBase) return false;
  return (await deps.releases.bundlesTo(app, tree)).some(({ bundle }) => bundle.fromTree === baseTree);
}

interface PackedFile {
  readonly path: string;
  readonly packed: Packed;
}

interface Choice {
  readonly lineage: LineageRecord;
  readonly newLineage: LineageRecord | null;
  readonly packed: readonly PackedFile[];
}

async function pack({ options, deps, request, signed }: Creation, from: Digest | null, path: string): Promise<PackedFile> {
  const { app, tree } = signed.release;
  const phase = from === null ? "packing base" : "packing overlay";
  const packed = await packInWorker(
    {
      app,
      listingPath: deps.bundleFiles.listingPath(tree),
      fromListingPath: from === null ? null : deps.bundleFiles.listingPath(from),
      filesFolder: options.filesFolder,
      out: path,
      caPem: options.caPem,
    },
    { onProgress: (progress) => request.onProgress(phase, progress), signal: request.signal },
  );
  return { path, packed };
}

async function keep(creation: Creation, choice: Choice): Promise<Registration> {
  for (const { path, packed } of choice.packed) await creation.deps.bundleFiles.keepBundle(path, packed.bundle.digest);
  return registrationOf(creation, choice);
}

/** A bundle that an earlier lineage made already, byte for byte, is not registered again. */
async function registrationOf({ deps, request, signed, files }: Creation, { lineage, newLineage, packed }: Choice): Promise<Registration> {
  const { id, release, keyIds, envelope } = signed;
  const newBundles: BundleRecord[] = [];
  for (const { packed: one } of packed) {
    if ((await deps.releases.bundle(release.app, one.bundle.digest)) === null) newBundles.push({ app: release.app, ...one });
  }
  const registered = { principal: request.principal, registeredUnixMs: deps.nowUnixMs(), lineage: lineage.number };
  return { release: { id, release, keyIds, envelope, files, ...registered }, newBundles, newLineage };
}

function sizes(baseSizeBytes: number, overlay: PackedFile): { baseSizeBytes: number; overlaySizeBytes: number } {
  return { baseSizeBytes, overlaySizeBytes: overlay.packed.bundle.sizeBytes };
}

function verify({ pins }: IntakeOptions, envelope: Uint8Array, nowUnixMs: number): SignedRelease {
  // Which app it claims to be of decides only which keys it must be signed with.
  const { app } = parseRelease(unverifiedPayload(envelope));
  const pinned = pins.get(app);
  if (pinned === undefined) throw unknownApp(app);
  return verifyEnvelope({ envelope, app, pins: pinned, nowUnixMs });
}

export function unknownApp(app: AppName): ShoalError {
  return new ShoalError("E_NOT_FOUND", `app ${app} is not in the coordinator's configuration`, {
    hint: `add it under \`apps\` with the keys that may sign it`,
  });
}

async function sameRelease(releases: ReleaseRepository, { app, tag, tree }: Release): Promise<ReleaseRecord | null> {
  const existing = await releases.byTag(app, tag);
  if (existing === null || existing.release.tree === tree) return existing;
  throw new ShoalError("E_EXISTS", `${app} has a release ${tag} with tree ${short(existing.release.tree)}; this one is ${short(tree)}`, {
    hint: "a tag is for ever: choose another",
  });
}

async function receiveListing(chunks: AsyncIterable<Uint8Array>, { listingBytes, tree }: Release): Promise<Uint8Array> {
  // Grows with what comes, not with what a message says will come.
  const parts: Uint8Array[] = [];
  const hash = createBlake3();
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.length;
    if (received > listingBytes) throw new ShoalError("E_LIMIT", `the listing has more than the signed ${listingBytes} bytes`);
    hash.update(chunk);
    parts.push(chunk);
  }
  if (received < listingBytes)
    throw new ShoalError("E_TRUNC", `the listing has ${received} bytes, the signed release says ${listingBytes}`);
  const found = hash.digest();
  if (found !== tree) throw new ShoalError("E_DIGEST", `the listing is tree ${short(found)}, the signed release says ${short(tree)}`);
  return Buffer.concat(parts);
}

/** The number of files, once it is what was signed and this app has uploaded every one of them. In slices: the event loop goes on between them. */
async function checkListing(files: FileStore, release: Release, listing: Uint8Array): Promise<number> {
  let entries = 0;
  let count = 0;
  let sizeBytes = 0;
  let asked = new Map<Digest, number>();
  for await (const entry of readListing(slices(listing), { allowedSymlinkPrefixes: "any" })) {
    entries += 1;
    if (entry.kind !== "file") continue;
    count += 1;
    sizeBytes += entry.sizeBytes;
    asked.set(entry.digest, entry.sizeBytes);
    if (asked.size < DIGESTS_A_QUERY) continue;
    await checkPresent(files, release.app, asked);
    asked = new Map();
  }
  await checkPresent(files, release.app, asked);
  if (entries === release.entries && sizeBytes === release.sizeBytes) return count;
  const signed = `${release.entries} entries and ${release.sizeBytes} bytes`;
  throw new ShoalError("E_FORMAT", `the listing has ${entries} entries and ${sizeBytes} bytes of files, the signed release says ${signed}`);
}

async function checkPresent(files: FileStore, app: AppName, asked: ReadonlyMap<Digest, number>): Promise<void> {
  const sizes = await files.sizes(app, [...asked.keys()]);
  const missing = [...asked].filter(([digest, sizeBytes]) => sizes.get(digest) !== sizeBytes);
  const [first] = missing;
  if (first === undefined) return;
  throw new ShoalError(
    "E_NOT_PREPARED",
    `at least ${missing.length} files of the release were not uploaded for ${app}, like ${short(first[0])}`,
    {
      hint: "upload them and create the release again",
    },
  );
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    yield bytes.subarray(at, at + SLICE_BYTES);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const SLICE_BYTES = 64 * 1024;
