/**
 * State, events and effects of one environment stream (one app in one environment): the vocabulary of `step` (step.ts), which is
 * proto/PROTOCOL.md §5 in code. The log of events is the truth; the state is its fold.
 */
import type { Failure } from "../../runtime/errors.ts";
import type {
  AppName,
  CommandId,
  Digest,
  EnvironmentName,
  HostId,
  Principal,
  ReleaseId,
  RevisionId,
  RolloutId,
  SlotName,
  Tag,
} from "../../runtime/ids.ts";
import type { Answer, CancelTarget, LaneReport, Position, SlotReport, WorkStats } from "../../proto/messages.ts";

export interface StreamState {
  readonly environment: EnvironmentName;
  readonly app: AppName;
  readonly lanes: Readonly<Record<HostId, HostLane>>;
  /** Releases that succeeded in a slot, oldest first: `rollback` goes one back. */
  readonly history: Readonly<Record<SlotName, readonly ReleaseRef[]>>;
  /** The newest rollout, open or ended. */
  readonly rollout: Rollout | null;
  /** Request ids of the newest rollouts: a repeated request gets the same answer. */
  readonly requests: readonly { readonly requestId: string; readonly rollout: RolloutId }[];
  /** The newest ones, oldest first; those that are over too. */
  readonly preseeds: readonly Preseed[];
}

/** A release that is to be on hosts before anybody deploys it (preseeds.ts). */
export interface Preseed {
  readonly release: ReleaseRef;
  /** As it was asked for: empty: every datacenter; of each that share of its hosts. */
  readonly datacenter: string;
  readonly sharePercent: number;
  readonly hosts: readonly { readonly host: HostId; readonly datacenter: string }[];
  readonly principal: Principal;
  readonly note: string;
  readonly startedUnixMs: number;
  /** It is given up then, unless its release was rolled out. */
  readonly untilUnixMs: number;
  readonly stopped: boolean;
}

export interface ReleaseRef {
  readonly release: ReleaseId;
  readonly tag: Tag;
  readonly tree: Digest;
}

/** What the coordinator knows of one host in this stream. */
export interface HostLane {
  /** Highest ever issued, or heard after a restore. */
  readonly position: Position;
  readonly connected: boolean;
  /** Set where the host claims a position beyond the cap; nothing is sent to it. */
  readonly quarantined: Failure | null;
  readonly slots: Readonly<Record<SlotName, LaneSlot>>;
}

export interface LaneSlot {
  readonly release: ReleaseId | null;
  readonly tree: Digest | null;
  readonly revision: RevisionId | null;
  /** The host says its disk differs from its journal, or it reverted by itself. */
  readonly drift: boolean;
  /** What it is where it is no committed revision. */
  readonly detail: string;
}

export type RolloutState = "preparing" | "activating" | "aborting" | "succeeded" | "failed" | "aborted";
export type HostState = "pending" | "preparing" | "ready" | "activating" | "active" | "failed" | "reverted" | "cancelled" | "unknown";

export interface Rollout {
  readonly id: RolloutId;
  readonly kind: "deploy" | "rollback";
  readonly slot: SlotName;
  readonly release: ReleaseRef;
  readonly repair: boolean;
  readonly state: RolloutState;
  readonly policy: RolloutPolicy;
  readonly hosts: Readonly<Record<HostId, RolloutHost>>;
  /** Hosts in the order of their activation; `wave` counts the opened ones. */
  readonly waves: readonly (readonly HostId[])[];
  readonly wave: number;
  readonly principal: Principal;
  readonly note: string;
  readonly startedUnixMs: number;
  readonly activatingUnixMs: number | null;
  readonly endedUnixMs: number | null;
  readonly failure: Failure | null;
  /** Command ids issued so far. */
  readonly commands: number;
}

export interface RolloutHost {
  readonly datacenter: string;
  readonly state: HostState;
  readonly failure: Failure | null;
  /** The intent that is not answered by a result yet. */
  readonly outstanding: Outstanding | null;
  /** New positions given after a retryable refusal or an expired lease. */
  readonly retries: number;
  /** An overlay did not work on what the host holds: it is to be offered a whole base. */
  readonly baseWanted?: true;
  readonly prepare: WorkStats | null;
  /** From the request until it was ready. */
  readonly readyMs?: number;
  readonly activateMs: number | null;
}

