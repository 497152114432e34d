/** The newest folded state of each environment stream, so that a start folds only what came since. The truth is the event stream; a row that is missing costs time. */
import type { Kysely } from "kysely";
import type { StreamName } from "./events.ts";
import type { Schema } from "./schema.ts";

export interface Snapshot {
  /** Of the stream: all events up to this one are in it. */
  readonly version: number;
  /** Which code folded them. */
  readonly madeBy: string;
  readonly body: string;
}

export interface SnapshotRepository {
  /** Replaces what stood there. */
  put(stream: StreamName, snapshot: Snapshot): Promise<void>;
  get(stream: StreamName): Promise<Snapshot | null>;
}

export function createSnapshotRepository(db: Kysely<Schema>): SnapshotRepository {
  return {
    async put(stream, { version, madeBy, body }) {
      const row = { version, made_by: madeBy, body };
      const insert = db.insertInto("snapshots").values({ stream, ...row });
      await insert.onConflict((c) => c.column("stream").doUpdateSet(row)).execute();
    },
    async get(stream) {
      const row = await db.selectFrom("snapshots").selectAll().where("stream", "=", stream).executeTakeFirst();
      return row === undefined ? null : { version: Number(row.version), madeBy: row.made_by, body: row.body };
    },
  };
}
