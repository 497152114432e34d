/** One line of a listing, and what must hold from one line to the next. Works on bytes: a listing has hundreds of thousands of lines. */
import { isUtf8 } from "node:buffer";
import type { Digest } from "../runtime/ids.ts";
import { ShoalError, type ErrorCode } from "../runtime/errors.ts";
import { MAX_PATH_BYTES } from "./limits.ts";
import { checkPathBytes, checkSymlinkTarget, quote, type SymlinkPolicy } from "./paths.ts";

export const LISTING_HEADER = "shoal-listing 1\n";

export type FileMode = 0o644 | 0o755;

export type TreeEntry =
  | { readonly kind: "file"; readonly path: string; readonly mode: FileMode; readonly sizeBytes: number; readonly digest: Digest }
  | { readonly kind: "symlink"; readonly path: string; readonly target: string }
  /** Only where empty. */
  | { readonly kind: "directory"; readonly path: string };

/** The entry's line with its LF. Doesn't check the entry. */
export function formatEntry(entry: TreeEntry): string {
  switch (entry.kind) {
    case "file":
      return `${entry.path}\tfile\t${entry.mode === 0o755 ? "0755" : "0644"}\t${entry.sizeBytes}\t${entry.digest}\n`;
    case "symlink":
      return `${entry.path}\tlink\t${entry.target}\n`;
    case "directory":
      return `${entry.path}/\tdir\n`;
  }
}

/** Parses a line without its LF; throws E_FORMAT or E_PATH. Only the line formatEntry would write is accepted. */
function parseLine(line: Buffer, symlinks: SymlinkPolicy): TreeEntry {
  const tab = line.indexOf(TAB);
  if (tab === -1) throw malformed("has no tab");
  if (!isUtf8(line)) throw malformed("is not valid UTF-8");
  const isDirectory = line[tab - 1] === SLASH;
  const pathEnd = isDirectory ? tab - 1 : tab;
  checkPathBytes(line, 0, pathEnd);
  const path = line.toString("utf8", 0, pathEnd);
  const rest = line.toString("utf8", tab + 1);
  if (isDirectory) {
    if (rest !== "dir") throw malformed("names a directory (its path ends in /) but isn't `dir`");
    return { kind: "directory", path };
  }
  if (rest.startsWith("link\t")) {
    const target = rest.slice(5);
    checkSymlinkTarget(path, target, symlinks);
    return { kind: "symlink", path, target };
  }
  return parseFile(path, rest);
}

/** An entry of a line that was checked before. */
export function readLine(line: Buffer): TreeEntry {
  const tab = line.indexOf(TAB);
  if (line[tab - 1] === SLASH) return { kind: "directory", path: line.toString("utf8", 0, tab - 1) };
  const path = line.toString("utf8", 0, tab);
  if (line[tab + 1] === LETTER_L) return { kind: "symlink", path, target: line.toString("utf8", tab + 6) };
  const sizeEnd = line.length - 1 - DIGEST_CHARACTERS;
  return {
    kind: "file",
    path,
    mode: line[tab + 7] === SEVEN ? 0o755 : 0o644,
    sizeBytes: Number(line.toString("latin1", tab + 11, sizeEnd)),
    digest: line.toString("latin1", sizeEnd + 1) as Digest,
  };
}

/** parseLine without an entry, for most lines of a large listing are of files: the file's size, else 0. */
export function checkLine(line: Buffer, symlinks: SymlinkPolicy): number {
  const tab = line.indexOf(TAB);
  const sizeEnd = line.length - 1 - DIGEST_CHARACTERS;
  if (tab < 1 || line[tab - 1] === SLASH || !isFileRest(line, tab, sizeEnd) || !isUtf8(line)) {
    const entry = parseLine(line, symlinks);
    return entry.kind === "file" ? entry.sizeBytes : 0;
  }
  checkPathBytes(line, 0, tab);
  return Number(line.toString("latin1", tab + 11, sizeEnd));
}

export interface OrderCheck {
  /** The path as written (a directory's with its `/`) of the next line. Throws E_FORMAT (unsorted) or E_CONFLICT. Keeps the buffer. */
  next(path: Buffer): void;
}

