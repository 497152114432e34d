/** What new files have in common with each other: found by the packer, copied by the agent from what it has just made. */
import test from "ava";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { findRepeatsIn, type Piece } from "../../release/delta/repeats.ts";
import { viewOf } from "../../release/delta/view.ts";
import { decodeFrameTable } from "../../release/frames.ts";
import { packOverlay } from "../../release/pack.ts";
import { createStore, file, memorySource, revision, unpack } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";

const MIB = 1024 * 1024;
/** Compresses to half, and has nothing in common with that of another seed. */
const hex = (bytes: number, seed: string): Buffer =>
  Buffer.from(
    createHash("shake256", { outputLength: bytes / 2 })
      .update(seed)
      .digest("hex"),
  );

const blocks = ["a", "b", "c", "d"].map((seed) => hex(2000, seed));
const contents = fc.array(
  fc.array(
    fc.oneof(
      fc.nat(blocks.length - 1).map((i) => blocks[i]!),
      fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 6 },
  ),
  { minLength: 1, maxLength: 6 },
);

test("a repeat is of the same bytes, in an earlier content, within one piece here and there, after the one before", (t) => {
  fc.assert(
    fc.property(contents, (lists) => {
      const all = Buffer.concat(lists.flat());
      const pieces: Piece[] = [];
      let start = 0;
      lists.forEach((list, content) => {
        for (const piece of list) {
          if (piece.length > 0) pieces.push({ start, content });
          start += piece.length;
        }
      });
      const ends = pieces.map((_, i) => pieces[i + 1]?.start ?? all.length);
      let end = 0;
      for (const { at, from, length } of findRepeatsIn(viewOf(all), pieces, 1000)) {
        t.true(at >= end && all.subarray(at, at + length).equals(all.subarray(from, from + length)));
        const here = pieces.findIndex((piece, i) => piece.start <= at && at + length <= ends[i]!);
        const there = pieces.findIndex((piece, i) => piece.start <= from && from + length <= ends[i]!);
        t.true(here !== -1 && there !== -1 && pieces[there]!.content < pieces[here]!.content);
        end = at + length;
      }
    }),
  );
});

test("whole blocks that an earlier content has are found, and no more of them than asked for", (t) => {
  const all = Buffer.concat([blocks[0]!, blocks[1]!, blocks[1]!, blocks[0]!]);
  const pieces = [0, 4000].map((start, content) => ({ start, content }));
  t.deepEqual(findRepeatsIn(viewOf(all), pieces, 10), [
    { at: 4000, from: 2000, length: 2000 },
    { at: 6000, from: 0, length: 2000 },
  ]);
  t.is(findRepeatsIn(viewOf(all), pieces, 1).length, 1);
});

test("new files of 16 MiB that share all but a little travel once; they are made one from the other, also where the first was finished before", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const content = hex(6 * MIB, "content");
  const shuffled = Buffer.concat([content.subarray(4 * MIB), hex(1000, "between"), content.subarray(0, 4 * MIB)]);
  const third = Buffer.concat([shuffled.subarray(3 * MIB), Buffer.from("the end")]);
  const files = { "new/1.js": content, "new/2.js": shuffled, "new/3.map": third };
  const [from, to] = [
    store.add([file("same", "same")]),
    store.add([...Object.entries(files).map(([path, bytes]) => file(path, bytes)), file("same", "same")]),
  ];
  mkdirSync(join(folder, "base"));
  writeFileSync(join(folder, "base/same"), "same");
  const out = join(folder, "overlay");
  const bundle = await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out, effort: "fast" });
  t.true(bundle.sizeBytes < content.length * 0.6, `${bundle.sizeBytes} bytes for ${content.length} that are new`);
  t.true(decodeFrameTable(bundle.frameTable).made.some(({ copies }) => copies.some(({ source }) => source >= from.count)));
  const stagingDir = join(folder, "staging");
  const run = (resume: boolean) =>
    unpack({
      bundle,
      source: memorySource(readFileSync(out)),
      listing: to,
      stagingDir,
      sources: [revision(join(folder, "base"), from)],
      resume,
    });
  await run(false);
  for (const [path, bytes] of Object.entries(files)) t.true(readFileSync(join(stagingDir, path)).equals(bytes), path);
  for (const path of ["new/2.js", "same"]) rmSync(join(stagingDir, path));
  await run(true);
  for (const [path, bytes] of Object.entries(files)) t.true(readFileSync(join(stagingDir, path)).equals(bytes), `${path}, resumed`);
});
