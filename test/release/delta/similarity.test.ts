import test from "ava";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { ANCHOR_BYTES, findAnchors } from "../../../release/delta/anchors.ts";
import { chooseSmallest, createBudget, type Attempt } from "../../../release/delta/choose.ts";
import { createRegionIndex } from "../../../release/delta/regions.ts";
import { createSketchIndex, resemblance, sketch } from "../../../release/delta/sketch.ts";
import { bodyOf } from "../../../release/made.ts";
import { createRoom, groupUnits, type Unit } from "../../../release/pack-copies.ts";
import { windowLength, type Pair } from "../../../release/delta/windows.ts";

const MIB = 1024 * 1024;
const noise = (bytes: number, seed: string): Buffer => createHash("shake256", { outputLength: bytes }).update(seed).digest();

test("an anchor's fingerprint and place depend on its 32 bytes alone", (t) => {
  const middle = noise(20_000, "middle");
  const values = (bytes: Buffer, offset: number): string[] => {
    const { count, fingerprints, ends } = findAnchors(bytes, 6);
    return Array.from({ length: count }, (_, i) => [fingerprints[i]!, ends[i]! - offset] as const)
      .filter(([, end]) => end >= ANCHOR_BYTES && end <= middle.length)
      .map(([fingerprint, end]) => `${fingerprint}@${end}`);
  };
  const alone = values(middle, 0);
  t.true(alone.length > 200 && alone.length < 450, `${alone.length} anchors`);
  t.deepEqual(values(Buffer.concat([noise(777, "x"), middle, noise(50, "y")]), 777), alone);
});

test("a run of one byte has at most one anchor", (t) => {
  for (const byte of [0, 0x20, 0xff]) t.true(findAnchors(Buffer.alloc(100_000, byte), 5).count <= 1);
});

test("the file most alike is found whatever its number, and none where nothing is alike", (t) => {
  const files = Array.from({ length: 50 }, (_, i) => noise(5000, `file ${i}`));
  const index = createSketchIndex(files.map((bytes, i) => [i, sketch(bytes)] as const));
  for (const [i, bytes] of files.entries()) {
    t.is(index.mostAlike(sketch(Buffer.concat([noise(900, "new"), bytes.subarray(500)])), 3), i);
  }
  t.is(index.mostAlike(sketch(noise(5000, "stranger")), 3), -1);
  t.is(index.mostAlike(sketch(Buffer.alloc(0)), 1), -1);
});

test("among files equally alike the first is taken", (t) => {
  const bytes = noise(5000, "same");
  const index = createSketchIndex([7, 3, 5].map((number) => [number, sketch(bytes)] as const));
  t.is(index.mostAlike(sketch(bytes), 3), 3);
});

test("a beginning that all files share names none of them", (t) => {
  const licence = noise(2000, "licence");
  const index = createSketchIndex(Array.from({ length: 200 }, (_, i) => [i, sketch(licence)] as const));
  t.is(index.mostAlike(sketch(licence), 3), -1);
});

test("resemblance is 1 for the same content, about a half for half of it, 0 for a stranger", (t) => {
  const a = noise(50_000, "a");
  t.is(resemblance(sketch(a), sketch(a)), 1);
  const half = resemblance(sketch(a), sketch(Buffer.concat([a.subarray(0, 25_000), noise(25_000, "b")])));
  t.true(half > 0.2 && half < 0.9, String(half));
  t.is(resemblance(sketch(a), sketch(noise(50_000, "c"))), 0);
});

test("a window's source is found wherever it lies in a large file, in pieces of any size", (t) => {
  const source = noise(24 * MIB, "large");
  const indexes = [1 * MIB, 7_000_003].map((length) => {
    const index = createRegionIndex(source.length);
    for (let at = 0; at < source.length; at += length) index.add(source.subarray(at, at + length));
    return index;
  });
  const window = Buffer.concat([source.subarray(15 * MIB, 17 * MIB), noise(1000, "n"), source.subarray(1 * MIB, 2 * MIB)]);
  const [choice, same] = indexes.map((index) => index.choose(window));
  t.deepEqual(choice, same);
  t.true(choice!.coverage > 0.95, String(choice!.coverage));
  const covers = (from: number, to: number): boolean =>
    choice!.regions.some(({ offset, length }) => offset <= from && offset + length >= to);
  t.true(covers(15 * MIB, 17 * MIB) && covers(1 * MIB, 2 * MIB), JSON.stringify(choice!.regions));
  t.true(choice!.regions.reduce((sum, { length }) => sum + length, 0) <= 8 * MIB);
});

test("a window of which the source has nothing gets none of it", (t) => {
  const index = createRegionIndex(MIB);
  index.add(noise(MIB, "one"));
  t.deepEqual(index.choose(noise(MIB, "two")), { regions: [], coverage: 0 });
});

const pair: fc.Arbitrary<Pair> = fc.record({
  target: fc.nat(1000),
  source: fc.nat(20),
  targetBytes: fc.nat(8 * MIB),
  sourceBytes: fc.nat(8 * MIB),
});

test("groups keep the order, lose nothing, and fit their windows", (t) => {
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 40 }), (pairs) => {
      const units = pairs.map((one) => ({ ...one, body: null }));
      const groups = groupUnits(units);
      t.deepEqual(groups.flat(), units);
      for (const group of groups) {
        t.true(group.reduce((sum, { targetBytes }) => sum + targetBytes, 0) <= 8 * MIB);
        const sources = new Map(group.map(({ source, sourceBytes }) => [source, sourceBytes]));
        if (new Set(pairs.map(({ source }) => source)).size === pairs.length)
          t.true([...sources.values()].reduce((sum, bytes) => sum + bytes, 0) <= 14 * MIB);
      }
    }),
  );
});

