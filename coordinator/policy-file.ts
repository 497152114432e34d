/**
 * Rollout policies as YAML of the shape that policy.example.yaml documents. A file starts from a named policy (`use`) and changes what it
 * says; an unknown key, a value without its unit, a gate after a wave that no rule makes: each is refused with file and line.
 */
import { z } from "zod";
import { loadConfig, parseConfig } from "../runtime/config.ts";
import { durationValue } from "../runtime/config-values.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { EnvironmentName } from "../runtime/ids.ts";
import { GATE_RULES_MAX, POLICY_COUNT_MAX, WAVE_RULES_MAX } from "./limits.ts";
import type { GateRule, GateWhat, MetricTest } from "./rollout/gate-rules.ts";
import { type Amount, NAMED_POLICIES, policyForHosts, type PolicyName, type RolloutPolicy, type WaveRule } from "./rollout/policy.ts";

/** Of the coordinator's own configuration: how long leases run is its business, the phases' timeouts hold where a policy says none. */
export type PolicyTimes = Pick<RolloutPolicy, "prepareTimeoutMs" | "activateTimeoutMs" | "leaseMs" | "leaseMarginMs" | "maxRetries">;

export interface Policies {
  readonly times: PolicyTimes;
  readonly environments: ReadonlyMap<EnvironmentName, RolloutPolicy>;
}

/** Of an environment with so many hosts. */
export function policyOf({ environments, times }: Policies, environment: EnvironmentName, hosts: number): RolloutPolicy {
  return environments.get(environment) ?? { ...policyForHosts(hosts), ...times };
}

/** Errors: E_CONFIG. */
export async function loadPolicy(file: string, times: PolicyTimes): Promise<RolloutPolicy> {
  return toPolicy(await loadConfig({ file, schema: POLICY }), { file, times });
}

/** `file` is for messages and the policy's name. Errors: E_POLICY. */
export function parsePolicy(text: string, file: string, times: PolicyTimes): RolloutPolicy {
  try {
    return toPolicy(parseConfig({ file, schema: POLICY, text }), { file, times });
  } catch (cause) {
    if (!(cause instanceof ShoalError)) throw cause;
    throw new ShoalError("E_POLICY", cause.message, { hint: "coordinator/policy.example.yaml documents every key", cause });
  }
}

export function namedPolicy(name: string, times: PolicyTimes): RolloutPolicy | null {
  return Object.hasOwn(NAMED_POLICIES, name) ? { ...NAMED_POLICIES[name as PolicyName], ...times } : null;
}

const amount = z.union(
  [
    z
      .int("a count is a whole number")
      .min(0, "a count is not negative")
      .max(POLICY_COUNT_MAX)
      .transform((count): Amount => ({ count })),
    z.string().transform((text, context): Amount => {
      const percent = /^(\d{1,3}(?:\.\d{1,2})?)%$/.exec(text)?.[1];
      if (percent !== undefined && Number(percent) <= 100) return { percent: Number(percent) };
      context.issues.push({ code: "custom", message: `${JSON.stringify(text.slice(0, 40))} is not a share like 5%`, input: text });
      return z.NEVER;
    }),
  ],
  { error: "a whole number of hosts, or a share of them like 5%" },
);

const parallel = z.int("parallel is a whole number of hosts").min(1, "parallel is at least 1").max(POLICY_COUNT_MAX).nullable();
const word = z
  .string()
  .regex(/^[A-Za-z0-9%]([A-Za-z0-9 ._=%-]{0,62}[A-Za-z0-9%])?$/, "a name has 1 to 64 letters, digits and . _ - % = or blanks");
const label = z.string().regex(/^[a-z]([a-z0-9_.-]{0,62}[a-z0-9])?$/, "a label's name");
const duration = durationValue({ max: "7d" });

const wave = z
  .strictObject({
    name: word.optional(),
    canary: amount.optional(),
    count: z.int().min(1).max(POLICY_COUNT_MAX).optional(),
    percent: z.number().gt(0).max(100).optional(),
    labels: z.record(label, z.array(z.string()).min(1).max(WAVE_RULES_MAX)).optional(),
    by: label.optional(),
    bake: duration.optional(),
  })
  .refine(
    ({ canary, count, percent, labels, by }) => [canary, count, percent, labels, by].filter((one) => one !== undefined).length === 1,
    "a wave says one of canary, count, percent, labels, by",
  );

const url = z
  .url({ protocol: /^https?$/, error: "an http or https URL" })
  .refine((text) => new URL(text).username === "" && new URL(text).password === "", "no name and password in a URL: it stands in the log");
const bound = z.number().nullable().default(null);
const query = z.string().min(1).max(2_000);

const metric = z.strictObject({
  url,
  query: query.optional(),
  min: bound,
  max: bound,
  compare: z
    .strictObject({
      canaries: query,
      rest: query,
      maxRatio: z.number().positive().default(1.25),
      ignoreBelow: z.number().nonnegative().default(0),
      minSamples: z.int().min(2, "minSamples is at least 2: one value has no spread").max(1_000).default(5),
    })
    .optional(),
});
const checkedMetric = metric
  .refine(({ query, compare }) => (query === undefined) !== (compare === undefined), "a metric gate has either query or compare")
  .refine(({ query, min, max }) => query === undefined || min !== null || max !== null, "a query needs min, max or both");

