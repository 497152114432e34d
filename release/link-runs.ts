/**
 * What stands in two listings alike is linked run by run, on threads: of a large tree nearly every line is of such a run, and a link costs the kernel ten
 * times what the rest of it costs us.
 */
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { linkBatch, type Linked, type LinkJob } from "./link-batch.ts";
import {
  LINK_BATCH_ENTRIES,
  LINK_INLINE_BATCH_ENTRIES,
  LINK_INLINE_ENTRIES,
  LINK_QUEUE_BATCHES,
  LINK_THREADS_MAX,
  THREAD_YOUNG_MIB,
} from "./limits.ts";
import type { Listing } from "./listing.ts";
import type { RecordedStats } from "./stats.ts";
import { startThread, type Thread } from "./thread.ts";

/** Lines that follow one another in both listings. */
export interface Run {
  readonly first: number;
  readonly fromFirst: number;
  readonly count: number;
}

export function findRuns(to: Listing, from: Listing): Run[] {
  const runs: Run[] = [];
  let [i, k] = [0, 0];
  while (i < to.count && k < from.count) {
    const count = equalLines(to, from, [i, k]);
    if (count > 0) runs.push({ first: i, fromFirst: k, count });
    i += count;
    k += count;
    if (i === to.count || k === from.count) break;
    // Lines are sorted by path: the lower one is not in the other listing like this.
    const order = to.lines(i, 1).compare(from.lines(k, 1));
    if (order < 0) i++;
    else if (order > 0) k++;
  }
  return runs;
}

export interface RunsOptions {
  readonly to: Listing;
  readonly from: { readonly dir: string; readonly stats: Pick<RecordedStats, "device" | "rows"> };
  readonly stagingDir: string;
  readonly runs: readonly Run[];
  /** By number in the listing: 1 for what is not to be linked. */
  readonly skip: Uint8Array;
  readonly signal: AbortSignal;
  readonly onLinked: (linked: number, linkedBytes: number) => void;
}

/** Resolves to the files of the runs that couldn't be linked like this. Rejects with the signal's reason. */
export async function linkRuns(options: RunsOptions): Promise<number[]> {
  const { signal } = options;
  const entries = options.runs.reduce((sum, { count }) => sum + count, 0);
  const threads = entries <= LINK_INLINE_ENTRIES ? [] : startThreads();
  const next = createQueue(options.runs);
  const left: number[] = [];
  const work = async (size: number, run: (job: LinkJob) => Promise<Linked>): Promise<void> => {
    for (let batch = next(size); batch !== null; batch = next(size)) {
      signal.throwIfAborted();
      const result = await run(toJob(options, batch));
      options.onLinked(result.linked, result.linkedBytes);
      for (const [i, isLeft] of result.left.entries()) if (isLeft === 1) left.push(batch.first + i);
    }
  };
  try {
    // This thread does its part, in smaller batches; the others have more than one before them, so as not to wait for this one.
    const here = work(LINK_INLINE_BATCH_ENTRIES, async (job) => (await setImmediate(), linkBatch(job)));
    const there = threads.flatMap((thread) => Array.from({ length: LINK_QUEUE_BATCHES }, () => work(LINK_BATCH_ENTRIES, runOn(thread))));
    await Promise.all([here, ...there]);
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
  signal.throwIfAborted();
  return left.sort((a, b) => a - b);
}

function startThreads(): Thread<LinkJob, Linked>[] {
  const program = new URL("./link-worker.ts", import.meta.url);
  return Array.from({ length: Math.min(availableParallelism() - 1, LINK_THREADS_MAX) }, () => startThread(program, THREAD_YOUNG_MIB));
}

function runOn(thread: Thread<LinkJob, Linked>): (job: LinkJob) => Promise<Linked> {
  return (job) => thread.run(job, [job.lines.buffer, job.rows.buffer, job.skip.buffer]);
}

/** Hands out the runs in pieces of up to `size` entries; null after the last. */
function createQueue(runs: readonly Run[]): (size: number) => Run | null {
  let [run, at] = [0, 0];
  return (size) => {
    const current = runs[run];
    if (current === undefined) return null;
    const { first, fromFirst, count } = current;
    const batch = { first: first + at, fromFirst: fromFirst + at, count: Math.min(size, count - at) };
    at += batch.count;
    if (at === count) [run, at] = [run + 1, 0];
    return batch;
  };
}

/** Copies: a thread takes them over. */
function toJob({ to, from, stagingDir, skip }: RunsOptions, { first, fromFirst, count }: Run): LinkJob {
  return {
    from: from.dir,
    to: stagingDir,
    lines: new Uint8Array(to.lines(first, count)),
    rows: new Uint8Array(from.stats.rows(fromFirst, count)),
    device: from.stats.device,
    skip: new Uint8Array(skip.subarray(first, first + count)),
  };
}

/** How many lines from there on are the same. By blocks, for most are. */
function equalLines(to: Listing, from: Listing, [i, k]: readonly [number, number]): number {
  const most = Math.min(to.count - i, from.count - k);
  let count = 0;
  for (let block = COMPARE_LINES; block >= 1; block = Math.floor(block / 8)) {
    while (count + block <= most && to.lines(i + count, block).equals(from.lines(k + count, block))) count += block;
  }
  return count;
}

const COMPARE_LINES = 512;
