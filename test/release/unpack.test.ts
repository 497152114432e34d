import test, { type ExecutionContext } from "ava";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  type BigIntStats,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { blake3 } from "../../runtime/blake3.ts";
import type { ByteSource } from "../../release/bundle.ts";

import { encodeListing, parseListing, type Listing } from "../../release/listing.ts";
import { fileMtime } from "../../release/mtime.ts";
import { packBase } from "../../release/pack.ts";
import { readStats, type RecordedStats } from "../../release/stats.ts";
import type { LinkMode } from "../../release/unpack.ts";
import { recordStats } from "../../release/verify.ts";
import { createStore, file, fileSource, revision, sameTree, symlink, unpack } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";
import { treeArbitrary, type Node } from "./trees.ts";

import { flip, MIB, noise, packPair, v1, v2, type Pair } from "./pairs.ts";

/** A second version of a tree: some nodes dropped, changed, moved, copied, with another mode; and some new. */
const versions: fc.Arbitrary<readonly [readonly Node[], readonly Node[]]> = treeArbitrary.chain((first) =>
  fc.tuple(fc.array(fc.nat(5), { minLength: first.length, maxLength: first.length }), treeArbitrary).map(([fates, fresh]) => {
    const kept = first.flatMap((node, i) => changeNode(node, fates[i]!));
    const second = new Map([...fresh, ...kept].map((node) => [node.path, node]));
    const paths = [...second.keys()];
    const clean = [...second.values()].filter(({ path }) => !paths.some((other) => other !== path && other.startsWith(`${path}/`)));
    return [first, clean] as const;
  }),
);

function changeNode(node: Node, fate: number): readonly Node[] {
  if (fate === 0) return [];
  if (node.kind !== "file") return [node];
  if (fate === 1) return [{ ...node, content: Buffer.concat([node.content, Buffer.from("changed")]) }];
  if (fate === 2) return [{ ...node, path: `moved/${node.path}` }];
  if (fate === 3) return [{ ...node, mode: node.mode === 0o644 ? 0o755 : 0o644 }];
  if (fate === 4) return [node, { ...node, path: `copy/${node.path}` }];
  return [node];
}

test("any tree comes back through a base, and its next version through an overlay, to the bit", async (t) => {
  const folder = temporaryFolder(t);
  await fc.assert(
    fc.asyncProperty(versions, fc.constantFrom<LinkMode>("hardlink", "reflink", "copy"), async ([first, second], linkMode) => {
      const work = mkdtempSync(join(folder, "run-"));
      const { from, to, base, overlay } = await packPair(work, first, second);
      await base.unpackTo(join(work, "1"), { linkMode });
      sameTree(t, join(work, "1"), first);
      const result = await overlay.unpackTo(join(work, "2"), { linkMode, sources: [revision(join(work, "1"), from)] });
      sameTree(t, join(work, "2"), second);
      sameTree(t, join(work, "1"), first);
      t.is(result.listing.tree, to.tree);
      for (const [name, listing] of [
        ["1", from],
        ["2", to],
      ] as const)
        await recordStats({ dir: join(work, name), listing });
      rmSync(work, { recursive: true });
    }),
    { numRuns: 60 },
  );
});

let sample: Promise<Pair> | null = null;
const sampleFolder = mkdtempSync(join(tmpdir(), "shoal-release-"));
test.after.always(() => rmSync(sampleFolder, { recursive: true }));

/** v1 and v2, packed once for all tests. */
function samplePair(): Promise<Pair> {
  return (sample ??= packPair(sampleFolder, v1, v2));
}

test("files have the modes of the listing and the mtimes of their content, whatever the umask", async (t) => {
  const work = temporaryFolder(t);
  const { from: listing } = await samplePair();
  // In a process of its own: a umask is a process's, and tests are threads.
  const script = `import { unpack, fileSource } from ${JSON.stringify(new URL("./bundles.ts", import.meta.url).href)};
    import { parseListing } from ${JSON.stringify(new URL("../../release/listing.ts", import.meta.url).href)};
    const [bundle, listing, path, stagingDir] = JSON.parse(process.argv[1]);
    await unpack({ bundle: { ...bundle, frameTable: Buffer.from(bundle.frameTable, "hex") }, listing: parseListing(Buffer.from(listing)), source: fileSource(path), stagingDir });`;
  const { bundle, path } = (await samplePair()).base;
  const input = [
    { ...bundle, frameTable: Buffer.from(bundle.frameTable).toString("hex") },
    listing.bytes.toString(),
    path,
    join(work, "1"),
  ];
  execFileSync("sh", ["-c", 'umask 077; exec "$0" "$@"', process.execPath, "--input-type=module", "-e", script, JSON.stringify(input)]);
  for (const entry of listing.entries()) {
    if (entry.kind !== "file") continue;
    const stat = statSync(join(work, "1", entry.path));
    t.is(stat.mode & 0o7777, entry.mode, entry.path);
    t.is(stat.mtimeMs, fileMtime(entry.digest) * 1000, entry.path);
  }
  for (const path of ["", "bin", "日本語", "var", "var/cache"]) t.is(statSync(join(work, "1", path)).mode & 0o7777, 0o755, path);
});

