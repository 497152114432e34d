import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { type ExecutionContext } from "ava";
import type { Kysely } from "kysely";
import { migrate, type MigrateOptions, shippedMigrations } from "../../../coordinator/store/migrations.ts";
import { openSqlite } from "../../../coordinator/store/sqlite.ts";
import { openStore, type StoreOptions } from "../../../coordinator/store/store.ts";
import type { HostId } from "../../../runtime/ids.ts";
import { temporaryFolder } from "../temporary.ts";
import { openPostgres } from "../../../coordinator/store/postgres.ts";
import { postgresDatabase } from "./postgres.ts";
import { event } from "./sample-event.ts";

test("a database is opened again with everything in it", async (t) => {
  const path = join(temporaryFolder(t), "store.db");
  const first = await openStore({ path });
  await first.events.append("production/web", 0, [event("a")]);
  await first.close();
  const second = await openStore({ path });
  t.is((await second.events.read("production/web", 0, 10)).length, 1);
  await second.close();
});

test("a database of a newer coordinator is refused with E_SCHEMA and left as it is", async (t) => {
  const path = join(temporaryFolder(t), "store.db");
  await (await openStore({ path })).close();
  const raw = new DatabaseSync(path);
  raw.exec("insert into kysely_migration values ('0999-from-the-future', '2030-01-01')");
  const before = raw.prepare("select name, sql from sqlite_schema order by name").all();
  await t.throwsAsync(openStore({ path }), { code: "E_SCHEMA", message: /0999-from-the-future/ });
  t.deepEqual(raw.prepare("select name, sql from sqlite_schema order by name").all(), before);
  raw.close();
});

test("migrations go forward one after the other, and those done are not done again", async (t) => {
  const { db, close } = open(join(temporaryFolder(t), "store.db"));
  const done: string[] = [];
  const step = (name: string) => ({ up: async () => void done.push(name) });
  await migrate(db, { blob: "blob", migrations: { "1": step("1") } });
  await migrate(db, { blob: "blob", migrations: { "1": step("1"), "2": step("2"), "3": step("3") } });
  t.deepEqual(done, ["1", "2", "3"]);
  await close();
});

test("a database of each earlier version goes forward with what is in it", async (t) => {
  const folder = temporaryFolder(t);
  for (const [version, old] of earlier("blob").entries()) {
    const path = join(folder, `${version}.db`);
    await fillOld(openSqlite(path), old, "blob");
    await goesForward(t, { path });
  }
});

test("a migration that fails leaves the schema of before, also of the ones before it in that run", async (t) => {
  const path = join(temporaryFolder(t), "store.db");
  const { db, close } = open(path);
  const make = { up: async (db: Kysely<never>) => db.schema.createTable("made").addColumn("a", "text").execute() };
  const fail = { up: async () => Promise.reject(new Error("no")) };
  await t.throwsAsync(migrate(db, { blob: "blob", migrations: { "1": make, "2": fail } }), { code: "E_SCHEMA" });
  await close();
  const raw = new DatabaseSync(path);
  t.is(raw.prepare("select 1 from sqlite_schema where name = 'made'").get(), undefined);
  raw.close();
});

test("SQLite keeps a write-ahead log, which is synced by us, and foreign keys", async (t) => {
  const { db, close } = open(join(temporaryFolder(t), "store.db"));
  const { CompiledQuery } = await import("kysely");
  const pragma = async (name: string) => Object.values((await db.executeQuery(CompiledQuery.raw(`pragma ${name}`))).rows[0] as object)[0];
  t.is(await pragma("journal_mode"), "wal");
  t.is(await pragma("synchronous"), 1);
  t.is(await pragma("foreign_keys"), 1);
  await close();
});

test("a file that is no database is E_IO, and so is one that can't be opened", async (t) => {
  const folder = temporaryFolder(t);
  const { writeFileSync } = await import("node:fs");
  writeFileSync(join(folder, "junk.db"), "this is no database, whatever its name says".repeat(50));
  await t.throwsAsync(openStore({ path: join(folder, "junk.db") }), { code: "E_IO" });
  await t.throwsAsync(openStore({ path: join(folder, "missing", "store.db") }), { code: "E_IO" });
});

type Migrations = NonNullable<MigrateOptions["migrations"]>;

/** The first migration alone, the first two, …: never all of them. */
function earlier(blob: MigrateOptions["blob"]): readonly Migrations[] {
  const all = Object.entries(shippedMigrations(blob));
  return all.slice(1).map((_, index) => Object.fromEntries(all.slice(0, index + 1)));
}

