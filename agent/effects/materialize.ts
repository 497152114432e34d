/**
 * `materialize`: from a route's description to a finished, verified tree in `.staging/<revision>`. Fetching and unpacking overlap: the unpack reads
 * bytes of the bundle as the swarm verifies them. A failure leaves no staging; the bundle's verified pieces stay for another try. The end of the
 * process leaves both: the next one keeps the files that are finished.
 */
import type { ProgressReport, WorkStats } from "../../proto/messages.ts";
import { revisionPath, stagingPath } from "../../release/app-root.ts";
import type { Listing } from "../../release/listing.ts";
import { removeTree } from "../../release/remove-tree.ts";
import { readCommitted, readRevisionListing } from "../../release/revision.ts";
import { salvage } from "../../release/salvage.ts";
import { readTrailer } from "../../release/trailer.ts";
import { unpackBundle } from "../../release/unpack.ts";
import type { UnpackProgress } from "../../release/unpack.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { Failure } from "../../runtime/errors.ts";
import { crashPoint } from "../../runtime/fault.ts";
import type { AppName, RevisionId } from "../../runtime/ids.ts";
import type { Download } from "../downloads/download.ts";
import type { HostApp } from "../roots.ts";
import { type Meter, startMeter } from "../downloads/meter.ts";
import { PROGRESS_INTERVAL_MS } from "../shell-limits.ts";
import { appOf } from "./context.ts";
import type { EffectContext, EffectOf } from "./context.ts";
import { throttle } from "./progress.ts";
import { loadSources } from "./sources.ts";
import { checkRoom, spaceNeeds } from "./space.ts";

type Materialize = EffectOf<"materialize">;

/** A verified tree in staging, and what it cost. */
export interface MadeTree {
  readonly listing: Listing;
  readonly stats: WorkStats;
}

export type Materialized = { readonly kind: "done"; readonly made: MadeTree } | { readonly kind: "failed"; readonly failure: Failure };

/** Never rejects. Who stops it sweeps. */
export async function materialize(context: EffectContext, effect: Materialize, signal: AbortSignal): Promise<Materialized> {
  const { app, revision } = effect;
  try {
    return { kind: "done", made: await fetchAndUnpack(context, { effect, host: appOf(context, app), signal }) };
  } catch (error) {
    if (!signal.aborted) await sweep(context, app, revision);
    return { kind: "failed", failure: toFailure(error) };
  }
}

/** Removes the staging of work that came to nothing. Never rejects. */
export async function sweep(context: EffectContext, app: AppName, revision: RevisionId): Promise<void> {
  await removeTree(stagingPath(appOf(context, app).root, revision)).catch((error: unknown) =>
    context.log.warn({ err: error, app, revision }, "staging can't be removed; the next start tries again"),
  );
}

interface Work {
  readonly effect: Materialize;
  readonly host: HostApp;
  readonly signal: AbortSignal;
}

async function fetchAndUnpack(context: EffectContext, work: Work): Promise<MadeTree> {
  const { effect, host, signal } = work;
  const { route, release, app } = effect;
  const startMs = context.clock.clockMs();
  context.downloads.check(route, release.release);
  await checkRoom(
    spaceNeeds({ route, release: release.release, linkMode: host.linkMode, appRoot: host.root, downloads: context.downloads.folder }),
  );
  const salvaged = await salvageInto(context, work);
  const before = context.downloads.trafficOf(route.digest);
  const download = await context.downloads.acquire(app, route, { release: release.release, onlyWanted: salvaged > 0 });
  const meter = startMeter(download, { clock: context.clock, before });
  const source = download.source(signal);
  const progress = follow(context, effect, { download, meter });
  let outcome: "used" | "abandoned" = "abandoned";
  try {
    const listing = await unpack(context, work, { source, onProgress: progress.unpacked });
    crashPoint("unpack:done");
    outcome = "used";
    const what = { route: route.kind, why: "", bundle: route.digest, bundleBytes: route.sizeBytes };
    return { listing, stats: { ...meter.read(), ...what, durationMs: context.clock.clockMs() - startMs } };
  } finally {
    meter.stop();
    progress.end();
    await source.close();
    await context.downloads.release(route.digest, outcome);
  }
}

