/** Packing in a process of its own. */
import test, { type ExecutionContext } from "ava";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packInProcess, type PackJob } from "../../coordinator/packer.ts";
import { pathOf } from "../../coordinator/files.ts";
import { encodeListing, parseListing, type Listing, type TreeEntry } from "../../release/listing.ts";
import { packBase } from "../../release/pack.ts";
import { blake3 } from "../../runtime/blake3.ts";
import { createFleetCa } from "../../runtime/certificates.ts";
import { parseAppName } from "../../runtime/ids.ts";
import { temporaryFolder } from "./temporary.ts";

const contents = Array.from({ length: 40 }, (_, i) => Buffer.from(`file ${i}\n`.repeat(i * 500)));

test("a bundle packed in another process is the one that would be packed here", async (t) => {
  const { job, listing, options } = await prepare(t);
  const { bundle, torrent } = await packInProcess(job, options);
  const here = join(dirname(job.out), "here");
  const expected = await packBase({ listing, pathOf: (digest) => pathOf(job.filesFolder, digest), out: here });
  t.deepEqual({ ...bundle, frameTable: Buffer.from(bundle.frameTable) }, { ...expected, frameTable: Buffer.from(expected.frameTable) });
  t.deepEqual(readFileSync(job.out), readFileSync(here));
  t.is(torrent.pieceDigests.length, 32);
});

test("a packing that fails there fails here with its code", async (t) => {
  const { job, options } = await prepare(t);
  const damaged = pathOf(job.filesFolder, blake3(contents[7]!));
  writeFileSync(damaged, Buffer.alloc(contents[7]!.length));
  await t.throwsAsync(packInProcess(job, options), { code: "E_DIGEST" });
  rmSync(damaged);
  await t.throwsAsync(packInProcess(job, options), { message: /ENOENT/ });
});

test("a packing that is cancelled ends with E_CANCELLED, before it has begun or later", async (t) => {
  const { job, options } = await prepare(t);
  await t.throwsAsync(packInProcess(job, { ...options, signal: AbortSignal.abort() }), { code: "E_CANCELLED" });
  const stop = new AbortController();
  const packing = packInProcess(job, { ...options, signal: stop.signal });
  stop.abort();
  await t.throwsAsync(packing, { code: "E_CANCELLED" });
});

async function prepare(t: ExecutionContext) {
  const folder = temporaryFolder(t);
  const filesFolder = join(folder, "files");
  for (const content of contents) {
    const path = pathOf(filesFolder, blake3(content));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const listing = listingOf();
  const listingPath = join(folder, "listing");
  writeFileSync(listingPath, listing.bytes);
  const { certificatePem: caPem } = await createFleetCa({ name: "test", days: 1 });
  const job: PackJob = {
    app: parseAppName("web"),
    listingPath,
    fromListingPath: null,
    filesFolder,
    extraFolder: null,
    out: join(folder, "out"),
    caPem,
    effort: "balanced",
  };
  return { job, listing, options: { onProgress: () => undefined, signal: new AbortController().signal } };
}

function listingOf(): Listing {
  const entries = contents.map((content, i): TreeEntry => {
    return { kind: "file", path: `f${i}`, mode: 0o644, sizeBytes: content.length, digest: blake3(content) };
  });
  return parseListing(encodeListing(entries));
}
