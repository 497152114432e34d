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
import type { AppName, EnvironmentName } from "../runtime/ids.ts";
import { type Failure, ShoalError, toError, toFailure } from "../runtime/errors.ts";
import { LEADER_LEASE_MS, LEADER_RENEW_MS, SHARED_POLL_MS, SUBMISSION_TIMEOUT_MS, SUBMISSIONS_AT_ONCE } from "./limits.ts";
import type { Forwarded, Leadership, StreamRunner, Submission } from "./rollout/runner.ts";
import type { Runners } from "./rollout/runners.ts";
import { type EventStore, parseStreamName, type StreamName } from "./store/events.ts";
import { type Member, notLeading } from "./store/leases.ts";
import type { Listening, Notice } from "./store/notices.ts";
import type { SharedStore } from "./store/store.ts";
import type { SubmissionRow } from "./store/submissions.ts";

export interface ClusterOptions extends Member {
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
  /** Another member has registered hosts, or releases. */
  readonly fleetChanged: () => Promise<void>;
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
  #leadsUntilMs = 0;
  /** What the database's clock is ahead of this machine's. */
  #aheadMs = 0;
  #members: readonly Member[] = [];
  #fleetVersion = -1;
  #looking: Promise<void> | null = null;
  #stopped = false;
  // Towards leaders.
  #lastNumber = 0;
  readonly #outbox: SubmissionRow[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #posting = false;
  // As a leader.
  readonly #taken = new Set<string>();
  #draining: Promise<void> | null = null;
  #drainAgain = false;

