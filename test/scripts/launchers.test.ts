import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

async function folder(t: ExecutionContext): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "shoal-launcher-"));
  t.teardown(() => rm(made, { recursive: true, force: true }));
  return made;
}

for (const path of ["coordinator/cli/shoal", "coordinator/shoal-coordinator", "agent/shoal-agent"]) {
  test(`${path} starts from anywhere, through symlinks, by its name on the PATH`, async (t) => {
    const bin = join(await folder(t), "a bin");
    mkdirSync(bin);
    symlinkSync(join(ROOT, path), join(bin, "absolute"));
    symlinkSync("absolute", join(bin, "relative"));
    const { stdout } = await run("relative", ["--help"], { cwd: "/", env: { PATH: `${bin}:${process.env["PATH"]}` } });
    t.regex(stdout, /usage/i);
  });

  test(`${path} says what to do where nothing is installed`, async (t) => {
    const copy = await folder(t);
    mkdirSync(join(copy, path, ".."), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path));
    const error = await t.throwsAsync<Error & { code: number; stderr: string }>(run(join(copy, path), ["--help"]));
    t.is(error?.code, 1);
    t.regex(error?.stderr ?? "", /run 'npm ci' in /);
  });
}

test("the demo refuses what it does not know", async (t) => {
  const demo = [join(ROOT, "scripts/demo.ts"), "--kep"];
  const error = await t.throwsAsync<Error & { code: number; stderr: string }>(run(process.execPath, demo));
  t.is(error?.code, 2);
  t.regex(error?.stderr ?? "", /usage: scripts\/demo/);
});
