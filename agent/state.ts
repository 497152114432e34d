/**
 * The agent's state, events and effects: the vocabulary of `step` (step.ts), which is proto/PROTOCOL.md §4 in code.
 *
 * A lane is durable and is saved whole (effect `save`) before any effect that follows from it. `AgentState.busy` and `connected` are
 * volatile: a restart begins without them and works again on whatever the journal says is unfinished.
 */
import type { ErrorCode, Failure } from "../runtime/errors.ts";
import type { AppName, CommandId, Digest, EnvironmentName, HostId, InstanceId, ReleaseId, RevisionId, SlotName } from "../runtime/ids.ts";
import type {
  ActivationStep,
  BundleDescription,
  CancelTarget,
  Intent,
  IntentResult,
  Lease,
  Position,
  ProgressReport,
  Report,
  SlotContent,
  WorkStats,
} from "../proto/messages.ts";
import type { SignedRelease } from "../release/release.ts";

export interface AgentState {
  readonly instance: InstanceId;
  readonly bootId: string;
  readonly connected: boolean;
  readonly lanes: Readonly<Record<AppName, Lane>>;
  /** What works in a lane right now; a lane does one thing at a time. */
  readonly busy: Readonly<Record<AppName, Work | undefined>>;
  /** Revisions whose removal failed in this process; tried again after a restart. */
  readonly unremovable: readonly RevisionId[];
  /** Rounds of checks of the slots that bake, beside whatever the lanes do; by `app/slot`. */
  readonly rounds: Readonly<Record<string, BakeRound | undefined>>;
}

export type BakeRound =
  | { readonly kind: "running"; readonly commandId: CommandId }
  | { readonly kind: "waiting"; readonly commandId: CommandId; readonly untilClockMs: number };

export type Work =
  /** `stopping`: asked to end; only `stopped` ends it, and whatever else still comes of it is ignored. */
  | { readonly kind: "intent"; readonly commandId: CommandId; readonly stopping: boolean }
  | { readonly kind: "reversal"; readonly slot: SlotName }
  | { readonly kind: "retention"; readonly revision: RevisionId }
  /** Waiting to try a failed swap back again. */
  | { readonly kind: "pause"; readonly untilClockMs: number };

export interface Lane {
  readonly app: AppName;
  readonly environment: EnvironmentName;
  readonly highest: Position;
  /** By position: all unfinished ones and the newest finished ones. */
  readonly intents: readonly IntentRecord[];
  readonly slots: Readonly<Record<SlotName, SlotRecord>>;
  readonly revisions: Readonly<Record<RevisionId, RevisionRecord>>;
}

export interface IntentRecord {
  readonly commandId: CommandId;
  readonly position: Position;
  readonly kind: Intent["kind"] | "cancel";
  readonly release: ReleaseId | null;
  readonly slot: SlotName | null;
  /** BLAKE3 of the body, to tell a duplicate from a conflict. */
  readonly bodyDigest: Digest | null;
  /** Null once finished: only the result is remembered. */
  readonly intent: Intent | null;
  readonly state: IntentState;
}

export type IntentState =
  | { readonly kind: "queued" }
  | {
      readonly kind: "materializing";
      readonly revision: RevisionId;
      readonly route: number;
      readonly tried: readonly number[];
      readonly codes?: readonly ErrorCode[];
    }
  | { readonly kind: "committing"; readonly revision: RevisionId; readonly route: number; readonly stats: WorkStats }
  /** Checks and hooks before the swap. */
  | {
      readonly kind: "readying";
      readonly phase: "before" | "depool";
      readonly from: SlotContent;
      readonly to: RevisionId;
      readonly rollover: Rollover;
    }
  | {
      readonly kind: "swapping";
      readonly from: SlotContent;
      readonly to: RevisionId;
      readonly lease: Lease;
      readonly bootId: string;
      /** Absent: nothing to check or to run. */
      readonly rollover?: Rollover;
    }
  /** Checks and hooks after the swap: the slot names `to`, and the slot's record is as it was. */
  | {
      readonly kind: "proving";
      readonly phase: "restart" | "after" | "repool";
      readonly from: SlotContent;
      readonly to: RevisionId;
      readonly rollover: Rollover;
      readonly renamed: Renamed;
    }
  /** Back into the pool after all; `result` is what the activation came to. */
  | { readonly kind: "withdrawing"; readonly to: RevisionId; readonly rollover: Rollover; readonly result: IntentResult }
  | { readonly kind: "removing"; readonly revision: RevisionId }
  | { readonly kind: "finished"; readonly result: IntentResult };

/** What an activation runs, and what of it was run so far. */
export interface Rollover {
  readonly plan: PlanShape;
  readonly steps: readonly ActivationStep[];
}

/** Which phases of a release's checks and hooks there is something in. What it is, the shell reads from the revision each time. */
export interface PlanShape {
  readonly before: boolean;
  readonly depool: boolean;
  readonly restart: boolean;
  readonly after: boolean;
  readonly repool: boolean;
  /** Between two rounds of the checks that bake; null: none does. */
  readonly bakePauseMs: number | null;
}

