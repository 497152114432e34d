/** Every bound of coordinator/, with unit and reason. */

/** How long a statement waits for another process's lock on the database (a backup tool, say) before E_LOCKED. */
export const SQLITE_BUSY_TIMEOUT_MS = 5_000;

/** JSON of one event. A request that names 100,000 hosts has about 6 MiB. */
export const EVENT_BODY_BYTES_MAX = 16 * 1024 * 1024;

/** Events read at once while a log is folded at start. */
export const EVENT_PAGE = 1_000;

/** Values bound in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535. */
export const QUERY_VALUES = 5_000;

/** Events of one environment stream decided and made durable together: one fsync for a burst of answers. */
export const MAILBOX_BATCH = 256;

/** Events waiting in one environment stream; sessions wait for theirs, so only a flood of sessions comes near it. */
export const MAILBOX_EVENTS_MAX = 100_000;

/** Times that one batch is decided again because another coordinator was faster. */
export const APPEND_ATTEMPTS = 20;

/** How often time passes for an open rollout: deadlines and leases are seconds to minutes. */
export const TICK_MS = 1_000;

/** Largest part of its base that an overlay may be before a new base is made (DESIGN §4). */
export const OVERLAY_SHARE_MAX = 1 / 4;

/** Messages waiting for one agent: a few intents and cancels for each of its apps. */
export const SESSION_QUEUE_MESSAGES = 1_024;

/** From the start of a session to its hello. An agent reads its disk before it dials. */
export const HELLO_TIMEOUT_MS = 15_000;

/** Heartbeats that may be missing before a session counts as dead. */
export const SILENT_HEARTBEATS = 4;

/** Reports of one host that are taken at once, and then per second; what is faster waits in its own window. */
export const HOST_REPORTS_BURST = 500;
export const HOST_REPORTS_PER_SECOND = 50;

/** Releases whose routes are kept in memory: an open rollout asks for one, a few are open at once. */
export const ROUTES_CACHED = 16;

/** Environment streams (one app in one environment) of one coordinator. */
export const STREAMS_MAX = 10_000;
