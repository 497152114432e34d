/**
 * Takes away what keep.ts does not keep: at start, and after each release. Per app: rows first, in one transaction with their audit line; then seeds,
 * bundle files and listings; then uploaded files that no kept listing names and that the app has not used lately.
 *
 * A crash in the middle leaves files that no row names: bundles and listings are swept at the next start, uploaded files by `start` here. There is never
 * a row without its file. Nothing is packed meanwhile (`alone`), and whoever is about to name a release in a rollout does so in `undisturbed`: between
 * looking at the streams and the rows' end no rollout can begin.
 */
import { createReadStream } from "node:fs";
import pLimit from "p-limit";
import { readListing } from "../release/listing.ts";
import { crashPoint } from "../runtime/fault.ts";
import type { AppName, Digest, Principal } from "../runtime/ids.ts";
import type { BundleFiles } from "./bundles.ts";
import { createDigestSet, type DigestSet } from "./digest-set.ts";
import type { FileStore } from "./files.ts";
import { planKeep } from "./keep.ts";
import { CLEAN_UP_FILES, FILE_GRACE_MS } from "./limits.ts";
import type { StreamState } from "./rollout/state.ts";
import type { Seeding } from "./seeding.ts";
import type { AppFileRepository } from "./store/app-files.ts";
import type { AppFacts, ReleaseRepository } from "./store/releases.ts";

export interface CleanUpOptions {
  readonly apps: readonly AppName[];
  /** In whose name. */
  readonly principal: Principal;
  readonly stopping: AbortSignal;
  readonly keepReleases: number;
}

export interface CleanUpDeps {
  readonly releases: ReleaseRepository;
  readonly appFiles: AppFileRepository;
  readonly files: FileStore;
  readonly bundleFiles: BundleFiles;
  readonly seeding: Pick<Seeding, "unseed">;
  /** Runs while nothing is packed. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  readonly streams: () => readonly StreamState[];
  /** The catalogue has fewer bundles than before. */
  readonly removed: () => void;
  readonly nowUnixMs: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

export interface CleanUp {
  /** Everything that is not kept, and what an earlier process left half done. Never rejects. */
  start(): Promise<void>;
  /** After a release of that app. Never rejects. */
  after(app: AppName): Promise<void>;
  /** Runs while no release is being taken away. */
  undisturbed<T>(use: () => Promise<T>): Promise<T>;
}

export function createCleanUp(options: CleanUpOptions, deps: CleanUpDeps): CleanUp {
  const removing = pLimit(1);
  const run = async (app: AppName, always: boolean): Promise<void> => {
    if (options.stopping.aborted) return;
    try {
      await deps.alone(async () => {
        const gone = await removing(() => removeRows({ options, deps, app }));
        if (gone !== null) await removeContent(deps, gone);
        if (gone !== null || always) await removeFiles({ options, deps, app });
      });
    } catch (error) {
      if (!options.stopping.aborted) deps.warn(`the clean-up of ${app} stopped; the next one goes on`, error);
    }
  };
  return {
    async start() {
      for (const app of options.apps) await run(app, true);
      await deps.files.sweep(options.stopping).catch((error: unknown) => deps.warn("not every file that nobody names was removed", error));
    },
    after: (app) => run(app, false),
    undisturbed: (use) => removing(use),
  };
}

interface Work {
  readonly options: CleanUpOptions;
  readonly deps: CleanUpDeps;
  readonly app: AppName;
}

type Gone = Pick<AppFacts, "bundles" | "releases">;

/** Null: there was nothing to remove. */
async function removeRows({ options, deps, app }: Work): Promise<Gone | null> {
  const facts = await deps.releases.facts(app);
  const streams = deps.streams().filter((stream) => stream.app === app);
  const kept = planKeep({ ...facts, streams, keepReleases: options.keepReleases, nowUnixMs: deps.nowUnixMs() });
  const releases = facts.releases.filter(({ id }) => !kept.releases.has(id));
  const bundles = facts.bundles.filter(({ digest }) => !kept.bundles.has(digest));
  if (releases.length === 0 && bundles.length === 0) return null;
  const removal = { app, releases: releases.map(({ id }) => id), bundles: bundles.map(({ digest }) => digest) };
  await deps.releases.remove(removal, { principal: options.principal, atUnixMs: deps.nowUnixMs() });
  deps.removed();
  crashPoint("clean-up:rows-removed");
  return { bundles, releases };
}

/** Another app may have the same bundle or tree: a file goes with its last row. */
async function removeContent({ releases, bundleFiles, seeding }: CleanUpDeps, gone: Gone): Promise<void> {
  for (const { infoHash } of gone.bundles) await seeding.unseed(infoHash);
  const named = await releases.namedFiles();
  await bundleFiles.remove({
    bundles: gone.bundles.map(({ digest }) => digest).filter((digest) => !named.bundles.has(digest)),
    trees: gone.releases.map(({ tree }) => tree).filter((tree) => !named.trees.has(tree)),
  });
}

async function removeFiles({ options, deps, app }: Work): Promise<void> {
  const beforeUnixMs = deps.nowUnixMs() - FILE_GRACE_MS;
  const page = async (after: Digest | null): Promise<readonly Digest[]> =>
    deps.appFiles.unused(app, { beforeUnixMs, after, limit: CLEAN_UP_FILES });
  let digests = await page(null);
  if (digests.length === 0) return;
  const needed = await neededFiles(deps, app);
  for (; digests.length > 0 && !options.stopping.aborted; digests = await page(digests.at(-1) as Digest)) {
    const unneeded = digests.filter((digest) => !needed.has(digest));
    if (unneeded.length > 0) await deps.files.forget(app, unneeded);
  }
}

/** Contents that listings of the app's releases name. */
async function neededFiles({ releases, bundleFiles }: CleanUpDeps, app: AppName): Promise<DigestSet> {
  const needed = createDigestSet();
  const trees = new Set((await releases.facts(app)).releases.map(({ tree }) => tree));
  for (const tree of trees) {
    const bytes = createReadStream(bundleFiles.listingPath(tree));
    for await (const entry of readListing(bytes, { allowedSymlinkPrefixes: "any" })) if (entry.kind === "file") needed.add(entry.digest);
  }
  return needed;
}
