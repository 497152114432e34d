/** Every bound of coordinator/, with unit and reason. */

/** How long a statement waits for another process's lock on the database (a backup tool, say) before E_LOCKED. */
export const SQLITE_BUSY_TIMEOUT_MS = 5_000;

/** JSON of one event. A request that names 100,000 hosts has about 6 MiB. */
export const EVENT_BODY_BYTES_MAX = 16 * 1024 * 1024;

/** Events read at once while a log is folded at start. */
export const EVENT_PAGE = 1_000;

/** Values bound in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535. */
export const QUERY_VALUES = 5_000;