/**
 * Sorted by bytes, unique, and no file, link or empty directory the parent of another entry. The names below `a` needn't follow
 * `a` at once (`a`, `a-b`, `a/c`), but all that begin with the bytes of `a` are together: so a stack of the entries whose bytes the
 * current path begins with is enough. It is never longer than the path.
 */
export function createOrderCheck(): OrderCheck {
  let previous: Buffer | null = null;
  const prefixes: Buffer[] = [];
  return {
    next(path) {
      const order = previous === null ? 1 : path.compare(previous);
      if (order === 0) throw new ShoalError("E_CONFLICT", `path ${quote(path.toString())} is there twice`);
      if (order < 0) throw malformed(`is not in order: ${quote(path.toString())} after ${quote(previous!.toString())}`);
      while (prefixes.length > 0 && !startsWith(path, prefixes.at(-1)!)) prefixes.pop();
      for (const prefix of prefixes) {
        if (path[prefix.length] === SLASH || prefix.at(-1) === SLASH) throw conflict(prefix, path);
      }
      prefixes.push(path);
      previous = path;
    },
  };
}

/** Adds object and line number to an error of a line. */
export function atLine(error: unknown, line: number): unknown {
  if (!(error instanceof ShoalError)) return error;
  return new ShoalError(error.code, `listing line ${line}: ${error.message}`, { hint: error.hint, cause: error });
}

export function malformed(why: string, code: ErrorCode = "E_FORMAT"): ShoalError {
  return new ShoalError(code, why);
}

const TAB = 0x09;
const SLASH = 0x2f;
const ZERO = 0x30;
const SEVEN = 0x37;
const NINE = 0x39;
const LETTER_L = 0x6c;
const DIGEST_CHARACTERS = 64;
/** Digits of a size that is safe whatever they are. */
const SAFE_DIGITS = 15;

/** What FILE matches, for sizes that are certainly safe; others are left to it. */
function isFileRest(line: Buffer, tab: number, sizeEnd: number): boolean {
  const sizeAt = tab + 11;
  const digits = sizeEnd - sizeAt;
  if (digits < 1 || digits > SAFE_DIGITS || line[sizeEnd] !== TAB) return false;
  const head = line.toString("latin1", tab + 1, sizeAt);
  if (head !== "file\t0644\t" && head !== "file\t0755\t") return false;
  if (line[sizeAt] === ZERO && digits > 1) return false;
  for (let i = sizeAt; i < sizeEnd; i++) if (line[i]! < ZERO || line[i]! > NINE) return false;
  for (let i = sizeEnd + 1; i < line.length; i++) {
    const byte = line[i]!;
    if (byte < ZERO || byte > 0x66 || (byte > NINE && byte < 0x61)) return false;
  }
  return true;
}

const FILE = /^file\t(0644|0755)\t(0|[1-9][0-9]{0,15})\t([0-9a-f]{64})$/;

function parseFile(path: string, rest: string): TreeEntry {
  const match = FILE.exec(rest);
  if (match === null) throw malformed(`of ${quote(path)} is none of file (mode 0644 or 0755, size, digest), link (target), dir`);
  const sizeBytes = Number(match[2]);
  if (!Number.isSafeInteger(sizeBytes)) throw malformed(`of ${quote(path)} has size ${match[2]}; at most ${Number.MAX_SAFE_INTEGER}`);
  return { kind: "file", path, mode: match[1] === "0755" ? 0o755 : 0o644, sizeBytes, digest: match[3] as Digest };
}

function startsWith(path: Buffer, prefix: Buffer): boolean {
  return path.length > prefix.length && path.compare(prefix, 0, prefix.length, 0, prefix.length) === 0;
}

function conflict(parent: Buffer, child: Buffer): ShoalError {
  const name = (path: Buffer): string => quote(path.toString("utf8", 0, MAX_PATH_BYTES));
  return new ShoalError("E_CONFLICT", `${name(child)} lies below ${name(parent)}, which is no directory with content`);
}
