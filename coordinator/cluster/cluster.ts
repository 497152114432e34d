/**
 * Several coordinators on one PostgreSQL database. Each is a member, found by its heartbeat; each stream has one leader among them, by a
 * lease in the database (store/leases.ts). Agents and operators talk to any member:
 *
 *     agent ─► member B ─ submission (table, NOTIFY) ─► leader A ─ step ─► events (fenced append, NOTIFY) ─► B folds ─► agent
 *
 * B folds what A appended and so comes to the same effects; it carries out those for the hosts that are connected to it. Every notice may be
 * lost: each member polls. When a leader is gone its leases run out, the first that looks takes them, folds to the end and appends
 * `coordinator-started`; at that every member ends the sessions of the stream's hosts, which dial again and say how they are.
 */
import pLimit from "p-limit";
import type { AppName, EnvironmentName } from "../../runtime/ids.ts";
import { ShoalError } from "../../runtime/errors.ts";
import { EVENT_PAGE, LEADER_LEASE_MS, LEADER_RENEW_MS, SHARED_POLL_MS, STREAMS_AT_ONCE } from "../limits.ts";
import type { Forwarded, Leadership } from "../rollout/leadership.ts";
import type { Submission } from "../rollout/batch.ts";
import type { StreamRunner } from "../rollout/runner.ts";
import type { Runners } from "../rollout/runners.ts";
import { type EventRecord, type EventStore, FLEET_STREAM, parseStreamName, type StreamName } from "../store/events.ts";
import { type Member, notLeading, type StreamLease } from "../store/leases.ts";
import type { Listening, Notice } from "../store/notices.ts";
import type { SharedStore } from "../store/store.ts";
import { Inbox } from "./inbox.ts";
import { Outbox } from "./outbox.ts";

export interface ClusterOptions extends Member {
  /** Of the fleet's stream, before anything of it was read. */
  readonly fleetVersion: number;
  readonly timing?: { readonly leaseMs: number; readonly renewMs: number; readonly pollMs: number };
}

export interface ClusterDeps {
  readonly shared: SharedStore;
  readonly events: EventStore;
  /** Of this machine. */
  readonly nowUnixMs: () => number;
  /** Never goes back. */
  readonly clockMs: () => number;
  readonly every: (intervalMs: number, run: () => void) => () => void;
  readonly runners: () => Runners;
  /** Hosts end their sessions and dial again. */
  readonly begun: (environment: EnvironmentName, app: AppName) => void;
  /** The other members took this one for gone: all its hosts dial again. */
  readonly forgotten: () => void;
  /** Their seeds can be asked. */
  readonly othersCame: () => Promise<void>;
  /** A member, this one too, has registered hosts or releases, or removed some. */
  readonly fleetChanged: (events: readonly EventRecord[]) => Promise<void>;
  readonly warn: (message: string, error: unknown) => void;
}

export class Cluster implements Leadership {
  /** Appends only what this member leads. Errors: also E_UNAVAILABLE. */
  readonly events: EventStore;
  readonly #options: ClusterOptions;
  readonly #timing: NonNullable<ClusterOptions["timing"]>;
  readonly #deps: ClusterDeps;
  readonly #stops: (() => void)[] = [];
  #listening: Listening | null = null;
  /** Fences of the streams that this member leads, as long as `#leadsUntilMs` is not over. */
  #fences = new Map<StreamName, number>();
  /** With which fence this member last began to lead a stream. */
  readonly #begun = new Map<StreamName, number>();
  #leadsUntilMs = 0;
  /** What the database's clock is ahead of this machine's. */
  #aheadMs = 0;
  #members: readonly Member[] = [];
  #fleetVersion: number;
  #readingFleet: Promise<void> | null = null;
  #looking: Promise<void> | null = null;
  #renewing: Promise<void> | null = null;
  #stopped = false;
  readonly #outbox: Outbox;
  readonly #inbox: Inbox;