/** When the slot was renamed, and how far the logs were then that checks count lines of. */
export interface Renamed {
  readonly clockMs: number;
  readonly bootId: string;
  readonly marks: Marks;
}

/** By the check's name. */
export type Marks = Readonly<Record<string, LogMark>>;

export interface LogMark {
  readonly inode: number;
  readonly sizeBytes: number;
}

/** What belongs to the active revision of a slot that was activated with checks or hooks. */
export interface Service {
  readonly commandId: CommandId;
  readonly labels: Readonly<Record<string, string>>;
  /** Null: the slot named it already. */
  readonly renamed: Renamed | null;
  /** Null: none, or over. */
  readonly bake: Bake | null;
}

export interface Bake {
  readonly pauseMs: number;
  readonly lengthMs: number;
  readonly untilClockMs: number;
  readonly untilUnixMs: number;
  readonly bootId: string;
}

/** Hooks of a swap back: of the revision that is gone back to. */
export interface ReversalHooks {
  readonly phases: readonly ("restart" | "repool")[];
  readonly commandId: CommandId;
  readonly labels: Readonly<Record<string, string>>;
  /** What the result is to tell beside what the activation had told. */
  readonly steps: readonly ActivationStep[];
  /** The swap back was done: the hooks are what is left. */
  readonly isBack: boolean;
}

export interface SlotRecord {
  readonly active: RevisionId | null;
  readonly previous: RevisionId | null;
  /** Release last prepared for or activated in this slot; retention keeps it. */
  readonly wanted: ReleaseId | null;
  /** A swap back that was begun and must be finished. `to` null: the slot did not exist before. */
  readonly reverting: Reverting | null;
  /** Absent: nothing to check or to run. */
  readonly service?: Service | undefined;
}

export interface Reverting {
  readonly from: RevisionId;
  readonly to: RevisionId | null;
  readonly failure: Failure;
  /** Absent: nothing to run. */
  readonly hooks?: ReversalHooks | undefined;
}

export interface RevisionRecord {
  readonly release: ReleaseId;
  readonly tree: Digest;
  /** Tree of the base it was made from; null when it came whole. */
  readonly fromTree: Digest | null;
  /** Base of its lineage, as the coordinator said: what later overlays start from. Absent: not told, `fromTree` stands for it. */
  readonly baseTree?: Digest;
  /** Rises with each commit in this lane. */
  readonly order: number;
  /** Begun to be removed: never a source, never activated. */
  readonly removing: boolean;
  /** Found changed on disk: never a source, never activated. */
  readonly damaged: boolean;
}

/** What of an app is on disk: read at start and at each connection. */
export interface AppOnDisk {
  readonly app: AppName;
  readonly slots: Readonly<Record<SlotName, SlotContent>>;
  /** Committed revisions (valid commit record). */
  readonly revisions: readonly RevisionOnDisk[];
}

export interface RevisionOnDisk {
  readonly revision: RevisionId;
  readonly release: ReleaseId;
  readonly tree: Digest;
  readonly fromTree: Digest | null;
}

/** Every event carries both clocks as read when it happened. */
export interface Now {
  readonly unixMs: number;
  readonly clockMs: number;
}

export type AgentEvent = { readonly now: Now } & (
  | { readonly kind: "started"; readonly lanes: readonly Lane[]; readonly disk: readonly AppOnDisk[] }
  | { readonly kind: "connected"; readonly disk: readonly AppOnDisk[] }
  | { readonly kind: "disconnected" }
  | { readonly kind: "intent"; readonly intent: Intent }
  | { readonly kind: "cancel"; readonly target: CancelTarget }
  | { readonly kind: "tick" }
  | { readonly kind: "materialized"; readonly app: AppName; readonly commandId: CommandId; readonly stats: WorkStats }
  | { readonly kind: "materialize-failed"; readonly app: AppName; readonly commandId: CommandId; readonly failure: Failure }
  /** Stopped work has ended; its staging is gone. */
  | { readonly kind: "stopped"; readonly app: AppName; readonly commandId: CommandId }
  | { readonly kind: "committed"; readonly app: AppName; readonly commandId: CommandId; readonly revision: RevisionId }
  | { readonly kind: "commit-failed"; readonly app: AppName; readonly commandId: CommandId; readonly failure: Failure }
  | {
      readonly kind: "slot-read";
      readonly app: AppName;
      readonly commandId: CommandId;
      readonly slot: SlotName;
      readonly content: SlotContent;
      /** Of the release to be activated; absent or null: it has no checks and no hooks. A failure: they can't be carried out here. */
      readonly plan?: PlanShape | Failure | null;
    }
  | { readonly kind: "swapped"; readonly app: AppName; readonly slot: SlotName; readonly to: RevisionId | null; readonly marks?: Marks }
  | {
      readonly kind: "steps-run";
      readonly app: AppName;
      readonly slot: SlotName;
      readonly commandId: CommandId;
      readonly phases: readonly ActivationStep["phase"][];
      readonly steps: readonly ActivationStep[];
      /** Of the first step that did not pass. */
      readonly failure: Failure | null;
    }
  /** The rename was not done: `E_LEASE` from the guard, or the disk said no. The slot is as it was. */
  | { readonly kind: "swap-failed"; readonly app: AppName; readonly slot: SlotName; readonly failure: Failure }
  | { readonly kind: "removed"; readonly app: AppName; readonly revision: RevisionId }
  | { readonly kind: "remove-failed"; readonly app: AppName; readonly revision: RevisionId; readonly failure: Failure }
  /** This host's own checks, or an operator on it, put the slot back. */
  | { readonly kind: "reversal"; readonly app: AppName; readonly slot: SlotName; readonly failure: Failure }
  /** A revision that is to be taken as it is was looked through; `failure` null: it is whole. */
  | {
      readonly kind: "revision-verified";
      readonly app: AppName;
      readonly commandId: CommandId;
      readonly revision: RevisionId;
      readonly failure: Failure | null;
    }
  | { readonly kind: "damage-found"; readonly app: AppName; readonly revision: RevisionId; readonly failure: Failure }
);

