import { randomFillSync } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { RevisionId } from "../../runtime/ids.ts";
import { startCoordinator } from "./coordinator.ts";
import { temporaryFolder } from "./fleet.ts";
import { startAgent, writeAgentFiles } from "./process.ts";
import { makeBase, makeRelease } from "./releases.ts";

const MIB = 1024 * 1024;
const SIZE_MIB = 1024;
/** What an agent may take, whatever the sizes; its swarm process has a limit of its own. */
const AGENT_LIMIT_MIB = 256;

test("a file of 1 GiB comes to the host within the agent's memory", async (t) => {
  t.timeout(20 * 60_000);
  const folder = temporaryFolder(t);
  const coordinator = await startCoordinator();
  t.teardown(() => coordinator.stop());
  const files = await writeAgentFiles({ folder: join(folder, "host"), coordinatorPort: coordinator.port });
  const tree = join(folder, "tree");
  writeRandom(tree, "large.bin");
  const release = await makeRelease({ folder: tree, files: { "small.txt": "small" } });
  const bundle = await makeBase(release, { out: join(folder, "bundle"), caPem: coordinator.identity.caPem });
  await coordinator.seed(bundle);
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  await coordinator.hello();
  const intent = { ...coordinator.prepareIntent(release, [bundle]), deadlineUnixMs: Date.now() + 15 * 60_000 };
  await coordinator.send({ kind: "intent", intent });
  const result = await coordinator.result(intent.commandId);
  t.is(result.outcome, "done", JSON.stringify(result));
  t.is((await coordinator.activate(release)).outcome, "done");
  const { size } = statSync(join(files.root, "revisions", result.revision as RevisionId, "large.bin"));
  t.is(size, SIZE_MIB * MIB);
  const peakMib = peakResidentMib(agent.child.pid ?? 0);
  t.log(`prepared in ${result.stats.durationMs} ms; peak of the agent ${peakMib} MiB`);
  t.true(peakMib < AGENT_LIMIT_MIB, `${peakMib} MiB`);
});

function writeRandom(folder: string, name: string): void {
  mkdirSync(folder);
  const file = openSync(join(folder, name), "w", 0o644);
  const block = Buffer.alloc(16 * MIB);
  for (let written = 0; written < SIZE_MIB; written += 16) writeSync(file, randomFillSync(block));
  closeSync(file);
}

function peakResidentMib(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kib) / 1024);
}
