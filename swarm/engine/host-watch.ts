/**
 * Watches what the host does beside us, twice a second while peers are connected, and says how much of the network and of the disk we may use
 * (back-off.ts decides). What is others' is what an interface or a disk carried less what we moved ourselves, told generously: what we handed to the
 * kernel and it has not sent or written yet stays ours. Of several interfaces, the one that most of our bytes cross counts.
 *
 * Where the host does not tell (no Linux, peers on loopback only, a file system without a disk, a kernel without PSI) nothing is held back.
 */
import type { Socket } from "node:net";
import { BACK_OFF_SAMPLE_MS, TICK_MS } from "../limits.ts";
import type { RateCaps, SwarmEvent } from "../swarm.ts";
import type { HostLoad } from "./host-load.ts";
import { type Sample, WatchedDisk, WatchedLink } from "./watched.ts";

export interface HostWatchOptions {
  readonly network: boolean;
  readonly disk: boolean;
}

export interface HostWatchDeps {
  /** Monotonic. */
  readonly now: () => number;
  readonly host: HostLoad;
  /** Nobody waits for what is being fetched. */
  readonly patient: () => boolean;
  /** What we may move from now on. */
  readonly onCaps: (caps: RateCaps) => void;
  readonly onEvent: (event: BackOffEvent) => void;
}

type BackOffEvent = Extract<SwarmEvent, { kind: "backs-off" | "back-off-impossible" }>;
type CountedSocket = Pick<Socket, "localAddress" | "bytesRead" | "bytesWritten" | "once">;

export class HostWatch {
  readonly #options: HostWatchOptions;
  readonly #deps: HostWatchDeps;
  readonly #sockets = new Map<CountedSocket, Counted>();
  /** Ours since the last sample, by local address; the empty one: not known. */
  #own = new Map<string, Moved>();
  #interfaces: ReadonlyMap<string, string> = new Map();
  #sampledMs: number | null = null;
  #link: WatchedLink | null = null;
  #file: string | null = null;
  #disk: WatchedDisk | null = null;
  readonly #told = new Set<string>();

