/**
 * DESIGN §8 and PROTOCOL.md §6, checked at every save, report, rename, commit, removal and step. A breach throws with the seed and the last of the
 * trace. What hosts must hold is here; what a stream and its rollouts must hold is in rollout-invariants.ts.
 */
import { isDeepStrictEqual } from "node:util";
import { MAX_FINISHED_INTENTS, MAX_SLOTS, MAX_UNFINISHED_INTENTS } from "../../agent/limits.ts";
import type { IntentRecord, Lane, SlotRecord } from "../../agent/state.ts";
import { comparePositions } from "../../proto/messages.ts";
import type { IntentResult, Report, SlotContent } from "../../proto/messages.ts";
import type { AppName, CommandId, ReleaseId, RevisionId, SlotName } from "../../runtime/ids.ts";
import type { HostObserver, Rename, SimulatedHost } from "./host.ts";
import type { World } from "./world.ts";

export interface HostInvariantsDeps {
  readonly world: World;
  readonly forged: ReadonlySet<ReleaseId>;
  /** A rename for an activate, in time. */
  readonly swappedInTime: (host: SimulatedHost, app: AppName, commandId: CommandId) => void;
  /** A result as a host said it first. */
  readonly reported: (host: SimulatedHost, app: AppName, record: IntentRecord, result: IntentResult) => void;
  /** Whether an open rollout that began since has heard that this host is ready with the release. */
  readonly counted: (
    host: SimulatedHost,
    what: { readonly app: AppName; readonly release: ReleaseId; readonly sinceUnixMs: number },
  ) => boolean;
}

export class HostInvariants implements HostObserver {
  swaps = 0;
  lateSwaps = 0;
  removals = 0;
  readonly #deps: HostInvariantsDeps;
  readonly #swapped = new Map<string, "in time" | "late">();
  readonly #forgotten = new Map<SimulatedHost, number>();

  constructor(deps: HostInvariantsDeps) {
    this.#deps = deps;
  }

  saved(host: SimulatedHost, before: Lane | undefined, after: Lane): void {
    const unfinished = after.intents.filter(({ state }) => state.kind !== "finished").length;
    if (unfinished > MAX_UNFINISHED_INTENTS || after.intents.length - unfinished > MAX_FINISHED_INTENTS)
      this.#fail(host, `${after.intents.length} intents are remembered`);
    if (Object.keys(after.slots).length > MAX_SLOTS) this.#fail(host, `${Object.keys(after.slots).length} slots are remembered`);
    if (before === undefined) return;
    if (comparePositions(after.highest, before.highest) < 0) this.#fail(host, "the highest position fell");
    for (const record of before.intents) this.#goesOn(host, record, find(after, record.commandId));
  }

  sent(host: SimulatedHost, report: Report): void {
    if (report.kind === "hello") {
      for (const lane of report.lanes) {
        const journaled = host.journal.get(lane.app);
        if (!isDeepStrictEqual(lane.highest, journaled?.highest))
          this.#fail(host, "a hello tells another highest position than the journal");
        for (const { commandId, result } of lane.intents) if (result !== null) this.#said(host, lane.app, { commandId, result });
      }
    }
    if (report.kind === "slot-changed" && host.journal.get(report.app)?.slots[report.slot.slot]?.reverting != null)
      this.#fail(host, "a slot is told as changed while the journal still changes it");
    if (report.kind !== "answer") return;
    const { app, commandId, answer } = report;
    if (answer.kind === "result") this.#said(host, app, { commandId, result: answer.result });
    if (answer.kind === "accepted" && find(host.journal.get(app), commandId) === undefined)
      this.#fail(host, `${commandId} is accepted before it is journaled`);
  }

