/**
 * Makes the files of test/fixtures/bad-inputs/ and their manifest: `node test/release/make-bad-inputs.ts`. Everything is built by hand, byte by byte, so that a reader in another
 * language can be held to the same files; nothing of this is made by the code that is tested, but the signatures' arithmetic. The same run gives the same
 * bytes (a test holds that).
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { listings } from "./bad/listings.ts";
import { frameTables, SOURCE, vcdiffs, zstdPatches } from "./bad/patches.ts";
import { envelopes, KEY_ONE, KEY_TWO, NOW, rawPublic, releases } from "./bad/releases.ts";
import type { Row } from "./bad/row.ts";
import { tarHeaders } from "./bad/tars.ts";

export interface Case {
  /** Row of the list of bad inputs, or what it is. */
  readonly id: string;
  readonly about: string;
  readonly parser: "listing" | "tar" | "release" | "envelope" | "vcdiff" | "zstd-dictionary" | "frame-table";
  readonly file: string;
  /** Null: it must be accepted. */
  readonly code: string | null;
}

export interface Manifest {
  /** What the parsers are told beside the file. */
  readonly envelope: { readonly app: string; readonly keys: readonly string[]; readonly threshold: number; readonly now: string };
  readonly patches: { readonly source: string; readonly targetBytes: number };
  readonly cases: readonly Case[];
}

export interface Fixtures {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Buffer>;
}

export function makeFixtures(): Fixtures {
  const files = new Map<string, Buffer>();
  const cases: Case[] = [];
  const add = (parser: Case["parser"], rows: readonly Row[]): void => {
    for (const [id, about, bytes, code] of rows) {
      const name = about
        .replace(/[^a-z0-9]+/gi, "-")
        .toLowerCase()
        .replace(/^-|-$/g, "");
      const file = `${parser}/${id.toLowerCase()}-${name}`;
      if (files.has(file)) throw new Error(`two fixtures are named ${file}`);
      files.set(file, Buffer.from(bytes));
      cases.push({ id, about, parser, file, code });
    }
  };
  add("listing", listings());
  add("tar", tarHeaders());
  add("release", releases());
  add("envelope", envelopes());
  add("vcdiff", vcdiffs());
  add("zstd-dictionary", zstdPatches());
  add("frame-table", frameTables());
  files.set("source", SOURCE);
  const keys = [KEY_ONE, KEY_TWO].map((key) => `ed25519:${rawPublic(key).toString("base64")}`);
  return {
    manifest: { envelope: { app: "web", keys, threshold: 2, now: NOW }, patches: { source: "source", targetBytes: 10 }, cases },
    files,
  };
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, "../fixtures/bad-inputs");
  const { manifest, files } = makeFixtures();
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
