/** Rollouts under a policy, past their barrier. */
import type { RolloutPolicy } from "../../../coordinator/rollout/policy.ts";
import type { PlannedHost } from "../../../coordinator/rollout/waves.ts";
import { deploy, POLICY, ready, ref, revisionOf, Stream } from "./stream.ts";

export function named(count: number, prefix = "h", datacenter = "dc1"): PlannedHost[] {
  return Array.from({ length: count }, (_, at) => ({ host: `${prefix}${at}` as PlannedHost["host"], datacenter }));
}

/** The first release: all hosts are connected, and those of `prepared` (all) are ready. */
export function underPolicy(hosts: readonly PlannedHost[], policy: Partial<RolloutPolicy>, prepared?: readonly string[]): Stream {
  const stream = new Stream();
  for (const { host } of hosts) stream.connect(host, { revisions: [revisionOf("a")] });
  stream.request({ hosts, policy: { ...POLICY, ...policy } });
  for (const host of prepared ?? hosts.map((one) => one.host)) stream.answer(host, ready("a"));
  return stream;
}

/** Release a is everywhere; b is being rolled out under the policy, and all are ready. */
export function deployed(hosts: readonly PlannedHost[], policy: Partial<RolloutPolicy>): Stream {
  const stream = new Stream();
  for (const { host } of hosts) stream.connect(host);
  deploy(stream, "a", { hosts });
  stream.request({ hosts, release: ref("b"), policy: { ...POLICY, ...policy } });
  for (const { host } of hosts) stream.answer(host, ready("b"));
  return stream;
}
