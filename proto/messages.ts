/**
 * The domain types of the control protocol (PROTOCOL.md): what the wire messages of agent.proto are converted from and to.
 * Plain readonly data; ids are branded and were parsed at the border. Times: `Ms` are milliseconds; `...UnixMs` wall clock,
 * `clockMs`/`untilMs` the agent's clock (counts suspend).
 */
import type { LinkMode } from "../release/commit-record.ts";
import type { Problem } from "../release/verify.ts";
import type { Failure } from "../runtime/errors.ts";
import type {
  AppName,
  CommandId,
  Digest,
  EnvironmentName,
  HostId,
  InfoHash,
  InstanceId,
  ReleaseId,
  RevisionId,
  SlotName,
} from "../runtime/ids.ts";

export const PROTOCOL_VERSION = 1;

/** `(epoch, sequence)`, ordered lexicographically; `{0, 0}` is before every intent. */
export interface Position {
  readonly epoch: number;
  readonly sequence: number;
}

export interface Lease {
  readonly instance: InstanceId;
  /** On the agent's clock. */
  readonly untilMs: number;
}

/** How the pieces of one bundle are fetched and checked. Untrusted until checked by swarm/. */
export interface TorrentDescription {
  readonly infoHash: InfoHash;
  /** The bencoded .torrent file. */
  readonly metainfo: Uint8Array;
  /** BLAKE3-256 of each piece, 32 bytes each, concatenated. */
  readonly pieceDigests: Uint8Array;
}

/** One transportable artifact as an agent is told of it. Untrusted until checked by release/. */
export interface BundleDescription {
  readonly kind: "base" | "overlay";
  /** BLAKE3-256 of the bundle's bytes. */
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** The tree it applies to; null for a base. */
  readonly fromTree: Digest | null;
  readonly toTree: Digest;
  readonly formatVersion: number;
  readonly codecs: readonly string[];
  /** Encoded frame table (release/FORMAT.md). Empty: it is read from the bundle's end. */
  readonly frameTable: Uint8Array;
  readonly torrent: TorrentDescription;
}

interface IntentBase {
  readonly commandId: CommandId;
  readonly environment: EnvironmentName;
  readonly app: AppName;
  readonly slot: SlotName;
  readonly position: Position;
  readonly deadlineUnixMs: number;
}

export interface PrepareIntent extends IntentBase {
  readonly kind: "prepare";
  readonly release: ReleaseId;
  /** The DSSE envelope's JSON bytes. */
  readonly envelope: Uint8Array;
  readonly routes: readonly BundleDescription[];
  /** Null: unknown. */
  readonly lineage: LineageNote | null;
}

/** The run of releases that a prepared one belongs to. */
export interface LineageNote {
  /** What later overlays start from: a host keeps it as long as it keeps the release. */
  readonly baseTree: Digest;
  /** Of the bundle; what an overlay is compared with. */
  readonly baseSizeBytes: number;
}

