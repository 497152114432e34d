/** The command line of the fleet bench. */
import { parseArgs } from "node:util";
import { selectCases, toCount } from "../cases.ts";
import { CASES, type CaseName } from "./cases.ts";

export interface Options {
  readonly json: boolean;
  readonly cases: readonly CaseName[];
  readonly hosts: number;
  readonly rollbackHosts: number;
  readonly processes: number;
  readonly runs: number;
  readonly profile: string | null;
}

const HOSTS = 10_000;
const ROLLBACK_HOSTS = 1_000;
/** Fewer answer in larger bursts than hosts that know nothing of each other. */
const PROCESSES = 4;
const RUNS = 3;
const ALL = Object.keys(CASES) as CaseName[];

export const USAGE = `usage: npm run bench:fleet -- [--json] [--case NAME]… [--hosts ${HOSTS}] [--rollback-hosts ${ROLLBACK_HOSTS}] [--processes ${PROCESSES}] [--runs ${RUNS}] [--profile DIR]
  --case            ${ALL.join(", ")}, or a metric's name; default: all
  --hosts           hosts of the case scale
  --rollback-hosts  hosts of the case rollback
  --processes       processes that play the hosts
  --runs            waves, and rollbacks; the median counts
  --profile         a folder for CPU profiles of the coordinator`;

/** Throws with what isn't known. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean", default: false },
      case: { type: "string", multiple: true, default: [] },
      hosts: { type: "string", default: String(HOSTS) },
      "rollback-hosts": { type: "string", default: String(ROLLBACK_HOSTS) },
      processes: { type: "string", default: String(PROCESSES) },
      runs: { type: "string", default: String(RUNS) },
      profile: { type: "string" },
    },
  });
  return {
    json: values.json,
    cases: selectCases(CASES, values.case),
    hosts: toCount("--hosts", values.hosts),
    rollbackHosts: toCount("--rollback-hosts", values["rollback-hosts"]),
    processes: toCount("--processes", values.processes),
    runs: toCount("--runs", values.runs),
    profile: values.profile ?? null,
  };
}
