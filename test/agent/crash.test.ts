/** kill -9 at every point where something durable is half-way, over and over on one host, then recovery. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { readCommitted, readRevisionListing } from "../../release/revision.ts";
import { verifyRevision } from "../../release/verify.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import { startCoordinator } from "./coordinator.ts";
import type { TestCoordinator } from "./coordinator.ts";
import { logOf, namesIn, slotTarget, startAgent, writeAgentFiles } from "./process.ts";
import type { AgentFiles, AgentProcess } from "./process.ts";
import { makeBase, makeRelease } from "./releases.ts";
import type { TestBundle, TestRelease } from "./releases.ts";

interface World {
  readonly coordinator: TestCoordinator;
  readonly files: AgentFiles;
  readonly one: TestRelease;
  readonly two: TestRelease;
  readonly three: TestRelease;
  /** Of release two. */
  readonly base: TestBundle;
  /** Of release three. */
  readonly small: TestBundle;
  readonly close: () => Promise<void>;
}

const PREPARE_POINTS = [
  "fetch:some",
  "unpack:some",
  "unpack:done",
  "commit:before-sync",
  "commit:before-rename",
  "commit:after-rename",
  "commit:before-record",
  "commit:after-record",
];

/** One host lives, and dies, through all tests of this file. */
const world = Promise.withResolvers<World>();
test.before(async (t) => {
  t.timeout(60_000);
  world.resolve(await openWorld());
});
test.after.always(async () => (await world.promise).close());

test.serial(
  "killed at each point of a prepare: the slot stays, staging is swept, the prepare ends as done, nothing is done twice",
  async (t) => {
    t.timeout(120_000);
    const { coordinator, files, two, base } = await world.promise;
    const before = slotTarget(files);
    const intent = coordinator.prepareIntent(two, [base]);
    const inodes = new Map<string, number | undefined>();
    for (const [index, fault] of PREPARE_POINTS.entries()) {
      const killed = await restart(t, fault);
      if (index === 0) await coordinator.send({ kind: "intent", intent });
      t.is((await killed.ended).signal, "SIGKILL", `${fault}: ${logOf(files)}`);
      t.is(slotTarget(files), before, fault);
      await assertSlotComplete(t, files);
      inodes.set(fault, inodeOf(files, "noise/7.bin"));
    }
    t.not(inodes.get("unpack:done"), undefined);
    t.is(inodes.get("commit:before-rename"), inodes.get("unpack:done"), "a finished file is not written again");
    const agent = await restart(t);
    const result = await coordinator.result(intent.commandId);
    t.is(result.outcome, "done", JSON.stringify(result));
    t.true(result.stats.bytesFromSeed < base.description.sizeBytes / 2, `${result.stats.bytesFromSeed} of ${base.description.sizeBytes}`);
    t.deepEqual(namesIn(files, ".staging"), []);
    t.is(namesIn(files, "revisions").length, 2);
    t.deepEqual(await problems(files, result.revision as RevisionId), []);
    await agent.kill("SIGKILL");
  },
);

test.serial("killed right before the rename of the slot: the old revision, and the activate has expired", async (t) => {
  t.timeout(60_000);
  const { coordinator, files, two } = await world.promise;
  const before = slotTarget(files);
  const killed = await restart(t, "swap:before-rename");
  const intent = coordinator.activateIntent(two);
  await coordinator.send({ kind: "intent", intent });
  t.is((await killed.ended).signal, "SIGKILL");
  t.is(slotTarget(files), before);
  const agent = await restart(t);
  const { outcome, failure } = await coordinator.result(intent.commandId);
  t.deepEqual([outcome, failure?.code], ["expired", "E_LEASE"]);
  t.is(slotTarget(files), before);
  t.deepEqual(
    namesIn(files, ".").filter((name) => name.includes("shoal-tmp")),
    [],
    "the temporary link is swept",
  );
  await assertSlotComplete(t, files);
  await agent.kill("SIGKILL");
});

test.serial("killed right after the rename: in the same boot and within the lease the activate is done", async (t) => {
  t.timeout(60_000);
  const { coordinator, files, two } = await world.promise;
  const before = slotTarget(files);
  const killed = await restart(t, "swap:after-rename");
  const intent = coordinator.activateIntent(two);
  await coordinator.send({ kind: "intent", intent });
  t.is((await killed.ended).signal, "SIGKILL");
  t.not(slotTarget(files), before);
  await assertSlotComplete(t, files);
  const agent = await restart(t);
  const { outcome, revision } = await coordinator.result(intent.commandId);
  t.is(outcome, "done");
  t.is(slotTarget(files), `revisions/${revision}`);
  await agent.kill("SIGKILL");
});

