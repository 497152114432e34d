import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "../../../release/bundle.ts";
import { decodeFrameTable } from "../../../release/frames.ts";
import type { Listing } from "../../../release/listing.ts";
import { readTrailer } from "../../../release/trailer.ts";
import { unpackBundle, type LinkSource, type UnpackOptions } from "../../../release/unpack.ts";

export interface Unpacking {
  /** What was signed. */
  readonly release: UnpackOptions["release"];
  readonly stagingDir: string;
  readonly sources: readonly LinkSource[];
}

export async function unpackFrom(path: string, { release, stagingDir, sources }: Unpacking): Promise<Listing> {
  const source = fileSource(path);
  try {
    const frameTable = await readTrailer(source);
    const { kind, fromTree, toTree, formatVersion, codecs } = decodeFrameTable(frameTable);
    // The swarm has checked the bytes against their digest piece by piece; unpacking looks at what they make.
    const bundle = { kind, digest: toTree, sizeBytes: source.sizeBytes, fromTree, toTree, formatVersion, codecs, frameTable };
    const options = { bundle, source, release, stagingDir, sources, linkMode: "hardlink", allowedSymlinkPrefixes: ["/"] } as const;
    return (await unpackBundle(options)).listing;
  } finally {
    source.close();
  }
}

function fileSource(path: string): ByteSource & { close(): void } {
  const file = openSync(path, "r");
  return {
    sizeBytes: fstatSync(file).size,
    async read(offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    },
    close: () => closeSync(file),
  };
}
