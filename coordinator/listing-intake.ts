/** The listing of a release as it comes in: it must be the one that was signed, and name only files that its app has uploaded. */
import { readFile } from "node:fs/promises";
import { APP_CONFIG_NAME, findAppConfig, parseAppConfig } from "../release/app-config.ts";
import { readListing } from "../release/listing.ts";
import type { Release } from "../release/release.ts";
import { blake3, createBlake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { type AppName, type Digest, short } from "../runtime/ids.ts";
import type { FileStore } from "./files.ts";
import { DIGESTS_A_QUERY } from "./limits.ts";

/** Errors: E_LIMIT, E_TRUNC, E_DIGEST. */
export async function receiveListing(chunks: AsyncIterable<Uint8Array>, { listingBytes, tree }: Release): Promise<Uint8Array> {
  // Grows with what comes, not with what a message says will come.
  const parts: Uint8Array[] = [];
  const hash = createBlake3();
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.length;
    if (received > listingBytes) throw new ShoalError("E_LIMIT", `the listing has more than the signed ${listingBytes} bytes`);
    hash.update(chunk);
    parts.push(chunk);
  }
  if (received < listingBytes)
    throw new ShoalError("E_TRUNC", `the listing has ${received} bytes, the signed release says ${listingBytes}`);
  const found = hash.digest();
  if (found !== tree) throw new ShoalError("E_DIGEST", `the listing is tree ${short(found)}, the signed release says ${short(tree)}`);
  return Buffer.concat(parts);
}

/** The number of files, once it is what was signed and this app has uploaded every one of them, or it was `received` for this check. In slices: the event loop goes on between them. */
export async function checkListing(
  files: FileStore,
  release: Release,
  listing: Uint8Array,
  received: ReadonlyMap<Digest, number> = NOTHING,
): Promise<number> {
  let entries = 0;
  let count = 0;
  let sizeBytes = 0;
  let asked = new Map<Digest, number>();
  for await (const entry of readListing(slices(listing), { allowedSymlinkPrefixes: "any" })) {
    entries += 1;
    if (entry.kind !== "file") continue;
    count += 1;
    sizeBytes += entry.sizeBytes;
    if (received.get(entry.digest) === entry.sizeBytes) continue;
    asked.set(entry.digest, entry.sizeBytes);
    if (asked.size < DIGESTS_A_QUERY) continue;
    await checkPresent(files, release.app, asked);
    asked = new Map();
  }
  await checkPresent(files, release.app, asked);
  if (entries === release.entries && sizeBytes === release.sizeBytes) return count;
  const signed = `${release.entries} entries and ${release.sizeBytes} bytes`;
  throw new ShoalError("E_FORMAT", `the listing has ${entries} entries and ${sizeBytes} bytes of files, the signed release says ${signed}`);
}

/** The tree's own shoal.yaml, if it has one, is one that hosts will understand. Call after checkListing. Errors: E_CONFIG, E_DIGEST. */
export async function checkAppConfig(listing: Uint8Array, pathOf: (digest: Digest) => string): Promise<void> {
  const found = findAppConfig(listing);
  if (found === null) return;
  const bytes = await readFile(pathOf(found.digest));
  if (blake3(bytes) !== found.digest) throw new ShoalError("E_DIGEST", `${APP_CONFIG_NAME} is not the file that was uploaded`);
  parseAppConfig(bytes);
}

async function checkPresent(files: FileStore, app: AppName, asked: ReadonlyMap<Digest, number>): Promise<void> {
  const sizes = await files.sizes(app, [...asked.keys()]);
  const missing = [...asked].filter(([digest, sizeBytes]) => sizes.get(digest) !== sizeBytes);
  const [first] = missing;
  if (first === undefined) return;
  throw new ShoalError(
    "E_NOT_PREPARED",
    `at least ${missing.length} files of the release were not uploaded for ${app}, like ${short(first[0])}`,
    {
      hint: "upload them and create the release again",
    },
  );
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    yield bytes.subarray(at, at + SLICE_BYTES);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const NOTHING: ReadonlyMap<Digest, number> = new Map();
const SLICE_BYTES = 64 * 1024;