const tiny = (count: number, source: boolean): Unit[] =>
  Array.from({ length: count }, (_, target) => ({ target, source: source ? target : null, body: null, targetBytes: 1, sourceBytes: 1 }));

test("a window has no more files than its ranges may be, however small they are", (t) => {
  const groups = groupUnits(tiny(70_000, false));
  t.deepEqual(
    groups.map(({ length }) => length),
    [65_536, 70_000 - 65_536],
  );
});

test("files that the frame table has no room for are told: not those with copies, not large ones", (t) => {
  const body = bodyOf({ entry: 0, copies: [{ at: 0, length: 1, source: 0, offset: 0 }] }, 2);
  const copied = tiny(100_000, true).map((unit) => ({ ...unit, body }));
  const large = tiny(10, true).map((unit) => ({ ...unit, targetBytes: 9 * MIB }));
  const units = [...tiny(60_000, true), ...copied, ...large, ...tiny(10, false)];
  const patched = units.filter(createRoom(units));
  t.is(patched.length, 50_000 + copied.length + large.length);
  t.true(patched.reduce((sum, { source, body: own }) => sum + (source === null || own !== null ? 1 : 2), 0) <= 200_000 + 2 * large.length);
  t.deepEqual(units.slice(160_000, 160_010), large);
  t.is(tiny(200_001, false).filter(createRoom([])).length, 200_000);
});

test("windows of a large file are of equal length, and none is above 6 MiB", (t) => {
  for (const size of [1, 6 * MIB, 6 * MIB + 1, 100 * MIB, 2 ** 32 + 1]) {
    const length = windowLength(size);
    t.true(length <= 6 * MIB && length >= 1);
    t.true(Math.ceil(size / length) * length - size < Math.ceil(size / length), "no stump");
  }
});

const effort = { level: 19, cheapLevel: 12, xdeltaLevel: 6, work: 0, quality: 11, mixingBytes: 0 };
const names = (attempts: readonly Attempt[]): string[] => attempts.map(({ codec, level }) => `${codec} ${level}`);

test("what is cheap is tried for every window; VCDIFF where next to nothing changed, and never without a source", (t) => {
  const budget = createBudget(effort);
  t.deepEqual(names(budget.first()), ["zstd-dictionary 12"]);
  t.deepEqual(names(budget.second({ sourceBytes: MIB, targetBytes: MIB }, 100)), ["xdelta3 6"]);
  t.deepEqual(names(budget.second({ sourceBytes: MIB, targetBytes: MIB }, 16 * 1024 + 1)), []);
  t.deepEqual(names(budget.second({ sourceBytes: 0, targetBytes: MIB }, 100)), []);
});

test("work is counted in bytes and levels: what is dear is tried while any is left, and where it may be worth it", (t) => {
  const half = { sourceBytes: MIB, targetBytes: MIB };
  const cost = 16 * 1024 + 1;
  const budget = createBudget({ ...effort, work: 19 * 3 * MIB });
  t.deepEqual(names(budget.further(half, 512)), [], "a small patch of a large target isn't worth it");
  t.deepEqual(names(budget.further(half, cost)), ["zstd-dictionary 19"]);
  t.deepEqual(names(budget.further(half, cost)), [], "two more MiB are too many");
  t.deepEqual(names(budget.further({ sourceBytes: MIB / 2, targetBytes: MIB / 2 }, cost)), ["zstd-dictionary 19"], "one more isn't");
  t.deepEqual(names(createBudget({ ...effort, work: 1e9 }).further({ sourceBytes: 0, targetBytes: MIB }, cost)), ["brotli 11"]);
  t.deepEqual(names(createBudget({ ...effort, work: 1e9 }).further({ sourceBytes: MIB / 8, targetBytes: MIB }, cost)), ["brotli 11"]);
  t.deepEqual(names(createBudget({ ...effort, level: 12, work: 1e9 }).further(half, cost)), [], "the cheap level was the only one");
});

test("mixing takes what its bytes allow, by what zstd needed; small windows are tried with all", (t) => {
  const window = { sourceBytes: MIB, targetBytes: MIB };
  const cost = 16 * 1024 + 1;
  const budget = createBudget({ ...effort, work: 1e9, mixingBytes: 2 * (cost * 8 + MIB / 16) });
  for (const _ of [1, 2]) t.deepEqual(names(budget.further(window, cost)), ["context-mixing 0"]);
  t.deepEqual(names(budget.further(window, cost)), ["zstd-dictionary 19"]);
  t.deepEqual(names(createBudget({ ...effort, work: 1e9, mixingBytes: MIB }).further({ sourceBytes: 10, targetBytes: 10 }, 10)), [
    "context-mixing 0",
    "zstd-dictionary 19",
  ]);
});

test("the smallest result is taken, the first among equals, none of none", (t) => {
  const result = (costBytes: number, level: number) => ({
    attempt: { codec: "xdelta3" as const, level },
    patch: new Uint8Array(0),
    costBytes,
  });
  t.is(chooseSmallest([result(5, 1), result(3, 2), result(3, 3)])?.attempt.level, 2);
  t.is(chooseSmallest([]), null);
});
