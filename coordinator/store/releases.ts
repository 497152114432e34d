/**
 * Releases, the bundles they are reached by, and the lineages. A release is registered with its new bundles and lineage in one
 * transaction, after the bundle files are durable: a crash before it leaves files that nobody names, never a release without them.
 */
import type { Kysely, Selectable, Transaction } from "kysely";
import type { BundleInfo } from "../../release/bundle.ts";
import type { Release } from "../../release/release.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName, Digest, InfoHash, Principal, ReleaseId, Tag } from "../../runtime/ids.ts";
import type { Torrent } from "../../swarm/swarm.ts";
import type { KeepFacts } from "../keep.ts";
import { appendWithin, FLEET_STREAM } from "./events.ts";
import type { Schema } from "./schema.ts";

export interface ReleaseRecord {
  readonly id: ReleaseId;
  readonly release: Release;
  readonly keyIds: readonly string[];
  /** The signed envelope's JSON bytes. */
  readonly envelope: Uint8Array;
  /** File entries of the listing. */
  readonly files: number;
  /** Number of the lineage it was made in. */
  readonly lineage: number;
  readonly principal: Principal;
  /** Where the call came from; only in the log. */
  readonly origin?: string;
  readonly registeredUnixMs: number;
  /** When the clean-up removed its content; null: it is there. */
  readonly removedUnixMs: number | null;
}

export interface BundleRecord {
  readonly app: AppName;
  readonly bundle: BundleInfo;
  readonly torrent: Torrent;
}

/** What the clean-up takes away from one app. */
export interface Removal {
  readonly app: AppName;
  readonly releases: readonly ReleaseId[];
  readonly bundles: readonly Digest[];
}

export interface AppFacts extends Omit<KeepFacts, "streams" | "keepReleases" | "nowUnixMs" | "bundles"> {
  readonly bundles: readonly (KeepFacts["bundles"][number] & { readonly infoHash: InfoHash })[];
}

/** A run of releases that share one base. */
export interface LineageRecord {
  readonly app: AppName;
  /** 1, 2, 3, … in its app. */
  readonly number: number;
  readonly baseTree: Digest;
  readonly baseBundle: Digest;
  readonly baseSizeBytes: number;
}

export interface Registration {
  readonly release: ReleaseRecord;
  readonly newBundles: readonly BundleRecord[];
  /** Null: the release belongs to a lineage that is there already. */
  readonly newLineage: LineageRecord | null;
}

export interface ReleaseRepository {
  /** All or nothing, with its audit line. Errors: E_EXISTS where the tag or the release is taken. */
  register(registration: Registration): Promise<void>;
  /** A further way to a tree that is there already. All or nothing, with its audit line; the same again changes nothing. */
  addBundle(bundle: BundleRecord, by: { readonly principal: Principal; readonly atUnixMs: number }): Promise<void>;
  /** What the removal names is gone for every question but byTag, byId and lineage. All or nothing, with its audit line. */
  remove(removal: Removal, by: { readonly principal: Principal; readonly atUnixMs: number }): Promise<void>;
  byTag(app: AppName, tag: Tag): Promise<ReleaseRecord | null>;
  byId(release: ReleaseId): Promise<ReleaseRecord | null>;
  /** Those that are there, newest first. */
  list(app: AppName | null, limit: number): Promise<readonly ReleaseRecord[]>;
  currentLineage(app: AppName): Promise<LineageRecord | null>;
  lineage(app: AppName, number: number): Promise<LineageRecord | null>;
  /** Every bundle that leads to that tree. */
  bundlesTo(app: AppName, tree: Digest): Promise<readonly BundleRecord[]>;
  bundle(app: AppName, digest: Digest): Promise<BundleRecord | null>;
  /** What the clean-up decides by: releases newest first, every lineage, and from where to where each bundle leads. */
  facts(app: AppName): Promise<AppFacts>;
  /** Bundles of each app's current lineage and of bridges to it: its base and whatever starts at its base or leads to it. */
  currentBundles(): Promise<readonly BundleRecord[]>;
  allBundles(): Promise<readonly BundleRecord[]>;
  /** Digests of every bundle, and trees of every release: what of the data directory is named by a row. */
  namedFiles(): Promise<{ readonly bundles: ReadonlySet<Digest>; readonly trees: ReadonlySet<Digest> }>;
}

