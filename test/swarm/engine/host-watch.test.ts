/** Whose bytes are whose, on a host that is played: counters of interfaces, disk, process and pressure move as the test says. */
import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import test from "ava";
import type { HostLoad } from "../../../swarm/engine/host-load.ts";
import { HostWatch } from "../../../swarm/engine/host-watch.ts";
import { BACK_OFF_SAMPLE_MS } from "../../../swarm/limits.ts";
import type { RateCaps, SwarmEvent } from "../../../swarm/swarm.ts";

const MIB = 1024 * 1024;
const S = BACK_OFF_SAMPLE_MS / 1000;

interface Step {
  /** MiB a second, in this step. */
  readonly net?: Readonly<Record<string, number>>;
  readonly disk?: { readonly written?: number; readonly read?: number; readonly pressure?: number };
  readonly ownWritten?: number;
}

function rig({ disk = true, network = true, told = true } = {}) {
  const nets: Record<string, { inBytes: number; outBytes: number }> = {
    lo: { inBytes: 0, outBytes: 0 },
    eth0: { inBytes: 0, outBytes: 0 },
    eth1: { inBytes: 0, outBytes: 0 },
  };
  const state = {
    nowMs: 0,
    disk: { readBytes: 0, writtenBytes: 0 },
    own: { readBytes: 0, writtenBytes: 0 },
    pressureUs: 0,
    looks: 0,
    diskIsGone: false,
  };
  const host: HostLoad = {
    links: () => {
      state.looks++;
      return told ? new Map(Object.entries(nets).map(([name, counters]) => [name, { ...counters }])) : null;
    },
    interfaces: () =>
      new Map([
        ["10.0.0.1", "eth0"],
        ["10.1.0.1", "eth1"],
        ["fe80::1", "eth1"],
      ]),
    diskOf: () => (told ? { name: "sda", statFile: "/stat" } : null),
    diskCounters: () => (state.diskIsGone ? null : { ...state.disk }),
    ownIo: () => ({ ...state.own }),
    pressureUs: () => (told ? state.pressureUs : null),
  };
  const events: SwarmEvent[] = [];
  let caps: RateCaps = { uploadBytesPerS: null, downloadBytesPerS: null };
  const watch = new HostWatch(
    { network, disk },
    { now: () => state.nowMs, host, patient: () => false, onCaps: (given) => (caps = given), onEvent: (event) => events.push(event) },
  );
  return {
    state,
    events,
    watch,
    get caps() {
      return caps;
    },
    connect(localAddress: string) {
      const socket = Object.assign(new EventEmitter(), { localAddress, bytesRead: 0, bytesWritten: 0 });
      watch.add(socket as unknown as Socket);
      return socket;
    },
    vanish(name: string) {
      delete nets[name];
    },
    step({ net = {}, disk: moved = {}, ownWritten = 0 }: Step) {
      state.nowMs += BACK_OFF_SAMPLE_MS;
      for (const [name, mib] of Object.entries(net)) nets[name]!.inBytes += mib * MIB * S;
      state.disk.writtenBytes += (moved.written ?? 0) * MIB * S;
      state.disk.readBytes += (moved.read ?? 0) * MIB * S;
      state.own.writtenBytes += ownWritten * MIB * S;
      state.pressureUs += (moved.pressure ?? 0) * BACK_OFF_SAMPLE_MS * 1000;
      watch.tick();
    },
  };
}

/** A download, and from its tenth step on others who would take all of the link. */
function contested(world: ReturnType<typeof rig>): ReturnType<ReturnType<typeof rig>["connect"]> {
  const socket = world.connect("10.0.0.1");
  for (let at = 0; at < 40; at++) {
    const { ours, others } = share(world, Infinity, at >= 10 ? Infinity : 0);
    socket.bytesRead += (ours * MIB * S) / 1.05;
    world.step({ net: { eth0: ours + others } });
  }
  return socket;
}

/** Rates in MiB a second of a download that may take `able`, beside others that want `wanted` of a link of 100. */
function share(world: ReturnType<typeof rig>, able: number, wanted: number): { readonly ours: number; readonly others: number } {
  const cap = world.caps.downloadBytesPerS;
  const allowed = Math.min(able, cap === null ? Infinity : cap / MIB);
  const ours = allowed + wanted <= 100 ? allowed : Math.min(allowed, 50);
  return { ours, others: Math.min(wanted, 100 - ours) };
}

test("others on the interface that our peers are reached over are made room for, and it is told once when it begins and ends", (t) => {
  const world = rig();
  const socket = world.connect("::ffff:10.0.0.1");
  let low = Infinity;
  for (let at = 0; at < 120; at++) {
    const { ours, others } = share(world, Infinity, at >= 10 && at < 60 ? Infinity : 0);
    socket.bytesRead += (ours * MIB * S) / 1.05;
    world.step({ net: { eth0: ours + others } });
    low = Math.min(low, world.caps.downloadBytesPerS ?? Infinity);
  }
  t.true(low <= 11 * MIB && low >= 9 * MIB, `${low}`);
  t.is(world.caps.downloadBytesPerS, null);
  t.deepEqual(
    world.events.map((event) => ({ kind: event.kind, device: "device" in event ? event.device : "" })),
    [
      { kind: "backs-off", device: "eth0" },
      { kind: "backs-off", device: "eth0" },
    ],
  );
});

