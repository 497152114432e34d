/**
 * Tar entries of a bundle: written with tar-stream, read by a stricter reader of our own.
 *
 * An archive here holds regular files and nothing else: links, directories, times and owners are the listing's business. What may stand
 * before a file's content is a ustar header, or a PAX header with the keys of PAX_KEYS and then a ustar header. tar-stream's reader takes far more (GNU long
 * names, sparse files, links, devices, sizes below zero, global headers, sizes told twice) and can't begin inside a file, as a frame does;
 * so headers are read here, and everything that another tar program could read differently is refused.
 *
 * Owner, group, times and device numbers of a header are ignored (FORMAT.md: written as 0).
 */
import { isUtf8 } from "node:buffer";
import { ShoalError } from "../runtime/errors.ts";
import { MAX_PAX_BYTES } from "./limits.ts";
import { checkPath, quote, RESERVED_NAME } from "./paths.ts";

const TAR_BLOCK_BYTES = 512;
/** Two empty blocks. */
export const TAR_END_BYTES = 2 * TAR_BLOCK_BYTES;

/** The listing of a base; patches are numbered in the order of the frame table. */
export const LISTING_NAME = `${RESERVED_NAME}/listing`;
export const patchName = (ordinal: number): string => `${RESERVED_NAME}/patch/${ordinal}`;

export interface TarEntry {
  readonly path: string;
  readonly mode: number;
  readonly sizeBytes: number;
  /** Present on a patch. */
  readonly patch?: PatchRecords | undefined;
}

/** PAX records of a patch. */
export interface PatchRecords {
  readonly codec: string;
  /** BLAKE3 of the source bytes it is to be applied to: of no bytes, where it needs none. */
  readonly source: string;
}

/** The bytes before an entry's content. */
export async function writeTarHeader(entry: TarEntry): Promise<Buffer> {
  return writeUstarHeader(entry) ?? writePaxHeader(entry);
}

/** Null where records are needed. The same bytes as tar-stream's, which takes 60 µs, and there are hundreds of thousands. */
function writeUstarHeader({ path, mode, sizeBytes, patch }: TarEntry): Buffer | null {
  const split = splitName(path);
  if (split === null || patch !== undefined || sizeBytes > OCTAL_SIZE_MAX) return null;
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  const octal = (value: number, digits: number, at: number): number =>
    header.write(`${value.toString(8).padStart(digits, "0")} `, at, "latin1");
  header.write(split.name, "latin1");
  octal(mode, 6, 100);
  for (const at of [108, 116, 329, 337]) octal(0, 6, at);
  octal(sizeBytes, 11, 124);
  octal(0, 11, 136);
  header.write("0", 156);
  header.write("ustar\x0000", 257, "latin1");
  header.write(split.prefix, 345, "latin1");
  octal(sumOf(header), 6, 148);
  return header;
}

/** A path in the two fields of a ustar header, or null where it doesn't fit. */
function splitName(path: string): { readonly prefix: string; readonly name: string } | null {
  const slash = path.length <= 100 ? -1 : path.indexOf("/", path.length - 101);
  const [prefix, name] = [path.slice(0, Math.max(0, slash)), path.slice(slash + 1)];
  return name.length > 100 || prefix.length > 155 || !ASCII.test(path) ? null : { prefix, name };
}

const ASCII = /^[\x20-\x7e]*$/;

async function writePaxHeader(entry: TarEntry): Promise<Buffer> {
  // Not loaded where nothing is packed.
  const tar = await import("tar-stream");
  const pack = tar.pack();
  const chunks: Buffer[] = [];
  pack.on("data", (chunk) => chunks.push(chunk as Buffer));
  pack.on("error", ignore);
  const pax = entry.patch === undefined ? {} : { pax: { [CODEC_KEY]: entry.patch.codec, [SOURCE_KEY]: entry.patch.source } };
  const sink = pack.entry({ name: entry.path, size: entry.sizeBytes, mode: entry.mode, mtime: new Date(0), type: "file", ...pax });
  sink.on("error", ignore);
  await new Promise<void>((resolve) => sink.on("open", () => setImmediate(resolve)));
  pack.destroy();
  return Buffer.concat(chunks);
}

