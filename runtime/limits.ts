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
