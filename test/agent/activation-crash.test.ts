/** kill -9 of a real agent at each phase of an activation that has checks and hooks, then recovery, over and over on one host. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { Outcome } from "../../proto/messages.ts";
import { breakHealth, openStage, told, until } from "./activation.ts";
import { logOf } from "./process.ts";

const CASES: readonly (readonly [fault: string, outcome: Outcome, hooksAfter: readonly string[]])[] = [
  ["steps:before", "expired", []],
  ["steps:before-done", "expired", []],
  ["steps:depool", "expired", ["repool"]],
  ["steps:depool-done", "expired", ["repool"]],
  ["swap:before-rename", "expired", ["repool"]],
  ["swap:after-rename", "done", ["restart", "repool"]],
  ["steps:restart", "done", ["restart", "repool"]],
  ["steps:restart-done", "done", ["restart", "repool"]],
  ["steps:after", "done", ["repool"]],
  ["steps:after-done", "done", ["repool"]],
  ["steps:repool", "done", ["repool"]],
  ["steps:repool-done", "done", ["repool"]],
];

test("killed at each phase: before the swap the old revision stays and the host comes back to the pool; after it the phase is done again", async (t) => {
  t.timeout(180_000);
  const stage = await openStage(t);
  const first = await stage.restart();
  const checks = [
    { name: "ready", command: { run: ["true"] }, when: "before" },
    { name: "up", tcp: { port: stage.port } },
  ];
  const releases = { a: await stage.install("a", { checks }), b: await stage.install("b", { checks }) };
  t.is((await stage.coordinator.activate(releases.a)).outcome, "done");
  await first.kill("SIGKILL");
  for (const [fault, outcome, hooksAfter] of CASES) {
    const old = stage.active() as "a" | "b";
    const next = old === "a" ? "b" : "a";
    const killed = await stage.restart(fault);
    const intent = stage.coordinator.activateIntent(releases[next]);
    await stage.coordinator.send({ kind: "intent", intent });
    t.is((await killed.ended).signal, "SIGKILL", `${fault}: ${logOf(stage.files)}`);
    const ranBefore = stage.ran().length;
    const agent = await stage.restart();
    const result = await stage.coordinator.result(intent.commandId);
    t.is(result.outcome, outcome, `${fault}: ${JSON.stringify(result)}`);
    if (outcome === "expired") t.is(result.failure?.code, "E_LEASE");
    t.is(stage.active(), outcome === "done" ? next : old, fault);
    t.deepEqual(
      stage.ran().slice(ranBefore),
      hooksAfter.map((hook) => `${next} ${hook}`),
      fault,
    );
    await agent.kill("SIGKILL");
  }
});

test("killed on the way back: the hooks of the old revision run again, and it ends as reverted", async (t) => {
  t.timeout(60_000);
  const stage = await openStage(t);
  const first = await stage.restart();
  const good = await stage.install("good");
  const bad = await stage.install("bad", { health: "500", hooks: {} });
  t.is((await stage.coordinator.activate(good)).outcome, "done");
  await first.kill("SIGKILL");
  for (const fault of ["steps:restart", "steps:restart-done"]) {
    const killed = await stage.restart(fault);
    const intent = stage.coordinator.activateIntent(bad);
    await stage.coordinator.send({ kind: "intent", intent });
    t.is((await killed.ended).signal, "SIGKILL", `${fault}: ${logOf(stage.files)}`);
    t.is(stage.active(), "good", "it was back before anything else");
    const ranBefore = stage.ran().length;
    const agent = await stage.restart();
    const result = await stage.coordinator.result(intent.commandId);
    t.like(result, { outcome: "reverted", failure: { code: "E_CHECK" } });
    t.deepEqual(stage.ran().slice(ranBefore), ["good restart"], "its plan has no hook for the pool that was left");
    t.is(told(result).at(-1), "restart sh: passed");
    await agent.kill("SIGKILL");
  }
});

test("killed while a hook hangs: the next agent kills what was left running, and the host comes back to the pool", async (t) => {
  t.timeout(60_000);
  const stage = await openStage(t);
  const first = await stage.restart();
  const good = await stage.install("good");
  t.is((await stage.coordinator.activate(good)).outcome, "done");
  const pids = join(stage.folder, "pids");
  const depool = [{ command: ["sh", "-c", `setsid sh -c 'echo $$ >> ${pids}; exec sleep 300' & echo $$ >> ${pids}; sleep 300`] }];
  const hang = await stage.install("hang", { hooks: { depool, repool: [{ command: ["sh", "./hook.sh"] }] } });
  const intent = stage.coordinator.activateIntent(hang);
  await stage.coordinator.send({ kind: "intent", intent });
  const read = (): readonly number[] => {
    try {
      return readFileSync(pids, "utf8").split("\n").filter(Boolean).map(Number);
    } catch {
      return [];
    }
  };
  await until(() => read().length === 2);
  await first.kill("SIGKILL");
  t.true(
    read().every((pid) => !isGone(pid)),
    "they outlive the agent",
  );
  await stage.restart();
  t.like(await stage.coordinator.result(intent.commandId), { outcome: "expired", failure: { code: "E_LEASE" } });
  t.true(read().every(isGone));
  t.is(stage.ran().at(-1), "hang repool");
  t.is(stage.active(), "good");
});

test("killed in the bake: the next agent goes on with it, and puts the slot back by itself", async (t) => {
  t.timeout(60_000);
  const stage = await openStage(t);
  const first = await stage.restart();
  const good = await stage.install("good");
  t.is((await stage.coordinator.activate(good)).outcome, "done");
  const bad = await stage.install("bad");
  await first.kill("SIGKILL");
  const killed = await stage.restart("steps:bake");
  const intent = { ...stage.coordinator.activateIntent(bad), bakeMs: 60_000 };
  await stage.coordinator.send({ kind: "intent", intent });
  t.is((await killed.ended).signal, "SIGKILL");
  t.is(stage.active(), "bad");
  breakHealth(stage.files);
  const agent = await stage.restart();
  await until(() => stage.active() === "good");
  const { report } = await stage.coordinator.received.next((message) => message.report.kind === "slot-changed");
  t.like(report, { kind: "slot-changed", failure: { code: "E_CHECK" } });
  await agent.kill("SIGKILL");
});

/** Gone, or a zombie that nobody reaps in this container. */
function isGone(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
}
