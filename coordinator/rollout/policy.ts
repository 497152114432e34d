/**
 * How a rollout goes: in which waves, how many hosts at once, what may fail, and what then. Pure values; policy-file.ts reads them from YAML
 * (policy.example.yaml documents every key), the event `rollout-requested` carries the one that was used, and `step` obeys it.
 *
 * A policy is complete: whoever makes one starts from a named default. Policies in logs of earlier versions lack most of it; completePolicy gives them
 * what was true then: one wave, everything at once, and the first failure ends the rollout.
 */
import type { GateRule } from "./gate-rules.ts";

/** So many hosts, or a share of those there are. */
export type Amount = { readonly count: number } | { readonly percent: number };

export interface WaveRule {
  /** Null: the wave is called by its number. */
  readonly name: string | null;
  readonly take: Take;
  /** One that is switched and fails is one too many for every budget, and goes back before anybody is asked. */
  readonly canary: boolean;
  /** Null: the policy's. */
  readonly bakeMs: number | null;
}

export type Take =
  /** The next hosts: a count of them, or until that share of all hosts is in a wave. */
  | { readonly kind: "amount"; readonly amount: Amount }
  /** Those whose labels have one of these values each. */
  | { readonly kind: "labels"; readonly labels: Readonly<Record<string, readonly string[]>> }
  /** One wave for each value of a label, in the order of the values. */
  | { readonly kind: "by"; readonly label: string };

export type OnFailure =
  /** As it is: nothing more is sent, the rollout ends failed. */
  | "stop"
  | "pause"
  /** The hosts of the wave that failed go back to what they ran, and the rollout ends failed. */
  | "rollback-wave"
  | "rollback-all";

/** Null: it does not bound what is in flight, and bears no failure. */
export interface Budget {
  readonly wave: Amount | null;
  readonly datacenter: Amount | null;
  readonly rollout: Amount | null;
}

export interface RolloutPolicy {
  /** What it was made from: for those who read the log. */
  readonly name: string;
  /** Hosts that no rule takes are a last wave. */
  readonly waves: readonly WaveRule[];
  readonly bakeMs: number;
  /** Null: all at once. */
  readonly prepareParallel: number | null;
  readonly activateParallel: number | null;
  readonly budget: Budget;
  /** So many hosts are neither switched, nor failed, nor away, at any time. Null: none need be. */
  readonly minHealthy: Amount | null;
  readonly onFailure: OnFailure;
  /** Hosts that may be left out because they were not ready in time. */
  readonly maxExcluded: Amount;
  /** Hosts that are not connected are left out at once instead of at the prepare deadline. */
  readonly excludeAway: boolean;
  readonly gates: readonly GateRule[];
  /** Hosts that return, are new or re-imaged get what the environment runs by themselves (converge.ts). True in every named policy. */
  readonly converge: boolean;
  /** From the request to the end. Null: only the phases have deadlines. */
  readonly deadlineMs: number | null;
  readonly prepareTimeoutMs: number;
  /** Of each host, from its order until it is active, with its checks and hooks. */
  readonly activateTimeoutMs: number;
  readonly leaseMs: number;
  /** Added to the lease before it is believed over: clock rates differ. */
  readonly leaseMarginMs: number;
  readonly maxRetries: number;
}

/** What every policy has unless it says otherwise; on its own it is that of earlier versions. */
export const PLAIN_POLICY: RolloutPolicy = {
  name: "plain",
  waves: [],
  bakeMs: 0,
  prepareParallel: null,
  activateParallel: null,
  budget: { wave: null, datacenter: null, rollout: null },
  minHealthy: null,
  onFailure: "stop",
  maxExcluded: { count: 0 },
  excludeAway: false,
  gates: [],
  converge: false,
  deadlineMs: null,
  prepareTimeoutMs: 30 * 60_000,
  activateTimeoutMs: 5 * 60_000,
  leaseMs: 30_000,
  leaseMarginMs: 5_000,
  maxRetries: 3,
};

const CANARY = (bakeMs: number): WaveRule => ({
  name: "canary",
  take: { kind: "amount", amount: { count: 1 } },
  canary: true,
  bakeMs,
});
const UNTIL = (percent: number): WaveRule => ({
  name: `${percent}%`,
  take: { kind: "amount", amount: { percent } },
  canary: false,
  bakeMs: null,
});

