/** What a hello says of each lane: the journal's memory and the disk as it is now, at most what the protocol can carry: slots of the journal first, newest revisions first. */
import { LANE_REVISIONS_MAX, LANE_SLOTS_MAX } from "../proto/limits.ts";
import { PROTOCOL_VERSION } from "../proto/messages.ts";
import type { Hello, LaneReport } from "../proto/messages.ts";
import type { AppName, SlotName } from "../runtime/ids.ts";
import { lanesOf, revisionsOf } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { slotReport } from "./slot-report.ts";
import type { AppOnDisk, Lane } from "./state.ts";

export function hello(draft: Draft, disk: readonly AppOnDisk[]): Hello {
  const { agentVersion, formatVersions, codecs, apps } = draft.policy;
  const lanes = lanesOf(draft).filter((lane) => apps[lane.app] !== undefined);
  const reports = lanes.map((lane) =>
    laneReport(
      lane,
      disk.find((candidate) => candidate.app === lane.app),
    ),
  );
  return { kind: "hello", protocolVersions: [PROTOCOL_VERSION], formatVersions, codecs, agentVersion, lanes: reports };
}

function laneReport(lane: Lane, onDisk: AppOnDisk | undefined): LaneReport {
  const slots = [...new Set([...Object.keys(lane.slots), ...Object.keys(onDisk?.slots ?? {})] as SlotName[])].slice(0, LANE_SLOTS_MAX);
  const revisions = revisionsOf(lane).toSorted((a, b) => b.record.order - a.record.order);
  return {
    app: lane.app as AppName,
    environment: lane.environment,
    highest: lane.highest,
    intents: lane.intents
      .filter((record) => record.kind !== "cancel")
      .map(({ commandId, position, kind, state }) => ({
        commandId,
        position,
        intentKind: kind as Exclude<typeof kind, "cancel">,
        result: state.kind === "finished" ? state.result : null,
      })),
    slots: slots.map((slot) => slotReport(lane, slot, onDisk?.slots[slot] ?? { kind: "absent" })),
    revisions: revisions
      .slice(0, LANE_REVISIONS_MAX)
      .map(({ revision, record }) => ({ revision, release: record.release, tree: record.tree })),
  };
}
