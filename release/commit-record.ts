/** The commit record of a revision (FORMAT.md): the last thing written when a revision is made. A directory without one is no revision. */
import { z } from "zod";
import { ShoalError } from "../runtime/errors.ts";
import { parseDigest, parseReleaseId, parseRevisionId, type Digest, type ReleaseId, type RevisionId } from "../runtime/ids.ts";
import { branded, natural, readFields } from "./fields.ts";
import { encodeJson, parseJson } from "./json.ts";
import { MAX_COMMIT_RECORD_BYTES } from "./limits.ts";
import { FORMAT_VERSION, parseCreated } from "./release.ts";

export type Route = "base" | "overlay";
/** How unchanged files came into the revision. */
export type LinkMode = "hardlink" | "reflink" | "copy";

export interface CommitRecord {
  readonly formatVersion: number;
  readonly revision: RevisionId;
  readonly release: ReleaseId;
  readonly tree: Digest;
  readonly route: Route;
  /** Of an overlay: the tree it was made from, which retention keeps with it. */
  readonly fromTree: Digest | null;
  readonly linkMode: LinkMode;
  /** BLAKE3 of the `stats` file. */
  readonly stats: Digest;
  /** RFC 3339, UTC, seconds. */
  readonly committed: string;
}

export function encodeCommitRecord(record: CommitRecord): Uint8Array {
  const { formatVersion, revision, release, tree, route, fromTree, linkMode, stats, committed } = record;
  return encodeJson({ formatVersion, revision, release, tree, route, fromTree, linkMode, stats, committed });
}

/** Throws E_FORMAT, E_LIMIT, E_VERSION (written by a newer agent), E_TIME. Unknown fields are ignored. */
export function parseCommitRecord(bytes: Uint8Array): CommitRecord {
  const json = parseJson(bytes, { what: "commit record", maxBytes: MAX_COMMIT_RECORD_BYTES });
  const record = readFields(RECORD, json, "commit record");
  if (record.formatVersion > FORMAT_VERSION) {
    throw new ShoalError("E_VERSION", `commit record of format version ${record.formatVersion}; this is ${FORMAT_VERSION}`);
  }
  parseCreated(record.committed);
  return record;
}

const RECORD = z.object({
  formatVersion: natural.min(1),
  revision: branded(parseRevisionId),
  release: branded(parseReleaseId),
  tree: branded(parseDigest),
  route: z.enum(["base", "overlay"]),
  fromTree: branded(parseDigest).nullable(),
  linkMode: z.enum(["hardlink", "reflink", "copy"]),
  stats: branded(parseDigest),
  committed: z.string(),
});
