import test from "ava";
import fc from "fast-check";
import { deletableBundles } from "../../../agent/downloads/retention.ts";
import type { HeldBundle } from "../../../agent/downloads/retention.ts";
import type { AppName, Digest } from "../../../runtime/ids.ts";
import { WEB } from "../lanes.ts";

const bundle = (digest: string, change: Partial<HeldBundle> = {}): HeldBundle => ({
  digest: digest as Digest,
  app: WEB,
  toTree: `tree-${digest}` as Digest,
  complete: true,
  inUse: false,
  usedUnixMs: 0,
  preseededUntilUnixMs: null,
  unwanted: false,
  ...change,
});
const trees = (...digests: string[]) => ({ [WEB]: digests.map((digest) => `tree-${digest}` as Digest) });

test("a complete bundle stays as long as a revision of its tree is held by its app", (t) => {
  t.deepEqual(deletableBundles([bundle("a"), bundle("b")], trees("a"), 0), ["b" as Digest]);
  t.deepEqual(deletableBundles([bundle("a", { app: "api" as AppName })], trees("a"), 0), ["a" as Digest]);
  t.deepEqual(deletableBundles([bundle("a")], {}, 0), ["a" as Digest]);
});

test("of incomplete bundles the newest of each app stays, for a retry", (t) => {
  const old = bundle("a", { complete: false, usedUnixMs: 1 });
  const newer = bundle("b", { complete: false, usedUnixMs: 2 });
  const other = bundle("c", { complete: false, usedUnixMs: 0, app: "api" as AppName });
  t.deepEqual(deletableBundles([old, newer, other], trees("a", "b"), 0), ["a" as Digest]);
});

test("what is in use is never deleted, and what is left is bounded by the revisions held", (t) => {
  const anyBundle = fc.record({
    digest: fc.constantFrom("a", "b", "c", "d", "e") as fc.Arbitrary<Digest>,
    app: fc.constantFrom(WEB, "api" as AppName),
    toTree: fc.constantFrom("tree-a", "tree-b", "tree-c") as fc.Arbitrary<Digest>,
    complete: fc.boolean(),
    inUse: fc.boolean(),
    usedUnixMs: fc.nat(5),
    preseededUntilUnixMs: fc.constant(null),
    unwanted: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anyBundle, { selector: ({ digest }) => digest }), (bundles) => {
      const gone = new Set(deletableBundles(bundles, trees("a"), 0));
      const left = bundles.filter(({ digest }) => !gone.has(digest));
      t.true(bundles.every(({ digest, inUse }) => !inUse || !gone.has(digest)));
      for (const { app, toTree, complete, inUse } of left) t.true(inUse || !complete || (app === WEB && toTree === ("tree-a" as Digest)));
      for (const app of [WEB, "api"]) t.true(left.filter((one) => one.app === app && !one.complete && !one.inUse).length <= 1);
    }),
  );
});

test("a preseeded bundle stays until its time is over, complete or not; one that was given up goes at once", (t) => {
  const some = [bundle("a", { preseededUntilUnixMs: 100 }), bundle("b", { preseededUntilUnixMs: 100, complete: false }), bundle("c")];
  t.deepEqual(deletableBundles(some, trees(), 99), ["c" as Digest]);
  t.deepEqual(deletableBundles(some, trees(), 100), ["a" as Digest, "c" as Digest], "then the incomplete one is a retry's");
  t.deepEqual(deletableBundles([bundle("b", { complete: false, unwanted: true })], trees("b"), 0), ["b" as Digest]);
});
