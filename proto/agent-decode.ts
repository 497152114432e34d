/** Wire → domain for agent.proto. Total: what messages.ts can't express is E_MESSAGE naming the field. */
import {
  parseAppName,
  parseCommandId,
  parseDigest,
  parseEnvironmentName,
  parseHostId,
  parseInfoHash,
  parseInstanceId,
  parseReleaseId,
  parseRevisionId,
  parseSlotName,
} from "../runtime/ids.ts";
import { isLabelKey, isLabelValue } from "../runtime/labels.ts";
import * as words from "./agent-words.ts";
import { bytes, failure, id, idOrNull, integer, invalid, list, matching, message, messageOrNull, oneOf, text, word } from "./fields.ts";
import * as limits from "./limits.ts";
import type {
  AgentMessage,
  Answer,
  BundleDescription,
  CancelTarget,
  CoordinatorMessage,
  Intent,
  IntentReport,
  LaneReport,
  Peers,
  Position,
  PreseedOrder,
  Report,
  RevisionFindings,
  RevisionReport,
  SlotContent,
  SlotReport,
  SwarmAccess,
  TorrentDescription,
  VerifyQuestion,
} from "./messages.ts";
import { result } from "./result-decode.ts";
import type { shoal } from "./gen/agent.js";

export function agentMessage(given: shoal.agent.v1.AgentMessage.$Properties): AgentMessage {
  return {
    stamp: { instance: id(given.instance, parseInstanceId, "instance"), clockMs: integer(given.clockMs, "clockMs") },
    report: report(given),
  };
}

export function coordinatorMessage(given: shoal.agent.v1.CoordinatorMessage.$Properties): CoordinatorMessage {
  return oneOf(given, "message", {
    welcome,
    refused: (value, at): CoordinatorMessage => ({ kind: "refused", failure: failure(value, at) }),
    intent: (value, at): CoordinatorMessage => ({ kind: "intent", intent: intent(value, at) }),
    cancel: (value, at): CoordinatorMessage => ({ kind: "cancel", target: cancelTarget(value, at) }),
    verify: (value, at): CoordinatorMessage => ({ kind: "verify", question: verifyQuestion(value, at) }),
    peers: (value, at): CoordinatorMessage => ({ kind: "peers", peers: peers(value, at) }),
    preseed: (value, at): CoordinatorMessage => ({ kind: "preseed", order: preseedOrder(value, at) }),
  });
}

// ---- down

function welcome(given: shoal.agent.v1.Welcome.$Properties, at: string): CoordinatorMessage {
  return {
    kind: "welcome",
    protocolVersion: version(given.protocolVersion, `${at}.protocolVersion`),
    heartbeatMs: integer(given.heartbeatMs, `${at}.heartbeatMs`, { min: 1, max: limits.HEARTBEAT_MS_MAX }),
    swarm: message(given.swarm, `${at}.swarm`, swarmAccess),
  };
}

function swarmAccess(given: shoal.agent.v1.SwarmAccess.$Properties, at: string): SwarmAccess {
  const announceUrl = text(given.announceUrl, `${at}.announceUrl`, limits.URL_CHARS_MAX);
  const url = URL.canParse(announceUrl) ? new URL(announceUrl) : null;
  // The passkey is in it: the URL itself stays out of the message.
  if (url === null || url.protocol !== "https:" || url.username !== "" || url.password !== "") {
    throw invalid(`${at}.announceUrl`, "is not an https URL without user and password");
  }
  return { announceUrl, datacenter: text(given.datacenter, `${at}.datacenter`, limits.DATACENTER_CHARS_MAX) };
}

