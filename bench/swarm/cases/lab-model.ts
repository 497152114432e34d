/**
 * `lab-model-s`: what the simulator says of two shapes of the lab, beside the lab itself: the last host of ours there ÷ the last host simulated. Nothing of the
 * simulator is set by them.
 */
import { SHAPES, lowerBoundS } from "../../simulate/shape.ts";
import { summary } from "../../simulate/outcome.ts";
import { World } from "../../simulate/world.ts";
import type { Bench } from "../cases.ts";
import { openLab } from "../lab/bundle.ts";
import { raceOurs } from "../lab/ours.ts";

/** Of the lower bound. */
const PATIENCE = 20;
const MIB = 1024 * 1024;

export async function labModelCase(bench: Bench): Promise<void> {
  for (const given of SHAPES.filter(({ name }) => name.startsWith("lab-"))) {
    const shape = { ...given, sizeBytes: bench.labMib * MIB };
    const { sites: datacenters, hostsPerSite: hostsEach, wanBitsPerS: wanBps } = shape;
    const lab = await openLab(bench, { datacenters, hostsEach, wanBps });
    if (lab === null) return;
    const world = new World({ shape, seed: 1, policy: {} });
    world.run(lowerBoundS(shape) * 1000 * PATIENCE);
    const simulated = summary(shape, world);
    const seen = await lab.repeat(raceOurs);
    const note = `${seen.note}; copies ${seen.payloadCopies ?? "?"}, simulated ${simulated.copiesWorst}`;
    bench.report.add({ case: lab.shape, metric: "lab-model-s", ours: seen.lastS, peer: "simulator", theirs: simulated.allS, note });
  }
}
