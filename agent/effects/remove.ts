/**
 * `remove`: a revision leaves `revisions` at once; its files go in the background, and what can't be removed then is tried again at the next start.
 * One that a link in the root leads into stays, whatever the journal says: somebody may have put a slot there by hand.
 */
import { removeTree } from "../../release/remove-tree.ts";
import { trashRevision } from "../../release/revision.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { linksInto } from "../disk.ts";
import { appOf } from "./context.ts";
import type { EffectContext, EffectOf } from "./context.ts";

/** Resolves when the files are gone, too. Never rejects. */
export async function remove(context: EffectContext, { app, revision }: EffectOf<"remove">): Promise<void> {
  let trash: string | null;
  try {
    const { root } = appOf(context, app);
    const [link] = await linksInto(root, revision);
    if (link !== undefined) throw new ShoalError("E_IN_USE", `revision ${revision} of app ${app} is named by ${link}`);
    trash = await trashRevision(root, revision);
  } catch (error) {
    return context.post({ kind: "remove-failed", app, revision, failure: toFailure(error) });
  }
  context.post({ kind: "removed", app, revision });
  if (trash === null) return;
  await removeTree(trash).catch((error: unknown) =>
    context.log.warn({ err: error, app, revision }, "files of a removed revision stay in .staging; the next start tries again"),
  );
}
