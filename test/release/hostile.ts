/** What hostile bundles are made of: parts of an archive, a folder that must stay as it is, and the unpacking that must not harm it. */
import type { ExecutionContext } from "ava";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

import { join } from "node:path";
import zlib from "node:zlib";

import { ShoalError } from "../../runtime/errors.ts";

import { LISTING, type FrameItem } from "../../release/frames.ts";
import type { Listing } from "../../release/listing.ts";

import { LISTING_NAME, tarPadding, writeTarHeader, type TarEntry } from "../../release/tar.ts";

import { createStore, file, sameTree, unpack, type Forged, type ForgedFrame } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";

export const END = Buffer.alloc(1024);
export const ends: FrameItem = { kind: "end" };

/** Header, content, padding. */
export async function entry(header: TarEntry, content: Buffer | string): Promise<Buffer> {
  const bytes = Buffer.from(content);
  return Buffer.concat([await writeTarHeader(header), bytes, Buffer.alloc(tarPadding(bytes.length))]);
}

export async function listingFrame(listing: Listing): Promise<ForgedFrame> {
  return {
    raw: await entry({ path: LISTING_NAME, mode: 0o644, sizeBytes: listing.bytes.length }, listing.bytes),
    items: [{ kind: "slice", entry: LISTING, offset: 0, length: listing.bytes.length }],
  };
}

export const nodes = [file("a", "content of a"), file("b", "content of b"), file("dir/c", "content of c", 0o755)];
export const files = (first: number, count: number): FrameItem => ({ kind: "files", first, count });

/** The three files as they should be. */
export async function goodFiles(): Promise<Buffer[]> {
  return Promise.all(
    nodes.map((node) =>
      entry({ path: node.path, mode: node.kind === "file" ? node.mode : 0, sizeBytes: 12 }, node.kind === "file" ? node.content : ""),
    ),
  );
}

/** A folder with something beside the staging directory that must stay as it is. */
export function victim(t: ExecutionContext): { folder: string; listing: Listing } {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "outside"));
  writeFileSync(join(folder, "outside/precious"), "precious");
  return { folder, listing: createStore(join(folder, "store")).add(nodes) };
}

interface Run {
  readonly folder: string;
  readonly listing: Listing;
  readonly forged: Forged;
}

/** Null where it was unpacked: then it must be the tree. */
export async function run(t: ExecutionContext, { folder, listing, forged }: Run): Promise<ShoalError | null> {
  const outcome = await unpack({ ...forged, listing, stagingDir: join(folder, "staging") }).then(
    () => null,
    (error: unknown) => error,
  );
  t.is(readFileSync(join(folder, "outside/precious"), "utf8"), "precious");
  t.deepEqual(readdirSync(join(folder, "outside")), ["precious"]);
  t.deepEqual(
    readdirSync(folder)
      .filter((name) => name !== "staging")
      .sort(),
    ["outside", "store"],
  );
  if (outcome === null) sameTree(t, join(folder, "staging"), nodes);
  else if (!(outcome instanceof ShoalError)) throw outcome;
  return outcome as ShoalError | null;
}

export const one = (raw: readonly Buffer[], items: readonly FrameItem[]): readonly ForgedFrame[] => [{ raw: Buffer.concat(raw), items }];

export const bomb = zlib.zstdCompressSync(Buffer.alloc(64 * 1024 * 1024));