  constructor(options: HostWatchOptions, deps: HostWatchDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  /** What crosses it is ours. */
  add(socket: CountedSocket): void {
    const address = (socket.localAddress ?? "").replace(/^::ffff:(?=\d+\.)/, "").replace(/%.*/, "");
    this.#sockets.set(socket, { address, inBytes: socket.bytesRead, outBytes: socket.bytesWritten });
    socket.once("close", () => {
      this.#count(socket);
      this.#sockets.delete(socket);
    });
  }

  /** Came over a connection that is not among the sockets. */
  heard(bytes: number): void {
    this.#move("", bytes, 0);
  }

  /** Bundles are written to the disk that this file is on. */
  writesTo(file: string): void {
    this.#file = file;
  }

  /** To be called some times a second. */
  tick(): void {
    const nowMs = this.#deps.now();
    if (this.#sockets.size === 0 && this.#own.size === 0) return this.#rest();
    // A tick comes some milliseconds early or late.
    if (this.#sampledMs !== null && nowMs - this.#sampledMs < BACK_OFF_SAMPLE_MS - TICK_MS / 2) return;
    for (const socket of this.#sockets.keys()) this.#count(socket);
    const elapsedMs = this.#sampledMs === null ? null : nowMs - this.#sampledMs;
    this.#sampledMs = nowMs;
    const own = this.#own;
    this.#own = new Map();
    const sample = { nowMs, elapsedMs, patient: this.#deps.patient() };
    const link = this.#options.network ? this.#takeLink(own, sample) : NO_CAPS;
    const downloaded = [...own.values()].reduce((sum, { inBytes }) => sum + inBytes, 0);
    // One trial at a time: else each would see what the other did.
    const idle = link.downloadBytesPerS === null || this.#disk?.holdsBack === true;
    const disk = idle ? this.#takeDisk(downloaded, sample) : null;
    this.#deps.onCaps({ ...link, downloadBytesPerS: least(link.downloadBytesPerS, disk) });
    this.#tellChanges();
  }

  /** Without peers nothing is looked at, and nothing is known. */
  #rest(): void {
    if (this.#sampledMs === null) return;
    this.#sampledMs = null;
    this.#disk?.end();
    this.#watch(null);
    this.#disk = null;
    this.#own.clear();
    this.#deps.onCaps(NO_CAPS);
  }

  #count(socket: CountedSocket): void {
    const counted = this.#sockets.get(socket);
    if (counted === undefined) return;
    this.#move(counted.address, socket.bytesRead - counted.inBytes, socket.bytesWritten - counted.outBytes);
    counted.inBytes = socket.bytesRead;
    counted.outBytes = socket.bytesWritten;
  }

  #move(address: string, inBytes: number, outBytes: number): void {
    const moved = this.#own.get(address);
    if (moved === undefined) this.#own.set(address, { inBytes, outBytes });
    else {
      moved.inBytes += inBytes;
      moved.outBytes += outBytes;
    }
  }

  #takeLink(own: ReadonlyMap<string, Moved>, sample: Sample): RateCaps {
    const links = this.#deps.host.links();
    if (links === null) {
      this.#impossible("only Linux tells what crosses its interfaces");
      return NO_CAPS;
    }
    const moved = this.#byInterface(own);
    const busiest = [...moved].reduce<string | null>((most, [name, one]) => (sum(one) > sum(moved.get(most ?? "")) ? name : most), null);
    // The one before keeps its place unless it is clearly not the one any more.
    if (busiest !== null && sum(moved.get(busiest)) > 2 * sum(moved.get(this.#link?.name ?? ""))) this.#watch(new WatchedLink(busiest));
    const counters = links.get(this.#link?.name ?? "");
    if (this.#link === null || counters === undefined) {
      this.#watch(null);
      if (sum(own.get("127.0.0.1")) > 0) this.#impossible("peers are on this machine");
      return NO_CAPS;
    }
    return this.#link.take(counters, moved.get(this.#link.name) ?? { inBytes: 0, outBytes: 0 }, sample);
  }

  /** Another interface, or none: what is known of the one before is over. */
  #watch(link: WatchedLink | null): void {
    this.#link?.end();
    this.#tellChanges();
    this.#link = link;
  }

  #takeDisk(downloadedBytes: number, sample: Sample): number | null {
    if (!this.#options.disk || this.#file === null) return null;
    this.#disk ??= this.#openDisk(this.#file);
    if (this.#disk === null) this.#file = null;
    return this.#disk?.take(downloadedBytes, sample) ?? null;
  }

  #openDisk(file: string): WatchedDisk | null {
    const { host } = this.#deps;
    const disk = host.diskOf(file);
    if (disk !== null && host.pressureUs() !== null) return new WatchedDisk(disk, host);
    this.#impossible(
      disk === null ? `the file system of ${file} has no disk of its own` : "the kernel doesn't tell how long disks are waited for",
    );
    return null;
  }

  #byInterface(own: ReadonlyMap<string, Moved>): ReadonlyMap<string, Moved> {
    if ([...own.keys()].some((address) => address !== "" && !this.#interfaces.has(address)))
      this.#interfaces = this.#deps.host.interfaces();
    const moved = new Map<string, Moved>();
    for (const [address, { inBytes, outBytes }] of own) {
      const name = address === "" ? this.#link?.name : this.#interfaces.get(address);
      if (name === undefined) continue;
      const before = moved.get(name);
      moved.set(name, { inBytes: inBytes + (before?.inBytes ?? 0), outBytes: outBytes + (before?.outBytes ?? 0) });
    }
    return moved;
  }

  #tellChanges(): void {
    for (const event of [...(this.#link?.changes() ?? []), ...(this.#disk?.changes() ?? [])]) this.#deps.onEvent(event);
  }

  #impossible(reason: string): void {
    if (this.#told.has(reason)) return;
    this.#told.add(reason);
    this.#deps.onEvent({ kind: "back-off-impossible", reason });
  }
}

const NO_CAPS: RateCaps = { uploadBytesPerS: null, downloadBytesPerS: null };

interface Moved {
  inBytes: number;
  outBytes: number;
}

interface Counted extends Moved {
  readonly address: string;
}

function sum(moved: Moved | undefined): number {
  return moved === undefined ? 0 : moved.inBytes + moved.outBytes;
}

function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
