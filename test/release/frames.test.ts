import test from "ava";
import fc from "fast-check";
import zlib from "node:zlib";
import { parseDigest, type Digest } from "../../runtime/ids.ts";
import { decodeFrameTable, encodeFrameTable, type Frame, type FrameItem, type FrameTable, type Range } from "../../release/frames.ts";
import type { Copy, Made } from "../../release/made.ts";
import { createByteReader, createByteWriter } from "../../release/varint.ts";
import { ShoalError } from "../../runtime/errors.ts";

const digest: fc.Arbitrary<Digest> = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => parseDigest(Buffer.from(bytes).toString("hex")));
const entry = fc.integer({ min: -1, max: 999_999 });
const part = fc.option(fc.record({ offset: fc.maxSafeNat(), length: fc.integer({ min: 1, max: 2 ** 24 }) }));
const ranges: fc.Arbitrary<readonly Range[]> = fc.array(fc.record({ entry, part }), { maxLength: 5 });

const item: fc.Arbitrary<FrameItem> = fc.oneof(
  fc.record({ kind: fc.constant("files" as const), first: fc.nat(900_000), count: fc.integer({ min: 1, max: 100_000 }) }),
  fc.record({ kind: fc.constant("slice" as const), entry, offset: fc.maxSafeNat(), length: fc.integer({ min: 1, max: 2 ** 24 }) }),
  fc.record({
    kind: fc.constant("patch" as const),
    sizeBytes: fc.nat(2 ** 24),
    targets: ranges.filter((targets) => targets.length > 0),
    sources: ranges,
    reach: fc.option(fc.nat(64 * 1024)),
  }),
);

