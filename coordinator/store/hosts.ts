/**
 * The hosts that were registered: environment, apps and labels. What a host holds and does is not here; only its reports say that.
 * Every change stands in the fleet's audit stream, written in the same transaction.
 */
import type { Kysely, Transaction } from "kysely";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName, EnvironmentName, HostId, Principal } from "../../runtime/ids.ts";
import { appendWithin, FLEET_STREAM } from "./events.ts";
import type { Schema } from "./schema.ts";

export interface HostRecord {
  readonly host: HostId;
  readonly environment: EnvironmentName;
  /** Sorted. */
  readonly apps: readonly AppName[];
  readonly labels: Readonly<Record<string, string>>;
  readonly passkey: string;
  readonly principal: Principal;
  readonly registeredUnixMs: number;
  /** Where the call came from; only in the log. */
  readonly origin?: string;
}

export interface HostRepository {
  /**
   * Registers a host, or gives a known one these apps and labels; its passkey stays. The same again changes nothing.
   * Errors: E_EXISTS where the host is in another environment.
   */
  put(record: HostRecord): Promise<{ readonly record: HostRecord; readonly changed: boolean }>;
  all(): Promise<readonly HostRecord[]>;
  /** Null: not registered. */
  get(host: HostId): Promise<HostRecord | null>;
}

export function createHostRepository(db: Kysely<Schema>): HostRepository {
  return {
    put: (record) => db.transaction().execute((trx) => put(trx, record)),
    all: () => readHosts(db),
    get: async (host) => (await readHosts(db, host))[0] ?? null,
  };
}

async function put(trx: Transaction<Schema>, record: HostRecord): Promise<{ record: HostRecord; changed: boolean }> {
  const [known] = await readHosts(trx, record.host);
  if (known !== undefined && known.environment !== record.environment) {
    throw new ShoalError("E_EXISTS", `host ${record.host} is registered in ${known.environment}, not in ${record.environment}`, {
      hint: "a host stays in its environment; give the machine another host name and certificate to move it",
    });
  }
  const next = known === undefined ? sorted(record) : { ...sorted(record), passkey: known.passkey };
  if (known !== undefined && sameAssignment(known, next)) return { record: known, changed: false };
  await write(trx, next);
  await appendWithin(trx, { stream: FLEET_STREAM, expectedVersion: null, events: [auditEvent(next)] });
  return { record: next, changed: true };
}

async function write(trx: Transaction<Schema>, record: HostRecord): Promise<void> {
  const { host, environment, passkey, principal } = record;
  const labels = JSON.stringify(record.labels);
  await trx
    .insertInto("hosts")
    .values({ host, environment, labels, passkey, principal, registered_unix_ms: record.registeredUnixMs })
    .onConflict((c) => c.column("host").doUpdateSet({ labels, principal, registered_unix_ms: record.registeredUnixMs }))
    .execute();
  await trx.deleteFrom("host_apps").where("host", "=", host).execute();
  if (record.apps.length > 0) {
    await trx
      .insertInto("host_apps")
      .values(record.apps.map((app) => ({ host, app })))
      .execute();
  }
}

async function readHosts(db: Kysely<Schema>, only?: HostId): Promise<readonly HostRecord[]> {
  const hosts = db.selectFrom("hosts").selectAll().orderBy("host");
  const apps = db.selectFrom("host_apps").selectAll();
  const rows = await (only === undefined ? hosts : hosts.where("host", "=", only)).execute();
  const assigned = Map.groupBy(await (only === undefined ? apps : apps.where("host", "=", only)).execute(), ({ host }) => host);
  return rows.map((row) => ({
    host: row.host as HostId,
    environment: row.environment as EnvironmentName,
    // Here and not in the query: databases sort by their locale.
    apps: (assigned.get(row.host) ?? []).map(({ app }) => app as AppName).sort(),
    labels: JSON.parse(row.labels) as Record<string, string>,
    passkey: row.passkey,
    principal: row.principal as Principal,
    registeredUnixMs: Number(row.registered_unix_ms),
  }));
}

function sorted(record: HostRecord): HostRecord {
  const labels = Object.fromEntries(Object.entries(record.labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...record, labels, apps: [...new Set(record.apps)].sort() };
}

function sameAssignment(a: HostRecord, b: HostRecord): boolean {
  return JSON.stringify([a.apps, a.labels]) === JSON.stringify([b.apps, b.labels]);
}

/** The passkey is no secret of rank, but a log is no place for it. */
function auditEvent({ host, environment, apps, labels, principal, registeredUnixMs, origin }: HostRecord) {
  const body = { host, environment, apps, labels, ...(origin === undefined ? {} : { origin }) };
  return { atUnixMs: registeredUnixMs, principal, kind: "host-registered", body };
}
