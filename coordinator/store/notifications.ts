/**
 * The outbox of notifications. A row is written in the transaction of its event, for each target that wants to know; it goes when it was delivered. So a
 * coordinator that dies at any point has told it or will; one that dies between the delivery and the deletion tells it twice.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import { NOTIFICATIONS_A_QUERY } from "../limits.ts";
import type { NewEvent, StreamName } from "./events.ts";
import type { Schema } from "./schema.ts";

export interface NewNotification {
  readonly target: string;
  /** JSON. */
  readonly body: string;
}

export interface NotificationRow extends NewNotification {
  readonly stream: StreamName;
  readonly version: number;
  readonly place: number;
}

export interface NotificationRepository {
  /** Streams of which something waits for the target. */
  streams(target: string): Promise<readonly StreamName[]>;
  /** Of one stream, in the order of its events. */
  oldest(target: string, stream: StreamName, limit: number): Promise<readonly NotificationRow[]>;
  remove(row: Omit<NotificationRow, "body">): Promise<void>;
  waiting(target: string): Promise<number>;
  /** Takes the oldest away where more than `keep` wait. How many they were. */
  trim(target: string, keep: number): Promise<number>;
  /** Those of targets that are no more. How many they were. */
  sweep(targets: readonly string[]): Promise<number>;
}

export function createNotificationRepository(db: Kysely<Schema>): NotificationRepository {
  const count = async (target: string): Promise<number> => {
    const found = db.selectFrom("notifications").select((eb) => eb.fn.countAll().as("count"));
    return Number((await found.where("target", "=", target).executeTakeFirst())?.count ?? 0);
  };
  return {
    async streams(target) {
      const rows = await db.selectFrom("notifications").select("stream").distinct().where("target", "=", target).execute();
      return rows.map(({ stream }) => stream as StreamName);
    },
    async oldest(target, stream, limit) {
      const own = db.selectFrom("notifications").selectAll().where("target", "=", target).where("stream", "=", stream);
      const rows = await own.orderBy("version").orderBy("place").limit(limit).execute();
      return rows.map(({ version, place, body }) => ({ target, stream, version: Number(version), place: Number(place), body }));
    },
    async remove({ target, stream, version, place }) {
      const own = db.deleteFrom("notifications").where("target", "=", target).where("stream", "=", stream);
      await own.where("version", "=", version).where("place", "=", place).execute();
    },
    waiting: count,
    async trim(target, keep) {
      const over = (await count(target)) - keep;
      if (over <= 0) return 0;
      const { numAffectedRows } = await sql`
        delete from notifications where target = ${target} and (stream, version, place) in
          (select stream, version, place from notifications where target = ${target}
           order by at_unix_ms, stream, version, place limit ${over})`.execute(db);
      return Number(numAffectedRows ?? 0);
    },
    async sweep(targets) {
      const all = db.deleteFrom("notifications");
      const { numDeletedRows } = await (targets.length === 0 ? all : all.where("target", "not in", targets)).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

interface Appended {
  readonly stream: StreamName;
  readonly afterVersion: number;
  readonly events: readonly NewEvent[];
}

/** As part of the append of these events. */
export async function insertNotifications(trx: Transaction<Schema>, { stream, afterVersion, events }: Appended): Promise<void> {
  const rows = events.flatMap(({ notifications = [], atUnixMs }, index) => {
    const places = new Map<string, number>();
    return notifications.map(({ target, body }) => {
      const place = places.get(target) ?? 0;
      places.set(target, place + 1);
      return { target, stream, version: afterVersion + 1 + index, place, at_unix_ms: atUnixMs, body };
    });
  });
  for (let at = 0; at < rows.length; at += NOTIFICATIONS_A_QUERY)
    await trx
      .insertInto("notifications")
      .values(rows.slice(at, at + NOTIFICATIONS_A_QUERY))
      .execute();
}
