/** What a benchmark measured: one JSON object a line, or a table with what was to be reached. What a metric means, each benchmark says itself (…/report.ts). */

export interface Row<Metric extends string> {
  /** What it was measured on: a pair's name, the lab's shape, a number of hosts. */
  readonly case: string;
  readonly metric: Metric;
  readonly ours: number;
  /** Who or what stands beside it: a tool, a limit, a clean run. */
  readonly peer: string;
  readonly theirs: number;
  /** How many runs, what else was seen. */
  readonly note: string;
  /** What the ratio is to reach against this peer, where that differs from the metric's; null: told, not asked for. */
  readonly reach?: number | null;
}

export interface Benchmark<Metric extends string> {
  readonly bench: string;
  /** What the ratio ours ÷ theirs is to reach; null: told, not asked for. */
  readonly reach: Readonly<Record<Metric, number | null>>;
  /** Here more is better: `reach` is the least ratio. */
  readonly rates?: ReadonlySet<Metric>;
  /** A figure with its unit. */
  readonly amount: (value: number, metric: Metric) => string;
  /** Lines below the table. */
  readonly after?: (rows: readonly Row<Metric>[]) => readonly string[];
}

export interface Report<Metric extends string> {
  add(row: Row<Metric>): void;
  /** Something that isn't a figure: to stderr, at once. */
  say(line: string): void;
  /** Prints the table. */
  finish(): void;
}

export function createReport<Metric extends string>(benchmark: Benchmark<Metric>, { json }: { readonly json: boolean }): Report<Metric> {
  const { bench, amount } = benchmark;
  const rows: Row<Metric>[] = [];
  return {
    add(row) {
      rows.push(row);
      const { case: name, metric, ours, peer, theirs, note } = row;
      const figures = { ours: rounded(ours), peer, theirs: rounded(theirs), ratio: rounded(ours / theirs) };
      if (json) console.log(JSON.stringify({ bench, case: name, metric, ...figures }));
      console.error(`${name} ${metric}: ${amount(ours, metric)} : ${amount(theirs, metric)} (${peer}; ${note})`);
    },
    say: (line) => console.error(line),
    finish() {
      if (!json && rows.length > 0) console.log([...table(benchmark, rows), ...(benchmark.after?.(rows) ?? [])].join("\n"));
    },
  };
}

/** Whether a ratio is what was asked for, in words. */
export function verdict(ratio: number, reach: number | null, moreIsBetter = false): string {
  if (reach === null) return "-";
  const hit = moreIsBetter ? ratio >= reach : ratio <= reach;
  return `${hit ? "hit" : "MISS"} (${moreIsBetter ? "≥" : "≤"} ${reach})`;
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

function table<Metric extends string>({ reach, rates, amount }: Benchmark<Metric>, rows: readonly Row<Metric>[]): string[] {
  const cells = rows.map(({ case: name, metric, ours, peer, theirs, note, reach: asked = reach[metric] }) => {
    const ratio = ours / theirs;
    const figures = [amount(ours, metric), peer, amount(theirs, metric), ratio.toFixed(3)];
    return [name, metric, ...figures, verdict(ratio, asked, rates?.has(metric)), note];
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
