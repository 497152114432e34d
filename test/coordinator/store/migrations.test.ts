import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "ava";
import type { Kysely } from "kysely";
import { migrate } from "../../../coordinator/store/migrations.ts";
import { openSqlite } from "../../../coordinator/store/sqlite.ts";
import { openStore } from "../../../coordinator/store/store.ts";
import { temporaryFolder } from "../temporary.ts";
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

test("a commit is durable: WAL with synchronous=FULL and foreign keys on", async (t) => {
  const { db, close } = open(join(temporaryFolder(t), "store.db"));
  const { CompiledQuery } = await import("kysely");
  const pragma = async (name: string) => Object.values((await db.executeQuery(CompiledQuery.raw(`pragma ${name}`))).rows[0] as object)[0];
  t.is(await pragma("journal_mode"), "wal");
  t.is(await pragma("synchronous"), 2);
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

function open(path: string) {
  const db = openSqlite<Record<string, never>>(path);
  return { db, close: () => db.destroy() };
}
