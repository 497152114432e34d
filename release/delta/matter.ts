/** What content is made of, as far as it matters to how it is patched. */
import { CODE_ZEROS } from "./limits.ts";

/** `code`: programs and tables, in which numbers change in place when something is inserted far away. */
export type Matter = "text" | "code";

/** Machine code and tables have many zeros, text has none. */
export function matterOf(bytes: Uint8Array): Matter {
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros++;
  return zeros > bytes.length * CODE_ZEROS ? "code" : "text";
}
