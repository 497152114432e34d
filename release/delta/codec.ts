/**
 * Delta codecs: how a target is told by a source. A codec knows bytes and nothing else; which bytes, windows.ts and choose.ts decide.
 *
 * Names are part of the format: a host that lacks a codec can't take a bundle that uses it. A new way to encode that an old decoder reads is the
 * same codec; anything else gets a new name.
 */
import { ShoalError } from "../../runtime/errors.ts";
import { brotliCodec } from "./brotli.ts";
import { contextMixingCodec } from "./context-mixing.ts";
import { xdelta3Codec } from "./xdelta3.ts";
import { zstdDictionaryCodec } from "./zstd-dictionary.ts";

export interface DeltaCodec {
  readonly name: string;
  /** The same input gives the same patch, or the same E_PATCH: this codec can't. `level`: 1 to 19 for zstd, 1 to 9 for xdelta3, 0 to 11 for brotli. */
  encode(source: Uint8Array, target: Uint8Array, level: number): Promise<Uint8Array>;
  /**
   * Exactly `targetBytes`, or throws E_PATCH (refused or damaged), E_TRUNC, E_LIMIT. Says nothing about whether the source was right: what
   * comes out is to be verified. `patch` may be handed to another thread: it must not change until it resolves. `source` is the codec's from then on,
   * and its memory may be gone afterwards.
   */
  decode(source: Uint8Array, patch: Uint8Array, targetBytes: number): Promise<Uint8Array>;
}

/** Every codec this version reads, by name. */
export const CODECS: ReadonlyMap<string, DeltaCodec> = new Map(
  [zstdDictionaryCodec, xdelta3Codec, brotliCodec, contextMixingCodec].map((codec) => [codec.name, codec]),
);

/** Sorted, as told in an agent's hello. */
export const CODEC_NAMES: readonly string[] = [...CODECS.keys()].sort();

/** Throws E_VERSION for a codec this version doesn't know. */
export function codecNamed(name: string): DeltaCodec {
  const codec = CODECS.get(name);
  if (codec !== undefined) return codec;
  throw new ShoalError("E_VERSION", `codec ${JSON.stringify(name)} is unknown here; known: ${CODEC_NAMES.join(", ")}`, {
    hint: "update the agent, or let it take the base",
  });
}
