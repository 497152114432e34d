/**
 * Who leads which stream, where several coordinators share a PostgreSQL database. A lease is a row: owner, a fence number that rises with
 * each owner, and until when, by the DATABASE's clock; nobody's own clock counts. An append of a leader first touches that row within its
 * transaction: if the lease is over or another's, nothing is written. Whoever wants the lease waits for that transaction, so of two
 * coordinators never both append, whatever one of them slept through.
 *
 * What a crash leaves behind: a row that is over after LEADER_LEASE_MS. The next owner reads the stream after it has the lease, so it sees all.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import { ShoalError } from "../../runtime/errors.ts";
import { appendWithin, FLEET_STREAM, type NewEvent, type StreamName } from "./events.ts";
import { notifyWithin } from "./notices.ts";
import type { Schema } from "./schema.ts";

export interface Owner {
  readonly owner: string;
  readonly leaseMs: number;
}

export interface Member {
  readonly member: string;
  /** `host:port` */
  readonly seed: string;
}

export interface StreamLease {
  readonly stream: StreamName;
  readonly owner: string;
  readonly fence: number;
  readonly over: boolean;
  /** Of the stream. */
  readonly version: number;
}

export interface FencedAppend {
  readonly stream: StreamName;
  readonly expectedVersion: number;
  readonly events: readonly NewEvent[];
  readonly owner: string;
  readonly fence: number;
}

export interface LeaseRepository {
  /** The fence; null while another has it. */
  acquire(stream: StreamName, owner: Owner): Promise<number | null>;
  /** The leases that the owner still has, for another while; with the database's time. What was over is lost, also if nobody took it. */
  renew(owner: Owner): Promise<{ readonly nowUnixMs: number; readonly fences: ReadonlyMap<StreamName, number> }>;
  /** Gives all back: the next one needn't wait. */
  release(owner: string): Promise<void>;
  all(): Promise<readonly StreamLease[]>;
  /** As EventStore.append. Errors: also E_UNAVAILABLE where the owner leads no more; then nothing was written. */
  append(append: FencedAppend): Promise<number>;
  /** Says that the member is there; who else is. New: it was not known, or not any more. */
  meet(member: Member, leaseMs: number): Promise<{ readonly members: readonly Member[]; readonly isNew: boolean }>;
  leave(member: string): Promise<void>;
  /** Of the fleet's own stream, which nobody leads: hosts, releases. */
  fleetVersion(): Promise<number>;
}

export function createLeaseRepository(db: Kysely<Schema>): LeaseRepository {
  return {
    acquire: (stream, owner) => acquire(db, stream, owner),
    renew: (owner) => renew(db, owner),
    async release(owner) {
      await db.updateTable("leases").set({ until_unix_ms: 0 }).where("owner", "=", owner).execute();
    },
    async all() {
      const own = db.selectFrom("leases").select(["stream", "owner", "fence", "version"]);
      const rows = await own.select(sql<boolean>`until_unix_ms < ${NOW}`.as("over")).execute();
      return rows.map(({ stream, owner, fence, over, version }) => ({
        ...{ stream: stream as StreamName, owner, over },
        ...{ fence: Number(fence), version: Number(version) },
      }));
    },
    append: (append) => db.transaction().execute((trx) => appendFenced(trx, append)),
    async meet({ member, seed }, leaseMs) {
      const until = sql<number>`${NOW} + ${leaseMs}`;
      const row = db.insertInto("members").values({ member, seed, until_unix_ms: until });
      const known = row.onConflict((c) => c.column("member").doUpdateSet({ seed, until_unix_ms: until }));
      // A row that was updated names the transaction that did.
      const { isNew } = await known.returning(sql<boolean>`xmax = 0`.as("isNew")).executeTakeFirstOrThrow();
      await db.deleteFrom("members").where("until_unix_ms", "<", NOW).execute();
      return { isNew, members: await db.selectFrom("members").select(["member", "seed"]).orderBy("member").execute() };
    },
    async leave(member) {
      await db.deleteFrom("members").where("member", "=", member).execute();
    },
    async fleetVersion() {
      const own = db.selectFrom("events").select((eb) => eb.fn.max("version").as("version"));
      return Number((await own.where("stream", "=", FLEET_STREAM).executeTakeFirst())?.version ?? 0);
    },
  };
}

/** Of the statement, not of the transaction's begin. */
const NOW = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** The version in the row is where the stream is by now: an upgrade from a time without leases has events and no row. */
async function acquire(db: Kysely<Schema>, stream: StreamName, { owner, leaseMs }: Owner): Promise<number | null> {
  const until = sql<number>`${NOW} + ${leaseMs}`;
  const version = sql<number>`(select coalesce(max(version), 0) from events where stream = ${stream})`;
  const rows = await db
    .insertInto("leases")
    .values({ stream, owner, fence: 1, until_unix_ms: until, version })
    .onConflict((c) =>
      c
        .column("stream")
        .doUpdateSet({ owner, fence: sql<number>`leases.fence + 1`, until_unix_ms: until })
        .where("leases.until_unix_ms", "<", NOW),
    )
    .returning("fence")
    .execute();
  return rows[0] === undefined ? null : Number(rows[0].fence);
}

async function renew(db: Kysely<Schema>, { owner, leaseMs }: Owner): ReturnType<LeaseRepository["renew"]> {
  const renewed = db
    .updateTable("leases")
    .set({ until_unix_ms: sql<number>`${NOW} + ${leaseMs}` })
    .where("owner", "=", owner)
    .where("until_unix_ms", ">=", NOW);
  const rows = await renewed.returning(["stream", "fence"]).execute();
  const now = await sql<{ now: string }>`select ${NOW} as now`.execute(db);
  return {
    nowUnixMs: Number(now.rows[0]?.now),
    fences: new Map(rows.map(({ stream, fence }) => [stream as StreamName, Number(fence)])),
  };
}

async function appendFenced(trx: Transaction<Schema>, { stream, expectedVersion, events, owner, fence }: FencedAppend): Promise<number> {
  const touched = await trx
    .updateTable("leases")
    .set({ version: expectedVersion + events.length })
    .where("stream", "=", stream)
    .where("owner", "=", owner)
    .where("fence", "=", fence)
    .where("until_unix_ms", ">=", NOW)
    .executeTakeFirst();
  if (touched.numUpdatedRows === 0n) throw notLeading(stream);
  const version = await appendWithin(trx, { stream, expectedVersion, events });
  await notifyWithin(trx, { kind: "events", subject: stream });
  return version;
}

export function notLeading(stream: StreamName): ShoalError {
  const hint = "another coordinator does, or soon will: ask again";
  return new ShoalError("E_UNAVAILABLE", `this coordinator does not lead stream ${stream}`, { hint });
}