test("what didn't change is the same inode; another mode is another inode; a content that comes once is linked to its twin", async (t) => {
  const work = temporaryFolder(t);
  const { from, base, overlay } = await samplePair();
  await base.unpackTo(join(work, "1"));
  const result = await overlay.unpackTo(join(work, "2"), { sources: [revision(join(work, "1"), from)] });
  const inode = (path: string): number => lstatSync(join(work, path)).ino;
  t.is(inode("2/bin/tool"), inode("1/bin/tool"));
  t.is(inode("2/small.txt"), inode("1/small.txt"));
  t.not(inode("2/bin/tool.txt"), inode("1/bin/tool"));
  t.is(inode("2/moved/large.bin"), inode("2/twin/large.bin"));
  t.is(lstatSync(join(work, "1/bin/tool")).mode & 0o7777, 0o755);
  t.deepEqual(result.links, { linked: 3, cloned: 0, copied: 1 });
  t.is(result.sentFiles, 2);
});

test("with link mode copy no inode is shared, not even within the tree", async (t) => {
  const work = temporaryFolder(t);
  const { from, base, overlay } = await samplePair();
  await base.unpackTo(join(work, "1"));
  await overlay.unpackTo(join(work, "2"), { sources: [revision(join(work, "1"), from)], linkMode: "copy" });
  for (const path of ["bin/tool", "small.txt", "moved/large.bin"]) t.is(statSync(join(work, "2", path)).nlink, 1, path);
});

test("a source on another file system is copied", async (t) => {
  const shm = "/dev/shm";
  const work = temporaryFolder(t);
  if (!existsSync(shm) || statSync(shm).dev === statSync(work).dev) return t.pass("skipped: no second file system at /dev/shm");
  const other = mkdtempSync(join(shm, "shoal-"));
  t.teardown(() => rmSync(other, { recursive: true }));
  const { from, base, overlay } = await samplePair();
  await base.unpackTo(join(other, "1"));
  const { links } = await overlay.unpackTo(join(work, "2"), { sources: [revision(join(other, "1"), from)] });
  t.deepEqual(links, { linked: 1, cloned: 0, copied: 3 });
  sameTree(t, join(work, "2"), v2);
});

test("a file that has as many links as the file system allows is copied", async (t) => {
  const work = temporaryFolder(t);
  const tree = [file("a", "content")];
  const { from, base, overlay } = await packPair(work, tree, [file("b", "content")]);
  await base.unpackTo(join(work, "1"));
  mkdirSync(join(work, "links"));
  try {
    for (let i = 0; i < 70_000; i++) linkSync(join(work, "1/a"), join(work, "links", String(i)));
    return t.pass("skipped: this file system allows more than 70,000 links");
  } catch (error) {
    t.is((error as NodeJS.ErrnoException).code, "EMLINK");
  }
  const { links } = await overlay.unpackTo(join(work, "2"), { sources: [revision(join(work, "1"), from)] });
  t.deepEqual(links, { linked: 0, cloned: 0, copied: 1 });
});

test("frames are unpacked in whatever order their bytes arrive", async (t) => {
  const work = temporaryFolder(t);
  const tree = Array.from({ length: 5 }, (_, i) => file(`f${i}`, noise(7 * MIB, `f${i}`)));
  const { base } = await packPair(work, tree, []);
  const order: number[] = [];
  const inner = base.source();
  const waiting: { offset: number; arrive(): void }[] = [];
  const source: ByteSource = {
    ...inner,
    read(offset, length) {
      order.push(offset);
      return inner.read(offset, length);
    },
    ready: (offset) =>
      new Promise((resolve) => {
        waiting.push({ offset, arrive: resolve });
        if (waiting.length === base.frames - 1) setImmediate(() => waiting.toReversed().forEach((one) => one.arrive()));
      }),
  };
  await base.unpackTo(join(work, "1"), { source });
  sameTree(t, join(work, "1"), tree);
  const frames = order.slice(1);
  t.deepEqual(
    frames,
    frames.toSorted((a, b) => b - a),
    "last frame first",
  );
});

