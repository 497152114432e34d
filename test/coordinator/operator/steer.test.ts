/** The verbs of a rollout through the operator service, a real coordinator and its store; hosts are played. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import test, { type ExecutionContext } from "ava";
import { NO_WORK } from "../../../proto/messages.ts";
import type { Intent } from "../../../proto/messages.ts";
import type * as wire from "../../../proto/operator-types.ts";
import { ShoalError, toFailure } from "../../../runtime/errors.ts";
import type { Digest } from "../../../runtime/ids.ts";
import type { FakeAgent } from "../fake-agent.ts";
import { noise, publish } from "../publish.ts";
import { type OperatorClient, startTestCoordinator, type TestCoordinator } from "../start.ts";

const STREAM = { app: "web", environment: "production" };
const ABOUT: wire.SteerRequest = { ...STREAM, rollout: "", note: "", host: "", gate: "", overrideMs: 0 };
const FIRST = { "README.md": "first", "data.bin": noise(20_000, "data") };
const SECOND = { ...FIRST, "README.md": "second" };
const ONE_BY_ONE = "activate: {parallel: 1}\nbudget: {rollout: 0}\nonFailure: pause\n";

test("a canary whose checks fail goes back with those that follow it, and the rollout ends failed with its name", async (t) => {
  const { operator, agents, deploy } = await running(t, ["web1", "web2", "web3"]);
  const { rollout } = await deploy(
    "release/2",
    "waves: [{count: 2}]\nbudget: {rollout: 0}\nactivate: {parallel: 1}\nonFailure: rollback-all\n",
  );
  await prepareAll(agents);
  await agents[0].obey(await agents[0].nextIntent("activate"), TREES.second);
  await revert(agents[1], await agents[1].nextIntent("activate"));
  const back = await agents[0].nextIntent("activate");
  t.is(back.kind === "activate" && back.tree, TREES.first, "to what it ran before");
  await agents[0].obey(back, TREES.first);
  const end = await until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0);
  t.deepEqual([end.state, end.failure?.code, end.failed], ["failed", "E_CHECK", 1]);
  t.deepEqual(
    end.hosts.map(({ host, state }) => [host, state]),
    [
      ["web1", "rolled-back"],
      ["web2", "reverted"],
      ["web3", "cancelled"],
    ],
  );
  t.regex(end.failure?.message ?? "", /1 of 3 hosts failed; host web2/);
  t.is(agents[2].received.filter(({ kind }) => kind === "intent").length, 0, "web3 was never switched");
  t.deepEqual((await shownTags(operator)).toSorted(), ["release/1", "release/1"].concat("release/1"));
});

test("pause, resume, retry, exclude: each said twice is said once, and all of it stands in the log", async (t) => {
  const { operator, agents, deploy } = await running(t, ["web1", "web2", "web3"]);
  const { rollout } = await deploy("release/2", ONE_BY_ONE);
  await prepareAll(agents);
  const first = await agents[0].nextIntent("activate");
  t.is((await operator.pause({ ...ABOUT, note: "lunch" })).state, "paused");
  t.like((await operator.pause({ ...ABOUT, note: "again" })).pause, { principal: "operator:alice", note: "lunch", reason: null });
  await agents[0].obey(first, TREES.second);
  await until(operator, rollout, ({ hosts }) => hosts[0]?.state === "active");
  t.is((await operator.resume(ABOUT)).state, "activating");
  await revert(agents[1], await agents[1].nextIntent("activate"));
  const paused = await until(operator, rollout, ({ state }) => state === "paused");
  t.like(paused.pause?.reason, { code: "E_CHECK" });
  await t.throwsAsync(operator.resume(ABOUT), { code: "E_BUDGET", message: /web2/ });
  const explained = await operator.explain({ rollout, host: "web2" });
  t.regex(explained.lines.join("\n"), /slot current names release\/1, to which the host went back by itself$/m);
  t.regex(explained.lines.join("\n"), /web2 is reverted[\s\S]*paused: [\s\S]*E_CHECK/);
  t.deepEqual(
    explained.steps.map(({ name, outcome, output }) => [name, outcome, output]),
    [["health", "failed", "HTTP 500"]],
  );
  t.regex((await operator.explain({ rollout, host: "web3" })).lines.join("\n"), /nobody is switched any more: 1 of 3 hosts failed/);
  await operator.retryHost({ ...ABOUT, host: "web2" });
  await operator.resume(ABOUT);
  await revert(agents[1], await agents[1].nextIntent("activate"));
  await until(operator, rollout, ({ state }) => state === "paused");
  await operator.excludeHost({ ...ABOUT, host: "web2", note: "broken disk" });
  await operator.excludeHost({ ...ABOUT, host: "web2", note: "broken disk" });
  await operator.resume(ABOUT);
  await agents[2].obey(await agents[2].nextIntent("activate"), TREES.second);
  t.is((await until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0)).state, "succeeded");
  const { events } = await operator.listEvents({ ...STREAM, afterVersion: 0, limit: 0 });
  const verbs = events.map(({ kind }) => kind).filter((kind) => /pause|resume|retry|exclude/.test(kind));
  t.deepEqual(verbs, [
    "pause-requested",
    "resume-requested",
    "resume-requested",
    "retry-requested",
    "resume-requested",
    "exclude-requested",
    "resume-requested",
  ]);
  t.regex(events.find(({ kind }) => kind === "exclude-requested")?.body ?? "", /broken disk/);
  t.regex(events.filter(({ kind }) => kind === "rollout-requested").at(-1)?.body ?? "", /"onFailure":"pause"/, "the policy that was used");
  await t.throwsAsync(operator.retryHost({ ...ABOUT, host: "web1" }), { code: "E_NOT_FOUND", message: /no open rollout/ });
});

test("a gate that asks a real service: no data pauses, an override passes it with its reason", async (t) => {
  const answers = [{ status: "success", data: { resultType: "vector", result: [] } }];
  const server = createServer((_, response) => void response.end(JSON.stringify(answers[0])));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  t.teardown(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { operator, agents, deploy } = await running(t, ["web1", "web2"]);
  const gate = `{name: errors, interval: 100ms, timeout: 3s, prometheus: {url: "${url}", query: up, max: 1}}`;
  const { rollout } = await deploy("release/2", `waves: [{canary: 1}]\ngates: [${gate}]\n`);
  await prepareAll(agents);
  await agents[0].obey(await agents[0].nextIntent("activate"), TREES.second);
  const paused = await until(operator, rollout, ({ state }) => state === "paused");
  t.regex(paused.pause?.reason?.message ?? "", /gate errors came to no verdict.*no value; wanted at most 1/);
  t.is(agents[1].received.length, 0);
  await t.throwsAsync(operator.overrideGate({ ...ABOUT, gate: "errors" }), { code: "E_MESSAGE", message: /has a reason/ });
  await t.throwsAsync(operator.overrideGate({ ...ABOUT, gate: "other", note: "x" }), { code: "E_GATE", message: /has no gate other/ });
  await operator.overrideGate({ ...ABOUT, gate: "errors", note: "the exporter is down, I looked" });
  await operator.resume(ABOUT);
  await agents[1].obey(await agents[1].nextIntent("activate"), TREES.second);
  t.is((await until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0)).state, "succeeded");
  const { events } = await operator.listEvents({ ...STREAM, afterVersion: 0, limit: 0 });
  t.regex(events.findLast(({ kind }) => kind === "gate-overridden")?.body ?? "", /the exporter is down, I looked/);
  t.regex(events.find(({ kind }) => kind === "gate-evaluated")?.body ?? "", /"verdict":"no-data"/);
});

test("an approval by another operator, with a note", async (t) => {
  const { c, operator, agents, deploy } = await running(t, ["web1", "web2"]);
  const { rollout } = await deploy("release/2", "waves: [{canary: 1}]\ngates: [{name: owner, approval: {by: [bob], fourEyes: true}}]\n");
  await prepareAll(agents);
  await agents[0].obey(await agents[0].nextIntent("activate"), TREES.second);
  const waiting = await until(operator, rollout, ({ state }) => state === "waiting");
  t.like(waiting.gate, { name: "owner", kind: "approval", approvers: ["bob"] });
  await t.throwsAsync(operator.approve(ABOUT), { code: "E_DENIED", message: /approved by bob, not by alice/ });
  const bob = await c.operator("bob");
  t.is((await bob.approve({ ...ABOUT, note: "looks good" })).state, "activating");
  await agents[1].obey(await agents[1].nextIntent("activate"), TREES.second);
  t.is((await until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0)).state, "succeeded");
});

test("an approval by role: who has it may, who has not is told who may, and where each call came from stands in the log", async (t) => {
  const { c, operator, agents, deploy } = await running(t, ["web1", "web2"], { alice: ["developer"], carol: ["release-manager"] });
  const { rollout } = await deploy("release/2", "waves: [{canary: 1}]\ngates: [{name: owner, approval: {by: [release-manager]}}]\n");
  await prepareAll(agents);
  await agents[0].obey(await agents[0].nextIntent("activate"), TREES.second);
  await until(operator, rollout, ({ state }) => state === "waiting");
  await t.throwsAsync(operator.approve(ABOUT), {
    code: "E_DENIED",
    message: /approved by release-manager, not by alice \(developer\)/,
    instanceOf: ShoalError,
  });
  const { hint } = await t.throwsAsync<ShoalError>(operator.approve(ABOUT));
  t.regex(hint ?? "", /release-manager: carol/);
  t.is((await (await c.operator("carol")).approve({ ...ABOUT, note: "looks good" })).state, "activating");
  const { events } = await operator.listEvents({ ...STREAM, afterVersion: 0, limit: 0 });
  const said = events.filter(({ principal, kind }) => principal.startsWith("operator:") && kind !== "gate-approved");
  t.deepEqual([...new Set(said.map(({ body }) => (JSON.parse(body) as { origin?: string }).origin))], ["127.0.0.1"]);
  const approved = events.findLast(({ kind }) => kind === "gate-approved")?.body ?? "{}";
  t.like(JSON.parse(approved), { roles: ["release-manager"], origin: "127.0.0.1", note: "looks good" });
});

test("a plan says waves, gates, hosts and bytes, and does nothing; a bad policy is told with its line", async (t) => {
  const { c, operator } = await running(t, ["web1", "web2"]);
  await c.addHost("web9");
  const request = { ...STREAM, tag: "release/2", slot: "", requestId: "", note: "", repair: false, hosts: [] };
  const policy = "waves: [{canary: 1, bake: 5m}]\ngates: [{name: soak, wait: 1m}]\n";
  const plan = await operator.plan({ ...request, policy, policyFile: "p.yaml" });
  t.deepEqual(
    plan.waves.map(({ name, hosts, bakeMs, gates }) => [name, hosts.join(), bakeMs, gates.join()]),
    [
      ["canary", "web1", 300_000, "soak"],
      ["rest", "web2,web9", 0, ""],
    ],
  );
  t.deepEqual(
    plan.hosts.map(({ host, route, tag, fetchBytes }) => [host, route, tag, fetchBytes > 0]),
    [
      ["web1", "overlay", "release/1", true],
      ["web2", "overlay", "release/1", true],
      ["web9", "unknown", "", false],
    ],
  );
  t.is(plan.refusal, null);
  t.deepEqual(plan.commands, [], "it has no shoal.yaml");
  await c.addHost("web9", { labels: {} });
  await publish(operator, { ...SECOND, "shoal.yaml": STEPS }, { tag: "release/3", keys: [c.fleet.signingKey] });
  const { commands } = await operator.plan({ ...request, tag: "release/3", policy, policyFile: "p.yaml" });
  t.deepEqual(
    commands.map(({ phase, kind, name, what, hosts, problem }) => [phase, kind, name, what, hosts.join(), problem]),
    [
      ["depool", "hook", "pool", './bin/pool leave dc1 "a b"', "web1,web2", ""],
      ["depool", "hook", "pool", './bin/pool leave {{ labels.dc }} "a b"', "web9", "{{ labels.dc }}: host web9 has no label dc"],
      ["restart", "hook", "restart web.service", "systemctl restart web.service", "web1,web2,web9", ""],
      ["after", "check", "healthy", "http GET http://127.0.0.1:80/health, status 200", "web1,web2,web9", ""],
      ["bake", "check", "healthy", "http GET http://127.0.0.1:80/health, status 200", "web1,web2,web9", ""],
    ],
  );
  t.is((await operator.listRollouts({ ...STREAM, limit: 0 })).rollouts.length, 1);
  const bad = { ...request, policy: "waves: []\nbugdet: {rollout: 1}\n", policyFile: "p.yaml" };
  await t.throwsAsync(operator.plan(bad), { code: "E_POLICY", message: /p\.yaml: line 2: bugdet: unknown key; did you mean budget\?/ });
  await t.throwsAsync(operator.deploy({ ...bad, requestId: "r" }), { code: "E_POLICY" });
  const nobody = 'waves: [{ labels: { group: ["nobody"] }, name: first }]\ngates: [{ name: owner, after: first, approval: {} }]\n';
  const skipped = { ...request, policy: nobody, policyFile: "p.yaml" };
  const told = { code: "E_POLICY", message: /gate owner stands after wave first, which no host is in/ } as const;
  await t.throwsAsync(operator.plan(skipped), told);
  await t.throwsAsync(operator.deploy({ ...skipped, requestId: "s" }), told, "a label that no host has must not take its gate away");
});

const STEPS = `version: 1
checks: [{ name: healthy, http: { url: "http://127.0.0.1:80/health" } }]
hooks:
  depool: [{ command: [./bin/pool, leave, "{{ labels.dc }}", "a b"] }]
  restart: [{ systemd: web.service }]
`;

test("a locked app is refused with who and why, in all its environments or in one; unlocked it goes", async (t) => {
  const { c, operator, deploy } = await running(t, ["web1"]);
  await c.addHost("stage1", { environment: "staging" });
  await t.throwsAsync(operator.lock({ app: "web", environment: "", reason: "" }), { code: "E_MESSAGE" });
  const { locks } = await operator.lock({ app: "web", environment: "", reason: "audit until noon" });
  t.deepEqual(
    locks.map(({ environment, principal, reason }) => [environment, principal, reason]),
    [
      ["production", "operator:alice", "audit until noon"],
      ["staging", "operator:alice", "audit until noon"],
    ],
  );
  await (await c.operator("bob")).lock({ app: "web", environment: "production", reason: "mine" });
  await t.throwsAsync(deploy("release/2", ""), { code: "E_LOCKED_APP", message: /locked by operator:alice: audit until noon/ });
  await operator.unlock({ app: "web", environment: "production", reason: "done" });
  t.deepEqual(
    (await operator.listLocks({ app: "", environment: "", reason: "" })).locks.map(({ environment }) => environment),
    ["staging"],
  );
  t.is((await deploy("release/2", "")).state, "preparing");
});

test("rollback --now: at once, to all that are there; who is away is left out by name and waited for by nobody", async (t) => {
  const { operator, agents, deploy } = await running(t, ["web1", "web2", "web3"]);
  const { rollout } = await deploy("release/2", "use: ten\nwaves: []\nactivate: {parallel: null}\nbudget: {rollout: 3}\n");
  await prepareAll(agents);
  for (const agent of agents) await agent.obey(await agent.nextIntent("activate"), TREES.second);
  await until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0);
  agents[2].hangUp();
  while ((await operator.listHosts({ environment: "" })).hosts.some(({ host, connected }) => host === "web3" && connected));
  const back = await operator.rollback({
    ...STREAM,
    tag: "",
    slot: "",
    requestId: "back",
    note: "",
    now: true,
    policy: "",
    policyFile: "",
  });
  t.is(back.hosts.find(({ host }) => host === "web3")?.state, "excluded");
  const [one, two] = agents;
  for (const agent of [one, two]) await agent.obey(await agent.nextIntent("prepare"), TREES.first);
  const both = [await one.nextIntent("activate"), await two.nextIntent("activate")];
  await one.obey(both[0]!, TREES.first);
  await two.obey(both[1]!, TREES.first);
  t.is((await until(operator, back.rollout, ({ endedUnixMs }) => endedUnixMs > 0)).state, "succeeded");
});

test("a rollback at any moment takes the place of the open rollout: aborted first, then back; a second coordinator process goes on with it", async (t) => {
  const { c, operator, agents, deploy } = await running(t, ["web1", "web2"]);
  const open = await deploy("release/2", "activate: {parallel: null}\nbudget: {rollout: 100%}\n");
  await prepareAll(agents.slice(0, 2));
  const orders = [await agents[0].nextIntent("activate"), await agents[1].nextIntent("activate")];
  const refused = { code: "E_ROLLOUT_OPEN", message: new RegExp(`${open.rollout}, deploy of release/2 by operator:alice, activating`) };
  await t.throwsAsync(deploy("release/1", ""), refused);
  const request = { ...STREAM, tag: "", slot: "", requestId: "back", note: "it is 3 a.m.", now: false, policy: "", policyFile: "" };
  const before = await operator.rollback(request);
  t.like(before, { rollout: open.rollout, state: "aborting", next: { kind: "rollback", tag: "release/1", requestId: "back" } });
  t.is((await operator.rollback(request)).next?.rollout, before.next?.rollout);
  await agents[0].obey(orders[0]!, TREES.second);
  await c.restart();
  const again = await c.operator();
  t.is((await again.getRollout({ rollout: open.rollout })).next?.rollout, before.next?.rollout, "it is in the log");
  const [one, two] = await Promise.all(agents.slice(0, 2).map((agent, at) => rejoin(c, agent, `web${at + 1}`)));
  await two!.answer(orders[1]!, { kind: "result", result: CANCELLED });
  await one!.obey(await one!.nextIntent("prepare"), TREES.first);
  await two!.obey(await two!.nextIntent("prepare"), TREES.first);
  for (const agent of [one!, two!]) await agent.obey(await agent.nextIntent("activate"), TREES.first);
  const end = await until(again, before.next!.rollout, ({ endedUnixMs }) => endedUnixMs > 0);
  t.like(end, { kind: "rollback", state: "succeeded", principal: "operator:alice", note: "it is 3 a.m." });
  t.is((await again.getRollout({ rollout: open.rollout })).state, "aborted");
  t.deepEqual(await shownTags(again), ["release/1", "release/1"]);
});

const TOLD = toFailure(new ShoalError("E_CANCELLED", "it was told to"));
const CANCELLED = { outcome: "cancelled", failure: TOLD, revision: null, tree: null, stats: NO_WORK, steps: [] } as const;

/** The same host, in a session with the new process. */
async function rejoin(c: TestCoordinator, before: FakeAgent, host: string): Promise<FakeAgent> {
  const agent = await c.agent(host);
  agent.remember(before);
  await agent.join();
  return agent;
}

