/** The digests that an overlay's listing leaves out, because whoever unpacks it finds them. */
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkBlanks, countBlanks, fillBlanks, leaveBlanks } from "../../release/blanks.ts";
import { codecNamed } from "../../release/delta/codec.ts";
import { LISTING, type FrameItem } from "../../release/frames.ts";
import { encodeListing, parseListing, type Listing } from "../../release/listing.ts";
import { patchName } from "../../release/tar.ts";
import { blake3 } from "../../runtime/blake3.ts";
import type { Digest } from "../../runtime/ids.ts";
import { createStore, file, forge, releaseOf, revision, sameTree, symlink, unpack } from "./bundles.ts";
import { END, ends, entry } from "./hostile.ts";
import { packPair } from "./pairs.ts";
import { temporaryFolder } from "./temporary.ts";
import { toEntry, treeArbitrary, type Node } from "./trees.ts";

const numbered = (number: number): Digest => number.toString(16).padStart(64, "0") as Digest;

/** Numbers of the first file of each content that `wanted` wants, as the packer has them. */
function firsts(listing: Listing, wanted: (digest: Digest) => boolean): number[] {
  return Array.from({ length: listing.count }, (_, number) => number).filter((number) => {
    const found = listing.entry(number);
    return found.kind === "file" && wanted(found.digest) && listing.findDigest(found.digest) === number;
  });
}

test("what is left out of any listing and filled in again is the same listing, with no digest of it on the way", (t) => {
  fc.assert(
    fc.property(treeArbitrary, fc.integer({ min: 0, max: 15 }), (nodes, most) => {
      const listing = parseListing(encodeListing(nodes.map(toEntry)));
      const numbers = firsts(listing, (digest) => Number.parseInt(digest[0]!, 16) <= most);
      const digests = numbers.map((number) => (listing.entry(number) as { readonly digest: Digest }).digest);
      const sent = parseListing(leaveBlanks(listing, numbers));
      for (const digest of digests) if (sent.bytes.includes(digest)) return false;
      return countBlanks(sent) === numbers.length && fillBlanks(sent, digests).tree === listing.tree && sent.bytes.equals(listing.bytes);
    }),
  );
  t.pass();
});

test("a symlink that leads to a name of zeros is no blank", (t) => {
  const nodes = [symlink("a", numbered(1)), symlink("b", `${numbered(1)}0`), file("c", "content")];
  const listing = parseListing(encodeListing(nodes.map(toEntry)));
  t.is(countBlanks(listing), 0);
  const sent = parseListing(leaveBlanks(listing, [2]));
  t.is(countBlanks(sent), 1);
  t.deepEqual(sent.entry(0), listing.entry(0));
  t.is(fillBlanks(sent, [blake3(Buffer.from("content"))]).tree, listing.tree);
});

test("blanks that are not numbered in their order, or are not brought, are refused", (t) => {
  const listingWith = (...numbers: readonly number[]): Listing =>
    parseListing(
      encodeListing(
        numbers.map((number, i) => ({ kind: "file", path: `f${i}`, mode: 0o644, sizeBytes: 1, digest: numbered(number) }) as const),
      ),
    );
  t.is(countBlanks(listingWith(1, 1, 2, 1, 3)), 3);
  for (const wrong of [[0], [2], [1, 3], [2, 1], [1, 2 ** 32 - 1]]) {
    t.throws(() => countBlanks(listingWith(...wrong)), { code: "E_FORMAT" }, wrong.join());
  }
  const listing = listingWith(1, 2, 1);
  t.notThrows(() => checkBlanks(listing, 2, Uint8Array.of(1, 1, 0)));
  t.throws(() => checkBlanks(listing, 2, Uint8Array.of(1, 0, 0)), { code: "E_FORMAT", message: /content 2/ });
});

const OLD = [file("kept", "kept content"), file("moved", "moved content")];
const NEW = [
  file("a", "content of a"),
  file("b/copy", "content of a"),
  file("b/tool", "content of a", 0o755),
  file("c", "content of c"),
  file("kept", "kept content"),
  file("elsewhere", "moved content"),
];

test("contents under several names and modes are made of one blank", async (t) => {
  const work = temporaryFolder(t);
  const { from, to, base, overlay } = await packPair(work, OLD, NEW);
  await base.unpackTo(join(work, "1"));
  const { listing } = await overlay.unpackTo(join(work, "2"), { sources: [revision(join(work, "1"), from)] });
  t.is(listing.tree, to.tree);
  t.is(listing.findDigest(blake3(Buffer.from("content of c"))), listing.findPath("c"));
  sameTree(t, join(work, "2"), NEW);
});

interface Attack {
  /** What the bundle brings as content of a, of b/copy where it brings that, too, and of c. */
  readonly contents: readonly (readonly [path: string, content: string])[];
  /** The listing as it travels. */
  readonly sent?: (listing: Listing) => Buffer;
  readonly kind?: "base" | "overlay";
}

