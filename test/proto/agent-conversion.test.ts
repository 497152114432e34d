import test from "ava";
import fc from "fast-check";
import {
  decodeAgentMessage,
  decodeCoordinatorMessage,
  encodeAgentMessage,
  encodeCoordinatorMessage,
} from "../../proto/agent-conversion.ts";
import type { AgentMessage, CoordinatorMessage } from "../../proto/messages.ts";
import { agentGen } from "../../proto/wire.ts";
import type { ShoalError } from "../../runtime/errors.ts";
import { agentMessage, coordinatorMessage } from "./_arbitrary.ts";

const wire = agentGen.agent.v1;
const DIGEST = "ab".repeat(32);
test("every message up arrives as it was sent", (t) => {
  fc.assert(
    fc.property(agentMessage, (message) => {
      t.deepEqual(sorted(decodeAgentMessage(encodeAgentMessage(message))), sorted(message));
    }),
    { numRuns: 300 },
  );
});

test("every message down arrives as it was sent", (t) => {
  fc.assert(
    fc.property(coordinatorMessage, (message) => {
      t.deepEqual(sorted(decodeCoordinatorMessage(encodeCoordinatorMessage(message))), sorted(message));
    }),
    { numRuns: 300 },
  );
});

test("any bytes are a message or E_MESSAGE", (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assertTotal(decodeAgentMessage, bytes);
      assertTotal(decodeCoordinatorMessage, bytes);
    }),
    { numRuns: 2_000 },
  );
  t.pass();
});

