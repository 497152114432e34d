/**
 * Every file of bad-inputs/ gets what its manifest says: the error's code, or to be accepted. The folder is for readers in any language; make-bad-inputs.ts makes it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { codecNamed } from "../../release/delta/codec.ts";
import { checkVcdiff } from "../../release/delta/vcdiff.ts";
import { decodeFrameTable } from "../../release/frames.ts";
import { parseListing } from "../../release/listing.ts";
import { parseRelease } from "../../release/release.ts";
import { decodePublicKey, verifyEnvelope } from "../../release/signature.ts";
import { readTarHeader } from "../../release/tar.ts";
import { ERROR_CODES, ShoalError } from "../../runtime/errors.ts";
import type { AppName } from "../../runtime/ids.ts";
import { type Case, makeFixtures, type Manifest } from "./make-bad-inputs.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/bad-inputs");
const MANIFEST = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8")) as Manifest;
/** All files together: they are in every clone. */
const BYTES_MAX = 512 * 1024;

const source = readFileSync(join(FOLDER, MANIFEST.patches.source));
const { targetBytes } = MANIFEST.patches;
const { app, keys, threshold, now } = MANIFEST.envelope;

const parsers: Readonly<Record<Case["parser"], (bytes: Buffer) => unknown>> = {
  listing: (bytes) => parseListing(bytes),
  tar: (bytes) => readTarHeader(bytes, 0),
  release: (bytes) => parseRelease(bytes),
  envelope: (envelope) =>
    verifyEnvelope({ envelope, app: app as AppName, pins: { keys: keys.map(decodePublicKey), threshold }, nowUnixMs: Date.parse(now) }),
  vcdiff: (bytes) => checkVcdiff(bytes, { sourceBytes: source.length, targetBytes }),
  "zstd-dictionary": (bytes) => codecNamed("zstd-dictionary").decode(source, bytes, targetBytes),
  "frame-table": (bytes) => decodeFrameTable(bytes),
};

for (const { id, about, parser, file, code } of MANIFEST.cases) {
  test(`${id} ${parser}: ${about} is ${code ?? "accepted"}`, async (t) => {
    const error = await outcome(() => parsers[parser](readFileSync(join(FOLDER, file))));
    t.is((error?.code ?? null) as string | null, code, error?.message);
    if (error === null) return;
    t.true(Object.hasOwn(ERROR_CODES, error.code));
    t.notRegex(error.message, /[\u0000-\u001f\u007f]/, "no control character reaches a log");
    t.true(error.message.length > 0 && error.message.length <= 2_000);
  });
}

test("the folder is what make-bad-inputs.ts makes, and nothing else", (t) => {
  const { manifest, files } = makeFixtures();
  t.deepEqual(MANIFEST, manifest);
  const names = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(FOLDER, name)).isFile());
  t.deepEqual(names.toSorted(), [...files.keys(), "manifest.json"].toSorted());
  for (const [name, bytes] of files) if (existsSync(join(FOLDER, name))) t.true(readFileSync(join(FOLDER, name)).equals(bytes), name);
  t.true([...files.values()].reduce((sum, { length }) => sum + length, 0) <= BYTES_MAX);
});

/** Null where it was accepted. What is thrown is typed, or the test fails with it. */
async function outcome(parse: () => unknown): Promise<ShoalError | null> {
  try {
    await parse();
    return null;
  } catch (error) {
    if (error instanceof ShoalError) return error;
    throw error;
  }
}
