/**
 * Histories of a hundred releases on the real policies of both sides: what overlays are made and kept (lineage.ts), what the coordinator keeps (keep.ts),
 * what it offers (routes.ts), which route a host takes (agent/route.ts) and which revisions it keeps (agent/retention.ts). Trees are sets of file
 * versions with sizes, bundles are their sums. Seeded: fast-check prints the seed of a failure.
 */
import test from "ava";
import fc from "fast-check";
import { removableRevisions } from "../../agent/retention.ts";
import { explainRoute, usableRoutes } from "../../agent/route.ts";
import type { Lane, RevisionRecord } from "../../agent/state.ts";
import { planKeep } from "../../coordinator/keep.ts";
import { OVERLAY_SOURCES_MAX } from "../../coordinator/limits.ts";
import { overlaySources, settleOverlays } from "../../coordinator/lineage.ts";
import { isReachable, offeredRoutes } from "../../coordinator/rollout/routes.ts";
import type { StreamState } from "../../coordinator/rollout/state.ts";
import type { BundleDescription } from "../../proto/messages.ts";
import { blake3 } from "../../runtime/blake3.ts";
import type { AppName, Digest, ReleaseId, RevisionId } from "../../runtime/ids.ts";

const RELEASES = 100;
const HOSTS = 6;
const KEEP_RELEASES = 8;
const KEEP_REVISIONS = 2;
const HISTORIES = process.env["SHOAL_LONG"] === "1" ? 1_000 : 40;

type Change = { readonly kind: "hotfix" | "feature" | "weekly" | "rebuilt" | "shrunk" | "again"; readonly seed: number };

interface Step {
  readonly change: Change;
  /** Whether it is deployed, and to which hosts; the others miss it. */
  readonly deployed: boolean;
  readonly online: readonly boolean[];
  /** A host on which a revision rots unnoticed. */
  readonly rots: number | null;
  /** Afterwards back to an older release. */
  readonly rollback: boolean;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant("hotfix" as const) },
    { weight: 4, arbitrary: fc.constant("feature" as const) },
    { weight: 1, arbitrary: fc.constantFrom("weekly" as const, "rebuilt" as const, "shrunk" as const, "again" as const) },
  ),
  seed: fc.nat(),
});

const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    change,
    deployed: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
    online: fc.array(
      fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
      { minLength: HOSTS, maxLength: HOSTS },
    ),
    rots: fc.option(fc.nat({ max: HOSTS - 1 }), { freq: 4 }),
    rollback: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }),
  { minLength: RELEASES, maxLength: RELEASES, size: "max" },
);

test("whatever the history: there is always a route, from what is there and whole, never dearer than the base, and bundles stay few", (t) => {
  const seen = { overlays: 0, bases: 0, fallbacks: 0, bundlesMost: 0 };
  fc.assert(
    fc.property(history, (steps) => {
      const fleet = new Fleet(seen);
      for (const step of steps) fleet.take(step);
    }),
    { numRuns: HISTORIES },
  );
  t.log(seen);
  t.true(seen.overlays > seen.bases * 3, "most hosts come by an overlay");
  t.true(seen.fallbacks > 0, "some had to fall back");
});

/** Path to version; a version's size is by its number. */
type Files = ReadonlyMap<number, number>;

interface Release {
  readonly id: ReleaseId;
  readonly tree: Digest;
  readonly lineage: number;
}

interface Seen {
  overlays: number;
  bases: number;
  fallbacks: number;
  bundlesMost: number;
}

class Fleet {
  readonly #seen: Seen;
  readonly #trees = new Map<Digest, Files>();
  #releases: readonly Release[] = [];
  #lineages: readonly { readonly number: number; readonly baseTree: Digest; readonly baseSizeBytes: number }[] = [];
  #bundles: readonly BundleDescription[] = [];
  #ran: readonly Release[] = [];
  readonly #hosts = Array.from({ length: HOSTS }, () => new Host());
  #versions = 0;

  constructor(seen: Seen) {
    this.#seen = seen;
  }

