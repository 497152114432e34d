/** What packing a bundle yields and unpacking one needs. The bundle file itself is specified in FORMAT.md. */
import type { Digest } from "../runtime/ids.ts";

export interface BundleInfo {
  readonly kind: "base" | "overlay";
  /** BLAKE3 of the bundle file's bytes. */
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Tree an overlay applies to; null for a base. */
  readonly fromTree: Digest | null;
  readonly toTree: Digest;
  readonly formatVersion: number;
  /** Codecs its entries use, sorted: a host that lacks one can't take this route. */
  readonly codecs: readonly string[];
  /** Encoded frame table, the same bytes as in the trailing skippable frame. Untrusted when it came from elsewhere. */
  readonly frameTable: Uint8Array;
}

/** Random access to a bundle that may still be arriving: `read` resolves when those bytes are there and verified. */
export interface ByteSource {
  readonly sizeBytes: number;
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /**
   * Resolves when `read` of that range would not have to wait. With it, frames are unpacked in the order in which they arrive; without it, nearly
   * in the order of the file.
   */
  ready?(offset: number, length: number, signal?: AbortSignal): Promise<void>;
}
