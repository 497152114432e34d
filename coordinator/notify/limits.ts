/** Every bound of notify/, with unit and reason. */

/** In one configuration; each is a copy of every notification that passes its filter. */
export const TARGETS_MAX = 32;

/** Of one step: a rollout of a hundred empty waves with gates between opens them all at once. */
export const NOTICES_MAX = 200;

/** Hosts named in one notification; the rest are counted. */
export const HOSTS_NAMED = 20;

/** Characters of what a failure, a note or a gate's evidence says in one notification. */
export const WORDS_CHARS_MAX = 1_000;

/** Waiting for one target, in the database: a day of busy rollouts, 20 MiB at most. */
export const WAITING_MAX = 10_000;

/** Of one stream read at once. */
export const ROWS_AT_ONCE = 50;

/** Streams of which one target is told at the same time. */
export const LANES_AT_ONCE = 4;

/** From the request to its answer's status: chat services take a second. */
export const POST_TIMEOUT_MS = 10_000;

/** Read of an answer that is no success, to say why. */
export const ANSWER_BYTES_MAX = 1_024;
export const ANSWER_CHARS_TOLD = 200;

/** Again after random()·min(max, min·2^failures): full jitter; longer where the target says so, but no longer than the maximum. */
export const RETRY_MIN_MS = 1_000;
export const RETRY_MAX_MS = 300_000;

/** Times that a target may refuse one notification for what it is (400, 413, 422) before that is dropped and the next ones come. */
export const REFUSALS_MAX = 5;

/** How often somebody looks whether there is something to send that nobody told of: another coordinator's streams that are led here now. */
export const LOOK_MS = 5_000;

/** Between two warnings that notifications were dropped; each counts all since the one before. */
export const DROP_WARNING_MS = 60_000;

/** Bytes of a signing key: HMAC-SHA256 takes any, fewer could be guessed, more are a file chosen by mistake. */
export const SECRET_BYTES_MIN = 24;
export const SECRET_BYTES_MAX = 512;
