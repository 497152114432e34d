/** Ended rollouts as they are kept: JSON. Those of earlier versions know less. */
import type { HostId } from "../../runtime/ids.ts";
import { HostMap } from "./host-map.ts";
import { completePolicy } from "./policy.ts";
import type { Rollout, RolloutHost } from "./state.ts";
import { tallyOf } from "./tally.ts";
import type { Wave } from "./waves.ts";

/** What JSON.parse made of JSON.stringify(rollout), of any version, as a rollout. */
export function reviveRollout(kept: unknown): Rollout {
  const { hosts, waves, policy, ...rest } = kept as Kept;
  const revived = (waves as readonly (Wave | readonly HostId[])[]).map((wave, index) =>
    "hosts" in wave ? wave : { name: `wave ${index + 1}`, hosts: wave, canary: false, bakeMs: 0 },
  );
  const places = new Map(revived.flatMap((wave, place) => wave.hosts.map((host) => [host, place] as const)));
  const entries = Object.entries(hosts) as [HostId, RolloutHost][];
  const map = HostMap.from(entries.map(([host, one]) => [host, { ...one, wave: places.get(host) ?? 0 }] as const));
  const complete = { waves: revived, policy: completePolicy(policy), hosts: map, tally: tallyOf(map.values()) };
  return { ...SINCE_VERSION_1, ...rest, ...complete };
}

type Kept = Omit<Rollout, "hosts"> & { readonly hosts: Readonly<Record<HostId, RolloutHost>> };

const SINCE_VERSION_1 = {
  prepareNext: 0,
  activateNext: {},
  again: [],
  prepareDueUnixMs: 0,
  bakeUntilUnixMs: null,
  gate: null,
  clearances: [],
  pause: null,
  rollback: null,
} as const satisfies Partial<Rollout>;
