/** Generators of every message of messages.ts, within the limits. */
import fc from "fast-check";
import type {
  ActivationStep,
  AgentMessage,
  Answer,
  BundleDescription,
  CancelTarget,
  CoordinatorMessage,
  Intent,
  IntentReport,
  IntentResult,
  LaneReport,
  Position,
  ProgressReport,
  Report,
  RevisionFindings,
  RevisionReport,
  SlotContent,
  SlotReport,
  WorkStats,
} from "../../proto/messages.ts";
import { ERROR_CODES, type ErrorCode, type Failure } from "../../runtime/errors.ts";
import {
  type Digest,
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
} from "../../runtime/ids.ts";

const name = fc
  .stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/)
  .filter((text) => !["con", "nul", "shoal", "staging", "revisions", "current"].includes(text));
const hex = (length: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: length / 2, maxLength: length / 2 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const digest = hex(64).map(parseDigest);
const release = hex(64).map(parseReleaseId);
const count = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER));
const version = fc.integer({ min: 1, max: 65_535 });
const words = fc.string({ unit: "grapheme-ascii", maxLength: 40 });
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const list = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arbitrary, { maxLength: 4 });
const codec = fc.constantFrom("zstd", "zstd-dict:1", "vcdiff/xdelta3");

const app = name.map(parseAppName);
const environment = name.map(parseEnvironmentName);
const slotName = name.map(parseSlotName);
const commandId = name.map(parseCommandId);
const instance = name.map(parseInstanceId);
const revision = name.map(parseRevisionId);
const position: fc.Arbitrary<Position> = fc.record({ epoch: count, sequence: fc.maxSafeNat().map((n) => Math.max(1, n)) });

const failure: fc.Arbitrary<Failure> = fc
  .record({
    code: fc.constantFrom(...(Object.keys(ERROR_CODES) as ErrorCode[])),
    message: words,
    hint: nullable(words),
    retryable: fc.boolean(),
  })
  .map(({ hint, ...rest }) => (hint === null || hint === "" ? rest : { ...rest, hint }));

const stats: fc.Arbitrary<WorkStats> = fc.record({
  bytesFromSeed: count,
  bytesFromHosts: count,
  durationMs: count,
  route: fc.constantFrom("none", "base", "overlay"),
  why: words,
  bundle: nullable(digest),
  bundleBytes: count,
  firstPieceMs: count,
  links: list(
    fc.record({
      seed: fc.boolean(),
      datacenter: fc.constantFrom("", "ams"),
      payloadBytes: count,
      protocolBytes: count,
      wastedBytes: count,
    }),
  ),
});

const activationStep: fc.Arbitrary<ActivationStep> = fc.record({
  name: words,
  kind: fc.constantFrom("check", "hook"),
  phase: fc.constantFrom("before", "depool", "restart", "after", "repool", "bake"),
  outcome: fc.constantFrom("passed", "failed", "timeout", "skipped"),
  attempts: fc.nat({ max: 1_000_000 }),
  durationMs: count,
  startedAfterSwapMs: nullable(count),
  detail: words,
  output: fc.array(words, { maxLength: 3 }).map((some) => some.join("\n")),
});

const result: fc.Arbitrary<IntentResult> = fc
  .record({ revision: nullable(revision), tree: nullable(digest), stats, steps: list(activationStep), failure: nullable(failure) })
  .chain((rest) =>
    rest.failure === null
      ? fc.constant<IntentResult>({ outcome: "done", ...rest })
      : fc.constantFrom("failed", "cancelled", "expired", "reverted").map((outcome): IntentResult => ({ outcome, ...rest })),
  );

const bundle: fc.Arbitrary<BundleDescription> = fc
  .record({
    digest,
    sizeBytes: fc.maxSafeNat().map((n) => Math.max(1, n)),
    fromTree: nullable<Digest>(digest),
    toTree: digest,
    formatVersion: version,
    codecs: list(codec),
    frameTable: fc.uint8Array({ maxLength: 200 }),
    torrent: fc.record({
      infoHash: hex(40).map(parseInfoHash),
      metainfo: fc.uint8Array({ maxLength: 200 }),
      pieceDigests: fc.nat({ max: 5 }).chain((pieces) => fc.uint8Array({ minLength: pieces * 32, maxLength: pieces * 32 })),
    }),
  })
  .map((rest) => ({ kind: rest.fromTree === null ? "base" : "overlay", ...rest }));

const head = fc.record({
  commandId,
  environment,
  app,
  slot: slotName,
  position,
  deadlineUnixMs: fc.maxSafeNat().map((n) => Math.max(1, n)),
});
const body = fc.oneof(
  fc.record({
    kind: fc.constant("prepare" as const),
    release,
    envelope: fc.uint8Array({ maxLength: 300 }),
    routes: list(bundle),
    lineage: nullable(fc.record({ baseTree: digest, baseSizeBytes: fc.maxSafeNat().map((n) => Math.max(1, n)) })),
  }),
  fc.record({
    kind: fc.constant("activate" as const),
    release,
    tree: digest,
    lease: fc.record({ instance, untilMs: count }),
    repair: fc.boolean(),
    bakeMs: fc.nat({ max: 7 * 24 * 3_600_000 }),
    labels: fc.dictionary(fc.constantFrom("dc", "rack", "group", "tier.x"), fc.constantFrom("ams", "0", "r-1:2"), {
      noNullPrototype: true,
    }),
  }),
  fc.record({ kind: fc.constant("discard" as const), release }),
);
const intent: fc.Arbitrary<Intent> = fc.tuple(head, body).map(([first, second]) => ({ ...first, ...second }));
const cancelTarget: fc.Arbitrary<CancelTarget> = fc.record({ commandId, app, position });

