import test from "ava";
import { overlaySources, settleOverlays } from "../../coordinator/lineage.ts";
import { createPace } from "../../coordinator/pace.ts";
import { isReachable, offeredRoutes } from "../../coordinator/rollout/routes.ts";
import type { BundleDescription } from "../../proto/messages.ts";
import type { Digest } from "../../runtime/ids.ts";

test("overlays start from the base, the release before and what environments run: each once, never the tree itself, three at most", (t) => {
  const [a, b, c, d] = ["a", "b", "c", "d"] as unknown as [Digest, Digest, Digest, Digest];
  t.deepEqual(overlaySources({ tree: a, baseTree: null, previous: null, running: [] }), []);
  t.deepEqual(overlaySources({ tree: d, baseTree: a, previous: b, running: [b, a, d, c] }), [a, b, c]);
  t.deepEqual(overlaySources({ tree: d, baseTree: null, previous: b, running: [c] }), [b, c]);
  t.deepEqual(overlaySources({ tree: a, baseTree: a, previous: a, running: [a] }), []);
  t.is(overlaySources({ tree: a, baseTree: b, previous: c, running: [d, "e" as Digest, "f" as Digest] }).length, 3);
});

test("an overlay of more than a quarter of its base starts a new lineage; one from elsewhere never does", (t) => {
  const base = { baseTree: "a" as Digest, baseSizeBytes: 100 };
  const settled = (fromTree: string, sizeBytes: number) => settleOverlays(base, [{ fromTree: fromTree as Digest, sizeBytes }]);
  t.deepEqual(settled("a", 25), { newBase: false, kept: [0] });
  t.true(settled("a", 26).newBase);
  t.false(settled("b", 1_000).newBase);
});

test("an overlay from elsewhere is kept while it saves at least half of the base", (t) => {
  const overlays = [50, 51, 1].map((sizeBytes) => ({ fromTree: "b" as Digest, sizeBytes }));
  t.deepEqual(settleOverlays({ baseTree: "a" as Digest, baseSizeBytes: 100 }, overlays).kept, [0, 2]);
});

test("a host is offered bases and what starts from what it holds, smallest first, as far as a message carries it, and always a base", (t) => {
  const [x, y] = ["x", "y"] as unknown as [Digest, Digest];
  const route = (kind: "base" | "overlay", fromTree: Digest | null, sizeBytes: number, tableBytes = 0): BundleDescription => {
    const torrent = { metainfo: new Uint8Array(0), pieceDigests: new Uint8Array(0) };
    return { kind, fromTree, sizeBytes, frameTable: new Uint8Array(tableBytes), torrent } as unknown as BundleDescription;
  };
  const base = route("base", null, 100, 6_000_000);
  const small = route("overlay", x, 10, 6_000_000);
  const other = route("overlay", x, 20, 6_000_000);
  t.deepEqual(offeredRoutes([base, route("overlay", y, 5), small], new Set([x])), [small, base]);
  t.deepEqual(offeredRoutes([base, other, small], new Set([x])), [small, base], "three tables of 6 MB are too many");
  t.deepEqual(offeredRoutes([small], new Set([y])), []);
  const many = Array.from({ length: 40 }, (_, n) => route("overlay", x, n));
  const offered = offeredRoutes([...many, base], new Set([x]));
  t.is(offered.length, 16);
  t.is(offered.at(-1), base);
});

test("a host is reachable by a base, or by an overlay from a tree that it holds", (t) => {
  const [x, y] = ["x", "y"] as unknown as [Digest, Digest];
  const overlay = { fromTree: x } as BundleDescription;
  t.true(isReachable([overlay, { fromTree: null } as BundleDescription], new Set()));
  t.true(isReachable([overlay], new Set([x])));
  t.false(isReachable([overlay], new Set([y])));
  t.false(isReachable([], new Set([x])));
});

test("a burst passes at once, then one at a time at the rate", (t) => {
  const pace = createPace({ burst: 3, perSecond: 10 });
  t.deepEqual(
    [0, 0, 0].map((nowMs) => pace.take(nowMs)),
    [0, 0, 0],
  );
  t.is(pace.take(0), 100);
  t.is(pace.take(0), 200);
  t.is(pace.take(1_000), 0);
});

test("a clock that goes back gives nobody anything", (t) => {
  const pace = createPace({ burst: 1, perSecond: 1 });
  t.is(pace.take(10_000), 0);
  t.is(pace.take(0), 1_000);
  t.is(pace.take(0), 2_000);
});
