/** One interface and one disk as counters tell of them: how much is ours, how much others', and whether it is full. No clock and no files here but the reader's. */
import {
  BACK_OFF_ACK_FACTOR,
  BACK_OFF_CAPPED_MEMORY_MS,
  BACK_OFF_DISK_JUDGED_SAMPLES,
  BACK_OFF_DISK_OTHERS_BYTES_PER_S,
  BACK_OFF_DISK_RELIEF_SHARE,
  BACK_OFF_FULL_SHARE,
  BACK_OFF_JUDGED_SAMPLES,
  BACK_OFF_MEMORY_MS,
  BACK_OFF_OTHERS_BYTES_PER_S,
  BACK_OFF_OTHERS_SHARE,
  BACK_OFF_PRESSURE_SHARE,
  BACK_OFF_QUEUED_SHARE,
  BACK_OFF_TAKEN_SHARE,
  BACK_OFF_WIRE_FACTOR,
  BACK_OFF_WRITE_BACK_MS,
} from "../limits.ts";
import type { RateCaps, SwarmEvent } from "../swarm.ts";
import { BackOff, type Means, type Reading } from "./back-off.ts";
import type { Disk, DiskCounters, HostLoad, LinkCounters } from "./host-load.ts";

export type BacksOff = Extract<SwarmEvent, { kind: "backs-off" }>;

export interface Sample {
  readonly nowMs: number;
  /** Since the sample before; null: this is the first. */
  readonly elapsedMs: number | null;
  /** Nobody waits for what is being fetched. */
  readonly patient: boolean;
}

export class WatchedLink {
  readonly name: string;
  #before: LinkCounters | null = null;
  readonly #in = new Direction();
  readonly #out = new Direction();

  constructor(name: string) {
    this.name = name;
  }

  /** `own`: bytes that our connections took and gave since the sample before, as they see them. */
  take(counters: LinkCounters, own: LinkCounters, sample: Sample): RateCaps {
    const [before, { elapsedMs }] = [this.#before, sample];
    this.#before = counters;
    if (before === null || elapsedMs === null) return { uploadBytesPerS: null, downloadBytesPerS: null };
    const wire = (there: number, back: number): number => there * BACK_OFF_WIRE_FACTOR + back * BACK_OFF_ACK_FACTOR;
    // A counter that went back is another interface of that name.
    const [inBytes, outBytes] = [Math.max(0, counters.inBytes - before.inBytes), Math.max(0, counters.outBytes - before.outBytes)];
    const [ownIn, ownOut] = [wire(own.inBytes, own.outBytes), wire(own.outBytes, own.inBytes)];
    return {
      downloadBytesPerS: this.#in.take(inBytes, ownIn, { ...sample, elapsedMs }),
      // Hosts that fetch from us may be in a hurry although we are not.
      uploadBytesPerS: this.#out.take(outBytes, ownOut, { ...sample, elapsedMs, patient: false }),
    };
  }

  /** It is watched no longer. */
  end(): void {
    this.#in.end();
    this.#out.end();
  }

  /** What began or ended with the last sample. */
  changes(): readonly BacksOff[] {
    const common = { kind: "backs-off", resource: "network", device: this.name } as const;
    return [
      ...this.#in.changes().map((change): BacksOff => ({ ...common, direction: "download", ...change })),
      ...this.#out.changes().map((change): BacksOff => ({ ...common, direction: "upload", ...change })),
    ];
  }
}

export class WatchedDisk {
  readonly #disk: Disk;
  readonly #host: HostLoad;
  #backOff = diskBackOff();
  #before: { readonly nowMs: number; readonly disk: DiskCounters; readonly own: DiskCounters; readonly pressureUs: number } | null = null;
  #unwrittenBytes = 0;
  #bestBytesPerS = 0;
  readonly #told = new Told();

  constructor(disk: Disk, host: HostLoad) {
    this.#disk = disk;
    this.#host = host;
  }

