/**
 * Measures one coordinator under a large fleet (README.md): sessions in memory, a wave, all hosts coming back at once, a rollback; and on a real agent how
 * soon after the swap its service is checked. One figure a line:
 *
 *     {"bench":"fleet","case":"10,000 hosts","metric":"wave-p99-s","ours":…,"peer":"limit","theirs":2,"ratio":…}      ratio = ours ÷ limit
 *
 * The coordinator is the real one in its own process, with SQLite and mutual TLS; hosts are light ones (light-host.ts), thousands in a process. What fails is
 * told and the rest is still measured; the exit code is then 1. Keys and certificates stay in $SHOAL_BENCH_CACHE where it is set; else nothing is left, but by
 * a run that is killed: the next one removes that.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { leftScratch, runCases } from "./cases.ts";
import { CASES } from "./fleet/cases.ts";
import { parseOptions, USAGE, type Options } from "./fleet/options.ts";
import { createReport } from "./fleet/report.ts";
import { remove } from "./release/shell.ts";

/** Begins the name of a run's folder. */
const SCRATCH = "shoal-bench-fleet-";

/** For root only. */
const NICE = -15;

process.exitCode = await main();

async function main(): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  goFirst();
  await sweep();
  const scratch = mkdtempSync(join(tmpdir(), `${SCRATCH}${process.pid}-`));
  const cache = process.env["SHOAL_BENCH_CACHE"] ?? scratch;
  mkdirSync(cache, { recursive: true });
  const report = createReport(options);
  try {
    const failed = await runCases(CASES, options.cases, { report, scratch, cache, ...options });
    report.finish();
    return failed ? 1 : 0;
  } finally {
    await remove(scratch);
  }
}

/** Before other work of the machine, and so are our children. Where sessions get equal shares of the cores, the session's own counts (sched(7), autogroup). */
function goFirst(): void {
  try {
    setPriority(NICE);
    writeFileSync("/proc/self/autogroup", String(NICE));
  } catch {
    // Not root, or no autogroups: then what else runs is measured, too.
  }
}

/** A run that was killed leaves its scratch: the next one removes it. */
async function sweep(): Promise<void> {
  for (const left of leftScratch(SCRATCH)) await remove(left);
}
