import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { loadSources } from "../../../agent/effects/sources.ts";
import { SOURCES_MAX } from "../../../agent/shell-limits.ts";
import type { Digest, RevisionId } from "../../../runtime/ids.ts";
import { makeBase, makeRelease } from "../releases.ts";
import { openRig } from "../rig.ts";

test("the overlay's base comes first, then the newest; damaged ones are told, and memory is bounded by their number", async (t) => {
  const rig = await openRig(t);
  const trees: Digest[] = [];
  for (let i = 1; i <= SOURCES_MAX + 2; i++) {
    const release = await makeRelease({ folder: join(rig.folder, `${i}`), files: { "a.txt": `${i}` }, tag: `release/${i}` });
    await rig.install(`r${i}`, release, await makeBase(release, { out: join(rig.folder, `${i}.bundle`), caPem: rig.caPem }));
    trees.push(release.release.tree);
  }
  const revisions = trees.map((_, i) => `r${i + 1}` as RevisionId);
  const damaged: RevisionId[] = [];
  const load = (fromTree: Digest | null) =>
    loadSources({ root: rig.root, revisions, fromTree, onDamaged: (revision) => damaged.push(revision) });
  const names = async (fromTree: Digest | null) => (await load(fromTree)).map(({ dir }) => dir.split("/").at(-1));
  t.deepEqual(await names(trees[0] ?? null), ["r1", "r5", "r4"]);
  t.deepEqual(await names(null), ["r5", "r4", "r3"]);
  t.true((await load(null)).every(({ stats }) => stats !== null));
  writeFileSync(join(rig.root, "revisions/r5/.shoal/commit.json"), "{");
  t.deepEqual(await names(null), ["r4", "r3", "r2"]);
  t.deepEqual(damaged, ["r5" as RevisionId]);
  t.deepEqual(await names(trees[4] ?? null), ["r4", "r3", "r2"], "the missing base is for unpackBundle to refuse");
});
