/** Reads contents by digest from plain files, and believes nothing: what is handed out whole is hashed, and a file of another size or content is E_DIGEST. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { blake3, createBlake3, hashFile } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { short, type Digest } from "../runtime/ids.ts";

export type PathOf = (digest: Digest) => string;

export interface Content {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export interface ContentReader {
  /** All of it; for contents that fit into memory. Into a buffer of that size, if one is given. */
  whole(content: Content, into?: Buffer): Buffer;
  /** A part; can't be checked against the digest. */
  part(content: Content, offset: number, length: number): Buffer;
  /** Reads all of it. Throws E_DIGEST. */
  verify(content: Content): Promise<void>;
  /** In pieces of `next()` bytes, asked before each; only the last may be shorter. Throws E_DIGEST after the last piece. */
  pieces(content: Content, next: () => number): AsyncGenerator<Buffer, void>;
}

/** Small reads are synchronous: they cost less than a turn of libuv's threads. */
export function createContentReader(pathOf: PathOf, signal?: AbortSignal): ContentReader {
  const read = (content: Content, offset: number, into: Buffer): Buffer => {
    signal?.throwIfAborted();
    return readRange(pathOf(content.digest), { offset, into, content });
  };
  return {
    part: (content, offset, length) => read(content, offset, Buffer.allocUnsafe(length)),
    whole(content, into = Buffer.allocUnsafe(content.sizeBytes)) {
      const bytes = read(content, 0, into);
      if (blake3(bytes) !== content.digest) throw changed(content);
      return bytes;
    },
    async verify(content) {
      signal?.throwIfAborted();
      if ((await hashFile(pathOf(content.digest))) !== content.digest) throw changed(content);
    },
    async *pieces(content, next) {
      const file = await open(pathOf(content.digest), "r");
      try {
        const hash = createBlake3();
        for (let at = 0; at < content.sizeBytes;) {
          signal?.throwIfAborted();
          const piece = Buffer.allocUnsafe(Math.min(next(), content.sizeBytes - at));
          // Filled to its end: where frames are cut must not depend on how much one read gave.
          for (let filled = 0; filled < piece.length;) {
            const { bytesRead } = await file.read(piece, filled, piece.length - filled, at + filled);
            if (bytesRead === 0) throw changed(content);
            filled += bytesRead;
          }
          at += piece.length;
          hash.update(piece);
          yield piece;
        }
        if (hash.digest() !== content.digest) throw changed(content);
      } finally {
        await file.close();
      }
    },
  };
}

interface RangeOfFile {
  readonly offset: number;
  readonly into: Buffer;
  readonly content: Content;
}

function readRange(path: string, { offset, into: bytes, content }: RangeOfFile): Buffer {
  const file = openSync(path, "r");
  try {
    if (fstatSync(file).size !== content.sizeBytes) throw changed(content);
    for (let at = 0; at < bytes.length;) {
      const read = readSync(file, bytes, at, bytes.length - at, offset + at);
      if (read === 0) throw changed(content);
      at += read;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function changed({ digest, sizeBytes }: Content): ShoalError {
  return new ShoalError("E_DIGEST", `content ${short(digest)} of ${sizeBytes} bytes is not what is stored under that digest`, {
    hint: "the store is damaged or was written to: upload the release's files again",
  });
}
