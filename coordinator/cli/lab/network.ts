/**
 * The network of a lab: `ip` and `tc` commands, made of the plan. A link between two namespaces is made in them and never seen in the machine's
 * own, so it goes with them; the only thing of a lab in the machine's own namespace is the operator's link.
 *
 * Rates are shaped by tbf on both ends of a link, each for what it sends. Delay needs netem, which many kernels lack: then there is none.
 * A failure half-way leaves what `removeNetwork` removes: it takes names, and what isn't there is no error.
 */
import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { ShoalError, textOf } from "../../../runtime/errors.ts";
import { DELAY_PACKETS_MAX, LINK_BUFFER_MS, LINK_BURST_BYTES_MIN, LINK_BURST_MS, TOOL_TIMEOUT_MS } from "./limits.ts";
import { type LabLinks, type LabMachine, type LabNetwork, type LabPlan, type LabSite, namespacesOf } from "./plan.ts";

/** Lines for one run of `ip -batch` or `tc -batch` in a namespace (null: the machine's own). */
export interface NetworkStep {
  readonly tool: "ip" | "tc";
  readonly namespace: string | null;
  readonly lines: readonly string[];
}

export interface NetworkOptions extends LabLinks {
  /** Whether the kernel can delay packets. */
  readonly delay: boolean;
}

/** Null, or why this machine can have no network of a lab, in words. */
export async function whyNoNamespaces(): Promise<string | null> {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (process.getuid?.() !== 0) return "network namespaces need root";
  for (const tool of ["ip", "tc"]) {
    const missing = await run(tool, ["-V"]).then(
      () => false,
      () => true,
    );
    if (missing) return `there is no ${tool} (Debian: apt-get install iproute2)`;
  }
  // Root of a container may be refused, and a kernel may lack tbf. A namespace without a name goes with its process.
  return run("unshare", ["-n", "tc", "qdisc", "add", "dev", "lo", "root", ...TRIAL]).then(
    () => null,
    (error: unknown) => `this machine makes none with shaped links: ${textOf(error)}`,
  );
}

const TRIAL = ["tbf", "rate", "1mbit", "burst", "16kb", "latency", "10ms"];

/** A second byte N so that nothing of 10.N.0.0/16 is routed on this machine. Errors: E_UNAVAILABLE. */
export async function findNet(random: () => number): Promise<number> {
  const routes = await run("ip", ["-4", "route", "show", "table", "all"]);
  const free = Array.from({ length: 190 }, (_, index) => 64 + index).filter((net) => !routes.includes(`10.${net}.`));
  const net = free[Math.floor(random() * free.length)];
  if (net === undefined)
    throw new ShoalError("E_UNAVAILABLE", "every network of 10.64.0.0 to 10.253.0.0 is routed on this machine already");
  return net;
}

/** Makes all of it. Errors: E_IO with what the tool said. */
export async function buildNetwork(plan: LabPlan, links: LabLinks): Promise<{ readonly delayed: boolean }> {
  for (const namespace of namespacesOf(plan)) await run("ip", ["netns", "add", namespace]);
  const delay = links.rttMs > 0 && (await canDelay(plan));
  for (const { tool, namespace, lines } of networkSteps(plan, { ...links, delay })) {
    await run(tool, [...(namespace === null ? [] : ["-n", namespace]), "-batch", "-"], `${lines.join("\n")}\n`);
  }
  return { delayed: delay };
}

/** What is there of it goes; the processes in it must have ended. */
export async function removeNetwork(plan: LabPlan): Promise<void> {
  if (plan.network === null) return;
  const there = new Set((await run("ip", ["netns", "list"])).split("\n").map((line) => line.split(" ")[0] ?? ""));
  for (const namespace of namespacesOf(plan)) if (there.has(namespace)) await run("ip", ["netns", "delete", namespace]);
  const { link } = plan.network.operator;
  if (await isThere(`/sys/class/net/${link}`)) await run("ip", ["link", "delete", link]).catch(unlessThere(link));
}

export function networkSteps(plan: LabPlan, options: NetworkOptions): readonly NetworkStep[] {
  const { network } = plan;
  if (network === null) return [];
  const machines = [plan.coordinator, ...plan.hosts];
  return [
    { tool: "ip", namespace: network.core, lines: BRIDGE },
    ...network.sites.flatMap((site) => siteSteps(site, network, options)),
    ...machines.flatMap((machine, index) => machineSteps(machine, { network, port: `h${index}`, options })),
    ...operatorSteps(plan, network),
  ];
}

/** Bytes and packets that have crossed a site's uplink since it was made, headers included. */
export interface UplinkBytes {
  readonly inBytes: number;
  readonly outBytes: number;
}

