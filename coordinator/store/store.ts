/** The coordinator's database: event streams and catalogue behind one `open`, in SQLite or PostgreSQL; nothing outside this folder knows which. */
import type { Kysely } from "kysely";
import { type AppFileRepository, createAppFileRepository } from "./app-files.ts";
import { createEventStore, type EventStore } from "./events.ts";
import { createHostRepository, type HostRepository } from "./hosts.ts";
import { createLeaseRepository, type LeaseRepository } from "./leases.ts";
import { listen, type Listening, type Notice } from "./notices.ts";
import { createNotificationRepository, type NotificationRepository } from "./notifications.ts";
import { createSubmissionRepository, type SubmissionRepository } from "./submissions.ts";
import { migrate } from "./migrations.ts";
import { openPostgres, type PostgresOptions } from "./postgres.ts";
import { createReleaseRepository, type ReleaseRepository } from "./releases.ts";
import { createRolloutRepository, type RolloutRepository } from "./rollouts.ts";
import type { Schema } from "./schema.ts";
import { createSnapshotRepository, type SnapshotRepository } from "./snapshots.ts";
import { openSqlite } from "./sqlite.ts";

export interface Store {
  readonly events: EventStore;
  readonly hosts: HostRepository;
  readonly releases: ReleaseRepository;
  readonly appFiles: AppFileRepository;
  readonly rollouts: RolloutRepository;
  readonly snapshots: SnapshotRepository;
  readonly notifications: NotificationRepository;
  /** What coordinators on one PostgreSQL database share; null on SQLite, which has one. */
  readonly shared: SharedStore | null;
  close(): Promise<void>;
}

export interface SharedStore {
  readonly leases: LeaseRepository;
  readonly submissions: SubmissionRepository;
  listen(hear: (notice: Notice) => void): Listening;
}

/** A file, which is made if absent; or a database of a PostgreSQL server, which must be there. */
export type StoreOptions = { readonly path: string } | { readonly postgres: PostgresOptions };

/** Brings the schema up to date. Errors: E_SCHEMA (newer database), E_IO, E_DISK_FULL, E_LOCKED; E_CONFIG, E_UNAVAILABLE of PostgreSQL. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const postgres = "postgres" in options;
  const db: Kysely<Schema> = postgres ? openPostgres<Schema>(options.postgres) : openSqlite<Schema>(options.path);
  try {
    await migrate(db, { blob: postgres ? "bytea" : "blob" });
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    events: createEventStore(db),
    hosts: createHostRepository(db),
    releases: createReleaseRepository(db),
    appFiles: createAppFileRepository(db),
    rollouts: createRolloutRepository(db),
    snapshots: createSnapshotRepository(db),
    notifications: createNotificationRepository(db),
    shared: postgres ? sharedStore(db, options.postgres) : null,
    close: () => db.destroy(),
  };
}

function sharedStore(db: Kysely<Schema>, options: PostgresOptions): SharedStore {
  return {
    leases: createLeaseRepository(db),
    submissions: createSubmissionRepository(db),
    listen: (hear) => listen(options, hear),
  };
}