const gate = z
  .strictObject({
    name: word,
    after: word.nullable().default(null),
    wait: duration.optional(),
    approval: z.strictObject({ by: z.array(z.string()).max(64).default([]), fourEyes: z.boolean().default(false) }).optional(),
    webhook: z.strictObject({ url }).optional(),
    prometheus: checkedMetric.optional(),
    graphite: checkedMetric.optional(),
    interval: durationValue({ min: "100ms", max: "1h" }).default(15_000),
    timeout: durationValue({ min: "100ms", max: "7d" }).default(10 * 60_000),
  })
  .refine(
    ({ wait, approval, webhook, prometheus, graphite }) =>
      [wait, approval, webhook, prometheus, graphite].filter((one) => one !== undefined).length === 1,
    "a gate says one of wait, approval, webhook, prometheus, graphite",
  );

const POLICY = z
  .strictObject({
    use: z.enum(Object.keys(NAMED_POLICIES) as [PolicyName]).default("one"),
    waves: z.array(wave).max(WAVE_RULES_MAX).optional(),
    bake: duration.optional(),
    prepare: z
      .strictObject({
        parallel: parallel.optional(),
        timeout: durationValue({ min: "1s", max: "7d" }).optional(),
        maxExcluded: amount.optional(),
        excludeAway: z.boolean().optional(),
      })
      .prefault({}),
    activate: z
      .strictObject({
        parallel: parallel.optional(),
        timeout: durationValue({ min: "1s", max: "7d" }).optional(),
        minHealthy: amount.nullable().optional(),
      })
      .prefault({}),
    budget: z
      .strictObject({ wave: amount.nullable().optional(), datacenter: amount.nullable().optional(), rollout: amount.optional() })
      .prefault({}),
    onFailure: z.enum(["pause", "rollback-wave", "rollback-all"]).optional(),
    converge: z.boolean().optional(),
    deadline: durationValue({ min: "1s", max: "30d" }).nullable().optional(),
    gates: z.array(gate).max(GATE_RULES_MAX).default([]),
  })
  .superRefine(({ gates }, context) => {
    gates.forEach(({ name }, index) => {
      if (gates.findIndex((other) => other.name === name) !== index)
        context.addIssue({ code: "custom", path: ["gates", index, "name"], message: `there is another gate ${name}` });
    });
  });

interface Origin {
  readonly file: string;
  readonly times: PolicyTimes;
}

function toPolicy(raw: z.output<typeof POLICY>, { file, times }: Origin): RolloutPolicy {
  const base = NAMED_POLICIES[raw.use];
  const { prepare, activate, budget } = raw;
  const given = {
    waves: raw.waves?.map(toWave),
    bakeMs: raw.bake,
    prepareParallel: prepare.parallel,
    prepareTimeoutMs: prepare.timeout,
    maxExcluded: prepare.maxExcluded,
    excludeAway: prepare.excludeAway,
    activateParallel: activate.parallel,
    activateTimeoutMs: activate.timeout,
    minHealthy: activate.minHealthy,
    onFailure: raw.onFailure,
    deadlineMs: raw.deadline,
    converge: raw.converge,
  };
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<RolloutPolicy>;
  const policy: RolloutPolicy = {
    ...base,
    ...times,
    ...changes,
    budget: { ...base.budget, ...(Object.fromEntries(Object.entries(budget).filter(([, value]) => value !== undefined)) as object) },
    gates: raw.gates.map(toGate),
    name: file,
  };
  const stray = policy.gates.find(({ after }) => after !== null && !mayBeWave(policy, after));
  if (stray === undefined) return policy;
  throw new ShoalError("E_CONFIG", `${file}: gates: ${stray.name} stands after wave ${stray.after ?? ""}, which no rule makes`, {
    hint: `waves are ${policy.waves.map((rule, index) => rule.name ?? `wave ${index + 1}`).join(", ") || "all"}`,
  });
}

/** The last wave has no gate after it; those of `by` are named by the hosts' labels. */
function mayBeWave({ waves }: RolloutPolicy, name: string): boolean {
  return waves.some((rule, index) => {
    if (rule.take.kind === "by") return name.startsWith(`${rule.take.label}=`);
    return (rule.name ?? `wave ${index + 1}`) === name;
  });
}

function toWave({ name, canary, count, percent, labels, by, bake }: z.output<typeof wave>): WaveRule {
  const rule = { name: name ?? (canary === undefined ? null : "canary"), canary: canary !== undefined, bakeMs: bake ?? null };
  if (labels !== undefined) return { ...rule, take: { kind: "labels", labels } };
  if (by !== undefined) return { ...rule, take: { kind: "by", label: by } };
  const taken: Amount = canary ?? (count === undefined ? { percent: percent ?? 100 } : { count });
  return { ...rule, take: { kind: "amount", amount: taken } };
}

function toGate({ name, after, interval, timeout, ...given }: z.output<typeof gate>): GateRule {
  return { name, after, what: toWhat(given), intervalMs: interval, timeoutMs: timeout };
}

function toWhat({
  wait,
  approval,
  webhook,
  prometheus,
  graphite,
}: Omit<z.output<typeof gate>, "name" | "after" | "interval" | "timeout">): GateWhat {
  if (wait !== undefined) return { kind: "wait", waitMs: wait };
  if (approval !== undefined) return { kind: "approval", ...approval };
  if (webhook !== undefined) return { kind: "webhook", ...webhook };
  const given = (prometheus ?? graphite) as z.output<typeof metric>;
  return { kind: "metric", source: prometheus === undefined ? "graphite" : "prometheus", url: given.url, test: toTest(given) };
}

function toTest({ query, min, max, compare }: z.output<typeof metric>): MetricTest {
  return compare === undefined ? { kind: "threshold", query: query ?? "", min, max } : { kind: "compare", ...compare };
}
