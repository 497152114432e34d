/** A restart, and what is on disk: the row "crash, restart" of PROTOCOL.md §4.2, and §4.4. */
import type { SlotContent } from "../proto/messages.ts";
import type { AppName, ReleaseId, RevisionId, SlotName } from "../runtime/ids.ts";
import {
  changeLane,
  changeSlot,
  contentOf,
  failure,
  finish,
  isFinished,
  laneOf,
  revisionsOf,
  sameContent,
  setIntentState,
  unsuccessful,
} from "./draft.ts";
import type { Draft } from "./draft.ts";
import { MAX_SLOTS } from "./limits.ts";
import { endRollover } from "./rollover.ts";
import { swappedInTime } from "./slot.ts";
import type { AppOnDisk, IntentRecord, Lane, RevisionOnDisk, RevisionRecord } from "./state.ts";
import { swappedBack, undoSwap } from "./way-back.ts";
import { finishPrepare, nextOrder } from "./work.ts";

/** Joins journal and disk; every unfinished intent is either ended here or begun again by the next turn. */
export function start(draft: Draft, lanes: readonly Lane[], disk: readonly AppOnDisk[]): void {
  for (const lane of lanes) draft.lanes[lane.app] = lane;
  for (const app of Object.keys(draft.policy.apps) as AppName[]) {
    const onDisk = disk.find((candidate) => candidate.app === app);
    openLane(draft, app, onDisk);
    if (onDisk === undefined) continue;
    adoptRevisions(draft, app, onDisk.revisions);
    forgetLostRevisions(draft, app, onDisk.revisions);
    settleReversals(draft, app, onDisk);
    for (const record of laneOf(draft, app).intents.filter((candidate) => !isFinished(candidate))) resume(draft, app, record, onDisk);
  }
}

/** Revisions that are gone from disk are no revisions; only asked while nothing changes them. */
export function forgetLostRevisions(draft: Draft, app: AppName, onDisk: readonly RevisionOnDisk[]): void {
  const there = new Set(onDisk.map(({ revision }) => revision));
  const lane = laneOf(draft, app);
  const known = revisionsOf(lane);
  const kept = known.filter(({ revision }) => there.has(revision));
  if (kept.length === known.length) return;
  changeLane(draft, app, { revisions: Object.fromEntries(kept.map(({ revision, record }) => [revision, record])) as Lane["revisions"] });
}

function openLane(draft: Draft, app: AppName, onDisk: AppOnDisk | undefined): void {
  const environment = draft.policy.apps[app]?.environment;
  const lane = draft.lanes[app];
  if (environment === undefined || lane?.environment === environment) return;
  const empty = {
    app,
    highest: { epoch: 0, sequence: 0 },
    intents: [],
    slots: onDisk === undefined ? {} : slotsFound(onDisk),
    revisions: {},
  };
  draft.lanes[app] = { ...(lane ?? empty), environment };
}

/** Where there is no journal (a new agent on old disks, or one that was lost), what slots name is what is active: nothing says otherwise. */
function slotsFound({ slots, revisions }: AppOnDisk): Lane["slots"] {
  const found = Object.entries(slots).flatMap(([slot, content]: [string, SlotContent]) => {
    const named = content.kind === "revision" ? revisions.find(({ revision }) => revision === content.revision) : undefined;
    return named === undefined ? [] : [[slot, { active: named.revision, previous: null, wanted: named.release, reverting: null }] as const];
  });
  return Object.fromEntries(found.slice(0, MAX_SLOTS)) as Lane["slots"];
}

/** A crash between commit record and journal leaves a whole revision the journal does not know. */
function adoptRevisions(draft: Draft, app: AppName, onDisk: readonly RevisionOnDisk[]): void {
  for (const { revision, release, tree, fromTree } of onDisk) {
    const lane = laneOf(draft, app);
    if (lane.revisions[revision] !== undefined) continue;
    const adopted: RevisionRecord = { release, tree, fromTree, order: nextOrder(lane), removing: false, damaged: false };
    changeLane(draft, app, { revisions: { ...lane.revisions, [revision]: adopted } });
  }
}

