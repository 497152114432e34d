import test from "ava";
import fc from "fast-check";
import { digestOf } from "./trees.ts";
import { sampleRelease } from "./samples.ts";
import { encodeJson, parseJson, type Json } from "../../release/json.ts";
import { encodeRelease, parseCreated, parseRelease, releaseId } from "../../release/release.ts";

const LIMITS = { what: "thing", maxBytes: 1000 };
const bytesOf = (fields: Record<string, Json>): Buffer => encodeJson({ ...sampleRelease, ...fields });

test("a release is exactly these bytes, and comes back equal", (t) => {
  const bytes = encodeRelease(sampleRelease);
  t.is(
    Buffer.from(bytes).toString(),
    `{"app":"web","created":"2026-11-20T12:00:00Z","entries":10,"listingBytes":1234,"minFormatVersion":1,"sizeBytes":0,"sourceRevision":"5f1e2d3","tag":"release/2026-11-20/1","tree":"${digestOf("tree")}"}`,
  );
  t.deepEqual(parseRelease(bytes), sampleRelease);
  t.is(releaseId(bytes) as string, digestOf(Buffer.from(bytes).toString()) as string);
});

test("M17: an unknown field is ignored, the bytes with it still have an id of their own", (t) => {
  const bytes = bytesOf({ later: { deep: [1, "x"] } });
  t.deepEqual(parseRelease(bytes), sampleRelease);
  t.not(releaseId(bytes), releaseId(encodeRelease(sampleRelease)));
});

test("M17: an unknown field that is critical is refused, a known one isn't", (t) => {
  t.throws(() => parseRelease(bytesOf({ later: 1, critical: ["tree", "later"] })), { code: "E_VERSION", message: /"later"/ });
  t.deepEqual(parseRelease(bytesOf({ critical: ["tree"] })), sampleRelease);
});

test("a release for a later format is refused as such", (t) => {
  t.throws(() => parseRelease(bytesOf({ minFormatVersion: 2 })), { code: "E_VERSION" });
});

const refused = test.macro({
  exec: (t, fields: Record<string, Json>, code: string = "E_FORMAT") => void t.throws(() => parseRelease(bytesOf(fields)), { code }),
  title: (id = "", fields) => `${id}: a release with ${JSON.stringify(fields).slice(0, 60)} is refused`,
});

for (const field of ["sizeBytes", "listingBytes", "entries", "minFormatVersion"]) {
  test(`M12 ${field}`, refused, { [field]: -1 });
  test(`M12 ${field} text`, refused, { [field]: "1" });
}
test("M12 listing", refused, { listingBytes: 0 });
test("M18", refused, { entries: 1_000_001 });
test("M18 listing", refused, { listingBytes: 64 * 1024 * 1024 + 1 });
test("M11 short", refused, { tree: digestOf("x").slice(1) });
test("M11 upper case", refused, { tree: digestOf("x").toUpperCase() });
test("app", refused, { app: "../etc" });
test("app __proto__", refused, { app: "__proto__" });
test("tag", refused, { tag: "a b" });
test("tag climbing", refused, { tag: "a/../b" });
test("source revision too long", refused, { sourceRevision: "x".repeat(201) });
test("source revision with escape", refused, { sourceRevision: "\u001b[31m" });
for (const created of [
  "",
  "2026-11-20",
  "2026-11-20T12:00:00",
  "2026-11-20T12:00:00+01:00",
  "2026-11-20T12:00:00.5Z",
  "2026-02-30T12:00:00Z",
  "1999-12-31T23:59:59Z",
  "+012026-11-20T12:00:00Z",
  null,
  5,
]) {
  test(`M06 ${String(created)}`, refused, { created }, "E_TIME");
}

test("M06: a missing time is refused", (t) => {
  const { created: _, ...rest } = sampleRelease;
  t.throws(() => parseRelease(encodeJson(rest)), { code: "E_TIME" });
});

test("a missing field is named", (t) => {
  const { tree: _, ...rest } = sampleRelease;
  t.throws(() => parseRelease(encodeJson(rest)), { code: "E_FORMAT", message: /tree/ });
});

test("a time is read as UTC seconds", (t) => {
  t.is(parseCreated("2026-11-20T12:00:00Z"), Date.UTC(2026, 10, 20, 12));
  t.is(parseCreated("2028-02-29T23:59:59Z"), Date.UTC(2028, 1, 29, 23, 59, 59));
});

test("a release that couldn't be read is not written", (t) => {
  t.throws(() => encodeRelease({ ...sampleRelease, created: "now" }), { code: "E_TIME" });
});

const badJson = test.macro({
  exec: (t, text: string | Buffer, code: string = "E_FORMAT") => void t.throws(() => parseJson(Buffer.from(text), LIMITS), { code }),
  title: (id = "") => `${id} is no canonical JSON`,
});

test("M15 a byte order mark", badJson, "\ufeff{}");
test("M15 invalid UTF-8", badJson, Buffer.from('"\xff"', "latin1"));
test("nothing", badJson, "");
test("white space", badJson, '{"a": 1}');
test("a final newline", badJson, "{}\n");
test("a duplicate key", badJson, '{"a":1,"a":1}');
test("an unsorted key", badJson, '{"b":1,"a":1}');
test("M12 1e400", badJson, "1e400");
test("M12 2^53", badJson, "9007199254740992");
test("M12 a fraction", badJson, "1.5");
test("M12 minus zero", badJson, "-0");
test("M12 1e3", badJson, "1e3");
test("an escaped letter", badJson, '"\\u0061"');
test("a lone surrogate", badJson, '"\\ud800"');
test("M14 __proto__", badJson, '{"__proto__":{"admin":true}}');
test("M14 constructor", badJson, '{"a":{"constructor":1}}');
test("M16 depth of 33", badJson, "[".repeat(33) + "]".repeat(33), "E_LIMIT");
test("M16 unclosed depth", badJson, "[".repeat(900), "E_LIMIT");
test("M16 size", badJson, `"${"x".repeat(1000)}"`, "E_LIMIT");

test("M16: depth 100,000 neither crashes nor takes long", (t) => {
  t.throws(() => parseJson(Buffer.alloc(100_000, "["), { what: "thing", maxBytes: 1_000_000 }), { code: "E_LIMIT" });
});

test("brackets in strings are no depth, and depth 32 is read", (t) => {
  t.is(parseJson(Buffer.from(`"${"[".repeat(100)}\\""`), LIMITS), `${"[".repeat(100)}"`);
  t.notThrows(() => parseJson(Buffer.from("[".repeat(32) + "]".repeat(32)), LIMITS));
});

test("every value of integers and strings is written and read back equal, keys in order", (t) => {
  const value = fc.jsonValue({ maxDepth: 4 }).filter((json) => isWritable(json as Json));
  fc.assert(
    fc.property(value, (json) => {
      const bytes = encodeJson(json as Json);
      t.deepEqual(parseJson(bytes, { ...LIMITS, maxBytes: 1e6 }), json as Json);
    }),
  );
});

test("hostile bytes give a typed error or their own canonical form", (t) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:01-e.\\un \u00e9'.split("")) }), (text) => {
      try {
        t.is(encodeJson(parseJson(Buffer.from(text), LIMITS)).toString(), text);
      } catch (error) {
        t.regex((error as { code: string }).code, /^E_(FORMAT|LIMIT)$/);
      }
    }),
    { numRuns: 2000 },
  );
});

function isWritable(json: Json): boolean {
  try {
    encodeJson(json);
    return true;
  } catch {
    return false;
  }
}
