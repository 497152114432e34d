/** What can be measured: a file of cases/ each. To add one: its file, a line here, its metrics in report.ts. */
import { rollbackCase } from "./cases/rollback.ts";
import { scaleCase } from "./cases/scale.ts";
import { swapCase } from "./cases/swap.ts";
import type { Report } from "./report.ts";

/** What every case is given. */
export interface Bench {
  readonly report: Report;
  /** Removed at the end. */
  readonly scratch: string;
  /** Keys and certificates by number of hosts. */
  readonly cache: string;
  readonly hosts: number;
  readonly rollbackHosts: number;
  /** That play the hosts. */
  readonly processes: number;
  readonly runs: number;
  /** Where CPU profiles of the coordinator are left. Null: none are made. */
  readonly profile: string | null;
}

interface Case {
  readonly metrics: readonly string[];
  readonly run: (bench: Bench) => Promise<void>;
}

export const CASES = {
  scale: { metrics: ["sessions-rss-mib", "wave-p99-s", "reconnect-s", "reconnect-loop-p99-ms"], run: scaleCase },
  rollback: { metrics: ["rollback-s"], run: rollbackCase },
  swap: { metrics: ["swap-to-check-ms"], run: swapCase },
} as const satisfies Record<string, Case>;

export type CaseName = keyof typeof CASES;
