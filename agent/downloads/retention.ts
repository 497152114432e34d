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
}

/**
 * Bundles to delete. A bundle stays while something unpacks from it, while it is complete and the host holds a revision of its tree (the
 * lineage's base with it: the revision is kept), and while it is the newest incomplete one of its app, which a retry resumes.
 */
export function deletableBundles(bundles: readonly HeldBundle[], trees: Readonly<Record<AppName, readonly Digest[]>>): readonly Digest[] {
  const newestIncomplete = new Map<AppName, HeldBundle>();
  for (const bundle of bundles) {
    const newest = newestIncomplete.get(bundle.app);
    if (!bundle.complete && (newest === undefined || bundle.usedUnixMs > newest.usedUnixMs)) newestIncomplete.set(bundle.app, bundle);
  }
  const stays = (bundle: HeldBundle): boolean =>
    bundle.inUse || (bundle.complete ? (trees[bundle.app] ?? []).includes(bundle.toTree) : newestIncomplete.get(bundle.app) === bundle);
  return bundles.filter((bundle) => !stays(bundle)).map(({ digest }) => digest);
}
