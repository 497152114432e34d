/** What operators ask: the first rows of PROTOCOL.md §5.1. */
import type { HostId } from "../../runtime/ids.ts";
import { changeHost, issue, laneOf, openRollout, reject } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { MAX_REQUESTS } from "./limits.ts";
import { stopActivating, stopPreparing } from "./progress.ts";
import type { Rollout, RolloutHost, StreamEvent } from "./state.ts";
import { planWaves } from "./waves.ts";

type Requested = Extract<StreamEvent, { readonly kind: "rollout-requested" }>;
type AbortRequested = Extract<StreamEvent, { readonly kind: "abort-requested" }>;

export function requestRollout(draft: Draft, event: Requested): void {
  const known = draft.state.requests.find(({ requestId }) => requestId === event.requestId);
  if (known !== undefined) {
    draft.effects.push({ kind: "rollout-open", rollout: known.rollout });
    return;
  }
  const open = openRollout(draft.state);
  if (open !== null) {
    const what = `${draft.state.app} in ${draft.state.environment} has an open rollout: ${open.id} of ${open.release.tag}, ${open.state}`;
    return reject(draft, "E_ROLLOUT_OPEN", what, "wait for its end (`shoal watch`), or `shoal abort` it");
  }
  if (event.hosts.length === 0)
    return reject(
      draft,
      "E_NOT_FOUND",
      `no host of ${draft.state.environment} has app ${draft.state.app}`,
      "add hosts with `shoal host add`",
    );
  begin(draft, event);
}

export function requestAbort(draft: Draft, event: AbortRequested): void {
  const { rollout } = draft.state;
  if (event.rollout !== null && rollout?.id !== event.rollout)
    return reject(draft, "E_NOT_FOUND", `rollout ${event.rollout} is not the newest of ${draft.state.app} in ${draft.state.environment}`);
  if (rollout?.state === "preparing") stopPreparing(draft, "aborted", null);
  else if (rollout?.state === "activating") stopActivating(draft, null);
}

function begin(draft: Draft, event: Requested): void {
  const { requestId, rollout: id, rolloutKind: kind, slot, release, repair, note, policy } = event;
  const hosts = Object.fromEntries(event.hosts.map(({ host, datacenter }) => [host, newHost(datacenter)])) as Rollout["hosts"];
  const names = [...new Set(event.hosts.map(({ host }) => host))];
  const { principal } = draft;
  const what = { id, kind, slot, release, repair, note, policy, principal, hosts, waves: planWaves(names) };
  const rollout: Rollout = {
    ...what,
    state: "preparing",
    wave: 0,
    startedUnixMs: draft.nowUnixMs,
    activatingUnixMs: null,
    endedUnixMs: null,
    failure: null,
    commands: 0,
  };
  const requests = [...draft.state.requests, { requestId, rollout: id }].slice(-MAX_REQUESTS);
  draft.state = { ...draft.state, rollout, requests };
  draft.effects.push({ kind: "rollout-open", rollout: id });
  for (const host of names) prepare(draft, host);
}

function prepare(draft: Draft, host: HostId): void {
  const { quarantined } = laneOf(draft.state, host);
  if (quarantined === null) issue(draft, host, "prepare");
  else changeHost(draft, host, { state: "failed", failure: quarantined });
}

function newHost(datacenter: string): RolloutHost {
  return { datacenter, state: "pending", failure: null, outstanding: null, retries: 0, prepare: null, activateMs: null };
}
