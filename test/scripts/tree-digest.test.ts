import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { scanTree } from "../../release/scan.ts";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("../../scripts/tree-digest.ts", import.meta.url));

async function aTree(t: ExecutionContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "shoal-tree-"));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const files = ["a", "a-b", "a.b/c", "a b/'quoted' \"name\"", "日本/語", "z/empty", "-leading", "back\\slash"];
  for (const [index, path] of files.entries()) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), "x".repeat(index * 100_000));
    chmodSync(join(root, path), index % 2 === 0 ? 0o644 : 0o755);
  }
  mkdirSync(join(root, "nothing/in/here"), { recursive: true });
  symlinkSync("../a", join(root, "z/up"));
  return root;
}

test("the second implementation of the tree digest agrees with the packer's, byte for byte of the listing", async (t) => {
  const root = await aTree(t);
  const { listing } = await scanTree({ root, attributes: "skip" });
  t.is((await run(process.execPath, [SCRIPT, root])).stdout, `${listing.tree}\n`);
  t.is((await run(process.execPath, [SCRIPT, root, "--listing"])).stdout, listing.bytes.toString());
});

test("the record of a revision is no part of its tree; any other change is seen", async (t) => {
  const root = await aTree(t);
  const digest = async (): Promise<string> => (await run(process.execPath, [SCRIPT, root])).stdout;
  const before = await digest();
  mkdirSync(join(root, ".shoal"));
  writeFileSync(join(root, ".shoal/commit.json"), "{}");
  t.is(await digest(), before);
  chmodSync(join(root, "a"), 0o600);
  t.not(await digest(), before);
  chmodSync(join(root, "a"), 0o644);
  t.is(await digest(), before);
  mkdirSync(join(root, "z/.shoal"));
  t.not(await digest(), before);
});
