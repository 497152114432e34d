import test from "ava";
import { goesBack, oneFails, playAll } from "./crash-plots.ts";

test("a coordinator killed at every moment of a rollout of 5 hosts in waves, one of which fails: it ends as without, and nothing is done twice", async (t) => {
  t.log(`${await playAll(t, oneFails(5))} deaths`);
});

test("a coordinator killed at every moment of a rollout of 5 hosts that goes back: it ends as without, and nothing is done twice", async (t) => {
  t.log(`${await playAll(t, goesBack(5))} deaths`);
});
