/** Generated trees: as entries for listings, and with contents for directories on a real disk. */
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { blake3 } from "../../runtime/blake3.ts";
import type { Digest } from "../../runtime/ids.ts";
import type { TreeEntry } from "../../release/listing.ts";
import { fileMtime } from "../../release/mtime.ts";

export const digestOf = (text: string): Digest => blake3(Buffer.from(text));

export const file = (path: string, text = path): TreeEntry => ({
  kind: "file",
  path,
  mode: 0o644,
  sizeBytes: Buffer.byteLength(text),
  digest: digestOf(text),
});

/** A node of a tree to be made on disk. */
export type Node =
  | { readonly kind: "file"; readonly path: string; readonly mode: 0o644 | 0o755; readonly content: Buffer }
  | { readonly kind: "symlink"; readonly path: string; readonly target: string }
  | { readonly kind: "directory"; readonly path: string };

export function toEntry(node: Node): TreeEntry {
  if (node.kind !== "file") return node;
  return { kind: "file", path: node.path, mode: node.mode, sizeBytes: node.content.length, digest: blake3(node.content) };
}

/** With the mtimes that a revision's files have. */
export function writeTree(root: string, nodes: readonly Node[]): void {
  mkdirSync(root, { recursive: true, mode: 0o755 });
  for (const node of nodes) {
    const path = join(root, node.path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    if (node.kind === "directory") mkdirSync(path, { recursive: true, mode: 0o755 });
    else if (node.kind === "symlink") symlinkSync(node.target, path);
    else {
      writeFileSync(path, node.content);
      chmodSync(path, node.mode);
      utimesSync(path, fileMtime(blake3(node.content)), fileMtime(blake3(node.content)));
    }
  }
}

/** Names that people and attackers give: prefixes of each other, spaces, quotes, Japanese, astral characters, dashes, bytes around `/`. */
const name = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "a",
      "b",
      "a-b",
      "a b",
      "a.b",
      "a0",
      "A",
      "ab",
      "-rf",
      "$(x)",
      "it's",
      'say "hi"',
      "back\\slash",
      "C:",
      "日本語",
      "é",
      "e\u0301",
      "😀",
      "\uffee",
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((text) => !/[/\u0000-\u001f\u007f-\u009f]/.test(text) && text.isWellFormed() && !/^\.+$/.test(text)),
  },
);

export const pathArbitrary: fc.Arbitrary<string> = fc
  .array(name, { minLength: 1, maxLength: 4 })
  .map((names) => names.join("/"))
  .filter((path) => !path.startsWith(".shoal"));

const content = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
);

const node = (path: string): fc.Arbitrary<Node> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("file" as const),
        path: fc.constant(path),
        mode: fc.constantFrom(0o644 as const, 0o755 as const),
        content,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("symlink" as const), path: fc.constant(path), target: targetBelow(path) }) },
    { weight: 1, arbitrary: fc.constant({ kind: "directory" as const, path }) },
  );

/** A target that stays in the tree: it climbs no further than the link lies deep. */
function targetBelow(path: string): fc.Arbitrary<string> {
  const depth = path.split("/").length - 1;
  return fc
    .tuple(fc.nat({ max: depth }), fc.array(name, { minLength: 1, maxLength: 3 }))
    .map(([up, names]) => "../".repeat(up) + names.join("/"));
}

/** Trees without conflicts, in no particular order. */
export const treeArbitrary: fc.Arbitrary<readonly Node[]> = fc
  .uniqueArray(pathArbitrary, { maxLength: 24 })
  .map((paths) => paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`))))
  .chain((paths) => fc.tuple(...paths.map(node)));
