import test from "ava";
import fc from "fast-check";
import { type Shown, SuperSeed } from "../../../swarm/engine/super-seed.ts";

const options = { pieceCount: 10, windowPieces: 8, graceMs: 1_000, datacenter: "home" };
const told = { nowMs: 0, initial: false };

function seedWith(more: Partial<typeof options>, peers: Readonly<Record<string, string>>): SuperSeed {
  const seed = new SuperSeed({ ...options, ...more });
  for (const [peer, datacenter] of Object.entries(peers)) seed.join(peer, { datacenter, nowMs: 0 });
  return seed;
}

function to(peer: string, shown: readonly Shown[]): number[] {
  return shown.filter((one) => one.peer === peer).map(({ index }) => index);
}

test("peers that join together are shown different pieces, as many as the window", (t) => {
  const seed = seedWith({}, { a: "x", b: "y" });
  const shown = seed.next(0);
  t.is(shown.length, 8);
  t.is(new Set(shown.map(({ index }) => index)).size, 8);
  t.deepEqual([to("a", shown).length, to("b", shown).length], [4, 4], "in turns");
  t.deepEqual(seed.next(0), []);
});

test("datacenters take turns, however many of their hosts are there", (t) => {
  const seed = seedWith({ windowPieces: 6, pieceCount: 100 }, { x1: "x", x2: "x", x3: "x", x4: "x", y1: "y" });
  const shown = seed.next(0);
  t.is(to("y1", shown).length, 3);
});

