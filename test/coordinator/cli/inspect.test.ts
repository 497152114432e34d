/** Commands that look and change nothing: diff, bundle show, a dry run; and the scans kept between runs. */
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { scanCacheFile } from "../../../coordinator/cli/scan-cache.ts";
import { SCAN_CACHES_MAX } from "../../../coordinator/cli/limits.ts";
import { encodeListing, treeDigest } from "../../../release/listing.ts";
import { packBase, packOverlay } from "../../../release/pack.ts";

import { createStore, file } from "../../release/bundles.ts";
import { toEntry } from "../../release/trees.ts";
import { temporaryFolder } from "../temporary.ts";
import { initFleet, type OperatorHandlers, serveScripted } from "./scripted.ts";
import { answers, shoal } from "./shoal.ts";

const FROM = [file("app.js", "one"), file("gone.css", "g"), file("old/name", "moved")];
const TO = [file("app.js", "three"), file("more.css", "mm"), file("new/name", "moved", 0o755)];
const NOTHING = { fromListing: null, toListing: null, progress: null, overlay: null };

test("diff says what was added, removed, changed and moved, and what the overlay takes", async (t) => {
  const fleet = await initFleet(t);
  const [from, to] = [FROM, TO].map((nodes) => encodeListing(nodes.map(toEntry))) as [Buffer, Buffer];
  const asked: unknown[] = [];
  const diffReleases: OperatorHandlers["diffReleases"] = async (request, send) => {
    asked.push(request);
    await send({ ...NOTHING, fromListing: from.subarray(0, 50) });
    await send({ ...NOTHING, fromListing: from.subarray(50) });
    await send({ ...NOTHING, toListing: to });
    await send({ ...NOTHING, progress: { phase: "packing overlay", doneBytes: 1, totalBytes: 2 } });
    await send({ ...NOTHING, overlay: { sizeBytes: 1234, kept: false } });
  };
  await serveScripted(t, fleet, { diffReleases });
  const text = await shoal(["diff", "release/1", "release/2", "--app", "web"], { env: fleet.env });
  t.is(text.code, 0, text.stderr);
  t.deepEqual(text.stdout.split("\n"), [
    "A  more.css  2 B",
    "D  gone.css  1 B",
    "M  app.js  3 B → 5 B",
    "R  old/name → new/name  5 B, 0755",
    `release/1: 3 entries, 9 B, tree ${treeDigest(from).slice(0, 12)}`,
    `release/2: 3 entries, 12 B, tree ${treeDigest(to).slice(0, 12)}`,
    "1 added (2 B), 1 removed (1 B), 1 changed (5 B), 1 moved",
    "overlay: 1.23 kB (packed to see; it is not kept)",
    "",
  ]);
  const [json] = answers(
    await shoal(["diff", "release/1", "release/2", "--app", "web", "--effort", "small", "--json"], { env: fleet.env }),
  );
  t.like(json, {
    app: "web",
    overlay: { sizeBytes: 1234, kept: false },
    from: { tag: "release/1", entries: 3 },
    added: [{ path: "more.css" }],
  });
  t.deepEqual(asked, [
    { app: "web", from: "release/1", to: "release/2", effort: "" },
    { app: "web", from: "release/1", to: "release/2", effort: "small" },
  ]);
});

test("bundle show needs the file alone, and tells frames, entries, codecs and sources", async (t) => {
  const work = temporaryFolder(t);
  const store = createStore(join(work, "store"));
  const lines = Array.from({ length: 400 }, (_, number) => `line ${number}\n`).join("");
  const [from, to] = [store.add([file("a.txt", lines)]), store.add([file("a.txt", `${lines}more\n`), file("b.txt", "b")])];
  await packBase({ listing: from, pathOf: store.pathOf, out: join(work, "base") });
  await packOverlay({ from, fromPathOf: store.pathOf, to, toPathOf: store.pathOf, out: join(work, "overlay") });
  const base = await shoal(["bundle", "show", join(work, "base")]);
  t.is(base.code, 0, base.stderr);
  t.regex(base.stdout, /^base [0-9a-f]{12}: .* bytes\), format 1, tree [0-9a-f]{12}$/m);
  t.regex(base.stdout, new RegExp(`^ +0 +${lines.length}  0644  -      -       a\\.txt$`, "m"));
  const [{ bundle }] = answers(await shoal(["bundle", "show", join(work, "overlay"), "--json"])) as [{ bundle: Record<string, unknown> }];
  t.like(bundle, { kind: "overlay", fromTree: from.tree, toTree: to.tree, sizeBytes: statSync(join(work, "overlay")).size });
  const entries = bundle["entries"] as { path: string; codec: string | null; source: string | null }[];
  t.is(entries[0]?.path, ".shoal/patch/0");
  t.truthy(entries[0]?.codec);
  t.regex(entries[0]?.source ?? "", /^[0-9a-f]{64}$/);
  writeFileSync(join(work, "junk"), "no bundle at all");
  const junk = await shoal(["bundle", "show", join(work, "junk"), "--json"]);
  t.is(junk.code, 1);
  t.regex((answers(junk)[0] as { error: { code: string } }).error.code, /^E_(FORMAT|TRUNC|LIMIT)$/);
});