/** Files that a damaged revision of the same tree has given to the staging; its own record may be what is damaged. */
async function salvageInto(context: EffectContext, { effect, host, signal }: Work): Promise<number> {
  const { app, revision, release, salvage: damaged } = effect;
  if (damaged === null) return 0;
  try {
    const { tree } = release.release;
    const listing = await readRevisionListing(host.root, { revision: damaged, tree });
    const committed = await readCommitted(host.root, damaged);
    const dir = revisionPath(host.root, damaged);
    const { linkMode } = host;
    const stagingDir = stagingPath(host.root, revision);
    const taken = await salvage({ dir, listing, stats: committed?.record.stats, stagingDir, linkMode, signal });
    context.log.info(
      { app, revision, damaged, files: taken, of: listing.count },
      "a damaged revision is made anew from what is good of it",
    );
    return taken;
  } catch (error) {
    signal.throwIfAborted();
    context.log.warn({ err: error, app, damaged }, "nothing can be taken from a damaged revision; all of it is fetched");
    return 0;
  }
}

interface Feed {
  readonly source: ReturnType<Download["source"]>;
  readonly onProgress: (progress: UnpackProgress) => void;
}

async function unpack(context: EffectContext, { effect, host, signal }: Work, feed: Feed): Promise<Listing> {
  const { route, release, revision, app } = effect;
  const sources = await loadSources({
    root: host.root,
    revisions: effect.sources,
    fromTree: route.fromTree,
    onDamaged: (damaged, failure) => context.post({ kind: "damage-found", app, revision: damaged, failure }),
  });
  const { allowedSymlinkPrefixes, linkMode } = host;
  const stagingDir = stagingPath(host.root, revision);
  const frameTable = route.frameTable.length > 0 ? route.frameTable : await readTrailer(feed.source);
  const options = {
    bundle: { ...route, frameTable },
    release: release.release,
    stagingDir,
    resume: true,
    sources,
    linkMode,
    allowedSymlinkPrefixes,
    signal,
  };
  const { listing } = await unpackBundle({ ...options, ...feed }).catch((error: unknown) => {
    throw foldedNames(error, host) ?? error;
  });
  return listing;
}

/** T11: two names of the tree are one on this file system. */
function foldedNames(error: unknown, { facts, root }: HostApp): ShoalError | null {
  if (!facts.foldsNames || (error as NodeJS.ErrnoException).code !== "EEXIST") return null;
  const hint = "rename one of them, or use a file system that tells case and Unicode forms apart";
  return new ShoalError("E_CONFLICT", `two names of the release are one name on the file system of ${root}`, { hint, cause: error });
}

/** Fetching is told until all is there; then how far the tree is. */
function follow(context: EffectContext, { app, commandId }: Materialize, { download, meter }: Metered) {
  const { throttle: told, unpacked } = reporter(context, { download, meter }, (phase) => ({ kind: "progress", app, commandId, ...phase }));
  const stop = download.onChange(() => unpacked(null));
  return {
    unpacked,
    end(): void {
      stop();
      told.end();
    },
  };
}

type Phase = Pick<ProgressReport, "phase" | "doneBytes" | "totalBytes" | "bytesFromSeed" | "bytesFromHosts">;

interface Metered {
  readonly download: Download;
  readonly meter: Meter;
}

function reporter({ clock, progress }: EffectContext, { download, meter }: Metered, report: (phase: Phase) => ProgressReport) {
  const told = throttle<ProgressReport>({ intervalMs: PROGRESS_INTERVAL_MS, clock, tell: progress });
  let last: UnpackProgress | null = null;
  const unpacked = (now: UnpackProgress | null): void => {
    last = now ?? last;
    const { verifiedBytes } = download.traffic;
    const { bytesFromSeed, bytesFromHosts } = meter.read();
    if (verifiedBytes > 0) crashPoint("fetch:some");
    if ((last?.doneBytes ?? 0) > 0) crashPoint("unpack:some");
    const traffic = { bytesFromSeed, bytesFromHosts };
    const fetched = verifiedBytes >= download.sizeBytes;
    if (fetched && last !== null) told.offer(report({ ...last, ...traffic }));
    else told.offer(report({ phase: "fetching", doneBytes: verifiedBytes, totalBytes: download.sizeBytes, ...traffic }));
  };
  return { throttle: told, unpacked };
}
