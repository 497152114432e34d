/** Wire → domain for what an intent came to. Total, as agent-decode.ts. */
import { parseDigest, parseRevisionId } from "../runtime/ids.ts";
import * as words from "./agent-words.ts";
import { failure, idOrNull, integer, invalid, lines, list, message, messageOrNull, text, word } from "./fields.ts";
import * as limits from "./limits.ts";
import type { ActivationStep, IntentResult, WorkStats } from "./messages.ts";
import type { shoal } from "./gen/agent.js";

export function result(given: shoal.agent.v1.IntentResult.$Properties, at: string): IntentResult {
  const outcome = word(given.outcome, words.OUTCOMES, `${at}.outcome`);
  const why = messageOrNull(given.failure, `${at}.failure`, failure);
  if ((outcome === "done") !== (why === null)) throw invalid(`${at}.failure`, "is there unless the outcome is done");
  return {
    outcome,
    failure: why,
    revision: idOrNull(given.revision, parseRevisionId, `${at}.revision`),
    tree: idOrNull(given.tree, parseDigest, `${at}.tree`),
    stats: message(given.stats, `${at}.stats`, stats),
    steps: steps(given.steps, `${at}.steps`),
  };
}

function steps(given: shoal.agent.v1.IntentResult.$Properties["steps"], at: string): readonly ActivationStep[] {
  const found = list(given, limits.STEPS_MAX, at, activationStep);
  const sizeBytes = found.reduce((sum, { output }) => sum + Buffer.byteLength(output), 0);
  if (sizeBytes > limits.STEPS_OUTPUT_BYTES_MAX)
    throw invalid(at, `${sizeBytes} bytes of output are more than ${limits.STEPS_OUTPUT_BYTES_MAX}`);
  return found;
}

function activationStep(given: shoal.agent.v1.ActivationStep.$Properties, at: string): ActivationStep {
  return {
    name: text(given.name, `${at}.name`, limits.STEP_NAME_CHARS_MAX),
    kind: word(given.kind, words.STEP_KINDS, `${at}.kind`),
    phase: word(given.phase, words.STEP_PHASES, `${at}.phase`),
    outcome: word(given.outcome, words.STEP_OUTCOMES, `${at}.outcome`),
    attempts: integer(given.attempts, `${at}.attempts`, { max: limits.STEP_ATTEMPTS_MAX }),
    durationMs: integer(given.durationMs, `${at}.durationMs`),
    startedAfterSwapMs: given.startedAfterSwapMs == null ? null : integer(given.startedAfterSwapMs, `${at}.startedAfterSwapMs`),
    detail: text(given.detail, `${at}.detail`, limits.STEP_DETAIL_CHARS_MAX),
    output: lines(given.output, `${at}.output`, limits.STEP_OUTPUT_BYTES_MAX),
  };
}

function stats(given: shoal.agent.v1.WorkStats.$Properties, at: string): WorkStats {
  return {
    bytesFromSeed: integer(given.bytesFromSeed, `${at}.bytesFromSeed`),
    bytesFromHosts: integer(given.bytesFromHosts, `${at}.bytesFromHosts`),
    durationMs: integer(given.durationMs, `${at}.durationMs`),
    route: word(given.route, words.ROUTES, `${at}.route`),
    why: text(given.why, `${at}.why`),
    bundle: idOrNull(given.bundle, parseDigest, `${at}.bundle`),
    bundleBytes: integer(given.bundleBytes, `${at}.bundleBytes`),
    firstPieceMs: integer(given.firstPieceMs, `${at}.firstPieceMs`),
    links: list(given.links, limits.LINKS_MAX, `${at}.links`, (link, linkAt) => ({
      seed: link.seed ?? false,
      datacenter: text(link.datacenter, `${linkAt}.datacenter`, limits.DATACENTER_CHARS_MAX),
      payloadBytes: integer(link.payloadBytes, `${linkAt}.payloadBytes`),
      protocolBytes: integer(link.protocolBytes, `${linkAt}.protocolBytes`),
      wastedBytes: integer(link.wastedBytes, `${linkAt}.wastedBytes`),
    })),
  };
}
