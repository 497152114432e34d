/** Trees whose bundles are worth keeping: of revisions on the host, and of prepares under way. Pure. */
import type { AppName, Digest } from "../../runtime/ids.ts";
import type { AgentState } from "../state.ts";

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
