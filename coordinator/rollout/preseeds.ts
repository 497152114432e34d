/**
 * Preseeds of one environment stream: which releases are to be on which hosts before anybody deploys them. Pure, a part of `step`.
 *
 * No intent: a preseed changes neither revision nor slot, has no position, and nobody waits for it, so it can't be refused for being late or
 * stand in a rollout's way. Hosts are told the whole set each time (at the request, at each of its ends, in each session), so that what is lost or
 * repeated does no harm. It ends when it is stopped, when its release was rolled out, when its time is over, or when newer ones crowd it out.
 */
import { PRESEEDS_MAX } from "../../proto/limits.ts";
import type { HostId, ReleaseId } from "../../runtime/ids.ts";
import { type Draft, laneOf } from "./draft.ts";
import type { StreamEvent } from "./events.ts";
import type { Preseed, StreamState } from "./state.ts";

type EventOf<Kind extends StreamEvent["kind"]> = Extract<StreamEvent, { readonly kind: Kind }>;

export function requestPreseed(draft: Draft, event: EventOf<"preseed-requested">): void {
  const { release, datacenter, sharePercent, note, untilUnixMs } = event;
  const before = preseedOf(draft.state, release.release);
  const known = before !== undefined && isOpen(before, draft.nowUnixMs) ? before : null;
  const more = event.hosts.filter(({ host }) => known?.hosts.some((one) => one.host === host) !== true);
  if (known !== null && more.length === 0) return;
  const hosts = [...(known?.hosts ?? []), ...more];
  const { principal, nowUnixMs: startedUnixMs } = draft;
  const preseed: Preseed = { release, datacenter, sharePercent, hosts, principal, note, startedUnixMs, untilUnixMs, stopped: false };
  const others = draft.state.preseeds.filter((one) => one.release.release !== release.release);
  const kept = [...others, preseed].slice(-PRESEEDS_MAX);
  const crowdedOut = others.filter((one) => !kept.includes(one));
  draft.state = { ...draft.state, preseeds: kept };
  tell(draft, [...crowdedOut, preseed].flatMap(hostsOf));
}

/** Unknown and stopped ones are stopped already. */
export function stopPreseed(draft: Draft, release: ReleaseId): void {
  const preseed = preseedOf(draft.state, release);
  if (preseed === undefined || preseed.stopped) return;
  const preseeds = draft.state.preseeds.map((one) => (one === preseed ? { ...one, stopped: true } : one));
  draft.state = { ...draft.state, preseeds };
  tell(draft, hostsOf(preseed));
}

/** A session began: what the host heard before may be old. */
export function tellPreseeds(draft: Draft, host: HostId): void {
  if (draft.state.preseeds.some((preseed) => hostsOf(preseed).includes(host))) tell(draft, [host]);
}

export function isOpen({ stopped, untilUnixMs }: Preseed, nowUnixMs: number): boolean {
  return !stopped && nowUnixMs < untilUnixMs;
}

function preseedOf({ preseeds }: StreamState, release: ReleaseId): Preseed | undefined {
  return preseeds.find((preseed) => preseed.release.release === release);
}

function hostsOf({ hosts }: Preseed): readonly HostId[] {
  return hosts.map(({ host }) => host);
}

function tell(draft: Draft, hosts: readonly HostId[]): void {
  const open = draft.state.preseeds.filter((preseed) => isOpen(preseed, draft.nowUnixMs));
  for (const host of new Set(hosts)) {
    if (!laneOf(draft.state, host).connected) continue;
    const own = open.filter((preseed) => hostsOf(preseed).includes(host));
    const releases = own.map(({ release, untilUnixMs }) => ({ release: release.release, untilUnixMs }));
    draft.effects.push({ kind: "send-preseeds", host, releases });
  }
}
