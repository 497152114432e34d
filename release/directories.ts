/** The directories of a tree being made: mode 0755 whatever the umask, and never through a link. Several threads may make them at the same time. */
import { chmodSync, lstatSync, mkdirSync } from "node:fs";

const DIRECTORY_MODE = 0o755;

export interface Directories {
  /** A directory below the root, and its parents. */
  make(directory: string): void;
  /** Those that a path needs. In the order of a listing few are looked at twice. */
  makeParent(path: string): void;
}

/** `root` is there. */
export function createDirectories(root: string): Directories {
  let last = "";
  const make = (directory: string): void => {
    if (directory === "" || makeOne(`${root}/${directory}`)) return;
    make(parentOf(directory));
    makeOne(`${root}/${directory}`);
  };
  return {
    make,
    makeParent(path) {
      const parent = parentOf(path);
      if (parent === last) return;
      make(parent);
      last = parent;
    },
  };
}

/** False where its parent isn't there. */
function makeOne(path: string): boolean {
  try {
    mkdirSync(path, DIRECTORY_MODE);
    chmodSync(path, DIRECTORY_MODE);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return false;
    if (code === "EEXIST" && lstatSync(path).isDirectory()) return true;
    throw error;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
