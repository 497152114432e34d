/** Files made with copies: found by the packer, told in the frame table, made by the agent. */
import test from "ava";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { BundleInfo } from "../../release/bundle.ts";
import { findCopies } from "../../release/delta/copies.ts";
import { createChunkView, viewOf } from "../../release/delta/view.ts";
import { decodeFrameTable } from "../../release/frames.ts";
import { bodyOf, bodyRegions, nearby, type Body } from "../../release/made.ts";
import { packOverlay } from "../../release/pack.ts";
import { createStore, file, memorySource, revision, unpack } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";

const MIB = 1024 * 1024;
const noise = (bytes: number, seed: string): Buffer => createHash("shake256", { outputLength: bytes }).update(seed).digest();

/** What becomes of content: bytes put in, taken out, changed in place, moved. */
const edit = fc.record({
  kind: fc.constantFrom("insert", "remove", "change", "move"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 5000 }),
  seed: fc.string(),
});
const edits = fc.array(edit, { maxLength: 12 });

function edited(bytes: Buffer, list: readonly { kind: string; at: number; length: number; seed: string }[]): Buffer {
  return list.reduce((all, { kind, at, length, seed }) => {
    const from = Math.floor(at * all.length);
    const [left, right] = [all.subarray(0, from), all.subarray(from)];
    const rest = right.subarray(length);
    if (kind === "insert") return Buffer.concat([left, noise(length, seed), right]);
    if (kind === "remove") return Buffer.concat([left, rest]);
    if (kind === "change") return Buffer.concat([left, noise(Math.min(length, right.length), seed), rest]);
    return Buffer.concat([right.subarray(0, length), left, rest]);
  }, bytes);
}

test("every copy is of the same bytes, long enough, and after the one before", async (t) => {
  const source = noise(150_000, "source");
  await fc.assert(
    fc.asyncProperty(edits, fc.constantFrom(256, 1024, 4096), async (list, minBytes) => {
      const target = edited(source, list);
      let end = 0;
      for (const { at, from, length } of await findCopies(viewOf(target), viewOf(source), minBytes)) {
        t.true(at >= end && length >= minBytes && at + length <= target.length);
        t.true(target.subarray(at, at + length).equals(source.subarray(from, from + length)));
        end = at + length;
      }
    }),
    { numRuns: 50 },
  );
});

test("an edit costs a few bytes around it, not more, and content without likeness has no copies", async (t) => {
  const source = noise(5 * MIB, "source");
  const target = Buffer.concat([
    source.subarray(0, MIB),
    Buffer.from("inserted"),
    source.subarray(MIB, 3 * MIB),
    source.subarray(3 * MIB + 1),
  ]);
  target[4 * MIB]! ^= 1;
  const view = createChunkView(target.length, (offset, length) => target.subarray(offset, offset + length));
  const copies = await findCopies(view, viewOf(source));
  t.is(copies.length, 4);
  t.true(target.length - copies.reduce((sum, { length }) => sum + length, 0) < 400);
  t.deepEqual(await findCopies(viewOf(noise(MIB, "other")), viewOf(source)), []);
  t.deepEqual(await findCopies(viewOf(Buffer.alloc(0)), viewOf(source)), []);
  t.deepEqual(await findCopies(viewOf(target), viewOf(Buffer.alloc(0))), []);
});

const body: fc.Arbitrary<Body> = fc
  .array(fc.record({ gap: fc.nat(50), length: fc.integer({ min: 1, max: 50 }), source: fc.nat(2), offset: fc.nat(900) }), {
    minLength: 1,
    maxLength: 8,
  })
  .chain((list) =>
    fc.nat(50).map((rest) => {
      let at = 0;
      const copies = list.map(({ gap, length, source, offset }) => {
        const copy = { at: at + gap, length, source, offset };
        at += gap + length;
        return copy;
      });
      return bodyOf({ entry: 0, copies }, at + rest);
    }),
  );

test("copies and the regions of a body are together the whole file, once", (t) => {
  fc.assert(
    fc.property(body, fc.nat(600), (made, cut) => {
      const parts = [
        { offset: 0, length: Math.min(cut, made.sizeBytes) },
        { offset: Math.min(cut, made.sizeBytes), length: Math.max(0, made.sizeBytes - cut) },
      ];
      const regions = parts.flatMap((part) => bodyRegions(made, part));
      const all = [...regions, ...made.made.copies.map(({ at, length }) => ({ offset: at, length }))].sort((a, b) => a.offset - b.offset);
      let end = 0;
      for (const { offset, length } of all) {
        t.is(offset, end);
        t.true(length > 0);
        end += length;
      }
      t.is(
        regions.reduce((sum, { length }) => sum + length, 0),
        made.sizeBytes,
      );
    }),
  );
});

