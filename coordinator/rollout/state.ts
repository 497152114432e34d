/**
 * The state of one environment stream (one app in one environment), which `step` (step.ts) changes by events (events.ts): proto/PROTOCOL.md §5 in code.
 * The log of events is the truth; the state is its fold.
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
import type { ActivationStep, Position, WorkStats } from "../../proto/messages.ts";
import type { StreamEvent } from "./events.ts";
import type { GateRule, Samples, Verdict } from "./gate-rules.ts";
import type { HostMap } from "./host-map.ts";
import type { OnFailure, RolloutPolicy } from "./policy.ts";
import type { Tally } from "./tally.ts";
import type { Wave } from "./waves.ts";

export interface StreamState {
  readonly environment: EnvironmentName;
  readonly app: AppName;
  readonly lanes: HostMap<HostLane>;
  /** Releases that succeeded in a slot, oldest first: `rollback` goes one back. */
  readonly history: Readonly<Record<SlotName, readonly ReleaseRef[]>>;
  /** The newest rollout, open or ended. */
  readonly rollout: Rollout | null;
  /** Begins when that has ended (next.ts). */
  readonly next: NextRollout | null;
  /** Request ids of the newest rollouts: a repeated request gets the same answer. */
  readonly requests: readonly { readonly requestId: string; readonly rollout: RolloutId }[];
  /** The newest ones, oldest first; those that are over too. */
  readonly preseeds: readonly Preseed[];
  /** Nobody deploys while it is locked. */
  readonly lock: Lock | null;
  /** Releases that hosts have failed with, or turned from by themselves: not given to them again unasked (converge.ts). */
  readonly held: HostMap<readonly ReleaseId[]>;
}

export interface NextRollout {
  readonly event: Extract<StreamEvent, { readonly kind: "rollout-requested" }>;
  readonly principal: Principal;
  readonly sinceUnixMs: number;
}

export interface Lock {
  readonly principal: Principal;
  readonly reason: string;
  readonly sinceUnixMs: number;
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

export type RolloutState =
  /** Until every host is ready. */
  | "preparing"
  | "activating"
  /** All of the wave are active, and must stay so for a while. */
  | "baking"
  /** At a gate. */
  | "waiting"
  /** Nothing new is sent until somebody says so. */
  | "paused"
  /** Hosts go back to what they ran. */
  | "rolling-back"
  | "aborting"
  | "succeeded"
  | "failed"
  | "aborted";

export type HostState =
  | "pending"
  | "preparing"
  | "ready"
  | "activating"
  | "active"
  | "failed"
  | "reverted"
  | "cancelled"
  | "unknown"
  /** Left out: by an operator, or, with a failure, because it was not ready in time. */
  | "excluded"
  | "rolling-back"
  | "rolled-back";

export interface Rollout {
  readonly id: RolloutId;
  readonly kind: "deploy" | "rollback";
  readonly slot: SlotName;
  readonly release: ReleaseRef;
  readonly repair: boolean;
  /** Of hosts that had missed the environment's release. */
  readonly converges?: true;
  readonly state: RolloutState;
  readonly policy: RolloutPolicy;
  readonly hosts: HostMap<RolloutHost>;
  /** `hosts`, counted. */
  readonly tally: Tally;
  readonly waves: readonly Wave[];
  /** Waves that were opened. */
  readonly wave: number;
  /** Places in the order of `hosts`, and in the open wave by datacenter, up to which hosts were asked. */
  readonly prepareNext: number;
  readonly activateNext: Readonly<Record<string, number>>;
  /** To be activated again, because an operator said so; before the others. */
  readonly again: readonly HostId[];
  readonly prepareDueUnixMs: number;
  readonly bakeUntilUnixMs: number | null;
  readonly gate: OpenGate | null;
  readonly clearances: readonly Clearance[];
  readonly pause: Pause | null;
  readonly rollback: RollingBack | null;
  readonly principal: Principal;
  readonly note: string;
  readonly startedUnixMs: number;
  readonly activatingUnixMs: number | null;
  readonly endedUnixMs: number | null;
  readonly failure: Failure | null;
  /** Command ids issued so far. */
  readonly commands: number;
}

/** The gate that the rollout stands at. */
export interface OpenGate {
  readonly rule: GateRule;
  /** Among those after this wave. */
  readonly index: number;
  readonly sinceUnixMs: number;
  /** Of the question that has no answer yet; null: none is asked. */
  readonly askedUnixMs: number | null;
  readonly questions: number;
  readonly samples: Samples;
  /** The newest answer. */
  readonly verdict: Verdict | null;
  readonly evidence: string;
  readonly answeredUnixMs: number | null;
}

/** Somebody's word that a gate may be passed: an approval of one that asks for it, an override of any. */
export interface Clearance {
  readonly kind: "approval" | "override";
  readonly gate: string;
  /** After which wave; null: wherever it stands. */
  readonly wave: number | null;
  readonly principal: Principal;
  readonly note: string;
  readonly atUnixMs: number;
  /** It holds until then. Null: as long as the rollout is open. */
  readonly untilUnixMs: number | null;
}

export interface Pause {
  readonly from: "preparing" | "activating" | "baking" | "waiting";
  readonly sinceUnixMs: number;
  /** Null: an operator said so. */
  readonly reason: Failure | null;
  readonly principal: Principal;
  readonly note: string;
}

export interface RollingBack {
  /** The waves whose hosts go back: of this one only, or of all up to it. */
  readonly wave: number;
  readonly all: boolean;
  readonly ends: "failed" | "paused";
  readonly why: OnFailure;
}

export interface RolloutHost {
  readonly datacenter: string;
  /** Its place in `waves`. */
  readonly wave: number;
  readonly state: HostState;
  readonly failure: Failure | null;
  /** The intent that is not answered by a result yet. */
  readonly outstanding: Outstanding | null;
  /** An activate that was given up; its host may still say what became of it. */
  readonly late?: CommandId | null;
  /** New positions given after a retryable refusal or an expired lease. */
  readonly retries: number;
  /** Not connected. */
  readonly away?: true;
  /** While left out of a rollout that nobody asked for: it has its turn when it is there, and is no failure of that one. */
  readonly spared?: true;
  /** While unknown: it had been active, and was not heard when its bake was over. */
  readonly lost?: boolean;
  /** An overlay did not work on what the host holds: it is to be offered a whole base. */
  readonly baseWanted?: true;
  readonly prepare: WorkStats | null;
  /** From the request until it was ready. */
  readonly readyMs?: number;
  readonly activateMs: number | null;
  /** What the slot named before; null: no release that is known. */
  readonly previous?: { readonly release: ReleaseId; readonly tree: Digest } | null;
  /** Checks and hooks of its last activation, as it told them. */
  readonly steps?: readonly ActivationStep[];
}

export interface Outstanding {
  /** `back`: an activate of what the slot named before. */
  readonly kind: "prepare" | "activate" | "back";
  readonly commandId: CommandId;
  readonly position: Position;
  /** Of the coordinator's clock: from then on the lease is over for certain. Null: never sent, or a prepare. */
  readonly leaseOverUnixMs: number | null;
  readonly issuedUnixMs: number;
  readonly deadlineUnixMs: number;
  /** The host goes on with its checks so long. */
  readonly bakeMs: number;
}
