/** Makes releases the way the CLI does, from contents in memory: sign, ask what is missing, upload, create. */
import { encodeListing, type TreeEntry } from "../../release/listing.ts";
import { encodeRelease, formatCreated, type Release } from "../../release/release.ts";
import { signRelease, type SigningKey } from "../../release/signature.ts";
import type * as wire from "../../proto/operator-types.ts";
import { blake3 } from "../../runtime/blake3.ts";
import type { AppName, Tag } from "../../runtime/ids.ts";
import type { OperatorClient } from "./start.ts";

export type Tree = Readonly<Record<string, Buffer | string>>;

export interface PublishOptions {
  readonly app?: string;
  readonly tag: string;
  readonly keys: readonly SigningKey[];
  readonly newBase?: boolean;
  readonly change?: Partial<Release>;
  /** Sent in place of the tree's own listing. */
  readonly listing?: Uint8Array;
  readonly upload?: boolean;
}

export async function publish(operator: OperatorClient, tree: Tree, options: PublishOptions): Promise<wire.Release> {
  const { app = "web", upload = true } = options;
  if (upload) await uploadTree(operator, tree, app);
  const { envelope, listing } = signedTree(tree, options);
  return create(operator, { envelope, listing: options.listing ?? listing, newBase: options.newBase ?? false });
}

export interface CreateOptions {
  readonly envelope: Uint8Array;
  readonly listing: Uint8Array;
  readonly newBase?: boolean;
  readonly onProgress?: (progress: wire.CreateReleaseEvent["progress"]) => void;
  readonly signal?: AbortSignal;
}

export async function create(operator: OperatorClient, options: CreateOptions): Promise<wire.Release> {
  const { envelope, listing, newBase = false, onProgress, signal } = options;
  const call = operator.createRelease({ signal });
  // What the coordinator refuses in the middle shows in the responses.
  await call
    .send({ start: { envelope, newBase, effort: "fast", dryRun: false }, listing: null, file: null, data: null })
    .catch(() => undefined);
  for (let at = 0; at < listing.length; at += 100_000) {
    await call.send({ start: null, file: null, data: null, listing: listing.subarray(at, at + 100_000) }).catch(() => undefined);
  }
  call.end();
  let made: wire.Release | null = null;
  for await (const { progress, release } of call.responses) {
    if (progress !== null) onProgress?.(progress);
    made = release ?? made;
  }
  if (made === null) throw new Error("the call ended without a release");
  return made;
}

export function signedTree(tree: Tree, { app = "web", tag, keys, change = {} }: PublishOptions): { envelope: Uint8Array; listing: Buffer } {
  const entries = Object.entries(tree).map(([path, content]): TreeEntry => {
    const bytes = Buffer.from(content);
    return { kind: "file", path, mode: 0o644, sizeBytes: bytes.length, digest: blake3(bytes) };
  });
  const listing = encodeListing(entries);
  const release: Release = {
    app: app as AppName,
    tag: tag as Tag,
    tree: blake3(listing),
    listingBytes: listing.length,
    entries: entries.length,
    sizeBytes: entries.reduce((sum, entry) => sum + (entry.kind === "file" ? entry.sizeBytes : 0), 0),
    sourceRevision: null,
    created: formatCreated(Date.now()),
    minFormatVersion: 1,
    ...change,
  };
  return { envelope: signRelease(encodeRelease(release), keys), listing };
}

export async function uploadTree(operator: OperatorClient, tree: Tree, app = "web"): ReturnType<OperatorClient["uploadFiles"]> {
  const contents = new Map(Object.values(tree).map((content) => [blake3(Buffer.from(content)) as string, Buffer.from(content)]));
  const missing = await missingOf(operator, [...contents.keys()], app);
  return operator.uploadFiles(
    parts(
      missing.map((digest) => contents.get(digest) as Buffer),
      app,
    ),
  );
}

export async function missingOf(operator: OperatorClient, digests: readonly string[], app = "web"): Promise<readonly string[]> {
  const call = operator.missingFiles();
  await call.send({ app, digests: digests.map((digest) => Buffer.from(digest, "hex")) });
  call.end();
  const missing: string[] = [];
  for await (const answer of call.responses) missing.push(...answer.missing.map((digest) => Buffer.from(digest).toString("hex")));
  return missing;
}

async function* parts(contents: readonly Buffer[], app: string): AsyncGenerator<wire.UploadFilesRequest> {
  for (const content of contents) {
    yield { start: { app, digest: Buffer.from(blake3(content), "hex"), sizeBytes: content.length }, data: null };
    for (let at = 0; at < content.length; at += 200_000) yield { start: null, data: content.subarray(at, at + 200_000) };
  }
}

/** Bytes that don't compress, the same for the same seed. */
export function noise(sizeBytes: number, seed: string): Buffer {
  const blocks = Array.from({ length: Math.ceil(sizeBytes / 32) }, (_, n) => Buffer.from(blake3(Buffer.from(`${seed}${n}`)), "hex"));
  return Buffer.concat(blocks).subarray(0, sizeBytes);
}
