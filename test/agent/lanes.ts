/** Lanes and intents for tests, and arbitrary ones for property tests. */
import fc from "fast-check";
import type { Lane } from "../../agent/state.ts";
import type { ActivationStep, BundleDescription, PrepareIntent } from "../../proto/messages.ts";
import type {
  AppName,
  CommandId,
  Digest,
  EnvironmentName,
  InfoHash,
  InstanceId,
  ReleaseId,
  RevisionId,
  SlotName,
} from "../../runtime/ids.ts";

export const WEB = "web" as AppName;
export const PRODUCTION = "production" as EnvironmentName;
export const CURRENT = "current" as SlotName;

export function emptyLane(app: AppName = WEB): Lane {
  return { app, environment: PRODUCTION, highest: { epoch: 0, sequence: 0 }, intents: [], slots: {}, revisions: {} };
}

/** Lanes with every kind of record, bytes and hostile strings included. */
export function anyLane(): fc.Arbitrary<Lane> {
  return fc.record({
    app: fc.constantFrom("web", "api", "a.b-c") as fc.Arbitrary<AppName>,
    environment: fc.constant(PRODUCTION),
    highest: anyPosition(),
    intents: fc.array(anyIntentRecord(), { maxLength: 5 }),
    slots: fc.constant({ [CURRENT]: { active: "r1" as RevisionId, previous: null, wanted: hex(64, "b") as ReleaseId, reverting: null } }),
    revisions: fc.constant({
      ["r1" as RevisionId]: {
        release: hex(64, "b") as ReleaseId,
        tree: hex(64, "c") as Digest,
        fromTree: null,
        order: 1,
        removing: false,
        damaged: false,
      },
    }),
  });
}

const hex = (length: number, digit: string): string => digit.repeat(length);

function anyPosition(): fc.Arbitrary<Lane["highest"]> {
  return fc.record({ epoch: fc.nat(), sequence: fc.maxSafeNat() });
}

function anyIntentRecord(): fc.Arbitrary<Lane["intents"][number]> {
  return fc.record({
    commandId: fc.constant("c1" as CommandId),
    position: anyPosition(),
    kind: fc.constant("prepare" as const),
    release: fc.constant(hex(64, "b") as ReleaseId),
    slot: fc.constantFrom(CURRENT, null),
    bodyDigest: fc.constant(hex(64, "d") as Digest),
    intent: fc.option(anyPrepare()),
    state: fc.oneof(
      fc.constant({ kind: "queued" as const }),
      fc.constant({
        kind: "swapping" as const,
        from: { kind: "absent" as const },
        to: "r2" as RevisionId,
        lease: { instance: "i1" as InstanceId, untilMs: 5 },
        bootId: "boot",
      }),
      fc.record({
        kind: fc.constant("proving" as const),
        phase: fc.constantFrom("restart", "after", "repool"),
        from: fc.constant({ kind: "absent" as const }),
        to: fc.constant("r2" as RevisionId),
        rollover: fc.record({ plan: fc.constant(PLAN), steps: fc.array(anyStep(), { maxLength: 3 }) }),
        renamed: fc.constant({ clockMs: 1, bootId: "boot", marks: { errors: { inode: 1, sizeBytes: 2 } } }),
      }),
    ),
  });
}

const PLAN = { before: true, depool: false, restart: true, after: true, repool: false, bakePauseMs: 5 };

function anyStep(): fc.Arbitrary<ActivationStep> {
  return fc.record({
    name: fc.string(),
    kind: fc.constantFrom("check", "hook"),
    phase: fc.constantFrom("before", "after", "bake"),
    outcome: fc.constantFrom("passed", "failed", "timeout", "skipped"),
    attempts: fc.nat(),
    durationMs: fc.nat(),
    startedAfterSwapMs: fc.option(fc.nat()),
    detail: fc.string(),
    output: fc.string({ unit: "binary" }),
  });
}

function anyPrepare(): fc.Arbitrary<PrepareIntent> {
  return fc.record({
    kind: fc.constant("prepare" as const),
    commandId: fc.constant("c1" as CommandId),
    environment: fc.constant(PRODUCTION),
    app: fc.constant(WEB),
    slot: fc.constant(CURRENT),
    position: anyPosition(),
    deadlineUnixMs: fc.maxSafeNat(),
    release: fc.constant(hex(64, "b") as ReleaseId),
    envelope: fc.uint8Array({ maxLength: 200 }),
    routes: fc.array(anyRoute(), { maxLength: 2 }),
    lineage: fc.constantFrom(null, { baseTree: hex(64, "d") as Digest, baseSizeBytes: 9 }),
  });
}

function anyRoute(): fc.Arbitrary<BundleDescription> {
  return fc.record({
    kind: fc.constantFrom("base" as const, "overlay" as const),
    digest: fc.constant(hex(64, "e") as Digest),
    sizeBytes: fc.maxSafeNat(),
    fromTree: fc.constantFrom(null, hex(64, "f") as Digest),
    toTree: fc.constant(hex(64, "c") as Digest),
    formatVersion: fc.nat(),
    codecs: fc.array(fc.string({ unit: "binary" })),
    frameTable: fc.uint8Array(),
    torrent: fc.record({
      infoHash: fc.constant(hex(40, "a") as InfoHash),
      metainfo: fc.uint8Array({ maxLength: 300 }),
      pieceDigests: fc.uint8Array({ size: "small" }),
    }),
  });
}
