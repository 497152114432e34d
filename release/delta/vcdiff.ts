/**
 * Looks a VCDIFF patch through (RFC 3284 §4) before a decoder sees it: every length fits, windows are few, and none of what ours never uses occurs
 * (secondary compressors, custom code tables, application headers, windows copied from the target, per-section compression).
 * The instructions are left to the decoder, which runs in a sandbox of fixed memory.
 */
import { ShoalError } from "../../runtime/errors.ts";
import { MAX_VCDIFF_WINDOWS } from "./limits.ts";

export interface VcdiffBounds {
  readonly sourceBytes: number;
  readonly targetBytes: number;
}

/** Throws E_PATCH, E_TRUNC or E_LIMIT. */
export function checkVcdiff(patch: Uint8Array, { sourceBytes, targetBytes }: VcdiffBounds): void {
  if (patch.length < 5) throw cut();
  if (MAGIC.some((byte, i) => patch[i] !== byte)) refuse("it has not the magic and version of VCDIFF");
  if (patch[4] !== 0) refuse(HEADER_FEATURES[patch[4]!] ?? `header indicator ${patch[4]}`);
  let at = 5;
  let madeBytes = 0;
  for (let windows = 1; at < patch.length; windows++) {
    if (windows > MAX_VCDIFF_WINDOWS) throw new ShoalError("E_LIMIT", `xdelta3 patch has more than ${MAX_VCDIFF_WINDOWS} windows`);
    const window = checkWindow(patch, at, sourceBytes);
    madeBytes += window.targetBytes;
    at = window.next;
  }
  if (madeBytes !== targetBytes) refuse(`it makes ${madeBytes} bytes, not ${targetBytes}`);
}

const MAGIC = [0xd6, 0xc3, 0xc4, 0x00] as const;
const HEADER_FEATURES: Readonly<Record<number, string>> = {
  1: "a secondary compressor",
  2: "a custom code table",
  4: "an application header",
};
const VCD_SOURCE = 1;

function checkWindow(patch: Uint8Array, start: number, sourceBytes: number): { readonly next: number; readonly targetBytes: number } {
  const input = createReader(patch, start);
  const indicator = input.byte();
  if (indicator !== 0 && indicator !== VCD_SOURCE) refuse(`window indicator ${indicator} (copies from the target, or a checksum)`);
  if (indicator === VCD_SOURCE) {
    const length = input.number();
    const offset = input.number();
    if (offset + length > sourceBytes) refuse(`a window copies from ${offset + length} bytes of source; there are ${sourceBytes}`);
  }
  const deltaBytes = input.number();
  const next = input.at() + deltaBytes;
  if (next > patch.length) throw cut();
  const targetBytes = input.number();
  if (input.byte() !== 0) refuse("a section is compressed");
  const sections = input.number() + input.number() + input.number();
  if (input.at() + sections !== next) refuse("a window's sections don't fill it");
  return { next, targetBytes };
}

/** Numbers of RFC 3284 §2: base 128, most significant first; here below 2^31 and no longer than 5 bytes. */
function createReader(patch: Uint8Array, start: number): { at(): number; byte(): number; number(): number } {
  let at = start;
  const byte = (): number => {
    if (at >= patch.length) throw cut();
    return patch[at++]!;
  };
  return {
    at: () => at,
    byte,
    number() {
      let value = 0;
      for (let length = 1; ; length++) {
        const next = byte();
        value = value * 128 + (next & 127);
        if (value >= 2 ** 31 || length > 5) refuse("a length is 2^31 or more");
        if (next < 128) return value;
      }
    },
  };
}

function refuse(why: string): never {
  throw new ShoalError("E_PATCH", `xdelta3 patch refused: ${why}`);
}

function cut(): ShoalError {
  return new ShoalError("E_TRUNC", "xdelta3 patch is cut");
}
