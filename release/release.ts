/** A release: what is signed. Its JSON bytes (FORMAT.md) are the DSSE payload; their BLAKE3 is the release id. */
import type { AppName, Digest, ReleaseId, Tag } from "../runtime/ids.ts";

export const FORMAT_VERSION = 1;

export interface Release {
  readonly app: AppName;
  readonly tag: Tag;
  /** BLAKE3 of the canonical listing. */
  readonly tree: Digest;
  readonly listingBytes: number;
  /** Entries of the listing, and the sum of file sizes. */
  readonly entries: number;
  readonly sizeBytes: number;
  /** Version-control revision it was made from; free text. */
  readonly sourceRevision: string | null;
  /** RFC 3339, UTC, seconds: `2026-11-20T12:00:00Z`. */
  readonly created: string;
  /** Lowest format version of an agent that can unpack it. */
  readonly minFormatVersion: number;
}

/** A release whose envelope was verified; the only kind anything acts on. */
export interface SignedRelease {
  readonly id: ReleaseId;
  readonly release: Release;
  /** Ids of the distinct keys whose signature holds. */
  readonly keyIds: readonly string[];
  readonly envelope: Uint8Array;
}
