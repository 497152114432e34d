/** One frame: fetched, checked, decoded, and its parts handed to a sink. Needs no other frame. */
import pLimit from "p-limit";
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { ByteSource } from "./bundle.ts";
import { codecNamed } from "./delta/codec.ts";
import { SMALL_TARGET_BYTES } from "./delta/limits.ts";
import { LISTING, type FrameItem, type FrameTable } from "./frames.ts";
import { MAX_FRAME_WINDOW_LOG } from "./limits.ts";
import type { Listing } from "./listing.ts";
import { releaseMemory } from "./memory.ts";
import { quote, RESERVED_NAME } from "./paths.ts";
import { checkZero, LISTING_NAME, patchName, readTarHeader, TAR_END_BYTES, tarPadding, type ReadHeader } from "./tar.ts";
import { fileAt, resolveTargets, type Bodies, type PatchItem, type PlannedFrame, type Span } from "./unpack-plan.ts";
import { zstdDecompress } from "./zstd.ts";

/** Reads and decodes. Throws E_DIGEST (not the bytes announced), E_FORMAT, E_TRUNC. */
export async function readFrame(source: ByteSource, { frame }: PlannedFrame, signal?: AbortSignal): Promise<Buffer> {
  const compressed = await source.read(frame.offset, frame.compressedBytes, signal);
  const what = `frame at byte ${frame.offset}`;
  if (compressed.length !== frame.compressedBytes)
    throw new ShoalError("E_TRUNC", `${what}: ${compressed.length} of ${frame.compressedBytes} bytes`);
  if (blake3(compressed) !== frame.digest) {
    throw new ShoalError("E_DIGEST", `${what}: its bytes are not those of the frame table`, { hint: "fetch the bundle again" });
  }
  return zstdDecompress(compressed, { rawBytes: frame.rawBytes, maxWindowLog: MAX_FRAME_WINDOW_LOG, what });
}

/** What becomes of the parts. `wants` is asked first: what nobody wants is passed over, and a patch not decoded. */
export interface FrameSink {
  wants(item: FrameItem): boolean;
  /** A whole file, or its whole body. `at`: where in the raw frame it is; null: it isn't there. */
  file(number: number, bytes: Buffer, at: number | null): void | Promise<void>;
  /** Part of a file or body, or of the listing. */
  part(span: Span, bytes: Buffer): void | Promise<void>;
  /** Source bytes of a patch, which must have that digest. Throws E_BASE. */
  sources(item: PatchItem, digest: string): Promise<Buffer>;
}

export interface FrameContext {
  readonly table: FrameTable;
  /** Null while it is the listing that is unpacked. */
  readonly to: Listing | null;
  readonly bodies: Bodies;
  readonly sink: FrameSink;
}

/** Walks the raw bytes by the table. Throws E_TRUNC, E_FORMAT, E_CONFLICT, E_PATH, E_LIMIT, E_BASE, E_PATCH, and what the sink throws. */
export async function unpackFrame(raw: Buffer, planned: PlannedFrame, context: FrameContext): Promise<void> {
  let at = 0;
  let patch = planned.firstPatch;
  for (const item of planned.frame.items) {
    // Before the listing is known, only its own parts can be followed: they come first.
    if (context.to === null && !context.sink.wants(item)) return;
    if (item.kind === "files") at = await unpackFiles(raw, at, { item, ...context });
    else if (item.kind === "slice") at = await unpackSlice(raw, at, { item, ...context });
    else if (item.kind === "patch") at = await unpackPatch(raw, at, { item, ordinal: patch++, ...context });
    else {
      checkZero(raw, at, at + TAR_END_BYTES);
      at += TAR_END_BYTES;
    }
  }
  if (at !== raw.length)
    throw new ShoalError("E_FORMAT", `frame at byte ${planned.frame.offset}: ${raw.length - at} bytes more than the table tells`);
}

type ItemContext<Kind extends FrameItem["kind"]> = FrameContext & { readonly item: FrameItem & { readonly kind: Kind } };

async function unpackFiles(raw: Buffer, start: number, { item, to, sink }: ItemContext<"files">): Promise<number> {
  const wanted = sink.wants(item);
  let at = start;
  for (let number = item.first; number < item.first + item.count; number++) {
    const entry = fileAt(to!, number, "the tree");
    const { contentAt } = expectHeader(raw, at, entry);
    const end = contentAt + entry.sizeBytes;
    at = end + tarPadding(entry.sizeBytes);
    checkZero(raw, end, at);
    if (wanted) await sink.file(number, raw.subarray(contentAt, end), contentAt);
  }
  return at;
}

