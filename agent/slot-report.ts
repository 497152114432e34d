/** What is told of a slot: its content on disk, beside what the journal says. */
import type { SlotContent, SlotReport } from "../proto/messages.ts";
import type { SlotName } from "../runtime/ids.ts";
import { contentOf, sameContent, slotOf } from "./draft.ts";
import { movingIn } from "./rollover.ts";
import type { Lane } from "./state.ts";

export function slotReport(lane: Lane, slot: SlotName, content: SlotContent): SlotReport {
  const named = content.kind === "revision" ? lane.revisions[content.revision] : undefined;
  const { active, reverting } = slotOf(lane, slot);
  const moving = reverting !== null || movingIn(lane, slot) !== undefined;
  const drift = !moving && !sameContent(content, contentOf(active));
  return { slot, content, release: named?.release ?? null, tree: named?.tree ?? null, drift };
}
