import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import type { CommandId } from "../../runtime/ids.ts";
import { startCoordinator } from "./coordinator.ts";
import { temporaryFolder } from "./fleet.ts";
import { startAgent, writeAgentFiles } from "./process.ts";
import { makeBase, makeOverlay, makeRelease, type TestBundle, type TestRelease } from "./releases.ts";

/** As many as a MediaWiki deployment has. */
const FILES = 263_000;
const CHANGED = 13;
/** What an agent may take, whatever the sizes; its swarm process has a limit of its own. */
const AGENT_LIMIT_MIB = 256;

test("a tree of 263,000 files, and an overlay that changes 13, come to the host within the agent's memory", async (t) => {
  t.timeout(20 * 60_000);
  const folder = temporaryFolder(t);
  const coordinator = await startCoordinator();
  t.teardown(() => coordinator.stop());
  const files = await writeAgentFiles({ folder: join(folder, "host"), coordinatorPort: coordinator.port });
  const caPem = coordinator.identity.caPem;
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  for (let number = 0; number < FILES; number++) write(from, number, 0);
  execFileSync("cp", ["-al", from, to]);
  for (let i = 0; i < CHANGED; i++) write(to, i * 20_000, 1);
  const first = await makeRelease({ folder: from, files: {} });
  const second = await makeRelease({ folder: to, files: {}, tag: "release/2" });
  const base = await makeBase(first, { out: join(folder, "base"), caPem });
  const overlay = await makeOverlay({ from: first, to: second }, { out: join(folder, "overlay"), caPem });
  for (const bundle of [base, overlay]) await coordinator.seed(bundle);
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  await coordinator.hello();
  const peakMib = (): number => {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${agent.child.pid ?? 0}/status`, "utf8")) ?? [];
    return Math.round(Number(kib) / 1024);
  };
  const prepare = async (release: TestRelease, bundle: TestBundle): Promise<void> => {
    const intent = { ...coordinator.prepareIntent(release, [bundle]), deadlineUnixMs: Date.now() + 15 * 60_000 };
    await coordinator.send({ kind: "intent", intent });
    const result = await coordinator.result(intent.commandId as CommandId);
    t.is(result.outcome, "done", JSON.stringify(result));
    t.log(`${bundle.description.kind}: prepared in ${result.stats.durationMs} ms; peak of the agent ${peakMib()} MiB`);
  };
  await prepare(first, base);
  await prepare(second, overlay);
  t.true(peakMib() < AGENT_LIMIT_MIB, `${peakMib()} MiB`);
});

function write(root: string, number: number, version: number): void {
  const path = join(root, `extensions/Extension${Math.floor(number / 800)}/includes/part${Math.floor(number / 20) % 40}/File${number}.php`);
  if (number % 20 === 0) mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  writeFileSync(path, `<?php\n// File ${number}, version ${version}\n`, { mode: 0o644 });
}
