/**
 * What a path and a link target may be. The one place that decides it: scan, listing, tar entries and file system all ask here.
 *
 * A path is relative, valid UTF-8, has no empty, `.` or `..` component, no control character (C0, DEL, C1), no more than the bytes of
 * limits.ts, and doesn't begin with `.shoal`. Spaces, quotes, backslashes, a leading `-` are ordinary: nothing here is given to a shell.
 *
 * A relative link target may climb (`..`) only at its beginning and not above the tree's root. The parents of a link are real directories (a
 * listing has nothing below a link), so leading `..` are exact; `..` after a name would depend on what that name links to
 * (`x/..` with `x -> ../..` leaves the tree), so it is refused. With each link inside, so is every chain of them.
 */
import { ShoalError } from "../runtime/errors.ts";
import { MAX_COMPONENT_BYTES, MAX_DEPTH, MAX_PATH_BYTES, MAX_TARGET_BYTES } from "./limits.ts";

/** Top-level name of a revision that holds its record; never part of a tree. */
export const RESERVED_NAME = ".shoal";

/** Absolute targets: none, those below one of these directories, or any (only where the tree is not unpacked). */
export type SymlinkPolicy = readonly string[] | "any";

/** Throws E_PATH unless `path` may be in a tree. */
export function checkPath(path: string): void {
  if (!path.isWellFormed()) refuse(path, "is not valid Unicode");
  const bytes = Buffer.from(path);
  checkPathBytes(bytes, 0, bytes.length);
}

/** As checkPath, for valid UTF-8 in a buffer. Returns the path's depth: its number of components. */
export function checkPathBytes(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > MAX_PATH_BYTES) refuse(text(bytes, start, end), `is ${end - start} bytes long; at most ${MAX_PATH_BYTES}`);
  let depth = 0;
  let from = start;
  for (let i = start; i <= end; i++) {
    const byte = i === end ? SLASH : bytes[i]!;
    if (byte === SLASH) {
      checkComponent(bytes, from, i, [start, end]);
      if (++depth > MAX_DEPTH) refuse(text(bytes, start, end), `is nested deeper than ${MAX_DEPTH}`);
      from = i + 1;
    } else if (isControl(byte, bytes[i + 1])) refuse(text(bytes, start, end), "has a control character");
  }
  return depth;
}

/** Throws E_PATH unless the link at `path` (already checked) stays in the tree or points where `allowed` says. */
export function checkSymlinkTarget(path: string, target: string, allowed: SymlinkPolicy): void {
  const bad = (why: string): never => {
    throw new ShoalError("E_PATH", `link ${quote(path)} -> ${quote(target)} ${why}`, { hint: LINK_HINT });
  };
  const bytes = Buffer.from(target);
  if (target === "" || bytes.length > MAX_TARGET_BYTES) bad(`has ${bytes.length} bytes; 1 to ${MAX_TARGET_BYTES}`);
  if (!target.isWellFormed() || bytes.some((byte, i) => isControl(byte, bytes[i + 1])))
    bad("has a control character or isn't valid Unicode");
  const components = target.split("/").filter((name) => name !== "" && name !== ".");
  if (target.startsWith("/")) {
    if (components.includes("..")) bad("is absolute with `..` in it");
    if (!isAllowed(target, allowed)) bad("is absolute and not below a directory that is allowed");
    return;
  }
  const climbs = components.findIndex((name) => name !== "..");
  const up = climbs === -1 ? components.length : climbs;
  if (components.includes("..", up)) bad("has `..` after a name");
  if (up > path.split("/").length - 1) bad("leaves the tree");
}

/** Names with equal folds can't both exist on a file system that ignores case or normalises Unicode. */
export function foldName(name: string): string {
  return ASCII.test(name) ? name.toLowerCase() : name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/** For messages: quoted, cut, without raw control characters. */
export function quote(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
}

const SLASH = 0x2f;
const DOT = 0x2e;
const ASCII = /^[\u0000-\u007f]*$/;
const LINK_HINT = "make the target relative and inside the tree, or allow its directory (allowedSymlinkPrefixes)";

function checkComponent(bytes: Uint8Array, from: number, to: number, whole: readonly [number, number]): void {
  const length = to - from;
  const why =
    length === 0
      ? "has an empty component or is absolute"
      : length > MAX_COMPONENT_BYTES
        ? `has a component of ${length} bytes; at most ${MAX_COMPONENT_BYTES}`
        : bytes[from] === DOT && (length === 1 || (length === 2 && bytes[from + 1] === DOT))
          ? "has a `.` or `..` component"
          : from === whole[0] && bytes[from] === DOT && foldName(text(bytes, from, to)) === RESERVED_NAME
            ? `begins with ${RESERVED_NAME}, which is reserved`
            : null;
  if (why !== null) refuse(text(bytes, ...whole), why);
}

/** C0, DEL, or C1 (U+0080–U+009F is C2 80–9F in UTF-8). */
function isControl(byte: number, next: number | undefined): boolean {
  return byte < 0x20 || byte === 0x7f || (byte === 0xc2 && next !== undefined && next >= 0x80 && next <= 0x9f);
}

function isAllowed(target: string, allowed: SymlinkPolicy): boolean {
  if (allowed === "any") return true;
  return allowed.some((prefix) => {
    const directory = prefix.replace(/\/+$/, "");
    return prefix.startsWith("/") && (target === directory || target.startsWith(`${directory}/`));
  });
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8", start, Math.min(end, start + MAX_PATH_BYTES));
}

function refuse(path: string, why: string): never {
  throw new ShoalError("E_PATH", `path ${quote(path)} ${why}`);
}
