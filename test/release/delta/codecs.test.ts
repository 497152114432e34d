import test from "ava";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { ShoalError } from "../../../runtime/errors.ts";
import { CODEC_NAMES, CODECS, codecNamed, type DeltaCodec } from "../../../release/delta/codec.ts";
import { temporaryFolder } from "../temporary.ts";

const MIB = 1024 * 1024;
/** Brotli takes no source: its tests stand below. */
const codecs = [...CODECS.values()].filter(({ name }) => name !== "brotli");

/** Bytes that look random and are always the same. */
const noise = (bytes: number, seed: string): Buffer => createHash("shake256", { outputLength: bytes }).update(seed).digest();

function changed(bytes: Buffer, places: readonly number[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const at of places) copy[at] = copy[at]! ^ 0xff;
  return copy;
}

async function roundTrip(codec: DeltaCodec, source: Uint8Array, target: Uint8Array, level: number): Promise<Uint8Array> {
  return codec.decode(Uint8Array.from(source), await codec.encode(source, target, level), target.length);
}

/** Targets that share stretches with their sources, as versions of a file do. */
const versions = fc
  .tuple(
    fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }),
    fc.array(fc.oneof(fc.nat(5), fc.uint8Array({ maxLength: 60 })), { maxLength: 8 }),
  )
  .map(([parts, recipe]) => ({
    source: Buffer.concat(parts),
    target: Buffer.concat(recipe.map((step) => (typeof step === "number" ? (parts[step] ?? new Uint8Array(0)) : step))),
  }));

for (const codec of codecs) {
  test(`${codec.name}: any target comes back from any source`, async (t) => {
    await fc.assert(
      fc.asyncProperty(versions, fc.constantFrom(1, 6, 9), async ({ source, target }, level) => {
        t.deepEqual(Buffer.from(await roundTrip(codec, source, target, level)), target);
      }),
      { numRuns: 150 },
    );
  });

  test(`${codec.name}: the same input gives the same patch`, async (t) => {
    const source = noise(100_000, "a");
    const target = changed(source, [5, 50_000]);
    t.deepEqual(await codec.encode(source, target, 9), await codec.encode(source, target, 9));
  });

  test(`${codec.name}: two bytes changed in 8 MiB of noise cost less than a kilobyte`, async (t) => {
    const source = noise(8 * MIB, "b");
    const target = changed(source, [1000, 7 * MIB]);
    const patch = await codec.encode(source, target, codec.name === "xdelta3" ? 9 : 12);
    t.true(patch.length < 1024, `${patch.length} bytes`);
    t.true(Buffer.from(await codec.decode(source, patch, target.length)).equals(target));
  });

  test(`${codec.name}: a window as large as any may be is decoded`, async (t) => {
    const source = noise(16 * MIB, "c");
    const target = Buffer.concat([source.subarray(0, 9 * MIB), noise(100, "c2"), source.subarray(9 * MIB)]).subarray(0, 16 * MIB);
    t.true(Buffer.from(await roundTrip(codec, source, target, 1)).equals(target));
  });

  test(`${codec.name}: noise that has nothing in common with as much noise comes back at any level, or the codec says that it can't`, async (t) => {
    // Mixing takes 3 µs for each of them, twice.
    const bytes = codec.name === "context-mixing" ? MIB / 2 : 8 * MIB;
    const [source, target] = [noise(bytes, "k"), noise(bytes, "l")];
    for (const level of [1, 9]) {
      try {
        t.true(Buffer.from(await roundTrip(codec, source, target, level)).equals(target));
      } catch (error) {
        t.is((error as ShoalError).code, "E_PATCH");
      }
    }
  });

  test(`${codec.name}: a changed patch makes the target, another content of that length, or a typed error; never more`, async (t) => {
    const source = noise(3000, "d");
    const target = Buffer.concat([noise(500, "e"), changed(source, [100, 2000])]);
    const patch = Buffer.from(await codec.encode(source, target, 3));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(patch.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), async (changes) => {
        const broken = Buffer.from(patch);
        for (const [at, byte] of changes) broken[at] = byte;
        await decodeOrRefuse(t, codec, { source, patch: broken, targetBytes: target.length });
      }),
      { numRuns: 300 },
    );
  });

  test(`${codec.name}: random bytes are refused`, async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (patch) => {
        await decodeOrRefuse(t, codec, { source: noise(100, "f"), patch, targetBytes: 50 });
      }),
      { numRuns: 200 },
    );
  });

  // An arithmetic code is one for any length: it is the file's digest that tells.
  if (codec.name === "context-mixing") continue;

  test(`${codec.name}: every cut of a patch is refused`, async (t) => {
    const source = noise(300, "g");
    const patch = await codec.encode(source, changed(source, [20]), 3);
    for (let length = 0; length < patch.length; length++) {
      const error = await t.throwsAsync(codec.decode(source, patch.subarray(0, length), 300), { instanceOf: ShoalError });
      t.true(["E_TRUNC", "E_PATCH"].includes(error.code), `${length}: ${error.code}`);
    }
  });

  test(`${codec.name}: a patch that makes more, or less, than was announced is refused`, async (t) => {
    const source = noise(1000, "h");
    const patch = await codec.encode(source, source, 3);
    for (const targetBytes of [0, 999, 1001]) await t.throwsAsync(codec.decode(source, patch, targetBytes), { code: "E_PATCH" });
  });
}