function intent(given: shoal.agent.v1.Intent.$Properties, at: string): Intent {
  const head = {
    commandId: id(given.commandId, parseCommandId, `${at}.commandId`),
    environment: id(given.environment, parseEnvironmentName, `${at}.environment`),
    app: id(given.app, parseAppName, `${at}.app`),
    slot: id(given.slot, parseSlotName, `${at}.slot`),
    position: message(given.position, `${at}.position`, intentPosition),
    deadlineUnixMs: integer(given.deadlineUnixMs, `${at}.deadlineUnixMs`, { min: 1 }),
  };
  return oneOf(given, at, {
    prepare: (body, bodyAt): Intent => ({
      ...head,
      kind: "prepare",
      release: id(body.release, parseReleaseId, `${bodyAt}.release`),
      envelope: bytes(body.envelope, `${bodyAt}.envelope`, limits.ENVELOPE_BYTES_MAX),
      routes: list(body.routes, limits.ROUTES_MAX, `${bodyAt}.routes`, bundleDescription),
      lineage: messageOrNull(body.lineage, `${bodyAt}.lineage`, (lineage, lineageAt) => ({
        baseTree: id(lineage.baseTree, parseDigest, `${lineageAt}.baseTree`),
        baseSizeBytes: integer(lineage.baseSizeBytes, `${lineageAt}.baseSizeBytes`, { min: 1 }),
      })),
    }),
    activate: (body, bodyAt): Intent => ({
      ...head,
      kind: "activate",
      release: id(body.release, parseReleaseId, `${bodyAt}.release`),
      tree: id(body.tree, parseDigest, `${bodyAt}.tree`),
      lease: message(body.lease, `${bodyAt}.lease`, (lease, leaseAt) => ({
        instance: id(lease.instance, parseInstanceId, `${leaseAt}.instance`),
        untilMs: integer(lease.untilMs, `${leaseAt}.untilMs`),
      })),
      repair: body.repair ?? false,
      bakeMs: integer(body.bakeMs, `${bodyAt}.bakeMs`, { max: limits.BAKE_MS_MAX }),
      labels: labels(body.labels, `${bodyAt}.labels`),
    }),
    discard: (body, bodyAt): Intent => ({ ...head, kind: "discard", release: id(body.release, parseReleaseId, `${bodyAt}.release`) }),
  });
}

function labels(given: Readonly<Record<string, string>> | null | undefined, at: string): Readonly<Record<string, string>> {
  const entries = list(Object.entries(given ?? {}), limits.LABELS_MAX, at, ([key, value]) => {
    if (!isLabelKey(key)) throw invalid(at, `${JSON.stringify(key.slice(0, 80))} is not a label's name`);
    if (!isLabelValue(value)) throw invalid(`${at}.${key}`, `${JSON.stringify(value.slice(0, 80))} is not a label's value`);
    return [key, value] as const;
  });
  return Object.fromEntries(entries);
}

function bundleDescription(given: shoal.agent.v1.BundleDescription.$Properties, at: string): BundleDescription {
  const kind = word(given.kind, words.BUNDLE_KINDS, `${at}.kind`);
  const fromTree = idOrNull(given.fromTree, parseDigest, `${at}.fromTree`);
  if ((kind === "base") !== (fromTree === null)) throw invalid(`${at}.fromTree`, "an overlay has one, a base has none");
  return {
    kind,
    digest: id(given.digest, parseDigest, `${at}.digest`),
    sizeBytes: integer(given.sizeBytes, `${at}.sizeBytes`, { min: 1 }),
    fromTree,
    toTree: id(given.toTree, parseDigest, `${at}.toTree`),
    formatVersion: version(given.formatVersion, `${at}.formatVersion`),
    codecs: list(given.codecs, limits.CODECS_MAX, `${at}.codecs`, codec),
    frameTable: bytes(given.frameTable, `${at}.frameTable`, limits.FRAME_TABLE_BYTES_MAX),
    torrent: message(given.torrent, `${at}.torrent`, torrentDescription),
  };
}

function torrentDescription(given: shoal.agent.v1.TorrentDescription.$Properties, at: string): TorrentDescription {
  const pieceDigests = bytes(given.pieceDigests, `${at}.pieceDigests`, limits.PIECE_DIGESTS_BYTES_MAX);
  if (pieceDigests.length % 32 !== 0) throw invalid(`${at}.pieceDigests`, `${pieceDigests.length} bytes are not 32 a piece`);
  return {
    infoHash: id(given.infoHash, parseInfoHash, `${at}.infoHash`),
    metainfo: bytes(given.metainfo, `${at}.metainfo`, limits.METAINFO_BYTES_MAX),
    pieceDigests,
  };
}

function cancelTarget(given: shoal.agent.v1.CancelTarget.$Properties, at: string): CancelTarget {
  return {
    commandId: id(given.commandId, parseCommandId, `${at}.commandId`),
    app: id(given.app, parseAppName, `${at}.app`),
    position: message(given.position, `${at}.position`, intentPosition),
  };
}

function verifyQuestion(given: shoal.agent.v1.VerifyQuestion.$Properties, at: string): VerifyQuestion {
  return {
    question: id(given.question, parseCommandId, `${at}.question`),
    app: id(given.app, parseAppName, `${at}.app`),
    full: given.full ?? false,
  };
}

