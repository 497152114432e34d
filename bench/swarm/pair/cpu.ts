/** Seconds on the processor, of any process. */
import { readFileSync } from "node:fs";

/** User and system time of a process and its threads so far, in seconds; 0 once it is gone. */
function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
  } catch {
    return 0;
  }
}

/** USER_HZ, the same on every Linux that Node runs on. */
const TICKS_PER_S = 100;

/** Wall time of `work` and what these processes spent in it. */
export async function measured(pids: readonly number[], work: () => Promise<void>): Promise<Spent> {
  const before = pids.map(cpuSeconds);
  const begun = performance.now();
  await work();
  const wallS = (performance.now() - begun) / 1000;
  const cpu = pids.map((pid, index) => cpuSeconds(pid) - before[index]!);
  return { wallS, cpuS: cpu.reduce((sum, one) => sum + one, 0), eachS: cpu };
}

export interface Spent {
  readonly wallS: number;
  /** Of all processes together. */
  readonly cpuS: number;
  /** Of each, in the order given. */
  readonly eachS: readonly number[];
}
