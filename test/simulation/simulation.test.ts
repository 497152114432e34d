import test from "ava";
import { COUNTS, simulate } from "./fleet.ts";
import type { History } from "./fleet.ts";

const SEEDS = 100;

test("a hundred seeded histories of loss, duplication, reordering, crashes, restores and hands keep every invariant and converge", (t) => {
  const histories: History[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) histories.push(simulate(seed));
  const sums = Object.fromEntries(COUNTS.map((count) => [count, histories.reduce((total, history) => total + history[count], 0)]));
  t.log(sums);
  // A simulation in which nothing happens proves nothing.
  for (const [count, sum] of Object.entries(sums)) t.true(sum > 10, `${count}: ${sum}`);
});

test("the same seed gives the same history", (t) => {
  t.deepEqual(simulate(7), simulate(7));
});
