import { mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { generateSigningKey } from "../../release/signature.ts";
import type { AppName } from "../../runtime/ids.ts";
import { startCoordinator } from "./coordinator.ts";
import type { TestCoordinator } from "./coordinator.ts";
import { temporaryFolder } from "./fleet.ts";
import { logOf, namesIn, runCommand, slotTarget, startAgent, writeAgentFiles } from "./process.ts";
import type { AgentFiles } from "./process.ts";
import { makeBase, makeOverlay, makeRelease } from "./releases.ts";
import type { TestBundle, TestRelease } from "./releases.ts";

interface World {
  readonly folder: string;
  readonly coordinator: TestCoordinator;
  readonly files: AgentFiles;
}

test("a release is fetched, unpacked, activated; the next one by overlay; and rolled back without a byte", async (t) => {
  const { folder, coordinator, files } = await openWorld(t);
  const caPem = coordinator.identity.caPem;
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  await agent.ready;
  await coordinator.hello();
  const one = await makeRelease({
    folder: join(folder, "one"),
    files: { "index.html": "one", "lib/code.js": "x".repeat(300_000) },
    tag: "release/1",
  });
  const two = await makeRelease({
    folder: join(folder, "two"),
    files: { "index.html": "two", "lib/code.js": "x".repeat(300_000) },
    tag: "release/2",
  });
  const base = await makeBase(one, { out: join(folder, "one.bundle"), caPem });
  const overlay = await makeOverlay({ from: one, to: two }, { out: join(folder, "two.bundle"), caPem });
  await Promise.all([coordinator.seed(base), coordinator.seed(overlay)]);

  const prepared = await coordinator.prepare(one, [base]);
  t.is(prepared.outcome, "done", JSON.stringify(prepared));
  t.is(prepared.tree, one.release.tree);
  t.is(prepared.stats.bytesFromSeed, base.description.sizeBytes);
  t.is(prepared.stats.route, "base");
  t.is(slotTarget(files), null, "prepare does not touch the slot");
  t.is((await coordinator.activate(one)).outcome, "done");
  t.is(slotTarget(files), `revisions/${prepared.revision}`);
  t.is(readFileSync(join(files.root, "current/index.html"), "utf8"), "one");

  const second = await coordinator.prepare(two, [overlay]);
  t.is(second.outcome, "done", JSON.stringify(second));
  t.is(second.stats.route, "overlay");
  t.true(second.stats.bytesFromSeed < 10_000);
  t.is((await coordinator.activate(two)).outcome, "done");
  t.is(readFileSync(join(files.root, "current/index.html"), "utf8"), "two");

  const back = await coordinator.prepare(one, [base]);
  t.is(back.stats.route, "none");
  t.is((await coordinator.activate(one)).outcome, "done");
  t.is(slotTarget(files), `revisions/${prepared.revision}`);
  t.deepEqual(namesIn(files, ".staging"), []);

  const status = await runCommand(files, ["status", "--json"]);
  const parsed = JSON.parse(status.stdout) as { agent: { connected: boolean }; apps: { slots: { drift: boolean; active: string }[] }[] };
  t.true(parsed.agent.connected);
  t.deepEqual(
    parsed.apps[0]?.slots.map(({ drift, active }) => ({ drift, active })),
    [{ drift: false, active: prepared.revision }],
  );
  const reverted = await runCommand(files, ["revert", "web", "--json"]);
  t.is(reverted.code, 0, reverted.stderr);
  t.deepEqual(JSON.parse(reverted.stdout), { app: "web", slot: "current", revision: second.revision });
  t.is(slotTarget(files), `revisions/${second.revision}`);

  t.is((await coordinator.prepare(one, [base])).outcome, "done");
  t.is((await coordinator.activate(one)).outcome, "done");
  writeFileSync(join(files.root, "revisions", String(second.revision), "index.html"), "TWO");
  const damaged = await runCommand(files, ["revert", "web", "--json"]);
  t.is(damaged.code, 1, "what it would go back to was damaged meanwhile");
  t.regex(damaged.stdout + damaged.stderr, /E_NOT_FOUND.*no whole previous revision/);
  t.is(slotTarget(files), `revisions/${prepared.revision}`);
  t.regex((await runCommand(files, ["status"])).stdout, new RegExp(`DAMAGED revision ${second.revision}`));

  const end = await agent.kill("SIGTERM");
  t.is(end.code, 0, logOf(files));
});

test("a release that is not signed for this host, or a bundle that is not its, changes nothing; the next command is taken", async (t) => {
  const { folder, coordinator, files } = await openWorld(t);
  const { caPem } = coordinator.identity;
  const agent = startAgent(files);
  t.teardown(() => agent.kill("SIGKILL"));
  await coordinator.hello();
  const good = await makeRelease({ folder: join(folder, "good"), files: { "index.html": "good" } });
  const other = await makeRelease({ folder: join(folder, "other"), files: { "index.html": "other" }, tag: "release/2" });
  const foreign = await makeRelease({ folder: join(folder, "foreign"), files: { "index.html": "x" }, keys: [generateSigningKey()] });
  const api = await makeRelease({ folder: join(folder, "api"), files: { "index.html": "x" }, app: "api" as AppName });
  const bundle = await makeBase(good, { out: join(folder, "good.bundle"), caPem });
  const wrong = await makeBase(other, { out: join(folder, "other.bundle"), caPem });
  await Promise.all([coordinator.seed(bundle), coordinator.seed(wrong)]);
  const codeOf = async (release: TestRelease, route: TestBundle, change = {}): Promise<string | undefined> =>
    (await coordinator.prepare(release, [route], change)).failure?.code;
  t.is(await codeOf(foreign, bundle), "E_KEY");
  t.is(await codeOf(api, bundle), "E_SCOPE");
  t.is(await codeOf(good, bundle, { envelope: new Uint8Array(64) }), "E_FORMAT");
  t.is(await codeOf(good, bundle, { envelope: other.envelope }), "E_SCOPE");
  t.is(await codeOf(good, bundle, { environment: "staging" }), "E_SCOPE");
  t.is(await codeOf(good, wrong), "E_BASE", "no route makes its tree");
  const lying = { ...wrong, description: { ...wrong.description, toTree: good.release.tree } };
  t.is(await codeOf(good, lying), "E_FORMAT", "its table says another tree");
  t.is(await codeOf(good, { ...bundle, description: { ...bundle.description, sizeBytes: 2 ** 50 } }), "E_LIMIT");
  t.is((await coordinator.activate(good)).failure?.code, "E_NOT_PREPARED");
  t.is(slotTarget(files), null);
  t.deepEqual([namesIn(files, "revisions"), namesIn(files, ".staging")], [[], []]);
  t.is((await coordinator.prepare(good, [lying, bundle])).outcome, "done", "the second route, where the first is bad");
  mkdirSync(join(files.root, "current"));
  t.is((await coordinator.activate(good, { repair: true })).failure?.code, "E_SLOT");
  t.true(statSync(join(files.root, "current")).isDirectory());
  rmdirSync(join(files.root, "current"));
  t.is((await coordinator.activate(good)).outcome, "done");
});

async function openWorld(t: ExecutionContext): Promise<World> {
  const folder = temporaryFolder(t);
  const coordinator = await startCoordinator();
  t.teardown(() => coordinator.stop());
  return { folder, coordinator, files: await writeAgentFiles({ folder: join(folder, "host"), coordinatorPort: coordinator.port }) };
}
