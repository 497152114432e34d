/** Every bound of the agent's shell: journal, effects, session, configuration. With unit and reason. (Those of `step`: limits.ts.) */

/** Version of the journal's schema and of the JSON in it; a newer one is refused. */
export const JOURNAL_SCHEMA = 1;

/** Marks the file as ours (`PRAGMA application_id`): "Shol". */
export const JOURNAL_APPLICATION_ID = 0x53686f6c;

// Session

/** Reconnect after random()·min(max, min·2^attempt): full jitter, so that a fleet does not come back in step. */
export const RECONNECT_MIN_MS = 500;
export const RECONNECT_MAX_MS = 30_000;

/** After a refusal (version, scope, certificate) trying soon again can't help; half of it is random. */
export const REFUSED_RETRY_MS = 60_000;

/** A coordinator that does not answer a hello by then is taken for hung. */
export const WELCOME_TIMEOUT_MS = 15_000;

/** Reports waiting for the network; beyond it the session is cut, and the next hello tells all that matters. */
export const OUTBOX_MAX = 1_024;
