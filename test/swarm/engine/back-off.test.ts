/** Back-off as a whole but for the counters' files: a link is played, and what the policy allows is what moves over it in the next half second. */
import test from "ava";
import fc from "fast-check";
import { BackOff, floorOf, type Reading } from "../../../swarm/engine/back-off.ts";
import { WatchedLink } from "../../../swarm/engine/watched.ts";
import { BACK_OFF_FLOOR_BYTES_PER_S, BACK_OFF_SAMPLE_MS } from "../../../swarm/limits.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const S = BACK_OFF_SAMPLE_MS / 1000;

interface Played {
  readonly capacity: number;
  /** What we could move, and how many connections we are to one of theirs. */
  readonly ours: number;
  readonly connections?: number;
  /** What others want, by the second. */
  readonly others: (second: number) => number;
  readonly seconds: number;
  readonly patient?: boolean;
}

interface Moment {
  readonly second: number;
  readonly cap: number | null;
  readonly ours: number;
  readonly others: number;
}

/** Downloads; rates in bytes a second. */
function play({ capacity, ours: wish, connections = 4, others, seconds, patient = false }: Played): readonly Moment[] {
  const link = new WatchedLink("eth0");
  const moments: Moment[] = [];
  let [cap, inBytes]: [number | null, number] = [null, 0];
  for (let at = 0; at * S < seconds; at++) {
    const second = at * S;
    const demand = others(second);
    const able = Math.min(wish, cap ?? Infinity);
    const fair = (capacity * connections) / (connections + 1);
    const ours = able + demand <= capacity ? able : Math.min(able, Math.max(fair, capacity - demand));
    const theirs = Math.min(demand, capacity - ours);
    inBytes += (ours + theirs) * S;
    const own = { inBytes: (ours * S) / 1.05, outBytes: 0 };
    const elapsedMs = at === 0 ? null : BACK_OFF_SAMPLE_MS;
    cap = link.take({ inBytes, outBytes: 0 }, own, { nowMs: second * 1000, elapsedMs, patient }).downloadBytesPerS;
    moments.push({ second, cap, ours, others: theirs });
  }
  return moments;
}

function mean(moments: readonly Moment[], from: number, which: "ours" | "others"): number {
  const part = moments.filter(({ second }) => second >= from);
  return part.reduce((sum, one) => sum + one[which], 0) / part.length;
}

const rate = fc.integer({ min: 10, max: 1_000 }).map((mib) => mib * MIB);

test("traffic that takes all it can get has the link but for the floor within ten seconds, however fast the link, also beside fifteen connections", (t) => {
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 15 }), fc.integer({ min: 2, max: 30 }), (capacity, connections, begin) => {
      const moments = play({ capacity, ours: Infinity, connections, others: (s) => (s < begin ? 0 : Infinity), seconds: begin + 40 });
      return mean(moments, begin + 10, "others") > 0.8 * capacity && mean(moments, begin + 10, "ours") >= 0.09 * capacity;
    }),
  );
  t.pass();
});

test("when it ends, all is ours again within eight seconds, without a cap", (t) => {
  fc.assert(
    fc.property(rate, fc.integer({ min: 12, max: 60 }), (capacity, end) => {
      const moments = play({ capacity, ours: Infinity, others: (s) => (s >= 5 && s < 5 + end ? Infinity : 0), seconds: end + 20 });
      const later = moments.filter(({ second }) => second >= 5 + end + 8);
      return moments.some(({ cap }) => cap !== null) && later.every(({ cap, ours }) => cap === null && ours === capacity);
    }),
  );
  t.pass();
});

test("of what others leave, we take most, and they get what they want", (t) => {
  fc.assert(
    fc.property(rate, fc.double({ min: 0.4, max: 0.8, noNaN: true }), (capacity, share) => {
      const moments = play({ capacity, ours: Infinity, connections: 10, others: (s) => (s < 5 ? 0 : share * capacity), seconds: 60 });
      const [ours, others] = [mean(moments, 30, "ours"), mean(moments, 30, "others")];
      return others >= 0.85 * share * capacity && ours + others >= 0.75 * capacity;
    }),
  );
  t.pass();
});

test("a link that is not full costs us next to nothing, although others use it and it never carried more", (t) => {
  fc.assert(
    fc.property(rate, fc.double({ min: 0.08, max: 1.5, noNaN: true }), (ours, share) => {
      const moments = play({ capacity: ours * 5, ours, others: () => share * ours, seconds: 300 });
      return mean(moments, 0, "ours") > 0.95 * ours;
    }),
  );
  t.pass();
});

