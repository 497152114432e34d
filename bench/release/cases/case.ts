/** What every case is given. */
import type { Effort } from "../../../release/pack.ts";
import type { Tool } from "../install-peers.ts";
import type { Pair } from "../pairs.ts";
import type { Report } from "../report.ts";

export interface Bench {
  readonly report: Report;
  readonly tools: ReadonlySet<Tool>;
  readonly pairs: readonly Pair[];
  readonly effort: Effort;
  /** Kept from one run of the bench to the next: what was downloaded and the large tree. */
  readonly cache: string;
  /** Removed at the end. On the file system of `cache`, so that links are possible. */
  readonly scratch: string;
}
