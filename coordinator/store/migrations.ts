/**
 * The schema's history, forward only. All pending migrations run in one transaction: after a crash the schema is the old or the new one.
 * A database that a newer coordinator has migrated is refused untouched (E_SCHEMA): going back would lose what it wrote.
 */
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { ShoalError } from "../../runtime/errors.ts";

/** `blob` is the one type whose name differs between the dialects. */
export interface MigrateOptions {
  readonly blob: "blob" | "bytea";
  /** For tests: other migrations than the shipped ones. */
  readonly migrations?: Readonly<Record<string, Migration>>;
}

/** Errors: E_SCHEMA where the database is newer than this program; the database's own otherwise. */
export async function migrate<DB>(db: Kysely<DB>, { blob, migrations = shippedMigrations(blob) }: MigrateOptions): Promise<void> {
  await refuseNewer(db, Object.keys(migrations));
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof ShoalError) throw error;
  if (error !== undefined) throw new ShoalError("E_SCHEMA", "the database's schema can't be brought up to date", { cause: error });
}

async function refuseNewer<DB>(db: Kysely<DB>, known: readonly string[]): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ShoalError("E_SCHEMA", `the database has schema ${unknown.at(-1)}, this coordinator knows up to ${known.at(-1) ?? "none"}`, {
    hint: "run the newer coordinator that made it, or restore a backup from before the upgrade",
  });
}

/** By name, in their order. */
export function shippedMigrations(blob: MigrateOptions["blob"]): Record<string, Migration> {
  return {
    "0001-first": {
      async up(db: Database) {
        await createEvents(db);
        await createHosts(db);
        await createHostApps(db);
        await createBundles(db, sql.raw<never>(blob));
        await createLineages(db);
        await createReleases(db, sql.raw<never>(blob));
        await createAppFiles(db);
        await createRollouts(db);
      },
    },
    // Clean-up: rows stay, so that a tag is never taken twice and lineages name what was.
    "0002-clean-up": {
      async up(db: Database) {
        await db.schema.alterTable("releases").addColumn("removed_unix_ms", "bigint").execute();
        await db.schema.alterTable("bundles").addColumn("removed_unix_ms", "bigint").execute();
        await db.schema
          .alterTable("app_files")
          .addColumn("used_unix_ms", "bigint", (c) => c.notNull().defaultTo(0))
          .execute();
      },
    },
    // Several coordinators on one PostgreSQL; on SQLite nobody uses them, and there is one history of the schema.
    "0003-scale-out": {
      async up(db: Database) {
        await createLeases(db);
        await createSubmissions(db);
      },
    },
    "0004-notify": {
      async up(db: Database) {
        await createNotifications(db);
      },
    },
    "0005-snapshots": {
      async up(db: Database) {
        await createSnapshots(db);
      },
    },
  };
}

type Database = Kysely<never>;
type ColumnType = ReturnType<typeof sql.raw<never>>;