  renamed(host: SimulatedHost, { app, slot, to, late }: Rename): void {
    const lane = host.journal.get(app);
    const disk = host.disk(app);
    if (to !== null && !disk.revisions.has(to) && !disk.robbed) this.#fail(host, `${slot} is made to name ${to}, which is not committed`);
    disk.touched.delete(slot);
    const record = lane?.intents.find((candidate) => candidate.slot === slot && candidate.state.kind === "swapping");
    if (lane?.slots[slot]?.reverting?.to === to && busy(host, app) === "reversal") {
      // An undone repair gives back what the hand had made.
      if (record !== undefined && lane.slots[slot].active !== to) disk.touched.add(slot);
      return;
    }
    if (record?.state.kind !== "swapping" || record.state.to !== to)
      return this.#fail(host, `${slot} is renamed to ${to} without the journal`);
    const { lease, bootId } = record.state;
    if (lease.instance !== host.state?.instance || bootId !== host.bootId)
      this.#fail(host, `${record.commandId} swaps by a lease of before`);
    const key = `${host.host} ${record.commandId}`;
    if (this.#swapped.has(key)) this.#fail(host, `${record.commandId} swaps twice`);
    this.#swapped.set(key, late ? "late" : "in time");
    this.swaps++;
    if (late) this.lateSwaps++;
    else this.#deps.swappedInTime(host, app, record.commandId);
  }

  committed(
    host: SimulatedHost,
    app: AppName,
    { revision, release }: { readonly revision: RevisionId; readonly release: ReleaseId },
  ): void {
    if (this.#deps.forged.has(release)) this.#fail(host, `the forged release is committed as ${revision}`);
    if (host.disk(app).revisions.has(revision)) this.#fail(host, `revision ${revision} is written over`);
    const record = host.journal.get(app)?.intents.find(({ state }) => state.kind === "committing" && state.revision === revision);
    if (record?.release !== release) this.#fail(host, `revision ${revision} is committed before the journal says so`);
  }

  /** DESIGN §8.6. Decided from the journal and the disk, not by the policy under test. */
  removed(host: SimulatedHost, app: AppName, revision: RevisionId): void {
    this.removals++;
    const lane = host.journal.get(app);
    const record = lane?.revisions[revision];
    const disk = host.disk(app);
    if (lane === undefined || record === undefined) return;
    if (!record.removing) this.#fail(host, `${revision} is removed before the journal says so`);
    const others = Object.entries(lane.revisions).filter(([name, other]) => name !== revision && !other.removing && !other.damaged);
    const isLast = !record.damaged && !others.some(([, other]) => other.release === record.release);
    const isLastBase = !record.damaged && !others.some(([, other]) => other.tree === record.tree);
    for (const { active, previous, wanted, reverting } of Object.values<SlotRecord>(lane.slots)) {
      const named = [active, previous, reverting?.from, reverting?.to];
      if (named.includes(revision)) this.#fail(host, `${revision} is removed and active, previous, or swapped back`);
      if (wanted === record.release && isLast) this.#fail(host, `${revision} is removed and the only one of a wanted release`);
      const bases = [active, previous].map((name) => (name === null ? null : lane.revisions[name]?.fromTree));
      if (bases.includes(record.tree) && isLastBase)
        this.#fail(host, `${revision} is removed and the base of one that is active or previous`);
    }
    const sinceUnixMs = this.#forgotten.get(host) ?? 0;
    if (isLast && !disk.robbed && this.#deps.counted(host, { app, release: record.release, sinceUnixMs }))
      this.#fail(host, `${revision} is removed while an open rollout counts on it`);
  }

  stepped(host: SimulatedHost): void {
    for (const app of host.apps) this.#checkDisk(host, app);
  }

  /** A hand gave the host another machine, or another journal: nothing it said before binds it. */
  forget(host: SimulatedHost): void {
    this.#forgotten.set(host, this.#deps.world.nowMs);
    for (const key of this.#swapped.keys()) if (key.startsWith(`${host.host} `)) this.#swapped.delete(key);
  }

  /** After the faults have healed and everything has come to rest. */
  atRest(host: SimulatedHost): void {
    if (host.state === null || !host.connected) this.#fail(host, "is not up");
    for (const [app, work] of Object.entries(host.state?.busy ?? {}))
      if (work !== undefined) this.#fail(host, `lane ${app} is busy with ${JSON.stringify(work)} for ever`);
    for (const lane of host.journal.values()) {
      const open = lane.intents.filter(({ state }) => state.kind !== "finished");
      if (open.length > 0)
        this.#fail(host, `intents never ended: ${open.map(({ commandId, state }) => `${commandId} ${state.kind}`).join(", ")}`);
      for (const { commandId, state } of lane.intents) {
        const late = this.#swapped.get(`${host.host} ${commandId}`) === "late";
        if (late && state.kind === "finished" && state.result.outcome === "done")
          this.#fail(host, `${commandId} was swapped after its lease and stands`);
      }
      this.#checkRetention(host, lane);
    }
  }

  #goesOn(host: SimulatedHost, before: IntentRecord, after: IntentRecord | undefined): void {
    if (before.state.kind !== "finished") {
      if (after === undefined) this.#fail(host, `unfinished ${before.commandId} is forgotten`);
      return;
    }
    if (after === undefined) return;
    if (after.state.kind !== "finished") return this.#fail(host, `finished ${before.commandId} begins again`);
    const reverted = before.state.result.outcome === "done" && after.state.result.outcome === "reverted";
    if (!reverted && !isDeepStrictEqual(before.state.result, after.state.result))
      this.#fail(host, `the result of ${before.commandId} changes from ${before.state.result.outcome} to ${after.state.result.outcome}`);
  }

  #said(host: SimulatedHost, app: AppName, said: { readonly commandId: CommandId; readonly result: IntentResult }): void {
    const record = find(host.journal.get(app), said.commandId);
    const journaled = record?.state.kind === "finished" ? record.state.result : null;
    if (record === undefined || !isDeepStrictEqual(journaled, said.result))
      return this.#fail(host, `a result of ${said.commandId} is sent that is not journaled`);
    this.#deps.reported(host, app, record, said.result);
  }

  #checkDisk(host: SimulatedHost, app: AppName): void {
    const disk = host.disk(app);
    const lane = host.journal.get(app);
    if (lane === undefined || disk.robbed) return;
    for (const slot of disk.slotNames) {
      const content = disk.slot(slot);
      if (content.kind === "foreign" && !disk.touched.has(slot)) this.#fail(host, `slot ${slot} is ${content.detail}`);
      if (!disk.touched.has(slot) && !allowed(lane, slot).some((one) => isDeepStrictEqual(one, content)))
        this.#fail(host, `slot ${slot} is neither what it was nor what it is to be: ${JSON.stringify(content)}`);
    }
    for (const { active, previous } of Object.values<SlotRecord>(lane.slots)) {
      for (const revision of [active, previous]) {
        if (revision === null) continue;
        if (!disk.revisions.has(revision)) this.#fail(host, `${revision} is active or previous and not on disk`);
      }
    }
  }

  /** keepRevisions and, for each slot, active, previous and wanted, each with a base. */
  #checkRetention(host: SimulatedHost, lane: Lane): void {
    const named = Object.values<SlotRecord>(lane.slots).flatMap(({ active, previous, wanted }) => [active, previous, wanted]);
    const most = 2 * (KEPT + new Set(named.filter((one) => one !== null)).size) + (host.state?.unremovable.length ?? 0);
    const count = Object.keys(lane.revisions).length;
    if (count > most) this.#fail(host, `${count} revisions of ${lane.app} are kept, at most ${most} are needed`);
    const stuck = Object.entries(lane.revisions).filter(
      ([name, { removing }]) => removing && !host.state?.unremovable.includes(name as RevisionId),
    );
    if (stuck.length > 0) this.#fail(host, `the removal of ${stuck[0]?.[0]} was begun and never done`);
  }

