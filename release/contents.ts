/** What the files of a tree that is being unpacked hold: as the listing says, or, where it leaves blanks (blanks.ts), as they are. */
import { ShoalError } from "../runtime/errors.ts";
import { short, type Digest } from "../runtime/ids.ts";
import { blankNumber, fillBlanks } from "./blanks.ts";
import type { Listing } from "./listing.ts";
import { quote } from "./paths.ts";
import type { FileEntry } from "./unpack-plan.ts";

export interface Contents {
  /** Whether that may be the file's content; of a blank it is from now on. */
  takes(entry: FileEntry, digest: Digest): boolean;
  /** The entry with its true digest. Throws E_DIGEST unless that may be its content. */
  settle(entry: FileEntry, digest: Digest): FileEntry;
  /** The listing with the digests of all contents, every one of which was settled. Takes the other one's memory. */
  listing(): Listing;
}

export function createContents(listing: Listing, blanks: number): Contents {
  const digests: (Digest | undefined)[] = Array.from({ length: blanks });
  const takes = (entry: FileEntry, digest: Digest): boolean => {
    const number = blankNumber(entry.digest);
    if (number === null || blanks === 0) return digest === entry.digest;
    return (digests[number - 1] ??= digest) === digest;
  };
  return {
    takes,
    settle(entry, digest) {
      if (!takes(entry, digest)) throw notTheContent(entry, digest);
      return { ...entry, digest };
    },
    listing() {
      if (blanks === 0) return listing;
      return fillBlanks(listing, digests as readonly Digest[]);
    },
  };
}

/** Throws E_DIGEST unless the content is the entry's. */
export function verifyContent(entry: FileEntry, digest: Digest): void {
  if (digest !== entry.digest) throw notTheContent(entry, digest);
}

function notTheContent(entry: FileEntry, digest: Digest): ShoalError {
  return new ShoalError("E_DIGEST", `file ${quote(entry.path)}: content ${short(digest)}, the listing says ${short(entry.digest)}`, {
    hint: "the bundle is damaged or not of this release: fetch it again",
  });
}
