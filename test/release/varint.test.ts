import test from "ava";
import fc from "fast-check";
import { createByteReader, createByteWriter } from "../../release/varint.ts";

test("numbers, signed numbers, digests and texts come back as they were written", (t) => {
  const number = fc.maxSafeNat();
  const signed = fc.integer({ min: -1_000_000, max: 1_000_000 });
  fc.assert(
    fc.property(fc.array(number), fc.array(signed), fc.string({ unit: "binary-ascii", maxLength: 32 }), (numbers, signeds, text) => {
      const out = createByteWriter();
      for (const value of numbers) out.number(value);
      for (const value of signeds) out.signed(value);
      out.text(text);
      const input = createByteReader(out.finish(), "test");
      t.deepEqual(
        numbers.map(() => input.number(Number.MAX_SAFE_INTEGER, "number")),
        numbers,
      );
      t.deepEqual(
        signeds.map(() => input.signed(1_000_000, "number")),
        signeds,
      );
      t.is(input.text(32), text);
      input.end();
    }),
  );
});

const refused = test.macro((t, bytes: number[], code: string) => {
  const input = createByteReader(Buffer.from(bytes), "test");
  t.throws(() => input.number(1000, "number"), { code });
});

test("a number that is cut is E_TRUNC", refused, [0x80], "E_TRUNC");
test("no number at all is E_TRUNC", refused, [], "E_TRUNC");
test("a number written longer than needed is E_FORMAT", refused, [0x81, 0x00], "E_FORMAT");
test("a number above its bound is E_LIMIT", refused, [0xff, 0x7f], "E_LIMIT");
test("a number above 2^53 is E_FORMAT", refused, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], "E_FORMAT");
test(
  "a number without end is E_FORMAT",
  refused,
  Array.from({ length: 20 }, () => 0xff),
  "E_FORMAT",
);

test("bytes that are left over are E_FORMAT", (t) => {
  t.throws(() => createByteReader(Buffer.from([1]), "test").end(), { code: "E_FORMAT" });
});
