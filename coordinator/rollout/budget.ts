/**
 * How many hosts may be switched at once, and when too many have failed. Pure policy.
 *
 * Never more are in flight than max(1, budget − failed), in the whole rollout, in each wave and in each datacenter. So however they end, at most one more
 * than the budget fails: "stop at 5 %" is exact under parallelism. At a budget of 0 it is one by one, and the first failure stops. A canary is there to
 * tell: the first one that was switched and failed is one too many.
 */
import { atLeast, atMost, type Amount, type Budget } from "./policy.ts";
import type { Rollout, RolloutHost } from "./state.ts";
import { hasFailed } from "./tally.ts";
import type { Wave } from "./waves.ts";

/** May another host be switched now? The reason if not, as `explain` shows it. */
export function whyNoRoom(rollout: Rollout, { wave, datacenter }: Pick<RolloutHost, "wave" | "datacenter">): string | null {
  const { tally, policy, hosts } = rollout;
  const { budget, activateParallel, minHealthy } = policy;
  if (activateParallel !== null && tally.inFlight >= activateParallel) return `${tally.inFlight} hosts are switched at once already`;
  const own = tally.waves[wave];
  const home = tally.datacenters[datacenter];
  if (isFull(budget.rollout, hosts.size, tally)) return "as many hosts are being switched as the rollout's budget has left";
  if (own !== undefined && isFull(budget.wave, own.hosts, own)) return "as many hosts are being switched as the wave's budget has left";
  if (home !== undefined && isFull(budget.datacenter, home.hosts, home))
    return `as many hosts are being switched as the budget of datacenter ${datacenter || "(none)"} has left`;
  if (minHealthy === null) return null;
  const healthy = hosts.size - tally.unhealthy;
  // One may always be switched where all are well: a share of few hosts would forbid it for ever.
  const needed = Math.min(hosts.size - 1, atLeast(minHealthy, hosts.size));
  return healthy > needed ? null : `${healthy} hosts are healthy, and ${needed} must be`;
}

/** Whose budget is spent, in words; null: no one's. A wave of canaries bears no failure, whatever the budgets say. */
export function spentBudget({ tally, policy: { budget }, waves, hosts }: Rollout): string | null {
  const told = (failed: number, of: number, where: string): string => `${failed} of ${of} hosts ${where}failed`;
  if (tally.failed > bearable(rolloutBudget(budget), hosts.size)) return told(tally.failed, hosts.size, "");
  const wave = tally.waves.findIndex(
    (own, place) => own.failed > bearable(budget.wave, own.hosts) || hasLostCanary(own, waves[place], hosts),
  );
  const own = tally.waves[wave];
  if (own !== undefined) return told(own.failed, own.hosts, `of wave ${waves[wave]?.name ?? wave + 1} `);
  const home = Object.entries(tally.datacenters).find(([, counts]) => counts.failed > bearable(budget.datacenter, counts.hosts));
  return home === undefined ? null : told(home[1].failed, home[1].hosts, `in datacenter ${home[0] || "(none)"} `);
}

/** Without any budget the first failure is one too many. */
function rolloutBudget({ wave, datacenter, rollout }: Budget): Amount | null {
  return wave === null && datacenter === null && rollout === null ? { count: 0 } : rollout;
}

/** One that was switched and failed. Who was left out before it could tell anything is the budget's business. */
function hasLostCanary({ failed }: { readonly failed: number }, wave: Wave | undefined, hosts: Rollout["hosts"]): boolean {
  if (failed === 0 || wave?.canary !== true) return false;
  return wave.hosts.map((host) => hosts.get(host)).some((one) => one?.previous !== undefined && hasFailed(one));
}

function isFull(amount: Amount | null, of: number, { inFlight, failed }: { readonly inFlight: number; readonly failed: number }): boolean {
  return amount !== null && inFlight >= Math.max(1, atMost(amount, of) - failed);
}

function bearable(amount: Amount | null, of: number): number {
  return amount === null ? Number.POSITIVE_INFINITY : atMost(amount, of);
}
