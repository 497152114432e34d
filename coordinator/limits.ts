/** Every bound of coordinator/, with unit and reason. */

/** How long a statement waits for another process's lock on the database (a backup tool, say) before E_LOCKED. */
export const SQLITE_BUSY_TIMEOUT_MS = 5_000;

/** Connections of one coordinator to PostgreSQL, beside the one that listens: streams append side by side. */
export const POSTGRES_CONNECTIONS = 8;

/** A server in the same network answers within milliseconds; a reader of the whole catalogue within seconds. */
export const POSTGRES_CONNECT_TIMEOUT_MS = 5_000;
export const POSTGRES_STATEMENT_TIMEOUT_MS = 15_000;

/** Until a connection for notices is opened again; until then polling finds everything. */
export const NOTICE_RECONNECT_MS = 500;

/** A leader that is gone is followed after this at the latest, and a second of polling: with the hosts' new sessions within 10 s. */
export const LEADER_LEASE_MS = 5_000;
/** Three renewals may fail. */
export const LEADER_RENEW_MS = 1_250;
/** How often coordinators on one database look whether a notice was lost. */
export const SHARED_POLL_MS = 1_000;
/** Streams that are looked at side by side; each asks a few questions of the database. */
export const STREAMS_AT_ONCE = 8;
/** Of one coordinator: events sent to a leader at once, and how long one waits for its answer: two leaders may die meanwhile. */
export const SUBMISSIONS_AT_ONCE = 500;
export const SUBMISSION_TIMEOUT_MS = 20_000;

/** JSON of one event. A request that names 100,000 hosts has about 6 MiB. */
export const EVENT_BODY_BYTES_MAX = 16 * 1024 * 1024;

/** Commits after which SQLite's log is copied into the database: some megabytes where hosts answer by the hundred. */
export const CHECKPOINT_COMMITS = 64;

/** Pages of 4 KiB that SQLite's log has before who commits waits until it was copied: 64 MiB, read at every start after a crash. */
export const LOG_PAGES_MAX = 16_384;

/** Events read at once. */
export const EVENT_PAGE = 1_000;

/** Events folded in one turn of the event loop at start, some tens of milliseconds: signals and the swarm's signs of life come between. */
export const FOLD_PAGE = 250;

/** Values bound in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535. */
export const QUERY_VALUES = 5_000;

/** Rows of one statement, of six values each, within QUERY_VALUES. */
export const NOTIFICATIONS_A_QUERY = 500;

/** Events of one environment stream decided and made durable together: one fsync for a burst of answers, and the event loop stands still for tens of milliseconds. */
export const MAILBOX_BATCH = 512;

/** Intents sent in one turn of the event loop; each takes tens of microseconds. */
export const EFFECTS_A_TURN = 256;

/** `accepted` of one session that are on their way into the log while its next report is read. */
export const ACCEPTED_AHEAD = 8;

/** Events after which a stream's state is kept, so that a start need not fold them: some seconds' work; and at the end of a rollout, when writing it delays nobody. */
export const SNAPSHOT_EVENTS = 100_000;
export const SNAPSHOT_EVENTS_ENDED = 1_000;

/** Events waiting in one environment stream; sessions wait for theirs, so only a flood of sessions comes near it. */
export const MAILBOX_EVENTS_MAX = 100_000;

/** Times that one batch is decided again because another coordinator was faster. */
export const APPEND_ATTEMPTS = 20;

/** How often time passes for an open rollout: deadlines and leases are seconds to minutes. */
export const TICK_MS = 1_000;

/** Largest part of its base that an overlay may be before a new base is made (DESIGN §4). */
export const OVERLAY_SHARE_MAX = 1 / 4;

/** Overlays made for one release: from the base, from the release before, and from what one environment runs that lags behind. */
export const OVERLAY_SOURCES_MAX = 3;

/** Messages waiting for one agent: a few intents and cancels for each of its apps. */
export const SESSION_QUEUE_MESSAGES = 1_024;

/** Of a listing in one message. */
export const LISTING_CHUNK_BYTES = 1024 * 1024;

/** Questions of `verify` that one host has open; it works on them one after the other. */
export const SESSION_QUESTIONS = 4;

/** Preseeds of which the newest word of one host is remembered: four of each of its apps, of some apps. */
export const SESSION_PRESEEDS = 64;

/** From the start of a session to its hello. An agent reads its disk before it dials. */
export const HELLO_TIMEOUT_MS = 15_000;

/** Heartbeats that may be missing before a session counts as dead. */
export const SILENT_HEARTBEATS = 4;

/** Reports of one host that are taken at once, and then per second; what is faster waits in its own window. */
export const HOST_REPORTS_BURST = 500;
export const HOST_REPORTS_PER_SECOND = 50;

/**
 * Releases of an app that stay although nothing runs them, and of the history of each slot of an environment, unless configured otherwise: as far as a
 * rollback may go. The most that may be configured.
 */
export const KEEP_RELEASES = 10;
export const KEEP_RELEASES_MAX = 1_000;

/** An uploaded file that no release names stays so long after its app last uploaded it or asked for it: making a release takes hours at most. */
export const FILE_GRACE_MS = 24 * 3_600_000;

/** How exactly that time is recorded: a tree of 263,000 files is not 263,000 rows to write each time it is asked for. */
export const FILE_USE_GRAIN_MS = 12 * 3_600_000;

