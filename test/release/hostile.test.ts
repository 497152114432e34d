/**
 * Bundles that a broken packer or an attacker would make. Each must end in a typed error; nothing outside the staging directory is made or changed, and
 * nothing in it is a way out. The descriptions fit the bytes: what is refused is refused for what it says.
 */
import test, { type ExecutionContext } from "ava";
import { existsSync, readFileSync, rmSync } from "node:fs";

import { join } from "node:path";
import zlib from "node:zlib";
import fc from "fast-check";

import type { ShoalError } from "../../runtime/errors.ts";
import type { BundleInfo } from "../../release/bundle.ts";
import { type FrameItem } from "../../release/frames.ts";
import type { Listing } from "../../release/listing.ts";
import { packBase } from "../../release/pack.ts";
import { patchName, type TarEntry } from "../../release/tar.ts";

import { createStore, file, forge, memorySource, releaseOf, unpack, type ForgedFrame } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";
import { bomb, END, ends, entry, files, goodFiles, listingFrame, nodes, one, run, victim } from "./hostile.ts";

interface Attack {
  /** Frames after the listing's; by default one, with `raw` and `items`. */
  readonly frames: (listing: Listing) => Promise<readonly ForgedFrame[]>;
}

async function attack(t: ExecutionContext, { frames }: Attack): Promise<ShoalError | null> {
  const { folder, listing } = victim(t);
  return run(t, { folder, listing, forged: forge(listing, [await listingFrame(listing), ...(await frames(listing))]) });
}

const refused = test.macro(async (t: ExecutionContext, frames: Attack["frames"], code: string, message?: RegExp) => {
  const error = await attack(t, { frames });
  t.is(error?.code as string | undefined, code, error?.message);
  if (message !== undefined) t.regex(error?.message ?? "", message);
});

test("the bundle that all of these are made from is unpacked", async (t) => {
  t.is(await attack(t, { frames: async () => one([...(await goodFiles()), END], [files(0, 3), ends]) }), null);
});

async function instead(header: TarEntry, content = "content of a"): Promise<readonly ForgedFrame[]> {
  const [, b, c] = await goodFiles();
  return one([await entry(header, content), b!, c!, END], [files(0, 3), ends]);
}

test("T01 an entry that climbs out", refused, () => instead({ path: "../../outside/precious", mode: 0o644, sizeBytes: 12 }), "E_PATH");
test("T02 an absolute entry", refused, () => instead({ path: "/tmp/shoal-was-here", mode: 0o644, sizeBytes: 12 }), "E_PATH");
test(
  "T08 T10 an entry of another file, legal in itself",
  refused,
  () => instead({ path: "a/child", mode: 0o644, sizeBytes: 12 }),
  "E_CONFLICT",
  /"a\/child" stands where .* "a"/,
);
test("T18 an entry with another mode than the listing's", refused, () => instead({ path: "a", mode: 0o755, sizeBytes: 12 }), "E_FORMAT");
test(
  "T32 an entry in the reserved directory",
  refused,
  () => instead({ path: ".shoal/commit.json", mode: 0o644, sizeBytes: 12 }),
  "E_PATH",
);
test(
  "an entry of another size than the listing's",
  refused,
  () => instead({ path: "a", mode: 0o644, sizeBytes: 13 }, "content of a!"),
  "E_FORMAT",
);
test(
  "an entry of another content than the listing's",
  refused,
  () => instead({ path: "a", mode: 0o644, sizeBytes: 12 }, "c0ntent of a"),
  "E_DIGEST",
  /"a"/,
);
test(
  "a patch where a file is due",
  refused,
  () => instead({ path: patchName(0), mode: 0o644, sizeBytes: 12, patch: { codec: "xdelta3", source: "ab".repeat(32) } }),
  "E_PATH",
);

test(
  "T24 a frame whose last entry is cut",
  refused,
  async () => one([...(await goodFiles()), END.subarray(0, 1023)], [files(0, 3), ends]),
  "E_TRUNC",
);
test(
  "T24 a frame that ends in a header",
  refused,
  async () => one([Buffer.concat(await goodFiles()).subarray(0, 100)], [files(0, 3), ends]),
  "E_TRUNC",
);
test("T24 a padded frame", refused, async () => one([...(await goodFiles()), END, Buffer.alloc(512)], [files(0, 3), ends]), "E_FORMAT");
test("an end that isn't empty", refused, async () => one([...(await goodFiles()), Buffer.alloc(1024, 1)], [files(0, 3), ends]), "E_FORMAT");
test(
  "something hidden in padding",
  refused,
  async () => {
    const [a, b, c] = await goodFiles();
    a![600] = 1;
    return one([a!, b!, c!, END], [files(0, 3), ends]);
  },
  "E_FORMAT",
);
test("T27 a frame of zeros", refused, async () => one([Buffer.alloc(4096)], [files(0, 3), ends]), "E_FORMAT");
test(
  "T27 a frame of junk that is no zstd",
  refused,
  async () => [{ raw: Buffer.alloc(4096), items: [files(0, 3), ends], compressed: Buffer.alloc(100, 7) }],
  "E_FORMAT",
);

