/** A swarm's download on a host whose own traffic wants the same uplink: one TCP flow begins when the download has, and ends before it. */
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { LabBundle } from "./bundle.ts";
import { hostAbroad, type Lab, type LabShape, type Program } from "./lab.ts";

export const CONTEST_SHAPE: LabShape = { datacenters: 2, hostsEach: 4, wanBps: 100e6 };

export interface Contest {
  /** Of the link's rate: what the flow got once it had run for a while … */
  readonly flowShare: number;
  /** … what the download had meanwhile … */
  readonly downloadShare: number;
  /** … and what the host took in, after the flow had ended, until it had everything. */
  readonly restShare: number;
  /** What the host told of its back-off. */
  readonly told: readonly Record<string, unknown>[];
}

export interface ContestOptions {
  readonly bundle: LabBundle;
  /** The seed runs, and the host's download is ready to be started. */
  readonly start: (lab: Lab, bundle: LabBundle) => Promise<Program>;
}

/** In a lab of `CONTEST_SHAPE`. */
export async function contest(lab: Lab, { bundle, start }: ContestOptions): Promise<Contest> {
  const host = hostAbroad(lab);
  const near = lab.plan.hosts.findLast(({ datacenter }) => datacenter !== host.datacenter)!;
  const flow = (machine: typeof host, part: string): Program =>
    lab.run(machine, [process.execPath, "--disable-warning=ExperimentalWarning", FLOW, part, host.address, String(PORT)]);
  const download = await start(lab, bundle);
  const sink = flow(host, "sink");
  await sink.next();
  const source = flow(near, "source");
  await source.next();
  const took = async (): Promise<number> => (await lab.inBytes()).get(host.datacenter) ?? 0;
  const before = await took();
  download.send("go");
  const backedOff = Promise.withResolvers<void>();
  const finished = untilDone(download, () => backedOff.resolve());
  while ((await took()) - before < BEFORE_BYTES) await delay(POLL_MS);
  source.send("go");
  await Promise.race([backedOff.promise, finished, delay(CONTEST_MS)]);
  sink.send(`${SETTLING_BYTES} ${MEASURED_BYTES}`);
  await sink.next();
  const measuredFrom = await took();
  const { flowMs } = await sink.next();
  const measuredBytes = (await took()) - measuredFrom;
  source.kill();
  await once(source.child, "exit");
  const [restFrom, restFromMs] = [await took(), Date.now()];
  const { doneMs, told } = await finished;
  if (doneMs < restFromMs) throw new Error("the download ended before the flow that it is to make room for");
  const restBytes = (await took()) - restFrom;
  return {
    flowShare: shareOf(lab, MEASURED_BYTES, Number(flowMs)),
    downloadShare: Math.max(0, shareOf(lab, measuredBytes - MEASURED_BYTES * WIRE_FACTOR, Number(flowMs))),
    restShare: shareOf(lab, restBytes, doneMs - restFromMs),
    told,
  };
}

const MIB = 1024 * 1024;
const PORT = 9000;
const FLOW = join(import.meta.dirname, "flow.ts");
const POLL_MS = 100;
const BEFORE_BYTES = 16 * MIB;
/** Who backs off and says so, has done so by then. */
const CONTEST_MS = 8_000;
/** A second or two of the link, until what was under way has come and the download is at its least. */
const SETTLING_BYTES = 16 * MIB;
const MEASURED_BYTES = 20 * MIB;
/** Headers of full packets. */
const WIRE_FACTOR = 1.046;

async function untilDone(
  program: Program,
  onTold: () => void,
): Promise<{ readonly doneMs: number; readonly told: readonly Record<string, unknown>[] }> {
  const told: Record<string, unknown>[] = [];
  for (;;) {
    const line = await program.next();
    if (typeof line["doneMs"] === "number") return { doneMs: line["doneMs"], told };
    told.push(line);
    onTold();
  }
}

function shareOf({ wanBps }: Lab, bytes: number, ms: number): number {
  return (bytes * 8) / (ms / 1000) / wanBps;
}