test("what is nearby lies within its files, in order, apart", (t) => {
  fc.assert(
    fc.property(body, fc.nat(300), (made, reach) => {
      let [entry, end] = [-1, 0];
      for (const place of nearby([[made, { offset: 0, length: made.sizeBytes }]], reach, () => 1000)) {
        t.true(place.length > 0 && place.offset >= 0 && place.offset + place.length <= 1000);
        t.true(place.entry > entry || (place.entry === entry && place.offset > end));
        [entry, end] = [place.entry, place.offset + place.length];
      }
    }),
  );
});

interface Overlaid {
  readonly bundle: BundleInfo;
  readonly bytes: Buffer;
}

async function overlay(folder: string, old: Buffer, now: Buffer): Promise<Overlaid & { again: () => Promise<unknown> }> {
  const store = createStore(join(folder, "store"));
  const [nodesA, nodesB] = [
    [file("a/big.bin", old), file("same", "same")],
    [file("b/big.bin", now), file("same", "same")],
  ];
  const [from, to] = [store.add(nodesA), store.add(nodesB)];
  mkdirSync(join(folder, "base/a"), { recursive: true });
  writeFileSync(join(folder, "base/a/big.bin"), old);
  writeFileSync(join(folder, "base/same"), "same");
  const out = join(folder, "overlay");
  const bundle = await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out, effort: "fast" });
  const bytes = readFileSync(out);
  let attempt = 0;
  const again = async (): Promise<unknown> => {
    const stagingDir = join(folder, `staging-${attempt++}`);
    const failed = await unpack({
      bundle,
      source: memorySource(bytes),
      listing: to,
      stagingDir,
      sources: [revision(join(folder, "base"), from)],
    }).then(
      () => null,
      (error: unknown) => error,
    );
    return failed ?? readFileSync(join(stagingDir, "b/big.bin"));
  };
  return { bundle, bytes, again };
}

test("whatever was edited comes out as it is", async (t) => {
  const old = noise(300_000, "old");
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const now = edited(old, list);
      const { again } = await overlay(temporaryFolder(t), old, now);
      t.true(now.equals((await again()) as Buffer));
    }),
    { numRuns: 12 },
  );
});

test("a renamed file of 20 MiB with twenty edits costs their bytes and a few hundred more", async (t) => {
  const old = noise(20 * MIB, "old");
  const list = Array.from({ length: 20 }, (_, i) => ({
    kind: ["insert", "remove", "change"][i % 3]!,
    at: (i + 0.5) / 20,
    length: 10,
    seed: `${i}`,
  }));
  const now = edited(old, list);
  const { bundle, again } = await overlay(temporaryFolder(t), old, now);
  t.true(bundle.sizeBytes < 1600, `${bundle.sizeBytes} bytes`);
  const [made] = decodeFrameTable(bundle.frameTable).made;
  t.is(made!.copies.length, 21);
  t.true(now.equals((await again()) as Buffer));
});

test("a file that is nothing but copies needs no patch", async (t) => {
  const old = noise(MIB, "old");
  const now = Buffer.concat([old.subarray(MIB / 2), old.subarray(0, MIB / 2)]);
  const { bundle, again } = await overlay(temporaryFolder(t), old, now);
  const { frames } = decodeFrameTable(bundle.frameTable);
  t.is(frames.flatMap(({ items }) => items).filter(({ kind }) => kind === "patch").length, 1, "that of the listing");
  t.true(now.equals((await again()) as Buffer));
});

test("a damaged file of the base is told of, whether a copy or a gap needs its bytes", async (t) => {
  const old = noise(MIB, "old");
  const now = edited(old, [{ kind: "insert", at: 0.5, length: 100, seed: "x" }]);
  const folder = temporaryFolder(t);
  const { again } = await overlay(folder, old, now);
  for (const at of [1000, MIB / 2 - 10, MIB - 1]) {
    const damaged = Buffer.from(old);
    damaged[at]! ^= 1;
    writeFileSync(join(folder, "base/a/big.bin"), damaged);
    t.like(await again(), { code: "E_BASE" });
    t.regex(((await again()) as Error).message, /a\/big\.bin/);
  }
  writeFileSync(join(folder, "base/a/big.bin"), old.subarray(0, 1000));
  t.like(await again(), { code: "E_BASE" });
  rmSync(join(folder, "base/a/big.bin"));
  mkdirSync(join(folder, "base/a/big.bin"));
  const unreadable = await again();
  t.like(unreadable, { code: "E_BASE" });
  t.regex((unreadable as Error).message, /big\.bin.*EISDIR/);
});

test("the same input gives the same bundle", async (t) => {
  const old = noise(2 * MIB, "old");
  const now = edited(old, [{ kind: "move", at: 0.5, length: 5000, seed: "" }]);
  const [first, second] = [await overlay(temporaryFolder(t), old, now), await overlay(temporaryFolder(t), old, now)];
  t.true(first.bytes.equals(second.bytes));
});
