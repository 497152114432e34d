/** The release's metrics, and what issue 3 asks of them. */
import * as shared from "../report.ts";
import { geometricMean } from "./sample.ts";

/** What the ratio ours ÷ theirs is to reach; null: told, not asked for. */
export const REACH = {
  "overlay-bytes": 1,
  "overlay-file-bytes": null,
  "overlay-make-s": 1,
  "base-bytes": 1.02,
  "base-pack-s": 1,
  "base-unpack-s": 1,
  "apply-s": 1.5,
  "apply-commit-s": null,
  "rescan-s": 1,
  "pack-rss-mib": 1,
  "apply-rss-mib": 1,
} as const satisfies Record<string, number | null>;

/** Geometric mean of `overlay-bytes` over all pairs. */
const REACH_OVERLAY_MEAN = 0.85;

export type Metric = keyof typeof REACH;
export type Row = shared.Row<Metric>;
export type Report = shared.Report<Metric>;

export function createReport(options: { readonly json: boolean }): Report {
  return shared.createReport<Metric>({ bench: "release", reach: REACH, amount, after: overlayMean }, options);
}

function overlayMean(rows: readonly Row[]): string[] {
  const ratios = rows.filter(({ metric }) => metric === "overlay-bytes").map(({ ours, theirs }) => ours / theirs);
  if (ratios.length === 0) return [];
  const mean = geometricMean(ratios);
  return ["", `overlay-bytes, geometric mean of ${ratios.length}: ${mean.toFixed(3)}, ${shared.verdict(mean, REACH_OVERLAY_MEAN)}`];
}

function amount(value: number, metric: Metric): string {
  if (metric.endsWith("-s")) return `${value.toFixed(2)} s`;
  if (metric.endsWith("-mib")) return `${Math.ceil(value)} MiB`;
  return value.toLocaleString("en-US");
}
