import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { createFileStore, type FileStore, type UploadPart } from "../../coordinator/files.ts";
import { UPLOAD_SMALL_BYTES } from "../../coordinator/limits.ts";
import { openStore } from "../../coordinator/store/store.ts";
import { blake3 } from "../../runtime/blake3.ts";
import type { AppName, Digest } from "../../runtime/ids.ts";
import { temporaryFolder } from "./temporary.ts";

const WEB = "web" as AppName;
const API = "api" as AppName;

test("what was uploaded is there under its digest, whatever its size and however it was cut", async (t) => {
  const { files } = await open(t);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 * UPLOAD_SMALL_BYTES }), fc.integer({ min: 1, max: 70_000 })), { maxLength: 6 }),
      async (shapes) => {
        const contents = shapes.map(([size], index) => Buffer.alloc(size, `${index}-${size}`));
        const parts = contents.flatMap((content, index) => cut(WEB, content, shapes[index]![1]));
        const received = await files.receive(stream(parts));
        t.deepEqual(received, { files: contents.length, bytes: contents.reduce((sum, { length }) => sum + length, 0) });
        for (const content of contents) t.deepEqual(readFileSync(files.pathOf(blake3(content))), content);
        t.deepEqual(await files.missing(WEB, contents.map(blake3)), []);
      },
    ),
    { numRuns: 15 },
  );
});

test("many files in one upload are all there", async (t) => {
  const { files } = await open(t);
  const contents = Array.from({ length: 5_000 }, (_, index) => Buffer.from(`file ${index}`));
  await files.receive(stream(contents.flatMap((content) => cut(WEB, content))));
  t.deepEqual(await files.missing(WEB, contents.map(blake3)), []);
});

test("a file of another app is missing for this one, until this one uploads it too", async (t) => {
  const { files } = await open(t);
  const secret = Buffer.from("only api knows this");
  await files.receive(stream(cut(API, secret)));
  t.deepEqual(await files.missing(WEB, [blake3(secret)]), [blake3(secret)]);
  t.deepEqual([...(await files.sizes(WEB, [blake3(secret)]))], []);
  await files.receive(stream(cut(WEB, secret)));
  t.deepEqual(await files.missing(WEB, [blake3(secret)]), []);
});

const wrong: readonly (readonly [string, string, readonly UploadPart[]])[] = [
  ["another content than announced", "E_DIGEST", [start(Buffer.from("what was said")), data(Buffer.from("something els"))]],
  ["fewer bytes than announced", "E_TRUNC", [start(Buffer.from("hello")), data(Buffer.from("hell"))]],
  ["more bytes than announced", "E_LIMIT", [start(Buffer.from("hello")), data(Buffer.from("hello!"))]],
  ["an announced file without data", "E_TRUNC", [start(Buffer.from("hello"))]],
  ["data before a file is announced", "E_MESSAGE", [data(Buffer.from("hello"))]],
  ["a file that can't fit the disk", "E_DISK_FULL", [{ ...start(Buffer.from("a")), sizeBytes: Number.MAX_SAFE_INTEGER } as UploadPart]],
];

for (const [what, code, parts] of wrong) {
  test(`${what} is refused with ${code}, and nothing of it stays`, async (t) => {
    const { files, folder } = await open(t);
    await t.throwsAsync(files.receive(stream(parts)), { code });
    t.deepEqual(readdirSync(join(folder, "uploads")), []);
    t.deepEqual(readdirSync(join(folder, "files")), []);
    t.deepEqual(await files.missing(WEB, [blake3(Buffer.from("hello"))]), [blake3(Buffer.from("hello"))]);
  });
}

test("a caller that goes in the middle of a large file leaves nothing", async (t) => {
  const { files, folder } = await open(t);
  const large = Buffer.alloc(UPLOAD_SMALL_BYTES * 4, "x");
  async function* gone(): AsyncGenerator<UploadPart> {
    yield start(large);
    yield data(large.subarray(0, UPLOAD_SMALL_BYTES * 2));
    throw new Error("the caller has gone");
  }
  await t.throwsAsync(files.receive(gone()), { message: "the caller has gone" });
  t.deepEqual(readdirSync(join(folder, "uploads")), []);
});

test("what a crash left in the middle of an upload is swept at the next start", async (t) => {
  const { files, folder } = await open(t);
  const { mkdirSync, writeFileSync } = await import("node:fs");
  mkdirSync(join(folder, "uploads", "upload-abc"));
  writeFileSync(join(folder, "uploads", "upload-abc", "0"), "half");
  await files.start();
  t.deepEqual(readdirSync(join(folder, "uploads")), []);
});

test("a file that somebody removed from the store is asked for again", async (t) => {
  const { files } = await open(t);
  const content = Buffer.from("soon gone");
  await files.receive(stream(cut(WEB, content)));
  rmSync(files.pathOf(blake3(content)));
  t.deepEqual(await files.missing(WEB, [blake3(content)]), [blake3(content)]);
  await files.receive(stream(cut(WEB, content)));
  t.true(existsSync(files.pathOf(blake3(content))));
});

test("what is missing is answered in the order asked, each once", async (t) => {
  const { files } = await open(t);
  const [a, b, c] = ["a", "b", "c"].map((text) => blake3(Buffer.from(text))) as [Digest, Digest, Digest];
  await files.receive(stream(cut(WEB, Buffer.from("b"))));
  t.deepEqual(await files.missing(WEB, [c, a, b, c]), [c, a]);
  t.deepEqual(await files.missing(WEB, []), []);
});

async function open(t: ExecutionContext): Promise<{ files: FileStore; folder: string }> {
  const folder = temporaryFolder(t);
  const store = await openStore({ path: join(folder, "store.db") });
  t.teardown(() => store.close());
  const files = createFileStore({ dataDir: folder }, { appFiles: store.appFiles, nowUnixMs: () => Date.now() });
  await files.start();
  return { files, folder };
}

function start(content: Buffer, app = WEB): UploadPart {
  return { kind: "start", app, digest: blake3(content), sizeBytes: content.length };
}

function data(bytes: Uint8Array): UploadPart {
  return { kind: "data", bytes };
}

function cut(app: AppName, content: Buffer, size = 64 * 1024): UploadPart[] {
  const parts: UploadPart[] = [start(content, app)];
  for (let at = 0; at < content.length; at += size) parts.push(data(content.subarray(at, at + size)));
  return parts;
}

async function* stream(parts: readonly UploadPart[]): AsyncGenerator<UploadPart> {
  yield* parts;
}
