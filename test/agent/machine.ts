/**
 * An agent's state machine on a bench: events in, what it wrote, said and asked for out. Two clocks that stand still until moved, a disk
 * and a journal that tests look at and change.
 */
import { initialState, step } from "../../agent/step.ts";
import type {
  AgentEffect,
  AgentEvent,
  AgentPolicy,
  AgentState,
  AppOnDisk,
  IntentRecord,
  Lane,
  RevisionOnDisk,
  RevisionRecord,
} from "../../agent/state.ts";
import type {
  ActivateIntent,
  Answer,
  BundleDescription,
  CancelTarget,
  DiscardIntent,
  Hello,
  Intent,
  IntentResult,
  Position,
  PrepareIntent,
  Report,
  SlotContent,
  SlotReport,
  WorkStats,
} from "../../proto/messages.ts";
import type { SignedRelease } from "../../release/release.ts";
import { blake3 } from "../../runtime/blake3.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { ErrorCode, Failure } from "../../runtime/errors.ts";
import type { AppName, CommandId, Digest, HostId, InfoHash, InstanceId, ReleaseId, RevisionId, SlotName, Tag } from "../../runtime/ids.ts";
import { CURRENT, emptyLane, PRODUCTION, WEB } from "./lanes.ts";

export const NOW_UNIX_MS = 1_800_000_000_000;
export const NOW_CLOCK_MS = 1_000_000;
export const LEASE_MS = 30_000;
export const HOUR_MS = 3_600_000;
export const BOOT = "boot-1";
export const STATS: WorkStats = {
  bytesFromSeed: 1,
  bytesFromHosts: 2,
  durationMs: 3,
  route: "base",
  why: "",
  bundle: null,
  bundleBytes: 0,
  firstPieceMs: 0,
  links: [],
};

/** A step as a test looks at it. */
export interface Seen {
  readonly state: AgentState;
  readonly effects: readonly AgentEffect[];
  /** The lane as the last save of this step wrote it; null: nothing was written. */
  readonly saved: Lane | null;
  readonly sent: readonly Report[];
  readonly answers: readonly Answer[];
  /** Everything but saves and reports: what the disk is asked to do. */
  readonly work: readonly Exclude<AgentEffect, { kind: "save" | "send" }>[];
}

type Posted = AgentEvent extends infer E ? (E extends AgentEvent ? Omit<E, "now"> : never) : never;

export interface MachineOptions {
  readonly apps?: AgentPolicy["apps"];
  readonly lane?: Partial<Lane>;
  readonly disk?: Partial<AppOnDisk>;
  readonly instance?: string;
  readonly bootId?: string;
  readonly clockMs?: number;
  readonly verifyEnvelope?: AgentPolicy["verifyEnvelope"];
}

/** Started with the lane and the disk given; by default both are empty. */
export class Machine {
  now = { unixMs: NOW_UNIX_MS, clockMs: NOW_CLOCK_MS };
  state: AgentState;
  readonly started: Seen;
  readonly policy: AgentPolicy;

  constructor(options: MachineOptions = {}) {
    const { apps = ONE_APP, lane, disk, instance = "i1", bootId = BOOT, clockMs = NOW_CLOCK_MS } = options;
    this.now = { unixMs: NOW_UNIX_MS, clockMs };
    const verifyEnvelope = options.verifyEnvelope ?? verifyAny;
    this.policy = { host: "h1" as HostId, agentVersion: "1", apps, verifyEnvelope, formatVersions: [1], codecs: ["zstd"] };
    this.state = initialState({ instance: instance as InstanceId, bootId });
    const lanes = lane === undefined ? [] : [{ ...emptyLane(), ...lane }];
    this.started = this.post({ kind: "started", lanes, disk: [{ ...diskOf(lane), ...disk }] });
  }

  post(event: Posted): Seen {
    const { state, effects } = step(this.policy, this.state, { ...event, now: this.now } as AgentEvent);
    this.state = state;
    return seen(state, effects);
  }

  /** Where a revision is looked through for it, that is found whole; `post` leaves it to the test. */
  receive(intent: Intent): Seen {
    const first = this.post({ kind: "intent", intent });
    const effect = workOf(first, "verify");
    if (effect === undefined) return first;
    const { app, commandId, revision } = effect;
    const then = this.post({ kind: "revision-verified", app, commandId, revision, failure: null });
    return seen(then.state, [...first.effects.filter((one) => one !== effect), ...then.effects]);
  }

  cancel(target: CancelTarget): Seen {
    return this.post({ kind: "cancel", target: { commandId: target.commandId, app: target.app, position: target.position } });
  }

