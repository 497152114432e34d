/** Which revisions stay on the host (DESIGN §8.6) and which may go. Pure policy. */
import type { RevisionId } from "../runtime/ids.ts";
import { isFinished, isUsable, revisionsOf } from "./draft.ts";
import type { Lane } from "./state.ts";

/**
 * Revisions that nothing may remove: active and previous of every slot, both ends of a swap back, the newest whole revision of each wanted
 * release and of each release that an unfinished intent names, and the bases of their lineages:
 * what later overlays start from.
 */
export function protectedRevisions(lane: Lane): ReadonlySet<RevisionId> {
  return withBases(lane, namedRevisions(lane));
}

/** Revisions to remove, oldest first: neither protected nor among the newest `keepRevisions` whole ones. */
export function removableRevisions(lane: Lane, keepRevisions: number): readonly RevisionId[] {
  const newest = bestFirst(lane)
    .filter(({ record }) => isUsable(record))
    .slice(0, keepRevisions);
  const stay = withBases(lane, new Set([...namedRevisions(lane), ...newest.map(({ revision }) => revision)]));
  return revisionsOf(lane)
    .filter(({ revision }) => !stay.has(revision))
    .toSorted((a, b) => a.record.order - b.record.order)
    .map(({ revision }) => revision);
}

function namedRevisions(lane: Lane): ReadonlySet<RevisionId> {
  const kept = new Set<RevisionId>();
  const releases = new Set<string>();
  for (const slot of Object.values(lane.slots)) {
    for (const revision of [slot.active, slot.previous, slot.reverting?.from, slot.reverting?.to]) if (revision != null) kept.add(revision);
    if (slot.wanted !== null) releases.add(slot.wanted);
  }
  for (const record of lane.intents) {
    if (isFinished(record) || record.kind === "discard") continue;
    if (record.release !== null) releases.add(record.release);
    if ("to" in record.state) kept.add(record.state.to);
  }
  for (const { revision, record } of bestFirst(lane)) if (releases.delete(record.release)) kept.add(revision);
  return kept;
}

function withBases(lane: Lane, kept: ReadonlySet<RevisionId>): ReadonlySet<RevisionId> {
  const trees = new Set(
    [...kept].map((revision) => {
      const record = lane.revisions[revision];
      return record?.baseTree ?? record?.fromTree;
    }),
  );
  const bases = bestFirst(lane).filter(({ record }) => trees.delete(record.tree));
  return new Set([...kept, ...bases.map(({ revision }) => revision)]);
}

/** Whole ones before damaged ones, then the newest first; none whose removal was begun. */
function bestFirst(lane: Lane): ReturnType<typeof revisionsOf> {
  return revisionsOf(lane)
    .filter(({ record }) => !record.removing)
    .toSorted((a, b) => Number(a.record.damaged) - Number(b.record.damaged) || b.record.order - a.record.order);
}
