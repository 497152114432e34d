/**
 * The server of `Agent.Session` (PROTOCOL.md §2). The host is the certificate's name and must be registered; a hello opens the session, and
 * a second one of the same host ends the first. Reports are handed on one after the other: the next message is read when the last is durable,
 * so a flood waits in the sender's window. Only `accepted` is not waited for: the result that mostly follows is recorded together with it. What
 * can't be recorded ends the session: the host's next hello says it all again.
 *
 * Nothing here is durable. Progress, stamps and who is connected live and die with the process.
 */
import { setTimeout as delay } from "node:timers/promises";
import { FORMAT_VERSION } from "../release/release.ts";
import {
  type AgentMessage,
  type AnnounceReport,
  type AnswerReport,
  type CoordinatorMessage,
  type HeartbeatReport,
  type Hello,
  type LaneReport,
  type Lease,
  PROTOCOL_VERSION,
  type PreseedReport,
  type ProgressReport,
  type Report,
  type SlotChangedReport,
  type Stamp,
  type SwarmAccess,
  type VerifiedReport,
  type VerifyQuestion,
} from "../proto/messages.ts";
import type { CallContext, Send } from "../proto/rpc.ts";
import { type Failure, ShoalError, toError, toFailure } from "../runtime/errors.ts";
import { type AppName, type Digest, type HostId, parseHostId, type ReleaseId } from "../runtime/ids.ts";
import type { HostDirectory } from "./hosts.ts";
import { ACCEPTED_AHEAD, HELLO_TIMEOUT_MS, HOST_REPORTS_BURST, HOST_REPORTS_PER_SECOND, SILENT_HEARTBEATS } from "./limits.ts";
import { createPace, type Pace } from "./pace.ts";
import { Session } from "./session.ts";
import type { HostRecord } from "./store/hosts.ts";

export interface SessionsOptions {
  readonly heartbeatMs: number;
}

/** Where reports go. A rejection ends the session. */
export interface SessionEvents {
  connected(record: HostRecord, app: AppName, lane: LaneReport | null): Promise<void>;
  disconnected(record: HostRecord, app: AppName): Promise<void>;
  answered(record: HostRecord, report: AnswerReport): Promise<void>;
  slotChanged(record: HostRecord, report: SlotChangedReport): Promise<void>;
  /** Takes part in a torrent; `remoteAddress`: where its session comes from. */
  announced(record: HostRecord, report: AnnounceReport, remoteAddress: string): void;
  /** A session began. */
  opened(host: HostId): void;
  /** Progress, or a host that came or went: something that is shown has changed. */
  changed(host: HostId): void;
}

export interface SessionsDeps {
  readonly hosts: HostDirectory;
  readonly events: SessionEvents;
  readonly nowUnixMs: () => number;
  readonly swarmAccess: (record: HostRecord) => SwarmAccess;
  /** Whether the host has a session with another coordinator of this database. */
  readonly isElsewhere?: (host: HostId) => boolean;
  readonly log: (message: string, fields: { readonly host: string; readonly failure?: Failure }) => void;
}

/** What is known of a host from its sessions in this process's life. */
export interface HostView {
  readonly connected: boolean;
  /** 0: never heard. */
  readonly heardUnixMs: number;
  readonly agentVersion: string;
  readonly progress: ReadonlyMap<AppName, ProgressReport>;
  readonly preseeds: ReadonlyMap<ReleaseId, PreseedReport>;
}

export class Sessions {
  readonly #heartbeatMs: number;
  readonly #deps: SessionsDeps;
  readonly #open = new Map<HostId, Session>();
  /** Of hosts whose session has ended. */
  readonly #last = new Map<HostId, { readonly heardUnixMs: number; readonly agentVersion: string }>();
  readonly #paces = new Map<HostId, Pace>();
  readonly #running = new Set<Promise<void>>();
  #stopping = false;

  constructor({ heartbeatMs }: SessionsOptions, deps: SessionsDeps) {
    this.#heartbeatMs = heartbeatMs;
    this.#deps = deps;
  }

