/** Bytes in and out for the frame table: LEB128 numbers up to 2^53 - 1, one encoding for each number, digests, short ASCII texts. */
import { ShoalError } from "../runtime/errors.ts";
import { parseDigest, type Digest } from "../runtime/ids.ts";

export interface ByteWriter {
  byte(value: number): void;
  /** A safe integer, not negative. */
  number(value: number): void;
  /** Zigzag: 0, -1, 1, -2, … */
  signed(value: number): void;
  /** The 32 raw bytes. */
  digest(value: Digest): void;
  /** ASCII, with its length before it. */
  text(value: string): void;
  /** As they are. */
  bytes(value: Uint8Array): void;
  finish(): Uint8Array;
}

/** Throws E_TRUNC past the end, E_FORMAT for another encoding than the writer's, E_LIMIT above the maximum given. */
export interface ByteReader {
  byte(): number;
  number(max: number, what: string): number;
  signed(max: number, what: string): number;
  digest(): Digest;
  text(maxBytes: number): string;
  /** All that is left. */
  rest(): Uint8Array;
  /** Nothing may be left. */
  end(): void;
}

export function createByteWriter(): ByteWriter {
  let bytes = Buffer.alloc(1024);
  let size = 0;
  const reserve = (more: number): void => {
    if (size + more > bytes.length) bytes = Buffer.concat([bytes.subarray(0, size)], (size + more) * 2);
  };
  const byte = (value: number): void => {
    reserve(1);
    bytes[size++] = value;
  };
  const number = (value: number): void => {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} can't be written as a number`);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) byte((rest % 128) + 128);
    byte(rest);
  };
  const raw = (value: Uint8Array): void => {
    reserve(value.length);
    bytes.set(value, size);
    size += value.length;
  };
  return {
    byte,
    number,
    signed: (value) => number(value < 0 ? -value * 2 - 1 : value * 2),
    digest: (value) => raw(Buffer.from(value, "hex")),
    text(value) {
      number(value.length);
      raw(Buffer.from(value, "latin1"));
    },
    bytes: raw,
    finish: () => Buffer.from(bytes.subarray(0, size)),
  };
}

export function createByteReader(bytes: Uint8Array, name: string): ByteReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const fail = (why: string): never => {
    throw new ShoalError("E_FORMAT", `${name}: ${why} at byte ${at}`);
  };
  const take = (count: number): Buffer => {
    if (count > buffer.length - at) throw new ShoalError("E_TRUNC", `${name}: ends at byte ${buffer.length}, where more is announced`);
    at += count;
    return buffer.subarray(at - count, at);
  };
  const number = (max: number, what: string): number => {
    let value = 0;
    let scale = 1;
    for (let length = 1; ; length++) {
      const byte = take(1)[0]!;
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER || length > 8) fail(`${what}: number above 2^53 - 1`);
      if (byte < 128) {
        if (byte === 0 && length > 1) fail(`${what}: number longer than needed`);
        break;
      }
      scale *= 128;
    }
    if (value > max) throw new ShoalError("E_LIMIT", `${name}: ${what} ${value}; at most ${max}`);
    return value;
  };
  return {
    byte: () => take(1)[0]!,
    number,
    signed(max, what) {
      const folded = number(max * 2 + 1, what);
      return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    },
    digest: () => parseDigest(take(32).toString("hex")),
    text: (maxBytes) => take(number(maxBytes, "length of a text")).toString("latin1"),
    rest: () => take(buffer.length - at),
    end() {
      if (at !== buffer.length) fail(`${buffer.length - at} bytes too many`);
    },
  };
}
