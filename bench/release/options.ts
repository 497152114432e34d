/** The command line of the release bench. */
import { parseArgs } from "node:util";
import { EFFORTS, type Effort } from "../../release/effort.ts";
import { PAIRS, type Pair } from "./pairs.ts";

export const CASES = ["overlay", "base", "apply", "rescan", "memory"] as const;
export type CaseName = (typeof CASES)[number];

export interface Options {
  readonly json: boolean;
  readonly cases: readonly CaseName[];
  readonly pairs: readonly Pair[];
  readonly effort: Effort;
}

export const USAGE = `usage: npm run bench:release -- [--json] [--case NAME]… [--pair NAME]… [--effort fast|balanced|small] [--long]
  --case    ${CASES.join(", ")}, or a metric's name; default: all but memory
  --pair    ${PAIRS.map(({ name }) => name).join(", ")}; default: all
  --long    memory too: a file of 4 GiB, which takes 25 GB of disk`;

/** Throws with what isn't known. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean", default: false },
      case: { type: "string", multiple: true, default: [] },
      pair: { type: "string", multiple: true, default: [] },
      effort: { type: "string", default: "balanced" },
      long: { type: "boolean", default: false },
    },
  });
  const { json, long, effort } = values;
  if (!Object.hasOwn(EFFORTS, effort)) throw new Error(`no effort ${effort}`);
  const asked = values.case.map(toCase);
  const cases = asked.length > 0 ? CASES.filter((name) => asked.includes(name)) : CASES.filter((name) => long || name !== "memory");
  const pairs = values.pair.map(toPair);
  return { json, cases, pairs: pairs.length > 0 ? pairs : PAIRS, effort: effort as Effort };
}

/** `base-pack-s` is measured by `base`; memory's metrics are the two that end with `rss-mib`. */
function toCase(text: string): CaseName {
  const name = text.endsWith("rss-mib") ? "memory" : CASES.find((one) => text === one || text.startsWith(`${one}-`));
  if (name === undefined) throw new Error(`no case ${text}`);
  return name;
}

function toPair(text: string): Pair {
  const pair = PAIRS.find(({ name }) => name === text);
  if (pair === undefined) throw new Error(`no pair ${text}`);
  return pair;
}
