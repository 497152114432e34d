import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import type { ExecutionContext } from "ava";
import type { HostStatus } from "../../agent/commands/status.ts";
import { startCoordinator } from "./coordinator.ts";
import type { TestCoordinator } from "./coordinator.ts";
import { temporaryFolder } from "./fleet.ts";
import { logOf, runCommand, slotTarget, startAgent, writeAgentFiles } from "./process.ts";
import type { AgentFiles } from "./process.ts";
import { makeBase, makeRelease } from "./releases.ts";
import { fill, mountTmpfs } from "./tmpfs.ts";

const LAUNCHER = fileURLToPath(new URL("../../agent/shoal-agent", import.meta.url));

test.serial("one agent per state directory and per app root; what needs the agent stopped, or running, says so", async (t) => {
  const { coordinator, files, folder } = await openWorld(t);
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  t.like(await agent.ready, { ready: true, host: "web1" });
  await coordinator.hello();
  const twin = await startAgent(files).ended;
  t.is(twin.code, 1);
  t.regex(twin.stderr, /E_LOCKED: .*in use by process \d+/);
  const sameRoot = await writeAgentFiles({ folder: join(folder, "other"), coordinatorPort: coordinator.port, root: files.root });
  t.regex((await startAgent(sameRoot).ended).stderr, /E_LOCKED/);
  t.regex((await runCommand(files, ["reset-lane", "web"])).stderr, /E_LOCKED/);
  const missing = await runCommand(files, ["revert", "web"]);
  t.deepEqual([missing.code, /E_NOT_FOUND.*no whole previous revision/.test(missing.stderr)], [1, true], missing.stderr);
  await coordinator.send({
    kind: "intent",
    intent: { ...coordinator.activateIntent(await emptyRelease(folder)), position: { epoch: 900, sequence: 7 } },
  });
  await coordinator.result("c1" as never);
  t.is((await agent.kill("SIGTERM")).code, 0, logOf(files));

  t.regex((await runCommand(files, ["revert", "web"])).stderr, /E_UNAVAILABLE/);
  const before = await statusOf(files);
  t.is(before.agent, null);
  t.deepEqual(before.apps[0]?.highest, { epoch: 900, sequence: 7 });
  t.is((await runCommand(files, ["reset-lane", "web"])).code, 0);
  t.deepEqual((await statusOf(files)).apps[0]?.highest, { epoch: 0, sequence: 0 });
  t.regex((await runCommand(files, ["reset-lane", "api"])).stderr, /E_NOT_FOUND/);
  t.regex((await runCommand(files, ["status"])).stdout, /^web1: no agent runs\nweb \(production\) in .*\n {2}current -> not there\n$/);
});

test.serial("a damaged journal stops the start; rebuilt, the lane knows what is on disk, and positions start anew", async (t) => {
  const { coordinator, files, folder } = await openWorld(t);
  const release = await emptyRelease(folder);
  const bundle = await makeBase(release, { out: join(folder, "bundle"), caPem: coordinator.identity.caPem });
  await coordinator.seed(bundle);
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  const hello = await coordinator.hello();
  t.is((await coordinator.prepare(release, [bundle])).outcome, "done");
  t.is((await coordinator.activate(release)).outcome, "done");
  await agent.kill("SIGTERM");
  const journal = join(files.stateDir, "journal.db");
  writeFileSync(journal, Buffer.alloc(10_000, 1));
  const refused = await startAgent(files).ended;
  t.is(refused.code, 1);
  t.regex(refused.stderr, /E_IO: the journal .* is damaged/);
  t.regex(refused.stderr, /--rebuild-journal/);
  const rebuilt = startAgent(files, { args: ["--rebuild-journal"] });
  t.teardown(() => rebuilt.kill("SIGKILL"));
  const again = await coordinator.hello(hello);
  t.like(again.lanes[0], { highest: { epoch: 0, sequence: 0 }, intents: [] });
  t.is(again.lanes[0]?.revisions[0]?.release, release.id);
  t.like(again.lanes[0]?.slots[0], { drift: false, release: release.id }, "the slot is adopted as it is");
  t.is(readdirSync(files.stateDir).filter((name) => /^journal\.db\.damaged-\d+$/.test(name)).length, 1);
  const target = slotTarget(files);
  t.is((await coordinator.prepare(release, [])).stats.route, "none");
  t.is((await coordinator.activate(release)).outcome, "done");
  t.is(slotTarget(files), target);
});

