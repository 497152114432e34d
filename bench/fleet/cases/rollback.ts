/** `shoal rollback --now`: from the start of the command until the last host has swapped, by the hosts' own clocks. */
import type { Bench } from "../cases.ts";
import { nowMs } from "../hosts.ts";
import { APP, ENVIRONMENT } from "../made-fleet.ts";
import { median } from "../numbers.ts";
import { shoal } from "../programs.ts";
import { RunningFleet, succeeded } from "../running-fleet.ts";

const PATIENCE_MS = 60_000;

export async function rollbackCase({ report, rollbackHosts: hosts, runs, processes, cache, scratch, profile }: Bench): Promise<void> {
  const fleet = await RunningFleet.start({ cache, scratch, profile, hosts, processes, name: "rollback" });
  const name = `${hosts.toLocaleString("en-US")} hosts`;
  try {
    await fleet.hosts.start(PATIENCE_MS);
    await fleet.release("good");
    succeeded(await fleet.follow(await fleet.deploy("good")));
    const command: number[] = [];
    const call: number[] = [];
    for (let run = 1; run <= runs; run += 1) {
      await deployBad(fleet, `bad${run}`);
      const args = ["rollback", "--app", APP, "--environment", ENVIRONMENT, "--now"];
      command.push(await timed(fleet, () => shoal(fleet.made.directory, args)));
      await deployBad(fleet, `worse${run}`);
      call.push(await timed(fleet, async () => succeeded(await fleet.follow(await fleet.rollbackNow()))));
    }
    const all = (seconds: readonly number[]): string => `median of ${seconds.map((one) => one.toFixed(2)).join(", ")}`;
    report.add({ case: name, metric: "rollback-s", ours: median(command), note: `${all(command)}; the start of the command is in it` });
    report.add({ case: name, metric: "rollback-call-s", ours: median(call), note: `${all(call)}; from the call to the coordinator` });
  } finally {
    await fleet.end();
  }
}

async function deployBad(fleet: RunningFleet, tag: string): Promise<void> {
  await fleet.release(tag);
  succeeded(await fleet.follow(await fleet.deploy(tag)));
}

/** Seconds until the last host has swapped. */
async function timed(fleet: RunningFleet, rollback: () => Promise<unknown>): Promise<number> {
  await fleet.hosts.mark();
  const beganMs = nowMs();
  await rollback();
  const { swaps, lastSwapMs } = await fleet.hosts.count();
  if (swaps !== fleet.hosts.size) throw new Error(`${swaps} swaps of ${fleet.hosts.size} hosts`);
  return (lastSwapMs - beganMs) / 1000;
}
