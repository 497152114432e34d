/** What was measured: one JSON object a line, or a table with what issue 4 asks for. */

export interface Row {
  /** What it was measured on: the lab's shape, `loopback`, a number of hosts. */
  readonly case: string;
  readonly metric: Metric;
  readonly ours: number;
  /** Who or what stands beside it: a tool, a limit, a clean run. */
  readonly peer: string;
  readonly theirs: number;
  /** How many runs, what else was seen. */
  readonly note: string;
  /** What the ratio is to reach against this peer, where that differs from REACH; null: told, not asked for. */
  readonly reach?: number | null;
}

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
  "sim-99-s": 1.5,
  "sim-copies": 1.05,
  "swarm-rss-mib": 1,
  "announces-per-s": 20,
} as const satisfies Record<string, number | null>;

/** Here more is better: REACH is the least ratio. */
const RATES: ReadonlySet<Metric> = new Set(["announces-per-s"]);

export type Metric = keyof typeof REACH;

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
      console.error(
        `${row.case} ${row.metric}: ${amount(row.ours, row.metric)} : ${amount(row.theirs, row.metric)} (${row.peer}; ${row.note})`,
      );
    },
    say: (line) => console.error(line),
    finish() {
      if (!json && rows.length > 0) console.log(table(rows).join("\n"));
    },
  };
}

function toJson({ case: name, metric, ours, peer, theirs }: Row): object {
  return { bench: "swarm", case: name, metric, ours: rounded(ours), peer, theirs: rounded(theirs), ratio: rounded(ours / theirs) };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

function table(rows: readonly Row[]): string[] {
  const cells = rows.map((row) => {
    const ratio = row.ours / row.theirs;
    const figures = [amount(row.ours, row.metric), row.peer, amount(row.theirs, row.metric), ratio.toFixed(3)];
    return [row.case, row.metric, ...figures, verdict(row, ratio), row.note];
  });
  const lines = [["case", "metric", "ours", "peer", "theirs", "ratio", "reach", "note"], ...cells];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

function verdict({ metric, reach = REACH[metric] }: Row, ratio: number): string {
  if (reach === null) return "-";
  const hit = RATES.has(metric) ? ratio >= reach : ratio <= reach;
  return `${hit ? "hit" : "MISS"} (${RATES.has(metric) ? "≥" : "≤"} ${reach})`;
}

function amount(value: number, metric: Metric): string {
  if (metric.endsWith("-per-s")) return `${Math.round(value).toLocaleString("en-US")}/s`;
  if (metric.endsWith("-s")) return `${value.toFixed(2)} s`;
  if (metric.endsWith("-mib")) return `${Math.ceil(value)} MiB`;
  return value.toFixed(3);
}
