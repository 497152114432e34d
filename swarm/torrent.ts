/**
 * Torrents of one file: making them and checking them.
 *
 * A torrent of ours is a plain BEP 3 metainfo that stock clients read, with `private` = 1 and libtorrent's `ssl-cert` (the fleet's
 * CA) in its info dictionary. It names no tracker and no web seed: where peers are is told by the coordinator, never by a file.
 * SHA-1 is what the wire needs; the BLAKE3 digest of each piece travels beside the metainfo and is what is believed.
 *
 * `parseMetainfo` is our own reader, because parse-torrent accepts negative lengths, piece counts that don't match and paths
 * that climb. What it returns is re-encoded from the checked fields; nothing else reaches the engine.
 */
import { X509Certificate, createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import bencode, { type Bencoded } from "bencode";
import { blake3Bytes } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import { type InfoHash, parseInfoHash } from "../runtime/ids.ts";
import {
  CA_PEM_BYTES_MAX,
  METAINFO_BYTES_MAX,
  NAME_BYTES_MAX,
  PIECES_AIMED_AT,
  PIECES_MAX,
  PIECES_SWIFT_MAX,
  PIECE_BYTES_CHOSEN_MAX,
  PIECE_BYTES_MAX,
  PIECE_BYTES_MIN,
  PIECE_BYTES_SWIFT,
} from "./limits.ts";
import type { Torrent } from "./swarm.ts";

export interface CreateTorrentOptions {
  readonly file: string;
  /** File name that stock clients save under; part of the info hash. */
  readonly name: string;
  /** The fleet's CA. */
  readonly caPem: string;
  /** Power of two; chosen by size when left out. */
  readonly pieceLengthBytes?: number;
}

/** A checked metainfo. */
export interface Metainfo {
  readonly infoHash: InfoHash;
  readonly name: string;
  readonly sizeBytes: number;
  readonly pieceLengthBytes: number;
  readonly pieceCount: number;
  /** SHA-1 of each piece, 20 bytes each. */
  readonly pieces: Uint8Array;
  /** `{info}` and nothing else, encoded anew. */
  readonly clean: Uint8Array;
  /** Names of what was left out: trackers, web seeds, comments. */
  readonly stripped: readonly string[];
}

/**
 * Hashes a file once and describes it; the same bytes, name and CA give the same torrent. Memory: one piece.
 * Errors: E_TORRENT (name, piece length, empty file), E_CONFIG (the CA), E_TRUNC (the file changed), the file system's.
 */
export async function createTorrent(options: CreateTorrentOptions): Promise<Torrent> {
  const sslCert = canonicalCa(options.caPem);
  checkName(options.name);
  const file = await open(options.file, "r");
  try {
    const { size } = await file.stat();
    const pieceLengthBytes = options.pieceLengthBytes ?? choosePieceLength(size);
    checkLengths(size, pieceLengthBytes);
    const { pieces, pieceDigests } = await hashPieces(file, size, pieceLengthBytes);
    const info = { name: options.name, "piece length": pieceLengthBytes, pieces, length: size, private: 1, "ssl-cert": sslCert };
    const infoHash = sha1Hex(bencode.encode(info));
    return { infoHash, metainfo: bencode.encode({ info }), pieceDigests, pieceLengthBytes, sizeBytes: size };
  } finally {
    await file.close();
  }
}

/**
 * Checks a metainfo of the fleet `caPem` belongs to, which it may leave out (`withoutCa`). Trackers, web seeds and comments beside `info` are left out of `clean`;
 * anything unknown or out of range inside `info` is refused, for it is hashed. Errors: E_TORRENT; E_CONFIG (the CA).
 */
export function parseMetainfo(bytes: Uint8Array, { caPem }: { readonly caPem: string }): Metainfo {
  if (bytes.length > METAINFO_BYTES_MAX) throw refused(`the metainfo has ${bytes.length} bytes, more than ${METAINFO_BYTES_MAX}`);
  const root = asDictionary(decode(bytes), "the metainfo");
  const info = asDictionary(root["info"], "info");
  for (const key of Object.keys(info)) if (!INFO_KEYS.has(key)) throw refused(`info has the unknown key ${JSON.stringify(key)}`);
  const name = checkName(asText(info["name"], "info.name"));
  const sizeBytes = asNumber(info["length"], "info.length");
  const pieceLengthBytes = asNumber(info["piece length"], "info.piece length");
  const pieceCount = checkLengths(sizeBytes, pieceLengthBytes);
  const pieces = asBytes(info["pieces"], "info.pieces");
  if (pieces.length !== pieceCount * 20) {
    throw refused(`info.pieces has ${pieces.length} bytes; ${pieceCount} pieces need ${pieceCount * 20}`);
  }
  if (info["private"] !== 1) throw refused("info.private is not 1");
  const sslCert = canonicalCa(caPem);
  info["ssl-cert"] ??= Buffer.from(sslCert);
  if (asText(info["ssl-cert"], "info.ssl-cert") !== sslCert) throw refused("info.ssl-cert is not this fleet's CA");
  const infoHash = sha1Hex(bencode.encode(info));
  const stripped = Object.keys(root).filter((key) => key !== "info");
  return { infoHash, name, sizeBytes, pieceLengthBytes, pieceCount, pieces, clean: bencode.encode({ info }), stripped };
}

/** As it is sent to a host, which has the CA: 700 bytes less for each bundle and host. Its info hash is that of the whole. */
export function withoutCa(metainfo: Uint8Array): Uint8Array {
  const { "ssl-cert": _, ...info } = asDictionary(asDictionary(decode(metainfo), "the metainfo")["info"], "info");
  return bencode.encode({ info });
}

/** `parseMetainfo`, and that info hash and piece digests told beside it fit. Errors: E_TORRENT. */
export function checkTorrent(torrent: Pick<Torrent, "infoHash" | "metainfo" | "pieceDigests">, caPem: string): Metainfo {
  const metainfo = parseMetainfo(torrent.metainfo, { caPem });
  if (metainfo.infoHash !== torrent.infoHash) {
    throw refused(`the metainfo's infohash is ${metainfo.infoHash}, not ${String(torrent.infoHash)} as announced`);
  }
  if (torrent.pieceDigests.length !== metainfo.pieceCount * 32) {
    const need = metainfo.pieceCount * 32;
    throw refused(`torrent ${metainfo.infoHash} has ${torrent.pieceDigests.length} bytes of piece digests; it needs ${need}`);
  }
  return metainfo;
}

/** Smallest power of two that gives no more than `PIECES_AIMED_AT` pieces; of large files more pieces, up to `PIECES_SWIFT_MAX`, before longer ones. */
export function choosePieceLength(sizeBytes: number): number {
  let length = PIECE_BYTES_MIN;
  while (length < PIECE_BYTES_SWIFT && sizeBytes / length > PIECES_AIMED_AT) length *= 2;
  while (length < PIECE_BYTES_CHOSEN_MAX && sizeBytes / length > PIECES_SWIFT_MAX) length *= 2;
  while (length < PIECE_BYTES_MAX && sizeBytes / length > PIECES_MAX) length *= 2;
  return length;
}

/** Length of a piece; the last one is shorter. */
export function pieceBytes(index: number, of: Pick<Metainfo, "sizeBytes" | "pieceLengthBytes">): number {
  return Math.min(of.pieceLengthBytes, of.sizeBytes - index * of.pieceLengthBytes);
}

const INFO_KEYS = new Set(["name", "piece length", "pieces", "length", "private", "ssl-cert"]);

async function hashPieces(file: FileHandle, size: number, pieceLength: number): Promise<{ pieces: Uint8Array; pieceDigests: Uint8Array }> {
  const count = Math.ceil(size / pieceLength);
  const pieces = new Uint8Array(count * 20);
  const pieceDigests = new Uint8Array(count * 32);
  const buffer = Buffer.allocUnsafe(Math.min(size, pieceLength));
  for (let index = 0; index < count; index++) {
    const piece = buffer.subarray(0, Math.min(pieceLength, size - index * pieceLength));
    await readFully(file, piece, index * pieceLength);
    pieces.set(createHash("sha1").update(piece).digest(), index * 20);
    pieceDigests.set(blake3Bytes(piece), index * 32);
  }
  return { pieces, pieceDigests };
}

async function readFully(file: FileHandle, into: Buffer, position: number): Promise<void> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new ShoalError("E_TRUNC", `the bundle file ended at byte ${position + done} while it was hashed`);
    done += bytesRead;
  }
}

