/**
 * The shell around `step` for one environment stream; it decides nothing.
 *
 * One mailbox, emptied in batches, at most one a turn of the event loop: each waiting event goes through `step`; those that changed the
 * state or asked for an effect are appended together, at the version they were decided at; when they are durable the state is adopted, then
 * watchers are told and effects carried out in order. An event that did neither leaves no trace.
 *
 * What a failure leaves behind: an append that fails changes nothing, and whoever submitted is told. If another writer was faster, its
 * events are folded in and the batch is decided again. A process that dies after the append has recorded what it decided but may have sent nothing:
 * `start` folds the log and appends `coordinator-started`, and each host's next hello brings its unanswered intents again.
 *
 * Where several coordinators share the database, one leads the stream: it alone decides and appends. The others send it what they hear,
 * fold what it appended, and so come to the same state and the same effects; each carries out those for the hosts that are connected to it.
 */
import { setImmediate } from "node:timers/promises";
import { ShoalError } from "../../runtime/errors.ts";
import { crashPoint } from "../../runtime/fault.ts";
import type { AppName, EnvironmentName, HostId, Principal } from "../../runtime/ids.ts";
import { APPEND_ATTEMPTS, EFFECTS_A_TURN, EVENT_PAGE, FOLD_PAGE, MAILBOX_BATCH, MAILBOX_EVENTS_MAX, TICK_MS } from "../limits.ts";
import { type EventRecord, type EventStore, type NewEvent, type StreamName, streamName } from "../store/events.ts";
import { type Decided, type Decision, overtaken, pastRollouts, type Submission, tellable } from "./batch.ts";
import { emptyStream, step } from "./step.ts";
import type { LoggedEvent, StreamEffect, StreamEvent } from "./events.ts";
import type { Leadership } from "./leadership.ts";
import type { Notifier } from "./notifier.ts";
import type { Snapshots } from "./snapshots.ts";
import type { Rollout, StreamState } from "./state.ts";

export interface RunnerOptions {
  readonly environment: EnvironmentName;
  readonly app: AppName;
  /** This coordinator, for ticks and starts. */
  readonly principal: Principal;
}

export interface RunnerDeps {
  /** Absent: alone on its database, a coordinator leads every stream. */
  readonly leadership?: Leadership | null;
  readonly events: EventStore;
  readonly nowUnixMs: () => number;
  /** Every `intervalMs` until stopped. */
  readonly every: (intervalMs: number, run: () => void) => () => void;
  /** Carries out one effect. Must not throw: nobody but its log is there to hear it. */
  readonly perform: (effect: StreamEffect, context: EffectContext) => Promise<void>;
  /** Rollouts that ended or were followed by others; the last word on each counts. */
  readonly archive: (rollouts: readonly Rollout[]) => Promise<void>;
  /** Absent: a start folds the whole log. */
  readonly snapshots?: Snapshots;
  /** Absent: nobody is told anything. */
  readonly notify?: Notifier;
  readonly warn: (message: string, error: unknown) => void;
}

export interface EffectContext {
  readonly state: StreamState;
  /** When the event happened that asked for it: a lease is counted from there. */
  readonly eventUnixMs: number;
}

export class StreamRunner {
  readonly stream: StreamName;
  #state: StreamState;
  #version = 0;
  readonly #options: RunnerOptions;
  readonly #deps: RunnerDeps;
  readonly #mailbox: Waiting[] = [];
  readonly #refreshes: PromiseWithResolvers<void>[] = [];
  /** Through which coordinator a host was last heard to connect. */
  readonly #through = new Map<HostId, string>();
  readonly #listeners = new Set<(state: StreamState) => void>();
  #working: Promise<void> | null = null;
  #stopTicking: (() => void) | null = null;
  #tickWaiting = false;
  #isArchived = true;
  #stopped = false;

  constructor(options: RunnerOptions, deps: RunnerDeps) {
    this.stream = streamName(options.environment, options.app);
    this.#options = options;
    this.#deps = deps;
    this.#state = emptyStream(options.environment, options.app);
  }

