/** Domain → wire for agent.proto. Every field is set; `agent-conversion.ts` checks the outcome like a received message. */
import {
  BUNDLE_KINDS,
  INTENT_KINDS,
  LINK_MODES,
  numberOf,
  OUTCOMES,
  PHASES,
  PROBLEMS,
  ROUTES,
  STEP_KINDS,
  STEP_OUTCOMES,
  STEP_PHASES,
} from "./agent-words.ts";
import { failureToWire, textToWire } from "./fields.ts";
import { STEP_DETAIL_CHARS_MAX } from "./limits.ts";
import type { shoal } from "./gen/agent.js";
import type {
  ActivateIntent,
  ActivationStep,
  AgentMessage,
  Answer,
  BundleDescription,
  CoordinatorMessage,
  Intent,
  IntentReport,
  IntentResult,
  LaneReport,
  Peers,
  PrepareIntent,
  PreseedOrder,
  ProgressReport,
  Report,
  RevisionFindings,
  SlotContent,
  SlotReport,
  WorkStats,
} from "./messages.ts";

export function agentMessageToWire({ stamp, report }: AgentMessage): shoal.agent.v1.AgentMessage.$Properties {
  return { instance: stamp.instance, clockMs: stamp.clockMs, ...reportMember(report) };
}

export function coordinatorMessageToWire(message: CoordinatorMessage): shoal.agent.v1.CoordinatorMessage.$Properties {
  switch (message.kind) {
    case "welcome":
      return { welcome: { protocolVersion: message.protocolVersion, heartbeatMs: message.heartbeatMs, swarm: message.swarm } };
    case "refused":
      return { refused: failureToWire(message.failure) };
    case "intent":
      return { intent: intentToWire(message.intent) };
    case "cancel":
      return { cancel: message.target };
    case "verify":
      return { verify: message.question };
    case "peers":
      return { peers: peersToWire(message.peers) };
    case "preseed":
      return { preseed: preseedToWire(message.order) };
  }
}

// ---- down

function intentToWire(intent: Intent): shoal.agent.v1.Intent.$Properties {
  const { commandId, environment, app, slot, position, deadlineUnixMs } = intent;
  return { commandId, environment, app, slot, position, deadlineUnixMs, ...intentMember(intent) };
}

function intentMember(intent: Intent): shoal.agent.v1.Intent.$Properties {
  switch (intent.kind) {
    case "prepare":
      return { prepare: prepareToWire(intent) };
    case "activate":
      return { activate: activateToWire(intent) };
    case "discard":
      return { discard: { release: intent.release } };
  }
}

function prepareToWire({ release, envelope, routes, lineage }: PrepareIntent): shoal.agent.v1.Prepare.$Properties {
  return { release, envelope, routes: routes.map(bundleToWire), ...(lineage === null ? {} : { lineage }) };
}

function activateToWire({ release, tree, lease, repair, bakeMs, labels }: ActivateIntent): shoal.agent.v1.Activate.$Properties {
  return { release, tree, lease, repair, bakeMs, labels: { ...labels } };
}

function bundleToWire(bundle: BundleDescription): shoal.agent.v1.BundleDescription.$Properties {
  return { ...bundle, kind: numberOf(BUNDLE_KINDS, bundle.kind), fromTree: bundle.fromTree ?? "", codecs: [...bundle.codecs] };
}

function peersToWire({ infoHash, addresses, hosts, shares, intervalMs }: Peers): shoal.agent.v1.Peers.$Properties {
  const said = shares === null ? {} : { shares };
  return { infoHash, addresses: [...addresses], hosts: [...hosts], ...said, intervalMs: intervalMs ?? 0 };
}

function preseedToWire({ app, releases, begin }: PreseedOrder): shoal.agent.v1.PreseedOrder.$Properties {
  if (begin === null) return { app, releases: [...releases] };
  return { app, releases: [...releases], begin: { ...begin, routes: begin.routes.map(bundleToWire) } };
}

// ---- up

function reportMember(report: Report): shoal.agent.v1.AgentMessage.$Properties {
  switch (report.kind) {
    case "hello":
      return {
        hello: {
          protocolVersions: [...report.protocolVersions],
          formatVersions: [...report.formatVersions],
          codecs: [...report.codecs],
          agentVersion: report.agentVersion,
          lanes: report.lanes.map(laneToWire),
        },
      };
    case "answer":
      return { answer: { app: report.app, commandId: report.commandId, position: report.position, ...answerMember(report.answer) } };
    case "progress":
      return {
        progress: {
          app: report.app,
          commandId: report.commandId,
          phase: numberOf(PHASES, report.phase),
          ...counts(report),
        },
      };
    case "slot-changed":
      return { slotChanged: { app: report.app, slot: slotToWire(report.slot), ...optionalFailure(report.failure) } };
    case "announce":
      return { announce: { infoHash: report.infoHash, port: report.port, leftBytes: report.leftBytes, stopped: report.stopped } };
    case "preseed":
      return {
        preseed: { ...counts(report), app: report.app, release: report.release, done: report.done, ...optionalFailure(report.failure) },
      };
    case "heartbeat":
      return { heartbeat: {} };
    case "verified":
      return {
        verified: {
          question: report.question,
          app: report.app,
          revisions: report.revisions.map(findingsToWire),
          ...optionalFailure(report.failure),
        },
      };
  }
}

