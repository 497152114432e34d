/** What was measured: one JSON object a line, or a table with what issue 3 asks for. */
import { geometricMean } from "./sample.ts";

export interface Row {
  /** A pair's name, or the tree's. */
  readonly case: string;
  readonly metric: Metric;
  readonly ours: number;
  readonly peer: string;
  readonly theirs: number;
  /** How many runs, what the bytes are. */
  readonly note: string;
}

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

export type Metric = keyof typeof REACH;

/** Geometric mean of `overlay-bytes` over all pairs. */
const REACH_OVERLAY_MEAN = 0.85;

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
      else console.error(`${row.case} ${row.metric}: ${amount(row.ours, row.metric)} : ${amount(row.theirs, row.metric)} (${row.peer})`);
    },
    say: (line) => console.error(line),
    finish() {
      if (!json && rows.length > 0) console.log(table(rows));
    },
  };
}

function toJson({ case: name, metric, ours, peer, theirs }: Row): object {
  return { bench: "release", case: name, metric, ours: rounded(ours), peer, theirs: rounded(theirs), ratio: rounded(ours / theirs) };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.case,
    row.metric,
    amount(row.ours, row.metric),
    row.peer,
    amount(row.theirs, row.metric),
    (row.ours / row.theirs).toFixed(3),
    verdict(row.ours / row.theirs, REACH[row.metric]),
    row.note,
  ]);
  const lines = aligned([["case", "metric", "ours", "peer", "theirs", "ratio", "reach", "note"], ...cells]);
  return [...lines, ...overlayMean(rows)].join("\n");
}

function overlayMean(rows: readonly Row[]): string[] {
  const ratios = rows.filter(({ metric }) => metric === "overlay-bytes").map(({ ours, theirs }) => ours / theirs);
  if (ratios.length === 0) return [];
  const mean = geometricMean(ratios);
  return ["", `overlay-bytes, geometric mean of ${ratios.length}: ${mean.toFixed(3)}, ${verdict(mean, REACH_OVERLAY_MEAN)}`];
}

function verdict(ratio: number, reach: number | null): string {
  if (reach === null) return "-";
  return `${ratio <= reach ? "hit" : "MISS"} (≤ ${reach})`;
}

function amount(value: number, metric: Metric): string {
  if (metric.endsWith("-s")) return `${value.toFixed(2)} s`;
  if (metric.endsWith("-mib")) return `${Math.ceil(value)} MiB`;
  return value.toLocaleString("en-US");
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
