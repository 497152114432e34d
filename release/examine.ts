/** Looks at a batch of files: which are as known, and what the others contain. Synchronous: it runs on threads (examiner.ts), or in small batches. */
import { lstatSync } from "node:fs";
import { toFailure, type Failure } from "../runtime/errors.ts";
import { isRacy, readSmallFile } from "./stable-file.ts";
import { createStampTable, hasStamp, isStamp, putStamp, type StampTable } from "./stamps.ts";
import { ioError, toBytes, toText } from "./walk.ts";

export interface ExamineJob {
  readonly root: string;
  /** Byte strings (walk.ts) relative to the root, joined by NUL. */
  readonly paths: string;
  /** A row for each path: the stamp with which its content is known, or zeros. */
  readonly known: StampTable;
}

export const STATE = {
  /** As known: nothing was read. */
  same: 0,
  /** Read: stamp and digest are in the tables. */
  read: 1,
  /** The same, but written so shortly before that it must be read again. */
  racy: 2,
  /** Too large to be read here: nothing was read. */
  large: 3,
} as const;

export interface Examined {
  /** One of STATE for each path. */
  readonly states: Uint8Array<ArrayBuffer>;
  readonly stamps: StampTable;
  /** 32 bytes for each path. */
  readonly digests: Uint8Array<ArrayBuffer>;
  /** Of the first file that couldn't be read; what comes after it was not looked at. */
  readonly failure: Failure | null;
}

export const DIGEST_BYTES = 32;

/** Never throws. */
export function examineFiles({ root, paths, known }: ExamineJob, nowUnixMs: () => number): Examined {
  const names = paths === "" ? [] : paths.split("\0");
  const states = new Uint8Array(names.length);
  const stamps = createStampTable(names.length);
  const digests = new Uint8Array(names.length * DIGEST_BYTES);
  try {
    for (const [i, path] of names.entries()) {
      if (hasStamp(known, i) && isAsKnown(known, i, { root, path })) continue;
      const content = readSmallFile(toBytes(root, path), toText(path));
      states[i] = content === null ? STATE.large : isRacy(content.stamp, nowUnixMs()) ? STATE.racy : STATE.read;
      if (content === null) continue;
      putStamp(stamps, i, content.stamp);
      digests.set(Buffer.from(content.digest, "hex"), i * DIGEST_BYTES);
    }
    return { states, stamps, digests, failure: null };
  } catch (error) {
    return { states, stamps, digests, failure: toFailure(error) };
  }
}

function isAsKnown(known: StampTable, row: number, { root, path }: { root: string; path: string }): boolean {
  try {
    // A byte string of ASCII is the name itself: half the work of making bytes of it.
    const absolute = ASCII.test(path) ? `${root}/${path}` : toBytes(root, path);
    return isStamp(known, row, lstatSync(absolute, BIGINT));
  } catch (error) {
    throw ioError(error, "look at", toText(path));
  }
}

const ASCII = /^[\x20-\x7e]*$/;
const BIGINT = { bigint: true } as const;
