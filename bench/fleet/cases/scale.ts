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
  const clock = await startClock(fleet);
  await fleet.hosts.start(PATIENCE_MS);
  report.say(`connected: ${await clock()}`);
  const cpuS = fleet.coordinator.cpuS();
  await delay(SETTLE_MS);
  const { now, peak } = fleet.coordinator.rssMib();
  const idle = ((fleet.coordinator.cpuS() - cpuS) / (SETTLE_MS / 1000)) * 100;
  const note = `${before.toFixed(0)} MiB without, hosts in ${processes} processes, CPU ${idle.toFixed(0)} % with heartbeats alone`;
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
    const clock = await startClock(fleet);
    const rollout = succeeded(await fleet.follow(await fleet.deploy(`wave${run}`)));
    const times = rollout.hosts.map(({ activateMs }) => activateMs / 1000);
    p99.push(quantile(times, 0.99));
    last.push(quantile(times, 1));
    const { p99Ms, maxMs } = await fleet.loop();
    const used = await clock();
    await once(fleet, rollout);
    const whole = (rollout.endedUnixMs - rollout.startedUnixMs) / 1000;
    const told = `p50 ${median(times).toFixed(2)} s, p99 ${p99.at(-1)?.toFixed(2)} s, last ${last.at(-1)?.toFixed(2)} s`;
    report.say(
      `wave ${run}: ${told}; rollout ${whole.toFixed(2)} s (${used}); event loop p99 ${p99Ms.toFixed(0)} ms, longest ${maxMs.toFixed(0)} ms`,
    );
  }
  const { peak } = fleet.coordinator.rssMib();
  const note = `median of ${runs} waves (${p99.map((seconds) => seconds.toFixed(2)).join(", ")}), followed by one operator; peak ${Math.ceil(peak)} MiB`;
  report.add({ case: named(hosts), metric: "wave-p99-s", ours: median(p99), note });
  report.add({ case: named(hosts), metric: "wave-last-s", ours: median(last), note: "until the last host's answer" });
}

async function measureReconnect({ report, hosts, profile }: Bench, fleet: RunningFleet): Promise<void> {
  await fleet.release("cut");
  const { reached } = await fleet.hosts.markAndTell(KILLED_AT_SHARE);
  const rollout = await fleet.deploy("cut");
  await reached;
  // Only who ends by itself leaves a profile.
  await fleet.coordinator.end(profile === null ? "SIGKILL" : "SIGTERM");
  const killedAt = (await fleet.hosts.until(({ welcomed }) => welcomed === 0, { timeoutMs: PATIENCE_MS, what: "no session is left" }))
    .swaps;
  const beganMs = nowMs();
  const clock = await startClock(fleet);
  await fleet.restartCoordinator();
  const readyS = (nowMs() - beganMs) / 1000;
  const { lastWelcomeMs, vain } = await fleet.hosts.until(({ welcomed }) => welcomed === hosts, {
    timeoutMs: PATIENCE_MS,
    what: "all are back",
  });
  report.say(`all are back: ${await clock()}`);
  const ended = succeeded(await fleet.follow(rollout));
  const reportsS = (nowMs() - beganMs) / 1000;
  const { p99Ms, maxMs } = await fleet.loop();
  await once(fleet, ended);
  const name = named(hosts);
  const note = `from the start of the process, which was ready after ${readyS.toFixed(1)} s; dialled in vain, with an agent's backoff: ${told(vain)}`;
  report.add({ case: name, metric: "reconnect-s", ours: (lastWelcomeMs - beganMs) / 1000, note });
  report.add({ case: name, metric: "reconnect-loop-p99-ms", ours: p99Ms, note: `longest ${maxMs.toFixed(0)} ms` });
  const outcome = `killed when ${killedAt} were switched; then ended with all active, each switched once: no report lost`;
  report.add({ case: name, metric: "reconnect-reports-s", ours: reportsS, note: outcome });
}

/** Tells how long it took from here, and who worked meanwhile: with two cores that is what the rest waited for. */
async function startClock(fleet: RunningFleet): Promise<() => Promise<string>> {
  const beganMs = performance.now();
  const coordinator = fleet.coordinator;
  const before = { own: coordinator.cpuS(), hosts: (await fleet.hosts.count()).cpuS };
  return async () => {
    const seconds = (performance.now() - beganMs) / 1000;
    const own = fleet.coordinator.cpuS() - (fleet.coordinator === coordinator ? before.own : 0);
    const hosts = (await fleet.hosts.count()).cpuS - before.hosts;
    return `${seconds.toFixed(1)} s, CPU of the coordinator ${own.toFixed(1)} s, of the hosts ${hosts.toFixed(1)} s`;
  };
}

/** Each host says what the rollout says, and was switched once. */
async function once(fleet: RunningFleet, { release, hosts }: Rollout): Promise<void> {
  const { swaps, active } = await fleet.hosts.count();
  if (swaps !== hosts.length || active[release] !== hosts.length)
    throw new Error(`${swaps} swaps of ${hosts.length} hosts; ${active[release] ?? 0} run the release`);
}

/** Most often first. */
function told(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.map(([what, count]) => `${count} ${what.replace(/ 127.*/, "")}`).join(", ");
}

function named(hosts: number): string {
  return `${hosts.toLocaleString("en-US")} hosts`;
}