test("a dry run sends what is lacking with its question and uploads nothing; the effort goes along", async (t) => {
  const fleet = await initFleet(t);
  const started: unknown[] = [];
  let contents = "";
  const handlers: Partial<OperatorHandlers> = {
    missingFiles: async (requests, send) => {
      for await (const { digests } of requests) await send({ missing: digests });
    },
    createRelease: async (requests, send) => {
      for await (const { start, data } of requests) {
        if (start !== null) started.push({ newBase: start.newBase, effort: start.effort, dryRun: start.dryRun });
        contents += data === null ? "" : Buffer.from(data).toString();
      }
      const bundles = [{ kind: "base", digest: "d".repeat(64), fromTree: "", sizeBytes: 500, infoHash: "e".repeat(40) }];
      await send({ progress: null, release: null, plan: { exists: false, newBase: true, bundles } });
    },
  };
  await serveScripted(t, fleet, handlers);
  const args = ["release", "create", aTree(t), "--app", "web", "--tag", "release/1", "--dry-run"];
  const text = await shoal([...args, "--effort", "small"], { env: fleet.env });
  t.is(text.code, 0, text.stderr);
  t.regex(text.stdout, /^dry run of web: 2 entries, 2 files, 8 B, tree [0-9a-f]{12}; nothing is stored$/m);
  t.deepEqual(text.stdout.split("\n").slice(1), ["  to upload: 2 files, 8 B", "  starts a new base", "  base: 500 B", ""]);
  t.is(contents.length, 8);
  const json = answers(await shoal([...args, "--json"], { env: fleet.env }));
  t.like(json[0], { warnings: [], plan: { entries: 2, lackingFiles: 2, lackingBytes: 8, newBase: true, bundles: [{ kind: "base" }] } });
  t.deepEqual(started, [
    { newBase: false, effort: "small", dryRun: true },
    { newBase: false, effort: "balanced", dryRun: true },
  ]);
  t.is((await shoal([...args, "--effort", "harder"], { env: fleet.env })).code, 2);
});

test("a scan is kept in the user's cache directory for the next one, unless it should not be", async (t) => {
  const fleet = await initFleet(t);
  const handlers: Partial<OperatorHandlers> = {
    missingFiles: async (requests, send) => {
      for await (const _ of requests) await send({ missing: [] });
    },
    createRelease: async (_, send) => send({ progress: null, release: null, plan: { exists: true, newBase: false, bundles: [] } }),
  };
  await serveScripted(t, fleet, handlers);
  const cache = join(temporaryFolder(t), "cache");
  const env = { ...fleet.env, XDG_CACHE_HOME: cache };
  const args = ["release", "create", aTree(t), "--app", "web", "--tag", "release/1", "--dry-run", "--json"];
  const without = answers(await shoal([...args, "--no-scan-cache"], { env }));
  t.throws(() => readdirSync(cache), { code: "ENOENT" });
  const first = answers(await shoal(args, { env }));
  const [name] = readdirSync(join(cache, "shoal/scans")) as [string];
  t.true(statSync(join(cache, "shoal/scans", name)).size > 100);
  const second = answers(await shoal(args, { env }));
  t.deepEqual([first, second], [without, without]);
});

test("scans of other directories and other modes lie apart, and no more are kept than so many", async (t) => {
  const folder = temporaryFolder(t);
  const env = { XDG_CACHE_HOME: join(folder, "cache") };
  const scans = join(folder, "cache/shoal/scans");
  const root = aTree(t);
  const strict = await scanCacheFile({ root, modes: "strict", env });
  t.not(strict, await scanCacheFile({ root, modes: "mask", env }));
  t.not(strict, await scanCacheFile({ root: aTree(t), modes: "strict", env }));
  t.is(await scanCacheFile({ root: join(root, "missing"), modes: "strict", env }), undefined);
  for (let number = 0; number < SCAN_CACHES_MAX + 3; number++) {
    writeFileSync(join(scans, `n${number}`), "");
    utimesSync(join(scans, `n${number}`), number, number);
  }
  writeFileSync(strict as string, "");
  utimesSync(strict as string, 0, 0);
  await scanCacheFile({ root, modes: "strict", env });
  const left = readdirSync(scans);
  t.is(left.length, SCAN_CACHES_MAX);
  t.true(left.includes("n18") && !left.includes("n0"), "the oldest go first, but never the one that is used now");
  t.true(left.some((name) => (strict as string).endsWith(name)));
});

function aTree(t: ExecutionContext): string {
  const tree = join(temporaryFolder(t), "tree");
  mkdirSync(tree);
  writeFileSync(join(tree, "a.txt"), "first", { mode: 0o644 });
  writeFileSync(join(tree, "b.txt"), "2nd", { mode: 0o644 });
  return tree;
}
