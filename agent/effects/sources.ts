/** Revisions on this host that files of a new one are linked from or patched against. */
import { revisionPath } from "../../release/app-root.ts";
import { readCommitted, readRevisionListing } from "../../release/revision.ts";
import { readStats } from "../../release/stats.ts";
import type { LinkSource } from "../../release/unpack.ts";
import { toFailure } from "../../runtime/errors.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { Digest, RevisionId } from "../../runtime/ids.ts";
import { SOURCE_LISTING_BYTES_MAX, SOURCES_MAX } from "../shell-limits.ts";

export interface SourcesOptions {
  readonly root: string;
  /** Newest last. */
  readonly revisions: readonly RevisionId[];
  /** The tree that an overlay needs; null for a base. */
  readonly fromTree: Digest | null;
  /** A revision whose record does not hold any more. It is no source. */
  readonly onDamaged: (revision: RevisionId, failure: Failure) => void;
}

/** The overlay's base first, then the newest others, as far as memory allows. */
export async function loadSources({ root, revisions, fromTree, onDamaged }: SourcesOptions): Promise<readonly LinkSource[]> {
  const intact: { readonly revision: RevisionId; readonly tree: Digest; readonly stats: Digest; readonly bytes: number }[] = [];
  for (const revision of revisions.toReversed()) {
    try {
      const committed = await readCommitted(root, revision);
      if (committed === null) continue;
      const { tree, stats } = committed.record;
      intact.push({ revision, tree, stats, bytes: committed.release.listingBytes });
    } catch (error) {
      onDamaged(revision, toFailure(error));
    }
  }
  const base = intact.find(({ tree }) => tree === fromTree);
  const sources: LinkSource[] = [];
  let bytes = 0;
  for (const one of [...(base === undefined ? [] : [base]), ...intact.filter((candidate) => candidate !== base)]) {
    bytes += one.bytes;
    if (sources.length >= SOURCES_MAX || (sources.length > 0 && bytes > SOURCE_LISTING_BYTES_MAX)) break;
    const listing = await readRevisionListing(root, one);
    const dir = revisionPath(root, one.revision);
    sources.push({ dir, listing, stats: await readStats(dir, listing, one.stats) });
  }
  return sources;
}
