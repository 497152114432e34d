/** What a program printed, or an answer said, as it is kept: its end, in lines, without what a terminal acts on. */
import { STEP_OUTPUT_BYTES_MAX } from "../../proto/limits.ts";
import { printableLines } from "../../runtime/errors.ts";
import { OUTPUT_TAIL_BYTES } from "./limits.ts";

/** The end of a stream of any length in bounded memory. */
export class Tail {
  #bytes = Buffer.alloc(0);

  add(chunk: Uint8Array): void {
    const joined = Buffer.concat([this.#bytes, chunk.subarray(Math.max(0, chunk.length - OUTPUT_TAIL_BYTES))]);
    this.#bytes = joined.subarray(Math.max(0, joined.length - OUTPUT_TAIL_BYTES));
  }

  text(): string {
    return shown(this.#bytes.toString("utf8"));
  }
}

/** At most 4 KiB. */
export function shown(text: string): string {
  return lastBytes(printableLines(text.toWellFormed()), STEP_OUTPUT_BYTES_MAX);
}

/** The end of a text, in whole characters. */
function lastBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let from = bytes.length - maxBytes;
  // A byte 10xxxxxx goes on with a character.
  while (from < bytes.length && ((bytes[from] ?? 0) & 0xc0) === 0x80) from++;
  return bytes.subarray(from).toString("utf8");
}
