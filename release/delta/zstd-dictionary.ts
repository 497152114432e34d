/**
 * zstd with the source as (raw) dictionary: matches reach into it as into the past of the stream. Best where the target is text or code that changed in
 * many places. Node indexes only a dictionary's tail, hence windows of at most 8 MiB (limits.ts), and only from level 12 on does it search that
 * much. An empty source gives plain zstd.
 */
import { ShoalError } from "../../runtime/errors.ts";
import { zstdCompress, zstdDecompress } from "../zstd.ts";
import type { DeltaCodec } from "./codec.ts";
import { MAX_PATCH_WINDOW_LOG } from "./limits.ts";

export const zstdDictionaryCodec: DeltaCodec = {
  name: "zstd-dictionary",

  encode: (source, target, level) =>
    source.length === 0
      ? zstdCompress(target, { level })
      : zstdCompress(target, { level, windowLog: windowLog(source.length + target.length), dictionary: source }),

  async decode(source, patch, targetBytes) {
    const what = `zstd-dictionary patch of ${patch.length} bytes`;
    const dictionary = source.length === 0 ? {} : { dictionary: source };
    try {
      return await zstdDecompress(patch, { rawBytes: targetBytes, maxWindowLog: MAX_PATCH_WINDOW_LOG, what, ...dictionary });
    } catch (error) {
      if (error instanceof ShoalError && error.code === "E_FORMAT") throw new ShoalError("E_PATCH", error.message, { cause: error });
      throw error;
    }
  },
};

/** Dictionary and target must fit into the window, or the dictionary's beginning falls out of it. */
function windowLog(bytes: number): number {
  return Math.min(MAX_PATCH_WINDOW_LOG, Math.max(17, Math.ceil(Math.log2(bytes))));
}
