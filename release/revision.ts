/**
 * The life of a revision on disk. Durable before visible, in this order (DESIGN §6), with what a crash leaves at each place:
 *
 * 1. `.staging/x` has the finished tree; listing, envelope and stats are put beside it    → a staging directory: swept
 * 2. `sync -f`: all of it is on the disk                                                  → the same
 * 3. rename `.staging/x` → `revisions/x`, fsync of both parents                           → a directory without commit record: swept
 * 4. `revisions/x/.shoal/commit.json`, written durably                                    → a committed revision
 *
 * A commit that fails (not crashes) removes what it made; an fsync that failed is not tried again. Removal goes the other way: the directory is renamed
 * into `.staging` first, so that there is never half a revision in `revisions`; a crash leaves trash there, which is swept.
 */
import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blake3, hashFile } from "../runtime/blake3.ts";
import { fsyncDirectory, sweepTemporaries, syncFileSystem, writeFileDurably } from "../runtime/durable.ts";
import { ShoalError, toFailure, type Failure } from "../runtime/errors.ts";
import { crashPoint } from "../runtime/fault.ts";
import { parseRevisionId, type Digest, type RevisionId } from "../runtime/ids.ts";
import { recordPath, revisionPath, revisionsPath, stagingPath, stagingRoot } from "./app-root.ts";
import { encodeCommitRecord, parseCommitRecord, type CommitRecord, type LinkMode, type Route } from "./commit-record.ts";
import { MAX_COMMIT_RECORD_BYTES, MAX_ENVELOPE_BYTES, MAX_LISTING_BYTES } from "./limits.ts";
import { parseListing, type Listing } from "./listing.ts";
import { quote, RESERVED_NAME } from "./paths.ts";
import { formatCreated, FORMAT_VERSION, parseRelease, releaseId, type Release, type SignedRelease } from "./release.ts";
import { removeTree } from "./remove-tree.ts";
import { unverifiedPayload } from "./signature.ts";
import { recordStats } from "./verify.ts";

export type { CommitRecord, LinkMode, Route } from "./commit-record.ts";