const withCompressed = async (change: (compressed: Buffer) => Buffer): Promise<readonly ForgedFrame[]> => {
  const raw = Buffer.concat([...(await goodFiles()), END]);
  return [{ raw, items: [files(0, 3), ends], compressed: change(zlib.zstdCompressSync(raw)) }];
};
test("a compressed frame that is cut", refused, () => withCompressed((bytes) => bytes.subarray(0, -5)), "E_TRUNC");
test("two zstd frames as one", refused, () => withCompressed((bytes) => Buffer.concat([bytes, bytes])), "E_FORMAT", /after its end/);
test("a zstd frame and junk", refused, () => withCompressed((bytes) => Buffer.concat([bytes, Buffer.from("junk")])), "E_FORMAT");
test(
  "a skippable frame before the frame",
  refused,
  () => withCompressed((bytes) => Buffer.concat([Buffer.from("502a4d1804000000aaaaaaaa", "hex"), bytes])),
  "E_FORMAT",
);
test(
  "a gzip frame",
  refused,
  async () => [{ raw: Buffer.alloc(10), items: [files(0, 3), ends], compressed: zlib.gzipSync("x") }],
  "E_FORMAT",
);

test(
  "T28 a frame that unpacks to more than announced is stopped there",
  refused,
  async () => [{ raw: Buffer.alloc(8192), items: [files(0, 3), ends], compressed: bomb }],
  "E_FORMAT",
  /more than the announced 8192/,
);
test(
  "T28 a frame that unpacks to less than announced",
  refused,
  async () => [{ raw: Buffer.alloc(8192), items: [files(0, 3), ends], compressed: zlib.zstdCompressSync(Buffer.alloc(8191)) }],
  "E_FORMAT",
);
test(
  "a frame that asks for a window of more than 16 MiB",
  refused,
  async () => {
    const options = { params: { [zlib.constants.ZSTD_c_windowLog]: 27, [zlib.constants.ZSTD_c_contentSizeFlag]: 0 } };
    const compressed = await new Promise<Buffer>((resolve, reject) => {
      const stream = zlib.createZstdCompress(options);
      const chunks: Buffer[] = [];
      stream
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", () => resolve(Buffer.concat(chunks)))
        .on("error", reject);
      stream.write(Buffer.alloc(4096));
      stream.flush(() => stream.end(Buffer.alloc(4096)));
    });
    return [{ raw: Buffer.alloc(8192), items: [files(0, 3), ends], compressed }];
  },
  "E_FORMAT",
);

test(
  "a file that comes twice",
  refused,
  async () => {
    const [a, b, c] = await goodFiles();
    return one([a!, b!, c!, a!, END], [files(0, 3), files(0, 1), ends]);
  },
  "E_CONFLICT",
);
test(
  "a file that doesn't come, and that the host hasn't",
  refused,
  async () => {
    const [a, b] = await goodFiles();
    return one([a!, b!, END], [files(0, 2), ends]);
  },
  "E_BASE",
  /"dir\/c".* no revision on this host has it/,
);
test("a run of files beyond the listing", refused, async () => one([...(await goodFiles()), END], [files(0, 4), ends]), "E_FORMAT");
test("a slice beyond its file", refused, async () => one([END], [{ kind: "slice", entry: 0, offset: 0, length: 13 }, ends]), "E_FORMAT");
test(
  "slices with a gap",
  refused,
  async () => one([END], [{ kind: "slice", entry: 0, offset: 0, length: 5 }, { kind: "slice", entry: 0, offset: 6, length: 6 }, ends]),
  "E_FORMAT",
);
test(
  "slices that overlap",
  refused,
  async () => one([END], [{ kind: "slice", entry: 0, offset: 0, length: 5 }, { kind: "slice", entry: 0, offset: 4, length: 8 }, ends]),
  "E_FORMAT",
);
test(
  "a file of which only the beginning comes",
  refused,
  async () => one([END], [{ kind: "slice", entry: 0, offset: 0, length: 5 }, ends]),
  "E_FORMAT",
);
test(
  "a second listing",
  refused,
  async (listing) => [
    { ...(await listingFrame(listing)), items: [...(await listingFrame(listing)).items] },
    ...one([...(await goodFiles()), END], [files(0, 3), ends]),
  ],
  "E_FORMAT",
);

const describing = test.macro(
  async (t: ExecutionContext, change: (bundle: BundleInfo, listing: Listing) => Partial<BundleInfo>, code: string) => {
    const { folder, listing } = victim(t);
    const { bundle, source } = forge(listing, [await listingFrame(listing), ...one([...(await goodFiles()), END], [files(0, 3), ends])]);
    const error = await run(t, { folder, listing, forged: { bundle: { ...bundle, ...change(bundle, listing) }, source } });
    t.is(error?.code as string | undefined, code, error?.message);
    t.false(existsSync(join(folder, "staging")), "nothing is made before the description fits");
  },
);

