/** Which revisions stay on the host (DESIGN §8.6) and which may go. Pure policy. */
import type { RevisionId } from "../runtime/ids.ts";
import { isFinished, revisionsOf } from "./draft.ts";
import type { Lane } from "./state.ts";

/**
 * Revisions that nothing may remove: active and previous of every slot, both ends of a swap back, the newest revision of each wanted
 * release and of each release that an unfinished intent names, and the bases that any of those were made from.
 */
export function protectedRevisions(lane: Lane): ReadonlySet<RevisionId> {
  const kept = new Set<RevisionId>();
  const releases = new Set<string>();
  for (const slot of Object.values(lane.slots)) {
    for (const revision of [slot.active, slot.previous, slot.reverting?.from, slot.reverting?.to]) if (revision != null) kept.add(revision);
    if (slot.wanted !== null) releases.add(slot.wanted);
  }
  for (const record of lane.intents) {
    if (isFinished(record) || record.kind === "discard") continue;
    if (record.release !== null) releases.add(record.release);
    if (record.state.kind === "swapping") kept.add(record.state.to);
  }
  for (const { revision, record } of newestFirst(lane)) {
    if (!record.removing && releases.delete(record.release)) kept.add(revision);
  }
  return withBases(lane, kept);
}

/** Revisions to remove, oldest first: neither protected nor among the newest `keepRevisions`; those already begun first. */
export function removableRevisions(lane: Lane, keepRevisions: number): readonly RevisionId[] {
  const kept = protectedRevisions(lane);
  const newest = newestFirst(lane).slice(0, keepRevisions);
  const stay = withBases(lane, new Set([...kept, ...newest.filter(({ record }) => !record.damaged).map(({ revision }) => revision)]));
  const going = newestFirst(lane).filter(({ revision, record }) => !stay.has(revision) || (record.removing && !kept.has(revision)));
  return going.toReversed().map(({ revision }) => revision);
}

function withBases(lane: Lane, kept: ReadonlySet<RevisionId>): ReadonlySet<RevisionId> {
  const trees = new Set([...kept].map((revision) => lane.revisions[revision]?.fromTree));
  const bases = newestFirst(lane).filter(({ record }) => trees.delete(record.tree));
  return new Set([...kept, ...bases.map(({ revision }) => revision)]);
}

function newestFirst(lane: Lane): ReturnType<typeof revisionsOf> {
  return revisionsOf(lane).toSorted((a, b) => b.record.order - a.record.order);
}