test("no more frames are held at once than the bound says, and none is read before it has arrived", async (t) => {
  const work = temporaryFolder(t);
  const { base } = await packPair(work, [file("f", noise(40 * MIB, "f"))], []);
  const inner = base.source();
  let open = 0;
  let most = 0;
  const source: ByteSource = {
    sizeBytes: inner.sizeBytes,
    async read(offset, length) {
      most = Math.max(most, ++open);
      const bytes = await inner.read(offset, length);
      await new Promise(setImmediate);
      open--;
      return bytes;
    },
  };
  await base.unpackTo(join(work, "1"), { source });
  t.is(most, 2);
});

test("progress rises to the size of the tree", async (t) => {
  const work = temporaryFolder(t);
  const { from, base, overlay } = await samplePair();
  await base.unpackTo(join(work, "1"));
  const seen: number[] = [];
  const { listing } = await overlay.unpackTo(join(work, "2"), {
    sources: [revision(join(work, "1"), from)],
    onProgress: ({ doneBytes, totalBytes }) => void (seen.push(doneBytes), t.is(totalBytes, overlay.listing.sizeBytes)),
  });
  t.is(seen.at(-1), listing.sizeBytes);
  t.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
});

test("an overlay without its base on the host is E_BASE", async (t) => {
  const work = temporaryFolder(t);
  const { overlay } = await samplePair();
  await t.throwsAsync(overlay.unpackTo(join(work, "2")), { code: "E_BASE", message: /this host has none/ });
  t.false(existsSync(join(work, "2")), "nothing is made before it is known to work");
});

const damage = test.macro(async (t: ExecutionContext, harm: (path: string) => void, path: string, message: RegExp) => {
  const work = temporaryFolder(t);
  const { from, base, overlay } = await samplePair();
  await base.unpackTo(join(work, "1"));
  harm(join(work, "1", path));
  await t.throwsAsync(overlay.unpackTo(join(work, "2"), { sources: [revision(join(work, "1"), from)] }), { code: "E_BASE", message });
});

