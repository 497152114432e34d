import fc from "fast-check";
import test from "ava";
import { compareListings } from "../../release/compare.ts";
import { encodeListing, parseListing, type Listing } from "../../release/listing.ts";
import { directory, file, symlink } from "./bundles.ts";
import { toEntry, type Node } from "./trees.ts";

const listing = (nodes: readonly Node[]): Listing => parseListing(encodeListing(nodes.map(toEntry)));
const paths = (entries: readonly { readonly path: string }[]): string[] => entries.map(({ path }) => path);

test("a file is added, removed, changed (content, mode, target, kind) or moved; what stayed is in none", (t) => {
  const from = listing([
    file("same", "s"),
    file("gone", "g"),
    file("content", "1"),
    file("mode", "m"),
    symlink("link", "same"),
    file("kind", "k"),
    file("old/name", "moved"),
    directory("empty"),
  ]);
  const to = listing([
    file("same", "s"),
    file("more", "n"),
    file("content", "2"),
    file("mode", "m", 0o755),
    symlink("link", "mode"),
    symlink("kind", "same"),
    file("new/name2", "moved", 0o755),
  ]);
  const changes = compareListings(from, to);
  t.deepEqual(paths(changes.added), ["more"]);
  t.deepEqual(paths(changes.removed), ["empty", "gone"]);
  t.deepEqual(paths(changes.changed.map((change) => change.to)), ["content", "kind", "link", "mode"]);
  t.deepEqual(
    changes.moved.map((change) => [change.from.path, change.to.path]),
    [["old/name", "new/name2"]],
  );
});

test("a content that two files had, and one other has now, was moved once, from the first", (t) => {
  const changes = compareListings(listing([file("a", "x"), file("b", "x")]), listing([file("c", "x"), file("d", "y")]));
  t.deepEqual(
    changes.moved.map((change) => [change.from.path, change.to.path]),
    [["a", "c"]],
  );
  t.deepEqual([paths(changes.added), paths(changes.removed)], [["d"], ["b"]]);
});

test("in any two trees every entry is in exactly one group, as a comparison by path says", (t) => {
  const name = fc.constantFrom("a", "b", "a.b", "c/d", "c/e", "é", "z/ü/1", "🦈", "\uffee");
  const tree = fc
    .dictionary(name, fc.tuple(fc.constantFrom("", "1", "2"), fc.constantFrom<0o644 | 0o755>(0o644, 0o755)))
    .map((files) => listing(Object.entries(files).map(([path, [content, mode]]) => file(path, content, mode))));
  fc.assert(
    fc.property(tree, tree, (from, to) => {
      const { added, removed, changed, moved } = compareListings(from, to);
      const [before, after] = [new Map([...from.entries()].map(byPath)), new Map([...to.entries()].map(byPath))];
      const onlyAfter = [...after.keys()].filter((path) => !before.has(path));
      const onlyBefore = [...before.keys()].filter((path) => !after.has(path));
      const differ = [...after.keys()].filter((path) => before.has(path) && before.get(path) !== after.get(path));
      t.deepEqual([...paths(added), ...paths(moved.map((move) => move.to))].sort(), onlyAfter.sort());
      t.deepEqual([...paths(removed), ...paths(moved.map((move) => move.from))].sort(), onlyBefore.sort());
      t.deepEqual(paths(changed.map((change) => change.to)).sort(), differ.sort());
      for (const move of moved) t.is(digestOf(move.from), digestOf(move.to));
    }),
  );
});

type Entry = ReturnType<Listing["entry"]>;
const byPath = (entry: Entry): [string, string] => [entry.path, JSON.stringify(entry)];
const digestOf = (entry: Entry): string | null => (entry.kind === "file" ? entry.digest : null);
