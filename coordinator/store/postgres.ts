/**
 * Kysely over `pg`: a pool of connections, and PostgreSQL's errors in the words that SQLite's have too. Every commit waits for the
 * database's disk (synchronous_commit, the server's default). Statements and connects have time limits: a server that hangs is
 * E_UNAVAILABLE, and whoever asked tries again. No password is ever part of a message: it is not part of the URL.
 */
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { ShoalError } from "../../runtime/errors.ts";
import { POSTGRES_CONNECT_TIMEOUT_MS, POSTGRES_CONNECTIONS, POSTGRES_STATEMENT_TIMEOUT_MS } from "../limits.ts";

export interface PostgresOptions {
  /** `postgres://user@host:port/database?sslmode=verify-full&sslrootcert=…`, without a password. */
  readonly url: string;
  /** Null: the server asks for none. */
  readonly password: string | null;
}

/** Connects with the first statement. Errors then: E_CONFIG (address, user, password, rights), E_UNAVAILABLE, E_DISK_FULL, E_EXISTS, E_IO. */
export function openPostgres<DB>(options: PostgresOptions): Kysely<DB> {
  const pool = new pg.Pool({ ...connection(options), max: POSTGRES_CONNECTIONS, Client: TranslatingClient });
  // A connection that broke while nobody used it; the next statement opens another.
  pool.on("error", () => undefined);
  // One that breaks in use: its statement fails with that, and the pool drops the connection when it comes back.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: {
        options: pool.options,
        connect: () => translated(() => borrow(pool)),
        end: () => pool.end(),
      },
    }),
  });
}

/** A connection that the server is about to end still looks whole to the pool when it comes back, and whoever had it next would lose it. */
async function borrow(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const release = client.release;
  // Kysely says false where it knows of nothing.
  client.release = (failed) =>
    release(failed instanceof Error || failed === true || (client instanceof TranslatingClient && client.isEnded));
  return client;
}

/** A connection of its own. `pg` opens none again: whoever has it opens another when it ends. */
export function postgresClient(options: PostgresOptions): pg.Client {
  return new TranslatingClient(connection(options));
}

function connection({ url, password }: PostgresOptions): pg.ClientConfig {
  return {
    connectionString: withPassword(url, password),
    application_name: "shoal-coordinator",
    connectionTimeoutMillis: POSTGRES_CONNECT_TIMEOUT_MS,
    statement_timeout: POSTGRES_STATEMENT_TIMEOUT_MS,
    // The server's own limit comes first; this one is for a server that is gone.
    query_timeout: POSTGRES_STATEMENT_TIMEOUT_MS * 2,
    keepAlive: true,
  };
}

/** `pg` takes what the URL says over what stands beside it, also where it says nothing. */
function withPassword(text: string, password: string | null): string {
  if (password === null) return text;
  const url = new URL(text);
  url.password = encodeURIComponent(password);
  return url.href;
}

class TranslatingClient extends pg.Client {
  /** The server, or the network, ends the connection. */
  isEnded = false;

  override query(...given: unknown[]): never {
    const result: unknown = Reflect.apply(super.query, this, given);
    return (result instanceof Promise ? this.#watched(result) : result) as never;
  }

  #watched(result: Promise<unknown>): Promise<unknown> {
    return translated(async () => {
      try {
        return await result;
      } catch (error) {
        this.isEnded ||= error instanceof Error && isAway(codeOf(error), error.message);
        throw error;
      }
    });
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toShoalError(error);
  }
}

/** PostgreSQL's codes (https://www.postgresql.org/docs/current/errcodes-appendix.html) that a caller or an operator can act on. */
function toShoalError(error: unknown): unknown {
  if (error instanceof ShoalError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const { message } = error;
  if (code.startsWith("23")) return new ShoalError("E_EXISTS", `the database refuses a row: ${message}`, { cause: error });
  if (DISK_FULL.has(code)) {
    const hint = "free space on the file system of the PostgreSQL server";
    return new ShoalError("E_DISK_FULL", `the coordinator's database can't grow: ${message}`, { hint, cause: error });
  }
  if (isSettings(code, message)) {
    const hint = "look at `store` and its password in the coordinator's configuration, and at the user's rights";
    return new ShoalError("E_CONFIG", `the PostgreSQL server refuses this coordinator: ${message}`, { hint, cause: error });
  }
  if (code === "55P03") return new ShoalError("E_LOCKED", `the coordinator's database is in use: ${message}`, { cause: error });
  if (isAway(code, message)) {
    const hint = "it is asked again by itself; look whether the PostgreSQL server runs and can be reached";
    return new ShoalError("E_UNAVAILABLE", `the coordinator's database can't be asked: ${message}`, { hint, cause: error });
  }
  if (code.startsWith("58") || code.startsWith("XX")) {
    return new ShoalError("E_IO", `the coordinator's database can't be read or written: ${message}`, { cause: error });
  }
  return error;
}

/** disk_full; and what Linux says where a file may not grow. */
const DISK_FULL: ReadonlySet<string> = new Set(["53100", "ENOSPC"]);

/** Wrong user or password, unknown database, missing right; without a code it is `pg` itself that lacks a password. */
function isSettings(code: string, message: string): boolean {
  if (code === "") return message.includes("password must be");
  return code.startsWith("28") || code === "3D000" || code === "42501" || code === "ENOTFOUND";
}

/** Connection lost, server going down or too busy, a standby, a deadlock, a statement that took too long, any errno of a socket. */
function isAway(code: string, message: string): boolean {
  const classes = ["08", "53", "57", "40", "25"];
  if (code !== "") return classes.some((start) => code.startsWith(start)) || /^E[A-Z_]+$/.test(code);
  // What `pg` says without a code.
  return /timeout|terminated|Connection|not queryable|closed/i.test(message);
}
