/**
 * One environment stream as one pure function: proto/PROTOCOL.md §5. The state is the fold of the log; an event is appended before any
 * effect of it is carried out. An event that changes nothing and asks for nothing need not be logged.
 */
import type { AppName, EnvironmentName, HostId } from "../../runtime/ids.ts";
import { converge } from "./converge.ts";
import { changeConnected, changeRollout, closeDraft, openDraft, openRollout } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { LoggedEvent, StreamEvent, StreamStep } from "./events.ts";
import { gateEvaluated } from "./gates.ts";
import { HostMap } from "./host-map.ts";
import { hostAnswered, hostConnected, hostDisconnected, slotChanged } from "./hosts.ts";
import { takeNext, tellNext } from "./next.ts";
import { requestPreseed, stopPreseed } from "./preseeds.ts";
import { advance, tick } from "./progress.ts";
import { begin, requestAbort, requestRollout } from "./requests.ts";
import type { StreamState } from "./state.ts";
import { approveGate, excludeHost, lockStream, overrideGate, requestPause, requestResume, retryHost, unlockStream } from "./verbs.ts";

export function emptyStream(environment: EnvironmentName, app: AppName): StreamState {
  return {
    environment,
    app,
    lanes: HostMap.empty(),
    history: {},
    rollout: null,
    next: null,
    requests: [],
    preseeds: [],
    lock: null,
    held: HostMap.empty(),
  };
}

export function step(state: StreamState, logged: LoggedEvent): StreamStep {
  const draft = openDraft(state, logged);
  const next = takeNext(draft);
  if (next !== null) begin(draft, next.event, next.principal);
  apply(draft, logged.event);
  advance(draft);
  tellNext(draft);
  converge(draft, state, whoMayLag(logged.event));
  return closeDraft(draft);
}

function whoMayLag(event: StreamEvent): HostId | null {
  return event.kind === "host-connected" || event.kind === "retry-requested" ? event.host : null;
}

function apply(draft: Draft, event: StreamEvent): void {
  switch (event.kind) {
    case "rollout-requested":
      return requestRollout(draft, event);
    case "abort-requested":
      return requestAbort(draft, event);
    case "pause-requested":
      return requestPause(draft, event);
    case "resume-requested":
      return requestResume(draft, event);
    case "gate-approved":
      return approveGate(draft, event);
    case "gate-overridden":
      return overrideGate(draft, event);
    case "gate-evaluated":
      return gateEvaluated(draft, event);
    case "retry-requested":
      return retryHost(draft, event);
    case "exclude-requested":
      return excludeHost(draft, event);
    case "lock-requested":
      return lockStream(draft, event);
    case "unlock-requested":
      return unlockStream(draft);
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

/** No session outlives its process: every host is unheard until its next hello; a question to a gate's service died with who asked. */
function coordinatorStarted(draft: Draft): void {
  for (const [host, { connected }] of draft.state.lanes) if (connected) changeConnected(draft, host, false);
  const gate = openRollout(draft.state)?.gate ?? null;
  if (gate !== null && gate.askedUnixMs !== null) changeRollout(draft, { gate: { ...gate, askedUnixMs: null } });
}
