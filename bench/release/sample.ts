/** Medians of runs that take turns, so that a change of the machine's load meets both sides. */

/** One timed run, in seconds. */
export type Timed = () => Promise<number>;

export interface SideBySide {
  /** Seconds, medians. */
  readonly ours: number;
  readonly theirs: number;
  readonly runs: number;
}

export interface SideBySideOptions {
  readonly ours: Timed;
  readonly theirs: Timed;
  /** Seconds of a run of theirs that was made already. */
  readonly theirFirst?: number | undefined;
}

/** Five runs each; three where one takes more than 5 seconds; one above a minute. */
export async function sideBySide({ ours, theirs, theirFirst }: SideBySideOptions): Promise<SideBySide> {
  const samples = { ours: [] as number[], theirs: theirFirst === undefined ? [] : [theirFirst] };
  let runs = 1;
  for (let i = 0; i < runs; i++) {
    if (samples.theirs.length <= i) samples.theirs.push(await theirs());
    samples.ours.push(await ours());
    runs = runsFor(Math.max(...samples.ours, ...samples.theirs));
  }
  return { ours: median(samples.ours), theirs: median(samples.theirs), runs: samples.ours.length };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

const LONG_SECONDS = 60;
const SHORT_SECONDS = 5;

function runsFor(seconds: number): number {
  if (seconds > LONG_SECONDS) return 1;
  return seconds > SHORT_SECONDS ? 3 : 5;
}
