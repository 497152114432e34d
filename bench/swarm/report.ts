/** The swarm's metrics, and what issue 4 asks of them. */
import * as shared from "../report.ts";

/** What the ratio ours ÷ theirs is to reach; null: told, not asked for. */
const REACH = {
  "pair-cpu-s": 0.5,
  "pair-wall-s": 0.5,
  "pair-plain-wall-s": null,
  "lab-last-host-s": 1,
  "lab-copies": 1.05,
  "lab-link-copies": null,
  "lab-hostile-s": 2,
  "lab-hostile-pieces": 1,
  "lab-ingress-killed-s": 1.3,
  "lab-model-s": 1.2,
  "yield-flow-share": 1.3,
  "yield-rest-share": null,
  "sim-99-s": 1.5,
  "sim-copies": 1.05,
  "swarm-rss-mib": 1,
  "announces-per-s": 20,
} as const satisfies Record<string, number | null>;

export type Metric = keyof typeof REACH;
export type Row = shared.Row<Metric>;
export type Report = shared.Report<Metric>;

export function createReport(options: { readonly json: boolean }): Report {
  return shared.createReport<Metric>(
    { bench: "swarm", reach: REACH, rates: new Set(["announces-per-s", "yield-flow-share", "yield-rest-share"]), amount },
    options,
  );
}

function amount(value: number, metric: Metric): string {
  if (metric.endsWith("-per-s")) return `${Math.round(value).toLocaleString("en-US")}/s`;
  if (metric.endsWith("-s")) return `${value.toFixed(2)} s`;
  if (metric.endsWith("-mib")) return `${Math.ceil(value)} MiB`;
  return value.toFixed(3);
}
