/**
 * What a rollout under a policy must hold after every event, counted by hand from the hosts and the log: nothing here asks the code under test (budget.ts, tally.ts,
 * gates.ts) what it thinks. Each returns what is wrong, or null.
 */
import type { Amount } from "../../coordinator/rollout/policy.ts";
import type { LoggedEvent } from "../../coordinator/rollout/events.ts";
import type { Rollout, RolloutHost } from "../../coordinator/rollout/state.ts";

/** A host is newly told to switch only where, with it, in flight ≤ max(1, budget − failed), everywhere; and never while paused, rolling back or aborting. */
export function badAsk(before: Rollout | null, after: Rollout): string | null {
  const earlier = before?.id === after.id ? before : null;
  for (const [host, record] of after.hosts) {
    const was = earlier?.hosts.get(host)?.outstanding ?? null;
    const { outstanding } = record;
    if (outstanding?.kind !== "activate" || outstanding.commandId === was?.commandId) continue;
    if (after.state !== "activating" && after.state !== "baking" && after.state !== "waiting")
      return `${host} is told to switch while ${after.id} is ${after.state}`;
    if (record.wave >= after.wave) return `${host} is told to switch before its wave is open`;
    // The same purpose under a new position takes nobody's place.
    if (was?.kind === "activate") continue;
    const problem = tooMany(after, record);
    if (problem !== null) return `${host} is told to switch: ${problem}`;
  }
  return null;
}

/** A wave opens when those before it are through, with bakes and gates. */
export function badWave(rollout: Rollout, log: readonly LoggedEvent[], nowMs: number): string | null {
  const { hosts, waves, wave, policy } = rollout;
  for (const [host, record] of hosts) {
    if (record.wave < wave - 1 && (record.state === "ready" || record.state === "activating" || record.state === "pending"))
      return `wave ${wave} opens while ${host} is ${record.state}`;
    if (record.prepare === null && !LEFT_OUT.has(record.state)) return `wave ${wave} opens while ${host} is not ready`;
  }
  if ([...hosts.values()].filter(isBad).length > borne(policy, hosts.size)) return `wave ${wave} opens with a spent budget`;
  const done = waves[wave - 2];
  if (done === undefined) return null;
  const words = log.filter(({ event }) => "rollout" in event && (event.rollout === rollout.id || event.rollout === null));
  for (const { name, after, what } of policy.gates) {
    if (after !== null && after !== done.name) continue;
    const passed = words.some(({ event }) => {
      if (event.kind === "gate-evaluated") return event.gate === name && event.wave === wave - 1 && event.verdict === "pass";
      if (event.kind === "gate-overridden") return event.gate === name && event.untilUnixMs > rollout.startedUnixMs;
      return event.kind === "gate-approved" && what.kind === "approval";
    });
    const waited = what.kind === "wait" && nowMs >= rollout.startedUnixMs + what.waitMs;
    if (!passed && !waited) return `wave ${wave} opens, and gate ${name} has not passed`;
  }
  return null;
}

export function badEnd(before: Rollout | null, after: Rollout): string | null {
  const all = [...after.hosts];
  if (after.state === "succeeded") {
    const other = all.find(([, one]) => one.state !== "active" && !isBad(one) && one.state !== "excluded" && one.state !== "rolled-back");
    if (other !== undefined) return `${after.id} succeeded while ${other[0]} is ${other[1].state}`;
    const bad = all.filter(([, one]) => isBad(one)).length;
    if (bad > borne(after.policy, after.hosts.size)) return `${after.id} succeeded although ${bad} hosts failed`;
    if (after.waves.length !== after.wave) return `${after.id} succeeded before its last wave`;
  }
  if (after.state !== "failed" || before?.state !== "rolling-back" || before.rollback === null) return null;
  const { all: everyone, wave } = before.rollback;
  const left = all.find(
    ([, one]) => one.state === "active" && one.previous != null && one.failure === null && (everyone || one.wave === wave),
  );
  return left === undefined ? null : `${after.id} went back, and ${left[0]} is still active`;
}

/** Somebody could be asked, nobody is on the way, and nothing is waited for. */
export function isStuck({ state, hosts, wave, policy }: Rollout): boolean {
  if (state !== "activating" || policy.minHealthy !== null) return false;
  const all = [...hosts.values()];
  return all.every(({ outstanding }) => outstanding === null) && all.some((one) => one.state === "ready" && one.wave < wave);
}

const LEFT_OUT: ReadonlySet<string> = new Set(["failed", "excluded", "pending", "preparing"]);

function tooMany({ hosts, policy }: Rollout, asked: RolloutHost): string | null {
  const full = (what: string, amount: Amount | null, those: (one: RolloutHost) => boolean): string | null => {
    const all = [...hosts.values()].filter(those);
    const inFlight = all.filter(({ outstanding, state }) => outstanding?.kind === "activate" && state !== "failed").length;
    const room = amount === null ? Number.POSITIVE_INFINITY : Math.max(1, down(amount, all.length) - all.filter(isBad).length);
    return inFlight > room ? `${inFlight} are in flight in the ${what}, and ${room} may be` : null;
  };
  const { rollout, wave, datacenter } = policy.budget;
  return (
    full("rollout", rollout, () => true) ??
    full("wave", wave, (one) => one.wave === asked.wave) ??
    full("datacenter", datacenter, (one) => one.datacenter === asked.datacenter)
  );
}

function borne({ budget: { rollout, wave, datacenter } }: Rollout["policy"], of: number): number {
  if (rollout === null) return wave === null && datacenter === null ? 0 : of;
  return down(rollout, of);
}

function down(amount: Amount, of: number): number {
  return "count" in amount ? amount.count : Math.floor((of * amount.percent) / 100);
}

function isBad({ state, failure, outstanding }: RolloutHost): boolean {
  if (state === "unknown") return outstanding === null;
  return state === "failed" || state === "reverted" || (state === "excluded" && failure !== null);
}
