/**
 * DESIGN §8 and PROTOCOL.md §6, checked at every save, report, rename, commit, removal and step. A breach throws with the seed and the last of the
 * trace. What a host must hold is here and in lane-invariants.ts; what a stream and its rollouts must hold is in rollout-invariants.ts.
 */
import { isDeepStrictEqual } from "node:util";
import type { AgentEvent, IntentRecord, Lane, RevisionRecord, SlotRecord } from "../../agent/state.ts";
import { comparePositions } from "../../proto/messages.ts";
import type { Answer, CancelTarget, CoordinatorMessage, Intent, IntentResult, Report, SlotChangedReport } from "../../proto/messages.ts";
import type { AppName, CommandId, ReleaseId, RevisionId } from "../../runtime/ids.ts";
import type { EffectOf, HostObserver, Rename, Seen, SimulatedHost } from "./host.ts";
import { planOf } from "./host-steps.ts";
import { allowedContents, badSave, findIntent, isEarly, keptForNothing, overdue, unbounded } from "./lane-invariants.ts";
import type { World } from "./world.ts";

export interface HostInvariantsDeps {
  readonly world: World;
  readonly forged: ReadonlySet<ReleaseId>;
  /** The coordinator was restored from a backup. */
  readonly wasRestored: () => boolean;
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
  /** Activations with checks and hooks: done, put back for them, back in the pool without a swap; and put back in their bake. */
  readonly rollovers = { proved: 0, disproved: 0, withdrawn: 0, bakedBack: 0 };
  removals = 0;
  readonly #deps: HostInvariantsDeps;
  readonly #swapped = new Map<string, "in time" | "late">();
  readonly #forgotten = new Map<SimulatedHost, number>();

  constructor(deps: HostInvariantsDeps) {
    this.#deps = deps;
  }

  saved(host: SimulatedHost, before: Lane | undefined, after: Lane): void {
    const problem = unbounded(after) ?? (before === undefined ? null : badSave({ before, after, disk: host.disk(after.app) }));
    if (problem !== null) this.#fail(host, problem);
    for (const record of after.intents) {
      const was = findIntent(before, record.commandId);
      if (was === undefined) continue;
      this.#proved(host, after.app, record, was);
      this.#count(was.state, record.state);
    }
  }

  received(host: SimulatedHost, message: CoordinatorMessage, { before, answers }: Seen): void {
    const said = message.kind === "intent" ? message.intent : message.kind === "cancel" ? message.target : null;
    if (said === null) return;
    const answer = answers.find(({ commandId }) => commandId === said.commandId)?.answer;
    if (answer === undefined) return this.#fail(host, `nothing is answered to ${said.commandId}`);
    const known = findIntent(before, said.commandId);
    if (known === undefined || !isOf(known, said)) return;
    // After a restore of the coordinator an id may come again with another deadline.
    const conflicts = answer.kind === "refused" && answer.failure.code === "E_CONFLICT" && this.#deps.wasRestored();
    if (!conflicts && !isRightAnswer(known, answer, message.kind))
      this.#fail(host, `${said.commandId} comes again and is answered ${answer.kind}`);
    if (message.kind !== "cancel" || !isEarly(known.state)) return;
    const after = findIntent(host.journal.get(message.target.app), said.commandId)?.state;
    const result = after?.kind === "finished" || after?.kind === "withdrawing" ? after.result : null;
    if (result?.outcome !== "cancelled") this.#fail(host, `${said.commandId} goes on after its cancel`);
  }

  sent(host: SimulatedHost, report: Report): void {
    if (report.kind === "hello") {
      for (const { app, highest, intents } of report.lanes) {
        if (!isDeepStrictEqual(highest, host.journal.get(app)?.highest))
          this.#fail(host, "a hello tells another highest position than the journal");
        for (const { commandId, result } of intents) if (result !== null) this.#said(host, app, { commandId, result });
      }
    }
    if (report.kind === "slot-changed") this.#slotTold(host, host.journal.get(report.app), report);
    if (report.kind !== "answer") return;
    const { app, commandId, answer } = report;
    if (answer.kind === "result") this.#said(host, app, { commandId, result: answer.result });
    if (answer.kind === "accepted" && findIntent(host.journal.get(app), commandId) === undefined)
      this.#fail(host, `${commandId} is accepted before it is journaled`);
  }

