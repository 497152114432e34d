/** Every bound of checks and hooks, with unit and reason. (Those of what a shoal.yaml may say: release/limits.ts; of what is told: proto/limits.ts.) */

/** What was asked to end (SIGTERM) has this long before it is killed; less than a part of the agent has to stop. */
export const KILL_GRACE_MS = 3_000;
/** Between looks whether what was killed is gone. */
export const KILL_LOOK_MS = 20;
/** Rounds of looking for processes that left the group, after SIGKILL: one may have been forking. */
export const KILL_ROUNDS_MAX = 20;
/** After a program's end its output is waited for as long: whoever it left behind may hold the pipe for ever. */
export const DRAIN_MS = 200;
/** Of a program's output, before what can't be shown is escaped. */
export const OUTPUT_TAIL_BYTES = 16 * 1024;
/** Of an HTTP answer's body. */
export const BODY_BYTES_MAX = 256 * 1024;
/** Of that, in the output of a step. */
export const BODY_SHOWN_BYTES = 1024;
/** Headers of an HTTP answer, in bytes. */
export const ANSWER_HEADER_BYTES_MAX = 64 * 1024;
/** A regular expression may take this long for one look: one that backtracks for ever must not stop the agent. */
export const PATTERN_MS = 250;
/** Of a log in one look, to the end of its line. */
export const COUNTED_CHARS = 256 * 1024;
/** Of a log since the swap; what comes behind is not counted, and said. */
export const LOG_BYTES_MAX = 16 * 1024 * 1024;
/** A file of the tree: a specification, certificates. */
export const TREE_FILE_BYTES_MAX = 4 * 1024 * 1024;
/** Operations of a specification that are requested by one check. */
export const OPERATIONS_MAX = 200;
/** Plans kept in memory: active, previous and next revisions of some apps. */
export const PLANS_KEPT = 32;