export async function uplinkBytes({ network }: LabPlan): Promise<ReadonlyMap<string, UplinkBytes>> {
  if (network === null) return new Map();
  const links = JSON.parse(await run("ip", ["-n", network.core, "-s", "-j", "link"])) as readonly LinkStats[];
  const counted = network.sites.map(({ name }): [string, UplinkBytes] => {
    const { stats64 } = links.find(({ ifname }) => ifname === name) ?? {};
    // The core's end: what it sends is what the site gets.
    return [name, { inBytes: stats64?.tx.bytes ?? 0, outBytes: stats64?.rx.bytes ?? 0 }];
  });
  return new Map(counted);
}

interface LinkStats {
  readonly ifname: string;
  readonly stats64?: { readonly rx: { readonly bytes: number }; readonly tx: { readonly bytes: number } };
}

const BRIDGE = ["link set lo up", "link add br0 type bridge", "link set br0 up"];

function siteSteps(site: LabSite, { core }: LabNetwork, { wanBps, rttMs, delay }: NetworkOptions): readonly NetworkStep[] {
  // A round trip crosses two uplinks, each both ways.
  const shape = shaping(wanBps, delay ? rttMs / 4 : 0);
  return [
    {
      tool: "ip",
      namespace: site.namespace,
      lines: [...BRIDGE, `link add up0 type veth peer name ${site.name} netns ${core}`, ...port("up0")],
    },
    { tool: "ip", namespace: core, lines: port(site.name) },
    { tool: "tc", namespace: site.namespace, lines: shape("up0") },
    { tool: "tc", namespace: core, lines: shape(site.name) },
  ];
}

function machineSteps(
  machine: LabMachine,
  { network, port: name, options }: { readonly network: LabNetwork; readonly port: string; readonly options: NetworkOptions },
): readonly NetworkStep[] {
  const site = network.sites.find((one) => one.name === machine.datacenter)?.namespace ?? "";
  const shape = shaping(options.lanBps, 0);
  const own = machine.namespace ?? "";
  return [
    {
      tool: "ip",
      namespace: own,
      lines: [
        "link set lo up",
        `link add eth0 type veth peer name ${name} netns ${site}`,
        `address add ${machine.address}/16 dev eth0`,
        "link set eth0 up",
      ],
    },
    { tool: "ip", namespace: site, lines: port(name) },
    { tool: "tc", namespace: own, lines: shape("eth0") },
    { tool: "tc", namespace: site, lines: shape(name) },
  ];
}

/** The machine itself reaches the coordinator, and nothing else of the lab. */
function operatorSteps({ coordinator }: LabPlan, { operator, sites }: LabNetwork): readonly NetworkStep[] {
  const site = sites[0]?.namespace ?? "";
  return [
    {
      tool: "ip",
      namespace: null,
      lines: [
        `link add ${operator.link} type veth peer name op0 netns ${site}`,
        `address add ${operator.address} peer ${coordinator.address}/32 dev ${operator.link}`,
        `link set ${operator.link} up`,
      ],
    },
    { tool: "ip", namespace: site, lines: port("op0") },
  ];
}

function port(link: string): readonly string[] {
  return [`link set ${link} master br0`, `link set ${link} up`];
}

function shaping(bps: number, delayMs: number): (link: string) => readonly string[] {
  const burstBytes = Math.max(LINK_BURST_BYTES_MIN, Math.round((bps / 8) * (LINK_BURST_MS / 1000)));
  const tbf = `tbf rate ${bps}bit burst ${burstBytes}b latency ${LINK_BUFFER_MS}ms`;
  if (delayMs === 0) return (link) => [`qdisc add dev ${link} root ${tbf}`];
  return (link) => [
    `qdisc add dev ${link} root handle 1: netem delay ${delayMs}ms limit ${DELAY_PACKETS_MAX}`,
    `qdisc add dev ${link} parent 1: handle 2: ${tbf}`,
  ];
}

async function canDelay({ network }: LabPlan): Promise<boolean> {
  if (network === null) return false;
  const trial = ["-n", network.core, "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"];
  return run("tc", trial).then(
    async () => {
      await run("tc", ["-n", network.core, "qdisc", "delete", "dev", "lo", "root"]);
      return true;
    },
    () => false,
  );
}

function run(tool: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(tool, args, { timeout: TOOL_TIMEOUT_MS, env: { ...process.env, LC_ALL: "C" } }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const said = stderr.trim().replaceAll("\n", "; ");
      reject(new ShoalError("E_IO", `${tool} ${args.join(" ")}: ${said === "" ? error.message : said}`, { cause: error }));
    });
    // A tool that ends at once does not read.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The kernel removes a link by itself, a little after the namespace of its other end. */
function unlessThere(link: string): (error: unknown) => Promise<void> {
  return async (error) => {
    if (await isThere(`/sys/class/net/${link}`)) throw error;
  };
}
