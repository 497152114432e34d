/**
 * Brings to the coordinator the files of a listing that it lacks for this app, and no others.
 *
 * The listing is gone through in batches: ask which digests are missing, upload those, go on. So a content that comes again in a later batch is
 * known by then, memory is that of one batch however large the tree, and a run that broke off is continued by running it again. What arrives
 * is hashed by the coordinator; here only a file's size is held to the listing's.
 */
import { open } from "node:fs/promises";
import { ShoalError } from "../../runtime/errors.ts";
import type { Digest } from "../../runtime/ids.ts";
import type { UploadFilesRequest } from "../../proto/operator-types.ts";
import type { Listing, TreeEntry } from "../../release/listing.ts";
import type { OperatorClient } from "./client.ts";
import { DIGESTS_A_MESSAGE, UPLOAD_CHUNK_BYTES, UPLOAD_TIMEOUT_MS } from "./limits.ts";

export interface UploadOptions {
  readonly app: string;
  readonly listing: Listing;
  /** Where the content of a listed path is. */
  readonly sourcePath: (path: string) => string;
  readonly client: Pick<OperatorClient, "missingFiles">;
  /** Takes a batch of files, a part after the other; resolves when they have arrived. */
  readonly upload: (parts: AsyncIterable<UploadFilesRequest>) => Promise<unknown>;
  readonly onProgress: (progress: UploadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface UploadProgress {
  /** Of the listing's entries, asked about so far. */
  readonly entries: number;
  readonly uploadedFiles: number;
  readonly uploadedBytes: number;
}

/** `upload` into the coordinator's store. */
export function uploadTo(
  client: Pick<OperatorClient, "uploadFiles">,
  signal: AbortSignal,
): (parts: AsyncIterable<UploadFilesRequest>) => Promise<unknown> {
  return (parts) => client.uploadFiles(parts, { signal, timeoutMs: UPLOAD_TIMEOUT_MS });
}

/** Errors: E_CONFLICT for a file that changed since the scan; the coordinator's. */
export async function uploadMissing(options: UploadOptions): Promise<UploadProgress> {
  const { app, listing, client, upload, onProgress, signal } = options;
  // In a dry run the coordinator does not remember what it was given.
  const sent = new Set<Digest>();
  let progress: UploadProgress = { entries: 0, uploadedFiles: 0, uploadedBytes: 0 };
  const report = (change: Partial<UploadProgress>): void => {
    progress = { ...progress, ...change };
    onProgress(progress);
  };
  const question = client.missingFiles({ signal });
  const answers = question.responses[Symbol.asyncIterator]();
  try {
    for (let start = 0; start < listing.count; start += DIGESTS_A_MESSAGE) {
      const batch = filesOf(listing, start, Math.min(start + DIGESTS_A_MESSAGE, listing.count));
      if (batch.size > 0) {
        await question.send({ app, digests: Array.from(batch.keys(), (digest) => Buffer.from(digest, "hex")) });
        const answer = await answers.next();
        if (answer.done === true) throw new ShoalError("E_INTERNAL", "the coordinator did not say which files it lacks");
        const missing = answer.value.missing
          .flatMap((digest) => batch.get(Buffer.from(digest).toString("hex") as Digest) ?? [])
          .filter(({ digest }) => !sent.has(digest));
        for (const { digest } of missing) sent.add(digest);
        if (missing.length > 0) {
          await upload(parts(options, missing, (bytes) => report({ uploadedBytes: progress.uploadedBytes + bytes })));
          report({ uploadedFiles: progress.uploadedFiles + missing.length });
        }
      }
      report({ entries: Math.min(start + DIGESTS_A_MESSAGE, listing.count) });
    }
    question.end();
    return progress;
  } finally {
    question.cancel();
  }
}

type FileEntry = Extract<TreeEntry, { kind: "file" }>;

/** The distinct contents of some entries. */
function filesOf(listing: Listing, start: number, end: number): Map<Digest, FileEntry> {
  const files = new Map<Digest, FileEntry>();
  for (let index = start; index < end; index++) {
    const entry = listing.entry(index);
    if (entry.kind === "file") files.set(entry.digest, entry);
  }
  return files;
}

async function* parts(
  { app, sourcePath }: UploadOptions,
  files: readonly FileEntry[],
  sent: (bytes: number) => void,
): AsyncGenerator<UploadFilesRequest> {
  for (const entry of files) {
    yield { start: { app, digest: Buffer.from(entry.digest, "hex"), sizeBytes: entry.sizeBytes }, data: null };
    for await (const data of contentOf(sourcePath(entry.path), entry)) {
      yield { start: null, data };
      sent(data.length);
    }
  }
}

async function* contentOf(file: string, entry: FileEntry): AsyncGenerator<Uint8Array> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    throw changed(entry.path, `can't be opened: ${error.code ?? error.message}`);
  });
  try {
    for (let at = 0; at < entry.sizeBytes;) {
      const piece = Buffer.allocUnsafe(Math.min(UPLOAD_CHUNK_BYTES, entry.sizeBytes - at));
      const { bytesRead } = await handle.read(piece, 0, piece.length, at);
      if (bytesRead === 0) throw changed(entry.path, `ended at ${at} of ${entry.sizeBytes} bytes`);
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
    const { size } = await handle.stat();
    if (size !== entry.sizeBytes) throw changed(entry.path, `has ${size} bytes, not ${entry.sizeBytes}`);
  } finally {
    await handle.close();
  }
}

function changed(path: string, how: string): ShoalError {
  return new ShoalError("E_CONFLICT", `${JSON.stringify(path)} changed after it was scanned: it ${how}`, {
    hint: "make the release from a directory that nothing writes to",
    retryable: true,
  });
}
