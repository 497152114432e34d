/**
 * Makes a lab: its record, its network, a fleet with the commands that people use (`shoal init`, `shoal host add`), a coordinator and agents as
 * processes. What fails half-way is taken away again; what is killed half-way, `shoal lab down` takes away by the record.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ShoalError, toFailure } from "../../../runtime/errors.ts";
import { createOperatorClient, type OperatorClient } from "../client.ts";
import type { CommandContext, Preset } from "../command.ts";
import { addHost } from "../commands/host-add.ts";
import { init } from "../commands/init.ts";
import { readConfig } from "../config.ts";
import { CERTIFICATE_DAYS } from "../limits.ts";
import { createOutput } from "../output.ts";
import { endLab } from "./down.ts";
import { POLL_MS, START_TIMEOUT_MS } from "./limits.ts";
import { freePort } from "./free-port.ts";
import { buildNetwork, findNet } from "./network.ts";
import { type LabLinks, type LabMachine, type LabShape, planLab } from "./plan.ts";
import { describeSelf, isRunning, type LabProcess, startProcess } from "./processes.ts";
import { createRecord, type LabRecord, writeRecord } from "./record.ts";

export interface UpOptions extends LabShape, LabLinks {
  readonly directory: string;
  readonly app: string;
  readonly environment: string;
  readonly preset: Preset;
  /** Namespaces with shaped links, or processes on loopback. */
  readonly namespaces: boolean;
}

export interface UpDeps {
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** The lab, with every host connected. Errors: E_EXISTS, E_IO, E_TIMEOUT, E_CANCELLED. */
export async function makeLab(options: UpOptions, deps: UpDeps): Promise<LabRecord> {
  const directory = resolve(options.directory);
  const { datacenters, hostsEach, wanBps, lanBps, rttMs, app, environment } = options;
  const net = options.namespaces ? await findNet(Math.random) : null;
  const plan = planLab({ id: randomBytes(3).toString("hex"), net, datacenters, hostsEach });
  const lab = new LabUnderWay(directory, {
    version: 1,
    plan,
    links: { wanBps, lanBps, rttMs },
    app,
    environment,
    coordinator: "",
    maker: describeSelf("lab-up"),
    processes: [],
  });
  await createRecord(directory, lab.record);
  try {
    await lab.make(options, deps);
    return lab.record;
  } catch (error) {
    await endLab(directory, { ...lab.record, maker: null });
    throw error;
  }
}

const ROOT = join(import.meta.dirname, "../../..");
const CONTROL_PORT = 7400;
const SWARM_PORT = 7401;
const TRACKER_PORT = 7402;
const AGENT_PORT = 7410;
const LOG_TAIL_LINES = 10;

interface LabHost {
  readonly host: LabMachine;
  /** Its place in the lab, from 1: a label, for what has to differ from host to host. */
  readonly number: number;
  readonly options: UpOptions;
}

class LabUnderWay {
  readonly #directory: string;
  #record: LabRecord;

  constructor(directory: string, record: LabRecord) {
    this.#directory = directory;
    this.#record = record;
  }

  get record(): LabRecord {
    return this.#record;
  }

  async make(options: UpOptions, { signal, say }: UpDeps): Promise<void> {
    const { plan } = this.#record;
    const { delayed } = await buildNetwork(plan, options);
    if (plan.network !== null && options.rttMs > 0 && !delayed) {
      say(`this kernel has no netem: rates are shaped, the round trip of ${options.rttMs} ms is not added`);
    }
    for (const name of ["logs", "hosts", "cache"]) mkdirSync(join(this.#directory, name), { recursive: true, mode: 0o700 });
    const context = await this.#initFleet(options, signal);
    const client = await context.connect();
    try {
      await this.#start(plan.coordinator, [
        join(ROOT, "coordinator/shoal-coordinator"),
        "--config",
        this.#path("fleet/coordinator/coordinator.yaml"),
      ]);
      await this.#until("the coordinator answers", signal, () => answers(client));
      for (const [index, host] of plan.hosts.entries()) await this.#addHost(context, { host, number: index + 1, options });
      for (const { name, ...host } of plan.hosts) {
        // Temporary directories are on tmpfs or overlay file systems on many machines.
        const command = [join(ROOT, "agent/shoal-agent"), "--config", this.#path(`hosts/${name}/agent.yaml`), "--allow-nondurable"];
        await this.#start({ name, ...host }, command);
      }
      await this.#until("every host is connected", signal, async () => {
        const { hosts } = await client.listHosts({ environment: options.environment });
        return hosts.length === plan.hosts.length && hosts.every(({ connected }) => connected);
      });
    } finally {
      client.close();
    }
    await this.#write({ maker: null });
  }