const TREES = { first: "" as Digest, second: "" as Digest };

interface Running {
  readonly c: TestCoordinator;
  readonly operator: OperatorClient;
  readonly agents: [FakeAgent, FakeAgent, FakeAgent];
  readonly deploy: (tag: string, policy: string) => Promise<wire.Rollout>;
}

/** Release 1 is on all hosts, release 2 is known. */
async function running(t: ExecutionContext, names: readonly string[], operators: Record<string, string[]> = {}): Promise<Running> {
  const c = await startTestCoordinator(t, { change: (configuration) => void (configuration["operators"] = operators) });
  const agents: FakeAgent[] = [];
  for (const name of names) {
    await c.addHost(name);
    const agent = await c.agent(name);
    await agent.join();
    agents.push(agent);
  }
  const operator = await c.operator();
  const keys = [c.fleet.signingKey];
  TREES.first = (await publish(operator, FIRST, { tag: "release/1", keys })).tree as Digest;
  let requests = 0;
  const deploy = (tag: string, policy: string): Promise<wire.Rollout> =>
    operator.deploy({
      ...{ ...STREAM, tag, slot: "", requestId: `q${(requests += 1)}`, note: "", repair: false, hosts: [] },
      ...{ policy, policyFile: "p.yaml" },
    });
  const { rollout } = await deploy("release/1", "activate: {parallel: null}\nbudget: {rollout: 100%}\n");
  for (const agent of agents) await agent.obey(await agent.nextIntent("prepare"), TREES.first);
  for (const agent of agents) await agent.obey(await agent.nextIntent("activate"), TREES.first);
  await until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0);
  TREES.second = (await publish(operator, SECOND, { tag: "release/2", keys })).tree as Digest;
  return { c, operator, agents: agents as Running["agents"], deploy };
}

