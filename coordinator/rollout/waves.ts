/** In which order hosts are activated. Pure policy. */
import type { HostId } from "../../runtime/ids.ts";
import { WAVES_MAX } from "./limits.ts";
import { atLeast } from "./policy.ts";
import type { RolloutPolicy, Take, WaveRule } from "./policy.ts";

export interface PlannedHost {
  readonly host: HostId;
  readonly datacenter: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Wave {
  readonly name: string;
  /** Rules that found nobody: gates after them stand here. */
  readonly also?: readonly string[];
  readonly hosts: readonly HostId[];
  readonly canary: boolean;
  readonly bakeMs: number;
}

/**
 * Rule after rule takes its hosts from those that no rule before took; who is left over is the last wave. A rule that takes nobody makes no wave.
 * Within a wave, and for counts and shares, hosts of all datacenters take turns in the order of their names: a canary of three is in three of them.
 */
export function planWaves(hosts: readonly PlannedHost[], policy: Pick<RolloutPolicy, "waves" | "bakeMs">): readonly Wave[] {
  const waves: Wave[] = [];
  let empty: readonly string[] = [];
  const named = new Map(hosts.map((one) => [one.host, one]));
  let left = inTurns([...named.values()]);
  const add = (rule: WaveRule | null, name: string, taken: readonly PlannedHost[]): void => {
    if (taken.length === 0) {
      if (rule !== null) empty = [...empty, name];
      return;
    }
    const bakeMs = rule?.bakeMs ?? policy.bakeMs;
    const gone = new Set(taken);
    left = left.filter((one) => !gone.has(one));
    const wave = { name, hosts: taken.map(({ host }) => host), canary: rule?.canary ?? false, bakeMs };
    // A gate after a wave that nobody is in still stands before those that follow it.
    const before = waves.pop();
    if (before === undefined) waves.push(withEmpty(wave, empty));
    else waves.push(withEmpty(before, empty), wave);
    empty = [];
  };
  for (const rule of policy.waves) {
    for (const { name, taken } of takenBy(rule.take, left, named.size)) {
      if (waves.length >= WAVES_MAX - 1) break;
      add(rule, nameOf(rule, name, waves.length), taken);
    }
  }
  add(null, waves.length === 0 ? "all" : "rest", left);
  return waves;
}

function withEmpty(wave: Wave, empty: readonly string[]): Wave {
  return empty.length === 0 ? wave : { ...wave, also: [...(wave.also ?? []), ...empty] };
}

interface Taken {
  /** The label's value. */
  readonly name: string | null;
  readonly taken: readonly PlannedHost[];
}

function takenBy(take: Take, left: readonly PlannedHost[], total: number): readonly Taken[] {
  switch (take.kind) {
    case "amount": {
      const until = atLeast(take.amount, total);
      const count = "count" in take.amount ? until : until - (total - left.length);
      return [{ name: null, taken: left.slice(0, Math.max(0, count)) }];
    }
    case "labels": {
      const wanted = Object.entries(take.labels);
      const has = (one: PlannedHost): boolean => wanted.every(([label, values]) => values.includes(labelOf(one, label)));
      return [{ name: null, taken: left.filter(has) }];
    }
    case "by": {
      const groups = Map.groupBy(left, (one) => labelOf(one, take.label));
      // Hosts without the label stay for later rules.
      groups.delete("");
      const sorted = [...groups].toSorted(([a], [b]) => (inOrder(a) < inOrder(b) ? -1 : 1));
      return sorted.map(([value, taken]) => ({ name: `${take.label}=${value}`, taken }));
    }
  }
}

function nameOf(rule: WaveRule, group: string | null, index: number): string {
  if (group !== null) return group;
  return rule.name ?? `wave ${index + 1}`;
}

function labelOf({ labels }: PlannedHost, label: string): string {
  return labels !== undefined && Object.hasOwn(labels, label) ? (labels[label] ?? "") : "";
}

function inTurns(hosts: readonly PlannedHost[]): readonly PlannedHost[] {
  const homes = [...Map.groupBy(hosts, ({ datacenter }) => datacenter)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const ranked = homes.flatMap(([, home], turn) =>
    home.toSorted((a, b) => (a.host < b.host ? -1 : 1)).map((one, place) => ({ one, place, turn })),
  );
  return ranked.toSorted((a, b) => a.place - b.place || a.turn - b.turn).map(({ one }) => one);
}

/** rack2 before rack10. */
function inOrder(value: string): string {
  return value.replace(/[0-9]+/g, (digits) => digits.padStart(LABEL_DIGITS, "0"));
}

/** A label's value has 64 characters. */
const LABEL_DIGITS = 64;
