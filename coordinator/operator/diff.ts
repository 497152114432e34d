/** DiffReleases: both listings, for the caller to compare, and what the overlay between them takes: as it is kept, or packed to see. */
import { readFile } from "node:fs/promises";
import type * as wire from "../../proto/operator-types.ts";
import type { Send } from "../../proto/rpc.ts";
import { ShoalError } from "../../runtime/errors.ts";
import { type AppName, parseTag } from "../../runtime/ids.ts";
import { LISTING_CHUNK_BYTES } from "../limits.ts";
import type { ReleaseRecord } from "../store/releases.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { createProgressSender } from "./progress-sender.ts";
import { appField, effortField } from "./requests.ts";

type Event = wire.DiffReleasesEvent;

export function diffHandlers(deps: OperatorDeps): Pick<OperatorHandlers, "diffReleases"> {
  return {
    async diffReleases(request, send, { signal }) {
      const app = appField(request.app);
      const [from, to] = [await findRelease(deps, app, request.from), await findRelease(deps, app, request.to)];
      for await (const fromListing of chunks(deps, from)) await send({ ...NOTHING, fromListing });
      for await (const toListing of chunks(deps, to)) await send({ ...NOTHING, toListing });
      const stop = AbortSignal.any([signal, deps.stopping]);
      await send({ ...NOTHING, overlay: await measure(deps, { app, from, to, effort: request.effort, send, signal: stop }) });
    },
  };
}

const NOTHING: Event = { fromListing: null, toListing: null, progress: null, overlay: null };

async function findRelease({ store }: OperatorDeps, app: AppName, tag: string): Promise<ReleaseRecord> {
  const release = await store.releases.byTag(app, parseTag(tag));
  if (release !== null && release.removedUnixMs === null) return release;
  throw new ShoalError("E_NOT_FOUND", `${app} has no release ${tag}, or its content was removed`, {
    hint: `see shoal releases --app ${app}`,
  });
}

async function* chunks({ bundleFiles }: OperatorDeps, { release }: ReleaseRecord): AsyncGenerator<Uint8Array> {
  const bytes = await readFile(bundleFiles.listingPath(release.tree));
  for (let at = 0; at < bytes.length; at += LISTING_CHUNK_BYTES) yield bytes.subarray(at, at + LISTING_CHUNK_BYTES);
}

interface Measure {
  readonly app: AppName;
  readonly from: ReleaseRecord;
  readonly to: ReleaseRecord;
  readonly effort: string;
  readonly send: Send<Event>;
  readonly signal: AbortSignal;
}

async function measure({ store, intake }: OperatorDeps, { app, from, to, effort, send, signal }: Measure): Promise<Event["overlay"]> {
  const bundles = await store.releases.bundlesTo(app, to.release.tree);
  const kept = bundles.find(({ bundle }) => bundle.fromTree === from.release.tree);
  if (kept !== undefined && effort === "") return { sizeBytes: kept.bundle.sizeBytes, kept: true };
  const progress = createProgressSender((told) => send({ ...NOTHING, progress: told }));
  const onProgress = (now: { readonly doneBytes: number; readonly totalBytes: number }): void =>
    progress.tell({ phase: "packing overlay", doneBytes: now.doneBytes, totalBytes: now.totalBytes });
  const trees = { from: from.release.tree, to: to.release.tree };
  const sizeBytes = await intake.measure({ app, ...trees, effort: effortField(effort), onProgress, signal });
  await progress.end();
  return { sizeBytes, kept: false };
}
