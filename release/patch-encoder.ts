/**
 * Encodes the windows of an overlay with whatever codec makes them smallest, several at a time; decides and writes in the order in which they came, so that the same input gives the
 * same bundle.
 */
import { ShoalError } from "../runtime/errors.ts";
import { chooseSmallest, createBudget, DENSE_BUDGET, type Attempt, type Budget, type Result } from "./delta/choose.ts";
import { codecNamed } from "./delta/codec.ts";
import type { EffortSettings } from "./effort.ts";
import type { PatchPart, TreeWriter } from "./pack-files.ts";
import { zstdCompress } from "./zstd.ts";

export interface Window extends Omit<PatchPart, "codec" | "patch"> {
  readonly target: Uint8Array;
}

export interface WriteOptions {
  /** It hardly compresses: it is tried once, and quickly. */
  readonly isDense?: boolean;
  /** Called where no patch is smaller than the target, and nothing is written then; without, the smallest patch is. */
  readonly onLarger?: () => unknown;
}

export interface PatchEncoder {
  /** Resolves when there is room for the next window. Throws what failed with a window before. */
  write(window: Window, options?: WriteOptions): Promise<void>;
  /** Resolves when all are written. */
  drain(): Promise<void>;
  /** After a failure: what is being encoded ends by itself; nothing else is begun, and nothing written. */
  stop(): void;
}

const NO_SOURCE = new Uint8Array(0);

/** Two threads are kept busy; a window has 24 MiB, and as much in each thread. */
const WINDOWS_AT_ONCE = 2;

export function createPatchEncoder(tree: TreeWriter, settings: EffortSettings): PatchEncoder {
  const budget = createBudget(settings.patches);
  let last: Job = { decided: Promise.resolve(), written: Promise.resolve() };
  const open: Promise<void>[] = [];
  const stopped = new AbortController();
  const { signal } = stopped;
  return {
    async write(window, { isDense = false, onLarger } = {}) {
      const { decided, best } = encode(window, {
        budget: isDense ? DENSE_BUDGET : budget,
        turn: last.decided,
        frameLevel: settings.frameLevel,
        signal,
      });
      const written = writeAfter(last.written, best, async (result) => {
        signal.throwIfAborted();
        if (onLarger !== undefined && (result === null || result.costBytes >= window.target.length)) return void onLarger();
        const { attempt, patch } = result!;
        await tree.patch({ ...(attempt.codec === "brotli" ? withoutSource(window) : window), codec: attempt.codec, patch });
      });
      // Told by `open`: where this window fails, so do those behind it, and there may be none.
      written.catch(() => undefined);
      decided.catch(() => undefined);
      last = { decided, written };
      open.push(written);
      if (open.length >= WINDOWS_AT_ONCE) await open.shift();
    },
    async drain() {
      await Promise.all(open.splice(0));
    },
    stop: () => stopped.abort(),
  };
}

function withoutSource(window: Window): Window {
  return { ...window, source: NO_SOURCE, sources: [], reach: null };
}

interface Job {
  /** What it takes of the budget is known. */
  readonly decided: Promise<void>;
  readonly written: Promise<void>;
}

async function writeAfter(
  before: Promise<void>,
  best: Promise<Result | null>,
  write: (best: Result | null) => Promise<void>,
): Promise<void> {
  const [, result] = await Promise.all([before, best]);
  await write(result);
}

interface Context {
  readonly budget: Budget;
  /** The windows before have decided. */
  readonly turn: Promise<void>;
  readonly frameLevel: number;
  readonly signal: AbortSignal;
}

function encode(
  { source, target }: Window,
  { budget, turn, frameLevel, signal }: Context,
): { decided: Promise<void>; best: Promise<Result | null> } {
  const size = { sourceBytes: source.length, targetBytes: target.length };
  const tryAll = async (attempts: readonly Attempt[]): Promise<Result[]> =>
    (await Promise.all(attempts.map((attempt) => tryCodec(attempt, { source, target, frameLevel })))).filter((result) => result !== null);
  const costOf = (results: readonly Result[]): number => chooseSmallest(results)?.costBytes ?? target.length;
  const cheap = tryAll(budget.first()).then(async (first) => [...first, ...(await tryAll(budget.second(size, costOf(first))))]);
  const further = Promise.all([cheap, turn]).then(([results]) => {
    signal.throwIfAborted();
    return budget.further(size, costOf(results));
  });
  const best = further.then(async (attempts) => chooseSmallest([...(await cheap), ...(await tryAll(attempts))]));
  return { decided: further.then(() => undefined), best };
}

interface CodecInput {
  readonly source: Uint8Array;
  readonly target: Uint8Array;
  readonly frameLevel: number;
}

/** Null where the codec can't: VCDIFF of what has nothing in common is longer than the target. */
async function tryCodec(attempt: Attempt, { source, target, frameLevel }: CodecInput): Promise<Result | null> {
  const encode = (): Promise<Uint8Array> =>
    codecNamed(attempt.codec).encode(attempt.codec === "brotli" ? NO_SOURCE : source, target, attempt.level);
  try {
    const patch = attempt.codec === "zstd-dictionary" ? await alone(encode) : await encode();
    const costBytes = attempt.codec === "xdelta3" ? (await zstdCompress(patch, { level: frameLevel })).length : patch.length;
    return { attempt, patch, costBytes };
  } catch (error) {
    if (error instanceof ShoalError && error.code === "E_PATCH") return null;
    throw error;
  }
}

let zstd: Promise<unknown> = Promise.resolve();

/** One at a time: with a dictionary of 14 MiB zstd takes 100 MiB, and twice as much at its highest level. */
function alone<Result>(run: () => Promise<Result>): Promise<Result> {
  const result = zstd.then(run);
  zstd = result.catch(() => undefined);
  return result;
}
