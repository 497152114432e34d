/** `commit`: the verified tree in staging becomes a committed revision, durable before visible (release/revision.ts). A failure leaves neither. */
import type { Listing } from "../../release/listing.ts";
import { commitRevision } from "../../release/revision.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { appOf } from "./context.ts";
import type { EffectContext, EffectOf } from "./context.ts";

/** Never rejects. `listing` is what materialize found; null where this process did not make the tree. */
export async function commit(context: EffectContext, effect: EffectOf<"commit">, listing: Listing | null): Promise<void> {
  const { app, commandId, revision, release, fromTree } = effect;
  try {
    if (listing === null) throw new ShoalError("E_INTERNAL", `revision ${revision} has no verified tree to commit`);
    const { root, linkMode } = appOf(context, app);
    const route = fromTree === null ? "base" : "overlay";
    const nowUnixMs = context.clock.nowUnixMs();
    await commitRevision({ appRoot: root, revision, listing, release, route, fromTree, linkMode, nowUnixMs });
    context.post({ kind: "committed", app, commandId, revision });
  } catch (error) {
    context.post({ kind: "commit-failed", app, commandId, failure: toFailure(error) });
  }
}
