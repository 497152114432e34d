/**
 * The folder of bundles: `<digest>.bundle` and beside it `<digest>.json`, which says what a torrent needs to go on or to be seeded after a
 * restart. A record is replaced by rename and is not synced: one that is lost or broken costs a download, nothing else.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parseAppName, parseDigest, parseInfoHash, parseReleaseId } from "../../runtime/ids.ts";
import type { AppName, Digest, InfoHash, ReleaseId } from "../../runtime/ids.ts";
import { DOWNLOAD_RECORD_BYTES_MAX } from "../shell-limits.ts";

export interface BundleRecord {
  readonly digest: Digest;
  readonly app: AppName;
  readonly toTree: Digest;
  readonly sizeBytes: number;
  readonly complete: boolean;
  readonly usedUnixMs: number;
  readonly infoHash: InfoHash;
  readonly metainfo: Uint8Array;
  readonly pieceDigests: Uint8Array;
  /** It is to be kept for a release that may be deployed until then. */
  readonly preseed?: { readonly release: ReleaseId; readonly untilUnixMs: number } | null;
  /** Its preseed was stopped: nothing resumes it. */
  readonly unwanted?: boolean;
}

export function bundleFile(folder: string, digest: Digest): string {
  return join(folder, `${digest}.bundle`);
}

/** Records that can be used; everything else in the folder is deleted. */
export async function loadRecords(folder: string): Promise<readonly BundleRecord[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  const records: BundleRecord[] = [];
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const record = await loadRecord(folder, name);
    if (record !== null) records.push(record);
  }
  const known = new Set(records.flatMap(({ digest }) => [`${digest}.json`, `${digest}.bundle`]));
  for (const name of names.filter((one) => !known.has(one))) await rm(join(folder, name), { recursive: true, force: true });
  return records;
}

export async function saveRecord(folder: string, record: BundleRecord): Promise<void> {
  const temporary = join(folder, `.${record.digest}.${randomUUID()}`);
  const { metainfo, pieceDigests, ...plain } = record;
  const text = JSON.stringify({ version: VERSION, ...plain, metainfo: base64(metainfo), pieceDigests: base64(pieceDigests) });
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, join(folder, `${record.digest}.json`));
}

/** Record first: a bundle without one is deleted at the next start. */
export async function deleteBundle(folder: string, digest: Digest): Promise<void> {
  await rm(join(folder, `${digest}.json`), { force: true });
  await rm(bundleFile(folder, digest), { force: true });
}

const VERSION = 1;

const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, "base64")));
const schema = z.strictObject({
  version: z.literal(VERSION),
  digest: z.string().transform(parseDigest),
  app: z.string().transform(parseAppName),
  toTree: z.string().transform(parseDigest),
  sizeBytes: z.int().nonnegative(),
  complete: z.boolean(),
  usedUnixMs: z.int().nonnegative(),
  infoHash: z.string().transform(parseInfoHash),
  metainfo: bytes,
  pieceDigests: bytes,
  preseed: z
    .strictObject({ release: z.string().transform(parseReleaseId), untilUnixMs: z.int().nonnegative() })
    .nullable()
    .default(null),
  unwanted: z.boolean().default(false),
});

async function loadRecord(folder: string, name: string): Promise<BundleRecord | null> {
  const file = join(folder, name);
  try {
    if ((await stat(file)).size > DOWNLOAD_RECORD_BYTES_MAX) return null;
    const { version: _, ...record } = schema.parse(JSON.parse(await readFile(file, "utf8")));
    return name === `${record.digest}.json` ? record : null;
  } catch {
    return null;
  }
}

function base64(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("base64");
}
