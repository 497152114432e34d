/** Files that stand alike in two listings, linked by threads. */
import test from "ava";
import fc from "fast-check";
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeListing, parseListing, type Listing, type TreeEntry } from "../../release/listing.ts";
import { findRuns, linkRuns } from "../../release/link-runs.ts";
import { LINK_INLINE_ENTRIES } from "../../release/limits.ts";
import { fileMtime } from "../../release/mtime.ts";
import { readStats, type RecordedStats } from "../../release/stats.ts";
import { recordStats } from "../../release/verify.ts";
import { blake3 } from "../../runtime/blake3.ts";
import { temporaryFolder } from "./temporary.ts";
import { toEntry, treeArbitrary } from "./trees.ts";

test("the runs of two listings are the lines that stand in both, in order, and no others", (t) => {
  fc.assert(
    fc.property(treeArbitrary, treeArbitrary, fc.infiniteStream(fc.boolean()), (first, second, keeps) => {
      const kept = first.filter(() => keeps.next().value);
      const taken = new Set(kept.map(({ path }) => path.split("/")[0]));
      const from = listingOf(first.map(toEntry));
      const to = listingOf([...kept, ...second.filter(({ path }) => !taken.has(path.split("/")[0]))].map(toEntry));
      const lines = (listing: Listing): string[] => listing.lines(0, listing.count).toString().split("\n").slice(0, -1);
      const both = new Set(lines(from));
      const found = findRuns(to, from).flatMap(({ first: at, fromFirst, count }) => {
        t.deepEqual(to.lines(at, count), from.lines(fromFirst, count));
        return lines(to).slice(at, at + count);
      });
      t.deepEqual(
        found,
        lines(to).filter((line) => both.has(line)),
      );
    }),
    { numRuns: 300 },
  );
});

const COUNT = LINK_INLINE_ENTRIES * 2;

test("on threads: what is as recorded is linked with its directories; what was changed, touched, chmodded or is gone is left", async (t) => {
  const work = temporaryFolder(t);
  const [from, staging] = [join(work, "from"), join(work, "staging")];
  mkdirSync(staging);
  const { listing, stats } = await makeTree(from);
  const path = (number: number): string => listing.entry(number).path;
  writeFileSync(join(from, path(10)), "another content");
  utimesSync(join(from, path(600)), 1, 1);
  chmodSync(join(from, path(1200)), 0o755);
  rmSync(join(from, path(2100)));
  mkdirSync(join(staging, path(3000)), { recursive: true });
  const skip = new Uint8Array(COUNT);
  skip[4000] = 1;
  let linked = 0;
  const left = await linkRuns({
    to: listing,
    from: { dir: from, stats },
    stagingDir: staging,
    runs: findRuns(listing, listing),
    skip,
    signal: new AbortController().signal,
    onLinked: (count) => void (linked += count),
  });
  t.deepEqual(left, [10, 600, 1200, 2100, 3000]);
  t.is(linked, COUNT - 6);
  const odd = new Set([...left, 4000]);
  for (let number = 0; number < COUNT; number++) {
    if (odd.has(number)) continue;
    t.is(statSync(join(staging, path(number))).ino, statSync(join(from, path(number))).ino);
  }
  t.false(existsSync(join(staging, path(4000))));
  t.is(statSync(join(staging, "d3")).mode & 0o777, 0o755);
});

test("linking stops with the signal's reason", async (t) => {
  const work = temporaryFolder(t);
  const { listing, stats } = await makeTree(join(work, "from"));
  mkdirSync(join(work, "staging"));
  const stop = new AbortController();
  const options = { to: listing, from: { dir: join(work, "from"), stats }, stagingDir: join(work, "staging") };
  const linking = linkRuns({
    ...options,
    runs: findRuns(listing, listing),
    skip: new Uint8Array(COUNT),
    signal: stop.signal,
    onLinked: () => stop.abort(new Error("enough")),
  });
  await t.throwsAsync(linking, { message: "enough" });
});

async function makeTree(root: string): Promise<{ listing: Listing; stats: RecordedStats }> {
  const entries = Array.from({ length: COUNT }, (_, i): TreeEntry => {
    const content = `content ${i}`;
    return { kind: "file", path: `d${i % 7}/f${i}`, mode: 0o644, sizeBytes: content.length, digest: blake3(Buffer.from(content)) };
  });
  for (const [i, { path }] of entries.entries()) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), `content ${i}`, { mode: 0o644 });
    const seconds = fileMtime(blake3(Buffer.from(`content ${i}`)));
    utimesSync(join(root, path), seconds, seconds);
  }
  const listing = listingOf(entries);
  const bytes = await recordStats({ dir: root, listing });
  mkdirSync(join(root, ".shoal"));
  writeFileSync(join(root, ".shoal/stats"), bytes);
  return { listing, stats: (await readStats(root, listing, blake3(bytes)))! };
}

function listingOf(entries: readonly TreeEntry[]): Listing {
  return parseListing(encodeListing(entries, { allowedSymlinkPrefixes: "any" }), { allowedSymlinkPrefixes: "any" });
}