export const coordinatorMessage: fc.Arbitrary<CoordinatorMessage> = fc.oneof(
  fc.record({
    kind: fc.constant("welcome" as const),
    protocolVersion: version,
    heartbeatMs: fc.integer({ min: 1, max: 3_600_000 }),
    swarm: fc.record({
      announceUrl: hex(32).map((passkey) => `https://127.0.0.1:7701/${passkey}/announce`),
      datacenter: fc.constantFrom("", "dc-a", "Tokyo 1"),
    }),
  }),
  fc.record({ kind: fc.constant("refused" as const), failure }),
  fc.record({ kind: fc.constant("intent" as const), intent }),
  fc.record({ kind: fc.constant("cancel" as const), target: cancelTarget }),
  fc.record({ kind: fc.constant("verify" as const), question: fc.record({ question: commandId, app, full: fc.boolean() }) }),
  fc.record({
    kind: fc.constant("peers" as const),
    peers: fc.record({
      infoHash: hex(40).map(parseInfoHash),
      addresses: list(fc.constantFrom("10.0.0.1:7001", "[fd00::1]:7001", "seed.example.org:7401")),
      hosts: list(fc.record({ host: fc.constantFrom(parseHostId("web1"), parseHostId("web2")), datacenter: fc.constantFrom("", "ams") })),
      shares: nullable(fc.nat({ max: 4095 })),
      intervalMs: nullable(fc.integer({ min: 1, max: 1_000_000 })),
    }),
  }),
  fc.record({
    kind: fc.constant("preseed" as const),
    order: fc.record({
      app,
      releases: fc.array(release, { maxLength: 4 }),
      begin: nullable(fc.record({ release, envelope: fc.uint8Array({ maxLength: 300 }), routes: list(bundle), untilUnixMs: count })),
    }),
  }),
);

const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.constant<Answer>({ kind: "accepted" }),
  failure.map((why): Answer => ({ kind: "refused", failure: why })),
  result.map((value): Answer => ({ kind: "result", result: value })),
);
const content: fc.Arbitrary<SlotContent> = fc.oneof(
  fc.constant<SlotContent>({ kind: "absent" }),
  revision.map((value): SlotContent => ({ kind: "revision", revision: value })),
  fc.record({ kind: fc.constant("foreign" as const), link: fc.boolean(), detail: words }),
);
const slot: fc.Arbitrary<SlotReport> = fc.record({
  slot: slotName,
  content,
  release: nullable(release),
  tree: nullable(digest),
  drift: fc.boolean(),
});
const intentReport: fc.Arbitrary<IntentReport> = fc.record({
  commandId,
  position,
  intentKind: fc.constantFrom("prepare", "activate", "discard"),
  result: nullable(result),
});
const revisionReport: fc.Arbitrary<RevisionReport> = fc.record({ revision, release, tree: digest });
const lane: fc.Arbitrary<LaneReport> = fc.record({
  app,
  environment,
  highest: fc.record({ epoch: count, sequence: count }),
  intents: list(intentReport),
  slots: list(slot),
  revisions: list(revisionReport),
});
const progress: fc.Arbitrary<ProgressReport> = fc.record({
  kind: fc.constant("progress" as const),
  app,
  commandId,
  phase: fc.constantFrom("fetching", "unpacking", "verifying", "committing", "swapping", "removing"),
  doneBytes: count,
  totalBytes: count,
  bytesFromSeed: count,
  bytesFromHosts: count,
});
const findings: fc.Arbitrary<RevisionFindings> = fc.record({
  revision,
  release: nullable(release),
  tree: nullable(digest),
  linkMode: nullable(fc.constantFrom("hardlink" as const, "reflink" as const, "copy" as const)),
  entries: count,
  findings: list(fc.record({ path: words, problem: fc.constantFrom("changed", "missing", "added", "mode", "type", "mtime") })),
  truncated: fc.boolean(),
  failure: nullable(failure),
});
const report: fc.Arbitrary<Report> = fc.oneof(
  fc.record({
    kind: fc.constant("hello" as const),
    protocolVersions: list(version),
    formatVersions: list(version),
    codecs: list(codec),
    agentVersion: words,
    lanes: list(lane),
  }),
  fc.record({ kind: fc.constant("answer" as const), app, commandId, position, answer }),
  progress,
  fc.record({ kind: fc.constant("slot-changed" as const), app, slot, failure: nullable(failure) }),
  fc.constant<Report>({ kind: "heartbeat" }),
  fc.record({
    kind: fc.constant("announce" as const),
    infoHash: hex(40).map(parseInfoHash),
    port: fc.integer({ min: 1, max: 65_535 }),
    leftBytes: count,
    stopped: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("preseed" as const),
    app,
    release,
    doneBytes: count,
    totalBytes: count,
    bytesFromSeed: count,
    bytesFromHosts: count,
    done: fc.boolean(),
    failure: nullable(failure),
  }),
  fc.record({ kind: fc.constant("verified" as const), question: commandId, app, revisions: list(findings), failure: nullable(failure) }),
);

export const agentMessage: fc.Arbitrary<AgentMessage> = fc.record({ stamp: fc.record({ instance, clockMs: count }), report });