  take({ change: asked, deployed, online, rots, rollback }: Step): void {
    const release = this.#create(asked);
    if (rots !== null) this.#hosts[rots]?.rot(asked.seed);
    if (deployed) this.#deploy(release, online);
    const before = this.#ran.at(-2);
    if (deployed && rollback && before !== undefined) this.#deploy(before, online);
    this.#cleanUp();
  }

  #create({ kind, seed }: Change): Release {
    const tree = this.#tree(kind, seed);
    const current = this.#lineages.at(-1) ?? null;
    const id = name(`release ${this.#releases.length} ${this.#versions} ${seed}`) as string as ReleaseId;
    if (current?.baseTree === tree) return this.#register({ id, tree, lineage: current.number }, []);
    const lineage = kind === "weekly" ? null : current;
    const previous = this.#releases[0]?.tree ?? null;
    const running = this.#ran.slice(-1).map((ran) => ran.tree);
    const there = new Set(this.#bundles.filter(({ toTree }) => toTree === tree).map(({ fromTree }) => fromTree));
    const sources = overlaySources({ tree, baseTree: lineage?.baseTree ?? null, previous, running }).filter((source) => !there.has(source));
    const lost = sources.find((source) => !this.#releases.some((one) => one.tree === source));
    if (lost !== undefined) throw new Error("the listing that an overlay is to start from was removed");
    const made = sources.map((source) => this.#bundle(source, tree));
    if (made.length > OVERLAY_SOURCES_MAX) throw new Error(`${made.length} overlays for one release`);
    const settled = lineage === null ? null : settleOverlays(lineage, made);
    if (lineage !== null && settled?.newBase === false)
      return this.#register(
        { id, tree, lineage: lineage.number },
        made.filter((_, index) => settled.kept.includes(index)),
      );
    const base = this.#bundle(null, tree);
    const next = { number: (current?.number ?? 0) + 1, baseTree: tree, baseSizeBytes: base.sizeBytes };
    this.#lineages = [...this.#lineages, next];
    return this.#register({ id, tree, lineage: next.number }, [
      base,
      ...made.filter((_, index) => settleOverlays(next, made).kept.includes(index)),
    ]);
  }

  #register(release: Release, made: readonly BundleDescription[]): Release {
    const lineage = this.#lineages.find(({ number }) => number === release.lineage);
    const cumulative = made.find(({ fromTree }) => fromTree === lineage?.baseTree);
    if (cumulative !== undefined && cumulative.sizeBytes * 4 > (lineage?.baseSizeBytes ?? 0))
      throw new Error("an overlay that outgrew its base");
    this.#releases = [release, ...this.#releases];
    this.#add(made);
    return release;
  }

  #add(made: readonly BundleDescription[]): void {
    this.#bundles = [...this.#bundles, ...made.filter(({ digest }) => this.#bundles.every((one) => one.digest !== digest))];
  }

  #deploy(release: Release, online: readonly boolean[]): void {
    for (const [index, host] of this.#hosts.entries()) if (online[index] === true) this.#prepare(host, release);
    this.#ran = [...this.#ran, release].slice(-20);
  }

  /** As effects.ts and hosts.ts do it: what the host is known to hold is offered; where none of it works, once more with a base. */
  #prepare(host: Host, release: Release): void {
    if (host.activateIfThere(release)) return;
    const lineage = this.#lineages.find(({ number }) => number === release.lineage);
    for (const withBase of [false, true]) {
      const held = host.held();
      const ways = (): readonly BundleDescription[] => this.#bundles.filter(({ toTree }) => toTree === release.tree);
      if (!isReachable(ways(), withBase ? new Set() : held)) this.#add([this.#bundle(null, release.tree)]);
      const routes = offeredRoutes(ways(), held);
      const came = host.take(routes, release, { baseTree: lineage?.baseTree as Digest, baseSizeBytes: lineage?.baseSizeBytes as number });
      if (came === null) continue;
      const own = this.#size(null, release.tree);
      if (came.sizeBytes > own) throw new Error(`${came.sizeBytes} bytes, the base has ${own}`);
      if (came.fromTree !== null && !this.#trees.has(came.fromTree)) throw new Error("a base that never was");
      this.#seen[came.fromTree === null ? "bases" : "overlays"] += 1;
      if (withBase || host.failures > 0) this.#seen.fallbacks += 1;
      return;
    }
    throw new Error("a host found no route");
  }

  #cleanUp(): void {
    const slots = (host: Host) => ({ slots: { current: { release: host.active } } });
    const lanes = new Map(this.#hosts.map((host, index) => [`h${index}`, slots(host)]));
    const ran = this.#ran.map(({ id, tree }) => ({ release: id, tree }));
    const stream = { app: "web", lanes, history: { current: ran }, rollout: null, next: null, preseeds: [] } as unknown as StreamState;
    const kept = planKeep({
      releases: this.#releases,
      lineages: this.#lineages,
      bundles: this.#bundles,
      streams: [stream],
      keepReleases: KEEP_RELEASES,
      nowUnixMs: 0,
    });
    this.#releases = this.#releases.filter(({ id }) => kept.releases.has(id));
    this.#bundles = this.#bundles.filter(({ digest }) => kept.bundles.has(digest));
    const named = new Set([...this.#hosts.map(({ active }) => active), ...ran.slice(-KEEP_RELEASES).map(({ release }) => release)]);
    const lost = [...named].filter((id) => id !== null && !this.#releases.some((one) => one.id === id));
    if (lost.length > 0) throw new Error(`${lost.length} releases that run were removed`);
    const trees = new Set(this.#releases.map(({ tree }) => tree));
    // Newest, lately run, on hosts, and a base for each of those lineages; of each a base and its overlays.
    const most = 2 * (2 * KEEP_RELEASES + HOSTS);
    if (trees.size > most || this.#bundles.length > trees.size * (2 + OVERLAY_SOURCES_MAX))
      throw new Error(`${trees.size} trees and ${this.#bundles.length} bundles are kept`);
    this.#seen.bundlesMost = Math.max(this.#seen.bundlesMost, this.#bundles.length);
  }

  #bundle(fromTree: Digest | null, toTree: Digest): BundleDescription {
    const bytes = new Uint8Array(0);
    const torrent = { infoHash: "0".repeat(40), metainfo: bytes, pieceDigests: bytes } as unknown as BundleDescription["torrent"];
    const about = { formatVersion: 1, codecs: [], frameTable: bytes, torrent };
    const kind = fromTree === null ? "base" : "overlay";
    return { kind, digest: name(`${fromTree} ${toTree}`), sizeBytes: this.#size(fromTree, toTree), fromTree, toTree, ...about };
  }

  /** A new version of a file that is there costs a tenth, as a patch. */
  #size(fromTree: Digest | null, toTree: Digest): number {
    const from = fromTree === null ? new Map<number, number>() : (this.#trees.get(fromTree) as Files);
    let sizeBytes = 100;
    for (const [path, version] of this.#trees.get(toTree) as Files) {
      if (from.get(path) === version) continue;
      sizeBytes += from.has(path) ? Math.ceil(sizeOf(version) / 10) : sizeOf(version);
    }
    return sizeBytes;
  }

  #tree(kind: Change["kind"], seed: number): Digest {
    const random = pseudoRandom(seed);
    const last =
      this.#trees.get(this.#releases[0]?.tree as Digest) ?? new Map(Array.from({ length: 200 }, (_, path) => [path, this.#version()]));
    const known = this.#releases;
    if (kind === "again" && known.length > 0) return (known[random(known.length)] as Release).tree;
    const files = new Map(last);
    const touched = { hotfix: 2, feature: 15, weekly: 30, rebuilt: files.size, shrunk: 0, again: 1 }[kind];
    for (let n = 0; n < touched; n += 1) files.set(kind === "rebuilt" ? n + seed : random(220), this.#version());
    if (kind === "rebuilt") for (const path of last.keys()) if (files.size > 200) files.delete(path);
    if (kind === "shrunk") for (const path of [...files.keys()].slice(20)) files.delete(path);
    const tree = name(JSON.stringify([...files]));
    this.#trees.set(tree, files);
    return tree;
  }

  #version(): number {
    this.#versions += 1;
    return this.#versions;
  }
}

class Host {
  active: ReleaseId | null = null;
  failures = 0;
  #previous: ReleaseId | null = null;
  #revisions: Record<RevisionId, RevisionRecord> = {};
  /** Damaged on disk; the host learns of it when it reads them. */
  readonly #rotten = new Set<RevisionId>();
  #order = 0;

  held(): ReadonlySet<Digest> {
    return new Set(this.#whole().map(([, { tree }]) => tree));
  }

  rot(seed: number): void {
    const names = Object.keys(this.#revisions) as RevisionId[];
    const chosen = names[seed % Math.max(1, names.length)];
    if (chosen !== undefined) this.#rotten.add(chosen);
  }

  /** The look before a revision is taken as it is finds rot. */
  activateIfThere(release: Release): boolean {
    const there = this.#whole().filter(([, one]) => one.release === release.id);
    for (const [revision] of there) if (this.#rotten.has(revision)) this.#damage(revision);
    if (!there.some(([revision]) => !this.#rotten.has(revision))) return false;
    this.#activate(release);
    return true;
  }

  /** The bundle it came by; null: none of them worked. */
  take(
    routes: readonly BundleDescription[],
    release: Release,
    lineage: { baseTree: Digest; baseSizeBytes: number },
  ): BundleDescription | null {
    this.failures = 0;
    for (;;) {
      const needs = { tree: release.tree, held: this.held(), formatVersions: [1], codecs: [] };
      const [taken] = usableRoutes(routes, needs);
      const route = taken === undefined ? undefined : routes[taken];
      if (route === undefined || taken === undefined) return null;
      const sources = this.#whole().filter(([, { tree }]) => tree === route.fromTree);
      if (route.fromTree !== null && sources.length === 0) throw new Error("an overlay from a tree that is not here");
      const rotten = sources.filter(([revision]) => this.#rotten.has(revision));
      if (rotten.length > 0) {
        for (const [revision] of rotten) this.#damage(revision);
        this.failures += 1;
        continue;
      }
      if (explainRoute({ routes, taken, failed: [], lineage, before: null }) === "") throw new Error("a route without a reason");
      this.#commit(release, route, lineage.baseTree);
      return route;
    }
  }

  #commit(release: Release, { fromTree }: BundleDescription, baseTree: Digest): void {
    this.#order += 1;
    const revision = `r${this.#order}` as RevisionId;
    const made = { release: release.id, tree: release.tree, fromTree, baseTree, order: this.#order, removing: false, damaged: false };
    this.#revisions = { ...this.#revisions, [revision]: made };
    this.#activate(release);
    const heldBase = this.held().has(baseTree);
    for (const gone of removableRevisions(this.#lane(), KEEP_REVISIONS)) {
      const { [gone]: _gone, ...rest } = this.#revisions;
      this.#revisions = rest;
    }
    if (heldBase && !this.held().has(baseTree)) throw new Error("the base of the lineage was removed");
    // Active, previous, the newest, and the base of each.
    if (this.#whole().length > 2 * (2 + KEEP_REVISIONS)) throw new Error(`${this.#whole().length} revisions are kept`);
  }

  #activate({ id }: Release): void {
    if (this.active !== id) this.#previous = this.active;
    this.active = id;
  }

  #damage(revision: RevisionId): void {
    this.#revisions = { ...this.#revisions, [revision]: { ...(this.#revisions[revision] as RevisionRecord), damaged: true } };
  }

  #whole(): readonly [RevisionId, RevisionRecord][] {
    return (Object.entries(this.#revisions) as [RevisionId, RevisionRecord][]).filter(([, { damaged }]) => !damaged);
  }

  #lane(): Lane {
    const revisionOf = (release: ReleaseId | null): RevisionId | null =>
      this.#whole().find(([, one]) => one.release === release)?.[0] ?? null;
    const current = { active: revisionOf(this.active), previous: revisionOf(this.#previous), wanted: this.active, reverting: null };
    return { app: "web" as AppName, intents: [], slots: { current }, revisions: this.#revisions } as unknown as Lane;
  }
}

/** From 1 kB to 100 kB, the same for the same version. */
function sizeOf(version: number): number {
  return 1_000 + ((version * 7_919) % 99_000);
}

function name(text: string): Digest {
  return blake3(new TextEncoder().encode(text));
}

/** The numerical recipes' linear congruential generator. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