  overlapped(host: SimulatedHost, app: AppName, { running, asked }: { readonly running: string; readonly asked: string }): void {
    this.#fail(host, `${asked} is asked of lane ${app} while ${running} runs`);
  }

  fetching(host: SimulatedHost, { app, sources }: EffectOf<"materialize">): void {
    const revisions = host.journal.get(app)?.revisions ?? ({} as Lane["revisions"]);
    const bad = sources.find((source) => revisions[source]?.damaged !== false || revisions[source].removing);
    if (bad !== undefined) this.#fail(host, `${bad} is a source and not whole`);
  }

  /** Checks and hooks before the swap run while the slot is not the new revision, those after it while it is, and the journal knows of each. */
  running(host: SimulatedHost, { app, slot, commandId, phases, revision }: EffectOf<"run-steps">): void {
    const lane = host.journal.get(app);
    const disk = host.disk(app);
    const [phase] = phases;
    const record = findIntent(lane, commandId);
    const state = record?.state;
    const { reverting, active, service } = lane?.slots[slot] ?? {};
    if (phase === "bake") {
      if (active !== revision || service?.commandId !== commandId || service.bake === null)
        this.#fail(host, `${commandId} bakes and is not active`);
      return;
    }
    if (host.state?.busy[app]?.kind === "reversal") {
      if (reverting?.hooks?.isBack !== true || reverting.to !== revision) this.#fail(host, `hooks of ${slot} run before it is back`);
      return;
    }
    const written = state?.kind === "withdrawing" ? "repool" : state?.kind === "readying" || state?.kind === "proving" ? state.phase : null;
    if (written === null || phases.length !== 1 || phase !== written)
      this.#fail(host, `${commandId} runs ${phases.join()} without the journal`);
    const names = isDeepStrictEqual(disk.slot(slot), { kind: "revision", revision });
    if (state?.kind === "proving" && !names && !disk.touched.has(slot) && !disk.robbed)
      this.#fail(host, `${commandId} is proved and not in its slot`);
    if (state?.kind === "readying" && names && !disk.touched.has(slot)) this.#fail(host, `${commandId} is readied and in its slot already`);
  }