/** Files looked at by one step of the clean-up, between which uploads go on. */
export const CLEAN_UP_FILES = 2_000;

/** Frame tables, torrents and piece digests of all routes in one intent: a message holds 16 MiB (proto/limits.ts). */
export const OFFER_BYTES_MAX = 14 * 1024 * 1024;

/** Releases whose routes are kept in memory: an open rollout asks for one, a few are open at once. */
export const ROUTES_CACHED = 16;

/** Environment streams (one app in one environment) of one coordinator. */
export const STREAMS_MAX = 10_000;

/** Uploads at the same time; each holds one file of at most UPLOAD_SMALL_BYTES in memory and one message. */
export const UPLOADS_MAX = 32;

/** A file up to this size is written at once. */
export const UPLOAD_SMALL_BYTES = 128 * 1024;

/** Files, and bytes, that are made durable together. */
export const UPLOAD_BATCH_FILES = 4_096;
export const UPLOAD_BATCH_BYTES = 512 * 1024 * 1024;

/** Up to so many files are fsynced one by one; beyond, one sync of the file system is cheaper. */
export const FSYNC_EACH_FILES = 8;

/** Files looked at on disk at the same time. */
export const STATS_AT_ONCE = 256;

/** Bytes left free on the coordinator's file system: its database must go on writing. */
export const FILES_RESERVE_BYTES = 64 * 1024 * 1024;

/** JavaScript heap of a packing process, of which it has 512 MiB in all; its buffers are bounded by release/'s own constants. */
export const PACK_HEAP_MIB = 192;
/** Kept of what such a process says on stderr: why it died. */
export const PACK_STDERR_CHARACTERS = 2000;

/** Between two words of progress of one packing. */
export const PACK_PROGRESS_MS = 200;

/** Releases that are received, wait for their packing, or are packed; each holds a listing of at most 64 MiB. */
export const CREATIONS_MAX = 8;

/** Files of a listing that are looked up at once. */
export const DIGESTS_A_QUERY = 5_000;

/** Keys that one app may pin. */
export const PINNED_KEYS_MAX = 64;

/** Hosts of one coordinator: all of them fit one answer of ListHosts, at about 400 bytes each. */
export const HOSTS_MAX = 20_000;

/** Apps assigned to one host; the protocol allows as many lanes. */
export const APPS_OF_HOST_MAX = 256;

/** Labels of one host. */
export const LABELS_MAX = 64;

/** Characters of a note on a rollout. */
export const NOTE_CHARS_MAX = 1_000;

/** Entries of a list when none are asked for, and at most. */
export const LIST_DEFAULT = 100;
export const LIST_MAX = 10_000;

/** Digests in one question for missing files, and bytes of one part of a file or listing (operator.proto). */
export const MISSING_DIGESTS_MAX = 10_000;
export const UPLOAD_DATA_BYTES_MAX = 1024 * 1024;

/** A rollback answers so late at most where another rollout ends first: that mostly takes an answer of each host, else the caller follows both. */
export const BEGIN_WAIT_MS = 1_500;

/** Of one operator: more is no role any more. */
export const ROLES_MAX = 32;

/** Between two updates of one watcher, unless the rollout's own state changes. */
export const WATCH_INTERVAL_MS = 100;

/** Hosts of one message to a watcher: tens of kilobytes. */
export const WATCH_HOSTS = 256;

/** Watchers at the same time. */
export const WATCHERS_MAX = 1_000;

/** Torrents seeded at the same time, below what one engine of swarm/ takes (256). Beyond, the one added longest ago makes room. */
export const SEEDS_MAX = 200;

/** How often the swarm is asked for a sign of life, and how many missing ones in a row end it: an engine's own restart takes under a second. */
export const SWARM_CHECK_MS = 15_000;
export const SWARM_CHECKS_FAILED_MAX = 2;

/** Bytes of a list in one answer, as estimated; a gRPC message holds 16 MiB (proto/limits.ts). */
export const ANSWER_BYTES = 12 * 1024 * 1024;

/** Names of hosts that one host is to know are sent together at this pace. */
export const INTRODUCTION_PAUSE_MS = 50;

/** A preseed nobody deploys or stops is given up after this: longer than a release waits for its rollout over a holiday. */
export const PRESEED_KEPT_MS = 14 * 24 * 3_600_000;

/** A scrape is one short request. */
export const METRICS_REQUEST_TIMEOUT_MS = 10_000;

/** Torrents of which it is remembered which host is at which address: more than are seeded at once. */
export const PEER_ROOMS_MAX = 1_024;

/** Rules for waves, and gates, of one policy; hosts that a count in it may say. */
export const WAVE_RULES_MAX = 100;
export const GATE_RULES_MAX = 32;
export const POLICY_COUNT_MAX = 100_000;

/** An override holds so long unless said otherwise, and at most: it is for now, not for the next rollout. */
export const OVERRIDE_MS = 3_600_000;
export const OVERRIDE_MAX_MS = 7 * 24 * 3_600_000;

/** Of a gate's name in a request. */
export const GATE_NAME_CHARS_MAX = 64;

/** Of a policy's text in a request: as a configuration file. */
export const POLICY_CHARS_MAX = 256 * 1024;
