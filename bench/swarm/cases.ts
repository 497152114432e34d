/** What can be measured: a file of cases/ each. To add one: its file, a line here, its metrics in report.ts. */
import { announcesCase } from "./cases/announces.ts";
import { labCase } from "./cases/lab.ts";
import { labModelCase } from "./cases/lab-model.ts";
import { labTroubleCase } from "./cases/lab-trouble.ts";
import { pairCase } from "./cases/pair.ts";
import { rssCase } from "./cases/rss.ts";
import { yieldCase } from "./cases/yield.ts";
import type { Tool } from "./install-peers.ts";
import type { Report } from "./report.ts";

/** What every case is given. */
export interface Bench {
  readonly report: Report;
  readonly tools: ReadonlySet<Tool>;
  /** Removed at the end. */
  readonly scratch: string;
  /** Of the lab's bundle. */
  readonly labMib: number;
  /** Null: as many as the case thinks right. */
  readonly runs: number | null;
}

interface Case {
  readonly metrics: readonly string[];
  readonly run: (bench: Bench) => Promise<void>;
}

export const CASES = {
  pair: { metrics: ["pair-cpu-s", "pair-wall-s", "pair-plain-wall-s"], run: pairCase },
  rss: { metrics: ["swarm-rss-mib"], run: rssCase },
  lab: { metrics: ["lab-last-host-s", "lab-copies", "lab-link-copies"], run: labCase },
  "lab-trouble": { metrics: ["lab-hostile-s", "lab-hostile-pieces", "lab-ingress-killed-s"], run: labTroubleCase },
  "lab-model": { metrics: ["lab-model-s"], run: labModelCase },
  yield: { metrics: ["yield-flow-share", "yield-rest-share"], run: yieldCase },
  announces: { metrics: ["announces-per-s"], run: announcesCase },
} as const satisfies Record<string, Case>;

export type CaseName = keyof typeof CASES;
