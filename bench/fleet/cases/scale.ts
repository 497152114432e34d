/**
 * One coordinator and all hosts: memory with every session open; waves that switch all hosts at once; then the coordinator is killed in the middle of one more
 * wave, and all hosts come back at once with what they have done meanwhile. No report is lost where that rollout then ends with every host active, each
 * switched once.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Rollout } from "../../../proto/operator-types.ts";
import type { Bench } from "../cases.ts";
import { nowMs } from "../hosts.ts";
import { median, quantile } from "../numbers.ts";
import { RunningFleet, succeeded } from "../running-fleet.ts";

/** Heartbeats of every host, and time for the garbage of ten thousand handshakes to go. */
const SETTLE_MS = 15_000;
const PATIENCE_MS = 300_000;
/** It is killed when so many have been switched. */
const KILLED_AT_SHARE = 0.3;

export async function scaleCase(bench: Bench): Promise<void> {
  const { hosts, processes, cache, scratch, profile } = bench;
  const fleet = await RunningFleet.start({ cache, scratch, profile, hosts, processes, name: "scale" });
  try {
    await measureSessions(bench, fleet);
    await measureWaves(bench, fleet);
    await measureReconnect(bench, fleet);
  } finally {
    await fleet.end();
  }
}

async function measureSessions({ report, hosts, processes }: Bench, fleet: RunningFleet): Promise<void> {
  const before = fleet.coordinator.rssMib().now;
  const beganMs = performance.now();
  await fleet.hosts.start(PATIENCE_MS);
  const seconds = (performance.now() - beganMs) / 1000;
  const cpuS = fleet.coordinator.cpuS();
  await delay(SETTLE_MS);
  const { now, peak } = fleet.coordinator.rssMib();
  const idle = ((fleet.coordinator.cpuS() - cpuS) / (SETTLE_MS / 1000)) * 100;
  const note = `${before.toFixed(0)} MiB without, connected in ${seconds.toFixed(1)} s from ${processes} processes, CPU ${idle.toFixed(0)} % with heartbeats alone`;
  report.add({ case: named(hosts), metric: "sessions-rss-mib", ours: now, note });
  report.add({ case: named(hosts), metric: "sessions-peak-rss-mib", ours: peak, note: "while they connected" });
}

async function measureWaves({ report, hosts, runs }: Bench, fleet: RunningFleet): Promise<void> {
  const p99: number[] = [];
  const last: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    await fleet.release(`wave${run}`);
    await fleet.hosts.mark();
    await fleet.loop();
    const rollout = succeeded(await fleet.follow(await fleet.deploy(`wave${run}`)));
    const times = rollout.hosts.map(({ activateMs }) => activateMs / 1000);
    p99.push(quantile(times, 0.99));
    last.push(quantile(times, 1));
    const { p99Ms, maxMs } = await fleet.loop();
    await once(fleet, rollout);
    const whole = (rollout.endedUnixMs - rollout.startedUnixMs) / 1000;
    const told = `p50 ${median(times).toFixed(2)} s, p99 ${p99.at(-1)?.toFixed(2)} s, last ${last.at(-1)?.toFixed(2)} s`;
    report.say(
      `wave ${run}: ${told}; rollout ${whole.toFixed(2)} s; event loop p99 ${p99Ms.toFixed(0)} ms, longest ${maxMs.toFixed(0)} ms`,
    );
  }
  const { peak } = fleet.coordinator.rssMib();
  const note = `median of ${runs} waves (${p99.map((seconds) => seconds.toFixed(2)).join(", ")}), followed by one operator; peak ${Math.ceil(peak)} MiB`;
  report.add({ case: named(hosts), metric: "wave-p99-s", ours: median(p99), note });
  report.add({ case: named(hosts), metric: "wave-last-s", ours: median(last), note: "until the last host's answer" });
}

async function measureReconnect({ report, hosts, profile }: Bench, fleet: RunningFleet): Promise<void> {
  await fleet.release("cut");
  await fleet.hosts.mark();
  const rollout = await fleet.deploy("cut");
  await fleet.hosts.until(({ swaps }) => swaps >= hosts * KILLED_AT_SHARE, { timeoutMs: PATIENCE_MS, what: "some hosts are switched" });
  // Only who ends by itself leaves a profile.
  await fleet.coordinator.end(profile === null ? "SIGKILL" : "SIGTERM");
  const killedAt = (await fleet.hosts.until(({ welcomed }) => welcomed === 0, { timeoutMs: PATIENCE_MS, what: "no session is left" }))
    .swaps;
  const beganMs = nowMs();
  await fleet.restartCoordinator();
  const readyS = (nowMs() - beganMs) / 1000;
  const { lastWelcomeMs, vain } = await fleet.hosts.until(({ welcomed }) => welcomed === hosts, {
    timeoutMs: PATIENCE_MS,
    what: "all are back",
  });
  const ended = succeeded(await fleet.follow(rollout));
  const reportsS = (nowMs() - beganMs) / 1000;
  const { p99Ms, maxMs } = await fleet.loop();
  await once(fleet, ended);
  const name = named(hosts);
  const note = `from the start of the process, which was ready after ${readyS.toFixed(1)} s; ${vain} dialled in vain, with an agent's backoff`;
  report.add({ case: name, metric: "reconnect-s", ours: (lastWelcomeMs - beganMs) / 1000, note });
  report.add({ case: name, metric: "reconnect-loop-p99-ms", ours: p99Ms, note: `longest ${maxMs.toFixed(0)} ms` });
  const told = `killed when ${killedAt} were switched; then ended with all active, each switched once: no report lost`;
  report.add({ case: name, metric: "reconnect-reports-s", ours: reportsS, note: told });
}

/** Each host says what the rollout says, and was switched once. */
async function once(fleet: RunningFleet, { release, hosts }: Rollout): Promise<void> {
  const { swaps, active } = await fleet.hosts.count();
  if (swaps !== hosts.length || active[release] !== hosts.length)
    throw new Error(`${swaps} swaps of ${hosts.length} hosts; ${active[release] ?? 0} run the release`);
}

function named(hosts: number): string {
  return `${hosts.toLocaleString("en-US")} hosts`;
}
