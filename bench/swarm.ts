/**
 * Measures the swarm against the tools it competes with, side by side in one run: one pair, a lab of three datacenters, hostile peers, the tracker, a
 * simulated fleet (README.md). One figure a line:
 *
 *     {"bench":"swarm","case":"3x4","metric":"lab-last-host-s","ours":…,"peer":"libtorrent","theirs":…,"ratio":…}      ratio = ours ÷ theirs
 *
 * What fails is told and the rest is still measured; the exit code is then 1. Nothing is left, but by a run that is killed: the next one removes that.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leftScratch, runCases } from "./cases.ts";
import { remove } from "./release/shell.ts";
import { CASES } from "./swarm/cases.ts";
import { installPeers } from "./swarm/install-peers.ts";
import { endLeftLabs } from "./swarm/lab/lab.ts";
import { parseOptions, USAGE, type Options } from "./swarm/options.ts";
import { createReport } from "./swarm/report.ts";

/** Begins the name of a run's folder. */
const SCRATCH = "shoal-bench-swarm-";

process.exitCode = await main();

async function main(): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  await sweep();
  const scratch = mkdtempSync(join(tmpdir(), `${SCRATCH}${process.pid}-`));
  const report = createReport(options);
  try {
    const tools = await installPeers(report);
    const failed = await runCases(CASES, options.cases, { report, tools, scratch, ...options });
    report.finish();
    return failed ? 1 : 0;
  } finally {
    await remove(scratch);
  }
}

/** A run that was killed leaves its scratch, and perhaps a lab: the next one removes them. */
async function sweep(): Promise<void> {
  for (const left of leftScratch(SCRATCH)) {
    await endLeftLabs(left);
    await remove(left);
  }
}
