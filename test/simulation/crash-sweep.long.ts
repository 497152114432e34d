import test from "ava";
import { goesBack, oneFails, playAll } from "./crash-plots.ts";

const HOSTS = 200;
/** Of about a minute or two each, so that it is seen to get on. */
const PARTS = 12;

for (const [what, plot] of [
  ["in waves, one of which fails", oneFails],
  ["that goes back", goesBack],
] as const) {
  for (let part = 0; part < PARTS; part++) {
    test.serial(
      `a coordinator killed at every moment of a rollout of 200 hosts ${what}: it ends as without (${part + 1} of ${PARTS})`,
      async (t) => {
        t.timeout(1_700_000);
        t.log(`${await playAll(t, plot(HOSTS), { of: PARTS, part })} deaths`);
      },
    );
  }
}