  #fail(host: SimulatedHost, message: string): void {
    breach(this.#deps.world, `${host.host}: ${message}`);
  }
}

/** `keepRevisions` of every simulated app. */
export const KEPT = 2;

export function breach(world: World, message: string): never {
  throw new Error(`seed ${world.seed}: ${message}\n${world.trace.slice(-80).join("\n")}`);
}

function find(lane: Lane | undefined, commandId: CommandId): IntentRecord | undefined {
  return lane?.intents.find((candidate) => candidate.commandId === commandId);
}

function busy(host: SimulatedHost, app: AppName): string | undefined {
  return host.state?.busy[app]?.kind;
}

/** DESIGN §8.1: the last committed or the in-flight revision. */
function allowed(lane: Lane, slot: SlotName): readonly SlotContent[] {
  const { active, reverting } = lane.slots[slot] ?? { active: null, reverting: null };
  const moving = lane.intents.flatMap(({ slot: where, state }) =>
    where === slot && state.kind === "swapping" ? [state.from, named(state.to)] : [],
  );
  const back = reverting === null ? [] : [named(reverting.from), named(reverting.to)];
  return [named(active), ...moving, ...back];
}

function named(revision: RevisionId | null): SlotContent {
  return revision === null ? { kind: "absent" } : { kind: "revision", revision };
}
