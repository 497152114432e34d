/** Every bound of coordinator/cli/, with unit and reason. */

/** Between two redraws of a live block: a terminal over a slow line still keeps up. */
export const LIVE_REDRAW_MS = 100;

/** Certificates last this long, in days, unless --days says otherwise; a fleet's CA ten years. */
export const CERTIFICATE_DAYS = 825;
export const CA_DAYS = 3650;

/** Bytes of a file in one upload message (operator.proto: at most 1 MiB), and of the listing. */
export const UPLOAD_CHUNK_BYTES = 256 * 1024;

/** Digests in one question for missing files (operator.proto: at most 10,000). */
export const DIGESTS_A_MESSAGE = 10_000;

/** Pause before a watch that broke off is opened again; doubled each time up to the maximum. */
export const WATCH_RETRY_MS = 200;
export const WATCH_RETRY_MAX_MS = 5_000;

/** Pauses before a request that broke off is made again: a coordinator restarts in a second or two. */
export const REQUEST_RETRIES_MS = [300, 1_200] as const;

/** Events of the audit log in one answer: each up to some KiB, within one message of 16 MiB. */
export const LOG_EVENTS_MAX = 1_000;

/** Scans kept between runs, one a directory: each is about 100 bytes a file. */
export const SCAN_CACHES_MAX = 16;

/** An overlay of many GiB is packed for one answer. */
export const DIFF_TIMEOUT_MS = 4 * 3_600_000;

/** A host may read all of its revisions for one answer. A dead connection is found by its pings. */
export const VERIFY_TIMEOUT_MS = 4 * 3_600_000;

/** A batch of uploads may take this long: 10,000 files over a slow line. A dead connection is found by its pings. */
export const UPLOAD_TIMEOUT_MS = 24 * 3_600_000;

/** `preseed --wait` looks this often. */
export const PRESEED_POLL_MS = 500;