export interface CommitOptions {
  readonly appRoot: string;
  readonly revision: RevisionId;
  /** Of the tree in `.staging/<revision>`, whose contents were verified. */
  readonly listing: Listing;
  readonly release: SignedRelease;
  readonly route: Route;
  /** Tree that an overlay was applied to; null for a base. */
  readonly fromTree?: Digest | null;
  readonly linkMode: LinkMode;
  readonly nowUnixMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The durable steps, for tests that make them fail. */
export interface CommitDeps {
  readonly syncFileSystem: (path: string, signal?: AbortSignal) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly fsyncDirectory: (path: string) => Promise<void>;
  readonly writeFileDurably: (path: string, bytes: Uint8Array) => Promise<void>;
}

/** A committed revision whose record, envelope and listing agree. */
export interface CommittedRevision {
  readonly record: CommitRecord;
  readonly release: Release;
  /** To verify again before use: pins may have changed. */
  readonly envelope: Uint8Array;
}

export type RevisionState =
  | { readonly kind: "committed"; readonly revision: RevisionId; readonly record: CommitRecord; readonly release: Release }
  | { readonly kind: "uncommitted"; readonly revision: RevisionId }
  /** Has a commit record that can't be believed. */
  | { readonly kind: "damaged"; readonly revision: RevisionId; readonly failure: Failure };

/**
 * Turns a finished staging directory into a committed revision. Its entries' kinds, sizes, modes and mtimes are checked against the listing once
 * more; contents are not. Throws E_DIGEST (not that tree), E_EXISTS (the revision is committed already), E_IO, errors of the file system; then
 * neither staging nor revision is left, unless removing failed too.
 */
export async function commitRevision(options: CommitOptions, deps: CommitDeps = REAL_DEPS): Promise<CommitRecord> {
  const { appRoot, revision, listing, release } = options;
  if (release.release.tree !== listing.tree) {
    throw new ShoalError(
      "E_DIGEST",
      `the listing is of tree ${listing.tree}, release ${release.release.tag} is tree ${release.release.tree}`,
    );
  }
  const target = revisionPath(appRoot, revision);
  if ((await sizeOf(recordPath(target, "commit.json"))) !== null)
    throw new ShoalError("E_EXISTS", `revision ${revision} is committed already`);
  try {
    return await commit(options, deps);
  } catch (error) {
    await discard(appRoot, revision).catch(() => {});
    throw error;
  }
}

/** Null without a commit record. Recomputes what identifies it. Throws E_DIGEST, E_FORMAT, E_LIMIT, E_VERSION for a damaged one. */
export async function readCommitted(appRoot: string, revision: RevisionId): Promise<CommittedRevision | null> {
  const directory = revisionPath(appRoot, revision);
  const bytes = await readBounded(recordPath(directory, "commit.json"), MAX_COMMIT_RECORD_BYTES);
  if (bytes === null) return null;
  const record = parseCommitRecord(bytes);
  if (record.revision !== revision) throw damaged(revision, `its commit record is of revision ${record.revision}`);
  const envelope = await readBounded(recordPath(directory, "envelope.json"), MAX_ENVELOPE_BYTES);
  if (envelope === null) throw damaged(revision, "its envelope is gone");
  const payload = unverifiedPayload(envelope);
  const release = parseRelease(payload);
  if (releaseId(payload) !== record.release || release.tree !== record.tree) throw damaged(revision, "its envelope is of another release");
  if ((await listingDigest(directory)) !== record.tree) throw damaged(revision, "its listing is not of its tree");
  return { record, release, envelope };
}

/** The listing of a committed revision, checked against its tree. Throws E_DIGEST and what parseListing throws. */
export async function readRevisionListing(appRoot: string, record: Pick<CommitRecord, "revision" | "tree">): Promise<Listing> {
  // Which absolute links are allowed was decided when the revision was made.
  return parseListing(await readListingBytes(appRoot, record), { allowedSymlinkPrefixes: "any" });
}

/** Its text only. Throws E_DIGEST. */
export async function readListingBytes(appRoot: string, { revision, tree }: Pick<CommitRecord, "revision" | "tree">): Promise<Buffer> {
  const bytes = await readBounded(recordPath(revisionPath(appRoot, revision), "listing"), MAX_LISTING_BYTES);
  if (bytes === null || blake3(bytes) !== tree) throw damaged(revision, "its listing is not of its tree");
  return bytes;
}

/** Every directory below `revisions` whose name is a revision id, by name. Others are nobody's business. */
export async function listRevisions(appRoot: string): Promise<readonly RevisionState[]> {
  const names = await readdir(revisionsPath(appRoot), { withFileTypes: true });
  const revisions = names.filter((entry) => entry.isDirectory()).flatMap(({ name }) => toRevision(name));
  const states: RevisionState[] = [];
  for (const revision of revisions.sort()) states.push(await stateOf(appRoot, revision));
  return states;
}

/** Removes a revision, committed or not; one that isn't there is fine. Throws E_IO naming what can't be removed: it is gone from `revisions` then. */
export async function removeRevision(appRoot: string, revision: RevisionId): Promise<void> {
  const trash = await trashRevision(appRoot, revision);
  if (trash !== null) await removeTree(trash);
}

/** The first half of it: takes a revision out of `revisions`, durably. Resolves to where it lies now, or null where it wasn't there. */
export async function trashRevision(appRoot: string, revision: RevisionId): Promise<string | null> {
  const trash = join(stagingRoot(appRoot), `.trash-${randomBytes(8).toString("hex")}`);
  try {
    await rename(revisionPath(appRoot, revision), trash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  crashPoint("remove:after-rename");
  await fsyncDirectory(revisionsPath(appRoot));
  return trash;
}

/**
 * At the agent's start, while it holds the lock and nothing is being committed: removes staging directories and trash, revisions without commit
 * record, and temporary links of slots. `keep` names revisions whose staging goes on. Goes on past what can't be removed, and throws the first E_IO.
 */
export async function sweepStaging(appRoot: string, keep: ReadonlySet<RevisionId>): Promise<readonly string[]> {
  const kept: ReadonlySet<string> = keep;
  const staged = (await readdir(stagingRoot(appRoot))).filter((name) => !kept.has(name));
  const states = await listRevisions(appRoot);
  const uncommitted = states.filter((state) => state.kind === "uncommitted").map(({ revision }) => revision);
  const removals = [
    ...staged.map((name) => () => removeTree(join(stagingRoot(appRoot), name))),
    ...uncommitted.map((revision) => () => removeRevision(appRoot, revision)),
  ];
  const failures: unknown[] = [];
  for (const remove of removals) await remove().catch((error: unknown) => failures.push(error));
  const links = await sweepTemporaries(appRoot);
  if (failures.length > 0) throw failures[0];
  return [...staged, ...uncommitted, ...links];
}

const REAL_DEPS: CommitDeps = {
  syncFileSystem,
  rename,
  fsyncDirectory,
  writeFileDurably: async (path, bytes) => writeFileDurably(path, bytes, RECORD_MODE),
};

/** Readable for the app's users like the tree itself; nothing secret is in it. */
const RECORD_MODE = { mode: 0o644 } as const;

async function commit(options: CommitOptions, deps: CommitDeps): Promise<CommitRecord> {
  const { appRoot, revision, listing, release, signal } = options;
  const [staging, target] = [stagingPath(appRoot, revision), revisionPath(appRoot, revision)];
  await chmod(staging, 0o755);
  const stats = await recordStats({ dir: staging, listing, signal });
  await mkdir(join(staging, RESERVED_NAME), { recursive: true, mode: 0o755 });
  await writeFile(recordPath(staging, "listing"), listing.bytes, RECORD_MODE);
  await writeFile(recordPath(staging, "envelope.json"), release.envelope, RECORD_MODE);
  await writeFile(recordPath(staging, "stats"), stats, RECORD_MODE);
  crashPoint("commit:before-sync");
  await deps.syncFileSystem(staging, signal);
  signal?.throwIfAborted();
  crashPoint("commit:before-rename");
  await deps.rename(staging, target);
  crashPoint("commit:after-rename");
  await deps.fsyncDirectory(revisionsPath(appRoot));
  await deps.fsyncDirectory(stagingRoot(appRoot));
  crashPoint("commit:before-record");
  const record: CommitRecord = {
    formatVersion: FORMAT_VERSION,
    revision,
    release: release.id,
    tree: listing.tree,
    route: options.route,
    fromTree: options.fromTree ?? null,
    linkMode: options.linkMode,
    stats: blake3(stats),
    committed: formatCreated(options.nowUnixMs),
  };
  await deps.writeFileDurably(recordPath(target, "commit.json"), encodeCommitRecord(record));
  crashPoint("commit:after-record");
  return record;
}

async function discard(appRoot: string, revision: RevisionId): Promise<void> {
  await removeRevision(appRoot, revision);
  await removeTree(stagingPath(appRoot, revision));
}

async function stateOf(appRoot: string, revision: RevisionId): Promise<RevisionState> {
  try {
    const committed = await readCommitted(appRoot, revision);
    if (committed === null) return { kind: "uncommitted", revision };
    return { kind: "committed", revision, record: committed.record, release: committed.release };
  } catch (error) {
    return { kind: "damaged", revision, failure: toFailure(error) };
  }
}

function toRevision(name: string): readonly RevisionId[] {
  try {
    return [parseRevisionId(name)];
  } catch {
    return [];
  }
}

async function listingDigest(directory: string): Promise<Digest | null> {
  try {
    return await hashFile(recordPath(directory, "listing"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Null for a file that isn't there. Throws E_LIMIT before reading one that is too large. */
async function readBounded(path: string, maxBytes: number): Promise<Buffer | null> {
  const size = await sizeOf(path);
  if (size === null) return null;
  if (size > maxBytes) throw new ShoalError("E_LIMIT", `${quote(path)} has ${size} bytes; at most ${maxBytes}`);
  return readFile(path);
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

function damaged(revision: RevisionId, why: string): ShoalError {
  return new ShoalError("E_DIGEST", `revision ${revision} is damaged: ${why}`, { hint: "discard it and prepare the release again" });
}
