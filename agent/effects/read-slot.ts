/** `read-slot`: what the slot is on disk, right before it is decided whether to replace it, and what the revision to come asks for. */
import { toFailure } from "../../runtime/errors.ts";
import { readSlot } from "../disk.ts";
import { appOf } from "./context.ts";
import type { EffectContext, EffectOf } from "./context.ts";
import { readPlan } from "./steps.ts";

/** Never rejects: a slot that can't be read is one that nothing replaces. */
export async function readSlotEffect(context: EffectContext, effect: EffectOf<"read-slot">): Promise<void> {
  const { app, commandId, slot, revision } = effect;
  const plan = await readPlan(context, effect, revision);
  const content = await readSlot(appOf(context, app).root, slot).catch((error: unknown) => {
    return { kind: "foreign", link: false, detail: `can't be read: ${toFailure(error).message}` } as const;
  });
  context.post({ kind: "slot-read", app, commandId, slot, content, plan });
}
