/** Bundles as earlier versions wrote them, frozen (test/fixtures/bundles/version-N): each is read to its end, or refused for its version. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { FORMAT_VERSION } from "../../release/format-version.ts";
import { openBundleFile, readEntries } from "../../release/inspect.ts";
import { ShoalError } from "../../runtime/errors.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/bundles");
const NAMES = [".shoal/listing", "a", "dir/b", "dir/c"];

for (const version of readdirSync(FOLDER)) {
  for (const kind of ["base", "overlay"] as const) {
    test(`the ${kind} of ${version} is read, or clearly refused`, async (t) => {
      const outcome = await read(join(FOLDER, version, `${kind}.tar.zst`)).catch((error: unknown) => error);
      if (outcome instanceof ShoalError) {
        t.is(outcome.code, "E_VERSION", outcome.message);
        t.not(version, `version-${FORMAT_VERSION}`, "this version's own bundles are read");
        t.truthy(outcome.hint);
        return;
      }
      if (outcome instanceof Error) throw outcome;
      const names = outcome as readonly string[];
      if (kind === "base") t.deepEqual(names, NAMES);
      else t.true(names.length > 0);
    });
  }
}

async function read(path: string): Promise<readonly string[]> {
  const bundle = await openBundleFile(path);
  try {
    const names: string[] = [];
    for await (const { path: name } of readEntries(bundle)) names.push(name);
    return names;
  } finally {
    await bundle.close();
  }
}
