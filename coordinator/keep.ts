/**
 * What of an app's releases stays on the coordinator. Pure policy, tested on histories of a hundred releases.
 *
 * A release stays while it is among the newest, is what a slot of an environment ran lately, runs on any host, or belongs to a rollout that is open or
 * was the last one; and so does the base of its lineage, which the next overlays start from. A bundle stays while it leads to what stays from what
 * stays, or is a base of it; for an open rollout every way to it stays, whatever its hosts hold. Everything else can be made again by whoever made it.
 */
import type { Digest, ReleaseId } from "../runtime/ids.ts";
import { isOpen } from "./rollout/preseeds.ts";
import type { StreamState } from "./rollout/state.ts";

export interface KeepFacts {
  /** Of one app, those that are there, newest first. */
  readonly releases: readonly { readonly id: ReleaseId; readonly tree: Digest; readonly lineage: number }[];
  readonly lineages: readonly { readonly number: number; readonly baseTree: Digest }[];
  readonly bundles: readonly { readonly digest: Digest; readonly fromTree: Digest | null; readonly toTree: Digest }[];
  /** Of that app. */
  readonly streams: readonly StreamState[];
  readonly keepReleases: number;
  readonly nowUnixMs: number;
}

export interface Kept {
  readonly releases: ReadonlySet<ReleaseId>;
  readonly trees: ReadonlySet<Digest>;
  readonly bundles: ReadonlySet<Digest>;
}

export function planKeep({ releases, lineages, bundles, streams, keepReleases, nowUnixMs }: KeepFacts): Kept {
  const preseeded = streams.flatMap(({ preseeds }) => preseeds.filter((preseed) => isOpen(preseed, nowUnixMs)));
  const named = new Set([
    ...releases.slice(0, keepReleases).map(({ id }) => id),
    ...streams.flatMap((stream) => namedBy(stream, keepReleases)),
    ...preseeded.map(({ release }) => release.release),
  ]);
  const trees = new Set(releases.filter(({ id }) => named.has(id)).map(({ tree }) => tree));
  const newest = Math.max(0, ...lineages.map(({ number }) => number));
  const numbers = new Set([newest, ...releases.filter(({ id }) => named.has(id)).map(({ lineage }) => lineage)]);
  for (const { number, baseTree } of lineages) if (numbers.has(number)) trees.add(baseTree);
  const open = streams.flatMap(({ rollout, next }) => [
    ...(rollout?.endedUnixMs === null ? [rollout] : []),
    ...(next === null ? [] : [next.event]),
  ]);
  const wanted = new Set([...open, ...preseeded].map(({ release }) => release.tree));
  const stays = ({ fromTree, toTree }: KeepFacts["bundles"][number]): boolean =>
    wanted.has(toTree) || (trees.has(toTree) && (fromTree === null || trees.has(fromTree)));
  return {
    releases: new Set(releases.filter(({ tree }) => trees.has(tree)).map(({ id }) => id)),
    trees,
    bundles: new Set(bundles.filter(stays).map(({ digest }) => digest)),
  };
}

function namedBy({ lanes, history, rollout, next }: StreamState, keepReleases: number): readonly ReleaseId[] {
  const ran = Object.values(history).flatMap((slot) => slot.slice(-keepReleases).map(({ release }) => release));
  const running = [...lanes.values()].flatMap(({ slots }) => Object.values(slots).flatMap(({ release }) => release ?? []));
  // What hosts of an open rollout go back to.
  const before = rollout?.endedUnixMs === null ? [...rollout.hosts.values()].flatMap(({ previous }) => previous?.release ?? []) : [];
  const waiting = next === null ? [] : [next.event.release.release];
  return [...ran, ...running, ...before, ...waiting, ...(rollout === null ? [] : [rollout.release.release])];
}