  connect(disk: Partial<AppOnDisk> = {}): Hello {
    const { sent } = this.post({ kind: "connected", disk: [{ ...diskOf(this.lane()), ...disk }] });
    return sent[0] as Hello;
  }

  /** Answers `read-slot` with what the journal says, or the content given. */
  readSlot(intent: Intent, content: SlotContent = this.expected(intent.slot)): Seen {
    return this.post({ kind: "slot-read", app: intent.app, commandId: intent.commandId, slot: intent.slot, content });
  }

  expected(slot: SlotName = CURRENT): SlotContent {
    const active = this.lane().slots[slot]?.active ?? null;
    return active === null ? { kind: "absent" } : { kind: "revision", revision: active };
  }

  lane(app: AppName = WEB): Lane {
    return this.state.lanes[app] as Lane;
  }

  record(intent: Pick<Intent, "commandId">, app: AppName = WEB): IntentRecord | undefined {
    return this.lane(app).intents.find(({ commandId }) => commandId === intent.commandId);
  }

  result(intent: Pick<Intent, "commandId">, app: AppName = WEB): IntentResult | undefined {
    const state = this.record(intent, app)?.state;
    return state?.kind === "finished" ? state.result : undefined;
  }

  /** What a crash leaves, in another process: its journal, and the disk given. */
  restart(options: Omit<MachineOptions, "lane"> = {}): Machine {
    return new Machine({
      apps: this.policy.apps,
      verifyEnvelope: this.policy.verifyEnvelope,
      instance: "i2",
      ...options,
      lane: this.lane(),
    });
  }
}

const ONE_APP = { [WEB]: { environment: PRODUCTION, keepRevisions: 2 } } as AgentPolicy["apps"];

/** A machine whose release `name` is prepared and active as revision `r-<name>`, and journal and disk agree. */
export function running(name = "a", options: MachineOptions = {}): Machine {
  return new Machine({ ...options, lane: { ...laneWith([name]), ...options.lane } });
}

/** A lane that holds a whole revision of each release, in this order; the first is active. */
export function laneWith(names: readonly string[]): Lane {
  const revisions = Object.fromEntries(names.map((name, index) => [`r-${name}`, revisionRecord(name, { order: index + 1 })]));
  const [active] = names;
  const slots = active === undefined ? {} : { [CURRENT]: slotRecord({ active: `r-${active}`, wanted: active }) };
  return { ...emptyLane(), highest: at(1), revisions, slots } as Lane;
}

export function slotRecord(given: {
  readonly active?: string;
  readonly previous?: string;
  readonly wanted?: string;
}): Lane["slots"][SlotName] {
  const { active = null, previous = null, wanted } = given;
  return {
    active: active as RevisionId | null,
    previous: previous as RevisionId | null,
    wanted: wanted === undefined ? null : releaseIdOf(wanted),
    reverting: null,
  };
}

export function revisionRecord(name: string, change: Partial<RevisionRecord> = {}): RevisionRecord {
  return { release: releaseIdOf(name), tree: treeOf(name), fromTree: null, order: 1, removing: false, damaged: false, ...change };
}

/** The disk that a lane describes. */
export function diskOf(lane: Partial<Lane> | undefined): AppOnDisk {
  const revisions = Object.entries(lane?.revisions ?? {}).map(([revision, { release, tree, fromTree }]) => ({
    revision: revision as RevisionId,
    release,
    tree,
    fromTree,
  }));
  const slots = Object.fromEntries(Object.entries(lane?.slots ?? {}).map(([slot, { active }]) => [slot, content(active)]));
  return { app: WEB, slots: slots as AppOnDisk["slots"], revisions };
}

export function onDisk(name: string, revision = `r-${name}`): RevisionOnDisk {
  return { revision: revision as RevisionId, release: releaseIdOf(name), tree: treeOf(name), fromTree: null };
}

export function at(sequence: number, epoch = 1): Position {
  return { epoch, sequence };
}

export function content(revision: string | null): SlotContent {
  return revision === null ? { kind: "absent" } : { kind: "revision", revision: revision as RevisionId };
}

export function slots(revision: string | null): AppOnDisk["slots"] {
  return { [CURRENT]: content(revision) } as AppOnDisk["slots"];
}

export function prepare(name: string, position: Position, change: Partial<PrepareIntent> = {}): PrepareIntent {
  const envelope = new TextEncoder().encode(name);
  return {
    ...head(`p-${name}-${position.epoch}.${position.sequence}`, position),
    kind: "prepare",
    ...of(name),
    envelope,
    lineage: null,
    routes: [base(name)],
    ...change,
  };
}