  renamed(host: SimulatedHost, { app, slot, to, late }: Rename): void {
    const lane = host.journal.get(app);
    const disk = host.disk(app);
    if (to !== null && !disk.revisions.has(to) && !disk.robbed) this.#fail(host, `${slot} is made to name ${to}, which is not committed`);
    disk.touched.delete(slot);
    if (to === null) host.ran.gone(app, slot);
    const moving = ({ slot: where, state }: IntentRecord): boolean =>
      where === slot && (state.kind === "swapping" || state.kind === "proving");
    const record = lane?.intents.find(moving);
    if (lane?.slots[slot]?.reverting?.to === to && host.state?.busy[app]?.kind === "reversal") {
      // An undone repair gives back what the hand had made.
      if (record !== undefined && lane.slots[slot].active !== to) disk.touched.add(slot);
      return;
    }
    if (record?.state.kind !== "swapping" || record.state.to !== to)
      return this.#fail(host, `${slot} is renamed to ${to} without the journal`);
    this.#swappedBy(host, app, { record, late });
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
    if (lane === undefined || record === undefined) return;
    if (!record.removing) this.#fail(host, `${revision} is removed before the journal says so`);
    const others = Object.entries(lane.revisions).filter(([name, other]) => name !== revision && !other.removing && !other.damaged);
    const isLast = !record.damaged && !others.some(([, other]) => other.release === record.release);
    const isLastBase = !record.damaged && !others.some(([, other]) => other.tree === record.tree);
    for (const { active, previous, wanted, reverting } of Object.values<SlotRecord>(lane.slots)) {
      const named = [active, previous, reverting?.from, reverting?.to];
      if (named.includes(revision)) this.#fail(host, `${revision} is removed and active, previous, or swapped back`);
      if (wanted === record.release && isLast) this.#fail(host, `${revision} is removed and the only one of a wanted release`);
      const isKept = (name: string, one: RevisionRecord): boolean =>
        named.includes(name as RevisionId) || (one.release === wanted && !one.damaged && !one.removing);
      const kept = Object.entries(lane.revisions).filter(([name, one]) => isKept(name, one));
      if (isLastBase && kept.some(([, { fromTree, baseTree }]) => (baseTree ?? fromTree) === record.tree))
        this.#fail(host, `${revision} is removed and the base of one that is active, previous or wanted`);
    }
    const what = { app, release: record.release, sinceUnixMs: this.#forgotten.get(host) ?? 0 };
    // Where both sides have forgotten, a prepare of long ago may come again and be taken for the newest.
    const bothForgot = this.#forgotten.has(host) && this.#deps.wasRestored();
    if (isLast && !bothForgot && !host.disk(app).robbed && this.#deps.counted(host, what))
      this.#fail(host, `${revision} is removed while an open rollout counts on it`);
  }

  stepped(host: SimulatedHost, { kind, now }: AgentEvent): void {
    for (const app of host.apps) this.#checkDisk(host, app);
    if (kind !== "tick") return;
    for (const lane of host.journal.values()) {
      const late = overdue(lane, now.unixMs);
      if (late !== undefined) this.#fail(host, `${late.commandId} is overdue and goes on`);
    }
  }

  /** A hand gave the host another machine, or another journal: nothing it said before binds it. */
  forget(host: SimulatedHost, apps: readonly AppName[] = host.apps): void {
    this.#forgotten.set(host, this.#deps.world.nowMs);
    for (const app of apps) host.ran.clear(app);
    for (const key of this.#swapped.keys()) if (key.startsWith(`${host.host} `)) this.#swapped.delete(key);
  }

  /** After the faults have healed and everything has come to rest. */
  atRest(host: SimulatedHost): void {
    if (host.state === null || !host.connected) this.#fail(host, "is not up");
    for (const [app, work] of Object.entries(host.state?.busy ?? {}))
      if (work !== undefined) this.#fail(host, `lane ${app} is busy with ${JSON.stringify(work)} for ever`);
    const { forgotten } = host.ran;
    if (forgotten.length > 0) this.#fail(host, `${forgotten.join(", ")} is out of the pool for ever`);
    for (const lane of host.journal.values()) {
      for (const { commandId, state } of lane.intents) {
        if (state.kind !== "finished") return this.#fail(host, `${commandId} is ${state.kind} for ever`);
        const late = this.#swapped.get(`${host.host} ${commandId}`) === "late";
        if (late && (state.result.outcome === "done" || state.result.outcome === "expired"))
          this.#fail(host, `${commandId} was swapped after its lease and ended ${state.result.outcome}`);
      }
      const extra = keptForNothing(lane, KEPT).filter((revision) => !host.state?.unremovable.includes(revision));
      if (extra.length > 0) this.#fail(host, `${extra.join(", ")} of ${lane.app} is kept for nothing`);
    }
  }

  #count(was: IntentRecord["state"], now: IntentRecord["state"]): void {
    if (now.kind !== "finished" || isDeepStrictEqual(was, now)) return;
    const { outcome, failure } = now.result;
    if (was.kind === "proving" && outcome === "done") this.rollovers.proved++;
    if (was.kind === "proving" && outcome === "reverted") this.rollovers.disproved++;
    if (was.kind === "withdrawing") this.rollovers.withdrawn++;
    if (was.kind === "finished" && outcome === "reverted" && failure?.code === "E_CHECK") this.rollovers.bakedBack++;
  }

  #swappedBy(host: SimulatedHost, app: AppName, { record, late }: { readonly record: IntentRecord; readonly late: boolean }): void {
    const { commandId, state } = record;
    if (state.kind !== "swapping") return;
    if (state.lease.instance !== host.state?.instance || state.bootId !== host.bootId)
      this.#fail(host, `${commandId} swaps by a lease of before`);
    const key = `${host.host} ${commandId}`;
    if (this.#swapped.has(key)) this.#fail(host, `${commandId} swaps twice`);
    // A foreign link can't be made again: a late swap of one may have to stand.
    this.#swapped.set(key, late && state.from.kind !== "foreign" ? "late" : "in time");
    this.swaps++;
    if (late) this.lateSwaps++;
    else this.#deps.swappedInTime(host, app, commandId);
  }

  /** What is written as active passed what its release asks for; what the slot named already is not asked again. */
  #proved(host: SimulatedHost, app: AppName, { commandId, kind, release, state }: IntentRecord, was: IntentRecord): void {
    if (kind !== "activate" || state.kind !== "finished" || state.result.outcome !== "done" || release === null) return;
    if (was.state.kind !== "swapping" && was.state.kind !== "proving") return;
    const plan = planOf(release);
    if (plan === null) return;
    for (const phase of ["before", "depool", "restart", "after", "repool"] as const)
      if (plan[phase] && !host.ran.passed(app, commandId, phase))
        this.#fail(host, `${commandId} is active and its ${phase} has not passed`);
  }

  #said(host: SimulatedHost, app: AppName, said: { readonly commandId: CommandId; readonly result: IntentResult }): void {
    const record = findIntent(host.journal.get(app), said.commandId);
    const journaled = record?.state.kind === "finished" ? record.state.result : null;
    if (record === undefined || !isDeepStrictEqual(journaled, said.result))
      return this.#fail(host, `a result of ${said.commandId} is sent that is not journaled`);
    this.#deps.reported(host, app, record, said.result);
  }

