/** Asks `step` for a local reversal and waits for its end (PROTOCOL.md §4.5). */
import { ShoalError } from "../runtime/errors.ts";
import type { AppName, RevisionId, SlotName } from "../runtime/ids.ts";
import type { Inspector } from "./integrity.ts";
import { REVERT_ANSWER_MS } from "./shell-limits.ts";
import type { Shell } from "./shell.ts";
import type { SlotRecord } from "./state.ts";

/** Resolves to the revision that the slot names afterwards. Errors: E_NOT_FOUND (nothing whole to go back to), E_TIMEOUT (it goes on). */
export async function revertSlot(
  shell: Shell,
  inspector: Pick<Inspector, "look">,
  { app, slot }: { readonly app: AppName; readonly slot: SlotName },
): Promise<RevisionId | null> {
  // What is found damaged is written down before the reversal is: it is no revision to go back to then.
  const previous = shell.state.lanes[app]?.slots[slot]?.previous ?? null;
  if (previous !== null) await inspector.look(app, previous);
  const ended = Promise.withResolvers<RevisionId | null>();
  let begun = false;
  const stop = shell.observe((event, state) => {
    begun ||= event.kind === "reversal" && event.app === app && event.slot === slot;
    const now = state.lanes[app]?.slots[slot];
    if (!begun || isReverting(now)) return;
    if (now === undefined || event.kind === "reversal") ended.reject(nothingBefore(app, slot));
    else ended.resolve(now.active);
  });
  const late = new ShoalError("E_TIMEOUT", `slot ${slot} of app ${app} is not back yet`, { hint: LATE_HINT });
  const timer = setTimeout(() => ended.reject(late), REVERT_ANSWER_MS);
  const message = `an operator on the host put slot ${slot} of app ${app} back`;
  shell.post({ kind: "reversal", app, slot, failure: { code: "E_REVERTED", message, retryable: false } });
  try {
    return await ended.promise;
  } finally {
    clearTimeout(timer);
    stop();
  }
}

const LATE_HINT = "other work of the app must end first; the reversal is journaled and will be done (shoal-agent status)";

function isReverting(record: SlotRecord | undefined): boolean {
  return record !== undefined && record.reverting !== null;
}

function nothingBefore(app: AppName, slot: SlotName): ShoalError {
  return new ShoalError("E_NOT_FOUND", `slot ${slot} of app ${app} has no whole previous revision to go back to`);
}