test("hosts at the seed's site and those abroad are each shown every piece once", (t) => {
  const seed = seedWith({ windowPieces: 100 }, { h1: "home", h2: "home", a: "x", b: "y" });
  const shown = seed.next(0);
  for (const peers of [
    ["h1", "h2"],
    ["a", "b"],
  ]) {
    t.deepEqual(
      peers.flatMap((peer) => to(peer, shown)).toSorted((x, y) => x - y),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
  }
});

test("a peer is shown nothing before it said where it is, or has had the time to", (t) => {
  const seed = new SuperSeed(options);
  for (const peer of ["a", "b", "c"]) seed.join(peer, { datacenter: null, nowMs: 0 });
  t.deepEqual(seed.next(0), []);
  seed.place("a", "home", 1);
  seed.place("b", null, 1);
  t.is(to("a", seed.next(1)).length, 8);
  t.is(to("c", seed.next(999)).length, 0);
});

test("the next piece is shown when one was confirmed", (t) => {
  const seed = seedWith({}, { a: "x" });
  const [first] = to("a", seed.next(0));
  seed.confirm("a", first!, told);
  t.is(seed.next(0).length, 1);
});

test("a lone peer is shown everything without a pause", (t) => {
  const seed = seedWith({}, { a: "x" });
  const got = new Set<number>();
  for (let pieces = seed.next(0); pieces.length > 0; pieces = seed.next(0)) {
    for (const { index } of pieces) {
      got.add(index);
      seed.confirm("a", index, told);
    }
  }
  t.is(got.size, 10);
});

test("where pieces are confirmed quickly more are open, where slowly fewer: about a second's worth", (t) => {
  const open = (tookMs: number): number => {
    const seed = seedWith({ pieceCount: 10_000 }, { a: "x" });
    const pending: { shown: Shown; dueMs: number }[] = [];
    for (let nowMs = 0; nowMs < 20_000; nowMs += 10) {
      while (pending.length > 0 && pending[0]!.dueMs <= nowMs) {
        const { shown } = pending.shift()!;
        seed.confirm(shown.peer, shown.index, { nowMs, initial: false });
      }
      // One after the other, as through one uplink.
      for (const shown of seed.next(nowMs)) pending.push({ shown, dueMs: Math.max(nowMs, pending.at(-1)?.dueMs ?? 0) + tookMs });
    }
    return pending.length;
  };
  t.true(open(20) >= 45 && open(20) <= 60, String(open(20)));
  t.true(open(100) >= 8 && open(100) <= 13, String(open(100)));
  t.is(open(1_000), 4);
});

test("a datacenter behind a slow link does not keep the others waiting", (t) => {
  const seed = seedWith({ pieceCount: 1_000, windowPieces: 4 }, { slow: "x", fast: "y" });
  let got = 0;
  for (let nowMs = 0; nowMs < 30_000; nowMs += 100) {
    for (const { peer, index } of seed.next(nowMs)) {
      if (peer === "slow") continue;
      seed.confirm("fast", index, { nowMs: nowMs + 50, initial: false });
      got++;
    }
  }
  t.true(got > 400, String(got));
});

test("a piece is shown to a second peer only after others could have helped it for the grace time", (t) => {
  const seed = seedWith({ windowPieces: 100 }, { a: "x" });
  t.is(to("a", seed.next(0)).length, 10);
  seed.join("b", { datacenter: "y", nowMs: 0 });
  t.deepEqual(to("b", seed.next(900)), [], "nothing was to be had elsewhere yet, so nothing was missed");
  seed.confirm("a", 0, { nowMs: 0, initial: false });
  t.deepEqual(to("b", seed.next(999)), []);
  seed.confirm("b", 0, { nowMs: 999, initial: false });
  t.deepEqual(to("b", seed.next(1_400)), [], "it was helped");
  seed.confirm("a", 1, { nowMs: 0, initial: false });
  t.is(to("b", seed.next(1_999)).length, 9);
});

test("what hosts at the seed's site have is no help for those abroad, and does not count as missed", (t) => {
  const seed = seedWith({ windowPieces: 100 }, { h: "home" });
  for (const { index } of seed.next(0)) seed.confirm("h", index, told);
  seed.join("a", { datacenter: "x", nowMs: 0 });
  seed.join("b", { datacenter: "y", nowMs: 0 });
  const shown = [...seed.next(0), ...seed.next(900)];
  t.is(shown.length, 10);
});

test("pieces of a peer that left or stalled are shown to others at once", (t) => {
  const seed = seedWith({ windowPieces: 100 }, { a: "x" });
  t.is(to("a", seed.next(0)).length, 10);
  for (const peer of ["b", "c"]) seed.join(peer, { datacenter: "y", nowMs: 0 });
  seed.leave("a");
  t.is(seed.next(1).length, 10);
  seed.leave("b");
  t.is(to("c", seed.next(2)).length, 5, "what b was shown");
  seed.join("d", { datacenter: "z", nowMs: 2 });
  t.is(to("d", seed.next(1_000)).length, 0);
  t.is(to("d", seed.next(4_000)).length > 0, true);
});

test("once all was shown, what few have and for a while nobody new is shown to another: those may be dead", (t) => {
  const seed = seedWith({ windowPieces: 100, graceMs: 100_000 }, { a: "x", b: "y" });
  const shown = seed.next(0);
  for (const { peer, index } of shown) seed.confirm(peer, index, { nowMs: 100, initial: false });
  // b's pieces reach a; nobody gets what a has.
  for (const index of to("b", shown)) seed.confirm("a", index, { nowMs: 200, initial: false });
  t.deepEqual(seed.next(2_000), [], "it may be on its way from a");
  const second = seed.next(2_500);
  t.deepEqual(to("a", second), []);
  const lost = to("a", shown).toSorted((x, y) => x - y);
  t.deepEqual(
    to("b", second).toSorted((x, y) => x - y),
    lost,
  );
  for (const { peer, index } of second) seed.confirm(peer, index, { nowMs: 2_600, initial: false });
  t.deepEqual(seed.next(9_000), []);
});

test("a peer that stalled is shown nothing more until it confirms something, for then others would wait for it again", (t) => {
  const seed = seedWith({ windowPieces: 6, pieceCount: 1_000, graceMs: 100_000 }, { a: "x", dead: "y", c: "z" });
  const confirmedAt = new Map<number, number>();
  for (let nowMs = 0; nowMs < 60_000; nowMs += 100) {
    for (const { peer, index } of seed.next(nowMs)) {
      if (peer === "dead") continue;
      seed.confirm(peer, index, { nowMs: nowMs + 50, initial: false });
      confirmedAt.set(index, nowMs);
    }
    if (confirmedAt.size === 1_000) break;
  }
  t.is(confirmedAt.size, 1_000);
  const before = [...confirmedAt.values()].toSorted((x, y) => x - y);
  t.true(before.at(-1)! - before.at(-20)! < 3_000, "the last ones did not go round by way of the dead one again");
  t.deepEqual(to("dead", seed.next(61_000)), []);
  for (const peer of ["a", "c"]) seed.leave(peer);
  t.true(to("dead", seed.next(61_001)).length > 0, "who else");
});

test("nothing is shown twice while there is something to show for the first time", (t) => {
  const seed = seedWith({ windowPieces: 4, graceMs: 100_000 }, { a: "x", b: "y" });
  const seen: number[] = [];
  for (let nowMs = 0; nowMs < 9 * 3_000; nowMs += 3_000) {
    const [next] = seed.next(nowMs);
    if (next === undefined) continue;
    seen.push(next.index);
    seed.confirm(next.peer, next.index, { nowMs: nowMs + 1, initial: false });
  }
  t.is(new Set(seen).size, seen.length);
});

test("what a peer has when it joins is not shown to it, and counts as held", (t) => {
  const seed = seedWith({ windowPieces: 100 }, { a: "x" });
  for (const index of [0, 1, 2]) seed.confirm("a", index, { nowMs: 0, initial: true });
  t.deepEqual(
    to("a", seed.next(0)).toSorted((x, y) => x - y),
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
        const names = Array.from({ length: peers }, (_, at) => `peer${at}`);
        const seed = seedWith({ pieceCount, windowPieces }, Object.fromEntries(names.map((name, at) => [name, `d${at % 3}`])));
        const has = new Map(names.map((name) => [name, new Set<number>()]));
        let fromSeed = 0;
        const gain = (name: string, index: number, nowMs: number): void => {
          if (has.get(name)?.has(index) === true) return;
          has.get(name)?.add(index);
          seed.confirm(name, index, { nowMs, initial: false });
        };
        for (let nowMs = 0; nowMs < 100_000 && [...has.values()].some((set) => set.size < pieceCount); nowMs += 100) {
          for (const { peer, index } of seed.next(nowMs)) {
            if (has.get(peer)?.has(index) !== true) fromSeed++;
            gain(peer, index, nowMs);
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
  const seed = seedWith({ windowPieces: 4 }, { a: "x", b: "y", c: "home" });
  const has = new Map(["a", "b", "c"].map((name) => [name, new Set<number>()]));
  let nowMs = 0;
  for (; [...has.values()].some((set) => set.size < 10); nowMs += 100) {
    t.true(nowMs < 20_000);
    for (const { peer, index } of seed.next(nowMs)) {
      has.get(peer)?.add(index);
      seed.confirm(peer, index, { nowMs, initial: false });
    }
  }
  t.true(nowMs < 3_000, "they waited for one grace time, not for one each window");
});