async function prepareAll(agents: readonly FakeAgent[]): Promise<void> {
  for (const agent of agents) await agent.obey(await agent.nextIntent("prepare"), TREES.second);
}

/** Its check says no, and it has gone back by itself. */
async function revert(agent: FakeAgent, intent: Intent): Promise<void> {
  const failure = toFailure(new ShoalError("E_CHECK", "check health: HTTP 500"));
  const about = { kind: "check", phase: "after", attempts: 3, durationMs: 5, startedAfterSwapMs: 1, detail: "status 500" } as const;
  const steps = [{ ...about, name: "health", outcome: "failed", output: "HTTP 500" } as const];
  const result = { outcome: "reverted", failure, revision: null, tree: null, stats: NO_WORK, steps } as const;
  await agent.answer(intent, { kind: "result", result });
}

async function shownTags(operator: OperatorClient): Promise<string[]> {
  const { hosts } = await operator.listHosts({ environment: "" });
  return hosts.flatMap(({ slots }) => slots.map(({ tag }) => tag));
}

async function until(operator: OperatorClient, rollout: string, holds: (rollout: wire.Rollout) => boolean): Promise<wire.Rollout> {
  for await (const event of operator.watch({ rollout, app: "", environment: "" })) {
    const whole = event.rollout ?? (await operator.getRollout({ rollout }));
    if (holds(whole)) return whole;
  }
  throw new Error(`rollout ${rollout} ended otherwise: ${JSON.stringify(await operator.getRollout({ rollout }))}`);
}
