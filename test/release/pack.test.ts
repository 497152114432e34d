import test from "ava";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blake3 } from "../../runtime/blake3.ts";
import { decodeFrameTable, framesBytes } from "../../release/frames.ts";
import { packBase, packOverlay } from "../../release/pack.ts";
import { readTrailer, TRAILER_EXTRA_BYTES } from "../../release/trailer.ts";
import type { Listing } from "../../release/listing.ts";
import { createStore, directory, file, fileSource, memorySource, symlink } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";
import type { Node } from "./trees.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const noise = (bytes: number, seed: string): Buffer => createHash("shake256", { outputLength: bytes }).update(seed).digest();
/** Text that compresses, of about that length. */
const text = (bytes: number, seed: string): Buffer =>
  Buffer.from(
    Array.from(
      { length: Math.ceil(bytes / 40) },
      (_, i) =>
        createHash("md5")
          .update(`${seed}${i % 5000}`)
          .digest("hex") + `: ${i}\n`,
    ).join(""),
  ).subarray(0, bytes);

/** Above the 8 MiB of a window, and of a frame. */
const LARGE = noise(9 * MIB, "large");

const v1 = [
  file("bin/tool", "#!/bin/sh\n", 0o755),
  file('日本語/it\'s "quoted" and spaced.txt', "こんにちは"),
  file("empty", ""),
  file("copy/empty", ""),
  file("app.a1b2c3.js", text(300 * KIB, "app")),
  file("large.bin", LARGE),
  file("image.png", noise(100 * KIB, "image")),
  directory("var/cache"),
  symlink("current", "bin/tool"),
];

const v2 = [
  file("bin/tool", "#!/bin/sh\n", 0o755),
  file('日本語/it\'s "quoted" and spaced.txt', "こんばんは"),
  file("empty", ""),
  file("renamed.png", noise(100 * KIB, "image")),
  file("app.ffff99.js", Buffer.concat([text(150 * KIB, "app"), Buffer.from("/* new */"), text(300 * KIB, "app").subarray(150 * KIB)])),
  file("large.bin", Buffer.concat([Buffer.from("inserted"), LARGE])),
  file("brand/new.txt", text(5000, "new")),
  symlink("current", "bin/tool"),
];

test("a base holds each content once, listing first, and stock tar lists it", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const out = join(folder, "base");
  const info = await packBase({ listing: store.add(v1), pathOf: store.pathOf, out });
  t.deepEqual(listed(out), [
    ".shoal/listing",
    // Those that compress by extension and name, then those that don't.
    "copy/empty",
    "bin/tool",
    "app.a1b2c3.js",
    '日本語/it\'s "quoted" and spaced.txt',
    "large.bin",
    "image.png",
  ]);
  t.is(info.kind, "base");
  t.is(info.fromTree, null);
  t.deepEqual(info.codecs, []);
});

test("an overlay holds patches, which make what is new too, and nothing that the base has anywhere", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const out = join(folder, "overlay");
  const [from, to] = [store.add(v1), store.add(v2)];
  const info = await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out });
  const names = listed(out);
  t.deepEqual(
    names.filter((name) => !name.startsWith(".shoal/patch/")),
    [],
  );
  t.true(info.sizeBytes < 10 * KIB, `${info.sizeBytes} bytes for ${text(5000, "new").length} new bytes`);
  t.is(info.fromTree, from.tree);
  t.is(info.toTree, to.tree);
  t.true(info.codecs.length > 0);
});

test("what is described is what is in the file: size, digest, table at its end, frames without gaps", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const out = join(folder, "base");
  const listing = store.add(v1);
  const info = await packBase({ listing, pathOf: store.pathOf, out });
  const bytes = readFileSync(out);
  t.is(info.sizeBytes, bytes.length);
  t.is(info.digest, blake3(bytes));
  t.deepEqual(Buffer.from(await readTrailer(memorySource(bytes))), Buffer.from(info.frameTable));
  const table = decodeFrameTable(info.frameTable);
  t.is(framesBytes(table) + info.frameTable.length + TRAILER_EXTRA_BYTES, bytes.length);
  t.is(table.toTree, listing.tree);
  for (const frame of table.frames) {
    t.is(blake3(bytes.subarray(frame.offset, frame.offset + frame.compressedBytes)), frame.digest);
    t.true(frame.rawBytes <= 8 * MIB + 1024 * KIB);
  }
});

test("the same input gives the same bytes, from other paths and a second time; more effort never gives more", async (t) => {
  const folder = temporaryFolder(t);
  const pack = async (name: string, effort: "fast" | "small", trees: readonly (readonly Node[])[]): Promise<Buffer[]> => {
    const store = createStore(join(folder, name, "deep/er"));
    const [from, to] = trees.map((nodes) => store.add(nodes)) as [Listing, Listing];
    const [base, overlay] = [join(folder, name, "base"), join(folder, name, "overlay")];
    await packBase({ listing: from, pathOf: store.pathOf, out: base, effort });
    await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out: overlay, effort });
    return [readFileSync(base), readFileSync(overlay)];
  };
  const [first, second] = [await pack("one", "fast", [v1, v2]), await pack("other/place", "fast", [v1, v2])];
  t.deepEqual(second.map(blake3), first.map(blake3));
  const light = [v1, v2].map((nodes) => nodes.filter(({ path }) => path !== "large.bin"));
  const [fast, small] = [await pack("light", "fast", light), await pack("light small", "small", light)];
  t.true(small[0]!.length < fast[0]!.length);
  t.true(small[1]!.length <= fast[1]!.length);
});

