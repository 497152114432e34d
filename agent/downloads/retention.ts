/** Which downloaded bundles stay, to be seeded to other hosts. Pure policy. */
import type { AppName, Digest } from "../../runtime/ids.ts";

export interface HeldBundle {
  readonly digest: Digest;
  readonly app: AppName;
  readonly toTree: Digest;
  readonly complete: boolean;
  /** Something unpacks from it now. */
  readonly inUse: boolean;
  /** Wall clock of its last use. */
  readonly usedUnixMs: number;
  /** Of a preseed; null: it is none. */
  readonly preseededUntilUnixMs: number | null;
  /** A preseed that was stopped. */
  readonly unwanted: boolean;
}

/**
 * Bundles to delete. A bundle stays while something unpacks from it, while it is complete and the host holds a revision of its tree (the
 * lineage's base with it: the revision is kept), while it is preseeded and that is not over, and while it is the newest incomplete one of its app,
 * which a retry resumes.
 */
export function deletableBundles(
  bundles: readonly HeldBundle[],
  trees: Readonly<Record<AppName, readonly Digest[]>>,
  nowUnixMs: number,
): readonly Digest[] {
  const newestIncomplete = new Map<AppName, HeldBundle>();
  for (const bundle of bundles) {
    const newest = newestIncomplete.get(bundle.app);
    if (!bundle.complete && !bundle.unwanted && (newest === undefined || bundle.usedUnixMs > newest.usedUnixMs))
      newestIncomplete.set(bundle.app, bundle);
  }
  const stays = (bundle: HeldBundle): boolean =>
    bundle.inUse ||
    nowUnixMs < (bundle.preseededUntilUnixMs ?? 0) ||
    (bundle.complete ? (trees[bundle.app] ?? []).includes(bundle.toTree) : newestIncomplete.get(bundle.app) === bundle);
  return bundles.filter((bundle) => !stays(bundle)).map(({ digest }) => digest);
}