test.serial("a journal that can't be written ends the agent with a clear line before anything is answered", async (t) => {
  const state = mountTmpfs(t, "size=2m");
  if (state === null) return;
  const { coordinator, files, folder } = await openWorld(t);
  mkdirSync(files.folder, { recursive: true });
  symlinkSync(state, files.stateDir);
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  await coordinator.hello();
  fill(state, 0);
  const release = await emptyRelease(folder);
  // Larger than what SQLite has left in the pages of its WAL file.
  const intent = { ...coordinator.prepareIntent(release, []), envelope: Buffer.alloc(200_000, 0x20) };
  await coordinator.send({ kind: "intent", intent });
  const end = await agent.ended;
  t.is(end.code, 1, JSON.stringify(end));
  t.regex(end.stderr, /E_DISK_FULL: the journal .* can't be written/);
  t.false(coordinator.received.seen.some(({ report }) => report.kind === "answer"));
});

test.serial("SIGTERM in the middle of a prepare ends in order; the next agent goes on with it", async (t) => {
  const { coordinator, files, folder } = await openWorld(t);
  const release = await emptyRelease(folder);
  const bundle = await makeBase(release, { out: join(folder, "bundle"), caPem: coordinator.identity.caPem });
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  const hello = await coordinator.hello();
  const intent = coordinator.prepareIntent(release, [bundle]);
  await coordinator.send({ kind: "intent", intent });
  t.deepEqual(await coordinator.answer(intent.commandId), { kind: "accepted" });
  t.is((await agent.kill("SIGTERM")).code, 0, logOf(files));
  t.deepEqual(readdirSync(join(files.root, ".staging")), []);
  const next = startAgent(files);
  t.teardown(() => next.kill("SIGKILL"));
  await coordinator.hello(hello);
  await coordinator.seed(bundle);
  t.is((await coordinator.result(intent.commandId)).outcome, "done");
});

test.serial("a slot that was changed by hand is told as drift, and left until a repair", async (t) => {
  const { coordinator, files, folder } = await openWorld(t);
  const release = await emptyRelease(folder);
  const bundle = await makeBase(release, { out: join(folder, "bundle"), caPem: coordinator.identity.caPem });
  await coordinator.seed(bundle);
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  await coordinator.hello();
  t.is((await coordinator.prepare(release, [bundle])).outcome, "done");
  t.is((await coordinator.activate(release)).outcome, "done");
  const active = basename(slotTarget(files) ?? "");
  unlinkSync(join(files.root, "current"));
  symlinkSync("/etc", join(files.root, "current"));
  const status = await statusOf(files);
  t.like(status.apps[0]?.slots[0], { drift: true, active, content: { kind: "foreign" } });
  t.is((await coordinator.activate(release)).failure?.code, "E_DRIFT");
  t.is(slotTarget(files), "/etc");
  t.is((await coordinator.activate(release, { repair: true })).outcome, "done");
  t.is(basename(slotTarget(files) ?? ""), active);
});

test("the launcher works through a symlink with spaces in its path; usage is 2, a missing file 1", (t) => {
  const folder = join(temporaryFolder(t), "a b'c");
  mkdirSync(folder);
  symlinkSync(LAUNCHER, join(folder, "agent"));
  const run = (...args: string[]) => spawnSync(join(folder, "agent"), args, { encoding: "utf8", cwd: folder, env: {} });
  t.regex(run("--version").stdout, /^\d+\.\d+\.\d+\n$/);
  t.is(run("--help").status, 0);
  t.is(run("stat").status, 2);
  t.is(run("--nonsense").status, 2);
  const missing = run("--config", "/nonexistent.yaml");
  t.is(missing.status, 1);
  t.regex(missing.stderr, /^shoal-agent: E_CONFIG: \/nonexistent\.yaml: there is no such file\n$/);
});

interface World {
  readonly folder: string;
  readonly coordinator: TestCoordinator;
  readonly files: AgentFiles;
}

async function openWorld(t: ExecutionContext): Promise<World> {
  t.timeout(60_000);
  const folder = temporaryFolder(t);
  const coordinator = await startCoordinator();
  t.teardown(() => coordinator.stop());
  return { folder, coordinator, files: await writeAgentFiles({ folder: join(folder, "host"), coordinatorPort: coordinator.port }) };
}

function emptyRelease(folder: string): ReturnType<typeof makeRelease> {
  return makeRelease({ folder: join(folder, "tree"), files: { "index.html": "one" } });
}

async function statusOf(files: AgentFiles): Promise<HostStatus> {
  const { stdout, stderr } = await runCommand(files, ["status", "--json"]);
  return JSON.parse(stdout === "" ? stderr : stdout) as HostStatus;
}
