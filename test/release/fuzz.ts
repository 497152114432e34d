/**
 * Mutated inputs for each parser of the format: what it says must be an answer or a typed error of its own, in time, and what it accepts must be what its
 * encoder would have written. Starts from the fixtures and from small good inputs that the packer makes now. Seeded: a failure tells seed, target and the
 * input in hexadecimal; `SHOAL_SEED` runs another one.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codecNamed } from "../../release/delta/codec.ts";
import { checkVcdiff } from "../../release/delta/vcdiff.ts";
import { decodeFrameTable, encodeFrameTable } from "../../release/frames.ts";
import { encodeListing, parseListing } from "../../release/listing.ts";
import { packBase, packOverlay } from "../../release/pack.ts";
import { releaseId } from "../../release/release.ts";
import { decodePublicKey, unverifiedPayload, verifyEnvelope } from "../../release/signature.ts";
import { readTarHeader } from "../../release/tar.ts";
import { type ErrorCode, ShoalError } from "../../runtime/errors.ts";
import type { AppName } from "../../runtime/ids.ts";
import { createStore, file, symlink } from "./bundles.ts";
import type { Case, Manifest } from "./make-bad-inputs.ts";

export interface Target {
  readonly name: string;
  readonly corpus: readonly Uint8Array[];
  /** Beside these nothing may be thrown. */
  readonly codes: readonly ErrorCode[];
  /** Throws a plain Error where something was accepted that must not be. */
  readonly parse: (input: Buffer) => unknown;
  /** Inputs of one run in the default tests: a few seconds. */
  readonly runs: number;
}

const FOLDER = join(import.meta.dirname, "../fixtures/bad-inputs");
const MANIFEST = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8")) as Manifest;
const SOURCE = readFileSync(join(FOLDER, MANIFEST.patches.source));
const { targetBytes } = MANIFEST.patches;
/** One input may take so long, on two cores that are busy with other things. */
const INPUT_MS_MAX = 5_000;
const INPUT_BYTES_MAX = 64 * 1024;

/** `folder`: for what the packer makes. */
export async function createTargets(folder: string): Promise<readonly Target[]> {
  const target = await codecNamed("xdelta3").encode(SOURCE, Buffer.concat([SOURCE.subarray(40, 45), Buffer.from("hello")]), 9);
  return [
    {
      name: "listing",
      corpus: fixtures("listing"),
      codes: ["E_FORMAT", "E_PATH", "E_CONFLICT", "E_LIMIT", "E_TRUNC"],
      runs: 30_000,
      parse(input) {
        const listing = parseListing(input);
        const entries = Array.from({ length: listing.count }, (_, index) => listing.entry(index));
        if (!encodeListing(entries).equals(input)) throw new Error("accepted, and would be written in another way");
      },
    },
    {
      name: "frame table",
      corpus: [...(await packedTables(folder)), ...fixtures("frame-table")],
      codes: ["E_FORMAT", "E_TRUNC", "E_LIMIT", "E_VERSION", "E_PATH", "E_CONFLICT"],
      runs: 20_000,
      parse(input) {
        const table = decodeFrameTable(input);
        const again = decodeFrameTable(encodeFrameTable(table));
        if (JSON.stringify(again) !== JSON.stringify(table)) throw new Error("accepted, and would be written in another way");
      },
    },
    {
      name: "tar entry",
      corpus: fixtures("tar"),
      codes: ["E_FORMAT", "E_TRUNC", "E_LIMIT", "E_PATH"],
      runs: 50_000,
      parse(input) {
        const { path, mode, sizeBytes, contentAt } = readTarHeader(withChecksum(input), 0);
        const isBad = path.startsWith("/") || path.split("/").some((part) => part === ".." || part === "") || path.includes("\0");
        if (isBad && !path.startsWith(".shoal/")) throw new Error(`accepted the path ${JSON.stringify(path)}`);
        if (mode !== 0o644 && mode !== 0o755) throw new Error(`accepted mode ${mode}`);
        if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0 || contentAt > input.length) throw new Error(`accepted size ${sizeBytes}`);
      },
    },
    {
      name: "VCDIFF patch",
      corpus: [target, ...fixtures("vcdiff")],
      codes: ["E_PATCH", "E_TRUNC", "E_LIMIT"],
      runs: 50_000,
      parse: (input) => checkVcdiff(input, { sourceBytes: SOURCE.length, targetBytes }),
    },
    {
      name: "VCDIFF patch, applied",
      corpus: [target],
      codes: ["E_PATCH", "E_TRUNC", "E_LIMIT"],
      runs: 500,
      parse: async (input) => checkLength(await codecNamed("xdelta3").decode(SOURCE, input, targetBytes)),
    },
    {
      name: "zstd patch",
      corpus: [await codecNamed("zstd-dictionary").encode(SOURCE, SOURCE.subarray(50, 60), 12), ...fixtures("zstd-dictionary")],
      codes: ["E_PATCH", "E_TRUNC", "E_LIMIT"],
      runs: 3_000,
      parse: async (input) => checkLength(await codecNamed("zstd-dictionary").decode(SOURCE, input, targetBytes)),
    },
    {
      name: "DSSE envelope",
      corpus: fixtures("envelope"),
      codes: ["E_FORMAT", "E_LIMIT", "E_SIG", "E_KEY", "E_SCOPE", "E_VERSION", "E_TIME"],
      runs: 10_000,
      parse: createEnvelopeCheck(),
    },
  ];
}

