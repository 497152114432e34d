/** The fleet's metrics, and what issue 5 asks of them: what stands beside each is its limit, in the unit of its name. */
import * as shared from "../report.ts";

/** Null: told, not asked for. */
const LIMITS = {
  "sessions-rss-mib": 1536,
  "sessions-peak-rss-mib": null,
  "wave-p99-s": 2,
  "wave-last-s": null,
  "reconnect-s": 60,
  "reconnect-loop-p99-ms": 200,
  "reconnect-reports-s": null,
  "rollback-s": 1,
  "rollback-call-s": null,
  "swap-to-check-ms": null,
} as const satisfies Record<string, number | null>;

/** The limit that a figure which has none of its own is seen beside. */
const BESIDE = {
  "sessions-peak-rss-mib": "sessions-rss-mib",
  "wave-last-s": "wave-p99-s",
  "reconnect-reports-s": "reconnect-s",
  "rollback-call-s": "rollback-s",
} as const satisfies Partial<Record<Metric, Metric>>;

export type Metric = keyof typeof LIMITS;

export interface Row {
  /** How many hosts, what kind. */
  readonly case: string;
  readonly metric: Metric;
  readonly ours: number;
  /** How many runs, what else was seen. */
  readonly note: string;
  /** Where no limit is near: what it is to be seen beside. */
  readonly beside?: { readonly peer: string; readonly theirs: number };
}

export interface Report extends Omit<shared.Report<Metric>, "add"> {
  add(row: Row): void;
}

export function createReport(options: { readonly json: boolean }): Report {
  const report = shared.createReport<Metric>({ bench: "fleet", reach: REACH, amount }, options);
  return { ...report, add: ({ beside, ...row }) => report.add({ ...row, ...(beside ?? limitOf(row.metric)) }) };
}

/** The ratio ours ÷ limit; null: told, not asked for. */
const REACH = Object.fromEntries(Object.entries(LIMITS).map(([metric, limit]) => [metric, limit === null ? null : 1])) as Record<
  Metric,
  number | null
>;

function limitOf(metric: Metric): { readonly peer: string; readonly theirs: number } {
  const own = LIMITS[metric];
  if (own !== null) return { peer: "limit", theirs: own };
  const other = (BESIDE as Partial<Record<Metric, keyof typeof LIMITS>>)[metric];
  return { peer: `limit of ${other}`, theirs: other === undefined ? Number.NaN : (LIMITS[other] ?? Number.NaN) };
}

function amount(value: number, metric: Metric): string {
  if (metric.endsWith("-ms")) return `${value.toFixed(0)} ms`;
  if (metric.endsWith("-s")) return `${value.toFixed(2)} s`;
  return `${Math.ceil(value)} MiB`;
}