  /** One gRPC call, to its end. Errors: those that the agent is told. */
  async serve(
    requests: AsyncIterable<AgentMessage>,
    send: Send<CoordinatorMessage>,
    { peer, signal, remoteAddress }: CallContext,
  ): Promise<void> {
    const messages = requests[Symbol.asyncIterator]();
    const opened = await this.#greeting(peer.name, messages).catch((error: unknown) => {
      this.#deps.log("session refused", { host: peer.name, failure: toFailure(error) });
      throw error;
    });
    if (opened === null) return;
    const { record, hello, stamp } = opened;
    const refusal = refuse(record, hello);
    if (refusal !== null) {
      this.#deps.log("session refused", { host: record.host, failure: toFailure(refusal) });
      return send({ kind: "refused", failure: toFailure(refusal) });
    }
    const session = new Session({ host: record.host, hello, stamp, nowUnixMs: this.#deps.nowUnixMs(), remoteAddress, send });
    endWith(session, signal);
    await this.#track(this.#run(record, session, messages));
  }

  /** Hosts with a session. */
  get connected(): number {
    return this.#open.size;
  }

  has(host: HostId): boolean {
    return this.#open.has(host);
  }

  /** False where the host is not connected: then nothing happens. */
  send(host: HostId, message: CoordinatorMessage): boolean {
    const session = this.#open.get(host);
    session?.push(message);
    return session !== undefined;
  }

  /** Errors: E_NOT_FOUND where the host is not connected; those of Session.ask. */
  async ask(host: HostId, question: VerifyQuestion, signal: AbortSignal): Promise<VerifiedReport> {
    const session = this.#open.get(host);
    if (session === undefined) throw new ShoalError("E_NOT_FOUND", `host ${host} is not connected`, { hint: "see shoal hosts" });
    return session.ask(question, signal);
  }

  /** Null where the host is not connected. */
  lease(host: HostId, leaseMs: number, eventUnixMs: number): Lease | null {
    return this.#open.get(host)?.lease(leaseMs, eventUnixMs) ?? null;
  }

  /** Trees of an app that a connected host is known to hold. */
  held(host: HostId, app: AppName): ReadonlySet<Digest> {
    return this.#open.get(host)?.held.get(app) ?? new Set();
  }

  view(host: HostId): HostView {
    const session = this.#open.get(host);
    if (session === undefined) {
      const connected = this.#deps.isElsewhere?.(host) ?? false;
      return { connected, progress: new Map(), preseeds: new Map(), ...(this.#last.get(host) ?? NEVER_HEARD) };
    }
    const { heardUnixMs, hello, progress, preseeds } = session;
    return { connected: true, heardUnixMs, agentVersion: hello.agentVersion, progress, preseeds };
  }

  /** The host dials again and is greeted anew: its assignment has changed. */
  reset(host: HostId, reason: ShoalError): void {
    this.#open.get(host)?.end(reason);
  }

  /** All hosts dial again. */
  resetAll(reason: ShoalError): void {
    for (const session of this.#open.values()) session.end(reason);
  }

  /** Ends all sessions without reporting them as disconnected: the next start says so for all. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const session of this.#open.values()) session.end(stopped());
    await Promise.allSettled(this.#running);
  }

  /** The first message. Null where the host hangs up before it. */
  async #greeting(name: string, messages: AsyncIterator<AgentMessage>): Promise<Greeting | null> {
    if (this.#stopping) throw stopped();
    const record = registered(this.#deps.hosts, name);
    const first = await nextWithin(messages, { timeoutMs: HELLO_TIMEOUT_MS, what: `host ${record.host} sent no hello` });
    if (first === null) return null;
    if (first.report.kind !== "hello") throw new ShoalError("E_MESSAGE", `host ${record.host} sent ${first.report.kind} before hello`);
    return { record, hello: first.report, stamp: first.stamp };
  }

  async #run(record: HostRecord, session: Session, messages: AsyncIterator<AgentMessage>): Promise<void> {
    const { host } = record;
    const { log, swarmAccess } = this.#deps;
    this.#open.get(host)?.end(new ShoalError("E_CONFLICT", `host ${host} opened another session`));
    this.#open.set(host, session);
    this.#deps.events.opened(host);
    const heartbeatMs = this.#heartbeatMs;
    session.push({ kind: "welcome", protocolVersion: PROTOCOL_VERSION, heartbeatMs, swarm: swarmAccess(record) });
    log("host connected", { host });
    try {
      await this.#announce(record, session);
      await this.#listen(record, session, messages);
      log("host closed its session", { host });
    } catch (error) {
      log("session ended", { host, failure: toFailure(error) });
      throw error;
    } finally {
      await this.#close(record, session);
    }
  }

  /** To each stream of the host's apps. */
  async #announce(record: HostRecord, session: Session): Promise<void> {
    const { events } = this.#deps;
    await this.#pace(session);
    const lanes = new Map(session.hello.lanes.map((lane) => [lane.app, lane]));
    await Promise.all(record.apps.map((app) => events.connected(record, app, lanes.get(app) ?? null)));
    events.changed(record.host);
  }

  async #listen(record: HostRecord, session: Session, messages: AsyncIterator<AgentMessage>): Promise<void> {
    const patience = startPatience(session, this.#heartbeatMs * SILENT_HEARTBEATS);
    const ahead: Promise<void>[] = [];
    try {
      for (;;) {
        patience.listen();
        const { done, value: message } = await session.whileOpen(messages.next());
        patience.heard();
        if (done === true) return void (await Promise.all(ahead));
        session.hear(message, this.#deps.nowUnixMs());
        if (message.report.kind === "heartbeat") continue;
        await this.#pace(session);
        ahead.push(this.#handle(record, session, message.report));
        if (isAccepted(message.report) && ahead.length < ACCEPTED_AHEAD) endWhereLost(session, ahead.at(-1));
        else await Promise.all(ahead.splice(0));
      }
    } finally {
      patience.stop();
    }
  }

  async #handle(record: HostRecord, session: Session, report: Exclude<Report, HeartbeatReport>): Promise<void> {
    const { events } = this.#deps;
    if (report.kind === "hello") throw new ShoalError("E_MESSAGE", `host ${record.host} sent a second hello in one session`);
    if (report.kind === "announce") return events.announced(record, report, session.remoteAddress);
    if (!record.apps.includes(report.app)) return;
    if (report.kind === "progress") {
      session.progress.set(report.app, report);
      return events.changed(record.host);
    }
    if (report.kind === "preseed") return session.preseeded(report);
    if (report.kind === "verified") return session.answered(report);
    if (report.kind === "slot-changed") return events.slotChanged(record, report);
    if (report.answer.kind !== "accepted") session.progress.delete(report.app);
    session.learn(report);
    await events.answered(record, report);
  }

  async #close(record: HostRecord, session: Session): Promise<void> {
    const { events, log } = this.#deps;
    this.#last.set(record.host, { heardUnixMs: session.heardUnixMs, agentVersion: session.hello.agentVersion });
    session.end(new ShoalError("E_UNAVAILABLE", `the session of host ${record.host} ended`));
    if (this.#open.get(record.host) !== session) return;
    this.#open.delete(record.host);
    events.changed(record.host);
    if (this.#stopping) return;
    const lost = record.apps.map((app) => events.disconnected(record, app));
    for (const result of await Promise.allSettled(lost)) {
      // A lost disconnect costs nothing: deadlines and leases decide, and the next hello sets it right.
      if (result.status === "rejected") log("disconnect was not recorded", { host: record.host, failure: toFailure(result.reason) });
    }
  }

  /** Kept across sessions: reconnecting is no way around it. */
  async #pace(session: Session): Promise<void> {
    const { host } = session;
    const bucket = this.#paces.get(host) ?? createPace({ burst: HOST_REPORTS_BURST, perSecond: HOST_REPORTS_PER_SECOND });
    this.#paces.set(host, bucket);
    const waitMs = bucket.take(this.#deps.nowUnixMs());
    if (waitMs > 0) await session.whileOpen(delay(waitMs));
  }

  async #track(session: Promise<void>): Promise<void> {
    this.#running.add(session);
    try {
      await session;
    } finally {
      this.#running.delete(session);
    }
  }
}

function isAccepted(report: Report): boolean {
  return report.kind === "answer" && report.answer.kind === "accepted";
}

/** It may fail while nobody waits for it. */
function endWhereLost(session: Session, recording: Promise<void> | undefined): void {
  recording?.catch((error: unknown) => session.end(toError(toFailure(error))));
}

const NEVER_HEARD = { heardUnixMs: 0, agentVersion: "" };

function endWith(session: Session, signal: AbortSignal): void {
  const end = (): void => session.end(new ShoalError("E_UNAVAILABLE", `the connection of host ${session.host} ended`));
  if (signal.aborted) end();
  else signal.addEventListener("abort", end);
}

interface Greeting {
  readonly record: HostRecord;
  readonly hello: Hello;
  readonly stamp: Stamp;
}

function registered(hosts: HostDirectory, name: string): HostRecord {
  const record = hosts.get(parseHostId(name));
  if (record !== null) return record;
  throw new ShoalError("E_DENIED", `host ${name} is not registered`, { hint: `register it: shoal host add ${name} --env … --app …` });
}

function refuse(record: HostRecord, hello: Hello): ShoalError | null {
  if (!hello.protocolVersions.includes(PROTOCOL_VERSION)) return version("protocol", PROTOCOL_VERSION, hello.protocolVersions);
  if (!hello.formatVersions.includes(FORMAT_VERSION)) return version("format", FORMAT_VERSION, hello.formatVersions);
  const foreign = hello.lanes.find(({ app, environment }) => record.apps.includes(app) && environment !== record.environment);
  if (foreign === undefined) return null;
  return new ShoalError(
    "E_SCOPE",
    `host ${record.host} runs ${foreign.app} in ${foreign.environment} and is registered in ${record.environment}`,
    {
      hint: "correct `environment` in the agent's configuration, or register the host under another name",
    },
  );
}

function version(what: string, ours: number, theirs: readonly number[]): ShoalError {
  const hint = "upgrade the older side; a coordinator goes first";
  return new ShoalError("E_VERSION", `the agent speaks ${what} version ${theirs.join(", ") || "none"}, this coordinator ${ours}`, { hint });
}

function stopped(): ShoalError {
  return new ShoalError("E_UNAVAILABLE", "the coordinator stops", { hint: "it is dialled again until it is back" });
}

interface Patience {
  /** It is the host's turn. */
  listen(): void;
  heard(): void;
  stop(): void;
}

/** Ends the session when its host says nothing for so long; the time that we take ourselves does not count. One timer for the session's life. */
function startPatience(session: Session, timeoutMs: number): Patience {
  let listening = false;
  const timer = setTimeout(() => {
    if (listening) session.end(new ShoalError("E_TIMEOUT", `host ${session.host} was silent within ${timeoutMs} ms`));
    else timer.refresh();
  }, timeoutMs);
  return {
    listen() {
      listening = true;
      timer.refresh();
    },
    heard() {
      listening = false;
    },
    stop: () => clearTimeout(timer),
  };
}

interface NextLimits {
  readonly timeoutMs: number;
  /** For the message of the timeout. */
  readonly what: string;
}

/** Null at the end of the stream. Errors: E_TIMEOUT; what the stream throws. */
async function nextWithin(messages: AsyncIterator<AgentMessage>, { timeoutMs, what }: NextLimits): Promise<AgentMessage | null> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new ShoalError("E_TIMEOUT", `${what} within ${timeoutMs} ms`)), timeoutMs);
  try {
    const { done, value } = await Promise.race([messages.next(), late]);
    return done === true ? null : value;
  } finally {
    clearTimeout(timer);
  }
}