/** Copies in the order of the file; neighbours that would be one are made to differ. */
const copies: fc.Arbitrary<readonly Copy[]> = fc
  .array(
    fc.record({ gap: fc.nat(2 ** 32), length: fc.integer({ min: 1, max: 2 ** 40 }), source: fc.nat(999_999), offset: fc.nat(2 ** 48) }),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((list) => {
    let at = 0;
    return list.map(({ gap, length, source, offset }) => {
      at += gap + 1;
      const copy = { at, length, source, offset };
      at += length;
      return copy;
    });
  });
const made: fc.Arbitrary<readonly Made[]> = fc
  .uniqueArray(fc.record({ entry: fc.nat(999_999), copies }), { selector: ({ entry }) => entry, maxLength: 4 })
  .map((files) => files.sort((a, b) => a.entry - b.entry));

const table: fc.Arbitrary<FrameTable> = fc
  .record({
    fromTree: digest,
    toTree: digest,
    listingBytes: fc.nat(2 ** 26),
    codecs: fc.subarray(["xdelta3", "zstd-dictionary"]),
    frames: fc.array(
      fc.record({
        compressedBytes: fc.integer({ min: 1, max: 2 ** 24 }),
        rawBytes: fc.integer({ min: 1, max: 2 ** 24 }),
        digest,
        items: fc.array(item, { minLength: 1, maxLength: 6 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    made,
  })
  .map(({ frames, ...rest }) => {
    let offset = 0;
    const last = frames.length - 1;
    const placed = frames.map((frame, i): Frame => {
      const items = i === last ? [...frame.items, { kind: "end" } as const] : frame.items;
      return { ...frame, items, offset: (offset += frame.compressedBytes) - frame.compressedBytes };
    });
    return { formatVersion: 1, kind: "overlay", ...rest, codecs: [...rest.codecs].sort(), frames: placed };
  });

test("a table comes back as it was encoded", (t) => {
  fc.assert(
    fc.property(table, (value) => {
      t.deepEqual(decodeFrameTable(encodeFrameTable(value)), value);
    }),
  );
});

test("a table has one body, compressed or not: no byte of it can be changed unseen", (t) => {
  fc.assert(
    fc.property(table, fc.nat(), fc.nat(255), (value, at, byte) => {
      const bytes = Buffer.from(encodeFrameTable(value));
      bytes[at % bytes.length] = byte;
      const decoded = tryDecode(bytes);
      if (decoded !== null) t.deepEqual(bodyOf(encodeFrameTable(decoded)), bodyOf(bytes));
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

/** What a table says, before the encoder compresses it where that is shorter. */
function bodyOf(bytes: Uint8Array): Buffer {
  const input = createByteReader(bytes, "frame table");
  input.byte();
  const code = input.byte();
  if (code < 2) return Buffer.from(input.rest());
  input.number(Number.MAX_SAFE_INTEGER, "bytes");
  return code < 4 ? zlib.zstdDecompressSync(input.rest()) : zlib.brotliDecompressSync(input.rest());
}

test("random bytes are refused with a typed error", (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const kind of [0, 1, 2, 3, 4, 5, 6]) tryDecode(Buffer.concat([Buffer.from([1, kind]), bytes]));
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test("every cut of a table is refused", (t) => {
  const bytes = encodeFrameTable(sample({}));
  for (let length = 0; length < bytes.length; length++) t.throws(() => decodeFrameTable(bytes.subarray(0, length)), { code: "E_TRUNC" });
});

test("bytes after the table are refused", (t) => {
  t.throws(() => decodeFrameTable(Buffer.concat([encodeFrameTable(sample({})), Buffer.from([0])])), { code: "E_FORMAT" });
});

test("another format version is E_VERSION", (t) => {
  const bytes = Buffer.from(encodeFrameTable(sample({})));
  bytes[0] = 2;
  t.throws(() => decodeFrameTable(bytes), { code: "E_VERSION" });
});

const D = parseDigest("11".repeat(32));
const END: FrameItem = { kind: "end" };
const frame = (change: Partial<Frame>): Frame => ({
  offset: 0,
  compressedBytes: 100,
  rawBytes: 2048,
  digest: D,
  items: [{ kind: "files", first: 0, count: 1 }, END],
  ...change,
});

function sample(change: Partial<FrameTable>): FrameTable {
  return {
    formatVersion: 1,
    kind: "base",
    fromTree: null,
    toTree: D,
    listingBytes: 100,
    codecs: [],
    frames: [frame({})],
    made: [],
    ...change,
  };
}

const refused = test.macro((t, change: Partial<FrameTable>, code: string) => {
  t.throws(() => encodeFrameTable(sample(change)), { code });
});

test("a table without frames is refused", refused, { frames: [] }, "E_FORMAT");
test("an archive without end is refused", refused, { frames: [frame({ items: [{ kind: "files", first: 0, count: 1 }] })] }, "E_FORMAT");
test("an end before the last frame is refused", refused, { frames: [frame({}), frame({ offset: 100 })] }, "E_FORMAT");
test(
  "something after the end is refused",
  refused,
  { frames: [frame({ items: [END, { kind: "files", first: 0, count: 1 }] })] },
  "E_FORMAT",
);
test("a frame that unpacks to more than 16 MiB is refused", refused, { frames: [frame({ rawBytes: 2 ** 24 + 1 })] }, "E_LIMIT");
test(
  "a frame of more compressed bytes than 16 MiB can make is refused",
  refused,
  { frames: [frame({ compressedBytes: 2 ** 25 })] },
  "E_LIMIT",
);
test("an empty frame is refused", refused, { frames: [frame({ rawBytes: 0 })] }, "E_FORMAT");
test("a listing of more than 64 MiB is refused", refused, { listingBytes: 2 ** 26 + 1 }, "E_LIMIT");
test("codecs out of order are refused", refused, { codecs: ["zstd-dictionary", "xdelta3"] }, "E_FORMAT");
test("a codec named twice is refused", refused, { codecs: ["xdelta3", "xdelta3"] }, "E_FORMAT");
test("a codec name with other characters is refused", refused, { codecs: ["../x"] }, "E_FORMAT");
test("nine codecs are refused", refused, { codecs: Array.from({ length: 9 }, (_, i) => `c${i}`) }, "E_LIMIT");
test("a run of no files is refused", refused, { frames: [frame({ items: [{ kind: "files", first: 0, count: 0 }, END] })] }, "E_FORMAT");
test(
  "a run beyond a million entries is refused",
  refused,
  { frames: [frame({ items: [{ kind: "files", first: 999_999, count: 2 }, END] })] },
  "E_FORMAT",
);
test(
  "an empty slice is refused",
  refused,
  { frames: [frame({ items: [{ kind: "slice", entry: 0, offset: 0, length: 0 }, END] })] },
  "E_FORMAT",
);
const patch: FrameItem & { readonly kind: "patch" } = {
  kind: "patch",
  sizeBytes: 10,
  targets: [{ entry: 0, part: null }],
  sources: [],
  reach: null,
};
test("a patch in a base is refused", refused, { frames: [frame({ items: [patch, END] })] }, "E_FORMAT");
test(
  "a patch without target is refused",
  refused,
  { kind: "overlay", fromTree: D, frames: [frame({ items: [{ ...patch, targets: [] }, END] })] },
  "E_FORMAT",
);

test("a table of two mebibytes and a byte is refused unread", (t) => {
  t.throws(() => decodeFrameTable(Buffer.alloc(2 * 1024 * 1024 + 1, 1)), { code: "E_LIMIT" });
});

test("250,001 parts are refused, in bounded time", (t) => {
  const items = Array.from({ length: 250_001 }, (): FrameItem => ({ kind: "files", first: 0, count: 1 }));
  t.throws(() => encodeFrameTable(sample({ frames: [frame({ items: [...items, END] })] })), { code: "E_LIMIT" });
});

const overlay = { kind: "overlay", fromTree: D } as const;
const copy = { at: 0, length: 10, source: 0, offset: 0 } as const;
test("files with copies out of order are no table", (t) => {
  const made = [
    { entry: 1, copies: [copy] },
    { entry: 0, copies: [copy] },
  ];
  t.throws(() => encodeFrameTable(sample({ ...overlay, made })), { instanceOf: RangeError });
});
test("a file with no copies is refused", refused, { ...overlay, made: [{ entry: 0, copies: [] }] }, "E_FORMAT");
test("an empty copy is refused", refused, { ...overlay, made: [{ entry: 0, copies: [{ ...copy, length: 0 }] }] }, "E_FORMAT");
test(
  "a copy of a file beyond two listings of a million is refused",
  refused,
  { ...overlay, made: [{ entry: 0, copies: [{ ...copy, source: 2_000_000 }] }] },
  "E_FORMAT",
);
test(
  "a copy that ends above 2^53 - 1 is refused",
  refused,
  { ...overlay, made: [{ entry: 0, copies: [{ ...copy, at: 2 ** 52 - 1, length: 2 ** 53 - 1 }] }] },
  "E_FORMAT",
);
test(
  "two copies that are one are refused",
  refused,
  { ...overlay, made: [{ entry: 0, copies: [copy, { ...copy, at: 10, offset: 10 }] }] },
  "E_FORMAT",
);
test(
  "200,001 copies are refused",
  refused,
  { ...overlay, made: [{ entry: 0, copies: Array.from({ length: 200_001 }, (_, i) => ({ ...copy, at: i * 20 })) }] },
  "E_LIMIT",
);
test(
  "a reach above 64 KiB is refused",
  refused,
  { ...overlay, frames: [frame({ items: [{ ...patch, reach: 2 ** 16 + 1 }, END] })] },
  "E_LIMIT",
);

const CODINGS = { zstd: { code: 2, compress: zlib.zstdCompressSync }, brotli: { code: 4, compress: zlib.brotliCompressSync } };
for (const [name, { code, compress }] of Object.entries(CODINGS)) {
  const squeezed = (body: Buffer, rawBytes: number): Buffer => {
    const out = createByteWriter();
    out.number(rawBytes);
    return Buffer.concat([Buffer.from([1, code]), out.finish(), compress(body)]);
  };
  const items = (last: boolean): readonly FrameItem[] => frame({}).items.slice(0, last ? 2 : 1);
  const value = sample({ frames: Array.from({ length: 50 }, (_, i) => frame({ offset: i * 100, items: items(i === 49) })) });
  const body = bodyOf(encodeFrameTable(value));

  test(`a table in ${name} is read`, (t) => t.deepEqual(decodeFrameTable(squeezed(body, body.length)), value));
  test(`a table in ${name} of more than two mebibytes is refused by what it announces`, (t) => {
    t.throws(() => decodeFrameTable(squeezed(Buffer.alloc(2 ** 21 + 1), 2 ** 21 + 1)), { code: "E_LIMIT" });
  });
  test(`a table in ${name} that is a bomb is refused`, (t) => {
    t.throws(() => decodeFrameTable(squeezed(Buffer.alloc(2 ** 26), 1000)), { code: "E_FORMAT" });
  });
  test(`a table in ${name} of less than it announces, or with something after it, is refused`, (t) => {
    t.throws(() => decodeFrameTable(squeezed(body, body.length + 1)), { code: "E_FORMAT" });
    t.throws(() => decodeFrameTable(Buffer.concat([squeezed(body, body.length), Buffer.from("x")])), { code: "E_FORMAT" });
  });
  test(`every cut of a table in ${name} is refused`, (t) => {
    const bytes = squeezed(body, body.length);
    for (let length = 0; length < bytes.length; length++) t.is(tryDecode(bytes.subarray(0, length)), null);
  });
}

test("a long table is written in brotli", (t) => {
  const value = sample({
    frames: Array.from({ length: 50 }, (_, i) => frame({ offset: i * 100, items: frame({}).items.slice(0, i === 49 ? 2 : 1) })),
  });
  t.is(encodeFrameTable(value)[1], 4);
});

function tryDecode(bytes: Uint8Array): FrameTable | null {
  try {
    return decodeFrameTable(bytes);
  } catch (error) {
    if (error instanceof ShoalError && ["E_FORMAT", "E_LIMIT", "E_TRUNC", "E_VERSION"].includes(error.code)) return null;
    throw error;
  }
}

test("the encoding is the one FORMAT.md describes, byte for byte", (t) => {
  const bytes = encodeFrameTable({
    formatVersion: 1,
    kind: "overlay",
    fromTree: D,
    toTree: parseDigest("22".repeat(32)),
    listingBytes: 300,
    codecs: ["xdelta3"],
    frames: [
      {
        offset: 0,
        compressedBytes: 129,
        rawBytes: 5000,
        digest: parseDigest("33".repeat(32)),
        items: [
          {
            kind: "patch",
            sizeBytes: 7,
            targets: [{ entry: -1, part: null }],
            sources: [{ entry: -1, part: { offset: 2, length: 3 } }],
            reach: null,
          },
          { kind: "files", first: 4, count: 2 },
          { kind: "files", first: 3, count: 1 },
          { kind: "slice", entry: 9, offset: 0, length: 128 },
          {
            kind: "patch",
            sizeBytes: 7,
            targets: [{ entry: 8, part: null }],
            sources: [
              { entry: 5, part: null },
              { entry: 1, part: null },
            ],
            reach: 256,
          },
          END,
        ],
      },
    ],
    made: [
      {
        entry: 3,
        copies: [
          { at: 5, length: 300, source: 7, offset: 2 },
          { at: 306, length: 4, source: 7, offset: 310 },
        ],
      },
      { entry: 5, copies: [{ at: 0, length: 1, source: 8, offset: 0 }] },
    ],
  });
  const expected = [
    ...["11".repeat(32), "22".repeat(32), "ac02", "01", "07", Buffer.from("xdelta3").toString("hex")],
    ...["01", "8101", "8827", "33".repeat(32), "06"],
    ...["02", "07", "01", "00", "01", "01", "02", "03", "00"],
    ...["00", "08", "02"],
    ...["00", "05", "01"],
    ...["01", "0a", "00", "8001"],
    ...["02", "07", "01", "24", "02", "18", "0e", "8102"],
    "03",
    ...["02", "03", "02"],
    ...["0b", "08", "04", "ac02"],
    ...["02", "0e", "04"],
    ...["01", "01"],
    ...["01", "01", "00", "01"],
  ];
  const body = Buffer.from(expected.join(""), "hex");
  const head = Buffer.from([1, 5, (body.length & 127) | 128, body.length >> 7]);
  t.is(Buffer.from(bytes.subarray(0, 4)).toString("hex"), head.toString("hex"));
  t.is(zlib.brotliDecompressSync(bytes.subarray(4)).toString("hex"), body.toString("hex"));
  t.deepEqual(decodeFrameTable(Buffer.concat([Buffer.from([1, 1]), body])), decodeFrameTable(bytes));
});
