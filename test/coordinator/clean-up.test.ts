/** The clean-up on a real store and a real disk; time stands still until moved. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { createBundleFiles } from "../../coordinator/bundles.ts";
import { createCleanUp } from "../../coordinator/clean-up.ts";
import { createFileStore, type UploadPart } from "../../coordinator/files.ts";
import { FILE_GRACE_MS } from "../../coordinator/limits.ts";
import type { StreamState } from "../../coordinator/rollout/state.ts";
import { FLEET_STREAM } from "../../coordinator/store/events.ts";
import type { BundleRecord, LineageRecord, ReleaseRecord } from "../../coordinator/store/releases.ts";
import { openStore } from "../../coordinator/store/store.ts";
import { encodeListing } from "../../release/listing.ts";
import { blake3 } from "../../runtime/blake3.ts";
import type { AppName, Digest, InfoHash, Principal, ReleaseId, Tag } from "../../runtime/ids.ts";
import { temporaryFolder } from "./temporary.ts";

const WEB = "web" as AppName;
const MAIN = "coordinator:main" as Principal;

test("beyond the newest, what nothing needs goes: rows, bundles, listings and files, with an audit line", async (t) => {
  const bench = await open(t, { keepReleases: 2 });
  for (const name of ["a", "b", "c", "d"]) await bench.release(name, "a");
  bench.nowUnixMs += FILE_GRACE_MS + 1;
  await bench.cleanUp.after(WEB);
  t.deepEqual(await bench.there(), ["a", "c", "d"], "a is the base of the lineage");
  t.deepEqual(bench.unseeded, [bundleOf("b", "a").torrent.infoHash]);
  t.false(existsSync(bench.bundleFiles.bundlePath(bundleOf("b", "a").bundle.digest)));
  t.false(existsSync(bench.bundleFiles.listingPath(treeOf("b").tree)));
  t.false(existsSync(bench.files.pathOf(contentOf("b"))));
  for (const name of ["a", "c", "d"]) t.true(existsSync(bench.files.pathOf(contentOf(name))), name);
  t.true(existsSync(bench.files.pathOf(SHARED_DIGEST)), "a file that kept listings name stays");
  const events = await bench.store.events.read(FLEET_STREAM, 0, 100);
  t.like(events.at(-1), { kind: "content-removed", principal: MAIN, body: { app: WEB, tags: ["release/b"] } });
  const count = events.length;
  await bench.cleanUp.after(WEB);
  t.is((await bench.store.events.read(FLEET_STREAM, 0, 100)).length, count, "the next one has nothing to do, nor to say");
});

test("what an environment runs, went through, or is about to run stays, with every way that leads to an open rollout", async (t) => {
  const ref = (name: string) => ({ release: idOf(name), tag: `release/${name}` as Tag, tree: treeOf(name).tree });
  const stream = {
    app: WEB,
    lanes: new Map([["h1", { slots: { current: { release: idOf("b") } } }]]),
    history: { current: [ref("c")] },
    rollout: { release: ref("d"), endedUnixMs: null, hosts: new Map() },
    next: null,
    preseeds: [],
  } as unknown as StreamState;
  const bench = await open(t, { keepReleases: 1, streams: () => [stream] });
  for (const name of ["a", "b", "c", "d", "e", "f"]) await bench.release(name, "a");
  await bench.bundle(bundleOf("d", "e"));
  await bench.cleanUp.after(WEB);
  t.deepEqual(await bench.there(), ["a", "b", "c", "d", "f"]);
  const ways = await bench.store.releases.bundlesTo(WEB, treeOf("d").tree);
  t.deepEqual(new Set(ways.map(({ bundle }) => bundle.fromTree)), new Set([treeOf("a").tree, treeOf("e").tree]));
  t.true(ways.every(({ bundle }) => existsSync(bench.bundleFiles.bundlePath(bundle.digest))));
});

test("a file that was uploaded or asked for lately stays, and so does one that another app has", async (t) => {
  const bench = await open(t, { keepReleases: 1 });
  for (const name of ["a", "b", "c", "d"]) await bench.release(name, "a");
  await bench.upload("other", Buffer.from("content of c"));
  bench.nowUnixMs += FILE_GRACE_MS + 1;
  await bench.files.missing(WEB, [contentOf("b")]);
  await bench.upload("web", Buffer.from("not in a release yet"));
  await bench.cleanUp.start();
  t.deepEqual(await bench.there(), ["a", "d"]);
  t.true(existsSync(bench.files.pathOf(contentOf("b"))), "asked for a moment ago");
  t.true(existsSync(bench.files.pathOf(contentOf("c"))), "another app's");
  t.deepEqual(await bench.files.missing(WEB, [contentOf("b"), contentOf("c")]), [contentOf("c")], "web has it no more");
  t.true(existsSync(bench.files.pathOf(blake3(Buffer.from("not in a release yet")))));
});

test("what a crash left between rows and disk goes at the next start", async (t) => {
  const bench = await open(t, { keepReleases: 1 });
  await bench.release("a", "a");
  await bench.upload("web", Buffer.from("a row that went before its file"));
  const orphan = blake3(Buffer.from("a row that went before its file"));
  await bench.store.appFiles.remove(WEB, [orphan], Number.MAX_SAFE_INTEGER);
  await bench.cleanUp.start();
  t.false(existsSync(bench.files.pathOf(orphan)));
  t.true(existsSync(bench.files.pathOf(contentOf("a"))));
});

test("killed after the rows and before the disk: the next start sweeps the rest, and what is kept is whole", async (t) => {
  const bench = await open(t, { keepReleases: 1 });
  for (const name of ["a", "b", "c"]) await bench.release(name, "a");
  const removal = { app: WEB, releases: [idOf("b")], bundles: [bundleOf("b", "a").bundle.digest] };
  await bench.store.releases.remove(removal, { principal: MAIN, atUnixMs: bench.nowUnixMs });
  bench.nowUnixMs += FILE_GRACE_MS + 1;
  await bench.bundleFiles.start(await bench.store.releases.namedFiles());
  await bench.cleanUp.start();
  t.deepEqual(await bench.there(), ["a", "c"]);
  const left = (await bench.store.releases.allBundles()).map(({ bundle }) => bench.bundleFiles.bundlePath(bundle.digest));
  t.is(left.length, 2);
  t.true(left.every((path) => existsSync(path)));
  t.false(existsSync(bench.bundleFiles.bundlePath(bundleOf("b", "a").bundle.digest)));
  t.deepEqual(
    ["a", "b", "c"].map((name) => existsSync(bench.files.pathOf(contentOf(name)))),
    [true, false, true],
  );
});

test("a release whose content was removed can be made again under its tag, and its bundle comes back", async (t) => {
  const bench = await open(t, { keepReleases: 1 });
  for (const name of ["a", "b", "c"]) await bench.release(name, "a");
  await bench.cleanUp.after(WEB);
  t.is((await bench.store.releases.byTag(WEB, "release/b" as Tag))?.removedUnixMs, bench.nowUnixMs);
  await t.throwsAsync(bench.register("b", "a", { tree: treeOf("z").tree }), { code: "E_EXISTS" });
  bench.nowUnixMs += 1;
  await bench.release("b", "a");
  t.is((await bench.store.releases.byTag(WEB, "release/b" as Tag))?.removedUnixMs, null);
  const [way] = await bench.store.releases.bundlesTo(WEB, treeOf("b").tree);
  t.is(way?.bundle.frameTable.length, 3);
});

test("nobody names a release in a rollout while it is being taken away", async (t) => {
  const bench = await open(t, { keepReleases: 1 });
  for (const name of ["a", "b", "c"]) await bench.release(name, "a");
  const found: (number | null | undefined)[] = [];
  const look = async (): Promise<void> => void found.push((await bench.store.releases.byTag(WEB, "release/b" as Tag))?.removedUnixMs);
  let running: Promise<void> = Promise.resolve();
  await bench.cleanUp.undisturbed(async () => {
    running = bench.cleanUp.after(WEB);
    await look();
    await look();
  });
  await running;
  await bench.cleanUp.undisturbed(look);
  t.deepEqual(found, [null, null, bench.nowUnixMs]);
});

interface Given {
  readonly keepReleases: number;
  readonly streams?: () => readonly StreamState[];
}

async function open(t: ExecutionContext, { keepReleases, streams = () => [] }: Given) {
  const dataDir = temporaryFolder(t);
  const store = await openStore({ path: join(dataDir, "coordinator.db") });
  t.teardown(() => store.close());
  const unseeded: InfoHash[] = [];
  const nowUnixMs = (): number => bench.nowUnixMs;
  const files = createFileStore({ dataDir }, { appFiles: store.appFiles, nowUnixMs });
  const bundleFiles = createBundleFiles({ dataDir });
  await files.start();
  await bundleFiles.start(await store.releases.namedFiles());
  const cleanUp = createCleanUp(
    { apps: [WEB], principal: MAIN, stopping: new AbortController().signal, keepReleases },
    {
      ...{ releases: store.releases, appFiles: store.appFiles, files, bundleFiles, streams, nowUnixMs },
      seeding: { unseed: async (infoHash) => void unseeded.push(infoHash) },
      alone: (work) => work(),
      removed: () => undefined,
      warn: (message, error) => t.fail(`${message}: ${String(error)}`),
    },
  );
  const bench = {
    nowUnixMs: 1_800_000_000_000,
    ...{ store, files, bundleFiles, cleanUp, unseeded },
    /** Names of the releases whose content is there. */
    async there(): Promise<readonly string[]> {
      const listed = (await store.releases.list(WEB, 100)).map(({ release }) => release.tag.slice("release/".length)).toSorted();
      t.deepEqual(readdirSync(join(dataDir, "listings")).toSorted(), listed.map((name) => treeOf(name).tree as string).toSorted());
      return listed;
    },
    upload(app: string, content: Buffer) {
      return files.receive(parts(app as AppName, content));
    },
    async bundle(record: BundleRecord): Promise<void> {
      writeFileSync(bundleFiles.bundlePath(record.bundle.digest), "a bundle");
      await store.releases.addBundle(record, { principal: MAIN, atUnixMs: bench.nowUnixMs });
    },
    /** With its files, listing and bundle; the first is the base of a lineage. */
    async release(name: string, baseName: string): Promise<void> {
      await bench.upload("web", Buffer.from(`content of ${name}`));
      await bench.upload("web", SHARED);
      await bundleFiles.keepListing(treeOf(name).listing, treeOf(name).tree);
      writeFileSync(bundleFiles.bundlePath(bundleOf(name, baseName).bundle.digest), "a bundle");
      await bench.register(name, baseName);
    },
    async register(name: string, baseName: string, change: { readonly tree?: Digest } = {}): Promise<void> {
      bench.nowUnixMs += 1;
      const base = bundleOf(baseName, baseName).bundle;
      const lineage: LineageRecord = { app: WEB, number: 1, baseTree: treeOf(baseName).tree, baseBundle: base.digest, baseSizeBytes: 100 };
      const first = name === baseName;
      const release = releaseOf(name, bench.nowUnixMs, change.tree);
      await store.releases.register({ release, newBundles: [bundleOf(name, baseName)], newLineage: first ? lineage : null });
    },
  };
  return bench;
}

