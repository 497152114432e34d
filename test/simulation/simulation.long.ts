import test from "ava";
import { simulate } from "./fleet.ts";

/** Others than those of the default run. */
const FIRST_SEED = 1_001;
const SEEDS = 2_000;

test("two thousand seeded histories keep every invariant and converge", (t) => {
  const breaches: string[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    try {
      simulate(seed);
    } catch (error) {
      breaches.push(error instanceof Error ? error.message : String(error));
    }
  }
  t.is(breaches.length, 0, breaches.slice(0, 3).join("\n\n"));
});
