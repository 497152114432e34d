/**
 * The network that the lab cases run in: that of `shoal lab`, with programs of the bench's own in its namespaces. Its record is in the run's folder, and
 * whatever happens it is removed with `endLab`; of a run that was killed, by the next one.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endLab } from "../../../coordinator/cli/lab/down.ts";
import { buildNetwork, findNet, uplinkBytes, whyNoNamespaces } from "../../../coordinator/cli/lab/network.ts";
import { type LabMachine, type LabPlan, namespacesOf, planLab } from "../../../coordinator/cli/lab/plan.ts";
import { describeSelf, labEnvironment, labProcesses, statOf } from "../../../coordinator/cli/lab/processes.ts";
import { createRecord, readRecord } from "../../../coordinator/cli/lab/record.ts";

export const LAB_SHAPE: LabShape = { datacenters: 3, hostsEach: 4, wanBps: 100e6 };
const LAN_BPS = 1e9;

export interface Program {
  readonly machine: LabMachine;
  readonly child: ChildProcess;
  /** The next JSON line of its stdout; rejects with its stderr when it ends without one. */
  next(): Promise<Record<string, unknown>>;
  /** Ends it as a crash would. */
  kill(): void;
  readonly killed: boolean;
  /** One line to its stdin. */
  send(line: string): void;
}

export interface Lab {
  readonly plan: LabPlan;
  readonly directory: string;
  run(machine: LabMachine, command: readonly string[]): Program;
  /** Bytes that every site's uplink has brought in, headers included. */
  inBytes(): Promise<ReadonlyMap<string, number>>;
  /** Of each uplink, both ways. */
  readonly wanBps: number;
  /** What the uplinks carried so far that the bundle has to go through: out of the seed's site, and into the others. */
  loads(): Promise<ReadonlyMap<string, number>>;
  /** User and system time of all programs and their children so far. */
  cpuSeconds(): number;
}

export interface LabShape {
  readonly datacenters: number;
  readonly hostsEach: number;
  readonly wanBps: number;
}

export { whyNoNamespaces };

/** Makes a network, runs `work` in it, and removes it. */
export async function withLab<Result>(
  scratch: string,
  { datacenters, hostsEach, wanBps }: LabShape,
  work: (lab: Lab) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(scratch, LAB_PREFIX));
  const plan = planLab({ id: randomBytes(3).toString("hex"), net: await findNet(Math.random), datacenters, hostsEach });
  const links = { wanBps, lanBps: LAN_BPS, rttMs: 0 };
  const record = {
    version: 1,
    plan,
    links,
    app: "",
    environment: "",
    coordinator: "",
    maker: describeSelf("bench"),
    processes: [],
  } as const;
  await createRecord(directory, record);
  goFirst(NICE);
  mkdirSync(join(directory, "hosts"));
  try {
    await buildNetwork(plan, links);
    return await work({
      plan,
      wanBps,
      directory: join(directory, "hosts"),
      run: (machine, command) => startProgram(plan.id, machine, command),
      async inBytes() {
        return new Map(Array.from(await uplinkBytes(plan), ([site, { inBytes }]) => [site, inBytes]));
      },
      async loads() {
        const seedSite = plan.coordinator.datacenter;
        const told = Array.from(await uplinkBytes(plan), ([site, { inBytes, outBytes }]) =>
          site === seedSite ? ([`out of ${site}`, outBytes] as const) : ([`into ${site}`, inBytes] as const),
        );
        return new Map(told);
      },
      cpuSeconds: () => cpuSeconds(plan),
    });
  } finally {
    goFirst("0");
    await endLab(directory, { ...record, maker: null });
  }
}

/** Where sessions get equal shares of the cores, niceness counts within one only; the session's own is set here (sched(7), autogroup). */
function goFirst(nice: string): void {
  try {
    writeFileSync("/proc/self/autogroup", nice);
  } catch {
    // Without autogroups the niceness of each program is enough.
  }
}

/** The first host of another site than the seed's. */
export function hostAbroad({ plan }: Lab): LabMachine {
  return plan.hosts.find(({ datacenter }) => datacenter !== plan.coordinator.datacenter)!;
}

/** Hosts at the seed's site that may have the bundle from the start; the last one there is left for other things. */
export function sourcesOf({ plan }: Lab): readonly LabMachine[] {
  return plan.hosts.filter(({ datacenter }) => datacenter === plan.coordinator.datacenter).slice(0, -1);
}

/** Ends the labs that a run which was killed left in its folder. */
export async function endLeftLabs(scratch: string): Promise<void> {
  for (const name of readdirSync(scratch).filter((name) => name.startsWith(LAB_PREFIX))) {
    const directory = join(scratch, name);
    const record = await readRecord(directory);
    if (record !== null) await endLab(directory, { ...record, maker: null });
  }
}

const LAB_PREFIX = "lab-";
const STDERR_BYTES_MAX = 4096;
const NICE = "-15";

function startProgram(lab: string, machine: LabMachine, command: readonly string[]): Program {
  // What else the machine does must not be measured: ours and the peers' alike go first.
  const child = spawn("nice", ["-n", NICE, "ip", "netns", "exec", machine.namespace ?? "", ...command], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...labEnvironment(lab) },
  });
  child.stdin.on("error", () => {});
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => (said = (said + bytes.toString()).slice(-STDERR_BYTES_MAX)));
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const reader = createInterface(child.stdout);
  reader.on("line", (line) => {
    if (!line.startsWith("{")) return;
    lines.push(line);
    waiting.shift()?.();
  });
  const ended = once(reader, "close");
  return {
    machine,
    child,
    async next() {
      if (lines.length === 0) await Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), ended]);
      const line = lines.shift();
      if (line === undefined) throw new Error(`${machine.name} ended: ${said.trim()}`);
      return JSON.parse(line) as Record<string, unknown>;
    },
    kill: () => void child.kill("SIGKILL"),
    get killed() {
      return child.killed;
    },
    send: (line) => void child.stdin.write(`${line}\n`),
  };
}

function cpuSeconds(plan: LabPlan): number {
  const processes = labProcesses(plan.id, { namespaces: namespacesOf(plan), besides: [] });
  return processes.reduce((sum, { pid }) => sum + (statOf(pid)?.cpuTicks ?? 0), 0) / TICKS_PER_S;
}

/** sysconf(_SC_CLK_TCK): 100 on every Linux. */
const TICKS_PER_S = 100;
