/**
 * Contents that are needed for one packing only (a dry run): hashed as they come, like an upload, but into that packing's own folder. No app has
 * uploaded them, nothing is recorded, and they go with the folder.
 */
import { join } from "node:path";
import { ShoalError } from "../runtime/errors.ts";
import { type Digest, short } from "../runtime/ids.ts";
import { checkSpace, type UploadPart } from "./files.ts";
import { UPLOAD_SMALL_BYTES } from "./limits.ts";
import { createUpload, type Upload } from "./upload.ts";

/** Size of each content that came, now at `folder/<digest>`. Errors: E_DIGEST, E_TRUNC, E_LIMIT, E_MESSAGE, E_DISK_FULL. */
export async function receiveInto(folder: string, parts: AsyncIterable<UploadPart>): Promise<ReadonlyMap<Digest, number>> {
  const received = new Map<Digest, number>();
  let current: Upload | null = null;
  try {
    for await (const part of parts) {
      if (part.kind === "data") {
        if (current === null) throw new ShoalError("E_MESSAGE", "a file begins with data; it must be announced first");
        await (current as Upload).write(part.bytes);
        continue;
      }
      await (current as Upload | null)?.finish();
      current = null;
      if (received.has(part.digest)) throw new ShoalError("E_MESSAGE", `file ${short(part.digest)} comes twice`);
      if (received.size % SPACE_EVERY_FILES === 0 || part.sizeBytes > UPLOAD_SMALL_BYTES) await checkSpace(folder, part.sizeBytes);
      received.set(part.digest, part.sizeBytes);
      current = createUpload({ ...part, path: join(folder, part.digest) });
    }
    await (current as Upload | null)?.finish();
    return received;
  } finally {
    await (current as Upload | null)?.abandon();
  }
}

/** So many small files are within the reserve. */
const SPACE_EVERY_FILES = 256;