test("our own traffic is never others', whatever its headers and acknowledgements weigh, how it varies, and for how long the kernel keeps it", (t) => {
  const step = fc.record({ inBytes: fc.integer({ min: 0, max: 100 * MIB }), outBytes: fc.integer({ min: 0, max: 100 * MIB }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), fc.double({ min: 1, max: 1.055, noNaN: true }), (steps, wire) => {
      const link = new WatchedLink("eth0");
      const told = { inBytes: 0, outBytes: 0 };
      // What is handed over goes out by half in the same sample and by half in the next.
      let queued = 0;
      return steps.every(({ inBytes, outBytes }, at) => {
        told.inBytes += inBytes * wire + outBytes * 0.04;
        told.outBytes += outBytes * 0.5 * wire + queued + inBytes * 0.04;
        queued = outBytes * 0.5 * wire;
        const nowMs = at * BACK_OFF_SAMPLE_MS;
        const sample = { nowMs, elapsedMs: at === 0 ? null : BACK_OFF_SAMPLE_MS, patient: false };
        const { uploadBytesPerS, downloadBytesPerS } = link.take(told, { inBytes, outBytes }, sample);
        return uploadBytesPerS === null && downloadBytesPerS === null && link.changes().length === 0;
      });
    }),
  );
  t.pass();
});

test("whatever is read, we are allowed the floor or more", (t) => {
  const bytesPerS = fc.integer({ min: 0, max: 1e10 });
  const mostly = fc.nat(9).map((n) => n > 0);
  const readings = fc.array(
    fc.record({
      ...{ oursBytesPerS: bytesPerS, othersBytesPerS: bytesPerS, capacityBytesPerS: bytesPerS },
      pressure: fc.double({ min: 0, max: 1, noNaN: true }),
      ...{ contested: mostly, full: mostly, patient: fc.boolean() },
    }),
    { maxLength: 200 },
  );
  let capped = 0;
  fc.assert(
    fc.property(readings, fc.boolean(), (taken, relieved) => {
      const backOff = new BackOff({ relieved: () => relieved, judgedSamples: 3 });
      return taken.every((reading, at) => {
        const cap = backOff.take({ ...reading, nowMs: at * BACK_OFF_SAMPLE_MS });
        if (cap !== null) capped++;
        return cap === null || (cap >= BACK_OFF_FLOOR_BYTES_PER_S && Number.isFinite(cap));
      });
    }),
  );
  t.true(capped > 0, "the test is to see caps");
});

test("a preseed goes down to the floor at once", (t) => {
  const capacity = 100 * MIB;
  const others = (second: number): number => (second < 5 ? 0 : Infinity);
  const steps = (patient: boolean): number => {
    const caps = play({ capacity, ours: Infinity, others, seconds: 30, patient }).flatMap(({ cap }) => (cap === null ? [] : [cap]));
    return caps.findIndex((cap) => cap <= capacity * 0.11) - caps.findIndex((cap, at) => cap < (caps[at - 1] ?? cap));
  };
  t.is(steps(true), 0);
  t.true(steps(false) > 1);
});

test("what began and what ended is told, each once", (t) => {
  const link = new WatchedLink("eth0");
  const told: unknown[] = [];
  let [inBytes, cap]: [number, number | null] = [0, null];
  for (let at = 0; at < 60; at++) {
    const ours = Math.min(cap ?? Infinity, at < 30 ? 6 * MIB : 12 * MIB);
    inBytes += at >= 10 && at < 30 ? 12 * MIB * S : ours * S;
    const sample = { nowMs: at * BACK_OFF_SAMPLE_MS, elapsedMs: at === 0 ? null : BACK_OFF_SAMPLE_MS, patient: false };
    cap = link.take({ inBytes, outBytes: 0 }, { inBytes: (ours * S) / 1.05, outBytes: 0 }, sample).downloadBytesPerS;
    told.push(...link.changes().map(({ device, direction, capBytesPerS }) => ({ device, direction, capped: capBytesPerS !== null })));
  }
  const common = { device: "eth0", direction: "download" };
  t.deepEqual(told, [
    { ...common, capped: true },
    { ...common, capped: false },
  ]);
});

const DISK: Reading = {
  ...{ nowMs: 0, oursBytesPerS: 50 * MIB, othersBytesPerS: 20 * MIB, capacityBytesPerS: 50 * MIB, pressure: 0.6 },
  ...{ contested: true, full: true, patient: false },
};

test("a trial that nobody gained by is not soon repeated, and each time later", (t) => {
  const backOff = new BackOff({ relieved: () => false, judgedSamples: 3 });
  const begins: number[] = [];
  let cap: number | null = null;
  for (let at = 0; at < 600; at++) {
    const before = cap;
    cap = backOff.take({ ...DISK, nowMs: at * BACK_OFF_SAMPLE_MS, oursBytesPerS: cap ?? DISK.oursBytesPerS });
    if (before === null && cap !== null) begins.push(at * S);
    if (cap !== null) t.true(cap >= floorOf(DISK));
  }
  const pauses = begins.slice(1).map((begin, at) => begin - begins[at]!);
  t.true(pauses.length >= 3 && pauses.every((pause, at) => pause >= 20 && (at === 0 || pause > 1.5 * pauses[at - 1]!)), pauses.join(", "));
});