function peers(given: shoal.agent.v1.Peers.$Properties, at: string): Peers {
  return {
    infoHash: id(given.infoHash, parseInfoHash, `${at}.infoHash`),
    addresses: list(given.addresses, limits.PEERS_MAX, `${at}.addresses`, (address, addressAt) =>
      text(address, addressAt, limits.PEER_ADDRESS_CHARS_MAX),
    ),
    hosts: list(given.hosts, limits.PEERS_MAX, `${at}.hosts`, (known, knownAt) => ({
      host: id(known.host, parseHostId, `${knownAt}.host`),
      datacenter: text(known.datacenter, `${knownAt}.datacenter`, limits.DATACENTER_CHARS_MAX),
    })),
    shares: given.shares == null ? null : integer(given.shares, `${at}.shares`),
    intervalMs: (given.intervalMs ?? 0) === 0 ? null : integer(given.intervalMs, `${at}.intervalMs`),
  };
}

function preseedOrder(given: shoal.agent.v1.PreseedOrder.$Properties, at: string): PreseedOrder {
  return {
    app: id(given.app, parseAppName, `${at}.app`),
    releases: list(given.releases, limits.PRESEEDS_MAX, `${at}.releases`, (release, releaseAt) => id(release, parseReleaseId, releaseAt)),
    begin: messageOrNull(given.begin, `${at}.begin`, (begin, beginAt) => ({
      release: id(begin.release, parseReleaseId, `${beginAt}.release`),
      envelope: bytes(begin.envelope, `${beginAt}.envelope`, limits.ENVELOPE_BYTES_MAX),
      routes: list(begin.routes, limits.ROUTES_MAX, `${beginAt}.routes`, bundleDescription),
      untilUnixMs: integer(begin.untilUnixMs, `${beginAt}.untilUnixMs`),
    })),
  };
}

// ---- up

function report(given: shoal.agent.v1.AgentMessage.$Properties): Report {
  return oneOf(given, "report", {
    hello: (value, at): Report => ({
      kind: "hello",
      protocolVersions: list(value.protocolVersions, limits.VERSIONS_MAX, `${at}.protocolVersions`, version),
      formatVersions: list(value.formatVersions, limits.VERSIONS_MAX, `${at}.formatVersions`, version),
      codecs: list(value.codecs, limits.CODECS_MAX, `${at}.codecs`, codec),
      agentVersion: text(value.agentVersion, `${at}.agentVersion`, limits.AGENT_VERSION_CHARS_MAX),
      lanes: list(value.lanes, limits.LANES_MAX, `${at}.lanes`, lane),
    }),
    answer: (value, at): Report => ({
      kind: "answer",
      app: id(value.app, parseAppName, `${at}.app`),
      commandId: id(value.commandId, parseCommandId, `${at}.commandId`),
      position: message(value.position, `${at}.position`, intentPosition),
      answer: answer(value, at),
    }),
    progress: (value, at): Report => ({
      kind: "progress",
      app: id(value.app, parseAppName, `${at}.app`),
      commandId: id(value.commandId, parseCommandId, `${at}.commandId`),
      phase: word(value.phase, words.PHASES, `${at}.phase`),
      ...counts(value, at),
    }),
    slotChanged: (value, at): Report => ({
      kind: "slot-changed",
      app: id(value.app, parseAppName, `${at}.app`),
      slot: message(value.slot, `${at}.slot`, slot),
      failure: messageOrNull(value.failure, `${at}.failure`, failure),
    }),
    heartbeat: (): Report => ({ kind: "heartbeat" }),
    announce: (value, at): Report => ({
      kind: "announce",
      infoHash: id(value.infoHash, parseInfoHash, `${at}.infoHash`),
      port: integer(value.port, `${at}.port`, { min: 1, max: 65_535 }),
      leftBytes: integer(value.leftBytes, `${at}.leftBytes`),
      stopped: value.stopped ?? false,
    }),
    preseed: (value, at): Report => ({
      kind: "preseed",
      app: id(value.app, parseAppName, `${at}.app`),
      release: id(value.release, parseReleaseId, `${at}.release`),
      ...counts(value, at),
      done: value.done ?? false,
      failure: messageOrNull(value.failure, `${at}.failure`, failure),
    }),
    verified: (value, at): Report => ({
      kind: "verified",
      question: id(value.question, parseCommandId, `${at}.question`),
      app: id(value.app, parseAppName, `${at}.app`),
      revisions: list(value.revisions, limits.LANE_REVISIONS_MAX, `${at}.revisions`, findings),
      failure: messageOrNull(value.failure, `${at}.failure`, failure),
    }),
  });
}

interface Counts {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesFromSeed: number;
  readonly bytesFromHosts: number;
}

