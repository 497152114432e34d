/** The operator's guide in README.md, run as it stands. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "ava";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("the commands of the guide do what it says, in a lab, and leave nothing of it", async (t) => {
  t.timeout(300_000);
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [, block = ""] = /```sh\n(shoal lab up .*\n[\s\S]*?shoal log [\s\S]*?)```/.exec(readme) ?? [];
  t.regex(block, /shoal deploy v2[\s\S]*shoal lab down/);

  const home = mkdtempSync(join(tmpdir(), "shoal-guide-"));
  const env = { PATH: `${join(ROOT, "coordinator/cli")}:${process.env["PATH"]}`, HOME: home };
  t.teardown(async () => {
    await run("shoal", ["lab", "down"], { env }).catch(() => {});
    await rm(home, { recursive: true, force: true });
  });
  for (const [tree, text] of [
    ["dist", "one"],
    ["next", "two"],
  ] as const) {
    await mkdir(join(home, tree));
    await writeFile(join(home, tree, "name"), text, { mode: 0o644 });
  }
  const { stdout } = await run("bash", ["-euc", block], { cwd: home, env });
  t.log(stdout);
  t.regex(stdout, /^deploy of web v1 to production by policy ten: 6 hosts in 2 waves/m);
  t.regex(stdout, /^deploy of web v1 to production: paused[\s\S]*?^paused by operator:lab: what is that\?$/m);
  t.regex(stdout, /^deploy of web v1 to production: succeeded/m);
  t.regex(stdout, /^deploy of web v2 to production: succeeded/m);
  t.regex(stdout, /^rollback of web v1 to production: succeeded/m);
  t.regex(stdout, /^web +production .*operator:lab +audit$/m);
  t.regex(stdout, /operator:lab +pause-requested .*note=what is that\?/);
  t.deepEqual(readdirSync(join(home, ".local/state/shoal")), []);
});
