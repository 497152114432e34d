/** Binary arithmetic coding (carryless range coder): a bit whose probability is p costs -log2(p) bits. 32-bit range, 16-bit probabilities, integers only. */
import { ShoalError } from "../../../runtime/errors.ts";

/** Encoder and decoder with one face, so that one model serves both. */
export interface BitCoder {
  /** `p`: that the bit is 1, of 65,536, from 1 to 65,535. The encoder takes the bit; the decoder doesn't look at it. Returns the bit. */
  code(p: number, bit: number): number;
}

export interface BitEncoder extends BitCoder {
  finish(): Uint8Array;
}

export interface BitDecoder extends BitCoder {
  /** Throws E_PATCH where bytes are left. What is missing was read as zeros: the content tells. */
  end(): void;
}

export function createBitEncoder(): BitEncoder {
  let low = 0;
  let high = 0xffffffff;
  let bytes = Buffer.allocUnsafe(4096);
  let size = 0;
  const put = (byte: number): void => {
    if (size === bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
    bytes[size++] = byte;
  };
  return {
    code(p, bit) {
      const middle = split(low, high, p);
      if (bit === 1) high = middle;
      else low = middle + 1;
      while (((low ^ high) & 0xff000000) === 0) {
        put(high >>> 24);
        low = (low << 8) >>> 0;
        high = ((high << 8) | 0xff) >>> 0;
      }
      return bit;
    },
    finish() {
      // One byte is enough to lie between low and high: what follows is read as zeros.
      put(low === 0 ? 0 : (low >>> 24) + 1);
      let end = size;
      while (end > 0 && bytes[end - 1] === 0) end--;
      return Buffer.from(bytes.subarray(0, end));
    },
  };
}

export function createBitDecoder(bytes: Uint8Array): BitDecoder {
  let low = 0;
  let high = 0xffffffff;
  let at = 0;
  const next = (): number => (at < bytes.length ? bytes[at++]! : (at++, 0));
  let value = 0;
  for (let i = 0; i < RANGE_BYTES; i++) value = ((value << 8) | next()) >>> 0;
  return {
    code(p) {
      const middle = split(low, high, p);
      const bit = value <= middle ? 1 : 0;
      if (bit === 1) high = middle;
      else low = middle + 1;
      while (((low ^ high) & 0xff000000) === 0) {
        low = (low << 8) >>> 0;
        high = ((high << 8) | 0xff) >>> 0;
        value = ((value << 8) | next()) >>> 0;
      }
      return bit;
    },
    end() {
      if (at < bytes.length) throw new ShoalError("E_PATCH", `context-mixing patch: ${bytes.length - at} bytes follow its end`);
    },
  };
}

const RANGE_BYTES = 4;

/** In [low, high), in proportion. */
function split(low: number, high: number, p: number): number {
  const range = high - low;
  return (low + (range >>> 16) * p + (((range & 0xffff) * p) >>> 16)) >>> 0;
}