export interface Outstanding {
  readonly kind: "prepare" | "activate";
  readonly commandId: CommandId;
  readonly position: Position;
  /** Of the coordinator's clock: from then on the lease is over for certain. Null: never sent, or a prepare. */
  readonly leaseOverUnixMs: number | null;
  readonly issuedUnixMs: number;
}

export interface RolloutPolicy {
  readonly prepareTimeoutMs: number;
  readonly activateTimeoutMs: number;
  readonly leaseMs: number;
  /** Added to the lease before it is believed over: clock rates differ. */
  readonly leaseMarginMs: number;
  readonly maxRetries: number;
}

export const DEFAULT_ROLLOUT_POLICY: RolloutPolicy = {
  prepareTimeoutMs: 30 * 60_000,
  activateTimeoutMs: 5 * 60_000,
  leaseMs: 30_000,
  leaseMarginMs: 5_000,
  maxRetries: 3,
};

/** As appended to the log. `kind` and fields are the audit record; a principal from a certificate stands in each. */
export interface LoggedEvent {
  readonly version: number;
  readonly atUnixMs: number;
  readonly principal: Principal;
  readonly event: StreamEvent;
}

export type StreamEvent =
  | {
      readonly kind: "rollout-requested";
      readonly requestId: string;
      readonly rollout: RolloutId;
      readonly rolloutKind: "deploy" | "rollback";
      readonly slot: SlotName;
      readonly release: ReleaseRef;
      readonly hosts: readonly { readonly host: HostId; readonly datacenter: string }[];
      readonly repair: boolean;
      readonly note: string;
      readonly policy: RolloutPolicy;
    }
  /** Null: whichever is open. */
  | { readonly kind: "abort-requested"; readonly rollout: RolloutId | null; readonly note: string }
  | {
      readonly kind: "preseed-requested";
      readonly release: ReleaseRef;
      readonly datacenter: string;
      readonly sharePercent: number;
      readonly hosts: Preseed["hosts"];
      readonly untilUnixMs: number;
      readonly note: string;
    }
  | { readonly kind: "preseed-stopped"; readonly release: ReleaseId; readonly note: string }
  | { readonly kind: "coordinator-started" }
  /** A hello; null where the host knows nothing of the app yet. */
  | { readonly kind: "host-connected"; readonly host: HostId; readonly lane: LaneReport | null }
  | { readonly kind: "host-disconnected"; readonly host: HostId }
  | {
      readonly kind: "host-answered";
      readonly host: HostId;
      readonly commandId: CommandId;
      readonly position: Position;
      readonly answer: Answer;
    }
  | { readonly kind: "slot-changed"; readonly host: HostId; readonly slot: SlotReport; readonly failure: Failure | null }
  | { readonly kind: "ticked" };

export type StreamEffect =
  | {
      readonly kind: "send-prepare";
      readonly host: HostId;
      readonly commandId: CommandId;
      readonly position: Position;
      readonly slot: SlotName;
      readonly release: ReleaseId;
      /** A base must be among the routes. */
      readonly withBase: boolean;
      readonly deadlineUnixMs: number;
    }
  | {
      readonly kind: "send-activate";
      readonly host: HostId;
      readonly commandId: CommandId;
      readonly position: Position;
      readonly slot: SlotName;
      readonly release: ReleaseId;
      readonly tree: Digest;
      readonly repair: boolean;
      readonly leaseMs: number;
      readonly deadlineUnixMs: number;
    }
  | { readonly kind: "send-cancel"; readonly host: HostId; readonly target: CancelTarget }
  /** All that the host is to have before it is deployed. */
  | {
      readonly kind: "send-preseeds";
      readonly host: HostId;
      readonly releases: readonly { readonly release: ReleaseId; readonly untilUnixMs: number }[];
    }
  /** The request is refused; nothing changed. */
  | { readonly kind: "reject"; readonly failure: Failure }
  /** The answer to a rollout request (new or repeated). */
  | { readonly kind: "rollout-open"; readonly rollout: RolloutId }
  | { readonly kind: "rollout-ended"; readonly rollout: RolloutId; readonly state: RolloutState };

/** Effects to a host that is not connected are dropped by the shell; its next hello brings them again. */
export interface StreamStep {
  readonly state: StreamState;
  readonly effects: readonly StreamEffect[];
}