export function activate(name: string, position: Position, change: Partial<ActivateIntent> = {}): ActivateIntent {
  const lease = { instance: "i1" as InstanceId, untilMs: NOW_CLOCK_MS + LEASE_MS };
  const common = head(`a-${name}-${position.epoch}.${position.sequence}`, position);
  return { ...common, kind: "activate", ...of(name), tree: treeOf(name), lease, repair: false, bakeMs: 0, labels: {}, ...change };
}

export function discard(name: string, position: Position, change: Partial<DiscardIntent> = {}): DiscardIntent {
  return { ...head(`d-${name}-${position.epoch}.${position.sequence}`, position), kind: "discard", ...of(name), ...change };
}

export function base(name: string, change: Partial<BundleDescription> = {}): BundleDescription {
  const torrent = { infoHash: "0".repeat(40) as InfoHash, metainfo: new Uint8Array(0), pieceDigests: new Uint8Array(0) };
  const common = {
    digest: digestOf(`bundle ${name}`),
    sizeBytes: 1_000,
    formatVersion: 1,
    codecs: ["zstd"],
    frameTable: new Uint8Array(0),
  };
  return { kind: "base", ...common, fromTree: null, toTree: treeOf(name), torrent, ...change };
}

export function overlay(name: string, from: string, change: Partial<BundleDescription> = {}): BundleDescription {
  return base(name, { kind: "overlay", fromTree: treeOf(from), sizeBytes: 10, digest: digestOf(`overlay ${name} ${from}`), ...change });
}

export function releaseIdOf(name: string): ReleaseId {
  return digestOf(`release ${name}`) as string as ReleaseId;
}

export function treeOf(name: string): Digest {
  return digestOf(`tree ${name}`);
}

export function failed(code: ErrorCode): Failure {
  return toFailure(new ShoalError(code, `a test says ${code}`));
}

/** The one report of a slot that a hello has. */
export function slotIn(hello: Hello, slot: SlotName = CURRENT): SlotReport | undefined {
  return hello.lanes[0]?.slots.find((report) => report.slot === slot);
}

/** Code of the refusal or of the failure of the result that a step answered with; else the kind of the answer. */
export function verdict({ answers }: Pick<Seen, "answers">): string | undefined {
  const answer = answers.at(-1);
  if (answer?.kind === "refused") return answer.failure.code;
  if (answer?.kind === "result") return `${answer.result.outcome}${answer.result.failure === null ? "" : ` ${answer.result.failure.code}`}`;
  return answer?.kind;
}

export function workOf<Kind extends Seen["work"][number]["kind"]>(
  from: Seen,
  kind: Kind,
): Extract<AgentEffect, { kind: Kind }> | undefined {
  return from.work.find((effect) => effect.kind === kind) as Extract<AgentEffect, { kind: Kind }> | undefined;
}

/** An envelope is a release's name here; signatures are release/signature.ts's matter. */
export function verifyAny(app: AppName, envelope: Uint8Array): SignedRelease {
  const name = new TextDecoder().decode(envelope);
  const release = { app, tag: name as Tag, tree: treeOf(name), listingBytes: 1, entries: 1, sizeBytes: 1, sourceRevision: null };
  return { id: releaseIdOf(name), release: { ...release, created: "2026-11-20T12:00:00Z", minFormatVersion: 1 }, keyIds: ["k1"], envelope };
}

function seen(state: AgentState, effects: readonly AgentEffect[]): Seen {
  const saves = effects.filter((effect) => effect.kind === "save");
  const sent = effects.filter((effect) => effect.kind === "send").map(({ report }) => report);
  const answers = sent.filter((report) => report.kind === "answer").map(({ answer }) => answer);
  const work = effects.filter((effect) => effect.kind !== "save" && effect.kind !== "send");
  return { state, effects, saved: saves.at(-1)?.lane ?? null, sent, answers, work };
}

function head(
  commandId: string,
  position: Position,
): Pick<Intent, "commandId" | "environment" | "app" | "slot" | "position" | "deadlineUnixMs"> {
  const where = { environment: PRODUCTION, app: WEB, slot: CURRENT };
  return { commandId: commandId as CommandId, ...where, position, deadlineUnixMs: NOW_UNIX_MS + HOUR_MS };
}

function of(name: string): { readonly release: ReleaseId } {
  return { release: releaseIdOf(name) };
}

function digestOf(text: string): Digest {
  return blake3(new TextEncoder().encode(text));
}
