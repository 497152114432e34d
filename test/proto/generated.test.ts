import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "ava";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the generated code that is checked in is what the contracts generate", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "shoal-gen-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  await promisify(execFile)(join(root, "scripts", "gen-proto"), [directory]);
  const names = (await readdir(directory)).sort();
  t.deepEqual(names, (await readdir(join(root, "proto", "gen"))).sort());
  for (const name of names) {
    const [fresh, kept] = await Promise.all([readFile(join(directory, name), "utf8"), readFile(join(root, "proto", "gen", name), "utf8")]);
    t.true(fresh === kept, `proto/gen/${name} is stale: run scripts/gen-proto`);
  }
});
