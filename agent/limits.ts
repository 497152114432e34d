/** Every bound of the agent's state machine, with its unit and reason. The shell's bounds stand beside what they bound. */

/** Intents of a lane that are remembered after they ended, so that a repeated one gets its old answer. */
export const MAX_FINISHED_INTENTS = 32;

/** Intents of a lane accepted and not ended: a coordinator has one or two outstanding; more is a fault or an attack. */
export const MAX_UNFINISHED_INTENTS = 8;

/** Bytes of envelopes and routes of those, in one lane: each is saved whole with every change of the lane. */
export const MAX_UNFINISHED_BYTES = 32 * 1024 * 1024;

/** Slots of an app that intents may name; each keeps up to three releases on disk. A hello can carry 32. */
export const MAX_SLOTS = 16;

/** Highest rise of epoch and sequence in one intent, so that a broken coordinator can't use the numbers up. */
export const MAX_EPOCH_JUMP = 1_000;
export const MAX_SEQUENCE_JUMP = 1_000_000;

/** Tolerated difference between the wall clocks of host and coordinator, for deadlines. */
export const CLOCK_SKEW_MS = 5 * 60_000;

/** A deadline further ahead than this is a mistake: nothing may stay armed for longer. */
export const MAX_DEADLINE_AHEAD_MS = 7 * 24 * 3_600_000;

/** Wait before a failed swap back is tried again. */
export const REVERSAL_RETRY_MS = 1_000;
