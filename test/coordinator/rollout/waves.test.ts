/** Which host goes in which wave. */
import fc from "fast-check";
import test from "ava";
import { planWaves, type PlannedHost } from "../../../coordinator/rollout/waves.ts";
import type { RolloutPolicy, Take, WaveRule } from "../../../coordinator/rollout/policy.ts";
import type { HostId } from "../../../runtime/ids.ts";

const rule = (take: Take, change: Partial<WaveRule> = {}): WaveRule => ({ name: null, take, canary: false, bakeMs: null, ...change });
const count = (n: number): WaveRule => rule({ kind: "amount", amount: { count: n } });
const percent = (n: number): WaveRule => rule({ kind: "amount", amount: { percent: n } });
const policy = (...waves: readonly WaveRule[]): Pick<RolloutPolicy, "waves" | "bakeMs"> => ({ waves, bakeMs: 7 });
const host = (name: string, datacenter = "dc1", labels: Record<string, string> = {}): PlannedHost => ({
  host: name as HostId,
  datacenter,
  labels,
});
const many = (n: number): PlannedHost[] => Array.from({ length: n }, (_, at) => host(`h${String(at).padStart(4, "0")}`));
const sizes = (waves: ReturnType<typeof planWaves>): number[] => waves.map(({ hosts }) => hosts.length);

test("without a rule all hosts are one wave, in the order of their names", (t) => {
  const waves = planWaves([host("b"), host("a"), host("b")], policy());
  t.deepEqual(waves, [{ name: "all", hosts: ["a", "b"] as HostId[], canary: false, bakeMs: 7 }]);
});

test("5 → 25 → 100: a share is of all hosts, counted with what went before; a count is of those that are left", (t) => {
  t.deepEqual(sizes(planWaves(many(1_000), policy(count(1), percent(5), percent(25)))), [1, 49, 200, 750]);
  t.deepEqual(sizes(planWaves(many(3), policy(percent(5), percent(25)))), [1, 2], "a share that is reached already makes no wave");
  t.deepEqual(sizes(planWaves(many(5), policy(count(2), count(2), count(2)))), [2, 2, 1]);
});

test("group0 → group1 → group2 by labels, rack by rack in the order of the values, and who has no label comes last", (t) => {
  const hosts = ["rack10", "rack2", "rack1"].flatMap((rack, at) => [
    host(`a${at}`, "dc1", { rack, group: "0" }),
    host(`b${at}`, "dc1", { rack }),
  ]);
  const groups = planWaves([...hosts, host("z")], policy(rule({ kind: "labels", labels: { group: ["0", "1"] } }, { name: "group0" })));
  t.deepEqual(
    groups.map(({ name, hosts }) => [name, hosts.join()]),
    [
      ["group0", "a0,a1,a2"],
      ["rest", "b0,b1,b2,z"],
    ],
  );
  const racks = planWaves([...hosts, host("z")], policy(rule({ kind: "by", label: "rack" })));
  t.deepEqual(
    racks.map(({ name, hosts }) => [name, hosts.join()]),
    [
      ["rack=rack1", "a2,b2"],
      ["rack=rack2", "a1,b1"],
      ["rack=rack10", "a0,b0"],
      ["rest", "z"],
    ],
  );
});

test("a canary of two is in two datacenters", (t) => {
  const hosts = [host("a1", "ams"), host("a2", "ams"), host("f1", "fra"), host("f2", "fra")];
  t.deepEqual(planWaves(hosts, policy(count(2)))[0]?.hosts, ["a1", "f1"] as HostId[]);
});

test("a rule that finds nobody leaves its name to the wave before it, or to the first: a gate after it stands", (t) => {
  const nobody = rule({ kind: "labels", labels: { group: ["9"] } }, { name: "group9" });
  t.deepEqual(
    planWaves(many(2), policy(count(1), nobody)).map(({ name, also }) => [name, also]),
    [
      ["wave 1", ["group9"]],
      ["rest", undefined],
    ],
  );
  t.deepEqual(
    planWaves(many(2), policy(nobody, count(1))).map(({ name, also }) => [name, also]),
    [
      ["wave 1", ["group9"]],
      ["rest", undefined],
    ],
  );
});

test("whatever the rules: each host is in one wave, none is empty, and the order in which hosts are given changes nothing", (t) => {
  const anyRule = fc.oneof(
    fc.integer({ min: 0, max: 9 }).map(count),
    fc.integer({ min: 1, max: 100 }).map(percent),
    fc.constantFrom(
      rule({ kind: "by", label: "rack" }),
      rule({ kind: "labels", labels: { rack: ["1", "2"] } }),
      rule({ kind: "by", label: "none" }),
    ),
  );
  const anyHost = fc.tuple(fc.nat({ max: 60 }), fc.constantFrom("a", "b", ""), fc.constantFrom("1", "2", "10", ""));
  fc.assert(
    fc.property(fc.array(anyHost, { minLength: 1, maxLength: 40 }), fc.array(anyRule, { maxLength: 6 }), (given, rules) => {
      const hosts = [...new Map(given.map(([n, dc, rack]) => [n, host(`h${n}`, dc, rack === "" ? {} : { rack })])).values()];
      const waves = planWaves(hosts, policy(...rules));
      const all = waves.flatMap(({ hosts }) => hosts);
      t.deepEqual(all.toSorted(), hosts.map((one) => one.host).toSorted());
      t.true(waves.every(({ hosts }) => hosts.length > 0));
      t.deepEqual(planWaves(hosts.toReversed(), policy(...rules)), waves);
    }),
    { numRuns: 200 },
  );
});