  constructor(options: ClusterOptions, deps: ClusterDeps) {
    this.#options = options;
    this.#timing = options.timing ?? { leaseMs: LEADER_LEASE_MS, renewMs: LEADER_RENEW_MS, pollMs: SHARED_POLL_MS };
    this.#deps = deps;
    this.events = { ...deps.events, append: (stream, expectedVersion, events) => this.#append({ stream, expectedVersion, events }) };
  }

  /** A member from now on; streams can be claimed. */
  async join(): Promise<void> {
    await this.#renew();
    this.#fleetVersion = await this.#deps.shared.leases.fleetVersion();
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

  async claim(stream: StreamName): Promise<void> {
    if (this.#stopped || this.#fences.has(stream)) return;
    const fence = await this.#deps.shared.leases.acquire(stream, { owner: this.#options.member, leaseMs: this.#timing.leaseMs });
    if (fence !== null) this.#fences.set(stream, fence);
  }

  forward(stream: StreamName, { event, principal }: Submission): Promise<Forwarded> {
    if (this.#stopped) return Promise.reject(new ShoalError("E_UNAVAILABLE", "the coordinator stops", { hint: "ask another one" }));
    const number = ++this.#lastNumber;
    const { promise, resolve, reject } = Promise.withResolvers<Forwarded>();
    const timer = setTimeout(() => this.#giveUp(number, stream), SUBMISSION_TIMEOUT_MS);
    this.#waiting.set(number, { timer, resolve, reject });
    this.#outbox.push({ sender: this.#options.member, number, stream, body: JSON.stringify({ event, principal }) });
    if (!this.#posting) void this.#post();
    return promise;
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

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const stop of this.#stops.splice(0)) stop();
    await this.#listening?.stop();
    await Promise.allSettled([this.#looking, this.#draining]);
    for (const number of [...this.#waiting.keys()])
      this.#settle(number, { failure: toFailure(new ShoalError("E_UNAVAILABLE", "the coordinator stops")) });
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

  /** Streams whose lease was lost are followed from now on; when it can't be asked, all are once the leases are over. */
  async #renew(): Promise<void> {
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
    const members = await this.#deps.shared.leases.meet({ member, seed }, leaseMs);
    const gone = this.#members.filter((known) => !members.some((there) => there.member === known.member));
    this.#members = members;
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
    if (kind === "answered" && subject === this.#options.member) this.#guarded("answers were not taken", this.#collect());
    if (kind === "submitted" && this.leads(subject as StreamName)) this.#drain();
    if (kind === "fleet") this.#guarded("the fleet was not read anew", this.#lookAtFleet());
    if (kind !== "events" || this.leads(subject as StreamName)) return;
    const runner = this.#runnerOf(subject as StreamName);
    if (runner === null) void this.look();
    else this.#guarded(`stream ${subject} was not followed`, runner.refresh());
  }

  async #look(): Promise<void> {
    await this.#lookAtFleet();
    for (const { stream, owner, over, version } of await this.#deps.shared.leases.all()) {
      if (this.#stopped) return;
      const runner = this.#runnerOf(stream) ?? (await this.#open(stream));
      if (runner === null) continue;
      const led = this.leads(stream);
      if (over || (owner === this.#options.member && !led)) await this.claim(stream);
      if (!led && this.leads(stream)) await runner.lead();
      else if (runner.version < version) await runner.refresh();
    }
    await this.#collect();
    this.#drain();
  }

  async #open(stream: StreamName): Promise<StreamRunner | null> {
    const parsed = parseStreamName(stream);
    return parsed === null ? null : this.#deps.runners().of(parsed.environment, parsed.app);
  }

  #runnerOf(stream: StreamName): StreamRunner | null {
    return (
      this.#deps
        .runners()
        .all()
        .find((runner) => runner.stream === stream) ?? null
    );
  }

  async #lookAtFleet(): Promise<void> {
    const version = await this.#deps.shared.leases.fleetVersion();
    if (version === this.#fleetVersion) return;
    await this.#deps.fleetChanged();
    this.#fleetVersion = version;
  }

  async #post(): Promise<void> {
    this.#posting = true;
    while (this.#outbox.length > 0) {
      const rows = this.#outbox.splice(0, SUBMISSIONS_AT_ONCE);
      try {
        await this.#deps.shared.submissions.put(rows);
      } catch (error) {
        for (const { number } of rows) this.#settle(number, { failure: toFailure(error) });
      }
    }
    this.#posting = false;
  }

  #giveUp(number: number, stream: StreamName): void {
    const hint = "ask again: it may have been carried out";
    const error = new ShoalError("E_UNAVAILABLE", `no coordinator that leads ${stream} has answered in ${SUBMISSION_TIMEOUT_MS} ms`, {
      hint,
    });
    this.#settle(number, { failure: toFailure(error) });
    this.#guarded("a submission was not withdrawn", this.#deps.shared.submissions.withdraw(this.#options.member, [number]));
  }

  async #collect(): Promise<void> {
    if (this.#waiting.size === 0) return;
    for (const { number, answer } of await this.#deps.shared.submissions.take(this.#options.member))
      this.#settle(number, JSON.parse(answer) as Answer);
  }

  #settle(number: number, answer: Answer): void {
    const waiting = this.#waiting.get(number);
    if (waiting === undefined) return;
    this.#waiting.delete(number);
    clearTimeout(waiting.timer);
    if ("failure" in answer) waiting.reject(toError(answer.failure));
    else waiting.resolve(answer);
  }

  /** Takes what others submitted to the streams that this member leads. */
  #drain(): void {
    this.#drainAgain = true;
    this.#draining ??= this.#drainAll()
      .catch((error: unknown) => this.#deps.warn("submissions were not taken", error))
      .finally(() => {
        this.#draining = null;
      });
  }

  async #drainAll(): Promise<void> {
    while (this.#drainAgain && !this.#stopped) {
      this.#drainAgain = false;
      const streams = [...this.#fences.keys()].filter((stream) => this.leads(stream));
      const rows = await this.#deps.shared.submissions.waiting(streams, SUBMISSIONS_AT_ONCE);
      const own = rows.filter((row) => !this.#taken.has(key(row)));
      if (rows.length === SUBMISSIONS_AT_ONCE) this.#drainAgain = true;
      for (const row of own) this.#taken.add(key(row));
      try {
        const answers = await Promise.all(own.map((row) => this.#answer(row)));
        const known = answers.flatMap((answer, index) => (answer === null ? [] : [{ ...(own[index] as SubmissionRow), answer }]));
        if (known.length > 0) await this.#deps.shared.submissions.answer(known);
      } finally {
        for (const row of own) this.#taken.delete(key(row));
      }
    }
  }

  /** Null: it is the next leader's. */
  async #answer({ sender, stream, body }: SubmissionRow): Promise<string | null> {
    const { event, principal } = JSON.parse(body) as Submission;
    const runner = this.#runnerOf(stream);
    if (runner === null || !this.leads(stream)) return null;
    try {
      const { effects } = await runner.submit({ event, principal, from: sender });
      const told = effects.filter(({ kind }) => kind === "reject" || kind === "rollout-open");
      return JSON.stringify({ version: runner.version, effects: told } satisfies Answer);
    } catch (error) {
      return this.leads(stream) ? JSON.stringify({ failure: toFailure(error) } satisfies Answer) : null;
    }
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

type Answer = Forwarded | { readonly failure: Failure };

interface Waiting {
  readonly timer: NodeJS.Timeout;
  readonly resolve: (answer: Forwarded) => void;
  readonly reject: (error: unknown) => void;
}

function key({ sender, number }: SubmissionRow): string {
  return `${sender} ${number}`;
}
