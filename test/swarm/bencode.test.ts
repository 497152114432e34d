import test from "ava";
import bencode, { BencodeError, MAX_BYTES, MAX_DEPTH, MAX_VALUES, type Bencoded } from "bencode";
import fc from "fast-check";

const text = (value: string): Buffer => Buffer.from(value, "latin1");
const bytes = (value: string): Uint8Array => new Uint8Array(text(value));

const value = fc.letrec<{ value: Bencoded }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc.maxSafeInteger(),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ unit: "binary", maxLength: 10 }).filter((key) => key.isWellFormed()),
      tie("value"),
      { maxKeys: 5, noNullPrototype: false },
    ),
  ),
})).value;

/** The same data whatever its prototypes. */
const plain = (data: Bencoded): unknown => {
  if (data instanceof Uint8Array) return `bytes ${Buffer.from(data).toString("hex")}`;
  if (Array.isArray(data)) return data.map(plain);
  if (typeof data !== "object") return Object.is(data, -0) ? 0 : data;
  const keys = Object.keys(data).toSorted();
  return keys.map((key) => [key, plain(data[key] as Bencoded)]);
};

test("what was encoded decodes to the same", (t) => {
  fc.assert(fc.property(value, (data) => t.deepEqual(plain(bencode.decode(bencode.encode(data))), plain(data)) as boolean));
});

test("every input that is accepted has exactly that encoding", (t) => {
  const alphabet = fc.constantFrom(..."ilde0123456789:-a\u00ff".split(""));
  const nearMisses = fc.oneof(
    fc.array(alphabet, { maxLength: 24 }).map((characters) => bytes(characters.join(""))),
    value.map((data) => bencode.encode(data)),
    fc.tuple(value, fc.nat(), fc.nat(255)).map(([data, at, byte]) => {
      const encoded = bencode.encode(data);
      encoded[at % encoded.length] = byte;
      return encoded;
    }),
  );
  let accepted = 0;
  fc.assert(
    fc.property(nearMisses, (input) => {
      let decoded: Bencoded;
      try {
        decoded = bencode.decode(input);
      } catch (error) {
        return error instanceof BencodeError;
      }
      accepted++;
      return Buffer.from(bencode.encode(decoded)).equals(input);
    }),
    { numRuns: 3_000 },
  );
  t.true(accepted > 100);
});

const refused = test.macro({
  exec: (t, input: Uint8Array | string) => {
    t.throws(() => bencode.decode(typeof input === "string" ? bytes(input) : input), { instanceOf: BencodeError });
  },
  title: (given) => `refused: ${given}`,
});

test("P01 a negative string length", refused, "l-3:e");
test("P02 lists nested 200,000 deep", refused, "l".repeat(200_000) + "e".repeat(200_000));
test("nesting one deeper than the cap", refused, "l".repeat(MAX_DEPTH + 2) + "e".repeat(MAX_DEPTH + 2));
test("P04 a fraction", refused, "i1.5e");
test("P04 minus zero", refused, "i-0e");
test("P04 no digits", refused, "ie");
test("P04 only a sign", refused, "i-e");
test("P04 a plus sign", refused, "i+1e");
test("P04 leading zeros of a number", refused, "i007e");
test("P04 leading zeros of a length", refused, "03:abc");
test("P04 a string longer than the input", refused, "5:abcd");
test("P04 a string of 2^53 bytes", refused, "9007199254740993:a");
test("a number beyond 2^53", refused, "i9007199254740993e");
test("a number of a megabyte of digits", refused, `i${"9".repeat(1024 * 1024)}e`);
test("unsorted keys", refused, "d1:bi1e1:ai2ee");
test("a repeated key", refused, "d1:ai1e1:ai2ee");
test("a key that is a number", refused, "di1ei2ee");
test("a key without a value", refused, "d1:ae");
test("a key that is not UTF-8", refused, "d1:\u00ffi1ee");
test("bytes after the value", refused, "i1ei2e");
test("no bytes", refused, "");
test("an open list", refused, "li1e");
test("an unknown type", refused, "x");
test("more values than the cap", refused, `l${"le".repeat(MAX_VALUES)}e`);
test("more bytes than the cap", refused, new Uint8Array(MAX_BYTES + 1));

test("a key that is a property of every object is only a key", (t) => {
  const decoded = bencode.decode(bytes("d9:__proto__d5:admini1ee11:constructori2ee")) as Record<string, Bencoded>;
  t.is(Object.getPrototypeOf(decoded), null);
  t.deepEqual(Object.keys(decoded), ["__proto__", "constructor"]);
  t.is(decoded["admin"], undefined);
});

test("keys are sorted by their bytes, not by UTF-16 units", (t) => {
  const astral = "\u{10000}";
  const encoded = bencode.encode({ [astral]: 1, "\uffff": 2 });
  t.deepEqual(Object.keys(bencode.decode(encoded) as object), ["\uffff", astral]);
});

test("what bencode has no form for is not encoded", (t) => {
  for (const data of [1.5, NaN, Infinity, 2 ** 60, null, undefined, Symbol("x"), () => 1]) {
    t.throws(() => bencode.encode(data), { instanceOf: BencodeError });
  }
  t.deepEqual(bencode.encode({ a: null, b: undefined, c: [null, true, false] }), bytes("d1:cli1ei0eee"));
  t.is(bencode.encodingLength({ a: "é" }), 8 + 1);
});

test("what is decoded does not share memory with the input", (t) => {
  const input = bytes("3:abc");
  const decoded = bencode.decode(input) as Uint8Array;
  input.fill(0);
  t.deepEqual(decoded, bytes("abc"));
});

test("decoding takes linear time", (t) => {
  const time = (size: number): number => {
    const input = bencode.encode(Array.from({ length: size }, (_, index) => ({ a: index, b: "x".repeat(20) })));
    const start = performance.now();
    bencode.decode(input);
    return performance.now() - start;
  };
  time(5_000);
  t.true(time(30_000) < 100 * Math.max(1, time(3_000)));
});