test("context-mixing: a cut patch makes another content, or is refused", async (t) => {
  const codec = codecNamed("context-mixing");
  const source = noise(300, "g");
  const target = changed(source, [20]);
  const patch = await codec.encode(source, target, 0);
  t.deepEqual(Buffer.from(await codec.decode(source, patch, 300)), target);
  await t.throwsAsync(codec.decode(source, new Uint8Array(0), 300), { code: "E_PATCH" });
  for (let length = 1; length < patch.length - 1; length++) {
    t.notDeepEqual(Buffer.from(await codec.decode(source, patch.subarray(0, length), 300)), target);
  }
});

test("context-mixing: a patch that goes on after its end is refused", async (t) => {
  const codec = codecNamed("context-mixing");
  const source = noise(300, "g");
  const patch = await codec.encode(source, changed(source, [20]), 0);
  await t.throwsAsync(codec.decode(source, Buffer.concat([patch, Buffer.alloc(8, 1)]), 300), {
    code: "E_PATCH",
    message: /follow its end/,
  });
});

test("context-mixing: a recompiled program, in which every 50th number moved by the same, costs less than a byte for each", async (t) => {
  const codec = codecNamed("context-mixing");
  const source = Buffer.alloc(400_000);
  const instructions = noise(100_000, "instructions");
  for (let i = 0; i < 100_000; i++)
    source.writeUInt32LE(instructions[i]! % 50 === 0 ? 0x400000 + instructions[i]! * 64 : instructions[i]!, i * 4);
  const target = Buffer.from(source);
  let moved = 0;
  for (let at = 0; at < target.length; at += 4) {
    if (target.readUInt32LE(at) < 0x400000) continue;
    target.writeUInt32LE(target.readUInt32LE(at) + 0x130, at);
    moved++;
  }
  const patch = await codec.encode(source, target, 0);
  t.true(Buffer.from(await codec.decode(source, patch, target.length)).equals(target));
  t.true(patch.length < moved, `${patch.length} bytes for ${moved} numbers`);
});

test("brotli: any target comes back, without a source only", async (t) => {
  const codec = codecNamed("brotli");
  await fc.assert(
    fc.asyncProperty(versions, async ({ source, target }) => {
      t.deepEqual(Buffer.from(await roundTrip(codec, new Uint8Array(0), target, 11)), target);
      if (source.length > 0) await t.throwsAsync(codec.encode(source, target, 11), { code: "E_PATCH" });
    }),
  );
  const patch = await codec.encode(new Uint8Array(0), Buffer.from("content"), 11);
  await t.throwsAsync(codec.decode(Buffer.from("a source"), patch, 7), { code: "E_PATCH" });
});

test("brotli: what is cut, changed, or makes more or less than was announced is refused or makes that length", async (t) => {
  const codec = codecNamed("brotli");
  const patch = Buffer.from(await codec.encode(new Uint8Array(0), noise(300, "n"), 11));
  for (let length = 0; length < patch.length; length++) {
    await t.throwsAsync(codec.decode(new Uint8Array(0), patch.subarray(0, length), 300), { code: "E_PATCH" });
  }
  for (const targetBytes of [0, 299, 301]) await t.throwsAsync(codec.decode(new Uint8Array(0), patch, targetBytes), { code: "E_PATCH" });
  await t.throwsAsync(codec.decode(new Uint8Array(0), Buffer.concat([patch, Buffer.from("more")]), 300), {
    code: "E_PATCH",
    message: /4 bytes follow/,
  });
  const bomb = await codec.encode(new Uint8Array(0), Buffer.alloc(64 * MIB), 5);
  await t.throwsAsync(codec.decode(new Uint8Array(0), bomb, 1000), { code: "E_PATCH" });
  await fc.assert(
    fc.asyncProperty(fc.nat(patch.length - 1), fc.nat(255), async (at, byte) => {
      const broken = Buffer.from(patch);
      broken[at] = byte;
      await decodeOrRefuse(t, codec, { source: new Uint8Array(0), patch: broken, targetBytes: 300 });
    }),
  );
});

async function decodeOrRefuse(
  t: { true(value: boolean, message?: string): void },
  codec: DeltaCodec,
  input: { readonly source: Uint8Array; readonly patch: Uint8Array; readonly targetBytes: number },
): Promise<void> {
  try {
    t.true((await codec.decode(input.source, input.patch, input.targetBytes)).length === input.targetBytes);
  } catch (error) {
    t.true(error instanceof ShoalError && ["E_PATCH", "E_TRUNC", "E_LIMIT"].includes(error.code), String(error));
  }
}

