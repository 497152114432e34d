/** Packing that fails while windows are encoded: the reason comes out, nothing is left at `out`, and the process goes on. */
import test from "ava";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { blake3 } from "../../runtime/blake3.ts";
import { codecNamed } from "../../release/delta/codec.ts";
import { packOverlay } from "../../release/pack.ts";
import { createStore, file } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";

const MIB = 1024 * 1024;
/** Compresses to half, and has nothing in common with that of another seed. */
const hex = (bytes: number, seed: string): Buffer =>
  Buffer.from(
    createHash("shake256", { outputLength: bytes / 2 })
      .update(seed)
      .digest("hex"),
  );

test.serial(
  "a new file that is damaged in the store is E_DIGEST also where it is copied from another: in a copy, between copies, in a window",
  async (t) => {
    const folder = temporaryFolder(t);
    const store = createStore(join(folder, "store"));
    const content = hex(5 * MIB, "content");
    const second = Buffer.concat([content.subarray(4 * MIB), hex(1000, "between"), content.subarray(0, 4 * MIB)]);
    const large = Buffer.concat([hex(9 * MIB, "own"), content.subarray(0, MIB)]);
    const from = store.add([file("same", "same")]);
    const to = store.add([file("1.js", content), file("2.js", second), file("3.js", large), file("same", "same")]);
    const out = join(folder, "overlay");
    for (const [whole, at] of [
      [second, 2 * MIB],
      [second, MIB + 500],
      [large, 5 * MIB],
    ] as const) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1;
      writeFileSync(store.pathOf(blake3(whole)), damaged);
      const pack = packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out, effort: "fast" });
      await t.throwsAsync(pack, { code: "E_DIGEST" }, `byte ${at}`);
      t.false(existsSync(out));
      writeFileSync(store.pathOf(blake3(whole)), whole);
    }
  },
);

test.serial("a codec that fails ends the packing with its error and nothing else, whichever window it is", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const from = store.add([file("same", "same")]);
  const names = ["1.js", "2.js", "3.js"];
  const to = store.add(names.map((name) => file(name, hex(5 * MIB, name))));
  const codec = codecNamed("zstd-dictionary");
  const { encode } = codec;
  const unhandled: unknown[] = [];
  const onUnhandled = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", onUnhandled);
  t.teardown(() => {
    Object.assign(codec, { encode });
    process.off("unhandledRejection", onUnhandled);
  });
  const out = join(folder, "overlay");
  // The listing's, the first of the files', the last.
  for (const failing of [1, 2, 4]) {
    let calls = 0;
    const broken: typeof encode = (_, target) =>
      ++calls === failing ? Promise.reject(new Error(`window ${failing}`)) : Promise.resolve(target);
    Object.assign(codec, { encode: broken });
    const pack = packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out, effort: "fast" });
    await t.throwsAsync(pack, { message: `window ${failing}` });
    t.false(existsSync(out));
    await setImmediate();
    t.deepEqual(unhandled, []);
  }
});

test.serial("after a failure no dearer codec begins with a window that was being encoded", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const from = store.add([file("same", "same")]);
  const contents = ["1.js", "2.js"].map((name) => hex(5 * MIB, name));
  const to = store.add(contents.map((content, i) => file(`${i}.js`, content)));
  writeFileSync(store.pathOf(blake3(contents[1]!)), hex(5 * MIB, "damaged"));
  const [zstd, mixing, brotli] = (["zstd-dictionary", "context-mixing", "brotli"] as const).map(codecNamed);
  const originals = [zstd!, mixing!, brotli!].map((codec) => [codec, codec.encode] as const);
  t.teardown(() => originals.forEach(([codec, encode]) => Object.assign(codec, { encode })));
  const release = Promise.withResolvers<void>();
  const first = zstd!.encode;
  let running: Promise<unknown> = Promise.resolve();
  const slow: typeof first = (source, target, level) => {
    if (target.length < MIB) return first(source, target, level);
    const result = release.promise.then(() => target);
    running = result;
    return result;
  };
  let begun = 0;
  const count: typeof first = async (_, target) => (target.length < MIB || begun++, target);
  Object.assign(zstd!, { encode: slow });
  for (const codec of [mixing!, brotli!]) Object.assign(codec, { encode: count });
  const out = join(folder, "overlay");
  await t.throwsAsync(packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out }), { code: "E_DIGEST" });
  release.resolve();
  await running;
  await setImmediate();
  t.is(begun, 0);
  t.false(existsSync(out));
});
