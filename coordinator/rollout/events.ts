/** Events and effects of one environment stream: what `step` is told, and what it asks for. */
import type { Failure } from "../../runtime/errors.ts";
import type { CommandId, Digest, HostId, Principal, ReleaseId, RolloutId, SlotName } from "../../runtime/ids.ts";
import type { Answer, CancelTarget, LaneReport, Position, SlotReport } from "../../proto/messages.ts";
import type { AskedGate, Samples, Verdict } from "./gate-rules.ts";
import type { RolloutPolicy } from "./policy.ts";
import type { Preseed, ReleaseRef, RolloutState, StreamState } from "./state.ts";
import type { PlannedHost } from "./waves.ts";

/** As appended to the log. `kind` and fields are the audit record; a principal from a certificate stands in each. */
export interface LoggedEvent {
  readonly version: number;
  readonly atUnixMs: number;
  readonly principal: Principal;
  readonly event: StreamEvent;
}

/** `origin`: the address that an operator's call came from. */
export type StreamEvent = Said & { readonly origin?: string };

type Said =
  | {
      readonly kind: "rollout-requested";
      readonly requestId: string;
      readonly rollout: RolloutId;
      readonly rolloutKind: "deploy" | "rollback";
      readonly slot: SlotName;
      readonly release: ReleaseRef;
      readonly hosts: readonly PlannedHost[];
      readonly repair: boolean;
      readonly note: string;
      /** Those of earlier versions have less. */
      readonly policy: Partial<RolloutPolicy>;
      /** Asked for by the effect `converge`. */
      readonly converges?: true;
      /** Where another is open: that is aborted first, or waited for. Absent: refused. */
      readonly whenOpen?: "abort" | "wait";
    }
  /** Null: whichever is open. */
  | { readonly kind: "abort-requested"; readonly rollout: RolloutId | null; readonly note: string }
  /** These, too: null is whichever is open. */
  | { readonly kind: "pause-requested"; readonly rollout: RolloutId | null; readonly note: string }
  | { readonly kind: "resume-requested"; readonly rollout: RolloutId | null; readonly note: string }
  /** An empty name: the gate that the rollout stands at. */
  | {
      readonly kind: "gate-approved";
      readonly rollout: RolloutId | null;
      readonly gate: string;
      readonly note: string;
      /** Of who said it, as configured then. */
      readonly roles?: readonly string[];
    }
  | {
      readonly kind: "gate-overridden";
      readonly rollout: RolloutId | null;
      readonly gate: string;
      readonly note: string;
      readonly untilUnixMs: number;
    }
  | { readonly kind: "retry-requested"; readonly rollout: RolloutId | null; readonly host: HostId; readonly note: string }
  | { readonly kind: "exclude-requested"; readonly rollout: RolloutId | null; readonly host: HostId; readonly note: string }
  | { readonly kind: "lock-requested"; readonly note: string }
  | { readonly kind: "unlock-requested"; readonly note: string }
  | {
      readonly kind: "gate-evaluated";
      readonly rollout: RolloutId;
      readonly wave: number;
      readonly gate: string;
      /** Which of the questions at this gate. */
      readonly question: number;
      readonly verdict: Verdict;
      readonly evidence: string;
      readonly samples: Samples;
    }
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
      readonly bakeMs: number;
    }
  | { readonly kind: "send-cancel"; readonly host: HostId; readonly target: CancelTarget }
  /** All that the host is to have before it is deployed. */
  | {
      readonly kind: "send-preseeds";
      readonly host: HostId;
      readonly releases: readonly { readonly release: ReleaseId; readonly untilUnixMs: number }[];
    }
  /** A service is to be asked; what it says comes back as `gate-evaluated`. */
  | {
      readonly kind: "evaluate-gate";
      readonly rollout: RolloutId;
      readonly wave: number;
      readonly gate: string;
      readonly question: number;
      readonly what: AskedGate;
      /** Values heard before. */
      readonly samples: Samples;
    }
  /** These hosts are to get what the environment runs: by a rollout of their own. */
  | { readonly kind: "converge"; readonly hosts: readonly HostId[]; readonly slot: SlotName; readonly release: ReleaseRef }
  /** The request is refused; nothing changed. */
  | { readonly kind: "reject"; readonly failure: Failure }
  /** The answer to a rollout request (new or repeated). */
  | { readonly kind: "rollout-open"; readonly rollout: RolloutId }
  /** It begins when the open one has ended. */
  | { readonly kind: "rollout-queued"; readonly rollout: RolloutId }
  /** The open one has ended: an event is wanted, with which the next begins. */
  | { readonly kind: "begin-next" }
  | { readonly kind: "rollout-ended"; readonly rollout: RolloutId; readonly state: RolloutState };

/** Effects to a host that is not connected are dropped by the shell; its next hello brings them again. */
export interface StreamStep {
  readonly state: StreamState;
  readonly effects: readonly StreamEffect[];
}
