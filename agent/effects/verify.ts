/** `verify`: a revision that is to be taken as it is is looked through first, by recorded stats. */
import { damageOf, examineRevision } from "../integrity.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { Failure } from "../../runtime/errors.ts";
import { appOf } from "./context.ts";
import type { EffectContext, EffectOf } from "./context.ts";

/** What is wrong with it, or null. Rejects where it was stopped. */
export async function verify(context: EffectContext, effect: EffectOf<"verify">, signal: AbortSignal): Promise<Failure | null> {
  const { app, revision } = effect;
  const { root } = appOf(context, app);
  const found = await examineRevision({ root, revision, mode: "fast", signal });
  return found === null ? toFailure(new ShoalError("E_NOT_PREPARED", `revision ${revision} is gone`)) : damageOf(found);
}
