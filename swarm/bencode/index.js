// @ts-check
/**
 * Bencode (BEP 3), strict and bounded: the only copy of `bencode` in the process (package.json `overrides`), so everything that
 * webtorrent, bittorrent-protocol, parse-torrent and bittorrent-tracker read from a peer or a tracker passes here.
 *
 * The API is that of the npm package `bencode` 4: strings become `Uint8Array`, dictionary keys strings. Unlike it, one value
 * has one encoding: leading zeros, `-0`, unsorted or repeated keys, trailing bytes, lengths beyond the input and keys that are
 * no UTF-8 are refused, hence `encode(decode(x))` equals `x`. Time is linear in the input; depth, bytes and values are capped.
 */

/** Nesting of lists and dictionaries: metainfo needs 4. */
export const MAX_DEPTH = 32;
/** Bytes of one input: a metainfo of 65,536 pieces has 1.3 MB. */
export const MAX_BYTES = 8 * 1024 * 1024;
/** Values in one input: an empty list costs two bytes on the wire and a hundred in memory. */
export const MAX_VALUES = 100_000;
/** Bytes of one dictionary key. */
export const MAX_KEY_BYTES = 1024;

/** Input that is not canonical bencode, or is over a cap. */
export class BencodeError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(`bencode: ${message}`);
    this.name = "BencodeError";
  }
}

/**
 * @typedef {number | boolean | string | ArrayBufferView | ArrayBuffer} Scalar
 * @typedef {{ data: Uint8Array, at: number, values: number }} Cursor
 */

/**
 * One value that fills the whole input.
 * @param {Uint8Array | string} input
 * @returns {any} number, Uint8Array, array, or an object without prototype
 */
export function decode(input) {
  const data = typeof input === "string" ? new TextEncoder().encode(input) : asBytes(input);
  if (data.length > MAX_BYTES) throw new BencodeError(`${data.length} bytes, more than ${MAX_BYTES}`);
  const cursor = { data, at: 0, values: 0 };
  const value = decodeValue(cursor, 0);
  if (cursor.at !== data.length) throw new BencodeError(`${data.length - cursor.at} bytes after the value`);
  return value;
}

/**
 * Canonical bytes of a value. Null and undefined members are left out, as npm's `bencode` does.
 * @param {any} value
 * @returns {Uint8Array}
 */
