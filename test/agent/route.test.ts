/** Which bundle a host takes: every route that fits, the fewest bytes first. */
import fc from "fast-check";
import test from "ava";
import { explainRoute, usableRoutes } from "../../agent/route.ts";
import type { RouteChoice, RouteNeeds } from "../../agent/route.ts";
import { short } from "../../runtime/ids.ts";
import { base, overlay, treeOf } from "./machine.ts";

const NEEDS: RouteNeeds = { tree: treeOf("b"), held: new Set([treeOf("a")]), formatVersions: [1], codecs: ["zstd"] };

test("the smaller bundle first, whichever kind it is", (t) => {
  t.deepEqual(usableRoutes([base("b"), overlay("b", "a")], NEEDS), [1, 0]);
  t.deepEqual(usableRoutes([base("b", { sizeBytes: 5 }), overlay("b", "a")], NEEDS), [0, 1]);
});

test("of the same size a base goes before an overlay: it needs nothing; else as offered", (t) => {
  const sizeBytes = 7;
  const routes = [overlay("b", "a", { sizeBytes }), base("b", { sizeBytes }), overlay("b", "a", { sizeBytes })];
  t.deepEqual(usableRoutes(routes, NEEDS), [1, 0, 2]);
});

test("an overlay from a tree that is not here is no route", (t) => {
  t.deepEqual(usableRoutes([overlay("b", "z")], NEEDS), []);
  t.deepEqual(usableRoutes([overlay("b", "a")], { ...NEEDS, held: new Set() }), []);
});

test("a bundle to another tree, of an unknown format or with an unknown codec is no route", (t) => {
  t.deepEqual(usableRoutes([base("c"), base("b", { formatVersion: 2 }), base("b", { codecs: ["zstd", "x"] })], NEEDS), []);
});

test("a bundle that contradicts itself is no route: a base with a source, an overlay without", (t) => {
  t.deepEqual(usableRoutes([base("b", { fromTree: treeOf("a") }), overlay("b", "a", { fromTree: null })], NEEDS), []);
});

test("a choice is told with its size, what it saved, and what failed before", (t) => {
  const routes = [base("b", { sizeBytes: 3_200_000 }), overlay("b", "a", { sizeBytes: 6_300 }), overlay("b", "z")];
  const name = `overlay from ${short(treeOf("a"))}`;
  const told = (taken: number, change: Partial<RouteChoice> = {}): string =>
    explainRoute({ routes, taken, failed: [], lineage: null, before: null, ...change });
  t.is(told(1), `${name}, 6.30 kB instead of base 3.20 MB`);
  t.is(
    told(1, { routes: routes.slice(1), taken: 0, lineage: { baseTree: treeOf("a"), baseSizeBytes: 4_000_000 } }),
    `${name}, 6.30 kB instead of base 4.00 MB`,
  );
  t.is(told(0), "base, 3.20 MB: no smaller one of 2 overlays starts from what is here");
  t.is(told(0, { routes: routes.slice(0, 1) }), "base, 3.20 MB: no overlay was offered");
  t.is(told(0, { failed: [{ route: 1, code: "E_BASE" }] }), `base, 3.20 MB after ${name} failed (E_BASE)`);
  t.is(told(0, { routes: routes.slice(0, 1), before: "E_BASE" }), "base, 3.20 MB: what was tried before failed (E_BASE)");
  t.is(told(7), "");
});

test("whatever is offered: routes are distinct, fit, and never grow smaller", (t) => {
  const name = fc.constantFrom("a", "b", "c");
  const offer = fc
    .tuple(name, fc.option(name), fc.nat(), fc.constantFrom(1, 2))
    .map(([to, from, sizeBytes, formatVersion]) =>
      from === null ? base(to, { sizeBytes, formatVersion }) : overlay(to, from, { sizeBytes, formatVersion }),
    );
  fc.assert(
    fc.property(fc.array(offer, { maxLength: 16 }), (routes) => {
      const taken = usableRoutes(routes, NEEDS).map((index) => routes[index]);
      const fits = taken.every((route) => route?.toTree === NEEDS.tree && route.formatVersion === 1);
      const sizes = taken.map((route) => route?.sizeBytes ?? Number.NaN);
      return fits && new Set(taken).size === taken.length && sizes.every((size, index) => index === 0 || size >= (sizes[index - 1] ?? 0));
    }),
  );
  t.pass();
});