async function unpackSlice(raw: Buffer, start: number, { item, to, table, sink }: ItemContext<"slice">): Promise<number> {
  const isListing = item.entry === LISTING;
  const file = isListing ? { path: LISTING_NAME, mode: 0o644, sizeBytes: table.listingBytes } : fileAt(to!, item.entry, "the tree");
  const contentAt = item.offset === 0 ? expectHeader(raw, start, file).contentAt : start;
  const end = contentAt + item.length;
  if (end > raw.length) throw new ShoalError("E_TRUNC", `a part of ${quote(file.path)} is cut`);
  const isLast = item.offset + item.length === file.sizeBytes;
  const at = end + (isLast ? tarPadding(file.sizeBytes) : 0);
  checkZero(raw, end, at);
  const span = { entry: item.entry, offset: item.offset, length: item.length, isWhole: false };
  if (sink.wants(item)) await sink.part(span, raw.subarray(contentAt, end));
  return at;
}

async function unpackPatch(raw: Buffer, start: number, context: ItemContext<"patch"> & { readonly ordinal: number }): Promise<number> {
  const { item, ordinal, sink, to, table, bodies } = context;
  const name = patchName(ordinal);
  const { contentAt, patch } = expectHeader(raw, start, { path: name, mode: 0o644, sizeBytes: item.sizeBytes });
  const end = contentAt + item.sizeBytes;
  checkZero(raw, end, end + tarPadding(item.sizeBytes));
  if (patch === undefined || !table.codecs.includes(patch.codec))
    throw new ShoalError("E_FORMAT", `${name}: its codec is not one the bundle names`);
  if (!sink.wants(item)) return end + tarPadding(item.sizeBytes);
  const codec = codecNamed(patch.codec);
  const spans =
    to === null ? item.targets.map(({ part }) => listingSpan(part, table.listingBytes)) : resolveTargets(item.targets, to, bodies);
  const targetBytes = spans.reduce((sum, span) => sum + span.length, 0);
  const decode = async (): Promise<Buffer> => {
    const source = await sink.sources(item, patch.source);
    const made = await codec.decode(source, raw.subarray(contentAt, end), targetBytes);
    releaseMemory(source);
    return asBuffer(made);
  };
  const target = await (targetBytes > SMALL_TARGET_BYTES ? serially(decode) : decode());
  let offset = 0;
  for (const span of spans) {
    const bytes = target.subarray(offset, (offset += span.length));
    if (span.isWhole && span.entry !== LISTING) await sink.file(span.entry, bytes, null);
    else await sink.part(span, bytes);
  }
  releaseMemory(target);
  return end + tarPadding(item.sizeBytes);
}

/** Large windows, one after another: with its source, its patch and its decoder each takes 50 MiB. */
const serially = pLimit(1);

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function listingSpan(part: { readonly offset: number; readonly length: number } | null, listingBytes: number): Span {
  return { entry: LISTING, isWhole: part === null, ...(part ?? { offset: 0, length: listingBytes }) };
}

interface Expected {
  readonly path: string;
  readonly mode: number;
  readonly sizeBytes: number;
}

/** The header that table and listing announce, or an error that tells the difference. */
function expectHeader(raw: Buffer, at: number, expected: Expected): ReadHeader {
  const header = readTarHeader(raw, at);
  if (header.path !== expected.path) {
    if (header.path.startsWith(`${RESERVED_NAME}/`)) throw new ShoalError("E_PATH", `tar entry ${quote(header.path)} is reserved`);
    throw new ShoalError("E_CONFLICT", `tar entry ${quote(header.path)} stands where the frame table tells of ${quote(expected.path)}`);
  }
  if (header.mode !== expected.mode || header.sizeBytes !== expected.sizeBytes) {
    const told = `mode ${header.mode.toString(8)} and ${header.sizeBytes} bytes`;
    throw new ShoalError(
      "E_FORMAT",
      `tar entry ${quote(header.path)} has ${told}; the listing says ${expected.mode.toString(8)} and ${expected.sizeBytes}`,
    );
  }
  if (header.contentAt > raw.length) throw new ShoalError("E_TRUNC", `tar entry ${quote(header.path)} is cut`);
  return header;
}