test(
  "V04 a patch's source that was changed is E_BASE before anything is decoded, and named",
  damage,
  flip,
  "large.bin",
  /"large\.bin" of the base revision is damaged/,
);
test("a patch's source that is gone is E_BASE", damage, (path: string) => rmSync(path), "large.bin", /can't be read.*large\.bin/);
test(
  "a patch's source that is a link is E_BASE",
  damage,
  (path: string) => (rmSync(path), symlinkSync("/etc/passwd", path)),
  "large.bin",
  /can't be read/,
);
test(
  "a file to be linked that was changed is E_BASE and named, though size and mtime are right",
  damage,
  flip,
  "small.txt",
  /"small\.txt".* it is damaged/,
);
test("a file to be linked that is gone is E_BASE", damage, (path: string) => rmSync(path), "small.txt", /"small\.txt"/);

test("a damaged file is taken from another revision that has it", async (t) => {
  const work = temporaryFolder(t);
  const { from, base, overlay } = await samplePair();
  for (const name of ["1", "other"]) await base.unpackTo(join(work, name));
  flip(join(work, "1/small.txt"));
  await overlay.unpackTo(join(work, "2"), { sources: [revision(join(work, "1"), from), revision(join(work, "other"), from)] });
  sameTree(t, join(work, "2"), v2);
});

test("a file whose recorded stat holds is linked unread; one whose mtime isn't its content's is copied", async (t) => {
  const work = temporaryFolder(t);
  const { from, base, overlay } = await samplePair();
  await base.unpackTo(join(work, "1"));
  const asked: number[] = [];
  const recorded = await recordStatsOf(join(work, "1"), from);
  const stats = { ...recorded, matches: (index: number, stat: BigIntStats) => (asked.push(index), recorded.matches(index, stat)) };
  const first = await overlay.unpackTo(join(work, "2"), { sources: [{ dir: join(work, "1"), listing: from, stats }] });
  // Those that stand alike in both listings are held against the record on their own (link-batch.ts).
  t.deepEqual(asked, [from.findPath("bin/tool")]);
  t.is(first.links.linked, 3);
  utimesSync(join(work, "1/small.txt"), 1, 1);
  const second = await overlay.unpackTo(join(work, "3"), { sources: [revision(join(work, "1"), from)] });
  t.is(second.links.copied, 2);
  sameTree(t, join(work, "3"), v2);
});

test("unpacking that is cancelled stops with the reason, and works no more", async (t) => {
  const work = temporaryFolder(t);
  const { base } = await packPair(work, [file("f", noise(40 * MIB, "f"))], []);
  const stop = new AbortController();
  const inner = base.source();
  let reads = 0;
  const source: ByteSource = {
    sizeBytes: inner.sizeBytes,
    async read(offset, length) {
      if (++reads === 3) stop.abort(new Error("cancelled by test"));
      return inner.read(offset, length);
    },
  };
  await t.throwsAsync(base.unpackTo(join(work, "1"), { source, signal: stop.signal }), { message: "cancelled by test" });
  const after = reads;
  await new Promise(setImmediate);
  t.is(reads, after);
});

test("a source that fails ends the unpacking with its error", async (t) => {
  const work = temporaryFolder(t);
  const { base } = await samplePair();
  const failing = { sizeBytes: base.source().sizeBytes, read: () => Promise.reject(new Error("peer gone")) };
  await t.throwsAsync(base.unpackTo(join(work, "1"), { source: failing }), { message: "peer gone" });
});

test("a staging directory with something in it is refused, and left as it is", async (t) => {
  const work = temporaryFolder(t);
  const { base } = await samplePair();
  mkdirSync(join(work, "1"));
  writeFileSync(join(work, "1/somebody's"), "");
  await t.throwsAsync(base.unpackTo(join(work, "1")), { code: "E_EXISTS" });
  t.deepEqual(readdirSync(join(work, "1")), ["somebody's"]);
});

test("an absolute link is unpacked only where its directory is allowed", async (t) => {
  const work = temporaryFolder(t);
  const store = createStore(join(work, "store"));
  const options = { allowedSymlinkPrefixes: ["/etc/app"] };
  const listing = parseListing(encodeListing([{ kind: "symlink", path: "conf", target: "/etc/app/x" }], options), options);
  const bundle = await packBase({ listing, pathOf: store.pathOf, out: join(work, "base") });
  const source = fileSource(join(work, "base"));
  t.teardown(() => source.close());
  await t.throwsAsync(unpack({ bundle, listing, source, stagingDir: join(work, "1") }), { code: "E_PATH" });
  t.false(existsSync(join(work, "1")));
  await unpack({ bundle, listing, source, stagingDir: join(work, "2"), ...options });
  sameTree(t, join(work, "2"), [symlink("conf", "/etc/app/x")]);
});

test("20,000 files go through a base, and an overlay that changes 13 of them", async (t) => {
  const work = temporaryFolder(t);
  const tree = (version: number): Node[] =>
    Array.from({ length: 20_000 }, (_, i) =>
      file(`d${i % 200}/e${i % 7}/file ${i}.txt`, `file ${i}, version ${i % 1601 === 0 ? version : 0}\n`),
    );
  const { from, base, overlay } = await packPair(work, tree(1), tree(2));
  const first = await base.unpackTo(join(work, "1"));
  t.is(first.sentFiles, 20_000);
  const second = await overlay.unpackTo(join(work, "2"), { sources: [revision(join(work, "1"), from)] });
  t.deepEqual([second.sentFiles, second.links.linked], [13, 19_987]);
  await recordStats({ dir: join(work, "2"), listing: second.listing });
  t.true(overlay.sizeBytes < 3000, `overlay of ${overlay.sizeBytes} bytes`);
  t.is(tree(2).length, second.listing.count);
});

test("T15: a tree whose longest path doesn't fit below the host's root is refused before anything is made", async (t) => {
  const work = temporaryFolder(t);
  const { base } = await packPair(work, [file(`${"long-name/".repeat(60)}file`, "x")], []);
  const deep = join(work, ...Array.from({ length: 18 }, () => "y".repeat(200)));
  await t.throwsAsync(base.unpackTo(deep), { code: "E_PATH", message: /longest path would have \d+ bytes/ });
  t.false(existsSync(join(work, "y".repeat(200))));
});

async function recordStatsOf(dir: string, listing: Listing): Promise<RecordedStats> {
  const bytes = await recordStats({ dir, listing });
  mkdirSync(join(dir, ".shoal"));
  writeFileSync(join(dir, ".shoal/stats"), bytes);
  return (await readStats(dir, listing, blake3(bytes)))!;
}
