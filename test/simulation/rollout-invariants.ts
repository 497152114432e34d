/** What a stream and its rollouts must hold (DESIGN §8.5, 7, 8, 9, 11, 12): told of every change of a stream and of every swap. */
import { isDeepStrictEqual } from "node:util";
import type { IntentRecord } from "../../agent/state.ts";
import { MAX_HISTORY, MAX_HOST_SLOTS, MAX_REQUESTS } from "../../coordinator/rollout/limits.ts";
import type { Rollout, RolloutHost, StreamState } from "../../coordinator/rollout/state.ts";
import { comparePositions } from "../../proto/messages.ts";
import type { IntentResult } from "../../proto/messages.ts";
import type { AppName, CommandId, Digest, HostId, ReleaseId, RolloutId, SlotName } from "../../runtime/ids.ts";
import type { SimulatedCoordinator } from "./coordinator.ts";
import type { SimulatedHost } from "./host.ts";
import { breach } from "./invariants.ts";
import { badAsk, badEnd, badWave, isStuck } from "./policy-invariants.ts";
import type { World } from "./world.ts";

export interface RolloutInvariantsDeps {
  readonly world: World;
  readonly coordinator: () => SimulatedCoordinator;
  /** Those that do not lie. */
  readonly hosts: () => readonly SimulatedHost[];
}

export class RolloutInvariants {
  waves = 0;
  #restoredAtMs = 0;
  readonly #deps: RolloutInvariantsDeps;
  /** Trees that hosts said they had prepared and activated, by host, rollout and kind. */
  readonly #done = new Map<string, Set<Digest | null>>();
  /** Rollouts that ended by the log as it is now. */
  readonly #over = new Set<string>();
  /** What a host that lies said it had come to. */
  readonly #lies = new Map<string, Set<Digest | null>>();

  constructor(deps: RolloutInvariantsDeps) {
    this.#deps = deps;
  }

  reported(host: SimulatedHost, record: IntentRecord, result: IntentResult): void {
    if (result.outcome !== "done") return;
    const name = key(host.host, rolloutOf(record.commandId), record.kind);
    this.#done.set(name, (this.#done.get(name) ?? new Set()).add(result.tree));
  }

  lied(host: HostId, commandId: CommandId, tree: Digest | null): void {
    const name = key(host, rolloutOf(commandId), "any");
    this.#lies.set(name, (this.#lies.get(name) ?? new Set()).add(tree));
  }

