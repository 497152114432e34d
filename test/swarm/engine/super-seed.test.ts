import test from "ava";
import fc from "fast-check";
import { SuperSeed } from "../../../swarm/engine/super-seed.ts";

const options = { pieceCount: 10, windowPieces: 4, graceMs: 1_000 };
const told = { nowMs: 0, initial: false };

test("peers that join together are shown different pieces, as many as the window", (t) => {
  const seed = new SuperSeed(options);
  for (const peer of ["a", "b"]) seed.join(peer, 0);
  const [a, b] = [seed.next("a", 0), seed.next("b", 0)];
  t.is(a.length, 4);
  t.deepEqual(new Set([...a, ...b]).size, 8);
  t.deepEqual(seed.next("a", 0), []);
});

test("the next piece is shown when one was confirmed", (t) => {
  const seed = new SuperSeed(options);
  seed.join("a", 0);
  const [first = -1] = seed.next("a", 0);
  seed.confirm("a", first, told);
  t.is(seed.next("a", 0).length, 1);
});

test("a lone peer is shown everything without a pause", (t) => {
  const seed = new SuperSeed(options);
  seed.join("a", 0);
  const got = new Set<number>();
  for (let pieces = seed.next("a", 0); pieces.length > 0; pieces = seed.next("a", 0)) {
    for (const index of pieces) {
      got.add(index);
      seed.confirm("a", index, told);
    }
  }
  t.is(got.size, 10);
});

test("a piece is shown to a second peer only after others could have helped it for the grace time", (t) => {
  const seed = new SuperSeed({ ...options, windowPieces: 100 });
  for (const peer of ["a", "b"]) seed.join(peer, 0);
  t.is(seed.next("a", 0).length, 10);
  t.deepEqual(seed.next("b", 2_000), [], "nothing was to be had elsewhere yet, so nothing was missed");
  seed.confirm("a", 0, { nowMs: 2_000, initial: false });
  t.deepEqual(seed.next("b", 2_999), []);
  seed.confirm("b", 0, { nowMs: 2_999, initial: false });
  t.deepEqual(seed.next("b", 3_500), [], "it was helped");
  t.is(seed.next("b", 3_999).length, 9);
});

test("pieces of a peer that left or stalled are shown to others at once", (t) => {
  const seed = new SuperSeed({ ...options, windowPieces: 100 });
  for (const peer of ["a", "b", "c"]) seed.join(peer, 0);
  t.is(seed.next("a", 0).length, 10);
  seed.leave("a");
  t.is(seed.next("b", 1).length, 10);
  t.is(seed.next("c", 2).length, 0);
  t.is(seed.next("c", 60_000).length, 10);
});

test("what a peer has when it joins is not shown to it, and counts as held", (t) => {
  const seed = new SuperSeed({ ...options, windowPieces: 100 });
  seed.join("a", 0);
  for (const index of [0, 1, 2]) seed.confirm("a", index, { nowMs: 0, initial: true });
  t.deepEqual(
    seed.next("a", 0).toSorted((x, y) => x - y),
    [3, 4, 5, 6, 7, 8, 9],
  );
});

test("in any swarm of connected peers about one copy leaves the seed, and everybody gets everything", (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 10 }),
      (peers, pieceCount, windowPieces) => {
        const seed = new SuperSeed({ pieceCount, windowPieces, graceMs: 1_000 });
        const names = Array.from({ length: peers }, (_, at) => `peer${at}`);
        const has = new Map(names.map((name) => [name, new Set<number>()]));
        let fromSeed = 0;
        for (const name of names) seed.join(name, 0);
        const gain = (name: string, index: number, nowMs: number): void => {
          if (has.get(name)?.has(index) === true) return;
          has.get(name)?.add(index);
          seed.confirm(name, index, { nowMs, initial: false });
        };
        for (let nowMs = 0; nowMs < 100_000 && [...has.values()].some((set) => set.size < pieceCount); nowMs += 100) {
          for (const name of names) {
            for (const index of seed.next(name, nowMs)) {
              if (has.get(name)?.has(index) !== true) fromSeed++;
              gain(name, index, nowMs);
            }
          }
          for (const name of names) for (const other of names) for (const index of has.get(other) ?? []) gain(name, index, nowMs);
        }
        return [...has.values()].every((set) => set.size === pieceCount) && fromSeed === pieceCount;
      },
    ),
    { numRuns: 200 },
  );
  t.pass();
});

test("peers that can't reach each other get everything from the seed all the same", (t) => {
  const seed = new SuperSeed(options);
  const has = new Map(["a", "b", "c"].map((name) => [name, new Set<number>()]));
  for (const name of has.keys()) seed.join(name, 0);
  let nowMs = 0;
  for (; [...has.values()].some((set) => set.size < 10); nowMs += 100) {
    t.true(nowMs < 20_000);
    for (const [name, set] of has) {
      for (const index of seed.next(name, nowMs)) {
        set.add(index);
        seed.confirm(name, index, { nowMs, initial: false });
      }
    }
  }
  t.true(nowMs < 3_000, "they waited for one grace time, not for one each window");
});
