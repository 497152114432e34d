/** Every bound of the rollout state machine, with its unit and reason. */

/** Releases remembered per slot for `rollback`; older ones are reached by their tag. */
export const MAX_HISTORY = 50;

/** Request ids remembered, so that a repeated request does not start a second rollout. */
export const MAX_REQUESTS = 32;

/** A host may be this far ahead after a restore from a backup; beyond it its claim is not believed (the agent's own caps are the same). */
export const MAX_EPOCH_JUMP = 1_000;
export const MAX_SEQUENCE_JUMP = 1_000_000;

/** Slots of a host that are shown: what a hello can carry. A host that tells of more is not believed in memory. */
export const MAX_HOST_SLOTS = 32;

/** Waves of one rollout: rack by rack in a large fleet. What is beyond it goes in the last one. */
export const WAVES_MAX = 1_000;

/** A question to a gate's service that has no answer by then is lost: asked by a coordinator that died. Its own requests end sooner. */
export const GATE_ANSWER_MS = 60_000;

/** Approvals and overrides that a rollout remembers: each gate after each wave once. */
export const CLEARANCES_MAX = 4_096;
