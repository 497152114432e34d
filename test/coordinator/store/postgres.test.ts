import test from "ava";
import { sql } from "kysely";
import { openPostgres } from "../../../coordinator/store/postgres.ts";
import { postgresDatabase } from "./postgres.ts";

const CODES = {
  "53100": "E_DISK_FULL",
  "53300": "E_UNAVAILABLE",
  "57P01": "E_UNAVAILABLE",
  "57014": "E_UNAVAILABLE",
  "40P01": "E_UNAVAILABLE",
  "25006": "E_UNAVAILABLE",
  "55P03": "E_LOCKED",
  "23505": "E_EXISTS",
  "42501": "E_CONFIG",
  "58030": "E_IO",
} as const;

test("PostgreSQL's errors come with the codes that SQLite's have", async (t) => {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const db = openPostgres<Record<string, never>>(postgres);
  t.teardown(() => db.destroy());
  for (const [state, code] of Object.entries(CODES)) {
    const raise = sql.raw(`do $$ begin raise exception 'as said' using errcode = '${state}'; end $$`);
    await t.throwsAsync(raise.execute(db), { code, message: /as said/ }, state);
  }
  await t.throwsAsync(sql`select * from nowhere`.execute(db), { code: "42P01" }, "a mistake of ours stays one");
});

test("a connection that the server ends is E_UNAVAILABLE, and the next statement has another", async (t) => {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const db = openPostgres<Record<string, never>>(postgres);
  t.teardown(() => db.destroy());
  // Whether the end of the connection or the next statement comes first is a matter of chance.
  for (let time = 0; time < 20; time++) {
    await t.throwsAsync(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db), { code: "E_UNAVAILABLE" });
    t.deepEqual((await sql<{ one: number }>`select 1 as one`.execute(db)).rows, [{ one: 1 }]);
  }
});
