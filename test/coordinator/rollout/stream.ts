/** One environment stream on a bench: events in, state and effects out, by a clock that stands still until moved. */
import type { LoggedEvent, StreamEffect, StreamEvent } from "../../../coordinator/rollout/events.ts";
import { HostMap } from "../../../coordinator/rollout/host-map.ts";
import { PLAIN_POLICY, type RolloutPolicy } from "../../../coordinator/rollout/policy.ts";
import { tallyOf } from "../../../coordinator/rollout/tally.ts";
import type { HostState, Rollout, RolloutHost, StreamState } from "../../../coordinator/rollout/state.ts";
import { emptyStream, step } from "../../../coordinator/rollout/step.ts";
import type { Answer, IntentReport, IntentResult, LaneReport, Position, SlotReport } from "../../../proto/messages.ts";
import { NO_WORK } from "../../../proto/messages.ts";
import { blake3 } from "../../../runtime/blake3.ts";
import { ShoalError, toFailure } from "../../../runtime/errors.ts";
import type { ErrorCode, Failure } from "../../../runtime/errors.ts";
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
} from "../../../runtime/ids.ts";

export const START_UNIX_MS = 1_800_000_000_000;
export const CURRENT = "current" as SlotName;
export const APP = "web" as AppName;
export const PRODUCTION = "production" as EnvironmentName;
export const POLICY: RolloutPolicy = {
  ...PLAIN_POLICY,
  prepareTimeoutMs: 60_000,
  activateTimeoutMs: 50_000,
  leaseMs: 10_000,
  leaseMarginMs: 2_000,
  maxRetries: 3,
};
export const LEASE_OVER_MS = POLICY.leaseMs + POLICY.leaseMarginMs;

type Requested = Extract<StreamEvent, { kind: "rollout-requested" }>;
type Ref = Requested["release"];

export class Stream {
  nowUnixMs = START_UNIX_MS;
  state: StreamState = emptyStream(PRODUCTION, APP);
  readonly log: LoggedEvent[] = [];
  #requests = 0;

  post(event: StreamEvent, principal = "operator:alice"): readonly StreamEffect[] {
    const logged = { version: this.log.length + 1, atUnixMs: this.nowUnixMs, principal: principal as Principal, event };
    const { state, effects } = step(this.state, logged);
    if (state !== this.state || effects.length > 0) this.log.push(logged);
    this.state = state;
    return effects;
  }

  pass(ms: number): readonly StreamEffect[] {
    this.nowUnixMs += ms;
    return this.post({ kind: "ticked" }, "coordinator:main");
  }

  request(change: Partial<Requested> = {}): readonly StreamEffect[] {
    const number = ++this.#requests;
    const ids = { requestId: `q${number}`, rollout: `r${number}` as RolloutId };
    const what = {
      rolloutKind: "deploy",
      slot: CURRENT,
      release: ref("a"),
      hosts: hosts("h1", "h2"),
      repair: false,
      note: "",
      policy: POLICY,
    } as const;
    return this.post({ kind: "rollout-requested", ...ids, ...what, ...change });
  }

  abort(rollout: string | null = null): readonly StreamEffect[] {
    return this.post({ kind: "abort-requested", rollout: rollout as RolloutId | null, note: "" });
  }

  /** Pauses, resumes, approves: whichever rollout is open. */
  say(kind: "pause-requested" | "resume-requested", note = ""): readonly StreamEffect[] {
    return this.post({ kind, rollout: null, note });
  }

  toHost(kind: "retry-requested" | "exclude-requested", host: string): readonly StreamEffect[] {
    return this.post({ kind, rollout: null, host: host as HostId, note: "" });
  }

  connect(host: string, lane: Partial<LaneReport> | null = {}): readonly StreamEffect[] {
    return this.post(
      { kind: "host-connected", host: host as HostId, lane: lane === null ? null : { ...laneReport(this.position(host)), ...lane } },
      `agent:${host}`,
    );
  }

  disconnect(host: string): readonly StreamEffect[] {
    return this.post({ kind: "host-disconnected", host: host as HostId }, "coordinator:main");
  }

  /** The host's answer to its outstanding intent, or to the command given. */
  answer(host: string, answer: Answer, command = this.outstanding(host)): readonly StreamEffect[] {
    const { commandId, position } = command ?? { commandId: "none" as CommandId, position: { epoch: 1, sequence: 1 } };
    return this.post({ kind: "host-answered", host: host as HostId, commandId, position, answer }, `agent:${host}`);
  }

  slotChanged(host: string, slot: SlotReport, failure: Failure | null = failed("E_REVERTED")): readonly StreamEffect[] {
    return this.post({ kind: "slot-changed", host: host as HostId, slot, failure }, `agent:${host}`);
  }

  get rollout(): Rollout {
    return this.state.rollout as Rollout;
  }

  host(host: string): RolloutHost {
    return this.rollout.hosts.get(host as HostId) as RolloutHost;
  }

  outstanding(host: string): RolloutHost["outstanding"] {
    return this.rollout.hosts.get(host as HostId)?.outstanding ?? null;
  }

  position(host: string): Position {
    return this.state.lanes.get(host as HostId)?.position ?? { epoch: 0, sequence: 0 };
  }

  /** State of each host, by name. */
  states(): Readonly<Record<string, HostState>> {
    return Object.fromEntries([...this.rollout.hosts].map(([host, { state }]) => [host, state]));
  }
}

