/**
 * Kysely over `node:sqlite`: the small adapter that Kysely's SQLite dialect leaves open. WAL with synchronous=FULL, so that a committed
 * transaction survives a power cut; foreign keys on. One connection: Kysely queues whoever comes while a transaction is open. Each
 * statement runs synchronously on the event loop; a commit costs one fsync.
 */
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import {
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  Kysely,
  type QueryCompiler,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
} from "kysely";
import { ShoalError } from "../../runtime/errors.ts";
import { SQLITE_BUSY_TIMEOUT_MS } from "../limits.ts";

/** Opens or makes the database at `path`. Errors: E_IO, E_DISK_FULL, E_LOCKED. */
export function openSqlite<DB>(path: string): Kysely<DB> {
  return new Kysely<DB>({ dialect: new NodeSqliteDialect(path) });
}

class NodeSqliteDialect implements Dialect {
  readonly #inner: SqliteDialect;

  constructor(path: string) {
    this.#inner = new SqliteDialect({ database: async () => translateErrors(() => openDatabase(path)) });
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  createDriver(): Driver {
    return this.#inner.createDriver();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return this.#inner.createIntrospector(db);
  }

  createQueryCompiler(): QueryCompiler {
    return this.#inner.createQueryCompiler();
  }
}

/** SQLite's DDL is transactional (Kysely's adapter says no): migrations take effect together or not at all. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function openDatabase(path: string): SqliteDatabase {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: SQLITE_BUSY_TIMEOUT_MS });
  try {
    database.exec("pragma journal_mode = wal; pragma synchronous = full");
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
