/** DESIGN §8 and PROTOCOL.md §6, checked after every happening. A breach throws with the seed and the last of the trace. */
import { isDeepStrictEqual } from "node:util";
import { emptyStream } from "../../coordinator/rollout/step.ts";
import type { Rollout } from "../../coordinator/rollout/state.ts";
import type { Lane } from "../../agent/state.ts";
import { comparePositions } from "../../proto/messages.ts";
import type { IntentResult, Report } from "../../proto/messages.ts";
import type { AppName, CommandId, EnvironmentName, HostId, ReleaseId, RevisionId, SlotName } from "../../runtime/ids.ts";
import { fold } from "./coordinator.ts";
import type { SimulatedCoordinator } from "./coordinator.ts";
import type { HostObserver, SimulatedHost } from "./host.ts";
import type { World } from "./world.ts";

export class Invariants implements HostObserver {
  /** Slots a hand has changed; their content is nobody's promise until the next activation. */
  readonly touched = new Set<HostId>();
  swaps = 0;
  lateSwaps = 0;
  readonly #world: World;
  #hosts: readonly SimulatedHost[] = [];
  #coordinator: SimulatedCoordinator | null = null;
  readonly #swapsOf = new Map<string, number>();
  readonly #reportedActive = new Set<string>();
  readonly #abortAcknowledged = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  watch(hosts: readonly SimulatedHost[], coordinator: SimulatedCoordinator): void {
    this.#hosts = hosts;
    this.#coordinator = coordinator;
  }

  saved(host: HostId, before: Lane | undefined, after: Lane): void {
    if (before !== undefined && comparePositions(after.highest, before.highest) < 0) this.#fail(`${host}: highest position fell`);
  }

  sent(host: HostId, report: Report, journal: ReadonlyMap<AppName, Lane>): void {
    const lanes = report.kind === "hello" ? report.lanes : [];
    for (const { app, intents } of lanes) for (const intent of intents) this.#said(host, journal.get(app), intent.commandId, intent.result);
    if (report.kind === "answer" && report.answer.kind === "result")
      this.#said(host, journal.get(report.app), report.commandId, report.answer.result);
  }

  renamed(
    host: HostId,
    swap: { readonly slot: SlotName; readonly to: RevisionId | null; readonly commandId: string | null; readonly late: boolean },
  ): void {
    const simulated = this.#hosts.find((candidate) => candidate.host === host);
    if (swap.to !== null && !simulated?.revisions.has(swap.to))
      this.#fail(`${host}: slot ${swap.slot} made to name ${swap.to}, which is not committed`);
    if (swap.commandId === null) return;
    this.swaps++;
    const key = `${host} ${swap.commandId}`;
    this.#swapsOf.set(key, (this.#swapsOf.get(key) ?? 0) + 1);
    if ((this.#swapsOf.get(key) ?? 0) > 1) this.#fail(`${host}: command ${swap.commandId} swapped twice`);
    if (swap.late) {
      this.lateSwaps++;
      return;
    }
    const rollout = swap.commandId.split(".")[0] as string;
    if (this.#abortAcknowledged.has(rollout)) this.#fail(`${host}: swap by ${swap.commandId} after the abort was acknowledged`);
    this.#everyHostWasReady(rollout);
  }

  check(): void {
    for (const host of this.#hosts) this.#checkHost(host);
    this.#checkCoordinator();
  }

  /** After the faults have healed and everything has come to rest. */
  converged(): void {
    const rollout = this.#coordinator?.state.rollout;
    if (rollout != null && rollout.endedUnixMs === null) this.#fail(`rollout ${rollout.id} did not end: ${rollout.state}`);
    for (const host of this.#hosts) {
      for (const lane of host.journal.values()) {
        const open = lane.intents.filter(({ state }) => state.kind !== "finished");
        if (open.length > 0)
          this.#fail(
            `${host.host}: ${open.length} intents never ended: ${open.map((record) => `${record.commandId} ${record.state.kind}`).join(", ")}`,
          );
        if (Object.values(lane.slots).some((slot) => slot.reverting !== null)) this.#fail(`${host.host}: a swap back never ended`);
      }
    }
    if (rollout?.state === "succeeded" && rollout.startedUnixMs > (this.#coordinator?.restoredAtMs ?? 0)) this.#everyHostRuns(rollout);
  }

  #said(host: HostId, lane: Lane | undefined, commandId: CommandId, result: IntentResult | null): void {
    if (result === null) return;
    const record = lane?.intents.find((candidate) => candidate.commandId === commandId);
    const journaled = record?.state.kind === "finished" ? record.state.result : null;
    if (!isDeepStrictEqual(journaled, result)) this.#fail(`${host}: result of ${commandId} sent before it was journaled`);
    if (result.outcome === "done") this.#reportedActive.add(`${host} ${commandId}`);
  }

  #checkHost(host: SimulatedHost): void {
    for (const [slot, content] of host.slots) {
      if (content.kind === "revision" && !host.revisions.has(content.revision)) this.#fail(`${host.host}: slot ${slot} dangles`);
    }
    for (const lane of host.journal.values()) {
      for (const { active, previous } of Object.values(lane.slots)) {
        for (const revision of [active, previous]) {
          const record = revision === null ? undefined : lane.revisions[revision];
          if (revision !== null && !host.revisions.has(revision))
            this.#fail(`${host.host}: ${revision} is active or previous and not on disk`);
          const base = record?.fromTree ?? null;
          if (base !== null && ![...host.revisions.values()].some(({ tree }) => tree === base))
            this.#fail(`${host.host}: the base of ${revision} is not on disk`);
        }
      }
    }
  }

  #checkCoordinator(): void {
    const coordinator = this.#coordinator;
    if (coordinator === null || !coordinator.up) return;
    const { rollout } = coordinator.state;
    if (rollout === null) return;
    if (rollout.state === "aborted") this.#abortAcknowledged.add(rollout.id);
    for (const [host, { state }] of Object.entries(rollout.hosts)) {
      const reported = [...this.#reportedActive].some((key) => key.startsWith(`${host} ${rollout.id}.`));
      if (state === "active" && !reported) this.#fail(`${host} is shown active in ${rollout.id} without having reported it`);
    }
    const swapped = Object.keys(rollout.hosts).filter((host) =>
      [...this.#swapsOf.keys()].some((key) => key.startsWith(`${host} ${rollout.id}.`)),
    );
    const opened = new Set<string>(rollout.waves.slice(0, rollout.wave).flat());
    if (coordinator.restored === 0 && swapped.some((host) => !opened.has(host)))
      this.#fail(`a host swapped before its wave was opened in ${rollout.id}`);
  }

  /** The log alone gives the state: what a restart relies on. Called now and then; it costs a whole fold. */
  logGivesState(environment: EnvironmentName, app: AppName): void {
    const coordinator = this.#coordinator;
    if (
      coordinator !== null &&
      coordinator.up &&
      !isDeepStrictEqual(fold(coordinator.log, emptyStream(environment, app)), coordinator.state)
    ) {
      this.#fail("the fold of the log is not the state");
    }
  }

  /** A restore forgets acknowledged aborts with the rest of the log's end. */
  forgetAborts(): void {
    this.#abortAcknowledged.clear();
  }

  #everyHostWasReady(id: string): void {
    const requested = this.#coordinator?.log.find(({ event }) => event.kind === "rollout-requested" && event.rollout === id)?.event;
    if (requested?.kind !== "rollout-requested") return;
    for (const { host } of requested.hosts) {
      const simulated = this.#hosts.find((candidate) => candidate.host === host);
      if (!simulated?.everCommitted.has(requested.release.release as ReleaseId)) this.#fail(`a swap in ${id} before ${host} was ready`);
    }
  }

  #everyHostRuns(rollout: Rollout): void {
    for (const host of this.#hosts) {
      const content = host.slots.get(rollout.slot);
      const runs = content?.kind === "revision" ? host.revisions.get(content.revision)?.release : undefined;
      const reverted = rollout.hosts[host.host]?.state === "reverted";
      if (runs !== rollout.release.release && !reverted && !this.touched.has(host.host))
        this.#fail(`${host.host} does not run the release of the succeeded ${rollout.id}`);
    }
  }

  #fail(message: string): never {
    throw new Error(`seed ${this.#world.seed}: ${message}\n${this.#world.trace.slice(-80).join("\n")}`);
  }
}
