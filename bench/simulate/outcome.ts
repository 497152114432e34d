/** What a simulation showed, as figures and as rows of the table. */
import type { Row } from "../swarm/report.ts";
import { type Shape, lowerBoundS } from "./shape.ts";
import type { World } from "./world.ts";

export interface Outcome {
  readonly boundS: number;
  readonly hosts: number;
  /** Alive at the end and without the whole bundle. */
  readonly unfinished: number;
  readonly halfS: number;
  readonly to99S: number;
  readonly allS: number;
  /** Into each datacenter but the seed's. */
  readonly copiesWorst: number;
  readonly copiesMean: number;
  readonly seedCopies: number;
  readonly events: number;
}

export function summary(shape: Shape, world: World): Outcome {
  const times = [...world.doneMs].filter((_, host) => host > 0 && world.dead[host] === 0).sort((a, b) => a - b);
  const at = (part: number): number => round((times[Math.ceil(times.length * part) - 1] ?? 0) / 1000);
  const copies = [...world.crossedBytes.slice(1)].map((bytes) => bytes / shape.sizeBytes);
  return {
    boundS: round(lowerBoundS(shape)),
    hosts: times.length,
    unfinished: times.filter((time) => time === Infinity).length,
    halfS: at(0.5),
    to99S: at(0.99),
    allS: at(1),
    copiesWorst: round(Math.max(...copies)),
    copiesMean: round(copies.reduce((sum, one) => sum + one, 0) / copies.length),
    seedCopies: round(world.seedBytes / shape.sizeBytes),
    events: world.events,
  };
}

export function toRows(shape: Shape, outcome: Outcome): readonly Row[] {
  const note = `50 % after ${outcome.halfS} s, all ${outcome.hosts} after ${outcome.allS} s; ${outcome.copiesMean} copies on average, ${outcome.seedCopies} left the seed`;
  return [
    { case: shape.name, metric: "sim-99-s", ours: outcome.to99S, peer: "one copy over one uplink", theirs: outcome.boundS, note },
    { case: shape.name, metric: "sim-copies", ours: outcome.copiesWorst, peer: "one copy", theirs: 1, note: "worst datacenter" },
  ];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
