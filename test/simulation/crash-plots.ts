/** Rollouts that are played with a death of the coordinator at every moment, and what each play must come to: the same as without. */
import type { ExecutionContext } from "ava";
import { PLAIN_POLICY, type RolloutPolicy } from "../../coordinator/rollout/policy.ts";
import type { Cut } from "./crash-coordinator.ts";
import { CrashSweep, type Ending, type Plot } from "./crash-sweep.ts";

const POLICY: RolloutPolicy = {
  ...PLAIN_POLICY,
  waves: [
    { name: "canary", take: { kind: "amount", amount: { count: 1 } }, canary: true, bakeMs: 1_000 },
    { name: "part", take: { kind: "amount", amount: { percent: 25 } }, canary: false, bakeMs: 500 },
  ],
  prepareParallel: 80,
  budget: { wave: null, datacenter: null, rollout: { percent: 20 } },
  onFailure: "rollback-all",
  leaseMs: 6_000,
  leaseMarginMs: 1_500,
  prepareTimeoutMs: 60_000,
  activateTimeoutMs: 30_000,
};

/** Canary and waves; one host of the last wave fails, which the budget bears. */
export function oneFails(hosts: number): Plot {
  return { hosts, policy: POLICY, bad: [hosts - 2] };
}

/** The budget bears a fifth: one more fails, when most have switched, and all go back. */
export function goesBack(hosts: number): Plot {
  const bad = Math.floor(hosts / 5) + 1;
  return { hosts, policy: POLICY, bad: Array.from({ length: bad }, (_, index) => hosts - 1 - index) };
}

/** `part`: of the moments, every so manieth. Returns how many deaths there were. */
export async function playAll(
  t: ExecutionContext,
  plot: Plot,
  { of = 1, part = 0 }: { readonly of?: number; readonly part?: number } = {},
): Promise<number> {
  const sweep = new CrashSweep(plot);
  const alive = await sweep.play(null);
  const cuts = alive.cuts.filter((_, index) => index % of === part);
  // Of each host the prepare and the activate, taken and ended: each an event, before and after which it dies.
  t.true(alive.cuts.length > plot.hosts * 8, `${alive.cuts.length} moments`);
  for (const cut of cuts) {
    const ending = await sweep.play(cut);
    if (!ending.died) return (t.fail(`nobody died at ${told(cut)}`), 0);
    const difference = differenceOf(alive, ending);
    if (difference !== null) return (t.fail(`killed at ${told(cut)}: ${difference}`), 0);
  }
  return cuts.length;
}

function told({ version, effects }: Cut): string {
  return effects === null ? `event ${version}, before its append` : `event ${version}, after its append and ${effects} of its effects`;
}

/** Who had switched when the last one of the budget failed is a matter of moments: that all are back on what they ran is not. */
function differenceOf(alive: Ending, ending: Ending): string | null {
  if (ending.rollout !== alive.rollout) return `the rollout is ${ending.rollout}, without a death ${alive.rollout}`;
  for (const [host, end] of Object.entries(ending.hosts)) {
    const expected = alive.hosts[host] ?? "";
    if (settled(end) !== settled(expected)) return `${host} is ${end}, without a death ${expected}`;
    const problem = doneTwice(end, ending.done[host]!);
    if (problem !== null) return `${host} is ${end} and ${problem}`;
  }
  return null;
}

function settled(end: string): string {
  return end.replace(/^(rolled-back|cancelled)/, "as before");
}

/** No intent is carried out twice, nor one that is not shown. */
function doneTwice(end: string, { fetched, switched, back }: Ending["done"][string]): string | null {
  const isBack = end.startsWith("reverted") || end.startsWith("rolled-back");
  const expected = { fetched: 1, switched: isBack || end.startsWith("active") ? 1 : 0, back: isBack ? 1 : 0 };
  if (fetched === expected.fetched && switched === expected.switched && back === expected.back) return null;
  return `has fetched ${fetched} times, switched ${switched} times and gone back ${back} times`;
}
