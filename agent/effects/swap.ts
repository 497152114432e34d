/**
 * `swap`: replaces the slot by rename(2), if it still is what was expected and, where a lease is given, the agent clock is below it in the
 * very turn of the rename. Told with the clocks as they were right after the rename, so that a slow fsync does not look like a late swap.
 *
 * Where the rename was done and making it durable failed, the slot is put back: what is told as done must survive a power cut.
 */
import { unlinkSync } from "node:fs";
import { join } from "node:path";
import type { SlotContent } from "../../proto/messages.ts";
import { swapSlot } from "../../release/slot.ts";
import { fsyncDirectory } from "../../runtime/durable.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { crashPoint } from "../../runtime/fault.ts";
import { readSlot } from "../disk.ts";
import type { Now } from "../state.ts";
import { appOf, readClocks } from "./context.ts";
import type { EffectContext, EffectOf } from "./context.ts";
import { readMarks } from "./steps.ts";

/** Never rejects. */
export async function swap(context: EffectContext, effect: EffectOf<"swap">): Promise<void> {
  const { app, slot, to, expect } = effect;
  const { root } = appOf(context, app);
  let renamed: Now | null = null;
  try {
    const { mark } = effect;
    const marks = mark === undefined || to === null ? {} : { marks: await readMarks(context, { app, slot, ...mark }, to) };
    // After the logs, whose programs take their time: as close to the rename as can be.
    const found = await readSlot(root, slot);
    if (!same(found, expect)) throw drifted(effect, found);
    const swapped = (): void => {
      renamed = readClocks(context.clock);
      context.renames.note(app, slot, renamed.clockMs);
    };
    await replace(context, { root, effect, swapped });
    context.post({ kind: "swapped", app, slot, to, ...marks }, renamed ?? readClocks(context.clock));
  } catch (error) {
    if (renamed !== null) await putBack(context, root, effect);
    context.post({ kind: "swap-failed", app, slot, failure: toFailure(error) });
  }
}

interface Replacement {
  readonly root: string;
  readonly effect: EffectOf<"swap">;
  readonly swapped: () => void;
}

async function replace({ clock }: EffectContext, { root, effect, swapped }: Replacement): Promise<void> {
  const { slot, to, untilMs } = effect;
  const guard = (): boolean => untilMs === null || clock.clockMs() < untilMs;
  const done =
    to === null ? await removeSlot({ root, slot, guard, swapped }) : await swapSlot({ appRoot: root, slot, revision: to, guard, swapped });
  if (done) return;
  throw new ShoalError("E_LEASE", `the lease was over when slot ${slot} of app ${effect.app} was to be swapped`, {
    hint: "the host was slow; the coordinator asks again by itself",
  });
}

interface SlotRemoval {
  readonly root: string;
  readonly slot: string;
  readonly guard: () => boolean;
  readonly swapped: () => void;
}

async function removeSlot({ root, slot, guard, swapped }: SlotRemoval): Promise<boolean> {
  crashPoint("swap:before-rename");
  if (!guard()) return false;
  unlinkSync(join(root, slot));
  crashPoint("swap:after-rename");
  swapped();
  await fsyncDirectory(root);
  return true;
}

async function putBack(context: EffectContext, root: string, { app, slot, expect }: EffectOf<"swap">): Promise<void> {
  const always = { guard: () => true, swapped: () => undefined };
  try {
    if (expect.kind === "revision") await swapSlot({ appRoot: root, slot, revision: expect.revision, ...always });
    else if (expect.kind === "absent") await removeSlot({ root, slot, ...always });
  } catch (error) {
    context.log.error({ err: error, app, slot }, "a slot whose swap was not durable can't be put back; look at the disk");
  }
}

function same(a: SlotContent, b: SlotContent): boolean {
  if (a.kind === "revision") return b.kind === "revision" && a.revision === b.revision;
  if (a.kind === "foreign") return b.kind === "foreign" && a.link === b.link && a.detail === b.detail;
  return b.kind === "absent";
}

function drifted({ app, slot }: EffectOf<"swap">, found: SlotContent): ShoalError {
  const is = found.kind === "revision" ? `names revision ${found.revision}` : found.kind === "foreign" ? found.detail : "is gone";
  return new ShoalError("E_DRIFT", `slot ${slot} of app ${app} was changed by somebody else: it ${is}`, {
    hint: "find out who changed it, then deploy with --repair",
  });
}
