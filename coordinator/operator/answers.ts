/** Domain values as operator.proto shows them. */
import { failureToWire } from "../../proto/fields.ts";
import type * as wire from "../../proto/operator-types.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { AppName, EnvironmentName, HostId, ReleaseId, Tag } from "../../runtime/ids.ts";
import { accountsOf, copiesOf, type RolloutAccounts } from "../rollout/accounts.ts";
import { gatesAfter } from "../rollout/gates.ts";
import type { NextRollout, OpenGate, Rollout, RolloutHost, StreamState } from "../rollout/state.ts";
import type { Packed } from "../packer.ts";
import type { ReleasePlan } from "../release-intake.ts";
import type { HostView } from "../sessions.ts";
import type { EventRecord } from "../store/events.ts";
import type { HostRecord } from "../store/hosts.ts";
import type { BundleRecord, ReleaseRecord } from "../store/releases.ts";

export interface HostAnswer {
  readonly record: HostRecord;
  readonly view: HostView;
  /** Streams of its environment, of its apps. */
  readonly streams: readonly StreamState[];
  readonly tagOf: (release: ReleaseId) => Tag | null;
}

export function hostAnswer({ record, view, streams, tagOf }: HostAnswer): wire.Host {
  const { host, environment, apps, labels } = record;
  const slots = streams.flatMap((stream) => slotAnswers(stream, host, tagOf));
  const { connected, heardUnixMs, agentVersion } = view;
  return { host, environment, apps, labels, connected, heardUnixMs, agentVersion, slots };
}

export interface RolloutAnswer {
  readonly environment: EnvironmentName;
  readonly app: AppName;
  readonly rollout: Rollout;
  /** Of its stream, where it is the newest. */
  readonly next: NextRollout | null;
  /** Where our seed is. */
  readonly seedDatacenter: string;
  readonly view: (host: HostId) => HostView;
}

export function rolloutAnswer({ environment, app, rollout, next, seedDatacenter, view }: RolloutAnswer): wire.Rollout {
  const { id, kind, slot, release, state, principal, note, startedUnixMs, endedUnixMs, failure } = rollout;
  return {
    rollout: id,
    kind,
    app,
    environment,
    slot,
    release: release.release,
    tag: release.tag,
    tree: release.tree,
    state,
    hosts: [...rollout.hosts].map(([host, one]) => rolloutHostAnswer({ app, host, one, view: view(host) })),
    principal,
    note,
    startedUnixMs,
    endedUnixMs: endedUnixMs ?? 0,
    failure: failureAnswer(failure),
    accounts: accountsAnswer(accountsOf(rollout, seedDatacenter)),
    ...waveAnswers(rollout),
    next: next === null ? null : nextAnswer(next),
  };
}

function nextAnswer({ event, principal, sinceUnixMs }: NextRollout): NonNullable<wire.Rollout["next"]> {
  const { rollout, requestId, rolloutKind: kind, release, note } = event;
  return { rollout, requestId, kind, tag: release.tag, principal, note, sinceUnixMs };
}

type Waves = "policy" | "waves" | "wave" | "bakeUntilUnixMs" | "gate" | "pause" | "failed";

function waveAnswers(rollout: Rollout): Pick<wire.Rollout, Waves> {
  const { policy, waves, wave, bakeUntilUnixMs, gate, pause, tally } = rollout;
  return {
    policy: policy.name,
    waves: waves.map(({ name, hosts, canary, bakeMs }, place) => {
      const gates = gatesAfter(rollout, place).map((rule) => rule.name);
      return { name, hosts, canary, bakeMs, gates };
    }),
    wave,
    bakeUntilUnixMs: bakeUntilUnixMs ?? 0,
    gate: gate === null ? null : gateAnswer(gate),
    pause: pause === null ? null : { ...pause, reason: failureAnswer(pause.reason) },
    failed: tally.failed,
  };
}

function gateAnswer({ rule, sinceUnixMs, verdict, evidence }: OpenGate): NonNullable<wire.Rollout["gate"]> {
  const { what, name, timeoutMs } = rule;
  const untilUnixMs = what.kind === "approval" ? 0 : sinceUnixMs + (what.kind === "wait" ? what.waitMs : timeoutMs);
  const approvers = what.kind === "approval" ? what.by : [];
  return { name, kind: what.kind, sinceUnixMs, untilUnixMs, verdict: verdict ?? "", evidence, approvers };
}

