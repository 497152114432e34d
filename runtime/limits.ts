/** Every bound of runtime/, with unit and reason. */

/** Bytes read and hashed at once: large enough that calls cost nothing, small enough for many hashes side by side. */
export const HASH_BUFFER_BYTES = 1024 * 1024;

/** Certificates are valid from this much before their making, so that a host whose clock is behind accepts them. */
export const CERTIFICATE_BACKDATE_MS = 10 * 60 * 1000;

/** Longest life of a certificate, in days: a slip of the finger must not make one for ever. */
export const CERTIFICATE_DAYS_MAX = 20 * 366;

/** Names and addresses beside the URI in one certificate. */
export const CERTIFICATE_ADDRESSES_MAX = 32;

/** Bytes of a certificate (DER) that is looked at; ours have about 600. */
export const CERTIFICATE_BYTES_MAX = 16 * 1024;

/** Longest single timer of Node: beyond 2^31-1 ms it would fire at once. */
export const TIMER_MS_MAX = 2 ** 31 - 1;

/** A `sync -f` of a busy spinning disk takes minutes; one that takes longer hangs. */
export const SYNC_TIMEOUT_MS = 10 * 60 * 1000;

/** Bytes of a certificate or key file; ours have under 2 KiB, chains some more. */
export const SECRET_FILE_BYTES_MAX = 64 * 1024;

/** Bytes of a configuration file, and nesting of its YAML. */
export const CONFIG_BYTES_MAX = 1024 * 1024;

/** Problems of a configuration file told at once. */
export const CONFIG_PROBLEMS_MAX = 10;

/** Milliseconds that each part of a process has to stop before the next is stopped. */
export const STOP_PART_MS = 10_000;

/** Levels of nested `cause` that are logged. */
export const LOG_CAUSES_MAX = 4;