export interface ActivateIntent extends IntentBase {
  readonly kind: "activate";
  readonly release: ReleaseId;
  readonly tree: Digest;
  readonly lease: Lease;
  /** Take over a slot that is not what the journal says. */
  readonly repair: boolean;
  /** How long the host goes on with its own checks after it is ACTIVE; 0: not at all. */
  readonly bakeMs: number;
  /** The host's, for the templates of checks and hooks. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface DiscardIntent extends IntentBase {
  readonly kind: "discard";
  readonly release: ReleaseId;
}

export type Intent = PrepareIntent | ActivateIntent | DiscardIntent;

export interface CancelTarget {
  readonly commandId: CommandId;
  readonly app: AppName;
  readonly position: Position;
}

/** Which files of the app's revisions are not as they were committed? Lives in one session. */
export interface VerifyQuestion {
  readonly question: CommandId;
  readonly app: AppName;
  /** Read every file; else only those whose stat is not the recorded one. */
  readonly full: boolean;
}

/** Who takes part in a torrent: the answer to an announce, or hosts that were told of this one. */
export interface Peers {
  readonly infoHash: InfoHash;
  /** `host:port`, most useful first. */
  readonly addresses: readonly string[];
  /** Admitted by the coordinator's word. */
  readonly hosts: readonly PeerHost[];
  /** What the host may fetch from outside its datacenter (swarm/tracker/hand-out.ts). Null: nothing is said of it. */
  readonly shares: number | null;
  /** Announce again after this. Null: nothing is said of it. */
  readonly intervalMs: number | null;
}

export interface PeerHost {
  readonly host: HostId;
  /** May be empty. */
  readonly datacenter: string;
}

/** Bundles to be brought here before anybody deploys; replaces what was said of the app before. */
export interface PreseedOrder {
  readonly app: AppName;
  /** All releases to be had. */
  readonly releases: readonly ReleaseId[];
  /** One of them, described. Null: nothing new. */
  readonly begin: PreseedBegin | null;
}

export interface PreseedBegin {
  readonly release: ReleaseId;
  readonly envelope: Uint8Array;
  readonly routes: readonly BundleDescription[];
  /** Kept until then, whatever is heard. */
  readonly untilUnixMs: number;
}

/** What an intent came to. `done`: READY after prepare, ACTIVE after activate. */
export type Outcome = "done" | "failed" | "cancelled" | "expired" | "reverted";

export interface IntentResult {
  readonly outcome: Outcome;
  /** Present unless the outcome is `done`. */
  readonly failure: Failure | null;
  /** The revision made, activated or removed, where there is one. */
  readonly revision: RevisionId | null;
  /** Of that revision, from its verified listing. */
  readonly tree: Digest | null;
  readonly stats: WorkStats;
  /** Checks and hooks of an activation in the order in which they were begun. */
  readonly steps: readonly ActivationStep[];
}

/** One check or hook of an activation. */
export interface ActivationStep {
  readonly name: string;
  readonly kind: "check" | "hook";
  readonly phase: "before" | "depool" | "restart" | "after" | "repool" | "bake";
  readonly outcome: "passed" | "failed" | "timeout" | "skipped";
  /** Begun; 0: skipped. */
  readonly attempts: number;
  readonly durationMs: number;
  /** From the rename of the slot to the begin of the step; null: the slot was not renamed before it. */
  readonly startedAfterSwapMs: number | null;
  /** Why it came out so, in words. */
  readonly detail: string;
  /** The end of what it printed or was answered. Lines; no control characters but line ends and tabs. */
  readonly output: string;
}

/** What the work cost, as the host measured it. */
export interface WorkStats {
  /** Payload bytes that came from the coordinator's seed, and from other hosts. */
  readonly bytesFromSeed: number;
  readonly bytesFromHosts: number;
  readonly durationMs: number;
  /** `none`: the revision was already there. */
  readonly route: "none" | "base" | "overlay";
  /** The choice of the route in words, one line; empty where nothing was fetched. */
  readonly why: string;
  /** The bundle that was unpacked; null and 0 where there was none. */
  readonly bundle: Digest | null;
  readonly bundleBytes: number;
  /** From the begin of the work to the first verified piece that had to be fetched; 0: none had to. */
  readonly firstPieceMs: number;
  readonly links: readonly LinkTraffic[];
}

/** What came from the seeds, or from the hosts of one datacenter, in bytes on the peer wire. */
export interface LinkTraffic {
  readonly seed: boolean;
  /** Empty: seeds, or not known. */
  readonly datacenter: string;
  readonly payloadBytes: number;
  readonly protocolBytes: number;
  readonly wastedBytes: number;
}

export const NO_WORK: WorkStats = {
  bytesFromSeed: 0,
  bytesFromHosts: 0,
  durationMs: 0,
  route: "none",
  why: "",
  bundle: null,
  bundleBytes: 0,
  firstPieceMs: 0,
  links: [],
};

export type Answer =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "result"; readonly result: IntentResult };

/** What a slot is on disk. */
export type SlotContent =
  | { readonly kind: "absent" }
  | { readonly kind: "revision"; readonly revision: RevisionId }
  /** A dangling, absolute or foreign link, or (`link` false) a directory or file, which nothing ever replaces. */
  | { readonly kind: "foreign"; readonly link: boolean; readonly detail: string };

export interface SlotReport {
  readonly slot: SlotName;
  readonly content: SlotContent;
  /** Release and tree of the revision named, if it is a committed one. */
  readonly release: ReleaseId | null;
  readonly tree: Digest | null;
  /** Not what the journal says. */
  readonly drift: boolean;
}

