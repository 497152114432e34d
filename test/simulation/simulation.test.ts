import test from "ava";
import { simulate } from "./fleet.ts";
import type { History } from "./fleet.ts";

const SEEDS = 100;

test("a hundred seeded histories of loss, duplication, reordering, crashes and restores keep every invariant and converge", (t) => {
  const histories: History[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) histories.push(simulate(seed));
  const sum = (key: Exclude<keyof History, "seed">): number => histories.reduce((total, history) => total + history[key], 0);
  t.log(
    Object.fromEntries(
      (["succeeded", "failed", "aborted", "swaps", "lateSwaps", "restores", "reversals"] as const).map((key) => [key, sum(key)]),
    ),
  );
  // A simulation in which nothing happens proves nothing.
  for (const key of ["succeeded", "failed", "aborted", "swaps", "lateSwaps", "restores", "reversals"] as const)
    t.true(sum(key) > 10, `${key}: ${sum(key)}`);
});

test("the same seed gives the same history", (t) => {
  t.deepEqual(simulate(7), simulate(7));
});
