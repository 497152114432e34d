/** The command line of the swarm bench. */
import { parseArgs } from "node:util";
import { selectCases, toCount } from "../cases.ts";
import { CASES, type CaseName } from "./cases.ts";

export interface Options {
  readonly json: boolean;
  readonly cases: readonly CaseName[];
  readonly labMib: number;
  readonly runs: number | null;
}

const LAB_MIB = 256;
const ALL = Object.keys(CASES) as CaseName[];

export const USAGE = `usage: npm run bench:swarm -- [--json] [--case NAME]… [--lab-mib ${LAB_MIB}] [--runs COUNT]
  --case     ${ALL.join(", ")}, or a metric's name; default: all
  --lab-mib  size of what crosses the lab, in MiB
  --runs     how often each side runs; default: five, fewer where one takes long`;

/** Throws with what isn't known. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean", default: false },
      case: { type: "string", multiple: true, default: [] },
      "lab-mib": { type: "string", default: String(LAB_MIB) },
      runs: { type: "string" },
    },
  });
  return {
    json: values.json,
    cases: selectCases(CASES, values.case),
    labMib: toCount("--lab-mib", values["lab-mib"]),
    runs: values.runs === undefined ? null : toCount("--runs", values.runs),
  };
}