function settleReversals(draft: Draft, app: AppName, onDisk: AppOnDisk): void {
  for (const [slot, record] of Object.entries(laneOf(draft, app).slots) as [SlotName, Lane["slots"][SlotName]][]) {
    if (record?.reverting == null) continue;
    const { from, to } = record.reverting;
    const content = contentIn(onDisk, slot);
    if (sameContent(content, contentOf(to))) swappedBack(draft, app, slot);
    else if (!sameContent(content, contentOf(from))) changeSlot(draft, app, slot, { reverting: null });
  }
}

function resume(draft: Draft, app: AppName, record: IntentRecord, onDisk: AppOnDisk): void {
  if (record.kind === "activate" && record.state.kind === "queued") {
    return finish(draft, app, record.commandId, unsuccessful("expired", restartedLease(record)));
  }
  if (record.state.kind === "committing") return resumeCommit(draft, app, record, onDisk.revisions);
  if (record.state.kind === "readying") return endRollover(draft, app, record, unsuccessful("expired", restartedLease(record)));
  if (record.state.kind === "proving") return resumeProof(draft, app, record, contentIn(onDisk, record.slot as SlotName));
  if (record.state.kind === "swapping") return resumeSwap(draft, app, record, contentIn(onDisk, record.slot as SlotName));
}

function resumeCommit(draft: Draft, app: AppName, record: IntentRecord, revisions: readonly RevisionOnDisk[]): void {
  if (record.state.kind !== "committing") return;
  const { revision, route } = record.state;
  if (isCommitted(revisions, revision, record.release)) return finishPrepare(draft, app, record);
  setIntentState(draft, app, record.commandId, { kind: "materializing", revision, route, tried: [] });
}

function resumeSwap(draft: Draft, app: AppName, record: IntentRecord, content: SlotContent): void {
  if (record.state.kind !== "swapping" || record.slot === null) return;
  const { from, to, lease, bootId } = record.state;
  if (laneOf(draft, app).slots[record.slot]?.reverting != null) return;
  if (sameContent(content, contentOf(to))) {
    const inTime = bootId === draft.bootId && draft.now.clockMs <= lease.untilMs;
    if (inTime || !undoSwap(draft, app, record, restartedLease(record))) swappedInTime(draft, app, record);
    return;
  }
  if (sameContent(content, from)) return endRollover(draft, app, record, unsuccessful("expired", restartedLease(record)));
  endRollover(draft, app, record, unsuccessful("failed", drifted(record, app)));
}

/** What was proved is proved again, by the turn, from the phase that was begun. */
function resumeProof(draft: Draft, app: AppName, record: IntentRecord, content: SlotContent): void {
  if (record.state.kind !== "proving" || record.slot === null) return;
  if (laneOf(draft, app).slots[record.slot]?.reverting != null || sameContent(content, contentOf(record.state.to))) return;
  endRollover(draft, app, record, unsuccessful("failed", drifted(record, app)));
}

function drifted({ slot }: IntentRecord, app: AppName): ReturnType<typeof failure> {
  const message = `slot ${slot} of app ${app} was changed by hand while the agent was down`;
  return failure("E_DRIFT", message, "find out who changed it, then deploy with --repair");
}

function isCommitted(revisions: readonly RevisionOnDisk[], revision: RevisionId, release: ReleaseId | null): boolean {
  return revisions.some((candidate) => candidate.revision === revision && candidate.release === release);
}

function contentIn(onDisk: AppOnDisk, slot: SlotName): SlotContent {
  return onDisk.slots[slot] ?? { kind: "absent" };
}

function restartedLease(record: IntentRecord): ReturnType<typeof failure> {
  return failure("E_LEASE", `the agent restarted while ${record.commandId} was under way`, "the coordinator asks again by itself");
}
