/**
 * The agent's state, events and effects: the vocabulary of `step` (step.ts), which is proto/PROTOCOL.md §4 in code.
 *
 * A lane is durable and is saved whole (effect `save`) before any effect that follows from it. `AgentState.busy` and `connected` are
 * volatile: a restart begins without them and works again on whatever the journal says is unfinished.
 */
import type { ErrorCode, Failure } from "../runtime/errors.ts";
import type { AppName, CommandId, Digest, EnvironmentName, HostId, InstanceId, ReleaseId, RevisionId, SlotName } from "../runtime/ids.ts";
import type {
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
}

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
  | { readonly kind: "swapping"; readonly from: SlotContent; readonly to: RevisionId; readonly lease: Lease; readonly bootId: string }
  | { readonly kind: "removing"; readonly revision: RevisionId }
  | { readonly kind: "finished"; readonly result: IntentResult };

export interface SlotRecord {
  readonly active: RevisionId | null;
  readonly previous: RevisionId | null;
  /** Release last prepared for or activated in this slot; retention keeps it. */
  readonly wanted: ReleaseId | null;
  /** A swap back that was begun and must be finished. `to` null: the slot did not exist before. */
  readonly reverting: { readonly from: RevisionId; readonly to: RevisionId | null; readonly failure: Failure } | null;
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
    }
  | { readonly kind: "swapped"; readonly app: AppName; readonly slot: SlotName; readonly to: RevisionId | null }
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
  | { readonly kind: "read-slot"; readonly app: AppName; readonly commandId: CommandId; readonly slot: SlotName }
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