export function createReleaseRepository(db: Kysely<Schema>): ReleaseRepository {
  const bundles = () => db.selectFrom("bundles").selectAll("bundles").where("bundles.removed_unix_ms", "is", null);
  return {
    register: (registration) => db.transaction().execute((trx) => register(trx, registration)),
    addBundle: (bundle, by) => db.transaction().execute((trx) => addBundle(trx, bundle, by)),
    remove: (removal, by) => db.transaction().execute((trx) => remove(trx, removal, by)),
    byTag: (app, tag) => oneRelease(db.selectFrom("releases").selectAll().where("app", "=", app).where("tag", "=", tag)),
    byId: (release) => oneRelease(db.selectFrom("releases").selectAll().where("release", "=", release)),
    async list(app, limit) {
      const there = db.selectFrom("releases").selectAll().where("removed_unix_ms", "is", null);
      const all = there.orderBy("registered_unix_ms", "desc").orderBy("release").limit(limit);
      return (await (app === null ? all : all.where("app", "=", app)).execute()).map(toRelease);
    },
    currentLineage: (app) => oneLineage(db.selectFrom("lineages").selectAll().where("app", "=", app).orderBy("number", "desc").limit(1)),
    lineage: (app, number) => oneLineage(db.selectFrom("lineages").selectAll().where("app", "=", app).where("number", "=", number)),
    async bundlesTo(app, tree) {
      return (await bundles().where("app", "=", app).where("to_tree", "=", tree).orderBy("digest").execute()).map(toBundle);
    },
    async bundle(app, digest) {
      const row = await bundles().where("app", "=", app).where("digest", "=", digest).executeTakeFirst();
      return row === undefined ? null : toBundle(row);
    },
    async facts(app) {
      const own = db
        .selectFrom("releases")
        .select(["release", "tree", "lineage"])
        .where("app", "=", app)
        .where("removed_unix_ms", "is", null);
      const releases = await own.orderBy("registered_unix_ms", "desc").orderBy("release").execute();
      const lineages = await db.selectFrom("lineages").select(["number", "base_tree"]).where("app", "=", app).execute();
      const there = db.selectFrom("bundles").select(["digest", "from_tree", "to_tree", "info_hash"]).where("app", "=", app);
      const edges = await there.where("removed_unix_ms", "is", null).execute();
      return {
        releases: releases.map((row) => ({ id: row.release as ReleaseId, tree: row.tree as Digest, lineage: Number(row.lineage) })),
        lineages: lineages.map((row) => ({ number: Number(row.number), baseTree: row.base_tree as Digest })),
        bundles: edges.map((row) => ({
          digest: row.digest as Digest,
          fromTree: row.from_tree as Digest | null,
          toTree: row.to_tree as Digest,
          infoHash: row.info_hash as InfoHash,
        })),
      };
    },
    async currentBundles() {
      const rows = await bundles()
        .innerJoin(currentLineages(db), (join) => join.onRef("current.app", "=", "bundles.app"))
        .where((eb) =>
          eb.or([
            eb("bundles.digest", "=", eb.ref("current.base_bundle")),
            eb("bundles.from_tree", "=", eb.ref("current.base_tree")),
            eb("bundles.to_tree", "=", eb.ref("current.base_tree")),
          ]),
        )
        .orderBy("bundles.digest")
        .execute();
      return rows.map(toBundle);
    },
    async allBundles() {
      return (await bundles().orderBy("digest").execute()).map(toBundle);
    },
    async namedFiles() {
      const bundles = await db.selectFrom("bundles").select("digest").where("removed_unix_ms", "is", null).distinct().execute();
      const trees = await db.selectFrom("releases").select("tree").where("removed_unix_ms", "is", null).distinct().execute();
      return { bundles: new Set(bundles.map(({ digest }) => digest as Digest)), trees: new Set(trees.map(({ tree }) => tree as Digest)) };
    },
  };
}

