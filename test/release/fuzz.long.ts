/** The same as fuzz.test.ts, from another seed each time and fifty times as long. */
import test from "ava";
import { createTargets, fuzz } from "./fuzz.ts";
import { temporaryFolder } from "./temporary.ts";

const SEED = Number(process.env["SHOAL_SEED"] ?? Date.now() % 2 ** 31);

test("whatever a parser of the format is given for a long time, it answers with what it may, or with a typed error of its own", async (t) => {
  t.timeout(30 * 60_000);
  t.log(`SHOAL_SEED=${SEED}`);
  for (const target of await createTargets(temporaryFolder(t))) {
    const accepted = await fuzz(target, { seed: SEED, times: 50 });
    t.log(`${target.name}: ${target.runs * 50} inputs, ${accepted} accepted`);
    t.pass();
  }
});
