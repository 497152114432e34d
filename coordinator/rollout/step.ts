/**
 * One environment stream as one pure function: proto/PROTOCOL.md §5. The state is the fold of the log; an event is appended before any
 * effect of it is carried out. An event that changes nothing and asks for nothing need not be logged.
 */
import type { AppName, EnvironmentName, HostId } from "../../runtime/ids.ts";
import { closeDraft, openDraft } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { hostAnswered, hostConnected, hostDisconnected, slotChanged } from "./hosts.ts";
import { requestPreseed, stopPreseed } from "./preseeds.ts";
import { advance, tick } from "./progress.ts";
import { requestAbort, requestRollout } from "./requests.ts";
import type { HostLane, LoggedEvent, StreamEvent, StreamState, StreamStep } from "./state.ts";

export function emptyStream(environment: EnvironmentName, app: AppName): StreamState {
  return { environment, app, lanes: {}, history: {}, rollout: null, requests: [], preseeds: [] };
}

export function step(state: StreamState, logged: LoggedEvent): StreamStep {
  const draft = openDraft(state, logged);
  apply(draft, logged.event);
  advance(draft);
  return closeDraft(draft);
}

function apply(draft: Draft, event: StreamEvent): void {
  switch (event.kind) {
    case "rollout-requested":
      return requestRollout(draft, event);
    case "abort-requested":
      return requestAbort(draft, event);
    case "preseed-requested":
      return requestPreseed(draft, event);
    case "preseed-stopped":
      return stopPreseed(draft, event.release);
    case "coordinator-started":
      return coordinatorStarted(draft);
    case "host-connected":
      return hostConnected(draft, event);
    case "host-disconnected":
      return hostDisconnected(draft, event);
    case "host-answered":
      return hostAnswered(draft, event);
    case "slot-changed":
      return slotChanged(draft, event);
    case "ticked":
      return tick(draft);
  }
}

/** No session outlives its process: every host is unheard until its next hello. */
function coordinatorStarted(draft: Draft): void {
  const lanes = Object.entries(draft.state.lanes) as [HostId, HostLane][];
  if (!lanes.some(([, lane]) => lane.connected)) return;
  draft.state = {
    ...draft.state,
    lanes: Object.fromEntries(lanes.map(([host, lane]) => [host, { ...lane, connected: false }])) as StreamState["lanes"],
  };
}
