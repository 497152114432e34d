/** What `decode` gives: integers, byte strings, lists, and dictionaries without prototype. */
export type Bencoded = number | Uint8Array | Bencoded[] | { [key: string]: Bencoded };

export declare const MAX_DEPTH: number;
export declare const MAX_BYTES: number;
export declare const MAX_VALUES: number;
export declare const MAX_KEY_BYTES: number;
export declare class BencodeError extends Error {}
/** One canonical value that fills the whole input. Throws BencodeError. */
export declare function decode(input: Uint8Array | string): Bencoded;
/** Canonical bytes. Null and undefined members are left out. Throws BencodeError on what bencode has no form for. */
export declare function encode(value: unknown): Uint8Array;
export declare function encodingLength(value: unknown): number;
export declare const byteLength: typeof encodingLength;
declare const bencode: {
  encode: typeof encode;
  decode: typeof decode;
  encodingLength: typeof encodingLength;
  byteLength: typeof byteLength;
};
// The packages that import `bencode` take the default export.
export default bencode;
