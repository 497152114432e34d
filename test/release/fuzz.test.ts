/** Fuzzing of each parser of the format: some seconds here, a minute in CI; fuzz.long.ts goes on for longer. */
import test from "ava";
import { createTargets, fuzz } from "./fuzz.ts";
import { temporaryFolder } from "./temporary.ts";

const SEED = Number(process.env["SHOAL_SEED"] ?? 20_261_121);
const TIMES = process.env["CI"] === undefined ? 1 : 12;

test("whatever a parser of the format is given, it answers with what it may, or with a typed error of its own", async (t) => {
  t.timeout(600_000);
  for (const target of await createTargets(temporaryFolder(t))) {
    const accepted = await fuzz(target, { seed: SEED, times: TIMES });
    t.log(`${target.name}: ${target.runs * TIMES} inputs, ${accepted} accepted`);
    t.true(accepted < target.runs * TIMES);
  }
});