  get state(): StreamState {
    return this.#state;
  }

  /** How far the log is folded. */
  get version(): number {
    return this.#version;
  }

  /** Folds the log, from its last snapshot on, and, where there is one and this coordinator leads it, appends `coordinator-started`. */
  async start(): Promise<void> {
    const kept = await this.#deps.snapshots?.load();
    // A log that was restored from an older backup than the snapshot knows nothing of it.
    if (kept != null && (await this.#deps.events.read(this.stream, kept.version - 1, 1)).length > 0)
      [this.#state, this.#version] = [kept.state, kept.version];
    await this.#catchUp({ live: false });
    if (this.#version > 0 && this.#leads()) await this.#append([this.#own({ kind: "coordinator-started" })]);
    this.#followClock();
  }

  /** Folds what others appended, and carries it out. */
  refresh(): Promise<void> {
    const refresh = Promise.withResolvers<void>();
    this.#refreshes.push(refresh);
    this.#working ??= this.#work();
    return refresh.promise;
  }

  /** Leads from now on: as a start, of a stream that is folded already. */
  async lead(): Promise<void> {
    await this.refresh();
    this.#through.clear();
    // Lost again meanwhile: then it is the next leader's to say.
    if (this.#version > 0 && this.#leads()) await this.submit(this.#own({ kind: "coordinator-started" }));
  }

  /** After it was not clear for a while who leads. */
  keepTime(): void {
    this.#followClock();
  }

  /** A coordinator is gone: hosts that were connected to it are. */
  async lost(member: string): Promise<void> {
    if (!this.#leads()) return;
    const hosts = [...this.#through].flatMap(([host, through]) => (through === member ? [host] : []));
    await Promise.all(hosts.map((host) => this.submit({ ...this.#own({ kind: "host-disconnected", host }), from: member })));
  }

  /**
   * Resolves when the event is durable and its effects are under way. Errors: E_BUSY (mailbox full), E_UNAVAILABLE (stopping), those of
   * the store; then nothing was changed.
   */
  submit(submission: Submission): Promise<Decision> {
    if (this.#stopped)
      return Promise.reject(new ShoalError("E_UNAVAILABLE", `the coordinator stops; stream ${this.stream} takes no more events`));
    if (!this.#leads()) return this.#forward(submission);
    if (this.#isOutdated(submission)) return Promise.resolve({ state: this.#state, effects: [] });
    if (this.#mailbox.length >= MAILBOX_EVENTS_MAX) {
      return Promise.reject(new ShoalError("E_BUSY", `stream ${this.stream} has ${MAILBOX_EVENTS_MAX} events waiting already`));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Decision>();
    this.#mailbox.push({ ...submission, resolve, reject });
    this.#working ??= this.#work();
    return promise;
  }

  async #forward(submission: Submission): Promise<Decision> {
    const answer = await (this.#deps.leadership as Leadership).forward(this.stream, submission);
    while (this.#version < answer.version) await this.refresh();
    return { state: this.#state, effects: answer.effects };
  }

  /** A host that connected to another coordinator meanwhile is not gone because its old session is. */
  #isOutdated({ event, from = "" }: Submission): boolean {
    if (event.kind === "host-connected") this.#through.set(event.host, from);
    if (event.kind !== "host-disconnected") return false;
    if ((this.#through.get(event.host) ?? from) !== from) return true;
    this.#through.delete(event.host);
    return false;
  }

  #leads(): boolean {
    return this.#deps.leadership?.leads(this.stream) ?? true;
  }

  /** Called with each new state. Returns the way to stop it. */
  onChange(listener: (state: StreamState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes no more events and finishes those it has. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopTicking?.();
    this.#stopTicking = null;
    await this.#working;
  }

  async #work(): Promise<void> {
    try {
      for (;;) {
        const refreshes = this.#refreshes.splice(0);
        if (refreshes.length > 0) await this.#follow(refreshes);
        // What the sockets have at this moment is submitted in one turn of the event loop: it shares one transaction and one fsync.
        if (this.#mailbox.length > 0) await setImmediate();
        const batch = this.#mailbox.splice(0, MAILBOX_BATCH);
        if (batch.length > 0) await this.#handle(batch);
        else if (this.#refreshes.length === 0) return;
      }
    } finally {
      this.#working = null;
    }
  }

  async #handle(batch: readonly Waiting[]): Promise<void> {
    try {
      const decisions = await this.#append(batch);
      batch.forEach(({ resolve }, index) => resolve(decisions[index] as Decision));
    } catch (error) {
      // Nothing was written: one event that is too large is its sender's trouble, not that of who came with it.
      if (batch.length > 1 && isTooLarge(error)) for (const one of batch) await this.#handle([one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  /** Decides and makes durable; again from the newest log if another writer was faster. */
  async #append(batch: readonly Submission[]): Promise<readonly Decision[]> {
    for (let attempt = 1; ; attempt += 1) {
      const decided = this.#decide(batch);
      const kept = decided.filter(({ matters }) => matters);
      const events = kept.map((one) => this.#toNewEvent(one));
      try {
        if (kept.length > 0) await this.#deps.events.append(this.stream, this.#version, events);
      } catch (error) {
        if (!isVersionConflict(error) || attempt >= APPEND_ATTEMPTS) throw error;
        await this.#catchUp({ live: true });
        continue;
      }
      crashPoint("rollout:after-append");
      await this.#adopt(kept);
      if (events.some(({ notifications }) => notifications !== undefined)) this.#deps.notify?.written();
      return decided;
    }
  }

  #toNewEvent({ before, logged, state }: Decided): NewEvent {
    const { atUnixMs, principal, event } = logged;
    const notifications = this.#deps.notify?.about(before, logged, state) ?? [];
    return { atUnixMs, principal, kind: event.kind, body: event, ...(notifications.length === 0 ? {} : { notifications }) };
  }

  #decide(batch: readonly Submission[]): readonly Decided[] {
    let state = this.#state;
    let version = this.#version;
    const skipped = overtaken(batch);
    return batch.map((submission) => {
      const { event, principal } = submission;
      const logged = { version: version + 1, atUnixMs: this.#deps.nowUnixMs(), principal, event };
      const next = skipped.has(submission) ? { state, effects: [] } : step(state, logged);
      const matters = next.state !== state || next.effects.length > 0;
      const before = state;
      if (matters) version += 1;
      state = next.state;
      return { logged, before, state, effects: next.effects, matters };
    });
  }

  async #adopt(kept: readonly Decided[]): Promise<void> {
    const last = kept.at(-1);
    if (last === undefined) return;
    this.#version = last.logged.version;
    this.#state = last.state;
    await this.#archive(kept.flatMap(({ before, state }) => pastRollouts(before, state)));
    await this.#tell(kept, { deciding: true });
    // An end that is not archived yet would not be seen again.
    if (this.#isArchived) await this.#deps.snapshots?.offer({ state: this.#state, version: this.#version });
  }

  async #follow(refreshes: readonly PromiseWithResolvers<void>[]): Promise<void> {
    try {
      await this.#catchUp({ live: true });
      for (const { resolve } of refreshes) resolve();
    } catch (error) {
      for (const { reject } of refreshes) reject(error);
    }
  }

  /** Live: another coordinator appended it while this one runs, and hosts that are connected here wait for what it says. */
  async #catchUp({ live }: { readonly live: boolean }): Promise<void> {
    const page = live ? EVENT_PAGE : FOLD_PAGE;
    for (;;) {
      const records = await this.#deps.events.read(this.stream, this.#version, page);
      const folded = records.map((record) => this.#fold(toLogged(this.stream, record)));
      await this.#archive(folded.flatMap(({ before, state }) => pastRollouts(before, state)));
      if (live && folded.length > 0) await this.#tell(folded, { deciding: false });
      if (records.length < page) return;
      if (!live) await setImmediate();
    }
  }

  #fold(logged: LoggedEvent): Decided {
    const before = this.#state;
    const { state, effects } = step(before, logged);
    this.#state = state;
    this.#version = logged.version;
    return { logged, before, state, effects, matters: true };
  }

  /** Watchers, then whom the effects concern. */
  async #tell(kept: readonly Decided[], { deciding }: { readonly deciding: boolean }): Promise<void> {
    this.#followClock();
    for (const state of tellable(kept)) for (const listener of this.#listeners) listener(state);
    for (const { logged, effects, state } of kept) {
      if (logged.event.kind === "coordinator-started") this.#deps.leadership?.begun(state.environment, state.app);
      // Without leadership another writer is another process by mistake, which carries out what it decided itself.
      const own = deciding ? effects : this.#deps.leadership ? effects.filter(isForHosts) : [];
      for (const [place, effect] of own.entries()) {
        // A wave of ten thousand: the first hosts are at work while the last are sent theirs.
        if (place > 0 && place % EFFECTS_A_TURN === 0) await setImmediate();
        await this.#deps.perform(effect, { state, eventUnixMs: logged.atUnixMs });
      }
    }
  }

  /** A projection of the log: a failure is mended by the next start. */
  async #archive(rollouts: readonly Rollout[]): Promise<void> {
    if (rollouts.length === 0) return;
    const newest = [...new Map(rollouts.map((rollout) => [rollout.id, rollout])).values()];
    await this.#deps.archive(newest).catch((error: unknown) => {
      this.#isArchived = false;
      this.#deps.warn(`rollouts of ${this.stream} were not archived`, error);
    });
  }

  /** Time passes in a stream only while a rollout is open. */
  #followClock(): void {
    const { rollout, next } = this.#state;
    const open = (rollout?.endedUnixMs === null || next !== null) && !this.#stopped && this.#leads();
    if (open) this.#stopTicking ??= this.#deps.every(TICK_MS, () => this.#tick());
    if (open || this.#stopTicking === null) return;
    this.#stopTicking();
    this.#stopTicking = null;
  }

  #tick(): void {
    if (!this.#leads()) return this.#followClock();
    if (this.#tickWaiting) return;
    this.#tickWaiting = true;
    this.submit(this.#own({ kind: "ticked" }))
      .catch((error: unknown) => this.#deps.warn(`stream ${this.stream} missed a tick`, error))
      .finally(() => {
        this.#tickWaiting = false;
      })
      .catch(() => undefined);
  }

  #own(event: StreamEvent): Submission {
    return { event, principal: this.#options.principal };
  }
}

interface Waiting extends Submission {
  readonly resolve: (decision: Decision) => void;
  readonly reject: (error: unknown) => void;
}

/** What each coordinator carries out for the hosts that are connected to it; the rest is the leader's. */
function isForHosts({ kind }: StreamEffect): boolean {
  return kind.startsWith("send-");
}

function toLogged(stream: StreamName, { version, atUnixMs, principal, kind, body }: EventRecord): LoggedEvent {
  if (!Object.hasOwn(KINDS, kind)) {
    throw new ShoalError("E_SCHEMA", `event ${version} of stream ${stream} is of the kind ${kind}, which this coordinator does not know`, {
      hint: "run the newer coordinator that wrote it",
    });
  }
  return { version, atUnixMs, principal, event: body as StreamEvent };
}

const KINDS: Readonly<Record<StreamEvent["kind"], true>> = {
  "rollout-requested": true,
  "abort-requested": true,
  "pause-requested": true,
  "resume-requested": true,
  "gate-approved": true,
  "gate-overridden": true,
  "gate-evaluated": true,
  "retry-requested": true,
  "exclude-requested": true,
  "lock-requested": true,
  "unlock-requested": true,
  "preseed-requested": true,
  "preseed-stopped": true,
  "coordinator-started": true,
  "host-connected": true,
  "host-disconnected": true,
  "host-answered": true,
  "slot-changed": true,
  ticked: true,
};

function isTooLarge(error: unknown): boolean {
  return error instanceof ShoalError && error.code === "E_LIMIT";
}

function isVersionConflict(error: unknown): boolean {
  return error instanceof ShoalError && error.code === "E_VERSION_CONFLICT";
}
