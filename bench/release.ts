/**
 * Measures the release format against the tools it competes with, side by side in one run: sizes, times, memory (README.md). One figure a line:
 *
 *     {"bench":"release","case":"next","metric":"overlay-bytes","ours":…,"peer":"xdelta3 -9 -B 512M","theirs":…,"ratio":…}      ratio = ours ÷ theirs
 *
 * What fails is told and the rest is still measured; the exit code is then 1. Downloads and the large tree stay in $SHOAL_BENCH_CACHE where it is set; else nothing is left, but by a run that is killed.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyCase } from "./release/cases/apply.ts";
import { baseCase } from "./release/cases/base.ts";
import type { Bench } from "./release/cases/case.ts";
import { memoryCase } from "./release/cases/memory.ts";
import { overlayCase } from "./release/cases/overlay.ts";
import { rescanCase } from "./release/cases/rescan.ts";
import { installPeers } from "./release/install-peers.ts";
import { parseOptions, USAGE, type CaseName, type Options } from "./release/options.ts";
import type { Pair } from "./release/pairs.ts";
import { createReport } from "./release/report.ts";
import { remove } from "./release/shell.ts";

type Case =
  | { readonly each: "pair"; readonly run: (bench: Bench, pair: Pair) => Promise<void> }
  | { readonly each: "once"; readonly run: (bench: Bench) => Promise<void> };

const RUN: Readonly<Record<CaseName, Case>> = {
  overlay: { each: "pair", run: overlayCase },
  base: { each: "pair", run: baseCase },
  apply: { each: "once", run: applyCase },
  rescan: { each: "once", run: rescanCase },
  memory: { each: "once", run: memoryCase },
};

/** Begins the name of a run's folder in the cache. */
const SCRATCH = "run-";

process.exitCode = await main();

async function main(): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const kept = process.env["SHOAL_BENCH_CACHE"];
  const cache = kept ?? mkdtempSync(join(tmpdir(), "shoal-bench-cache-"));
  mkdirSync(cache, { recursive: true });
  await sweep(cache);
  const scratch = mkdtempSync(join(cache, `${SCRATCH}${process.pid}-`));
  const report = createReport(options);
  try {
    const tools = await installPeers(report);
    const failed = await measure({ report, tools, cache, scratch, ...options }, options.cases);
    report.finish();
    return failed ? 1 : 0;
  } finally {
    await remove(kept === undefined ? cache : scratch);
  }
}

/** A run that was killed leaves its scratch: the next one removes it. */
async function sweep(cache: string): Promise<void> {
  for (const name of readdirSync(cache)) {
    const pid = new RegExp(`^${SCRATCH}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) await remove(join(cache, name));
  }
}

/** Whether something failed. */
async function measure(bench: Bench, cases: readonly CaseName[]): Promise<boolean> {
  let failed = false;
  const attempt = async (name: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failed = true;
      bench.report.say(`FAILED ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const name of cases) {
    const one = RUN[name];
    if (one.each === "once") await attempt(name, () => one.run(bench));
    else for (const pair of bench.pairs) await attempt(`${name} ${pair.name}`, () => one.run(bench, pair));
  }
  return failed;
}
