/**
 * The event streams: what the coordinator knows for certain, append-only. An append names the version it was decided at; if the stream
 * has moved on meanwhile nothing is written (E_VERSION_CONFLICT) and the caller reads the news and decides again. When `append` resolves,
 * the events survive a power cut; when it rejects, or the process dies before, none of them is there.
 *
 * Every implementation passes test/coordinator/store/conformance.ts.
 */
import { type Kysely, PostgresAdapter, sql, type Transaction } from "kysely";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName, EnvironmentName, Principal } from "../../runtime/ids.ts";
import { EVENT_BODY_BYTES_MAX } from "../limits.ts";
import { notifyWithin } from "./notices.ts";
import { insertNotifications, type NewNotification } from "./notifications.ts";
import type { Schema } from "./schema.ts";

/** One app in one environment, or the fleet's own audit stream. */
export type StreamName = `${string}/${string}` | typeof FLEET_STREAM;

/** Changes that belong to no environment stream: hosts registered, releases created. */
export const FLEET_STREAM = "fleet";

export interface NewEvent {
  readonly atUnixMs: number;
  readonly principal: Principal;
  readonly kind: string;
  /** JSON-safe. */
  readonly body: unknown;
  /** What somebody outside is to be told of it; there with the event or not at all. */
  readonly notifications?: readonly NewNotification[];
}

export interface EventRecord extends Omit<NewEvent, "notifications"> {
  /** 1, 2, 3, … in its stream. */
  readonly version: number;
}

export interface EventStore {
  /** Resolves to the stream's new version. Errors: E_VERSION_CONFLICT; E_LIMIT for an event that is too large; E_DISK_FULL, E_IO. */
  append(stream: StreamName, expectedVersion: number, events: readonly NewEvent[]): Promise<number>;
  /** Events after that version, oldest first, at most `limit`. Empty for an unknown stream. */
  read(stream: StreamName, afterVersion: number, limit: number): Promise<readonly EventRecord[]>;
  /** Every stream that has an event, sorted. */
  streams(): Promise<readonly StreamName[]>;
}

export function streamName(environment: EnvironmentName, app: AppName): StreamName {
  return `${environment}/${app}`;
}

/** Null for the fleet's stream. */
export function parseStreamName(stream: StreamName): { environment: EnvironmentName; app: AppName } | null {
  const [environment, app] = stream.split("/");
  return app === undefined ? null : { environment: environment as EnvironmentName, app: app as AppName };
}

export function createEventStore(db: Kysely<Schema>): EventStore {
  return {
    append: (stream, expectedVersion, events) => db.transaction().execute((trx) => appendWithin(trx, { stream, expectedVersion, events })),
    async read(stream, afterVersion, limit) {
      const rows = await db
        .selectFrom("events")
        .select(["version", "at_unix_ms", "principal", "kind", "body"])
        .where("stream", "=", stream)
        .where("version", ">", afterVersion)
        .orderBy("version")
        .limit(limit)
        .execute();
      return rows.map(toRecord);
    },
    async streams() {
      const rows = await db.selectFrom("events").select("stream").distinct().execute();
      return rows.map(({ stream }) => stream as StreamName).sort();
    },
  };
}

export interface AppendWithin {
  readonly stream: StreamName;
  /** Null: wherever the stream is now. */
  readonly expectedVersion: number | null;
  readonly events: readonly NewEvent[];
}

/** Append as part of a larger transaction: a change of the catalogue and its audit line are there together or not at all. */
export async function appendWithin(trx: Transaction<Schema>, { stream, expectedVersion, events }: AppendWithin): Promise<number> {
  if (expectedVersion === null) await waitForTurn(trx, stream);
  const version = await currentVersion(trx, stream);
  if (expectedVersion !== null && version !== expectedVersion) throw versionConflict(stream, expectedVersion, version);
  if (events.length === 0) return version;
  const rows = events.map((event, index) => toRow(stream, version + 1 + index, event));
  try {
    await trx.insertInto("events").values(rows).execute();
  } catch (error) {
    // Two writers that both read the same version: the primary key lets one of them through.
    if (error instanceof ShoalError && error.code === "E_EXISTS") throw versionConflict(stream, version, null);
    throw error;
  }
  await insertNotifications(trx, { stream, afterVersion: version, events });
  if (stream === FLEET_STREAM && isPostgres(trx)) await notifyWithin(trx, { kind: "fleet", subject: stream });
  return version + events.length;
}

/** SQLite has one writer anyway. In PostgreSQL two transactions may both read the same version. */
async function waitForTurn(trx: Transaction<Schema>, stream: StreamName): Promise<void> {
  if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(hashtext(${stream}))`.execute(trx);
}

function isPostgres(trx: Transaction<Schema>): boolean {
  return trx.getExecutor().adapter instanceof PostgresAdapter;
}

export function versionConflict(stream: StreamName, expected: number, found: number | null): ShoalError {
  const now = found === null ? "has moved on" : `is at ${found}`;
  return new ShoalError("E_VERSION_CONFLICT", `stream ${stream} was expected at version ${expected} and ${now}`);
}

/** Errors: E_LIMIT. */
export function encodeBody(stream: StreamName, event: NewEvent): string {
  const body = JSON.stringify(event.body);
  const sizeBytes = Buffer.byteLength(body);
  if (sizeBytes <= EVENT_BODY_BYTES_MAX) return body;
  throw new ShoalError("E_LIMIT", `a ${event.kind} event for ${stream} has ${sizeBytes} bytes, more than ${EVENT_BODY_BYTES_MAX}`);
}

async function currentVersion(trx: Transaction<Schema>, stream: StreamName): Promise<number> {
  const row = await trx
    .selectFrom("events")
    .select((eb) => eb.fn.max("version").as("version"))
    .where("stream", "=", stream)
    .executeTakeFirst();
  return Number(row?.version ?? 0);
}

function toRow(stream: StreamName, version: number, event: NewEvent): Schema["events"] {
  const { atUnixMs, principal, kind } = event;
  return { stream, version, at_unix_ms: atUnixMs, principal, kind, body: encodeBody(stream, event) };
}

function toRecord(row: Omit<Schema["events"], "stream">): EventRecord {
  return {
    version: Number(row.version),
    atUnixMs: Number(row.at_unix_ms),
    principal: row.principal as Principal,
    kind: row.kind,
    body: JSON.parse(row.body) as unknown,
  };
}