test("of new content that hardly compresses an overlay saves what a quick try does; what is noise goes whole", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const dense = (bytes: number, seed: string): Buffer => noise(bytes, seed).map((byte) => byte % 235) as Buffer;
  const animations = [file("a.gif", dense(100 * KIB, "a")), file("b.gif", dense(200 * KIB, "b")), file("large.gif", dense(9 * MIB, "l"))];
  const [from, to] = [store.add(v1), store.add([...v1, ...animations, file("c.zip", noise(100 * KIB, "c"))])];
  const out = join(folder, "overlay");
  const info = await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out });
  t.deepEqual(
    listed(out).filter((name) => !name.startsWith(".shoal/patch/")),
    ["c.zip"],
  );
  t.true(info.codecs.includes("brotli"));
  t.true(info.sizeBytes < (9 * MIB + 300 * KIB) * 0.985 + 101 * KIB);
});

test("content that doesn't compress stands in frames of its own, at the end", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const listing = store.add([
    file("a.zip", noise(200 * KIB, "a")),
    file("b.txt", text(200 * KIB, "b")),
    file("c.zip", noise(200 * KIB, "c")),
  ]);
  const info = await packBase({ listing, pathOf: store.pathOf, out: join(folder, "base") });
  const { frames } = decodeFrameTable(info.frameTable);
  t.deepEqual(
    frames.map(({ items }) => items.flatMap((item) => (item.kind === "files" ? [item.first] : []))),
    [[1], [0, 2]],
  );
  t.true(frames[0]!.compressedBytes < frames[0]!.rawBytes * 0.7);
});

test("a content of another size or other bytes than its digest is E_DIGEST, and no bundle is left", async (t) => {
  const folder = temporaryFolder(t);
  const out = join(folder, "base");
  for (const [name, spoil] of [
    ["same size", (bytes: Buffer) => bytes.fill(1, 0, 1)],
    ["shorter", (bytes: Buffer) => bytes.subarray(1)],
    ["longer", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("x")])],
  ] as const) {
    for (const size of [100, 12 * MIB]) {
      const store = createStore(join(folder, `${name} ${size}`));
      const content = noise(size, "content");
      const listing = store.add([file("a", content)]);
      writeFileSync(store.pathOf(blake3(content)), spoil(Buffer.from(content)));
      await t.throwsAsync(packBase({ listing, pathOf: store.pathOf, out }), { code: "E_DIGEST" }, `${name}, ${size} bytes`);
      t.false(existsSync(out));
    }
  }
});

test("packing that is cancelled leaves nothing", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const listing = store.add(v1);
  const out = join(folder, "base");
  await t.throwsAsync(packBase({ listing, pathOf: store.pathOf, out, signal: AbortSignal.abort(new Error("enough")) }), {
    message: "enough",
  });
  t.false(existsSync(out));
});

test("an empty tree, and an overlay between equal trees, are bundles like any other", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const empty = store.add([]);
  await packBase({ listing: empty, pathOf: store.pathOf, out: join(folder, "base") });
  t.deepEqual(listed(join(folder, "base")), [".shoal/listing"]);
  const same = store.add(v1);
  const info = await packOverlay({ from: same, fromPathOf: store.pathOf, to: same, toPathOf: store.pathOf, out: join(folder, "overlay") });
  t.deepEqual(listed(join(folder, "overlay")), [".shoal/patch/0"]);
  t.true(info.sizeBytes < 600, `${info.sizeBytes} bytes`);
});

test("a bundle's table is not found in what is no bundle, is cut, or says too much", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const out = join(folder, "base");
  await packBase({ listing: store.add(v1.slice(0, 4)), pathOf: store.pathOf, out });
  const bytes = readFileSync(out);
  await t.throwsAsync(readTrailer(memorySource(Buffer.alloc(3))), { code: "E_TRUNC" });
  await t.throwsAsync(readTrailer(memorySource(Buffer.alloc(1000))), { code: "E_FORMAT" });
  for (let cut = 1; cut < 100; cut++) await t.throwsAsync(readTrailer(memorySource(bytes.subarray(0, -cut))), { code: "E_FORMAT" });
  const lying = (length: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy.writeUInt32LE(length, copy.length - 8);
    return copy;
  };
  await t.throwsAsync(readTrailer(memorySource(lying(2 ** 31))), { code: "E_LIMIT" });
  await t.throwsAsync(readTrailer(memorySource(lying(1_000_000))), { code: "E_TRUNC" });
  await t.throwsAsync(readTrailer(memorySource(lying(10))), { code: "E_FORMAT" });
});

test("stock zstd tests a bundle, and passes over its table", async (t) => {
  if (spawnSync("zstd", ["-V"]).error !== undefined) return t.pass("skipped: no zstd on this machine");
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const out = join(folder, "base.tar.zst");
  await packBase({ listing: store.add(v1), pathOf: store.pathOf, out });
  t.is(spawnSync("zstd", ["-q", "-t", out]).status, 0);
  const source = fileSource(out);
  t.true((await readTrailer(source)).length > 100);
  source.close();
});

function listed(path: string): string[] {
  const output = execFileSync("tar", ["--zstd", "--quoting-style=literal", "-tf", path], {
    stdio: ["ignore", "pipe", "ignore"],
  }).toString();
  return output.split("\n").filter((name) => name !== "");
}
