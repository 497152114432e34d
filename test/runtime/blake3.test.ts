import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { blake3, blake3Bytes, blake3Engine, createBlake3, hashFile } from "../../runtime/blake3.ts";

// https://github.com/BLAKE3-team/BLAKE3/blob/master/test_vectors/test_vectors.json (bytes 0..250 repeated)
const VECTORS: readonly (readonly [number, string])[] = [
  [0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"],
  [1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"],
  [1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"],
  [102400, "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"],
];

for (const [length, expected] of VECTORS) {
  test(`the published test vector of ${length} bytes holds`, (t) => {
    const input = Uint8Array.from({ length }, (_, i) => i % 251);
    t.is(blake3(input) as string, expected);
    t.is(createBlake3("wasm").update(input).digest() as string, expected);
  });
}

test(`${blake3Engine()}, which this platform takes, and WASM agree on any content in any pieces`, (t) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 8 }), (parts) => {
      const own = createBlake3();
      const wasm = createBlake3("wasm");
      for (const part of parts) {
        own.update(part);
        wasm.update(part);
      }
      const digest = own.digest();
      t.is(wasm.digest(), digest);
      t.is(blake3(Buffer.concat(parts)), digest);
    }),
  );
});

test("more than one buffer's worth goes through WASM as through the whole", (t) => {
  const big = Buffer.alloc(3 * 1024 * 1024 + 7, "shoal");
  t.is(createBlake3("wasm").update(big).digest(), blake3(big));
});

test("the raw digest is the hexadecimal one", (t) => {
  const bytes = Buffer.from("x");
  t.is(Buffer.from(blake3Bytes(bytes)).toString("hex"), blake3(bytes));
  t.is(blake3Bytes(bytes).length, 32);
});

test("a finished hash refuses to go on", (t) => {
  const hash = createBlake3();
  hash.digest();
  t.throws(() => hash.update(Buffer.from("x")), { message: /already finished/ });
  t.throws(() => hash.digest(), { message: /already finished/ });
});

test("a file is hashed as its bytes, and an abort stops it", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "shoal-blake3-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const content = Buffer.alloc(2 * 1024 * 1024 + 3, "abc");
  await writeFile(join(directory, "f"), content);
  t.is(await hashFile(join(directory, "f")), blake3(content));
  await t.throwsAsync(hashFile(join(directory, "f"), AbortSignal.abort(new Error("enough"))), { message: "enough" });
  await t.throwsAsync(hashFile(join(directory, "absent")), { code: "ENOENT" });
});
