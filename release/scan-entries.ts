/** What a walk finds becomes an entry of a tree, or is refused by its path. Files are left for later: their content is read elsewhere. */
import { isUtf8 } from "node:buffer";
import { readlinkSync } from "node:fs";
import { ShoalError } from "../runtime/errors.ts";
import type { TreeEntry } from "./listing.ts";
import { checkPath, checkSymlinkTarget, quote, type SymlinkPolicy } from "./paths.ts";
import { ioError, toBytes, type WalkEntry } from "./walk.ts";

/** Null for a file whose path is good. Throws E_PATH, E_FORMAT (device, fifo, socket), E_IO. */
export function enterWalked(found: WalkEntry, root: string, allowed: SymlinkPolicy): TreeEntry | null {
  const path = checkedPath(found.path);
  switch (found.kind) {
    case "file":
      return null;
    case "directory":
      return { kind: "directory", path };
    case "symlink":
      return { kind: "symlink", path, target: readTarget(toBytes(root, found.path), { path, allowed }) };
    case "other":
      throw new ShoalError("E_FORMAT", `${quote(path)} is a device, fifo or socket; a tree has files, links and directories`);
  }
}

function checkedPath(bytePath: string): string {
  const bytes = Buffer.from(bytePath, "latin1");
  const path = bytes.toString();
  if (!isUtf8(bytes)) throw new ShoalError("E_PATH", `path ${quote(path)} is not valid UTF-8`, { hint: "rename the file" });
  checkPath(path);
  return path;
}

function readTarget(absolute: Buffer, { path, allowed }: { path: string; allowed: SymlinkPolicy }): string {
  let bytes: Buffer;
  try {
    bytes = readlinkSync(absolute, { encoding: "buffer" });
  } catch (error) {
    throw ioError(error, "read link", path);
  }
  const target = bytes.toString();
  if (!isUtf8(bytes)) throw new ShoalError("E_PATH", `link ${quote(path)} -> ${quote(target)} is not valid UTF-8`);
  checkSymlinkTarget(path, target, allowed);
  return target;
}
