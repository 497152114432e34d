/** One race through the lab: everybody ready, one signal, and the time until the last has it. The same for us and for every peer. */
import { availableParallelism, cpus } from "node:os";
import type { SwarmEvent, TransferStats } from "../../../swarm/swarm.ts";
import type { Lab, Program } from "./lab.ts";

export interface Race {
  /** From the signal until the last and the first host had everything. */
  readonly lastS: number;
  readonly firstS: number;
  /** Bytes into the remote datacenter that got most ÷ size: on the link with headers, and of payload where the peer counts it. */
  readonly linkCopies: number;
  readonly payloadCopies: number | null;
  /** Of the machine's cores: used by the programs in the lab, and by all that ran. Where the latter is near one, the machine is what was measured. */
  readonly cpuShare: number;
  readonly machineShare: number;
  readonly cpuSeconds: number;
  /** What uplinks carried in each second, as a share of their rate. */
  readonly loads: ReadonlyMap<string, readonly number[]>;
  /** Ours only: what the hosts' swarms told. */
  readonly events: readonly SwarmEvent[];
  /** … and payload that came twice or proved wrong, on all hosts together ÷ size. */
  readonly wastedCopies: number;
  /** … and the most wrong pieces that one host took from one peer. */
  readonly wrongPieces: number;
}

export interface Racer {
  readonly program: Program;
  /** Payload bytes that came to it from outside of its datacenter; null: not counted. */
  readonly fromOutside: (finished: Record<string, unknown>) => number | null;
}

export interface RaceOptions {
  readonly lab: Lab;
  readonly racers: readonly Racer[];
  readonly sizeBytes: number;
  /** Called at the signal. */
  readonly onStarted?: () => void;
  readonly timeoutMs?: number;
}

/** Each racer says `{}` when it is ready, gets `go`, says `{"doneMs": unix milliseconds}` when it has everything, gets `end`, and says what it knows. */
export async function race({ lab, racers, sizeBytes, onStarted, timeoutMs = RACE_TIMEOUT_MS }: RaceOptions): Promise<Race> {
  await Promise.all(racers.map(({ program }) => program.next()));
  const [bytesBefore, loadsBefore, cpuBefore] = [await lab.inBytes(), await lab.loads(), lab.cpuSeconds()];
  const startedMs = Date.now();
  const machineBefore = machineTimes();
  for (const { program } of racers) program.send("go");
  onStarted?.();
  const gauge = gaugeUplinks(lab, loadsBefore);
  const finished = await withTimeout(Promise.all(racers.map(finish)), timeoutMs).finally(() => gauge.stop());
  const doneS = finished.flatMap((one) => (one === null ? [] : [(Number(one["doneMs"]) - startedMs) / 1000]));
  const machine = machineTimes();
  const [bytesAfter, cpuSeconds] = [await lab.inBytes(), lab.cpuSeconds() - cpuBefore];
  for (const { program } of racers) program.send("end");
  const told = await Promise.all(racers.map(async ({ program }) => (program.killed ? null : program.next())));
  const lastS = Math.max(...doneS);
  const remote = [...bytesAfter.keys()].filter((site) => site !== lab.plan.coordinator.datacenter);
  const linkBytes = remote.map((site) => (bytesAfter.get(site) ?? 0) - (bytesBefore.get(site) ?? 0));
  const payload = remote.map((site) => payloadInto(site, racers, told));
  const events = told.flatMap(eventsOf);
  return {
    lastS,
    firstS: Math.min(...doneS),
    linkCopies: Math.max(...linkBytes) / sizeBytes,
    payloadCopies: payload.includes(null) ? null : Math.max(...payload.map((bytes) => bytes ?? 0)) / sizeBytes,
    cpuShare: cpuSeconds / lastS / availableParallelism(),
    machineShare: (machine.busy - machineBefore.busy) / (machine.all - machineBefore.all),
    cpuSeconds,
    loads: gauge.loads,
    events,
    wastedCopies: wastedBytes(told) / sizeBytes,
    wrongPieces: Math.max(0, ...told.map((one) => mostWrong(eventsOf(one)))),
  };
}

const RACE_TIMEOUT_MS = 400_000;

function gaugeUplinks(lab: Lab, first: ReadonlyMap<string, number>): { readonly loads: ReadonlyMap<string, number[]>; stop(): void } {
  const loads = new Map(Array.from(first.keys(), (site): [string, number[]] => [site, []]));
  let [before, beforeMs] = [first, performance.now()];
  let reading = false;
  const read = async (): Promise<void> => {
    const bytes = await lab.loads();
    const nowMs = performance.now();
    for (const [site, list] of loads) {
      const bits = ((bytes.get(site) ?? 0) - (before.get(site) ?? 0)) * 8;
      list.push(Number((bits / ((nowMs - beforeMs) / 1000) / lab.wanBps).toFixed(2)));
    }
    [before, beforeMs] = [bytes, nowMs];
  };
  const timer = setInterval(() => {
    if (reading) return;
    reading = true;
    void read()
      .catch(ignore)
      .finally(() => (reading = false));
  }, GAUGE_MS);
  return { loads, stop: () => clearInterval(timer) };
}

function machineTimes(): { readonly busy: number; readonly all: number } {
  const sums = cpus().map(({ times }) => ({ idle: times.idle, all: times.user + times.nice + times.sys + times.irq + times.idle }));
  return { busy: sums.reduce((sum, { all, idle }) => sum + all - idle, 0), all: sums.reduce((sum, { all }) => sum + all, 0) };
}

const GAUGE_MS = 1000;
function ignore(): void {}

function payloadInto(site: string, racers: readonly Racer[], told: readonly (Record<string, unknown> | null)[]): number | null {
  let sum = 0;
  for (const [index, { program, fromOutside }] of racers.entries()) {
    if (program.machine.datacenter !== site || told[index] === null) continue;
    const bytes = fromOutside(told[index] ?? {});
    if (bytes === null) return null;
    sum += bytes;
  }
  return sum;
}

function eventsOf(told: Record<string, unknown> | null): readonly SwarmEvent[] {
  return (told?.["events"] as readonly SwarmEvent[] | undefined) ?? [];
}

/** A peer counts for every wrong piece that it sent blocks of, also where the wrong ones were another's. */
function mostWrong(events: readonly SwarmEvent[]): number {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.kind === "piece-wrong") for (const peer of event.peers) counts.set(peer, (counts.get(peer) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

function wastedBytes(told: readonly (Record<string, unknown> | null)[]): number {
  const links = told.flatMap((one) => (one?.["stats"] as TransferStats | undefined)?.links ?? []);
  return links.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0);
}

/** Null for one that was killed on purpose. */
async function finish({ program }: Racer): Promise<Record<string, unknown> | null> {
  try {
    return await program.next();
  } catch (error) {
    if (program.killed) return null;
    throw error;
  }
}

async function withTimeout<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not done within ${timeoutMs / 1000} s`)), timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
