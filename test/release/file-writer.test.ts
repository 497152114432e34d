import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { createContents } from "../../release/contents.ts";
import { createFileWriter, type FileWriter } from "../../release/file-writer.ts";
import { encodeListing, parseListing, type Listing, type TreeEntry } from "../../release/listing.ts";
import { fileMtime } from "../../release/mtime.ts";
import { createStaging } from "../../release/staging.ts";
import type { PlannedFrame } from "../../release/unpack-plan.ts";
import { temporaryFolder } from "./temporary.ts";
import { file } from "./trees.ts";

/** More than are written without a thread. */
const FILES = 1200;
const names = Array.from({ length: FILES }, (_, i) => `file-${String(i).padStart(4, "0")}`);

interface Bench {
  readonly root: string;
  readonly listing: Listing;
  readonly writer: FileWriter;
  readonly written: number[];
  /** Frame bytes of all files. */
  readonly raw: () => Buffer;
  readonly write: (raw: Buffer) => Promise<void>;
}

/** Contents are the names. */
function prepare(t: ExecutionContext, entries: readonly TreeEntry[] = names.map((name) => file(name))): Bench {
  const root = join(temporaryFolder(t), "staging");
  mkdirSync(root);
  const listing = parseListing(encodeListing(entries));
  const contents = createContents(listing, 0);
  const staging = createStaging({ root, listing, contents });
  const frames = [{ frame: { items: [{ kind: "files", first: 0, count: FILES }] } }] as unknown as readonly PlannedFrame[];
  const writer = createFileWriter({ root, listing, contents, staging, frames, pause: async () => undefined });
  t.teardown(() => writer.close());
  const written: number[] = [];
  const sizeBytes = names[0]!.length;
  const raw = (): Buffer => {
    const bytes = Buffer.from(new ArrayBuffer(FILES * sizeBytes));
    names.forEach((name, i) => bytes.write(name, i * sizeBytes));
    return bytes;
  };
  const whole = names.map((_, number) => ({ number, at: number * sizeBytes }));
  return { root, listing, writer, written, raw, write: (bytes) => writer.write(bytes, whole, (number) => written.push(number)) };
}

test("every file of a frame is written by the thread, verified, with its mode and the mtime of its content", async (t) => {
  const { root, write, written, raw } = prepare(t);
  const bytes = raw();
  await write(bytes);
  t.is(bytes.length, 0, "the thread took the frame's memory");
  t.deepEqual(
    written,
    names.map((_, number) => number),
  );
  for (const name of names) {
    const stat = statSync(join(root, name));
    t.is(readFileSync(join(root, name), "utf8"), name);
    t.is(stat.mode & 0o7777, 0o644);
    t.is(stat.mtimeMs / 1000, fileMtime((file(name) as TreeEntry & { kind: "file" }).digest));
  }
});

test("a content that is not the listed one is E_DIGEST by the file's name, and is not written", async (t) => {
  const { root, write, raw } = prepare(t);
  const bytes = raw();
  bytes[700 * names[0]!.length] = 0;
  await t.throwsAsync(write(bytes), { code: "E_DIGEST", message: /file-0700/ });
  t.false(statSync(join(root, "file-0700"), { throwIfNoEntry: false })?.isFile() ?? false);
});

test("what is there already is neither written over nor followed: the error of the file system is told", async (t) => {
  const planted = prepare(t);
  writeFileSync(join(planted.root, "file-0007"), "mine");
  await t.throwsAsync(planted.write(planted.raw()), { code: "EEXIST" });
  t.is(readFileSync(join(planted.root, "file-0007"), "utf8"), "mine");

  const linked = prepare(t);
  const outside = join(linked.root, "..", "outside");
  symlinkSync(outside, join(linked.root, "file-0008"));
  await t.throwsAsync(linked.write(linked.raw()), { code: "EEXIST" });
  t.is(statSync(outside, { throwIfNoEntry: false }), undefined);
});

test("a frame whose memory is shared with others is written here", async (t) => {
  const { root, write, written, raw } = prepare(t);
  const shared = Buffer.concat([raw(), Buffer.alloc(4096)]).subarray(0, raw().length);
  await write(shared);
  t.is(written.length, FILES);
  t.is(shared.length, raw().length);
  t.is(readFileSync(join(root, "file-1199"), "utf8"), "file-1199");
});