  get holdsBack(): boolean {
    return this.#told.capBytesPerS !== null;
  }

  /** `downloadedBytes`: since the sample before. */
  take(downloadedBytes: number, sample: Sample): number | null {
    const reading = this.#read(downloadedBytes, sample);
    // What can't be looked at any more holds nothing back.
    if (this.#before === null) this.end();
    return reading === null ? this.#told.capBytesPerS : this.#told.take(this.#backOff.take(reading), reading, this.#backOff.yielding);
  }

  /** It is watched no longer, or begins anew. */
  end(): void {
    this.#backOff = diskBackOff();
    this.#told.end();
  }

  changes(): readonly BacksOff[] {
    const common = { kind: "backs-off", resource: "disk", device: this.#disk.name, direction: "download" } as const;
    return this.#told.changes().map((change): BacksOff => ({ ...common, ...change }));
  }

  #read(downloadedBytes: number, { elapsedMs, nowMs, patient }: Sample): Reading | null {
    const [disk, own, pressureUs] = [this.#host.diskCounters(this.#disk), this.#host.ownIo(), this.#host.pressureUs()];
    const before = this.#before;
    this.#before = disk === null || pressureUs === null ? null : { nowMs, disk, own, pressureUs };
    if (disk === null || pressureUs === null || before === null || elapsedMs === null) return null;
    // It was not looked at for a while: those bytes are not of this sample.
    if (nowMs - before.nowMs > elapsedMs + CLOCK_GRAIN_MS) return null;
    const perS = (bytes: number): number => (Math.max(0, bytes) * 1000) / elapsedMs;
    const ownWritten = own.writtenBytes - before.own.writtenBytes;
    const [oursBytesPerS, ownBytesPerS] = [perS(downloadedBytes), perS(ownWritten + own.readBytes - before.own.readBytes)];
    const othersWritten = this.#othersOf(disk.writtenBytes - before.disk.writtenBytes, { ownWritten, elapsedMs });
    const othersRead = Math.max(0, disk.readBytes - before.disk.readBytes - (own.readBytes - before.own.readBytes));
    const othersBytesPerS = perS(othersWritten + othersRead);
    const pressure = (pressureUs - before.pressureUs) / 1000 / elapsedMs;
    const memoryMs = this.#told.capBytesPerS === null ? BACK_OFF_MEMORY_MS : BACK_OFF_CAPPED_MEMORY_MS;
    this.#bestBytesPerS = Math.max(oursBytesPerS, faded(this.#bestBytesPerS, elapsedMs / memoryMs));
    return {
      ...{ nowMs, patient, oursBytesPerS, othersBytesPerS, pressure },
      capacityBytesPerS: this.#bestBytesPerS,
      contested: othersBytesPerS > Math.max(BACK_OFF_DISK_OTHERS_BYTES_PER_S, ownBytesPerS * BACK_OFF_OTHERS_SHARE),
      full: pressure >= BACK_OFF_PRESSURE_SHARE,
    };
  }

  /** What we wrote reaches the disk up to half a minute later; until then, what it writes is ours. */
  #othersOf(writtenBytes: number, { ownWritten, elapsedMs }: { readonly ownWritten: number; readonly elapsedMs: number }): number {
    const unwritten = this.#unwrittenBytes + Math.max(0, ownWritten);
    const ours = Math.min(unwritten, Math.max(0, writtenBytes));
    this.#unwrittenBytes = (unwritten - ours) * Math.exp(-elapsedMs / BACK_OFF_WRITE_BACK_MS);
    return Math.max(0, writtenBytes - ours);
  }
}

/** One direction of a link. */
class Direction {
  readonly #backOff = new BackOff({ relieved: othersTook, judgedSamples: BACK_OFF_JUDGED_SAMPLES });
  readonly #told = new Told();
  #queuedBytes = 0;
  #bestBytesPerS = 0;

