/** In which order hosts are activated. Pure policy. */
import type { HostId } from "../../runtime/ids.ts";

/** All hosts in one wave, in the order of their names. */
export function planWaves(hosts: readonly HostId[]): readonly (readonly HostId[])[] {
  return [hosts.toSorted()];
}
