/**
 * Anchors: places in content that depend on the content around them and on nothing else, so that the same bytes have the same anchors wherever they stand.
 *
 * A gear hash (Xia et al., "FastCDC", 2016) rolls over the bytes; where its top bits are zero is an anchor, about one every 2^bits bytes. Its 32 bits
 * depend on the last 32 bytes, which are then hashed again, well mixed, to the anchor's fingerprint. Two files that share a stretch share its fingerprints.
 */

export interface Anchors {
  readonly count: number;
  /** Fingerprints, 32 bits each. */
  readonly fingerprints: Uint32Array;
  /** Where each anchor's 32 bytes end. */
  readonly ends: Uint32Array;
}

/** Bytes that decide on an anchor: where content is cut into pieces, let them overlap by one less. */
export const ANCHOR_BYTES = 32;

/** Anchors of `bytes`, in order. One that repeats the fingerprint before it is left out: runs of one byte have at most one. */
export function findAnchors(bytes: Uint8Array, bits: number): Anchors {
  const shift = 32 - bits;
  let fingerprints = new Uint32Array(64 + Math.ceil((bytes.length / 2 ** bits) * 1.5));
  let ends = new Uint32Array(fingerprints.length);
  let count = 0;
  let hash = 0;
  let last = -1;
  for (let i = 0; i < bytes.length; i++) {
    hash = ((hash << 1) + GEAR[bytes[i]!]!) | 0;
    if (hash >>> shift !== 0 || i < ANCHOR_BYTES - 1) continue;
    const fingerprint = mix(bytes, i + 1 - ANCHOR_BYTES);
    if (fingerprint === last) continue;
    last = fingerprint;
    if (count === fingerprints.length) [fingerprints, ends] = [grown(fingerprints), grown(ends)];
    fingerprints[count] = fingerprint;
    ends[count++] = i + 1;
  }
  return { count, fingerprints, ends };
}

/** Part of the format of nothing: only of which bundle is made. Changing it changes bundles' bytes. */
const GEAR = makeGear();

/** xorshift32 from a fixed seed. */
function makeGear(): Int32Array {
  const table = new Int32Array(256);
  let x = 0x9e3779b9;
  for (let i = 0; i < table.length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    table[i] = x;
  }
  return table;
}

/** Over 8 little-endian words; multiplication and rotation as in MurmurHash3. */
function mix(bytes: Uint8Array, at: number): number {
  let h = 0;
  for (let i = at; i < at + ANCHOR_BYTES; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    h = Math.imul(h ^ word, 0x9e3779b1);
    h = (h << 15) | (h >>> 17);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

function grown(from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(from.length * 2);
  to.set(from);
  return to;
}
