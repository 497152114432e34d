/**
 * What stands in two listings alike is linked run by run, on threads: of a large tree nearly every line is of such a run, and a link costs the kernel ten
 * times what the rest of it costs us.
 */
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { linkBatch, type Linked, type LinkJob } from "./link-batch.ts";
import { LINK_BATCH_ENTRIES, LINK_INLINE_ENTRIES, LINK_QUEUE_BATCHES, LINK_THREADS_MAX, THREAD_YOUNG_MIB } from "./limits.ts";
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
  const entries = options.runs.reduce((sum, { count }) => sum + count, 0);
  const threads = entries <= LINK_INLINE_ENTRIES ? [] : startThreads();
  const left: number[] = [];
  const queue = batchesOf(options.runs, threads.length === 0 ? LINK_INLINE_ENTRIES / 8 : LINK_BATCH_ENTRIES);
  const work = async (run: (job: LinkJob) => Promise<Linked>): Promise<void> => {
    for (const batch of queue) {
      options.signal.throwIfAborted();
      const result = await run(toJob(options, batch));
      options.onLinked(result.linked, result.linkedBytes);
      for (const [i, isLeft] of result.left.entries()) if (isLeft === 1) left.push(batch.first + i);
    }
  };
  try {
    if (threads.length === 0) await work(async (job) => (await setImmediate(), linkBatch(job)));
    // More than one at a time each: a thread need not wait for this one.
    else
      await Promise.all(Array.from({ length: threads.length * LINK_QUEUE_BATCHES }, (_, i) => work(runOn(threads[i % threads.length]!))));
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
  options.signal.throwIfAborted();
  return left.sort((a, b) => a - b);
}

function startThreads(): Thread<LinkJob, Linked>[] {
  const program = new URL("./link-worker.ts", import.meta.url);
  return Array.from({ length: Math.min(availableParallelism(), LINK_THREADS_MAX) }, () => startThread(program, THREAD_YOUNG_MIB));
}

function runOn(thread: Thread<LinkJob, Linked>): (job: LinkJob) => Promise<Linked> {
  return (job) => thread.run(job, [job.lines.buffer, job.rows.buffer, job.skip.buffer]);
}

function* batchesOf(runs: readonly Run[], size: number): Generator<Run> {
  for (const { first, fromFirst, count } of runs)
    for (let at = 0; at < count; at += size) yield { first: first + at, fromFirst: fromFirst + at, count: Math.min(size, count - at) };
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
