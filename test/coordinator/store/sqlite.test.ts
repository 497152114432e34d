import { EventEmitter, once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import { statSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type Kysely, sql } from "kysely";
import { CHECKPOINT_COMMITS, LOG_PAGES_MAX } from "../../../coordinator/limits.ts";
import { Checkpointer } from "../../../coordinator/store/checkpointer.ts";
import { openSqlite } from "../../../coordinator/store/sqlite.ts";
import { temporaryFolder } from "../temporary.ts";

interface Rows {
  readonly rows: { readonly n: number };
}

interface Bench {
  readonly db: Kysely<Rows>;
  readonly path: string;
  /** Of each sync: the file, and its size then. */
  readonly synced: { readonly inode: number; readonly sizeBytes: number }[];
  readonly disk: { error: Error | null; gate: Promise<void> };
  /** Emits `sync` when one begins. */
  readonly events: EventEmitter;
}

async function open(t: ExecutionContext): Promise<Bench> {
  const path = join(temporaryFolder(t), "store.db");
  const synced: Bench["synced"] = [];
  const disk: Bench["disk"] = { error: null, gate: Promise.resolve() };
  const events = new EventEmitter();
  const sync = async (file: FileHandle): Promise<void> => {
    const { ino: inode, size: sizeBytes } = await file.stat();
    events.emit("sync");
    await disk.gate;
    if (disk.error !== null) throw disk.error;
    synced.push({ inode, sizeBytes });
  };
  const db = openSqlite<Rows>(path, { sync });
  t.teardown(() => db.destroy());
  await sql`create table rows (n integer not null)`.execute(db);
  synced.length = 0;
  return { db, path, synced, disk, events };
}

const insert = (db: Kysely<Rows>, n: number): Promise<unknown> => db.insertInto("rows").values({ n }).execute();
const count = async (db: Kysely<Rows>): Promise<number> => (await db.selectFrom("rows").select("n").execute()).length;

test("whatever is written is acknowledged after the log that holds it was synced, once for a whole transaction", async (t) => {
  const { db, path, synced } = await open(t);
  await insert(db, 1);
  t.is(synced.length, 1);
  await db.insertInto("rows").values({ n: 2 }).returning("n").execute();
  t.is(synced.length, 2, "an insert that answers is one, too");
  await db.transaction().execute(async (trx) => {
    await insert(trx, 3);
    await insert(trx, 4);
    t.is(synced.length, 2);
  });
  const log = statSync(`${path}-wal`);
  t.is(synced.length, 3);
  t.deepEqual(synced.at(-1), { inode: log.ino, sizeBytes: log.size });
  await count(db);
  t.is(synced.length, 3, "who reads waits for no disk");
});

test("while a commit is synced the event loop goes on, and nobody sees the commit", async (t) => {
  const { db, disk, events } = await open(t);
  const gate = Promise.withResolvers<void>();
  disk.gate = gate.promise;
  const begun = once(events, "sync");
  const done: string[] = [];
  const written = db
    .transaction()
    .execute((trx) => insert(trx, 1))
    .then(() => done.push("written"));
  await begun;
  const read = count(db).then((rows) => done.push(`${rows} read`));
  await new Promise((resolve) => setImmediate(resolve));
  t.deepEqual(done, []);
  gate.resolve();
  await Promise.all([written, read]);
  t.deepEqual(done, ["written", "1 read"]);
});

test("a sync that fails is final: that commit is refused, and everything after it", async (t) => {
  const { db, disk } = await open(t);
  disk.error = new Error("EIO: i/o error, fdatasync");
  const refused = { code: "E_IO", message: /could not be made durable: EIO/ };
  await t.throwsAsync(
    db.transaction().execute((trx) => insert(trx, 1)),
    refused,
  );
  disk.error = null;
  await t.throwsAsync(insert(db, 2), refused);
  await t.throwsAsync(count(db), refused);
  await t.throwsAsync(
    db.transaction().execute((trx) => insert(trx, 3)),
    refused,
  );
});

test("a transaction that throws leaves nothing, and the next one begins", async (t) => {
  const { db } = await open(t);
  const thrown = db.transaction().execute(async (trx) => {
    await insert(trx, 1);
    throw new Error("changed my mind");
  });
  await t.throwsAsync(thrown, { message: "changed my mind" });
  await insert(db, 2);
  t.is(await count(db), 1);
});

test("a transaction that SQLite ends itself, the disk being full, is told as that, and the next one begins", async (t) => {
  const { db } = await open(t);
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${rows[0]!.page_count}`).execute(db);
  const large = "x".repeat(1_000_000);
  const thrown = db.transaction().execute(async (trx) => {
    await insert(trx, 1);
    await sql`insert into rows values (${large})`.execute(trx);
  });
  await t.throwsAsync(thrown, { code: "E_DISK_FULL" });
  await db.transaction().execute((trx) => insert(trx, 2));
  t.is(await count(db), 1);
});

test("the log is copied into the database while others write, and each commit is synced all the same", async (t) => {
  const { db, path, synced } = await open(t);
  await sql`create table texts (text text not null)`.execute(db);
  const before = statSync(path).size;
  synced.length = 0;
  const text = "x".repeat(4_000);
  const commits = { count: 0 };
  // In a thread of its own, which takes its time to begin.
  while (statSync(path).size === before && commits.count < 1_000 * CHECKPOINT_COMMITS) {
    for (let n = 0; n < CHECKPOINT_COMMITS; n += 1) await sql`insert into texts values (${text})`.execute(db);
    commits.count += CHECKPOINT_COMMITS;
  }
  t.true(statSync(path).size > before);
  t.is(synced.length, commits.count);
});

test("the log of who writes without a pause is begun anew when it is long", async (t) => {
  const { db, path } = await open(t);
  await sql`create table texts (text text not null)`.execute(db);
  const text = "x".repeat(100_000);
  const longest = LOG_PAGES_MAX * 4_096;
  for (let bytes = 0; bytes < 6 * longest; bytes += text.length) await sql`insert into texts values (${text})`.execute(db);
  t.true(statSync(`${path}-wal`).size < 4 * longest, `${statSync(`${path}-wal`).size} bytes`);
});

test("where no thread can be had for checkpoints, that is told once, and a commit is no failure", async (t) => {
  let told = 0;
  const none = (): never => {
    throw new Error("ERR_WORKER_INIT_FAILED: EAGAIN");
  };
  const checkpointer = new Checkpointer(join(temporaryFolder(t), "store.db"), () => (told += 1), none);
  for (let n = 0; n < 3 * CHECKPOINT_COMMITS; n += 1) await checkpointer.committed();
  t.is(told, 1);
  await checkpointer.close();
});