/** An overlay from OLD to NEW that whoever holds the coordinator has made. */
async function attack(t: ExecutionContext, { contents, sent, kind = "overlay" }: Attack): Promise<string | null> {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const [from, listing] = [store.add(OLD), store.add(NEW)];
  for (const node of OLD) put(join(folder, "base", node.path), node);
  const bytes =
    sent?.(listing) ??
    leaveBlanks(
      listing,
      ["a", "c"].map((path) => listing.findPath(path)),
    );
  const codec = codecNamed("zstd-dictionary");
  const patch = Buffer.from(await codec.encode(kind === "base" ? Buffer.alloc(0) : from.bytes, bytes, 3));
  const records = { codec: codec.name, source: blake3(from.bytes) };
  const whole = { entry: LISTING, part: null };
  const first: FrameItem =
    kind === "base"
      ? { kind: "slice", entry: LISTING, offset: 0, length: bytes.length }
      : { kind: "patch", sizeBytes: patch.length, targets: [whole], sources: [whole], reach: null };
  const parts = [
    kind === "base"
      ? await entry({ path: ".shoal/listing", mode: 0o644, sizeBytes: bytes.length }, bytes)
      : await entry({ path: patchName(0), mode: 0o644, sizeBytes: patch.length, patch: records }, patch),
  ];
  for (const [path, content] of contents) {
    parts.push(await entry({ path, mode: 0o644, sizeBytes: content.length }, Buffer.from(content)));
  }
  const items: FrameItem[] = contents.map(([path]) => ({ kind: "files", first: listing.findPath(path), count: 1 }));
  const forged = forge(listing, [{ raw: Buffer.concat([...parts, END]), items: [first, ...items, ends] }], {
    kind,
    fromTree: kind === "base" ? null : from.tree,
    codecs: kind === "base" ? [] : [codec.name],
  });
  const sources = [revision(join(folder, "base"), from)];
  const stagingDir = join(folder, "staging");
  const error = await unpack({ ...forged, listing, stagingDir, sources }).then(
    () => null,
    (thrown: unknown) => thrown as { readonly code: string },
  );
  for (const node of OLD) t.is(readFileSync(join(folder, "base", node.path), "utf8"), (node as { content: Buffer }).content.toString());
  if (error === null) sameTree(t, stagingDir, NEW);
  return error?.code ?? null;
}

function put(path: string, node: Node): void {
  mkdirSync(dirname(path), { recursive: true });
  if (node.kind === "file") writeFileSync(path, node.content, { mode: node.mode });
}

const RIGHT = [
  ["a", "content of a"],
  ["c", "content of c"],
] as const;

test("the forger's own overlay is taken where it is right, with blanks and without", async (t) => {
  t.is(await attack(t, { contents: RIGHT }), null);
  t.is(await attack(t, { contents: RIGHT, sent: (listing) => listing.bytes }), null);
});

test("other contents than those that were signed are refused, for all that the listing doesn't tell", async (t) => {
  t.is(await attack(t, { contents: [["a", "content of x"], RIGHT[1]] }), "E_DIGEST");
  t.is(
    await attack(t, {
      contents: [
        ["a", "content of c"],
        ["c", "content of a"],
      ],
    }),
    "E_DIGEST",
  );
});

test("two contents for one blank are refused", async (t) => {
  t.is(await attack(t, { contents: [RIGHT[0], ["b/copy", "content of x"], RIGHT[1]] }), "E_DIGEST");
});

test("a blank that the bundle doesn't bring is refused, also where the host has a file of that size", async (t) => {
  t.is(await attack(t, { contents: [RIGHT[0]] }), "E_FORMAT");
  const kept = (listing: Listing): Buffer =>
    leaveBlanks(
      listing,
      ["a", "c", "kept"].map((path) => listing.findPath(path)),
    );
  t.is(await attack(t, { contents: RIGHT, sent: kept }), "E_FORMAT");
});

test("a listing with blanks is held to the signed figures before it is followed", async (t) => {
  const grown = (listing: Listing): Buffer =>
    Buffer.from(
      leaveBlanks(
        listing,
        ["a", "c"].map((path) => listing.findPath(path)),
      )
        .toString()
        .replace("a\tfile\t0644\t12", "a\tfile\t0644\t99"),
    );
  t.is(await attack(t, { contents: RIGHT, sent: grown }), "E_FORMAT");
  const renamed = (listing: Listing): Buffer =>
    Buffer.from(
      leaveBlanks(
        listing,
        ["a", "c"].map((path) => listing.findPath(path)),
      )
        .toString()
        .replace("kept\t", "../x\t"),
    );
  t.is(await attack(t, { contents: RIGHT, sent: renamed }), "E_PATH");
});

test("a base tells all digests", async (t) => {
  t.is(await attack(t, { kind: "base", contents: RIGHT }), "E_DIGEST");
});

test("a killed unpacking of blanks goes on, and what was changed meanwhile is made again", async (t) => {
  const work = temporaryFolder(t);
  const { from, to, base, overlay } = await packPair(work, OLD, NEW);
  await base.unpackTo(join(work, "1"));
  const sources = [revision(join(work, "1"), from)];
  await overlay.unpackTo(join(work, "2"), { sources, linkMode: "copy" });
  writeFileSync(join(work, "2/c"), "content of x");
  const { listing, keptFiles } = await overlay.unpackTo(join(work, "2"), { sources, linkMode: "copy", resume: true });
  t.is(listing.tree, to.tree);
  t.is(keptFiles, NEW.length - 1);
  t.deepEqual(releaseOf(listing), releaseOf(to));
  sameTree(t, join(work, "2"), NEW);
});