function currentLineages(db: Kysely<Schema>) {
  return db
    .selectFrom("lineages as l")
    .selectAll("l")
    .where((eb) =>
      eb("l.number", "=", (q) =>
        q
          .selectFrom("lineages as m")
          .select((b) => b.fn.max("m.number").as("number"))
          .whereRef("m.app", "=", "l.app"),
      ),
    )
    .as("current");
}

async function register(trx: Transaction<Schema>, { release, newBundles, newLineage }: Registration): Promise<void> {
  for (const bundle of newBundles) await insertBundle(trx, bundle);
  if (newLineage !== null) {
    const { app, number, baseTree, baseBundle, baseSizeBytes } = newLineage;
    const row = { app, number, base_tree: baseTree, base_bundle: baseBundle, base_size_bytes: baseSizeBytes };
    await trx.insertInto("lineages").values(row).execute();
  }
  // A release whose content was removed makes room for the same one again.
  const { app, tag, tree } = release.release;
  await trx
    .deleteFrom("releases")
    .where("app", "=", app)
    .where("tag", "=", tag)
    .where("tree", "=", tree)
    .where("removed_unix_ms", "is not", null)
    .execute();
  try {
    await trx.insertInto("releases").values(fromRelease(release)).execute();
  } catch (error) {
    if (!(error instanceof ShoalError) || error.code !== "E_EXISTS") throw error;
    throw new ShoalError("E_EXISTS", `${app} has a release ${tag} already`, { hint: "tags are for ever: choose another", cause: error });
  }
  await appendWithin(trx, { stream: FLEET_STREAM, expectedVersion: null, events: [auditEvent(release, newBundles)] });
}

async function addBundle(trx: Transaction<Schema>, record: BundleRecord, by: { principal: Principal; atUnixMs: number }): Promise<void> {
  const { app, bundle } = record;
  const known = await trx
    .selectFrom("bundles")
    .select("digest")
    .where("app", "=", app)
    .where("digest", "=", bundle.digest)
    .where("removed_unix_ms", "is", null)
    .executeTakeFirst();
  if (known !== undefined) return;
  await insertBundle(trx, record);
  const body = { app, kind: bundle.kind, digest: bundle.digest, tree: bundle.toTree, sizeBytes: bundle.sizeBytes };
  await appendWithin(trx, { stream: FLEET_STREAM, expectedVersion: null, events: [{ ...by, kind: "bundle-added", body }] });
}

/** One that was removed comes back byte for byte. */
async function insertBundle(trx: Transaction<Schema>, bundle: BundleRecord): Promise<void> {
  const row = fromBundle(bundle);
  await trx
    .insertInto("bundles")
    .values(row)
    .onConflict((c) => c.columns(["app", "digest"]).doUpdateSet(row).where("bundles.removed_unix_ms", "is not", null))
    .execute();
}

async function remove(
  trx: Transaction<Schema>,
  { app, releases, bundles }: Removal,
  by: { principal: Principal; atUnixMs: number },
): Promise<void> {
  const removed = { removed_unix_ms: by.atUnixMs };
  const tags: string[] = [];
  for (const release of releases) {
    const row = await trx
      .updateTable("releases")
      .set(removed)
      .where("app", "=", app)
      .where("release", "=", release)
      .returning("tag")
      .executeTakeFirst();
    if (row !== undefined) tags.push(row.tag);
  }
  const empty = { frame_table: new Uint8Array(0), metainfo: new Uint8Array(0), piece_digests: new Uint8Array(0) };
  for (const digest of bundles)
    await trx
      .updateTable("bundles")
      .set({ ...removed, ...empty })
      .where("app", "=", app)
      .where("digest", "=", digest)
      .execute();
  const event = { ...by, kind: "content-removed", body: { app, tags, bundles } };
  await appendWithin(trx, { stream: FLEET_STREAM, expectedVersion: null, events: [event] });
}