test("a description with another size", describing, ({ sizeBytes }) => ({ sizeBytes: sizeBytes + 1 }), "E_FORMAT");
test("a description of another kind", describing, () => ({ kind: "overlay" }), "E_FORMAT");
test("a description with another base", describing, ({ digest }) => ({ fromTree: digest }), "E_FORMAT");
test("a description without a table", describing, () => ({ frameTable: new Uint8Array(0) }), "E_TRUNC");
test("a description with a table of junk", describing, () => ({ frameTable: Buffer.alloc(100, 0xff) }), "E_VERSION");

test("a bundle of another release is refused before anything is made", async (t) => {
  const { folder, listing } = victim(t);
  const other = createStore(join(folder, "store")).add([file("x", "x")]);
  const { bundle, source } = forge(
    other,
    [await listingFrame(other)].map((frame) => ({ raw: Buffer.concat([frame.raw, END]), items: [...frame.items, ends] })),
  );
  await t.throwsAsync(unpack({ bundle, source, listing, stagingDir: join(folder, "staging") }), { code: "E_FORMAT" });
  t.false(existsSync(join(folder, "staging")));
});

test("a listing that isn't the signed one is E_DIGEST, unparsed", async (t) => {
  const { folder, listing } = victim(t);
  const frame = await listingFrame(listing);
  const raw = Buffer.concat([
    Buffer.from(frame.raw.toString("latin1").replace("dir/c\tfile", "../../x\tfile".slice(0, 10)), "latin1"),
    END,
  ]);
  const forged = forge(listing, [{ raw, items: [...frame.items, ends] }]);
  t.is((await run(t, { folder, listing, forged }))?.code, "E_DIGEST");
});

test("a release that says other figures than its listing has is refused", async (t) => {
  const { folder, listing } = victim(t);
  const forged = forge(listing, [await listingFrame(listing), ...one([...(await goodFiles()), END], [files(0, 3), ends])]);
  for (const wrong of [{ entries: 4 }, { sizeBytes: 1 }]) {
    const release = { ...releaseOf(listing), ...wrong };
    await t.throwsAsync(unpack({ ...forged, listing, release, stagingDir: join(folder, "staging") }), { code: "E_FORMAT" });
  }
  // T29: more entries than were signed end the reading of the listing.
  const few = { ...releaseOf(listing), entries: 2 };
  await t.throwsAsync(unpack({ ...forged, listing, release: few, stagingDir: join(folder, "staging") }), { code: "E_LIMIT" });
});

test("any byte changed in a bundle is noticed, or changes nothing", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const listing = store.add(nodes);
  const out = join(folder, "base");
  const bundle = await packBase({ listing, pathOf: store.pathOf, out });
  const bytes = readFileSync(out);
  const bounds = bundle.sizeBytes - bundle.frameTable.length - 16;
  await fc.assert(
    fc.asyncProperty(fc.nat(bounds - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const spoiled = Buffer.from(bytes);
      spoiled[at]! ^= flip;
      await t.throwsAsync(unpack({ bundle, listing, source: memorySource(spoiled), stagingDir: join(folder, "staging") }), {
        code: "E_DIGEST",
      });
      rmSync(join(folder, "staging"), { recursive: true, force: true });
    }),
    { numRuns: 100 },
  );
});

test("a source that gives fewer bytes than were asked for is E_TRUNC", async (t) => {
  const { folder, listing } = victim(t);
  const { bundle, source } = forge(listing, [await listingFrame(listing), ...one([...(await goodFiles()), END], [files(0, 3), ends])]);
  const short = { ...source, read: async (offset: number, length: number) => (await source.read(offset, length)).subarray(1) };
  t.is((await run(t, { folder, listing, forged: { bundle, source: short } }))?.code, "E_TRUNC");
});

test("random frame tables and bytes end in a typed error", async (t) => {
  const { folder, listing } = victim(t);
  const raw = Buffer.concat([...(await goodFiles()), END]);
  const item: fc.Arbitrary<FrameItem> = fc.oneof(
    fc.record({ kind: fc.constant("files" as const), first: fc.nat(4), count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({
      kind: fc.constant("slice" as const),
      entry: fc.integer({ min: -1, max: 4 }),
      offset: fc.nat(20),
      length: fc.integer({ min: 1, max: 2000 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 4 }), fc.nat(raw.length), async (items, cut) => {
      const forged = forge(listing, [
        await listingFrame(listing),
        { raw: raw.subarray(cut === raw.length ? 0 : cut), items: [...items, ends] },
      ]);
      await run(t, { folder, listing, forged });
      rmSync(join(folder, "staging"), { recursive: true, force: true });
    }),
    { numRuns: 300 },
  );
});