function answerMember(answer: Answer): shoal.agent.v1.AnswerReport.$Properties {
  switch (answer.kind) {
    case "accepted":
      return { accepted: {} };
    case "refused":
      return { refused: failureToWire(answer.failure) };
    case "result":
      return { result: resultToWire(answer.result) };
  }
}

function resultToWire(result: IntentResult): shoal.agent.v1.IntentResult.$Properties {
  return {
    outcome: numberOf(OUTCOMES, result.outcome),
    ...optionalFailure(result.failure),
    revision: result.revision ?? "",
    tree: result.tree ?? "",
    stats: statsToWire(result.stats),
    // Journaled by an earlier version it has no steps.
    steps: (result.steps ?? []).map(stepToWire),
  };
}

function stepToWire(step: ActivationStep): shoal.agent.v1.ActivationStep.$Properties {
  const { name, attempts, durationMs, startedAfterSwapMs, detail, output } = step;
  return {
    ...{ name, attempts, durationMs, output },
    kind: numberOf(STEP_KINDS, step.kind),
    phase: numberOf(STEP_PHASES, step.phase),
    outcome: numberOf(STEP_OUTCOMES, step.outcome),
    ...(startedAfterSwapMs === null ? {} : { startedAfterSwapMs }),
    detail: textToWire(detail).slice(0, STEP_DETAIL_CHARS_MAX).toWellFormed(),
  };
}

/** Journaled by an earlier version it has no links. */
function statsToWire(stats: WorkStats): shoal.agent.v1.WorkStats.$Properties {
  return { ...stats, route: numberOf(ROUTES, stats.route), bundle: stats.bundle ?? "", links: [...(stats.links ?? [])] };
}

type Counts = Pick<ProgressReport, "doneBytes" | "totalBytes" | "bytesFromSeed" | "bytesFromHosts">;

function counts({ doneBytes, totalBytes, bytesFromSeed, bytesFromHosts }: Counts): Counts {
  return { doneBytes, totalBytes, bytesFromSeed, bytesFromHosts };
}

function laneToWire(lane: LaneReport): shoal.agent.v1.LaneReport.$Properties {
  return {
    app: lane.app,
    environment: lane.environment,
    highest: lane.highest,
    intents: lane.intents.map(intentReportToWire),
    slots: lane.slots.map(slotToWire),
    revisions: [...lane.revisions],
  };
}

function intentReportToWire(report: IntentReport): shoal.agent.v1.IntentReport.$Properties {
  return {
    commandId: report.commandId,
    position: report.position,
    intentKind: numberOf(INTENT_KINDS, report.intentKind),
    ...(report.result === null ? {} : { result: resultToWire(report.result) }),
  };
}

function slotToWire(slot: SlotReport): shoal.agent.v1.SlotReport.$Properties {
  return { slot: slot.slot, ...slotMember(slot.content), release: slot.release ?? "", tree: slot.tree ?? "", drift: slot.drift };
}

function slotMember(content: SlotContent): shoal.agent.v1.SlotReport.$Properties {
  switch (content.kind) {
    case "absent":
      return { absent: {} };
    case "revision":
      return { revision: content.revision };
    case "foreign":
      return { foreign: { link: content.link, detail: textToWire(content.detail) } };
  }
}

function findingsToWire(found: RevisionFindings): shoal.agent.v1.RevisionFindings.$Properties {
  const { revision, release, tree, linkMode, entries, findings, truncated, failure } = found;
  return {
    revision,
    release: release ?? "",
    tree: tree ?? "",
    linkMode: linkMode === null ? 0 : numberOf(LINK_MODES, linkMode),
    entries,
    findings: findings.map(({ path, problem }) => ({ path: textToWire(path), problem: numberOf(PROBLEMS, problem) })),
    truncated,
    ...optionalFailure(failure),
  };
}

function optionalFailure(failure: IntentResult["failure"]): { failure?: shoal.agent.v1.Failure.$Properties } {
  return failure === null ? {} : { failure: failureToWire(failure) };
}
