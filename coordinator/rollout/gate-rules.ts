/** What must hold between two waves. Pure values; gates.ts obeys them, gates/ of the coordinator asks the services that some need. */

export interface GateRule {
  /** By which it is approved and overridden; one of its kind in a policy. */
  readonly name: string;
  /** After the wave of this name; null: after each but the last. */
  readonly after: string | null;
  readonly what: GateWhat;
  /** Between two questions to a service that gave no verdict. */
  readonly intervalMs: number;
  /** Without a verdict for so long the rollout pauses. */
  readonly timeoutMs: number;
}

export type GateWhat =
  | { readonly kind: "wait"; readonly waitMs: number }
  /** By one of these operators or roles (empty: any), where `fourEyes` not by the one who asked for the rollout. */
  | { readonly kind: "approval"; readonly by: readonly string[]; readonly fourEyes: boolean }
  /** A POST with the rollout as JSON; the answer is `{"verdict": "pass" | "fail" | "no-data", "evidence": "…"}`. */
  | { readonly kind: "webhook"; readonly url: string }
  | MetricGate;

/** A gate whose verdict a service outside gives. */
export type AskedGate = Extract<GateWhat, { readonly kind: "webhook" | "metric" }>;

export interface MetricGate {
  readonly kind: "metric";
  readonly source: "prometheus" | "graphite";
  /** Of the service: the API's path is appended. */
  readonly url: string;
  readonly test: MetricTest;
}

/** In queries `{{ canaries }}` is the switched hosts and `{{ rest }}` the others: `a|b|c` for Prometheus, `{a,b,c}` for Graphite. */
export type MetricTest =
  /** Every value is within both bounds; null: no bound. */
  | { readonly kind: "threshold"; readonly query: string; readonly min: number | null; readonly max: number | null }
  /** The mean of the switched hosts is at most `maxRatio` times that of the rest. Lower is better. */
  | {
      readonly kind: "compare";
      readonly canaries: string;
      readonly rest: string;
      readonly maxRatio: number;
      /** A difference of the means up to this never fails: a rest without any error would forbid the first. */
      readonly ignoreBelow: number;
      /** Values that each side needs before anything is said. */
      readonly minSamples: number;
    };

export type Verdict = "pass" | "fail" | "no-data";

/** Values heard so far, pooled over the questions of one gate. */
export interface Samples {
  readonly canaries: readonly number[];
  readonly rest: readonly number[];
}

export const NO_SAMPLES: Samples = { canaries: [], rest: [] };