const SHARED = Buffer.from("shared by all");
const SHARED_DIGEST = blake3(SHARED);

function contentOf(name: string): Digest {
  return blake3(Buffer.from(`content of ${name}`));
}

function treeOf(name: string): { readonly tree: Digest; readonly listing: Buffer } {
  const listing = encodeListing([
    { kind: "file", path: "own", mode: 0o644, sizeBytes: `content of ${name}`.length, digest: contentOf(name) },
    { kind: "file", path: "shared", mode: 0o644, sizeBytes: SHARED.length, digest: SHARED_DIGEST },
  ]);
  return { listing, tree: blake3(listing) };
}

function idOf(name: string): ReleaseId {
  return blake3(Buffer.from(`release ${name}`)) as string as ReleaseId;
}

function releaseOf(name: string, registeredUnixMs: number, tree = treeOf(name).tree): ReleaseRecord {
  const about = { listingBytes: 1, entries: 2, sizeBytes: 1, sourceRevision: null, created: "2026-11-20T12:00:00Z", minFormatVersion: 1 };
  const release = { app: WEB, tag: `release/${name}` as Tag, tree, ...about };
  const rest = { keyIds: [], envelope: new Uint8Array(1), files: 2, lineage: 1, principal: MAIN, removedUnixMs: null };
  return { id: idOf(name), release, ...rest, registeredUnixMs };
}

function bundleOf(to: string, from: string): BundleRecord {
  const [kind, fromTree] = to === from ? (["base", null] as const) : (["overlay", treeOf(from).tree] as const);
  const digest = blake3(Buffer.from(`bundle ${to} ${from}`));
  const infoHash = digest.slice(0, 40) as InfoHash;
  const bytes = new Uint8Array(3);
  return {
    app: WEB,
    bundle: { kind, digest, sizeBytes: 8, fromTree, toTree: treeOf(to).tree, formatVersion: 1, codecs: [], frameTable: bytes },
    torrent: { infoHash, metainfo: bytes, pieceDigests: bytes, pieceLengthBytes: 16_384, sizeBytes: 8 },
  };
}

async function* parts(app: AppName, content: Buffer): AsyncGenerator<UploadPart> {
  yield { kind: "start", app, digest: blake3(content), sizeBytes: content.length };
  yield { kind: "data", bytes: content };
}
