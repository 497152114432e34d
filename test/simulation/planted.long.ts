/**
 * A test of the test: ten bugs, each as an edit of a copy of the sources, and the simulation must find each. A bug that it does not find would be one that it can't see. No flag
 * for it is in what is shipped.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";

interface Bug {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const BUGS: Readonly<Record<string, Bug>> = {
  "the barrier opens before all are ready": {
    file: "coordinator/rollout/progress.ts",
    from: "if (pending + preparing > 0) return;",
    to: "if (ready === 0) return;",
  },
  "a failure counts one too late": {
    file: "coordinator/rollout/budget.ts",
    from: "Math.max(1, atMost(amount, of) - failed)",
    to: "Math.max(1, atMost(amount, of) - failed + 1)",
  },
  "the coordinator forgets the leases it gave": {
    file: "coordinator/rollout/draft.ts",
    from: "draft.nowUnixMs + policy.leaseMs + policy.leaseMarginMs",
    to: "draft.nowUnixMs + policy.leaseMarginMs - policy.leaseMarginMs",
  },
  "the coordinator gives a new lease after an abort": {
    file: "coordinator/rollout/hosts.ts",
    from: 'return state === "aborting" || (state',
    to: 'return (state as string) === "never" || (state',
  },
  "a prepare is ready whatever tree came of it": {
    file: "coordinator/rollout/hosts.ts",
    from: "if (result.tree === wanted) {",
    to: "if (result.tree !== null) {",
  },
  "the next wave does not wait for this one": {
    file: "coordinator/rollout/progress.ts",
    from: ".some(({ open }) => open > 0)) return;",
    to: ".some(({ open }) => open > 99)) return;",
  },
  "a gate without data passes": {
    file: "coordinator/rollout/gates.ts",
    from: 'if (gate.verdict === "pass")',
    to: 'if (gate.verdict !== null && gate.verdict !== "fail")',
  },
  "a paused rollout goes on": {
    file: "coordinator/rollout/progress.ts",
    from: "if (rollout.wave === 0) return;\n",
    to: "if (rollout.wave === 0) return;\n  fillActivates(draft);\n",
  },
  "hosts that were left out do not count": {
    file: "coordinator/rollout/tally.ts",
    from: "      return failure !== null;",
    to: "      return false;",
  },
  "an old position is used again": {
    file: "coordinator/rollout/draft.ts",
    from: "sequence: position.sequence + 1",
    to: "sequence: Math.max(1, position.sequence)",
  },
  "a spent budget is seen one failure late": {
    file: "coordinator/rollout/budget.ts",
    from: "if (tally.failed > bearable(rolloutBudget(budget), hosts.size))",
    to: "if (tally.failed > bearable(rolloutBudget(budget), hosts.size) + 1)",
  },
};

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SEEDS = 120;

for (const [name, bug] of Object.entries(BUGS)) {
  test.serial(`the simulation finds it when ${name}`, async (t) => {
    const copy = mkdtempSync(join(tmpdir(), "shoal-planted-"));
    t.teardown(() => rmSync(copy, { recursive: true, force: true }));
    for (const part of ["agent", "coordinator", "proto", "release", "runtime", "swarm", "test/simulation", "package.json"])
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    const file = join(copy, bug.file);
    const source = readFileSync(file, "utf8");
    t.is(source.split(bug.from).length, 2, `${bug.file} has this once: ${bug.from}`);
    writeFileSync(file, source.replace(bug.from, bug.to));
    const found = await run(copy);
    t.log(found);
    t.regex(found, /^seed \d+: /, "no seed shows it");
  });
}

/** The first breach, as one line. */
function run(folder: string): Promise<string> {
  const script = `
    const { simulate } = await import(${JSON.stringify(join(folder, "test/simulation/fleet.ts"))});
    for (let seed = 1; seed <= ${SEEDS}; seed++)
      try { simulate(seed); } catch (error) { console.log(String(error.message).split("\\n")[0]); break; }`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script]);
    let out = "";
    child.stdout.on("data", (part: Buffer) => (out += part.toString()));
    child.stderr.on("data", (part: Buffer) => (out += part.toString()));
    child.once("error", reject);
    child.once("close", () => resolve(out.trim()));
  });
}
