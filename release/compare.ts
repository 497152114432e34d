/**
 * What turns one tree into another, as people see it: one walk over both listings, which have one order. A file that is new by path and has the
 * content of one that is gone was moved; where several would do, the first in the listing's order. Pure.
 */
import type { Listing, TreeEntry } from "./listing.ts";

export interface TreeChanges {
  readonly added: readonly TreeEntry[];
  readonly removed: readonly TreeEntry[];
  /** Another content, mode, target or kind under the same path. */
  readonly changed: readonly { readonly from: TreeEntry; readonly to: TreeEntry }[];
  /** The same content under another path; perhaps with another mode. */
  readonly moved: readonly { readonly from: TreeEntry; readonly to: TreeEntry }[];
}

export function compareListings(from: Listing, to: Listing): TreeChanges {
  const { added, removed, changed } = compareByPath(from, to);
  const gone = new Map<string, TreeEntry[]>();
  // Last first: the first is then at the end, where it is taken from.
  for (const entry of removed.toReversed()) {
    if (entry.kind !== "file") continue;
    const alike = gone.get(entry.digest);
    if (alike === undefined) gone.set(entry.digest, [entry]);
    else alike.push(entry);
  }
  const moved: { readonly from: TreeEntry; readonly to: TreeEntry }[] = [];
  const left = added.filter((entry) => {
    const source = entry.kind === "file" ? gone.get(entry.digest)?.pop() : undefined;
    if (source !== undefined) moved.push({ from: source, to: entry });
    return source === undefined;
  });
  const sources = new Set(moved.map((move) => move.from));
  return { added: left, removed: removed.filter((entry) => !sources.has(entry)), changed, moved };
}

type ByPath = { -readonly [Kind in "added" | "removed" | "changed"]: TreeChanges[Kind][number][] };

function compareByPath(from: Listing, to: Listing): ByPath {
  const found: ByPath = { added: [], removed: [], changed: [] };
  const before = from.entries()[Symbol.iterator]();
  const after = to.entries()[Symbol.iterator]();
  let old = before.next();
  let now = after.next();
  while (old.done !== true || now.done !== true) {
    const order = old.done === true ? 1 : now.done === true ? -1 : comparePaths(old.value, now.value);
    if (order === 0 && !isSame(old.value as TreeEntry, now.value as TreeEntry)) {
      found.changed.push({ from: old.value as TreeEntry, to: now.value as TreeEntry });
    }
    if (order < 0) found.removed.push(old.value as TreeEntry);
    if (order > 0) found.added.push(now.value as TreeEntry);
    if (order <= 0) old = before.next();
    if (order >= 0) now = after.next();
  }
  return found;
}

/** The listing's order: bytes of the path as written, a directory's with its slash. A file and an empty directory of one name are two entries. */
function comparePaths(a: TreeEntry, b: TreeEntry): number {
  const [left, right] = [written(a), written(b)];
  if (left === right) return 0;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function written({ kind, path }: TreeEntry): string {
  return kind === "directory" ? `${path}/` : path;
}

function isSame(a: TreeEntry, b: TreeEntry): boolean {
  if (a.kind === "file" && b.kind === "file") return a.digest === b.digest && a.mode === b.mode;
  if (a.kind === "symlink" && b.kind === "symlink") return a.target === b.target;
  return a.kind === b.kind;
}
