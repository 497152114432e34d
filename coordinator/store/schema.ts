/**
 * The tables of the coordinator's database, as Kysely sees them. Names are snake_case here and nowhere else; JSON is text; times are
 * milliseconds of wall clock; digests are lower-case hex. Only what migrations.ts has made may stand here.
 */
export interface Schema {
  events: EventsTable;
  hosts: HostsTable;
  host_apps: HostAppsTable;
  lineages: LineagesTable;
  releases: ReleasesTable;
  bundles: BundlesTable;
  app_files: AppFilesTable;
  rollouts: RolloutsTable;
  leases: LeasesTable;
  members: MembersTable;
  submissions: SubmissionsTable;
  notifications: NotificationsTable;
  snapshots: SnapshotsTable;
}

/** The event streams. `(stream, version)` is the key; versions of a stream are 1, 2, 3, … without a hole. */
export interface EventsTable {
  stream: string;
  version: number;
  at_unix_ms: number;
  principal: string;
  kind: string;
  /** JSON of the whole event. */
  body: string;
}

/** One row a stream at most: see snapshots.ts. */
export interface SnapshotsTable {
  stream: string;
  version: number;
  made_by: string;
  /** JSON. */
  body: string;
}

export interface HostsTable {
  host: string;
  environment: string;
  /** JSON object of strings. */
  labels: string;
  /** Routes a tracker announce to this host; proves nothing. */
  passkey: string;
  principal: string;
  registered_unix_ms: number;
}

export interface HostAppsTable {
  host: string;
  app: string;
}

/** Newest `number` of an app is its current lineage. */
export interface LineagesTable {
  app: string;
  number: number;
  base_tree: string;
  base_bundle: string;
  base_size_bytes: number;
}

export interface ReleasesTable {
  release: string;
  app: string;
  tag: string;
  tree: string;
  listing_bytes: number;
  entries: number;
  size_bytes: number;
  source_revision: string | null;
  created: string;
  min_format_version: number;
  files: number;
  /** JSON array. */
  key_ids: string;
  envelope: Uint8Array;
  lineage: number;
  principal: string;
  registered_unix_ms: number;
  /** When its listing, files and bundles were removed; null: they are there. The tag stays taken. */
  removed_unix_ms: number | null;
}

export interface BundlesTable {
  app: string;
  digest: string;
  kind: string;
  from_tree: string | null;
  to_tree: string;
  size_bytes: number;
  format_version: number;
  /** JSON array. */
  codecs: string;
  frame_table: Uint8Array;
  info_hash: string;
  metainfo: Uint8Array;
  piece_digests: Uint8Array;
  piece_length_bytes: number;
  /** When its file was removed; then the blobs are empty. Null: it is there. */
  removed_unix_ms: number | null;
}

/** Which content an app has proved to possess. */
export interface AppFilesTable {
  app: string;
  digest: string;
  size_bytes: number;
  /** About when the app last uploaded it or asked for it; 0: before this was recorded. */
  used_unix_ms: number;
}

/** Ended rollouts as they ended: a projection of the events, made again from them where a crash left a gap. */
export interface RolloutsTable {
  rollout: string;
  environment: string;
  app: string;
  started_unix_ms: number;
  /** JSON of the rollout. */
  body: string;
}

/** Who leads a stream, where several coordinators share the database. Times of this table and the next two are of the database's clock. */
export interface LeasesTable {
  stream: string;
  owner: string;
  /** 1, 2, 3, …: one more with each owner. */
  fence: number;
  until_unix_ms: number;
  /** Of the stream: so that a poll needn't look at the events. */
  version: number;
}

/** Coordinators that are there. */
export interface MembersTable {
  member: string;
  /** `host:port` of its seed. */
  seed: string;
  until_unix_ms: number;
}

/** Events on their way from the coordinator that heard of them to the one that leads their stream. */
export interface SubmissionsTable {
  sender: string;
  /** 1, 2, 3, … of its sender. */
  number: number;
  stream: string;
  /** JSON of the event and whose word it is. */
  body: string;
  /** JSON of what became of it; null: nothing yet. */
  answer: string | null;
}

/** What is still to be told to somebody outside: written with the event, gone when it is delivered. */
export interface NotificationsTable {
  target: string;
  stream: string;
  /** Of the event; `place`: 0, 1, 2, … among those of the event for this target. */
  version: number;
  place: number;
  at_unix_ms: number;
  /** JSON. */
  body: string;
}
