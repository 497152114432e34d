/** Trees whose bundles are worth keeping: of revisions on the host, and of prepares under way. Pure. */
import type { AppName, Digest } from "../../runtime/ids.ts";
import { isUsable, revisionsOf } from "../draft.ts";
import type { AgentState, Lane } from "../state.ts";

export function heldTrees({ lanes }: Pick<AgentState, "lanes">): Readonly<Record<AppName, readonly Digest[]>> {
  const held: Record<AppName, readonly Digest[]> = {};
  for (const lane of Object.values(lanes)) {
    const revisions = Object.values(lane.revisions).map(({ tree }) => tree);
    const coming = lane.intents.flatMap(({ intent, state }) =>
      intent?.kind === "prepare" && state.kind !== "finished" ? intent.routes.map(({ toTree }) => toTree) : [],
    );
    held[lane.app] = [...new Set([...revisions, ...coming])].toSorted();
  }
  return held;
}

/** Trees of which a whole revision is on the host. */
export function usableTrees(lane: Lane | undefined): readonly Digest[] {
  if (lane === undefined) return [];
  return revisionsOf(lane)
    .filter(({ record }) => isUsable(record))
    .map(({ record }) => record.tree);
}