/** Zero bytes after a content of that size. */
export function tarPadding(sizeBytes: number): number {
  return (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
}

/** A tar entry's header, and where its content begins. */
export interface ReadHeader extends TarEntry {
  readonly contentAt: number;
}

/**
 * The header at `at`. Throws E_TRUNC where it is cut, E_FORMAT for whatever a bundle doesn't have, E_LIMIT for sizes out of bounds, E_PATH for a
 * path that no tree may have. Names below `.shoal/` are given back unchecked: the caller knows which it expects.
 */
export function readTarHeader(raw: Buffer, at: number): ReadHeader {
  const first = readBlock(raw, at);
  if (first.type !== "x") return finish(first, NO_RECORDS, at + TAR_BLOCK_BYTES);
  if (first.sizeBytes > MAX_PAX_BYTES) {
    throw new ShoalError("E_LIMIT", `tar: extended header of ${first.sizeBytes} bytes; at most ${MAX_PAX_BYTES}`);
  }
  const start = at + TAR_BLOCK_BYTES;
  if (start + first.sizeBytes > raw.length) throw cut(start);
  const records = readPax(raw.subarray(start, start + first.sizeBytes));
  const second = start + first.sizeBytes + tarPadding(first.sizeBytes);
  checkZero(raw, start + first.sizeBytes, second);
  return finish(readBlock(raw, second), records, second + TAR_BLOCK_BYTES);
}

/** Padding and end blocks hold zeros: nothing is hidden in them. Throws E_TRUNC or E_FORMAT. */
export function checkZero(raw: Buffer, from: number, to: number): void {
  if (to > raw.length) throw cut(from);
  for (let i = from; i < to; i++) if (raw[i] !== 0) throw malformed("padding is not zero", i);
}

const CODEC_KEY = "SHOAL.codec";
const SOURCE_KEY = "SHOAL.source";
const PAX_KEYS = ["path", CODEC_KEY, SOURCE_KEY] as const;
const NO_RECORDS: ReadonlyMap<string, string> = new Map();
const OCTAL_SIZE_MAX = 0o77777777777;
const TYPE_NAMES: Readonly<Record<string, string>> = {
  "1": "a hard link",
  "2": "a symbolic link",
  "3": "a character device",
  "4": "a block device",
  "5": "a directory",
  "6": "a fifo",
  g: "a global extended header",
  L: "a GNU long name",
  K: "a GNU long link",
  S: "a GNU sparse file",
};

interface Block {
  readonly at: number;
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly sizeBytes: number;
}

function finish(block: Block, records: ReadonlyMap<string, string>, contentAt: number): ReadHeader {
  if (block.type === "x") throw malformed("an extended header follows another", block.at);
  const path = records.get("path") ?? block.name;
  if (!path.startsWith(`${RESERVED_NAME}/`)) checkPath(path);
  const codec = records.get(CODEC_KEY);
  const source = records.get(SOURCE_KEY);
  if ((codec === undefined) !== (source === undefined)) throw malformed("a patch has a codec but no source, or no codec", block.at);
  const patch = codec === undefined || source === undefined ? {} : { patch: { codec, source } };
  return { path, mode: block.mode, sizeBytes: block.sizeBytes, contentAt, ...patch };
}

function readBlock(raw: Buffer, at: number): Block {
  if (at + TAR_BLOCK_BYTES > raw.length) throw cut(at);
  const block = raw.subarray(at, at + TAR_BLOCK_BYTES);
  checkSum(block, at);
  if (block.toString("latin1", 257, 265) !== "ustar\x0000") throw malformed("not a ustar header", at);
  const type = block.toString("latin1", 156, 157);
  if (type !== "0" && type !== "x")
    throw malformed(`${TYPE_NAMES[type] ?? `type ${JSON.stringify(type)}`}; a bundle has regular files only`, at);
  if (block[157] !== 0) throw malformed("a file with a link target", at);
  const prefix = readText(block.subarray(345, 500), at);
  const name = readText(block.subarray(0, 100), at);
  const mode = readOctal(block.subarray(100, 108), at);
  if (type === "0" && mode !== 0o644 && mode !== 0o755) throw malformed(`mode ${mode.toString(8)}; only 644 and 755 are allowed`, at);
  return { at, name: prefix === "" ? name : `${prefix}/${name}`, type, mode, sizeBytes: readSize(block.subarray(124, 136), at) };
}

function checkSum(block: Buffer, at: number): void {
  const sum = sumOf(block);
  if (sum === 8 * 32) throw malformed("an empty block where a header is due", at);
  if (sum !== readOctal(block.subarray(148, 156), at)) throw malformed("header checksum is wrong", at);
}

/** Of all bytes, those of the sum itself taken for spaces. */
function sumOf(block: Buffer): number {
  let sum = 8 * 32;
  for (let i = 0; i < TAR_BLOCK_BYTES; i++) if (i < 148 || i >= 156) sum += block[i]!;
  return sum;
}

/** Up to the first NUL; after it nothing but NULs, which some program might read. */
function readText(field: Buffer, at: number): string {
  const nul = field.indexOf(0);
  const text = nul === -1 ? field : field.subarray(0, nul);
  if (nul !== -1 && field.subarray(nul).some((byte) => byte !== 0)) throw malformed("a name has bytes after its end", at);
  return decodeUtf8(text);
}

function readOctal(field: Buffer, at: number): number {
  const match = /^([0-7]+)[ \0]*$/.exec(field.toString("latin1"));
  if (match === null) throw malformed("a number is not octal", at);
  return Number.parseInt(match[1]!, 8);
}

/** Octal, or, only where octal can't hold it, base 256. */
function readSize(field: Buffer, at: number): number {
  if (field[0]! < 0x80) return readOctal(field, at);
  if (field[0] !== 0x80) throw malformed("a size is below zero", at);
  const high = field.readUIntBE(1, 5);
  const size = field.readUIntBE(6, 6);
  if (high !== 0) throw new ShoalError("E_LIMIT", "tar: a size is above 2^48 bytes");
  if (size <= OCTAL_SIZE_MAX) throw malformed("a size is in base 256 without need", at);
  return size;
}

function readPax(body: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length;) {
    const match = /^([1-9][0-9]{0,5}) ([^=\n]+)=/.exec(body.toString("latin1", at, at + 128));
    const length = Number(match?.[1] ?? Number.NaN);
    if (match === null || at + length > body.length || body[at + length - 1] !== 0x0a || length <= match[0].length) {
      throw malformed("an extended header's record is malformed");
    }
    const key = match[2]!;
    if (!PAX_KEYS.includes(key as (typeof PAX_KEYS)[number])) throw malformed(`extended header ${quote(key)} is not of a bundle`);
    if (records.has(key)) throw malformed(`extended header ${key} twice`);
    records.set(key, decodeUtf8(body.subarray(at + match[0].length, at + length - 1)));
    at += length;
  }
  return records;
}

function decodeUtf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new ShoalError("E_PATH", "tar: a name is not valid UTF-8");
  return bytes.toString("utf8");
}

function ignore(): void {
  // destroying the pack before the content has come is what is meant
}

function cut(at: number): ShoalError {
  return new ShoalError("E_TRUNC", `tar: cut at byte ${at} of a frame`);
}

function malformed(why: string, at?: number): ShoalError {
  return new ShoalError("E_FORMAT", `tar: ${why}${at === undefined ? "" : ` (byte ${at} of a frame)`}`);
}