  /** The release was prepared here for a rollout that still needs it. */
  counted(
    host: SimulatedHost,
    { app, release, sinceUnixMs }: { readonly app: AppName; readonly release: ReleaseId; readonly sinceUnixMs: number },
  ): boolean {
    const { rollout } = this.#deps.coordinator().state(app);
    const record = rollout?.hosts.get(host.host);
    if (rollout === null || rollout.endedUnixMs !== null || rollout.release.release !== release || record === undefined) return false;
    if (rollout.startedUnixMs <= Math.max(sinceUnixMs, this.#restoredAtMs)) return false;
    const isOver = host.journal
      .get(app)
      ?.intents.some(
        ({ kind, commandId, state }) => kind === "activate" && rolloutOf(commandId) === rollout.id && state.kind === "finished",
      );
    return isOver !== true && (record.state === "ready" || record.state === "activating");
  }

  swappedInTime(host: SimulatedHost, app: AppName, commandId: CommandId): void {
    const id = rolloutOf(commandId);
    if (this.#over.has(id) && this.#deps.world.nowMs > this.#restoredAtMs + FORGOTTEN_LEASES_MS)
      this.#fail(`${host.host} swaps by ${commandId} after ${id} ended`);
    const coordinator = this.#deps.coordinator();
    const requested = coordinator.log(app).find(({ event }) => event.kind === "rollout-requested" && event.rollout === id)?.event;
    if (requested?.kind !== "rollout-requested") return;
    const known = coordinator.state(app).rollout;
    const isLeftOut = (host: HostId): boolean => known?.id === id && LEFT_OUT.has(known.hosts.get(host)?.state ?? "");
    for (const other of this.#deps.hosts().filter((one) => requested.hosts.some((named) => named.host === one.host))) {
      if (!isLeftOut(other.host) && !other.disk(app).everCommitted.has(requested.release.release))
        this.#fail(`${host.host} swaps in ${id} before ${other.host} was ready`);
    }
    const { rollout } = coordinator.state(app);
    const opened: readonly HostId[] = rollout?.id === id ? rollout.waves.slice(0, rollout.wave).flatMap(({ hosts }) => hosts) : [];
    // A coordinator that was restored from a backup may have forgotten the wave; its hosts may not swap for long.
    if (rollout?.id === id && !opened.includes(host.host) && coordinator.restored === 0)
      this.#fail(`${host.host} swaps in ${id} before its wave`);
  }

  changed(before: StreamState, after: StreamState): void {
    if (before.rollout?.id !== after.rollout?.id && before.rollout !== null && before.rollout.endedUnixMs === null)
      this.#fail(`${after.rollout?.id} opens while ${before.rollout.id} is open`);
    for (const [host, lane] of after.lanes) {
      const earlier = before.lanes.get(host);
      if (earlier !== undefined && comparePositions(lane.position, earlier.position) < 0) this.#fail(`the position of ${host} fell`);
      if (!Number.isSafeInteger(lane.position.epoch) || !Number.isSafeInteger(lane.position.sequence))
        this.#fail(`${host} has no whole position`);
    }
    this.#bounded(after);
    if (after.rollout !== null && after.rollout.id !== before.rollout?.id && this.#over.has(after.rollout.id))
      this.#fail(`${after.rollout.id} opens again`);
    for (const [host, record] of after.rollout?.hosts ?? []) this.#issued(before, host, record);
    if (after.rollout !== null && after.rollout !== before.rollout) this.#rolloutChanged(after.app, before.rollout, after.rollout);
  }

  /** A restore forgets the ends of rollouts with the rest of the log's end. */
  restored(): void {
    this.#restoredAtMs = this.#deps.world.nowMs;
    this.#over.clear();
  }

  /** No rollout is open for longer than its deadlines and leases allow. */
  punctual(): void {
    const coordinator = this.#deps.coordinator();
    for (const { rollout } of coordinator.apps.map((app) => coordinator.state(app))) {
      if (!coordinator.up || rollout === null || rollout.endedUnixMs !== null) continue;
      const { leaseMs, leaseMarginMs } = rollout.policy;
      const { nowMs } = this.#deps.world;
      const isLate = (dueMs: number): boolean => nowMs > Math.max(dueMs, coordinator.upSinceMs) + TICKS_MS;
      if (rollout.state === "preparing" && isLate(rollout.prepareDueUnixMs)) this.#fail(`${rollout.id} is preparing after its time`);
      const isQuiet = [...rollout.hosts.values()].every(
        ({ outstanding, state, wave }) => outstanding === null && (state !== "ready" || wave >= rollout.wave),
      );
      const isHeard = [...rollout.hosts.values()].every(({ state, away }) => state !== "active" || away !== true);
      const bakedMs = (rollout.bakeUntilUnixMs ?? 0) + (isHeard ? 0 : rollout.policy.activateTimeoutMs);
      if (rollout.state === "baking" && isQuiet && isLate(bakedMs)) this.#fail(`${rollout.id} bakes after its time`);
      for (const [host, { outstanding }] of rollout.hosts) {
        if (outstanding === null || rollout.state === "paused") continue;
        // A pause puts the barrier off, and not what is under way.
        const dueMs = rollout.state === "preparing" ? rollout.prepareDueUnixMs : outstanding.deadlineUnixMs;
        if (isLate(dueMs + leaseMs + leaseMarginMs)) this.#fail(`${outstanding.commandId} waits for ${host} after its time`);
      }
      if (isStuck(rollout)) this.#fail(`${rollout.id} is ${rollout.state}, and nothing happens`);
    }
  }

  answeredAgain(first: RolloutId, again: RolloutId | undefined): void {
    if (this.#deps.coordinator().up && first !== again) this.#fail(`the request of ${first} comes again and opens ${again}`);
  }

  logGivesState(): void {
    const coordinator = this.#deps.coordinator();
    for (const app of coordinator.apps)
      if (coordinator.up && JSON.stringify(coordinator.folded(app)) !== JSON.stringify(coordinator.state(app)))
        this.#fail("the fold of the log is not the state");
  }

  /** After the last rollout, of one release to every honest host, when all has come to rest. */
  atRest(app: AppName): void {
    const state = this.#deps.coordinator().state(app);
    const { rollout } = state;
    if (rollout === null) return;
    if (rollout.state !== "succeeded") this.#fail(`the last rollout of ${app} is ${rollout.state}: ${rollout.failure?.message ?? ""}`);
    for (const host of this.#deps.hosts().filter((one) => one.apps.includes(app))) {
      const runs = host.disk(app).runs(rollout.slot);
      if (runs !== rollout.release.release) this.#fail(`${host.host} does not run the release of the succeeded ${rollout.id}`);
      for (const slot of host.disk(app).slotNames) this.#shownTruly(state, host, { app, slot });
    }
  }

  #shownTruly(state: StreamState, host: SimulatedHost, { app, slot }: { readonly app: AppName; readonly slot: SlotName }): void {
    const content = host.disk(app).slot(slot);
    const shown = state.lanes.get(host.host)?.slots[slot];
    const active = host.journal.get(app)?.slots[slot]?.active ?? null;
    const drift = !isDeepStrictEqual(content, active === null ? { kind: "absent" } : { kind: "revision", revision: active });
    if (shown === undefined || shown.release !== host.disk(app).runs(slot) || shown.drift !== drift)
      this.#fail(`${slot} of ${host.host} is ${JSON.stringify(content)} (drift: ${drift}), and shown as ${JSON.stringify(shown)}`);
  }

  /** A command that is new to a host has a position above all it had before; after an abort there is none, nor a longer lease. */
  #issued(before: StreamState, host: HostId, { outstanding, retries }: RolloutHost): void {
    const earlier = before.rollout?.hosts.get(host)?.outstanding;
    if (retries > (before.rollout?.policy.maxRetries ?? 3)) this.#fail(`${host} is asked ${retries} times again`);
    if (outstanding === null) return;
    const isNew = outstanding.commandId !== earlier?.commandId;
    const highest = before.lanes.get(host)?.position ?? { epoch: 0, sequence: 0 };
    if (isNew && comparePositions(outstanding.position, highest) <= 0) this.#fail(`${outstanding.commandId} has a position that was used`);
    if (before.rollout?.state !== "aborting" || before.rollout.endedUnixMs !== null) return;
    if (isNew || outstanding.leaseOverUnixMs !== earlier.leaseOverUnixMs)
      this.#fail(`${outstanding.commandId} is sent to ${host} after the abort`);
  }

  #rolloutChanged(app: AppName, before: Rollout | null, after: Rollout): void {
    const honest = new Set(this.#deps.hosts().map(({ host }) => host));
    for (const [host, record] of after.hosts) {
      if (honest.has(host)) this.#truthful(after, host, record);
      else if (record.state === "ready" || record.state === "active") this.#asItLied(after, host);
      if (after.endedUnixMs !== null && (record.outstanding !== null || UNFINISHED.has(record.state)))
        this.#fail(`${after.id} ended with ${host} ${record.state}`);
    }
    const [opened, earlier] = [after.wave, before?.id === after.id ? before.wave : 0];
    if (opened > earlier) this.#waveOpened(app, after);
    if (after.endedUnixMs !== null) this.#over.add(after.id);
    if (this.#deps.coordinator().restored > 0) return;
    const problem = badAsk(before, after) ?? (after.endedUnixMs !== null && before?.endedUnixMs === null ? badEnd(before, after) : null);
    if (problem !== null) this.#fail(problem);
  }

  #truthful(rollout: Rollout, host: HostId, { state }: RolloutHost): void {
    const has = (kind: IntentRecord["kind"]): boolean => this.#done.get(key(host, rollout.id, kind))?.has(rollout.release.tree) === true;
    if (state === "active" && !has("activate")) this.#fail(`${host} is shown active in ${rollout.id} without having said so`);
    if ((state === "ready" || state === "activating") && !has("prepare"))
      this.#fail(`${host} is shown ready in ${rollout.id} without having said so`);
  }

  #asItLied(rollout: Rollout, host: HostId): void {
    const said = this.#lies.get(key(host, rollout.id, "any"));
    if (!said?.has(rollout.release.tree)) this.#fail(`${host} counts for ${rollout.id} and never said that tree`);
  }

  #waveOpened(app: AppName, rollout: Rollout): void {
    this.waves++;
    const coordinator = this.#deps.coordinator();
    const problem = badWave(rollout, coordinator.log(app), this.#deps.world.nowMs);
    // What a restored coordinator was told is gone from its log.
    if (problem !== null && coordinator.restored === 0) this.#fail(`${rollout.id}: ${problem}`);
  }

  #bounded(state: StreamState): void {
    const slots = Math.max(0, ...[...state.lanes.values()].map((lane) => Object.keys(lane.slots).length));
    const history = Math.max(0, ...Object.values(state.history).map((one: readonly unknown[]) => one.length));
    if (slots > MAX_HOST_SLOTS || history > MAX_HISTORY || state.requests.length > MAX_REQUESTS) this.#fail("a stream grows without bound");
  }

  #fail(message: string): never {
    return breach(this.#deps.world, message);
  }
}

/** Leases that a coordinator gave and, restored from a backup, does not know of; it cancels what hosts tell of. */
const FORGOTTEN_LEASES_MS = 10_000;

/** Two ticks of the coordinator. */
const TICKS_MS = 2_000;

const LEFT_OUT: ReadonlySet<string> = new Set(["failed", "excluded", "pending", "preparing", "cancelled"]);

const UNFINISHED: ReadonlySet<string> = new Set(["pending", "preparing", "activating"]);

function rolloutOf(commandId: CommandId): string {
  return commandId.split(".")[0] as string;
}

function key(host: HostId, rollout: string, kind: string): string {
  return `${host} ${rollout} ${kind}`;
}
