/** `commit`: the verified tree in staging becomes a committed revision, durable before visible (release/revision.ts). A failure leaves neither. */
import { commitRevision } from "../../release/revision.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { appOf } from "./context.ts";
import type { EffectContext, EffectOf } from "./context.ts";
import type { MadeTree } from "./materialize.ts";

/** Never rejects. `made` is what materialize made; null where this process did not make the tree. */
export async function commit(context: EffectContext, effect: EffectOf<"commit">, made: MadeTree | null): Promise<void> {
  const { app, commandId, revision, release, fromTree } = effect;
  try {
    if (made === null) throw new ShoalError("E_INTERNAL", `revision ${revision} has no verified tree to commit`);
    const { root, linkMode } = appOf(context, app);
    const route = fromTree === null ? "base" : "overlay";
    const nowUnixMs = context.clock.nowUnixMs();
    const { listing, stats } = made;
    const { bytesFromSeed, bytesFromHosts } = stats;
    const bytes = { doneBytes: listing.sizeBytes, totalBytes: listing.sizeBytes, bytesFromSeed, bytesFromHosts };
    context.progress({ kind: "progress", app, commandId, phase: "committing", ...bytes });
    await commitRevision({ appRoot: root, revision, listing, release, route, fromTree, linkMode, nowUnixMs });
    context.post({ kind: "committed", app, commandId, revision });
  } catch (error) {
    context.post({ kind: "commit-failed", app, commandId, failure: toFailure(error) });
  }
}
