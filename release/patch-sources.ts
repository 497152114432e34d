/** The source bytes of patches, from the base revision on this host: believed only when they have the digest that the patch was made for. */
import { closeSync, constants, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { blake3, hashFile } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { LISTING } from "./frames.ts";
import type { LinkSource } from "./link-files.ts";
import type { Made } from "./made.ts";
import { quote } from "./paths.ts";
import type { Listing } from "./listing.ts";
import { fileAt, sourceSpans, type Bodies, type FileEntry, type PatchItem } from "./unpack-plan.ts";

export interface SourceRevision {
  /** Null for a base, which has no patches. */
  readonly from: LinkSource | null;
  /** Null while it is the listing that is patched. */
  readonly to: Listing | null;
  readonly bodies: Bodies;
}

/** Throws E_BASE naming the file that is not what it should be. */
export async function readPatchSources(item: PatchItem, digest: string, { from, to, bodies }: SourceRevision): Promise<Buffer> {
  const spans = sourceSpans(item, { from: from?.listing ?? null, to, bodies });
  const bytes = Buffer.alloc(spans.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { entry, offset, length } of spans) {
    const part = bytes.subarray(at, (at += length));
    if (entry === LISTING) part.set(from!.listing.bytes.subarray(offset, offset + length));
    else readPart(pathOf(from!, entry), offset, part);
  }
  if (blake3(bytes) === digest) return bytes;
  const entries = spans.filter(({ entry }) => entry !== LISTING).map(({ entry }) => entry);
  throw notTheSource(await findDamaged(from, entries));
}

/**
 * What was made with these copies came out wrong: E_BASE if one of the files of the base that they are of is damaged, else `error`.
 * Only then are these read as a whole.
 */
export async function blameBase(error: unknown, copies: Made["copies"], from: LinkSource): Promise<unknown> {
  if (!(error instanceof ShoalError) || error.code !== "E_DIGEST") return error;
  const damaged = await findDamaged(
    from,
    copies.map(({ source }) => source).filter((source) => source < from.listing.count),
  );
  return damaged === null ? error : notTheSource(damaged);
}

export function pathOf(from: LinkSource, number: number): string {
  return join(from.dir, fileAt(from.listing, number, "the base").path);
}

/** What is missing stays zero: the digest tells. */
function readPart(path: string, offset: number, into: Buffer): void {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      for (let at = 0; at < into.length;) {
        const read = readSync(file, into, at, into.length - at, offset + at);
        if (read === 0) return;
        at += read;
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new ShoalError("E_BASE", `the source of a patch can't be read: ${(error as Error).message}`, { hint: HINT, cause: error });
  }
}

async function findDamaged(from: LinkSource | null, numbers: readonly number[]): Promise<FileEntry | null> {
  for (const number of new Set(numbers)) {
    const entry = fileAt(from!.listing, number, "the base");
    if ((await hashFile(pathOf(from!, number)).catch(() => null)) !== entry.digest) return entry;
  }
  return null;
}

const HINT = "take another route, or fetch the base again";

function notTheSource(damaged: FileEntry | null): ShoalError {
  const which =
    damaged === null ? "its source bytes are not those it was made for" : `file ${quote(damaged.path)} of the base revision is damaged`;
  return new ShoalError("E_BASE", `a patch can't be applied: ${which}`, { hint: HINT });
}