  constructor(options: ClusterOptions, deps: ClusterDeps) {
    this.#options = options;
    this.#fleetVersion = options.fleetVersion;
    this.#timing = options.timing ?? { leaseMs: LEADER_LEASE_MS, renewMs: LEADER_RENEW_MS, pollMs: SHARED_POLL_MS };
    this.#deps = deps;
    const { submissions } = deps.shared;
    this.#outbox = new Outbox({ sender: options.member }, { submissions, warn: deps.warn });
    this.#inbox = new Inbox(
      { member: options.member },
      {
        ...{ submissions, warn: deps.warn },
        led: () => [...this.#fences.keys()].filter((stream) => this.#hasBegun(stream)),
        isLed: (stream) => this.#hasBegun(stream),
        runnerOf: (stream) => deps.runners().get(stream),
      },
    );
    this.events = { ...deps.events, append: (stream, expectedVersion, events) => this.#append({ stream, expectedVersion, events }) };
  }

  /** A member from now on; streams can be claimed. */
  async join(): Promise<void> {
    await this.#renew();
    this.#listening = this.#deps.shared.listen((notice) => this.#hear(notice));
    this.#stops.push(this.#deps.every(this.#timing.renewMs, () => this.#guarded("the leases were not renewed", this.#renew())));
  }

  /** Follows and leads, once the runners are there. */
  start(): void {
    this.#stops.push(this.#deps.every(this.#timing.pollMs, () => void this.look()));
    void this.look();
  }

  /** The database's time, as far as known: leases on hosts are counted by all members alike. */
  nowUnixMs(): number {
    return this.#deps.nowUnixMs() + this.#aheadMs;
  }

  /** `host:port` of the other members' seeds. */
  seeds(): readonly string[] {
    return this.#members.flatMap(({ member, seed }) => (member === this.#options.member ? [] : [seed]));
  }

  leads(stream: StreamName): boolean {
    return this.#fences.has(stream) && this.#deps.clockMs() < this.#leadsUntilMs;
  }

  begun(environment: EnvironmentName, app: AppName): void {
    this.#deps.begun(environment, app);
  }

  /** For a stream that is not open yet: its runner begins to lead by its start. */
  async claim(stream: StreamName): Promise<void> {
    await this.#acquire(stream);
    const fence = this.#fences.get(stream);
    if (fence === undefined) return;
    await this.#inbox.refuseOld(stream);
    this.#begun.set(stream, fence);
  }

  forward(stream: StreamName, submission: Submission): Promise<Forwarded> {
    return this.#outbox.forward(stream, submission);
  }

  /** Everything that a notice may have said, and what nobody gives notice of. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#deps.warn("the other coordinators were not looked at", error))
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  /** All that was appended until now: also where a look is under way that has missed it. */
  async hear(): Promise<void> {
    await this.#looking;
    await this.look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const stop of this.#stops.splice(0)) stop();
    await this.#listening?.stop();
    this.#outbox.stop();
    await Promise.allSettled([this.#looking, this.#renewing, this.#readingFleet, this.#inbox.stop()]);
    this.#fences.clear();
    const { leases } = this.#deps.shared;
    // Where the database is away they run out by themselves.
    await Promise.allSettled([leases.release(this.#options.member), leases.leave(this.#options.member)]);
  }

  async #append({ stream, expectedVersion, events }: Parameters<SharedAppend>[0]): Promise<number> {
    const fence = this.#fences.get(stream);
    if (fence === undefined || !this.leads(stream)) throw notLeading(stream);
    try {
      return await this.#deps.shared.leases.append({ stream, expectedVersion, events, owner: this.#options.member, fence });
    } catch (error) {
      if (error instanceof ShoalError && error.code === "E_UNAVAILABLE" && this.#fences.get(stream) === fence) this.#fences.delete(stream);
      throw error;
    }
  }

  async #acquire(stream: StreamName): Promise<void> {
    if (this.#stopped || this.#fences.has(stream)) return;
    const fence = await this.#deps.shared.leases.acquire(stream, { owner: this.#options.member, leaseMs: this.#timing.leaseMs });
    if (fence !== null) this.#fences.set(stream, fence);
  }

  /** Streams whose lease was lost are followed from now on; when it can't be asked, all are once the leases are over. */
  #renew(): Promise<void> {
    this.#renewing ??= this.#renewNow().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renewNow(): Promise<void> {
    const { member, seed } = this.#options;
    const { leaseMs } = this.#timing;
    const [fromMs, fromUnixMs] = [this.#deps.clockMs(), this.#deps.nowUnixMs()];
    const before = new Map(this.#fences);
    const { nowUnixMs, fences } = await this.#deps.shared.leases.renew({ owner: member, leaseMs });
    if (this.#stopped) return;
    // Those acquired while the question was on its way are not in its answer.
    const since = [...this.#fences].filter(([stream, fence]) => before.get(stream) !== fence);
    this.#fences = new Map([...fences, ...since]);
    this.#leadsUntilMs = fromMs + leaseMs;
    this.#setClock(nowUnixMs - (fromUnixMs + this.#deps.nowUnixMs()) / 2);
    const { members, isNew } = await this.#deps.shared.leases.meet({ member, seed }, leaseMs);
    // The others took it for gone, and its hosts with it.
    if (isNew && this.#members.length > 0) this.#deps.forgotten();
    const gone = this.#members.filter((known) => !members.some((there) => there.member === known.member));
    const come = members.filter((there) => !this.#members.some((known) => known.member === there.member));
    this.#members = members;
    if (come.length > 0) this.#guarded("bundles are not fetched from another coordinator", this.#deps.othersCame());
    if (gone.length > 0) await this.#lost(gone);
  }

  /** Small steps are the way of the question, not the clocks'. */
  #setClock(aheadMs: number): void {
    if (Math.abs(aheadMs - this.#aheadMs) > CLOCK_GRAIN_MS) this.#aheadMs = Math.round(aheadMs);
  }

  async #lost(gone: readonly Member[]): Promise<void> {
    await this.#deps.shared.submissions.sweep(this.#members.map(({ member }) => member));
    for (const runner of this.#deps.runners().all()) {
      if (!this.leads(runner.stream)) continue;
      for (const { member } of gone) this.#guarded(`hosts of a lost coordinator in ${runner.stream}`, runner.lost(member));
    }
  }

  #hear({ kind, subject }: Notice): void {
    if (kind === "answered" && subject === this.#options.member) this.#guarded("answers were not taken", this.#outbox.collect());
    if (kind === "submitted" && this.leads(subject as StreamName)) this.#inbox.drain();
    if (kind === "fleet") this.#guarded("the fleet was not read anew", this.#lookAtFleet());
    if (kind !== "events" || this.leads(subject as StreamName)) return;
    const runner = this.#runnerOf(subject as StreamName);
    if (runner === null) void this.look();
    else this.#guarded(`stream ${subject} was not followed`, runner.refresh());
  }

  async #look(): Promise<void> {
    this.#guarded("the fleet was not read anew", this.#lookAtFleet());
    const leases = await this.#deps.shared.leases.all();
    const some = pLimit(STREAMS_AT_ONCE);
    await Promise.all(leases.map((lease) => some(() => this.#lookAtStream(lease))));
    await this.#outbox.collect();
    this.#inbox.drain();
  }

  /** Never rejects: one stream is not to hold up the others. */
  async #lookAtStream({ stream, over, version }: StreamLease): Promise<void> {
    if (this.#stopped) return;
    try {
      const runner = this.#runnerOf(stream) ?? (await this.#open(stream));
      if (runner === null) return;
      if (over) await this.#acquire(stream);
      if (this.leads(stream)) await this.#begin(runner);
      if (runner.version < version) await runner.refresh();
    } catch (error) {
      this.#deps.warn(`stream ${stream} was not looked at`, error);
    }
  }

  /** Once for each fence; where it fails, the next look tries again. */
  async #begin(runner: StreamRunner): Promise<void> {
    const fence = this.#fences.get(runner.stream);
    if (fence === undefined) return;
    if (this.#begun.get(runner.stream) === fence) return runner.keepTime();
    await runner.lead();
    await this.#inbox.refuseOld(runner.stream);
    this.#begun.set(runner.stream, fence);
  }

  async #open(stream: StreamName): Promise<StreamRunner | null> {
    const parsed = parseStreamName(stream);
    return parsed === null ? null : this.#deps.runners().of(parsed.environment, parsed.app);
  }

  #runnerOf(stream: StreamName): StreamRunner | null {
    return this.#deps.runners().get(stream);
  }

  #lookAtFleet(): Promise<void> {
    this.#readingFleet ??= this.#readFleet().finally(() => {
      this.#readingFleet = null;
    });
    return this.#readingFleet;
  }

  async #readFleet(): Promise<void> {
    for (;;) {
      const events = await this.#deps.events.read(FLEET_STREAM, this.#fleetVersion, EVENT_PAGE);
      const last = events.at(-1);
      if (last === undefined) return;
      await this.#deps.fleetChanged(events);
      this.#fleetVersion = last.version;
    }
  }

  #hasBegun(stream: StreamName): boolean {
    return this.leads(stream) && this.#begun.get(stream) === this.#fences.get(stream);
  }

  #guarded(message: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#deps.warn(message, error));
  }
}

/** Below it the way of a question to the database and back is not told from a clock that goes wrong. */
const CLOCK_GRAIN_MS = 50;

type SharedAppend = (append: {
  readonly stream: StreamName;
  readonly expectedVersion: number;
  readonly events: Parameters<EventStore["append"]>[2];
}) => Promise<number>;
