import test from "ava";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openBundleFile, readEntries, type ShownEntry } from "../../release/inspect.ts";
import { packBase, packOverlay } from "../../release/pack.ts";
import { createStore, file, sameTree, unpack } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";

const MIB = 1024 * 1024;
const noise = (bytes: number, seed: string): Buffer => createHash("shake256", { outputLength: bytes }).update(seed).digest();

test("a bundle file describes itself as the packer described it, and can be unpacked by that", async (t) => {
  const work = temporaryFolder(t);
  const store = createStore(join(work, "store"));
  const nodes = [file("a", "a"), file("large", noise(20 * MIB, "large")), file("z", "")];
  const listing = store.add(nodes);
  const packed = await packBase({ listing, pathOf: store.pathOf, out: join(work, "base") });
  const bundle = await openBundleFile(join(work, "base"));
  t.deepEqual(
    { ...bundle.info, frameTable: Buffer.from(bundle.info.frameTable) },
    { ...packed, frameTable: Buffer.from(packed.frameTable) },
  );
  const entries: ShownEntry[] = [];
  for await (const entry of readEntries(bundle)) entries.push(entry);
  t.deepEqual(
    entries.map(({ path, sizeBytes }) => [path, sizeBytes]),
    [
      [".shoal/listing", listing.bytes.length],
      ["a", 1],
      ["z", 0],
      ["large", 20 * MIB],
    ],
  );
  await unpack({ bundle: bundle.info, listing, source: bundle.source, stagingDir: join(work, "1") });
  sameTree(t, join(work, "1"), nodes);
  await bundle.close();
});

test("patches are shown with codec and source", async (t) => {
  const work = temporaryFolder(t);
  const store = createStore(join(work, "store"));
  const [from, to] = [
    store.add([file("a", noise(3000, "a"))]),
    store.add([file("a", Buffer.concat([noise(3000, "a"), Buffer.from("x")]))]),
  ];
  await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out: join(work, "overlay") });
  const bundle = await openBundleFile(join(work, "overlay"));
  const entries: ShownEntry[] = [];
  for await (const entry of readEntries(bundle)) entries.push(entry);
  t.deepEqual(
    entries.map(({ path }) => path),
    [".shoal/patch/0", ".shoal/patch/1"],
  );
  for (const { patch } of entries) t.true(patch !== undefined && bundle.info.codecs.includes(patch.codec) && patch.source.length === 64);
  await bundle.close();
});

test("a cut bundle, and one with bytes before it, are refused", async (t) => {
  const work = temporaryFolder(t);
  const store = createStore(join(work, "store"));
  await packBase({ listing: store.add([file("a", "a")]), pathOf: store.pathOf, out: join(work, "base") });
  const bytes = readFileSync(join(work, "base"));
  writeFileSync(join(work, "cut"), bytes.subarray(10));
  writeFileSync(join(work, "longer"), Buffer.concat([Buffer.from("junk"), bytes]));
  for (const name of ["cut", "longer"]) await t.throwsAsync(openBundleFile(join(work, name)), { code: "E_FORMAT" });
});
