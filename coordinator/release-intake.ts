/**
 * From a signed envelope and a listing to a registered release (DESIGN §4). In this order, so that the cheap refusals come first: signatures
 * against the pinned keys of the app (agents do the check that counts), tag free, listing is the tree that was signed, every file uploaded by this
 * app. Then, one release at a time: base or overlay by lineage policy, packed in a worker, bundle files durable, everything registered in one
 * transaction, seeded.
 *
 * A failure or crash before the registration leaves at most files that nobody names, swept at the next start. After it the release is there; a bundle
 * that could not be seeded is seeded at the next start.
 */
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { DEFAULT_EFFORT, type Effort } from "../release/effort.ts";
import { parseRelease, type Release, type SignedRelease } from "../release/release.ts";
import { unverifiedPayload, verifyEnvelope, type Pins } from "../release/signature.ts";
import { ShoalError } from "../runtime/errors.ts";
import { crashPoint } from "../runtime/fault.ts";
import { type AppName, type Digest, type Principal, type ReleaseId, short } from "../runtime/ids.ts";
import type { BundleFiles } from "./bundles.ts";
import type { FileStore } from "./files.ts";
import { CREATIONS_MAX } from "./limits.ts";
import { checkAppConfig, checkListing, receiveListing } from "./listing-intake.ts";
import { overlaySources, settleOverlays } from "./lineage.ts";
import { type Packed, type PackJob, type PackProgress, packInProcess } from "./packer.ts";
import type { BundleRecord, LineageRecord, Registration, ReleaseRecord, ReleaseRepository } from "./store/releases.ts";

export interface IntakeOptions {
  readonly filesFolder: string;
  readonly caPem: string;
  /** Keys of each app that releases are accepted for. */
  readonly pins: ReadonlyMap<AppName, Pins>;
  /** This coordinator, for what it packs unasked. */
  readonly principal: Principal;
  readonly stopping: AbortSignal;
}

export interface IntakeDeps {
  readonly releases: ReleaseRepository;
  readonly files: FileStore;
  readonly bundleFiles: BundleFiles;
  readonly nowUnixMs: () => number;
  /** Called for each new bundle once it is registered. A rejection is logged by the callee. */
  readonly seed: (bundle: BundleRecord) => Promise<void>;
  /** The catalogue has more releases or bundles than before. */
  readonly registered: (app: AppName) => void;
  /** Trees that the app's environments run. */
  readonly running: (app: AppName) => readonly Digest[];
  readonly warn: (message: string, error: unknown) => void;
}

export interface CreateRelease {
  readonly envelope: Uint8Array;
  readonly newBase: boolean;
  readonly effort: Effort;
  /** The listing's bytes as they come. */
  readonly listing: AsyncIterable<Uint8Array>;
  readonly principal: Principal;
  /** Where the call came from. */
  readonly origin?: string;
  readonly onProgress: (phase: string, progress: PackProgress) => void;
  readonly signal: AbortSignal;
}

export interface PlanRelease extends Omit<CreateRelease, "principal"> {
  /** Takes the files that are lacking into a folder, and says what came. Called before `listing` is read. */
  readonly receiveFiles: (folder: string) => Promise<ReadonlyMap<Digest, number>>;
}

export interface ReleasePlan {
  /** It is in the catalogue: creating it would make nothing. */
  readonly exists: boolean;
  readonly newBase: boolean;
  readonly bundles: readonly Packed[];
}

export interface OverlayToMeasure {
  readonly app: AppName;
  readonly from: Digest;
  readonly to: Digest;
  readonly effort: Effort;
  readonly onProgress: (progress: PackProgress) => void;
  readonly signal: AbortSignal;
}

