/** What was measured: one JSON object a line, or a table with what issue 5 asks for. */

export interface Row {
  /** How many hosts, what kind. */
  readonly case: string;
  readonly metric: Metric;
  readonly ours: number;
  /** How many runs, what else was seen. */
  readonly note: string;
}

/** What is to be reached at most, in the unit of the metric's name; null: told, not asked for. */
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

export type Metric = keyof typeof LIMITS;

export interface Report {
  add(row: Row): void;
  /** Something that isn't a figure: to stderr, at once. */
  say(line: string): void;
  /** Prints the table. */
  finish(): void;
}

export function createReport({ json }: { readonly json: boolean }): Report {
  const rows: Row[] = [];
  return {
    add(row) {
      rows.push(row);
      if (json) console.log(JSON.stringify(toJson(row)));
      console.error(`${row.case} ${row.metric}: ${amount(row.ours, row.metric)} (${row.note})`);
    },
    say: (line) => console.error(line),
    finish() {
      if (!json && rows.length > 0) console.log(table(rows).join("\n"));
    },
  };
}

function toJson({ case: name, metric, ours }: Row): object {
  const limit = LIMITS[metric];
  const beside = limit === null ? {} : { peer: "limit", theirs: limit, ratio: rounded(ours / limit) };
  return { bench: "fleet", case: name, metric, ours: rounded(ours), ...beside };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

function table(rows: readonly Row[]): string[] {
  const cells = rows.map(({ case: name, metric, ours, note }) => {
    const limit = LIMITS[metric];
    const verdict = limit === null ? "-" : `${ours <= limit ? "hit" : "MISS"} (≤ ${amount(limit, metric)})`;
    return [name, metric, amount(ours, metric), verdict, note];
  });
  const lines = [["case", "metric", "ours", "reach", "note"], ...cells];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

function amount(value: number, metric: Metric): string {
  if (metric.endsWith("-ms")) return `${value.toFixed(0)} ms`;
  if (metric.endsWith("-s")) return `${value.toFixed(2)} s`;
  return `${Math.ceil(value)} MiB`;
}
