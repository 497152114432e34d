/** Overlays that a broken packer or an attacker would make: as hostile.test.ts, with a base that must stay as it is. */
import test, { type ExecutionContext } from "ava";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

import { join } from "node:path";
import zlib from "node:zlib";
import { blake3 } from "../../runtime/blake3.ts";
import { ShoalError } from "../../runtime/errors.ts";

import { LISTING, type FrameItem } from "../../release/frames.ts";

import type { Copy, Made } from "../../release/made.ts";
import { packOverlay } from "../../release/pack.ts";
import { patchName } from "../../release/tar.ts";
import { codecNamed } from "../../release/delta/codec.ts";
import { createStore, file, forge, memorySource, revision, sameTree, unpack } from "./bundles.ts";
import { temporaryFolder } from "./temporary.ts";
import { bomb, END, ends, entry, nodes } from "./hostile.ts";

interface PatchAttack {
  readonly records?: { readonly codec: string; readonly source: string };
  readonly patch?: Buffer;
  readonly item?: Partial<FrameItem & { readonly kind: "patch" }>;
  readonly codecs?: readonly string[];
  readonly made?: readonly Made[];
}

/** An overlay whose listing is right, and whose one file patch is as the attack says. */
async function patchAttack(
  t: ExecutionContext,
  { records, patch, item, codecs = ["zstd-dictionary"], made = [] }: PatchAttack,
): Promise<ShoalError | null> {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "outside"));
  writeFileSync(join(folder, "outside/precious"), "precious");
  const store = createStore(join(folder, "store"));
  const old = [file("a", "content of A"), ...nodes.slice(1)];
  const [from, listing] = [store.add(old), store.add(nodes)];
  mkdirSync(join(folder, "base"));
  for (const node of old) {
    mkdirSync(join(folder, "base", "dir"), { recursive: true });
    if (node.kind === "file") writeFileSync(join(folder, "base", node.path), node.content, { mode: node.mode });
  }
  const codec = codecNamed("zstd-dictionary");
  const whole = { entry: LISTING, part: null };
  const listingPatch = Buffer.from(await codec.encode(from.bytes, listing.bytes, 3));
  const filePatch = patch ?? Buffer.from(await codec.encode(Buffer.from("content of A"), Buffer.from("content of a"), 3));
  const right = { codec: codec.name, source: blake3(Buffer.from("content of A")) };
  const raw = Buffer.concat([
    await entry(
      { path: patchName(0), mode: 0o644, sizeBytes: listingPatch.length, patch: { codec: codec.name, source: blake3(from.bytes) } },
      listingPatch,
    ),
    await entry({ path: patchName(1), mode: 0o644, sizeBytes: filePatch.length, patch: records ?? right }, filePatch),
    END,
  ]);
  const items: FrameItem[] = [
    { kind: "patch", sizeBytes: listingPatch.length, targets: [whole], sources: [whole], reach: null },
    {
      kind: "patch",
      sizeBytes: filePatch.length,
      targets: [{ entry: 0, part: null }],
      sources: [{ entry: 0, part: null }],
      reach: null,
      ...item,
    },
    ends,
  ];
  const forged = forge(listing, [{ raw, items }], { kind: "overlay", fromTree: from.tree, codecs, made });
  const outcome = await unpack({
    ...forged,
    listing,
    stagingDir: join(folder, "staging"),
    sources: [revision(join(folder, "base"), from)],
  }).then(
    () => null,
    (error: unknown) => error,
  );
  t.is(readFileSync(join(folder, "base/a"), "utf8"), "content of A", "the base is as it was");
  t.deepEqual(readdirSync(join(folder, "outside")), ["precious"]);
  if (outcome === null) sameTree(t, join(folder, "staging"), nodes);
  else if (!(outcome instanceof ShoalError)) throw outcome;
  return outcome as ShoalError | null;
}

const patchRefused = test.macro(async (t: ExecutionContext, change: PatchAttack, code: string) => {
  const error = await patchAttack(t, change);
  t.is(error?.code as string | undefined, code, error?.message);
});

test("the overlay that all of these are made from is unpacked", async (t) => {
  t.is(await patchAttack(t, {}), null);
});

test("V01 an empty patch", patchRefused, { patch: Buffer.alloc(0) }, "E_TRUNC");
test("V01 a patch of junk", patchRefused, { patch: Buffer.alloc(50, 7) }, "E_PATCH");
test("V03 a patch that is a bomb", patchRefused, { patch: bomb }, "E_PATCH");
test("V04 a patch that names another source", patchRefused, { records: { codec: "zstd-dictionary", source: "ab".repeat(32) } }, "E_BASE");
test(
  "a patch whose codec the bundle doesn't announce",
  patchRefused,
  { records: { codec: "xdelta3", source: "ab".repeat(32) } },
  "E_FORMAT",
);
test(
  "a patch whose codec nobody knows",
  patchRefused,
  { records: { codec: "bsdiff", source: "ab".repeat(32) }, codecs: ["bsdiff", "zstd-dictionary"] },
  "E_VERSION",
);
test("a patch of a file that the base hasn't", patchRefused, { item: { sources: [{ entry: 99, part: null }] } }, "E_FORMAT");
test(
  "a patch of bytes beyond its source",
  patchRefused,
  { item: { sources: [{ entry: 0, part: { offset: 10, length: 10 } }] } },
  "E_FORMAT",
);
test("a patch that makes a file that isn't in the tree", patchRefused, { item: { targets: [{ entry: 99, part: null }] } }, "E_FORMAT");
test(
  "a patch that makes a part of a file only",
  patchRefused,
  { item: { targets: [{ entry: 0, part: { offset: 0, length: 5 } }] } },
  "E_FORMAT",
);
test(
  "a patch that makes one file twice",
  patchRefused,
  {
    item: {
      targets: [
        { entry: 0, part: null },
        { entry: 0, part: null },
      ],
    },
  },
  "E_CONFLICT",
);
test(
  "a patch that makes listing and file at once",
  patchRefused,
  {
    item: {
      targets: [
        { entry: 0, part: null },
        { entry: LISTING, part: null },
      ],
    },
  },
  "E_FORMAT",
);
test("a patch that makes another content", patchRefused, { patch: zlib.zstdCompressSync("c0ntent of a") }, "E_DIGEST");
// Copies: `a` is "content of a", its source "content of A"; 11 bytes of it can be copied.

