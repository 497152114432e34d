import test from "ava";
import { breakHealth, healthChecks, openStage, PACE, told, until } from "./activation.ts";
import { slotTarget } from "./process.ts";

test("checks and hooks run around the swap, in their order, and the result tells of each", async (t) => {
  t.timeout(60_000);
  const stage = await openStage(t);
  const agent = await stage.restart();
  const before = { name: "ready", command: { run: ["sh", "-c", "cat name; test -e current && exit 1; exit 0"] }, when: "before" };
  const one = await stage.install("one", { checks: [before, ...healthChecks(stage.port)] });
  const result = await stage.coordinator.activate(one);
  t.is(result.outcome, "done", JSON.stringify(result));
  t.is(stage.active(), "one");
  t.deepEqual(stage.ran(), ["one depool", "one restart", "one repool"]);
  t.deepEqual(told(result), [
    "before ready: passed",
    "depool sh: passed",
    "restart sh: passed",
    "after listening: passed",
    "after healthy: passed",
    "repool sh: passed",
  ]);
  t.is(result.steps[0]?.output, "one");
  const [, , restart, check] = result.steps;
  t.log(`swap to the begin of the restart ${restart?.startedAfterSwapMs} ms, to the first check ${check?.startedAfterSwapMs} ms`);
  t.is(result.steps[1]?.startedAfterSwapMs, null);
  t.true((restart?.startedAfterSwapMs ?? 1e9) <= (check?.startedAfterSwapMs ?? -1));
  await agent.kill("SIGTERM");
});

test("a bad release reverts itself: `current` is back, the old revision was restarted, the steps say why", async (t) => {
  t.timeout(60_000);
  const stage = await openStage(t);
  await stage.restart();
  const good = await stage.install("good");
  t.is((await stage.coordinator.activate(good)).outcome, "done");
  const before = slotTarget(stage.files);
  const bad = await stage.install("bad", { health: "500" });
  const result = await stage.coordinator.activate(bad);
  t.is(result.outcome, "reverted", JSON.stringify(result));
  t.is(result.failure?.code, "E_CHECK");
  t.regex(result.failure?.message ?? "", /^check "healthy" \(after\) failed 2 times: GET http:\S+ status 500 is not 200$/);
  t.is(slotTarget(stage.files), before);
  t.deepEqual(stage.ran().slice(3), ["bad depool", "bad restart", "good restart", "good repool"]);
  t.deepEqual(told(result), [
    "depool sh: passed",
    "restart sh: passed",
    "after listening: passed",
    "after healthy: failed",
    "restart sh: passed",
    "repool sh: passed",
  ]);
  t.regex(result.steps[3]?.output ?? "", /^HTTP 500\n[\s\S]*\nbroken$/);
});

test("a hook that fails before the swap leaves the old revision serving, and the host comes back to the pool", async (t) => {
  t.timeout(60_000);
  const stage = await openStage(t);
  await stage.restart();
  const good = await stage.install("good");
  t.is((await stage.coordinator.activate(good)).outcome, "done");
  const before = slotTarget(stage.files);
  const depool = [{ name: "leave", command: ["sh", "-c", "sh ./hook.sh; echo no such pool >&2; exit 3"] }];
  const repool = [{ command: ["sh", "./hook.sh"] }];
  const stuck = await stage.install("stuck", { hooks: { depool, repool } });
  const result = await stage.coordinator.activate(stuck);
  t.like(result, { outcome: "failed", failure: { code: "E_HOOK", message: 'hook "leave" (depool) failed: sh ended with 3' } });
  t.is(result.steps[0]?.output, "no such pool\n");
  t.deepEqual(told(result), ["depool leave: failed", "repool sh: passed"]);
  t.is(slotTarget(stage.files), before);
  t.deepEqual(stage.ran().slice(3), ["stuck depool", "stuck repool"]);
});

test("a check that fails before the swap leaves everything as it is", async (t) => {
  t.timeout(60_000);
  const stage = await openStage(t);
  await stage.restart();
  const never = { name: "never", command: { run: ["false"] }, when: "before", ...PACE };
  const one = await stage.install("one", { checks: [never] });
  const result = await stage.coordinator.activate(one);
  t.like(result, { outcome: "failed", failure: { code: "E_CHECK" } });
  t.deepEqual(told(result), ["before never: failed"]);
  t.is(result.steps[0]?.attempts, 2);
  t.is(stage.active(), null);
  t.deepEqual(stage.ran(), []);
});

test("a check that fails in the bake puts the slot back with nobody to ask, and says so when somebody is back", async (t) => {
  t.timeout(60_000);
  const stage = await openStage(t);
  const agent = await stage.restart();
  const good = await stage.install("good");
  t.is((await stage.coordinator.activate(good)).outcome, "done");
  const bad = await stage.install("bad");
  const { commandId, ...intent } = { ...stage.coordinator.activateIntent(bad), bakeMs: 60_000 };
  await stage.coordinator.send({ kind: "intent", intent: { ...intent, commandId } });
  t.is((await stage.coordinator.result(commandId)).outcome, "done");
  t.is(stage.active(), "bad");
  stage.coordinator.setAway(true);
  breakHealth(stage.files);
  await until(() => stage.active() === "good");
  await until(() => stage.ran().at(-1) === "good repool");
  t.deepEqual(stage.ran().slice(6), ["good restart", "good repool"]);
  await agent.kill("SIGTERM");
  stage.coordinator.setAway(false);
  await stage.restart();
  // Killed between the hooks and their record, it runs them again and tells after its hello.
  const told = await stage.coordinator.result(commandId, "reverted");
  t.like(told, { outcome: "reverted", failure: { code: "E_CHECK" } });
  t.deepEqual(
    told.steps.filter(({ phase }) => phase === "bake").map(({ name, outcome }) => [name, outcome]),
    [
      ["listening", "passed"],
      ["healthy", "failed"],
    ],
  );
});