  /** `ownBytes`: as they would be on the wire. */
  take(bytes: number, ownBytes: number, sample: Sample & { readonly elapsedMs: number }): number | null {
    const { elapsedMs, nowMs, patient } = sample;
    // What we handed over and the link has not shown is still to come, or was guessed too large.
    const claimed = this.#queuedBytes + ownBytes;
    const ours = Math.min(claimed, bytes);
    this.#queuedBytes = (claimed - ours) * BACK_OFF_QUEUED_SHARE;
    const [bytesPerS, oursBytesPerS] = [(bytes * 1000) / elapsedMs, (ours * 1000) / elapsedMs];
    const othersBytesPerS = bytesPerS - oursBytesPerS;
    // While our cap is what keeps the link from being full, its fullness can't be seen.
    const cap = this.#told.capBytesPerS;
    const memoryMs = cap !== null && oursBytesPerS > cap / 2 ? BACK_OFF_CAPPED_MEMORY_MS : BACK_OFF_MEMORY_MS;
    this.#bestBytesPerS = Math.max(bytesPerS, faded(this.#bestBytesPerS, elapsedMs / memoryMs));
    const reading: Reading = {
      ...{ nowMs, patient, oursBytesPerS, othersBytesPerS, pressure: 0 },
      capacityBytesPerS: this.#bestBytesPerS,
      contested: othersBytesPerS > Math.max(BACK_OFF_OTHERS_BYTES_PER_S, this.#bestBytesPerS * BACK_OFF_OTHERS_SHARE),
      full: bytesPerS >= this.#bestBytesPerS * BACK_OFF_FULL_SHARE,
    };
    return this.#told.take(this.#backOff.take(reading), reading, this.#backOff.yielding);
  }

  end(): void {
    this.#told.end();
  }

  changes(): readonly Change[] {
    return this.#told.changes();
  }
}

type Change = Pick<BacksOff, "capBytesPerS" | "othersBytesPerS" | "othersShare">;

/** Remembers what there is to tell: that yielding began, and that it ended. */
class Told {
  capBytesPerS: number | null = null;
  #yielding = false;
  #changes: Change[] = [];

  end(): void {
    this.take(null, { othersBytesPerS: 0, capacityBytesPerS: 0 }, false);
  }

  take(
    capBytesPerS: number | null,
    { othersBytesPerS, capacityBytesPerS }: Pick<Reading, "othersBytesPerS" | "capacityBytesPerS">,
    yielding: boolean,
  ): number | null {
    this.capBytesPerS = capBytesPerS;
    if (yielding !== this.#yielding) {
      const othersShare = capacityBytesPerS > 0 ? Math.min(1, othersBytesPerS / capacityBytesPerS) : 0;
      this.#changes.push({ capBytesPerS: yielding ? capBytesPerS : null, othersBytesPerS, othersShare });
    }
    this.#yielding = yielding;
    return capBytesPerS;
  }

  changes(): readonly Change[] {
    return this.#changes.splice(0);
  }
}

/** Times are sums of fractions. */
const CLOCK_GRAIN_MS = 1;

function diskBackOff(): BackOff {
  return new BackOff({ relieved: diskRelieved, judgedSamples: BACK_OFF_DISK_JUDGED_SAMPLES });
}

function othersTook(before: Means, after: Means): boolean {
  const given = before.oursBytesPerS - after.oursBytesPerS;
  return given > 0 && after.othersBytesPerS - before.othersBytesPerS >= given * BACK_OFF_TAKEN_SHARE;
}

function diskRelieved(before: Means, after: Means): boolean {
  const [less, more] = [1 - BACK_OFF_DISK_RELIEF_SHARE, 1 + BACK_OFF_DISK_RELIEF_SHARE];
  return after.pressure <= before.pressure * less || after.othersBytesPerS >= before.othersBytesPerS * more;
}

function faded(bytesPerS: number, times: number): number {
  return bytesPerS * Math.exp(-times);
}