const lastLetter = {
  patch: Buffer.from(zlib.zstdCompressSync("a")),
  records: { codec: "zstd-dictionary", source: blake3(Buffer.alloc(0)) },
  item: { sources: [] },
} as const;
const copied = (...copies: Partial<Copy>[]): PatchAttack => ({
  ...lastLetter,
  made: [{ entry: 0, copies: copies.map((copy) => ({ at: 0, length: 11, source: 0, offset: 0, ...copy })) }],
});
test("the overlay with a copy that all of these are made from is unpacked", async (t) => {
  t.is(await patchAttack(t, copied({})), null);
});
test("a copy beyond its source", patchRefused, copied({ offset: 2 }), "E_FORMAT");
test("a copy beyond the file's end", patchRefused, copied({ at: 2 }), "E_FORMAT");
test("a copy of a file that the base hasn't", patchRefused, copied({ source: 99 }), "E_FORMAT");
test("a copy of the file itself", patchRefused, copied({ source: nodes.length }), "E_FORMAT");
test("a copy of a file of the tree that comes later", patchRefused, copied({ source: nodes.length + 1 }), "E_FORMAT");
test(
  "a copy of a file of the tree that the bundle doesn't bring",
  patchRefused,
  { made: [{ entry: 2, copies: [{ at: 0, length: 12, source: nodes.length + 1, offset: 0 }] }] },
  "E_FORMAT",
);
test(
  "a copy of a file of the tree that is brought, with other bytes",
  patchRefused,
  { made: [{ entry: 2, copies: [{ at: 0, length: 12, source: nodes.length, offset: 0 }] }] },
  "E_DIGEST",
);
test(
  "a copy into a file that isn't in the tree",
  patchRefused,
  { ...lastLetter, made: [{ entry: 99, copies: [{ at: 0, length: 1, source: 0, offset: 0 }] }] },
  "E_FORMAT",
);
test("a copy of other bytes", patchRefused, copied({ offset: 1 }), "E_DIGEST");
test(
  "a gap between copies that nothing fills",
  patchRefused,
  { ...copied({ length: 5 }), item: { sources: [], targets: [{ entry: 0, part: { offset: 0, length: 1 } }] } },
  "E_FORMAT",
);
test("a patch that makes less than the gaps between copies", patchRefused, copied({ length: 5 }), "E_PATCH");
test(
  "a copy where a patch makes all",
  patchRefused,
  { made: [{ entry: 0, copies: [{ at: 0, length: 5, source: 0, offset: 0 }] }] },
  "E_PATCH",
);
test("a patch of a file that is nothing but copies", patchRefused, copied({ length: 12 }), "E_CONFLICT");
test("a reach into a file without copies brings nothing", async (t) => {
  t.is(await patchAttack(t, { item: { reach: 100 } }), null);
});

test(
  "V13 a patch of a patch can't be told: sources are files of the base",
  patchRefused,
  { item: { sources: [{ entry: 1, part: null }] } },
  "E_BASE",
);

test("a source that would take 200 MiB of memory is refused by its announced size", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const large = Buffer.alloc(10 * 1024 * 1024);
  const [from, listing] = [store.add([file("big", large)]), store.add([file("big", "now small")])];
  const items: FrameItem[] = [
    {
      kind: "patch",
      sizeBytes: 10,
      targets: [{ entry: LISTING, part: null }],
      sources: Array.from({ length: 20 }, () => ({ entry: 0, part: null })),
      reach: null,
    },
    { kind: "end" },
  ];
  const raw = Buffer.concat([
    await entry({ path: patchName(0), mode: 0o644, sizeBytes: 10, patch: { codec: "xdelta3", source: "ab".repeat(32) } }, "0123456789"),
    END,
  ]);
  const forged = forge(listing, [{ raw, items }], { kind: "overlay", fromTree: from.tree, codecs: ["xdelta3"] });
  await t.throwsAsync(unpack({ ...forged, listing, stagingDir: join(folder, "s"), sources: [revision(folder, from)] }), {
    code: "E_LIMIT",
  });
});

test("an overlay applied to another revision than its base is E_BASE", async (t) => {
  const folder = temporaryFolder(t);
  const store = createStore(join(folder, "store"));
  const [from, to, other] = [store.add(nodes), store.add(nodes.slice(1)), store.add([file("z", "z")])];
  const bundle = await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out: join(folder, "overlay") });
  const source = memorySource(readFileSync(join(folder, "overlay")));
  await t.throwsAsync(unpack({ bundle, listing: to, source, stagingDir: join(folder, "s"), sources: [revision(folder, other)] }), {
    code: "E_BASE",
  });
});