function counts(given: { readonly [K in keyof Counts]?: number | null }, at: string): Counts {
  return {
    doneBytes: integer(given.doneBytes, `${at}.doneBytes`),
    totalBytes: integer(given.totalBytes, `${at}.totalBytes`),
    bytesFromSeed: integer(given.bytesFromSeed, `${at}.bytesFromSeed`),
    bytesFromHosts: integer(given.bytesFromHosts, `${at}.bytesFromHosts`),
  };
}

function answer(given: shoal.agent.v1.AnswerReport.$Properties, at: string): Answer {
  return oneOf(given, at, {
    accepted: (): Answer => ({ kind: "accepted" }),
    refused: (value, valueAt): Answer => ({ kind: "refused", failure: failure(value, valueAt) }),
    result: (value, valueAt): Answer => ({ kind: "result", result: result(value, valueAt) }),
  });
}

function lane(given: shoal.agent.v1.LaneReport.$Properties, at: string): LaneReport {
  return {
    app: id(given.app, parseAppName, `${at}.app`),
    environment: id(given.environment, parseEnvironmentName, `${at}.environment`),
    highest: message(given.highest, `${at}.highest`, position),
    intents: list(given.intents, limits.LANE_INTENTS_MAX, `${at}.intents`, intentReport),
    slots: list(given.slots, limits.LANE_SLOTS_MAX, `${at}.slots`, slot),
    revisions: list(given.revisions, limits.LANE_REVISIONS_MAX, `${at}.revisions`, revision),
  };
}

function intentReport(given: shoal.agent.v1.IntentReport.$Properties, at: string): IntentReport {
  return {
    commandId: id(given.commandId, parseCommandId, `${at}.commandId`),
    position: message(given.position, `${at}.position`, intentPosition),
    intentKind: word(given.intentKind, words.INTENT_KINDS, `${at}.intentKind`),
    result: messageOrNull(given.result, `${at}.result`, result),
  };
}

function revision(given: shoal.agent.v1.RevisionReport.$Properties, at: string): RevisionReport {
  return {
    revision: id(given.revision, parseRevisionId, `${at}.revision`),
    release: id(given.release, parseReleaseId, `${at}.release`),
    tree: id(given.tree, parseDigest, `${at}.tree`),
  };
}

function slot(given: shoal.agent.v1.SlotReport.$Properties, at: string): SlotReport {
  return {
    slot: id(given.slot, parseSlotName, `${at}.slot`),
    content: oneOf(given, at, {
      absent: (): SlotContent => ({ kind: "absent" }),
      revision: (value, valueAt): SlotContent => ({ kind: "revision", revision: id(value, parseRevisionId, valueAt) }),
      foreign: (value, valueAt): SlotContent => ({
        kind: "foreign",
        link: value.link ?? false,
        detail: text(value.detail, `${valueAt}.detail`),
      }),
    }),
    release: idOrNull(given.release, parseReleaseId, `${at}.release`),
    tree: idOrNull(given.tree, parseDigest, `${at}.tree`),
    drift: given.drift ?? false,
  };
}

function findings(given: shoal.agent.v1.RevisionFindings.$Properties, at: string): RevisionFindings {
  return {
    revision: id(given.revision, parseRevisionId, `${at}.revision`),
    release: idOrNull(given.release, parseReleaseId, `${at}.release`),
    tree: idOrNull(given.tree, parseDigest, `${at}.tree`),
    linkMode: (given.linkMode ?? 0) === 0 ? null : word(given.linkMode, words.LINK_MODES, `${at}.linkMode`),
    entries: integer(given.entries, `${at}.entries`),
    findings: list(given.findings, limits.FINDINGS_MAX, `${at}.findings`, (finding, findingAt) => ({
      path: text(finding.path, `${findingAt}.path`),
      problem: word(finding.problem, words.PROBLEMS, `${findingAt}.problem`),
    })),
    truncated: given.truncated ?? false,
    failure: messageOrNull(given.failure, `${at}.failure`, failure),
  };
}

// ---- both

function position(given: shoal.agent.v1.Position.$Properties, at: string): Position {
  return { epoch: integer(given.epoch, `${at}.epoch`), sequence: integer(given.sequence, `${at}.sequence`) };
}

/** The position of an intent: sequences start at 1. */
function intentPosition(given: shoal.agent.v1.Position.$Properties, at: string): Position {
  return { epoch: integer(given.epoch, `${at}.epoch`), sequence: integer(given.sequence, `${at}.sequence`, { min: 1 }) };
}

function version(value: number | null | undefined, at: string): number {
  return integer(value, at, { min: 1, max: limits.VERSION_MAX });
}

function codec(value: string, at: string): string {
  return matching(value, CODEC, at);
}

const CODEC = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,${limits.CODEC_CHARS_MAX - 1}}$`);
