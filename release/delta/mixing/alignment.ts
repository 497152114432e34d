/**
 * Where in source and past target does the target go on? Encoder and decoder follow the same two pointers, so that where they point costs nothing.
 *
 * The *aligned* pointer stays through differences, as bytes are replaced in place in a recompiled program, until too many of the last 16 bytes missed; the
 * *recent* one points after the last place with the same five bytes, and is gone with its first miss.
 */

export interface Alignment {
  /** Positions in the history; 0: none. */
  readonly aligned: number;
  readonly recent: number;
  /** Bytes in a row that the pointers told right. */
  readonly alignedRun: number;
  readonly recentRun: number;
  /** One bit for each of the last bytes that the aligned pointer was there for, the latest lowest: 1 where it missed. */
  readonly misses: number;
  /** Of the last 16. */
  readonly missCount: number;
  /** Looks for places before the byte at `at` is known. */
  seek(at: number): void;
  /** The byte at `at` is known now. */
  step(at: number): void;
}

export interface Stickiness {
  /** Misses of the last 16 from which on another place may be taken. */
  readonly leaveAt: number;
  /** Misses of the last 16 at which it is given up. */
  readonly dropAt: number;
}

/** `sourceBytes` of `history` are known from the beginning. */
export function createAlignment(history: Buffer, sourceBytes: number, { leaveAt, dropAt }: Stickiness): Alignment {
  const longShift = shiftFor(history.length, LONG_TABLE_BITS);
  const shortShift = shiftFor(history.length, SHORT_TABLE_BITS);
  const long = new Int32Array(2 ** (32 - longShift));
  const short = new Int32Array(2 ** (32 - shortShift));
  const longHash = (at: number): number => {
    const a = Math.imul(word(history, at - 4), 0x9e3779b1) ^ Math.imul(word(history, at - 8), 0x85ebca6b);
    const b = a ^ Math.imul(word(history, at - 12), 0xc2b2ae35);
    return Math.imul(b ^ (b >>> 15), 0x2c1b3c6d) >>> longShift;
  };
  const shortHash = (at: number): number =>
    Math.imul(word(history, at - 4) ^ Math.imul(history[at - 5]!, 0x2c1b3c6d), 0x9e3779b1) >>> shortShift;
  const common = (a: number, b: number): number => {
    let length = 0;
    while (length < MAX_CHECK_BYTES && a > length && history[a - 1 - length] === history[b - 1 - length]) length++;
    return length;
  };
  for (let at = LONG_BYTES; at < sourceBytes; at++) {
    long[longHash(at)] = at;
    short[shortHash(at)] = at;
  }
  /** Where the aligned pointer would be if it hadn't been given up. */
  let given = 0;
  const state = {
    aligned: 0,
    recent: 0,
    alignedRun: 0,
    recentRun: 0,
    misses: 0,
    missCount: 0,
    seek(at: number): void {
      if (at < LONG_BYTES) return;
      const longSlot = longHash(at);
      const shortSlot = shortHash(at);
      if (state.aligned === 0 && given > 0 && common(given, at) >= RESUME_BYTES) {
        state.aligned = given;
        state.alignedRun = RESUME_BYTES;
        state.misses = 0;
        state.missCount = 0;
      }
      const candidate = long[longSlot]!;
      const mayLeave = state.aligned === 0 || (state.alignedRun < LONG_BYTES + 4 && state.missCount >= leaveAt);
      if (candidate > 0 && mayLeave && candidate !== state.aligned) {
        const length = common(candidate, at);
        const least = state.aligned === 0 ? LONG_BYTES : TAKEOVER_BYTES;
        if (length >= least && length > state.alignedRun) {
          state.aligned = candidate;
          state.alignedRun = length;
          state.misses = 0;
          state.missCount = 0;
        }
      }
      if (state.recent === 0) {
        const near = short[shortSlot]!;
        const length = near > 0 ? common(near, at) : 0;
        if (length >= SHORT_BYTES) {
          state.recent = near;
          state.recentRun = length;
        }
      }
      long[longSlot] = at;
      short[shortSlot] = at;
    },
    step(at: number): void {
      const byte = history[at];
      if (state.aligned > 0) {
        const isHit = history[state.aligned] === byte;
        state.misses = (state.misses << 1) | (isHit ? 0 : 1);
        state.alignedRun = isHit ? state.alignedRun + 1 : 0;
        state.missCount = countBits(state.misses & 0xffff);
        given = state.aligned + 1;
        state.aligned = !isHit && state.missCount >= dropAt ? 0 : given;
      } else if (given > 0) given++;
      if (state.recent > 0) {
        const isHit = history[state.recent] === byte;
        state.recentRun = isHit ? state.recentRun + 1 : 0;
        state.recent = isHit ? state.recent + 1 : 0;
      }
    },
  };
  return state;
}

const LONG_BYTES = 12;
const SHORT_BYTES = 5;
/** What makes a pointer that was given up right again: something was replaced by as much of something else. */
const RESUME_BYTES = 5;
/** What another place must have in common with the past to be taken instead. */
const TAKEOVER_BYTES = 20;
const MAX_CHECK_BYTES = 32;
const MIN_TABLE_BITS = 12;
/** 16 MiB: a place in a source of 14 MiB stays findable (with 20 bits a Go program of 10 MiB takes 233 kB instead of 128). */
const LONG_TABLE_BITS = 22;
/** 1 MiB: what was seen last. */
const SHORT_TABLE_BITS = 18;

function shiftFor(bytes: number, maxBits: number): number {
  return 32 - Math.min(maxBits, Math.max(MIN_TABLE_BITS, Math.ceil(Math.log2(bytes))));
}

function word(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function countBits(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