/** Throws with seed and input where the target broke its word. Resolves with how many inputs were accepted. */
export async function fuzz(
  { name, corpus, codes, parse, runs }: Target,
  { seed, times = 1 }: { seed: number; times?: number },
): Promise<number> {
  const random = createRandom(seed);
  let accepted = 0;
  for (let run = 0; run < runs * times; run += 1) {
    const input = mutate(corpus, random);
    const begun = performance.now();
    try {
      await parse(Buffer.from(input));
      accepted += 1;
    } catch (error) {
      if (!(error instanceof ShoalError) || !codes.includes(error.code)) throw broken(name, seed, input, error);
    }
    if (performance.now() - begun > INPUT_MS_MAX) throw broken(name, seed, input, new Error(`took over ${INPUT_MS_MAX} ms`));
  }
  return accepted;
}

function broken(name: string, seed: number, input: Uint8Array, cause: unknown): Error {
  const hex = Buffer.from(input).toString("hex").slice(0, 20_000);
  return new Error(`${name}, SHOAL_SEED=${seed}: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}\n${hex}`, {
    cause,
  });
}

type Random = (below: number) => number;

/** One of the corpus, changed in one to four places. */
function mutate(corpus: readonly Uint8Array[], random: Random): Uint8Array {
  let input: Uint8Array = Uint8Array.from(corpus[random(corpus.length)] as Uint8Array);
  const changes = 1 + random(4);
  for (let n = 0; n < changes; n += 1) input = change(input, corpus, random);
  return input.subarray(0, INPUT_BYTES_MAX);
}

function change(input: Uint8Array, corpus: readonly Uint8Array[], random: Random): Uint8Array {
  const at = random(input.length + 1);
  const length = random(Math.min(16, input.length - at) + 1);
  const [before, cut, after] = [input.subarray(0, at), input.subarray(at, at + length), input.subarray(at + length)];
  switch (random(7)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, cut, cut, after]);
    case 2:
      return Buffer.concat([before, Buffer.from(Array.from({ length }, () => random(256))), after]);
    case 3:
      return Buffer.concat([
        before,
        Buffer.from([INTERESTING[random(INTERESTING.length)] as number]),
        input.subarray(Math.min(input.length, at + 1)),
      ]);
    case 4: {
      const flipped = Buffer.from(input);
      if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << random(8));
      return flipped;
    }
    case 5: {
      const other = corpus[random(corpus.length)] as Uint8Array;
      return Buffer.concat([before, other.subarray(random(other.length + 1))]);
    }
    default:
      return before;
  }
}

/** Ends of ranges, and bytes that formats are made of. */
const INTERESTING = [0, 1, 0x09, 0x0a, 0x0d, 0x1b, 0x20, 0x22, 0x2e, 0x2f, 0x30, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xbf, 0xc0, 0xfe, 0xff];

/** Marsaglia's xorshift32. */
function createRandom(seed: number): Random {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function fixtures(parser: Case["parser"]): readonly Uint8Array[] {
  return MANIFEST.cases.filter((one) => one.parser === parser).map((one) => readFileSync(join(FOLDER, one.file)));
}

/** Of a base and of an overlay with a patch, a copy and a whole file, as the packer of today makes them. */
async function packedTables(folder: string): Promise<readonly Uint8Array[]> {
  const store = createStore(join(folder, "store"));
  const text = Array.from({ length: 400 }, (_, n) => `line ${n} of a file that has some length\n`);
  const old = [file("a", text.join("")), file("dir/b", "b"), file("dir/c", "c", 0o755)];
  const changed = text.with(7, "another line\n").with(300, "").join("");
  const [from, to] = [store.add(old), store.add([file("a", changed), file("dir/b", "B"), file("e", "new"), symlink("l", "a")])];
  const base = await packBase({ listing: from, pathOf: store.pathOf, out: join(folder, "base") });
  const overlay = await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out: join(folder, "overlay") });
  return [base.frameTable, overlay.frameTable];
}

/** Half of the inputs get the checksum that their bytes have, or nothing behind it would ever be read. */
function withChecksum(input: Buffer): Buffer {
  if (input.length < 512 || (input[511] as number) % 2 === 1) return input;
  const fixed = Buffer.from(input);
  fixed.write("        ", 148, "latin1");
  const sum = fixed.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  fixed.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return fixed;
}

function checkLength({ length }: Uint8Array): void {
  if (length !== targetBytes) throw new Error(`made ${length} bytes, not ${targetBytes}`);
}

/** No mutation can make a payload that was not signed one that is believed. */
function createEnvelopeCheck(): (input: Buffer) => void {
  const { app, keys, threshold, now } = MANIFEST.envelope;
  const verify = (envelope: Uint8Array) =>
    verifyEnvelope({ envelope, app: app as AppName, pins: { keys: keys.map(decodePublicKey), threshold }, nowUnixMs: Date.parse(now) });
  const good = MANIFEST.cases.filter(({ parser, code }) => parser === "envelope" && code === null);
  const signed = new Set(good.map((one) => releaseId(unverifiedPayload(readFileSync(join(FOLDER, one.file))))));
  return (input) => {
    if (!signed.has(verify(input).id)) throw new Error("believed a release that nobody signed");
  };
}
