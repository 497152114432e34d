/** A release: what is signed. Its JSON bytes (FORMAT.md) are the DSSE payload; their BLAKE3 is the release id. */
import { z } from "zod";
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { parseAppName, parseDigest, parseTag, type AppName, type Digest, type ReleaseId, type Tag } from "../runtime/ids.ts";
import { branded, natural, readFields } from "./fields.ts";
import { encodeJson, parseJson } from "./json.ts";
import { FORMAT_VERSION } from "./format-version.ts";
import { MAX_ENTRIES, MAX_LISTING_BYTES, MAX_RELEASE_BYTES, MAX_SOURCE_REVISION_BYTES, MIN_RELEASE_UNIX_MS } from "./limits.ts";

export { FORMAT_VERSION };

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

/** The payload to sign. Throws like parseRelease when a field is out of its range. */
export function encodeRelease(release: Release): Uint8Array {
  const { app, tag, tree, listingBytes, entries, sizeBytes, sourceRevision, created, minFormatVersion } = release;
  const bytes = encodeJson({ app, tag, tree, listingBytes, entries, sizeBytes, sourceRevision, created, minFormatVersion });
  parseRelease(bytes);
  return bytes;
}

/**
 * Reads a payload. Fields this version doesn't know are ignored (the bytes keep them), unless the field `critical` names them: then
 * E_VERSION, as for a higher minFormatVersion. Otherwise throws E_FORMAT, E_LIMIT, or E_TIME for a `created` that is no time.
 * Proves nothing about who made it: that is verifyEnvelope.
 */
export function parseRelease(bytes: Uint8Array): Release {
  const json = parseJson(bytes, { what: "release", maxBytes: MAX_RELEASE_BYTES });
  const { critical = [], ...release } = readFields(RELEASE, json, "release");
  const unknown = critical.find((name) => !KNOWN_FIELDS.has(name));
  if (unknown !== undefined) throw tooNew(`needs a reader that knows the field ${JSON.stringify(unknown)}`);
  if (release.minFormatVersion > FORMAT_VERSION)
    throw tooNew(`needs format version ${release.minFormatVersion}; this is ${FORMAT_VERSION}`);
  parseCreated(release.created);
  return release;
}

/** Identity of a release: BLAKE3 of the signed payload's bytes. */
export function releaseId(payload: Uint8Array): ReleaseId {
  return blake3(payload) as string as ReleaseId;
}

/** A release's time in milliseconds since the epoch. Throws E_TIME unless it reads exactly `2026-11-20T12:00:00Z` and is possible. */
export function parseCreated(created: string): number {
  const unixMs = TIME.test(created) ? Date.parse(created) : Number.NaN;
  const isReal = Number.isFinite(unixMs) && formatCreated(unixMs) === created;
  if (!isReal || unixMs < MIN_RELEASE_UNIX_MS) {
    throw new ShoalError(
      "E_TIME",
      `release: created is ${JSON.stringify(created.slice(0, 40))}, not a time like "2026-11-20T12:00:00Z" after 1999`,
    );
  }
  return unixMs;
}

export function formatCreated(unixMs: number): string {
  return new Date(Math.floor(unixMs / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/** Zod drops unknown keys and copies field by field: no key of the input becomes one of the result by itself. */
const RELEASE = z.object({
  app: branded(parseAppName),
  tag: branded(parseTag),
  tree: branded(parseDigest),
  listingBytes: natural.min(1).max(MAX_LISTING_BYTES),
  entries: natural.max(MAX_ENTRIES),
  sizeBytes: natural,
  sourceRevision: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= MAX_SOURCE_REVISION_BYTES, `more than ${MAX_SOURCE_REVISION_BYTES} bytes`)
    .refine((text) => !CONTROL.test(text), "a control character")
    .nullable(),
  // Missing or of another type is a time that is wrong (E_TIME), like every other.
  created: z.string().catch(""),
  minFormatVersion: natural.min(1),
  critical: z.array(z.string()).optional(),
});

const KNOWN_FIELDS = new Set(Object.keys(RELEASE.shape));
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

function tooNew(why: string): ShoalError {
  return new ShoalError("E_VERSION", `release ${why}`, { hint: "upgrade this Shoal" });
}