/** Carried out in order; a `save` that fails ends the process before anything after it happens. */
export type AgentEffect =
  | { readonly kind: "save"; readonly lane: Lane }
  | { readonly kind: "send"; readonly report: Exclude<Report, ProgressReport> }
  | {
      readonly kind: "materialize";
      readonly app: AppName;
      readonly commandId: CommandId;
      readonly revision: RevisionId;
      readonly release: SignedRelease;
      readonly route: BundleDescription;
      /** Committed, undamaged revisions of the lane: link and patch sources. */
      readonly sources: readonly RevisionId[];
      /** A damaged revision of that tree, to take from it what is still good; null: there is none. */
      readonly salvage: RevisionId | null;
      readonly deadlineUnixMs: number;
    }
  /** Look through a revision by its recorded stats before it is taken as it is; answered by `revision-verified`. */
  | { readonly kind: "verify"; readonly app: AppName; readonly commandId: CommandId; readonly revision: RevisionId }
  /** Ask running work to end; answered by `stopped`. `revision`: what it was making, null where it made none. */
  | { readonly kind: "stop"; readonly app: AppName; readonly commandId: CommandId; readonly revision: RevisionId | null }
  | {
      readonly kind: "commit";
      readonly app: AppName;
      readonly commandId: CommandId;
      readonly revision: RevisionId;
      readonly release: SignedRelease;
      readonly fromTree: Digest | null;
    }
  /** Also reads what the revision to be activated asks for. */
  | {
      readonly kind: "read-slot";
      readonly app: AppName;
      readonly commandId: CommandId;
      readonly slot: SlotName;
      readonly revision: RevisionId;
      readonly labels: Readonly<Record<string, string>>;
    }
  /** Checks and hooks of the phases, in their order; a phase that fails ends it. Answered by `steps-run`. */
  | {
      readonly kind: "run-steps";
      readonly app: AppName;
      readonly slot: SlotName;
      readonly commandId: CommandId;
      readonly phases: readonly ActivationStep["phase"][];
      readonly revision: RevisionId;
      /** Whose hooks are taken where `revision` has none at a place; null: nobody's. */
      readonly fallback: RevisionId | null;
      readonly labels: Readonly<Record<string, string>>;
      /** Null: the slot was not renamed. */
      readonly renamed: Renamed | null;
      /** Of the agent's clock: checks are not tried again from then on. Absent: as often as they say. */
      readonly untilClockMs?: number;
    }
  /**
   * Replace the slot by rename(2) if it still is `expect` and, where `untilMs` is given, the agent clock is below it right before the rename.
   * `to` null: remove the slot.
   */
  | {
      readonly kind: "swap";
      readonly app: AppName;
      readonly slot: SlotName;
      readonly expect: SlotContent;
      readonly to: RevisionId | null;
      readonly untilMs: number | null;
      /** Look before the rename how far the logs are that checks of `to` count lines of. */
      readonly mark?: { readonly labels: Readonly<Record<string, string>> };
    }
  /** Remove a revision unless a slot on disk names it, whatever the journal says: then `remove-failed` with E_IN_USE. */
  | { readonly kind: "remove"; readonly app: AppName; readonly revision: RevisionId }
  /** A lane whose journal or disk needs a person; logged, and shown by the drift flags of the inventory. */
  | { readonly kind: "warn"; readonly app: AppName; readonly message: string };

/** What the host's own configuration decides; no message changes it. */
export interface AgentPolicy {
  readonly host: HostId;
  readonly agentVersion: string;
  readonly apps: Readonly<Record<AppName, AppPolicy>>;
  /** Pure: pinned keys, threshold, app and time (release/signature.ts). */
  readonly verifyEnvelope: (app: AppName, envelope: Uint8Array, nowUnixMs: number) => SignedRelease | Failure;
  readonly formatVersions: readonly number[];
  readonly codecs: readonly string[];
}

export interface AppPolicy {
  readonly environment: EnvironmentName;
  /** Newest revisions kept beside active, previous, wanted and lineage base. */
  readonly keepRevisions: number;
}