function accountsAnswer({ links, datacenters, firstPieceMs, halfMs, allMs }: RolloutAccounts): wire.Accounts {
  return {
    links,
    datacenters: datacenters.map((account) => ({ ...account, copiesPermille: Math.round((copiesOf(account) ?? 0) * 1000) })),
    firstPieceMs: firstPieceMs ?? 0,
    halfMs: halfMs ?? 0,
    allMs: allMs ?? 0,
  };
}

export interface RolloutHostAnswer {
  readonly app: AppName;
  readonly host: HostId;
  readonly one: RolloutHost;
  readonly view: HostView;
}

/** Progress is shown while there is something to wait for, and only from the host's own word. */
export function rolloutHostAnswer({ app, host, one, view }: RolloutHostAnswer): wire.RolloutHost {
  const progress = one.outstanding === null ? undefined : view.progress.get(app);
  const current = progress !== undefined && progress.commandId === one.outstanding?.commandId ? progress : null;
  return {
    host,
    datacenter: one.datacenter,
    state: one.state,
    failure: failureAnswer(one.failure),
    progress: current === null ? null : progressAnswer(current),
    bytesFromSeed: one.prepare?.bytesFromSeed ?? 0,
    bytesFromHosts: one.prepare?.bytesFromHosts ?? 0,
    prepareMs: one.prepare?.durationMs ?? 0,
    activateMs: one.activateMs ?? 0,
    route: one.prepare?.route ?? "",
    // Of a rollout that an earlier version ended.
    why: one.prepare?.why ?? "",
    connected: view.connected,
    wave: one.wave,
  };
}

export function releaseAnswer(record: ReleaseRecord, bundles: readonly BundleRecord[]): wire.Release {
  const { id, release, keyIds, files, principal, registeredUnixMs } = record;
  const { app, tag, tree, sizeBytes, created, sourceRevision } = release;
  return {
    release: id,
    app,
    tag,
    tree,
    files,
    sizeBytes,
    created,
    sourceRevision: sourceRevision ?? "",
    signedBy: keyIds,
    bundles: bundles.map(bundleAnswer),
    principal,
    registeredUnixMs,
  };
}

export function planAnswer({ exists, newBase, bundles }: ReleasePlan): wire.ReleasePlan {
  return { exists, newBase, bundles: bundles.map(bundleAnswer) };
}

export function eventAnswer({ version, atUnixMs, principal, kind, body }: EventRecord): wire.Event {
  return { version, atUnixMs, principal, kind, body: JSON.stringify(body) };
}

function slotAnswers({ app, lanes, rollout }: StreamState, host: HostId, tagOf: HostAnswer["tagOf"]): readonly wire.HostSlot[] {
  const came = (slot: string, release: ReleaseId | null): string =>
    rollout?.slot === slot && rollout.release.release === release ? (rollout.hosts.get(host)?.prepare?.why ?? "") : "";
  return Object.entries(lanes.get(host)?.slots ?? {}).map(([slot, { release, tree, revision, drift, detail }]) => ({
    app,
    slot,
    release: release ?? "",
    tag: (release === null ? null : tagOf(release)) ?? "",
    tree: tree ?? "",
    revision: revision ?? "",
    drift,
    detail: release === null ? detail : "",
    why: came(slot, release),
  }));
}

function bundleAnswer({ bundle, torrent }: Packed): wire.Bundle {
  const { kind, digest, fromTree, sizeBytes } = bundle;
  return { kind, digest, fromTree: fromTree ?? "", sizeBytes, infoHash: torrent.infoHash };
}

export function failureAnswer(failure: Failure | null): wire.WireFailure | null {
  return failure === null ? null : failureToWire(failure);
}

function progressAnswer({ phase, doneBytes, totalBytes, bytesFromSeed, bytesFromHosts }: wire.Progress): wire.Progress {
  return { phase, doneBytes, totalBytes, bytesFromSeed, bytesFromHosts };
}