export interface IntentReport {
  readonly commandId: CommandId;
  readonly position: Position;
  readonly intentKind: Intent["kind"];
  /** Null while unfinished. */
  readonly result: IntentResult | null;
}

export interface RevisionReport {
  readonly revision: RevisionId;
  readonly release: ReleaseId;
  readonly tree: Digest;
}

/** One lane (app on this host): what is remembered and what is on disk. */
export interface LaneReport {
  readonly app: AppName;
  readonly environment: EnvironmentName;
  readonly highest: Position;
  readonly intents: readonly IntentReport[];
  readonly slots: readonly SlotReport[];
  readonly revisions: readonly RevisionReport[];
}

/** Every message up is stamped. */
export interface Stamp {
  readonly instance: InstanceId;
  readonly clockMs: number;
}

export interface Hello {
  readonly kind: "hello";
  readonly protocolVersions: readonly number[];
  readonly formatVersions: readonly number[];
  readonly codecs: readonly string[];
  readonly agentVersion: string;
  readonly lanes: readonly LaneReport[];
}

export interface AnswerReport {
  readonly kind: "answer";
  readonly app: AppName;
  readonly commandId: CommandId;
  readonly position: Position;
  readonly answer: Answer;
}

export interface ProgressReport {
  readonly kind: "progress";
  readonly app: AppName;
  readonly commandId: CommandId;
  readonly phase: "fetching" | "unpacking" | "verifying" | "committing" | "swapping" | "removing";
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesFromSeed: number;
  readonly bytesFromHosts: number;
}

export interface SlotChangedReport {
  readonly kind: "slot-changed";
  readonly app: AppName;
  readonly slot: SlotReport;
  /** Why, when the host did it by itself. */
  readonly failure: Failure | null;
}

export interface HeartbeatReport {
  readonly kind: "heartbeat";
}

/** What a tracker would be told; answered by `Peers`. */
export interface AnnounceReport {
  readonly kind: "announce";
  readonly infoHash: InfoHash;
  /** Of our swarm; the address is that of the session. */
  readonly port: number;
  readonly leftBytes: number;
  readonly stopped: boolean;
}

/** How far a preseed is. */
export interface PreseedReport {
  readonly kind: "preseed";
  readonly app: AppName;
  readonly release: ReleaseId;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesFromSeed: number;
  readonly bytesFromHosts: number;
  readonly done: boolean;
  /** Why it can't be had; not tried again before the next order. */
  readonly failure: Failure | null;
}

/** The answer to a VerifyQuestion. */
export interface VerifiedReport {
  readonly kind: "verified";
  readonly question: CommandId;
  readonly app: AppName;
  /** Empty where `failure` is not null. */
  readonly revisions: readonly RevisionFindings[];
  readonly failure: Failure | null;
}

export interface RevisionFindings {
  readonly revision: RevisionId;
  /** Null, like tree and linkMode, where the commit record can't be believed. */
  readonly release: ReleaseId | null;
  readonly tree: Digest | null;
  readonly linkMode: LinkMode | null;
  readonly entries: number;
  readonly findings: readonly Problem[];
  /** There are more findings than were told. */
  readonly truncated: boolean;
  /** Why it could not be looked through. */
  readonly failure: Failure | null;
}

/** The one union that log, CLI progress, dashboard and metrics render. */
export type Report =
  Hello | AnswerReport | ProgressReport | SlotChangedReport | VerifiedReport | HeartbeatReport | AnnounceReport | PreseedReport;

/** Agent to coordinator. */
export interface AgentMessage {
  readonly stamp: Stamp;
  readonly report: Report;
}

/** Coordinator to agent. */
export type CoordinatorMessage =
  | { readonly kind: "welcome"; readonly protocolVersion: number; readonly heartbeatMs: number; readonly swarm: SwarmAccess }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "intent"; readonly intent: Intent }
  | { readonly kind: "cancel"; readonly target: CancelTarget }
  | { readonly kind: "verify"; readonly question: VerifyQuestion }
  | { readonly kind: "peers"; readonly peers: Peers }
  | { readonly kind: "preseed"; readonly order: PreseedOrder };

export interface SwarmAccess {
  /** `https://host:port/<passkey>/announce`; the passkey routes an announce to this host's identity, it proves nothing. */
  readonly announceUrl: string;
  /** The host's own data center label, for locality. */
  readonly datacenter: string;
}

export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.sequence - b.sequence;
}