function auditEvent(
  { id, release, keyIds, lineage, principal, registeredUnixMs, origin }: ReleaseRecord,
  bundles: readonly BundleRecord[],
) {
  const { app, tag, tree } = release;
  const made = bundles.map(({ bundle }) => ({ kind: bundle.kind, digest: bundle.digest, sizeBytes: bundle.sizeBytes }));
  const body = { app, tag, release: id, tree, keyIds, lineage, bundles: made, ...(origin === undefined ? {} : { origin }) };
  return { atUnixMs: registeredUnixMs, principal, kind: "release-created", body };
}

async function oneRelease(query: { executeTakeFirst(): Promise<Selectable<Schema["releases"]> | undefined> }) {
  const row = await query.executeTakeFirst();
  return row === undefined ? null : toRelease(row);
}

async function oneLineage(query: { executeTakeFirst(): Promise<Selectable<Schema["lineages"]> | undefined> }) {
  const row = await query.executeTakeFirst();
  return row === undefined ? null : toLineage(row);
}

function fromRelease(record: ReleaseRecord): Schema["releases"] {
  const { id, release, keyIds, envelope, files, lineage, principal, registeredUnixMs } = record;
  return {
    release: id,
    app: release.app,
    tag: release.tag,
    tree: release.tree,
    listing_bytes: release.listingBytes,
    entries: release.entries,
    size_bytes: release.sizeBytes,
    source_revision: release.sourceRevision,
    created: release.created,
    min_format_version: release.minFormatVersion,
    files,
    key_ids: JSON.stringify(keyIds),
    envelope,
    lineage,
    principal,
    registered_unix_ms: registeredUnixMs,
    removed_unix_ms: record.removedUnixMs,
  };
}

function toRelease(row: Schema["releases"]): ReleaseRecord {
  return {
    id: row.release as ReleaseId,
    release: {
      app: row.app as AppName,
      tag: row.tag as Tag,
      tree: row.tree as Digest,
      listingBytes: Number(row.listing_bytes),
      entries: Number(row.entries),
      sizeBytes: Number(row.size_bytes),
      sourceRevision: row.source_revision,
      created: row.created,
      minFormatVersion: row.min_format_version,
    },
    keyIds: JSON.parse(row.key_ids) as string[],
    envelope: row.envelope,
    files: Number(row.files),
    lineage: Number(row.lineage),
    principal: row.principal as Principal,
    registeredUnixMs: Number(row.registered_unix_ms),
    removedUnixMs: row.removed_unix_ms === null ? null : Number(row.removed_unix_ms),
  };
}

function fromBundle({ app, bundle, torrent }: BundleRecord): Schema["bundles"] {
  return {
    app,
    digest: bundle.digest,
    kind: bundle.kind,
    from_tree: bundle.fromTree,
    to_tree: bundle.toTree,
    size_bytes: bundle.sizeBytes,
    format_version: bundle.formatVersion,
    codecs: JSON.stringify(bundle.codecs),
    frame_table: bundle.frameTable,
    info_hash: torrent.infoHash,
    metainfo: torrent.metainfo,
    piece_digests: torrent.pieceDigests,
    piece_length_bytes: torrent.pieceLengthBytes,
    removed_unix_ms: null,
  };
}

function toBundle(row: Schema["bundles"]): BundleRecord {
  const sizeBytes = Number(row.size_bytes);
  return {
    app: row.app as AppName,
    bundle: {
      kind: row.kind as BundleInfo["kind"],
      digest: row.digest as Digest,
      sizeBytes,
      fromTree: row.from_tree as Digest | null,
      toTree: row.to_tree as Digest,
      formatVersion: row.format_version,
      codecs: JSON.parse(row.codecs) as string[],
      frameTable: row.frame_table,
    },
    torrent: {
      infoHash: row.info_hash as InfoHash,
      metainfo: row.metainfo,
      pieceDigests: row.piece_digests,
      pieceLengthBytes: Number(row.piece_length_bytes),
      sizeBytes,
    },
  };
}

function toLineage(row: Schema["lineages"]): LineageRecord {
  return {
    app: row.app as AppName,
    number: Number(row.number),
    baseTree: row.base_tree as Digest,
    baseBundle: row.base_bundle as Digest,
    baseSizeBytes: Number(row.base_size_bytes),
  };
}