test("what crosses other interfaces, and loopback, is nobody's concern", (t) => {
  const world = rig();
  const [near, other] = [world.connect("10.1.0.1"), world.connect("fe80::1%eth1")];
  for (let at = 0; at < 60; at++) {
    near.bytesRead += 20 * MIB * S;
    other.bytesRead += 20 * MIB * S;
    world.step({ net: { eth1: 42, eth0: 100, lo: 500 } });
    t.deepEqual(world.caps, { uploadBytesPerS: null, downloadBytesPerS: null });
  }
});

test("bytes of connections that have closed, and of ranges over HTTPS, are ours too", (t) => {
  const world = rig();
  const long = world.connect("10.0.0.1");
  for (let at = 0; at < 60; at++) {
    long.bytesRead += 10 * MIB * S;
    const short = world.connect("10.0.0.1");
    short.bytesRead += 20 * MIB * S;
    world.watch.heard(20 * MIB * S);
    short.emit("close");
    world.step({ net: { eth0: 52 } });
    t.is(world.caps.downloadBytesPerS, null);
  }
});

test("a disk that others need, while somebody waits for it: the download makes room", (t) => {
  const world = rig({ network: false });
  world.watch.writesTo("/bundle");
  const socket = world.connect("10.0.0.1");
  let low = Infinity;
  for (let at = 0; at < 160; at++) {
    const ours = Math.min(60, (world.caps.downloadBytesPerS ?? Infinity) / MIB);
    const busy = at >= 10 && at < 100;
    socket.bytesRead += ours * MIB * S;
    world.step({ ownWritten: ours, disk: { written: ours, read: busy ? 80 - ours : 0, pressure: busy ? 0.3 + ours / 120 : 0.05 } });
    low = Math.min(low, world.caps.downloadBytesPerS ?? Infinity);
  }
  t.true(low < 15 * MIB && low >= 5 * MIB, `${low / MIB}`);
  t.is(world.caps.downloadBytesPerS, null);
  t.like(world.events[0], { kind: "backs-off", resource: "disk", device: "sda", direction: "download" });
  t.is(world.events.length, 2);
});

test("what we wrote ourselves is ours when the disk writes it, seconds later, however long it is waited for", (t) => {
  const world = rig({ network: false });
  world.watch.writesTo("/bundle");
  const socket = world.connect("10.0.0.1");
  for (let at = 0; at < 120; at++) {
    socket.bytesRead += 60 * MIB * S;
    // The kernel writes back in bursts, each time what came before.
    world.step({ ownWritten: 60, disk: { written: at % 10 >= 5 ? 118 : 0, pressure: 0.9 } });
    t.is(world.caps.downloadBytesPerS, null);
  }
});

test("a trial does nothing for a disk whose pressure is not ours to relieve: no back-off, and nothing is told", (t) => {
  const world = rig({ network: false });
  world.watch.writesTo("/bundle");
  const socket = world.connect("10.0.0.1");
  let held = 0;
  for (let at = 0; at < 600; at++) {
    const ours = Math.min(60, (world.caps.downloadBytesPerS ?? Infinity) / MIB);
    if (ours < 60) held++;
    socket.bytesRead += ours * MIB * S;
    world.step({ ownWritten: ours, disk: { written: ours, read: 20, pressure: 0.8 } });
  }
  t.true(held < 60, `${held} of 600 samples`);
  t.deepEqual(world.events, []);
});

test("where the host tells nothing, nothing is held back, and why is told once", (t) => {
  const world = rig({ told: false });
  world.watch.writesTo("/bundle");
  const socket = world.connect("10.0.0.1");
  for (let at = 0; at < 10; at++) {
    socket.bytesRead += MIB;
    world.step({});
  }
  t.deepEqual(world.caps, { uploadBytesPerS: null, downloadBytesPerS: null });
  t.deepEqual(
    world.events.map(({ kind }) => kind),
    ["back-off-impossible", "back-off-impossible"],
  );
});

test("an interface that vanishes, and a disk that can't be looked at any more, hold nothing back; that it is over is told", (t) => {
  const world = rig({ disk: false });
  const socket = contested(world);
  t.not(world.caps.downloadBytesPerS, null);
  world.vanish("eth0");
  socket.bytesRead += MIB;
  world.step({});
  t.is(world.caps.downloadBytesPerS, null);
  t.is(world.events.length, 2);
  t.like(world.events[1], { kind: "backs-off", device: "eth0", capBytesPerS: null });
  const other = rig({ network: false });
  other.watch.writesTo("/bundle");
  const fetching = other.connect("10.0.0.1");
  for (let at = 0; at < 80; at++) {
    const ours = Math.min(60, (other.caps.downloadBytesPerS ?? Infinity) / MIB);
    const busy = at >= 10;
    fetching.bytesRead += ours * MIB * S;
    other.step({ ownWritten: ours, disk: { written: ours, read: busy ? 80 - ours : 0, pressure: busy ? 0.3 + ours / 120 : 0.05 } });
  }
  t.not(other.caps.downloadBytesPerS, null);
  other.state.diskIsGone = true;
  other.step({});
  t.is(other.caps.downloadBytesPerS, null);
  t.like(other.events.at(-1), { resource: "disk", capBytesPerS: null });
});

test("without peers nothing is looked at, and a cap does not stay", (t) => {
  const world = rig({ disk: false });
  const socket = contested(world);
  t.not(world.caps.downloadBytesPerS, null);
  socket.emit("close");
  world.step({});
  world.step({});
  t.is(world.caps.downloadBytesPerS, null);
  const { looks } = world.state;
  world.step({ net: { eth0: 100 } });
  t.is(world.state.looks, looks);
});
