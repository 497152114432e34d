/** What benchmarks that are made of cases have in common: which cases are asked for, that all of them are tried, and folders that a killed run has left. */
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Case<Bench> {
  readonly metrics: readonly string[];
  readonly run: (bench: Bench) => Promise<void>;
}

/** Those named, by their names or those of their metrics, in the order of `cases`; all where none is. Throws on an unknown name. */
export function selectCases<Name extends string>(
  cases: Readonly<Record<Name, { readonly metrics: readonly string[] }>>,
  asked: readonly string[],
): readonly Name[] {
  const all = Object.keys(cases) as Name[];
  const named = asked.map((text) => {
    const name = all.find((one) => one === text || cases[one].metrics.includes(text));
    if (name === undefined) throw new Error(`no case ${text}`);
    return name;
  });
  return named.length > 0 ? all.filter((name) => named.includes(name)) : all;
}

/** Throws on anything but a whole number from 1. */
export function toCount(what: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${what} is a whole number from 1`);
  return count;
}

/** Runs one after the other; what fails is told and the rest is still run. Whether something failed. */
export async function runCases<Name extends string, Bench extends { readonly report: { say(line: string): void } }>(
  cases: Readonly<Record<Name, Case<Bench>>>,
  names: readonly Name[],
  bench: Bench,
): Promise<boolean> {
  let failed = false;
  for (const name of names) {
    try {
      await cases[name].run(bench);
    } catch (error) {
      failed = true;
      bench.report.say(`FAILED ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed;
}

/** Folders `PREFIX<pid>-…` of processes that are gone. */
export function leftScratch(prefix: string): readonly string[] {
  const isLeft = (name: string): boolean => {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  };
  return readdirSync(tmpdir())
    .filter(isLeft)
    .map((name) => join(tmpdir(), name));
}