/** For fleets of about that many hosts. Each can be named in coordinator.yaml and in `use:` of a policy file. */
export const NAMED_POLICIES = {
  /** One host, or a few: the first failure takes everything back. */
  one: {
    ...PLAIN_POLICY,
    name: "one",
    converge: true,
    budget: { wave: null, datacenter: null, rollout: { count: 0 } },
    onFailure: "rollback-all",
  },
  /** Ten hosts: a canary, then two at a time. One host behind it may fail, one may be away. */
  ten: {
    ...PLAIN_POLICY,
    name: "ten",
    converge: true,
    waves: [CANARY(5_000)],
    budget: { wave: null, datacenter: null, rollout: { count: 1 } },
    activateParallel: 2,
    onFailure: "rollback-all",
    maxExcluded: { count: 1 },
  },
  /** A thousand: canary, 5 %, 25 %, all. */
  thousand: {
    ...PLAIN_POLICY,
    name: "thousand",
    converge: true,
    waves: [CANARY(60_000), UNTIL(5), UNTIL(25)],
    bakeMs: 30_000,
    prepareParallel: 500,
    budget: { wave: { percent: 10 }, datacenter: { percent: 10 }, rollout: { percent: 5 } },
    minHealthy: { percent: 75 },
    onFailure: "rollback-all",
    maxExcluded: { percent: 2 },
  },
} as const satisfies Record<string, RolloutPolicy>;

export type PolicyName = keyof typeof NAMED_POLICIES;

/** The named policy that an environment of so many hosts gets where none is configured. */
export function policyForHosts(hosts: number): RolloutPolicy {
  if (hosts < TEN_FROM) return NAMED_POLICIES.one;
  return hosts < THOUSAND_FROM ? NAMED_POLICIES.ten : NAMED_POLICIES.thousand;
}

/** For a rollback that can't wait: everything at once, nobody is waited for, whatever fails. */
export function nowPolicy(policy: RolloutPolicy): RolloutPolicy {
  return {
    ...policy,
    name: `${policy.name}, now`,
    waves: [],
    bakeMs: 0,
    prepareParallel: null,
    activateParallel: null,
    budget: { wave: null, datacenter: null, rollout: { percent: 100 } },
    minHealthy: null,
    onFailure: "pause",
    maxExcluded: { percent: 100 },
    excludeAway: true,
    gates: [],
  };
}

/** For hosts that had missed the environment's release: it was good for the others, so no waves, bakes and gates; as many at once as the budget allows. */
export function convergePolicy(policy: RolloutPolicy): RolloutPolicy {
  const at = { waves: [], bakeMs: 0, gates: [], minHealthy: null, deadlineMs: null };
  return { ...policy, ...at, name: `${policy.name}, converge`, onFailure: "stop", maxExcluded: { percent: 100 }, excludeAway: true };
}

/** A rollback goes to what was good before: the same waves with bakes of a tenth. */
export function rollbackPolicy(policy: RolloutPolicy): RolloutPolicy {
  const shorter = (bakeMs: number): number => Math.round(bakeMs / ROLLBACK_BAKE_DIVISOR);
  const waves = policy.waves.map((rule) => ({ ...rule, bakeMs: rule.bakeMs === null ? null : shorter(rule.bakeMs) }));
  return { ...policy, name: `${policy.name}, rollback`, bakeMs: shorter(policy.bakeMs), waves };
}

/** A policy as an event of any version carries it. */
export function completePolicy(logged: Partial<RolloutPolicy>): RolloutPolicy {
  return { ...PLAIN_POLICY, ...logged };
}

/** Rounded up: a wave has at least one host. */
export function atLeast(amount: Amount, of: number): number {
  return "count" in amount ? amount.count : Math.ceil((of * amount.percent) / 100);
}

/** Rounded down: a budget is never more than it says. */
export function atMost(amount: Amount, of: number): number {
  return "count" in amount ? amount.count : Math.floor((of * amount.percent) / 100);
}

const TEN_FROM = 5;
const THOUSAND_FROM = 100;
const ROLLBACK_BAKE_DIVISOR = 10;
