import test from "ava";
import { outgrown, planBundle, worthBridging } from "../../coordinator/lineage.ts";
import { createPace } from "../../coordinator/pace.ts";
import { isReachable } from "../../coordinator/rollout/routes.ts";
import type { BundleDescription } from "../../proto/messages.ts";
import type { Digest } from "../../runtime/ids.ts";

test("the first release of an app is a base, and so is one that asks for it", (t) => {
  t.is(planBundle({ current: null, newBase: false }), "base");
  t.is(planBundle({ current: { baseSizeBytes: 100 }, newBase: true }), "base");
  t.is(planBundle({ current: { baseSizeBytes: 100 }, newBase: false }), "overlay");
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
