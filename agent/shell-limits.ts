/** Every bound of the agent's shell: journal, effects, session, configuration. With unit and reason. (Those of `step`: limits.ts.) */

/**
 * Version of the journal's schema and of the JSON in it; a newer one is refused, an older one is read as it is. 2: states of activations with checks and
 * hooks, which an agent of before would take for work that nobody does.
 */
export const JOURNAL_SCHEMA = 2;

/** Marks the file as ours (`PRAGMA application_id`): "Shol". */
export const JOURNAL_APPLICATION_ID = 0x53686f6c;

// Session

/** Reconnect after random()·min(max, min·2^attempt): full jitter, so that a fleet does not come back in step. */
export const RECONNECT_MIN_MS = 500;
export const RECONNECT_MAX_MS = 30_000;

/** After a refusal (version, scope, certificate) trying soon again can't help; half of it is random. */
export const REFUSED_RETRY_MS = 60_000;

/**
 * A coordinator that does not answer a hello by then is taken for hung: as late as a session that went silent is found. Not sooner: ten thousand hosts
 * that come back at once are greeted in half a minute, and who gives up and dials again has its handshake done twice, and holds up all others.
 */
export const WELCOME_TIMEOUT_MS = 40_000;

/** Reports waiting for the network; beyond it the session is cut, and the next hello tells all that matters. */
export const OUTBOX_MAX = 1_024;

// Downloads

/** What a bundle may weigh beyond its tree: an archive that doesn't compress has a header and padding per entry … */
export const BUNDLE_OVERHEAD_PER_ENTRY_BYTES = 8 * 1024;
/** … a frame table and zstd's framing. */
export const BUNDLE_OVERHEAD_BYTES = 4 * 1024 * 1024;

/** Bytes of a download's record: metainfo and piece digests in base64. */
export const DOWNLOAD_RECORD_BYTES_MAX = 16 * 1024 * 1024;

/** Progress of one command is told at most this often. */
export const PROGRESS_INTERVAL_MS = 250;

/** Free space asked for before unpacking: what is to be written times this (blocks are larger than files), … */
export const SPACE_FACTOR = 1.2;
/** … and this share of the file system, at most RESERVE_BYTES_MAX, so that the host's other programs can still write. */
export const RESERVE_SHARE = 0.02;
export const RESERVE_BYTES_MAX = 512 * 1024 * 1024;

// Configuration

/** Keys pinned for one app: each costs a verification of each envelope. */
export const PINNED_KEYS_MAX = 32;
/** Revisions kept beside the protected ones: a slip of the finger must not fill the disk. */
export const KEEP_REVISIONS_MAX = 100;
/** Units that one app may restart. */
export const UNITS_MAX = 64;
/** Apps of one host; a hello tells of each. */
export const APPS_MAX = 256;

// Disk

/** Questions of `verify` that wait or are worked on: each may read a whole app. */
export const VERIFY_QUESTIONS_MAX = 4;

/** Slots looked at in one app's root; the protocol tells of at most 32. */
export const SLOTS_MAX = 32;
/** Listings held at once as sources of links: the base's and those of the newest revisions, … */
export const SOURCES_MAX = 3;
/** … together at most this, with the new tree's own within the agent's memory. The base's is held in any case. */
export const SOURCE_LISTING_BYTES_MAX = 64 * 1024 * 1024;

// Process

/** Slots are looked at this often for what another hand changed: as often as agents say that they are there. */
export const SLOT_LOOK_MS = 10_000;

/** Deadlines are looked at this often. */
export const TICK_MS = 1_000;
/** A swarm that gave up is opened again at most this often. */
export const SWARM_REOPEN_PAUSE_MS = 30_000;
/** Trackers that fail are warned of at most this often. */
export const TRACKER_LOG_PAUSE_MS = 60_000;
/** One request on the control socket; ours have under 200 bytes. */
export const CONTROL_REQUEST_BYTES_MAX = 4 * 1024;
/** A local revert is answered by then at the latest; it goes on if it is not done. */
export const REVERT_ANSWER_MS = 60_000;

// Peers through the session

/** Addresses and names of one bundle's peers that are remembered for its next transfer: what one answer has, some times over. */
export const PEERS_KEPT = 1_024;
/** A transfer that needs peers asks for them no more often than this, whatever the coordinator says. */
export const ANNOUNCE_MS = 500;
/** A tracker that failed is tried again after a minute at most (swarm/engine/announcer.ts): for that long the session stands in. */
export const TRACKER_DEAD_MS = 90_000;