  #slotTold(host: SimulatedHost, lane: Lane | undefined, { slot: { slot, content }, failure }: SlotChangedReport): void {
    if (lane?.slots[slot]?.reverting != null) this.#fail(host, "a slot is told as changed while the journal still changes it");
    // A check failed in the bake, and there was nothing to go back to.
    const active = lane?.slots[slot]?.active ?? null;
    const stays = failure?.code === "E_CHECK" && active !== null && isDeepStrictEqual(content, { kind: "revision", revision: active });
    if (stays && lane?.slots[slot]?.service !== undefined) return;
    const newest = lane?.intents.findLast(({ kind, slot: where, state }) => {
      if (kind !== "activate" || where !== slot) return false;
      return state.kind === "swapping" || (state.kind === "finished" && ["done", "reverted"].includes(state.result.outcome));
    });
    const outcome = newest?.state.kind === "finished" ? newest.state.result.outcome : "unfinished";
    if (newest !== undefined && outcome !== "reverted") this.#fail(host, `${newest.commandId} was put back and is ${outcome}`);
  }

  #checkDisk(host: SimulatedHost, app: AppName): void {
    const disk = host.disk(app);
    const lane = host.journal.get(app);
    if (lane === undefined || disk.robbed) return;
    for (const slot of disk.slotNames) {
      const content = disk.slot(slot);
      const isRight = disk.touched.has(slot) || allowedContents(lane, slot).some((one) => isDeepStrictEqual(one, content));
      if (!isRight) this.#fail(host, `slot ${slot} is neither what it was nor what it is to be: ${JSON.stringify(content)}`);
    }
    for (const { active, previous } of Object.values<SlotRecord>(lane.slots)) {
      for (const revision of [active, previous])
        if (revision !== null && !disk.revisions.has(revision)) this.#fail(host, `${revision} is active or previous and not on disk`);
    }
  }

  #fail(host: SimulatedHost, message: string): void {
    breach(this.#deps.world, `${host.host}: ${message}`);
  }
}

/** `keepRevisions` of every simulated app. */
export const KEPT = 1;

export function breach(world: World, message: string): never {
  throw new Error(`seed ${world.seed}: ${message}\n${world.trace.slice(-80).join("\n")}`);
}

/** Said of this very command: after a restore of the coordinator an id may come again for something else. */
function isOf(record: IntentRecord, said: Intent | CancelTarget): boolean {
  if (comparePositions(record.position, said.position) !== 0) return false;
  return !("kind" in said) || record.kind === "cancel" || (record.kind === said.kind && record.release === said.release);
}

function isRightAnswer({ state }: IntentRecord, answer: Answer, to: CoordinatorMessage["kind"]): boolean {
  if (state.kind === "finished") return answer.kind === "result" && isDeepStrictEqual(answer.result, state.result);
  return to === "cancel" || answer.kind === "accepted";
}
