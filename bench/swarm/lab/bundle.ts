/** What crosses the lab, and how often: a random file, medians of the runs. */
import { randomFillSync } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../cases.ts";
import { type Lab, LAB_SHAPE, whyNoNamespaces, withLab } from "./lab.ts";
import type { Race } from "./run.ts";

const MIB = 1024 * 1024;
const RUNS = 3;

export interface LabBundle {
  readonly file: string;
  readonly sizeBytes: number;
}

export interface Median extends Pick<Race, "lastS" | "linkCopies" | "payloadCopies"> {
  readonly races: readonly Race[];
  readonly note: string;
}

export interface OpenLab {
  readonly shape: string;
  /** One copy over one uplink. */
  readonly limitS: number;
  /** Races in a network of their own each, one after the other. */
  readonly repeat: <R extends Race>(
    racing: (lab: Lab, bundle: LabBundle, about: { readonly run: number }) => Promise<R>,
  ) => Promise<Median & { readonly races: readonly R[] }>;
  /** One go in a network of its own. */
  readonly once: <Result>(work: (lab: Lab, bundle: LabBundle) => Promise<Result>) => Promise<Result>;
}

/** Null, with a word, where the machine has no namespaces. */
export async function openLab({ report, scratch, labMib, runs }: Bench, shape = LAB_SHAPE): Promise<OpenLab | null> {
  const objection = await whyNoNamespaces();
  if (objection !== null) {
    report.say(`lab cases are left out: ${objection}`);
    return null;
  }
  const bundle = { file: join(scratch, "lab-bundle"), sizeBytes: labMib * MIB };
  if (!existsSync(bundle.file)) writeFileSync(bundle.file, randomFillSync(Buffer.allocUnsafe(bundle.sizeBytes)));
  return {
    shape: `${shape.datacenters}x${shape.hostsEach}, ${labMib} MiB`,
    limitS: (bundle.sizeBytes * 8) / shape.wanBps,
    once: (work) => withLab(scratch, shape, (lab) => work(lab, bundle)),
    async repeat(racing) {
      const races = [];
      for (let run = 0; run < (runs ?? RUNS); run++) {
        races.push(await withLab(scratch, shape, (lab) => racing(lab, bundle, { run })));
        report.say(`  ${loadsLine(races.at(-1)!)}`);
      }
      const payload = races.map(({ payloadCopies }) => payloadCopies);
      return {
        races,
        lastS: median(races.map(({ lastS }) => lastS)),
        linkCopies: median(races.map(({ linkCopies }) => linkCopies)),
        payloadCopies: payload.includes(null) ? null : median(payload.map((copies) => copies ?? 0)),
        note: `${races.length} runs, CPU ${percent(median(races.map(({ cpuShare }) => cpuShare)))}, machine ${percent(median(races.map(({ machineShare }) => machineShare)))}`,
      };
    },
  };
}

function loadsLine({ lastS, firstS, loads }: Race): string {
  const uplinks = Array.from(loads, ([site, shares]) => `${site} ${shares.map((share) => Math.round(share * 100)).join(" ")}`);
  return `first host ${firstS.toFixed(1)} s, last ${lastS.toFixed(1)} s; % of the uplinks' rate: ${uplinks.join("; ")}`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