test.serial("killed right after the rename with a lease that is over at the restart: swapped back and told as reverted", async (t) => {
  t.timeout(60_000);
  const { coordinator, files, one } = await world.promise;
  const before = slotTarget(files);
  const killed = await restart(t, "swap:after-rename");
  const intent = coordinator.activateIntent(one);
  const lease = { ...intent.lease, untilMs: intent.lease.untilMs - 29_000 };
  await coordinator.send({ kind: "intent", intent: { ...intent, lease } });
  t.is((await killed.ended).signal, "SIGKILL");
  t.not(slotTarget(files), before);
  await clockPasses(lease.untilMs);
  const agent = await restart(t);
  const { outcome, failure } = await coordinator.result(intent.commandId);
  t.deepEqual([outcome, failure?.code], ["reverted", "E_LEASE"]);
  t.is(slotTarget(files), before);
  await agent.kill("SIGKILL");
});

test.serial("killed while a revision is removed: it is gone, and so is its trash after the restart", async (t) => {
  t.timeout(60_000);
  const { coordinator, files, two, three, small } = await world.promise;
  const before = namesIn(files, "revisions");
  const killed = await restart(t, "remove:after-rename");
  t.is((await coordinator.prepare(three, [small])).outcome, "done");
  // Wanted is what the slot was last prepared for: with the active release wanted again, the new one may go.
  t.is((await coordinator.prepare(two, [])).outcome, "done");
  const discarded = coordinator.discard(three);
  t.is((await killed.ended).signal, "SIGKILL");
  t.deepEqual(namesIn(files, "revisions"), before);
  t.is(namesIn(files, ".staging").length, 1);
  const agent = await restart(t);
  t.is((await discarded).outcome, "done");
  t.deepEqual(namesIn(files, ".staging"), []);
  t.deepEqual(namesIn(files, "revisions"), before);
  await agent.kill("SIGKILL");
});

/** Of a file in the one tree that is staged. */
function inodeOf(files: AgentFiles, path: string): number | undefined {
  const [revision] = namesIn(files, ".staging");
  return revision === undefined ? undefined : statSync(join(files.root, ".staging", revision, path), { throwIfNoEntry: false })?.ino;
}

/** A new process; where it is to live, resolves when it has said hello. */
async function restart(t: ExecutionContext, fault?: string): Promise<AgentProcess> {
  const { coordinator, files } = await world.promise;
  const last = coordinator.received.seen.findLast(({ report }) => report.kind === "hello")?.report;
  const agent = startAgent(files, fault === undefined ? {} : { fault });
  t.teardown(() => agent.kill("SIGKILL"));
  await Promise.race([coordinator.hello(last?.kind === "hello" ? last : null), agent.ended]);
  return agent;
}

/** Release one is active; its agent was killed while idle. */
async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "shoal-crash-"));
  const coordinator = await startCoordinator();
  const { caPem } = coordinator.identity;
  const files = await writeAgentFiles({ folder: join(folder, "host"), coordinatorPort: coordinator.port });
  const noise = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`noise/${i}.bin`, randomBytes(100_000)]));
  const one = await makeRelease({ folder: join(folder, "one"), files: { "index.html": "one" } });
  const two = await makeRelease({ folder: join(folder, "two"), files: { "index.html": "two", ...noise }, tag: "release/2" });
  const three = await makeRelease({ folder: join(folder, "three"), files: { "index.html": "three" }, tag: "release/3" });
  const first = await makeBase(one, { out: join(folder, "one.bundle"), caPem });
  const base = await makeBase(two, { out: join(folder, "two.bundle"), caPem });
  const small = await makeBase(three, { out: join(folder, "three.bundle"), caPem });
  for (const bundle of [first, base, small]) await coordinator.seed(bundle);
  const agent = startAgent(files);
  await coordinator.hello();
  await coordinator.prepare(one, [first]);
  await coordinator.activate(one);
  await agent.kill("SIGKILL");
  const close = async (): Promise<void> => {
    await coordinator.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { coordinator, files, one, two, three, base, small, close };
}

async function assertSlotComplete(t: ExecutionContext, files: AgentFiles): Promise<void> {
  const revision = basename(slotTarget(files) ?? "none") as RevisionId;
  t.deepEqual(await problems(files, revision), []);
}

/** By content, against the listing that its envelope names. */
async function problems({ root }: AgentFiles, revision: RevisionId): Promise<readonly unknown[]> {
  const committed = await readCommitted(root, revision);
  if (committed === null) return ["not committed"];
  const listing = await readRevisionListing(root, committed.record);
  return verifyRevision({ dir: join(root, "revisions", revision), listing, mode: "full" });
}

/** The agent clock of this machine. */
async function clockPasses(clockMs: number): Promise<void> {
  const nowMs = (): number => Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]) * 1000;
  while (nowMs() <= clockMs) await new Promise((resolve) => setTimeout(resolve, clockMs - nowMs() + 10));
}
