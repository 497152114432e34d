/**
 * Kysely over `node:sqlite`: the small adapter that Kysely's SQLite dialect leaves open. Foreign keys on. One connection: Kysely queues whoever
 * comes while a transaction is open. Statements run synchronously on the event loop, and take microseconds; the sync of a commit takes
 * milliseconds, so it does not.
 *
 * A write-ahead log with synchronous=NORMAL (https://www.sqlite.org/pragma.html#pragma_synchronous): SQLite itself syncs the log before a
 * checkpoint and when it begins it anew, and a power cut loses only whole commits at its end. Whoever commits waits for our own sync of the log
 * file, done by another thread, while the event loop goes on. So a commit that was acknowledged survives a power cut, as with synchronous=FULL.
 * Checkpoints are another thread's, too (checkpointer.ts).
 *
 * A sync that fails is final (runtime/durable.ts): what was written stands in the log, and nobody knows for how long. The database then refuses
 * everything until the coordinator is started again, which reads what is there.
 */
import { type FileHandle, open } from "node:fs/promises";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  Kysely,
  type QueryCompiler,
  SelectQueryNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
} from "kysely";
import { ShoalError, textOf } from "../../runtime/errors.ts";
import { SQLITE_BUSY_TIMEOUT_MS } from "../limits.ts";
import { Checkpointer } from "./checkpointer.ts";

export interface SqliteDeps {
  /** Makes durable what was written to a file. */
  readonly sync?: (file: FileHandle) => Promise<void>;
}

/** Opens or makes the database at `path`. Errors: E_IO, E_DISK_FULL, E_LOCKED. */
export function openSqlite<DB>(path: string, { sync = (file) => file.datasync() }: SqliteDeps = {}): Kysely<DB> {
  return new Kysely<DB>({ dialect: new NodeSqliteDialect(path, sync) });
}

class NodeSqliteDialect implements Dialect {
  readonly #inner: SqliteDialect;
  readonly #log: LogFile;

