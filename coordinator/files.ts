/**
 * The content-addressed file store: `files/ab/cdef…`, named by BLAKE3. Which app has proved to possess which content stands in the
 * database (`app_files`), and existence is answered from there only: whoever may make releases of one app learns nothing of another's files, and
 * gets no file into a release that it did not upload itself.
 *
 * An upload is written below `uploads/` and hashed again; a batch of files is synced, renamed into place, synced, and then recorded. What a
 * crash leaves: temporary files, swept at start, or files that no app has yet, which the next upload replaces. A row never names a file that
 * was not durable before.
 */
import { mkdirSync, renameSync } from "node:fs";
import { mkdir, mkdtemp, open as openFile, readdir, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { syncFileSystem } from "../runtime/durable.ts";
import { ShoalError } from "../runtime/errors.ts";
import { crashPoint } from "../runtime/fault.ts";
import type { AppName, Digest } from "../runtime/ids.ts";
import {
  CLEAN_UP_FILES,
  FILE_GRACE_MS,
  FILE_USE_GRAIN_MS,
  FILES_RESERVE_BYTES,
  FSYNC_EACH_FILES,
  STATS_AT_ONCE,
  UPLOAD_BATCH_BYTES,
  UPLOAD_BATCH_FILES,
  UPLOAD_SMALL_BYTES,
  UPLOADS_MAX,
} from "./limits.ts";
import type { AppFile, AppFileRepository } from "./store/app-files.ts";
import { createUpload, type Upload } from "./upload.ts";

export interface FileStoreOptions {
  /** `files/` and `uploads/` are made in it. */
  readonly dataDir: string;
}

export interface FileStoreDeps {
  readonly appFiles: AppFileRepository;
  readonly nowUnixMs: () => number;
}

/** As a client sends it: a file ends where the next starts, or with the stream. */
export type UploadPart =
  | { readonly kind: "start"; readonly app: AppName; readonly digest: Digest; readonly sizeBytes: number }
  | { readonly kind: "data"; readonly bytes: Uint8Array };

export interface Received {
  readonly files: number;
  readonly bytes: number;
}

export interface FileStore {
  /** Sweeps what an earlier process left unfinished. */
  start(): Promise<void>;
  /** Where that content is, if it is there at all. */
  pathOf(digest: Digest): string;
  /** Those of `digests` that this app has not uploaded, in the order given, each once. */
  missing(app: AppName, digests: readonly Digest[]): Promise<readonly Digest[]>;
  /** Size of each of `digests` that this app has. */
  sizes(app: AppName, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, number>>;
  /**
   * Durable when it resolves. Errors: E_DIGEST, E_TRUNC, E_LIMIT (content against its announcement), E_MESSAGE (data before a start),
   * E_DISK_FULL, E_IO, E_BUSY. Files of batches before the failing one stay.
   */
  receive(parts: AsyncIterable<UploadPart>): Promise<Received>;
  /** The app needs them no more: they go, unless it used them lately or another app has them. A crash in the middle leaves files for `sweep`. */
  forget(app: AppName, digests: readonly Digest[]): Promise<void>;
  /** Removes files that no app has: what a crash left. Uploads go on meanwhile. */
  sweep(signal: AbortSignal): Promise<void>;
}

export function createFileStore({ dataDir }: FileStoreOptions, { appFiles, nowUnixMs }: FileStoreDeps): FileStore {
  const files = join(dataDir, "files");
  const uploads = join(dataDir, "uploads");
  // Between a file in its place and its row nothing may be swept, nor between its last row and its end.
  const placing = pLimit(1);
  let open = 0;

  async function receive(parts: AsyncIterable<UploadPart>): Promise<Received> {
    if (open >= UPLOADS_MAX) throw new ShoalError("E_BUSY", `${UPLOADS_MAX} uploads are open already`);
    open += 1;
    const folder = await mkdtemp(join(uploads, "upload-"));
    try {
      return await receiveInto(folder, parts);
    } finally {
      open -= 1;
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function receiveInto(folder: string, parts: AsyncIterable<UploadPart>): Promise<Received> {
    const total = { files: 0, bytes: 0 };
    let batch: Upload[] = [];
    let batchBytes = 0;
    let current: Upload | null = null;
    const finish = async (): Promise<void> => {
      if (current === null) return;
      await current.finish();
      batch.push(current);
      total.files += 1;
      total.bytes += current.sizeBytes;
      batchBytes += current.sizeBytes;
      current = null;
      if (batch.length < UPLOAD_BATCH_FILES && batchBytes < UPLOAD_BATCH_BYTES) return;
      await commit(folder, batch);
      batch = [];
      batchBytes = 0;
    };
    try {
      for await (const part of parts) {
        if (part.kind === "start") {
          await finish();
          if (batch.length === 0 || part.sizeBytes > UPLOAD_SMALL_BYTES) await checkSpace(uploads, part.sizeBytes);
          current = createUpload({ ...part, path: join(folder, String(total.files)) });
        } else if (current === null) {
          throw new ShoalError("E_MESSAGE", "an upload begins with data; a file must be announced first");
        } else {
          await (current as Upload).write(part.bytes);
        }
      }
      await finish();
      await commit(folder, batch);
      return total;
    } finally {
      await (current as Upload | null)?.abandon();
    }
  }

  async function commit(folder: string, batch: readonly Upload[]): Promise<void> {
    if (batch.length === 0) return;
    const few = batch.length <= FSYNC_EACH_FILES;
    await (few ? fsyncAll(batch.map(({ path }) => path)) : syncFileSystem(folder));
    await placing(() => place(batch, few));
  }

  async function place(batch: readonly Upload[], few: boolean): Promise<void> {
    for (const { path, digest } of batch) {
      mkdirSync(join(files, digest.slice(0, 2)), { recursive: true, mode: 0o700 });
      renameSync(path, pathOf(files, digest));
    }
    await (few ? fsyncAll([files, ...batch.map(({ digest }) => join(files, digest.slice(0, 2)))]) : syncFileSystem(files));
    crashPoint("upload:before-record");
    for (const [app, uploaded] of Map.groupBy(batch, (upload) => upload.app)) {
      await appFiles.add(
        app,
        uploaded.map(({ digest, sizeBytes }): AppFile => ({ digest, sizeBytes })),
        nowUnixMs(),
      );
    }
  }

  return {
    async start() {
      await mkdir(files, { recursive: true, mode: 0o700 });
      await mkdir(uploads, { recursive: true, mode: 0o700 });
      for (const left of await readdir(uploads)) await rm(join(uploads, left), { recursive: true, force: true });
    },
    pathOf: (digest) => pathOf(files, digest),
    async missing(app, digests) {
      const recorded = await appFiles.present(app, digests);
      const there = await onDisk(files, recorded);
      const atUnixMs = nowUnixMs();
      await appFiles.use(app, [...there], { atUnixMs, ifBeforeUnixMs: atUnixMs - FILE_USE_GRAIN_MS });
      return [...new Set(digests)].filter((digest) => !there.has(digest));
    },
    sizes: (app, digests) => appFiles.present(app, digests),
    receive,
    async forget(app, digests) {
      await placing(async () => {
        await appFiles.remove(app, digests, nowUnixMs() - FILE_GRACE_MS);
        crashPoint("clean-up:before-unlink");
        await unlinkUnnamed(digests);
      });
    },
    async sweep(signal) {
      for (const folder of await readdir(files)) {
        const digests = (await readdir(join(files, folder))).map((name) => `${folder}${name}` as Digest);
        for (let at = 0; at < digests.length && !signal.aborted; at += CLEAN_UP_FILES) {
          await placing(() => unlinkUnnamed(digests.slice(at, at + CLEAN_UP_FILES)));
        }
      }
    },
  };

  async function unlinkUnnamed(digests: readonly Digest[]): Promise<void> {
    const named = await appFiles.anyones(digests);
    for (const digest of digests) if (!named.has(digest)) await rm(pathOf(files, digest), { force: true });
  }
}

/** The layout of `files/`, for workers too. Digests were parsed: no path can leave the folder. */
export function pathOf(files: string, digest: Digest): string {
  return join(files, digest.slice(0, 2), digest.slice(2));
}

/** A recorded file that somebody removed is asked for again. */
async function onDisk(files: string, recorded: ReadonlyMap<Digest, number>): Promise<ReadonlySet<Digest>> {
  const there = new Set<Digest>();
  const all = [...recorded];
  for (let at = 0; at < all.length; at += STATS_AT_ONCE) {
    const some = all.slice(at, at + STATS_AT_ONCE);
    const stats = await Promise.all(some.map(([digest]) => stat(pathOf(files, digest)).catch(() => null)));
    some.forEach(([digest, sizeBytes], index) => {
      if (stats[index]?.size === sizeBytes) there.add(digest);
    });
  }
  return there;
}

/** Files or directories. An fsync each is for a few; for many, one sync of the file system is cheaper (DESIGN §6 has the figures). */
async function fsyncAll(paths: readonly string[]): Promise<void> {
  for (const path of new Set(paths)) {
    const file = await openFile(path, "r");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

/** Errors: E_DISK_FULL. */
export async function checkSpace(folder: string, sizeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes - sizeBytes >= FILES_RESERVE_BYTES) return;
  throw new ShoalError(
    "E_DISK_FULL",
    `a file of ${sizeBytes} bytes does not fit: ${freeBytes} bytes are free on the coordinator, ${FILES_RESERVE_BYTES} of them reserved`,
    {
      hint: "free space on the file system of dataDir",
    },
  );
}
