/** `shoal lab up`, `shoal lab status`, `shoal lab down`: a fleet like one in production, on one machine. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { ShoalError } from "../../../runtime/errors.ts";
import { parseAppName, parseEnvironmentName } from "../../../runtime/ids.ts";
import { createOperatorClient } from "../client.ts";
import {
  addCommand,
  type Bind,
  type CommandContext,
  parseArgument,
  parseCount,
  parseDurationMs,
  type Preset,
  presetOption,
} from "../command.ts";
import { readConfig } from "../config.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { renderTable } from "../render/table.ts";
import { endLab } from "./down.ts";
import { DATACENTERS_MAX, HOSTS_MAX, HOSTS_PER_DATACENTER_MAX } from "./limits.ts";
import { uplinkBytes, whyNoNamespaces } from "./network.ts";
import { isRunning } from "./processes.ts";
import { type LabRecord, readRecord } from "./record.ts";
import { makeLab } from "./up.ts";

export function addLabCommands(lab: Command, bind: Bind): void {
  const directory = join(process.env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state"), "shoal", "lab");
  const command = (usage: string, description: string): Command =>
    addCommand(lab, usage, description).option("--dir <dir>", "where the lab is kept", directory);
  command("up", "start a coordinator and agents: in network namespaces with shaped links (root on Linux), else on loopback")
    .option("--dcs <count>", "data centers", parseCount(DATACENTERS_MAX), 3)
    .option("--hosts <count>", "hosts in each", parseCount(HOSTS_PER_DATACENTER_MAX), 4)
    .option("--wan <rate>", "each data center's one uplink, both ways", parseRateBps, parseRateBps("100mbit"))
    .option("--lan <rate>", "each host's link", parseRateBps, parseRateBps("1gbit"))
    .option("--rtt <duration>", "between data centers, where the kernel has netem", parseDurationMs)
    .option("--app <name>", "the app", "web")
    .option("--environment <name>", "the environment", "lab")
    .option("--loopback", "processes on loopback, no shaped links, also as root")
    .addOption(presetOption())
    .action(bind(up));
  command("status", "the lab's machines, and what crossed its uplinks").action(bind(status));
  command("down", "end the lab; nothing of it is left").action(bind(down));
}

interface UpCommandOptions {
  readonly dir: string;
  readonly dcs: number;
  readonly hosts: number;
  readonly wan: number;
  readonly lan: number;
  readonly rtt?: number;
  readonly app: string;
  readonly environment: string;
  readonly loopback?: boolean;
  readonly preset: Preset;
}

async function up(context: CommandContext, options: UpCommandOptions): Promise<ExitCode> {
  const { dcs: datacenters, hosts: hostsEach, wan: wanBps, lan: lanBps, rtt: rttMs = 0 } = options;
  if (datacenters * hostsEach > HOSTS_MAX) throw new ShoalError("E_USAGE", `${datacenters * hostsEach} hosts, more than ${HOSTS_MAX}`);
  const app = parseArgument("--app", parseAppName, options.app);
  const environment = parseArgument("--environment", parseEnvironmentName, options.environment);
  const signal = context.interrupt();
  const objection = options.loopback === true ? "--loopback" : await whyNoNamespaces();
  if (objection !== null) context.output.note(`processes on loopback (${objection}): rates and round trips are not shaped`);
  const preset = objection === null ? options.preset : "loopback";
  const record = await makeLab(
    { directory: options.dir, datacenters, hostsEach, wanBps, lanBps, rttMs, app, environment, preset, namespaces: objection === null },
    { signal, say: (line) => context.output.note(line) },
  );
  context.output.answer(toJson(options.dir, record), () => upLines(options.dir, record));
  return EXIT.ok;
}

async function status(context: CommandContext, options: { readonly dir: string }): Promise<ExitCode> {
  const record = await existing(options.dir);
  const connected = await connectedHosts(options.dir, record);
  const uplinks = await uplinkBytes(record.plan);
  context.output.answer({ ...toJson(options.dir, record), connected, uplinks: Object.fromEntries(uplinks) }, () => [
    `lab ${record.plan.id} in ${resolve(options.dir)}, coordinator at ${record.coordinator}`,
    ...renderTable(
      [
        { title: "MACHINE", cell: ({ name }) => name },
        { title: "DC", cell: ({ datacenter }) => datacenter },
        { title: "ADDRESS", cell: ({ address }) => address },
        { title: "PROCESS", cell: ({ pid, running }) => (running ? String(pid) : "ended") },
        { title: "CONNECTED", cell: ({ name }) => (name === "coordinator" ? "" : connected.includes(name) ? "yes" : "no") },
      ],
      machinesOf(record),
    ),
    ...Array.from(uplinks, ([site, { inBytes, outBytes }]) => `uplink of ${site}: ${inBytes} bytes in, ${outBytes} bytes out`),
  ]);
  return EXIT.ok;
}

async function down(context: CommandContext, options: { readonly dir: string }): Promise<ExitCode> {
  const record = await existing(options.dir);
  await endLab(resolve(options.dir), record);
  context.output.answer({ id: record.plan.id, directory: resolve(options.dir) }, () => [
    `lab ${record.plan.id} has ended; nothing of it is left`,
  ]);
  return EXIT.ok;
}

/** `100mbit` and the like, in bits per second. */
function parseRateBps(text: string): number {
  const [, amount, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(kbit|mbit|gbit)$/.exec(text) ?? [];
  const bps = Math.round(Number(amount) * (UNIT_BPS[unit ?? ""] ?? Number.NaN));
  if (!(bps >= RATE_MIN_BPS && bps <= RATE_MAX_BPS)) throw new InvalidArgumentError("it is a rate with a unit, from 64kbit to 100gbit.");
  return bps;
}

const UNIT_BPS: Readonly<Record<string, number>> = { kbit: 1e3, mbit: 1e6, gbit: 1e9 };
const RATE_MIN_BPS = 64e3;
const RATE_MAX_BPS = 100e9;

async function existing(directory: string): Promise<LabRecord> {
  const record = await readRecord(directory);
  if (record === null)
    throw new ShoalError("E_NOT_FOUND", `there is no lab in ${resolve(directory)}`, { hint: "make one with shoal lab up" });
  return record;
}

async function connectedHosts(directory: string, record: LabRecord): Promise<readonly string[]> {
  if (!record.processes.some((one) => one.name === "coordinator" && isRunning(one))) return [];
  const client = await createOperatorClient(await readConfig(join(directory, "fleet", "shoal.yaml")));
  try {
    const { hosts } = await client.listHosts({ environment: record.environment });
    return hosts.filter(({ connected }) => connected).map(({ host }) => host);
  } finally {
    client.close();
  }
}

interface Machine {
  readonly name: string;
  readonly datacenter: string;
  readonly address: string;
  readonly namespace: string | null;
  /** Null: never started. */
  readonly pid: number | null;
  readonly running: boolean;
}

function machinesOf({ plan, processes }: LabRecord): readonly Machine[] {
  return [plan.coordinator, ...plan.hosts].map((machine) => {
    const process = processes.find(({ name }) => name === machine.name);
    return { ...machine, pid: process?.pid ?? null, running: process !== undefined && isRunning(process) };
  });
}

function toJson(directory: string, record: LabRecord): object {
  const { plan, links, app, environment, coordinator } = record;
  const config = join(resolve(directory), "fleet", "shoal.yaml");
  return { id: plan.id, directory: resolve(directory), config, coordinator, app, environment, links, machines: machinesOf(record) };
}

function upLines(directory: string, record: LabRecord): readonly string[] {
  const { plan, app, environment, coordinator, links } = record;
  const mbit = (bps: number): string => `${bps / 1e6} Mbit/s`;
  const shaped = plan.network === null ? "on loopback" : `uplinks ${mbit(links.wanBps)}, host links ${mbit(links.lanBps)}`;
  return [
    `lab ${plan.id}: ${plan.hosts.length} hosts and the coordinator at ${coordinator}, ${shaped}`,
    `talk to it:  export SHOAL_CONFIG=${join(resolve(directory), "fleet", "shoal.yaml")}`,
    `             shoal release create TREE --app ${app} --tag v1 && shoal deploy v1 --app ${app} --environment ${environment}`,
    ...(plan.network === null ? [] : [`be a host:   ip netns exec ${plan.hosts[0]?.namespace} bash`]),
    `end it:      shoal lab down --dir ${resolve(directory)}`,
  ];
}