test("a damaged message is a message or E_MESSAGE, and what is accepted can be sent again", (t) => {
  const damage = fc.array(fc.record({ at: fc.nat(), how: fc.constantFrom("flip", "cut", "insert", "drop"), byte: fc.nat(255) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(agentMessage, coordinatorMessage, damage, (up, down, harms) => {
      const one = assertTotal(decodeAgentMessage, harm(encodeAgentMessage(up), harms));
      if (one !== null) t.deepEqual(sorted(decodeAgentMessage(encodeAgentMessage(one))), sorted(one));
      const two = assertTotal(decodeCoordinatorMessage, harm(encodeCoordinatorMessage(down), harms));
      if (two !== null) t.deepEqual(sorted(decodeCoordinatorMessage(encodeCoordinatorMessage(two))), sorted(two));
    }),
    { numRuns: 1_000 },
  );
});

const position = { epoch: 1, sequence: 2 };
const stats = { bytesFromSeed: 0, bytesFromHosts: 0, durationMs: 0, route: wire.Route.ROUTE_NONE };
const good = {
  up: { instance: "i1", clockMs: 5 },
  answer: { app: "web", commandId: "c1", position },
  intent: { commandId: "c1", environment: "staging", app: "web", slot: "current", position, deadlineUnixMs: 5 },
  bundle: {
    kind: wire.BundleKind.BUNDLE_KIND_BASE,
    digest: DIGEST,
    sizeBytes: 5,
    toTree: DIGEST,
    formatVersion: 1,
    codecs: ["zstd"],
    torrent: { infoHash: "ab".repeat(20), metainfo: new Uint8Array(3), pieceDigests: new Uint8Array(64) },
  },
  hello: { protocolVersions: [1], formatVersions: [1], codecs: ["zstd"], agentVersion: "0.1.0", lanes: [] },
  lane: { app: "web", environment: "staging", highest: { epoch: 0, sequence: 0 } },
  slot: { slot: "current", absent: {} },
  step: { name: "up", kind: 1, phase: 4, outcome: 1, attempts: 1 },
  progress: { app: "web", commandId: "c1", phase: wire.Phase.PHASE_FETCHING },
};
type Up = agentGenUp;
type agentGenUp = Parameters<typeof wire.AgentMessage.encode>[0];
type Down = Parameters<typeof wire.CoordinatorMessage.encode>[0];

const up = (report: Up): Up => ({ ...good.up, ...report });
const prepare = (routes: object[], envelope = new Uint8Array(9)): Down => ({
  intent: { ...good.intent, prepare: { release: DIGEST, envelope, routes } },
});
const activate = (change: object): Down => ({
  intent: { ...good.intent, activate: { release: DIGEST, tree: DIGEST, lease: { instance: "i1", untilMs: 5 }, ...change } },
});
const stepped = (...steps: object[]): Up => up({ answer: { ...good.answer, result: { outcome: 1, stats, steps } } });
const many = <T>(length: number, value: T): T[] => Array.from({ length }, () => value);

const refusedUp: readonly (readonly [string, Up, RegExp])[] = [
  ["an empty message", {}, /^instance: /],
  ["no report", up({}), /^report: none of hello, answer, progress, slotChanged, heartbeat, announce, preseed, verified is set/],
  ["a bad instance", up({ instance: "I 1", heartbeat: {} }), /^instance: "I 1" is not an instance id/],
  ["a negative clock", up({ clockMs: -1, heartbeat: {} }), /^clockMs: -1 is not within 0/],
  ["a clock of 2^53", up({ clockMs: 2 ** 53, heartbeat: {} }), /^clockMs: 9007199254740992 is not a whole number below 2\^53/],
  ["a clock of 2^63-1", up({ clockMs: 2 ** 63 - 1024, heartbeat: {} }), /^clockMs: /],
  ["no answer", up({ answer: good.answer }), /^report\.answer: none of accepted, refused, result is set/],
  ["an answer without a position", up({ answer: { app: "web", commandId: "c1", accepted: {} } }), /^report\.answer\.position: is missing/],
  ["sequence 0", up({ answer: { ...good.answer, position: { epoch: 1 }, accepted: {} } }), /position\.sequence: 0 is not within 1/],
  [
    "an unknown outcome",
    up({ answer: { ...good.answer, result: { outcome: 77 as never, stats } } }),
    /result\.outcome: 77 is not one of done, failed/,
  ],
  ["an unspecified outcome", up({ answer: { ...good.answer, result: { stats } } }), /result\.outcome: 0 is not one of/],
  [
    "done with a failure",
    up({ answer: { ...good.answer, result: { outcome: 1, failure: { code: "E_IO" }, stats } } }),
    /result\.failure: is there unless/,
  ],
  ["failed without one", up({ answer: { ...good.answer, result: { outcome: 2, stats } } }), /result\.failure: is there unless/],
  ["a result without stats", up({ answer: { ...good.answer, result: { outcome: 1 } } }), /result\.stats: is missing/],
  ["65 steps", stepped(...many(65, good.step)), /result\.steps: 65 entries are more than 64/],
  ["a step of no kind", stepped({ ...good.step, kind: 0 }), /steps\[0\]\.kind: 0 is not one of check, hook/],
  ["a step of no phase", stepped({ ...good.step, phase: 9 }), /steps\[0\]\.phase: 9 is not one of before, depool/],
  ["a step of no outcome", stepped({ ...good.step, outcome: 0 }), /steps\[0\]\.outcome: 0 is not one of passed, failed/],
  ["a step before it was begun", stepped({ ...good.step, startedAfterSwapMs: -5 }), /startedAfterSwapMs: -5 is not within 0/],
  ["a step that printed 5 KiB", stepped({ ...good.step, output: "ü".repeat(2_560) }), /steps\[0\]\.output: 5120 bytes are more than 4096/],
  ["steps that printed 36 KiB", stepped(...many(9, { ...good.step, output: "x".repeat(4_096) })), /steps: 36864 bytes of output are more/],
  ["a lower-case failure code", up({ answer: { ...good.answer, refused: { code: "eio" } } }), /refused\.code: "eio" does not match/],
  ["a failure without a code", up({ answer: { ...good.answer, refused: {} } }), /refused\.code: "" does not match/],
  [
    "a failure of 3,000 letters",
    up({ answer: { ...good.answer, refused: { code: "E_IO", message: "x".repeat(3000) } } }),
    /refused\.message: 3000 characters/,
  ],
  ["an unknown phase", up({ progress: { ...good.progress, phase: 99 as never } }), /progress\.phase: 99 is not one of fetching/],
  ["negative progress", up({ progress: { ...good.progress, doneBytes: -5 } }), /progress\.doneBytes: -5/],
  ["version 0", up({ hello: { ...good.hello, protocolVersions: [1, 0] } }), /hello\.protocolVersions\[1\]: 0 is not within 1/],
  ["20 versions", up({ hello: { ...good.hello, formatVersions: many(20, 1) } }), /hello\.formatVersions: 20 entries are more than 16/],
  ["a codec with a space", up({ hello: { ...good.hello, codecs: ["zstd", "a b"] } }), /hello\.codecs\[1\]: "a b" does not match/],
  ["300 lanes", up({ hello: { ...good.hello, lanes: many(300, good.lane) } }), /hello\.lanes: 300 entries are more than 256/],
  ["a lane of no app", up({ hello: { ...good.hello, lanes: [good.lane, { ...good.lane, app: "../x" }] } }), /lanes\[1\]\.app: /],
  [
    "2,000 revisions",
    up({ hello: { ...good.hello, lanes: [{ ...good.lane, revisions: many(2_000, {}) }] } }),
    /lanes\[0\]\.revisions: 2000 entries/,
  ],
  [
    "a revision named ..",
    up({ hello: { ...good.hello, lanes: [{ ...good.lane, revisions: [{ revision: ".." }] }] } }),
    /revisions\[0\]\.revision: /,
  ],
  [
    "a slot without content",
    up({ slotChanged: { app: "web", slot: { slot: "current" } } }),
    /slot: none of absent, revision, foreign is set/,
  ],
  ["a tree of 63 digits", up({ slotChanged: { app: "web", slot: { ...good.slot, tree: DIGEST.slice(1) } } }), /slot\.tree: /],
];
for (const [what, message, expected] of refusedUp) {
  test(`${what} is E_MESSAGE that names the field`, (t) => {
    const bytes = wire.AgentMessage.encode(message).finish();
    t.throws(() => decodeAgentMessage(bytes), { name: "ShoalError", code: "E_MESSAGE", message: expected });
  });
}

const torrent = good.bundle.torrent;
const welcome = { protocolVersion: 1, heartbeatMs: 1000, swarm: { announceUrl: "https://h:1/k/announce", datacenter: "a" } };
const refusedDown: readonly (readonly [string, Down, RegExp])[] = [
  ["nothing at all", {}, /^message: none of welcome, refused, intent, cancel, verify, peers, preseed is set/],
  ["an intent without a body", { intent: good.intent }, /^message\.intent: none of prepare, activate, discard is set/],
  [
    "an intent without a deadline",
    { intent: { ...good.intent, deadlineUnixMs: 0, discard: { release: DIGEST } } },
    /deadlineUnixMs: 0 is not within 1/,
  ],
  [
    "an app named __proto__",
    { intent: { ...good.intent, app: "__proto__", discard: { release: DIGEST } } },
    /intent\.app: "__proto__" is not an app name/,
  ],
  ["a slot with a slash", { intent: { ...good.intent, slot: "a/b", discard: { release: DIGEST } } }, /intent\.slot: /],
  ["a release in capitals", { intent: { ...good.intent, discard: { release: DIGEST.toUpperCase() } } }, /discard\.release: /],
  [
    "an activate without a lease",
    { intent: { ...good.intent, activate: { release: DIGEST, tree: DIGEST } } },
    /activate\.lease: is missing/,
  ],
  ["a bake of no length", activate({ bakeMs: -1 }), /activate\.bakeMs: -1 is not within 0/],
  ["a bake of eight days", activate({ bakeMs: 8 * 24 * 3_600_000 }), /activate\.bakeMs: 691200000 is not within 0/],
  [
    "65 labels",
    activate({ labels: Object.fromEntries(many(65, "x").map((_, i) => [`l${i}`, "x"])) }),
    /labels: 65 entries are more than 64/,
  ],
  ["a label in capitals", activate({ labels: { DC: "ams" } }), /activate\.labels: "DC" is not a label's name/],
  ["a label with a space", activate({ labels: { dc: "a ms" } }), /activate\.labels\.dc: "a ms" is not a label's value/],
  ["17 routes", prepare(many(17, good.bundle)), /prepare\.routes: 17 entries are more than 16/],
  ["an envelope of 300 KB", prepare([], new Uint8Array(300_000)), /prepare\.envelope: 300000 bytes are more than/],
  [
    "a base from a tree",
    prepare([good.bundle, { ...good.bundle, fromTree: DIGEST }]),
    /routes\[1\]\.fromTree: an overlay has one, a base has none/,
  ],
  ["an overlay from none", prepare([{ ...good.bundle, kind: 2 }]), /routes\[0\]\.fromTree: an overlay has one/],
  ["a bundle of no kind", prepare([{ ...good.bundle, kind: 0 }]), /routes\[0\]\.kind: 0 is not one of base, overlay/],
  ["an empty bundle", prepare([{ ...good.bundle, sizeBytes: 0 }]), /routes\[0\]\.sizeBytes: 0 is not within 1/],
  ["a bundle without a torrent", prepare([{ ...good.bundle, torrent: undefined }]), /routes\[0\]\.torrent: is missing/],
  ["an infohash of 64 digits", prepare([{ ...good.bundle, torrent: { ...torrent, infoHash: DIGEST } }]), /torrent\.infoHash: /],
  [
    "piece digests of 33 bytes",
    prepare([{ ...good.bundle, torrent: { ...torrent, pieceDigests: new Uint8Array(33) } }]),
    /33 bytes are not 32 a piece/,
  ],
  [
    "a torrent of 5 MB",
    prepare([{ ...good.bundle, torrent: { ...torrent, metainfo: new Uint8Array(5_000_000) } }]),
    /metainfo: 5000000 bytes/,
  ],
  ["a heartbeat of no time", { welcome: { ...welcome, heartbeatMs: 0 } }, /welcome\.heartbeatMs: 0/],
  ["no swarm", { welcome: { ...welcome, swarm: undefined as never } }, /welcome\.swarm: is missing/],
  [
    "an announce URL of plain HTTP",
    { welcome: { ...welcome, swarm: { announceUrl: "http://h:1/k/announce" } } },
    /announceUrl: is not an https URL/,
  ],
  [
    "an announce URL of a file",
    { welcome: { ...welcome, swarm: { announceUrl: "file:///etc/passwd" } } },
    /announceUrl: is not an https URL/,
  ],
  ["an announce URL with a password", { welcome: { ...welcome, swarm: { announceUrl: "https://u:p@h/k" } } }, /announceUrl: is not/],
];
for (const [what, message, expected] of refusedDown) {
  test(`${what} from the coordinator is E_MESSAGE that names the field`, (t) => {
    const bytes = wire.CoordinatorMessage.encode(message).finish();
    t.throws(() => decodeCoordinatorMessage(bytes), { name: "ShoalError", code: "E_MESSAGE", message: expected });
  });
}

test("a number that can't be sent exactly is refused where it is made", (t) => {
  for (const clockMs of [1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    const message = { stamp: { instance: "i1", clockMs }, report: { kind: "heartbeat" } } as AgentMessage;
    t.throws(() => encodeAgentMessage(message), { code: "E_MESSAGE", message: /^clockMs: / });
  }
});

test("a word that is none is refused where it is made", (t) => {
  const message = {
    kind: "intent",
    intent: { ...good.intent, kind: "prepare", release: DIGEST, envelope: new Uint8Array(), routes: [{ ...good.bundle, kind: "whole" }] },
  };
  t.throws(() => encodeCoordinatorMessage(message as unknown as CoordinatorMessage), {
    code: "E_MESSAGE",
    message: /routes\[0\]\.kind: 0 is not one of/,
  });
});

test("a failure of a newer peer keeps its code in the message", (t) => {
  const bytes = wire.CoordinatorMessage.encode({ refused: { code: "E_FROM_THE_FUTURE", message: "no", retryable: true } }).finish();
  t.deepEqual(decodeCoordinatorMessage(bytes), {
    kind: "refused",
    failure: { code: "E_INTERNAL", message: "E_FROM_THE_FUTURE: no", retryable: true },
  });
});

test("control characters of a peer are escaped, and lone surrogates don't end a session", (t) => {
  const message: AgentMessage = {
    stamp: { instance: "i1" as never, clockMs: 1 },
    report: {
      kind: "slot-changed",
      app: "web" as never,
      slot: {
        slot: "current" as never,
        content: { kind: "foreign", link: true, detail: "\u001b[2J\ud83d" },
        release: null,
        tree: null,
        drift: true,
      },
      failure: null,
    },
  };
  const decoded = decodeAgentMessage(encodeAgentMessage(message));
  t.like(decoded.report, { slot: { content: { detail: "\\u001b[2J\ufffd" } } } as never);
});

test("unknown fields are ignored", (t) => {
  const bytes = wire.AgentMessage.encode(up({ heartbeat: {} })).finish();
  const newer = Buffer.concat([bytes, Buffer.from([0xfa, 0x07, 0x03, 1, 2, 3])]);
  t.deepEqual(decodeAgentMessage(newer), decodeAgentMessage(bytes));
});

test("invalid UTF-8 in a text is refused, not replaced", (t) => {
  const bytes = Buffer.from(wire.AgentMessage.encode(up({ hello: { ...good.hello, agentVersion: "XYZ" } })).finish());
  bytes[bytes.indexOf("XYZ")] = 0xff;
  t.throws(() => decodeAgentMessage(bytes), { code: "E_MESSAGE" });
});

test("nesting of ten thousand levels is refused at once", (t) => {
  // Groups of an unknown field: the only nesting a schema does not bound.
  const deep = Buffer.concat([Buffer.alloc(10_000, Buffer.from([0xfb, 0x07])), Buffer.alloc(10_000, Buffer.from([0xfc, 0x07]))]);
  t.throws(() => decodeAgentMessage(deep), { code: "E_MESSAGE", message: /depth/ });
});

test("a message over 16 MiB is refused before it is parsed, and never sent", (t) => {
  t.throws(() => decodeAgentMessage(new Uint8Array(16 * 1024 * 1024 + 1)), { code: "E_MESSAGE", message: /16777217 bytes is larger/ });
  const route = { ...good.bundle, kind: "base", fromTree: null, frameTable: new Uint8Array(8 * 1024 * 1024) };
  const intent = { ...good.intent, kind: "prepare", release: DIGEST, envelope: new Uint8Array(), routes: [route, route, route] };
  t.throws(() => encodeCoordinatorMessage({ kind: "intent", intent } as unknown as CoordinatorMessage), {
    code: "E_MESSAGE",
    message: /is larger than/,
  });
});

function assertTotal<T>(decode: (bytes: Uint8Array) => T, bytes: Uint8Array): T | null {
  try {
    return decode(bytes);
  } catch (error) {
    if ((error as ShoalError).code !== "E_MESSAGE") throw error;
    return null;
  }
}

function harm(bytes: Uint8Array, harms: readonly { at: number; how: string; byte: number }[]): Uint8Array {
  let harmed = [...bytes];
  for (const { at, how, byte } of harms) {
    const index = at % (harmed.length + 1);
    if (how === "flip") harmed[index] = byte;
    else if (how === "cut") harmed = harmed.slice(0, index);
    else if (how === "insert") harmed.splice(index, 0, byte);
    else harmed.splice(index, 1);
  }
  return Uint8Array.from(harmed);
}

/** Buffers as Uint8Arrays, keys in one order. */
function sorted(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

test("what a hook printed keeps its lines, and nothing else that a terminal acts on", (t) => {
  const output = "one\n\ttwo\r\u001b[2Jthree\u0000";
  const bytes = wire.AgentMessage.encode(stepped({ ...good.step, output })).finish();
  const { report } = decodeAgentMessage(bytes);
  t.is(
    report.kind === "answer" && report.answer.kind === "result" && report.answer.result.steps[0]?.output,
    "one\n\ttwo\\u000d\\u001b[2Jthree\\u0000",
  );
});