export interface ReleaseIntake {
  /**
   * The same app, tag and tree again is the release that is there. Errors: E_SIG, E_KEY, E_CONFIG (the tree's own shoal.yaml), E_FORMAT, E_TIME, E_NOT_FOUND (app), E_EXISTS (tag with
   * another tree), E_DIGEST (listing), E_NOT_PREPARED (files are missing), E_DISK_FULL, E_BUSY, E_CANCELLED.
   */
  create(request: CreateRelease): Promise<ReleaseRecord>;
  /** What `create` would make, packed to see, and nothing kept. Errors: as `create`. */
  plan(request: PlanRelease): Promise<ReleasePlan>;
  /** Bytes of an overlay between two trees of releases, packed to see, and nothing kept. Errors: E_DIGEST, E_DISK_FULL, E_CANCELLED. */
  measure(overlay: OverlayToMeasure): Promise<number>;
  /** Runs while no release is made, nor a bundle packed. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Makes sure that there is a base of that very tree: for hosts that hold nothing an overlay starts from. Errors: as above. */
  ensureBase(release: ReleaseId): Promise<void>;
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
      await checkAppConfig(listing, (digest) => deps.files.pathOf(digest));
      const place = { listingPath: deps.bundleFiles.listingPath(signed.release.tree), extraFolder: null };
      return await oneByOne(() => createNow({ options, deps, request, signed, place }, { listing, files }));
    } finally {
      open -= 1;
    }
  }

  async function plan(request: PlanRelease): Promise<ReleasePlan> {
    if (open >= CREATIONS_MAX) throw new ShoalError("E_BUSY", `${CREATIONS_MAX} releases are being created already`);
    open += 1;
    try {
      const signed = verify(options, request.envelope, deps.nowUnixMs());
      if ((await sameRelease(deps.releases, signed.release)) !== null) return { exists: true, newBase: false, bundles: [] };
      return await deps.bundleFiles.workFolder(async (folder) => {
        const place = { listingPath: join(folder, "listing"), extraFolder: join(folder, "files") };
        await mkdir(place.extraFolder);
        const received = await request.receiveFiles(place.extraFolder);
        const listing = await receiveListing(request.listing, signed.release);
        await checkListing(deps.files, signed.release, listing, received);
        const { extraFolder } = place;
        await checkAppConfig(listing, (digest) => (received.has(digest) ? join(extraFolder, digest) : deps.files.pathOf(digest)));
        await writeFile(place.listingPath, listing);
        const { newLineage, packed } = await oneByOne(() => packRelease({ options, deps, request, signed, place }, folder));
        return { exists: false, newBase: newLineage !== null, bundles: packed.map((one) => one.packed) };
      });
    } finally {
      open -= 1;
    }
  }

  function measure({ app, from, to, effort, onProgress, signal }: OverlayToMeasure): Promise<number> {
    return oneByOne(() =>
      deps.bundleFiles.workFolder(async (folder) => {
        const wanted = {
          app,
          listingPath: deps.bundleFiles.listingPath(to),
          extraFolder: null,
          from,
          path: join(folder, "overlay"),
          effort,
        };
        return (await packInProcess(jobOf(options, deps, wanted), { onProgress, signal })).bundle.sizeBytes;
      }),
    );
  }

  const basesBeingMade = new Map<ReleaseId, Promise<void>>();
  function ensureBase(release: ReleaseId): Promise<void> {
    const making =
      basesBeingMade.get(release) ?? oneByOne(() => makeBase(options, deps, release)).finally(() => basesBeingMade.delete(release));
    basesBeingMade.set(release, making);
    return making;
  }

  return { create, plan, measure, ensureBase, alone: (work) => oneByOne(work) };
}

interface Creation {
  readonly options: IntakeOptions;
  readonly deps: IntakeDeps;
  readonly request: Omit<CreateRelease, "principal">;
  readonly signed: SignedRelease;
  readonly place: Place;
}

/** Where the release's content lies while it is packed. */
interface Place {
  readonly listingPath: string;
  /** Files that the file store has not, named by digest; null: it has all. */
  readonly extraFolder: string | null;
}

interface Received {
  readonly listing: Uint8Array;
  /** File entries of the listing. */
  readonly files: number;
}

async function createNow(creation: Creation & { readonly request: CreateRelease }, received: Received): Promise<ReleaseRecord> {
  const { deps, request, signed } = creation;
  const { listing, files } = received;
  const existing = await sameRelease(deps.releases, signed.release);
  if (existing !== null) return existing;
  request.signal.throwIfAborted();
  await deps.bundleFiles.keepListing(listing, signed.release.tree);
  crashPoint("release:after-listing");
  const registration = await deps.bundleFiles.workFolder(async (folder) => {
    const choice = await packRelease(creation, folder);
    for (const { path, packed } of choice.packed) await deps.bundleFiles.keepBundle(path, packed.bundle.digest);
    return registrationOf(creation, choice, {
      principal: request.principal,
      files,
      ...(request.origin === undefined ? {} : { origin: request.origin }),
    });
  });
  crashPoint("release:before-register");
  await deps.releases.register(registration);
  crashPoint("release:after-register");
  deps.registered(signed.release.app);
  for (const bundle of registration.newBundles) await deps.seed(bundle);
  return registration.release;
}

/** Packs what is lacking into the folder; the bundles' content is durable when it resolves. */
async function packRelease(creation: Creation, folder: string): Promise<Choice> {
  const { app, tree } = creation.signed.release;
  const current = await creation.deps.releases.currentLineage(app);
  // Hosts keep the base: for that tree there is nothing to pack, nor a base to make anew.
  if (current?.baseTree === tree) return { lineage: current, newLineage: null, packed: [] };
  const lineage = creation.request.newBase ? null : current;
  if (lineage !== null) await refuseElsewhere(creation.deps, lineage);
  const overlays = await packOverlays(creation, lineage, folder);
  const made = overlays.map(({ packed }) => packed.bundle);
  const settled = lineage === null ? null : settleOverlays(lineage, made);
  if (lineage !== null && settled?.newBase === false) {
    const worth = overlays.filter((_, index) => settled.kept.includes(index));
    return { lineage, newLineage: null, packed: worth };
  }
  const base = await pack(creation, null, join(folder, "base"));
  const { digest, sizeBytes } = base.packed.bundle;
  const newLineage = { app, number: (current?.number ?? 0) + 1, baseTree: tree, baseBundle: digest, baseSizeBytes: sizeBytes };
  const bridges = overlays.filter((_, index) => settleOverlays(newLineage, made).kept.includes(index));
  return { lineage: newLineage, newLineage, packed: [base, ...bridges] };
}

