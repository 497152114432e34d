/**
 * Simulates a rollout to fleets that no lab holds: 10,000 and 100,000 hosts in 20 datacenters, with slow hosts, stragglers and
 * failures, by the very policy files that swarm/ runs (simulate/world.ts). Seeded: the same seed, the same figures.
 *
 *     npm run bench:simulate [-- --shape 10k] [--seed 1] [--json] [--policy key=value …] [--trace] [--part 0.995]
 *
 * Prints the time until 50, 99 and 100 % of the hosts have the bundle against the lower bound (one copy over one uplink), and the
 * copies that crossed into each datacenter. `--trace` tells on stderr where the time went;
 * `--part` ends the run when that part of the hosts is done, for the last stragglers take long. `lab-…` shapes are those of `shoal lab`, to compare with.
 */
import { parseArgs } from "node:util";
import type { HandOutPolicy } from "../swarm/tracker/hand-out.ts";
import { summary, toRows } from "./simulate/outcome.ts";
import { SHAPES, lowerBoundS } from "./simulate/shape.ts";
import { World } from "./simulate/world.ts";
import { createReport } from "./swarm/report.ts";

/** Of the lower bound; who is not done by then never is. */
const PATIENCE = 20;

process.exitCode = main();

function main(): number {
  const { values } = parseArgs({
    options: {
      shape: { type: "string", multiple: true, default: ["10k", "100k"] },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      policy: { type: "string", multiple: true, default: [] },
      trace: { type: "boolean", default: false },
      part: { type: "string", default: "1" },
      set: { type: "string", multiple: true, default: [] },
    },
  });
  const report = createReport({ json: values.json });
  for (const name of values.shape) {
    const found = SHAPES.find((one) => one.name === name);
    if (found === undefined) {
      console.error(`--shape: one of ${SHAPES.map((one) => one.name).join(", ")}`);
      return 2;
    }
    const shape = { ...found, ...numbers(values.set) };
    const startMs = performance.now();
    const tookS = (): number => Math.round((performance.now() - startMs) / 1000);
    const onTick = (nowMs: number, lacking: number): void => {
      if (values.trace && nowMs % 1000 === 0) report.say(`${nowMs / 1000} s: ${lacking} hosts lack something; ${tookS()} s so far`);
    };
    const policy = numbers(values.policy) as Partial<HandOutPolicy>;
    const world = new World({ shape, seed: Number(values.seed), policy, onTick });
    const hosts = shape.sites * shape.hostsPerSite;
    world.run(lowerBoundS(shape) * 1000 * PATIENCE, Math.floor(hosts * (1 - Number(values.part))));
    const outcome = summary(shape, world);
    report.say(`${name}: ${JSON.stringify({ ...outcome, tookS: tookS() })}`);
    if (values.trace) {
      const done = [...world.doneMs].map((doneMs, host) => ({
        site: world.siteOf[host]!,
        doneMs,
        lives: host > 0 && world.dead[host] === 0,
      }));
      for (const line of world.trace.report(done.filter(({ lives }) => lives))) report.say(line);
    }
    for (const row of toRows(shape, outcome)) report.add(row);
  }
  report.finish();
  return 0;
}

function numbers(pairs: readonly string[]): Record<string, number> {
  return Object.fromEntries(pairs.map((pair) => [pair.split("=")[0]!, Number(pair.split("=")[1])]));
}
