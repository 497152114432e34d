/** One file as it comes in: written beside its later place, counted and hashed, believed only when both are right. */
import { writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { type Blake3, createBlake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { type AppName, type Digest, short } from "../runtime/ids.ts";
import { UPLOAD_SMALL_BYTES } from "./limits.ts";

export interface UploadOptions {
  readonly path: string;
  readonly app: AppName;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export interface Upload extends UploadOptions {
  /** Errors: E_LIMIT where more comes than was announced; E_IO, E_DISK_FULL. */
  write(bytes: Uint8Array): Promise<void>;
  /** Errors: E_TRUNC, E_DIGEST. Not durable yet. */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

export function createUpload(options: UploadOptions): Upload {
  const { path, digest, sizeBytes } = options;
  const hash: Blake3 = createBlake3();
  const small: Uint8Array[] | null = sizeBytes <= UPLOAD_SMALL_BYTES ? [] : null;
  let file: FileHandle | null = null;
  let received = 0;
  return {
    ...options,
    async write(bytes) {
      received += bytes.length;
      if (received > sizeBytes) throw new ShoalError("E_LIMIT", `file ${short(digest)} was announced with ${sizeBytes} bytes; more came`);
      hash.update(bytes);
      if (small !== null) return void small.push(bytes);
      file ??= await open(path, "wx", 0o600);
      await file.writeFile(bytes);
    },
    async finish() {
      if (received < sizeBytes)
        throw new ShoalError("E_TRUNC", `file ${short(digest)} was announced with ${sizeBytes} bytes; ${received} came`);
      const found = hash.digest();
      if (found !== digest) throw new ShoalError("E_DIGEST", `a file was announced as ${short(digest)} and is ${short(found)}`);
      // A round trip through the thread pool costs more than writing a small file to the page cache.
      if (small !== null) writeFileSync(path, Buffer.concat(small), { flag: "wx", mode: 0o600 });
      await file?.close();
      file = null;
    },
    async abandon() {
      await file?.close();
      file = null;
    },
  };
}