/** Files and listings of releases are where those were made, and an overlay is made from them. */
async function refuseElsewhere({ bundleFiles }: IntakeDeps, { app, number, baseTree }: LineageRecord): Promise<void> {
  const found = await stat(bundleFiles.listingPath(baseTree)).catch(() => null);
  if (found !== null) return;
  throw new ShoalError("E_UNAVAILABLE", `the base of lineage ${number} of ${app} was made by another coordinator, or its listing is gone`, {
    hint: "create the release at the coordinator that made the base, or with --new-base",
  });
}

/** From every source that none leads from yet. The one from the base must succeed; another source that can't be read costs only its overlay. */
async function packOverlays(creation: Creation, lineage: LineageRecord | null, folder: string): Promise<readonly PackedFile[]> {
  const { deps, request, signed } = creation;
  const { app, tree } = signed.release;
  const [before] = await deps.releases.list(app, 1);
  const sources = overlaySources({
    tree,
    baseTree: lineage?.baseTree ?? null,
    previous: before?.release.tree ?? null,
    running: deps.running(app),
  });
  const there = new Set((await deps.releases.bundlesTo(app, tree)).map(({ bundle }) => bundle.fromTree));
  const packed: PackedFile[] = [];
  for (const [index, source] of sources.filter((candidate) => !there.has(candidate)).entries()) {
    try {
      packed.push(await pack(creation, source, join(folder, `overlay-${index}`)));
    } catch (error) {
      if (source === lineage?.baseTree || request.signal.aborted) throw error;
      deps.warn(`no overlay from ${short(source)} of ${app} could be made`, error);
    }
  }
  return packed;
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

async function makeBase(options: IntakeOptions, deps: IntakeDeps, id: ReleaseId): Promise<void> {
  const record = await deps.releases.byId(id);
  if (record === null) throw new ShoalError("E_NOT_FOUND", `release ${id} is not in the catalogue`);
  const { app, tree } = record.release;
  if ((await deps.releases.bundlesTo(app, tree)).some(({ bundle }) => bundle.kind === "base")) return;
  const packed = await deps.bundleFiles.workFolder(async (folder) => {
    const path = join(folder, "base");
    const wanted = { app, listingPath: deps.bundleFiles.listingPath(tree), extraFolder: null, from: null, path, effort: DEFAULT_EFFORT };
    const packed = await packInProcess(jobOf(options, deps, wanted), {
      onProgress: () => undefined,
      signal: options.stopping,
    });
    await deps.bundleFiles.keepBundle(path, packed.bundle.digest);
    return packed;
  });
  const bundle = { app, ...packed };
  await deps.releases.addBundle(bundle, { principal: options.principal, atUnixMs: deps.nowUnixMs() });
  deps.registered(app);
  await deps.seed(bundle);
}

function jobOf({ filesFolder, caPem }: IntakeOptions, { bundleFiles }: IntakeDeps, wanted: Wanted): PackJob {
  const { app, from, path, listingPath, extraFolder, effort } = wanted;
  const fromListingPath = from === null ? null : bundleFiles.listingPath(from);
  return { app, listingPath, fromListingPath, filesFolder, extraFolder, out: path, caPem, effort };
}

interface Wanted extends Place {
  readonly app: AppName;
  readonly effort: Effort;
  /** Null: a base. */
  readonly from: Digest | null;
  readonly path: string;
}

async function pack({ options, deps, request, signed, place }: Creation, from: Digest | null, path: string): Promise<PackedFile> {
  const { app } = signed.release;
  const phase = from === null ? "packing base" : "packing overlay";
  const onProgress = (progress: PackProgress): void => request.onProgress(phase, progress);
  const packed = await packInProcess(jobOf(options, deps, { ...place, app, effort: request.effort, from, path }), {
    onProgress,
    signal: request.signal,
  });
  return { path, packed };
}

/** A bundle that an earlier lineage made already, byte for byte, is not registered again. */
async function registrationOf(
  { deps, signed }: Creation,
  { lineage, newLineage, packed }: Choice,
  about: Pick<ReleaseRecord, "principal" | "files" | "origin">,
): Promise<Registration> {
  const { id, release, keyIds, envelope } = signed;
  const newBundles: BundleRecord[] = [];
  for (const { packed: one } of packed) {
    if ((await deps.releases.bundle(release.app, one.bundle.digest)) === null) newBundles.push({ app: release.app, ...one });
  }
  const registered = { ...about, registeredUnixMs: deps.nowUnixMs(), lineage: lineage.number, removedUnixMs: null };
  return { release: { id, release, keyIds, envelope, ...registered }, newBundles, newLineage };
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
  if (existing === null) return null;
  // One whose content was removed is made anew.
  if (existing.release.tree === tree) return existing.removedUnixMs === null ? existing : null;
  throw new ShoalError("E_EXISTS", `${app} has a release ${tag} with tree ${short(existing.release.tree)}; this one is ${short(tree)}`, {
    hint: "a tag is for ever: choose another",
  });
}