export function encode(value) {
  /** @type {Uint8Array[]} */
  const parts = [];
  encodeValue(parts, value, 0);
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Bytes that `encode` would give.
 * @param {any} value
 * @returns {number}
 */
export function encodingLength(value) {
  return encode(value).length;
}

export const byteLength = encodingLength;

// The packages that import this take the default export.
export default { encode, decode, encodingLength, byteLength };

const BYTE_I = 0x69;
const BYTE_L = 0x6c;
const BYTE_D = 0x64;
const BYTE_E = 0x65;
const BYTE_COLON = 0x3a;
const BYTE_MINUS = 0x2d;
const BYTE_0 = 0x30;
const BYTE_9 = 0x39;
/** Digits of the largest safe integer. */
const MAX_DIGITS = 16;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * @param {Cursor} cursor
 * @param {number} depth
 * @returns {any}
 */
function decodeValue(cursor, depth) {
  if (depth > MAX_DEPTH) throw new BencodeError(`nested deeper than ${MAX_DEPTH}`);
  if (++cursor.values > MAX_VALUES) throw new BencodeError(`more than ${MAX_VALUES} values`);
  switch (cursor.data[cursor.at]) {
    case BYTE_I:
      cursor.at++;
      return decodeInteger(cursor, BYTE_E);
    case BYTE_L:
      return decodeList(cursor, depth);
    case BYTE_D:
      return decodeDictionary(cursor, depth);
    default:
      return decodeString(cursor).slice();
  }
}

/**
 * @param {Cursor} cursor
 * @param {number} depth
 */
function decodeList(cursor, depth) {
  const list = [];
  for (cursor.at++; cursor.data[cursor.at] !== BYTE_E;) list.push(decodeValue(cursor, depth + 1));
  cursor.at++;
  return list;
}

/**
 * @param {Cursor} cursor
 * @param {number} depth
 */
function decodeDictionary(cursor, depth) {
  const dictionary = Object.create(null);
  /** @type {Uint8Array | null} */
  let previous = null;
  for (cursor.at++; cursor.data[cursor.at] !== BYTE_E;) {
    const key = decodeString(cursor);
    if (key.length > MAX_KEY_BYTES) throw new BencodeError(`a key of ${key.length} bytes, more than ${MAX_KEY_BYTES}`);
    if (previous !== null && Buffer.compare(previous, key) >= 0) {
      throw new BencodeError(`keys not in ascending order before byte ${cursor.at}`);
    }
    previous = key;
    dictionary[text(key, cursor.at)] = decodeValue(cursor, depth + 1);
  }
  cursor.at++;
  return dictionary;
}

/**
 * A view into the input, not a copy.
 * @param {Cursor} cursor
 */
function decodeString(cursor) {
  const first = cursor.data[cursor.at];
  if (first === undefined) throw new BencodeError(`ends early at byte ${cursor.at}`);
  if (first < BYTE_0 || first > BYTE_9) throw new BencodeError(`no value starts with byte ${first} (at ${cursor.at})`);
  const length = decodeInteger(cursor, BYTE_COLON);
  if (length > cursor.data.length - cursor.at) {
    throw new BencodeError(`a string of ${length} bytes where ${cursor.data.length - cursor.at} are left`);
  }
  cursor.at += length;
  return cursor.data.subarray(cursor.at - length, cursor.at);
}

/**
 * Canonical decimal digits up to `end`, which is consumed; a minus sign only before `e`.
 * @param {Cursor} cursor
 * @param {number} end
 */
function decodeInteger(cursor, end) {
  const { data } = cursor;
  const start = cursor.at;
  const negative = end === BYTE_E && data[cursor.at] === BYTE_MINUS;
  if (negative) cursor.at++;
  const digitsAt = cursor.at;
  let value = 0;
  for (; data[cursor.at] !== end; cursor.at++) {
    const digit = data[cursor.at];
    if (digit === undefined) throw new BencodeError(`ends early at byte ${cursor.at}`);
    if (digit < BYTE_0 || digit > BYTE_9) throw new BencodeError(`byte ${digit} in a number (at ${cursor.at})`);
    if (cursor.at - digitsAt >= MAX_DIGITS) throw new BencodeError(`a number of more than ${MAX_DIGITS} digits (at ${start})`);
    value = value * 10 + (digit - BYTE_0);
  }
  const digits = cursor.at - digitsAt;
  cursor.at++;
  if (digits === 0) throw new BencodeError(`a number without digits (at ${start})`);
  if (data[digitsAt] === BYTE_0 && (digits > 1 || negative)) throw new BencodeError(`a number with a leading zero (at ${start})`);
  if (!Number.isSafeInteger(value)) throw new BencodeError(`a number beyond 2^53 (at ${start})`);
  return negative ? -value : value;
}

/**
 * @param {Uint8Array} key
 * @param {number} at
 */
function text(key, at) {
  try {
    return utf8.decode(key);
  } catch {
    throw new BencodeError(`a key that is not UTF-8 before byte ${at}`);
  }
}

/**
 * @param {Uint8Array[]} parts
 * @param {any} value
 * @param {number} depth
 */
function encodeValue(parts, value, depth) {
  if (depth > MAX_DEPTH) throw new BencodeError(`nested deeper than ${MAX_DEPTH}`);
  if (typeof value === "boolean") encodeInteger(parts, Number(value));
  else if (typeof value === "number") encodeInteger(parts, value);
  else if (typeof value === "string") encodeString(parts, Buffer.from(value, "utf8"));
  else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) encodeString(parts, asBytes(value));
  else if (Array.isArray(value) || value instanceof Set) encodeList(parts, value, depth);
  else if (typeof value === "object" && value !== null) encodeDictionary(parts, value, depth);
  else throw new BencodeError(`can't encode ${value === null ? "null" : typeof value}`);
}

/**
 * @param {Uint8Array[]} parts
 * @param {number} value
 */
function encodeInteger(parts, value) {
  if (!Number.isSafeInteger(value)) throw new BencodeError(`can't encode the number ${value}`);
  parts.push(Buffer.from(`i${Object.is(value, -0) ? 0 : value}e`, "latin1"));
}

/**
 * @param {Uint8Array[]} parts
 * @param {Uint8Array} bytes
 */
function encodeString(parts, bytes) {
  parts.push(Buffer.from(`${bytes.length}:`, "latin1"), bytes);
}

/**
 * @param {Uint8Array[]} parts
 * @param {Iterable<any>} list
 * @param {number} depth
 */
function encodeList(parts, list, depth) {
  parts.push(Buffer.from("l", "latin1"));
  for (const item of list) {
    if (item !== null && item !== undefined) encodeValue(parts, item, depth + 1);
  }
  parts.push(Buffer.from("e", "latin1"));
}

/**
 * @param {Uint8Array[]} parts
 * @param {any} dictionary a Map or a plain object
 * @param {number} depth
 */
function encodeDictionary(parts, dictionary, depth) {
  /** @type {Array<[unknown, unknown]>} */
  const given = dictionary instanceof Map ? [...dictionary] : Object.entries(dictionary);
  const entries = given
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ({ key: ArrayBuffer.isView(key) ? asBytes(key) : Buffer.from(String(key), "utf8"), value }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  parts.push(Buffer.from("d", "latin1"));
  for (const { key, value } of entries) {
    encodeString(parts, key);
    encodeValue(parts, value, depth + 1);
  }
  parts.push(Buffer.from("e", "latin1"));
}

/**
 * @param {any} input
 * @returns {Uint8Array}
 */
function asBytes(input) {
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  throw new BencodeError("input is neither bytes nor text");
}