  #path(below: string): string {
    return join(this.#directory, below);
  }

  async #write(change: Partial<LabRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    await writeRecord(this.#directory, this.#record);
  }

  async #start({ name, namespace }: Pick<LabMachine, "name" | "namespace">, command: readonly string[]): Promise<void> {
    const { plan, processes } = this.#record;
    const record = (started: LabProcess): Promise<void> => this.#write({ processes: [...processes, started] });
    await startProcess({ lab: plan.id, name, command, namespace, logFile: this.#path(`logs/${name}.log`), record });
  }

  /** The fleet's own configuration, quietly. */
  async #initFleet({ app, preset }: UpOptions, signal: AbortSignal): Promise<CommandContext> {
    const { coordinator, network } = this.#record.plan;
    const ports = network === null ? [await freePort(), 0, 0] : [CONTROL_PORT, SWARM_PORT, TRACKER_PORT];
    const [controlPort = 0, swarmPort = 0, trackerPort = 0] = ports;
    const address = `${coordinator.address}:${controlPort}`;
    const nowhere = { write: () => true, on: () => {} };
    let client: Promise<OperatorClient> | null = null;
    const context: CommandContext = {
      output: createOutput({ json: false, stdout: nowhere, stderr: nowhere, nowMs: () => performance.now() }),
      config: () => readConfig(this.#path("fleet/shoal.yaml")),
      connect: () => (client ??= context.config().then(createOperatorClient)),
      interrupt: () => signal,
    };
    const options = {
      app: [app],
      operator: "lab",
      fleet: "shoal lab",
      address,
      swarmPort,
      trackerPort,
      preset,
      dc: coordinator.datacenter,
      days: CERTIFICATE_DAYS,
    };
    await init(context, this.#path("fleet"), options);
    await this.#write({ coordinator: address });
    return context;
  }

  async #addHost(context: CommandContext, { host, number, options }: LabHost): Promise<void> {
    const { name, datacenter, address, namespace } = host;
    const out = this.#path(`hosts/${name}`);
    const port = namespace === null ? 0 : AGENT_PORT;
    const where = { dc: datacenter, address: [address], swarmListen: `${address}:${port}`, root: join(out, "srv"), out };
    const { app, environment, preset } = options;
    // Nobody else can read what is below the lab's directory.
    const about = { label: [`number=${number}`], ...(process.getuid?.() === 0 ? { user: userInfo().username } : {}) };
    // What is written by others here, is written by other hosts of the lab: they must not wait for each other.
    const sharesDisk = namespace !== null;
    await addHost(context, name, { ...where, ...about, environment, app: [app], preset, days: CERTIFICATE_DAYS, sharesDisk });
  }

  /** Rejects with the log of a process that ended, or when time is over. */
  async #until(what: string, signal: AbortSignal, holds: () => Promise<boolean>): Promise<void> {
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    while (!(await holds())) {
      if (signal.aborted) throw new ShoalError("E_CANCELLED", `interrupted before ${what}`);
      const ended = this.#record.processes.find((one) => !isRunning(one));
      if (ended !== undefined) throw new ShoalError("E_IO", `${ended.name} ended before ${what}: ${this.#logTail(ended.name)}`);
      if (performance.now() > deadlineMs) throw new ShoalError("E_TIMEOUT", `${what}: not within ${START_TIMEOUT_MS / 1000} s`);
      await delay(POLL_MS, undefined, { signal }).catch(() => {});
    }
  }

  #logTail(name: string): string {
    return readFileSync(this.#path(`logs/${name}.log`), "utf8")
      .trimEnd()
      .split("\n")
      .slice(-LOG_TAIL_LINES)
      .join("\n");
  }
}

async function answers(client: OperatorClient): Promise<boolean> {
  try {
    await client.listHosts({ environment: "" });
    return true;
  } catch (error) {
    if (toFailure(error).code === "E_UNAVAILABLE") return false;
    throw error;
  }
}