  constructor(path: string, sync: (file: FileHandle) => Promise<void>) {
    this.#log = new LogFile(`${path}-wal`, sync);
    this.#inner = new SqliteDialect({ database: async () => translateErrors(() => openDatabase(path, this.#log)) });
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  createDriver(): Driver {
    return new SyncingDriver(this.#inner.createDriver(), this.#log);
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return this.#inner.createIntrospector(db);
  }

  createQueryCompiler(): QueryCompiler {
    return this.#inner.createQueryCompiler();
  }
}

/** The write-ahead log, which is there from the first statement until the database is closed. */
class LogFile {
  /** Null where the file system allows no such log: then SQLite syncs by itself. */
  checkpointer: Checkpointer | null = null;
  /** Of SQLite itself: a disk that is full ends a transaction without being asked to. */
  isTransactionOpen: () => boolean = () => false;
  readonly #path: string;
  readonly #sync: (file: FileHandle) => Promise<void>;
  #file: FileHandle | null = null;
  #failure: ShoalError | null = null;

  constructor(path: string, sync: (file: FileHandle) => Promise<void>) {
    this.#path = path;
    this.#sync = sync;
  }

  /** Errors: E_IO, from the first failure on. */
  check(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** Errors: E_IO. */
  async sync(): Promise<void> {
    this.check();
    if (this.checkpointer === null) return;
    try {
      this.#file ??= await open(this.#path, "r+");
      await this.#sync(this.#file);
    } catch (cause) {
      const hint = "look at the disk; then start the coordinator again: it goes on from what is on the disk";
      this.#failure = new ShoalError("E_IO", `the coordinator's database could not be made durable: ${textOf(cause)}`, { hint, cause });
      throw this.#failure;
    }
    await this.checkpointer.committed();
  }

  async close(): Promise<void> {
    await this.checkpointer?.close();
    await this.#file?.close();
    this.#file = null;
  }
}

/** Whoever wrote something waits until it is durable; there is one connection, so everybody else waits, too. */
class SyncingDriver implements Driver {
  readonly #inner: Driver;
  readonly #log: LogFile;
  #connection: DatabaseConnection | null = null;
  #inTransaction = false;

  constructor(inner: Driver, log: LogFile) {
    this.#inner = inner;
    this.#log = log;
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= this.#syncing(await this.#inner.acquireConnection());
    return this.#connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    this.#inTransaction = true;
    try {
      await this.#inner.beginTransaction(connection, {});
    } catch (error) {
      this.#inTransaction = false;
      throw error;
    }
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#inner.commitTransaction(connection);
    this.#inTransaction = false;
    await this.#log.sync();
  }

  /** Kysely asks for it after a commit that was rejected, too: that one is done. And where SQLite has rolled back already: its own error is the one to tell. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    if (this.#log.isTransactionOpen()) await this.#inner.rollbackTransaction(connection);
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    await this.#inner.releaseConnection(connection);
  }

  async destroy(): Promise<void> {
    await this.#log.close();
    await this.#inner.destroy();
  }

  #syncing(inner: DatabaseConnection): DatabaseConnection {
    return {
      executeQuery: async <R>(query: CompiledQuery) => {
        this.#log.check();
        const result = await inner.executeQuery<R>(query);
        if (!this.#inTransaction && !SelectQueryNode.is(query.query)) await this.#log.sync();
        return result;
      },
      streamQuery: (query, chunkSize) => inner.streamQuery(query, chunkSize),
    };
  }
}

/** SQLite's DDL is transactional (Kysely's adapter says no): migrations take effect together or not at all. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function openDatabase(path: string, log: LogFile): SqliteDatabase {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: SQLITE_BUSY_TIMEOUT_MS });
  log.isTransactionOpen = () => database.isTransaction;
  try {
    if (database.prepare("pragma journal_mode = wal").get()?.["journal_mode"] !== "wal") database.exec("pragma synchronous = full");
    else {
      const byItself = (): void => database.exec("pragma wal_autocheckpoint = 1000");
      log.checkpointer = new Checkpointer(path, byItself);
      // A look at the schema makes the log file.
      database.exec("pragma synchronous = normal; pragma wal_autocheckpoint = 0; select count(*) from sqlite_schema");
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return { close: () => database.close(), prepare: (sql) => translateErrors(() => prepare(database, sql)) };
}

function prepare(database: DatabaseSync, sql: string): ReturnType<SqliteDatabase["prepare"]> {
  const statement = database.prepare(sql);
  const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => translateErrors(() => statement.all(...values(parameters))),
    run: (parameters) => translateErrors(() => statement.run(...values(parameters))),
    iterate: (parameters) => translateErrors(() => statement.iterate(...values(parameters))),
  };
}

/** SQLite's result codes (https://www.sqlite.org/rescode.html) that a caller or an operator can act on. */
function translateErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toShoalError(error);
  }
}

function toShoalError(error: unknown): unknown {
  const code = (error as { errcode?: number } | null)?.errcode;
  if (code === undefined) return error;
  const message = (error as Error).message;
  switch (code & 0xff) {
    case 5:
    case 6:
      return new ShoalError("E_LOCKED", `the coordinator's database is in use by another process: ${message}`, { cause: error });
    case 13:
      return new ShoalError("E_DISK_FULL", `the coordinator's database can't grow: ${message}`, {
        hint: "free space on the file system of dataDir",
        cause: error,
      });
    case 19:
      return new ShoalError("E_EXISTS", `the database refuses a row: ${message}`, { cause: error });
    case 8:
    case 10:
    case 11:
    case 14:
    case 26:
      return new ShoalError("E_IO", `the coordinator's database can't be read or written: ${message}`, {
        hint: "look at the disk and at the rights on dataDir",
        cause: error,
      });
    default:
      return error;
  }
}
