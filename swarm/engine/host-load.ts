/**
 * What the host as a whole does, as Linux tells it: bytes over its interfaces, bytes to and from the disk of a file, and how long somebody had to
 * wait for disks. Counters since the machine started. Sources: proc(5), the kernel's Documentation/block/stat and accounting/psi.
 */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { basename, dirname, join } from "node:path";

export interface LinkCounters {
  readonly inBytes: number;
  readonly outBytes: number;
}

export interface DiskCounters {
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** Text of /proc/net/dev. */
export function parseNetDev(text: string): ReadonlyMap<string, LinkCounters> {
  const rows = text.split("\n").flatMap((line): [string, LinkCounters][] => {
    const [, name, rest] = /^\s*(\S+?):\s*(.*)$/.exec(line) ?? [];
    const fields = rest?.trim().split(/\s+/).map(Number);
    const [inBytes, outBytes] = [fields?.[0], fields?.[8]];
    return name === undefined || !isCount(inBytes) || !isCount(outBytes) ? [] : [[name, { inBytes, outBytes }]];
  });
  return new Map(rows);
}

/** Text of /proc/PID/io: what really went to and comes from disks. */
export function parseProcessIo(text: string): DiskCounters | null {
  const field = (name: string): number => Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(text)?.[1] ?? NaN);
  const [readBytes, written, cancelled] = [field("read_bytes"), field("write_bytes"), field("cancelled_write_bytes")];
  if (![readBytes, written, cancelled].every(Number.isFinite)) return null;
  return { readBytes, writtenBytes: Math.max(0, written - cancelled) };
}

/** Text of /sys/dev/block/MAJOR:MINOR/stat. */
export function parseBlockStat(text: string): DiskCounters | null {
  const fields = text.trim().split(/\s+/).map(Number);
  const [read, written] = [fields[2], fields[6]];
  return isCount(read) && isCount(written) ? { readBytes: read * SECTOR_BYTES, writtenBytes: written * SECTOR_BYTES } : null;
}

/** Text of /proc/pressure/io: microseconds in which somebody waited. */
export function parsePressure(text: string): number | null {
  const total = /^some .*\btotal=(\d+)/m.exec(text)?.[1];
  return total === undefined ? null : Number(total);
}

/** A disk, and where its counters stand. */
export interface Disk {
  readonly name: string;
  readonly statFile: string;
}

/** Null, or nothing in it: the host does not tell. */
export interface HostLoad {
  /** By the name of the interface, in this process's network namespace. */
  links(): ReadonlyMap<string, LinkCounters> | null;
  /** The name of the interface by its address; none of loopback's. */
  interfaces(): ReadonlyMap<string, string>;
  /** The disk below the file system that a file is on, whole and not the partition; null for those that have none (tmpfs, btrfs, overlay, NFS). */
  diskOf(file: string): Disk | null;
  diskCounters(disk: Disk): DiskCounters | null;
  /** Of this process and the one that started it, which unpacks what this one fetches. */
  ownIo(): DiskCounters;
  pressureUs(): number | null;
}

export const HOST_LOAD: HostLoad = {
  links: () => told("/proc/self/net/dev", parseNetDev),
  interfaces: () => {
    const pairs = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
      (addresses ?? []).filter(({ internal }) => !internal).map(({ address }): [string, string] => [address, name]),
    );
    return new Map(pairs);
  },
  diskOf: (file) => {
    try {
      const { major, minor } = numbersOf(statSync(file).dev);
      const at = realpathSync(`/sys/dev/block/${major}:${minor}`);
      const whole = existsSync(join(at, "partition")) ? dirname(at) : at;
      const statFile = join(whole, "stat");
      return existsSync(statFile) ? { name: basename(whole), statFile } : null;
    } catch {
      return null;
    }
  },
  diskCounters: ({ statFile }) => told(statFile, parseBlockStat),
  ownIo: () => {
    // A process that has ended, or is not ours to look at, counts nothing.
    const all = [process.pid, process.ppid].map((pid) => told(`/proc/${pid}/io`, parseProcessIo) ?? { readBytes: 0, writtenBytes: 0 });
    return {
      readBytes: all.reduce((sum, { readBytes }) => sum + readBytes, 0),
      writtenBytes: all.reduce((sum, { writtenBytes }) => sum + writtenBytes, 0),
    };
  },
  pressureUs: () => told("/proc/pressure/io", parsePressure),
};

const SECTOR_BYTES = 512;

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0;
}

/** makedev(3) as glibc has it. */
function numbersOf(device: number): { readonly major: number; readonly minor: number } {
  return { major: (device >> 8) & 0xfff, minor: (device & 0xff) | ((device >> 12) & 0xfff00) };
}

/** Reading /proc and /sys waits for no disk. */
function told<T>(file: string, parse: (text: string) => T): T | null {
  try {
    return parse(readFileSync(file, "latin1"));
  } catch {
    return null;
  }
}
