/** Every bound of gates/, with unit and reason. */

/** Values of one side that are remembered for a comparison: they stand in each event. */
export const SAMPLES_MAX = 500;

/** Of one question to a service; below GATE_ANSWER_MS of the rollout, which then asks again. */
export const QUESTION_TIMEOUT_MS = 20_000;

/** Of an answer: a vector over the hosts of a fleet. */
export const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

/** Values taken from one answer. */
export const VALUES_MAX = 20_000;

/** Characters of evidence, and of the names of hosts put into a query. */
export const EVIDENCE_CHARS_MAX = 500;
export const QUERY_CHARS_MAX = 1024 * 1024;
