/**
 * Walks a directory in the order of a listing, with memory for the names of the open directories only. Follows no link.
 *
 * Paths are *byte strings*: one character a byte (latin1), so that names that are not UTF-8 stay distinct and `<` is the order of bytes. `toBytes`
 * makes of it what the file system takes. A directory sorts as if its name ended in `/`, hence the whole walk is sorted by bytes.
 */
import { readdirSync } from "node:fs";
import { ShoalError } from "../runtime/errors.ts";
import { quote, RESERVED_NAME } from "./paths.ts";

export type WalkKind = "file" | "symlink" | "directory" | "other";

export interface WalkEntry {
  /** `directory` only where it is empty; `other` is a device, fifo or socket. */
  readonly kind: WalkKind;
  /** Byte string relative to the root, without a trailing slash. */
  readonly path: string;
}

export interface WalkOptions {
  readonly root: string;
  /** Leave out the top-level `.shoal` of a revision. */
  readonly skipReserved: boolean;
  /** Asked before each directory (byte string; the root is the empty one) is read; false: it is neither read nor yielded. */
  readonly enter?: ((path: string) => boolean) | undefined;
  /** Told the names (byte strings, directories with `/`) of each directory before they are yielded. */
  readonly onNames?: ((path: string, names: readonly string[]) => void) | undefined;
}

/** Throws E_IO naming a directory that can't be read. */
export function* walkTree(options: WalkOptions): Generator<WalkEntry, void> {
  const root = fromText(options.root);
  const enter = options.enter ?? (() => true);
  const read = (path: string): readonly Name[] => {
    const all = readNames(root, path);
    const names = options.skipReserved && path === "" ? all.filter(({ key }) => !isReserved(key)) : all;
    options.onNames?.(
      path,
      names.map(({ key }) => key),
    );
    return names;
  };
  if (!enter("")) return;
  const stack: Frame[] = [{ prefix: "", names: read(""), next: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const name = frame.names[frame.next++];
    if (name === undefined) stack.pop();
    else if (name.kind !== "directory") yield { kind: name.kind, path: frame.prefix + name.key };
    else {
      const prefix = frame.prefix + name.key;
      const path = prefix.slice(0, -1);
      if (!enter(path)) continue;
      const names = read(path);
      if (names.length === 0) yield { kind: "directory", path };
      else stack.push({ prefix, names, next: 0 });
    }
  }
}

/** Absolute path of a walked one, for the file system. */
export function toBytes(root: string, path: string): Buffer {
  return Buffer.from(path === "" ? fromText(root) : `${fromText(root)}/${path}`, "latin1");
}

/** Text of a byte string: as UTF-8, with what isn't valid replaced. */
export function toText(path: string): string {
  return Buffer.from(path, "latin1").toString();
}

export function fromText(path: string): string {
  return Buffer.from(path).toString("latin1");
}

/** An error of the file system as E_IO with the path as people write it; other errors as they are. */
export function ioError(error: unknown, what: string, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (error instanceof ShoalError || typeof code !== "string") return error;
  const hint =
    code === "EACCES" || code === "EPERM"
      ? "the user of this process needs read (and for directories: search) permission on it"
      : undefined;
  return new ShoalError("E_IO", `can't ${what} ${quote(path)}: ${code}`, { hint, cause: error });
}

interface Name {
  /** The name; a directory's with `/`. */
  readonly key: string;
  readonly kind: WalkKind;
}

interface Frame {
  readonly prefix: string;
  readonly names: readonly Name[];
  next: number;
}

function readNames(root: string, path: string): Name[] {
  const directory = Buffer.from(path === "" ? root : `${root}/${path}`, "latin1");
  try {
    return readdirSync(directory, { withFileTypes: true, encoding: "latin1" })
      .map((entry): Name => {
        if (entry.isFile()) return { key: entry.name, kind: "file" };
        if (entry.isDirectory()) return { key: `${entry.name}/`, kind: "directory" };
        return { key: entry.name, kind: entry.isSymbolicLink() ? "symlink" : "other" };
      })
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  } catch (error) {
    throw ioError(error, "read directory", toText(path === "" ? root : path));
  }
}

function isReserved(key: string): boolean {
  return key === RESERVED_NAME || key === `${RESERVED_NAME}/`;
}