/** A host and an event, as the coordinator of then wrote them. */
async function fillOld(db: Kysely<OldSchema>, migrations: Migrations, blob: MigrateOptions["blob"]): Promise<void> {
  await migrate(db, { blob, migrations });
  const { body, ...rest } = { ...event("a"), version: 1, stream: "production/web" };
  const { atUnixMs, principal, kind, stream, version } = rest;
  await db
    .insertInto("events")
    .values({ stream, version, at_unix_ms: atUnixMs, principal, kind, body: JSON.stringify(body) })
    .execute();
  const host = { host: "web1", environment: "production", labels: "{}", passkey: "p".repeat(64), principal, registered_unix_ms: 1 };
  await db.insertInto("hosts").values(host).execute();
  await db.destroy();
}

interface OldSchema {
  readonly events: Record<"stream" | "principal" | "kind" | "body", string> & Record<"version" | "at_unix_ms", number>;
  readonly hosts: Record<"host" | "environment" | "labels" | "passkey" | "principal", string> & { readonly registered_unix_ms: number };
}

async function goesForward(t: ExecutionContext, options: StoreOptions): Promise<void> {
  const store = await openStore(options);
  const [kept] = await store.events.read("production/web", 0, 10);
  t.like(kept, { ...event("a"), version: 1 });
  t.like((await store.hosts.all())[0], { host: "web1" as HostId });
  t.is(await store.events.append("production/web", 1, [event("b")]), 2);
  await store.close();
}

function open(path: string) {
  const db = openSqlite<Record<string, never>>(path);
  return { db, close: () => db.destroy() };
}

test("PostgreSQL: migrations run once, also when two coordinators start at once, and everything is there again", async (t) => {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const [first, second] = await Promise.all([openStore({ postgres }), openStore({ postgres })]);
  await first.events.append("production/web", 0, [event("a")]);
  t.is((await second.events.read("production/web", 0, 10)).length, 1);
  await Promise.all([first.close(), second.close()]);
});

test("PostgreSQL: a database of each earlier version goes forward with what is in it", async (t) => {
  for (const old of earlier("bytea")) {
    const postgres = await postgresDatabase(t);
    if (postgres === null) return;
    await fillOld(openPostgres(postgres), old, "bytea");
    await goesForward(t, { postgres });
  }
});

test("PostgreSQL: a database of a newer coordinator is refused with E_SCHEMA", async (t) => {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  await (await openStore({ postgres })).close();
  const db = openPostgres<{ kysely_migration: { name: string; timestamp: string } }>(postgres);
  await db.insertInto("kysely_migration").values({ name: "0999-from-the-future", timestamp: "2030-01-01" }).execute();
  await db.destroy();
  await t.throwsAsync(openStore({ postgres }), { code: "E_SCHEMA", message: /0999-from-the-future/ });
});

test("PostgreSQL: a migration that fails leaves the schema of before, also of the ones before it in that run", async (t) => {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const db = openPostgres<Record<string, never>>(postgres);
  t.teardown(() => db.destroy());
  const make = { up: async (db: Kysely<never>) => db.schema.createTable("made").addColumn("a", "text").execute() };
  const fail = { up: async () => Promise.reject(new Error("no")) };
  await t.throwsAsync(migrate(db, { blob: "bytea", migrations: { "1": make, "2": fail } }), { code: "E_SCHEMA" });
  const tables = await db.introspection.getTables();
  t.deepEqual(
    tables.map(({ name }) => name),
    [],
  );
});

test("PostgreSQL: what refuses or is away is told by its code, and no password is in any message", async (t) => {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const wrong = (change: (url: URL) => void): { url: string; password: string } => {
    const url = new URL(postgres.url);
    change(url);
    return { url: url.href, password: "hunter2" };
  };
  const refused = await t.throwsAsync(openStore({ postgres: wrong(() => undefined) }), { code: "E_CONFIG" });
  const unknown = { ...postgres, url: wrong((url) => (url.pathname = "/nowhere")).url };
  await t.throwsAsync(openStore({ postgres: unknown }), { code: "E_CONFIG", message: /nowhere/ });
  await t.throwsAsync(openStore({ postgres: { ...postgres, password: null } }), { code: "E_CONFIG" });
  const away = await t.throwsAsync(openStore({ postgres: wrong((url) => (url.port = "1")) }), { code: "E_UNAVAILABLE" });
  for (const error of [refused, away]) t.false(`${error.message} ${error.stack}`.includes("hunter2"));
});
