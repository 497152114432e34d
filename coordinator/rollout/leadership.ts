/** The seam between a stream's runner and what says who leads (coordinator/cluster/). */
import type { AppName, EnvironmentName } from "../../runtime/ids.ts";
import type { StreamName } from "../store/events.ts";
import type { StreamEffect } from "./events.ts";
import type { Submission } from "./batch.ts";

/** Who decides, where several coordinators share the database. */
export interface Leadership {
  leads(stream: StreamName): boolean;
  /** To the leader. What it decided is in the log up to `version`. Errors: E_UNAVAILABLE (no answer), those of its submit. */
  forward(stream: StreamName, submission: Submission): Promise<Forwarded>;
  /** A coordinator has begun to lead: hosts count as gone until they say hello again. */
  begun(environment: EnvironmentName, app: AppName): void;
}

export interface Forwarded {
  readonly version: number;
  readonly effects: readonly StreamEffect[];
}
