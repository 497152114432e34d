/** Which release each slot of each host named since when, as hosts told it: read off the log. Pure. */
import type { Digest, HostId, ReleaseId, RolloutId, SlotName } from "../../runtime/ids.ts";
import type { LoggedEvent } from "./events.ts";
import type { LaneSlot, StreamState } from "./state.ts";

export interface Switch {
  /** When the coordinator heard of it. */
  readonly atUnixMs: number;
  readonly host: HostId;
  readonly slot: SlotName;
  /** Null: no release that is known here. */
  readonly release: ReleaseId | null;
  readonly tree: Digest | null;
  /** What else it is: drift, a reversal, absent. */
  readonly detail: string;
  /** That asked for it; null: the host itself, or a hand. */
  readonly rollout: RolloutId | null;
}

export function switchesOf(before: StreamState, { atUnixMs, event }: LoggedEvent, after: StreamState): readonly Switch[] {
  if (!("host" in event) || before.lanes === after.lanes) return [];
  const { host } = event;
  const was = before.lanes.get(host)?.slots ?? {};
  const now = Object.entries(after.lanes.get(host)?.slots ?? {}) as [SlotName, LaneSlot][];
  return now.flatMap(([slot, { release, tree, drift, detail }]) => {
    const old = was[slot];
    if (old !== undefined && old.release === release && old.tree === tree && old.drift === drift) return [];
    const { rollout } = after;
    // An answer may also be that of a host that went back.
    const isDue = event.kind === "host-answered" || rollout?.release.release === release;
    const isItsWork = isDue && rollout !== null && rollout.slot === slot && rollout.hosts.has(host);
    return [{ atUnixMs, host, slot, release, tree, detail: told(drift, detail), rollout: isItsWork ? rollout.id : null }];
  });
}

/** That it is a revision goes without saying. */
function told(drift: boolean, detail: string): string {
  const what = detail === "revision" ? "" : detail;
  return drift ? ["drift", what].filter((word) => word !== "").join(": ") : what;
}