async function createEvents(db: Database): Promise<void> {
  await db.schema
    .createTable("events")
    .addColumn("stream", "text", (c) => c.notNull())
    .addColumn("version", "bigint", (c) => c.notNull())
    .addColumn("at_unix_ms", "bigint", (c) => c.notNull())
    .addColumn("principal", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("events_key", ["stream", "version"])
    .execute();
}

async function createHosts(db: Database): Promise<void> {
  await db.schema
    .createTable("hosts")
    .addColumn("host", "text", (c) => c.primaryKey())
    .addColumn("environment", "text", (c) => c.notNull())
    .addColumn("labels", "text", (c) => c.notNull())
    .addColumn("passkey", "text", (c) => c.notNull().unique())
    .addColumn("principal", "text", (c) => c.notNull())
    .addColumn("registered_unix_ms", "bigint", (c) => c.notNull())
    .execute();
}

async function createHostApps(db: Database): Promise<void> {
  await db.schema
    .createTable("host_apps")
    .addColumn("host", "text", (c) => c.notNull().references("hosts.host"))
    .addColumn("app", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("host_apps_key", ["host", "app"])
    .execute();
}

async function createBundles(db: Database, bytes: ColumnType): Promise<void> {
  await db.schema
    .createTable("bundles")
    .addColumn("app", "text", (c) => c.notNull())
    .addColumn("digest", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("from_tree", "text")
    .addColumn("to_tree", "text", (c) => c.notNull())
    .addColumn("size_bytes", "bigint", (c) => c.notNull())
    .addColumn("format_version", "integer", (c) => c.notNull())
    .addColumn("codecs", "text", (c) => c.notNull())
    .addColumn("frame_table", bytes, (c) => c.notNull())
    .addColumn("info_hash", "text", (c) => c.notNull())
    .addColumn("metainfo", bytes, (c) => c.notNull())
    .addColumn("piece_digests", bytes, (c) => c.notNull())
    .addColumn("piece_length_bytes", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("bundles_key", ["app", "digest"])
    .execute();
  await db.schema.createIndex("bundles_by_tree").on("bundles").columns(["app", "to_tree"]).execute();
}

async function createLineages(db: Database): Promise<void> {
  await db.schema
    .createTable("lineages")
    .addColumn("app", "text", (c) => c.notNull())
    .addColumn("number", "bigint", (c) => c.notNull())
    .addColumn("base_tree", "text", (c) => c.notNull())
    .addColumn("base_bundle", "text", (c) => c.notNull())
    .addColumn("base_size_bytes", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("lineages_key", ["app", "number"])
    .addForeignKeyConstraint("lineages_base", ["app", "base_bundle"], "bundles", ["app", "digest"])
    .execute();
}

async function createReleases(db: Database, bytes: ColumnType): Promise<void> {
  await db.schema
    .createTable("releases")
    .addColumn("release", "text", (c) => c.primaryKey())
    .addColumn("app", "text", (c) => c.notNull())
    .addColumn("tag", "text", (c) => c.notNull())
    .addColumn("tree", "text", (c) => c.notNull())
    .addColumn("listing_bytes", "bigint", (c) => c.notNull())
    .addColumn("entries", "bigint", (c) => c.notNull())
    .addColumn("size_bytes", "bigint", (c) => c.notNull())
    .addColumn("source_revision", "text")
    .addColumn("created", "text", (c) => c.notNull())
    .addColumn("min_format_version", "integer", (c) => c.notNull())
    .addColumn("files", "bigint", (c) => c.notNull())
    .addColumn("key_ids", "text", (c) => c.notNull())
    .addColumn("envelope", bytes, (c) => c.notNull())
    .addColumn("lineage", "bigint", (c) => c.notNull())
    .addColumn("principal", "text", (c) => c.notNull())
    .addColumn("registered_unix_ms", "bigint", (c) => c.notNull())
    .addUniqueConstraint("releases_tag", ["app", "tag"])
    .addForeignKeyConstraint("releases_lineage", ["app", "lineage"], "lineages", ["app", "number"])
    .execute();
}

async function createAppFiles(db: Database): Promise<void> {
  await db.schema
    .createTable("app_files")
    .addColumn("app", "text", (c) => c.notNull())
    .addColumn("digest", "text", (c) => c.notNull())
    .addColumn("size_bytes", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("app_files_key", ["app", "digest"])
    .execute();
}

async function createRollouts(db: Database): Promise<void> {
  await db.schema
    .createTable("rollouts")
    .addColumn("rollout", "text", (c) => c.primaryKey())
    .addColumn("environment", "text", (c) => c.notNull())
    .addColumn("app", "text", (c) => c.notNull())
    .addColumn("started_unix_ms", "bigint", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("rollouts_by_stream").on("rollouts").columns(["environment", "app", "started_unix_ms"]).execute();
}

async function createLeases(db: Database): Promise<void> {
  await db.schema
    .createTable("leases")
    .addColumn("stream", "text", (c) => c.primaryKey())
    .addColumn("owner", "text", (c) => c.notNull())
    .addColumn("fence", "bigint", (c) => c.notNull())
    .addColumn("until_unix_ms", "bigint", (c) => c.notNull())
    .addColumn("version", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("members")
    .addColumn("member", "text", (c) => c.primaryKey())
    .addColumn("seed", "text", (c) => c.notNull())
    .addColumn("until_unix_ms", "bigint", (c) => c.notNull())
    .execute();
}

async function createSubmissions(db: Database): Promise<void> {
  await db.schema
    .createTable("submissions")
    .addColumn("sender", "text", (c) => c.notNull())
    .addColumn("number", "bigint", (c) => c.notNull())
    .addColumn("stream", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("answer", "text")
    .addPrimaryKeyConstraint("submissions_key", ["sender", "number"])
    .execute();
  await db.schema.createIndex("submissions_by_stream").on("submissions").columns(["stream"]).execute();
}

async function createNotifications(db: Database): Promise<void> {
  await db.schema
    .createTable("notifications")
    .addColumn("target", "text", (c) => c.notNull())
    .addColumn("stream", "text", (c) => c.notNull())
    .addColumn("version", "bigint", (c) => c.notNull())
    .addColumn("place", "integer", (c) => c.notNull())
    .addColumn("at_unix_ms", "bigint", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("notifications_key", ["target", "stream", "version", "place"])
    .execute();
}

async function createSnapshots(db: Database): Promise<void> {
  await db.schema
    .createTable("snapshots")
    .addColumn("stream", "text", (c) => c.primaryKey())
    .addColumn("version", "bigint", (c) => c.notNull())
    .addColumn("made_by", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .execute();
}