test("V03 a patch of a few bytes that unpacks to 256 MiB is stopped at the announced size", async (t) => {
  const codec = codecNamed("zstd-dictionary");
  const bomb = execFileSync("zstd", ["-q", "-c", "-9"], { input: Buffer.alloc(64 * MIB) });
  await t.throwsAsync(codec.decode(new Uint8Array(0), bomb, 1000), { code: "E_PATCH", message: /more than the announced 1000 bytes/ });
});

test("context-mixing: a source that is far larger than its target is refused: each byte would cost a second", async (t) => {
  const codec = codecNamed("context-mixing");
  const [free, target] = [64 * 1024, noise(100, "t")];
  t.deepEqual(Buffer.from(await roundTrip(codec, Buffer.alloc(free + 6400), target, 0)), target);
  await t.throwsAsync(codec.encode(Buffer.alloc(free + 6401), target, 0), { code: "E_PATCH" });
  await t.throwsAsync(codec.decode(Buffer.alloc(16 * MIB), Buffer.from([0]), 1), { code: "E_PATCH", message: /too much/ });
});

test.serial("a patch that is part of a frame goes to its thread without the frame", async (t) => {
  const { postMessage } = Worker.prototype;
  t.teardown(() => Object.assign(Worker.prototype, { postMessage }));
  for (const name of ["context-mixing", "xdelta3"]) {
    const [codec, source] = [codecNamed(name), noise(1000, "s")];
    const patch = await codec.encode(source, source, 6);
    const frame = Buffer.concat([Buffer.alloc(MIB), patch]);
    const sizes: number[] = [];
    const watched: typeof postMessage = function (this: Worker, job: object, transfer) {
      for (const value of Object.values(job)) if (ArrayBuffer.isView(value)) sizes.push(value.buffer.byteLength);
      postMessage.call(this, job, transfer);
    };
    Object.assign(Worker.prototype, { postMessage: watched });
    t.deepEqual(Buffer.from(await codec.decode(source, frame.subarray(MIB), 1000)), source);
    Object.assign(Worker.prototype, { postMessage });
    t.true(sizes.length > 0 && Math.max(...sizes) < 64 * 1024, `${name}: ${sizes.join(", ")}`);
  }
});

test("a window larger than its bound is refused before anything is done", async (t) => {
  const codec = codecNamed("xdelta3");
  const large = Buffer.alloc(16 * MIB + 1);
  await t.throwsAsync(codec.encode(large, Buffer.alloc(1), 1), { code: "E_LIMIT" });
  await t.throwsAsync(codec.decode(Buffer.alloc(1), Buffer.alloc(1), large.length), { code: "E_LIMIT" });
});

test("a codec that isn't known is E_VERSION and names those that are", (t) => {
  t.deepEqual(CODEC_NAMES, ["brotli", "context-mixing", "xdelta3", "zstd-dictionary"]);
  t.throws(() => codecNamed("bsdiff"), { code: "E_VERSION", message: /brotli, context-mixing, xdelta3, zstd-dictionary/ });
});

const hasXdelta3 = spawnSync("xdelta3", ["-V"]).error === undefined;

test("stock xdelta3 decodes our VCDIFF", async (t) => {
  if (!hasXdelta3) return t.pass("skipped: no xdelta3 on this machine (apt-get install xdelta3)");
  const folder = temporaryFolder(t);
  const source = noise(500_000, "i");
  const target = Buffer.concat([noise(1000, "j"), changed(source, [7, 300_000]), source.subarray(1000, 90_000)]);
  for (const level of [1, 6, 9]) {
    const patch = await codecNamed("xdelta3").encode(source, target, level);
    t.true(patch.length < 3000, `${patch.length} bytes at level ${level}`);
    writeFileSync(join(folder, "source"), source);
    writeFileSync(join(folder, "patch"), patch);
    execFileSync("xdelta3", ["-d", "-f", "-s", join(folder, "source"), join(folder, "patch"), join(folder, "target")]);
    t.true(readFileSync(join(folder, "target")).equals(target));
  }
});

test("many patches asked for at once are made one after another, each right", async (t) => {
  const codec = codecNamed("xdelta3");
  const jobs = Array.from({ length: 20 }, (_, i) => ({
    source: noise(2000, `s${i}`),
    target: Buffer.concat([noise(100, `t${i}`), noise(2000, `s${i}`)]),
  }));
  const patches = await Promise.all(jobs.map(({ source, target }) => codec.encode(source, target, 6)));
  const targets = await Promise.all(jobs.map(({ source, target }, i) => codec.decode(source, patches[i]!, target.length)));
  for (const [i, { target }] of jobs.entries()) t.deepEqual(Buffer.from(targets[i]!), target);
});