/** A rollout of `a` whose hosts are connected and have been asked to prepare. */
export function preparing(...names: readonly string[]): Stream {
  const stream = new Stream();
  const given = names.length === 0 ? ["h1", "h2"] : names;
  for (const host of given) stream.connect(host);
  stream.request({ hosts: hosts(...given) });
  return stream;
}

/** All hosts are ready, and were asked to activate. */
export function activating(...names: readonly string[]): Stream {
  const stream = preparing(...names);
  for (const host of stream.rollout.hosts.keys()) stream.answer(host, ready("a"));
  return stream;
}

export function succeeded(...names: readonly string[]): Stream {
  const stream = activating(...names);
  for (const host of stream.rollout.hosts.keys()) stream.answer(host, ready("a"));
  return stream;
}

/** Before its barrier: other waves than the policy planned. */
export function inWaves(stream: Stream, ...names: readonly (readonly string[])[]): Stream {
  const waves = names.map((hosts, index) => ({ name: `wave ${index + 1}`, hosts: hosts as readonly HostId[], canary: false, bakeMs: 0 }));
  const place = (host: HostId): number => waves.findIndex((wave) => wave.hosts.includes(host));
  const hosts = HostMap.from([...stream.rollout.hosts].map(([host, record]) => [host, { ...record, wave: place(host) }] as const));
  stream.state = { ...stream.state, rollout: { ...stream.rollout, waves, hosts, tally: tallyOf(hosts.values()) } };
  return stream;
}

export function deploy(stream: Stream, name: string, change: Partial<Requested> = {}): void {
  stream.request({ release: ref(name), ...change });
  const hosts = stream.rollout.hosts.keys();
  for (const host of hosts) stream.answer(host, ready(name));
  for (const host of hosts) stream.answer(host, ready(name));
}

export function hosts(...names: readonly string[]): Requested["hosts"] {
  return names.map((host) => ({ host: host as HostId, datacenter: "dc1" }));
}

export function ref(name: string): Ref {
  return { release: digest(`release ${name}`) as string as ReleaseId, tag: `release/${name}` as Tag, tree: digest(`tree ${name}`) };
}

export function result(outcome: IntentResult["outcome"], change: Partial<IntentResult> = {}): IntentResult {
  const failure = outcome === "done" ? null : failed("E_SWARM");
  return { outcome, failure, revision: null, tree: null, stats: NO_WORK, steps: [], ...change };
}

/** READY after a prepare, ACTIVE after an activate. */
export function ready(name: string): Answer {
  return { kind: "result", result: result("done", { tree: ref(name).tree, revision: `r-${name}` as RevisionId }) };
}

export function ended(outcome: IntentResult["outcome"], code: ErrorCode): Answer {
  return { kind: "result", result: result(outcome, { failure: failed(code) }) };
}

export function refused(code: ErrorCode): Answer {
  return { kind: "refused", failure: failed(code) };
}

export const ACCEPTED: Answer = { kind: "accepted" };

export function failed(code: ErrorCode): Failure {
  return toFailure(new ShoalError(code, `a test says ${code}`));
}

function laneReport(highest: Position): LaneReport {
  return { app: APP, environment: PRODUCTION, highest, intents: [], slots: [], revisions: [] };
}

export function reported(command: RolloutHost["outstanding"], answer: IntentResult | null): IntentReport {
  const { commandId, position, kind } = command as NonNullable<RolloutHost["outstanding"]>;
  return { commandId, position, intentKind: kind === "prepare" ? "prepare" : "activate", result: answer };
}

export function revisionOf(name: string): LaneReport["revisions"][number] {
  const { release, tree } = ref(name);
  return { revision: `r-${name}` as RevisionId, release, tree };
}

/** A slot that names a revision of the release. */
export function slotOn(name: string, change: Partial<SlotReport> = {}): SlotReport {
  const { release, tree } = ref(name);
  return { slot: CURRENT, content: { kind: "revision", revision: `r-${name}` as RevisionId }, release, tree, drift: false, ...change };
}

export function sent<Kind extends StreamEffect["kind"]>(
  effects: readonly StreamEffect[],
  kind: Kind,
): Extract<StreamEffect, { kind: Kind }>[] {
  return effects.filter((effect): effect is Extract<StreamEffect, { kind: Kind }> => effect.kind === kind);
}

/** `send-prepare h1, send-cancel h2, rejected E_…`: what was asked for, readable. */
export function summary(effects: readonly StreamEffect[]): string {
  const one = (effect: StreamEffect): string => {
    if (effect.kind === "reject") return `reject ${effect.failure.code}`;
    if (effect.kind === "rollout-open") return `open ${effect.rollout}`;
    if (effect.kind === "rollout-queued") return `queue ${effect.rollout}`;
    if (effect.kind === "begin-next") return "next";
    if (effect.kind === "converge") return `converge ${effect.hosts.join()}`;
    if (effect.kind === "evaluate-gate") return `ask ${effect.gate}`;
    if (effect.kind === "rollout-ended") return `${effect.rollout} ${effect.state}`;
    return `${effect.kind.slice(5)} ${effect.host}`;
  };
  return effects.map(one).join(", ");
}

function digest(text: string): Digest {
  return blake3(new TextEncoder().encode(text));
}
