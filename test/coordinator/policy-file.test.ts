/** Policies as operators write them. */
import { readFileSync } from "node:fs";
import test from "ava";
import { namedPolicy, parsePolicy, policyOf, type PolicyTimes } from "../../coordinator/policy-file.ts";
import { NAMED_POLICIES, nowPolicy, PLAIN_POLICY, policyForHosts, rollbackPolicy } from "../../coordinator/rollout/policy.ts";
import type { EnvironmentName } from "../../runtime/ids.ts";

const TIMES: PolicyTimes = { prepareTimeoutMs: 1, activateTimeoutMs: 2, leaseMs: 3, leaseMarginMs: 4, maxRetries: 5 };
const EXAMPLE = new URL("../../coordinator/policy.example.yaml", import.meta.url).pathname;
const read = (text: string): ReturnType<typeof parsePolicy> => parsePolicy(text, "p.yaml", TIMES);

test("the documented example is a whole policy, and says what it says", (t) => {
  const policy = read(readFileSync(EXAMPLE, "utf8"));
  t.deepEqual(
    policy.waves.map(({ name, take, canary, bakeMs }) => [name, take.kind, canary, bakeMs]),
    [
      ["canary", "amount", true, 300_000],
      ["group0", "labels", false, null],
      [null, "by", false, 0],
      ["ten more", "amount", false, null],
      [null, "amount", false, null],
    ],
  );
  t.like(policy, { prepareParallel: 80, activateParallel: 20, onFailure: "rollback-all", minHealthy: { percent: 80 }, leaseMs: 3 });
  t.deepEqual(policy.budget, { wave: { percent: 10 }, datacenter: { count: 5 }, rollout: { percent: 5 } });
  t.deepEqual(
    policy.gates.map(({ name, what }) => [name, what.kind]),
    [
      ["soak", "wait"],
      ["owner", "approval"],
      ["errors", "metric"],
      ["latency", "metric"],
      ["release desk", "webhook"],
    ],
  );
});

test("the policy of README.md is one", (t) => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, text] = /```yaml\n(# production\.policy\.yaml\n[\s\S]*?)```/.exec(readme) ?? [];
  t.like(read(text ?? ""), { onFailure: "rollback-all", prepareParallel: 80, budget: { rollout: { percent: 5 } } });
});

test("what a file does not say is as in the policy it uses; the coordinator's times hold where it says none", (t) => {
  t.deepEqual(read("use: ten"), { ...NAMED_POLICIES.ten, ...TIMES, name: "p.yaml" });
  t.deepEqual(read("onFailure: pause"), { ...NAMED_POLICIES.one, ...TIMES, onFailure: "pause", name: "p.yaml" });
  t.is(read("prepare: {timeout: 90s}").prepareTimeoutMs, 90_000);
});

const refused: readonly (readonly [string, RegExp])[] = [
  ["waves: [{percent: 5, count: 3}]", /a wave says one of canary, count, percent, labels, by/],
  ["waves: [{}]", /a wave says one of/],
  ["waves: [{percent: 101}]", /waves\.0\.percent/],
  ["bake: 30", /bake.*like 30s/],
  ["budget: {rollout: 5}\nbugdet: {}", /unknown key; did you mean budget\?/],
  ["budget: {rollout: 5 %}", /a whole number of hosts, or a share|not a share like 5%/],
  ["budget: {rollout: 120%}", /share/],
  ["budget: {rollout: -1}", /negative|share/],
  ["onFailure: stop", /onFailure/],
  ["activate: {parallel: 0}", /at least 1/],
  ["gates: [{name: a, wait: 1m, approval: {}}]", /a gate says one of/],
  ["gates: [{name: a, wait: 1m}, {name: a, wait: 2m}]", /there is another gate a/],
  ["gates: [{name: a, after: nowhere, wait: 1m}]", /a stands after wave nowhere, which no rule makes/],
  ["gates: [{name: a, prometheus: {url: 'http://p', query: up}}]", /min, max or both/],
  ["gates: [{name: a, prometheus: {url: 'http://p'}}]", /either query or compare/],
  ["gates: [{name: a, webhook: {url: 'http://me:secret@p'}}]", /no name and password/],
  ["gates: [{name: a, webhook: {url: 'file:///etc/passwd'}}]", /http or https/],
  ["use: hundred", /use/],
  ["waves: &a [*a]", /alias/i],
  ["", /empty/],
];
for (const [text, message] of refused) {
  test(`refused with file and reason: ${JSON.stringify(text)}`, (t) => {
    const error = t.throws(() => read(text), { code: "E_POLICY", message });
    t.regex(error?.message ?? "", /^p\.yaml/);
    t.false((error?.message ?? "").includes("secret"));
  });
}

test("an environment without a policy gets one by its size; a configured one stays", (t) => {
  t.deepEqual(
    [1, 4, 5, 99, 100, 10_000].map((hosts) => policyForHosts(hosts).name),
    ["one", "one", "ten", "ten", "thousand", "thousand"],
  );
  const policies = { times: TIMES, environments: new Map([["production" as EnvironmentName, PLAIN_POLICY]]) };
  t.is(policyOf(policies, "production" as EnvironmentName, 5_000), PLAIN_POLICY);
  t.like(policyOf(policies, "staging" as EnvironmentName, 5_000), { name: "thousand", leaseMs: 3 });
  t.is(namedPolicy("toString", TIMES), null);
});

test("a rollback bakes a tenth; --now waits for nobody, and bears everything", (t) => {
  t.deepEqual(
    rollbackPolicy(NAMED_POLICIES.thousand).waves.map(({ bakeMs }) => bakeMs),
    [6_000, null, null],
  );
  t.is(rollbackPolicy(NAMED_POLICIES.thousand).bakeMs, 3_000);
  t.like(nowPolicy(NAMED_POLICIES.thousand), { waves: [], bakeMs: 0, gates: [], activateParallel: null, excludeAway: true });
});
