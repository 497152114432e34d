/** The coordinator's database: event streams and catalogue behind one `open`. SQLite today; nothing outside this folder knows. */
import type { Kysely } from "kysely";
import { type AppFileRepository, createAppFileRepository } from "./app-files.ts";
import { createEventStore, type EventStore } from "./events.ts";
import { createHostRepository, type HostRepository } from "./hosts.ts";
import { migrate } from "./migrations.ts";
import { createReleaseRepository, type ReleaseRepository } from "./releases.ts";
import { createRolloutRepository, type RolloutRepository } from "./rollouts.ts";
import type { Schema } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";

export interface Store {
  readonly events: EventStore;
  readonly hosts: HostRepository;
  readonly releases: ReleaseRepository;
  readonly appFiles: AppFileRepository;
  readonly rollouts: RolloutRepository;
  close(): Promise<void>;
}

/** Opens or makes the database and brings its schema up to date. Errors: E_SCHEMA (newer database), E_IO, E_DISK_FULL, E_LOCKED. */
export async function openStore({ path }: { readonly path: string }): Promise<Store> {
  const db: Kysely<Schema> = openSqlite<Schema>(path);
  try {
    await migrate(db, { blob: "blob" });
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
    close: () => db.destroy(),
  };
}