function checkLengths(sizeBytes: number, pieceLengthBytes: number): number {
  const power = Number.isSafeInteger(pieceLengthBytes) && pieceLengthBytes > 0 && Number.isInteger(Math.log2(pieceLengthBytes));
  if (!power || pieceLengthBytes < PIECE_BYTES_MIN || pieceLengthBytes > PIECE_BYTES_MAX) {
    throw refused(`a piece length of ${pieceLengthBytes} is not a power of two between ${PIECE_BYTES_MIN} and ${PIECE_BYTES_MAX}`);
  }
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1) throw refused(`a length of ${sizeBytes} is not a positive integer`);
  const count = Math.ceil(sizeBytes / pieceLengthBytes);
  if (count > PIECES_MAX) throw refused(`${count} pieces, more than ${PIECES_MAX}`);
  return count;
}

function checkName(name: string): string {
  const bytes = Buffer.byteLength(name, "utf8");
  if (bytes < 1 || bytes > NAME_BYTES_MAX) throw refused(`a file name of ${bytes} bytes; allowed are 1 to ${NAME_BYTES_MAX}`);
  // eslint-disable-next-line no-control-regex
  if (name === "." || name === ".." || /[/\\\u0000-\u001f\u007f]/.test(name) || !name.isWellFormed()) {
    throw refused(`the file name ${JSON.stringify(name)} is not a plain name`);
  }
  return name;
}

