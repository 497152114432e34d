/**
 * What values say about a gate. Pure. Three answers: pass, fail, and no-data where there are none, too few, or they lie too far apart to tell: silence and noise are
 * never a pass.
 *
 * Canaries against the rest: the difference of the means, with twice its standard error to both sides (Welch: the sides may spread differently), against what is
 * allowed. All of that range below it passes, all above it fails, anything else is not enough data yet. Values are pooled over the questions of one gate, so that more come
 * in with time (Kayenta judges whole time series; sparse ones it passes, we don't).
 */
import type { MetricTest, Samples, Verdict } from "../rollout/gate-rules.ts";
import { SAMPLES_MAX } from "./limits.ts";

export interface Judgement {
  readonly verdict: Verdict;
  /** For people: the figures it rests on. One line. */
  readonly evidence: string;
  readonly samples: Samples;
}

type Threshold = Extract<MetricTest, { readonly kind: "threshold" }>;
type Compare = Extract<MetricTest, { readonly kind: "compare" }>;

export function judgeThreshold(values: readonly number[], { min, max }: Threshold, samples: Samples): Judgement {
  const bounds = [min === null ? [] : [`at least ${min}`], max === null ? [] : [`at most ${max}`]].flat().join(" and ");
  if (values.length === 0 || values.some((value) => !Number.isFinite(value))) {
    const what =
      values.length === 0
        ? "no value"
        : `${values.filter((value) => !Number.isFinite(value)).length} of ${values.length} values are no number`;
    return { verdict: "no-data", evidence: `${what}; wanted ${bounds}`, samples };
  }
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const holds = (min === null || low >= min) && (max === null || high <= max);
  const range = low === high ? show(low) : `${show(low)} to ${show(high)}`;
  return { verdict: holds ? "pass" : "fail", evidence: `${values.length} values: ${range}; wanted ${bounds}`, samples };
}

export function judgeComparison(now: Samples, test: Compare, before: Samples): Judgement {
  const samples = { canaries: pool(before.canaries, now.canaries), rest: pool(before.rest, now.rest) };
  const { canaries, rest } = samples;
  const counts = `${canaries.length} values of the canaries, ${rest.length} of the rest`;
  if (Math.min(canaries.length, rest.length) < test.minSamples)
    return { verdict: "no-data", evidence: `${counts}; ${test.minSamples} of each are needed`, samples };
  const [ours, theirs] = [meanOf(canaries), meanOf(rest)];
  const allowed = Math.max(test.ignoreBelow, Math.abs(theirs) * (test.maxRatio - 1));
  const error = 2 * Math.sqrt(varianceOf(canaries) / canaries.length + varianceOf(rest) / rest.length);
  const difference = ours - theirs;
  const verdict = difference + error <= allowed ? "pass" : difference - error > allowed ? "fail" : "no-data";
  const unsure = verdict === "no-data" ? ", too close to tell" : "";
  const evidence = `canaries ${show(ours)}, rest ${show(theirs)}: ${show(difference)} ± ${show(error)} more, ${show(allowed)} allowed${unsure}; ${counts}`;
  return { verdict, evidence, samples };
}

function pool(before: readonly number[], now: readonly number[]): readonly number[] {
  return [...before, ...now.filter((value) => Number.isFinite(value))].slice(-SAMPLES_MAX);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}
