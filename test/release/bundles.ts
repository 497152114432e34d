/** Contents, bundles and unpacked trees for tests: everything on a real disk. */
import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import zlib from "node:zlib";
import { blake3 } from "../../runtime/blake3.ts";
import type { Digest } from "../../runtime/ids.ts";
import type { BundleInfo, ByteSource } from "../../release/bundle.ts";
import { encodeFrameTable, type FrameItem, type FrameTable } from "../../release/frames.ts";
import { encodeListing, parseListing, type Listing } from "../../release/listing.ts";
import type { LinkSource } from "../../release/link-files.ts";
import { TRAILER_EXTRA_BYTES } from "../../release/trailer.ts";
import { unpackBundle, type UnpackOptions, type UnpackResult } from "../../release/unpack.ts";
import { toEntry, type Node } from "./trees.ts";

export const file = (path: string, content: string | Buffer, mode: 0o644 | 0o755 = 0o644): Node => ({
  kind: "file",
  path,
  mode,
  content: Buffer.from(content),
});
export const symlink = (path: string, target: string): Node => ({ kind: "symlink", path, target });
export const directory = (path: string): Node => ({ kind: "directory", path });

/** A store of plain files by digest. */
export interface Store {
  readonly pathOf: (digest: Digest) => string;
  /** Puts the contents of a tree into the store. */
  add(nodes: readonly Node[]): Listing;
}

export function createStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const pathOf = (digest: Digest): string => join(folder, digest);
  return {
    pathOf,
    add(nodes) {
      for (const node of nodes) if (node.kind === "file") writeFileSync(pathOf(blake3(node.content)), node.content);
      return parseListing(encodeListing(nodes.map(toEntry)));
    },
  };
}

export function releaseOf(listing: Listing): UnpackOptions["release"] {
  return { tree: listing.tree, listingBytes: listing.bytes.length, entries: listing.count, sizeBytes: listing.sizeBytes };
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return { sizeBytes: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

export function fileSource(path: string): ByteSource & { close(): void } {
  const descriptor = openSync(path, "r");
  return {
    sizeBytes: fstatSync(descriptor).size,
    async read(offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
    },
    close: () => closeSync(descriptor),
  };
}

export interface UnpackInput extends Partial<UnpackOptions> {
  readonly bundle: BundleInfo;
  readonly listing: Listing;
  readonly source: ByteSource;
  readonly stagingDir: string;
}

export function unpack(input: UnpackInput): Promise<UnpackResult> {
  const { listing, ...options } = input;
  return unpackBundle({ release: releaseOf(listing), sources: [], linkMode: "hardlink", allowedSymlinkPrefixes: [], ...options });
}

/** A revision that has no recorded stats: its files are hashed before they are used. */
export function revision(dir: string, listing: Listing): LinkSource {
  return { dir, listing, stats: null };
}

/** Everything below a directory, as the nodes it could be made from, sorted by path. */
export function readTree(root: string): Node[] {
  const nodes: Node[] = [];
  const walk = (path: string): void => {
    const names = readdirSync(join(root, path));
    if (path !== "" && names.length === 0) nodes.push(directory(path));
    for (const name of names) {
      const below = path === "" ? name : `${path}/${name}`;
      const full = join(root, below);
      const stat = lstatSync(full);
      if (stat.isDirectory()) walk(below);
      else if (stat.isSymbolicLink()) nodes.push(symlink(below, readlinkSync(full)));
      else nodes.push({ kind: "file", path: below, mode: (stat.mode & 0o7777) as 0o644, content: readFileSync(full) });
    }
  };
  walk("");
  return sorted(nodes);
}

export function sorted(nodes: readonly Node[]): Node[] {
  return [...nodes].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Asserts that a directory holds exactly these nodes. Contents by digest: ava takes seconds to compare megabytes. */
export function sameTree(
  t: { deepEqual(actual: unknown, expected: unknown, message?: string): unknown },
  root: string,
  nodes: readonly Node[],
): void {
  const digested = (all: readonly Node[]): unknown[] =>
    all.map((node) => (node.kind === "file" ? { ...node, content: blake3(node.content) } : node));
  t.deepEqual(digested(readTree(root)), digested(sorted(nodes)), root);
}

/** A frame as a forger makes it: any raw bytes under any claim. */
export interface ForgedFrame {
  readonly raw: Buffer;
  readonly items: readonly FrameItem[];
  /** Instead of what zstd makes of `raw`. */
  readonly compressed?: Buffer;
  readonly rawBytes?: number;
}

export interface Forged {
  readonly bundle: BundleInfo;
  readonly source: ByteSource;
}

/** A bundle whose description fits its bytes, whatever these are. `change` may make the table say something else. */
export function forge(listing: Listing, frames: readonly ForgedFrame[], change: Partial<FrameTable> = {}): Forged {
  let offset = 0;
  const compressed = frames.map((frame) => frame.compressed ?? zlib.zstdCompressSync(frame.raw));
  const table: FrameTable = {
    formatVersion: 1,
    kind: "base",
    fromTree: null,
    toTree: listing.tree,
    listingBytes: listing.bytes.length,
    codecs: [],
    frames: frames.map(({ raw, items, rawBytes }, i) => {
      const bytes = compressed[i]!;
      const frame = { offset, compressedBytes: bytes.length, rawBytes: rawBytes ?? raw.length, digest: blake3(bytes), items };
      offset += bytes.length;
      return frame;
    }),
    made: [],
    ...change,
  };
  return describe(table, Buffer.concat(compressed));
}

export function describe(table: FrameTable, frames: Buffer): Forged {
  const frameTable = encodeFrameTable(table);
  const bytes = Buffer.concat([frames, Buffer.alloc(TRAILER_EXTRA_BYTES + frameTable.length)]);
  const { kind, fromTree, toTree, formatVersion, codecs } = table;
  const bundle = { kind, fromTree, toTree, formatVersion, codecs, frameTable, digest: blake3(bytes), sizeBytes: bytes.length };
  return { bundle, source: memorySource(bytes) };
}
