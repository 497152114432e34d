/** Random policies, gates and what operators say to them, for the simulated fleet. */
import type { GateRule, GateWhat } from "../../coordinator/rollout/gate-rules.ts";
import { type Amount, PLAIN_POLICY, type RolloutPolicy, type WaveRule } from "../../coordinator/rollout/policy.ts";
import type { StreamEvent } from "../../coordinator/rollout/events.ts";
import type { Rollout } from "../../coordinator/rollout/state.ts";
import type { World } from "./world.ts";

const POLICY: RolloutPolicy = {
  ...PLAIN_POLICY,
  prepareTimeoutMs: 40_000,
  activateTimeoutMs: 25_000,
  leaseMs: 6_000,
  leaseMarginMs: 1_500,
  maxRetries: 3,
};

const CANARY: WaveRule = { name: "canary", take: { kind: "amount", amount: { count: 1 } }, canary: true, bakeMs: null };
const HALF: WaveRule = { name: "half", take: { kind: "amount", amount: { percent: 50 } }, canary: false, bakeMs: 0 };

/** For the rollout that must reach everybody. */
export const LAST_POLICY: RolloutPolicy = {
  ...POLICY,
  waves: [{ ...CANARY, bakeMs: 1_000 }],
  budget: { wave: null, datacenter: null, rollout: { count: 2 } },
  activateParallel: 2,
  onFailure: "stop",
};

export function anyPolicy(world: World): RolloutPolicy {
  if (world.chance(0.2)) return POLICY;
  const amount = (): Amount => (world.chance(0.5) ? { count: world.between(0, 2) } : { percent: world.between(0, 100) });
  const maybe = (chance: number): Amount | null => (world.chance(chance) ? amount() : null);
  return {
    ...POLICY,
    waves: world.pick([[], [CANARY], [CANARY, HALF], [HALF]]),
    bakeMs: world.chance(0.3) ? 0 : world.between(1, 9_000),
    prepareParallel: world.chance(0.3) ? world.between(1, 2) : null,
    activateParallel: world.chance(0.3) ? world.between(1, 2) : null,
    budget: { wave: maybe(0.3), datacenter: maybe(0.3), rollout: amount() },
    minHealthy: maybe(0.2),
    onFailure: world.pick(["stop", "pause", "rollback-wave", "rollback-all", "rollback-all"]),
    maxExcluded: { count: world.between(0, 2) },
    excludeAway: world.chance(0.1),
    converge: world.chance(0.3),
    gates: world.chance(0.4) ? [anyGate(world)] : [],
    deadlineMs: world.chance(0.1) ? world.between(5_000, 90_000) : null,
  };
}

/** What an operator may say to an open rollout; most of it makes no sense most of the time. */
export function anyWord(world: World, rollout: Rollout): StreamEvent {
  const host = world.pick(rollout.hosts.keys());
  const about = { rollout: world.chance(0.5) ? rollout.id : null, note: "" } as const;
  const gate = rollout.policy.gates[0]?.name ?? "none";
  return world.pick<StreamEvent>([
    { kind: "pause-requested", ...about },
    { kind: "resume-requested", ...about },
    { kind: "resume-requested", ...about },
    { kind: "gate-approved", ...about, gate: "" },
    { kind: "gate-overridden", ...about, gate, untilUnixMs: world.nowMs + world.between(0, 5_000) },
    { kind: "retry-requested", ...about, host },
    { kind: "exclude-requested", ...about, host },
  ]);
}

function anyGate(world: World): GateRule {
  const what = world.pick<GateWhat>([
    { kind: "wait", waitMs: 3_000 },
    { kind: "approval", by: [], fourEyes: false },
    { kind: "webhook", url: "http://gate" },
    { kind: "metric", source: "prometheus", url: "http://p", test: { kind: "threshold", query: "up", min: 1, max: null } },
  ]);
  return { name: "gate", after: world.chance(0.5) ? null : "canary", what, intervalMs: 1_000, timeoutMs: 8_000 };
}