/** One PEM form for one certificate, so that line ends and comments around it don't change the info hash. */
function canonicalCa(caPem: string): string {
  if (caPem.length > CA_PEM_BYTES_MAX)
    throw new ShoalError("E_CONFIG", `the fleet CA has ${caPem.length} bytes, more than ${CA_PEM_BYTES_MAX}`);
  try {
    return new X509Certificate(caPem).toString();
  } catch (error) {
    throw new ShoalError("E_CONFIG", "the fleet CA's certificate can't be read (PEM)", { cause: error });
  }
}

function decode(bytes: Uint8Array): Bencoded {
  try {
    return bencode.decode(bytes);
  } catch (error) {
    throw refused(`the metainfo is not bencoded: ${(error as Error).message}`, error);
  }
}

function asDictionary(value: Bencoded | undefined, what: string): { [key: string]: Bencoded } {
  if (typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array)) return value;
  throw refused(`${what} is not a dictionary`);
}

function asBytes(value: Bencoded | undefined, what: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw refused(`${what} is not a string`);
}

function asText(value: Bencoded | undefined, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(asBytes(value, what));
  } catch (error) {
    throw error instanceof ShoalError ? error : refused(`${what} is not UTF-8`, error);
  }
}

function asNumber(value: Bencoded | undefined, what: string): number {
  if (typeof value === "number") return value;
  throw refused(`${what} is not a number`);
}

function sha1Hex(bytes: Uint8Array): InfoHash {
  return parseInfoHash(createHash("sha1").update(bytes).digest("hex"));
}

function refused(message: string, cause?: unknown): ShoalError {
  return new ShoalError("E_TORRENT", message, { cause });
}
