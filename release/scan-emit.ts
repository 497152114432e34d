/** The second half of a scan: examined batches, in the order of the walk, become lines of the listing. */
import pLimit from "p-limit";
import { toError } from "../runtime/errors.ts";
import type { Digest } from "../runtime/ids.ts";
import { DIGEST_BYTES, STATE, type Examined } from "./examine.ts";
import { HASH_CONCURRENCY, RACY_QUEUE_ENTRIES } from "./limits.ts";
import type { Listing, TreeEntry } from "./listing.ts";
import { createListingWriter } from "./listing-writer.ts";
import type { EarlierScan, StampRecorder } from "./scan-cache.ts";
import { changed, isRacy, racyMs, readLargeFile, readSmallFile, sameStamp, type FileContent } from "./stable-file.ts";
import { getStamp, modeOf, putStamp, sizeOf } from "./stamps.ts";
import { toBytes, toText } from "./walk.ts";
import type { Warnings } from "./warnings.ts";

/** Entries of the walk that were examined together. */
export interface Batch {
  /** In order: an entry, or for each file its row in the earlier scan (-1: it wasn't there). */
  readonly entries: (TreeEntry | number)[];
  /** Byte strings of the files. */
  readonly files: string[];
}

export interface EmitterOptions {
  readonly root: string;
  readonly earlier: EarlierScan | null;
  readonly recorder: StampRecorder | null;
  readonly warnings: Warnings;
  readonly signal: AbortSignal | undefined;
  readonly nowUnixMs: () => number;
  readonly sleep: (timeMs: number) => Promise<void>;
}

export interface Emitter {
  /** Reads the batch's large files into its tables. */
  readLarge(batch: Batch, examined: Examined): Promise<Examined>;
  /** Throws E_IO for what couldn't be read, E_FORMAT for a mode. */
  emit(batch: Batch, examined: Examined): Promise<void>;
  /** Sizes of files emitted so far. */
  doneBytes(): number;
  /** Reads again what was racy, and ends. Throws E_IO when it changed. */
  finish(): Promise<Listing>;
}

export function createEmitter(options: EmitterOptions): Emitter {
  const { root, earlier, recorder, warnings, signal, nowUnixMs } = options;
  const writer = createListingWriter(earlier?.listingBytes);
  const limit = pLimit(HASH_CONCURRENCY);
  const racy: Racy[] = [];
  let doneBytes = 0;

  function emitRead(path: string, examined: Examined, row: number): void {
    const stamp = getStamp(examined.stamps, row);
    const digest = Buffer.from(examined.digests.buffer, row * DIGEST_BYTES, DIGEST_BYTES).toString("hex") as Digest;
    const name = toText(path);
    writer.add({ kind: "file", path: name, mode: warnings.mode(name, stamp.mode), sizeBytes: stamp.sizeBytes, digest });
    recorder?.add(examined.stamps, row);
    if (examined.states[row] === STATE.racy) racy.push({ path, content: { stamp, digest } });
    doneBytes += stamp.sizeBytes;
  }

  /** Files that were there like this before, one after the other. */
  function emitSame(paths: readonly string[], { stamps, lines }: EarlierScan, first: number): void {
    let sizeBytes = 0;
    for (const [i, path] of paths.entries()) {
      const mode = modeOf(stamps, first + i);
      // For its refusal and its count; the line has the mode that travels.
      if (mode !== 0o644 && mode !== 0o755) warnings.mode(toText(path), mode);
      sizeBytes += sizeOf(stamps, first + i);
    }
    writer.addFileLines(lines(first, paths.length), sizeBytes);
    recorder?.addEarlier(first, paths.length);
    doneBytes += sizeBytes;
  }

  async function recheckRacy(): Promise<void> {
    if (racy.length === 0) return;
    await options.sleep(Math.max(...racy.map(({ content }) => racyMs(content.stamp))));
    for (const { path, content } of racy.splice(0)) {
      const [absolute, name] = [toBytes(root, path), toText(path)];
      const again = readSmallFile(absolute, name) ?? (await readLargeFile(absolute, name, { signal }));
      if (again.digest !== content.digest || !sameStamp(again.stamp, content.stamp)) throw changed(name);
    }
  }

  return {
    doneBytes: () => doneBytes,
    async readLarge(batch, examined) {
      const read = async (path: string, row: number): Promise<void> => {
        const { stamp, digest } = await readLargeFile(toBytes(root, path), toText(path), { signal });
        putStamp(examined.stamps, row, stamp);
        examined.digests.set(Buffer.from(digest, "hex"), row * DIGEST_BYTES);
        examined.states[row] = isRacy(stamp, nowUnixMs()) ? STATE.racy : STATE.read;
      };
      const large = batch.files.flatMap((path, row) => (examined.states[row] === STATE.large ? [limit(() => read(path, row))] : []));
      await Promise.all(large);
      return examined;
    },
    async emit(batch, examined) {
      if (examined.failure !== null) throw toError(examined.failure);
      const { entries, files } = batch;
      let row = 0;
      for (let i = 0; i < entries.length; i++) {
        const entry = entries[i]!;
        if (typeof entry !== "number") {
          writer.add(entry);
          recorder?.add(null, 0);
        } else if (examined.states[row] === STATE.same && earlier !== null) {
          let count = 1;
          while (entries[i + count] === entry + count && examined.states[row + count] === STATE.same) count++;
          emitSame(files.slice(row, row + count), earlier, entry);
          row += count;
          i += count - 1;
        } else {
          emitRead(files[row]!, examined, row);
          row++;
        }
      }
      if (racy.length >= RACY_QUEUE_ENTRIES) await recheckRacy();
    },
    async finish() {
      await recheckRacy();
      return writer.finish();
    },
  };
}

interface Racy {
  readonly path: string;
  readonly content: FileContent;
}
