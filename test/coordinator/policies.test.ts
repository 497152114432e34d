import test from "ava";
import { outgrown, overlaySources, worthBridging } from "../../coordinator/lineage.ts";
import { createPace } from "../../coordinator/pace.ts";
import { isReachable } from "../../coordinator/rollout/routes.ts";
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

test("an overlay of more than a quarter of its base starts a new lineage", (t) => {
  t.false(outgrown({ baseSizeBytes: 100, overlaySizeBytes: 25 }));
  t.true(outgrown({ baseSizeBytes: 100, overlaySizeBytes: 26 }));
});

test("an overlay from the old base is kept beside a new one while it saves at least half", (t) => {
  t.true(worthBridging({ baseSizeBytes: 100, overlaySizeBytes: 50 }));
  t.false(worthBridging({ baseSizeBytes: 100, overlaySizeBytes: 51 }));
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
